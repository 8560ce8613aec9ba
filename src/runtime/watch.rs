//! Keeps up with what changes on disk: a thread that sleeps until something does.
//!
//! Each folder with posts is watched by itself (on Linux), not all that is below the library's: `.git` and what is ignored
//! are nobody's business. What happens is gathered until it is quiet for a moment, then only the files that it was about
//! are read. Where a watch can't be had, the model is told, and looks when the reader comes back to the window.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use notify::RecommendedWatcher;

use super::scan::{PathSubset, ScanOptions, folders, is_post_name};
use crate::app::message::Message;
use crate::text::Clean;

mod event;
mod eyes;
mod look;
mod pending;
mod system;
#[cfg(test)]
mod tests;

use event::Root;
use eyes::Eyes;
use pending::{Note, Pending, Sight, Task};

/// What the thread of a watch is called.
pub const NAME: &str = "folio-watch";

/// How far the times of files may be behind the clock's: a kernel's tick, and some more.
const COARSE: Duration = Duration::from_millis(50);

/// What reaches the thread.
#[derive(Debug)]
enum Heard {
    /// Something has happened on disk.
    Noted(Vec<Note>),
    /// The system has failed to tell what.
    Failed(notify::Error),
    /// Somebody wants something.
    Order(Order),
}

/// What is wanted of a watch.
#[derive(Clone, Debug)]
pub enum Order {
    /// All posts were looked for, from this moment on: what has happened since is to be told, and what will.
    Scanned(SystemTime),
    /// This file is open, below the library's folder.
    Opened(PathBuf),
    /// Nothing is to be told until the next order that asks for something: an editor has the terminal.
    Wait,
    /// This file is to be read again now, with all that has happened.
    Look(PathBuf),
    /// Nobody listens any more.
    Stop,
}

/// A library that is watched; dropping this ends it.
#[derive(Debug)]
pub struct Watch {
    orders: Sender<Heard>,
}

impl Watch {
    /// Starts the thread, which watches nothing before it is told that all posts were looked for.
    ///
    /// What has changed goes to `send`, which says whether anybody still listens.
    pub fn start(
        root: PathBuf,
        options: ScanOptions,
        send: impl Fn(Message) -> bool + Send + 'static,
    ) -> io::Result<Self> {
        let (orders, heard) = channel();
        let real = root.canonicalize().unwrap_or_else(|_| root.clone());
        let watcher = Watcher {
            root: Root {
                named: root,
                real,
                open: Arc::default(),
            },
            options,
            heard,
            notes: orders.clone(),
            eyes: None,
            pending: Pending::default(),
            told: Ok(()),
            send,
        };
        thread::Builder::new()
            .name(NAME.to_owned())
            .spawn(move || watcher.run())?;
        Ok(Self { orders })
    }

    /// Gives an order.
    pub fn order(&self, order: Order) {
        self.orderer()(order);
    }

    /// Gives orders from another thread.
    pub fn orderer(&self) -> impl Fn(Order) + Send + Sync + use<> {
        let orders = self.orders.clone();
        move |order| {
            // The thread ends when the loop does; then nobody needs to know.
            let _ = orders.send(Heard::Order(order));
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.order(Order::Stop);
    }
}

struct Watcher<S> {
    root: Root,
    options: ScanOptions,
    heard: Receiver<Heard>,
    /// For the system's own thread.
    notes: Sender<Heard>,
    eyes: Option<Eyes<RecommendedWatcher>>,
    pending: Pending,
    /// What the model was told last about what is seen.
    told: Result<(), Clean<'static>>,
    send: S,
}

impl<S: Fn(Message) -> bool> Watcher<S> {
    /// Until nobody listens. Asleep while nothing happens, and on a clock only while something is going on.
    fn run(mut self) {
        let mut first: Option<Instant> = None;
        loop {
            let age = first.map_or(Duration::ZERO, |first| first.elapsed());
            let heard = match self.pending.patience(age) {
                None => {
                    first = None;
                    self.heard
                        .recv()
                        .map_err(|_| RecvTimeoutError::Disconnected)
                }
                // However much more there is.
                Some(_) if age > pending::TOO_LONG => Err(RecvTimeoutError::Timeout),
                Some(patience) => {
                    first.get_or_insert_with(Instant::now);
                    self.heard.recv_timeout(patience)
                }
            };
            let goes_on = match heard {
                Ok(heard) => self.hear(heard),
                Err(RecvTimeoutError::Timeout) => {
                    first = None;
                    self.work()
                }
                Err(RecvTimeoutError::Disconnected) => false,
            };
            if !goes_on {
                return;
            }
        }
    }

    /// False when it is to end.
    fn hear(&mut self, heard: Heard) -> bool {
        match heard {
            Heard::Noted(notes) => notes.into_iter().for_each(|note| self.pending.add(note)),
            Heard::Failed(error) => return self.tell(Err(system::refusal(&error))),
            Heard::Order(Order::Scanned(since)) => {
                self.pending.hold(false);
                return self.watch_all(since);
            }
            Heard::Order(Order::Opened(path)) => {
                *self.root.open() = Some(path);
                self.watch_open();
            }
            Heard::Order(Order::Wait) => self.pending.hold(true),
            Heard::Order(Order::Look(path)) => {
                self.pending.add(Note::Touched(path));
                self.pending.hurry();
            }
            Heard::Order(Order::Stop) => return false,
        }
        true
    }

    /// Tells the model how much is seen, if it does not know.
    fn tell(&mut self, told: Result<(), Clean<'static>>) -> bool {
        if told == self.told {
            return true;
        }
        self.told.clone_from(&told);
        (self.send)(Message::WatchStatus(told))
    }

    fn watch_all(&mut self, since: SystemTime) -> bool {
        let watched = self.watch_folders();
        let since = since.checked_sub(COARSE).unwrap_or(since);
        // What was written before its folder was watched, and after it was read.
        let whole = PathSubset::whole();
        let missed = folders(&self.root.named, &whole, self.options, Some(since)).touched;
        let notes = missed.into_iter().map(Note::Touched);
        notes.for_each(|note| self.pending.add(note));
        self.tell(watched)
    }

    fn watch_folders(&mut self) -> Result<(), Clean<'static>> {
        let root = &self.root;
        let all = folders(&root.named, &PathSubset::whole(), self.options, None).all;
        let eyes = match &mut self.eyes {
            Some(eyes) => eyes,
            none => {
                let watcher = watcher(root.clone(), self.notes.clone());
                let watcher = watcher.map_err(|error| system::refusal(&error))?;
                none.insert(Eyes::new(root.named.clone(), watcher))
            }
        };
        eyes.watch(&all)?;
        self.watch_open();
        if system::is_elsewhere(&self.root.named) {
            return Err(system::ELSEWHERE);
        }
        Ok(())
    }

    fn watch_open(&mut self) {
        // Not under the lock: to watch is to wait for the system's own thread, which may be waiting for the lock.
        let open = self.root.open().clone();
        let folder = open.as_ref().and_then(|open| open.parent());
        if let (Some(eyes), Some(folder)) = (&mut self.eyes, folder) {
            eyes.watch_beside(folder);
        }
    }

    /// Looks at what has changed.
    fn work(&mut self) -> bool {
        let open = self.root.open().clone();
        let (root, eyes) = (&self.root.named, &self.eyes);
        let task = self.pending.take(|path| {
            let is_open = open.as_deref() == Some(path);
            let is_watched = eyes.as_ref().is_some_and(|eyes| eyes.knows(path));
            sight(&root.join(path), is_open || is_post_name(path), is_watched)
        });
        match task {
            None => true,
            Some(Task::Rescan) => (self.send)(Message::RescanNeeded),
            Some(Task::Look(looked, moved)) => {
                let watched = self.watch_again(&looked);
                let (root, open) = (&self.root.named, open.as_deref());
                let look = || look::look(root, self.options, looked, moved, open);
                // A post on which this fails is shown as it was; the next change is seen all the same.
                let is_heard = catch_unwind(AssertUnwindSafe(look))
                    .map_or(true, |disk| (self.send)(Message::FilesChanged(disk)));
                is_heard && watched.is_none_or(|told| self.tell(told))
            }
        }
    }

    /// Watches what stands at these paths now, before it is read; `None` where there are no folders among them.
    fn watch_again(&mut self, looked: &[PathBuf]) -> Option<Result<(), Clean<'static>>> {
        let root = &self.root.named;
        let eyes = self.eyes.as_mut()?;
        let is_folder = |path: &&PathBuf| eyes.knows(path) || root.join(path).is_dir();
        let changed: Vec<PathBuf> = looked.iter().filter(is_folder).cloned().collect();
        if changed.is_empty() {
            return None;
        }
        for path in &changed {
            eyes.forget(path);
        }
        let there = folders(root, &PathSubset::new(root, &changed), self.options, None).all;
        let mut watched = eyes.watch_too(&there);
        self.watch_open();
        if !self.root.named.is_dir() {
            watched = Err(Clean::literal("The folder of this library is gone."));
        }
        watched.is_err().then_some(watched)
    }
}

/// What stands at a path; `may_be_post` by its name, `was_folder` of the library.
fn sight(path: &Path, may_be_post: bool, was_folder: bool) -> Sight {
    let found = path.metadata();
    match found {
        Ok(found) if found.is_file() && may_be_post && found.len() == 0 => Sight::Empty,
        Ok(found) if found.is_dir() => Sight::Something,
        _ if may_be_post || was_folder => Sight::Something,
        _ => Sight::Nothing,
    }
}

/// The system's watcher, whose notes go to the thread. What says nothing about posts does not wake it.
fn watcher(root: Root, notes: Sender<Heard>) -> notify::Result<RecommendedWatcher> {
    notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let heard = match event {
            Ok(event) => Heard::Noted(event::notes(&event, &root)),
            Err(error) => Heard::Failed(error),
        };
        if !matches!(&heard, Heard::Noted(notes) if notes.is_empty()) {
            // The thread may have ended just now.
            let _ = notes.send(heard);
        }
    })
}
