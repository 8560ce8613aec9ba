//! The command line: arguments in, output and an exit status out.
//!
//! `args` says what can be asked, a file a subcommand answers. Status 0: done; 1: nothing found, where finding was asked
//! for; 2: could not do it, with one line on standard error. A pipe that is closed early is no error.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;

use anyhow::{Result, bail};
use clap::{CommandFactory, Parser};

use crate::app::Start;
use crate::library::Library;
use crate::post::Severity;
use crate::runtime::scan::{IgnoredFiles, ScanOptions};
use crate::runtime::{ReaderOptions, terminal};
use crate::site::check::Found;
use crate::site::{self, Disk, OpenTarget};
use crate::text::Clean;

mod args;
mod article;
mod check;
mod color;
mod command;
mod list;
mod output;
mod outside;
mod packagers;
mod path;
mod problem;
mod search;
mod show;
mod state;
mod tags;
#[cfg(test)]
mod tests;
mod toc;

pub use args::{CheckFormat, Color, Format, Links};
pub use color::Colors;
pub use command::{Check, Command, Looks, Posts, Search, Show, State, Toc};
pub use list::list;
pub use outside::{Load, Outside, Sink, main};
pub use show::show;
pub use tags::{TagKind, tags};
pub use toc::toc;

/// What was asked for.
///
/// # Errors
/// Arguments that make no sense, and the texts of `--help` and `--version`.
pub fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Command, clap::Error> {
    args::Args::try_parse_from(args).map(args::Args::into_command)
}

/// Does what the arguments ask for and gives back the exit status.
pub fn run(
    args: impl IntoIterator<Item = OsString>,
    outside: &Outside<'_>,
    out: &mut impl Write,
    err: &mut impl Write,
) -> u8 {
    let done = match parse(args) {
        Ok(command) => dispatch(command, outside, out, err),
        // `--help` and `--version`.
        Err(error) if !error.use_stderr() => write!(out, "{}", error.render())
            .map(|()| 0)
            .map_err(Into::into),
        Err(error) => Err(one_line(&error)),
    };
    match done.and_then(|status| Ok(out.flush().map(|()| status)?)) {
        Ok(status) => status,
        Err(error) if is_closed_pipe(&error) => 0,
        Err(error) => {
            // Standard error is all there is to say it on; if that is gone, the status still tells.
            let _ = writeln!(err, "folio: {}", Clean::line(&format!("{error:#}")));
            2
        }
    }
}

fn dispatch(
    command: Command,
    outside: &Outside<'_>,
    out: &mut impl Write,
    err: &mut impl Write,
) -> Result<u8> {
    match command {
        Command::List { posts, format } => {
            let Loaded {
                library,
                chosen,
                unread,
            } = load(&posts, outside)?;
            let filter = posts.filter()?;
            let words = |post: &Path| {
                let dialect = posts
                    .dialect
                    .unwrap_or_else(|| chosen.site.dialect.of_file(post));
                (outside.words)(&chosen.library.join(post), dialect)
            };
            let colors = Colors::of(outside);
            let shown = list(&library, &filter, format, &chosen, &words, colors, out)?;
            tell(&unread, &chosen, err)?;
            if shown == 0 && format == Format::Text {
                writeln!(
                    err,
                    "folio: {}",
                    nothing(&library, &filter.to_string(), &chosen)
                )?;
            }
        }
        Command::Tags {
            posts,
            kind,
            format,
        } => {
            let Loaded {
                library,
                chosen,
                unread,
            } = load(&posts, outside)?;
            let colors = Colors::of(outside);
            tags(&library, &posts.filter()?, kind, format, colors, out)?;
            tell(&unread, &chosen, err)?;
        }
        Command::Search(options) => return run_search(&options, outside, out, err),
        Command::Check(options) => return run_check(&options, outside, out),
        Command::State(asked) => state::state(&asked, outside, out)?,
        Command::Completions(shell) => packagers::completions(shell, out)?,
        Command::Man => packagers::man(&args::Args::command(), out)?,
        Command::Read { posts, looks } => {
            let read = (outside.read)(reader(&posts, looks, outside)?);
            return Ok(read.map_err(without_terminal)?.status());
        }
        Command::Toc(options) => {
            let (source, dialect) = article::read(&options.file, options.dialect, outside)?;
            toc(&source.document(dialect), options.format, out)?;
        }
        Command::Show(options) => {
            let (source, dialect) = article::read(&options.file, options.dialect, outside)?;
            show(&source, dialect, &options, outside, out)?;
        }
    }
    Ok(0)
}

/// `folio search`: 1 where nothing is found.
fn run_search(
    options: &Search,
    outside: &Outside<'_>,
    out: &mut impl Write,
    err: &mut impl Write,
) -> Result<u8> {
    // What is wrong with the query is said before a large folder is read.
    let phrase = search::phrase(&options.query)?;
    let loaded = load(&options.posts, outside)?;
    let (lines, unread) = search::search(options, &phrase, &loaded, outside, out)?;
    tell(&loaded.unread, &loaded.chosen, err)?;
    let is_known = |path: &Path| loaded.unread.iter().any(|(known, _)| known == path);
    let unread: Vec<_> = unread
        .into_iter()
        .filter(|(path, _)| !is_known(path))
        .collect();
    tell(&unread, &loaded.chosen, err)?;
    Ok(u8::from(lines == 0))
}

/// `folio check`: 1 where there are errors.
fn run_check(options: &Check, outside: &Outside<'_>, out: &mut impl Write) -> Result<u8> {
    if let Some(code) = &options.explain {
        let Some(explanation) = check::explain(code) else {
            bail!("there is no code `{code}`; there are {}", check::codes());
        };
        write!(out, "{explanation}")?;
        return Ok(0);
    }
    let loaded = load(&options.posts, outside)?;
    let (posts, chosen) = (&options.posts, &loaded.chosen);
    let filter = posts.filter()?;
    let found = check::check(
        &loaded.library,
        &filter,
        chosen,
        posts.dialect,
        loaded.unread,
    );
    check::print(&found, chosen, options.format, Colors::of(outside), out)?;
    let mut problems = found.iter().map(|(_, problem)| problem.severity);
    Ok(u8::from(
        problems.any(|severity| severity == Severity::Error),
    ))
}

/// Says what could not be read.
fn tell(unread: &[Found], chosen: &OpenTarget, err: &mut impl Write) -> Result<()> {
    for (path, problem) in unread {
        let line = format!(
            "folio: {}: {}",
            chosen.file(path).display(),
            problem.message
        );
        writeln!(err, "{}", Clean::line(&line))?;
    }
    Ok(())
}

/// What the reader is to open.
fn reader(posts: &Posts, looks: Looks, outside: &Outside<'_>) -> Result<ReaderOptions> {
    let theme = looks.theme.unwrap_or(outside.config.theme);
    let start = Start {
        filter: Some(posts.filter()?).filter(|_| posts.names_filter()),
        sort: Some(posts.sort).filter(|_| posts.sorted),
        measure: looks.measure.unwrap_or(outside.measure()),
        now: outside.now,
        keys: outside.config.keys.clone(),
        ..Start::default()
    };
    let dash = posts.path.as_deref() == Some(Path::new("-"));
    let text = if dash || (posts.path.is_none() && outside.piped) {
        (outside.stdin)()?
    } else {
        Vec::new()
    };
    // Nothing at all is what a program gets that was started without standard input.
    if dash || !text.is_empty() {
        let dialect = posts.dialect.unwrap_or_default();
        return Ok(ReaderOptions::text(start, text, dialect).with_theme(theme));
    }
    let chosen = choose(posts, outside)?;
    let scan = scan_options(posts);
    let reader = ReaderOptions::folder(start, chosen, posts.dialect, scan).with_theme(theme);
    Ok(match outside.kept_states().filter(|_| looks.state) {
        Some(states) => reader.with_states(states),
        None => reader,
    })
}

/// What does without a terminal, where there is none to read in.
fn without_terminal(error: anyhow::Error) -> anyhow::Error {
    match error.downcast_ref() {
        None | Some(terminal::Error::Io(_)) => error,
        Some(_) => anyhow::anyhow!(
            "{error}; `folio show FILE` prints an article, `folio list` the posts of a folder"
        ),
    }
}

/// A library, whole.
struct Loaded {
    library: Library,
    chosen: OpenTarget,
    /// What could not be read.
    unread: Vec<Found>,
}

/// The library that a PATH asks for.
fn load(posts: &Posts, outside: &Outside<'_>) -> Result<Loaded> {
    // What the filter says wrong is said before a large folder is read.
    posts.filter()?;
    if posts.path.as_deref() == Some(Path::new("-")) {
        bail!("standard input holds no folder to list; `folio show -` shows an article from it");
    }
    let chosen = choose(posts, outside)?;
    let mut library = Library::new(posts.sort).at(outside.now);
    if posts.filter()?.asks_flags() {
        library = library.with_flags(state::flags(&chosen, outside));
    }
    let options = scan_options(posts);
    let unread = (outside.load)(&chosen.library, options, &mut |batch| library.extend(batch))?;
    Ok(Loaded {
        library,
        chosen,
        unread,
    })
}

fn scan_options(posts: &Posts) -> ScanOptions {
    ScanOptions {
        ignored: if posts.ignored {
            IgnoredFiles::Include
        } else {
            IgnoredFiles::Skip
        },
        ..ScanOptions::default()
    }
}

/// The folder and the file that a PATH asks for.
fn choose(posts: &Posts, outside: &Outside<'_>) -> Result<OpenTarget> {
    let chosen = site::resolve_path(posts.path.as_deref(), &outside.around, &Disk);
    chosen.map_err(|missing| path::explain(&missing))
}

/// Why a list is empty.
fn nothing(library: &Library, filter: &str, chosen: &OpenTarget) -> Clean<'static> {
    let text = if library.is_empty() {
        format!(
            "{}: no posts; folio lists .md, .markdown and .mdx files",
            chosen.library.display()
        )
    } else {
        format!("none of {} posts meets {filter}", library.len())
    };
    Clean::line(&text).into_owned()
}

/// What clap says over many lines, on one: what is wrong and its tip, without the usage.
fn one_line(error: &clap::Error) -> anyhow::Error {
    let text = error.render().to_string();
    let told = text.split("\n\nUsage:").next().unwrap_or_default();
    let told = told
        .split("\n\nFor more information")
        .next()
        .unwrap_or_default();
    let told = told.strip_prefix("error: ").unwrap_or(told);
    let paragraphs = told
        .split("\n\n")
        .map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "));
    anyhow::anyhow!(
        "{}; see `folio --help`",
        paragraphs.collect::<Vec<_>>().join("; ")
    )
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let cause = error.downcast_ref::<io::Error>();
    cause.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
