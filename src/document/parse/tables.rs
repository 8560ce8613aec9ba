//! GFM's tables and their rows.

use pulldown_cmark::Alignment;

use super::Pass;
use crate::document::{Align, Column, Table};

impl Pass<'_> {
    pub(super) fn table(&mut self, aligns: &[Alignment], source: usize) {
        self.end_block(source);
        // A table within a cell in HTML is lines of that cell.
        if self.build.in_table() {
            return;
        }
        let align = |align: &Alignment| match align {
            Alignment::Center => Align::Center,
            Alignment::Right => Align::Right,
            Alignment::None | Alignment::Left => Align::Left,
        };
        let columns = aligns.iter().map(|one| Column {
            align: align(one),
            ..Column::default()
        });
        let first_block = self.build.document.blocks.len() as u32;
        let table = Table {
            columns: columns.collect(),
            has_head: true,
            first_block,
            ..Table::default()
        };
        self.build.document.tables.push(table);
    }
}
