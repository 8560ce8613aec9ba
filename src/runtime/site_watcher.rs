//! Watches the configuration of the library's site, and resolves the site again when one of its files changes.
//!
//! The watched files are those that site detection reads, or tries to read. If the site has changed, the thread sends it to the
//! event loop; if only metadata that posts inherit may have changed, it asks the model for a rescan.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use notify::event::{AccessKind, AccessMode, MetadataKind, ModifyKind};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::file_system::RealFs;
use super::incoming::Incoming;
use super::panics::isolate_request;
use crate::app::message::Message;
use crate::site::OpenTarget;

/// Time without further changes before the configuration is read, since editors write a file in several steps.
const DEBOUNCE: Duration = Duration::from_millis(100);

/// Maximum number of watched folders. The configuration of a site is in three folders at most.
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
    events: Sender<SiteEvent>,
}

impl SiteWatcher {
    /// Starts the thread, which does nothing until the end of the first scan. `send` returns false once the event loop has
    /// ended.
    pub(super) fn start(
        target: OpenTarget,
        send: impl Fn(Incoming) -> bool + Send + 'static,
    ) -> io::Result<Self> {
        let (sender, events) = channel();
        let thread = SiteThread {
            target,
            files: Arc::default(),
            watcher: None,
            folders: BTreeSet::new(),
            sender: sender.clone(),
            send,
        };
        thread::Builder::new()
            .name("folio-site".to_owned())
            .spawn(move || thread.run(&events))?;
        Ok(Self { events: sender })
    }

    /// Returns a function that reports the end of a scan. The site is resolved again then: changes before the first scan ended,
    /// and changes that the system does not report, are found this way.
    pub(super) fn scan_reporter(&self) -> impl Fn() + Send + Sync + use<> {
        let events = self.events.clone();
        move || {
            // Fails only after the thread has ended.
            let _ = events.send(SiteEvent::ScanEnded);
        }
    }
}

impl Drop for SiteWatcher {
    fn drop(&mut self) {
        // Fails only after the thread has ended.
        let _ = self.events.send(SiteEvent::Stop);
    }
}

struct SiteThread<S> {
    /// The target as the event loop knows it.
    target: OpenTarget,
    /// The files that were read or tried, and the folders that were listed. Shared with the system's own thread.
    files: Arc<Mutex<BTreeSet<PathBuf>>>,
    /// `None` until the first scan has ended, or if the system can't watch files.
    watcher: Option<RecommendedWatcher>,
    /// The watched folders.
    folders: BTreeSet<PathBuf>,
    /// The sender for events from the system's own thread.
    sender: Sender<SiteEvent>,
    send: S,
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
        // If folders were not watched before, they may have changed before they were watched, so the site is resolved again.
        let target = loop {
            let files = RealFs::recording();
            let Some(target) = self.resolved(&files) else {
                return true;
            };
            if !self.watch(&target, files) {
                break target;
            }
        };
        if !target.is_same(&self.target) {
            self.target = target.clone();
            return (self.send)(Incoming::SiteChanged(Box::new(target)));
        }
        !matches!(event, SiteEvent::Changed) || (self.send)(Message::RescanNeeded.into())
    }

    /// Resolves the site again. Returns `None` after a panic, and if the opened file is gone; the site stays as it is then.
    fn resolved(&self, files: &RealFs) -> Option<OpenTarget> {
        let resolve = || {
            let target = self.target.resolve_again(files)?;
            // Folders above the library may have files with metadata too.
            let rules = &target.rules;
            let _ = rules.inherited_in_folder(files, &target.library, Path::new(""));
            Some(target)
        };
        isolate_request("the site's configuration", resolve).flatten()
    }

    /// Watches the folders of the recorded files, and the recorded folders. Returns true if a folder was not watched before.
    fn watch(&mut self, target: &OpenTarget, recorded: RealFs) -> bool {
        let files = recorded.into_accessed();
        let root = &target.site.root;
        // Without a site, a configuration may appear in the opened folder.
        let is_site = target.site.generator.is_some();
        let is_near = |file: &&PathBuf| {
            let folder = file.parent();
            folder.is_some_and(|folder| folder == root || is_site && folder.starts_with(root))
        };
        let files: BTreeSet<PathBuf> = files.iter().filter(is_near).cloned().collect();
        let parents = files.iter().filter_map(|file| file.parent());
        let listed = files.iter().map(PathBuf::as_path);
        let folders: BTreeSet<&Path> = parents.chain(listed).collect();
        let existing = folders.into_iter().filter(|folder| folder.is_dir());
        let existing: BTreeSet<PathBuf> = existing.take(MAX_FOLDERS).map(Path::to_owned).collect();
        // Some systems report paths without symbolic links.
        let real = root.canonicalize().unwrap_or_else(|_| root.clone());
        let resolved = |file: &PathBuf| Some(real.join(file.strip_prefix(root).ok()?));
        let resolved: Vec<_> = files.iter().filter_map(resolved).collect();
        *lock(&self.files) = files.into_iter().chain(resolved).collect();
        if self.watcher.is_none() {
            self.watcher = self.system_watcher();
        }
        let Some(watcher) = &mut self.watcher else {
            return false;
        };
        // A folder that was replaced by another one of the same name must be watched again.
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
    fn system_watcher(&self) -> Option<RecommendedWatcher> {
        let (files, sender) = (Arc::clone(&self.files), self.sender.clone());
        let watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            if event.is_ok_and(|event| concerns(&event, &lock(&files))) {
                // Fails only after the thread has ended.
                let _ = sender.send(SiteEvent::Changed);
            }
        });
        watcher
            .inspect_err(|error| {
                log::warn!("changes of the site's configuration are not seen: {error}");
            })
            .ok()
    }
}

/// Waits until no event has arrived for some time. Returns false if the thread must end.
fn wait_until_quiet(events: &Receiver<SiteEvent>) -> bool {
    loop {
        match events.recv_timeout(DEBOUNCE) {
            Ok(SiteEvent::Stop) | Err(RecvTimeoutError::Disconnected) => return false,
            Ok(SiteEvent::Changed | SiteEvent::ScanEnded) => {}
            Err(RecvTimeoutError::Timeout) => return true,
        }
    }
}

/// Returns true if an event changes one of the files, or a file in one of the folders, or adds or removes a folder around
/// them.
fn concerns(event: &Event, files: &BTreeSet<PathBuf>) -> bool {
    let is_written = match event.kind {
        EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
        EventKind::Modify(ModifyKind::Metadata(kind)) => kind == MetadataKind::WriteTime,
        _ => true,
    };
    let has_file = |path: &PathBuf| {
        let next = files.range(path.clone()..).next();
        let is_listed = || path.parent().is_some_and(|folder| files.contains(folder));
        next.is_some_and(|file| file.starts_with(path)) || is_listed()
    };
    is_written && event.paths.iter().any(has_file)
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use notify::event::{CreateKind, DataChange};

    use super::*;

    #[test]
    fn changes_of_recorded_files_and_of_their_folders_count() {
        let files = ["/s/config/_default/hugo.toml", "/s/hugo.toml"];
        let files: BTreeSet<PathBuf> = files.map(PathBuf::from).into();
        let written = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        for (kind, path, expected) in [
            (written, "/s/hugo.toml", true),
            (written, "/s/hugo.toml.swp", false),
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
            assert_eq!(concerns(&event, &files), expected, "{kind:?} {path}");
        }
    }
}
