//! Classifies the entries of a folder as posts, problems, or neither.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use ignore::DirEntry;

use super::{IgnoredFiles, problem};
use crate::post::{self, PostProblem, Problem, Severity};

/// Default output folders of generators. Other folders may have the same names, so [`is_output`] also looks for a generated file.
/// Hugo, Zola: `public`; Jekyll, Eleventy: `_site`; Astro: `dist`; Docusaurus: `build`; Next: `out`.
const OUTPUT_FOLDERS: [&str; 5] = ["public", "_site", "dist", "build", "out"];

/// The kind of an entry.
pub(super) enum EntryKind {
    Post,
    Problem(Problem),
    NotAPost,
}

/// Returns true if a file name is the name of a post. It must have a Markdown extension, in upper or lower case. It must not be
/// the name of a section (`_index.md`: Hugo, "Page bundles"; Zola, "Section").
pub fn is_post_name(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().as_encoded_bytes();
    post::is_markdown(path) && !name.starts_with(b"_index.")
}

/// Returns true if the walk visits an entry.
pub(super) fn is_walked(entry: &DirEntry, ignored: IgnoredFiles) -> bool {
    let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
    if entry.depth() == 0 || !is_folder {
        return true;
    }
    let name = entry.file_name();
    if name == "node_modules" || name == "bower_components" {
        return false;
    }
    ignored == IgnoredFiles::Include || !is_output(entry)
}

/// Returns true if a folder is the output of a site generator, or a `target` folder with the tag of a cache (Cache Directory
/// Tagging Specification).
fn is_output(entry: &DirEntry) -> bool {
    let name = entry.file_name();
    let path = entry.path();
    if name == "target" {
        return path.join("CACHEDIR.TAG").exists();
    }
    let has_output_name = OUTPUT_FOLDERS.iter().any(|output| name == *output);
    has_output_name && (path.join("index.html").exists() || path.join("sitemap.xml").exists())
}

/// Classifies an entry without opening it. Follows a symbolic link. `real_root` is the canonical path of the root of the
/// scan.
pub(super) fn classify(entry: &DirEntry, real_root: &Path) -> EntryKind {
    let Some(kind) = entry.file_type() else {
        return EntryKind::NotAPost;
    };
    if kind.is_dir() {
        return EntryKind::NotAPost;
    }
    // A file that was given on the command line is a post regardless of its name.
    let is_post = entry.depth() == 0 || is_post_name(entry.path());
    if kind.is_file() && is_post {
        EntryKind::Post
    } else if kind.is_symlink() {
        classify_link(entry, real_root, is_post)
    } else if is_post {
        EntryKind::Problem(not_regular_problem())
    } else {
        EntryKind::NotAPost
    }
}

/// Classifies a symbolic link by its target. `is_post` is true if the link has the name of a post, or is the root.
fn classify_link(entry: &DirEntry, real_root: &Path, is_post: bool) -> EntryKind {
    let path = entry.path();
    let target = path.canonicalize();
    let metadata = fs::metadata(path);
    match (target, metadata) {
        (Ok(target), Ok(metadata)) => {
            if !is_post && !metadata.is_dir() {
                EntryKind::NotAPost
            } else if entry.depth() > 0 && !target.starts_with(real_root) {
                EntryKind::Problem(outside_link_problem(&target))
            } else if metadata.is_dir() {
                EntryKind::NotAPost
            } else if metadata.is_file() {
                EntryKind::Post
            } else {
                EntryKind::Problem(not_regular_problem())
            }
        }
        (Err(error), _) | (_, Err(error)) if is_post => {
            EntryKind::Problem(broken_link_problem(&error))
        }
        _ => EntryKind::NotAPost,
    }
}

fn not_regular_problem() -> Problem {
    problem(
        Severity::Warning,
        "not-a-file",
        "a pipe, a socket or a device, not a regular file; it is not opened",
        "give it another extension if it is not meant to be a post",
    )
}

fn outside_link_problem(target: &Path) -> Problem {
    problem(
        Severity::Warning,
        "link-outside",
        &format!(
            "a symbolic link to {}, outside the folder",
            target.display()
        ),
        "open that folder itself, or copy the file into this one",
    )
}

fn broken_link_problem(error: &io::Error) -> Problem {
    problem(
        Severity::Error,
        "broken-link",
        &format!("a symbolic link that can't be followed: {error}"),
        "fix the link or remove it",
    )
}

/// Returns the problem of an entry that could not be read, with the path that the walker reported.
pub(super) fn unreadable_problem(error: &ignore::Error) -> PostProblem {
    let (path, message) = path_and_message(error);
    let problem = problem(
        Severity::Error,
        "unreadable",
        &format!("can't be read: {message}"),
        "check that it exists and that you may read it",
    );
    PostProblem { path, problem }
}

/// Returns the path in an error, and the error message without the path. The path is empty if the error contains no path.
fn path_and_message(error: &ignore::Error) -> (PathBuf, String) {
    match error {
        ignore::Error::WithPath { path, err } => (path.clone(), path_and_message(err).1),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            path_and_message(err)
        }
        error => match error.io_error() {
            Some(io) => (PathBuf::new(), io.to_string()),
            None => (PathBuf::new(), error.to_string()),
        },
    }
}
