//! In which order posts are listed.

use std::cmp::Ordering;
use std::path::{Path, is_separator};

use crate::post::Post;

pub(super) mod natural;

/// What posts are ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SortBy {
    /// Newest first, to the microsecond.
    #[default]
    Date,
    /// A to Z without case, numbers as numbers; signs and quotes in front of the first letter don't count.
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

    /// A number by which moments are in this order, the lowest first.
    pub(super) fn key(self, moment: Moment) -> u64 {
        let since = moment.0.cast_unsigned() ^ (1 << 63);
        if self.reversed && moment != Moment::NONE {
            since
        } else {
            !since
        }
    }

    pub(super) fn directed(self, order: Ordering) -> Ordering {
        if self.reversed {
            order.reverse()
        } else {
            order
        }
    }
}

/// When a post was published: microseconds since 1970 in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment(i64);

impl Moment {
    const NONE: Self = Self(i64::MIN);

    pub(super) fn of(post: &Post) -> Self {
        post.date.map_or(Self::NONE, |date| {
            let (seconds, nanoseconds) = date.key();
            Self(seconds * 1_000_000 + i64::from(nanoseconds / 1_000))
        })
    }
}

/// The newest first, those without a date last; ties go by path.
pub(super) fn newest_first(a: &Post, b: &Post) -> Ordering {
    let key = |post| Sort::by(SortBy::Date).key(Moment::of(post));
    key(a).cmp(&key(b)).then_with(|| by_path(&a.path, &b.path))
}

/// By path as by its components, a folder before what only begins with its name: `a/z.md` before `a-b.md`; and numbers as
/// numbers: `post-9.md` before `post-10.md`.
///
/// Compares bytes, a separator below all others, which spares taking both paths apart in each comparison.
pub fn by_path(a: &Path, b: &Path) -> Ordering {
    let key = |byte| {
        if is_separator(char::from(byte)) {
            0
        } else {
            byte
        }
    };
    let [a, b] = [a, b].map(|path| path.as_os_str().as_encoded_bytes());
    natural::compare(a, b, key)
}
