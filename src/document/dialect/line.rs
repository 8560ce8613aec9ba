//! Lines of Markdown: their ends, their containers and their indentation.

use std::ops::Range;

use crate::text;
use crate::text::work::count_steps_for_tests;

/// Minimum indentation of the paragraphs that continue an item of an example list, in columns relative to the item's marker
/// (Pandoc, “Numbered example lists”).
pub(super) const EXAMPLE_INDENT_COLUMNS: usize = 4;

/// Maximum distance from an offset back to the start of a bare URL, in bytes.
const MAX_URL_BYTES: usize = 128;

/// Finds the line that contains an offset. If the offsets of successive calls ascend, each line is searched for its ends only
/// once.
pub(super) struct LineCursor<'s> {
    body: &'s str,
    line: Range<usize>,
}

impl<'s> LineCursor<'s> {
    /// Creates a cursor at the start of the body.
    pub(super) fn new(body: &'s str) -> Self {
        Self { body, line: 0..0 }
    }

    /// Returns the range of the line that contains byte `offset`, with its line end.
    pub(super) fn line(&mut self, offset: usize) -> Range<usize> {
        if !self.line.contains(&offset) {
            let from = if offset >= self.line.end {
                self.line.end
            } else {
                0
            };
            let line_feed_before = memchr::memrchr(b'\n', &self.body.as_bytes()[from..offset]);
            let start =
                line_feed_before.map_or(from, |line_feed_before| from + line_feed_before + 1);
            self.line = start..end(self.body, offset);
            count_steps_for_tests(offset - start);
        }
        self.line.clone()
    }
}

/// Returns the end of the line that contains byte `offset`, after its line feed.
pub(super) fn end(body: &str, offset: usize) -> usize {
    let following = &body.as_bytes()[offset..];
    let end = memchr::memchr(b'\n', following).map_or(body.len(), |next| offset + next + 1);
    count_steps_for_tests(end - offset);
    end
}

/// Returns the start of the line that contains byte `offset`.
pub(super) fn start(body: &str, offset: usize) -> usize {
    let line_feed_before = memchr::memrchr(b'\n', &body.as_bytes()[..offset]);
    let start = line_feed_before.map_or(0, |line_feed_before| line_feed_before + 1);
    count_steps_for_tests(offset - start);
    start
}

/// Returns true if byte `offset` is within a bare URL: the text from the start of the word to this byte contains `://` or `www.`.
pub(super) fn is_in_url(body: &str, offset: usize) -> bool {
    let search_start = text::floor_char_boundary(body, offset.saturating_sub(MAX_URL_BYTES));
    let before = &body[search_start..offset];
    let is_word_boundary = |char: char| {
        char.is_whitespace() || matches!(char, '<' | '>' | '"' | '|' | '`' | '(' | '[')
    };
    let word = before.rsplit(is_word_boundary).next().unwrap_or_default();
    count_steps_for_tests(word.len());
    word.contains("://") || word.contains("www.")
}

/// The markers of the block quotes around a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct QuoteMarkers {
    /// Number of block quotes.
    pub(super) depth: usize,
    /// The offset after the markers.
    pub(super) end: usize,
}

/// Returns the markers of the block quotes around the line `start..end`.
pub(super) fn quote_markers(body: &str, start: usize, end: usize) -> QuoteMarkers {
    let (mut depth, mut offset) = (0, start);
    loop {
        let line = &body[offset..end];
        let Indent { columns, bytes } = indent(line);
        // An indentation of four columns starts a block of code instead (CommonMark 4.4).
        if columns > 3 || !line[bytes..].starts_with('>') {
            return QuoteMarkers { depth, end: offset };
        }
        depth += 1;
        offset += bytes + 1;
        // One space after `>` belongs to the marker (CommonMark 5.1).
        offset += usize::from(body[offset..end].starts_with(' '));
    }
}

/// Returns the number of block quotes that begin or continue in `prefix`, the part of a line before a construct. The
/// prefix may also contain list markers.
pub(super) fn quote_depth(prefix: &str) -> usize {
    let mut remaining = prefix.trim_start();
    let mut depth = 0;
    loop {
        if let Some(after) = remaining.strip_prefix('>') {
            depth += 1;
            remaining = after.trim_start();
        } else if let Some(length) = list_marker(remaining) {
            remaining = remaining[length..].trim_start();
        } else {
            return depth;
        }
    }
}

/// The blanks at the start of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Indent {
    pub(super) columns: usize,
    pub(super) bytes: usize,
}

/// Returns the indentation of a line. A tab extends to the next multiple of four columns.
pub(super) fn indent(line: &str) -> Indent {
    let mut columns = 0;
    for (offset, byte) in line.bytes().enumerate() {
        match byte {
            b' ' => columns += 1,
            b'\t' => columns += 4 - columns % 4,
            _ => {
                return Indent {
                    columns,
                    bytes: offset,
                };
            }
        }
    }
    Indent {
        columns,
        bytes: line.len(),
    }
}

/// Returns the length in bytes of the list marker at the start of `text`, without the blanks after it (CommonMark 5.2).
pub(super) fn list_marker(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let length = match bytes.first()? {
        b'-' | b'*' | b'+' => 1,
        byte if byte.is_ascii_digit() => {
            let digits = bytes
                .iter()
                .take_while(|byte| byte.is_ascii_digit())
                .count();
            let is_marker = digits <= 9 && matches!(bytes.get(digits), Some(b'.' | b')'));
            is_marker.then_some(digits + 1)?
        }
        _ => return None,
    };
    let has_blank_after = bytes.get(length).is_none_or(u8::is_ascii_whitespace);
    (has_blank_after && !is_thematic_break(text)).then_some(length)
}

/// Returns true if a line is a thematic break (CommonMark 4.1).
fn is_thematic_break(text: &str) -> bool {
    let mut bytes = text.bytes().filter(|byte| !byte.is_ascii_whitespace());
    let Some(first @ (b'-' | b'*' | b'_')) = bytes.next() else {
        return false;
    };
    let mut count = 1;
    bytes.all(|byte| {
        count += 1;
        byte == first
    }) && count >= 3
}

/// Returns true if a line is the underline of a setext heading (CommonMark 4.3). A single character does not count, because
/// `-` may be a list marker.
pub(super) fn is_setext_underline(line: &str) -> bool {
    let text = line.trim();
    text.len() > 1 && (text.trim_matches('=').is_empty() || text.trim_matches('-').is_empty())
}

/// A run of characters that opens or closes a block of code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fence {
    /// A backquote or a tilde.
    pub(crate) character: u8,
    /// The number of these characters.
    pub(crate) length: usize,
}

impl Fence {
    /// Returns true if `text`, a line without white space at its ends, closes the block of code (CommonMark 4.5).
    pub(crate) fn is_closed_by(self, text: &str) -> bool {
        text.len() >= self.length && text.bytes().all(|byte| byte == self.character)
    }
}

/// Returns the code fence at the start of `text` (CommonMark 4.5). The info string after backquotes contains no backquote.
pub(crate) fn fence(text: &str) -> Option<Fence> {
    let byte = *text.as_bytes().first()?;
    if !matches!(byte, b'`' | b'~') {
        return None;
    }
    let length = text.bytes().take_while(|next| *next == byte).count();
    let is_fence = length >= 3 && (byte == b'~' || !text[length..].contains('`'));
    is_fence.then_some(Fence {
        character: byte,
        length,
    })
}

/// Returns true if a line starts a block of Python-Markdown whose content is indented by four columns. Such blocks are
/// admonitions `!!! note`, folding admonitions `??? note` or `???+ note`, and tabs `=== "Title"`, also
/// `===!` and `===+`.
pub(super) fn starts_indented_block(line: &str) -> bool {
    let after_marker = line.get(3..).unwrap_or_default();
    match line.get(..3) {
        Some("!!!") => is_kind_or_title(after_marker),
        Some("???") => is_kind_or_title(after_marker.strip_prefix('+').unwrap_or(after_marker)),
        Some("===") => after_marker
            .trim_start_matches(['!', '+'])
            .starts_with(" \""),
        _ => false,
    }
}

/// Returns true if `text` is a kind with classes, a title in quotation marks, or both: ` note inline "Title"`.
fn is_kind_or_title(text: &str) -> bool {
    let text = text.trim_end();
    let (words, has_title) = match text.split_once('"') {
        Some((words, _)) => (words, true),
        None => (text, false),
    };
    let words = words.strip_prefix(' ').unwrap_or(words).trim_end();
    let is_word = |char: char| char.is_alphanumeric() || matches!(char, '-' | '_' | ' ');
    words.chars().all(is_word) && (has_title || words.starts_with(char::is_alphanumeric))
}

/// Returns true if `text` contains only blanks and container markers, like the part of a line before its text.
pub(super) fn is_container_prefix(text: &str) -> bool {
    // The longest list marker has nine digits, a period and a blank. A longer text is not examined: it would be examined for each
    // construct of a line, so that a line with many constructs would take quadratic time.
    const MAX_MARKER_BYTES: usize = 11;
    let text = text.trim_start_matches([' ', '\t', '>']);
    text.is_empty()
        || text.len() <= MAX_MARKER_BYTES
            && list_marker(text).is_some_and(|length| is_container_prefix(&text[length..]))
}

/// Returns the length in bytes of the marker `(@label)` of an example list at the start of `text`.
pub(super) fn example_marker(text: &str) -> Option<usize> {
    let after_opener = text.strip_prefix("(@")?;
    let after_marker = after_opener[example_label_bytes(after_opener)..].strip_prefix(')')?;
    let has_blank_after =
        after_marker.is_empty() || after_marker.starts_with([' ', '\t', '\n', '\r']);
    has_blank_after.then(|| text.len() - after_marker.len())
}

/// Returns the length of the label at the start of `text`. A label consists of letters, digits, `_` and `-`, and ends with a
/// letter or a digit.
pub(super) fn example_label_bytes(text: &str) -> usize {
    let mut length = 0;
    for (offset, char) in text.char_indices() {
        match char {
            '_' | '-' => {}
            char if char.is_alphanumeric() => length = offset + char.len_utf8(),
            _ => break,
        }
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_white_space_separates_a_url_from_text() {
        for white_space in [" ", "\n", "\u{a0}", "\u{202f}", "\u{3000}"] {
            // `$` is the character after the text `before`.
            let is_in_url = |before: &str| is_in_url(&format!("{before}$"), before.len());
            assert!(!is_in_url(white_space));
            assert!(!is_in_url(&format!("https://a.org{white_space}")));
            assert!(is_in_url(&format!("{white_space}https://a.org/")));
        }
    }

    #[test]
    fn example_markers_are_labels_in_parentheses_before_a_blank() {
        for (text, expected) in [
            ("(@) a", Some(3)),
            ("(@)", Some(3)),
            ("(@a-b_2)\tc", Some(8)),
            ("(@é) a", Some(5)),
            ("(@)a", None),
            ("(@a b) c", None),
            ("(@a-) c", None),
            ("(a) c", None),
            ("@a c", None),
        ] {
            assert_eq!(example_marker(text), expected, "{text}");
        }
    }
}
