//! Display width in terminal columns.
//!
//! The width of a string is the sum of the widths of its graphemes (UAX #29), the rule by which ratatui fills its cells.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::work;

/// Returns the number of columns that `text` takes.
pub fn width(text: &str) -> usize {
    work::count_steps_for_tests(text.len());
    if is_printable_ascii(text) {
        return text.len();
    }
    text.graphemes(true).map(grapheme_width).sum()
}

/// Returns the number of columns that one grapheme takes: 0, 1 or 2, and more for some Devanagari conjuncts. A soft hyphen
/// takes no column, because it is drawn only at the end of a row.
pub fn grapheme_width(grapheme: &str) -> usize {
    if grapheme == "\u{ad}" {
        0
    } else {
        grapheme.width()
    }
}

/// Returns the graphemes of `text`, each with the byte at which it starts.
pub fn graphemes(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.grapheme_indices(true)
}

/// The size of a prefix of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PrefixSize {
    /// The length in bytes.
    pub bytes: usize,
    /// The width in columns.
    pub columns: usize,
}

/// Returns the size of the longest prefix of `text` that consists of complete graphemes and takes at most `columns`.
pub fn prefix_size(text: &str, columns: usize) -> PrefixSize {
    // Includes one byte more than `columns`, because the next character may combine with the last one in the prefix.
    let first_bytes = &text.as_bytes()[..text.len().min(columns.saturating_add(1))];
    if are_printable_ascii(first_bytes) {
        let end = first_bytes.len().min(columns);
        return PrefixSize {
            bytes: end,
            columns: end,
        };
    }
    // A grapheme may be as long as the text. To limit the cost, the text is cut at `max_bytes`. In every script, `columns`
    // graphemes have fewer bytes, so the cut divides only a grapheme of unusual length.
    let max_bytes = columns.saturating_mul(32).saturating_add(256);
    let end = floor_char_boundary(text, max_bytes);
    let mut taken_columns = 0;
    for (start, grapheme) in graphemes(&text[..end]) {
        work::count_steps_for_tests(grapheme.len());
        let grapheme_columns = grapheme_width(grapheme);
        if taken_columns + grapheme_columns > columns {
            return PrefixSize {
                bytes: start,
                columns: taken_columns,
            };
        }
        taken_columns += grapheme_columns;
    }
    PrefixSize {
        bytes: end,
        columns: taken_columns,
    }
}

/// Returns the start of the character that contains byte `position`, or the end of `text` if `position` is beyond the end.
pub fn floor_char_boundary(text: &str, position: usize) -> usize {
    let mut position = position.min(text.len());
    while !text.is_char_boundary(position) {
        position -= 1;
    }
    position
}

/// The part of a text that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fit {
    /// The length of the part in bytes.
    pub bytes: usize,
    /// True if the text is cut, so that an ellipsis of one column follows.
    pub is_cut: bool,
}

/// Returns the part of `text` that is shown in `columns`. This is the complete text, or what fits in front of an ellipsis.
/// White space in front of the ellipsis is dropped. With 0 columns there is no room for the ellipsis.
pub fn fit(text: &str, columns: usize) -> Fit {
    let bytes = prefix_size(text, columns).bytes;
    if bytes == text.len() {
        return Fit {
            bytes,
            is_cut: false,
        };
    }
    let shortened = prefix_size(text, columns.saturating_sub(1)).bytes;
    Fit {
        bytes: text[..shortened].trim_end().len(),
        is_cut: true,
    }
}

/// Breaks a text at blanks into rows of at most `columns`. A longer word has a row of its own.
pub fn wrapped(text: &str, columns: u16) -> Vec<&str> {
    let (mut rows, mut row_start, mut row_end) = (Vec::new(), 0, 0);
    for (word_end, _) in text.match_indices(' ').chain([(text.len(), "")]) {
        if row_end > row_start && width(&text[row_start..word_end]) > usize::from(columns) {
            rows.push(&text[row_start..row_end]);
            row_start = row_end + 1;
        }
        row_end = word_end;
    }
    rows.push(&text[row_start..]);
    rows
}

/// Returns true if each byte of `text` is a character of one column.
pub(super) fn is_printable_ascii(text: &str) -> bool {
    are_printable_ascii(text.as_bytes())
}

/// Returns true if all bytes are printable ASCII. Checks all bytes without an early exit, so that the compiler
/// vectorizes the loop.
fn are_printable_ascii(bytes: &[u8]) -> bool {
    bytes
        .iter()
        .fold(true, |all, byte| all & (0x20..0x7f).contains(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_counts_terminal_columns() {
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
    fn wrapped_breaks_at_blanks() {
        for (text, columns, rows) in [
            ("", 5, vec![""]),
            ("one two", 7, vec!["one two"]),
            ("one two", 6, vec!["one", "two"]),
            ("a longest word", 4, vec!["a", "longest", "word"]),
            ("中文 中文", 5, vec!["中文", "中文"]),
        ] {
            assert_eq!(wrapped(text, columns), rows, "{text:?}");
        }
    }

    #[test]
    fn prefix_never_splits_a_grapheme() {
        let size = |bytes, columns| PrefixSize { bytes, columns };
        assert_eq!(prefix_size("中文", 3), size(3, 2));
        assert_eq!(prefix_size("e\u{301}x", 1), size(3, 1));
        assert_eq!(prefix_size("abc", 9), size(3, 3));
    }

    #[test]
    fn fit_cuts_only_text_that_is_too_wide() {
        let whole = Fit {
            bytes: 3,
            is_cut: false,
        };
        assert_eq!(fit("abc", 3), whole);
        let cut = Fit {
            bytes: 2,
            is_cut: true,
        };
        assert_eq!(fit("ab cd", 4), cut);
    }
}
