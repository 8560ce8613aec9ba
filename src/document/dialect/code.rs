//! The ranges of a body that are code: fenced and indented code, code spans, raw HTML such as `<pre>` and `<script>`,
//! and comments. Passes do not rewrite code.
//!
//! Follows CommonMark (4.4 to 4.6, 5.1, 5.2, 6.1) as far as needed to locate code. Containers are tracked only by their
//! quote markers and indentation.

use std::ops::Range;

use memchr::memmem;

use super::Dialect;
use super::line::{self, Fence, Indent, QuoteMarkers};
use crate::text;

/// Ranges of code, sorted by position.
#[derive(Debug, Default)]
pub(super) struct CodeRanges(Vec<Range<usize>>);

impl CodeRanges {
    /// Finds the ranges of code in a body.
    pub(super) fn find(body: &str, dialect: Dialect) -> Self {
        let mut scan = CodeScan {
            body,
            dialect,
            has_indented_code: !matches!(dialect, Dialect::Mdx | Dialect::Docusaurus),
            ..CodeScan::default()
        };
        let mut position = 0;
        while position < body.len() {
            let end = line::end(body, position);
            scan.scan_line(position, end);
            position = end;
        }
        scan.end_paragraph();
        Self(scan.ranges)
    }

    /// Returns true if byte `position` is code.
    pub(super) fn contains(&self, position: usize) -> bool {
        let next = self.0.partition_point(|range| range.end <= position);
        self.0
            .get(next)
            .is_some_and(|range| range.start <= position)
    }
}

/// An open code fence.
#[derive(Clone, Copy)]
struct OpenFence {
    fence: Fence,
    /// The number of block quotes around the opening line.
    quote_depth: usize,
}

/// The start of a line's content, after the markers of its containers.
#[derive(Clone, Copy)]
struct ContentStart {
    /// The offset in the body, in bytes.
    position: usize,
    /// The column, counted from the end of the quote markers.
    column: usize,
}

/// The state of a line-by-line scan for code.
#[derive(Default)]
struct CodeScan<'s> {
    body: &'s str,
    dialect: Dialect,
    /// True if the dialect has indented code.
    has_indented_code: bool,
    /// The ranges of code in the scanned lines.
    ranges: Vec<Range<usize>>,
    fence: Option<OpenFence>,
    /// The text that closes the open raw HTML.
    raw_html_closer: Option<&'static str>,
    /// The range of the open paragraph.
    paragraph: Option<Range<usize>>,
    /// Number of block quotes around the last line that is neither blank nor within fenced code or raw HTML.
    quote_depth: usize,
    /// The columns at which the contents of the open list items start, innermost item last. Indented blocks of Python-Markdown,
    /// such as `!!! note`, count as items.
    items: Vec<usize>,
}

impl CodeScan<'_> {
    /// Scans the line from byte `start` to `end`.
    fn scan_line(&mut self, start: usize, end: usize) {
        if let Some(closer) = self.raw_html_closer {
            self.ranges.push(start..end);
            if contains(&self.body[start..end], closer) {
                self.raw_html_closer = None;
            }
            return;
        }
        let QuoteMarkers {
            depth: quote_depth,
            end: after_quote_markers,
        } = line::quote_markers(self.body, start, end);
        if self.body[after_quote_markers..end].trim().is_empty() {
            // A blank line outside of a quote ends the fenced code in the quote.
            self.fence.take_if(|open| quote_depth < open.quote_depth);
            self.end_paragraph();
            return;
        }
        let Indent {
            columns: text_column,
            bytes: indent_bytes,
        } = line::indent(&self.body[after_quote_markers..end]);
        if self.continues_fence(
            quote_depth,
            text_column,
            self.body[after_quote_markers..end].trim(),
        ) {
            self.ranges.push(start..end);
            return;
        }
        if quote_depth != self.quote_depth {
            self.end_paragraph();
            self.quote_depth = quote_depth;
        }
        // A line may continue the open paragraph at any indentation (CommonMark 4.4, 5.2).
        if self.paragraph.is_none() {
            self.end_items(text_column);
            if self.is_indented_code(text_column) {
                self.ranges.push(start..end);
                return;
            }
        }
        let content = ContentStart {
            position: after_quote_markers + indent_bytes,
            column: text_column,
        };
        let Some(content) = self.begin_items(content, end) else {
            return;
        };
        if self.dialect == Dialect::PythonMarkdown
            && line::starts_indented_block(&self.body[content.position..end])
        {
            self.end_paragraph();
            self.end_items(content.column);
            return self.items.push(content.column + 4);
        }
        self.scan_text(start, content.position, end);
    }

    /// Returns true if a line belongs to the open fenced code, or is its closing fence. Ends the fenced code at the closing
    /// fence, and at a line outside of its containers. `text` is the trimmed text of the line, and starts at `text_column`.
    fn continues_fence(&mut self, quote_depth: usize, text_column: usize, text: &str) -> bool {
        let Some(open) = self.fence else {
            return false;
        };
        let item = self.items.last();
        let is_in_item = item.is_none_or(|content_column| text_column >= *content_column);
        let is_inside = quote_depth >= open.quote_depth && is_in_item;
        if !is_inside || open.fence.is_closed_by(text) {
            self.fence = None;
        }
        is_inside
    }

    /// Begins the list items whose markers are at `content`, in a line that ends at byte `end`. Returns the start of the content
    /// after the markers, or `None` if indented code follows them.
    fn begin_items(&mut self, mut content: ContentStart, end: usize) -> Option<ContentStart> {
        while let Some(width) = self.item_marker(&self.body[content.position..end]) {
            self.end_paragraph();
            self.end_items(content.column);
            let marker_end = content.position + width;
            // One to four blanks separate the marker from the item's content. If there are more, only the first one separates,
            // and the content is indented code (CommonMark 5.2).
            let blanks = line::indent(&self.body[marker_end..end]);
            let is_code = blanks.columns > 4;
            let content_distance = match blanks.columns {
                1..=4 => blanks.columns,
                _ => 1,
            };
            let mut column = content.column + width + content_distance;
            // `(@label)` is Quarto's marker of an example list. Its item continues at a fixed indentation.
            if self.body.as_bytes()[content.position] == b'(' {
                column = column.min(content.column + line::EXAMPLE_INDENT_COLUMNS);
            }
            self.items.push(column);
            if is_code && self.has_indented_code && !self.body[marker_end..end].trim().is_empty() {
                self.ranges.push(marker_end..end);
                return None;
            }
            content = ContentStart {
                position: marker_end + blanks.bytes,
                column,
            };
        }
        Some(content)
    }

    /// Ends the list items that do not contain a line whose text starts at `text_column`.
    fn end_items(&mut self, text_column: usize) {
        let ends = |content_column: &mut usize| text_column < *content_column;
        while self.items.pop_if(ends).is_some() {}
    }

    /// Returns the length of the list marker at the start of `text`, or of Quarto's marker of an example list.
    fn item_marker(&self, text: &str) -> Option<usize> {
        let example = || (self.dialect == Dialect::Quarto).then(|| line::example_marker(text));
        line::list_marker(text).or_else(|| example().flatten())
    }

    /// Returns true if a line whose text starts at `text_column` is indented code.
    fn is_indented_code(&self, text_column: usize) -> bool {
        let content_column = self.items.last().copied().unwrap_or(0);
        self.has_indented_code && text_column >= content_column + 4
    }

    /// Scans the text `text_start..end` after the container markers of the line `line_start..end`.
    fn scan_text(&mut self, line_start: usize, text_start: usize, end: usize) {
        let text = &self.body[text_start..end];
        // Franklin's `~~~` encloses HTML.
        let fence = line::fence(text)
            .filter(|fence| !(fence.character == b'~' && self.dialect == Dialect::Franklin));
        if let Some(fence) = fence {
            self.end_paragraph();
            self.fence = Some(OpenFence {
                fence,
                quote_depth: self.quote_depth,
            });
            self.ranges.push(line_start..end);
            return;
        }
        if let Some((_, closer)) = RAW_HTML
            .iter()
            .find(|(opener, _)| is_raw_html(text, opener))
        {
            self.end_paragraph();
            self.ranges.push(text_start..end);
            if !contains(text, closer) {
                self.raw_html_closer = Some(closer);
            }
            return;
        }
        // A code span does not extend past a heading or a row of a table.
        if text.starts_with('#') || text.starts_with('|') {
            self.end_paragraph();
            self.find_spans(text_start..end);
            return;
        }
        match &mut self.paragraph {
            Some(range) => range.end = end,
            None => self.paragraph = Some(text_start..end),
        }
    }

    /// Ends the open paragraph and scans it for code spans.
    fn end_paragraph(&mut self) {
        if let Some(range) = self.paragraph.take() {
            self.find_spans(range);
        }
    }

    /// Finds code spans and inline raw HTML such as `<code>` in a range of text.
    fn find_spans(&mut self, range: Range<usize>) {
        let text = &self.body[range.clone()];
        let bytes = text.as_bytes();
        // For each entry of `INLINE_HTML`, true if a search for its closer failed. A search from a later position would fail
        // too, so it is skipped.
        let mut is_closer_missing = [false; INLINE_HTML.len()];
        let mut position = 0;
        while let Some(distance) = memchr::memchr2(b'`', b'<', &bytes[position..]) {
            let start = position + distance;
            if bytes[start] == b'<' {
                position = start + 1;
                let mut entries = INLINE_HTML.iter().enumerate();
                let Some((index, (_, closer))) =
                    entries.find(|(_, (opener, _))| is_raw_html(&text[start..], opener))
                else {
                    continue;
                };
                if is_closer_missing[index] {
                    continue;
                }
                match memmem::find(&bytes[start..], closer.as_bytes()) {
                    Some(length) => {
                        position = start + length + closer.len();
                        self.ranges
                            .push(range.start + start..range.start + position);
                    }
                    None => is_closer_missing[index] = true,
                }
                continue;
            }
            let length = backquote_count(&bytes[start..]);
            position = start + length;
            let backslashes = bytes[..start]
                .iter()
                .rev()
                .take_while(|byte| **byte == b'\\');
            let is_escaped = backslashes.count() % 2 == 1;
            if is_escaped {
                continue;
            }
            if let Some(end) = closing_backquotes_end(bytes, position, length) {
                position = end;
                self.ranges.push(range.start + start..range.start + end);
            }
        }
    }
}

/// Openers of raw HTML blocks that passes do not rewrite, with their closing texts: `<svg>` and the elements and comments of
/// CommonMark 4.6, kinds 1 and 2.
const RAW_HTML: [(&str, &str); 6] = [
    ("<pre", "</pre>"),
    ("<script", "</script>"),
    ("<style", "</style>"),
    ("<textarea", "</textarea>"),
    ("<svg", "</svg>"),
    ("<!--", "-->"),
];

/// Openers of raw HTML within a line, with their closing texts.
const INLINE_HTML: [(&str, &str); 3] = [("<code", "</code>"), ("<kbd", "</kbd>"), ("<!--", "-->")];

/// Returns true if `text` begins with `opener`, an opener of [`RAW_HTML`] or [`INLINE_HTML`]. Comments that passes rewrite,
/// which are summary dividers and labels of tabs, are not treated as code.
fn is_raw_html(text: &str, opener: &str) -> bool {
    let start = text.get(..opener.len());
    let next = text.as_bytes().get(opener.len());
    start.is_some_and(|start| start.eq_ignore_ascii_case(opener))
        && match opener {
            "<!--" => summary_divider_len(text).is_none() && !text.starts_with("<!-- tab "),
            _ => next.is_none_or(|byte| !byte.is_ascii_alphanumeric()),
        }
}

/// Maximum length of a summary divider, in bytes.
const MAX_DIVIDER_BYTES: usize = 40;

/// Returns the length in bytes of the summary divider (`<!-- more -->`) at the start of `text`.
pub(super) fn summary_divider_len(text: &str) -> Option<usize> {
    let comment = &text[..text::floor_char_boundary(text, MAX_DIVIDER_BYTES)];
    let (inside, _) = comment.strip_prefix("<!--")?.split_once("-->")?;
    let is_divider = matches!(
        inside.trim(),
        "more" | "truncate" | "excerpt" | "end-excerpt" | "TEASER_END" | "PELICAN_END_SUMMARY"
    );
    is_divider.then_some(inside.len() + "<!---->".len())
}

/// Returns true if `text` contains `closer`.
fn contains(text: &str, closer: &str) -> bool {
    memmem::find(text.as_bytes(), closer.as_bytes()).is_some()
}

/// Returns the length of the run of backquotes at the start of `bytes`.
fn backquote_count(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| **byte == b'`').count()
}

/// Returns the end of the next run of exactly `length` backquotes at or after byte `from`. If there is none, the paragraph has no
/// later run of this length. Only such a run would start another search for this length. So at most one search for each length
/// fails, which bounds the time.
fn closing_backquotes_end(bytes: &[u8], from: usize, length: usize) -> Option<usize> {
    let mut position = from;
    while let Some(distance) = memchr::memchr(b'`', &bytes[position..]) {
        let run_length = backquote_count(&bytes[position + distance..]);
        position += distance + run_length;
        if run_length == length {
            return Some(position);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Asserts that each `C` in a body is found to be code, and each `T` to be text.
    #[track_caller]
    fn assert_code(body: &str) {
        let code = CodeRanges::find(body, Dialect::Auto);
        for (position, char) in body.char_indices() {
            let expected = match char {
                'C' => true,
                'T' => false,
                _ => continue,
            };
            assert_eq!(
                code.contains(position),
                expected,
                "{char} at {position} of {body:?}"
            );
        }
    }

    #[test]
    fn fenced_code_ends_at_the_closing_fence_or_with_the_container() {
        assert_code("T\n\n```x\nC\n\nC\n```\nT\n");
        assert_code("> ~~~\n> C\nT\n");
        assert_code("- a\n\n  ```\n  C\n\n  C\n  ```\n\n  T\nT");
        assert_code("- a\n  ```\n  C\nT\n");
        assert_code("````\nC\n```\nC\n````\nT ``` C ``` T\n");
        assert_code("```\nC");
    }

    #[test]
    fn indentation_of_code_is_measured_from_the_item_content() {
        assert_code("T\n\n    C\n\n    C\nT\n    T\n");
        assert_code("- T\n\n    T\n\n      C\n");
        assert_code("1. T\n\n   T\n\n       C\n\nT\n");
        assert_code("-     C\n");
        assert_code("# T\n    C\n");
    }

    #[test]
    fn spans_raw_elements_and_comments_are_code() {
        assert_code("T `C` T ``C ` C`` T ` T\n\nT ` T\n");
        assert_code("T \\`T\\` T <code>C</code> T <codex>T\n");
        assert_code("<pre>\nC\n\nC</pre>\nT\n");
        assert_code("- T `T\n- T` T\n");
        assert_code("<!-- C\n\nC -->\nT <!-- C --> T\n");
    }
}
