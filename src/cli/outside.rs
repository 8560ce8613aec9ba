//! What the command line asks of the layers that read files.

use std::io::{self, IsTerminal, Read, Write, stderr, stdout};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::mpsc;
use std::thread;

use anyhow::{Context, Result, bail};
use etcetera::base_strategy::{BaseStrategy, Xdg};

use super::article;
use crate::config::{self, Config, Measure};
use crate::document::Dialect;
use crate::post::{Date, Post};
use crate::runtime::scan::{ScanOptions, Scanned, scan};
use crate::runtime::{self, Exit, ReaderOptions, panics};
use crate::site::Environment;
use crate::site::check::Found;
use crate::text::Clean;

/// Where loaded posts go, a batch at a time.
pub type Sink<'a> = &'a mut dyn FnMut(Vec<Post>);

/// Reads the posts below a folder.
pub type Load<'a> = dyn Fn(&Path, ScanOptions, Sink<'_>) -> Result<Vec<Found>> + 'a;

/// The layers that read files, so that tests can stand in for them.
pub struct Outside<'a> {
    /// Hands over the posts below a folder, in batches, and says what could not be read.
    pub load: &'a Load<'a>,
    /// Counts the words of a file's article in a dialect; `None` where it can't be read.
    pub words: &'a dyn Fn(&Path, Dialect) -> Option<usize>,
    /// What the configuration file says.
    pub config: Config,
    /// The folder for states; `None` where there is no home.
    pub states: Option<PathBuf>,
    /// Runs the reader.
    pub read: &'a dyn Fn(ReaderOptions) -> Result<Exit>,
    /// A variable of the environment.
    pub env: &'a dyn Fn(&str) -> Option<String>,
    /// Whether something is piped into standard input.
    pub piped: bool,
    /// All of standard input.
    pub stdin: &'a dyn Fn() -> io::Result<Vec<u8>>,
    /// Columns of the terminal that standard output is; `None` where it is none.
    pub columns: Option<u16>,
    /// The moment that tells what is scheduled and what has expired.
    pub now: Option<Date>,
    /// Where the program was started.
    pub around: Environment,
}

/// Does what the program's arguments ask for and gives back its exit status.
pub fn main() -> u8 {
    panics::install_hook();
    // Not locked for good: a thread that fails has to be able to say so.
    let mut out = io::BufWriter::with_capacity(64 * 1024, stdout());
    match Outside::real() {
        Ok(outside) => super::run(std::env::args_os(), &outside, &mut out, &mut stderr()),
        Err(error) => {
            // Standard error is all there is to say it on; if that is gone, the status still tells.
            let _ = writeln!(stderr(), "folio: {}", Clean::line(&format!("{error:#}")));
            2
        }
    }
}

impl Outside<'_> {
    /// The files of this machine.
    ///
    /// # Errors
    /// There is no working folder any more.
    pub fn real() -> Result<Self> {
        let folder = std::env::current_dir().context("the working folder is gone")?;
        let home = std::env::home_dir();
        let config = config(home.as_deref())?;
        Ok(Self {
            load: &load,
            words: &article::words,
            states: Xdg::new()
                .ok()
                .and_then(|xdg| xdg.state_dir())
                .map(|dir| dir.join("folio")),
            read: &runtime::run,
            env: &|name| std::env::var(name).ok(),
            stdin: &|| {
                let mut bytes = Vec::new();
                io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
            },
            piped: !io::stdin().is_terminal(),
            columns: columns(),
            now: Some(now()),
            around: Environment {
                folder,
                home,
                configured: config.folder.clone(),
            },
            config,
        })
    }
}

impl Outside<'_> {
    /// The folder for states, unless the configuration wants nothing kept.
    pub(super) fn kept_states(&self) -> Option<&Path> {
        let wanted = self.config.state.unwrap_or(true);
        self.states.as_deref().filter(|_| wanted)
    }

    /// Columns of running text, at most.
    pub(super) fn measure(&self) -> u16 {
        self.config
            .measure
            .map_or(config::MEASURE, |Measure(columns)| columns)
    }
}

/// The configuration file: `$FOLIO_CONFIG`, else `folio/config.toml` in the XDG configuration folder. It need not
/// be there.
fn config(home: Option<&Path>) -> Result<Config> {
    let named = std::env::var_os("FOLIO_CONFIG").map(PathBuf::from);
    let usual = || Some(Xdg::new().ok()?.config_dir().join("folio/config.toml"));
    let Some(path) = named.clone().or_else(usual) else {
        return Ok(Config::default());
    };
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok(Config::parse(&path, &text, home)?),
        Err(error) if error.kind() == io::ErrorKind::NotFound && named.is_none() => {
            Ok(Config::default())
        }
        Err(error) => Err(error).with_context(|| path.display().to_string()),
    }
}

/// Now, as a date with its time in UTC.
fn now() -> Date {
    let now = jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::now());
    Date {
        day: now.date(),
        time: Some(now.time()),
        offset: Some(jiff::tz::Offset::UTC),
    }
}

/// The width of the terminal that standard output is, if it is one.
fn columns() -> Option<u16> {
    if !stdout().is_terminal() {
        return None;
    }
    let (columns, _) = crossterm::terminal::size().ok()?;
    Some(columns).filter(|columns| *columns > 0)
}

/// Reads on the scan's threads and hands over on this one. Fails where the folder itself can't be read.
pub(super) fn load(folder: &Path, options: ScanOptions, sink: Sink<'_>) -> Result<Vec<Found>> {
    let (sender, messages) = mpsc::channel();
    let cancel = AtomicBool::new(false);
    thread::scope(|threads| {
        threads.spawn(|| {
            scan(folder, options, &cancel, move |scanned| {
                // The receiver outlives the scan.
                let _ = sender.send(scanned);
            });
        });
        let mut unread = Vec::new();
        for scanned in messages {
            match scanned {
                Scanned::Batch(posts) => sink(posts),
                Scanned::Done { problems } => {
                    let of_folder = |(path, _): &(PathBuf, _)| path.as_os_str().is_empty();
                    if let Some((_, problem)) = problems.iter().find(|found| of_folder(found)) {
                        bail!("{}: {}", folder.display(), problem.message);
                    }
                    unread = problems;
                }
            }
        }
        Ok(unread)
    })
}
