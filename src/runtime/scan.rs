//! The scan: walks a folder in parallel, reads each post's head, and passes the posts on in batches.
//!
//! Parsing a head is left to `post`; choosing the folder and ordering the posts to the caller.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use ignore::{DirEntry, WalkBuilder, WalkState};

use super::file_system::RealFs;
use super::panics::isolate;
use crate::post::{self, Decoded, Inherited, Post, Problem, ReadContext, Severity};
use crate::site::LibraryRules;

mod batch;
mod entry;
mod first_screenful;
mod folders;
mod head;
mod subset;

#[cfg(test)]
mod tests;

pub use entry::is_post_name;
pub use folders::{ScannedFolders, folders};
pub use head::read_head;
pub use subset::PathSubset;

use batch::Batches;
use entry::EntryKind;
use first_screenful::FirstScreenful;
use head::HeadReader;

/// Most threads that walk and read by default.
const MAX_THREADS: usize = 8;

/// Options of a scan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScanOptions {
    /// The treatment of ignored files.
    pub ignored: IgnoredFiles,
    /// Number of threads that walk and read; 0 means as many as the machine has, at most eight.
    pub threads: usize,
    /// The rules of the library's site.
    pub rules: Arc<LibraryRules>,
}

/// The treatment of files that `.gitignore`, `.ignore` or `.git/info/exclude` name, or that are in a site's output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IgnoredFiles {
    /// They are left out.
    #[default]
    Skip,
    /// They are listed.
    Include,
}

/// A result of a scan.
#[derive(Clone, Debug, PartialEq)]
pub enum Scanned {
    /// Posts in no particular order. The first batch is small, later ones are larger.
    Batch(Vec<Post>),
    /// All posts have been passed on.
    Done {
        /// Files and folders that could not be read, with paths relative to the root.
        problems: Vec<(PathBuf, Problem)>,
    },
}

/// Reads the posts below `root`, or `root` itself if it is a file, and passes them to `sink`, which is called from several
/// threads. Returns when all is read or `cancel` is set; only in the first case [`Scanned::Done`] comes last.
///
/// Posts' paths are relative to `root`. Left out are hidden files and folders, `node_modules`, sections (`_index.md`), and by
/// default ignored files (with or without a repository) and the output of generators. Symbolic links are followed to files
/// inside the root only; a linked folder inside the root is listed at its own place.
///
/// Nothing that is found is an error: what can't be read is a problem. Pipes, sockets and devices are not opened.
pub fn scan(
    root: &Path,
    options: ScanOptions,
    cancel: &AtomicBool,
    sink: impl Fn(Scanned) + Send + Sync,
) {
    let scan = ScanRun {
        subset: &PathSubset::whole(),
        options,
        cancel,
        first_posts: batch::FIRST_BATCH_POSTS,
        read_post: post::read_in,
    };
    scan.run(root, None, &sink);
}

/// Reads the posts that [`scan`] finds in a subset of `root`, and walks no other folders than it must.
///
/// `on_folder` is called with each folder that is walked, relative to the root, before its entries are read.
pub fn rescan(
    root: &Path,
    subset: &PathSubset,
    options: ScanOptions,
    cancel: &AtomicBool,
    on_folder: impl Fn(&Path) + Send + Sync + 'static,
    sink: impl Fn(Scanned) + Send + Sync,
) {
    let scan = ScanRun {
        subset,
        options,
        cancel,
        first_posts: batch::FIRST_BATCH_POSTS,
        read_post: post::read_in,
    };
    scan.run(root, Some(Arc::new(on_folder)), &sink);
}

/// Parses the head of a post, given its context and its path in the library's folder.
type ReadPost = fn(ReadContext<'_>, &Path, &Decoded<'_>) -> Post;

/// A scan of a subset of a folder.
struct ScanRun<'a> {
    subset: &'a PathSubset,
    options: ScanOptions,
    cancel: &'a AtomicBool,
    /// Most posts that are read before the parallel walk.
    first_posts: usize,
    read_post: ReadPost,
}

impl ScanRun<'_> {
    fn run(&self, root: &Path, on_folder: Option<OnFolder>, sink: &(dyn Fn(Scanned) + Sync)) {
        let batches = Batches::new(sink);
        let real_root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        let scan_root = ScanRoot {
            path: root,
            real: &real_root,
            rules: &self.options.rules,
            inherited: Mutex::default(),
            bundles: Mutex::default(),
            read_post: self.read_post,
        };
        let walker = walker(root, self.subset, &self.options, on_folder);
        let first = if self.subset.is_whole() {
            let walk = walker.build();
            first_screenful::read(walk, &scan_root, &batches, self.first_posts, self.cancel)
        } else {
            FirstScreenful::default()
        };
        if !first.is_complete {
            walker.build_parallel().run(|| {
                let mut reader = HeadReader::new(self.options.rules.header);
                let (batches, scan_root, first) = (&batches, &scan_root, &first);
                Box::new(move |entry| {
                    if self.cancel.load(Ordering::Relaxed) {
                        return WalkState::Quit;
                    }
                    match entry {
                        Ok(entry) if first.contains(&entry) => {}
                        Ok(entry) => scan_root.visit(&entry, &mut reader, batches),
                        Err(error) => scan_root.report_error(&error, batches),
                    }
                    WalkState::Continue
                })
            });
        }
        if !self.cancel.load(Ordering::Relaxed) {
            batches.finish();
        }
    }
}

/// Returns true if ignore files above the root apply to it. Outside a repository they do not: a `.gitignore` of `*` in the home folder
/// belongs to a repository of that folder.
fn is_in_repository(root: &Path) -> bool {
    root.ancestors().any(|folder| folder.join(".git").exists())
}

/// Called with each folder, relative to the root, before its entries are read.
type OnFolder = Arc<dyn Fn(&Path) + Send + Sync>;

fn walker(
    root: &Path,
    subset: &PathSubset,
    options: &ScanOptions,
    on_folder: Option<OnFolder>,
) -> WalkBuilder {
    let real_root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    // The walker takes `-` for standard input.
    let root = if root == Path::new("-") {
        Path::new("./-")
    } else {
        root
    };
    let respect = options.ignored == IgnoredFiles::Skip;
    let subset = subset.clone();
    // The folders that the site lists, of which there may be several in the library's folder.
    let listed = PathSubset::of_folders(root, &options.rules.folders);
    let ignored = options.ignored;
    let named_root = root.to_owned();
    if let Some(on_folder) = &on_folder {
        on_folder(Path::new(""));
    }
    let mut builder = WalkBuilder::new(root);
    builder
        .hidden(true)
        .parents(respect && is_in_repository(&real_root))
        .ignore(respect)
        .git_ignore(respect)
        .git_exclude(respect)
        // Which posts there are must not depend on the user's own settings.
        .git_global(false)
        // A folder that was copied without its `.git` has the same posts.
        .require_git(false)
        .follow_links(false)
        .threads(thread_count(options.threads))
        .max_depth(options.rules.is_shallow.then_some(1))
        .filter_entry(move |entry| {
            let is_walked = subset.admits(entry.path())
                && listed.admits(entry.path())
                && entry::is_walked(entry, ignored);
            // The walker asks before it reads the folder; it reports the folder only afterwards.
            if is_walked
                && let Some(on_folder) = &on_folder
                && entry.file_type().is_some_and(|kind| kind.is_dir())
                && let Ok(folder) = entry.path().strip_prefix(&named_root)
            {
                on_folder(folder);
            }
            is_walked
        });
    builder
}

/// The number of threads for work on many posts; 0 asks for the default.
pub(crate) fn thread_count(wanted: usize) -> usize {
    if wanted > 0 {
        return wanted;
    }
    thread::available_parallelism().map_or(2, |count| count.get().min(MAX_THREADS))
}

/// The folder that is scanned.
struct ScanRoot<'a> {
    path: &'a Path,
    /// The path without symbolic links, to tell what is inside.
    real: &'a Path,
    rules: &'a LibraryRules,
    /// The metadata that posts inherit, by their folder.
    inherited: Mutex<HashMap<PathBuf, Arc<Inherited>>>,
    /// Page bundles and other folders, by path.
    bundles: Mutex<HashMap<PathBuf, bool>>,
    read_post: ReadPost,
}

impl ScanRoot<'_> {
    fn visit(&self, entry: &DirEntry, reader: &mut HeadReader, batches: &Batches<'_>) {
        let path = self.relative(entry.path());
        match entry::classify(entry, self.real) {
            EntryKind::Post if self.rules.has_leaf_bundles && self.is_resource(&path) => {}
            EntryKind::Post => match reader.read(entry.path()) {
                Ok(head) => {
                    let inherited = self.inherited(&path);
                    let context = ReadContext {
                        inherited: inherited.as_deref(),
                        ..self.context()
                    };
                    let read = || (self.read_post)(context, &path, &head);
                    match isolate(&path, read) {
                        Ok(post) => batches.post(post),
                        Err(problem) => self.report_post(path, problem, batches),
                    }
                }
                Err(error) => {
                    log::warn!("{}: {error}", entry.path().display());
                    self.report_post(path, error.problem(), batches);
                }
            },
            EntryKind::Problem(problem) => {
                log::warn!("{}: {}", entry.path().display(), problem.message);
                batches.problem(path, problem);
            }
            EntryKind::Ignored => {}
        }
    }

    /// Reports a post that could not be read. It is listed nevertheless, since the user knows that it exists.
    fn report_post(&self, path: PathBuf, problem: Problem, batches: &Batches<'_>) {
        let mut post = post::read_in(self.context(), &path, &post::decode(b""));
        post.problems.push(problem.clone());
        batches.post(post);
        batches.problem(path, problem);
    }

    fn context(&self) -> ReadContext<'_> {
        ReadContext {
            folder: self.real,
            header: self.rules.header,
            inherited: None,
        }
    }

    /// Returns the metadata that a post inherits. Each folder's files are read once.
    fn inherited(&self, path: &Path) -> Option<Arc<Inherited>> {
        self.rules.cascade?;
        let folder = path.parent()?;
        let mut known = self
            .inherited
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(inherited) = known.get(folder) {
            return Some(Arc::clone(inherited));
        }
        let inherited = Arc::new(self.rules.inherited(&RealFs, self.path, path)?);
        known.insert(folder.to_owned(), Arc::clone(&inherited));
        Some(inherited)
    }

    /// Returns true for a file beside or below the `index.md` of a page bundle (Hugo, "Page bundles").
    fn is_resource(&self, path: &Path) -> bool {
        let mut bundles = self.bundles.lock().unwrap_or_else(PoisonError::into_inner);
        let mut is_bundle = |folder: &Path| {
            if let Some(is_bundle) = bundles.get(folder) {
                return *is_bundle;
            }
            let is_bundle = self.path.join(folder).join("index.md").is_file();
            bundles.insert(folder.to_owned(), is_bundle);
            is_bundle
        };
        let mut folders = path.ancestors().skip(1);
        !post::is_bundle(path)
            && folders.any(|folder| !folder.as_os_str().is_empty() && is_bundle(folder))
    }

    fn report_error(&self, error: &ignore::Error, batches: &Batches<'_>) {
        let (path, problem) = entry::unreadable(error);
        log::warn!("{}: {}", path.display(), problem.message);
        batches.problem(self.relative(&path), problem);
    }

    /// Returns the path relative to the root; of the root itself, its name.
    fn relative(&self, path: &Path) -> PathBuf {
        match path.strip_prefix(self.path) {
            Ok(below) if !below.as_os_str().is_empty() => below.to_owned(),
            _ => path
                .file_name()
                .map_or_else(|| path.to_owned(), PathBuf::from),
        }
    }
}

/// A problem of a file as a whole.
fn problem(severity: Severity, code: &'static str, message: &str, hint: &str) -> Problem {
    Problem {
        severity,
        code,
        line: 1,
        column: 1,
        message: message.into(),
        hint: hint.into(),
    }
}
