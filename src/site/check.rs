//! Checks for problems in the text of a post and between posts.
//!
//! A problem is reported only if there is no doubt. Generators move files and derive addresses, so a link is checked only if
//! the site's layout determines its target. Reading posts is left to the caller; other files are accessed through
//! [`FileSystem`].

use super::{FileSystem, Site, Source};
use crate::document::Dialect;
use crate::library::Library;
use crate::post::{self, AmbiguousForm, Post, PostProblem, Problem, ProblemList, Severity};

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
pub use images::has_decodable_extension;

/// Maximum number of problems in the text of one post; further problems are dropped.
const MAX_PROBLEMS: usize = 100;

/// A problem between posts, whose position is not known yet.
struct LibraryProblem<'a> {
    post: &'a Post,
    /// The value in the post's front matter that causes the problem.
    subject: String,
    severity: Severity,
    code: &'static str,
    message: String,
    hint: String,
}

/// A checker for the posts of one library.
pub struct Checker<'a> {
    site: &'a Site,
    /// The library's folder, absolute.
    folder: &'a std::path::Path,
    files: &'a dyn FileSystem,
    /// The library in which links to posts by name are resolved; `None` if such links are not checked.
    library: Option<&'a Library>,
    /// The reasons why image files can't be shown, for the files that were already decoded.
    faults: images::Faults,
}

impl<'a> Checker<'a> {
    /// Creates a checker for the posts in `folder`, an absolute path.
    pub fn new(site: &'a Site, folder: &'a std::path::Path, files: &'a dyn FileSystem) -> Self {
        Self {
            site,
            folder,
            files,
            library: None,
            faults: images::Faults::default(),
        }
    }

    /// Returns a checker that also checks links to posts by name, such as Hugo's `ref`. `library` must be the complete
    /// library of the site.
    #[must_use]
    pub fn with_library(mut self, library: &'a Library) -> Self {
        self.library = Some(library);
        self
    }

    /// Returns the problems of one post, in its front matter and in its text, sorted by line and column.
    pub fn check_post(&self, source: &Source, dialect: Dialect) -> Vec<Problem> {
        let document = source.document(dialect);
        let mut problems = source.post.problems.clone();
        let mut report = ProblemList::with_limit(&source.text, MAX_PROBLEMS);
        if let Some(&position) = document.double_encoded_offsets().first() {
            add_double_encoding(source, position as usize, &mut report);
        }
        links::check(self, source, &document, &mut report);
        images::check(self, source, &document, &mut report);
        anchors::check(self, source, &document, dialect, &mut report);
        problems.extend(report.into_problems());
        problems.sort_by_key(|problem| (problem.line, problem.column));
        problems
    }
}

/// Returns the problems between the posts of a library: equal slugs, and tags that differ only in spelling. `read_text`
/// returns the text of a file whose path is relative to the library's folder. The text is searched for the line of a
/// problem.
pub fn check_library(
    library: &Library,
    site: &Site,
    read_text: &dyn Fn(&std::path::Path) -> Option<String>,
) -> Vec<PostProblem> {
    let ambiguous_form = site.dialect.ambiguous_form();
    let locate = |problem: LibraryProblem<'_>| {
        let path = &problem.post.path;
        let position =
            read_text(path).map(|text| position_of(&text, ambiguous_form, &problem.subject));
        let (line, column) = position.unwrap_or((1, 1));
        let located_problem = Problem {
            severity: problem.severity,
            code: problem.code,
            line,
            column,
            message: problem.message.into(),
            hint: problem.hint.into(),
        };
        PostProblem {
            path: path.clone(),
            problem: located_problem,
        }
    };
    let problems = slugs::check(library, site).into_iter();
    problems.chain(tags::check(library)).map(locate).collect()
}

/// Returns the line and the column of the first occurrence of `subject` as a separate word in the front matter, else (1, 1).
fn position_of(text: &str, ambiguous_form: AmbiguousForm, subject: &str) -> (u32, u32) {
    let front_matter = &text[..post::split(text, ambiguous_form).body.start];
    let is_boundary = |char: Option<char>| char.is_none_or(|char| !char.is_alphanumeric());
    let occurrence = front_matter.match_indices(subject).find(|(position, _)| {
        // A word before a colon is a key, but the subject is a value.
        is_boundary(front_matter[..*position].chars().next_back())
            && is_boundary(front_matter[position + subject.len()..].chars().next())
            && !front_matter[position + subject.len()..].starts_with(':')
    });
    occurrence.map_or((1, 1), |(position, _)| {
        post::line_and_column(text, position)
    })
}

/// Adds the problem that the text at byte `position` was encoded twice.
fn add_double_encoding(source: &Source, position: usize, report: &mut ProblemList<'_>) {
    let rest_of_line = source.text[position..].lines().next().unwrap_or_default();
    if let Some(first) = crate::text::double_encoded(rest_of_line).into_iter().next() {
        let text = &rest_of_line[first.range];
        report.push_problem(position, |line, column| {
            Problem::double_encoding(line, column, text, first.char)
        });
    }
}
