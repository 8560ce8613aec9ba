//! The file watcher: a thread that sleeps until something in the library changes on disk.
//!
//! On Linux each folder of the library has a watch of its own, so that `.git` and ignored folders cost nothing. Changes are
//! debounced; then only the changed files are reread and sent as [`Message::FilesChanged`]. Where the system can't watch, the model
//! is told so and asks for a rescan when the window gets the focus.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use notify::RecommendedWatcher;

use super::panics::isolate_request;
use super::scan::{PathSubset, ScanOptions, folders, is_post_name};
use crate::app::message::Message;
use crate::text::Clean;

mod debouncer;
mod event;
mod reload;
mod system;
#[cfg(test)]
mod tests;
mod watch_set;

use debouncer::{Debouncer, FsChange, PathState, Task};
use event::WatchedRoot;
use system::WatchFailure;
use watch_set::WatchSet;

/// The name of the thread.
const THREAD_NAME: &str = "folio-watch";

/// Lag of file timestamps behind the clock: a tick of the kernel, and a margin.
const TIMESTAMP_LAG: Duration = Duration::from_millis(50);

/// An event for the thread.
#[derive(Debug)]
enum WatcherEvent {
    /// Changes on disk.
    Changes(Vec<FsChange>),
    /// The system failed to report changes.
    Error(notify::Error),
    /// A command of the reader.
    Command(WatchCommand),
}

/// A command for the watcher.
#[derive(Clone, Debug)]
pub enum WatchCommand {
    /// A scan of the library began at this time: watch its folders, and report changes since then.
    Start(SystemTime),
    /// Watch this open file too, given relative to the library's folder.
    SetOpenFile(PathBuf),
    /// Report nothing until the next `Start` or `Rescan`: an editor has the terminal.
    Pause,
    /// Reread this file now, and everything else that has changed.
    Rescan(PathBuf),
    /// Stop the thread.
    Stop,
}

/// A watched library; dropping this stops the thread.
#[derive(Debug)]
pub struct Watch {
    events: Sender<WatcherEvent>,
}

impl Watch {
    /// Starts the thread, which watches nothing until [`WatchCommand::Start`].
    ///
    /// `send` gets the messages and returns false once nobody listens any more.
    pub fn start(
        root: PathBuf,
        options: ScanOptions,
        send: impl Fn(Message) -> bool + Send + 'static,
    ) -> io::Result<Self> {
        let (sender, events) = channel();
        let real = root.canonicalize().unwrap_or_else(|_| root.clone());
        let watcher = Watcher {
            root: WatchedRoot {
                named: root,
                real,
                open: Arc::default(),
            },
            options,
            events,
            sender: sender.clone(),
            watch_set: None,
            debouncer: Debouncer::default(),
            reported: Ok(()),
            send,
        };
        thread::Builder::new()
            .name(THREAD_NAME.to_owned())
            .spawn(move || watcher.run())?;
        Ok(Self { events: sender })
    }

    /// Sends a command.
    pub fn send(&self, command: WatchCommand) {
        self.sender()(command);
    }

    /// Returns a function that sends commands from another thread.
    pub fn sender(&self) -> impl Fn(WatchCommand) + Send + Sync + use<> {
        let events = self.events.clone();
        move |command| {
            // Fails only after the thread has ended, with the reader.
            let _ = events.send(WatcherEvent::Command(command));
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.send(WatchCommand::Stop);
    }
}

struct Watcher<S> {
    root: WatchedRoot,
    options: ScanOptions,
    events: Receiver<WatcherEvent>,
    /// For the system's own thread.
    sender: Sender<WatcherEvent>,
    /// `None` until the system's watcher is created.
    watch_set: Option<WatchSet<RecommendedWatcher>>,
    debouncer: Debouncer,
    /// The status that the model was told last.
    reported: Result<(), WatchFailure>,
    send: S,
}

impl<S: Fn(Message) -> bool> Watcher<S> {
    /// Runs until nobody listens. Sleeps without a timeout while nothing changes.
    fn run(mut self) {
        let mut first_change: Option<Instant> = None;
        loop {
            let age = first_change.map_or(Duration::ZERO, |first| first.elapsed());
            let event = match self.debouncer.next_timeout(age) {
                None => {
                    first_change = None;
                    self.events
                        .recv()
                        .map_err(|_| RecvTimeoutError::Disconnected)
                }
                // Even if there are more events: they must not hold the first one back forever.
                Some(_) if age > debouncer::MAX_LISTEN => Err(RecvTimeoutError::Timeout),
                Some(timeout) => {
                    first_change.get_or_insert_with(Instant::now);
                    self.events.recv_timeout(timeout)
                }
            };
            let goes_on = match event {
                Ok(event) => self.handle(event),
                Err(RecvTimeoutError::Timeout) => {
                    first_change = None;
                    self.reload()
                }
                Err(RecvTimeoutError::Disconnected) => false,
            };
            if !goes_on {
                return;
            }
        }
    }

    /// Handles an event. Returns false if the thread is to end.
    fn handle(&mut self, event: WatcherEvent) -> bool {
        match event {
            WatcherEvent::Changes(changes) => {
                for change in changes {
                    self.debouncer.add(change);
                }
            }
            WatcherEvent::Error(error) => return self.report(Err(WatchFailure::from(&error))),
            WatcherEvent::Command(WatchCommand::Start(since)) => {
                self.debouncer.resume();
                return self.watch_all(since);
            }
            WatcherEvent::Command(WatchCommand::SetOpenFile(path)) => {
                *self.root.open() = Some(path);
                self.watch_open_file_dir();
            }
            WatcherEvent::Command(WatchCommand::Pause) => self.debouncer.pause(),
            WatcherEvent::Command(WatchCommand::Rescan(path)) => {
                self.debouncer.add(FsChange::Modified(path));
                self.debouncer.flush_now();
            }
            WatcherEvent::Command(WatchCommand::Stop) => return false,
        }
        true
    }

    /// Tells the model whether all changes are seen, unless it knows. Returns false once nobody listens.
    fn report(&mut self, status: Result<(), WatchFailure>) -> bool {
        if status == self.reported {
            return true;
        }
        if let Err(failure) = &status {
            log::warn!("{}: {failure}", self.root.named.display());
        }
        self.reported.clone_from(&status);
        let status = status.map_err(|failure| Clean::line(&failure.to_string()).into_owned());
        (self.send)(Message::WatchStatus(status))
    }

    /// Watches all folders, and takes note of what was written after `since` and before its folder was watched.
    fn watch_all(&mut self, since: SystemTime) -> bool {
        let watched = self.watch_folders();
        let since = since.checked_sub(TIMESTAMP_LAG).unwrap_or(since);
        let whole = PathSubset::whole();
        let modified = folders(&self.root.named, &whole, &self.options, Some(since)).touched;
        let changes = modified.into_iter().map(FsChange::Modified);
        changes.for_each(|change| self.debouncer.add(change));
        self.report(watched)
    }

    fn watch_folders(&mut self) -> Result<(), WatchFailure> {
        let root = &self.root;
        let all = folders(&root.named, &PathSubset::whole(), &self.options, None).all;
        let watch_set = match &mut self.watch_set {
            Some(watch_set) => watch_set,
            none => {
                let watcher = system_watcher(root.clone(), self.sender.clone());
                let watcher = watcher.map_err(|error| WatchFailure::from(&error))?;
                none.insert(WatchSet::new(root.named.clone(), watcher))
            }
        };
        watch_set.set_all(&all)?;
        log::debug!("{}: {} folders", root.named.display(), all.len());
        self.watch_open_file_dir();
        if system::is_network_fs(&self.root.named) {
            return Err(WatchFailure::NetworkFs);
        }
        Ok(())
    }

    fn watch_open_file_dir(&mut self) {
        // Not under the lock: watching waits for the system's own thread, which may wait for the lock.
        let open = self.root.open().clone();
        let folder = open.as_ref().and_then(|open| open.parent());
        if let (Some(watch_set), Some(folder)) = (&mut self.watch_set, folder) {
            watch_set.watch_open_file_dir(folder);
        }
    }

    /// Rereads what has changed. Returns false once nobody listens.
    fn reload(&mut self) -> bool {
        let open = self.root.open().clone();
        let (root, watch_set) = (&self.root.named, &self.watch_set);
        let is_watched = |path: &Path| {
            let set = watch_set.as_ref();
            set.is_some_and(|set| set.contains_under(path))
        };
        let task = self.debouncer.take(|path| {
            let is_post = open.as_deref() == Some(path) || is_post_name(path);
            path_state(&root.join(path), is_post, is_watched(path))
        });
        let (paths, renames) = match task {
            None => return true,
            Some(Task::Rescan) => return (self.send)(Message::RescanNeeded),
            Some(Task::LibraryUpdate { paths, renames }) => (paths, renames),
        };
        let is_folder = |path: &PathBuf| is_watched(path) || root.join(path).is_dir();
        let has_folders = paths.iter().any(is_folder);
        // After a panic the posts stay as they were; later changes are still seen.
        let reread = isolate_request("rereading changed files", || {
            let request = reload::ReloadRequest {
                root: &self.root.named,
                options: self.options.clone(),
                paths,
                renames,
                open: open.as_deref(),
            };
            if has_folders {
                reload::reread_paths(request, &mut self.watch_set)
            } else {
                reload::reread_paths::<RecommendedWatcher>(request, &mut None)
            }
        });
        let Some((changes, watched)) = reread else {
            return true;
        };
        if !(self.send)(Message::FilesChanged(changes)) {
            return false;
        }
        if !has_folders {
            return true;
        }
        self.watch_open_file_dir();
        if !self.root.named.is_dir() {
            return self.report(Err(WatchFailure::FolderGone));
        }
        watched.is_ok() || self.report(watched.map_err(Into::into))
    }
}

/// Returns the state of a path. `is_post`: its name is that of a post; `was_folder`: it was a folder of the library.
fn path_state(path: &Path, is_post: bool, was_folder: bool) -> PathState {
    match path.metadata() {
        Ok(found) if found.is_file() && is_post && found.len() == 0 => PathState::Empty,
        Ok(found) if found.is_dir() => PathState::Changed,
        _ if is_post || was_folder => PathState::Changed,
        _ => PathState::Irrelevant,
    }
}

/// Creates the system's watcher. Events that do not concern posts do not wake the thread.
fn system_watcher(
    root: WatchedRoot,
    sender: Sender<WatcherEvent>,
) -> notify::Result<RecommendedWatcher> {
    notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let event = match event {
            Ok(event) => WatcherEvent::Changes(event::changes(&event, &root)),
            Err(error) => WatcherEvent::Error(error),
        };
        if !matches!(&event, WatcherEvent::Changes(changes) if changes.is_empty()) {
            // Fails only after the thread has ended.
            let _ = sender.send(event);
        }
    })
}
