//! The article loader: a thread that reads, parses and lays out articles. A new request replaces a pending one.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::file_system::RealFs;
use super::files::{self, ReadError};
use super::image_finder::{ImageFinder, MeasuredImages, Measurement};
use super::panics::isolate;
use super::slot::Slot;
use super::threads;
use crate::app::article::Body;
use crate::app::message::{LoadError, LoadRequest, Message, Opened};
use crate::document::{Dialect, Document};
use crate::layout::ImageSizes;
use crate::post::{Post, Problem, ReadContext};
use crate::site::{LibraryRules, Source};

/// Size in bytes of the first part of a long article, which is sent before the complete article: about ten screens.
pub const FIRST_PART_BYTES: usize = 32 * 1024;

/// Number of images that are measured before the text of an article is shown: the images of the first screens.
const FIRST_IMAGES: usize = 8;
/// Longest time that the text of an article waits for the sizes of its first images. Reading the header of an image from the
/// system's cache takes less than a tenth of a millisecond.
const FIRST_IMAGES_MEASURING_TIME: Duration = Duration::from_millis(5);
/// Time in which further images are measured before a message with their sizes is sent.
const FURTHER_IMAGES_MEASURING_TIME: Duration = Duration::from_millis(500);

/// The place from which articles are read.
#[derive(Clone, Debug)]
pub enum Origin {
    /// Articles are files in this folder.
    Folder(PathBuf),
    /// Every path refers to this text.
    Text(Arc<[u8]>),
}

impl Origin {
    /// Returns the library's folder, or an empty path for a single text.
    pub(super) fn folder(&self) -> &Path {
        match self {
            Self::Folder(folder) => folder,
            Self::Text(_) => Path::new(""),
        }
    }

    /// Returns the file of a post, or `None` for a single text.
    pub(super) fn absolute_path(&self, post: &Path) -> Option<PathBuf> {
        match self {
            Self::Folder(folder) => Some(folder.join(post)),
            Self::Text(_) => None,
        }
    }

    /// Reads the current bytes of a post.
    pub(super) fn bytes(&self, post: &Path) -> Result<Vec<u8>, ReadError> {
        match self {
            Self::Folder(folder) => files::read_text(&folder.join(post)),
            Self::Text(text) => Ok(text.to_vec()),
        }
    }

    /// Reads and decodes the current text of a post, including its front matter.
    pub(super) fn text(&self, post: &Path) -> Result<String, ReadError> {
        let bytes = self.bytes(post)?;
        Ok(Source::new(post, bytes).text)
    }
}

/// A handle to the thread that opens articles.
#[derive(Debug)]
pub struct ArticleLoader {
    slot: Arc<Slot<LoadRequest>>,
}

impl Drop for ArticleLoader {
    fn drop(&mut self) {
        self.slot.close();
    }
}

impl ArticleLoader {
    /// Starts the thread. `dialect` returns the dialect of a post. `send` receives the results and returns false once the event
    /// loop has ended.
    pub fn start(
        origin: Origin,
        dialect: impl Fn(&Path) -> Dialect + Send + 'static,
        rules: Arc<LibraryRules>,
        image_finder: Option<ImageFinder>,
        send: impl Fn(Message) -> bool + Send + 'static,
    ) -> std::io::Result<Self> {
        let slot: Arc<Slot<LoadRequest>> = Arc::default();
        let thread_slot = Arc::clone(&slot);
        let run = move || {
            while let Some(request) = thread_slot.wait() {
                let is_stale = || thread_slot.has_request();
                let context = LoadContext {
                    origin: &origin,
                    rules: &rules,
                    image_finder: image_finder.as_ref(),
                };
                let open = || open_article(context, &dialect, &request, is_stale, &send);
                let is_loop_running = isolate(&request.path, open).unwrap_or_else(|problem| {
                    let failed = Opened::Failed(panic_error(&request.path, problem));
                    send(Message::Opened(request.id, failed))
                });
                if !is_loop_running {
                    return;
                }
            }
        };
        threads::start("folio-loader", run)?;
        Ok(Self { slot })
    }

    /// Requests an article. Replaces a pending request.
    pub fn open(&self, request: LoadRequest) {
        self.slot.put(request);
    }
}

/// The origin of the articles, and the rules and image files of their site.
#[derive(Clone, Copy)]
struct LoadContext<'c> {
    origin: &'c Origin,
    rules: &'c LibraryRules,
    /// `None` for a single text.
    image_finder: Option<&'c ImageFinder>,
}

impl LoadContext<'_> {
    /// Splits the bytes of a post into front matter and body, and parses the front matter.
    fn parse_front_matter(self, path: &Path, bytes: Vec<u8>, dialect: Dialect) -> Source {
        let folder = self.origin.folder();
        let inherited = self.rules.inherited(&RealFs::default(), folder, path);
        let context = ReadContext {
            inherited: inherited.as_ref(),
            ..read_context(folder, dialect)
        };
        Source::parse(context, path, bytes)
    }
}

/// Opens one article. Sends the first part of a long article, then the complete document. If some images are not measured by
/// then, sends their sizes later. Stops early if `is_stale` returns true. Returns false once the event loop has ended.
fn open_article(
    context: LoadContext<'_>,
    dialect: &impl Fn(&Path) -> Dialect,
    request: &LoadRequest,
    is_stale: impl Fn() -> bool,
    send: &impl Fn(Message) -> bool,
) -> bool {
    let mut replier = Replier::new(context, request, send);
    let bytes = match context.origin.bytes(&request.path) {
        Ok(bytes) => bytes,
        Err(error) => {
            return replier.send(Opened::Failed(unreadable_error(&request.path, error)));
        }
    };
    let dialect = dialect(&request.path);
    let source = context.parse_front_matter(&request.path, bytes, dialect);
    let parser = source.parser(dialect);
    if let Some(first_part) = parser.parse_first_part(FIRST_PART_BYTES) {
        let images = replier.measure_images(&first_part.document);
        let document = Arc::new(first_part.document);
        let body = replier.create_body(source.post.clone(), document, images.sizes);
        if !replier.send(Opened::FirstPart(body)) {
            return false;
        }
    }
    if is_stale() {
        return true;
    }
    let document = parser.parse_document();
    drop(parser);
    // Freed before the layout is built: the document has its own copy, and the text may be large.
    let Source { post, text, .. } = source;
    drop(text);
    if is_stale() {
        return true;
    }
    let images = replier.measure_images(&document);
    let document = Arc::new(document);
    let body = replier.create_body(post, Arc::clone(&document), images.sizes);
    replier.send(Opened::Complete(body))
        && (images.is_complete || replier.send_further_images(&document, is_stale))
}

/// The sender of the messages that answer one request. It also measures the images whose sizes the messages contain.
struct Replier<'r, S> {
    request: &'r LoadRequest,
    /// `None` if images are shown as text, and for a single text.
    measurement: Option<Measurement<'r>>,
    /// Sends a message; returns false once the event loop has ended.
    send_message: &'r S,
}

impl<'r, S: Fn(Message) -> bool> Replier<'r, S> {
    fn new(context: LoadContext<'r>, request: &'r LoadRequest, send_message: &'r S) -> Self {
        let finder = context
            .image_finder
            .filter(|_| request.image_limits.is_some());
        let measurement = finder
            .map(|finder| Measurement::new(finder, &request.path, FIRST_IMAGES_MEASURING_TIME));
        Self {
            request,
            measurement: measurement.map(|measurement| measurement.limited_to(FIRST_IMAGES)),
            send_message,
        }
    }

    /// Sends a result. Returns false once the event loop has ended.
    fn send(&self, opened: Opened) -> bool {
        (self.send_message)(Message::Opened(self.request.id, opened))
    }

    /// Measures the images of a document, as far as the limits of the measurement allow.
    fn measure_images(&mut self, document: &Document) -> MeasuredImages {
        match &mut self.measurement {
            Some(measurement) => measurement.measure(document),
            None => MeasuredImages {
                sizes: ImageSizes::default(),
                is_complete: true,
            },
        }
    }

    /// Lays out a document for the widths of the request.
    fn create_body(&self, post: Post, document: Arc<Document>, images: ImageSizes) -> Body {
        let LoadRequest {
            widths,
            image_limits,
            ..
        } = *self.request;
        Body::with_images(Arc::new(post), document, images, widths, image_limits)
    }

    /// Measures the images of a document that are not measured yet, and sends their sizes. This is done after the text was sent,
    /// since a disk may be slow. Returns false once the event loop has ended.
    fn send_further_images(&mut self, document: &Document, is_stale: impl Fn() -> bool) -> bool {
        let Some(measurement) = &mut self.measurement else {
            return true;
        };
        loop {
            measurement.continue_for(FURTHER_IMAGES_MEASURING_TIME);
            let images = measurement.measure(document);
            if is_stale() {
                return true;
            }
            let message = Message::ImagesMeasured(self.request.id, images.sizes);
            if !(self.send_message)(message) {
                return false;
            }
            if images.is_complete {
                return true;
            }
        }
    }
}

/// Returns the error for a post on which a panic happened.
pub(super) fn panic_error(path: &Path, problem: Problem) -> LoadError {
    let path = path.to_owned();
    LoadError::Invalid { path, problem }
}

/// Returns the error for a file that could not be read.
pub(super) fn unreadable_error(path: &Path, error: ReadError) -> LoadError {
    LoadError::Unreadable {
        path: path.to_owned(),
        source: error.into(),
    }
}

/// Returns the context for reading a post in a dialect.
pub(super) fn read_context(folder: &Path, dialect: Dialect) -> ReadContext<'_> {
    ReadContext {
        folder,
        ambiguous_form: dialect.ambiguous_form(),
        ..ReadContext::default()
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;
    use crate::app::message::RequestId;
    use crate::layout::Widths;

    /// Returns the replies to two requests: for a file with these bytes, and for the same bytes as a single text.
    fn open_as_file_and_text(bytes: &[u8]) -> [Vec<Opened>; 2] {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("a.md"), bytes).expect("a file");
        let request = LoadRequest {
            id: RequestId(1),
            path: PathBuf::from("a.md"),
            widths: Widths::all(80),
            image_limits: None,
        };
        let origins = [
            Origin::Folder(folder.path().to_owned()),
            Origin::Text(bytes.into()),
        ];
        origins.map(|origin| {
            let replies = RefCell::new(Vec::new());
            let send = |message| {
                let Message::Opened(_, opened) = message else {
                    return false;
                };
                replies.borrow_mut().push(opened);
                true
            };
            let context = LoadContext {
                origin: &origin,
                rules: &LibraryRules::default(),
                image_finder: None,
            };
            let (dialect, is_stale) = (|_: &Path| Dialect::Gfm, || false);
            let is_loop_running = open_article(context, &dialect, &request, is_stale, &send);
            assert!(is_loop_running);
            replies.into_inner()
        })
    }

    #[test]
    fn panic_while_parsing_affects_only_one_article() {
        let (sender, messages) = std::sync::mpsc::channel();
        let origin = Origin::Text((*b"# A").into());
        let dialect = |path: &Path| {
            assert!(path != Path::new("a.md"), "a bug");
            Dialect::Gfm
        };
        let send = move |message| sender.send(message).is_ok();
        let loader =
            ArticleLoader::start(origin, dialect, Arc::default(), None, send).expect("a thread");
        for (name, fails) in [("a.md", true), ("b.md", false)] {
            loader.open(LoadRequest {
                id: RequestId(1),
                path: name.into(),
                widths: Widths::all(80),
                image_limits: None,
            });
            let Ok(Message::Opened(_, opened)) = messages.recv() else {
                panic!("no reply");
            };
            match opened {
                Opened::Failed(error) => {
                    let message = error.to_string();
                    assert!(fails && message.contains("folio failed on this post: a bug"));
                }
                _ => assert!(!fails),
            }
        }
    }

    #[test]
    fn short_article_is_sent_once() {
        for replies in open_as_file_and_text(b"# Short") {
            assert!(matches!(&*replies, [Opened::Complete(_)]));
        }
    }

    #[test]
    fn first_part_of_a_long_article_is_sent_first() {
        let words = "Grüße und Küsse. 😀\n\n".repeat(30_000);
        let text = format!("+++\ntitle = \"Long\"\n+++\nSee [x].\n\n{words}[x]: there\n");
        let utf16 = text.encode_utf16().flat_map(u16::to_le_bytes);
        let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(utf16).collect();
        for replies in [text.as_bytes(), &utf16]
            .into_iter()
            .flat_map(open_as_file_and_text)
        {
            let [Opened::FirstPart(first_part), Opened::Complete(complete)] = &*replies else {
                panic!("not a first part and then the complete document");
            };
            assert_eq!(&*first_part.post.title, "Long");
            let links = |body: &Body| -> Vec<String> {
                let links = body.document.links();
                links.map(|(_, link)| link.target.to_owned()).collect()
            };
            assert_eq!(links(first_part), ["there"]);
            assert_eq!(links(complete), ["there"]);
            assert!(
                complete
                    .document
                    .text()
                    .starts_with(&**first_part.document.text())
            );
        }
    }
}
