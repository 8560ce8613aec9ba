//! The first screenful of posts, read before the parallel walk.
//!
//! The parallel walk reads all names in a folder before it yields the first entry. For 100,000 files, this takes about 50 ms.
//! The walk in this module yields each entry as the system lists it. A small library is read completely here, without starting
//! threads.

use std::collections::HashSet;
use std::ffi::OsString;
use std::sync::atomic::{AtomicBool, Ordering};

use ignore::{DirEntry, Walk};

use super::ScanRoot;
use super::batch::BatchCollector;
use super::entry::is_post_name;
use super::head::HeadReader;

/// Maximum number of entries that are visited here. A folder with many other files, such as images, is left to the parallel
/// walk: it starts later, but then visits entries faster.
const MAX_ENTRIES: usize = 512;

/// The entries that were visited before the parallel walk.
#[derive(Debug, Default)]
pub(super) struct VisitedEntries {
    paths: HashSet<OsString>,
    /// True if no entries are left for the parallel walk.
    pub(super) is_walk_complete: bool,
}

impl VisitedEntries {
    /// Returns true if an entry was already visited.
    pub(super) fn contains(&self, entry: &DirEntry) -> bool {
        self.paths.contains(entry.path().as_os_str())
    }
}

/// Reads the first posts of a walk: at most `max_posts` posts, from at most [`MAX_ENTRIES`] entries. Returns the visited
/// entries.
pub(super) fn read(
    walk: Walk,
    root: &ScanRoot<'_>,
    collector: &BatchCollector<'_>,
    max_posts: usize,
    cancel: &AtomicBool,
) -> VisitedEntries {
    let mut visited = VisitedEntries::default();
    // The site's generator determines which ambiguous form of front matter is read.
    let mut reader = HeadReader::new(root.rules.ambiguous_form);
    // The errors are reported only if no parallel walk follows, since that walk would report the same errors again.
    let mut errors = Vec::new();
    let mut post_count = 0;
    for entry in walk {
        match entry {
            Ok(entry) => {
                root.visit(&entry, &mut reader, collector);
                post_count += usize::from(is_post_name(entry.path()));
                let path = entry.path().as_os_str().to_owned();
                visited.paths.insert(path);
            }
            Err(error) => errors.push(error),
        }
        let visited_count = visited.paths.len();
        let is_limit_reached = post_count == max_posts || visited_count == MAX_ENTRIES;
        if is_limit_reached || cancel.load(Ordering::Relaxed) {
            return visited;
        }
    }
    for error in errors {
        root.report_error(&error, collector);
    }
    visited.is_walk_complete = true;
    visited
}
