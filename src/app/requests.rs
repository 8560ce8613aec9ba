//! Requests for background work: tracks the requests in flight, and distinguishes current results from stale results.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::message::{Message, Opened, RequestId};

/// A kind of background work. Only the latest request of a kind is current.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum RequestKind {
    /// Finding the posts of the folder.
    Scan,
    /// Opening an article.
    Article,
    /// Loading the source of the open article.
    Source,
    /// Highlighting the code of the open article.
    Highlight,
    /// Finding the backlinks of all posts.
    Backlinks,
    /// Searching the text of all posts.
    PostSearch,
    /// Checking a post for problems.
    Problems,
    /// Loading a post's path, URL and front matter.
    PostInfo,
    /// Loading the target of a link.
    Preview,
    /// Finding the configured libraries and the libraries of earlier sessions.
    Libraries,
}

/// The requests in flight, by kind.
#[derive(Debug, Default)]
pub(super) struct Requests {
    /// The id of the latest request of any kind.
    latest_id: RequestId,
    /// The id of the request in flight of each kind.
    in_flight: HashMap<RequestKind, RequestId>,
    /// The path of the post of the latest article request, finished or not.
    article_path: Option<PathBuf>,
    /// The id of the request that loaded the open article; 0 if no article was loaded yet.
    pub(super) shown_article_request_id: RequestId,
}

impl Requests {
    /// Starts a request. An older request of the same kind becomes stale.
    pub(super) fn start(&mut self, kind: RequestKind) -> RequestId {
        self.latest_id = RequestId(self.latest_id.0 + 1);
        self.in_flight.insert(kind, self.latest_id);
        self.latest_id
    }

    /// Starts a request for the article of a post.
    pub(super) fn start_article(&mut self, path: PathBuf) -> RequestId {
        self.article_path = Some(path);
        self.start(RequestKind::Article)
    }

    /// Returns the path of the post whose article is being loaded.
    pub(super) fn loading_article_path(&self) -> Option<&Path> {
        self.article_path
            .as_deref()
            .filter(|_| self.is_running(RequestKind::Article))
    }

    /// Returns the path of the post of the latest article request, finished or not.
    pub(super) fn latest_article_path(&self) -> Option<&Path> {
        self.article_path.as_deref()
    }

    /// Makes the current request of a kind stale, so that its results are dropped.
    pub(super) fn cancel(&mut self, kind: RequestKind) {
        self.in_flight.remove(&kind);
    }

    /// Returns true if a request of a kind is in flight.
    pub(super) fn is_running(&self, kind: RequestKind) -> bool {
        self.in_flight.contains_key(&kind)
    }

    /// Returns the id of the request of a kind that is in flight, or `None` if there is none.
    pub(super) fn current(&self, kind: RequestKind) -> Option<RequestId> {
        self.in_flight.get(&kind).copied()
    }

    /// Accepts a message, unless it is the result of a stale request. Returns true if the message was accepted. An accepted
    /// message that is the last result of a request ends the request.
    pub(super) fn accept(&mut self, message: &Message) -> bool {
        if let Message::ImagesMeasured(id, _) = message {
            // The sizes arrive after the article, so the request for the article has already ended.
            return self.shown_article_request_id == *id;
        }
        let Some(AnsweredRequest { kind, id, is_last }) = AnsweredRequest::of(message) else {
            return true;
        };
        let is_current = self.current(kind) == Some(id);
        if is_current && is_last {
            self.in_flight.remove(&kind);
        }
        is_current
    }
}

/// The request that a message answers.
struct AnsweredRequest {
    kind: RequestKind,
    id: RequestId,
    /// True if the message is the last result of the request.
    is_last: bool,
}

impl AnsweredRequest {
    /// Returns the request that a message answers, or `None` if the message is not a result.
    fn of(message: &Message) -> Option<Self> {
        let (kind, id, is_last) = match message {
            Message::Scanned(id, _) => (RequestKind::Scan, *id, false),
            Message::ScanEnded(id, _) => (RequestKind::Scan, *id, true),
            Message::Opened(id, opened) => {
                let is_last = !matches!(opened, Opened::FirstPart(_));
                (RequestKind::Article, *id, is_last)
            }
            Message::SourceLoaded(id, _) => (RequestKind::Source, *id, true),
            // Several requests share an id, so more results may follow until the requests are canceled.
            Message::Highlighted(id, ..) => (RequestKind::Highlight, *id, false),
            Message::BacklinksFound(id, _) => (RequestKind::Backlinks, *id, true),
            Message::PostsSearched(id, results) => (RequestKind::PostSearch, *id, results.is_done),
            Message::ProblemsFound(id, _) => (RequestKind::Problems, *id, true),
            Message::LibrariesFound(id, _) => (RequestKind::Libraries, *id, true),
            Message::PostInfoLoaded(id, _) => (RequestKind::PostInfo, *id, true),
            Message::PreviewLoaded(id, _) => (RequestKind::Preview, *id, true),
            _ => return None,
        };
        Some(Self { kind, id, is_last })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn result_of_an_older_request_is_stale() {
        let mut requests = Requests::default();
        let first = requests.start(RequestKind::Scan);
        let second = requests.start(RequestKind::Scan);
        assert!(!requests.accept(&Message::Scanned(first, Vec::new())));
        assert!(!requests.accept(&Message::ScanEnded(first, Vec::new())));
        assert!(requests.accept(&Message::Scanned(second, Vec::new())));
    }

    #[test]
    fn request_ends_with_its_last_result() {
        let mut requests = Requests::default();
        let id = requests.start(RequestKind::Scan);
        assert!(requests.accept(&Message::Scanned(id, Vec::new())));
        assert!(requests.is_running(RequestKind::Scan));
        assert!(requests.accept(&Message::ScanEnded(id, Vec::new())));
        assert!(!requests.is_running(RequestKind::Scan));
        assert!(!requests.accept(&Message::ScanEnded(id, Vec::new())));
    }

    #[test]
    fn message_without_request_is_accepted() {
        assert!(Requests::default().accept(&Message::Focused));
    }
}
