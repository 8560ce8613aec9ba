//! The parts of a body that are code, which no pass rewrites: fences, indented lines, code spans, raw `<pre>`,
//! `<script>` and the like, comments.
//!
//! Reads lines as CommonMark does (4.4 to 4.6, 5.1, 5.2, 6.1), as far as that says what is code: containers are
//! followed by their indentation alone.

use std::ops::Range;

use memchr::memmem;

use super::{Dialect, line};

/// Ranges of code, in order.
#[derive(Debug, Default)]
pub(super) struct CodeRanges(Vec<Range<usize>>);

impl CodeRanges {
    /// Returns the code of a body.
    pub(super) fn of(body: &str, dialect: Dialect) -> Self {
        let mut scan = CodeScan {
            body,
            dialect,
            indented: !matches!(dialect, Dialect::Mdx | Dialect::Docusaurus),
            ..CodeScan::default()
        };
        let mut at = 0;
        while at < body.len() {
            let end = line::end(body, at);
            scan.line(at, end);
            at = end.max(at + 1);
        }
        scan.end_paragraph();
        Self(scan.found)
    }

    /// Returns true if byte `at` is code.
    pub(super) fn holds(&self, at: usize) -> bool {
        let next = self.0.partition_point(|range| range.end <= at);
        self.0.get(next).is_some_and(|range| range.start <= at)
    }
}

#[derive(Default)]
struct CodeScan<'s> {
    body: &'s str,
    dialect: Dialect,
    /// True if indented lines may be code.
    indented: bool,
    found: Vec<Range<usize>>,
    /// The open fence: its character, its length, and the number of quotes around it.
    fence: Option<(u8, usize, usize)>,
    /// The end of the raw HTML that is open.
    raw: Option<&'static str>,
    /// The open paragraph.
    paragraph: Option<Range<usize>>,
    quotes: usize,
    /// The columns at which the items around begin their content.
    items: Vec<usize>,
    was_code: bool,
}

impl CodeScan<'_> {
    fn line(&mut self, start: usize, end: usize) {
        if let Some(closer) = self.raw {
            self.found.push(start..end);
            if holds(&self.body[start..end], closer) {
                self.raw = None;
            }
            return;
        }
        let (quotes, mut at) = line::quotes(self.body, start, end);
        if self.body[at..end].trim().is_empty() {
            if self.fence.is_some_and(|(_, _, around)| quotes < around) {
                self.fence = None;
            }
            self.end_paragraph();
            return;
        }
        let (mut columns, indent) = line::indent(&self.body[at..end]);
        if let Some((byte, length, around)) = self.fence {
            let inside = self.items.last().is_none_or(|content| columns >= *content);
            if quotes >= around && inside {
                self.found.push(start..end);
                let text = self.body[at..end].trim();
                let run = text.len() - text.trim_start_matches(byte as char).len();
                if run >= length && run == text.len() {
                    self.fence = None;
                }
                return;
            }
            self.fence = None;
        }
        if quotes != self.quotes {
            self.end_paragraph();
            self.quotes = quotes;
        }
        if self.paragraph.is_none() {
            while self.items.last().is_some_and(|content| columns < *content) {
                self.items.pop();
            }
            if self.is_indented(columns) {
                self.found.push(start..end);
                self.was_code = true;
                return;
            }
        }
        self.was_code = false;
        at += indent;
        while let Some(width) = line::marker(&self.body[at..end]) {
            self.end_paragraph();
            while self.items.last().is_some_and(|content| columns < *content) {
                self.items.pop();
            }
            let (blank, bytes) = line::indent(&self.body[at + width..end]);
            let is_code = blank > 4;
            let content = columns + width + if is_code || blank == 0 { 1 } else { blank };
            self.items.push(content);
            if is_code && self.indented && !self.body[at + width..end].trim().is_empty() {
                self.found.push(at + width..end);
                return;
            }
            at += width + bytes;
            columns = content;
        }
        if self.dialect == Dialect::PythonMarkdown
            && line::starts_indented_block(&self.body[at..end])
        {
            self.end_paragraph();
            while self.items.last().is_some_and(|content| columns < *content) {
                self.items.pop();
            }
            return self.items.push(columns + 4);
        }
        self.text(start, at, end);
    }

    fn is_indented(&self, columns: usize) -> bool {
        self.indented && columns >= self.items.last().copied().unwrap_or(0) + 4
    }

    /// Reads the text behind the markers of a line's containers.
    fn text(&mut self, start: usize, at: usize, end: usize) {
        let text = &self.body[at..end];
        let fence = line::fence(text)
            .filter(|(byte, _)| !(*byte == b'~' && self.dialect == Dialect::Franklin));
        if let Some((byte, length)) = fence {
            self.end_paragraph();
            self.fence = Some((byte, length, self.quotes));
            self.found.push(start..end);
            return;
        }
        if let Some((_, closer)) = RAW.iter().find(|(opener, _)| starts_with(text, opener)) {
            self.end_paragraph();
            self.found.push(at..end);
            if !holds(text, closer) {
                self.raw = Some(closer);
            }
            return;
        }
        if text.starts_with('#') || text.starts_with('|') {
            self.end_paragraph();
            self.spans(at..end);
            return;
        }
        match &mut self.paragraph {
            Some(range) => range.end = end,
            None => self.paragraph = Some(at..end),
        }
    }

    fn end_paragraph(&mut self) {
        if let Some(range) = self.paragraph.take() {
            self.spans(range);
        }
    }

    /// The code spans within running text, and `<code>`.
    fn spans(&mut self, range: Range<usize>) {
        let text = &self.body[range.clone()];
        let bytes = text.as_bytes();
        // What ends nowhere further down is looked for once.
        let mut missing = [false; INLINE.len()];
        let mut at = 0;
        while let Some(next) = memchr::memchr2(b'`', b'<', &bytes[at..]) {
            let start = at + next;
            if bytes[start] == b'<' {
                at = start + 1;
                let mut known = INLINE.iter().enumerate();
                let Some((which, (_, closer))) =
                    known.find(|(_, (opener, _))| starts_with(&text[start..], opener))
                else {
                    continue;
                };
                if missing[which] {
                    continue;
                }
                match memmem::find(&bytes[start..], closer.as_bytes()) {
                    Some(length) => {
                        at = start + length + closer.len();
                        self.found.push(range.start + start..range.start + at);
                    }
                    None => missing[which] = true,
                }
                continue;
            }
            let length = run(&bytes[start..]);
            at = start + length;
            let is_escaped = bytes[..start]
                .iter()
                .rev()
                .take_while(|byte| **byte == b'\\');
            if is_escaped.count() % 2 == 1 {
                continue;
            }
            if let Some(end) = closing(bytes, at, length) {
                at = end;
                self.found.push(range.start + start..range.start + end);
            }
        }
    }
}

/// HTML that holds no text (CommonMark 4.6, kinds 1 and 2), each with its end.
const RAW: [(&str, &str); 6] = [
    ("<pre", "</pre>"),
    ("<script", "</script>"),
    ("<style", "</style>"),
    ("<textarea", "</textarea>"),
    ("<svg", "</svg>"),
    ("<!--", "-->"),
];

/// HTML within a line that holds no text, each with its end.
const INLINE: [(&str, &str); 3] = [("<code", "</code>"), ("<kbd", "</kbd>"), ("<!--", "-->")];

fn starts_with(text: &str, opener: &str) -> bool {
    let start = text.get(..opener.len());
    let next = text.as_bytes().get(opener.len());
    start.is_some_and(|start| start.eq_ignore_ascii_case(opener))
        && match opener {
            "<!--" => summary_divider_len(text).is_none(),
            _ => next.is_none_or(|byte| !byte.is_ascii_alphanumeric()),
        }
}

/// Most bytes of a summary divider.
const MAX_DIVIDER_BYTES: usize = 40;

/// Returns the length of the summary divider (`<!-- more -->`) that a text begins with: the only comment that passes
/// rewrite.
pub(super) fn summary_divider_len(text: &str) -> Option<usize> {
    let comment = &text[..line::floor(text, MAX_DIVIDER_BYTES)];
    let (inside, _) = comment.strip_prefix("<!--")?.split_once("-->")?;
    let is_divider = matches!(
        inside.trim(),
        "more" | "truncate" | "excerpt" | "end-excerpt" | "TEASER_END" | "PELICAN_END_SUMMARY"
    );
    is_divider.then_some(inside.len() + "<!---->".len())
}

fn holds(text: &str, closer: &str) -> bool {
    memmem::find(text.as_bytes(), closer.as_bytes()).is_some()
}

fn run(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| **byte == b'`').count()
}

/// The end of the next run of exactly `length` backquotes. A length that has none is asked for once in a paragraph, or
/// little more: that keeps the whole linear.
fn closing(bytes: &[u8], from: usize, length: usize) -> Option<usize> {
    let mut at = from;
    while let Some(next) = memchr::memchr(b'`', &bytes[at..]) {
        let found = run(&bytes[at + next..]);
        at += next + found;
        if found == length {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(body: &str) {
        let code = CodeRanges::of(body, Dialect::Auto);
        for (at, char) in body.char_indices() {
            let expected = match char {
                'C' => true,
                'T' => false,
                _ => continue,
            };
            assert_eq!(code.holds(at), expected, "{char} at {at} of {body:?}");
        }
    }

    #[test]
    fn fences_end_with_their_container() {
        check("T\n\n```x\nC\n\nC\n```\nT\n");
        check("> ~~~\n> C\nT\n");
        check("- a\n\n  ```\n  C\n\n  C\n  ```\n\n  T\nT");
        check("- a\n  ```\n  C\nT\n");
        check("````\nC\n```\nC\n````\nT ``` C ``` T\n");
        check("```\nC");
    }

    #[test]
    fn indentation_is_counted_from_the_item() {
        check("T\n\n    C\n\n    C\nT\n    T\n");
        check("- T\n\n    T\n\n      C\n");
        check("1. T\n\n   T\n\n       C\n\nT\n");
        check("-     C\n");
        check("# T\n    C\n");
    }

    #[test]
    fn spans_and_raw_elements_are_code() {
        check("T `C` T ``C ` C`` T ` T\n\nT ` T\n");
        check("T \\`T\\` T <code>C</code> T <codex>T\n");
        check("<pre>\nC\n\nC</pre>\nT\n");
        check("- T `T\n- T` T\n");
        check("<!-- C\n\nC -->\nT <!-- C --> T\n");
    }
}
