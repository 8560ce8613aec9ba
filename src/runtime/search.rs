//! Searches many posts in parallel and returns the hits in the order of the posts.

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

/// Number of posts per batch: large enough to make synchronization cheap, small enough to return the first hits soon.
const BATCH_POSTS: usize = 16;

/// A search of many posts.
#[derive(Clone, Copy)]
pub struct Job<'a> {
    /// The folder of the posts.
    pub folder: &'a Path,
    /// The posts, relative to the folder.
    pub posts: &'a [PathBuf],
    /// The query.
    pub query: &'a CompiledQuery,
    /// A function that returns the dialect of a post.
    pub dialect: &'a (dyn Fn(&Path) -> Dialect + Sync),
    /// Maximum number of hits per post.
    pub max_hits: usize,
    /// The number of threads; 0 means one per CPU, but at most eight.
    pub threads: usize,
}

/// The hits in a range of the posts. The hits of a post with very many hits are passed on in several batches. In all but the last
/// of these batches, `posts` is empty.
#[derive(Debug, Default)]
pub struct Batch {
    /// The indices of the searched posts.
    pub posts: Range<usize>,
    /// The posts that contain the query, by index.
    pub found: Vec<(usize, PostHits)>,
    /// The posts that could not be read or searched, by index.
    pub unreadable: Vec<(usize, Problem)>,
}

/// Searches all posts. Calls `sink` on the current thread with one batch after the other, in the order of the posts. Stops when
/// `sink` returns false or `is_stale` returns true.
pub fn search(
    job: Job<'_>,
    is_stale: &(dyn Fn() -> bool + Sync),
    mut sink: impl FnMut(Batch) -> bool,
) {
    let threads = thread_count(job.threads).min(job.posts.len().div_ceil(BATCH_POSTS));
    let next_index = AtomicUsize::new(0);
    let window = Window::default();
    // Bounded, so that hits do not pile up while `sink` is blocked, for example by a pager that does not read.
    let (sender, batches) = sync_channel(2 * threads);
    thread::scope(|scope| {
        for _ in 0..threads {
            let (sender, next_index, window) = (sender.clone(), &next_index, &window);
            scope.spawn(move || search_batches(job, next_index, is_stale, window, &sender));
        }
        drop(sender);
        // When this closure returns, the drop of `_open` opens the window, and the drop of `batches` closes the channel. Then no
        // thread waits for the window or the channel any longer.
        let _open = OpenOnDrop(&window);
        let batches = batches;
        // Batches that arrived before an earlier batch, by the index of their first post.
        let mut early_batches = BTreeMap::new();
        let mut next_post = 0;
        for batch in batches {
            early_batches.insert(batch.posts.start, batch);
            while let Some(batch) = early_batches.remove(&next_post) {
                next_post = batch.posts.end;
                if !sink(batch) {
                    return;
                }
                window.advance(next_post);
            }
        }
    });
}

/// Maximum number of posts searched ahead of the last batch passed to `sink`. Limits the memory for hits while `sink` is blocked,
/// or while the search of one post takes long.
const MAX_POSTS_AHEAD: usize = 64 * BATCH_POSTS;

/// The range of posts that may be searched: up to [`MAX_POSTS_AHEAD`] posts after the last batch passed to `sink`.
#[derive(Default)]
struct Window {
    /// Number of posts in the batches passed to `sink`.
    passed_posts: Mutex<usize>,
    /// Notified when `passed_posts` changes.
    advanced: Condvar,
}

impl Window {
    /// Waits until the post at index `post` may be searched.
    fn wait_for(&self, post: usize) {
        self.wait_while(|passed_posts| post >= passed_posts.saturating_add(MAX_POSTS_AHEAD));
    }

    /// Waits until all posts with an index below `end` have been passed to `sink`.
    fn wait_until_passed(&self, end: usize) {
        self.wait_while(|passed_posts| passed_posts < end);
    }

    /// Waits while `condition` is true for the number of posts in the batches passed to `sink`.
    fn wait_while(&self, condition: impl Fn(usize) -> bool) {
        let guard = self
            .advanced
            .wait_while(self.lock(), |passed_posts| condition(*passed_posts));
        drop(guard.unwrap_or_else(PoisonError::into_inner));
    }

    /// Sets the number of posts in the batches passed to `sink`.
    fn advance(&self, passed_posts: usize) {
        let mut current = self.lock();
        *current = passed_posts.max(*current);
        self.advanced.notify_all();
    }

    /// Lets no thread wait any longer.
    fn open(&self) {
        self.advance(usize::MAX);
    }

    fn lock(&self) -> MutexGuard<'_, usize> {
        self.passed_posts
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Unblocks all waiting threads when the search ends, even by a panic.
struct OpenOnDrop<'a>(&'a Window);

impl Drop for OpenOnDrop<'_> {
    fn drop(&mut self) {
        self.0.open();
    }
}

/// Searches one batch of posts after the other, until all posts are searched or the search is canceled. `next_index` is the
/// index of the first post that no thread has started to search.
fn search_batches(
    job: Job<'_>,
    next_index: &AtomicUsize,
    is_stale: &(dyn Fn() -> bool + Sync),
    window: &Window,
    sender: &SyncSender<Batch>,
) {
    let mut buffer = Vec::new();
    loop {
        let start = next_index.fetch_add(BATCH_POSTS, Ordering::Relaxed);
        if start >= job.posts.len() {
            return;
        }
        window.wait_for(start);
        let mut batch = Batch {
            posts: start..(start + BATCH_POSTS).min(job.posts.len()),
            ..Batch::default()
        };
        for index in batch.posts.clone() {
            if is_stale() {
                // The batch is not sent, so threads that wait for it must be unblocked.
                window.open();
                return;
            }
            let post = &job.posts[index];
            let read = files::read_text_into(&job.folder.join(post), &mut buffer);
            let mut send_part = |part| {
                // Before the first part, sends the earlier posts of the batch, and waits until all earlier posts are passed to
                // `sink`. From then on, each part is passed to `sink` as soon as it arrives, since no earlier hits are missing.
                if batch.posts.start < index {
                    let remaining_posts = index..batch.posts.end;
                    let mut earlier_posts = std::mem::take(&mut batch);
                    batch.posts = remaining_posts;
                    earlier_posts.posts.end = index;
                    let _ = sender.send(earlier_posts);
                }
                window.wait_until_passed(index);
                let hits = PostHits {
                    hits: part,
                    hits_beyond_limit: 0,
                };
                // Fails if the search has ended, so that the hits are not needed.
                let _ = sender.send(Batch {
                    posts: index..index,
                    found: vec![(index, hits)],
                    unreadable: Vec::new(),
                });
            };
            let find = || {
                let dialect = (job.dialect)(post);
                job.query
                    .find_in_parts(&buffer, dialect, job.max_hits, &mut send_part)
            };
            match read
                .map_err(|error| error.problem())
                .and_then(|()| isolate(post, find))
            {
                Ok(found) if found == PostHits::default() => {}
                Ok(found) => batch.found.push((index, found)),
                Err(problem) => batch.unreadable.push((index, problem)),
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

    /// Creates a folder with posts `0.md`, `1.md` and so on, and returns their paths. Every third post, from the first on, contains
    /// `word`.
    fn folder(posts: usize) -> (tempfile::TempDir, Vec<PathBuf>) {
        let folder = tempfile::tempdir().expect("a folder");
        let paths: Vec<_> = (0..posts).map(post_path).collect();
        for (number, path) in paths.iter().enumerate() {
            let text = if number % 3 == 0 { "a word" } else { "nothing" };
            std::fs::write(folder.path().join(path), text).expect("a file");
        }
        (folder, paths)
    }

    /// The condition of a search that is not canceled.
    fn is_never_stale() -> bool {
        false
    }

    /// Returns the job of searching all posts of a folder.
    fn job<'a>(folder: &'a Path, posts: &'a [PathBuf], query: &'a CompiledQuery) -> Job<'a> {
        Job {
            folder,
            posts,
            query,
            dialect: &|_| Dialect::Auto,
            max_hits: 9,
            threads: 2,
        }
    }

    fn post_path(number: usize) -> PathBuf {
        PathBuf::from(format!("{number}.md"))
    }

    #[test]
    fn batches_are_ordered_and_cover_all_posts() {
        let (folder, mut posts) = folder(100);
        posts.insert(50, "gone.md".into());
        let query = CompiledQuery::new("word").expect("a query with words");
        let job = Job {
            threads: 4,
            ..job(folder.path(), &posts, &query)
        };
        let (mut next_post, mut found, mut failed) = (0, Vec::new(), Vec::new());
        search(job, &is_never_stale, |batch| {
            assert_eq!(batch.posts.start, next_post);
            next_post = batch.posts.end;
            found.extend(
                batch
                    .found
                    .into_iter()
                    .map(|(index, _)| posts[index].clone()),
            );
            failed.extend(batch.unreadable.into_iter().map(|(index, _)| index));
            true
        });
        // All posts and the missing file were searched.
        assert_eq!((next_post, failed), (101, vec![50]));
        let expected: Vec<_> = (0..100).step_by(3).map(post_path).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn posts_with_very_many_hits_are_passed_on_in_parts_and_in_order() {
        let (folder, posts) = folder(40);
        // Three full parts, and a last part that is not full.
        let lines = 3 * PART_HITS + 7;
        for large in ["20.md", "21.md"] {
            std::fs::write(folder.path().join(large), "a word\n\n".repeat(lines)).expect("written");
        }
        let query = CompiledQuery::new("word").expect("a query with words");
        let job = Job {
            max_hits: usize::MAX,
            threads: 4,
            ..job(folder.path(), &posts, &query)
        };
        let mut found: Vec<(usize, u32)> = Vec::new();
        search(job, &is_never_stale, |batch| {
            for (index, hits) in batch.found {
                assert!(hits.hits.len() <= PART_HITS);
                found.extend(hits.hits.iter().map(|hit| (index, hit.line)));
            }
            true
        });
        assert!(found.is_sorted());
        let hit_count = |post: usize| found.iter().filter(|(index, _)| *index == post).count();
        assert_eq!([18, 20, 21, 39].map(hit_count), [1, lines, lines, 1]);
    }

    #[test]
    fn panic_while_searching_affects_only_one_post() {
        let (folder, posts) = folder(9);
        let query = CompiledQuery::new("word").expect("a query with words");
        let job = Job {
            dialect: &|post| {
                assert!(post != Path::new("3.md"), "a bug");
                Dialect::Auto
            },
            ..job(folder.path(), &posts, &query)
        };
        let (mut found, mut unreadable) = (Vec::new(), Vec::new());
        search(job, &is_never_stale, |batch| {
            found.extend(batch.found.into_iter().map(|(index, _)| index));
            unreadable.extend(
                batch
                    .unreadable
                    .into_iter()
                    .map(|(index, problem)| (index, problem.code)),
            );
            true
        });
        assert_eq!(found, [0, 6]);
        assert_eq!(unreadable, [(3, "internal-error")]);
    }

    #[test]
    fn posts_are_not_searched_far_ahead_of_the_sink() {
        /// The search of the first post ends after this many waits in a row without a search of another post.
        const MAX_IDLE_WAITS: usize = 10_000;
        let (folder, posts) = folder(2 * MAX_POSTS_AHEAD);
        let query = CompiledQuery::new("word").expect("a query with words");
        let (searched, ahead_of_first) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let job = Job {
            dialect: &|post| {
                let mut count = searched.fetch_add(1, Ordering::Relaxed);
                if post == posts[0] {
                    // Takes so long that the other thread searches all posts that it is allowed to search.
                    let mut waits = 0;
                    while waits < MAX_IDLE_WAITS {
                        thread::yield_now();
                        let last_count =
                            std::mem::replace(&mut count, searched.load(Ordering::Relaxed));
                        waits = if count == last_count { waits + 1 } else { 0 };
                    }
                    ahead_of_first.store(count, Ordering::Relaxed);
                }
                Dialect::Auto
            },
            ..job(folder.path(), &posts, &query)
        };
        let mut passed_posts = 0;
        search(job, &is_never_stale, |batch| {
            passed_posts = batch.posts.end;
            true
        });
        let ahead_of_first = ahead_of_first.into_inner();
        assert!(ahead_of_first > 1, "the other thread searches meanwhile");
        assert!(ahead_of_first <= MAX_POSTS_AHEAD, "{ahead_of_first}");
        assert_eq!(passed_posts, posts.len());
    }

    #[test]
    fn search_stops_when_the_sink_returns_false_or_the_search_is_stale() {
        let (folder, posts) = folder(100);
        let query = CompiledQuery::new("word").expect("a query with words");
        let job = job(folder.path(), &posts, &query);
        let mut batches = 0;
        search(job, &is_never_stale, |_| {
            batches += 1;
            false
        });
        assert_eq!(batches, 1);
        let is_stale = || true;
        search(job, &is_stale, |_| panic!("a batch of a stale search"));
    }
}
