//! Rows from segments: first fit and optimal fit, both textwrap's.

use textwrap::wrap_algorithms::{Penalties, wrap_first_fit, wrap_optimal_fit};

use crate::document::BreakSegment;
use crate::text;

/// The algorithm that breaks a paragraph into rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrapAlgorithm {
    /// Each row takes as much as fits.
    FirstFit,
    /// The rows are as even as possible (Knuth and Plass).
    OptimalFit,
}

/// A segment of a paragraph, with its place.
#[derive(Clone, Copy, Debug)]
struct Piece {
    /// First byte in the document's text.
    start: u32,
    columns: u16,
    blank: u16,
    is_hyphenated: bool,
}

impl textwrap::core::Fragment for Piece {
    fn width(&self) -> f64 {
        f64::from(self.columns)
    }

    fn whitespace_width(&self) -> f64 {
        f64::from(self.blank)
    }

    fn penalty_width(&self) -> f64 {
        if self.is_hyphenated { 1.0 } else { 0.0 }
    }
}

/// Higher than any other penalty: text that is too wide was split before, so no row has to overflow.
const OVERFLOW_PENALTY: usize = 1_000_000_000;

/// The start of each row of running text, whose first byte is `start`, at `width` columns.
pub(super) fn prose(
    text: &str,
    mut start: u32,
    segments: &[BreakSegment],
    width: u16,
    fit: WrapAlgorithm,
    mut row: impl FnMut(u32),
) {
    text::work::count(segments.len());
    for line in segments.split_inclusive(|segment| segment.is_hard()) {
        let (mut columns, mut bytes) = (0, 0);
        for segment in line {
            columns += u32::from(segment.width() + segment.blank());
            bytes += segment.bytes();
        }
        if columns <= u32::from(width) {
            row(start);
        } else {
            let line = pieces(text, start, line, width);
            for fitted in rows(&line, width, fit) {
                row(fitted[0].start);
            }
        }
        start += bytes;
    }
}

fn rows(line: &[Piece], width: u16, fit: WrapAlgorithm) -> Vec<&[Piece]> {
    let widths = [f64::from(width)];
    if fit == WrapAlgorithm::OptimalFit {
        let penalties = Penalties {
            overflow_penalty: OVERFLOW_PENALTY,
            ..Penalties::new()
        };
        if let Ok(rows) = wrap_optimal_fit(line, &widths, &penalties) {
            return rows;
        }
    }
    wrap_first_fit(line, &widths)
}

/// The segments of a line that begins at byte `start`, those wider than a row split at graphemes.
fn pieces(text: &str, mut start: u32, line: &[BreakSegment], width: u16) -> Vec<Piece> {
    let mut all = Vec::with_capacity(line.len() + 8);
    for segment in line {
        let piece = Piece {
            start,
            columns: segment.width(),
            blank: segment.blank(),
            is_hyphenated: segment.is_hyphenated(),
        };
        start += segment.bytes();
        let most = width.saturating_sub(u16::from(piece.is_hyphenated));
        if piece.columns > most {
            let word = text[piece.start as usize..start as usize].trim_end_matches([' ', '\n']);
            split(word, piece, usize::from(most), &mut all);
        } else {
            all.push(piece);
        }
    }
    all
}

/// Pieces of at most `most` columns of a `word` that is wider; the last of them ends as it does.
fn split(mut word: &str, whole: Piece, most: usize, all: &mut Vec<Piece>) {
    let mut start = whole.start;
    loop {
        let (bytes, columns) = at_least_one(word, most);
        let piece = Piece {
            start,
            columns: columns as u16,
            ..whole
        };
        if bytes == word.len() {
            all.push(piece);
            return;
        }
        all.push(Piece {
            blank: 0,
            is_hyphenated: false,
            ..piece
        });
        word = &word[bytes..];
        start += bytes as u32;
    }
}

/// Like [`text::prefix`], but never empty: of a grapheme that is wider than the row, the characters that fit.
fn at_least_one(piece: &str, columns: usize) -> (usize, usize) {
    let (bytes, taken) = text::prefix(piece, columns);
    if bytes > 0 || piece.is_empty() {
        return (bytes, taken);
    }
    let mut bytes = 0;
    let mut taken = 0;
    for char in piece.chars() {
        let wide = text::width(char.encode_utf8(&mut [0; 4]));
        if bytes > 0 && taken + wide > columns {
            break;
        }
        bytes += char.len_utf8();
        taken += wide;
    }
    (bytes, text::width(&piece[..bytes]))
}

/// Finds the start of each row of code, whose first byte is `start`; returns the columns of the longest line.
///
/// A line longer than `width` is cut after a blank in the second half of a row, else at the last column.
pub(super) fn code(
    text: &str,
    mut start: u32,
    segments: &[BreakSegment],
    width: u16,
    mut row: impl FnMut(u32),
) -> u16 {
    let mut longest = 0;
    text::work::count(segments.len());
    for line in segments.split_inclusive(|segment| segment.is_hard()) {
        row(start);
        let (mut columns, mut bytes) = (0, 0);
        for segment in line {
            columns += u32::from(segment.width());
            bytes += segment.bytes();
        }
        longest = longest.max(columns);
        if columns > u32::from(width) {
            let line = text[start as usize..(start + bytes) as usize].trim_end_matches('\n');
            cuts(line, width, |at| row(start + at as u32));
        }
        start += bytes;
    }
    u16::try_from(longest).unwrap_or(u16::MAX)
}

/// Finds the bytes at which a line that is wider than a row is cut.
fn cuts(line: &str, width: u16, mut row: impl FnMut(usize)) {
    let mut at = 0;
    loop {
        let rest = &line[at..];
        let mut cut = at_least_one(rest, usize::from(width)).0;
        if cut < rest.len() {
            let blank = rest[..cut].rfind(' ').map(|blank| blank + 1);
            cut = blank.filter(|blank| *blank > cut / 2).unwrap_or(cut);
        }
        at += cut;
        if at >= line.len() {
            return;
        }
        row(at);
    }
}

/// Returns true if a row of running text ends at a soft hyphen.
pub fn is_shortened(row: &str) -> bool {
    row.ends_with('\u{ad}')
}
