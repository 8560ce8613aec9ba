//! The file system of the operating system, for site detection and checks.

use std::collections::HashMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::files::open_regular;
use super::images::{self, ImageError};
use super::panics::isolate_request;
use crate::site::{FileSystem, ImageFault, MAX_ENTRIES};

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

    fn subfolders(&self, path: &Path) -> Vec<PathBuf> {
        names(path, |kind| kind.is_dir())
    }

    fn files(&self, path: &Path) -> Vec<PathBuf> {
        names(path, |kind| kind.is_file())
    }

    fn read_text(&self, path: &Path) -> Option<String> {
        let mut bytes = Vec::new();
        let (file, _) = open_regular(path).ok()?;
        file.take(MAX_FILE_BYTES).read_to_end(&mut bytes).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn canonicalize(&self, path: &Path) -> Option<PathBuf> {
        fs::canonicalize(path).ok()
    }

    fn image_fault(&self, path: &Path) -> Option<ImageFault> {
        let checked = isolate_request("image", || images::check(path));
        let error = checked.unwrap_or(Err(ImageError::Damaged)).err()?;
        let reason = error.to_string();
        Some(if error.is_limit() {
            ImageFault::TooLarge(reason)
        } else {
            ImageFault::Invalid(reason)
        })
    }
}

/// A file system that decodes each image once, for posts that show the same images.
#[derive(Debug)]
pub struct CachedImages<F> {
    inner: F,
    faults: Mutex<HashMap<PathBuf, Arc<OnceLock<Option<ImageFault>>>>>,
}

impl<F> CachedImages<F> {
    /// Creates a file system that reads from `inner`.
    pub fn new(inner: F) -> Self {
        Self {
            inner,
            faults: Mutex::default(),
        }
    }
}

impl<F: FileSystem> FileSystem for CachedImages<F> {
    fn exists(&self, path: &Path) -> bool {
        self.inner.exists(path)
    }

    fn is_folder(&self, path: &Path) -> bool {
        self.inner.is_folder(path)
    }

    fn subfolders(&self, path: &Path) -> Vec<PathBuf> {
        self.inner.subfolders(path)
    }

    fn files(&self, path: &Path) -> Vec<PathBuf> {
        self.inner.files(path)
    }

    fn read_text(&self, path: &Path) -> Option<String> {
        self.inner.read_text(path)
    }

    fn canonicalize(&self, path: &Path) -> Option<PathBuf> {
        self.inner.canonicalize(path)
    }

    fn image_fault(&self, path: &Path) -> Option<ImageFault> {
        // The map is locked only briefly: a second thread waits for the image, not for other images.
        let fault = {
            let mut faults = self.faults.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(faults.entry(path.to_owned()).or_default())
        };
        fault.get_or_init(|| self.inner.image_fault(path)).clone()
    }
}

/// Returns the names of the entries of a folder that are of a kind, sorted. Symbolic links are resolved.
fn names(folder: &Path, is_wanted: impl Fn(fs::FileType) -> bool) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let entries: Vec<_> = entries.take(MAX_ENTRIES + 1).collect();
    if entries.len() > MAX_ENTRIES {
        return Vec::new();
    }
    let kind = |entry: &fs::DirEntry| match entry.file_type() {
        Ok(kind) if kind.is_symlink() => entry.path().metadata().map(|data| data.file_type()),
        kind => kind,
    };
    let entries = entries.into_iter().flatten();
    let wanted = entries.filter(|entry| kind(entry).is_ok_and(&is_wanted));
    let mut names: Vec<_> = wanted.map(|entry| entry.file_name().into()).collect();
    names.sort();
    names
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// A file system that counts decoded images.
    #[derive(Default)]
    struct Counting(AtomicUsize);

    impl FileSystem for Counting {
        fn exists(&self, _: &Path) -> bool {
            true
        }
        fn is_folder(&self, _: &Path) -> bool {
            false
        }
        fn subfolders(&self, _: &Path) -> Vec<PathBuf> {
            Vec::new()
        }
        fn files(&self, _: &Path) -> Vec<PathBuf> {
            Vec::new()
        }
        fn read_text(&self, _: &Path) -> Option<String> {
            None
        }
        fn canonicalize(&self, path: &Path) -> Option<PathBuf> {
            Some(path.to_owned())
        }
        fn image_fault(&self, path: &Path) -> Option<ImageFault> {
            self.0.fetch_add(1, Ordering::Relaxed);
            let is_damaged = path.starts_with("damaged");
            is_damaged.then(|| ImageFault::Invalid("damaged".to_owned()))
        }
    }

    #[test]
    fn each_image_is_decoded_once() {
        let files = CachedImages::new(Counting::default());
        for _ in 0..3 {
            assert_eq!(files.image_fault("a.png".as_ref()), None);
            assert!(files.image_fault("damaged/b.png".as_ref()).is_some());
        }
        assert_eq!(files.inner.0.load(Ordering::Relaxed), 2);
    }
}
