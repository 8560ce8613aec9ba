//! What is kept of a library from one run to the next, and each change to it.
//!
//! Plain values: where they are kept is `runtime::store`'s business, and when they change is said there as well.

use std::collections::HashMap;
use std::path::PathBuf;

use crate::library::Flags;

/// What was kept of a library when the reader was left last.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// What was done with each post, by its path below the library's folder.
    pub posts: HashMap<PathBuf, Record>,
}

/// What is kept of one post.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// Whether it was read, and marked.
    pub flags: Flags,
}

/// One thing that is to be kept from now on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A post was read, or is to be read again.
    Read(PathBuf, bool),
    /// A post was marked, or is no longer.
    Marked(PathBuf, bool),
}
