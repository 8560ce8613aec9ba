//! Display width in terminal columns, grapheme by grapheme.
//!
//! The width of a string is the sum of the widths of its graphemes (UAX #29), as ratatui fills its cells.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::work;

/// Columns that `text` takes.
pub fn width(text: &str) -> usize {
    work::count(text.len());
    if is_plain(text) {
        return text.len();
    }
    text.graphemes(true).map(grapheme_width).sum()
}

/// Columns that one grapheme takes, as ratatui fills its cells: 0, 1 or 2, and more for some of Devanagari's
/// conjuncts. A soft hyphen takes none: it is drawn only at a break.
pub fn grapheme_width(grapheme: &str) -> usize {
    if grapheme == "\u{ad}" {
        0
    } else {
        grapheme.width()
    }
}

/// The graphemes of `text` with the byte each starts at.
pub fn graphemes(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.grapheme_indices(true)
}

/// The longest start of `text`, in whole graphemes, that takes at most `columns`: its bytes and its columns.
pub fn prefix(text: &str, columns: usize) -> (usize, usize) {
    // One byte more than fits, because the next character may combine with the last one.
    let near = &text.as_bytes()[..text.len().min(columns.saturating_add(1))];
    if are_plain(near) {
        let end = near.len().min(columns);
        return (end, end);
    }
    // A grapheme may be as long as the text; this much of it is looked at.
    let near = floor_char_boundary(text, columns.saturating_mul(32).saturating_add(256));
    let mut taken = 0;
    for (at, grapheme) in graphemes(&text[..near]) {
        work::count(grapheme.len());
        let wide = grapheme_width(grapheme);
        if taken + wide > columns {
            return (at, taken);
        }
        taken += wide;
    }
    (near, taken)
}

/// The start of the character that holds byte `at`, or the end of `text`.
pub fn floor_char_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Returns the bytes of `text` that fit together with an ellipsis of one column, and whether the ellipsis is needed.
pub fn fit(text: &str, columns: usize) -> (usize, bool) {
    let (whole, _) = prefix(text, columns);
    if whole == text.len() {
        return (whole, false);
    }
    let (kept, _) = prefix(text, columns.saturating_sub(1));
    (text[..kept].trim_end().len(), true)
}

/// Returns true if each byte of `text` is one column.
pub(super) fn is_plain(text: &str) -> bool {
    are_plain(text.as_bytes())
}

/// Looks at all bytes, so that the loop is vectorized.
fn are_plain(bytes: &[u8]) -> bool {
    bytes
        .iter()
        .fold(true, |plain, byte| plain & (0x20..0x7f).contains(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_counted_in_columns() {
        for (text, columns) in [
            ("", 0),
            ("abc", 3),
            ("中文", 4),
            ("e\u{301}", 1),
            ("👩‍👩‍👧", 2),
            ("a\u{ad}b", 2),
            ("ﷺ", 1),
        ] {
            assert_eq!(width(text), columns, "{text:?}");
        }
    }

    #[test]
    fn a_prefix_never_splits_a_grapheme() {
        assert_eq!(prefix("中文", 3), (3, 2));
        assert_eq!(prefix("e\u{301}x", 1), (3, 1));
        assert_eq!(prefix("abc", 9), (3, 3));
    }

    #[test]
    fn what_fits_is_left_alone() {
        assert_eq!(fit("abc", 3), (3, false));
        assert_eq!(fit("ab cd", 4), (2, true));
    }
}
