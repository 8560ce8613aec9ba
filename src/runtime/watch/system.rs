//! Watches folders through `notify`, and recognizes limits and network file systems.

use std::io;
use std::path::Path;

use notify::{Error, ErrorKind, RecommendedWatcher, RecursiveMode};

use super::watch_set::{NEEDS_WATCH_PER_FOLDER, TooManyFolders, WatchBackend, WatchError};
use crate::app::message::WatchFailure;

impl From<&Error> for WatchFailure {
    fn from(error: &Error) -> Self {
        if is_limit_error(error) {
            Self::LimitReached
        } else {
            Self::Other(error.to_string())
        }
    }
}

impl From<TooManyFolders> for WatchFailure {
    fn from(_: TooManyFolders) -> Self {
        Self::TooManyFolders
    }
}

impl WatchBackend for RecommendedWatcher {
    fn watch(&mut self, folder: &Path) -> Result<(), WatchError> {
        let mode = if NEEDS_WATCH_PER_FOLDER {
            RecursiveMode::NonRecursive
        } else {
            RecursiveMode::Recursive
        };
        notify::Watcher::watch(self, folder, mode).map_err(|error| {
            if is_limit_error(&error) {
                WatchError::LimitReached
            } else {
                WatchError::Unwatchable
            }
        })
    }

    fn unwatch(&mut self, folder: &Path) {
        // Fails if the folder was removed, which also removes the watch.
        let _ = notify::Watcher::unwatch(self, folder);
    }
}

/// Returns true if the error means that a limit of the system is reached.
fn is_limit_error(error: &Error) -> bool {
    match &error.kind {
        ErrorKind::MaxFilesWatch => true,
        ErrorKind::Io(error) => is_io_limit_error(error),
        _ => false,
    }
}

/// Returns true if the error means that the system has no more watches, open files or memory.
fn is_io_limit_error(error: &io::Error) -> bool {
    #[cfg(unix)]
    {
        use rustix::io::Errno;
        // inotify(7): `ENOSPC` for the number of watches, `EMFILE` and `ENFILE` for the number of instances.
        // On other Unix systems, `EMFILE` and `ENFILE` mean too many open files.
        let limits = [Errno::NOSPC, Errno::MFILE, Errno::NFILE];
        let error_number = error.raw_os_error();
        limits
            .iter()
            .any(|limit| error_number == Some(limit.raw_os_error()))
    }
    #[cfg(not(unix))]
    {
        error.kind() == io::ErrorKind::OutOfMemory
    }
}

/// Returns true if a folder is on a network file system, or on a file system that a program provides (FUSE). The system does not
/// report all changes in such a folder.
#[cfg(target_os = "linux")]
pub(super) fn is_network_fs(folder: &Path) -> bool {
    /// The numbers that statfs(2) returns for such file systems.
    const NETWORK_TYPES: [u32; 10] = [
        0x5346_414f, // AFS
        0x6b41_4653, // AFS of the kernel
        0xff53_4d42, // CIFS
        0xfe53_4d42, // SMB 2
        0x517b,      // SMB
        0x00c3_6400, // Ceph
        0x7375_7245, // Coda
        0x6573_5546, // FUSE
        0x6969,      // NFS
        0x0102_1997, // 9P
    ];
    // The integer type of `f_type` depends on the architecture.
    rustix::fs::statfs(folder).is_ok_and(|info| NETWORK_TYPES.contains(&(info.f_type as u32)))
}

/// Always returns false: folio recognizes network file systems only on Linux.
#[cfg(not(target_os = "linux"))]
pub(super) fn is_network_fs(_: &Path) -> bool {
    false
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn reached_limits_of_the_system_are_recognized() {
        use rustix::io::Errno;
        let failure = |kind| WatchFailure::from(&Error::new(kind));
        let system_failure = |errno: Errno| {
            failure(ErrorKind::Io(io::Error::from_raw_os_error(
                errno.raw_os_error(),
            )))
        };
        let limit = WatchFailure::LimitReached;
        assert_eq!(failure(ErrorKind::MaxFilesWatch), limit);
        for errno in [Errno::NOSPC, Errno::MFILE, Errno::NFILE] {
            assert_eq!(system_failure(errno), limit, "{errno}");
        }
        for errno in [Errno::NOENT, Errno::ACCESS, Errno::IO] {
            assert_ne!(system_failure(errno), limit, "{errno}");
        }
        assert_ne!(failure(ErrorKind::PathNotFound), limit);
    }
}
