//! Rereading changed paths, exactly as the scan reads them.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, PoisonError};

use super::watch_set::{TooManyFolders, WatchBackend, WatchSet};
use crate::app::message::FsChanges;
use crate::library::{LibraryUpdate, Rename};
use crate::runtime::scan::{PathSubset, ScanOptions, Scanned, rescan};

/// The paths to reread.
pub(super) struct Request<'a> {
    /// The library's folder.
    pub(super) root: &'a Path,
    pub(super) options: ScanOptions,
    /// Files and folders, relative to the root.
    pub(super) paths: Vec<PathBuf>,
    /// Those of the paths that were renamed.
    pub(super) renames: Vec<Rename>,
    /// The open file. If it is among the paths, it is reported even if it is no post.
    pub(super) open: Option<&'a Path>,
}

/// Reads the posts at and below the paths. In one walk, each folder there is added to `watch_set` before it is read, so that
/// no later change is missed.
pub(super) fn reread_paths<B: WatchBackend + Send>(
    request: Request<'_>,
    mut watch_set: Option<&mut WatchSet<B>>,
) -> (FsChanges, Result<(), TooManyFolders>) {
    let Request {
        root,
        options,
        paths,
        renames,
        open,
    } = request;
    if let Some(watch_set) = &mut watch_set {
        for path in &paths {
            watch_set.remove_under(path);
        }
    }
    let posts = Mutex::new(Vec::new());
    let watched = Mutex::new((watch_set, Ok(())));
    let on_folder = |folder: &Path| {
        let mut watched = watched.lock().unwrap_or_else(PoisonError::into_inner);
        let (watch_set, result) = &mut *watched;
        if let Some(watch_set) = watch_set
            && let Err(error) = watch_set.add(folder)
        {
            *result = Err(error);
        }
    };
    let subset = PathSubset::new(root, &paths);
    let sink = |scanned| {
        if let Scanned::Batch(batch) = scanned {
            let mut posts = posts.lock().unwrap_or_else(PoisonError::into_inner);
            posts.extend(batch);
        }
    };
    rescan(
        root,
        &subset,
        options,
        &AtomicBool::new(false),
        on_folder,
        sink,
    );
    let posts = posts.into_inner().unwrap_or_else(PoisonError::into_inner);
    let (_, watched) = watched.into_inner().unwrap_or_else(PoisonError::into_inner);
    let is_reread = |open: &&Path| paths.iter().any(|path| open.starts_with(path));
    let is_no_post = |open: &&Path| !posts.iter().any(|post| post.path == *open);
    let open_file = open.filter(is_reread).filter(is_no_post);
    let open_file = open_file.filter(|open| root.join(open).is_file());
    let changes = FsChanges {
        open_file: open_file.map(Path::to_owned),
        posts: LibraryUpdate {
            scanned_paths: paths,
            posts,
            renames,
        },
    };
    (changes, watched)
}
