//! The file system operations that site rules need, so that the rules can be tested without files.

use std::path::{Path, PathBuf};

/// Maximum number of files and folders in a folder that is listed; a larger folder counts as empty. Folders with the
/// configuration of a site contain fewer.
pub const MAX_ENTRIES: usize = 512;

/// Maximum number of bytes that are read of a text file; longer files are truncated. Configuration files are shorter.
pub const MAX_TEXT_BYTES: usize = 1 << 20;

/// The reason why the file of an image can't be shown, with an explanation in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImageFault {
    /// The file or the image is too large to be decoded.
    TooLarge(String),
    /// The file can't be read, or its content is not a valid image.
    Invalid(String),
}

/// Read access to the file system. Methods must not block, so named pipes are not read.
pub trait FileSystem: Sync {
    /// Returns true if a file or folder exists at the path.
    fn exists(&self, path: &Path) -> bool;

    /// Returns true for a folder or a symbolic link to a folder.
    fn is_folder(&self, path: &Path) -> bool;

    /// Returns the names, without `path`, of the folders in a folder, sorted. Returns none if the folder can't be read, or
    /// contains more than [`MAX_ENTRIES`] files and folders.
    fn subfolders(&self, path: &Path) -> Vec<PathBuf>;

    /// Returns the names, without `path`, of the files in a folder, sorted. Returns none if the folder can't be read, or contains
    /// more than [`MAX_ENTRIES`] files and folders.
    fn files(&self, path: &Path) -> Vec<PathBuf>;

    /// Decodes at most the first [`MAX_TEXT_BYTES`] of a regular file and returns the text. Returns `None` if the file can't be
    /// read.
    fn read_text(&self, path: &Path) -> Option<String>;

    /// Resolves `..` and symbolic links; returns `None` if the path does not exist.
    fn canonicalize(&self, path: &Path) -> Option<PathBuf>;

    /// Decodes an image and returns the reason why it can't be shown, or `None` if it can be shown.
    fn image_fault(&self, path: &Path) -> Option<ImageFault>;
}
