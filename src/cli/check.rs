//! `folio check`: the problems of the posts.

use std::io::{self, Write};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::color::Colors;
use super::library::LoadedLibrary;
use super::output::{slashed, write_json, write_tsv};
use super::problem::ProblemRow;
use super::values::CheckFormat;
use crate::document::Dialect;
use crate::post::{PostProblem, Problem, ReadContext, Severity, decode};
use crate::runtime::file_system::RealFs;
use crate::runtime::files;
use crate::runtime::panics::{catch_panic, isolate};
use crate::runtime::scan::{THREAD_PER_CPU, thread_count};
use crate::site::check::{self, CODES, Checker};
use crate::site::{OpenTarget, Source};
use crate::text::Clean;
use crate::theme::Role;

/// Checks the posts that match the filter, and returns their problems in the order of paths, lines and columns.
/// `scan_errors` are the problems of the files that the scan could not read; they are returned too, regardless of the filter.
/// If the PATH of the command line is a file, returns only the problems of that file. The posts are read in
/// `dialect`. If `dialect` is `None`, each post is read in the dialect of its file.
pub(super) fn check(
    loaded: &LoadedLibrary,
    dialect: Option<Dialect>,
    scan_errors: Vec<PostProblem>,
) -> Vec<PostProblem> {
    let LoadedLibrary {
        library, target, ..
    } = loaded;
    let argument_post_path = loaded.argument_post_path();
    let has_scan_error = |path: &Path| scan_errors.iter().any(|error| error.path == path);
    let mut paths: Vec<_> = loaded
        .selected_posts()
        .into_iter()
        .map(|id| &*library.post(id).path)
        .collect();
    let read_bytes = |path: &Path| files::read_text(&target.library_folder.join(path));
    let read_text = |path: &Path| Some(decode(&read_bytes(path).ok()?).text.into_owned());
    let check_across_posts = || check::check_library(library, &target.site, &read_text);
    // A panic is logged, and loses only the problems that this check would have found.
    let mut problems =
        catch_panic("checking slugs and tags", check_across_posts).unwrap_or_default();
    // All posts of the library were compared, so problems of posts that are not selected are dropped.
    problems.retain(|problem| paths.contains(&&*problem.path));
    // A post that the scan could not read is not read again.
    paths.retain(|path| !has_scan_error(path));
    let files = RealFs::default();
    let checker = Checker::new(&target.site, &target.library_folder, &files).with_library(library);
    problems.extend(check_in_parallel(&paths, |path| match read_bytes(path) {
        Ok(bytes) => {
            let dialect = dialect.unwrap_or_else(|| target.site.dialect.of_file(path));
            let context = ReadContext {
                folder: &target.library_folder,
                // The form of front matter, if any, that could be body text in other dialects.
                ambiguous_form: dialect.ambiguous_form(),
                ..ReadContext::default()
            };
            checker.check_post(&Source::parse(context, path, bytes), dialect)
        }
        Err(error) => vec![error.problem()],
    }));
    problems.extend(
        scan_errors
            .into_iter()
            .filter(|error| argument_post_path.is_none_or(|path| path == error.path)),
    );
    problems.sort_by(|a, b| {
        let position = |problem: &Problem| (problem.line, problem.column);
        a.path
            .cmp(&b.path)
            .then_with(|| position(&a.problem).cmp(&position(&b.problem)))
    });
    problems
}

/// Calls `check` for each path, in parallel, and returns the problems in any order. A panic of `check` becomes a problem of the
/// post.
fn check_in_parallel(
    paths: &[&Path],
    check: impl Fn(&Path) -> Vec<Problem> + Sync,
) -> Vec<PostProblem> {
    let (next_index, all_problems) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let work = || {
        let mut thread_problems: Vec<PostProblem> = Vec::new();
        while let Some(&path) = paths.get(next_index.fetch_add(1, Ordering::Relaxed)) {
            let problems = isolate(path, || check(path)).unwrap_or_else(|problem| vec![problem]);
            thread_problems.extend(problems.into_iter().map(|problem| PostProblem {
                path: path.to_owned(),
                problem,
            }));
        }
        all_problems
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend(thread_problems);
    };
    thread::scope(|scope| {
        // The current thread works too, so one thread fewer is started.
        for _ in 1..thread_count(THREAD_PER_CPU).min(paths.len()) {
            scope.spawn(work);
        }
        work();
    });
    all_problems
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner)
}

/// Prints the problems in a format.
pub(super) fn print(
    problems: &[PostProblem],
    target: &OpenTarget,
    format: CheckFormat,
    colors: Colors,
    out: &mut impl Write,
) -> io::Result<()> {
    // JSON and TSV have paths relative to PATH. The other formats have paths that can be opened from the working folder.
    let rows = problems.iter().map(|PostProblem { path, problem }| {
        ProblemRow::new(problem, &slashed(&target.path_from_argument(path)))
    });
    match format {
        CheckFormat::Text => {
            for PostProblem { path, problem } in problems {
                print_text(&target.path_from_working_folder(path), problem, colors, out)?;
            }
            Ok(())
        }
        CheckFormat::Json => write_json(&rows.collect::<Vec<_>>(), out),
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
            write_tsv(names, rows.map(fields), out)
        }
        CheckFormat::Github => {
            for PostProblem { path, problem } in problems {
                print_github(
                    &slashed(&target.path_from_working_folder(path)),
                    problem,
                    out,
                )?;
            }
            Ok(())
        }
    }
}

/// Prints a problem in the format of compilers: `path:line:column: severity[code]: message`, with the hint on the next line.
fn print_text(
    path: &Path,
    problem: &Problem,
    colors: Colors,
    out: &mut impl Write,
) -> io::Result<()> {
    let role = match problem.severity {
        Severity::Warning => Role::Warning,
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
    let location = crate::clean!("{}:{line}:{column}: ", slashed(path));
    colors.push(&mut bytes, &location, Role::Text);
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

/// Prints a problem as a workflow command of GitHub Actions. GitHub documents the format in “Workflow commands”, “Setting an
/// error message”.
fn print_github(path: &str, problem: &Problem, out: &mut impl Write) -> io::Result<()> {
    let Problem {
        severity,
        code,
        line,
        column,
        message,
        hint,
    } = problem;
    let escape_property = |text: &str| escape(text).replace(':', "%3A").replace(',', "%2C");
    let text = Clean::block(&escape(&format!("{message}; {hint}")));
    writeln!(
        out,
        "::{severity} file={},line={line},col={column},title={code}::{text}",
        Clean::line(&escape_property(path))
    )
}

/// Escapes the characters that GitHub's parser of workflow commands interprets, as `command.ts` in the repository
/// actions/toolkit does.
fn escape(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Returns the explanation of a code, or `None` if the code is unknown.
pub(super) fn explain(name: &str) -> Option<String> {
    let code = CODES.iter().find(|code| code.name == name)?;
    Some(format!("{}\n\n{}\n", code.name, code.explanation))
}

/// Returns all codes, separated by commas, for the error message about an unknown code.
pub(super) fn code_list() -> String {
    CODES.map(|code| code.name).join(", ")
}

#[cfg(test)]
mod tests;
