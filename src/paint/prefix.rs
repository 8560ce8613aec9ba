//! The prefix of a row: bars of quotes, bullets, numbers, task boxes.

use super::{Row, RowPosition, repeat};
use crate::document::{ContainerId, ContainerKind, Document, Fold};
use crate::layout::Layout;
use crate::text::{self, Clean};
use crate::theme::Role;

/// Paints the prefixes of all containers that enclose a row, outermost first.
pub(super) fn push(document: &Document, layout: &Layout, position: RowPosition, out: &mut Row<'_>) {
    let (block, index) = (position.block, position.index);
    let innermost = document.blocks()[block].container;
    let mut around: Vec<ContainerId> = document.ancestors(innermost).collect();
    around.reverse();
    for id in around {
        let container = document.container(id);
        let parent = container.parent.map_or(0, |parent| layout.indent(parent));
        let columns = usize::from(layout.indent(id) - parent);
        if columns == 0 {
            continue;
        }
        let first = container.first_block as usize == block;
        match container.kind {
            ContainerKind::Quote if !(first && index < 0) => {
                out.push(Clean::literal("▎ "), Role::QuoteBar);
            }
            ContainerKind::Alert { alert, fold } if !(first && index < 0) => {
                let sign = if first && index == 0 && fold != Fold::Never {
                    fold_sign(layout.is_folded(id))
                } else {
                    "▎ "
                };
                out.push(Clean::literal(sign), Role::Alert(alert));
            }
            ContainerKind::Details { .. } if first && index == 0 => {
                out.push(
                    Clean::literal(fold_sign(layout.is_folded(id))),
                    Role::Marker,
                );
            }
            ContainerKind::Details { .. } if !first || index > 0 => {
                let is_folded = layout.is_folded(id);
                out.push(
                    Clean::literal(if is_folded { "  " } else { "│ " }),
                    Role::DetailsBar,
                );
            }
            _ if first && index == 0 => push_marker(document, id, columns, out),
            _ => out.pad(columns),
        }
    }
}

/// Returns the sign in front of the title of a foldable container.
const fn fold_sign(is_folded: bool) -> &'static str {
    if is_folded { "▸ " } else { "▾ " }
}

/// Paints a bullet or a number, right-aligned in its columns.
fn push_marker(document: &Document, id: ContainerId, columns: usize, out: &mut Row<'_>) {
    let container = document.container(id);
    let parent = container
        .parent
        .map(|parent| document.container(parent).kind);
    let sign = match container.kind {
        ContainerKind::Item { number, task } => {
            let number = number.map(|number| crate::clean!("{number}. "));
            let task = task.map(|done| Clean::literal(if done { "☑ " } else { "☐ " }));
            match (number, task) {
                (Some(number), Some(task)) => crate::clean!("{number}{task}"),
                (Some(sign), None) | (None, Some(sign)) => sign,
                (None, None) => Clean::literal(bullet(parent)),
            }
        }
        ContainerKind::Footnote { number } => crate::clean!("{number} "),
        _ => repeat(" ", columns),
    };
    out.pad(columns.saturating_sub(text::width(&sign)));
    out.push(sign, Role::Marker);
}

fn bullet(list: Option<ContainerKind>) -> &'static str {
    match list {
        Some(ContainerKind::Bullets { depth }) => ["• ", "◦ ", "▪ "][usize::from(depth) % 3],
        _ => "• ",
    }
}
