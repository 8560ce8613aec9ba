//! The article loader: a thread that reads, parses and lays out articles. A new request replaces a pending one.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::file_system::RealFs;
use super::files::{self, ReadError};
use super::image_finder::{ImageFinder, Measurement};
use super::panics::isolate;
use super::slot::Slot;
use super::threads;
use crate::app::article::Body;
use crate::app::message::{LoadError, Message, Opened, RequestId};
use crate::document::{Dialect, Document};
use crate::layout::{ImageLimits, ImageSizes, Widths};
use crate::post::{Problem, ReadContext};
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

/// An article to open.
#[derive(Debug)]
pub struct LoadRequest {
    /// The request's ID, sent back with the result.
    pub id: RequestId,
    /// The path of the post, relative to the library's folder.
    pub path: PathBuf,
    /// The widths for which the article is laid out.
    pub widths: Widths,
    /// The room for an image; `None` if images are shown as text.
    pub images: Option<ImageLimits>,
}

/// The source of articles.
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
        images: Option<ImageFinder>,
        send: impl Fn(Message) -> bool + Send + 'static,
    ) -> std::io::Result<Self> {
        let slot: Arc<Slot<LoadRequest>> = Arc::default();
        let thread_slot = Arc::clone(&slot);
        let run = move || {
            while let Some(request) = thread_slot.wait() {
                let is_stale = || thread_slot.has(|_| true);
                let library = Library {
                    origin: &origin,
                    rules: &rules,
                    images: images.as_ref(),
                };
                let open = || open(library, &dialect, &request, is_stale, &send);
                let is_connected = isolate(&request.path, open).unwrap_or_else(|problem| {
                    let failed = Opened::Failed(invalid_error(&request.path, problem));
                    send(Message::Opened(request.id, failed))
                });
                if !is_connected {
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

/// The library that articles are opened from.
#[derive(Clone, Copy)]
struct Library<'l> {
    origin: &'l Origin,
    rules: &'l LibraryRules,
    images: Option<&'l ImageFinder>,
}

/// Opens one article. Sends the first part of a long article before the complete document, and the sizes of images
/// afterwards if there was no time to measure them all. Returns false once the event loop has ended.
fn open(
    library: Library<'_>,
    dialect: &impl Fn(&Path) -> Dialect,
    request: &LoadRequest,
    is_stale: impl Fn() -> bool,
    send: &impl Fn(Message) -> bool,
) -> bool {
    let Library { origin, rules, .. } = library;
    let reply = |opened| send(Message::Opened(request.id, opened));
    let path = &request.path;
    let bytes = match origin.bytes(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            return reply(Opened::Failed(unreadable_error(path, error)));
        }
    };
    let dialect = dialect(path);
    let inherited = rules.inherited(&RealFs::default(), origin.folder(), path);
    let context = ReadContext {
        inherited: inherited.as_ref(),
        ..read_context(origin.folder(), dialect)
    };
    let source = Source::parse(context, path, bytes);
    let parser = source.parser(dialect);
    let finder = library.images.filter(|_| request.images.is_some());
    let measurement =
        finder.map(|finder| Measurement::new(finder, path, FIRST_IMAGES_MEASURING_TIME));
    let mut measurement = measurement.map(|measurement| measurement.limited_to(FIRST_IMAGES));
    let mut image_sizes = |document: &Document| match &mut measurement {
        Some(measurement) => measurement.sizes(document),
        None => (ImageSizes::default(), true),
    };
    let body = |post, document, images| {
        Body::with_images(
            Arc::new(post),
            document,
            images,
            request.widths,
            request.images,
        )
    };
    if let Some(first_part) = parser.parse_first_part(FIRST_PART_BYTES) {
        let (images, _) = image_sizes(&first_part.document);
        let document = Arc::new(first_part.document);
        if !reply(Opened::FirstPart(body(
            source.post.clone(),
            document,
            images,
        ))) {
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
    let (images, mut all_measured) = image_sizes(&document);
    let document = Arc::new(document);
    if !reply(Opened::Complete(body(post, Arc::clone(&document), images))) {
        return false;
    }
    // The other images are measured after the text was sent, since a disk may be slow.
    while let Some(measurement) = measurement.as_mut().filter(|_| !all_measured) {
        measurement.extend(FURTHER_IMAGES_MEASURING_TIME);
        let images;
        (images, all_measured) = measurement.sizes(&document);
        if is_stale() {
            return true;
        }
        if !send(Message::ImagesMeasured(request.id, images)) {
            return false;
        }
    }
    true
}

/// Returns the error for a post on which folio failed.
pub(super) fn invalid_error(path: &Path, problem: Problem) -> LoadError {
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
        header: dialect.header(),
        inherited: None,
        file_bytes: 0,
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    /// Returns the replies to a request for a file with these bytes, and for the same bytes as a single text.
    fn open_as_file_and_text(bytes: &[u8]) -> [Vec<Opened>; 2] {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("a.md"), bytes).expect("a file");
        let request = LoadRequest {
            id: RequestId(1),
            path: PathBuf::from("a.md"),
            widths: Widths::all(80),
            images: None,
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
            let library = Library {
                origin: &origin,
                rules: &LibraryRules::default(),
                images: None,
            };
            assert!(open(library, &|_| Dialect::Gfm, &request, || false, &send));
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
                images: None,
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
