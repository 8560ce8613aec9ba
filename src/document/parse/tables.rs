//! GFM's tables and their rows.

use pulldown_cmark::Alignment;

use super::Pass;
use crate::document::{Align, Column, Kind, Table};

impl Pass<'_> {
    pub(super) fn table(&mut self, aligns: &[Alignment], source: usize) {
        self.end_block(source);
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
            first_block,
            ..Table::default()
        };
        self.build.document.tables.push(table);
    }

    pub(super) fn row(&mut self, source: usize) {
        let table = self.build.document.tables.len() as u32 - 1;
        let row = self.build.document.tables[table as usize].begin_row();
        self.build.begin(Kind::Row { table, row }, source);
    }
}
