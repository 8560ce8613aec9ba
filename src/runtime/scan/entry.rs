//! What an entry of a folder is to folio: a post, nothing, or a problem.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use ignore::DirEntry;

use super::problem;
use crate::post::{self, Problem, Severity};

/// Folders that generators write a site to, by default; other folders have the same names, so one must also hold a
/// page. Hugo, Zola: `public`; Jekyll, Eleventy: `_site`; Astro: `dist`; Docusaurus: `build`; Next: `out`.
const OUTPUTS: [&str; 5] = ["public", "_site", "dist", "build", "out"];

/// What an entry is.
pub(super) enum Found {
    Post,
    Problem(Problem),
    Nothing,
}

/// Whether a file of this name is a post: Markdown by its ending in any case, and no section (`_index.md`: Hugo, "Page
/// bundles"; Zola, "Section").
pub fn is_post_name(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().as_encoded_bytes();
    post::is_markdown(path) && !name.starts_with(b"_index.")
}

/// Whether the walk goes into a folder, or looks at a file.
pub(super) fn is_walked(entry: &DirEntry, ignored_too: bool) -> bool {
    let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
    if entry.depth() == 0 || !is_folder {
        return true;
    }
    let name = entry.file_name();
    if name == "node_modules" || name == "bower_components" {
        return false;
    }
    ignored_too || !is_output(entry)
}

/// Whether a folder holds what a program has written: a site, or what the Cache Directory Tagging Specification marks.
fn is_output(entry: &DirEntry) -> bool {
    let name = entry.file_name();
    let path = entry.path();
    if name == "target" {
        return path.join("CACHEDIR.TAG").exists();
    }
    let is_output = OUTPUTS.iter().any(|output| name == *output);
    is_output && (path.join("index.html").exists() || path.join("sitemap.xml").exists())
}

/// What an entry is. Opens nothing; a link is followed to see where it leads.
pub(super) fn look(entry: &DirEntry, real_root: &Path) -> Found {
    let Some(kind) = entry.file_type() else {
        return Found::Nothing;
    };
    if kind.is_dir() {
        return Found::Nothing;
    }
    // A file that was opened by its name is a post whatever it is called.
    let is_post = entry.depth() == 0 || is_post_name(entry.path());
    if kind.is_file() && is_post {
        Found::Post
    } else if kind.is_symlink() {
        follow(entry, real_root, is_post)
    } else if is_post {
        Found::Problem(special())
    } else {
        Found::Nothing
    }
}

fn follow(entry: &DirEntry, real_root: &Path, is_post: bool) -> Found {
    let path = entry.path();
    let target = path.canonicalize();
    let kind = fs::metadata(path);
    match (target, kind) {
        (Ok(target), Ok(kind)) => {
            // What is no post and no folder is of no concern, wherever it is.
            if !is_post && !kind.is_dir() {
                Found::Nothing
            } else if entry.depth() > 0 && !target.starts_with(real_root) {
                Found::Problem(outside(&target))
            } else if kind.is_dir() {
                Found::Nothing
            } else if kind.is_file() {
                Found::Post
            } else {
                Found::Problem(special())
            }
        }
        (Err(error), _) | (_, Err(error)) if is_post => Found::Problem(broken_link(&error)),
        _ => Found::Nothing,
    }
}

fn special() -> Problem {
    problem(
        Severity::Warning,
        "not-a-file",
        "this is a pipe, a socket or a device, not a file; it is not opened",
        "give it another ending if it is not meant to be a post",
    )
}

fn outside(target: &Path) -> Problem {
    problem(
        Severity::Warning,
        "link-outside",
        &format!("this links to {}, outside the folder", target.display()),
        "open that folder itself, or copy what is wanted into this one",
    )
}

fn broken_link(error: &io::Error) -> Problem {
    problem(
        Severity::Error,
        "broken-link",
        &format!("this links to nothing that can be read: {error}"),
        "mend the link or take it away",
    )
}

/// A file that could not be read.
pub(super) fn io_problem(error: &io::Error) -> Problem {
    problem(
        Severity::Error,
        "unreadable",
        &format!("this can't be read: {error}"),
        "check that you may read it",
    )
}

/// A folder that could not be read, and its path as the walker has it.
pub(super) fn unreadable(error: &ignore::Error) -> (PathBuf, Problem) {
    let (path, message) = parts(error);
    let problem = problem(
        Severity::Error,
        "unreadable",
        &format!("this can't be read: {message}"),
        "check that it is there and that you may read it",
    );
    (path, problem)
}

/// The path an error is about, and its message without that path.
fn parts(error: &ignore::Error) -> (PathBuf, String) {
    match error {
        ignore::Error::WithPath { path, err } => (path.clone(), parts(err).1),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            parts(err)
        }
        error => match error.io_error() {
            Some(io) => (PathBuf::new(), io.to_string()),
            None => (PathBuf::new(), error.to_string()),
        },
    }
}
