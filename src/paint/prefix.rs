//! The prefix of a row: bullets, numbers, checkboxes, and the bars of quotes and other containers.

use super::{Row, RowPosition, repeat};
use crate::document::{ContainerId, ContainerKind, Document, InitialFold};
use crate::layout::Layout;
use crate::text::{self, Clean};
use crate::theme::Role;

/// Paints the prefixes of all containers that enclose a row, outermost first.
pub(super) fn push(document: &Document, layout: &Layout, position: RowPosition, out: &mut Row<'_>) {
    let innermost = document.blocks()[position.block].container;
    let mut containers: Vec<ContainerId> = document.ancestors(innermost).collect();
    containers.reverse();
    for id in containers {
        let container = document.container(id);
        let outer_indent = container.parent.map_or(0, |parent| layout.indent(parent));
        let columns = usize::from(layout.indent(id) - outer_indent);
        if columns == 0 {
            continue;
        }
        // `position.index` is negative for the empty rows above a block. Those above the first block are above the container.
        let is_in_first_block = container.first_block as usize == position.block;
        let is_above_container = is_in_first_block && position.index < 0;
        let is_first_row = is_in_first_block && position.index == 0;
        match container.kind {
            ContainerKind::Quote if !is_above_container => {
                out.push(Clean::literal("▎ "), Role::QuoteBar);
            }
            ContainerKind::Admonition { kind, fold } if !is_above_container => {
                let bar = if is_first_row && fold != InitialFold::Never {
                    fold_marker(layout.is_folded(id))
                } else {
                    "▎ "
                };
                out.push(Clean::literal(bar), Role::Admonition(kind));
            }
            ContainerKind::Details { .. } if is_first_row => {
                out.push(
                    Clean::literal(fold_marker(layout.is_folded(id))),
                    Role::Marker,
                );
            }
            ContainerKind::Details { .. } if !is_above_container => {
                // Below its first row, a folded container has only rows that continue its title.
                let is_folded = layout.is_folded(id);
                out.push(
                    Clean::literal(if is_folded { "  " } else { "│ " }),
                    Role::DetailsBar,
                );
            }
            _ if is_first_row => push_marker(document, id, columns, out),
            _ => out.pad(columns),
        }
    }
}

/// Returns the marker in front of the title of a foldable container.
const fn fold_marker(is_folded: bool) -> &'static str {
    if is_folded { "▸ " } else { "▾ " }
}

/// Paints the bullet, the number or the checkbox of an item, or the number of a footnote, right-aligned within `columns`.
/// For other containers, paints blanks.
fn push_marker(document: &Document, id: ContainerId, columns: usize, out: &mut Row<'_>) {
    let container = document.container(id);
    let parent_kind = container
        .parent
        .map(|parent| document.container(parent).kind);
    let marker = match container.kind {
        ContainerKind::Item { number, task } => {
            let number = number.map(|number| crate::clean!("{number}. "));
            let task = task.map(|done| Clean::literal(if done { "☑ " } else { "☐ " }));
            match (number, task) {
                (Some(number), Some(task)) => crate::clean!("{number}{task}"),
                (Some(marker), None) | (None, Some(marker)) => marker,
                (None, None) => Clean::literal(bullet(parent_kind)),
            }
        }
        ContainerKind::Footnote { number } => crate::clean!("{number} "),
        _ => repeat(" ", columns),
    };
    out.pad(columns.saturating_sub(text::width(&marker)));
    out.push(marker, Role::Marker);
}

/// Returns the bullet of an item, given the kind of its parent. The bullet depends on how deeply a list is nested.
fn bullet(parent_kind: Option<ContainerKind>) -> &'static str {
    match parent_kind {
        Some(ContainerKind::Bullets { depth }) => ["• ", "◦ ", "▪ "][usize::from(depth) % 3],
        _ => "• ",
    }
}
