//! The background threads of the reader, for all work that reads files or takes longer than a frame.
//!
//! Some threads are long-lived. The article loader, the highlighter, the library searcher and the picture loader each have a slot
//! for their latest request. The watchers of the files and of the site are long-lived, too. The other threads run for one
//! request: scans, checks, backlinks, and reading a single file for an action. All results are sent to the event loop as events.
//! A panic affects only the post on which it happened.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;
use std::time::{Duration, SystemTime};

use super::article_loader::{
    ArticleLoader, FIRST_PART_BYTES, Origin, panic_error, read_context, unreadable_error,
};
use super::backlinks::find_backlinks;
use super::browser;
use super::copy::CopyText;
use super::file_system::RealFs;
use super::files::{self, ReadError, RegularFile};
use super::highlighter::HighlightWorker;
use super::image_finder::ImageFinder;
use super::incoming::{Incoming, WorkerSender};
use super::library_searcher::{self, LibrarySearcher};
use super::options::ReaderOptions;
use super::panics::{catch_panic, isolate};
use super::picture_loader::PictureLoader;
use super::scan::{ScanOptions, Scanned, scan};
use super::site_watcher::SiteWatcher;
use super::threads;
use super::watch::{Watch, WatchCommand};
use crate::app::article::{Body, BodyExtent};
use crate::app::message::{
    BacklinksRequest, HighlightRequest, LoadError, LoadRequest, Message, PictureRequest, PostInfo,
    RequestId,
};
use crate::document::{Dialect, Document};
use crate::post::{self, AmbiguousForm, PostProblem, Problem};
use crate::site::check::Checker;
use crate::site::{OpenTarget, Site, Source};

/// Longest time to wait for the line number at which to open the editor. The file may be on a network file system that does not
/// answer. In this case the editor opens at line 1.
const LINE_TIMEOUT: Duration = Duration::from_secs(3);

/// The dialects of the files in a library.
#[derive(Clone, Copy)]
struct Dialects {
    /// The dialect of the site, or the dialect that an option sets.
    default: Dialect,
    /// True if an option sets the dialect; then file extensions do not override it.
    is_fixed: bool,
}

impl Dialects {
    /// Returns the dialect of the file at `path`.
    fn of(self, path: &Path) -> Dialect {
        if self.is_fixed {
            self.default
        } else {
            self.default.of_file(path)
        }
    }
}

/// Handles to the background threads of the reader. If the reader shows a single text, such as standard input, requests
/// that need a folder do nothing.
pub(super) struct Workers {
    sender: WorkerSender,
    origin: Origin,
    loader: ArticleLoader,
    scan_options: ScanOptions,
    highlighter: HighlightWorker,
    /// Finds the image files of posts; `None` for a single text.
    image_finder: Option<ImageFinder>,
    /// The picture loader, started by the first picture.
    picture_loader: Option<PictureLoader>,
    /// The library searcher, started by the first search.
    library_searcher: Option<LibrarySearcher>,
    /// A flag that cancels the running search for backlinks when it is set.
    cancel_backlinks: Arc<AtomicBool>,
    dialects: Dialects,
    /// A flag that cancels the running scan when it is set.
    cancel_scan: Arc<AtomicBool>,
    /// The file watcher, or `None` if no folder is open.
    watch: Option<Watch>,
    /// The watcher of the site's configuration, or `None` if no folder is open.
    site_watcher: Option<SiteWatcher>,
}

impl Workers {
    /// Starts the threads that are always needed.
    pub(super) fn start(options: &ReaderOptions, sender: WorkerSender) -> io::Result<Self> {
        let dialects = Dialects {
            default: options.dialect,
            is_fixed: options.is_dialect_fixed,
        };
        let image_finder = options.image_finder();
        let site_watcher = options.target.clone().map(|open_target| {
            let sender = sender.clone();
            SiteWatcher::start(open_target, move |event| sender.send(event))
        });
        let highlighter = HighlightWorker::start(message_sender(&sender))?;
        Ok(Self {
            loader: start_loader(
                options.origin.clone(),
                dialects,
                &options.scan,
                image_finder.clone(),
                &sender,
            )?,
            watch: start_watch(&options.origin, &options.scan, &sender)?,
            sender,
            origin: options.origin.clone(),
            scan_options: options.scan.clone(),
            highlighter,
            image_finder,
            picture_loader: None,
            library_searcher: None,
            cancel_backlinks: Arc::default(),
            dialects,
            cancel_scan: Arc::default(),
            site_watcher: site_watcher.transpose()?,
        })
    }

    /// Applies a changed configuration of the site to the threads that depend on it.
    pub(super) fn change_site(&mut self, target: &OpenTarget) -> io::Result<()> {
        if !self.dialects.is_fixed {
            self.dialects.default = target.site.dialect;
        }
        self.scan_options.rules = Arc::new(target.rules.clone());
        self.image_finder = Some(ImageFinder::new(
            target.site.clone(),
            target.library_folder.clone(),
        ));
        self.loader = start_loader(
            self.origin.clone(),
            self.dialects,
            &self.scan_options,
            self.image_finder.clone(),
            &self.sender,
        )?;
        self.watch = start_watch(&self.origin, &self.scan_options, &self.sender)?;
        // The next request starts these threads again, with the new site.
        self.picture_loader = None;
        self.library_searcher = None;
        Ok(())
    }

    /// Returns the absolute path of a post's file, or `None` if no folder is open.
    pub(super) fn absolute_path(&self, post: &Path) -> Option<PathBuf> {
        self.origin.absolute_path(post)
    }

    /// Returns the folder of the library, or `None` if no folder is open.
    pub(super) fn folder(&self) -> Option<&Path> {
        match &self.origin {
            Origin::Folder(folder) => Some(folder),
            Origin::Text(_) => None,
        }
    }

    /// Opens an article. Replaces a pending request, and cancels the highlighting of the previous article.
    pub(super) fn open(&self, request: LoadRequest) {
        self.highlighter.cancel();
        self.command_watch(WatchCommand::SetOpenFile(request.path.clone()));
        self.loader.open(request);
    }

    /// Highlights the code of an article. Replaces a pending request.
    pub(super) fn highlight(&self, request: HighlightRequest) {
        self.highlighter.highlight(request);
    }

    /// Loads pictures. Replaces a pending request.
    pub(super) fn load_pictures(&mut self, request: PictureRequest) -> io::Result<()> {
        let Some(finder) = &self.image_finder else {
            return Ok(());
        };
        let loader = match self.picture_loader.take() {
            Some(loader) => loader,
            None => PictureLoader::start(finder.clone(), message_sender(&self.sender))?,
        };
        self.picture_loader.insert(loader).load(request);
        Ok(())
    }

    /// Opens the file of an image in the system's default program, and shows a notice. `target` is the path or address of the
    /// image in the post.
    pub(super) fn open_image(&self, post: PathBuf, target: String) -> io::Result<()> {
        let Some(finder) = self.image_finder.clone() else {
            return Ok(());
        };
        self.spawn("folio-open", move || {
            let notice = match finder.find(&post, &target) {
                Ok(file) => browser::open_file(&file),
                Err(error) => crate::clean!("{target}: {error}"),
            };
            Message::Notice(notice).into()
        })
    }

    /// Searches the text of `posts`. Cancels an earlier search.
    pub(super) fn search(
        &mut self,
        id: RequestId,
        query: String,
        posts: Arc<[PathBuf]>,
    ) -> io::Result<()> {
        let Origin::Folder(folder) = &self.origin else {
            return Ok(());
        };
        let searcher = if let Some(searcher) = self.library_searcher.take() {
            searcher
        } else {
            let dialects = self.dialects;
            let dialect = move |path: &Path| dialects.of(path);
            LibrarySearcher::start(folder.clone(), dialect, message_sender(&self.sender))?
        };
        let request = library_searcher::SearchRequest { id, query, posts };
        self.library_searcher.insert(searcher).search(request);
        Ok(())
    }

    /// Checks one post.
    pub(super) fn check(
        &self,
        id: RequestId,
        path: PathBuf,
        site: Option<&Site>,
    ) -> io::Result<()> {
        let (Origin::Folder(folder), Some(site)) = (&self.origin, site) else {
            return Ok(());
        };
        let (folder, site) = (folder.clone(), site.clone());
        let dialect = self.dialects.of(&path);
        self.spawn("folio-check", move || {
            let find_problems = |bytes| {
                let source = Source::parse(read_context(&folder, dialect), &path, bytes);
                Checker::new(&site, &folder, &RealFs::default()).check_post(&source, dialect)
            };
            let problems = read_and_check(&folder, &path, find_problems);
            Message::ProblemsFound(id, problems).into()
        })
    }

    /// Reads a post for the source view. Runs on its own thread, since the article loader may still be parsing the same post.
    pub(super) fn load_source(&self, request: LoadRequest) -> io::Result<()> {
        let dialect = self.dialects.of(&request.path);
        let origin = self.origin.clone();
        self.spawn("folio-source", move || {
            let body = load_body(&request.path, || {
                read_source_view(&origin, &request, dialect)
            });
            Message::SourceLoaded(request.id, body).into()
        })
    }

    /// Reads and parses the target of a link as far as `extent` requires.
    pub(super) fn load_preview(&self, request: LoadRequest, extent: BodyExtent) -> io::Result<()> {
        let dialect = self.dialects.of(&request.path);
        let origin = self.origin.clone();
        self.spawn("folio-preview", move || {
            let read = || read_preview(&origin, &request, extent, dialect);
            let body = load_body(&request.path, read);
            Message::PreviewLoaded(request.id, body).into()
        })
    }

    /// Loads the facts about a post that the details view shows and the model does not have.
    pub(super) fn load_info(
        &self,
        id: RequestId,
        path: &Path,
        url: Option<String>,
    ) -> io::Result<()> {
        let file = self.absolute_path(path);
        let ambiguous_form = self.dialects.of(path).ambiguous_form();
        self.spawn("folio-info", move || {
            let info = PostInfo {
                url,
                front_matter: file
                    .as_deref()
                    .map(|file| read_front_matter(file, ambiguous_form))
                    .unwrap_or_default(),
                file,
            };
            Message::PostInfoLoaded(id, info).into()
        })
    }

    /// Reads a post's file and passes its text to `find_text`, which returns the text to copy.
    pub(super) fn copy(
        &self,
        path: PathBuf,
        find_text: impl FnOnce(&str) -> CopyText + Send + 'static,
    ) -> io::Result<()> {
        let origin = self.origin.clone();
        self.spawn("folio-copy", move || {
            let text = origin.text(&path);
            let text = text.map_err(|error| unreadable_error(&path, error).into());
            Incoming::CopyReady(text.map(|text| find_text(&text)))
        })
    }

    /// Finds the backlinks of all posts. Cancels a running search for backlinks.
    pub(super) fn find_backlinks(&mut self, request: BacklinksRequest) -> io::Result<()> {
        let Origin::Folder(folder) = self.origin.clone() else {
            return Ok(());
        };
        self.cancel_backlinks.store(true, Ordering::Relaxed);
        self.cancel_backlinks = Arc::default();
        let (sender, cancel) = (self.sender.clone(), Arc::clone(&self.cancel_backlinks));
        let dialects = self.dialects;
        let run = move || {
            let dialect = |path: &Path| dialects.of(path);
            let (library, base_url) = (&request.library, request.base_url.as_deref());
            let find = || find_backlinks(&folder, library, base_url, &dialect, &cancel);
            let links = catch_panic("backlinks", find).unwrap_or_else(|| Some(HashMap::new()));
            // `links` is `None` if the search was canceled.
            if let Some(links) = links {
                // Fails only after the event loop has ended.
                let _ = sender.send(Message::BacklinksFound(request.id, links));
            }
        };
        threads::start("folio-backlinks", run)?;
        Ok(())
    }

    /// Rereads a post and all other changed files immediately.
    pub(super) fn reread(&self, path: PathBuf) {
        self.command_watch(WatchCommand::Reread(path));
    }

    /// Makes the file watcher report no changes until the next scan or reread.
    pub(super) fn pause_watch(&self) {
        self.command_watch(WatchCommand::Pause);
    }

    /// Sends a command to the file watcher, if there is one.
    fn command_watch(&self, command: WatchCommand) {
        if let Some(watch) = &self.watch {
            watch.send(command);
        }
    }

    /// Scans the folder for posts. Cancels a running scan.
    pub(super) fn scan(&mut self, id: RequestId) -> io::Result<()> {
        let Origin::Folder(folder) = self.origin.clone() else {
            return Ok(());
        };
        self.cancel_scan.store(true, Ordering::Relaxed);
        self.cancel_scan = Arc::default();
        let options = self.scan_options.clone();
        let (sender, cancel) = (self.sender.clone(), Arc::clone(&self.cancel_scan));
        let send_command = self.watch.as_ref().map(Watch::sender);
        let send_scan_end = self.site_watcher.as_ref().map(SiteWatcher::scan_end_sender);
        let run = move || {
            let started_at = SystemTime::now();
            scan(&folder, options, &cancel, |scanned| {
                let is_end = matches!(scanned, Scanned::Done { .. });
                // Fails only after the event loop has ended.
                let _ = sender.send(scan_message(id, scanned));
                if let Some(send_command) = send_command.as_ref().filter(|_| is_end) {
                    // The watcher starts only now, but also reports the changes that were made during the scan.
                    send_command(WatchCommand::Start(started_at));
                }
                if let Some(send_scan_end) = send_scan_end.as_ref().filter(|_| is_end) {
                    send_scan_end();
                }
            });
        };
        threads::start("folio-scan", run)?;
        Ok(())
    }

    /// Runs `job` on a new thread and sends its result to the event loop.
    pub(super) fn spawn(
        &self,
        name: &str,
        job: impl FnOnce() -> Incoming + Send + 'static,
    ) -> io::Result<()> {
        let sender = self.sender.clone();
        let run = move || {
            // Fails only after the event loop has ended.
            let _ = sender.send(job());
        };
        threads::start(name, run)?;
        Ok(())
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.cancel_scan.store(true, Ordering::Relaxed);
        self.cancel_backlinks.store(true, Ordering::Relaxed);
    }
}

/// Starts the article loader.
fn start_loader(
    origin: Origin,
    dialects: Dialects,
    scan_options: &ScanOptions,
    image_finder: Option<ImageFinder>,
    sender: &WorkerSender,
) -> io::Result<ArticleLoader> {
    let dialect = move |path: &Path| dialects.of(path);
    let rules = Arc::clone(&scan_options.rules);
    ArticleLoader::start(origin, dialect, rules, image_finder, message_sender(sender))
}

/// Starts the file watcher if a folder is open.
fn start_watch(
    origin: &Origin,
    scan_options: &ScanOptions,
    sender: &WorkerSender,
) -> io::Result<Option<Watch>> {
    match origin {
        Origin::Folder(folder) => {
            Watch::start(folder.clone(), scan_options.clone(), message_sender(sender)).map(Some)
        }
        Origin::Text(_) => Ok(None),
    }
}

/// Returns a function that sends a worker's messages. The function returns false once the event loop has ended.
fn message_sender(sender: &WorkerSender) -> impl Fn(Message) -> bool + Send + 'static {
    let sender = sender.clone();
    move |message| sender.send(message)
}

/// Returns the number (from 1) of the line that contains byte `offset` of a file, or 1 after [`LINE_TIMEOUT`].
///
/// # Errors
/// Fails if the file can't be read.
pub(super) fn line_of_offset(file: &Path, offset: u32) -> Result<usize, LoadError> {
    let (sender, receiver) = sync_channel(1);
    let path = file.to_owned();
    let send_line = move || {
        // Fails if the receiver has timed out.
        let _ = sender.send(files::read_regular(&path).map(|bytes| {
            let before = &bytes[..bytes.len().min(offset as usize)];
            memchr::memchr_iter(b'\n', before).count() + 1
        }));
    };
    let started = threads::start("folio-line", send_line).map_err(ReadError::from);
    let line = started.and_then(|_| receiver.recv_timeout(LINE_TIMEOUT).unwrap_or(Ok(1)));
    line.map_err(|error| unreadable_error(file, error))
}

/// Reads a post and returns the problems that `find_problems` returns for the bytes of the file. A panic of `find_problems` is a
/// problem of the post.
fn read_and_check(
    folder: &Path,
    path: &Path,
    find_problems: impl FnOnce(Vec<u8>) -> Vec<Problem>,
) -> Vec<Problem> {
    match files::read_text(&folder.join(path)) {
        Ok(bytes) => isolate(path, || find_problems(bytes)).unwrap_or_else(|problem| vec![problem]),
        Err(error) => vec![error.problem()],
    }
}

/// Reads the body of a post with `read`. A panic of `read` is an error of the post.
fn load_body(
    path: &Path,
    read: impl FnOnce() -> Result<Body, LoadError>,
) -> Result<Body, LoadError> {
    isolate(path, read).unwrap_or_else(|problem| Err(panic_error(path, problem)))
}

/// Reads a post and splits off its front matter.
fn read_post(origin: &Origin, path: &Path, dialect: Dialect) -> Result<Source, LoadError> {
    let bytes = origin
        .bytes(path)
        .map_err(|error| unreadable_error(path, error))?;
    let context = read_context(origin.folder(), dialect);
    Ok(Source::parse(context, path, bytes))
}

/// Reads a post and lays its source out for the source view.
fn read_source_view(
    origin: &Origin,
    request: &LoadRequest,
    dialect: Dialect,
) -> Result<Body, LoadError> {
    let Source { post, text, .. } = read_post(origin, &request.path, dialect)?;
    let document = Document::source(&text);
    // Freed before the layout is built: the document has its own copy, and the text may be large.
    drop(text);
    Ok(Body::new(
        Arc::new(post),
        Arc::new(document),
        request.widths,
    ))
}

/// Reads and parses a post as far as `extent` requires.
fn read_preview(
    origin: &Origin,
    request: &LoadRequest,
    extent: BodyExtent,
    dialect: Dialect,
) -> Result<Body, LoadError> {
    let source = read_post(origin, &request.path, dialect)?;
    let parser = source.parser(dialect);
    let first_part = match extent {
        BodyExtent::FirstPart => parser.parse_first_part(FIRST_PART_BYTES),
        BodyExtent::Complete => None,
    };
    let document = first_part.map_or_else(|| parser.parse_document(), |part| part.document);
    drop(parser);
    Ok(Body::new(
        Arc::new(source.post),
        Arc::new(document),
        request.widths,
    ))
}

/// Reads the front matter of a file, including the fences. Returns an empty string if the file has no front matter or can't be
/// read.
fn read_front_matter(file: &Path, ambiguous_form: AmbiguousForm) -> String {
    use std::io::Read;
    let mut bytes = Vec::new();
    let max_bytes = post::MAX_FRONT_MATTER_BYTES as u64;
    let Ok(RegularFile { file, .. }) = files::open_regular(file) else {
        return String::new();
    };
    if file.take(max_bytes).read_to_end(&mut bytes).is_err() {
        return String::new();
    }
    let complete_chars_len = post::complete_characters_len(&bytes);
    let text = post::decode(&bytes[..complete_chars_len]).text;
    let body_start = post::split(&text, ambiguous_form).body.start;
    text[..body_start].to_owned()
}

/// Converts a result of a scan to a message.
fn scan_message(id: RequestId, scanned: Scanned) -> Message {
    match scanned {
        Scanned::Batch(posts) => Message::Scanned(id, posts),
        Scanned::Done { problems } => {
            let errors = problems.into_iter();
            let errors =
                errors.map(|PostProblem { path, problem }| LoadError::Invalid { path, problem });
            Message::ScanEnded(id, errors.collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Widths;

    #[test]
    fn panic_while_reading_a_source_affects_only_one_post() {
        let origin = Origin::Text((*b"# A").into());
        let load = |name: &str| {
            let request = LoadRequest {
                id: RequestId(1),
                path: name.into(),
                widths: Widths::all(80),
                image_limits: None,
            };
            load_body(&request.path, || {
                assert!(name != "a.md", "a bug");
                read_source_view(&origin, &request, Dialect::Gfm)
            })
        };
        let error = load("a.md").expect_err("a panic").to_string();
        assert!(
            error.contains("folio failed on this post: a bug"),
            "{error}"
        );
        let body = load("b.md").expect("a body");
        assert!(body.document.is_source());
    }

    #[test]
    fn panic_while_checking_affects_only_one_post() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["a.md", "b.md"] {
            std::fs::write(folder.path().join(name), "# A").expect("a file");
        }
        let codes = |name: &str| {
            let problems = read_and_check(folder.path(), Path::new(name), |bytes| {
                assert!(name != "a.md", "a bug");
                assert_eq!(bytes, b"# A");
                Vec::new()
            });
            let codes = problems.into_iter().map(|problem| problem.code);
            codes.collect::<Vec<_>>()
        };
        assert_eq!(codes("a.md"), ["internal-error"]);
        assert!(codes("b.md").is_empty());
        assert_eq!(codes("gone.md").len(), 1, "a missing file is a problem");
    }
}
