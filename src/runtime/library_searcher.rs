//! The library searcher: a thread that searches all posts. A new request cancels the running one at once.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::panics::isolate_request;
use super::search::{Batch, Job, search};
use super::slot::Slot;
use crate::app::message::{Message, RequestId, SearchResults};
use crate::app::post_search::MAX_HITS_PER_POST;
use crate::document::Dialect;
use crate::search::CompiledQuery;

/// Minimum time between two replies after the first one, since each reply draws a frame.
const ANSWER_INTERVAL: Duration = Duration::from_millis(40);

/// A search of all posts.
#[derive(Debug)]
pub(super) struct SearchRequest {
    pub(super) ticket: RequestId,
    pub(super) query: String,
    /// The paths of the posts, relative to the library's folder.
    pub(super) posts: Arc<[PathBuf]>,
}

/// A handle to the thread that searches all posts.
#[derive(Debug)]
pub(super) struct LibrarySearcher {
    slot: Arc<Slot<SearchRequest>>,
    /// The ticket of the latest request.
    latest: Arc<AtomicU64>,
}

impl Drop for LibrarySearcher {
    fn drop(&mut self) {
        // No request has this number, so a running search is stale.
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
        let (waiting, wanted) = (Arc::clone(&slot), Arc::clone(&latest));
        let serve = move || {
            while let Some(request) = waiting.wait() {
                let is_stale = || wanted.load(Ordering::Relaxed) != request.ticket.0;
                let serve = || serve(&folder, &dialect, &request, &is_stale, &send);
                let is_heard = isolate_request("search", serve).unwrap_or_else(|| {
                    let done = SearchResults {
                        is_done: true,
                        ..SearchResults::default()
                    };
                    send(Message::PostsSearched(request.ticket, done))
                });
                if !is_heard {
                    return;
                }
            }
        };
        thread::Builder::new()
            .name("folio-searcher".to_owned())
            .spawn(serve)?;
        Ok(Self { slot, latest })
    }

    /// Starts a search. Cancels an earlier request.
    pub(super) fn search(&self, request: SearchRequest) {
        self.latest.store(request.ticket.0, Ordering::Relaxed);
        self.slot.put(request);
    }
}

/// Answers one request. Returns false once the event loop has ended.
fn serve(
    folder: &Path,
    dialect: &(dyn Fn(&Path) -> Dialect + Sync),
    request: &SearchRequest,
    is_stale: &(dyn Fn() -> bool + Sync),
    send: &dyn Fn(Message) -> bool,
) -> bool {
    let mut answer = PendingAnswer {
        request,
        send,
        next: SearchResults::default(),
        sent: None,
        is_heard: true,
    };
    if let Some(query) = CompiledQuery::new(&request.query) {
        let job = Job {
            folder,
            posts: &request.posts,
            query: &query,
            dialect,
            max_hits: MAX_HITS_PER_POST,
            threads: 0,
        };
        search(job, is_stale, |batch| answer.take(batch));
    }
    if answer.is_heard && !is_stale() {
        answer.next.is_done = true;
        answer.send_next();
    }
    answer.is_heard
}

/// The hits of a request on their way to the model.
struct PendingAnswer<'a> {
    request: &'a SearchRequest,
    send: &'a dyn Fn(Message) -> bool,
    /// The hits that are not sent yet.
    next: SearchResults,
    /// The time of the last reply.
    sent: Option<Instant>,
    is_heard: bool,
}

impl PendingAnswer<'_> {
    fn take(&mut self, batch: Batch) -> bool {
        self.next.searched = batch.posts.end;
        self.next.unreadable += batch.unread.len();
        for (index, mut hits) in batch.found {
            hits.hits.iter_mut().for_each(crate::search::Hit::shorten);
            let path = self.request.posts[index].clone();
            self.next.posts.push((path, hits));
        }
        let is_due = match self.sent {
            None => !self.next.posts.is_empty(),
            Some(sent) => sent.elapsed() >= ANSWER_INTERVAL,
        };
        if is_due {
            self.send_next();
        }
        self.is_heard
    }

    fn send_next(&mut self) {
        let SearchResults {
            searched,
            unreadable,
            ..
        } = self.next;
        let rest = SearchResults {
            searched,
            unreadable,
            ..SearchResults::default()
        };
        let answer = std::mem::replace(&mut self.next, rest);
        self.sent = Some(Instant::now());
        self.is_heard = (self.send)(Message::PostsSearched(self.request.ticket, answer));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    #[test]
    fn the_latest_request_is_answered_in_full() {
        let folder = tempfile::tempdir().expect("a folder");
        for at in 0..40 {
            let text = format!("word {at}\n");
            std::fs::write(folder.path().join(format!("{at}.md")), text).expect("a file");
        }
        let posts: Arc<[PathBuf]> = (0..40).map(|at| format!("{at}.md").into()).collect();
        let (sender, messages) = channel();
        let send = move |message| sender.send(message).is_ok();
        let searcher = LibrarySearcher::start(folder.path().to_owned(), |_| Dialect::Auto, send)
            .expect("a thread");
        for (ticket, query) in [(1, "word"), (2, "  "), (3, "word 3")] {
            searcher.search(SearchRequest {
                ticket: RequestId(ticket),
                query: query.to_owned(),
                posts: Arc::clone(&posts),
            });
        }
        let mut found = Vec::new();
        for message in messages {
            let Message::PostsSearched(ticket, answer) = message else {
                panic!("an answer to something else");
            };
            if ticket == RequestId(3) {
                found.extend(answer.posts.into_iter().map(|(path, _)| path));
                if answer.is_done {
                    assert_eq!((answer.searched, answer.unreadable), (40, 0));
                    break;
                }
            }
        }
        let wanted: Vec<PathBuf> = [3]
            .into_iter()
            .chain(30..40)
            .map(|at| format!("{at}.md").into())
            .collect();
        assert_eq!(found, wanted);
    }
}
