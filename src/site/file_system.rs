//! The file system as far as sites need it, so that the rules about sites can be tested without files.

use std::path::{Path, PathBuf};

/// A view of the file system. No method waits, as reading a pipe would.
pub trait FileSystem: Sync {
    /// Returns true if anything exists at the path.
    fn exists(&self, path: &Path) -> bool;

    /// Returns true for a folder, or a link to one.
    fn is_folder(&self, path: &Path) -> bool;

    /// Returns the text of a regular file, or its first MiB; `None` if it can't be read.
    fn read_text(&self, path: &Path) -> Option<String>;

    /// Returns the path without `..` and links, if it exists.
    fn canonicalize(&self, path: &Path) -> Option<PathBuf>;
}
