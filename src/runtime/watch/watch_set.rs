//! The set of watched folders, with a fallback if the system allows no more watches.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// True if each folder needs its own watch, as on Linux. Other systems watch everything below a folder.
pub(super) const NEEDS_WATCH_PER_FOLDER: bool =
    cfg!(any(target_os = "linux", target_os = "android"));

/// Maximum number of folders in a small library. In a small library, folders without posts are watched too.
const MAX_FOLDERS_IN_SMALL_LIBRARY: usize = 1024;

/// The system's interface for watching one folder.
pub(super) trait WatchBackend {
    /// Starts watching a folder.
    fn watch(&mut self, folder: &Path) -> Result<(), WatchError>;

    /// Stops watching a folder, which may have been removed.
    fn unwatch(&mut self, folder: &Path);
}

/// The reason why a folder can't be watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WatchError {
    /// The folder does not exist, or can't be watched for another reason, such as denied access.
    Unwatchable,
    /// The system allows no more watches.
    LimitReached,
}

/// The error that there are more folders than the system can watch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooManyFolders;

/// The watched folders of a library.
#[derive(Debug)]
pub(super) struct WatchSet<B> {
    backend: B,
    root: PathBuf,
    /// The watched folders, relative to the root.
    watched: BTreeSet<PathBuf>,
    /// The folder of the open file, which is watched even if it is not a folder of the library.
    open_file_folder: Option<PathBuf>,
    /// The number of folders at which the limit was reached. Watching is retried only with fewer folders.
    limit_hit_at: Option<usize>,
}

impl<B: WatchBackend> WatchSet<B> {
    pub(super) fn new(root: PathBuf, backend: B) -> Self {
        Self {
            backend,
            root,
            watched: BTreeSet::new(),
            open_file_folder: None,
            limit_hit_at: None,
        }
    }

    /// Watches these folders, and stops watching others. The flag of a folder is true if the folder or a descendant contains
    /// posts. In a large library, folders without posts are not watched.
    ///
    /// # Errors
    /// Fails if the system does not allow so many watches. Further calls then fail without trying again, until there are fewer
    /// folders. After a failure, only the folder of the open file is watched. Watching a part of the folders would not avoid
    /// rescans, and other programs need watches too.
    pub(super) fn set_all(
        &mut self,
        folders: &BTreeMap<PathBuf, bool>,
    ) -> Result<(), TooManyFolders> {
        let to_watch = folders_to_watch(folders);
        self.limit_hit_at
            .take_if(|folder_count| to_watch.len() < *folder_count);
        let removed: Vec<PathBuf> = self.watched.difference(&to_watch).cloned().collect();
        for folder in removed {
            self.watched.remove(&folder);
            if self.open_file_folder.as_ref() != Some(&folder) {
                self.backend.unwatch(&self.root.join(folder));
            }
        }
        self.add_all(&to_watch)
    }

    /// Watches one more folder. Fails as [`WatchSet::set_all`] does.
    pub(super) fn add(&mut self, folder: &Path) -> Result<(), TooManyFolders> {
        self.add_all(&BTreeSet::from([folder.to_owned()]))
    }

    /// Watches the folders that are not watched yet.
    fn add_all(&mut self, folders: &BTreeSet<PathBuf>) -> Result<(), TooManyFolders> {
        if self.limit_hit_at.is_some() {
            return Err(TooManyFolders);
        }
        for folder in folders {
            if self.watched.contains(folder) {
                continue;
            }
            if self.open_file_folder.as_ref() == Some(folder) {
                self.watched.insert(folder.clone());
                continue;
            }
            match self.backend.watch(&self.root.join(folder)) {
                Ok(()) => {
                    self.watched.insert(folder.clone());
                }
                // Skipped, since most likely the folder was removed.
                Err(WatchError::Unwatchable) => {}
                Err(WatchError::LimitReached) => {
                    self.unwatch_all(self.watched.union(folders).count());
                    return Err(TooManyFolders);
                }
            }
        }
        Ok(())
    }

    /// Stops watching all folders except the folder of the open file. `folder_count` folders were to be watched, more than the
    /// system allows.
    fn unwatch_all(&mut self, folder_count: usize) {
        for folder in std::mem::take(&mut self.watched) {
            self.backend.unwatch(&self.root.join(folder));
        }
        self.limit_hit_at = Some(folder_count);
        // The folder of the open file may have been among these folders, so it is watched again.
        if let Some(folder) = self.open_file_folder.take() {
            self.watch_open_file_folder(&folder);
        }
    }

    /// Watches the folder of the open file, and stops watching the previous file's folder.
    pub(super) fn watch_open_file_folder(&mut self, folder: &Path) {
        if self.open_file_folder.as_deref() == Some(folder) {
            return;
        }
        let previous = self.open_file_folder.take();
        let has_own_watch =
            |folder: &PathBuf| NEEDS_WATCH_PER_FOLDER && !self.watched.contains(folder);
        if let Some(previous) = previous.filter(has_own_watch) {
            self.backend.unwatch(&self.root.join(previous));
        }
        let is_watched = !NEEDS_WATCH_PER_FOLDER || self.watched.contains(folder);
        // If the folder can't be watched, the file is reread when the window is focused.
        if is_watched || self.backend.watch(&self.root.join(folder)).is_ok() {
            self.open_file_folder = Some(folder.to_owned());
        }
    }

    /// Returns true if a folder at or below a path is watched.
    pub(super) fn contains_at_or_below(&self, path: &Path) -> bool {
        self.folders_under(path).next().is_some()
    }

    /// Returns the watched folders at and below a path.
    fn folders_under(&self, path: &Path) -> impl Iterator<Item = &PathBuf> {
        let is_under = move |folder: &&PathBuf| folder.starts_with(path);
        // Paths are compared by component: all folders below `a` come right after `a`, and `a-b` comes after them.
        let watched = self.watched.range(path.to_owned()..);
        watched
            .take_while(is_under)
            .chain(self.open_file_folder.iter().filter(is_under))
    }

    /// Stops watching all folders at and below a path.
    pub(super) fn remove_under(&mut self, path: &Path) {
        let removed: Vec<PathBuf> = self.folders_under(path).cloned().collect();
        for folder in removed {
            self.backend.unwatch(&self.root.join(&folder));
            self.watched.remove(&folder);
            self.open_file_folder
                .take_if(|open_file_folder| *open_file_folder == folder);
        }
    }
}

/// Returns the folders to watch: the root, the folders with posts, and in a small library also the folders without posts. Returns
/// only the root if the system watches everything below a folder.
fn folders_to_watch(folders: &BTreeMap<PathBuf, bool>) -> BTreeSet<PathBuf> {
    if !NEEDS_WATCH_PER_FOLDER {
        return BTreeSet::from([PathBuf::new()]);
    }
    let is_small = folders.len() <= MAX_FOLDERS_IN_SMALL_LIBRARY;
    let must_be_watched = |(folder, has_posts): &(&PathBuf, &bool)| {
        is_small || **has_posts || folder.as_os_str().is_empty()
    };
    let to_watch = folders.iter().filter(must_be_watched);
    to_watch.map(|(folder, _)| folder.clone()).collect()
}

#[cfg(all(test, any(target_os = "linux", target_os = "android")))]
mod tests {
    use super::*;

    /// A backend with a limited number of watches. It can't watch a folder called `gone`.
    #[derive(Debug)]
    struct LimitedBackend {
        max_watches: usize,
        watches: BTreeSet<PathBuf>,
    }

    impl WatchBackend for LimitedBackend {
        fn watch(&mut self, folder: &Path) -> Result<(), WatchError> {
            if folder.ends_with("gone") {
                return Err(WatchError::Unwatchable);
            }
            if self.watches.len() == self.max_watches {
                return Err(WatchError::LimitReached);
            }
            assert!(
                self.watches.insert(folder.to_owned()),
                "{} is watched twice",
                folder.display()
            );
            Ok(())
        }

        fn unwatch(&mut self, folder: &Path) {
            self.watches.remove(folder);
        }
    }

    /// Creates an empty set for a library at `/r`, on a system that allows `max_watches`.
    fn set_with_limit(max_watches: usize) -> WatchSet<LimitedBackend> {
        let backend = LimitedBackend {
            max_watches,
            watches: BTreeSet::new(),
        };
        WatchSet::new("/r".into(), backend)
    }

    /// Returns folders that all contain posts.
    fn folders_with_posts(folders: &[&str]) -> BTreeMap<PathBuf, bool> {
        let folders = folders.iter();
        folders
            .map(|folder| (PathBuf::from(folder), true))
            .collect()
    }

    /// Returns the folders that the system watches, separated by blanks.
    fn watched(set: &WatchSet<LimitedBackend>) -> String {
        let folders = set.backend.watches.iter();
        let folders: Vec<_> = folders.map(|folder| folder.to_string_lossy()).collect();
        folders.join(" ")
    }

    #[test]
    fn set_all_and_remove_under_start_and_stop_watches() {
        let mut set = set_with_limit(9);
        assert_eq!(
            set.set_all(&folders_with_posts(&["", "a", "a/b", "gone"])),
            Ok(())
        );
        assert_eq!(watched(&set), "/r/ /r/a /r/a/b");
        assert!(set.contains_at_or_below("a".as_ref()) && set.contains_at_or_below("".as_ref()));
        assert!(
            !set.contains_at_or_below("a-b".as_ref()) && !set.contains_at_or_below("gone".as_ref())
        );
        set.remove_under("a".as_ref());
        assert_eq!(set.add("c".as_ref()), Ok(()));
        assert_eq!(watched(&set), "/r/ /r/c");
        assert_eq!(set.set_all(&folders_with_posts(&["", "a"])), Ok(()));
        assert_eq!(watched(&set), "/r/ /r/a");
    }

    #[test]
    fn the_folder_of_the_open_file_is_watched_until_another_file_is_open() {
        let mut set = set_with_limit(9);
        assert_eq!(set.set_all(&folders_with_posts(&["", "a"])), Ok(()));
        set.watch_open_file_folder("a".as_ref());
        set.watch_open_file_folder(".hidden".as_ref());
        assert_eq!(watched(&set), "/r/ /r/.hidden /r/a");
        set.watch_open_file_folder("a".as_ref());
        assert_eq!(watched(&set), "/r/ /r/a");
    }

    #[test]
    fn at_the_limit_only_the_folder_of_the_open_file_is_watched() {
        let mut set = set_with_limit(3);
        set.watch_open_file_folder("b".as_ref());
        assert!(
            set.set_all(&folders_with_posts(&["", "a", "b", "c", "d"]))
                .is_err()
        );
        assert_eq!(watched(&set), "/r/b");
        assert!(set.add("e".as_ref()).is_err());
        set.watch_open_file_folder("a".as_ref());
        assert_eq!(watched(&set), "/r/a");
        assert!(
            set.set_all(&folders_with_posts(&["", "a", "b", "c", "d"]))
                .is_err(),
            "watching is not retried with as many folders"
        );
        assert_eq!(
            set.set_all(&folders_with_posts(&["", "a"])),
            Ok(()),
            "fewer folders"
        );
        assert_eq!(watched(&set), "/r/ /r/a");
    }

    #[test]
    fn in_a_large_library_folders_without_posts_are_not_watched() {
        let mut folders = folders_with_posts(&["", "a", "a/b"]);
        folders.extend(
            (0..2 * MAX_FOLDERS_IN_SMALL_LIBRARY)
                .map(|number| (format!("x/{number}").into(), false)),
        );
        let mut set = set_with_limit(9);
        assert_eq!(set.set_all(&folders), Ok(()));
        assert_eq!(watched(&set), "/r/ /r/a /r/a/b");
    }
}
