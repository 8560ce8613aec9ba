//! Lines of a text, and line numbers.
//!
//! In all of folio, a line ends with LF, CR LF or CR alone (`CommonMark` 0.31.2, section 2.1).

use std::ops::Range;

use memchr::memchr2;

/// One line of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextLine<'a> {
    /// The text without the line end.
    pub text: &'a str,
    /// The byte at which the line starts.
    pub start: usize,
    /// The byte at which the next line starts.
    pub next: usize,
    /// True if the line has a line end; the last line of a text may have none.
    pub has_line_end: bool,
}

/// Returns the lines of `text`.
pub fn lines(text: &str) -> impl Iterator<Item = TextLine<'_>> {
    lines_from(text, 0)
}

/// Returns the lines of `text` from byte `position` on.
pub fn lines_from(text: &str, position: usize) -> impl Iterator<Item = TextLine<'_>> {
    let mut start = position;
    std::iter::from_fn(move || {
        if start >= text.len() {
            return None;
        }
        let bytes = text.as_bytes();
        let end = memchr2(b'\n', b'\r', &bytes[start..]).map(|end| start + end);
        let next = match end {
            None => text.len(),
            Some(end) if bytes[end] == b'\r' && bytes.get(end + 1) == Some(&b'\n') => end + 2,
            Some(end) => end + 1,
        };
        let line = TextLine {
            text: &text[start..end.unwrap_or(text.len())],
            start,
            next,
            has_line_end: end.is_some(),
        };
        start = next;
        Some(line)
    })
}

/// Returns the line and the column of byte `position`, both from 1. The column is counted in characters.
pub fn line_and_column(text: &str, position: usize) -> (u32, u32) {
    let position = crate::text::floor_char_boundary(text, position);
    let mut number = 1;
    let mut start = 0;
    for line in lines(text) {
        if line.next > position || !line.has_line_end {
            start = line.start;
            break;
        }
        number += 1;
        start = line.next;
    }
    let column = text[start..position].chars().count() + 1;
    (number, column as u32)
}

/// Returns the byte range of the line that contains byte `position`, including the line end. For a position at or after the
/// end of the text, returns the range after the text.
pub(super) fn line_range(text: &str, position: usize) -> Range<usize> {
    lines(text)
        .map(|line| line.start..line.next)
        .find(|line| line.contains(&position))
        .unwrap_or(text.len()..usize::MAX)
}

/// Returns `text[range]` with each lone CR replaced by LF, which parsers expect. Returns `None` if there is no lone CR.
/// Positions do not change.
pub(super) fn replace_lone_crs(text: &str, range: Range<usize>) -> Option<String> {
    let original = &text[range];
    let is_lone = |(position, _): (usize, &str)| !original[position..].starts_with("\r\n");
    if !original.match_indices('\r').any(is_lone) {
        return None;
    }
    let mut replaced = String::with_capacity(original.len());
    for line in lines(original) {
        replaced.push_str(line.text);
        let line_end_len = line.next - line.start - line.text.len();
        match line_end_len {
            0 => {}
            1 => replaced.push('\n'),
            _ => replaced.push_str("\r\n"),
        }
    }
    Some(replaced)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_with_lf_crlf_or_cr() {
        let actual: Vec<_> = lines("a\nb\r\nc\rd\n\ne")
            .map(|line| (line.text, line.start))
            .collect();
        assert_eq!(
            actual,
            [("a", 0), ("b", 2), ("c", 5), ("d", 7), ("", 9), ("e", 10)]
        );
    }

    #[test]
    fn columns_count_characters() {
        let text = "aé\r\nb\rcc";
        for (position, expected) in [
            (0, (1, 1)),
            (1, (1, 2)),
            (3, (1, 3)),
            (5, (2, 1)),
            (7, (3, 1)),
            (9, (3, 3)),
            (99, (3, 3)),
        ] {
            assert_eq!(line_and_column(text, position), expected, "{position}");
        }
        assert_eq!(line_and_column("a\n", 2), (2, 1));
        assert_eq!(line_and_column("", 0), (1, 1));
    }

    #[test]
    fn lone_crs_are_replaced_in_place() {
        assert_eq!(
            replace_lone_crs("a\rb\r\nc", 0..6).as_deref(),
            Some("a\nb\r\nc")
        );
        assert_eq!(replace_lone_crs("a\r\nc", 0..4), None);
    }
}
