//! The source view of a file: its lines, unchanged and numbered, not parsed as Markdown.

use super::build::Builder;
use super::{Document, Kind, ParseOptions};

/// Maximum number of lines in a block. Blocks are short because positions are restored by block, and line numbers are
/// counted from the start of a block.
const MAX_BLOCK_LINES: usize = 64;

/// Implements [`Document::source`].
pub(super) fn source(text: &str) -> Document {
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
    let unclosed = (!text.is_empty() && !text.ends_with('\n')).then_some(text.len());
    let ends: Vec<usize> = ends.chain(unclosed).collect();
    let digits = ends.len().to_string().len() as u8;
    let mut build = Builder::new(text, text.len(), ParseOptions::default());
    let mut start = 0;
    let mut first = 1;
    for lines in ends.chunks(MAX_BLOCK_LINES) {
        let end = lines.last().copied().unwrap_or(start);
        build.request_margin(0);
        let line = first as u32;
        build.begin(Kind::Source { line, digits }, start);
        build.text(&text[start..end]);
        build.end(end);
        (start, first) = (end, first + lines.len());
    }
    build.finish(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn source_view_shows_each_line_unchanged() {
        for text in [
            "",
            "a",
            "a\n",
            "a\n\n",
            "\n\n# a\n\n\n",
            "a\n\n\nb",
            "<b>\n- [x](y)\n",
        ] {
            let document = source(text);
            let shown: Vec<&str> = document.text().lines().collect();
            let written: Vec<&str> = text.lines().collect();
            assert_eq!(shown, written, "{text:?}");
        }
    }

    #[test]
    fn blocks_have_a_limited_number_of_lines_and_their_line_number() {
        let text = "line\n".repeat(MAX_BLOCK_LINES * 2 + 3);
        let document = source(&text);
        let starts: Vec<_> = document
            .blocks()
            .iter()
            .map(|block| (block.kind, block.source.start))
            .collect();
        let kind = |line| Kind::Source { line, digits: 3 };
        assert_eq!(
            starts,
            [(kind(1), 0), (kind(65), 64 * 5), (kind(129), 128 * 5)]
        );
    }
}
