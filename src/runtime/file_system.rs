//! The file system of the operating system, for site detection and checks.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::files::open_regular;
use super::images::{self, ImageError};
use super::panics::catch_panic;
use crate::post::{complete_characters_len, decode};
use crate::site::{FileSystem, ImageFault, MAX_ENTRIES, MAX_TEXT_BYTES};

/// The file system of the machine.
#[derive(Debug, Default)]
pub struct RealFs {
    /// The paths that were passed to `read_text` and `files`, even if they do not exist; `None` if paths are not recorded.
    accessed: Option<Mutex<BTreeSet<PathBuf>>>,
}

impl RealFs {
    /// Creates a file system that records the paths that are passed to `read_text` and `files`.
    pub(super) fn recording() -> Self {
        Self {
            accessed: Some(Mutex::default()),
        }
    }

    /// Returns the recorded paths.
    pub(super) fn into_accessed(self) -> BTreeSet<PathBuf> {
        let accessed = self.accessed.unwrap_or_default().into_inner();
        accessed.unwrap_or_else(PoisonError::into_inner)
    }

    fn record(&self, path: &Path) {
        if let Some(accessed) = &self.accessed {
            let mut accessed = accessed.lock().unwrap_or_else(PoisonError::into_inner);
            accessed.insert(path.to_owned());
        }
    }
}

impl FileSystem for RealFs {
    fn exists(&self, path: &Path) -> bool {
        path.exists()
    }

    fn is_folder(&self, path: &Path) -> bool {
        path.is_dir()
    }

    fn subfolders(&self, path: &Path) -> Vec<PathBuf> {
        entry_names(path, |kind| kind.is_dir())
    }

    fn files(&self, path: &Path) -> Vec<PathBuf> {
        self.record(path);
        entry_names(path, |kind| kind.is_file())
    }

    fn read_text(&self, path: &Path) -> Option<String> {
        self.record(path);
        let mut bytes = Vec::new();
        let file = open_regular(path).ok()?.file;
        let limit = MAX_TEXT_BYTES as u64;
        file.take(limit).read_to_end(&mut bytes).ok()?;
        let complete_chars_len = complete_characters_len(&bytes);
        Some(decode(&bytes[..complete_chars_len]).text.into_owned())
    }

    fn canonicalize(&self, path: &Path) -> Option<PathBuf> {
        fs::canonicalize(path).ok()
    }

    fn image_fault(&self, path: &Path) -> Option<ImageFault> {
        let checked = catch_panic("image", || images::check(path));
        let error = checked.unwrap_or(Err(ImageError::Damaged)).err()?;
        let reason = error.to_string();
        Some(if error.exceeds_limit() {
            ImageFault::TooLarge(reason)
        } else {
            ImageFault::Invalid(reason)
        })
    }
}

/// Returns the sorted names of those entries of a folder whose kind `is_wanted` accepts. Symbolic links are resolved. A folder
/// with more than [`MAX_ENTRIES`] entries is treated as empty.
fn entry_names(folder: &Path, is_wanted: impl Fn(fs::FileType) -> bool) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let entries: Vec<_> = entries.take(MAX_ENTRIES + 1).collect();
    if entries.len() > MAX_ENTRIES {
        return Vec::new();
    }
    let resolved_kind = |entry: &fs::DirEntry| match entry.file_type() {
        Ok(kind) if kind.is_symlink() => entry.path().metadata().map(|data| data.file_type()),
        kind_or_error => kind_or_error,
    };
    let entries = entries.into_iter().flatten();
    let wanted = entries.filter(|entry| resolved_kind(entry).is_ok_and(&is_wanted));
    let mut names: Vec<_> = wanted.map(|entry| entry.file_name().into()).collect();
    names.sort();
    names
}
