//! Replaces text between two equal delimiters, such as `==highlighted==`, with an HTML element.

use memchr::memmem;

use super::html_writer;
use super::line::{self, LineCursor};
use super::rewriter::Rewriter;
use crate::text;

/// Maximum length of content that must be a single word, in bytes.
const MAX_WORD_BYTES: usize = 64;

/// The text that is allowed between two delimiters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Content {
    /// Inline Markdown on one line.
    Line,
    /// Inline Markdown without white space, of at most [`MAX_WORD_BYTES`].
    Word,
}

/// A delimiter and the HTML element for its content.
struct Delimiter {
    marker: &'static str,
    element: &'static str,
    content: Content,
}

/// Replaces `==highlighted==` (Obsidian, `PyMdown` Extensions).
pub(super) fn highlights(rewriter: &mut Rewriter<'_>) {
    replace_delimited(
        rewriter,
        &Delimiter {
            marker: "==",
            element: "mark",
            content: Content::Line,
        },
    );
}

/// Replaces `^^inserted^^` (`PyMdown` Extensions, “Caret”).
pub(super) fn insertions(rewriter: &mut Rewriter<'_>) {
    replace_delimited(
        rewriter,
        &Delimiter {
            marker: "^^",
            element: "ins",
            content: Content::Line,
        },
    );
}

/// Replaces `x^2^` (`PyMdown` Extensions, “Caret”; Pandoc, “Superscripts and subscripts”).
pub(super) fn superscripts(rewriter: &mut Rewriter<'_>) {
    replace_delimited(
        rewriter,
        &Delimiter {
            marker: "^",
            element: "sup",
            content: Content::Word,
        },
    );
}

/// Replaces `H~2~O` (`PyMdown` Extensions, “Tilde”; Pandoc, “Superscripts and subscripts”).
pub(super) fn subscripts(rewriter: &mut Rewriter<'_>) {
    replace_delimited(
        rewriter,
        &Delimiter {
            marker: "~",
            element: "sub",
            content: Content::Word,
        },
    );
}

/// Replaces each text between two delimiters.
fn replace_delimited(rewriter: &mut Rewriter<'_>, delimiter: &Delimiter) {
    let body = rewriter.body;
    let (bytes, marker) = (body.as_bytes(), delimiter.marker);
    let marker_byte = marker.as_bytes()[0];
    let mut cursor = LineCursor::new(body);
    let mut markers = rewriter.occurrences(marker);
    while let Some(start) = markers.next() {
        let content_start = start + marker.len();
        let line_end = cursor.line(start).end;
        let limit = match delimiter.content {
            Content::Line => line_end,
            Content::Word => line_end.min(text::floor_char_boundary(
                body,
                content_start + MAX_WORD_BYTES,
            )),
        };
        let byte_before = start.checked_sub(1).map(|index| bytes[index]);
        let is_word = delimiter.content == Content::Word;
        // Next to the same character, the marker is a part of a longer run, which is another construct. Next to `[`, the marker
        // `^` belongs to a footnote: `[^1]` or `^[text]`.
        let prevents_opening = |byte: u8| byte == marker_byte || is_word && byte == b'[';
        let first_byte = bytes[content_start..limit].first();
        let can_open = byte_before.is_none_or(|byte| byte != b'\\' && !prevents_opening(byte))
            && first_byte.is_some_and(|byte| !prevents_opening(*byte))
            && !body[content_start..].starts_with(char::is_whitespace);
        if !can_open {
            continue;
        }
        let Some(length) = memmem::find(&bytes[content_start..limit], marker.as_bytes()) else {
            continue;
        };
        let content = &body[content_start..content_start + length];
        let end = content_start + length + marker.len();
        let can_close = !content.ends_with([' ', '\\'])
            && bytes.get(end) != Some(&marker_byte)
            && !(is_word && content.contains(char::is_whitespace));
        if can_close && rewriter.may_rewrite(&(start..end)) && !line::is_in_url(body, start) {
            let element = delimiter.element;
            let content = html_writer::inline_markdown(content);
            rewriter.replace(start..end, format!("<{element}>{content}</{element}>"));
            markers.skip_to(end);
        }
    }
}
