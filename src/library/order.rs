//! The orders in which posts can be listed.

use std::cmp::Ordering;
use std::path::{Path, is_separator};

use super::natural;
use crate::post::{Date, Post};

/// The property that posts are ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SortBy {
    /// Newest first, to the microsecond.
    #[default]
    Date,
    /// A to Z ignoring case, with numbers compared as numbers; punctuation in front of the first letter is ignored.
    Title,
    /// Path: by folder, then by file name.
    Path,
    /// The date of the last revision, else the date of publication: newest first.
    Updated,
    /// The length of the text: longest first.
    Length,
    /// Unread posts first, each group newest first.
    Unread,
}

impl SortBy {
    /// All properties with their names on the command line and in the configuration file.
    pub const ALL: [(Self, &str); 6] = [
        (Self::Date, "date"),
        (Self::Title, "title"),
        (Self::Path, "path"),
        (Self::Updated, "updated"),
        (Self::Length, "length"),
        (Self::Unread, "unread"),
    ];

    /// Returns the property with this name.
    pub fn named(name: &str) -> Option<Self> {
        let mut names = Self::ALL.iter();
        names.find(|(_, other)| *other == name).map(|(by, _)| *by)
    }
}

/// An order of posts. Ties are broken by path. In an order by date or by last revision, posts without a date come last, even in
/// reverse.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Sort {
    /// The property that posts are ordered by.
    pub by: SortBy,
    /// True for the reverse order: oldest first, Z to A, shortest first, or read posts first. Read and unread posts are each
    /// still listed newest first.
    pub reversed: bool,
}

impl Sort {
    /// Creates an order in the default direction, which [`SortBy`] describes.
    pub const fn by(by: SortBy) -> Self {
        Self {
            by,
            reversed: false,
        }
    }

    /// Returns a sort key for a timestamp; the lowest key comes first in this order.
    pub(super) fn timestamp_key(self, timestamp: SortTimestamp) -> u64 {
        // With the sign bit flipped, unsigned keys have the order of the signed timestamps.
        let oldest_first = timestamp.0.cast_unsigned() ^ (1 << 63);
        // Posts without a date come last in both directions.
        if self.reversed && timestamp != SortTimestamp::NONE {
            oldest_first
        } else {
            !oldest_first
        }
    }

    /// Reverses `order` if the sort is reversed.
    pub(super) fn apply_direction(self, order: Ordering) -> Ordering {
        if self.reversed {
            order.reverse()
        } else {
            order
        }
    }
}

/// The date of a post as microseconds since 1970 in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SortTimestamp(i64);

impl SortTimestamp {
    /// The timestamp of a post without a date.
    const NONE: Self = Self(i64::MIN);

    pub(super) fn of(date: Option<Date>) -> Self {
        date.map_or(Self::NONE, |date| {
            let (seconds, nanoseconds) = date.sort_key();
            Self(seconds * 1_000_000 + i64::from(nanoseconds / 1_000))
        })
    }
}

/// Compares posts by date, newest first and undated last; ties are broken by path.
pub(super) fn compare_newest_first(a: &Post, b: &Post) -> Ordering {
    let key = |post: &Post| Sort::by(SortBy::Date).timestamp_key(SortTimestamp::of(post.date));
    key(a)
        .cmp(&key(b))
        .then_with(|| compare_paths(&a.path, &b.path))
}

/// Compares paths component by component, numbers as numbers: `a/z.md` before `a-b.md`, `post-9.md` before `post-10.md`.
///
/// The paths need not be split into components for this, because the path separator is ordered below all other bytes.
pub fn compare_paths(a: &Path, b: &Path) -> Ordering {
    let key = |byte| {
        if is_separator(char::from(byte)) {
            0
        } else {
            byte
        }
    };
    let a = a.as_os_str().as_encoded_bytes();
    let b = b.as_os_str().as_encoded_bytes();
    natural::compare(a, b, key)
}
