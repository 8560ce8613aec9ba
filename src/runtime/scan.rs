//! The scan: walks a folder in parallel, reads the head of each post, and passes the posts on in batches.
//!
//! The head of a post is its front matter and everything up to its first heading. The module `post` parses the head. The caller
//! chooses the folder and sorts the posts.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use ignore::{DirEntry, WalkBuilder, WalkState};

use super::file_system::RealFs;
use super::panics::isolate;
use crate::post::{self, Decoded, Inherited, Post, PostProblem, Problem, ReadContext, Severity};
use crate::search::CompiledQuery;
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
pub use subset::PathSubset;

use batch::BatchCollector;
use entry::EntryKind;
use first_screenful::VisitedEntries;
use head::HeadReader;

/// Maximum number of threads for walking and reading, unless an option sets the number.
const MAX_THREADS: usize = 8;
/// The value of [`ScanOptions::threads`] for one thread per CPU, but at most [`MAX_THREADS`] threads.
pub(crate) const THREAD_PER_CPU: usize = 0;

/// Options of a scan.
#[derive(Clone, Debug, Default)]
pub struct ScanOptions {
    /// The treatment of ignored files.
    pub ignored: IgnoredFiles,
    /// Number of threads for walking and reading; 0 means one per CPU, but at most eight.
    pub threads: usize,
    /// The rules of the library's site.
    pub rules: Arc<LibraryRules>,
    /// The posts that the scan passes on, selected by their text.
    pub wanted: WantedText,
}

/// The posts that a scan passes on, selected by their text.
#[derive(Clone, Debug, Default)]
pub enum WantedText {
    /// All posts.
    #[default]
    Any,
    /// Posts whose bytes may match a query, and posts that could not be read. The front matter of other posts is not parsed.
    Containing(Arc<CompiledQuery>),
}

/// The treatment of files that match `.gitignore`, `.ignore` or `.git/info/exclude`, or that are in a site's output folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IgnoredFiles {
    /// Ignored files are not listed.
    #[default]
    Skip,
    /// Ignored files are listed.
    Include,
}

/// A result of a scan.
#[derive(Clone, Debug, PartialEq)]
pub enum Scanned {
    /// A batch of posts in no particular order. The first batch is small, later batches are larger.
    Batch(Vec<Post>),
    /// All posts have been passed on.
    Done {
        /// Files and folders that could not be read, with paths relative to the root.
        problems: Vec<PostProblem>,
    },
}

/// Reads the posts below `root`, or `root` itself if it is a file, and passes them to `sink`. `sink` is called from several
/// threads. The last call passes [`Scanned::Done`], unless `cancel` was set in the meantime.
///
/// Paths of posts are relative to `root`. The scan skips hidden files and folders, `node_modules` and `bower_components`, and
/// `_index.md`, the page of a section of the site. By default, it also skips ignored files and the output of generators. The
/// rules of a `.gitignore` apply even if the root is outside a repository. The scan follows a symbolic link only to a file inside
/// the root, never to a folder. So the posts of a folder to which a link points are listed only under the folder's own path.
///
/// The scan never fails: files that can't be read are reported as problems. Pipes, sockets and devices are not opened.
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
        max_first_posts: batch::FIRST_BATCH_POSTS,
        read_post: post::read_with_context,
    };
    let on_folder = None;
    scan.run(root, on_folder, &sink);
}

/// Reads the posts that [`scan`] finds in a subset of `root`. Walks only the folders in the subset and their ancestors.
///
/// `on_folder` is called with each folder's path, relative to the root, before the entries of the folder are read.
pub fn rescan(
    root: &Path,
    subset: &PathSubset,
    options: ScanOptions,
    on_folder: impl Fn(&Path) + Send + Sync + 'static,
    sink: impl Fn(Scanned) + Send + Sync,
) {
    let scan = ScanRun {
        subset,
        options,
        cancel: &AtomicBool::new(false),
        max_first_posts: batch::FIRST_BATCH_POSTS,
        read_post: post::read_with_context,
    };
    scan.run(root, Some(Arc::new(on_folder)), &sink);
}

/// A function that parses the head of a post, given the context and the path relative to the library's folder.
type ReadPost = fn(ReadContext<'_>, &Path, &Decoded<'_>) -> Post;

/// A scan of a subset of a folder.
struct ScanRun<'a> {
    subset: &'a PathSubset,
    options: ScanOptions,
    cancel: &'a AtomicBool,
    /// Maximum number of posts that are read before the parallel walk.
    max_first_posts: usize,
    read_post: ReadPost,
}

impl ScanRun<'_> {
    fn run(&self, root: &Path, on_folder: Option<OnFolder>, sink: &(dyn Fn(Scanned) + Sync)) {
        let collector = BatchCollector::new(sink);
        let real_root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        let scan_root = ScanRoot {
            path: root,
            real: &real_root,
            rules: &self.options.rules,
            wanted: &self.options.wanted,
            inherited: Mutex::default(),
            bundles: Mutex::default(),
            read_post: self.read_post,
        };
        let walker = walker(root, self.subset, &self.options, on_folder);
        // A rescan of a part does not fill an empty list, so its first posts are not urgent.
        let visited_entries = if self.subset.is_whole() {
            let walk = walker.build();
            first_screenful::read(
                walk,
                &scan_root,
                &collector,
                self.max_first_posts,
                self.cancel,
            )
        } else {
            VisitedEntries::default()
        };
        if !visited_entries.is_walk_complete {
            walker.build_parallel().run(|| {
                let mut reader = HeadReader::new(self.options.rules.ambiguous_form);
                let (collector, scan_root) = (&collector, &scan_root);
                let visited_entries = &visited_entries;
                Box::new(move |entry| {
                    if self.cancel.load(Ordering::Relaxed) {
                        return WalkState::Quit;
                    }
                    match entry {
                        Ok(entry) if visited_entries.contains(&entry) => {}
                        Ok(entry) => scan_root.visit(&entry, &mut reader, collector),
                        Err(error) => scan_root.report_error(&error, collector),
                    }
                    WalkState::Continue
                })
            });
        }
        if !self.cancel.load(Ordering::Relaxed) {
            collector.finish();
        }
    }
}

/// Returns true if the root is inside a git repository. Only then do ignore files above the root apply to the root. Otherwise, a
/// `.gitignore` with `*` in the home folder, meant for a repository of configuration files, would exclude all posts.
fn is_in_repository(root: &Path) -> bool {
    root.ancestors().any(|folder| folder.join(".git").exists())
}

/// A function that is called with each folder's path, relative to the root, before the entries of the folder are read.
type OnFolder = Arc<dyn Fn(&Path) + Send + Sync>;

/// Creates a walker of the files and folders in a subset of `root`.
fn walker(
    root: &Path,
    subset: &PathSubset,
    options: &ScanOptions,
    on_folder: Option<OnFolder>,
) -> WalkBuilder {
    let real_root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    // The walker interprets `-` as standard input.
    let root = if root == Path::new("-") {
        Path::new("./-")
    } else {
        root
    };
    let skips_ignored = options.ignored == IgnoredFiles::Skip;
    let subset = subset.clone();
    // The content folders of the site; a library's folder may contain several.
    let content_folders = PathSubset::of_folders(root, &options.rules.folders);
    let ignored = options.ignored;
    let is_shallow = options.rules.is_shallow;
    let walked_root = root.to_owned();
    // Called here, since the filter below is not called for the root.
    if let Some(on_folder) = &on_folder {
        on_folder(Path::new(""));
    }
    let mut builder = WalkBuilder::new(root);
    builder
        .hidden(true)
        .parents(skips_ignored && is_in_repository(&real_root))
        .ignore(skips_ignored)
        .git_ignore(skips_ignored)
        .git_exclude(skips_ignored)
        // The set of posts must not depend on the user's global git configuration.
        .git_global(false)
        // A folder that was copied without `.git` must have the same posts.
        .require_git(false)
        .follow_links(false)
        .threads(thread_count(options.threads))
        .max_depth(is_shallow.then_some(1))
        .filter_entry(move |entry| {
            let is_subfolder =
                entry.depth() > 0 && entry.file_type().is_some_and(|kind| kind.is_dir());
            let is_walked = !(is_shallow && is_subfolder)
                && subset.must_visit(entry.path())
                && content_folders.must_visit(entry.path())
                && entry::is_walked(entry, ignored);
            // Called here, before the entries of the folder are read. The walker yields the folder only after it has read the
            // entries.
            if is_walked
                && let Some(on_folder) = &on_folder
                && entry.file_type().is_some_and(|kind| kind.is_dir())
                && let Ok(folder) = entry.path().strip_prefix(&walked_root)
            {
                on_folder(folder);
            }
            is_walked
        });
    builder
}

/// Returns the number of threads for work on many posts: `requested`, unless this is [`THREAD_PER_CPU`]. In that case, returns
/// the number of CPUs, but at most [`MAX_THREADS`]. If the number of CPUs is unknown, returns two.
pub(crate) fn thread_count(requested: usize) -> usize {
    if requested != THREAD_PER_CPU {
        return requested;
    }
    thread::available_parallelism().map_or(2, |count| count.get().min(MAX_THREADS))
}

/// The folder that is scanned.
struct ScanRoot<'a> {
    path: &'a Path,
    /// The path with symbolic links resolved, to check if a link's target is inside the folder.
    real: &'a Path,
    rules: &'a LibraryRules,
    wanted: &'a WantedText,
    /// For each folder, the metadata that all posts of the folder inherit.
    inherited: Mutex<HashMap<PathBuf, Arc<Inherited>>>,
    /// For each folder, true if the folder is a leaf bundle (Hugo, "Page bundles").
    bundles: Mutex<HashMap<PathBuf, bool>>,
    read_post: ReadPost,
}

impl ScanRoot<'_> {
    /// Reads the post of an entry, or reports a problem. Ignores entries that are not posts, and posts that are not wanted.
    fn visit(&self, entry: &DirEntry, reader: &mut HeadReader, collector: &BatchCollector<'_>) {
        let path = self.relative(entry.path());
        match entry::classify(entry, self.real) {
            EntryKind::Post if self.rules.has_leaf_bundles && self.is_resource(&path) => {}
            EntryKind::Post if !self.is_wanted(entry.path(), reader) => {}
            EntryKind::Post => match reader.read(entry.path()) {
                Ok(head) => {
                    let inherited = self.inherited(&path);
                    let context = ReadContext {
                        inherited: inherited.as_deref(),
                        file_bytes: head.file_bytes,
                        ..self.context()
                    };
                    let read = || (self.read_post)(context, &path, &head.text);
                    match isolate(&path, read) {
                        Ok(post) => collector.add_post(post),
                        Err(problem) => self.add_unreadable_post(path, problem, collector),
                    }
                }
                Err(error) => {
                    log::warn!("{}: {error}", entry.path().display());
                    self.add_unreadable_post(path, error.problem(), collector);
                }
            },
            EntryKind::Problem(problem) => {
                log::warn!("{}: {}", entry.path().display(), problem.message);
                collector.add_problem(path, problem);
            }
            EntryKind::NotAPost => {}
        }
    }

    /// Returns false if the text of the file at `path` certainly does not match the query.
    fn is_wanted(&self, path: &Path, reader: &mut HeadReader) -> bool {
        match self.wanted {
            WantedText::Any => true,
            WantedText::Containing(query) => {
                let text = reader.read_all(path);
                text.map_or(true, |bytes| query.may_match(bytes))
            }
        }
    }

    /// Adds a post that could not be read, and reports the problem. The post is listed, since the user knows that it exists.
    fn add_unreadable_post(&self, path: PathBuf, problem: Problem, collector: &BatchCollector<'_>) {
        let mut post = post::read_with_context(self.context(), &path, &post::decode(b""));
        post.problems.push(problem.clone());
        collector.add_post(post);
        collector.add_problem(path, problem);
    }

    /// Returns the part of the context that is the same for all posts. It has no inherited metadata and no file size.
    fn context(&self) -> ReadContext<'_> {
        ReadContext {
            folder: self.real,
            ambiguous_form: self.rules.ambiguous_form,
            inherited: None,
            file_bytes: 0,
        }
    }

    /// Returns the metadata that a post inherits, if any.
    fn inherited(&self, path: &Path) -> Option<Arc<Inherited>> {
        let folder_metadata = self.inherited_in(path.parent()?)?;
        let (rules, library_folder) = (self.rules, self.path);
        let merged =
            rules.with_post_metadata(&RealFs::default(), library_folder, path, &folder_metadata);
        // Without metadata for this post alone, the post inherits the folder's metadata.
        Some(merged.map_or(folder_metadata, Arc::new))
    }

    /// Returns the metadata that all posts of a folder inherit, if any. The result is cached.
    fn inherited_in(&self, folder: &Path) -> Option<Arc<Inherited>> {
        // If the site's generator has no metadata files, no post inherits metadata.
        self.rules.metadata_source?;
        let mut cache = self
            .inherited
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(inherited) = cache.get(folder) {
            return Some(Arc::clone(inherited));
        }
        let inherited = Arc::new(self.rules.inherited_in_folder(
            &RealFs::default(),
            self.path,
            folder,
        )?);
        cache.insert(folder.to_owned(), Arc::clone(&inherited));
        Some(inherited)
    }

    /// Returns true if a file belongs to a leaf bundle, but is not an index file. The root itself is not a bundle, even if it
    /// contains an index file.
    fn is_resource(&self, path: &Path) -> bool {
        let mut bundles = self.bundles.lock().unwrap_or_else(PoisonError::into_inner);
        let mut is_bundle_folder = |folder: &Path| {
            if let Some(is_bundle) = bundles.get(folder) {
                return *is_bundle;
            }
            let is_bundle = has_index(&self.path.join(folder));
            bundles.insert(folder.to_owned(), is_bundle);
            is_bundle
        };
        let is_root = |folder: &Path| folder.as_os_str().is_empty();
        let mut folders = path.ancestors().skip(1);
        !post::is_bundle_index(path)
            && folders.any(|folder| !is_root(folder) && is_bundle_folder(folder))
    }

    /// Reports an error of the walker as a problem of the path that the error names.
    fn report_error(&self, error: &ignore::Error, collector: &BatchCollector<'_>) {
        let PostProblem { path, problem } = entry::unreadable_problem(error);
        log::warn!("{}: {}", path.display(), problem.message);
        collector.add_problem(self.relative(&path), problem);
    }

    /// Returns the path relative to the root, or the file name if `path` is the root.
    fn relative(&self, path: &Path) -> PathBuf {
        match path.strip_prefix(self.path) {
            Ok(relative) if !relative.as_os_str().is_empty() => relative.to_owned(),
            _ => path
                .file_name()
                .map_or_else(|| path.to_owned(), PathBuf::from),
        }
    }
}

/// Returns true if a folder has an index file, in any language.
fn has_index(folder: &Path) -> bool {
    // The usual name is looked up first, without listing the folder.
    folder.join("index.md").is_file()
        || folder.read_dir().is_ok_and(|entries| {
            let mut names = entries
                .flatten()
                .map(|entry| PathBuf::from(entry.file_name()));
            names.any(|name| post::is_bundle_index(&name) && post::is_markdown(&name))
        })
}

/// Creates a problem of a file as a whole, at line 1.
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
