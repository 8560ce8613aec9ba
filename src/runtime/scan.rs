//! From a folder to posts: walks it in parallel, reads each post's head, and hands over batches as they come.
//!
//! What a head says is `post`'s; which folder is opened and how posts are ordered is the caller's.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use ignore::{DirEntry, WalkBuilder, WalkState};

use crate::post::{self, Post, Problem, Severity};

mod batch;
mod entry;
mod first;
mod folders;
mod head;
mod part;

#[cfg(test)]
mod tests;

pub use entry::is_post_name;
pub use folders::{Folders, folders};
pub use head::read_head;
pub use part::PathSubset;

use batch::Batches;
use entry::Found;
use first::First;
use head::Reader;

/// What is walked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScanOptions {
    /// Lists what `.gitignore`, `.ignore` and `.git/info/exclude` leave out, and a site's output as well.
    pub ignored: bool,
    /// How many threads walk and read; 0 means as many as the machine has, eight at most.
    pub threads: usize,
}

/// What a scan hands over.
#[derive(Clone, Debug, PartialEq)]
pub enum Scanned {
    /// Posts in no particular order; a small batch comes first, then larger ones.
    Batch(Vec<Post>),
    /// All posts have been handed over.
    Done {
        /// What could not be read, with its path below the root.
        problems: Vec<(PathBuf, Problem)>,
    },
}

/// Reads the posts below `root`, or `root` itself if it is a file, and hands them to `sink`, which is called from several threads.
/// Returns when all is read or `cancel` is set; only in the first case [`Scanned::Done`] comes last.
///
/// Posts' paths are below `root`. Left out: hidden files and folders, `node_modules`, sections (`_index.md`), and without
/// [`ScanOptions::ignored`] what git ignores (with or without a repository) and what a generator has put out. Links are
/// followed to files inside the root only; a linked folder inside the root is listed at its own place.
///
/// Nothing that is found there is an error: what can't be read is a problem. Fifos, sockets and devices are not opened.
pub fn scan(
    root: &Path,
    options: ScanOptions,
    cancel: &AtomicBool,
    sink: impl Fn(Scanned) + Send + Sync,
) {
    scan_part(root, &PathSubset::whole(), options, cancel, sink);
}

/// Reads the posts that [`scan`] would find in a part of `root`, and walks no other folders than it must.
pub fn scan_part(
    root: &Path,
    part: &PathSubset,
    options: ScanOptions,
    cancel: &AtomicBool,
    sink: impl Fn(Scanned) + Send + Sync,
) {
    let batches = Batches::new(&sink);
    let real_root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let place = Place {
        root,
        real_root: &real_root,
    };
    let walker = walker(root, part, options, in_repository(&real_root));
    let first = if part.is_whole() {
        first::look(walker.build(), &place, &batches, cancel)
    } else {
        First::default()
    };
    if !first.is_all {
        walker.build_parallel().run(|| {
            let mut reader = Reader::default();
            let (batches, place, first) = (&batches, &place, &first);
            Box::new(move |entry| {
                if cancel.load(Ordering::Relaxed) {
                    return WalkState::Quit;
                }
                match entry {
                    Ok(entry) if first.has_seen(&entry) => {}
                    Ok(entry) => place.visit(&entry, &mut reader, batches),
                    Err(error) => place.miss(&error, batches),
                }
                WalkState::Continue
            })
        });
    }
    if !cancel.load(Ordering::Relaxed) {
        batches.finish();
    }
}

/// Whether rules from above the root apply to it. Outside a repository they do not: a `.gitignore` of `*` in the home folder
/// is about that folder's own repository.
fn in_repository(root: &Path) -> bool {
    root.ancestors().any(|folder| folder.join(".git").exists())
}

fn walker(
    root: &Path,
    part: &PathSubset,
    options: ScanOptions,
    in_repository: bool,
) -> WalkBuilder {
    // The walker takes `-` for standard input.
    let root = if root == Path::new("-") {
        Path::new("./-")
    } else {
        root
    };
    let respect = !options.ignored;
    let part = part.clone();
    let mut builder = WalkBuilder::new(root);
    builder
        .hidden(true)
        .parents(respect && in_repository)
        .ignore(respect)
        .git_ignore(respect)
        .git_exclude(respect)
        // Which posts there are must not depend on the reader's own settings.
        .git_global(false)
        // A folder that was copied without its `.git` holds the same posts.
        .require_git(false)
        .follow_links(false)
        .threads(threads(options.threads))
        .filter_entry(move |entry| {
            part.admits(entry.path()) && entry::is_walked(entry, options.ignored)
        });
    builder
}

pub(super) fn threads(wanted: usize) -> usize {
    if wanted > 0 {
        return wanted;
    }
    thread::available_parallelism().map_or(2, |count| count.get().min(8))
}

/// Where the scan takes place.
struct Place<'a> {
    root: &'a Path,
    /// The root without links, for telling what is inside it.
    real_root: &'a Path,
}

impl Place<'_> {
    fn visit(&self, entry: &DirEntry, reader: &mut Reader, batches: &Batches<'_>) {
        let path = self.below(entry.path());
        match entry::look(entry, self.real_root) {
            Found::Post => match reader.read(entry.path()) {
                Ok(head) => batches.post(post::read_in(self.real_root, &path, &head)),
                Err(error) => {
                    // Listed all the same, for the person knows that it is there.
                    let problem = entry::io_problem(&error);
                    let mut post = post::read_in(self.real_root, &path, &post::decode(b""));
                    post.problems.push(problem.clone());
                    batches.post(post);
                    batches.problem(path, problem);
                }
            },
            Found::Problem(problem) => batches.problem(path, problem),
            Found::Nothing => {}
        }
    }

    /// What could not be looked at is a problem.
    fn miss(&self, error: &ignore::Error, batches: &Batches<'_>) {
        let (path, problem) = entry::unreadable(error);
        batches.problem(self.below(&path), problem);
    }

    /// The path below the root; of the root itself, its name.
    fn below(&self, path: &Path) -> PathBuf {
        match path.strip_prefix(self.root) {
            Ok(below) if !below.as_os_str().is_empty() => below.to_owned(),
            _ => path
                .file_name()
                .map_or_else(|| path.to_owned(), PathBuf::from),
        }
    }
}

/// A problem with a file as a whole.
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
