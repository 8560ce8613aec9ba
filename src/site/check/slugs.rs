//! The check for posts that would be published at the same address.

use std::collections::HashMap;
use std::path::Path;

use super::LibraryProblem;
use crate::library::{Library, PostId};
use crate::post::{Post, Severity};
use crate::site::Site;

/// Compares the posts in the order of their paths, without drafts. Reports each post that has the address of a post before it.
pub(super) fn check<'a>(library: &'a Library, site: &Site) -> Vec<LibraryProblem<'a>> {
    let mut posts_by_key: HashMap<String, PostId> = HashMap::new();
    let mut problems = Vec::new();
    for id in library.by_path() {
        let post = library.post(id);
        let Some(Address { key, name }) = address(post, site).filter(|_| !post.draft) else {
            continue;
        };
        match posts_by_key.get(&key) {
            None => {
                posts_by_key.insert(key, id);
            }
            Some(&first) => {
                let first = library.post(first).path.display();
                problems.push(LibraryProblem {
                    post,
                    severity: Severity::Error,
                    code: "duplicate-slug",
                    message: format!("`{name}` gives the post the same address as {first}"),
                    hint: "give one of them another slug: only one can be published there".into(),
                    subject: name,
                });
            }
        }
    }
    problems
}

/// The parts of a post's address that can be compared without running the generator.
struct Address {
    /// A key that is equal for posts with the same address. Contains the day if the address may contain the post's date.
    key: String,
    /// The part of the address that messages quote: the URL or path in the front matter, the slug, or the file's name.
    name: String,
}

/// Returns the address of a post, or `None` if the front matter sets a pattern as address, such as `/:year/:title/`.
fn address(post: &Post, site: &Site) -> Option<Address> {
    let language = post.language.as_deref().unwrap_or_default();
    if let Some(url) = post.url() {
        let is_pattern = url.contains([':', '{', '$']);
        return (!is_pattern).then(|| Address {
            key: format!("{language}\0{}", url.trim_matches('/')),
            name: url.to_owned(),
        });
    }
    let mut folder = post.path.parent().unwrap_or(Path::new(""));
    let name = if post.is_bundle() {
        let name = folder.file_name()?;
        folder = folder.parent().unwrap_or(Path::new(""));
        name
    } else {
        post.path.file_stem()?
    };
    let name = match post.slug() {
        Some(slug) => slug.trim_matches('/').to_owned(),
        None => name.to_string_lossy().into_owned(),
    };
    let may_contain_day = !site
        .generator
        .is_some_and(|generator| generator.0.permalink_omits_date);
    let day = post
        .date
        .filter(|_| may_contain_day)
        .map(|date| date.calendar_day.to_string());
    let folder = folder.to_string_lossy();
    Some(Address {
        key: format!("{language}\0{folder}\0{}\0{name}", day.unwrap_or_default()),
        name,
    })
}
