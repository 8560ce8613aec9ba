//! Backlinks: the posts that link to a post.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::files;
use super::panics::isolate;
use super::scan::{THREAD_PER_CPU, thread_count};
use crate::app::message::Backlinks;
use crate::document::Dialect;
use crate::library::{Library, PostId};
use crate::site::outgoing_links;

/// Reads all posts of a library and returns, for each post, the posts that link to it. Returns `None` once `cancel` is set. Posts
/// that can't be read or parsed are treated as posts without links.
pub(super) fn find_backlinks(
    folder: &Path,
    library: &Library,
    base_url: Option<&str>,
    dialect: &(dyn Fn(&Path) -> Dialect + Sync),
    cancel: &AtomicBool,
) -> Option<Backlinks> {
    let posts: Vec<PostId> = library.by_path().collect();
    let next_index = AtomicUsize::new(0);
    // Pairs of posts: the target of a link, and the post that contains the link.
    let all_links = Mutex::new(Vec::<(PostId, PostId)>::new());
    let work = || {
        let (mut thread_links, mut bytes) = (Vec::new(), Vec::new());
        while let Some(&id) = posts.get(next_index.fetch_add(1, Ordering::Relaxed)) {
            if cancel.load(Ordering::Relaxed) {
                return;
            }
            let path = &library.post(id).path;
            if files::read_text_into(&folder.join(path), &mut bytes).is_err() {
                continue;
            }
            let find_links = || outgoing_links(library, base_url, path, &bytes, dialect(path));
            if let Ok(targets) = isolate(path, find_links) {
                thread_links.extend(targets.into_iter().map(|target| (target, id)));
            }
        }
        let mut all_links = all_links.lock().unwrap_or_else(PoisonError::into_inner);
        all_links.extend(thread_links);
    };
    thread::scope(|scope| {
        // The current thread works too.
        for _ in 1..thread_count(THREAD_PER_CPU).min(posts.len()) {
            scope.spawn(work);
        }
        work();
    });
    if cancel.load(Ordering::Relaxed) {
        return None;
    }
    let mut backlinks: HashMap<PathBuf, Vec<PathBuf>> = HashMap::new();
    let all_links = all_links
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    for (to, from) in all_links {
        let to = library.post(to).path.clone();
        backlinks
            .entry(to)
            .or_default()
            .push(library.post(from).path.clone());
    }
    Some(backlinks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Sort;
    use crate::post;

    /// Creates posts in a folder and returns their library.
    fn library_of(folder: &Path, posts: &[(&str, &str)]) -> Library {
        let mut library = Library::new(Sort::default());
        for (name, text) in posts {
            std::fs::write(folder.join(name), text).expect("a file");
            library.extend(vec![post::read(
                Path::new(name),
                &post::decode(text.as_bytes()),
            )]);
        }
        library
    }

    #[test]
    fn backlinks_are_found_for_each_post_unless_the_search_is_canceled() {
        let folder = tempfile::tempdir().expect("a folder");
        let posts = [
            ("a.md", "[b](b.md)"),
            ("b.md", "Nothing."),
            ("c.md", "[b](/b)"),
        ];
        let mut library = library_of(folder.path(), &posts);
        // A post whose file is missing.
        library.extend(vec![post::read(Path::new("gone.md"), &post::decode(b""))]);
        let cancel = AtomicBool::new(false);
        let dialect = |_: &Path| Dialect::Auto;
        let base_url = None;
        let find = || find_backlinks(folder.path(), &library, base_url, &dialect, &cancel);
        let mut backlinks = find().expect("the search is not canceled");
        let mut to_b = backlinks.remove(Path::new("b.md")).expect("two links");
        to_b.sort();
        assert_eq!(to_b, [PathBuf::from("a.md"), "c.md".into()]);
        assert!(backlinks.is_empty());
        cancel.store(true, Ordering::Relaxed);
        assert!(find().is_none());
    }

    #[test]
    fn panic_on_one_post_keeps_the_links_of_the_others() {
        let folder = tempfile::tempdir().expect("a folder");
        let posts = [("a.md", "[c](c.md)"), ("b.md", "[c](c.md)"), ("c.md", "")];
        let library = library_of(folder.path(), &posts);
        let dialect = |path: &Path| {
            assert!(path != Path::new("a.md"), "a bug");
            Dialect::Auto
        };
        let cancel = AtomicBool::new(false);
        let base_url = None;
        let backlinks = find_backlinks(folder.path(), &library, base_url, &dialect, &cancel);
        let backlinks = backlinks.expect("the search is not canceled");
        assert_eq!(backlinks[Path::new("c.md")], [PathBuf::from("b.md")]);
    }
}
