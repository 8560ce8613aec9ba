//! A layout of the blocks around a place alone, for a frame that must not wait for all of a long document.
//!
//! The other blocks take no rows, and so nothing that asks for a row, a block or a byte need know.

use std::ops::Range;

use super::{Choices, Layout, Records, TableLayout, Widths, indent};
use crate::document::{Document, Kind};

impl Layout {
    /// Lays out block `at` and those around it, of about `bytes` bytes in either direction.
    pub fn around(
        document: &Document,
        widths: Widths,
        choices: Choices,
        at: usize,
        bytes: usize,
    ) -> Self {
        let part = around(document, at, bytes);
        if part.len() == document.blocks().len() {
            return Self::new(document, widths, choices);
        }
        let mut layout = Self::empty(widths, choices);
        layout.first_rows.reserve(document.blocks().len() + 1);
        layout.first_rows.resize(part.start, 0);
        indent::extend(&mut layout.indents, document, layout.widths.measure);
        layout.skip_tables(document, part.start);
        layout.blocks(document, part.clone());
        let rows = layout.rows.len() as u32;
        let all = document.blocks().len() + 1;
        layout.first_rows.resize(all, rows);
        layout.part = Some(part);
        layout
    }

    /// The blocks that are laid out, where that is not all of them.
    pub fn part(&self) -> Option<&Range<usize>> {
        self.part.as_ref()
    }

    /// Leaves out the tables before a block; that in which it stands is set, though its first rows are not.
    fn skip_tables(&mut self, document: &Document, block: usize) {
        let begun = |table: &crate::document::Table| (table.first_block as usize) < block;
        let skipped = document.tables().partition_point(begun);
        let nothing = TableLayout::Records(Records { label: 0, value: 0 });
        self.tables.resize(skipped, nothing);
        if let Some(block) = document.blocks().get(block)
            && let Kind::Row { table, row } = block.kind
            && row > 0
        {
            let indent = self.indents[block.container.index()];
            let table_layout = TableLayout::new(document, table, self.widths, indent);
            self.tables[table as usize] = table_layout;
        }
    }
}

fn around(document: &Document, at: usize, bytes: usize) -> Range<usize> {
    let blocks = document.blocks();
    let Some(block) = blocks.get(at) else {
        return 0..blocks.len();
    };
    let first = (block.start as usize).saturating_sub(bytes);
    let last = block.end as usize + bytes;
    let end = document.block_at(last.min(document.text().len())) + 1;
    document.block_at(first)..end.clamp(at + 1, blocks.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Dialect;

    #[test]
    fn each_block_has_the_rows_that_it_has_in_the_whole() {
        let mut text = String::new();
        for number in 0..40 {
            text.push_str(&format!("# {number}\n\n{}\n\n", "words ".repeat(40)));
            text.push_str("- a\n- b\n\n| a | b |\n|--|--|\n| c | d |\n| e | f |\n\n> quote\n\n");
        }
        let document = Document::parse(&text, 0..text.len(), Dialect::Gfm);
        let (widths, choices) = (Widths::all(40), Choices::default());
        let whole = Layout::new(&document, widths, choices);
        for at in 0..document.blocks().len() {
            let layout = Layout::around(&document, widths, choices, at, 500);
            let part = layout.part().cloned().expect("the text is longer");
            assert!(part.contains(&at));
            for block in part.clone() {
                let rows = |layout: &Layout| {
                    let rows = layout.first_row(&document, block)..layout.end_row(block);
                    let row = |row| layout.row_text(&document, row);
                    (rows.len(), rows.clone().map(row).collect::<Vec<_>>())
                };
                assert_eq!(rows(&layout), rows(&whole), "{at} {block}");
            }
            let all: usize = part
                .map(|block| {
                    let first = whole.first_rows[block] as usize;
                    whole.end_row(block) - first
                })
                .sum();
            assert_eq!(layout.rows(), all);
        }
    }
}
