//! A first look into a folder, at as many posts as fill a screen, in the order in which the system names them.
//!
//! The walk proper reads all names in a folder before it hands out the first, which takes three frames where there are
//! 100,000. A small library is read here as a whole, without a thread for it.

use std::collections::HashSet;
use std::ffi::OsString;
use std::sync::atomic::{AtomicBool, Ordering};

use ignore::{DirEntry, Walk};

use super::Place;
use super::batch::{self, Batches};
use super::entry::is_post_name;
use super::head::Reader;

/// Files and folders that are looked at, at most: a folder of pictures is better walked by several threads.
const MOST: usize = 512;

/// What was seen at first.
#[derive(Debug, Default)]
pub(super) struct First {
    paths: HashSet<OsString>,
    /// Whether there was no more to see.
    pub(super) is_all: bool,
}

impl First {
    /// Whether this was seen, and need not be looked at again.
    pub(super) fn has_seen(&self, entry: &DirEntry) -> bool {
        self.paths.contains(entry.path().as_os_str())
    }
}

/// Hands over the first posts of a walk.
pub(super) fn look(
    walk: Walk,
    place: &Place<'_>,
    batches: &Batches<'_>,
    cancel: &AtomicBool,
) -> First {
    let mut first = First::default();
    let mut reader = Reader::default();
    // What can't be looked at is met again by the walk proper, if there is one.
    let mut errors = Vec::new();
    let mut posts = 0;
    for entry in walk {
        match entry {
            Ok(entry) => {
                place.visit(&entry, &mut reader, batches);
                posts += usize::from(is_post_name(entry.path()));
                first.paths.insert(entry.path().as_os_str().to_owned());
            }
            Err(error) => errors.push(error),
        }
        let is_enough = posts == batch::FIRST || first.paths.len() == MOST;
        if is_enough || cancel.load(Ordering::Relaxed) {
            return first;
        }
    }
    for error in errors {
        place.miss(&error, batches);
    }
    first.is_all = true;
    first
}
