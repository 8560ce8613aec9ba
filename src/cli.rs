//! The command line: arguments in, output and an exit status out.
//!
//! `args` defines the arguments; each subcommand has its own file.
//!
//! The exit status is:
//!
//! - 0 on success. A pipe that is closed early is not an error.
//! - 1 if `search` found nothing, if `check` found errors, or if folio failed on a post.
//! - 2 if the command failed. Standard error then gets one line, or a line for each error in the configuration.
//! - 128 plus the number of the signal if a signal ended the reader.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use clap::{CommandFactory, Parser};
use log::LevelFilter;

use crate::ansi::ColorLevel;
use crate::app::StartOptions;
use crate::app::themes::ThemeState;
use crate::post::Severity;
use crate::runtime::file_system::RealFs;
use crate::runtime::scan::{ScanOptions, WantedText};
use crate::runtime::store::StateFile;
use crate::runtime::{LibraryOpener, ReaderOptions, files, log_file, terminal};
use crate::site;
use crate::text::Clean;

mod args;
mod article;
mod check;
mod color;
mod command;
mod config;
mod context;
mod generate;
mod library;
mod list;
mod output;
mod path;
mod problem;
mod search;
mod settings;
mod show;
mod state;
mod system;
mod tags;
#[cfg(test)]
mod tests;
mod toc;
mod values;

pub use color::Colors;
pub use command::{
    CheckOptions, Command, ConfigCommand, DisplayArgs, Invocation, PostSelection, SearchOptions,
    ShowOptions, StateCommand, TocOptions,
};
pub use context::{CliContext, Load, Sink};
use list::list;
pub use system::main;
use tags::tags;
pub use toc::toc;
pub use values::{CheckFormat, ColorChoice, LinkForm, OutputFormat};

/// Parses arguments.
///
/// # Errors
/// Fails on invalid arguments. The texts of `--help` and `--version` are also returned as clap's error.
pub fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Invocation, clap::Error> {
    args::CliArgs::try_parse_from(args).map(args::CliArgs::into_invocation)
}

/// Runs a command and returns the exit status.
pub fn run(
    args: impl IntoIterator<Item = OsString>,
    context: &CliContext<'_>,
    out: &mut impl Write,
    err: &mut impl Write,
) -> u8 {
    let result = match parse(args) {
        Ok(invocation) => start_log(invocation.log, context)
            .and_then(|()| dispatch(invocation.command, context, out, err)),
        // clap returns the texts of `--help` and `--version` as errors for standard output.
        Err(error) if !error.use_stderr() => write!(out, "{}", error.render())
            .map(|()| 0)
            .map_err(Into::into),
        Err(error) => Err(one_line(&error)),
    };
    match result.and_then(|status| Ok(out.flush().map(|()| status)?)) {
        Ok(status) => status,
        Err(error) if is_closed_pipe(&error) => 0,
        Err(error) => {
            log::error!("{error:#}");
            // A failed write is ignored: if standard error is closed, the exit status still reports the failure.
            let _ = writeln!(err, "folio: {}", Clean::line(&format!("{error:#}")));
            2
        }
    }
}

/// Starts the log at `level`, the value of `--log`. If `level` is `None`, `FOLIO_LOG` sets the level. If neither is set, nothing
/// is logged.
fn start_log(level: Option<LevelFilter>, context: &CliContext<'_>) -> Result<()> {
    let level = match ((context.env_var)("FOLIO_LOG"), level) {
        (_, Some(level)) => level,
        (None, None) => return Ok(()),
        (Some(name), None) => name.parse().with_context(|| {
            format!("FOLIO_LOG: unknown level `{name}`; use error, warn, info, debug or trace")
        })?,
    };
    let state_folder = context.state_folder.as_deref();
    let state_folder = state_folder.context("there is no home folder for a log file")?;
    Ok(log_file::start(level, state_folder)?)
}

/// Carries out a command and returns the exit status.
fn dispatch(
    command: Command,
    context: &CliContext<'_>,
    out: &mut impl Write,
    err: &mut impl Write,
) -> Result<u8> {
    match command {
        Command::List { posts, format } => run_list(&posts, format, context, out, err),
        Command::Tags {
            posts,
            kind,
            format,
        } => {
            let mut loaded = library::load(&posts, context)?;
            // If PATH is a file, only the tags of this post are printed.
            loaded.retain_argument_post();
            let colors = Colors::of(context);
            tags(&loaded, kind, format, colors, out)?;
            Ok(library::report(&loaded.scan_errors, &loaded.target, err)?)
        }
        Command::Search(options) => run_search(&options, context, out, err),
        Command::Check(options) => run_check(&options, context, out),
        Command::Config(command) => config::config(&command, context, out).map(|()| 0),
        Command::State(command) => state::state(&command, context, out).map(|()| 0),
        Command::Completions(shell) => Ok(generate::write_completions(shell, out).map(|()| 0)?),
        Command::Man => Ok(generate::write_man(&args::CliArgs::command(), out).map(|()| 0)?),
        Command::Read { posts, display } => {
            let exit = (context.run_reader)(reader_options(&posts, &display, context)?);
            Ok(exit.map_err(suggest_other_commands)?.status())
        }
        Command::Toc(options) => {
            let print = |article: &article::OpenedArticle| {
                Ok(toc(&article.source, article.dialect, options.format, out)?)
            };
            article::with_article(&options.file, options.dialect, context, err, print)
        }
        Command::Show(options) => {
            let print = |article: &_| Ok(show::show(article, &options, context, out)?);
            article::with_article(&options.file, options.dialect, context, err, print)
        }
    }
}

/// Runs `folio list`.
fn run_list(
    selection: &PostSelection,
    format: OutputFormat,
    context: &CliContext<'_>,
    out: &mut impl Write,
    err: &mut impl Write,
) -> Result<u8> {
    let mut loaded = library::load(selection, context)?;
    // If PATH is a file, only this post is listed.
    loaded.retain_argument_post();
    let target = &loaded.target;
    let count_words = |path: &Path| {
        let site_dialect = target.site.dialect;
        let dialect = selection.dialect;
        let dialect = dialect.unwrap_or_else(|| site_dialect.of_file(path));
        (context.count_words)(&target.library_folder.join(path), dialect)
    };
    let colors = Colors::of(context);
    let outcome = list(&loaded, format, &count_words, colors, out)?;
    // These problems were found while words were counted. They are reported together with the problems of the scan.
    loaded.scan_errors.extend(outcome.failed);
    let status = library::report(&loaded.scan_errors, &loaded.target, err)?;
    if outcome.post_count == 0 && format == OutputFormat::Text {
        writeln!(err, "folio: {}", library::empty_list_message(&loaded))?;
    }
    Ok(status)
}

/// Runs `folio search`. Returns status 1 if nothing is found.
fn run_search(
    options: &SearchOptions,
    context: &CliContext<'_>,
    out: &mut impl Write,
    err: &mut impl Write,
) -> Result<u8> {
    // The query is compiled first, so that an invalid query is reported before a large folder is read.
    let query = Arc::new(search::compile_query(&options.query)?);
    // Only posts that may contain the query are loaded. In most searches, these are few.
    let wanted = WantedText::Containing(Arc::clone(&query));
    let mut loaded = library::load_posts_containing(&options.posts, wanted, context)?;
    let outcome = search::search(options, &query, &loaded, context, out)?;
    for failure in outcome.failed {
        // A post that neither the scan nor the search could read is reported once.
        let mut scan_errors = loaded.scan_errors.iter();
        if !scan_errors.any(|error| error.path == failure.path) {
            loaded.scan_errors.push(failure);
        }
    }
    let status = library::report(&loaded.scan_errors, &loaded.target, err)?;
    Ok(status.max(u8::from(outcome.hit_count == 0)))
}

/// Runs `folio check`. Returns status 1 if a problem is an error. `--explain` checks nothing, and returns status 0.
fn run_check(options: &CheckOptions, context: &CliContext<'_>, out: &mut impl Write) -> Result<u8> {
    if let Some(code) = &options.explain {
        let Some(explanation) = check::explain(code) else {
            bail!("unknown code `{code}`; use {}", check::code_list());
        };
        write!(out, "{explanation}")?;
        return Ok(0);
    }
    let mut loaded = library::load(&options.posts, context)?;
    let scan_errors = std::mem::take(&mut loaded.scan_errors);
    let problems = check::check(&loaded, options.posts.dialect, scan_errors);
    let colors = Colors::of(context);
    check::print(&problems, &loaded.target, options.format, colors, out)?;
    let mut severities = problems
        .iter()
        .map(|post_problem| post_problem.problem.severity);
    Ok(u8::from(
        severities.any(|severity| severity == Severity::Error),
    ))
}

/// Returns a function that creates the reader's options for another library. The filter, the order and the dialect on the
/// command line apply to the first library only.
fn library_opener(
    start: &StartOptions,
    scan: &ScanOptions,
    context: &CliContext<'_>,
    state_folder: Option<&Path>,
) -> LibraryOpener {
    let start = StartOptions {
        filter: None,
        sort: None,
        ..start.clone()
    };
    let (scan, environment) = (scan.clone(), context.environment.clone());
    let state_folder = state_folder.map(Path::to_owned);
    LibraryOpener::new(move |library_folder| {
        let target = site::resolve_path(Some(library_folder), &environment, &RealFs::default())?;
        let dialect = None;
        let options = ReaderOptions::for_library(start.clone(), target, dialect, &scan);
        Ok(match &state_folder {
            Some(state_folder) => options.with_state_folder(state_folder),
            None => options,
        })
    })
}

/// Returns the options of the reader.
fn reader_options(
    selection: &PostSelection,
    display: &DisplayArgs,
    context: &CliContext<'_>,
) -> Result<ReaderOptions> {
    let level = ColorLevel::detect(context.env_var);
    let state_folder = context
        .enabled_state_folder()
        .filter(|_| display.uses_state);
    let preferences_file = state_folder.map(StateFile::preferences);
    let picked_theme = preferences_file
        .as_ref()
        .and_then(|file| file.load().state.theme);
    let settings = settings::settings(&context.config, display, level)?;
    let settings_source = settings::source(context, display, level);
    // Without a filter on the command line, the reader uses the saved filter.
    let filter = selection
        .has_filter()
        .then(|| selection.filter(&context.config.filters))
        .transpose()?;
    let start = StartOptions {
        filter,
        sort: selection.order(context.default_sort()),
        now: context.now,
        themes: ThemeState::new(picked_theme, &settings.themes),
        settings,
        ..StartOptions::default()
    };
    let scan = library::scan_options(selection);
    let opener = library_opener(&start, &scan, context, state_folder);
    let is_stdin_requested = selection.path.as_deref() == Some(Path::new("-"));
    let text = if is_stdin_requested || (selection.path.is_none() && context.is_stdin_piped) {
        let result = (context.stdin)().and_then(files::check_text);
        result.context("standard input")?
    } else {
        Vec::new()
    };
    // Empty standard input, such as `/dev/null`, is an article only if PATH is `-`. Without PATH, the default folder is opened.
    if is_stdin_requested || !text.is_empty() {
        let dialect = selection.dialect.unwrap_or_default();
        let options = ReaderOptions::for_text(start, text, dialect).with_opener(opener);
        return Ok(options.with_settings(settings_source, preferences_file));
    }
    let target = path::resolve(selection.path.as_deref(), context)?;
    let options = ReaderOptions::for_library(start, target, selection.dialect, &scan)
        .with_settings(settings_source, preferences_file)
        .with_opener(opener);
    Ok(match state_folder {
        Some(folder) => options.with_state_folder(folder),
        None => options,
    })
}

/// If there is no terminal, or if the terminal is too limited for the reader, extends the error message by the commands that
/// need no terminal. Returns other errors unchanged.
fn suggest_other_commands(error: anyhow::Error) -> anyhow::Error {
    match error.downcast_ref() {
        None | Some(terminal::TerminalError::Io(_)) => error,
        Some(_) => anyhow::anyhow!(
            "{error}; `folio show FILE` prints an article, `folio list` the posts of a folder"
        ),
    }
}

/// Joins clap's error message to one line: the error and its tip, without the usage.
fn one_line(error: &clap::Error) -> anyhow::Error {
    let text = error.render().to_string();
    let message = text.split("\n\nUsage:").next().unwrap_or_default();
    let message = message
        .split("\n\nFor more information")
        .next()
        .unwrap_or_default();
    let message = message.strip_prefix("error: ").unwrap_or(message);
    let paragraphs = message
        .split("\n\n")
        .map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "));
    anyhow::anyhow!(
        "{}; see `folio --help`",
        paragraphs.collect::<Vec<_>>().join("; ")
    )
}

/// Returns true if the error is a write to a closed pipe.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let cause = error.downcast_ref::<io::Error>();
    cause.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
