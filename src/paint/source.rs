//! A row of a file's source, its line's number in front.

use super::Row;
use crate::document::Document;
use crate::layout::Layout;
use crate::text::Clean;
use crate::theme::{Face, Role};

/// Draws the row `row` of the block `at`, whose first line is `line`; numbers are `digits` wide.
pub(super) fn push<'a>(
    document: &'a Document,
    layout: &Layout,
    (at, row): (usize, usize),
    (line, digits): (u32, u8),
    out: &mut Row<'a>,
) {
    let range = layout.row_text(document, row);
    let start = document.blocks()[at].start as usize;
    let before = &document.text().as_bytes()[start..range.start];
    let digits = usize::from(digits);
    if before.last().is_none_or(|byte| *byte == b'\n') {
        let number = line as usize + memchr::memchr_iter(b'\n', before).count();
        out.push(crate::clean!("{number:>digits$}  "), Role::CodeSign);
    } else {
        out.pad(digits);
        out.push(Clean::literal("↪ "), Role::CodeSign);
    }
    let text = &document.text()[range.clone()];
    let end = range.start + text.trim_end_matches('\n').len();
    super::push_piece(
        document,
        range.start..end,
        Face::from(Role::Text),
        None,
        out,
    );
}
