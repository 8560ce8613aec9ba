//! The library searcher: a thread that searches all posts. A new request cancels the running request immediately.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::panics::catch_panic;
use super::scan::THREAD_PER_CPU;
use super::search::{Batch, Job, search};
use super::slot::Slot;
use super::threads;
use crate::app::message::{Message, RequestId, SearchResults};
use crate::app::post_search::MAX_HITS_PER_POST;
use crate::document::Dialect;
use crate::search::CompiledQuery;

/// Minimum time between two replies to a request, except before the final reply. Each reply draws a frame.
const REPLY_INTERVAL: Duration = Duration::from_millis(40);

/// A search of all posts.
#[derive(Debug)]
pub(super) struct SearchRequest {
    pub(super) id: RequestId,
    pub(super) query: String,
    /// The paths of the posts, relative to the library's folder.
    pub(super) posts: Arc<[PathBuf]>,
}

/// A handle to the thread that searches all posts.
#[derive(Debug)]
pub(super) struct LibrarySearcher {
    slot: Arc<Slot<SearchRequest>>,
    /// The id of the latest request.
    latest: Arc<AtomicU64>,
}

impl Drop for LibrarySearcher {
    fn drop(&mut self) {
        // No request has this id, so a running search stops.
        self.latest.store(u64::MAX, Ordering::Relaxed);
        self.slot.close();
    }
}

impl LibrarySearcher {
    /// Starts the thread. `send` receives the results and returns false once the event loop has ended.
    pub(super) fn start(
        folder: PathBuf,
        dialect: impl Fn(&Path) -> Dialect + Send + Sync + 'static,
        send: impl Fn(Message) -> bool + Send + 'static,
    ) -> io::Result<Self> {
        let slot: Arc<Slot<SearchRequest>> = Arc::default();
        let latest: Arc<AtomicU64> = Arc::default();
        let (thread_slot, thread_latest) = (Arc::clone(&slot), Arc::clone(&latest));
        let run = move || {
            while let Some(request) = thread_slot.wait() {
                let is_stale = || thread_latest.load(Ordering::Relaxed) != request.id.0;
                let run_search = || answer(&folder, &dialect, &request, &is_stale, &send);
                let is_loop_running = catch_panic("search", run_search).unwrap_or_else(|| {
                    // The search panicked. Without an answer, the model would wait for the end of the search forever.
                    let without_hits = SearchResults {
                        is_done: true,
                        ..SearchResults::default()
                    };
                    send(Message::PostsSearched(request.id, without_hits))
                });
                if !is_loop_running {
                    return;
                }
            }
        };
        threads::start("folio-searcher", run)?;
        Ok(Self { slot, latest })
    }

    /// Starts a search. Cancels an earlier request.
    pub(super) fn search(&self, request: SearchRequest) {
        self.latest.store(request.id.0, Ordering::Relaxed);
        self.slot.put(request);
    }
}

/// Answers one request. Returns false once the event loop has ended.
fn answer(
    folder: &Path,
    dialect: &(dyn Fn(&Path) -> Dialect + Sync),
    request: &SearchRequest,
    is_stale: &(dyn Fn() -> bool + Sync),
    send: &dyn Fn(Message) -> bool,
) -> bool {
    let mut reply = PendingReply {
        request,
        send,
        results: SearchResults::default(),
        last_sent: None,
        is_loop_running: true,
    };
    if let Some(query) = CompiledQuery::new(&request.query) {
        let job = Job {
            folder,
            posts: &request.posts,
            query: &query,
            dialect,
            max_hits: MAX_HITS_PER_POST,
            threads: THREAD_PER_CPU,
        };
        search(job, is_stale, |batch| reply.add(batch));
    }
    if reply.is_loop_running && !is_stale() {
        reply.results.is_done = true;
        reply.send_results();
    }
    reply.is_loop_running
}

/// The results of a request that are collected for the next reply.
struct PendingReply<'a> {
    request: &'a SearchRequest,
    send: &'a dyn Fn(Message) -> bool,
    /// The hits that are not sent yet, and the counts since the start of the search.
    results: SearchResults,
    /// The time of the last reply.
    last_sent: Option<Instant>,
    /// False once the event loop has ended.
    is_loop_running: bool,
}

impl PendingReply<'_> {
    /// Adds the results of a batch of posts, and sends a reply if the last reply is old enough. Returns false once the event
    /// loop has ended.
    fn add(&mut self, batch: Batch) -> bool {
        // Batches arrive in the order of the posts, so this is the number of posts searched so far.
        self.results.searched = batch.posts.end;
        self.results.unreadable += batch.unreadable.len();
        for (index, mut post_hits) in batch.found {
            let hits = post_hits.hits.iter_mut();
            hits.for_each(crate::search::Hit::shorten);
            let path = self.request.posts[index].clone();
            self.results.posts.push((path, post_hits));
        }
        // The first reply is sent with the first hits.
        let is_due = match self.last_sent {
            None => !self.results.posts.is_empty(),
            Some(time) => time.elapsed() >= REPLY_INTERVAL,
        };
        if is_due {
            self.send_results();
        }
        self.is_loop_running
    }

    /// Sends the collected hits and the counts. Keeps the counts for the next reply.
    fn send_results(&mut self) {
        let SearchResults {
            searched,
            unreadable,
            ..
        } = self.results;
        let without_hits = SearchResults {
            searched,
            unreadable,
            ..SearchResults::default()
        };
        let results = std::mem::replace(&mut self.results, without_hits);
        self.last_sent = Some(Instant::now());
        self.is_loop_running = (self.send)(Message::PostsSearched(self.request.id, results));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    #[test]
    fn the_latest_request_gets_complete_results() {
        let folder = tempfile::tempdir().expect("a folder");
        for number in 0..40 {
            let text = format!("word {number}\n");
            std::fs::write(folder.path().join(format!("{number}.md")), text).expect("a file");
        }
        let path = |number: i32| PathBuf::from(format!("{number}.md"));
        let posts: Arc<[PathBuf]> = (0..40).map(path).collect();
        let (sender, messages) = channel();
        let send = move |message| sender.send(message).is_ok();
        let searcher = LibrarySearcher::start(folder.path().to_owned(), |_| Dialect::Auto, send)
            .expect("a thread");
        // The second query has no words.
        for (id, query) in [(1, "word"), (2, "  "), (3, "word 3")] {
            searcher.search(SearchRequest {
                id: RequestId(id),
                query: query.to_owned(),
                posts: Arc::clone(&posts),
            });
        }
        let mut matching_posts = Vec::new();
        for message in messages {
            let Message::PostsSearched(id, results) = message else {
                panic!("not the results of a search");
            };
            if id == RequestId(3) {
                matching_posts.extend(results.posts.into_iter().map(|(path, _)| path));
                if results.is_done {
                    assert_eq!((results.searched, results.unreadable), (40, 0));
                    break;
                }
            }
        }
        // The text `word 3` is in post 3, and in the posts 30 to 39.
        let expected: Vec<PathBuf> = [3].into_iter().chain(30..40).map(path).collect();
        assert_eq!(matching_posts, expected);
    }
}
