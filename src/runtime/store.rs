//! The state store: saves state between runs, in one file per library in the XDG state folder. State that all libraries share,
//! such as the picked theme, has a file of its own.
//!
//! Each file has a thread that writes it, so that no frame waits for a disk. The thread sleeps until something changes, writes
//! the first change at once, and combines further changes within `WRITE_INTERVAL` into one write. Each write reads the file
//! again and replaces only the entries that this process has changed. Two processes thus do not overwrite each other's entries.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::threads;
use crate::app::state::Change;
use crate::text::Clean;

mod file;
mod format;
mod key;
mod merge;
#[cfg(test)]
mod tests;

pub use file::{LoadedState, RecentLibrary, StateFile, recent_libraries, remove_all};

use merge::Entries;

/// Minimum time between two writes. A crash loses at most the changes since the last write.
const WRITE_INTERVAL: Duration = Duration::from_secs(2);

/// Owns the thread that saves changes. Dropping the store writes all pending changes.
#[derive(Debug)]
pub struct Store {
    sender: Sender<StoreCommand>,
    thread: Option<JoinHandle<()>>,
}

/// Sends changes to a [`Store`].
#[derive(Debug)]
pub struct StoreHandle {
    sender: Sender<StoreCommand>,
    /// The timestamp of the last change in milliseconds since 1970, or `i64::MIN` before the first change. The next timestamp
    /// must be later.
    last_timestamp: i64,
}

/// A command for the thread.
#[derive(Debug)]
enum StoreCommand {
    /// Save a change with its timestamp in milliseconds since 1970.
    Save(Change, i64),
    /// Write all pending changes, then reply.
    Flush(Sender<()>),
    /// Write all pending changes and stop the thread.
    Stop,
}

impl Store {
    /// Starts the thread. `report` receives a single notice if saving fails.
    pub fn start(
        file: StateFile,
        report: impl Fn(Clean<'static>) + Send + 'static,
    ) -> io::Result<Self> {
        let (sender, commands) = channel();
        let writer = Writer {
            file,
            report: Box::new(report),
            entries: BTreeMap::new(),
            next_write: Instant::now(),
        };
        let thread = threads::start("folio-store", move || writer.run(&commands))?;
        Ok(Self {
            sender,
            thread: Some(thread),
        })
    }

    /// Returns a handle that sends changes. Changes sent after the store is dropped are lost.
    pub fn handle(&self) -> StoreHandle {
        StoreHandle {
            sender: self.sender.clone(),
            last_timestamp: i64::MIN,
        }
    }
}

impl StoreHandle {
    /// Saves a change.
    pub fn save(&mut self, change: Change) {
        self.last_timestamp = now().max(self.last_timestamp.saturating_add(1));
        let command = StoreCommand::Save(change, self.last_timestamp);
        // Fails only after the store was dropped.
        let _ = self.sender.send(command);
    }

    /// Waits until the thread has tried to write every change sent before.
    pub fn flush(&self) {
        let (sender, done) = channel();
        let _ = self.sender.send(StoreCommand::Flush(sender));
        let _ = done.recv();
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        let _ = self.sender.send(StoreCommand::Stop);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// The stores that were opened in this run, by the paths of their state files. They are kept until the end of the program,
/// because dropping a store ends its thread.
#[derive(Debug, Default)]
pub(super) struct Stores {
    by_path: HashMap<PathBuf, Store>,
}

impl Stores {
    /// Returns the handle of the store for `file`. Starts the store at the first call for this file.
    ///
    /// # Errors
    /// Fails if the thread can't be started.
    pub(super) fn open(
        &mut self,
        file: StateFile,
        report: impl Fn(Clean<'static>) + Send + 'static,
    ) -> io::Result<StoreHandle> {
        let path = file.path().to_owned();
        if let Some(store) = self.by_path.get(&path) {
            return Ok(store.handle());
        }
        let store = Store::start(file, report)?;
        let handle = store.handle();
        self.by_path.insert(path, store);
        Ok(handle)
    }

    /// Returns the handles of all stores.
    pub(super) fn handles(&self) -> Vec<StoreHandle> {
        self.by_path.values().map(Store::handle).collect()
    }
}

/// Collects the changes in the thread, and writes them to the file.
struct Writer {
    file: StateFile,
    report: Box<dyn Fn(Clean<'static>) + Send>,
    /// The entries that this process has changed, including entries already written. Each write contains all of them, because
    /// another program may have deleted the file or restored an old version.
    entries: Entries,
    /// The earliest time of the next write.
    next_write: Instant,
}

impl Writer {
    /// Carries out commands until [`StoreCommand::Stop`].
    fn run(mut self, commands: &Receiver<StoreCommand>) {
        // True if there are changes that no write has included.
        let mut is_dirty = false;
        // True if the last write failed. Then the thread writes once more before it stops.
        let mut has_failed = false;
        // True after the user was told that a write failed.
        let mut has_reported = false;
        loop {
            let command = if is_dirty {
                let timeout = self.next_write.saturating_duration_since(Instant::now());
                commands.recv_timeout(timeout)
            } else {
                commands.recv().map_err(Into::into)
            };
            let flush_reply = match command {
                Ok(StoreCommand::Save(change, timestamp)) => {
                    if let Some((key, entry)) = format::entry(&change, timestamp) {
                        self.entries.insert(key, entry);
                        is_dirty = true;
                    }
                    if Instant::now() < self.next_write {
                        continue;
                    }
                    None
                }
                Ok(StoreCommand::Flush(sender)) => Some(sender),
                Ok(StoreCommand::Stop) | Err(RecvTimeoutError::Disconnected) => {
                    if (is_dirty || has_failed)
                        && let Err(error) = self.file.add(&self.entries)
                    {
                        log::error!("{}: {error}", self.file.path().display());
                    }
                    return;
                }
                Err(RecvTimeoutError::Timeout) => None,
            };
            if std::mem::take(&mut is_dirty) {
                let written = self.file.add(&self.entries);
                has_failed = written.is_err();
                if let Err(error) = written {
                    log::error!("{}: {error}", self.file.path().display());
                    if !std::mem::replace(&mut has_reported, true) {
                        let folder = self.file.path().parent().unwrap_or(self.file.path());
                        let folder = folder.display();
                        (self.report)(crate::clean!("Can't save state in {folder}: {error}"));
                    }
                }
                self.next_write = Instant::now() + WRITE_INTERVAL;
            }
            if let Some(sender) = flush_reply {
                // Fails if the receiver no longer waits.
                let _ = sender.send(());
            }
        }
    }
}

/// Returns the time in milliseconds since 1970.
fn now() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}
