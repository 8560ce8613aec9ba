//! The state file of a library: its path, and reading and replacing it atomically.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, SystemTime};

use super::merge::{Entries, merge};
use super::{format, now};
use crate::app::state::SavedState;
use crate::runtime::files::{self, ReadError};
use crate::runtime::threads;

/// Longest time to wait for other folio processes that are writing. A write takes a few milliseconds, unless the process is
/// stopped or the disk is very slow.
const LOCK_TIMEOUT: Duration = Duration::from_secs(10);

/// Maximum number of characters that the name of a state file takes from the name of the library's folder.
const MAX_NAME_CHARS: usize = 40;

/// The state file of one library, or the file for state that is shared by all libraries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateFile {
    /// The path of the file, which may not exist yet.
    path: PathBuf,
    /// The library's folder; empty for the state that is shared by all libraries.
    library: PathBuf,
}

/// The result of loading a state file.
#[derive(Debug, Default)]
pub struct LoadedState {
    /// The state, or the default state if nothing was saved.
    pub state: SavedState,
    /// The new path of the file, if it could not be parsed and was renamed.
    pub quarantined: Option<PathBuf>,
}

impl StateFile {
    /// Creates the state file for a library, in the folder `state_folder`. The file name consists of the name of the library's
    /// folder and a hash of the full path. The name is for users. The hash is needed because several libraries may be called
    /// `content`.
    pub fn new(state_folder: &Path, library: &Path) -> Self {
        let library = fs::canonicalize(library)
            .or_else(|_| std::path::absolute(library))
            .unwrap_or_else(|_| library.to_owned());
        let name = library.file_name().unwrap_or_default().to_string_lossy();
        let file_name_char = |char: char| match char {
            char if char.is_ascii_alphanumeric() => char.to_ascii_lowercase(),
            _ => '-',
        };
        let stem: String = name
            .chars()
            .map(file_name_char)
            .take(MAX_NAME_CHARS)
            .collect();
        let stem = stem.trim_matches('-');
        let hash = hash(library.as_os_str().as_encoded_bytes());
        let dash = if stem.is_empty() { "" } else { "-" };
        Self {
            path: state_folder.join(format!("{stem}{dash}{hash:016x}.json")),
            library,
        }
    }

    /// Creates the file for state that is shared by all libraries, such as the picked theme, in the folder `state_folder`.
    pub fn preferences(state_folder: &Path) -> Self {
        Self {
            path: state_folder.join(PREFERENCES_FILE),
            library: PathBuf::new(),
        }
    }

    /// Returns the path of the file, which may not exist yet.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads the file. Renames a damaged file, so that no data is lost. A file that can't be read, or that another program is
    /// writing, counts as missing. If the file can be read later, the next write merges into it.
    pub fn load(&self) -> LoadedState {
        self.load_with(wait_to_settle)
    }

    /// Implements [`StateFile::load`]; `wait` is called before a file that can't be parsed is read again.
    pub(super) fn load_with(&self, wait: impl FnMut()) -> LoadedState {
        match read_settled(&self.path, format::read, wait) {
            Ok(Content::Missing) => LoadedState::default(),
            Ok(Content::Parsed(state)) => LoadedState {
                state,
                quarantined: None,
            },
            Ok(Content::Damaged(bytes, error)) => {
                log::error!("{}: {error}", self.path.display());
                LoadedState {
                    state: SavedState::default(),
                    quarantined: self.quarantine_unless_replaced(&bytes),
                }
            }
            Err(error) => {
                log::warn!("{}: {error}", self.path.display());
                LoadedState::default()
            }
        }
    }

    /// Renames a damaged file with the content `damaged` and returns its new path. Does nothing if another folio process has
    /// replaced the file in the meantime.
    pub(super) fn quarantine_unless_replaced(&self, damaged: &[u8]) -> Option<PathBuf> {
        let _lock = lock(self.path.parent()?);
        let bytes = files::read_regular(&self.path).ok()?;
        (bytes == damaged).then(|| self.quarantine()).flatten()
    }

    /// Adds entries to the file atomically: a process that reads the file sees all of them or none.
    ///
    /// # Errors
    /// Fails if the folder can't be written to, if the disk is full, if the file can't be read, or if another program is writing
    /// the file. After a failure, the file is unchanged.
    pub(super) fn add(&self, entries: &Entries) -> Result<(), StateFileError> {
        self.add_with(entries, wait_to_settle)
    }

    /// Implements [`StateFile::add`]; `wait` is called before a file that can't be parsed is read again.
    pub(super) fn add_with(
        &self,
        entries: &Entries,
        wait: impl FnMut(),
    ) -> Result<(), StateFileError> {
        let folder = self.path.parent().unwrap_or(Path::new(""));
        files::create_private_folder(folder)?;
        // Some network file systems do not support locks; the file is then written without a lock.
        let lock = lock(folder)?;
        // Resolved, so that a symbolic link is not replaced by a file.
        let path = fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone());
        let library = self.library.to_string_lossy();
        let merge_into = |text: Option<&[u8]>| merge(text, &library, entries, now());
        // The old text is returned with the new text, so that a file that would not change is not written.
        let merge_and_keep_old =
            |old_text: &[u8]| Ok((merge_into(Some(old_text))?, old_text.to_owned()));
        let new_text = match read_settled(&path, merge_and_keep_old, wait)? {
            Content::Parsed((new_text, old_text)) if new_text == old_text => return Ok(()),
            Content::Parsed((new_text, _)) => new_text,
            Content::Missing => merge_into(None).map_err(io::Error::from)?,
            Content::Damaged(..) => {
                self.quarantine();
                merge_into(None).map_err(io::Error::from)?
            }
        };
        Ok(replace(&path, &new_text, lock.as_ref())?)
    }

    /// Removes the file. Returns false if the file did not exist.
    ///
    /// # Errors
    /// Fails if the folder can't be written to.
    pub fn remove(&self) -> io::Result<bool> {
        match fs::remove_file(&self.path) {
            Ok(()) => Ok(true),
            Err(error) if files::is_missing(&error) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Renames a damaged file and returns its new path.
    fn quarantine(&self) -> Option<PathBuf> {
        let quarantined = with_ending(&self.path, &format!(".damaged-{}", now()));
        fs::rename(&self.path, &quarantined)
            .ok()
            .map(|()| quarantined)
    }
}

/// The reason why a state file was not read or written.
#[derive(Debug, thiserror::Error)]
pub(super) enum StateFileError {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(transparent)]
    Io(#[from] io::Error),
    /// No read returned a file that can be parsed, and another program changed the file between the reads.
    #[error("another program is writing the file")]
    Changing,
}

/// The content of a file, parsed as `T`.
enum Content<T> {
    Missing,
    Parsed(T),
    /// The bytes can't be parsed, and no other program is changing them.
    Damaged(Vec<u8>, serde_json::Error),
}

/// Maximum number of times that a file is read if it can't be parsed.
const MAX_READS: usize = 5;

/// Time between two reads of a file that can't be parsed. A program that does not replace files atomically, such as a program
/// that synchronizes folders, writes a small file in less time.
const SETTLE_TIME: Duration = Duration::from_millis(100);

/// Waits until another program may have finished writing a file.
fn wait_to_settle() {
    thread::sleep(SETTLE_TIME);
}

/// Reads and parses a file. A file that can't be parsed may be incomplete because another program is writing it. Therefore the
/// file is read again after `wait`. It counts as damaged only if it was not changed in between.
fn read_settled<T>(
    path: &Path,
    parse: impl Fn(&[u8]) -> serde_json::Result<T>,
    mut wait: impl FnMut(),
) -> Result<Content<T>, StateFileError> {
    let mut last_read = None;
    for _ in 0..MAX_READS {
        let (bytes, modified) = match read_with_time(path) {
            Ok(bytes_and_time) => bytes_and_time,
            Err(ReadError::Io(error)) if files::is_missing(&error) => {
                return Ok(Content::Missing);
            }
            Err(error) => return Err(error.into()),
        };
        let error = match parse(&bytes) {
            Ok(parsed) => return Ok(Content::Parsed(parsed)),
            Err(error) => error,
        };
        let read = (bytes, modified);
        if last_read.as_ref() == Some(&read) {
            return Ok(Content::Damaged(read.0, error));
        }
        last_read = Some(read);
        wait();
    }
    Err(StateFileError::Changing)
}

/// Reads a complete file; also returns the time of its last modification, if the system knows it.
fn read_with_time(path: &Path) -> Result<(Vec<u8>, Option<SystemTime>), ReadError> {
    let file = files::open_regular(path)?.file;
    let modified = file.metadata()?.modified().ok();
    Ok((files::read_to_end_within_limit(file)?, modified))
}

/// A library of an earlier session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecentLibrary {
    /// The folder, without symbolic links.
    pub folder: PathBuf,
    /// The title of the library.
    pub label: String,
    /// The number of posts at the last visit.
    pub posts: usize,
}

/// Returns the libraries with a state file, the latest visit first. Skips files that can't be read or contain no visit.
pub fn recent_libraries(state_folder: &Path) -> Vec<RecentLibrary> {
    let entries = fs::read_dir(state_folder).into_iter().flatten().flatten();
    let files = entries.map(|entry| entry.path()).filter(|path| {
        path.extension()
            .is_some_and(|extension| extension == "json")
    });
    let texts = files.filter_map(|path| files::read_regular(&path).ok());
    let mut headers: Vec<_> = texts
        .filter_map(|text| format::read_header(&text))
        .collect();
    headers.sort_by_key(|header| std::cmp::Reverse(header.visited_at));
    let recent = headers.into_iter().map(|header| RecentLibrary {
        folder: header.library,
        label: header.visit.label,
        posts: header.visit.posts,
    });
    recent.collect()
}

/// Removes all files that folio has written to the state folder. Returns the number of libraries whose state was removed.
///
/// # Errors
/// Fails if the folder can't be read or written to.
pub fn remove_all(state_folder: &Path) -> io::Result<usize> {
    let entries = match fs::read_dir(state_folder) {
        Ok(entries) => entries,
        Err(error) if files::is_missing(&error) => return Ok(0),
        Err(error) => return Err(error),
    };
    let mut removed_libraries = 0;
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_shared = name == PREFERENCES_FILE || name == LOCK_FILE;
        let is_library = name.ends_with(".json") && !is_shared;
        let is_damaged_or_temporary = name.contains(".json.");
        if is_library || is_shared || is_damaged_or_temporary {
            fs::remove_file(&path)?;
            removed_libraries += usize::from(is_library);
        }
    }
    Ok(removed_libraries)
}

/// The name of the file for state that is shared by all libraries.
const PREFERENCES_FILE: &str = "preferences.json";

/// The file in the state folder whose lock is held while a state file is written.
const LOCK_FILE: &str = "lock";

/// Locks the state folder; waits while another folio process holds the lock. Returns `None` if locks are not supported, if
/// [`LOCK_FILE`] is not a regular file, or after [`LOCK_TIMEOUT`]. The caller then writes without a lock. This is safe, since the
/// file is replaced atomically.
fn lock(folder: &Path) -> io::Result<Option<File>> {
    let path = folder.join(LOCK_FILE);
    // Opening a pipe in place of the file would block.
    if fs::metadata(&path).is_ok_and(|metadata| !metadata.is_file()) {
        return Ok(None);
    }
    let file = files::private_file_options().create(true).open(path)?;
    match file.try_lock() {
        Ok(()) => return Ok(Some(file)),
        Err(fs::TryLockError::Error(_)) => return Ok(None),
        Err(fs::TryLockError::WouldBlock) => {}
    }
    // Another thread waits for the lock without a limit, since a process that only tries at intervals may always come too late.
    // If this function returns earlier because of the timeout, the thread drops the lock.
    let (sender, locked) = channel();
    let wait = move || {
        let result = file.lock().map(|()| file);
        let _ = sender.send(result);
    };
    threads::start("folio-lock", wait)?;
    let result = locked.recv_timeout(LOCK_TIMEOUT);
    if result.is_err() {
        log::warn!("another folio has been writing for {LOCK_TIMEOUT:?}");
    }
    Ok(result.ok().and_then(Result::ok))
}

/// Writes a temporary file next to `path` and renames it. After a power failure either the old or the new file exists.
fn replace(path: &Path, text: &[u8], lock: Option<&File>) -> io::Result<()> {
    // While this process holds the lock, an existing temporary file was left by a killed process and may be overwritten.
    // Without the lock, the process id in the name keeps two processes from writing the same file.
    let ending = match lock {
        Some(_) => ".new".to_owned(),
        None => format!(".new-{}", std::process::id()),
    };
    let temporary = with_ending(path, &ending);
    let write = || {
        let mut file = files::private_file_options()
            .create(true)
            .truncate(true)
            .open(&temporary)?;
        file.write_all(text)?;
        file.sync_all()?;
        fs::rename(&temporary, path)
    };
    write().inspect_err(|_| {
        let _ = fs::remove_file(&temporary);
    })?;
    // Makes the rename survive a power failure. Errors are ignored, since not all systems support this, and the file is complete
    // without it.
    if let Some(folder) = path.parent()
        && let Ok(folder) = File::open(folder)
    {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// Appends an ending to the name of a file.
fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name: OsString = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Returns the FNV-1a hash. The standard library's hasher may change between versions.
fn hash(bytes: &[u8]) -> u64 {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, step)
}
