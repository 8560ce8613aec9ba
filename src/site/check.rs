//! Problems of posts beyond their front matter: between posts, and in their text.
//!
//! Reports only what is certain. Generators move files and make up addresses, so a link is checked only where the site's
//! layout leaves no doubt. Reading posts is left to the caller; other files are looked at through [`FileSystem`].

use std::path::PathBuf;

use super::{FileSystem, Site, Source};
use crate::document::Dialect;
use crate::library::Library;
use crate::post::{self, Header, Problem, Severity};

mod anchors;
mod codes;
mod images;
mod links;
mod resolve;
mod slugs;
mod tags;
#[cfg(test)]
mod tests;

pub use codes::{CODES, ProblemCode};

/// A problem of a post, with the post's path below the library's folder.
pub type PostProblem = (PathBuf, Problem);

/// Checks the posts of one library.
#[derive(Clone, Copy)]
pub struct Checker<'a> {
    site: &'a Site,
    /// The library's folder, absolute.
    folder: &'a std::path::Path,
    files: &'a dyn FileSystem,
    /// The library, for links that are resolved by name.
    library: Option<&'a Library>,
}

impl<'a> Checker<'a> {
    /// A checker for the posts in `folder`, an absolute path.
    pub fn new(site: &'a Site, folder: &'a std::path::Path, files: &'a dyn FileSystem) -> Self {
        Self {
            site,
            folder,
            files,
            library: None,
        }
    }

    /// Checks links to posts by name as well, which takes all posts.
    #[must_use]
    pub fn with_library(mut self, library: &'a Library) -> Self {
        self.library = Some(library);
        self
    }

    /// Returns the problems of one post, in the order of its lines: in its front matter and in its text.
    pub fn post(&self, source: &Source, dialect: Dialect) -> Vec<Problem> {
        let document = source.document(dialect);
        let mut problems = source.post.problems.clone();
        let mut report = PostReport {
            source,
            problems: Vec::new(),
        };
        if let Some(&at) = document.double_encoded().first() {
            report.double_encoding(at as usize);
        }
        links::check(self, source, &document, &mut report);
        images::check(self, source, &document, &mut report);
        anchors::check(self, source, &document, dialect, &mut report);
        problems.append(&mut report.problems);
        problems.sort_by_key(|problem| (problem.line, problem.column));
        problems
    }
}

/// Returns the problems between the posts of a library: equal slugs, and tags that are nearly the same. `text` returns a
/// file's text by its path below the library's folder, to find the place of a problem.
pub fn library(
    library: &Library,
    site: &Site,
    text: &dyn Fn(&std::path::Path) -> Option<String>,
) -> Vec<PostProblem> {
    let mut found = slugs::check(library, site);
    found.extend(tags::check(library));
    for (path, problem) in &mut found {
        if let Some((needle, text)) = needle(problem).zip(text(path)) {
            let header = site.dialect.header();
            (problem.line, problem.column) = place_of(&text, header, &needle);
        }
    }
    found
}

/// Returns the first text in backquotes of a message, the subject of the problem.
fn needle(problem: &Problem) -> Option<String> {
    let (_, rest) = problem.message.split_once('`')?;
    Some(rest.split_once('`')?.0.to_owned())
}

/// Returns line and column of `needle` in the front matter, as a word of its own; else those of the first line.
fn place_of(text: &str, header: Header, needle: &str) -> (u32, u32) {
    let front = &text[..post::split(text, header).body.start];
    let is_end = |char: Option<char>| char.is_none_or(|char| !char.is_alphanumeric());
    let found = front.match_indices(needle).find(|(at, _)| {
        is_end(front[..*at].chars().next_back())
            && is_end(front[at + needle.len()..].chars().next())
            && !front[at + needle.len()..].starts_with(':')
    });
    found.map_or((1, 1), |(at, _)| post::line_and_column(text, at))
}

/// Collects the problems of one post.
struct PostReport<'a> {
    source: &'a Source,
    problems: Vec<Problem>,
}

impl PostReport<'_> {
    /// Further problems are dropped: a file with so many was not written as a post.
    const MAX_PROBLEMS: usize = 100;

    fn push(
        &mut self,
        severity: Severity,
        code: &'static str,
        at: usize,
        message: &str,
        hint: &str,
    ) {
        if self.problems.len() < Self::MAX_PROBLEMS {
            let (line, column) = self.source.line_and_column(at);
            self.problems.push(Problem {
                severity,
                code,
                line,
                column,
                message: message.into(),
                hint: hint.into(),
            });
        }
    }

    fn double_encoding(&mut self, at: usize) {
        let (line, column) = self.source.line_and_column(at);
        let line_text = self.source.text[at..].lines().next().unwrap_or_default();
        if let Some(first) = crate::text::double_encoded(line_text).into_iter().next() {
            let found = &line_text[first.range];
            let problem = Problem::double_encoding(line, column, found, first.char);
            self.problems.push(problem);
        }
    }
}
