//! Reading again what stands at some paths: as the scan would, and nothing else.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, PoisonError};

use crate::app::message::FsChanges;
use crate::library::{LibraryUpdate, Rename};
use crate::runtime::scan::{PathSubset, ScanOptions, Scanned, scan_part};

/// Reads the posts at and below the paths (below `root`). Of these, `open` is told about even if it is no post.
pub(in crate::runtime) fn look(
    root: &Path,
    options: ScanOptions,
    looked: Vec<PathBuf>,
    renames: Vec<Rename>,
    open: Option<&Path>,
) -> FsChanges {
    let found = Mutex::new(Vec::new());
    let part = PathSubset::new(root, &looked);
    scan_part(root, &part, options, &AtomicBool::new(false), |scanned| {
        if let Scanned::Batch(posts) = scanned {
            let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
            found.extend(posts);
        }
    });
    let posts = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    let is_looked = |open: &&Path| looked.iter().any(|path| open.starts_with(path));
    let is_no_post = |open: &&Path| !posts.iter().any(|post| post.path == *open);
    let other = open.filter(is_looked).filter(is_no_post);
    let other = other.filter(|open| root.join(open).is_file());
    FsChanges {
        other: other.map(Path::to_owned),
        posts: LibraryUpdate {
            scanned_paths: looked,
            posts,
            renames,
        },
    }
}
