//! Lines of Markdown: their ends, their containers and their indentation.

use std::ops::Range;

use crate::text::work::count;

/// Finds the lines of ascending bytes. Each line is searched for its ends once, however many bytes of it are asked for.
pub(super) struct LineCursor<'s> {
    body: &'s str,
    line: Range<usize>,
}

impl<'s> LineCursor<'s> {
    pub(super) fn new(body: &'s str) -> Self {
        Self { body, line: 0..0 }
    }

    /// Returns the line that holds byte `at`, its line end included.
    pub(super) fn line(&mut self, at: usize) -> Range<usize> {
        if !self.line.contains(&at) {
            let from = if at >= self.line.end {
                self.line.end
            } else {
                0
            };
            let before = memchr::memrchr(b'\n', &self.body.as_bytes()[from..at]);
            self.line = before.map_or(from, |before| from + before + 1)..end(self.body, at);
            count(at - self.line.start);
        }
        self.line.clone()
    }
}

/// Returns the start of the character that holds byte `at`, or the end of the text.
pub(super) fn floor(body: &str, at: usize) -> usize {
    let at = at.min(body.len());
    (0..=at)
        .rev()
        .find(|at| body.is_char_boundary(*at))
        .unwrap_or(0)
}

/// Returns the byte behind the line end of the line that holds `at`.
pub(super) fn end(body: &str, at: usize) -> usize {
    let rest = &body.as_bytes()[at..];
    let end = memchr::memchr(b'\n', rest).map_or(body.len(), |next| at + next + 1);
    count(end - at);
    end
}

/// Returns the first byte of the line that holds `at`.
pub(super) fn start(body: &str, at: usize) -> usize {
    let before = memchr::memrchr(b'\n', &body.as_bytes()[..at]);
    let start = before.map_or(0, |before| before + 1);
    count(at - start);
    start
}

/// Returns the number of quotes around a line, and the byte behind their markers.
pub(super) fn quotes(body: &str, start: usize, end: usize) -> (usize, usize) {
    let (mut depth, mut at) = (0, start);
    loop {
        let line = &body[at..end];
        let (columns, bytes) = indent(line);
        if columns > 3 || !line[bytes..].starts_with('>') {
            return (depth, at);
        }
        depth += 1;
        at += bytes + 1;
        at += usize::from(body[at..end].starts_with(' '));
    }
}

/// Returns the columns and the bytes of a line's indentation. A tab reaches to the next multiple of four.
pub(super) fn indent(line: &str) -> (usize, usize) {
    let mut columns = 0;
    for (at, byte) in line.bytes().enumerate() {
        match byte {
            b' ' => columns += 1,
            b'\t' => columns += 4 - columns % 4,
            _ => return (columns, at),
        }
    }
    (columns, line.len())
}

/// Returns the length of the list marker that a text begins with (CommonMark 5.2).
pub(super) fn marker(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let width = match bytes.first()? {
        b'-' | b'*' | b'+' => 1,
        byte if byte.is_ascii_digit() => {
            let digits = bytes
                .iter()
                .take_while(|byte| byte.is_ascii_digit())
                .count();
            let ends = digits <= 9 && matches!(bytes.get(digits), Some(b'.' | b')'));
            ends.then_some(digits + 1)?
        }
        _ => return None,
    };
    let follows = bytes.get(width).is_none_or(u8::is_ascii_whitespace);
    (follows && !is_rule(text)).then_some(width)
}

fn is_rule(text: &str) -> bool {
    let mut signs = text.bytes().filter(|byte| !byte.is_ascii_whitespace());
    let Some(first @ (b'-' | b'*' | b'_')) = signs.next() else {
        return false;
    };
    let mut count = 1;
    signs.all(|byte| {
        count += 1;
        byte == first
    }) && count >= 3
}

/// Returns the character and the length of the fence that a text begins with.
pub(super) fn fence(text: &str) -> Option<(u8, usize)> {
    let byte = *text.as_bytes().first()?;
    if !matches!(byte, b'`' | b'~') {
        return None;
    }
    let length = text.bytes().take_while(|one| *one == byte).count();
    let is_fence = length >= 3 && (byte == b'~' || !text[length..].contains('`'));
    is_fence.then_some((byte, length))
}

/// Returns true if a line starts a block of Python-Markdown whose content is indented by four columns: an admonition
/// `!!! note`, a folded one `??? note`, a tab `=== "Title"`.
pub(super) fn starts_indented_block(line: &str) -> bool {
    let rest = line.get(3..).unwrap_or_default();
    match line.get(..3) {
        Some("!!!") => rest.starts_with(' '),
        Some("???") => rest.strip_prefix('+').unwrap_or(rest).starts_with(' '),
        Some("===") => rest.trim_start_matches(['!', '+']).starts_with(" \""),
        _ => false,
    }
}

/// Returns true if a text holds only blanks and the markers of containers, as they stand in front of a line's text.
pub(super) fn is_prefix(text: &str) -> bool {
    let rest = text.trim_start_matches([' ', '\t', '>']);
    rest.is_empty()
        || rest.len() <= 11 && marker(rest).is_some_and(|width| is_prefix(&rest[width..]))
}
