//! The program: reads arguments, environment, configuration and files of this machine.

use std::io::{self, IsTerminal, Write, stderr, stdout};
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc;
use std::thread;

use anyhow::{Context, Result, bail};
use etcetera::base_strategy::{BaseStrategy, Xdg};

use super::context::{CliContext, Sink};
use super::{article, run};
use crate::config::{Config, UserThemes};
use crate::post::{Date, PostProblem};
use crate::runtime::environment::{environment_variable, path_variable};
use crate::runtime::files::{self, ReadError};
use crate::runtime::scan::{ScanOptions, Scanned, scan};
use crate::runtime::{self, panics};
use crate::site::Environment;
use crate::text::Clean;

/// Runs the command in the program's arguments and returns its exit status.
pub fn main() -> u8 {
    panics::install_hook();
    // Standard output is locked only for each write, so that other threads can write to it as well.
    let mut out = io::BufWriter::with_capacity(64 * 1024, stdout());
    match context() {
        Ok(context) => run(std::env::args_os(), &context, &mut out, &mut stderr()),
        Err(error) => {
            // A failed write is ignored: if standard error is closed, the exit status still reports the failure.
            for line in format!("{error:#}").lines() {
                let _ = writeln!(stderr(), "folio: {}", Clean::line(line));
            }
            2
        }
    }
}

/// Creates the context from this machine's environment.
pub(super) fn context() -> Result<CliContext<'static>> {
    let home = std::env::home_dir();
    let config = config()?;
    Ok(CliContext {
        load: &load,
        count_words: &article::count_words,
        state_folder: Xdg::new()
            .ok()
            .and_then(|xdg| xdg.state_dir())
            .map(|folder| folder.join("folio")),
        run_reader: &runtime::run,
        env_var: &environment_variable,
        stdin: &files::read_stdin,
        is_stdin_piped: !io::stdin().is_terminal(),
        columns: columns(),
        now: Some(now()),
        environment: Environment {
            // The path is empty if the working folder was removed. folio can then still open an absolute path.
            working_folder: std::env::current_dir().unwrap_or_default(),
            home,
            configured_folder: config.folder.clone(),
        },
        config,
        reload: Some(self::config),
    })
}

/// Reads the configuration file. If `FOLIO_CONFIG` is set, it is the path of the file, which must exist. Otherwise, the file is
/// `folio/config.toml` in the XDG configuration folder, and may be missing. Returns the defaults if this folder is unknown.
fn config() -> Result<Config> {
    let home = std::env::home_dir();
    let from_variable = path_variable("FOLIO_CONFIG");
    let default_path = || Some(Xdg::new().ok()?.config_dir().join("folio/config.toml"));
    let Some(path) = from_variable.clone().or_else(default_path) else {
        return Ok(Config::default());
    };
    let user_themes = user_themes(&path.with_file_name("themes"));
    let path_text = || path.display().to_string();
    match files::read_regular(&path) {
        Ok(text) => {
            let text = String::from_utf8(text).with_context(path_text)?;
            Ok(Config::parse(&path, &text, home.as_deref(), user_themes)?)
        }
        Err(ReadError::Io(error)) if files::is_missing(&error) && from_variable.is_none() => {
            Ok(Config {
                file: Some(path),
                user_themes,
                ..Config::default()
            })
        }
        Err(error) => Err(error).with_context(path_text),
    }
}

/// Reads the theme files in a folder. A missing folder counts as empty. A file that is not readable text is skipped.
fn user_themes(folder: &Path) -> UserThemes {
    let mut themes = UserThemes::default();
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    for path in entries.map(|entry| entry.path()) {
        let is_toml = path
            .extension()
            .is_some_and(|extension| extension == "toml");
        let text = is_toml.then(|| files::read_regular(&path).ok()).flatten();
        if let Some(text) = text.and_then(|text| String::from_utf8(text).ok()) {
            themes.add(&path, &text);
        }
    }
    themes
}

/// Returns the current time in UTC.
fn now() -> Date {
    let now = jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::now());
    Date {
        calendar_day: now.date(),
        time: Some(now.time()),
        offset: Some(jiff::tz::Offset::UTC),
    }
}

/// Returns the width of the terminal, or `None` if standard output is not a terminal or the width is unknown.
fn columns() -> Option<u16> {
    if !stdout().is_terminal() {
        return None;
    }
    let (columns, _) = crossterm::terminal::size().ok()?;
    // A pseudo-terminal whose size was never set reports 0 columns.
    Some(columns).filter(|columns| *columns > 0)
}

/// Scans a folder on other threads and passes the posts to the sink on the current thread. Returns the problems of the files
/// that could not be read. Fails if the folder itself can't be read.
pub(super) fn load(
    folder: &Path,
    options: ScanOptions,
    sink: Sink<'_>,
) -> Result<Vec<PostProblem>> {
    let (sender, receiver) = mpsc::channel();
    let cancel = AtomicBool::new(false);
    thread::scope(|threads| {
        threads.spawn(|| {
            scan(folder, options, &cancel, move |scanned| {
                // This can't fail: the receiver is dropped only after the last message.
                let _ = sender.send(scanned);
            });
        });
        let mut scan_errors = Vec::new();
        for scanned in receiver {
            match scanned {
                Scanned::Batch(posts) => sink(posts),
                Scanned::Done { problems } => {
                    // The empty path is the folder itself.
                    let is_of_folder = |found: &&PostProblem| found.path.as_os_str().is_empty();
                    if let Some(found) = problems.iter().find(is_of_folder) {
                        bail!("{}: {}", folder.display(), found.problem.message);
                    }
                    scan_errors = problems;
                }
            }
        }
        Ok(scan_errors)
    })
}
