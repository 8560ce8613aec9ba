//! The source view of a file: its lines, numbered and unchanged except for tabs and control characters. Markdown is not
//! parsed; headings, links, emphasis and code are found line by line and are only colored.

use super::build::Builder;
use super::{Document, InlineFormats, Kind, ParseOptions};
use markup::{Markup, Scanner};

mod markup;

/// Maximum number of lines in a block. Blocks are short for two reasons. The position of a source byte in the text is estimated
/// by its distance from the start and the end of its block. The number of a line is counted from the start of its block.
const MAX_BLOCK_LINES: usize = 64;

/// Implements [`Document::source`].
pub(super) fn source(text: &str) -> Document {
    let mut lines = text.split_inclusive('\n').peekable();
    let digits = text.split_inclusive('\n').count().to_string().len() as u8;
    let mut builder = Builder::new(text, text.len(), ParseOptions::default());
    let mut scanner = Scanner::new();
    let (mut start, mut line_number) = (0, 1);
    // Number of lines that may be added to the open block. A heading is a block of its own.
    let mut lines_left = 0;
    while let Some(line) = lines.next() {
        let markup = scanner.scan_line(line, lines.peek().copied().unwrap_or_default());
        let is_heading = markup.heading > 0;
        if lines_left == 0 || is_heading {
            builder.end(start);
            builder.request_margin(0);
            let kind = Kind::Source {
                line: line_number,
                digits,
                heading: markup.heading,
            };
            builder.begin(kind, start);
            lines_left = if is_heading { 1 } else { MAX_BLOCK_LINES };
        }
        push_line(&mut builder, line, &markup);
        start += line.len();
        line_number += 1;
        lines_left -= 1;
    }
    builder.end(start);
    builder.finish(text.len())
}

/// Appends a line with its formats.
fn push_line(builder: &mut Builder<'_>, line: &str, markup: &Markup) {
    // Number of bytes of the line that are appended.
    let mut appended = 0;
    // The end and the formats of each open range.
    let mut open: Vec<(usize, InlineFormats)> = Vec::new();
    for (range, formats) in &markup.ranges {
        while let Some((end, formats)) = open.pop_if(|(end, _)| *end <= range.start) {
            builder.push_text(&line[appended..end]);
            appended = end;
            builder.close_formats(formats);
        }
        builder.push_text(&line[appended..range.start]);
        appended = range.start;
        builder.open_formats(*formats, None);
        open.push((range.end, *formats));
    }
    while let Some((end, formats)) = open.pop() {
        builder.push_text(&line[appended..end]);
        appended = end;
        builder.close_formats(formats);
    }
    builder.push_text(&line[appended..]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Clean;

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
    fn block_of_64_lines_stores_the_number_of_the_first_line() {
        let text = "line\n".repeat(MAX_BLOCK_LINES * 2 + 3);
        let document = source(&text);
        let kinds_and_starts: Vec<_> = document
            .blocks()
            .iter()
            .map(|block| (block.kind, block.source.start))
            .collect();
        let source_kind = |line| Kind::Source {
            line,
            digits: 3,
            heading: 0,
        };
        // Each line has five bytes, and each block at most 64 lines.
        assert_eq!(
            kinds_and_starts,
            [
                (source_kind(1), 0),
                (source_kind(65), 64 * 5),
                (source_kind(129), 128 * 5)
            ]
        );
    }

    #[test]
    fn contents_show_headings_without_hash_characters() {
        let document = source("---\na: b\n---\n# One\ntext\n\n## Two ##\n");
        let headings = document.toc().headings();
        let titles: Vec<_> = headings
            .iter()
            .map(|heading| (heading.level, heading.line, document.heading_text(heading)))
            .collect();
        assert_eq!(
            titles,
            [(1, 4, Clean::literal("One")), (2, 7, Clean::literal("Two"))]
        );
    }

    #[test]
    fn text_and_target_of_a_link_have_different_formats() {
        let document = source("a [d](e)\n");
        let spans = document.spans(0..document.text().len()).iter();
        let texts_and_formats: Vec<_> = spans
            .map(|span| {
                (
                    &document.text()[span.start as usize..span.end as usize],
                    span.formats,
                )
            })
            .collect();
        assert_eq!(
            texts_and_formats,
            [
                ("[d]", InlineFormats::LINK),
                ("(e)", InlineFormats::SECONDARY)
            ]
        );
    }
}
