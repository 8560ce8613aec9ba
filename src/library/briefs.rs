//! What is asked of all posts in one go, kept close together: the posts themselves lie all over memory.

use super::{Library, PostId};
use crate::post::Post;

/// What a list says of a post without showing it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Brief {
    year: Option<i16>,
    draft: bool,
}

impl Brief {
    pub(super) fn of(post: &Post) -> Self {
        Self {
            year: post.date.map(|date| date.year()),
            draft: post.draft,
        }
    }
}

impl Library {
    /// The year that a post is dated, if it is.
    pub fn year(&self, post: PostId) -> Option<i16> {
        self.briefs[post.index()].year
    }

    /// Whether a post is not for publication yet.
    pub fn is_draft(&self, post: PostId) -> bool {
        self.briefs[post.index()].draft
    }
}
