//! Rows from fragments: first fit and optimal fit, both textwrap's.

use std::borrow::Cow;

use textwrap::wrap_algorithms::{Penalties, wrap_first_fit, wrap_optimal_fit};

use crate::document::Fragment;
use crate::text;

/// How the rows of a paragraph are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// Each row takes what it can.
    First,
    /// The rows of a paragraph are as even as they can be (Knuth and Plass).
    Optimal,
}

impl textwrap::core::Fragment for Fragment {
    fn width(&self) -> f64 {
        f64::from(self.width)
    }

    fn whitespace_width(&self) -> f64 {
        f64::from(self.blank)
    }

    fn penalty_width(&self) -> f64 {
        if self.is_hyphenated() { 1.0 } else { 0.0 }
    }
}

/// An overfull row costs more than any other fault, so there is none: what is too wide was split before.
const OVERFULL: usize = 1_000_000_000;

/// The start of each row of running text whose last byte is before `end`, at `width` columns.
pub(super) fn prose(
    text: &str,
    fragments: &[Fragment],
    end: u32,
    width: u16,
    fit: Fit,
    mut row: impl FnMut(u32),
) {
    let mut rest = fragments;
    for line in fragments.split_inclusive(|fragment| fragment.is_hard()) {
        rest = &rest[line.len()..];
        let end = rest.first().map_or(end, |next| next.start);
        let columns: u32 = line
            .iter()
            .map(|one| u32::from(one.width) + u32::from(one.blank))
            .sum();
        if columns <= u32::from(width) {
            row(line[0].start);
            continue;
        }
        let line = narrow(text, line, end, width);
        for fitted in rows(&line, width, fit) {
            row(fitted[0].start);
        }
    }
}

fn rows(line: &[Fragment], width: u16, fit: Fit) -> Vec<&[Fragment]> {
    let widths = [f64::from(width)];
    if fit == Fit::Optimal {
        let penalties = Penalties {
            overflow_penalty: OVERFULL,
            ..Penalties::new()
        };
        if let Ok(rows) = wrap_optimal_fit(line, &widths, &penalties) {
            return rows;
        }
    }
    wrap_first_fit(line, &widths)
}

/// The same fragments, those wider than a row split at graphemes.
fn narrow<'f>(text: &str, line: &'f [Fragment], end: u32, width: u16) -> Cow<'f, [Fragment]> {
    if !line.iter().any(|fragment| is_too_wide(*fragment, width)) {
        return Cow::Borrowed(line);
    }
    let ends = line
        .iter()
        .skip(1)
        .map(|fragment| fragment.start)
        .chain([end]);
    let mut all = Vec::with_capacity(line.len() + 8);
    for (fragment, end) in line.iter().zip(ends) {
        if is_too_wide(*fragment, width) {
            let piece = text[fragment.start as usize..end as usize].trim_end_matches([' ', '\n']);
            split(piece, *fragment, width, &mut all);
        } else {
            all.push(*fragment);
        }
    }
    Cow::Owned(all)
}

fn is_too_wide(fragment: Fragment, width: u16) -> bool {
    fragment.width > width - u16::from(fragment.is_hyphenated()).min(width)
}

fn split(mut piece: &str, fragment: Fragment, width: u16, all: &mut Vec<Fragment>) {
    let most = usize::from(width - u16::from(fragment.is_hyphenated()).min(width));
    let mut start = fragment.start;
    loop {
        let (bytes, columns) = at_least_one(piece, most);
        if bytes == piece.len() {
            all.push(fragment.shortened(start, columns as u16));
            return;
        }
        all.push(Fragment::new(start, columns as u16, 0));
        piece = &piece[bytes..];
        start += bytes as u32;
    }
}

/// As [`text::prefix`], but never nothing: of a grapheme that is wider than the row, the characters that fit.
fn at_least_one(piece: &str, columns: usize) -> (usize, usize) {
    let (bytes, taken) = text::prefix(piece, columns);
    if bytes > 0 || piece.is_empty() {
        return (bytes, taken);
    }
    let first = text::graphemes(piece).next();
    let first = first.map_or(piece, |(_, grapheme)| grapheme);
    let ends = first.char_indices().map(|(at, char)| at + char.len_utf8());
    let fitting = ends.take_while(|end| text::width(&first[..*end]) <= columns);
    let one = first.chars().next().map_or(first.len(), char::len_utf8);
    let bytes = fitting.last().unwrap_or(one);
    (bytes, text::width(&first[..bytes]))
}

/// The start of each row of code: a line is split only where `width` columns end.
///
/// Lines that are mostly running text (`is_prose`) are cut behind a blank where one stands in a row's second half.
pub(super) fn code(
    text: &str,
    lines: &[Fragment],
    (width, is_prose): (u16, bool),
    mut row: impl FnMut(u32),
) {
    for line in lines {
        row(line.start);
        if line.width <= width {
            continue;
        }
        let mut start = line.start as usize;
        let end =
            memchr::memchr(b'\n', &text.as_bytes()[start..]).map_or(text.len(), |at| start + at);
        loop {
            let mut cut = at_least_one(&text[start..end], usize::from(width)).0;
            if is_prose && start + cut < end {
                let blank = text[start..start + cut].rfind(' ').map(|at| at + 1);
                cut = blank.filter(|blank| *blank > cut / 2).unwrap_or(cut);
            }
            start += cut;
            if start >= end {
                break;
            }
            row(start as u32);
        }
    }
}

/// Whether a row of running text ends within a word that a soft hyphen parts.
pub fn is_shortened(row: &str) -> bool {
    row.ends_with('\u{ad}')
}
