//! The folders that a scan walks, for whoever watches them; no file is opened.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::{PathSubset, ScanOptions, entry, in_repository, walker};

/// Folders of a library, and what has happened in them lately.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folders {
    /// Each folder that is walked, below the root, which is the empty path; and whether posts are in it or below it.
    pub all: BTreeMap<PathBuf, bool>,
    /// Posts that were written, and folders in which something came or went, since the moment that was asked for.
    pub touched: Vec<PathBuf>,
}

/// The folders of a part of `root` in which [`super::scan`] would look for posts.
pub fn folders(
    root: &Path,
    part: &PathSubset,
    options: ScanOptions,
    since: Option<SystemTime>,
) -> Folders {
    let real_root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let mut folders = Folders::default();
    let entries = walker(root, part, options, in_repository(&real_root)).build();
    // What can't be read can't be watched either; the scan has said so.
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
                let holds = folders.all.entry(folder.to_owned()).or_default();
                if std::mem::replace(holds, true) {
                    break;
                }
            }
        }
        let written = entry.metadata().ok().filter(|_| since.is_some());
        let written = written.and_then(|metadata| metadata.modified().ok());
        if written >= since && written.is_some() && part.holds(entry.path()) {
            folders.touched.push(path.to_owned());
        }
    }
    folders
}
