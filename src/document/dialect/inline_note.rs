//! Inline footnotes `^[text]` (Obsidian Help, “Footnotes”; Pandoc, “Inline notes”).

use super::annotations::{NOTE_END, NOTE_START};
use super::html_writer;
use super::rewriter::Rewriter;
use crate::text;
use crate::text::work::count_steps_for_tests;

/// Maximum length of a note, in bytes.
const MAX_NOTE_BYTES: usize = 4096;

/// Replaces inline footnotes.
pub(super) fn apply(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    let mut openers = rewriter.occurrences("^[");
    while let Some(start) = openers.next() {
        let content_start = start + "^[".len();
        let Some(end) = note_end(body, content_start) else {
            rewriter.spend_scan_budget_or_end_search(&mut openers, MAX_NOTE_BYTES);
            continue;
        };
        let range = start..end + 1;
        let content = &body[content_start..end];
        // `[^` begins the label of a footnote, and `\^` is an escaped caret.
        let is_note = !content.trim().is_empty() && !body[..start].ends_with(['[', '\\']);
        if is_note && rewriter.may_rewrite(&range) {
            let content = html_writer::inline_markdown(content);
            rewriter.replace_inline(range, format!("{NOTE_START}{content}{NOTE_END}"));
            openers.skip_to(end + 1);
        }
    }
}

/// Returns the offset of the `]` that ends the note whose content starts at byte `content_start`. Returns `None` if the note
/// does not end in its paragraph or is longer than [`MAX_NOTE_BYTES`].
fn note_end(body: &str, content_start: usize) -> Option<usize> {
    let limit = text::floor_char_boundary(body, content_start + MAX_NOTE_BYTES);
    let bytes = &body.as_bytes()[..limit];
    let (mut position, mut depth) = (content_start, 1_usize);
    while let Some(byte) = bytes.get(position) {
        count_steps_for_tests(1);
        match byte {
            // Skips the escaped character.
            b'\\' => position += 1,
            b'[' => depth += 1,
            b']' => depth -= 1,
            b'\n' if bytes.get(position + 1) == Some(&b'\n') => return None,
            _ => {}
        }
        if depth == 0 {
            return Some(position);
        }
        position += 1;
    }
    None
}
