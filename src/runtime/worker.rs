//! Reads and lays out articles off the drawing thread. One slot: the latest request is the only one.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use super::slot::Slot;
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

/// Opens one article, its head first if it is long. Returns false once nobody listens.
fn open(
    origin: &Origin,
    dialect: &impl Fn(&Path) -> Dialect,
    request: &Request,
    is_stale: impl Fn() -> bool,
    reply: impl Fn(Opened) -> bool,
) -> bool {
    let path = &request.path;
    let (folder, bytes) = match origin {
        Origin::Text(text) => (Path::new(""), text.to_vec()),
        Origin::Folder(folder) => match std::fs::read(folder.join(path)) {
            Ok(bytes) => (&**folder, bytes),
            Err(error) => {
                let path = Clean::line(&path.to_string_lossy()).into_owned();
                return reply(Opened::Failed(crate::clean!("{path}: {error}")));
            }
        },
    };
    let source = Source::in_folder(folder, path, bytes);
    let parser = source.parser(dialect(path));
    let body = |post, document| Body::new(Arc::new(post), Arc::new(document), request.widths);
    if let Some(head) = parser.head()
        && !reply(Opened::Head(body(source.post.clone(), head.document)))
    {
        return false;
    }
    if is_stale() {
        return true;
    }
    let document = parser.document();
    drop(parser);
    // Freed before the layout is made: only the document of a long text is kept.
    let Source { post, text, .. } = source;
    drop(text);
    is_stale() || reply(Opened::Whole(body(post, document)))
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    /// The answers to a request for a file of these bytes, and for the same bytes as one text.
    fn opened(bytes: &[u8]) -> [Vec<Opened>; 2] {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("a.md"), bytes).expect("a file");
        let request = Request {
            ticket: RequestId(1),
            path: PathBuf::from("a.md"),
            widths: Widths::all(80),
        };
        let origins = [
            Origin::Folder(folder.path().to_owned()),
            Origin::Text(bytes.into()),
        ];
        origins.map(|origin| {
            let answers = RefCell::new(Vec::new());
            let reply = |opened| {
                answers.borrow_mut().push(opened);
                true
            };
            assert!(open(&origin, &|_| Dialect::Gfm, &request, || false, reply));
            answers.into_inner()
        })
    }

    #[test]
    fn a_short_article_comes_whole() {
        for answers in opened(b"# Short") {
            assert!(matches!(&*answers, [Opened::Whole(_)]));
        }
    }

    #[test]
    fn a_long_article_comes_head_first() {
        let words = "Grüße und Küsse. 😀\n\n".repeat(30_000);
        let text = format!("+++\ntitle = \"Long\"\n+++\nSee [x].\n\n{words}[x]: there\n");
        let utf16 = text.encode_utf16().flat_map(u16::to_le_bytes);
        let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(utf16).collect();
        for answers in [opened(text.as_bytes()), opened(&utf16)]
            .into_iter()
            .flatten()
        {
            let [Opened::Head(head), Opened::Whole(whole)] = &*answers else {
                panic!("not a head and then the whole");
            };
            assert_eq!(&*head.post.title, "Long");
            let links = |body: &Body| -> Vec<String> {
                let links = body.document.links();
                links.map(|(_, link)| link.target.to_owned()).collect()
            };
            assert_eq!(links(head), ["there"]);
            assert_eq!(links(whole), ["there"]);
            assert!(whole.document.text().starts_with(&**head.document.text()));
        }
    }
}
