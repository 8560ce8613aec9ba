//! What is kept between runs, on disk: one file a library, below the XDG folder for states.
//!
//! A thread writes, so that no frame waits for a disk. It sleeps until something changes, writes that at once, and what
//! comes soon after it together: holding a key down writes a few times, not hundreds. Each write reads the file anew and
//! puts in only what this process has changed, so that two that run at once lose nothing of each other's.

use std::collections::BTreeMap;
use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::app::state::Change;
use crate::text::Clean;

mod beginning;
mod file;
mod format;
mod key;
mod merge;
#[cfg(test)]
mod tests;

pub use beginning::Rest;
pub use file::{Kept, StateFile, remove_all};

use merge::Entries;

/// Least time between two writes. What a crash can lose is no older than this.
const REST: Duration = Duration::from_secs(2);

/// A thread that keeps what changes. Dropping it writes what is still to be written.
#[derive(Debug)]
pub struct Store {
    sender: Sender<Order>,
    thread: Option<JoinHandle<()>>,
}

/// Hands over what is to be kept.
#[derive(Debug)]
pub struct Keeper {
    sender: Sender<Order>,
    /// The moment of the last change, so that of two changes in a row the second is the later one.
    last: i64,
}

#[derive(Debug)]
enum Order {
    Keep(Change, i64),
    /// Write now, and say so.
    Flush(Sender<()>),
    /// Write and end.
    End,
}

impl Store {
    /// Starts the thread. `report` is told once if nothing can be kept.
    pub fn start(
        file: StateFile,
        report: impl Fn(Clean<'static>) + Send + 'static,
    ) -> io::Result<Self> {
        let (sender, orders) = channel();
        let writer = Writer {
            file,
            report: Box::new(report),
            entries: BTreeMap::new(),
            rested: Instant::now(),
        };
        let thread = thread::Builder::new().name("folio-store".to_owned());
        Ok(Self {
            sender,
            thread: Some(thread.spawn(move || writer.run(&orders))?),
        })
    }

    /// Who hands over what is to be kept. What comes after the store is gone is lost.
    pub fn keeper(&self) -> Keeper {
        Keeper {
            sender: self.sender.clone(),
            last: i64::MIN,
        }
    }
}

impl Keeper {
    /// Keeps this from now on.
    pub fn keep(&mut self, change: Change) {
        self.last = now().max(self.last.saturating_add(1));
        let _ = self.sender.send(Order::Keep(change, self.last));
    }

    /// Waits until all that is to be kept is on the disk.
    pub fn flush(&self) {
        let (sender, done) = channel();
        let _ = self.sender.send(Order::Flush(sender));
        let _ = done.recv();
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        let _ = self.sender.send(Order::End);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Writer {
    file: StateFile,
    report: Box<dyn Fn(Clean<'static>) + Send>,
    /// All that this process has changed, not only since the last write: so it is there still when another program has
    /// thrown the file away, or put an old one in its place.
    entries: Entries,
    /// When the next write may be.
    rested: Instant,
}

impl Writer {
    fn run(mut self, orders: &Receiver<Order>) {
        let (mut waits, mut failed) = (false, false);
        loop {
            let order = if waits {
                orders.recv_timeout(self.rested.saturating_duration_since(Instant::now()))
            } else {
                orders.recv().map_err(Into::into)
            };
            let done = match order {
                Ok(Order::Keep(change, at)) => {
                    if let Some((slot, entry)) = format::entry(&change, at) {
                        self.entries.insert(slot, (at, entry));
                        waits = true;
                    }
                    if Instant::now() < self.rested {
                        continue;
                    }
                    None
                }
                Ok(Order::Flush(done)) => Some(done),
                Ok(Order::End) | Err(RecvTimeoutError::Disconnected) => {
                    if waits {
                        let _ = self.file.add(&self.entries);
                    }
                    return;
                }
                Err(RecvTimeoutError::Timeout) => None,
            };
            if std::mem::take(&mut waits) {
                if let Err(error) = self.file.add(&self.entries)
                    && !std::mem::replace(&mut failed, true)
                {
                    let folder = self.file.path().parent().unwrap_or(self.file.path());
                    (self.report)(crate::clean!(
                        "Your place will not be kept: {}: {error}",
                        folder.display()
                    ));
                }
                self.rested = Instant::now() + REST;
            }
            if let Some(done) = done {
                // Whoever asked may have given up.
                let _ = done.send(());
            }
        }
    }
}

/// Now, in milliseconds since 1970.
fn now() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}
