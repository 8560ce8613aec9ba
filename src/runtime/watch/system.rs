//! The system's own means to watch folders, through `notify`.

use std::io;
use std::path::Path;

use notify::{Error, ErrorKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::eyes::{Blind, EACH, Eye};
use crate::text::Clean;

impl Eye for RecommendedWatcher {
    fn open(&mut self, folder: &Path) -> Result<(), Blind> {
        let mode = if EACH {
            RecursiveMode::NonRecursive
        } else {
            RecursiveMode::Recursive
        };
        self.watch(folder, mode).map_err(|error| {
            if is_limit(&error) {
                Blind::Full
            } else {
                Blind::Missing
            }
        })
    }

    fn close(&mut self, folder: &Path) {
        // It may be gone, and its watch with it.
        let _ = self.unwatch(folder);
    }
}

fn is_limit(error: &Error) -> bool {
    match &error.kind {
        ErrorKind::MaxFilesWatch => true,
        // inotify(7): `ENOSPC` for watches, `EMFILE` and `ENFILE` for instances; the last two everywhere for files.
        ErrorKind::Io(error) => is_exhausted(error),
        _ => false,
    }
}

fn is_exhausted(error: &io::Error) -> bool {
    #[cfg(unix)]
    {
        use rustix::io::Errno;
        let limits = [Errno::NOSPC, Errno::MFILE, Errno::NFILE];
        let number = error.raw_os_error();
        limits
            .iter()
            .any(|limit| number == Some(limit.raw_os_error()))
    }
    #[cfg(not(unix))]
    {
        error.kind() == io::ErrorKind::OutOfMemory
    }
}

/// Why nothing can be watched.
pub(super) fn refusal(error: &Error) -> Clean<'static> {
    if is_limit(error) {
        return Clean::literal(
            "Other programs watch too much: changes show when this window gets the focus, or with r.",
        );
    }
    crate::clean!("Changes show when this window gets the focus, or with r: {error}")
}

/// Why not all that changes in a folder is told: it is another machine's, or another program's.
#[cfg(target_os = "linux")]
pub(super) fn is_elsewhere(folder: &Path) -> bool {
    /// statfs(2): AFS, CIFS, SMB 2, SMB, Ceph, Coda, FUSE, NFS, 9P.
    const TYPES: [u32; 10] = [
        0x5346_414f,
        0x6b41_4653,
        0xff53_4d42,
        0xfe53_4d42,
        0x517b,
        0x00c3_6400,
        0x7375_7245,
        0x6573_5546,
        0x6969,
        0x0102_1997,
    ];
    // The type of the field differs from machine to machine.
    rustix::fs::statfs(folder).is_ok_and(|found| TYPES.contains(&(found.f_type as u32)))
}

/// The same elsewhere, where nobody tells.
#[cfg(not(target_os = "linux"))]
pub(super) fn is_elsewhere(_: &Path) -> bool {
    false
}

/// What is said then.
pub(super) const ELSEWHERE: Clean<'static> = Clean::literal(
    "This folder is another machine's: its changes show when this window gets the focus, or with r.",
);
