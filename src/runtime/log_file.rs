//! The log file, for events that are not visible on screen: panics of background work, slow frames, skipped files, and folders
//! that can't be watched. It is off unless `--log` or `FOLIO_LOG` sets a level.

use std::path::{Path, PathBuf};
use std::{fs, io};

use log::LevelFilter;

use super::files;
use crate::text::Clean;

/// Maximum size in bytes of a log file to which messages are appended. At the start, a larger file is renamed, and a new one is
/// created.
const MAX_LOG_BYTES: u64 = 4 << 20;

/// The reason why there is no log.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The file can't be written.
    #[error("the log file {} can't be written: {error}", path.display())]
    NotWritable {
        /// The log file.
        path: PathBuf,
        /// The error of the system.
        error: io::Error,
    },
    /// A log was already started.
    #[error(transparent)]
    AlreadyStarted(#[from] log::SetLoggerError),
}

/// Starts to log messages up to `level` to `folio.log` in the folder of state files. Logs only the messages of folio itself, not
/// those of its dependencies. Creates no file if the level is [`LevelFilter::Off`].
pub fn start(level: LevelFilter, state_folder: &Path) -> Result<(), LogError> {
    if level == LevelFilter::Off {
        return Ok(());
    }
    let path = state_folder.join("folio.log");
    let file = open(&path).map_err(|error| LogError::NotWritable { path, error })?;
    fern::Dispatch::new()
        .level(LevelFilter::Off)
        .level_for("folio", level)
        .format(|out, message, record| {
            let now = jiff::Timestamp::now();
            // Sanitized, since a message may quote a post.
            let text = message.to_string();
            let text = Clean::line(&text);
            out.finish(format_args!(
                "{now:.3} {:5} {}: {text}",
                record.level(),
                record.target()
            ));
        })
        .chain(file)
        .apply()?;
    log::info!("folio {}", env!("CARGO_PKG_VERSION"));
    Ok(())
}

/// Opens the log file for appending; first renames a file that is too long.
fn open(path: &Path) -> io::Result<fs::File> {
    if let Some(folder) = path.parent() {
        files::create_private_folder(folder)?;
    }
    let metadata = fs::metadata(path);
    if let Ok(metadata) = &metadata
        && metadata.is_file()
        && metadata.len() > MAX_LOG_BYTES
    {
        fs::rename(path, path.with_extension("log.old"))?;
    }
    if metadata.is_ok_and(|metadata| !metadata.is_file()) {
        return Err(io::Error::other("not a regular file"));
    }
    files::private_file_options()
        .create(true)
        .append(true)
        .open(path)
}
