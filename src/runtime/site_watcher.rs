//! Watches the configuration of the library's site, and resolves the site again when one of its files changes.
//!
//! The watched files are those that site detection reads, or tries to read. If the site has changed, the thread sends the new
//! site to the event loop. If only metadata that posts inherit may have changed, the thread asks the model for a rescan.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

use super::file_system::RealFs;
use super::incoming::Incoming;
use super::panics::catch_panic;
use super::threads;
use super::watch::is_change;
use crate::app::message::Message;
use crate::site::OpenTarget;

/// Time without further changes before the configuration is read, since editors write a file in several steps.
const DEBOUNCE: Duration = Duration::from_millis(100);

/// Maximum number of watched folders. The configuration of most sites is in at most three folders.
const MAX_FOLDERS: usize = 32;

/// An event for the thread.
#[derive(Debug)]
enum SiteEvent {
    /// A file of the configuration may have changed.
    Changed,
    /// A scan has ended.
    ScanEnded,
    /// The thread must end.
    Stop,
}

/// A handle to the thread; dropping the handle stops the thread.
#[derive(Debug)]
pub(super) struct SiteWatcher {
    event_sender: Sender<SiteEvent>,
}

impl SiteWatcher {
    /// Starts the thread, which does nothing until the end of the first scan. `send` returns false once the event loop has
    /// ended.
    pub(super) fn start(
        target: OpenTarget,
        send: impl Fn(Incoming) -> bool + Send + 'static,
    ) -> io::Result<Self> {
        let (event_sender, events) = channel();
        let thread = SiteThread {
            target,
            files: Arc::default(),
            watcher: None,
            folders: BTreeSet::new(),
            event_sender: event_sender.clone(),
            send_message: send,
        };
        threads::start("folio-site", move || thread.run(&events))?;
        Ok(Self { event_sender })
    }

    /// Returns a function that tells the thread that a scan has ended. The thread then resolves the site again. This finds
    /// changes that were made before the first scan ended, and changes that the system does not report.
    pub(super) fn scan_end_sender(&self) -> impl Fn() + Send + Sync + use<> {
        let event_sender = self.event_sender.clone();
        move || {
            // Fails only after the thread has ended.
            let _ = event_sender.send(SiteEvent::ScanEnded);
        }
    }
}

impl Drop for SiteWatcher {
    fn drop(&mut self) {
        // Fails only after the thread has ended.
        let _ = self.event_sender.send(SiteEvent::Stop);
    }
}

/// The state of the thread.
struct SiteThread<S> {
    /// The target that the event loop has: the one at the start, or the last one that was sent.
    target: OpenTarget,
    /// The files that site detection has read or tried to read, and the folders that it has listed. Shared with the thread of the
    /// system's watcher.
    files: Arc<Mutex<BTreeSet<PathBuf>>>,
    /// `None` until the first scan has ended, or if the system can't watch files.
    watcher: Option<RecommendedWatcher>,
    /// The watched folders.
    folders: BTreeSet<PathBuf>,
    /// The sender for events from the thread of the system's watcher.
    event_sender: Sender<SiteEvent>,
    send_message: S,
}

impl<S: Fn(Incoming) -> bool> SiteThread<S> {
    fn run(mut self, events: &Receiver<SiteEvent>) {
        while let Ok(event) = events.recv() {
            let is_running = match event {
                SiteEvent::Stop => false,
                SiteEvent::ScanEnded => self.resolve(&event),
                SiteEvent::Changed => wait_until_quiet(events) && self.resolve(&event),
            };
            if !is_running {
                return;
            }
        }
    }

    /// Resolves the site again, and reports what has changed. Returns false once the event loop has ended.
    fn resolve(&mut self, event: &SiteEvent) -> bool {
        // A folder may have changed after it was read and before it was watched. Therefore the site is resolved again as long as
        // new folders are watched.
        let target = loop {
            let files = RealFs::recording();
            let Some(target) = self.resolve_target(&files) else {
                return true;
            };
            if !self.watch(&target, files) {
                break target;
            }
        };
        if !target.lists_same_library(&self.target) {
            self.target = target.clone();
            return (self.send_message)(Incoming::SiteChanged(Box::new(target)));
        }
        match event {
            // A file has changed, but not the site. The file may contain metadata that posts inherit.
            SiteEvent::Changed => (self.send_message)(Message::RescanNeeded.into()),
            SiteEvent::ScanEnded | SiteEvent::Stop => true,
        }
    }

    /// Resolves the target again. Returns `None` after a panic, or if the file or folder that was opened is gone.
    fn resolve_target(&self, files: &RealFs) -> Option<OpenTarget> {
        let resolve = || {
            let target = self.target.resolve_again(files)?;
            // Called for its side effect: `files` records where it looks for metadata that the library's folder inherits.
            let rules = &target.rules;
            let _ = rules.inherited_in_folder(files, &target.library_folder, Path::new(""));
            Some(target)
        };
        catch_panic("the site's configuration", resolve).flatten()
    }

    /// Watches the folders of the recorded files, and the recorded folders, but at most [`MAX_FOLDERS`] in total. Returns true if
    /// a folder was not watched before.
    fn watch(&mut self, target: &OpenTarget, recorded: RealFs) -> bool {
        let files = recorded.into_accessed();
        let root = &target.site.root;
        // Without a generator, only paths directly in the root count, since a configuration may be created there.
        let has_generator = target.site.generator.is_some();
        let is_relevant = |file: &&PathBuf| {
            let folder = file.parent();
            folder.is_some_and(|folder| folder == root || has_generator && folder.starts_with(root))
        };
        let files: BTreeSet<PathBuf> = files.iter().filter(is_relevant).cloned().collect();
        let parents = files.iter().filter_map(|file| file.parent());
        // A recorded path may itself be a folder, whose files were listed. Files are dropped from `folders` below.
        let recorded_paths = files.iter().map(PathBuf::as_path);
        let folders: BTreeSet<&Path> = parents.chain(recorded_paths).collect();
        let existing = folders.into_iter().filter(|folder| folder.is_dir());
        let existing: BTreeSet<PathBuf> = existing.take(MAX_FOLDERS).map(Path::to_owned).collect();
        // Some systems report paths without symbolic links, so the real paths are stored too.
        let real_root = root.canonicalize().unwrap_or_else(|_| root.clone());
        let real_path = |file: &PathBuf| Some(real_root.join(file.strip_prefix(root).ok()?));
        let real_paths: Vec<_> = files.iter().filter_map(real_path).collect();
        *lock(&self.files) = files.into_iter().chain(real_paths).collect();
        if self.watcher.is_none() {
            self.watcher = self.create_watcher();
        }
        let Some(watcher) = &mut self.watcher else {
            return false;
        };
        // Folders that are watched already are watched again, since a folder may have been replaced by another of the same name.
        for folder in &existing {
            if let Err(error) = watcher.watch(folder, RecursiveMode::NonRecursive) {
                log::warn!("{}: {error}", folder.display());
            }
        }
        let is_added = existing.difference(&self.folders).next().is_some();
        self.folders = existing;
        is_added
    }

    /// Creates the system's watcher; returns `None` if the system can't watch files.
    fn create_watcher(&self) -> Option<RecommendedWatcher> {
        let (files, event_sender) = (Arc::clone(&self.files), self.event_sender.clone());
        let watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            if event.is_ok_and(|event| may_change_site(&event, &lock(&files))) {
                // Fails only after the thread has ended.
                let _ = event_sender.send(SiteEvent::Changed);
            }
        });
        watcher
            .inspect_err(|error| {
                log::warn!("changes of the site's configuration are not seen: {error}");
            })
            .ok()
    }
}

/// Waits until no event has arrived for [`DEBOUNCE`]. Returns false if the thread must end.
fn wait_until_quiet(events: &Receiver<SiteEvent>) -> bool {
    loop {
        match events.recv_timeout(DEBOUNCE) {
            Ok(SiteEvent::Stop) | Err(RecvTimeoutError::Disconnected) => return false,
            Ok(SiteEvent::Changed | SiteEvent::ScanEnded) => {}
            Err(RecvTimeoutError::Timeout) => return true,
        }
    }
}

/// Returns true if an event may change the site. The event must be about a path in `files`, about a folder above such a path, or
/// about a file directly in a folder of `files`.
fn may_change_site(event: &Event, files: &BTreeSet<PathBuf>) -> bool {
    let is_relevant = |path: &PathBuf| {
        // In the order of paths, the paths below `path` directly follow `path`. If `files` contains `path` or a path below it, the
        // first element from `path` on is such a path.
        let first_file = files.range(path.clone()..).next();
        let is_in_listed_folder = || path.parent().is_some_and(|folder| files.contains(folder));
        first_file.is_some_and(|file| file.starts_with(path)) || is_in_listed_folder()
    };
    is_change(event) && event.paths.iter().any(is_relevant)
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use notify::EventKind;
    use notify::event::{AccessKind, AccessMode, CreateKind, DataChange, MetadataKind, ModifyKind};

    use super::*;

    #[test]
    fn only_changes_of_recorded_paths_and_of_their_folders_may_change_the_site() {
        // `/s/data` is a folder that was listed.
        let files = ["/s/config/_default/hugo.toml", "/s/data", "/s/hugo.toml"];
        let files: BTreeSet<PathBuf> = files.map(PathBuf::from).into();
        let written = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        for (kind, path, expected) in [
            (written, "/s/hugo.toml", true),
            (written, "/s/hugo.toml.swp", false),
            (written, "/s/data/new.toml", true),
            (written, "/s/data/deep/new.toml", false),
            (written, "/s/README.md", false),
            (EventKind::Create(CreateKind::Folder), "/s/config", true),
            (EventKind::Create(CreateKind::Folder), "/s/conf", false),
            (EventKind::Access(AccessKind::Read), "/s/hugo.toml", false),
            (
                EventKind::Access(AccessKind::Close(AccessMode::Write)),
                "/s/hugo.toml",
                true,
            ),
            (
                EventKind::Modify(ModifyKind::Metadata(MetadataKind::Permissions)),
                "/s/hugo.toml",
                false,
            ),
        ] {
            let event = Event::new(kind).add_path(path.into());
            assert_eq!(may_change_site(&event, &files), expected, "{kind:?} {path}");
        }
    }
}
