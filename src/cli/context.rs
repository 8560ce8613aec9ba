//! The context of a command: files, environment, terminal. Tests use another context.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::config::Config;
use crate::document::Dialect;
use crate::library::Sort;
use crate::post::{Date, Post, PostProblem};
use crate::runtime::files::ReadError;
use crate::runtime::scan::ScanOptions;
use crate::runtime::{Exit, ReaderOptions};
use crate::site::Environment;

/// A function that receives loaded posts in batches.
pub type Sink<'a> = &'a mut dyn FnMut(Vec<Post>);

/// A function that loads the posts in a folder, passes them to the sink, and returns the files that could not be read, with
/// their problems.
pub type Load<'a> = dyn Fn(&Path, ScanOptions, Sink<'_>) -> Result<Vec<PostProblem>> + 'a;

/// The context of a command.
pub struct CliContext<'a> {
    /// Loads the posts in a folder.
    pub load: &'a Load<'a>,
    /// Parses a file in the given dialect, and returns the number of words of its article. Returns `None` if the file can't be
    /// read.
    pub count_words: &'a dyn Fn(&Path, Dialect) -> Option<usize>,
    /// The configuration.
    pub config: Config,
    /// Reads the configuration again; `None` if the configuration can't change.
    pub reload: Option<fn() -> Result<Config>>,
    /// The folder of state files; `None` if there is no home folder.
    pub state_folder: Option<PathBuf>,
    /// Runs the reader.
    pub run_reader: &'a dyn Fn(ReaderOptions) -> Result<Exit>,
    /// Returns the value of an environment variable; an empty variable counts as unset.
    pub env_var: &'a dyn Fn(&str) -> Option<String>,
    /// True if standard input is not a terminal.
    pub is_stdin_piped: bool,
    /// Reads standard input.
    pub stdin: &'a dyn Fn() -> Result<Vec<u8>, ReadError>,
    /// The width of the terminal in columns, or `None` if standard output is not a terminal.
    pub columns: Option<u16>,
    /// The current time. It determines which posts are scheduled or expired; if it is `None`, no post is.
    pub now: Option<Date>,
    /// The folders that determine what the argument PATH of the command line means. The path of the working folder is empty if
    /// the folder no longer exists.
    pub environment: Environment,
}

impl CliContext<'_> {
    /// Returns true if standard output is a terminal.
    pub(super) fn is_stdout_terminal(&self) -> bool {
        self.columns.is_some()
    }

    /// Returns the folder of state files, or `None` if the configuration disables saving state or
    /// there is no home folder.
    pub(super) fn enabled_state_folder(&self) -> Option<&Path> {
        let is_enabled = self.config.state.unwrap_or(true);
        self.state_folder.as_deref().filter(|_| is_enabled)
    }

    /// Returns the order of lists that the user has never sorted.
    pub(super) fn default_sort(&self) -> Sort {
        self.config.sort.map_or_else(Sort::default, |sort| sort.0)
    }

    /// Returns the configured measure in columns, or the default measure.
    pub(super) fn measure(&self) -> u16 {
        self.config.measure()
    }
}
