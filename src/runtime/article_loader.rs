//! The article loader: a thread that reads, parses and lays out articles. The latest request replaces an earlier one.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use super::file_system::RealFs;
use super::files::{self, ReadError};
use super::panics::isolate;
use super::slot::Slot;
use crate::app::article::Body;
use crate::app::message::{Message, Opened, RequestId};
use crate::document::Dialect;
use crate::layout::Widths;
use crate::post::{Problem, ReadContext};
use crate::site::{LibraryRules, Source};
use crate::text::Clean;

/// An article to open.
#[derive(Debug)]
pub struct LoadRequest {
    /// Sent back with the result.
    pub ticket: RequestId,
    /// Relative to the library's folder.
    pub path: PathBuf,
    /// The widths to lay it out for.
    pub widths: Widths,
}

/// The source of articles.
#[derive(Clone, Debug)]
pub enum Origin {
    /// Files in this folder.
    Folder(PathBuf),
    /// One text, whatever the path.
    Text(Arc<[u8]>),
}

impl Origin {
    /// The library's folder; empty if there is none.
    pub(super) fn folder(&self) -> &Path {
        match self {
            Self::Folder(folder) => folder,
            Self::Text(_) => Path::new(""),
        }
    }

    /// The file of a post; `None` if there is no folder.
    pub(super) fn file(&self, post: &Path) -> Option<PathBuf> {
        match self {
            Self::Folder(folder) => Some(folder.join(post)),
            Self::Text(_) => None,
        }
    }

    /// The bytes of a post as they are now.
    pub(super) fn bytes(&self, post: &Path) -> Result<Vec<u8>, ReadError> {
        match self {
            Self::Folder(folder) => files::read_text(&folder.join(post)),
            Self::Text(text) => Ok(text.to_vec()),
        }
    }

    /// The decoded text of a post as it is now, with its front matter.
    pub(super) fn text(&self, post: &Path) -> Result<String, ReadError> {
        let bytes = self.bytes(post)?;
        Ok(Source::new(post, bytes).text)
    }
}

/// A thread that opens articles.
#[derive(Debug)]
pub struct ArticleLoader {
    slot: Arc<Slot<LoadRequest>>,
}

impl ArticleLoader {
    /// Starts the thread. `send` gets its results and returns false once nobody listens any more.
    pub fn start(
        origin: Origin,
        dialect: impl Fn(&Path) -> Dialect + Send + 'static,
        rules: Arc<LibraryRules>,
        send: impl Fn(Message) -> bool + Send + 'static,
    ) -> std::io::Result<Self> {
        let slot: Arc<Slot<LoadRequest>> = Arc::default();
        let thread_slot = Arc::clone(&slot);
        let serve = move || {
            loop {
                let request = thread_slot.wait();
                let is_stale = || thread_slot.has(|_| true);
                let reply = |opened| send(Message::Opened(request.ticket, opened));
                let open = || open(&origin, &dialect, &rules, &request, is_stale, reply);
                let is_heard = isolate(&request.path, open).unwrap_or_else(|problem| {
                    reply(Opened::Failed(failure(&request.path, &problem)))
                });
                if !is_heard {
                    return;
                }
            }
        };
        thread::Builder::new()
            .name("folio-loader".to_owned())
            .spawn(serve)?;
        Ok(Self { slot })
    }

    /// Opens an article. The request replaces one that is still waiting.
    pub fn open(&self, request: LoadRequest) {
        self.slot.put(request);
    }
}

/// Opens one article, its head first if it is long. Returns false once nobody listens.
fn open(
    origin: &Origin,
    dialect: &impl Fn(&Path) -> Dialect,
    rules: &LibraryRules,
    request: &LoadRequest,
    is_stale: impl Fn() -> bool,
    reply: impl Fn(Opened) -> bool,
) -> bool {
    let path = &request.path;
    let bytes = match origin.bytes(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            return reply(Opened::Failed(crate::clean!("{}: {error}", path.display())));
        }
    };
    let dialect = dialect(path);
    let inherited = rules.inherited(&RealFs, origin.folder(), path);
    let context = ReadContext {
        inherited: inherited.as_ref(),
        ..context(origin.folder(), dialect)
    };
    let source = Source::parse(context, path, bytes);
    let parser = source.parser(dialect);
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

/// The notice for a post that could not be opened.
pub(super) fn failure(path: &Path, problem: &Problem) -> Clean<'static> {
    crate::clean!("{}: {}", path.display(), problem.message)
}

/// The context of a post that is read in a dialect.
pub(super) fn context(folder: &Path, dialect: Dialect) -> ReadContext<'_> {
    ReadContext {
        folder,
        header: dialect.header(),
        inherited: None,
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    /// The answers to a request for a file of these bytes, and for the same bytes as one text.
    fn opened(bytes: &[u8]) -> [Vec<Opened>; 2] {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("a.md"), bytes).expect("a file");
        let request = LoadRequest {
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
            assert!(open(
                &origin,
                &|_| Dialect::Gfm,
                &LibraryRules::default(),
                &request,
                || false,
                reply
            ));
            answers.into_inner()
        })
    }

    #[test]
    fn an_article_on_which_parsing_panics_costs_no_other_article() {
        let (sender, messages) = std::sync::mpsc::channel();
        let origin = Origin::Text((*b"# A").into());
        let dialect = |path: &Path| {
            assert!(path != Path::new("a.md"), "a bug");
            Dialect::Gfm
        };
        let send = move |message| sender.send(message).is_ok();
        let loader = ArticleLoader::start(origin, dialect, Arc::default(), send).expect("a thread");
        for (name, fails) in [("a.md", true), ("b.md", false)] {
            loader.open(LoadRequest {
                ticket: RequestId(1),
                path: name.into(),
                widths: Widths::all(80),
            });
            let Ok(Message::Opened(_, opened)) = messages.recv() else {
                panic!("no answer");
            };
            match opened {
                Opened::Failed(notice) => {
                    assert!(fails && notice.contains("folio failed on this post: a bug"));
                }
                _ => assert!(!fails),
            }
        }
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
