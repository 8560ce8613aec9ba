//! `<!-- more -->`, the end of a summary, where text follows it on its line: a comment that begins a line takes all of
//! that line for HTML (CommonMark 4.6), one within a row does not.

use memchr::memmem;

use super::draft::Draft;
use super::line;

/// Bytes that such a comment may take.
const LONGEST: usize = 40;

pub(super) fn read(draft: &mut Draft<'_>) {
    let body = draft.body;
    for start in memmem::find_iter(body.as_bytes(), b"<!--") {
        let Some(length) = length(&body[start..]) else {
            continue;
        };
        let range = start..start + length;
        if !draft.is_alone(&range) && draft.is_free(&range) {
            draft.inline(range, "");
        }
    }
}

/// The length of such a comment that a text begins with.
pub(super) fn length(text: &str) -> Option<usize> {
    let comment = &text[..line::floor(text, LONGEST)];
    let (inside, _) = comment.strip_prefix("<!--")?.split_once("-->")?;
    let is_more = matches!(
        inside.trim(),
        "more" | "truncate" | "excerpt" | "end-excerpt"
    );
    is_more.then_some(inside.len() + 7)
}
