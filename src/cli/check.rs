//! `folio check`: everything that is wrong with the posts.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::args::CheckFormat;
use super::color::Colors;
use super::output::{json, slashed, tsv};
use super::problem::ProblemRow;
use crate::document::Dialect;
use crate::library::{Filter, Library};
use crate::post::{Problem, Severity, decode};
use crate::site::check::{self, CODES, Checker, Found};
use crate::site::{Disk, OpenTarget, Source};
use crate::text::Clean;
use crate::theme::Role;

/// Checks the posts that the filter leaves, in the order of their paths, and what the scan could not read. A file that
/// was named is checked alone.
pub(super) fn check(
    library: &Library,
    filter: &Filter,
    chosen: &OpenTarget,
    dialect: Option<Dialect>,
    unread: Vec<Found>,
) -> Vec<Found> {
    let wanted = library.select(filter);
    let only = chosen
        .open
        .as_ref()
        .and_then(|open| open.strip_prefix(&chosen.library).ok());
    let is_unread = |path: &Path| unread.iter().any(|(known, _)| known == path);
    let mut posts: Vec<_> = wanted
        .into_iter()
        .map(|id| &*library.post(id).path)
        .filter(|path| only.is_none_or(|only| only == *path))
        .collect();
    let read = |path: &Path| std::fs::read(chosen.library.join(path));
    let text = |path: &Path| Some(decode(&read(path).ok()?).text.into_owned());
    let mut found = check::library(library, &chosen.site, &text);
    found.retain(|(path, _)| posts.contains(&&**path));
    posts.retain(|path| !is_unread(path));
    let checker = Checker::new(&chosen.site, &chosen.library, &Disk);
    let one = |path: &Path| -> Vec<Found> {
        let problems = match read(path) {
            Ok(bytes) => {
                let dialect = dialect.unwrap_or_else(|| chosen.site.dialect.of_file(path));
                checker.post(&Source::in_folder(&chosen.library, path, bytes), dialect)
            }
            Err(error) => vec![unreadable(&error)],
        };
        problems
            .into_iter()
            .map(|problem| (path.to_owned(), problem))
            .collect()
    };
    found.extend(each(&posts, one));
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

/// It was there when the folder was walked.
fn unreadable(error: &io::Error) -> Problem {
    Problem {
        severity: Severity::Error,
        code: "unreadable",
        line: 1,
        column: 1,
        message: format!("this can't be read: {error}").into(),
        hint: "check that you may read it".into(),
    }
}

/// Does the same to each post, on as many threads as the machine has, eight at most.
fn each(posts: &[&Path], one: impl Fn(&Path) -> Vec<Found> + Sync) -> Vec<Found> {
    let (next, found) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let work = || {
        let mut mine = Vec::new();
        while let Some(path) = posts.get(next.fetch_add(1, Ordering::Relaxed)) {
            mine.extend(one(path));
        }
        found
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend(mine);
    };
    let threads = thread::available_parallelism().map_or(1, |count| count.get().min(8));
    thread::scope(|scope| {
        for _ in 1..threads.min(posts.len()) {
            scope.spawn(work);
        }
        work();
    });
    found.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Prints what was found.
pub(super) fn print(
    found: &[Found],
    chosen: &OpenTarget,
    format: CheckFormat,
    colors: Colors,
    out: &mut impl Write,
) -> io::Result<()> {
    let row = |(path, problem)| ProblemRow::new(problem, &slashed(&chosen.path(path)));
    let rows = found
        .iter()
        .map(|(path, problem): &(PathBuf, Problem)| row((path, problem)));
    match format {
        CheckFormat::Text => {
            for (path, problem) in found {
                text(&chosen.file(path), problem, colors, out)?;
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
                github(&slashed(&chosen.file(path)), problem, out)?;
            }
            Ok(())
        }
    }
}

/// As compilers do: `path:line:column: severity[code]: message`, and the hint below.
fn text(path: &Path, problem: &Problem, colors: Colors, out: &mut impl Write) -> io::Result<()> {
    let role = match problem.severity {
        Severity::Warning => Role::Problem,
        Severity::Error => Role::Excluded,
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

/// A workflow command of GitHub Actions (“Workflow commands”, “Setting an error message”).
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

/// What the runner's parser would act on (actions/toolkit, `command.ts`).
fn escaped(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Says what a code means; `None` where there is no such code.
pub(super) fn explain(name: &str) -> Option<String> {
    let code = CODES.iter().find(|code| code.name == name)?;
    Some(format!("{}\n\n{}\n", code.name, code.explanation))
}

/// All codes, for who mistypes one.
pub(super) fn codes() -> String {
    CODES.map(|code| code.name).join(", ")
}

#[cfg(test)]
mod tests;
