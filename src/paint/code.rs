//! A row of code, on its ground.

use super::Row;
use crate::document::Document;
use crate::highlight::Colors;
use crate::layout::Layout;
use crate::text::Clean;
use crate::theme::{CodeRole, Face, Role};

/// Draws the row `row` of the code block `at`.
pub(super) fn push<'a>(
    document: &'a Document,
    layout: &Layout,
    colors: Option<&Colors>,
    (at, row): (usize, usize),
    out: &mut Row<'a>,
) {
    let start = out.width();
    let range = layout.row_text(document, row);
    let block = document.blocks()[at].start as usize;
    let continues = range.start > block && document.text().as_bytes()[range.start - 1] != b'\n';
    out.push(
        Clean::literal(if continues { "↪ " } else { "  " }),
        Role::CodeSign,
    );
    let end = range.start + document.text()[range.clone()].trim_end_matches('\n').len();
    let mut push =
        |role: Role, range| super::push_piece(document, range, Face::from(role), None, out);
    match colors.and_then(|colors| colors.of(at)) {
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
    let width = (out.width() as u16 + 1).clamp(widths.measure, widths.full);
    out.ground = Some((Role::CodeBlock, start as u16, width));
}
