//! Wrapping of segments into rows, with the first-fit and optimal-fit algorithms of `textwrap`.

use textwrap::wrap_algorithms::{Penalties, wrap_first_fit, wrap_optimal_fit};

use crate::document::BreakSegment;
use crate::text::{self, PrefixSize};

/// The algorithm that breaks a paragraph into rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrapAlgorithm {
    /// Each row is filled with as many segments as fit.
    FirstFit,
    /// The rows of a paragraph are as even as possible (Knuth and Plass).
    OptimalFit,
}

/// A segment of a paragraph, or a part of it. Only a segment that is wider than a row is divided into parts.
#[derive(Clone, Copy, Debug)]
struct Piece {
    /// Start of the piece in the document's text, in bytes.
    start: u32,
    columns: u16,
    /// Number of blanks at the end, each one column wide.
    blanks: u16,
    is_hyphenated: bool,
}

impl textwrap::core::Fragment for Piece {
    fn width(&self) -> f64 {
        f64::from(self.columns)
    }

    fn whitespace_width(&self) -> f64 {
        f64::from(self.blanks)
    }

    fn penalty_width(&self) -> f64 {
        if self.is_hyphenated { 1.0 } else { 0.0 }
    }
}

/// Penalty of a row that is too wide, higher than any other penalty. No row needs to be too wide, because segments wider than a
/// row are split beforehand.
const OVERFLOW_PENALTY: usize = 1_000_000_000;

/// Running text in a document.
#[derive(Clone, Copy)]
pub(super) struct Prose<'d> {
    /// The text of the document.
    pub(super) text: &'d str,
    /// The byte of `text` at which the running text begins.
    pub(super) start: u32,
    /// The segments of the running text.
    pub(super) segments: &'d [BreakSegment],
}

/// Wraps running text to `width` columns: calls `push_row` with the start of each row.
pub(super) fn wrap_prose(
    prose: Prose<'_>,
    width: u16,
    algorithm: WrapAlgorithm,
    mut push_row: impl FnMut(u32),
) {
    let Prose {
        text,
        mut start,
        segments,
    } = prose;
    text::work::count_steps_for_tests(segments.len());
    for line in segments.split_inclusive(|segment| segment.always_ends_row()) {
        let (mut columns, mut bytes) = (0, 0);
        for segment in line {
            columns += u32::from(segment.width() + segment.blanks());
            bytes += segment.bytes();
        }
        // Fast path for a line that fits even with the blanks at its end. A row drops these blanks. A line that fits only
        // without them takes the slow path.
        if columns <= u32::from(width) {
            push_row(start);
        } else {
            let pieces = split_into_pieces(text, start, line, width);
            for row in divide_into_rows(&pieces, width, algorithm) {
                push_row(row[0].start);
            }
        }
        start += bytes;
    }
}

/// Divides the pieces of a line into rows.
fn divide_into_rows(line: &[Piece], width: u16, algorithm: WrapAlgorithm) -> Vec<&[Piece]> {
    let widths = [f64::from(width)];
    if algorithm == WrapAlgorithm::OptimalFit {
        let penalties = Penalties {
            overflow_penalty: OVERFLOW_PENALTY,
            ..Penalties::new()
        };
        // Fails only if numbers become too large; then first fit is used.
        if let Ok(rows) = wrap_optimal_fit(line, &widths, &penalties) {
            return rows;
        }
    }
    wrap_first_fit(line, &widths)
}

/// Divides a line that begins at byte `start` into pieces: a segment that is wider than a row becomes several pieces, every other
/// segment becomes one.
fn split_into_pieces(text: &str, mut start: u32, line: &[BreakSegment], width: u16) -> Vec<Piece> {
    // The capacity allows for a few additional pieces of wide segments.
    let mut pieces = Vec::with_capacity(line.len() + 8);
    for segment in line {
        let piece = Piece {
            start,
            columns: segment.width(),
            blanks: segment.blanks(),
            is_hyphenated: segment.is_hyphenated(),
        };
        start += segment.bytes();
        let max_columns = width.saturating_sub(u16::from(piece.is_hyphenated));
        if piece.columns > max_columns {
            let word = text[piece.start as usize..start as usize].trim_end_matches('\n');
            let word = &word[..word.len() - usize::from(piece.blanks)];
            push_word_pieces(word, piece, usize::from(max_columns), &mut pieces);
        } else {
            pieces.push(piece);
        }
    }
    pieces
}

/// Splits `word` between graphemes and appends the pieces, each at most `max_columns` columns wide. `whole` is the complete
/// segment: the word, its blanks and its hyphen. The last piece has these blanks and this hyphen.
fn push_word_pieces(mut word: &str, whole: Piece, max_columns: usize, pieces: &mut Vec<Piece>) {
    let mut start = whole.start;
    loop {
        let PrefixSize { bytes, columns } = non_empty_prefix(word, max_columns);
        let piece = Piece {
            start,
            columns: columns as u16,
            ..whole
        };
        if bytes == word.len() {
            pieces.push(piece);
            return;
        }
        pieces.push(Piece {
            blanks: 0,
            is_hyphenated: false,
            ..piece
        });
        // A row that ends at a soft hyphen shows a hyphen. The row of this piece may have no column left for it. So soft hyphens
        // at the end of the piece move to the next piece, unless the piece has nothing else.
        let bytes = match word[..bytes].trim_end_matches('\u{ad}').len() {
            0 => bytes,
            trimmed => trimmed,
        };
        word = &word[bytes..];
        start += bytes as u32;
    }
}

/// Returns the size of the longest prefix of `text` that fits into `columns`, like [`text::prefix_size`]. If the first
/// grapheme is wider than `columns`, it is split between characters, so that the prefix has at least one character.
fn non_empty_prefix(text: &str, columns: usize) -> PrefixSize {
    let prefix = text::prefix_size(text, columns);
    if prefix.bytes > 0 || text.is_empty() {
        return prefix;
    }
    let mut bytes = 0;
    let mut total_columns = 0;
    for char in text.chars() {
        let char_columns = text::width(char.encode_utf8(&mut [0; 4]));
        if bytes > 0 && total_columns + char_columns > columns {
            break;
        }
        bytes += char.len_utf8();
        total_columns += char_columns;
    }
    PrefixSize {
        bytes,
        // The width of a grapheme can differ from the sum of its characters' widths.
        columns: text::width(&text[..bytes]),
    }
}

/// Wraps code to `width` columns: calls `push_row` with the start of each row, and returns the columns of the longest line.
/// `start` is the byte at which the code begins.
///
/// A line longer than `width` is cut after the last blank of a row, if this blank is in the row's second half. Otherwise it is
/// cut at the last column.
pub(super) fn wrap_code(
    text: &str,
    mut start: u32,
    segments: &[BreakSegment],
    width: u16,
    mut push_row: impl FnMut(u32),
) -> u16 {
    let mut longest = 0;
    text::work::count_steps_for_tests(segments.len());
    for line in segments.split_inclusive(|segment| segment.always_ends_row()) {
        push_row(start);
        let (mut columns, mut bytes) = (0, 0);
        for segment in line {
            columns += u32::from(segment.width());
            bytes += segment.bytes();
        }
        longest = longest.max(columns);
        if columns > u32::from(width) {
            let line = text[start as usize..(start + bytes) as usize].trim_end_matches('\n');
            cut_line(line, width, |offset| push_row(start + offset as u32));
        }
        start += bytes;
    }
    u16::try_from(longest).unwrap_or(u16::MAX)
}

/// Splits a line that is wider than a row: calls `push_row` with the offset of each row but the first, in bytes.
fn cut_line(line: &str, width: u16, mut push_row: impl FnMut(usize)) {
    let mut start = 0;
    loop {
        let uncut = &line[start..];
        let mut row_bytes = non_empty_prefix(uncut, usize::from(width)).bytes;
        if row_bytes < uncut.len() {
            let after_blank = uncut[..row_bytes].rfind(' ').map(|blank| blank + 1);
            row_bytes = after_blank
                .filter(|bytes| *bytes > row_bytes / 2)
                .unwrap_or(row_bytes);
        }
        start += row_bytes;
        if start >= line.len() {
            return;
        }
        push_row(start);
    }
}

/// Returns true if a row of running text ends at a soft hyphen.
pub fn ends_at_soft_hyphen(row: &str) -> bool {
    row.ends_with('\u{ad}')
}
