//! The little that deciding needs to know of a file system.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

/// No configuration is larger; what is, is cut.
const MOST_BYTES: u64 = 1 << 20;

/// A view of the file system.
pub trait Files {
    /// Whether anything is there.
    fn exists(&self, path: &Path) -> bool;

    /// Whether a folder is there, perhaps behind a link.
    fn is_folder(&self, path: &Path) -> bool;

    /// The text of a regular file; `None` where it can't be had. Never waits, as on a pipe.
    fn read(&self, path: &Path) -> Option<String>;

    /// The path without `..` and links, where there is such a thing.
    fn resolve(&self, path: &Path) -> Option<PathBuf>;
}

/// The file system itself.
#[derive(Clone, Copy, Debug)]
pub struct Disk;

impl Files for Disk {
    fn exists(&self, path: &Path) -> bool {
        path.exists()
    }

    fn is_folder(&self, path: &Path) -> bool {
        path.is_dir()
    }

    fn read(&self, path: &Path) -> Option<String> {
        if !path.is_file() {
            return None;
        }
        let mut bytes = Vec::new();
        File::open(path)
            .ok()?
            .take(MOST_BYTES)
            .read_to_end(&mut bytes)
            .ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn resolve(&self, path: &Path) -> Option<PathBuf> {
        fs::canonicalize(path).ok()
    }
}
