//! Indentation: the columns of bars, bullets and numbers in front of a text, summed over nested containers.

use std::ops::RangeInclusive;

use super::table::MIN_RECORD_COLUMNS;
use crate::document::{Container, ContainerKind, Document};

/// A third of the measure is kept free of indentation, for the text. This range limits the number of these columns. The record of
/// a table, which shows the cells of a row below each other, needs the minimum. A code block needs only five columns.
const RESERVED_COLUMNS: RangeInclusive<u16> = MIN_RECORD_COLUMNS..=12;

/// Returns the columns in front of the text for each container, including the columns of the container's ancestors.
///
/// A container that would leave too few columns for the text adds no columns, so its bar, bullet or number is not drawn.
pub(super) fn columns(document: &Document, measure: u16) -> Vec<u16> {
    let (min_reserved, max_reserved) = RESERVED_COLUMNS.into_inner();
    let max_indent = measure.saturating_sub((measure / 3).clamp(min_reserved, max_reserved));
    let mut columns: Vec<u16> = Vec::with_capacity(document.containers().len());
    for container in document.containers() {
        let outer = container.parent.map_or(0, |parent| columns[parent.index()]);
        let total = outer + own_columns(document, container);
        columns.push(if total <= max_indent { total } else { outer });
    }
    columns
}

/// Returns the columns that a container adds to its parent's indentation.
fn own_columns(document: &Document, container: &Container) -> u16 {
    match container.kind {
        ContainerKind::Root | ContainerKind::Bullets { .. } | ContainerKind::Numbers { .. } => 0,
        // A bar and a blank, or two blanks.
        ContainerKind::Quote
        | ContainerKind::Admonition { .. }
        | ContainerKind::Details { .. }
        | ContainerKind::Indent => 2,
        // A bullet or a checkbox, and a blank.
        ContainerKind::Item { number: None, .. } => 2,
        ContainerKind::Item { task, .. } => {
            let list = container
                .parent
                .map(|parent| document.container(parent).kind);
            let Some(ContainerKind::Numbers {
                columns: number_columns,
            }) = list
            else {
                return 2;
            };
            // The number, a period and a blank; in a task list, a checkbox and a blank too.
            u16::from(number_columns) + 2 + if task.is_some() { 2 } else { 0 }
        }
        // The digits of the number, and a blank.
        ContainerKind::Footnote { number } => number.checked_ilog10().unwrap_or(0) as u16 + 2,
    }
}
