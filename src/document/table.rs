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
    /// Its cells, row after row.
    pub cells: Vec<Cell>,
    /// The block of its header.
    pub first_block: u32,
    /// The first cell of each row.
    pub(super) starts: Vec<u32>,
}

impl Table {
    /// The cells of one row; no more than there are columns, and fewer where the parser gives up filling them.
    pub fn row(&self, row: u32) -> &[Cell] {
        let row = row as usize;
        let end = self
            .starts
            .get(row + 1)
            .map_or(self.cells.len(), |next| *next as usize);
        &self.cells[self.starts[row] as usize..end]
    }

    /// How many rows there are, the header among them.
    pub fn rows(&self) -> u32 {
        self.starts.len() as u32
    }

    /// Begins a row and gives back its place.
    pub(super) fn begin_row(&mut self) -> u32 {
        self.starts.push(self.cells.len() as u32);
        self.rows() - 1
    }

    /// Adds a cell to the last row and lets its column know.
    pub(super) fn push(&mut self, cell: Cell, longest: u16) {
        let at = self
            .starts
            .last()
            .map(|start| self.cells.len() - *start as usize);
        if let Some(column) = at.and_then(|at| self.columns.get_mut(at)) {
            column.natural = column.natural.max(cell.natural);
            column.longest = column.longest.max(longest);
            self.cells.push(cell);
        }
    }
}
