//! Watches the configuration file and the user's theme files, and reads the settings again when one of them changes.

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::threads;
use crate::app::message::{Message, SettingsError};
use crate::app::settings::Settings;

/// Time without further changes before the settings are read, since editors write a file in several steps.
const DEBOUNCE: Duration = Duration::from_millis(100);

/// A function that reads the settings, or returns the errors in them.
type ReadSettings = dyn Fn() -> Result<Settings, Vec<SettingsError>> + Send;

/// The configuration file, and the function that reads the settings again while folio runs.
pub struct SettingsSource {
    /// The configuration file, which may not exist yet.
    file: PathBuf,
    read: Box<ReadSettings>,
}

impl SettingsSource {
    /// Creates a source. `read` reads the file and the themes next to it.
    pub fn new(
        file: PathBuf,
        read: impl Fn() -> Result<Settings, Vec<SettingsError>> + Send + 'static,
    ) -> Self {
        Self {
            file,
            read: Box::new(read),
        }
    }

    /// Returns the folders to watch. Folders that do not exist are left out.
    fn folders(&self) -> BTreeSet<PathBuf> {
        let themes = self.file.with_file_name("themes");
        let parent = |path: &Path| path.parent().map(Path::to_owned);
        let ancestors = self.file.ancestors().skip(1);
        let folders = [
            // The folder of the configuration file, or its nearest existing ancestor, in which the folder may be created.
            ancestors.map(Path::to_owned).find(|folder| folder.is_dir()),
            // If the configuration file is a symbolic link, the folder of its target.
            self.file.canonicalize().ok().as_deref().and_then(parent),
            // If the folder of themes is a symbolic link, its target.
            themes.canonicalize().ok(),
            Some(themes),
        ];
        let folders = folders.into_iter().flatten();
        folders.filter(|folder| folder.is_dir()).collect()
    }
}

impl fmt::Debug for SettingsSource {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SettingsSource")
            .field("file", &self.file)
            .finish_non_exhaustive()
    }
}

/// Starts a thread that sends the settings whenever they have changed. `send` returns false once the event loop has ended.
///
/// # Errors
/// Fails if the system can't watch files. Changes then take effect at the next start.
pub(super) fn watch(
    source: SettingsSource,
    send: impl Fn(Message) -> bool + Send + 'static,
) -> notify::Result<()> {
    let (sender, changes) = channel();
    let file = source.file.clone();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        if event.is_ok_and(|event| may_change_settings(&event, &file)) {
            // Fails only after the thread has ended.
            let _ = sender.send(());
        }
    })?;
    watch_folders(&source, &mut watcher);
    let run = move || serve(&source, watcher, &changes, send);
    threads::start("folio-settings", run)?;
    Ok(())
}

/// Reads and sends the settings after each change, until the event loop has ended.
fn serve(
    source: &SettingsSource,
    mut watcher: RecommendedWatcher,
    changes: &Receiver<()>,
    send: impl Fn(Message) -> bool,
) {
    while changes.recv().is_ok() {
        while changes.recv_timeout(DEBOUNCE).is_ok() {}
        // A folder may have been created, or a symbolic link may have a new target.
        watch_folders(source, &mut watcher);
        let settings = (source.read)().map(Box::new);
        if !send(Message::SettingsChanged(settings)) {
            return;
        }
    }
}

/// Watches the folders of the source. Folders that are watched already are watched again, since a folder may have been replaced.
fn watch_folders(source: &SettingsSource, watcher: &mut RecommendedWatcher) {
    for folder in source.folders() {
        if let Err(error) = watcher.watch(&folder, RecursiveMode::NonRecursive) {
            log::warn!("{}: {error}", folder.display());
        }
    }
}

/// Returns true if an event may change the settings in `file`. The event must be about a TOML file, the folder of themes, or a
/// folder that contains `file`. An event of the kind `Access` changes nothing.
fn may_change_settings(event: &Event, file: &Path) -> bool {
    let is_relevant = |path: &PathBuf| {
        path.extension()
            .is_some_and(|extension| extension == "toml")
            || path.ends_with("themes")
            || file.starts_with(path)
    };
    !matches!(event.kind, EventKind::Access(_)) && event.paths.iter().any(is_relevant)
}
