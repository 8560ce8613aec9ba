//! Rereads changed paths with the same rules as the scan.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::watch_set::{TooManyFolders, WatchBackend, WatchSet};
use crate::app::message::FsChanges;
use crate::library::{LibraryUpdate, Rename};
use crate::runtime::scan::{PathSubset, ScanOptions, Scanned, rescan};

/// A request to reread paths.
pub(super) struct ReloadRequest<'a> {
    /// The library's folder.
    pub(super) root: &'a Path,
    pub(super) options: ScanOptions,
    /// Files and folders, relative to the root.
    pub(super) paths: Vec<PathBuf>,
    /// Renames among the paths.
    pub(super) renames: Vec<Rename>,
    /// The open file. If it is at or below one of the paths and is not a post, it is returned in [`FsChanges::open_file`].
    pub(super) open_file: Option<&'a Path>,
}

/// Reads the posts at and below the paths. The same walk adds each folder to `watch_set`, if there is one. A folder is added
/// before it is read, so that no later change is missed. Returns the changes and the result of watching the folders.
pub(super) fn reread_paths<B: WatchBackend + Send + 'static>(
    request: ReloadRequest<'_>,
    watch_set: &mut Option<WatchSet<B>>,
) -> (FsChanges, Result<(), TooManyFolders>) {
    let ReloadRequest {
        root,
        options,
        paths,
        renames,
        open_file,
    } = request;
    if let Some(watch_set) = watch_set {
        // A path may now lead to another folder, so its watch is removed. The walk adds the folder again.
        for path in &paths {
            watch_set.remove_under(path);
        }
    }
    // The watch set is moved into a mutex for the threads of the walk, and moved back afterwards.
    let shared = Arc::new(Mutex::new((watch_set.take(), Ok(()))));
    let on_folder = {
        let shared = Arc::clone(&shared);
        move |folder: &Path| {
            let (watch_set, result) = &mut *lock(&shared);
            if let Some(watch_set) = watch_set
                && let Err(error) = watch_set.add(folder)
            {
                *result = Err(error);
            }
        }
    };
    let posts = Mutex::new(Vec::new());
    let sink = |scanned| {
        // The other result, `Scanned::Done`, lists unreadable files, which are not reported after a change.
        if let Scanned::Batch(batch) = scanned {
            lock(&posts).extend(batch);
        }
    };
    let subset = PathSubset::new(root, &paths);
    rescan(root, &subset, options, on_folder, sink);
    let (returned_set, watch_result) = std::mem::replace(&mut *lock(&shared), (None, Ok(())));
    *watch_set = returned_set;
    let posts = posts.into_inner().unwrap_or_else(PoisonError::into_inner);
    let is_reread = |file: &&Path| paths.iter().any(|path| file.starts_with(path));
    let is_not_a_post = |file: &&Path| !posts.iter().any(|post| post.path == *file);
    let open_file = open_file.filter(is_reread).filter(is_not_a_post);
    let open_file = open_file.filter(|file| root.join(file).is_file());
    let changes = FsChanges {
        open_file: open_file.map(Path::to_owned),
        posts: LibraryUpdate {
            scanned_paths: paths,
            posts,
            renames,
        },
    };
    (changes, watch_result)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
