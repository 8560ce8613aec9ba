//! Lists the folders that a scan walks, for the watcher. Opens no files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::{PathSubset, ScanOptions, entry, walker};

/// The folders of a library, and the recently modified files and folders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScannedFolders {
    /// Each folder by its path relative to the root. The path of the root is empty. The flag is true if the folder or a
    /// descendant contains posts.
    pub all: BTreeMap<PathBuf, bool>,
    /// Posts that were written, and folders in which entries were created or removed, since the time `since` of [`folders`].
    pub touched: Vec<PathBuf>,
}

/// Returns the folders in which [`super::scan`] looks for posts. Without `since`, no touched files and folders are returned.
pub fn folders(
    root: &Path,
    subset: &PathSubset,
    options: &ScanOptions,
    since: Option<SystemTime>,
) -> ScannedFolders {
    let mut folders = ScannedFolders::default();
    let on_folder = None;
    let entries = walker(root, subset, options, on_folder).build();
    // Errors are skipped: a folder that can't be read can't be watched, and the scan reports such a folder.
    for entry in entries.flatten() {
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        if !is_folder && !entry::is_post_name(entry.path()) {
            continue;
        }
        let Ok(path) = entry.path().strip_prefix(root) else {
            continue;
        };
        if is_folder {
            folders.all.entry(path.to_owned()).or_default();
        } else {
            for folder in path.ancestors().skip(1) {
                let contains_posts = folders.all.entry(folder.to_owned()).or_default();
                // If the flag was set already, the flags of all ancestors are set too.
                if std::mem::replace(contains_posts, true) {
                    break;
                }
            }
        }
        let is_touched = since.is_some_and(|since| {
            let modified = entry.metadata().ok().and_then(|data| data.modified().ok());
            modified.is_some_and(|modified| modified >= since)
        });
        if is_touched && subset.contains(entry.path()) {
            folders.touched.push(path.to_owned());
        }
    }
    folders
}
