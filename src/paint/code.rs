//! Rows of code blocks and of source text with line numbers, and horizontal scrolling of both.

use super::{Background, Row, RowPosition, Run};
use crate::document::Document;
use crate::highlight::CodeRoles;
use crate::layout::{self, Layout};
use crate::text::{self, Clean};
use crate::theme::{CodeRole, Role, StyledRole};

/// Paints a row of a code block.
pub(super) fn push_code<'a>(
    document: &'a Document,
    layout: &Layout,
    colors: Option<&CodeRoles>,
    position: RowPosition,
    out: &mut Row<'a>,
) {
    let start = out.width();
    let range = layout.row_text(document, position.row);
    let block = document.blocks()[position.block].start as usize;
    let continues = range.start > block && document.text().as_bytes()[range.start - 1] != b'\n';
    out.push(
        Clean::literal(if continues { "↪ " } else { "  " }),
        Role::CodeLabel,
    );
    let end = range.start + document.text()[range.clone()].trim_end_matches('\n').len();
    let mut push =
        |role: Role, range| super::push_piece(document, range, StyledRole::from(role), None, out);
    match colors.and_then(|colors| colors.of(position.block)) {
        None => push(Role::CodeBlock, range.start..end),
        Some(runs) => {
            for (piece, role) in runs.pieces(range.start - block..end - block) {
                let role = match role {
                    CodeRole::Plain => Role::CodeBlock,
                    role => Role::Code(role),
                };
                push(role, block + piece.start..block + piece.end);
            }
        }
    }
    let widths = layout.widths();
    // The background has the same width in all rows of the block.
    let columns = layout.code_columns(position.block) + layout::CODE_PADDING;
    let end = (start as u16 + 2 + columns).clamp(widths.measure, widths.full);
    out.background = Some(Background {
        role: Role::CodeBlock,
        columns: start as u16..end,
    });
}

/// Paints a code block's language at the right end of the empty row above it.
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
    let (bytes, _) = text::fit(&language, room);
    let columns = text::width(&language[..bytes]);
    out.pad(room.saturating_sub(columns));
    out.push(
        Clean::line(&language[..bytes]).into_owned(),
        Role::CodeLabel,
    );
}

/// The line numbers of a block of source text.
#[derive(Clone, Copy)]
pub(super) struct LineNumbers {
    /// The number of the block's first line.
    pub(super) first: u32,
    /// Width of a number, in columns.
    pub(super) digits: usize,
}

/// Paints a row of a file's source, with the line number in front.
pub(super) fn push_source<'a>(
    document: &'a Document,
    layout: &Layout,
    position: RowPosition,
    numbers: LineNumbers,
    out: &mut Row<'a>,
) {
    let LineNumbers { first, digits } = numbers;
    let range = layout.row_text(document, position.row);
    let start = document.blocks()[position.block].start as usize;
    let preceding = &document.text().as_bytes()[start..range.start];
    if preceding.last().is_none_or(|byte| *byte == b'\n') {
        let number = first as usize + memchr::memchr_iter(b'\n', preceding).count();
        out.push(crate::clean!("{number:>digits$}  "), Role::CodeLabel);
    } else {
        out.pad(digits);
        out.push(Clean::literal("↪ "), Role::CodeLabel);
    }
    let text = &document.text()[range.clone()];
    let end = range.start + text.trim_end_matches('\n').len();
    let range = range.start..end;
    super::push_piece(document, range, StyledRole::from(Role::Text), None, out);
}

/// Scrolls a row of code `hidden` columns to the left and cuts it at `room` columns, with an arrow at each end where text is
/// hidden. Rows that are not code are not changed.
pub fn shift_code<'a>(document: &'a Document, row: &mut Row<'a>, hidden: usize, room: usize) {
    if row.background.is_none() && !document.is_source() {
        return;
    }
    let Some(first) = row.runs.iter().position(|run| run.start.is_some()) else {
        return;
    };
    let line = row.runs.split_off(first);
    let mut still_hidden = hidden;
    for run in line {
        still_hidden = push_after(document, run, still_hidden, row);
    }
    if hidden > 0
        && let Some(marker) = first
            .checked_sub(1)
            .and_then(|index| row.runs.get_mut(index))
    {
        marker.text = Clean::literal("‹ ");
    }
    if row.width() > room {
        truncate(row, room.saturating_sub(1));
        row.push(Clean::literal("›"), Role::CodeLabel);
    }
    if let Some(background) = &mut row.background {
        background.columns.end = background.columns.end.min(room as u16);
    }
}

/// Appends a run without its first `hidden` columns; returns the number of columns to hide in the following runs.
fn push_after<'a>(document: &'a Document, run: Run<'a>, hidden: usize, row: &mut Row<'a>) -> usize {
    let (mut bytes, columns) = text::prefix(&run.text, hidden);
    if bytes == run.text.len() {
        return hidden - columns;
    }
    // A wide character that is cut in half is replaced by a space.
    if columns < hidden {
        let wide = text::graphemes(&run.text[bytes..]).next();
        bytes += wide.map_or(0, |(_, grapheme)| grapheme.len());
        row.push(Clean::literal(" "), run.styled_role);
    }
    let start = run.start.map(|start| start + bytes as u32);
    let text = match start {
        Some(start) => {
            let start = start as usize;
            document.text().slice(start..start + run.text.len() - bytes)
        }
        None => run.text,
    };
    row.runs.push(Run { text, start, ..run });
    0
}

/// Truncates a row to `columns`.
fn truncate(row: &mut Row<'_>, columns: usize) {
    let mut left = columns;
    for index in 0..row.runs.len() {
        let (bytes, taken) = text::prefix(&row.runs[index].text, left);
        if bytes < row.runs[index].text.len() {
            row.runs[index].text.truncate(bytes);
            row.runs.truncate(index + 1);
            row.pad(left - taken);
            return;
        }
        left -= taken;
    }
}
