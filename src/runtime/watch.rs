//! The file watcher: a thread that sleeps until something in the library changes on disk.
//!
//! On Linux each folder of the library is watched separately, so that `.git` and ignored folders use no watches. Changes are
//! debounced; then only the changed files are reread and sent as [`Message::FilesChanged`]. If the system can't watch the
//! library, the watcher sends [`Message::WatchStatus`], and the model requests a rescan whenever the terminal is focused.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant, SystemTime};

use notify::RecommendedWatcher;

use super::panics::catch_panic;
use super::scan::{PathSubset, ScanOptions, folders, is_post_name};
use super::threads;
use crate::app::message::{Message, WatchFailure};

mod debouncer;
mod event;
mod reload;
mod system;
#[cfg(test)]
mod tests;
mod watch_set;

use debouncer::{Debouncer, FsChange, PathState, Task};
use event::WatchedRoot;
pub(super) use event::is_change;
use watch_set::WatchSet;

/// The name of the watcher thread.
const THREAD_NAME: &str = "folio-watch";

/// Maximum lag of file timestamps behind the clock: one kernel tick plus a margin.
const TIMESTAMP_LAG: Duration = Duration::from_millis(50);

/// An event for the watcher thread.
#[derive(Debug)]
enum WatcherEvent {
    /// Changes on disk.
    Changes(Vec<FsChange>),
    /// The system failed to report changes.
    Error(notify::Error),
    /// A command from the reader.
    Command(WatchCommand),
}

/// A command for the watcher.
#[derive(Clone, Debug)]
pub enum WatchCommand {
    /// A scan of the library began at this time: watch its folders, and report changes since then.
    Start(SystemTime),
    /// Watch the open file too; the path is relative to the library's folder.
    SetOpenFile(PathBuf),
    /// Report nothing until the next `Start` or `Reread`, because an editor is running.
    Pause,
    /// Reread this file and all other changed files without delay.
    Reread(PathBuf),
    /// Stop the thread.
    Stop,
}

/// A handle to the watcher thread; dropping the handle stops the thread.
#[derive(Debug)]
pub struct Watch {
    event_sender: Sender<WatcherEvent>,
}

impl Watch {
    /// Starts the watcher thread, which watches nothing until [`WatchCommand::Start`].
    ///
    /// `send` receives the messages and returns false once the event loop has ended.
    pub fn start(
        root: PathBuf,
        options: ScanOptions,
        send: impl Fn(Message) -> bool + Send + 'static,
    ) -> io::Result<Self> {
        let (event_sender, events) = channel();
        let real_path = root.canonicalize().unwrap_or_else(|_| root.clone());
        let watcher = WatchThread {
            root: WatchedRoot {
                path: root,
                real_path,
                open_file: Arc::default(),
            },
            options,
            events,
            event_sender: event_sender.clone(),
            watch_set: None,
            debouncer: Debouncer::default(),
            reported_status: Ok(()),
            send_message: send,
        };
        threads::start(THREAD_NAME, move || watcher.run())?;
        Ok(Self { event_sender })
    }

    /// Sends a command to the watcher thread.
    pub fn send(&self, command: WatchCommand) {
        self.sender()(command);
    }

    /// Returns a function that sends commands from another thread.
    pub fn sender(&self) -> impl Fn(WatchCommand) + Send + Sync + use<> {
        let event_sender = self.event_sender.clone();
        move |command| {
            // Fails only after the thread has ended.
            let _ = event_sender.send(WatcherEvent::Command(command));
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.send(WatchCommand::Stop);
    }
}

/// The state of the watcher thread.
struct WatchThread<S> {
    root: WatchedRoot,
    options: ScanOptions,
    events: Receiver<WatcherEvent>,
    /// The sender that the system's watcher thread uses for its events.
    event_sender: Sender<WatcherEvent>,
    /// `None` until the system's watcher is created.
    watch_set: Option<WatchSet<RecommendedWatcher>>,
    debouncer: Debouncer,
    /// The status in the last [`Message::WatchStatus`], or `Ok` before the first.
    reported_status: Result<(), WatchFailure>,
    /// Sends a message to the model. Returns false once the event loop has ended.
    send_message: S,
}

impl<S: Fn(Message) -> bool> WatchThread<S> {
    /// Handles events until the handle is dropped or the event loop has ended. Sleeps without a timeout while nothing changes.
    fn run(mut self) {
        // The arrival of the first change that was not reread yet.
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
                // A steady stream of events must not delay the first change forever. Beyond this age, the files are reread as
                // after a timeout, even if more events are pending.
                Some(_) if age > debouncer::MAX_RECEIVE_AGE => Err(RecvTimeoutError::Timeout),
                Some(timeout) => {
                    first_change.get_or_insert_with(Instant::now);
                    self.events.recv_timeout(timeout)
                }
            };
            let is_running = match event {
                Ok(event) => self.handle(event),
                Err(RecvTimeoutError::Timeout) => {
                    first_change = None;
                    self.reload()
                }
                Err(RecvTimeoutError::Disconnected) => false,
            };
            if !is_running {
                return;
            }
        }
    }

    /// Handles an event. Returns false if the thread must end.
    fn handle(&mut self, event: WatcherEvent) -> bool {
        match event {
            WatcherEvent::Changes(changes) => {
                for change in changes {
                    self.add_inheriting_posts(&change);
                    self.debouncer.add(change);
                }
            }
            WatcherEvent::Error(error) => return self.report(Err(WatchFailure::from(&error))),
            WatcherEvent::Command(WatchCommand::Start(since)) => {
                self.debouncer.resume();
                return self.start_watching(since);
            }
            WatcherEvent::Command(WatchCommand::SetOpenFile(path)) => {
                *self.root.open_file() = Some(path);
                self.watch_open_file_folder();
            }
            WatcherEvent::Command(WatchCommand::Pause) => self.debouncer.pause(),
            WatcherEvent::Command(WatchCommand::Reread(path)) => {
                self.debouncer.add(FsChange::Modified(path));
                self.debouncer.flush_now();
            }
            WatcherEvent::Command(WatchCommand::Stop) => return false,
        }
        true
    }

    /// Marks the posts that inherit metadata from the changed file as modified: the posts of a folder, or a single post. Does
    /// nothing if the file is not a metadata file.
    fn add_inheriting_posts(&mut self, change: &FsChange) {
        // If the site's generator has no metadata files, no post inherits metadata.
        let Some(metadata_source) = self.options.rules.metadata_source else {
            return;
        };
        let paths = match change {
            FsChange::Modified(path) => vec![path],
            FsChange::Renamed(rename) => vec![&rename.from, &rename.to],
            FsChange::Overflow => Vec::new(),
        };
        for path in paths
            .into_iter()
            .filter_map(|path| metadata_source.path_to_reread(path))
        {
            self.debouncer.add(FsChange::Modified(path));
        }
    }

    /// Sends the watch status to the model if it has changed. Returns false once the event loop has ended.
    fn report(&mut self, status: Result<(), WatchFailure>) -> bool {
        if status == self.reported_status {
            return true;
        }
        if let Err(failure) = &status {
            log::warn!("{}: {failure}", self.root.path.display());
        }
        self.reported_status.clone_from(&status);
        (self.send_message)(Message::WatchStatus(status))
    }

    /// Watches all folders and reports the watch status. Posts and folders that were modified at the time `since` or later count
    /// as changed, because their folders may not have been watched when they were modified. Returns false once the event loop
    /// has ended.
    fn start_watching(&mut self, since: SystemTime) -> bool {
        let status = self.watch_folders();
        let since = since.checked_sub(TIMESTAMP_LAG).unwrap_or(since);
        let all_paths = PathSubset::whole();
        let scanned = folders(&self.root.path, &all_paths, &self.options, Some(since));
        let modified_posts_and_folders = scanned.touched.into_iter();
        let changes = modified_posts_and_folders.map(FsChange::Modified);
        changes.for_each(|change| self.debouncer.add(change));
        self.report(status)
    }

    /// Watches all folders in which the scan looks for posts. Creates the system's watcher on the first call.
    fn watch_folders(&mut self) -> Result<(), WatchFailure> {
        let root = &self.root;
        let since = None;
        let library_folders = folders(&root.path, &PathSubset::whole(), &self.options, since).all;
        let watch_set = match &mut self.watch_set {
            Some(watch_set) => watch_set,
            empty_option => {
                let watcher = create_system_watcher(root.clone(), self.event_sender.clone());
                let watcher = watcher.map_err(|error| WatchFailure::from(&error))?;
                empty_option.insert(WatchSet::new(root.path.clone(), watcher))
            }
        };
        watch_set.set_all(&library_folders)?;
        log::debug!("{}: {} folders", root.path.display(), library_folders.len());
        self.watch_open_file_folder();
        // Reported as a failure although the folders are watched: the system does not report all changes on a network.
        if system::is_network_fs(&self.root.path) {
            return Err(WatchFailure::NetworkFs);
        }
        Ok(())
    }

    /// Watches the folder of the open file, if a file is open.
    fn watch_open_file_folder(&mut self) {
        // `open_file()` locks the path. The lock is released after the clone, before watching waits for the system's watcher
        // thread, which may wait for the same lock.
        let open_file = self.root.open_file().clone();
        let folder = open_file.as_ref().and_then(|file| file.parent());
        if let (Some(watch_set), Some(folder)) = (&mut self.watch_set, folder) {
            watch_set.watch_open_file_folder(folder);
        }
    }

    /// Rereads the changed files. Returns false once the event loop has ended.
    fn reload(&mut self) -> bool {
        let open_file = self.root.open_file().clone();
        let (root, watch_set) = (&self.root.path, &self.watch_set);
        let contains_watched_folder = |path: &Path| {
            let set = watch_set.as_ref();
            set.is_some_and(|set| set.contains_at_or_below(path))
        };
        let task = self.debouncer.take(|path| {
            let is_post = open_file.as_deref() == Some(path) || is_post_name(path);
            path_state(&root.join(path), is_post, contains_watched_folder(path))
        });
        let (paths, renames) = match task {
            None => return true,
            Some(Task::Rescan) => return (self.send_message)(Message::RescanNeeded),
            Some(Task::LibraryUpdate { paths, renames }) => (paths, renames),
        };
        let is_folder = |path: &PathBuf| contains_watched_folder(path) || root.join(path).is_dir();
        let has_folders = paths.iter().any(is_folder);
        // After a panic the model keeps the old posts; later changes are still handled.
        let reread = catch_panic("rereading changed files", || {
            let request = reload::ReloadRequest {
                root: &self.root.path,
                options: self.options.clone(),
                paths,
                renames,
                open_file: open_file.as_deref(),
            };
            if has_folders {
                reload::reread_paths(request, &mut self.watch_set)
            } else {
                // Files alone do not change which folders are watched.
                reload::reread_paths::<RecommendedWatcher>(request, &mut None)
            }
        });
        let Some((changes, watch_result)) = reread else {
            return true;
        };
        if !(self.send_message)(Message::FilesChanged(changes)) {
            return false;
        }
        if !has_folders {
            return true;
        }
        self.watch_open_file_folder();
        if !self.root.path.is_dir() {
            return self.report(Err(WatchFailure::FolderGone));
        }
        // A success is not reported, since an earlier failure may persist, for example because the library is on a network file
        // system.
        watch_result.is_ok() || self.report(watch_result.map_err(Into::into))
    }
}

/// Returns the state of a path. `is_post` is true if the path is the open file or has the name of a post. `was_folder` is true if
/// the path was a folder of the library before.
fn path_state(path: &Path, is_post: bool, was_folder: bool) -> PathState {
    match path.metadata() {
        Ok(metadata) if metadata.is_file() && is_post && metadata.len() == 0 => PathState::Empty,
        Ok(metadata) if metadata.is_dir() => PathState::Changed,
        _ if is_post || was_folder => PathState::Changed,
        _ => PathState::Irrelevant,
    }
}

/// Creates the system's watcher. Its handler drops events that can't affect posts, so that they do not wake the thread.
fn create_system_watcher(
    root: WatchedRoot,
    sender: Sender<WatcherEvent>,
) -> notify::Result<RecommendedWatcher> {
    notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let event = match event {
            Ok(event) => WatcherEvent::Changes(event::changes_of_event(&event, &root)),
            Err(error) => WatcherEvent::Error(error),
        };
        if !matches!(&event, WatcherEvent::Changes(changes) if changes.is_empty()) {
            // Fails only after the thread has ended.
            let _ = sender.send(event);
        }
    })
}
