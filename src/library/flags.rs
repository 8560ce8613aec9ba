//! The flags that the reader sets on posts: read, starred. Kept apart from the posts, whose files don't contain them.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::{Library, PostId};

/// The flags of one post.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    /// The reader has read it to its end, or said so.
    pub read: bool,
    /// The reader starred it.
    pub starred: bool,
}

/// The flags of all posts, including posts that are not in the library yet.
#[derive(Clone, Debug, Default)]
pub(super) struct FlagIndex {
    /// By path, where any flag is set.
    by_path: HashMap<PathBuf, Flags>,
    /// By post id, so that a filter needs no lookup by path.
    by_id: Vec<Flags>,
}

impl FlagIndex {
    /// Adds the post with the next id.
    pub(super) fn push(&mut self, path: &Path) {
        self.by_id.push(self.at(path));
    }

    /// Restores the flags of a post that has come back.
    pub(super) fn restore(&mut self, post: PostId, path: &Path) {
        self.by_id[post.index()] = self.at(path);
    }

    /// Removes the flags at a path that no longer names a post.
    pub(super) fn remove(&mut self, path: &Path) {
        self.by_path.remove(path);
    }

    pub(super) fn of(&self, post: PostId) -> Flags {
        self.by_id[post.index()]
    }

    fn at(&self, path: &Path) -> Flags {
        if self.by_path.is_empty() {
            return Flags::default();
        }
        self.by_path.get(path).copied().unwrap_or_default()
    }
}

impl Library {
    /// Sets the flags of posts, which may be added to the library later.
    #[must_use]
    pub fn with_flags(mut self, flags: HashMap<PathBuf, Flags>) -> Self {
        self.replace_flags(flags);
        self
    }

    /// Takes the flags over from a library that this one replaces.
    pub fn inherit_flags(&mut self, before: &mut Self) {
        self.replace_flags(std::mem::take(&mut before.flags.by_path));
    }

    /// Replaces the flags of all posts, including posts that are added to the library later.
    fn replace_flags(&mut self, flags: HashMap<PathBuf, Flags>) {
        self.flags = FlagIndex {
            by_path: flags,
            by_id: Vec::with_capacity(self.posts.len()),
        };
        for post in &self.posts {
            self.flags.push(&post.path);
        }
    }

    /// The flags of a post.
    pub fn flags(&self, post: PostId) -> Flags {
        self.flags.of(post)
    }

    /// Sets the flags of a post. Selections made before are not updated.
    pub fn set_flags(&mut self, post: PostId, flags: Flags) {
        let path = &self.posts[post.index()].path;
        if flags == Flags::default() {
            self.flags.by_path.remove(path);
        } else {
            self.flags.by_path.insert(path.clone(), flags);
        }
        self.flags.by_id[post.index()] = flags;
    }
}
