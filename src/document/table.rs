//! Tables: cells as ranges of the text, and for each column what no width can change.

use std::ops::Range;

/// How a column's text stands in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Align {
    #[default]
    Left,
    Center,
    Right,
}

/// One column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Column {
    /// How its text stands.
    pub align: Align,
    /// Columns of its widest cell, unbroken.
    pub natural: u16,
    /// Columns of its widest fragment: less than this splits words.
    pub longest: u16,
}

/// One cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// First byte in the document's text.
    pub start: u32,
    /// The byte behind the last.
    pub end: u32,
    /// Where its fragments stand.
    pub fragments: Range<u32>,
    /// Columns it takes, unbroken.
    pub natural: u16,
}

/// A table, its first row the header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its cells, row after row, each row as long as there are columns.
    pub cells: Vec<Cell>,
    /// The block of its header.
    pub first_block: u32,
}

impl Table {
    /// The cells of one row.
    pub fn row(&self, row: u32) -> &[Cell] {
        let columns = self.columns.len();
        &self.cells[row as usize * columns..(row as usize + 1) * columns]
    }

    /// How many rows there are, the header among them.
    pub fn rows(&self) -> u32 {
        self.cells
            .len()
            .checked_div(self.columns.len())
            .unwrap_or(0) as u32
    }

    /// Adds a cell and lets its column know.
    pub(super) fn push(&mut self, cell: Cell, longest: u16) {
        if let Some(at) = self.cells.len().checked_rem(self.columns.len()) {
            let column = &mut self.columns[at];
            column.natural = column.natural.max(cell.natural);
            column.longest = column.longest.max(longest);
            self.cells.push(cell);
        }
    }
}
