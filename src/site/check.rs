//! What is wrong with posts beyond their front matter: between posts, and in their text.
//!
//! Says only what is certain. Generators move files and make addresses of their own, so a link is followed only where
//! its site's layout leaves no other reading. Reading files is left to the caller; a look at what exists goes through
//! [`Files`].

use std::path::PathBuf;

use super::{Files, Site, Source};
use crate::document::Dialect;
use crate::library::Library;
use crate::post::{self, Problem, Severity};

mod anchors;
mod codes;
mod images;
mod links;
mod resolve;
mod slugs;
mod tags;
#[cfg(test)]
mod tests;

pub use codes::{CODES, Code};

/// A post's problem, and the post's path below the library's folder.
pub type Found = (PathBuf, Problem);

/// Checks the posts of one library.
#[derive(Clone, Copy, Debug)]
pub struct Checker<'a, F> {
    site: &'a Site,
    /// The library's folder, absolute.
    folder: &'a std::path::Path,
    files: &'a F,
}

impl<'a, F: Files> Checker<'a, F> {
    /// For the posts in `folder`, an absolute path.
    pub fn new(site: &'a Site, folder: &'a std::path::Path, files: &'a F) -> Self {
        Self {
            site,
            folder,
            files,
        }
    }

    /// What is wrong with one post, in the order of its lines: its front matter and its text.
    pub fn post(&self, source: &Source, dialect: Dialect) -> Vec<Problem> {
        let document = source.document(dialect);
        let mut problems = source.post.problems.clone();
        let mut report = Report {
            source,
            problems: Vec::new(),
        };
        if let Some(&at) = document.double_encoded().first() {
            report.double_encoding(at as usize);
        }
        links::check(self, source, &document, &mut report);
        images::check(self, source, &document, &mut report);
        anchors::check(source, &document, &mut report);
        problems.append(&mut report.problems);
        problems.sort_by_key(|problem| (problem.line, problem.column));
        problems
    }
}

/// What is wrong between the posts of a library: slugs that clash, and tags that are nearly the same. `text` gives a
/// file's text by its path below the library's folder, for the place of what is found.
pub fn library(
    library: &Library,
    site: &Site,
    text: &dyn Fn(&std::path::Path) -> Option<String>,
) -> Vec<Found> {
    let mut found = slugs::check(library, site);
    found.extend(tags::check(library));
    for (path, problem) in &mut found {
        if let Some((needle, text)) = needle(problem).zip(text(path)) {
            (problem.line, problem.column) = place_of(&text, &needle);
        }
    }
    found
}

/// The text in backquotes that a message begins with: what its problem is about.
fn needle(problem: &Problem) -> Option<String> {
    let (_, rest) = problem.message.split_once('`')?;
    Some(rest.split_once('`')?.0.to_owned())
}

/// Where the front matter says it, as a word of its own; its first line else.
fn place_of(text: &str, needle: &str) -> (u32, u32) {
    let front = &text[..post::split(text).body.start];
    let is_end = |char: Option<char>| char.is_none_or(|char| !char.is_alphanumeric());
    let found = front.match_indices(needle).find(|(at, _)| {
        is_end(front[..*at].chars().next_back())
            && is_end(front[at + needle.len()..].chars().next())
            && !front[at + needle.len()..].starts_with(':')
    });
    found.map_or((1, 1), |(at, _)| post::place(text, at))
}

/// The problems of one text as they are found.
struct Report<'a> {
    source: &'a Source,
    problems: Vec<Problem>,
}

impl Report<'_> {
    /// A file with so many has one more: it was not written for folio.
    const MOST: usize = 100;

    fn push(
        &mut self,
        severity: Severity,
        code: &'static str,
        at: usize,
        message: &str,
        hint: &str,
    ) {
        if self.problems.len() < Self::MOST {
            let (line, column) = self.source.place(at);
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
        let (line, column) = self.source.place(at);
        let line_text = self.source.text[at..].lines().next().unwrap_or_default();
        if let Some(first) = crate::text::double_encoded(line_text).into_iter().next() {
            let found = &line_text[first.range];
            let problem = Problem::double_encoding(line, column, found, first.char);
            self.problems.push(problem);
        }
    }
}
