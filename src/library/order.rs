//! In which order posts are listed.

use std::cmp::Ordering;
use std::path::{Path, is_separator};

use super::PostId;
use crate::post::{Date, Post};

/// As [`Date::key`] gives it.
type Moment = (i64, i32);

/// What posts are ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SortBy {
    /// Newest first.
    #[default]
    Date,
    /// A to Z without case; signs and quotes in front of the first letter don't count.
    Title,
    /// By folder, then by file name.
    Path,
}

/// An order of posts. Ties go by path, and posts without a date are last, reversed or not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Sort {
    /// What counts.
    pub by: SortBy,
    /// Oldest first, or Z to A.
    pub reversed: bool,
}

impl Sort {
    /// The usual direction: newest first, A to Z.
    pub const fn by(by: SortBy) -> Self {
        Self {
            by,
            reversed: false,
        }
    }

    /// All posts in this order, from their order by path. Each key is made once: comparing titles letter by letter
    /// takes ten times as long.
    pub(super) fn arrange(self, by_path: &[PostId], posts: &[Post]) -> Vec<PostId> {
        let mut order = by_path.to_vec();
        match self.by {
            SortBy::Date => {
                let moments: Vec<_> = posts.iter().map(moment).collect();
                let key = |id: &PostId| moments[id.index()];
                order.sort_by(|a, b| self.by_moment(key(a), key(b)));
            }
            SortBy::Title => {
                let titles: Vec<String> = posts
                    .iter()
                    .map(|post| letters(&post.title).collect())
                    .collect();
                let key = |id: &PostId| &titles[id.index()];
                order.sort_by(|a, b| self.directed(key(a).cmp(key(b))));
            }
            SortBy::Path if self.reversed => order.reverse(),
            SortBy::Path => {}
        }
        order
    }

    /// Puts `new` posts into an `order` of this kind; sorts them on the way.
    pub(super) fn place(self, order: &mut Vec<PostId>, new: &mut [PostId], posts: &[Post]) {
        let compare = |a: PostId, b: PostId| self.compare(&posts[a.index()], &posts[b.index()]);
        new.sort_by(|&a, &b| compare(a, b));
        merge(order, new, compare);
    }

    /// Whether `a` is listed before `b`.
    pub(super) fn compare(self, a: &Post, b: &Post) -> Ordering {
        let first = match self.by {
            SortBy::Date => self.by_moment(moment(a), moment(b)),
            SortBy::Title => self.directed(letters(&a.title).cmp(letters(&b.title))),
            SortBy::Path => return self.directed(by_path(&a.path, &b.path)),
        };
        first.then_with(|| by_path(&a.path, &b.path))
    }

    fn by_moment(self, a: Option<Moment>, b: Option<Moment>) -> Ordering {
        match (a, b) {
            (Some(a), Some(b)) => self.directed(b.cmp(&a)),
            (a, b) => b.is_some().cmp(&a.is_some()),
        }
    }

    fn directed(self, order: Ordering) -> Ordering {
        if self.reversed {
            order.reverse()
        } else {
            order
        }
    }
}

/// Puts the sorted `new` into the sorted `order`; among equals the old come first.
fn merge(order: &mut Vec<PostId>, new: &[PostId], compare: impl Fn(PostId, PostId) -> Ordering) {
    let mut merged = Vec::with_capacity(order.len() + new.len());
    let mut rest = order.as_slice();
    for &id in new {
        let (before, after) = rest.split_at(rest.partition_point(|&old| compare(old, id).is_le()));
        merged.extend_from_slice(before);
        merged.push(id);
        rest = after;
    }
    merged.extend_from_slice(rest);
    *order = merged;
}

/// By path as by its components, a folder before what only begins with its name: `a/z.md` before `a-b.md`.
///
/// Compares bytes, a separator below all others, which spares taking both paths apart in each comparison.
pub(super) fn by_path(a: &Path, b: &Path) -> Ordering {
    let key = |byte: &u8| {
        if is_separator(char::from(*byte)) {
            0
        } else {
            *byte
        }
    };
    let a = a.as_os_str().as_encoded_bytes().iter().map(key);
    a.cmp(b.as_os_str().as_encoded_bytes().iter().map(key))
}

/// What a title is ordered by: its letters in lower case, from the first one on.
fn letters(title: &str) -> impl Iterator<Item = char> {
    let text = title.trim_start_matches(|char: char| !char.is_alphanumeric());
    let text = if text.is_empty() { title } else { text };
    text.chars().flat_map(char::to_lowercase)
}

fn moment(post: &Post) -> Option<Moment> {
    post.date.as_ref().map(Date::key)
}
