//! The flags that the user sets on posts: read, starred. Flags are stored separately from posts, because the files of posts
//! don't contain them.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::{Library, PostId};

/// The flags of one post.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    /// True if the user read the post to its end or set the read flag.
    pub read: bool,
    /// True if the user starred the post.
    pub starred: bool,
}

/// The flags of all posts, including posts that are not in the library yet.
#[derive(Clone, Debug, Default)]
pub(super) struct FlagIndex {
    /// The flags by path, for posts with at least one flag.
    by_path: HashMap<PathBuf, Flags>,
    /// The flags by post id, so that a filter needs no lookup by path.
    by_id: Vec<Flags>,
}

impl FlagIndex {
    /// Adds the post with the next id, and returns its flags.
    pub(super) fn push(&mut self, path: &Path) -> Flags {
        let flags = self.of_path(path);
        self.by_id.push(flags);
        flags
    }

    /// Sets the flags of a post to the flags stored for its path, after the post was edited, or removed and added again.
    pub(super) fn restore(&mut self, post: PostId, path: &Path) {
        self.by_id[post.index()] = self.of_path(path);
    }

    /// Removes the flags of a path from which a post was moved.
    pub(super) fn remove(&mut self, path: &Path) {
        self.by_path.remove(path);
    }

    pub(super) fn of(&self, post: PostId) -> Flags {
        self.by_id[post.index()]
    }

    fn of_path(&self, path: &Path) -> Flags {
        if self.by_path.is_empty() {
            return Flags::default();
        }
        self.by_path.get(path).copied().unwrap_or_default()
    }
}

impl Library {
    /// Sets the flags by path; the posts may be added to the library later.
    #[must_use]
    pub fn with_flags(mut self, flags: HashMap<PathBuf, Flags>) -> Self {
        self.replace_flags(flags);
        self
    }

    /// Moves the flags from the `previous` library, which this library replaces, to this library.
    pub fn take_flags_from(&mut self, previous: &mut Self) {
        self.replace_flags(std::mem::take(&mut previous.flags.by_path));
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

    /// Returns the flags of a post.
    pub fn flags(&self, post: PostId) -> Flags {
        self.flags.of(post)
    }

    /// Sets the flags of a post. Earlier results of [`Library::select`] are not updated.
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
