//! Searches many files in parallel and returns the hits in the order of the files.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::files;
use super::panics::isolate;
use super::scan::thread_count;
use crate::document::Dialect;
use crate::post::Problem;
use crate::search::{CompiledQuery, PostHits};

/// Number of files per batch: large enough to make synchronization cheap, small enough to return the first hits soon.
const BATCH_FILES: usize = 16;

/// A search.
#[derive(Clone, Copy)]
pub struct Job<'a> {
    /// The folder of the posts.
    pub folder: &'a Path,
    /// The posts, relative to the folder.
    pub posts: &'a [PathBuf],
    /// The query to find.
    pub query: &'a CompiledQuery,
    /// Returns the dialect of a post.
    pub dialect: &'a (dyn Fn(&Path) -> Dialect + Sync),
    /// Maximum number of hits per post.
    pub max_hits: usize,
    /// The number of threads; 0 means one per CPU, at most eight.
    pub threads: usize,
}

/// The hits in a range of the posts. The hits of a post with very many hits come in several batches; all but the last one
/// have an empty range.
#[derive(Debug, Default)]
pub struct Batch {
    /// The indices of the searched posts.
    pub posts: Range<usize>,
    /// The posts that contain the query, by index.
    pub found: Vec<(usize, PostHits)>,
    /// The posts that could not be read or searched, by index.
    pub unread: Vec<(usize, Problem)>,
}

/// Searches all posts. Calls `sink` on the current thread with one batch after the other, in the order of the posts, until
/// `sink` returns false or `is_stale` returns true.
pub fn search(
    job: Job<'_>,
    is_stale: &(dyn Fn() -> bool + Sync),
    mut sink: impl FnMut(Batch) -> bool,
) {
    let count = thread_count(job.threads).min(job.posts.len().div_ceil(BATCH_FILES));
    let next = AtomicUsize::new(0);
    let window = Window::default();
    // Bounded, so that hits do not pile up while a pager does not read.
    let (sender, batches) = sync_channel(2 * count);
    thread::scope(|scope| {
        for _ in 0..count {
            let (sender, next, window) = (sender.clone(), &next, &window);
            scope.spawn(move || work(job, next, is_stale, window, &sender));
        }
        drop(sender);
        // Opens the window and drops the receiver when the search ends, so that no thread waits for either.
        let _open = OpenOnDrop(&window);
        let batches = batches;
        let (mut waiting, mut next_post) = (BTreeMap::new(), 0);
        for batch in batches {
            waiting.insert(batch.posts.start, batch);
            while let Some(batch) = waiting.remove(&next_post) {
                next_post = batch.posts.end;
                if !sink(batch) {
                    return;
                }
                window.advance(next_post);
            }
        }
    });
}

/// Maximum number of files searched ahead of the last batch passed to `sink`. Limits the memory for hits while a pager does
/// not read, or while one file takes long.
const MAX_FILES_AHEAD: usize = 64 * BATCH_FILES;

/// The range of files that may be searched: up to [`MAX_FILES_AHEAD`] files after the last batch passed to `sink`.
#[derive(Default)]
struct Window {
    done: Mutex<usize>,
    moved: Condvar,
}

impl Window {
    /// Waits until the file at index `file` may be searched.
    fn wait_for(&self, file: usize) {
        self.wait_while(|done| file >= done.saturating_add(MAX_FILES_AHEAD));
    }

    /// Waits until all files with an index below `file` have been passed to `sink`.
    fn wait_until(&self, file: usize) {
        self.wait_while(|done| done < file);
    }

    /// Waits while the number of files in the batches passed to `sink` fulfills `condition`.
    fn wait_while(&self, condition: impl Fn(usize) -> bool) {
        let done = self.moved.wait_while(self.lock(), |done| condition(*done));
        drop(done.unwrap_or_else(PoisonError::into_inner));
    }

    /// Sets the number of files in the batches passed to `sink`.
    fn advance(&self, done: usize) {
        let mut current = self.lock();
        *current = done.max(*current);
        self.moved.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, usize> {
        self.done.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Unblocks all waiting threads when the search ends, even by a panic.
struct OpenOnDrop<'a>(&'a Window);

impl Drop for OpenOnDrop<'_> {
    fn drop(&mut self) {
        self.0.advance(usize::MAX);
    }
}

/// Searches batches of files until none are left or the search is canceled.
fn work(
    job: Job<'_>,
    next: &AtomicUsize,
    is_stale: &(dyn Fn() -> bool + Sync),
    window: &Window,
    sender: &SyncSender<Batch>,
) {
    let mut buffer = Vec::new();
    loop {
        let start = next.fetch_add(BATCH_FILES, Ordering::Relaxed);
        if start >= job.posts.len() {
            return;
        }
        window.wait_for(start);
        let mut batch = Batch {
            posts: start..(start + BATCH_FILES).min(job.posts.len()),
            ..Batch::default()
        };
        for index in batch.posts.clone() {
            if is_stale() {
                // The batch is not sent, so threads that wait for it must be unblocked.
                window.advance(usize::MAX);
                return;
            }
            let post = &job.posts[index];
            let read = files::read_text_into(&job.folder.join(post), &mut buffer);
            let mut pass_on = |part| {
                // All posts up to this one are printed first; then the parts need no order.
                if batch.posts.start < index {
                    let later = index..batch.posts.end;
                    let mut earlier = std::mem::take(&mut batch);
                    batch.posts = later;
                    earlier.posts.end = index;
                    let _ = sender.send(earlier);
                }
                window.wait_until(index);
                let hits = PostHits {
                    hits: part,
                    more: 0,
                };
                // Fails if the search has ended; then nobody needs the hits.
                let _ = sender.send(Batch {
                    posts: index..index,
                    found: vec![(index, hits)],
                    unread: Vec::new(),
                });
            };
            let find = || {
                let dialect = (job.dialect)(post);
                job.query
                    .find_in_parts(&buffer, dialect, job.max_hits, &mut pass_on)
            };
            match read
                .map_err(|error| error.problem())
                .and_then(|()| isolate(post, find))
            {
                Ok(found) if found == PostHits::default() => {}
                Ok(found) => batch.found.push((index, found)),
                Err(problem) => batch.unread.push((index, problem)),
            }
        }
        if sender.send(batch).is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::PART_HITS;

    fn folder(posts: usize) -> (tempfile::TempDir, Vec<PathBuf>) {
        let folder = tempfile::tempdir().expect("a folder");
        let paths: Vec<_> = (0..posts)
            .map(|at| PathBuf::from(format!("{at}.md")))
            .collect();
        for (at, path) in paths.iter().enumerate() {
            let text = if at % 3 == 0 { "a word" } else { "nothing" };
            std::fs::write(folder.path().join(path), text).expect("it can be written");
        }
        (folder, paths)
    }

    #[test]
    fn batches_are_ordered_and_cover_all_posts() {
        let (folder, mut posts) = folder(100);
        posts.insert(50, "gone.md".into());
        let query = CompiledQuery::new("word").expect("words");
        let job = Job {
            folder: folder.path(),
            posts: &posts,
            query: &query,
            dialect: &|_| Dialect::Auto,
            max_hits: 9,
            threads: 4,
        };
        let (mut next_post, mut found, mut failed) = (0, Vec::new(), Vec::new());
        search(job, &|| false, |batch| {
            assert_eq!(batch.posts.start, next_post);
            next_post = batch.posts.end;
            found.extend(
                batch
                    .found
                    .into_iter()
                    .map(|(index, _)| posts[index].clone()),
            );
            failed.extend(batch.unread.into_iter().map(|(index, _)| index));
            true
        });
        assert_eq!((next_post, failed), (101, vec![50]));
        let wanted: Vec<_> = (0..100)
            .step_by(3)
            .map(|at| PathBuf::from(format!("{at}.md")))
            .collect();
        assert_eq!(found, wanted);
    }

    #[test]
    fn posts_with_very_many_hits_are_passed_on_in_parts_and_in_order() {
        let (folder, posts) = folder(40);
        let lines = 3 * PART_HITS + 7;
        for large in ["20.md", "21.md"] {
            std::fs::write(folder.path().join(large), "a word\n\n".repeat(lines)).expect("written");
        }
        let query = CompiledQuery::new("word").expect("words");
        let job = Job {
            folder: folder.path(),
            posts: &posts,
            query: &query,
            dialect: &|_| Dialect::Auto,
            max_hits: usize::MAX,
            threads: 4,
        };
        let mut found: Vec<(usize, u32)> = Vec::new();
        search(job, &|| false, |batch| {
            for (index, hits) in batch.found {
                assert!(hits.hits.len() <= PART_HITS);
                found.extend(hits.hits.iter().map(|hit| (index, hit.line)));
            }
            true
        });
        assert!(found.is_sorted());
        let of = |post: usize| found.iter().filter(|(index, _)| *index == post).count();
        assert_eq!((of(18), of(20), of(21), of(39)), (1, lines, lines, 1));
    }

    #[test]
    fn panic_while_searching_affects_only_one_post() {
        let (folder, posts) = folder(9);
        let query = CompiledQuery::new("word").expect("words");
        let job = Job {
            folder: folder.path(),
            posts: &posts,
            query: &query,
            dialect: &|post| {
                assert!(post != Path::new("3.md"), "a bug");
                Dialect::Auto
            },
            max_hits: 9,
            threads: 2,
        };
        let (mut found, mut unread) = (Vec::new(), Vec::new());
        search(job, &|| false, |batch| {
            found.extend(batch.found.into_iter().map(|(at, _)| at));
            unread.extend(
                batch
                    .unread
                    .into_iter()
                    .map(|(at, problem)| (at, problem.code)),
            );
            true
        });
        assert_eq!(found, [0, 6]);
        assert_eq!(unread, [(3, "internal-error")]);
    }

    #[test]
    fn files_are_not_searched_far_ahead_of_the_sink() {
        let (folder, posts) = folder(3 * MAX_FILES_AHEAD);
        let query = CompiledQuery::new("word").expect("words");
        let searched = AtomicUsize::new(0);
        let job = Job {
            folder: folder.path(),
            posts: &posts,
            query: &query,
            dialect: &|_| {
                searched.fetch_add(1, Ordering::Relaxed);
                Dialect::Auto
            },
            max_hits: 9,
            threads: 2,
        };
        let mut at = 0;
        search(job, &|| false, |batch| {
            let ahead = searched.load(Ordering::Relaxed).saturating_sub(at);
            assert!(ahead <= MAX_FILES_AHEAD + BATCH_FILES, "{ahead}");
            at = batch.posts.end;
            true
        });
        assert_eq!(at, posts.len());
    }

    #[test]
    fn search_stops_when_the_sink_returns_false() {
        let (folder, posts) = folder(100);
        let query = CompiledQuery::new("word").expect("words");
        let job = Job {
            folder: folder.path(),
            posts: &posts,
            query: &query,
            dialect: &|_| Dialect::Auto,
            max_hits: 9,
            threads: 2,
        };
        let mut batches = 0;
        search(job, &|| false, |_| {
            batches += 1;
            false
        });
        assert_eq!(batches, 1);
        search(job, &|| true, |_| panic!("it is stale from the beginning"));
    }
}
