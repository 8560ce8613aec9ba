//! Iterators over the occurrences of a text in a body, and over the lines that contain the text. A pass uses them to find the
//! places at which a construct may begin.

use std::ops::Range;

use memchr::memmem::Finder;

use super::line::LineCursor;

/// The occurrences of a text in a body, in ascending order and without overlaps.
pub(super) struct Occurrences<'s, 'n> {
    body: &'s [u8],
    finder: Finder<'n>,
    /// The byte at which the search for the next occurrence starts.
    search_start: usize,
}

impl<'s, 'n> Occurrences<'s, 'n> {
    /// Creates a search for `needle` from the start of the body.
    pub(super) fn new(body: &'s str, needle: &'n str) -> Self {
        Self {
            body: body.as_bytes(),
            finder: Finder::new(needle),
            search_start: 0,
        }
    }

    /// Continues the search at byte `offset`, such as the end of a construct that the pass has handled.
    pub(super) fn skip_to(&mut self, offset: usize) {
        self.search_start = offset;
    }
}

impl Iterator for Occurrences<'_, '_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let distance = self.finder.find(&self.body[self.search_start..])?;
        let occurrence = self.search_start + distance;
        self.search_start = occurrence + self.finder.needle().len();
        Some(occurrence)
    }
}

/// The first occurrence of a text in a line.
pub(super) struct LineMatch {
    /// The offset of the occurrence in the body.
    pub(super) match_start: usize,
    /// The range of the line, with its line end.
    pub(super) line: Range<usize>,
}

/// The lines of a body that contain a text.
pub(super) struct MatchingLines<'s, 'n> {
    occurrences: Occurrences<'s, 'n>,
    cursor: LineCursor<'s>,
}

impl<'s, 'n> MatchingLines<'s, 'n> {
    /// Creates a search for the lines that contain `needle`.
    pub(super) fn new(body: &'s str, needle: &'n str) -> Self {
        Self {
            occurrences: Occurrences::new(body, needle),
            cursor: LineCursor::new(body),
        }
    }

    /// Continues the search at byte `offset`, such as the end of a construct that the pass has handled.
    pub(super) fn skip_to(&mut self, offset: usize) {
        self.occurrences.skip_to(offset);
    }
}

impl Iterator for MatchingLines<'_, '_> {
    type Item = LineMatch;

    fn next(&mut self) -> Option<LineMatch> {
        let match_start = self.occurrences.next()?;
        let line = self.cursor.line(match_start);
        self.skip_to(line.end);
        Some(LineMatch { match_start, line })
    }
}
