//! Reads and lays out articles off the drawing thread. One slot: the latest request is the only one.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use super::parts;
use super::slot::Slot;
use super::start::Start;
use crate::app::article::Body;
use crate::app::message::{Message, Opened, RequestId};
use crate::document::Dialect;
use crate::layout::Widths;
use crate::site::Source;
use crate::text::Clean;

/// What the thread of a worker is called; a panic in it is the article's misfortune, not the reader's.
pub const NAME: &str = "folio-worker";

/// An article to open.
#[derive(Debug)]
pub struct Request {
    /// To be sent back.
    pub ticket: RequestId,
    /// Below the library's folder.
    pub path: PathBuf,
    /// Columns to lay it out for.
    pub widths: Widths,
}

/// Where articles come from.
#[derive(Clone, Debug)]
pub enum Origin {
    /// Files below this folder.
    Folder(PathBuf),
    /// One text, whatever the path.
    Text(Arc<[u8]>),
}

/// A thread that opens articles.
#[derive(Debug)]
pub struct Worker {
    slot: Arc<Slot<Request>>,
}

impl Worker {
    /// Starts the thread; its results go to `send`, which says whether anybody still listens.
    pub fn start(
        origin: Origin,
        dialect: impl Fn(&Path) -> Dialect + Send + 'static,
        send: impl Fn(Message) -> bool + Send + 'static,
    ) -> std::io::Result<Self> {
        let slot: Arc<Slot<Request>> = Arc::default();
        let thread_slot = Arc::clone(&slot);
        let serve = move || {
            loop {
                let request = thread_slot.wait();
                let is_stale = || thread_slot.has(|_| true);
                let reply = |opened| send(Message::Opened(request.ticket, opened));
                let open = || open(&origin, &dialect, &request, is_stale, reply);
                let listening = catch_unwind(AssertUnwindSafe(open)).unwrap_or_else(|_| {
                    let path = request.path.display();
                    reply(Opened::Failed(crate::clean!(
                        "{path}: folio failed on this article; please report it"
                    )))
                });
                if !listening {
                    return;
                }
            }
        };
        thread::Builder::new().name(NAME.to_owned()).spawn(serve)?;
        Ok(Self { slot })
    }

    /// Asks for an article; a request that is still waiting is dropped.
    pub fn open(&self, request: Request) {
        self.slot.put(request);
    }
}

/// Opens one article, its head first if it is long. False once nobody listens.
fn open(
    origin: &Origin,
    dialect: &impl Fn(&Path) -> Dialect,
    request: &Request,
    is_stale: impl Fn() -> bool,
    reply: impl Fn(Opened) -> bool,
) -> bool {
    let path = &request.path;
    let failed = |error: std::io::Error| {
        let path = Clean::line(&path.to_string_lossy()).into_owned();
        Opened::Failed(crate::clean!("{path}: {error}"))
    };
    let start = match Start::open(origin, path) {
        Ok(start) => start,
        Err(error) => return reply(failed(error)),
    };
    let dialect = dialect(path);
    let folder = match origin {
        Origin::Text(_) => Path::new(""),
        Origin::Folder(folder) => folder,
    };
    let body = |post, document| Body::new(Arc::new(post), Arc::new(document), request.widths);
    if let Some((source, head)) = start.head(folder, path, dialect)
        && !reply(Opened::Head(body(source.post, head)))
    {
        return false;
    }
    if is_stale() {
        return true;
    }
    let source = match start.whole() {
        Ok(bytes) => Source::in_folder(folder, path, bytes),
        Err(error) => return reply(failed(error)),
    };
    let document = parts::document(&source, dialect);
    // Given back before the rows are found: what is kept of a large text is the document alone.
    let Source { post, text, .. } = source;
    drop(text);
    is_stale() || reply(Opened::Whole(body(post, document)))
}
