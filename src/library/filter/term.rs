//! The terms of a filter.

use std::fmt;

use jiff::civil;

/// One condition of a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Term {
    /// True if a `-` precedes the term: posts must not match it.
    pub(crate) is_negated: bool,
    pub(crate) predicate: Predicate,
}

/// The condition of a [`Term`] on a post, before a negation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Predicate {
    /// The post has one of these tags or categories, spelled as typed.
    Tags(Vec<Box<str>>),
    /// The title, a tag, a category, the file name or the summary contains this word or quoted text.
    Words(Box<str>),
    /// The title, a tag, a category or the file name contains the letters of this word in order.
    Fuzzy(Box<str>),
    Year(i16),
    /// The post is dated on or after the first day of the period.
    After(Period),
    /// The post is dated before the first day of the period.
    Before(Period),
    Is(TestedState),
    Author(Box<str>),
    Series(Box<str>),
    Language(Box<str>),
    /// The post is in this section or folder.
    In(Box<str>),
    /// An incomplete or invalid term, which filters nothing out. Stored so that the filter can be written back as it was typed.
    Incomplete {
        /// `#`, `~`, a key with a colon, or empty.
        prefix: Box<str>,
        /// The text after the prefix, without quotes.
        text: Box<str>,
    },
}

/// A year, a month or a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Period {
    /// The first day of the period.
    pub(crate) first: civil::Date,
    /// Number of characters of `YYYY-MM-DD` that were written: 4, 7 or 10.
    written_chars: usize,
}

impl Period {
    /// Parses `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let is_valid = |(index, byte): (usize, u8)| match index {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        };
        if !matches!(text.len(), 4 | 7 | 10) || !text.bytes().enumerate().all(is_valid) {
            return None;
        }
        // A month or a day that is not written is 1.
        let number = |range| {
            text.get(range)
                .map_or(Some(1), |part: &str| part.parse().ok())
        };
        let year = text.get(..4)?.parse().ok()?;
        Some(Self {
            first: civil::Date::new(year, number(5..7)?, number(8..10)?).ok()?,
            written_chars: text.len(),
        })
    }
}

impl fmt::Display for Period {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = self.first.to_string();
        formatter.write_str(day.get(..self.written_chars).unwrap_or(&day))
    }
}

/// A state of a post, tested by a term such as `is:read`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TestedState {
    Draft,
    Scheduled,
    Expired,
    Broken,
    Unread,
    Read,
    Starred,
}

impl TestedState {
    /// Each state with the word after `is:`.
    pub(super) const NAMES: [(Self, &str); 7] = [
        (Self::Draft, "draft"),
        (Self::Scheduled, "scheduled"),
        (Self::Expired, "expired"),
        (Self::Broken, "broken"),
        (Self::Unread, "unread"),
        (Self::Read, "read"),
        (Self::Starred, "starred"),
    ];

    /// Parses a state, ignoring case; also accepts `marked`, the name of `starred` in version 0.1.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if text.eq_ignore_ascii_case("marked") {
            return Some(Self::Starred);
        }
        let mut names = Self::NAMES.iter();
        names
            .find(|(_, name)| text.eq_ignore_ascii_case(name))
            .map(|(state, _)| *state)
    }
}

impl fmt::Display for TestedState {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = Self::NAMES.iter().find(|(state, _)| state == self);
        formatter.write_str(name.map_or("", |(_, name)| name))
    }
}
