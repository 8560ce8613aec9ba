//! Image files by name. In some sites, such as those of Obsidian, a post names an image without its folder.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use ignore::WalkBuilder;

use crate::site::check::has_decodable_extension;

/// Maximum number of files and folders of a site that are listed.
const MAX_ENTRIES: usize = 200_000;
/// If a name is missing in an index that is at least this old, the index is built again.
const REBUILD_AFTER: Duration = Duration::from_secs(5);

/// The image files of a site by name. They are listed when the first name is looked up.
#[derive(Debug, Default)]
pub(super) struct ImageNames(Mutex<Option<Index>>);

/// The files by their name in lower case.
#[derive(Debug)]
struct Index {
    files: HashMap<String, Vec<PathBuf>>,
    built_at: Instant,
}

impl ImageNames {
    /// Returns true if the files are listed, so that a lookup is fast.
    pub(super) fn is_ready(&self) -> bool {
        self.lock().is_some()
    }

    /// Returns the file below `root` whose path ends with `name`, ignoring case. If there are several such files, returns the
    /// file whose path has the fewest folders. Of paths with equally many folders, returns the one that sorts first.
    pub(super) fn find(&self, root: &Path, name: &Path) -> Option<PathBuf> {
        let mut index = self.lock();
        let file = index.as_ref().and_then(|index| index.find(name));
        let is_old = |index: &Index| index.built_at.elapsed() >= REBUILD_AFTER;
        if file.is_none() && index.as_ref().is_none_or(is_old) {
            return index.insert(Index::new(root)).find(name);
        }
        file
    }

    /// Locks the index. Ignores poisoning, since a panic never leaves an incomplete index.
    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Index>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Index {
    /// Lists the image files below `root`, except in hidden folders. Does not follow symbolic links.
    fn new(root: &Path) -> Self {
        let mut files: HashMap<String, Vec<PathBuf>> = HashMap::new();
        let walk = WalkBuilder::new(root)
            .standard_filters(false)
            .hidden(true)
            .build();
        for entry in walk.take(MAX_ENTRIES).flatten() {
            let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
            if is_file && has_decodable_extension(entry.path()) {
                let name = entry.file_name().to_string_lossy().to_lowercase();
                files.entry(name).or_default().push(entry.into_path());
            }
        }
        for paths in files.values_mut() {
            paths.sort_by_cached_key(|path| (path.components().count(), path.clone()));
        }
        Self {
            files,
            built_at: Instant::now(),
        }
    }

    fn find(&self, name: &Path) -> Option<PathBuf> {
        let to_lowercase = |path: &Path| path.to_string_lossy().to_lowercase();
        let name = PathBuf::from(to_lowercase(name));
        let files = self.files.get(name.file_name()?.to_str()?)?;
        let matches = |path: &&PathBuf| Path::new(&to_lowercase(path)).ends_with(&name);
        files.iter().find(matches).cloned()
    }
}
