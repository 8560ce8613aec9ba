//! The file system of the operating system, for site detection.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::files::open_regular;
use crate::site::FileSystem;

/// Maximum number of bytes that are read of a site's configuration file; longer files are truncated.
const MAX_FILE_BYTES: u64 = 1 << 20;

/// The file system of the machine.
#[derive(Clone, Copy, Debug)]
pub struct RealFs;

impl FileSystem for RealFs {
    fn exists(&self, path: &Path) -> bool {
        path.exists()
    }

    fn is_folder(&self, path: &Path) -> bool {
        path.is_dir()
    }

    fn read_text(&self, path: &Path) -> Option<String> {
        let mut bytes = Vec::new();
        open_regular(path)
            .ok()?
            .take(MAX_FILE_BYTES)
            .read_to_end(&mut bytes)
            .ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn canonicalize(&self, path: &Path) -> Option<PathBuf> {
        fs::canonicalize(path).ok()
    }
}
