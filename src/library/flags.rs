//! What a reader has done with posts: read them, marked them. Kept beside the posts, which say nothing of it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::{Library, PostId};

/// What a reader has done with one post.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    /// It has been read.
    pub read: bool,
    /// It is to be found again.
    pub marked: bool,
}

/// The flags of all posts, of those as well that are still to be found.
#[derive(Clone, Debug, Default)]
pub(super) struct AllFlags {
    /// By path, where any is set.
    known: HashMap<PathBuf, Flags>,
    /// By id, so that a filter need not look up a path a post.
    of: Vec<Flags>,
}

impl AllFlags {
    /// Learns of the next post.
    pub(super) fn learn(&mut self, path: &Path) {
        let flags = if self.known.is_empty() {
            Flags::default()
        } else {
            self.known.get(path).copied().unwrap_or_default()
        };
        self.of.push(flags);
    }

    /// Learns anew of a post that is there again.
    pub(super) fn relearn(&mut self, post: PostId, path: &Path) {
        self.of[post.index()] = self.known.get(path).copied().unwrap_or_default();
    }

    /// Forgets a path that names a post no more.
    pub(super) fn forget(&mut self, path: &Path) {
        self.known.remove(path);
    }

    pub(super) fn of(&self, post: PostId) -> Flags {
        self.of[post.index()]
    }
}

impl Library {
    /// The same library, with what a reader has done with its posts before; those need not be found yet.
    #[must_use]
    pub fn with_flags(mut self, known: HashMap<PathBuf, Flags>) -> Self {
        self.know_flags(known);
        self
    }

    /// Takes over what a reader has done with the posts of `before`, which this library replaces.
    pub fn inherit_flags(&mut self, before: &mut Self) {
        self.know_flags(std::mem::take(&mut before.flags.known));
    }

    /// Takes over what a reader has done with posts; those need not be found yet.
    pub fn know_flags(&mut self, known: HashMap<PathBuf, Flags>) {
        self.flags = AllFlags {
            known,
            of: Vec::with_capacity(self.posts.len()),
        };
        for post in &self.posts {
            self.flags.learn(&post.path);
        }
    }

    /// What a reader has done with a post.
    pub fn flags(&self, post: PostId) -> Flags {
        self.flags.of(post)
    }

    /// Says what a reader has done with a post. Which posts a filter leaves changes when it is asked again.
    pub fn set_flags(&mut self, post: PostId, flags: Flags) {
        let path = &self.posts[post.index()].path;
        if flags == Flags::default() {
            self.flags.known.remove(path);
        } else {
            self.flags.known.insert(path.clone(), flags);
        }
        self.flags.of[post.index()] = flags;
    }
}
