//! Where a library's state lies, and how it is read and replaced without ever being half there.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use super::merge::{Entries, merge};
use super::{format, now};
use crate::app::state::State;

/// How long to wait for another folio that is writing. It takes some milliseconds, unless it was stopped just then.
const PATIENCE: Duration = Duration::from_secs(3);

/// The file of one library's state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateFile {
    /// Where it is, or would be.
    path: PathBuf,
    /// The library's folder.
    library: PathBuf,
}

/// What a file holds.
#[derive(Debug, Default)]
pub struct Kept {
    /// The state; empty where nothing was kept.
    pub state: State,
    /// Where a file that could not be read was put aside.
    pub damaged: Option<PathBuf>,
}

impl StateFile {
    /// The file for the library in a folder, below the folder for states. Named after the folder's own name, for people,
    /// and after a hash of all of its path: two blogs may both be called `content`.
    pub fn new(states: &Path, library: &Path) -> Self {
        let library = fs::canonicalize(library)
            .or_else(|_| std::path::absolute(library))
            .unwrap_or_else(|_| library.to_owned());
        let name = library.file_name().unwrap_or_default().to_string_lossy();
        let readable = |char: char| match char {
            char if char.is_ascii_alphanumeric() => char.to_ascii_lowercase(),
            _ => '-',
        };
        let stem: String = name.chars().map(readable).take(40).collect();
        let stem = stem.trim_matches('-');
        let hash = hash(library.as_os_str().as_encoded_bytes());
        let dash = if stem.is_empty() { "" } else { "-" };
        Self {
            path: states.join(format!("{stem}{dash}{hash:016x}.json")),
            library,
        }
    }

    /// Where it is, or would be.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads it. A file that makes no sense is put aside, so that nothing in it is lost, and the reader starts anew. What
    /// cannot be read at all (a folder without the right to look into, say) counts as not there.
    pub fn read(&self) -> Kept {
        match fs::read(&self.path) {
            Ok(text) => self.kept(&text),
            Err(_) => Kept::default(),
        }
    }

    /// What a file's text says.
    pub(super) fn kept(&self, text: &[u8]) -> Kept {
        match format::read(text) {
            Ok(state) => Kept {
                state,
                damaged: None,
            },
            Err(_) => Kept {
                state: State::default(),
                damaged: self.put_aside(),
            },
        }
    }

    /// Puts entries into it, in one step: whoever reads it sees all of them or none.
    ///
    /// # Errors
    /// The folder cannot be written to, or the disk is full; what was there before is there still.
    pub(super) fn add(&self, entries: &Entries) -> io::Result<()> {
        let folder = self.path.parent().unwrap_or(Path::new(""));
        create_folder(folder)?;
        // A system without locks, as some that lie on a network, is written to without.
        let lock = lock(folder)?;
        // A link to where somebody keeps their files stays one.
        let path = fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone());
        let library = self.library.to_string_lossy();
        let text = match fs::read(&path) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        let merged = merge(text.as_deref(), &library, entries, now()).or_else(|_| {
            self.put_aside();
            merge(None, &library, entries, now())
        })?;
        if text.as_ref() == Some(&merged) {
            return Ok(());
        }
        replace(&path, &merged, lock.is_some())
    }

    /// Removes it. False if there was none.
    ///
    /// # Errors
    /// The folder cannot be written to.
    pub fn remove(&self) -> io::Result<bool> {
        match fs::remove_file(&self.path) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Gives a damaged file another name, which is returned.
    fn put_aside(&self) -> Option<PathBuf> {
        let aside = with_ending(&self.path, &format!(".damaged-{}", now()));
        fs::rename(&self.path, &aside).ok().map(|()| aside)
    }
}

/// Removes the states of all libraries, and what was put aside; how many there were.
///
/// # Errors
/// The folder cannot be read or written to.
pub fn remove_all(states: &Path) -> io::Result<usize> {
    let entries = match fs::read_dir(states) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(error),
    };
    let mut removed = 0;
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_state = name.ends_with(".json");
        if is_state || name.contains(".json.") || name == LOCK {
            fs::remove_file(&path)?;
            removed += usize::from(is_state);
        }
    }
    Ok(removed)
}

/// The file whose lock lets one folio write at a time, in the folder of all states.
const LOCK: &str = "lock";

/// Waits until no other folio writes. `None` where there are no locks, or where the other does not come to an end: then
/// this one goes on, for what is read and replaced in one step is whole in any case.
fn lock(folder: &Path) -> io::Result<Option<File>> {
    let file = private().create(true).open(folder.join(LOCK))?;
    let end = Instant::now() + PATIENCE;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Some(file)),
            Err(fs::TryLockError::Error(_)) => return Ok(None),
            Err(fs::TryLockError::WouldBlock) if Instant::now() >= end => return Ok(None),
            Err(fs::TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(5)),
        }
    }
}

/// Writes a file beside `path` and puts it in its place. A power cut leaves the old one or the new one.
fn replace(path: &Path, text: &[u8], alone: bool) -> io::Result<()> {
    // With the lock, what a killed folio left behind is written over.
    let ending = if alone {
        ".new".to_owned()
    } else {
        format!(".new-{}", std::process::id())
    };
    let beside = with_ending(path, &ending);
    let write = || {
        let mut file = private().create(true).truncate(true).open(&beside)?;
        file.write_all(text)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    write().inspect_err(|_| {
        let _ = fs::remove_file(&beside);
    })?;
    // The new name as well is to outlive a power cut. Not every system can, and the file is whole without.
    if let Some(folder) = path.parent()
        && let Ok(folder) = File::open(folder)
    {
        let _ = folder.sync_all();
    }
    Ok(())
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name: OsString = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// For writing, and for nobody else's eyes: what a person reads is their own business.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn create_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// FNV-1a, which is the same on each machine and in each version, as the standard library's hasher is not.
fn hash(bytes: &[u8]) -> u64 {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, step)
}
