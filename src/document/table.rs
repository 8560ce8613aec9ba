//! Tables: cells as ranges of the text, and for each column what no width can change.

use std::ops::Range;

/// The alignment of a column's text.
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
    /// Its alignment.
    pub align: Align,
    /// Columns of its widest cell, unbroken.
    pub natural: u16,
    /// Columns of its widest segment: less than this splits words.
    pub longest: u16,
}

/// One cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// First byte in the document's text.
    pub start: u32,
    /// The byte after its last one.
    pub end: u32,
    /// Its segments.
    pub segments: Range<u32>,
    /// Columns it takes, unbroken.
    pub natural: u16,
}

/// A table, its first row mostly the header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its first row is a header. Tables in HTML may have none.
    pub has_head: bool,
    /// Its cells, row after row.
    pub cells: Vec<Cell>,
    /// The block of its first row.
    pub first_block: u32,
    /// The first cell of each row.
    pub(super) starts: Vec<u32>,
}

impl Table {
    /// The cells of one row: no more than there are columns, and fewer where the parser stops filling short rows.
    pub fn row(&self, row: u32) -> &[Cell] {
        &self.cells[self.row_cells(row)]
    }

    /// The places of one row's cells among all cells.
    pub fn row_cells(&self, row: u32) -> Range<usize> {
        let row = row as usize;
        let next = self.starts.get(row + 1);
        self.starts[row] as usize..next.map_or(self.cells.len(), |next| *next as usize)
    }

    /// Number of cells in the last row.
    pub(super) fn cells_in_row(&self) -> usize {
        let start = self.starts.last().map_or(0, |start| *start as usize);
        self.cells.len() - start
    }

    /// Sets the alignment of the column of the last row's next cell, unless it is set.
    pub(super) fn align(&mut self, align: Align) {
        let column = self.cells_in_row();
        self.grow(column + 1);
        let here = &mut self.columns[column].align;
        if *here == Align::Left {
            *here = align;
        }
    }

    fn grow(&mut self, columns: usize) {
        if self.columns.len() < columns {
            self.columns.resize(columns, Column::default());
        }
    }

    /// Number of rows, including the header.
    pub fn rows(&self) -> u32 {
        self.starts.len() as u32
    }

    /// Begins a row and gives back its place.
    pub(super) fn begin_row(&mut self) -> u32 {
        self.starts.push(self.cells.len() as u32);
        self.rows() - 1
    }

    /// Adds a cell to the last row and updates its column. The number of columns of an HTML table is not known before.
    pub(super) fn push(&mut self, cell: Cell, longest: u16) {
        let at = self.cells_in_row();
        self.grow(at + 1);
        let column = &mut self.columns[at];
        column.natural = column.natural.max(cell.natural);
        column.longest = column.longest.max(longest);
        self.cells.push(cell);
    }
}
