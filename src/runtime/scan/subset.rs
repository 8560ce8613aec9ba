//! A subset of a library's paths: files and folders, with everything below the folders.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A part of the files and folders below a root, or all.
#[derive(Clone, Debug)]
pub struct PathSubset {
    /// The paths in the subset, or `None` for all paths.
    wanted: Option<Arc<HashSet<PathBuf>>>,
    /// The ancestors of the paths, including the root.
    above: Arc<HashSet<PathBuf>>,
}

impl PathSubset {
    /// Creates a subset that contains everything below the root.
    pub fn whole() -> Self {
        Self {
            wanted: None,
            above: Arc::default(),
        }
    }

    /// Creates a subset of the paths, relative to `root`, and everything below them. The empty path selects everything.
    pub fn new(root: &Path, paths: &[PathBuf]) -> Self {
        if paths.iter().any(|path| path.as_os_str().is_empty()) {
            return Self::whole();
        }
        let mut above = HashSet::new();
        let mut wanted = HashSet::new();
        for path in paths {
            let path = root.join(path);
            let folders = path.ancestors().skip(1);
            for folder in folders.take_while(|folder| folder.starts_with(root)) {
                if !above.insert(folder.to_owned()) {
                    break;
                }
            }
            wanted.insert(path);
        }
        Self {
            wanted: Some(Arc::new(wanted)),
            above: Arc::new(above),
        }
    }

    /// Creates a subset of the folders, relative to `root`, or of everything if there are no folders.
    pub(super) fn of_folders(root: &Path, folders: &[PathBuf]) -> Self {
        if folders.is_empty() {
            Self::whole()
        } else {
            Self::new(root, folders)
        }
    }

    /// Returns true if the subset contains everything.
    pub(super) fn is_whole(&self) -> bool {
        self.wanted.is_none()
    }

    /// Returns true if a walk must visit a path: the path is in the subset, or is an ancestor of a path in the subset.
    pub(super) fn admits(&self, path: &Path) -> bool {
        self.contains(path) || self.above.contains(path)
    }

    /// Returns true if a path is in the subset.
    pub(super) fn contains(&self, path: &Path) -> bool {
        self.wanted.as_ref().is_none_or(|wanted| {
            let mut around = path.ancestors();
            around.any(|path| wanted.contains(path))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subset_contains_the_paths_and_everything_below() {
        let paths = ["a/b.md", "c"].map(PathBuf::from);
        let subset = PathSubset::new(Path::new("/root"), &paths);
        for (path, admitted, contained) in [
            ("/root", true, false),
            ("/root/a", true, false),
            ("/root/a/b.md", true, true),
            ("/root/a/c.md", false, false),
            ("/root/b", false, false),
            ("/root/c", true, true),
            ("/root/c/d/e.md", true, true),
            ("/root/cc", false, false),
            ("/", false, false),
        ] {
            let path = Path::new(path);
            assert_eq!(
                (subset.admits(path), subset.contains(path)),
                (admitted, contained),
                "{path:?}"
            );
        }
        let whole = PathSubset::new(Path::new("/root"), &[PathBuf::new()]);
        assert!(whole.admits(Path::new("/root")) && whole.contains(Path::new("/root/a/b")));
    }
}
