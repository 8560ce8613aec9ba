//! A subset of a library's paths: files and folders, with everything below the folders.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// All files and folders below a root, or a part of them.
#[derive(Clone, Debug)]
pub struct PathSubset {
    /// The files and folders that the subset was created from, each joined to the root; `None` for all paths.
    paths: Option<Arc<HashSet<PathBuf>>>,
    /// The ancestors of the paths, up to the root.
    ancestors: Arc<HashSet<PathBuf>>,
}

impl PathSubset {
    /// Creates a subset that contains everything below the root.
    pub fn whole() -> Self {
        Self {
            paths: None,
            ancestors: Arc::default(),
        }
    }

    /// Creates a subset of the paths, which are relative to `root`, and everything below them. The empty path selects
    /// everything.
    pub fn new(root: &Path, relative_paths: &[PathBuf]) -> Self {
        if relative_paths
            .iter()
            .any(|path| path.as_os_str().is_empty())
        {
            return Self::whole();
        }
        let mut ancestors = HashSet::new();
        let mut paths = HashSet::new();
        for path in relative_paths {
            let path = root.join(path);
            let folders = path.ancestors().skip(1);
            for folder in folders.take_while(|folder| folder.starts_with(root)) {
                if !ancestors.insert(folder.to_owned()) {
                    break;
                }
            }
            paths.insert(path);
        }
        Self {
            paths: Some(Arc::new(paths)),
            ancestors: Arc::new(ancestors),
        }
    }

    /// Creates a subset of the folders, which are relative to `root`. Without folders, creates a subset of everything.
    pub(super) fn of_folders(root: &Path, folders: &[PathBuf]) -> Self {
        if folders.is_empty() {
            Self::whole()
        } else {
            Self::new(root, folders)
        }
    }

    /// Returns true if the subset contains everything.
    pub(super) fn is_whole(&self) -> bool {
        self.paths.is_none()
    }

    /// Returns true if a walk must visit a path: the path is in the subset, or is an ancestor of a path in the subset.
    pub(super) fn must_visit(&self, path: &Path) -> bool {
        self.contains(path) || self.ancestors.contains(path)
    }

    /// Returns true if a path is in the subset.
    pub(super) fn contains(&self, path: &Path) -> bool {
        self.paths.as_ref().is_none_or(|paths| {
            let mut path_and_ancestors = path.ancestors();
            path_and_ancestors.any(|path| paths.contains(path))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subset_contains_everything_below_its_paths_and_a_walk_visits_their_ancestors() {
        let paths = ["a/b.md", "c"].map(PathBuf::from);
        let subset = PathSubset::new(Path::new("/root"), &paths);
        for (path, is_visited, is_contained) in [
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
                (subset.must_visit(path), subset.contains(path)),
                (is_visited, is_contained),
                "{path:?}"
            );
        }
        let whole = PathSubset::new(Path::new("/root"), &[PathBuf::new()]);
        assert!(whole.must_visit(Path::new("/root")) && whole.contains(Path::new("/root/a/b")));
    }
}
