//! Columns in front of text: bars, bullets and numbers, container within container.

use crate::document::{Document, List};

/// For each container, the columns in front of its text, those of the containers around it included; `columns` has those
/// of the first ones.
///
/// One that would leave too little room for the text draws nothing.
pub(super) fn extend(columns: &mut Vec<u16>, document: &Document, measure: u16) {
    let most = measure.saturating_sub((measure / 3).min(12));
    for container in &document.containers()[columns.len()..] {
        let around = container.parent.map_or(0, |parent| columns[parent.index()]);
        let own = own_columns(document, container);
        columns.push(if around + own <= most {
            around + own
        } else {
            around
        });
    }
}

fn own_columns(document: &Document, container: &crate::document::Container) -> u16 {
    match container.list {
        List::Root | List::Bullets { .. } | List::Numbers { .. } => 0,
        List::Quote | List::Alert(_) | List::Details | List::Indent => 2,
        List::Item { number: None, .. } => 2,
        List::Item { task, .. } => {
            let list = container
                .parent
                .map(|parent| document.container(parent).list);
            let Some(List::Numbers { columns }) = list else {
                return 2;
            };
            u16::from(columns) + 2 + if task.is_some() { 2 } else { 0 }
        }
        List::Footnote { number } => number.checked_ilog10().unwrap_or(0) as u16 + 2,
    }
}
