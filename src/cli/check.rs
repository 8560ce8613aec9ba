//! `folio check`: the problems of the posts.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::color::Colors;
use super::library::LoadedLibrary;
use super::output::{json, slashed, tsv};
use super::problem::ProblemRow;
use super::values::CheckFormat;
use crate::document::Dialect;
use crate::post::{Problem, ReadContext, Severity, decode};
use crate::runtime::file_system::RealFs;
use crate::runtime::files;
use crate::runtime::panics::{isolate, isolate_request};
use crate::runtime::scan::thread_count;
use crate::site::check::{self, CODES, Checker, PostProblem};
use crate::site::{OpenTarget, Source};
use crate::text::Clean;
use crate::theme::Role;

/// Checks the posts that match the filter, in the order of their paths. `unread` is what the scan could not read. If a file
/// was named, only that is checked.
pub(super) fn check(
    loaded: &LoadedLibrary,
    dialect: Option<Dialect>,
    unread: Vec<PostProblem>,
) -> Vec<PostProblem> {
    let LoadedLibrary {
        library,
        filter,
        target,
        ..
    } = loaded;
    let only = target
        .open
        .as_ref()
        .and_then(|open| open.strip_prefix(&target.library).ok());
    let is_unread = |path: &Path| unread.iter().any(|(known, _)| known == path);
    let mut posts: Vec<_> = library
        .select(filter)
        .into_iter()
        .map(|id| &*library.post(id).path)
        .filter(|path| only.is_none_or(|only| only == *path))
        .collect();
    let read = |path: &Path| files::read_text(&target.library.join(path));
    let text = |path: &Path| Some(decode(&read(path).ok()?).text.into_owned());
    let between_posts = || check::library(library, &target.site, &text);
    let mut found = isolate_request("checking slugs and tags", between_posts).unwrap_or_default();
    found.retain(|(path, _)| posts.contains(&&**path));
    posts.retain(|path| !is_unread(path));
    let checker = Checker::new(&target.site, &target.library, &RealFs).with_library(library);
    found.extend(each(&posts, |path| match read(path) {
        Ok(bytes) => {
            let dialect = dialect.unwrap_or_else(|| target.site.dialect.of_file(path));
            let context = ReadContext {
                folder: &target.library,
                header: dialect.header(),
                inherited: None,
            };
            checker.post(&Source::parse(context, path, bytes), dialect)
        }
        Err(error) => vec![error.problem()],
    }));
    found.extend(
        unread
            .into_iter()
            .filter(|(path, _)| only.is_none_or(|only| only == path)),
    );
    found.sort_by(|(a, one), (b, other)| {
        a.cmp(b)
            .then_with(|| (one.line, one.column).cmp(&(other.line, other.column)))
    });
    found
}

/// Checks each post, in parallel. A post on which `check` panics has that as its problem.
fn each(posts: &[&Path], check: impl Fn(&Path) -> Vec<Problem> + Sync) -> Vec<PostProblem> {
    let (next, found) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let work = || {
        let mut mine: Vec<PostProblem> = Vec::new();
        while let Some(&path) = posts.get(next.fetch_add(1, Ordering::Relaxed)) {
            let problems = isolate(path, || check(path)).unwrap_or_else(|problem| vec![problem]);
            mine.extend(
                problems
                    .into_iter()
                    .map(|problem| (path.to_owned(), problem)),
            );
        }
        found
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend(mine);
    };
    thread::scope(|scope| {
        for _ in 1..thread_count(0).min(posts.len()) {
            scope.spawn(work);
        }
        work();
    });
    found.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Prints the problems.
pub(super) fn print(
    found: &[PostProblem],
    target: &OpenTarget,
    format: CheckFormat,
    colors: Colors,
    out: &mut impl Write,
) -> io::Result<()> {
    let row = |(path, problem)| ProblemRow::new(problem, &slashed(&target.path(path)));
    let rows = found
        .iter()
        .map(|(path, problem): &(PathBuf, Problem)| row((path, problem)));
    match format {
        CheckFormat::Text => {
            for (path, problem) in found {
                text(&target.file(path), problem, colors, out)?;
            }
            Ok(())
        }
        CheckFormat::Json => json(&rows.collect::<Vec<_>>(), out),
        CheckFormat::Tsv => {
            let names = [
                "path", "line", "column", "severity", "code", "message", "hint",
            ];
            let fields = |row: ProblemRow<'_>| {
                let (line, column) = (row.line.to_string(), row.column.to_string());
                let [severity, code, message, hint] =
                    [row.severity, row.code, row.message, row.hint].map(str::to_owned);
                [row.path, line, column, severity, code, message, hint]
            };
            tsv(names, rows.map(fields), out)
        }
        CheckFormat::Github => {
            for (path, problem) in found {
                github(&slashed(&target.file(path)), problem, out)?;
            }
            Ok(())
        }
    }
}

/// Prints a problem as compilers do: `path:line:column: severity[code]: message`, and the hint below.
fn text(path: &Path, problem: &Problem, colors: Colors, out: &mut impl Write) -> io::Result<()> {
    let role = match problem.severity {
        Severity::Warning => Role::Problem,
        Severity::Error => Role::Error,
    };
    let Problem {
        severity,
        code,
        line,
        column,
        ..
    } = problem;
    let mut bytes = Vec::new();
    let place = crate::clean!("{}:{line}:{column}: ", slashed(path));
    colors.push(&mut bytes, &place, Role::Text);
    colors.push(&mut bytes, &crate::clean!("{severity}[{code}]"), role);
    colors.push(
        &mut bytes,
        &crate::clean!(": {}", problem.message),
        Role::Text,
    );
    bytes.extend(b"\n    ");
    colors.push(&mut bytes, &Clean::line(&problem.hint), Role::Dim);
    bytes.push(b'\n');
    out.write_all(&bytes)
}

/// Prints a workflow command of GitHub Actions (“Workflow commands”, “Setting an error message”).
fn github(path: &str, problem: &Problem, out: &mut impl Write) -> io::Result<()> {
    let Problem {
        severity,
        code,
        line,
        column,
        message,
        hint,
    } = problem;
    let property = |text: &str| escaped(text).replace(':', "%3A").replace(',', "%2C");
    let text = Clean::block(&escaped(&format!("{message}; {hint}")));
    writeln!(
        out,
        "::{severity} file={},line={line},col={column},title={code}::{text}",
        Clean::line(&property(path))
    )
}

/// Escapes what the runner's parser acts on (actions/toolkit, `command.ts`).
fn escaped(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Returns the explanation of a code; `None` if there is no such code.
pub(super) fn explain(name: &str) -> Option<String> {
    let code = CODES.iter().find(|code| code.name == name)?;
    Some(format!("{}\n\n{}\n", code.name, code.explanation))
}

/// Returns all codes, for the error message about an unknown one.
pub(super) fn codes() -> String {
    CODES.map(|code| code.name).join(", ")
}

#[cfg(test)]
mod tests;
