//! The threads behind a reader: one that opens articles, one that colours their code, one that searches, one that
//! looks for posts, and one that sees them change.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::time::SystemTime;
use std::{io, thread};

use super::highlighter::Highlighter;
use super::incoming::Incoming;
use super::linker::backlinks;
use super::reader::Reader;
use super::scan::{ScanOptions, Scanned, scan};
use super::searcher::{self, Searcher};
use super::watch::{Order, Watch};
use super::worker::{Origin, Request, Worker};
use crate::app::article::Body;
use crate::app::message::{BacklinksRequest, HighlightRequest, Message, RequestId};
use crate::document::Dialect;
use crate::document::Document;
use crate::post::Problem;
use crate::site::check::Checker;
use crate::site::{Disk, Site, Source};
use crate::text::Clean;

/// Whose Markdown each file is.
#[derive(Clone, Copy)]
struct Dialects {
    site: Dialect,
    /// Whether no file's ending overrides it.
    fixed: bool,
}

impl Dialects {
    fn of(self, path: &Path) -> Dialect {
        if self.fixed {
            self.site
        } else {
            self.site.of_file(path)
        }
    }
}

/// The threads behind a reader.
pub(super) struct Background {
    sender: Sender<Incoming>,
    origin: Origin,
    worker: Worker,
    options: ScanOptions,
    highlighter: Highlighter,
    /// There once something was searched for.
    searcher: Option<Searcher>,
    /// Set to stop finding out who links to whom.
    unlink: Arc<AtomicBool>,
    dialect: Dialects,
    /// Set to stop the scan that runs now.
    cancel: Arc<AtomicBool>,
    /// None where there is no folder.
    watch: Option<Watch>,
}

impl Background {
    pub(super) fn start(reader: &Reader, sender: Sender<Incoming>) -> io::Result<Self> {
        let dialect = Dialects {
            site: reader.dialect,
            fixed: reader.fixed,
        };
        let send = |results: Sender<Incoming>| {
            move |message| results.send(Incoming::Message(message)).is_ok()
        };
        let watch = match &reader.origin {
            Origin::Folder(folder) => {
                let send = send(sender.clone());
                Some(Watch::start(folder.clone(), reader.options, send))
            }
            Origin::Text(_) => None,
        };
        let worker = Worker::start(
            reader.origin.clone(),
            move |path| dialect.of(path),
            send(sender.clone()),
        )?;
        let highlighter = Highlighter::start(send(sender.clone()))?;
        Ok(Self {
            sender,
            origin: reader.origin.clone(),
            worker,
            options: reader.options,
            highlighter,
            searcher: None,
            unlink: Arc::default(),
            dialect,
            cancel: Arc::default(),
            watch: watch.transpose()?,
        })
    }

    /// Where a post of the library stands; none where there is no library.
    pub(super) fn file(&self, post: &Path) -> Option<PathBuf> {
        match &self.origin {
            Origin::Folder(folder) => Some(folder.join(post)),
            Origin::Text(_) => None,
        }
    }

    /// A post's text as it stands now, as the worker reads it.
    pub(super) fn text(&self, post: &Path) -> io::Result<String> {
        let bytes = match &self.origin {
            Origin::Folder(folder) => std::fs::read(folder.join(post))?,
            Origin::Text(text) => text.to_vec(),
        };
        Ok(Source::new(post, bytes).text)
    }

    /// Looks through a post for what is wrong with it, on a thread of its own.
    pub(super) fn check(&self, path: PathBuf, site: Option<&Site>) -> io::Result<()> {
        let (Origin::Folder(folder), Some(site)) = (&self.origin, site) else {
            return Ok(());
        };
        let (folder, site, sender) = (folder.clone(), site.clone(), self.sender.clone());
        let dialect = self.dialect.of(&path);
        let look = move || {
            let bytes = std::fs::read(folder.join(&path)).unwrap_or_default();
            let source = Source::in_folder(&folder, &path, bytes);
            let problems = Checker::new(&site, &folder, &Disk).post(&source, dialect);
            // Once the loop has ended nobody needs to know.
            let _ = sender.send(Incoming::Message(Message::ProblemsFound(path, problems)));
        };
        thread::Builder::new()
            .name("folio-check".to_owned())
            .spawn(look)?;
        Ok(())
    }

    /// Reads a post as it is written, on a thread of its own: the worker may still be reading what it means.
    pub(super) fn source(&self, request: Request) -> io::Result<()> {
        let (origin, sender) = (self.origin.clone(), self.sender.clone());
        let read = move || {
            let read = source(&origin, &request);
            // Once the loop has ended nobody needs to know.
            let _ = sender.send(Incoming::Message(Message::SourceLoaded(
                request.ticket,
                read,
            )));
        };
        thread::Builder::new()
            .name("folio-source".to_owned())
            .spawn(read)?;
        Ok(())
    }

    pub(super) fn open(&self, request: Request) {
        self.highlighter.rest();
        if let Some(watch) = &self.watch {
            watch.order(Order::Opened(request.path.clone()));
        }
        self.worker.open(request);
    }

    pub(super) fn color(&self, request: HighlightRequest) {
        self.highlighter.color(request);
    }

    /// Finds out which posts link to which; what is being found out already is left.
    pub(super) fn link(&mut self, request: BacklinksRequest) -> io::Result<()> {
        let Origin::Folder(folder) = self.origin.clone() else {
            return Ok(());
        };
        self.unlink.store(true, Ordering::Relaxed);
        self.unlink = Arc::default();
        let (sender, cancel) = (self.sender.clone(), Arc::clone(&self.unlink));
        let dialect = self.dialect;
        let find = move || {
            let dialect = |path: &Path| dialect.of(path);
            let (library, base) = (&request.library, request.base.as_deref());
            let find = || backlinks(&folder, library, base, &dialect, &cancel);
            // An article that can't be parsed must not leave the reader waiting for the others.
            let found =
                catch_unwind(AssertUnwindSafe(find)).unwrap_or_else(|_| Some(HashMap::new()));
            if let Some(found) = found {
                // Once the loop has ended nobody needs to know.
                let _ = sender.send(Incoming::Message(Message::BacklinksFound(
                    request.ticket,
                    found,
                )));
            }
        };
        thread::Builder::new()
            .name("folio-linker".to_owned())
            .spawn(find)?;
        Ok(())
    }

    /// Looks for words in these posts; what is looked for already is left.
    pub(super) fn search(
        &mut self,
        ticket: RequestId,
        query: String,
        posts: Arc<[PathBuf]>,
    ) -> io::Result<()> {
        let Origin::Folder(folder) = &self.origin else {
            return Ok(());
        };
        let request = searcher::Request {
            ticket,
            query,
            posts,
        };
        if let Some(searcher) = &self.searcher {
            searcher.search(request);
            return Ok(());
        }
        // Who never searches needs no thread for it.
        let (dialect, sender) = (self.dialect, self.sender.clone());
        let send = move |message| sender.send(Incoming::Message(message)).is_ok();
        let searcher = Searcher::start(folder.clone(), move |path| dialect.of(path), send)?;
        searcher.search(request);
        self.searcher = Some(searcher);
        Ok(())
    }

    /// Reads a post again, and tells what else has changed meanwhile.
    pub(super) fn look(&self, path: PathBuf) {
        if let Some(watch) = &self.watch {
            watch.order(Order::Look(path));
        }
    }

    /// Lets changes on disk wait until the next look or scan.
    pub(super) fn wait(&self) {
        if let Some(watch) = &self.watch {
            watch.order(Order::Wait);
        }
    }

    /// Looks for posts; a scan that runs already is left.
    pub(super) fn scan(&mut self, ticket: RequestId) -> io::Result<()> {
        let Origin::Folder(folder) = self.origin.clone() else {
            return Ok(());
        };
        self.cancel.store(true, Ordering::Relaxed);
        self.cancel = Arc::default();
        let options = self.options;
        let (sender, cancel) = (self.sender.clone(), Arc::clone(&self.cancel));
        let order = self.watch.as_ref().map(Watch::orderer);
        let walk = move || {
            let start = SystemTime::now();
            scan(&folder, options, &cancel, |scanned| {
                let is_end = matches!(scanned, Scanned::Done { .. });
                // Once the loop has ended nobody needs to know.
                let _ = sender.send(Incoming::Message(message(ticket, scanned)));
                if let Some(order) = order.as_ref().filter(|_| is_end) {
                    order(Order::Scanned(start));
                }
            });
        };
        thread::Builder::new()
            .name("folio-scan".to_owned())
            .spawn(walk)?;
        Ok(())
    }
}

/// A post as it is written, laid out.
fn source(origin: &Origin, request: &Request) -> Result<Body, Clean<'static>> {
    let path = &request.path;
    let (folder, bytes) = match origin {
        Origin::Folder(folder) => {
            let bytes = std::fs::read(folder.join(path))
                .map_err(|error| crate::clean!("{}: {error}", path.display()))?;
            (&**folder, bytes)
        }
        Origin::Text(text) => (Path::new(""), text.to_vec()),
    };
    let Source { post, text, .. } = Source::in_folder(folder, path, bytes);
    let document = Document::source(&text);
    // Given back before the rows are found: what is kept of a large text is the document alone.
    drop(text);
    Ok(Body::new(
        Arc::new(post),
        Arc::new(document),
        request.widths,
    ))
}

fn message(ticket: RequestId, scanned: Scanned) -> Message {
    match scanned {
        Scanned::Batch(posts) => Message::Scanned(ticket, posts),
        Scanned::Done { problems } => {
            let line = |(path, problem): (PathBuf, Problem)| {
                crate::clean!("{}: {}", path.display(), problem.message)
            };
            Message::ScanEnded(ticket, problems.into_iter().map(line).collect())
        }
    }
}
