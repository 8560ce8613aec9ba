//! A part of a library: some of its files and folders, with all that is below them.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Files and folders below a root.
#[derive(Clone, Debug)]
pub struct PathSubset {
    /// `None` for all of it, which a scan is asked for most often.
    wanted: Option<Arc<HashSet<PathBuf>>>,
    /// The folders that lead there, from the root on.
    above: Arc<HashSet<PathBuf>>,
}

impl PathSubset {
    /// All of it.
    pub fn whole() -> Self {
        Self {
            wanted: None,
            above: Arc::default(),
        }
    }

    /// What stands at these paths below `root`, of which the empty one is all.
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

    /// Whether it is all.
    pub(super) fn is_whole(&self) -> bool {
        self.wanted.is_none()
    }

    /// Whether a file or a folder is in it, or leads there.
    pub(super) fn admits(&self, path: &Path) -> bool {
        self.holds(path) || self.above.contains(path)
    }

    /// Whether a file or a folder is in it.
    pub(super) fn holds(&self, path: &Path) -> bool {
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
    fn a_part_is_what_is_named_and_all_below_it() {
        let paths = ["a/b.md", "c"].map(PathBuf::from);
        let part = PathSubset::new(Path::new("/root"), &paths);
        for (path, admitted, held) in [
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
                (part.admits(path), part.holds(path)),
                (admitted, held),
                "{path:?}"
            );
        }
        let whole = PathSubset::new(Path::new("/root"), &[PathBuf::new()]);
        assert!(whole.admits(Path::new("/root")) && whole.holds(Path::new("/root/a/b")));
    }
}
