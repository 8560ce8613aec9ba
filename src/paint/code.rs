//! Rows of code blocks and of source text with line numbers.

use super::{Background, Row, RowPosition};
use crate::document::Document;
use crate::highlight::CodeRoles;
use crate::layout::{self, Layout};
use crate::text::{self, Clean};
use crate::theme::{CodeRole, Role, StyledRole};

/// Paints a row of a code block, with `↪` in front if it continues a line.
pub(super) fn push_code<'a>(
    document: &'a Document,
    layout: &Layout,
    code_roles: Option<&CodeRoles>,
    position: RowPosition,
    out: &mut Row<'a>,
) {
    let indent = out.width() as u16;
    let range = layout.block_row_range(document, position.block, position.row);
    let block_start = document.blocks()[position.block].start as usize;
    let continues_line =
        range.start > block_start && document.text().as_bytes()[range.start - 1] != b'\n';
    out.push(
        Clean::literal(if continues_line { "↪ " } else { "  " }),
        Role::Label,
    );
    let text_column = out.width() as u16;
    out.scrolls_from = layout.options().is_unwrapped.then_some(out.runs.len());
    let text_end = range.start + document.text()[range.clone()].trim_end_matches('\n').len();
    let mut push = |role: Role, bytes| {
        super::push_piece(document, bytes, StyledRole::from(role), None, out);
    };
    match code_roles.and_then(|roles| roles.of(position.block)) {
        None => push(Role::CodeBlock, range.start..text_end),
        Some(runs) => {
            for (piece, role) in runs.split(range.start - block_start..text_end - block_start) {
                let role = match role {
                    CodeRole::Plain => Role::CodeBlock,
                    role => Role::Code(role),
                };
                push(role, block_start + piece.start..block_start + piece.end);
            }
        }
    }
    let widths = layout.widths();
    // The background has the same width in all rows of the block.
    let columns = layout.code_columns(position.block) + layout::CODE_PADDING;
    let background_end = (text_column + columns).clamp(widths.measure, widths.wide_measure);
    out.background = Some(Background {
        role: Role::CodeBlock,
        columns: indent..background_end,
    });
}

/// Paints a code block's language in the row above the block. The name ends one column before the right end of running text. A
/// name that does not fit is cut.
pub(super) fn push_language<'a>(
    document: &'a Document,
    layout: &Layout,
    block: usize,
    out: &mut Row<'a>,
) {
    let Some(language) = document.language(&document.blocks()[block]) else {
        return;
    };
    let room = usize::from(layout.widths().measure).saturating_sub(out.width() + 1);
    let bytes = text::fit(&language, room).bytes;
    let columns = text::width(&language[..bytes]);
    out.pad(room.saturating_sub(columns));
    out.push(Clean::line(&language[..bytes]).into_owned(), Role::Label);
}

/// The line numbers and the role of a block of source text.
#[derive(Clone, Copy)]
pub(super) struct SourceLines {
    /// The number of the block's first line.
    pub(super) first: u32,
    /// Width of a line number, in columns.
    pub(super) digits: usize,
    /// The role of the text.
    pub(super) role: Role,
}

/// Paints a row of a file's source, with the line number in front, or `↪` if the row continues a line.
pub(super) fn push_source<'a>(
    document: &'a Document,
    layout: &Layout,
    position: RowPosition,
    lines: SourceLines,
    out: &mut Row<'a>,
) {
    let SourceLines {
        first,
        digits,
        role,
    } = lines;
    let range = layout.block_row_range(document, position.block, position.row);
    let block_start = document.blocks()[position.block].start as usize;
    let preceding = &document.text().as_bytes()[block_start..range.start];
    if preceding.last().is_none_or(|byte| *byte == b'\n') {
        let number = first as usize + memchr::memchr_iter(b'\n', preceding).count();
        out.push(crate::clean!("{number:>digits$}"), Role::Label);
        // A run of its own, because `‹` replaces it if the row is scrolled sideways.
        out.push(Clean::literal("  "), Role::Label);
    } else {
        out.pad(digits);
        out.push(Clean::literal("↪ "), Role::Label);
    }
    out.scrolls_from = layout.options().is_unwrapped.then_some(out.runs.len());
    super::push_text(document, range, role, out);
}
