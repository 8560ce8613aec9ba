//! Tables: cells as ranges of the text, and the properties of columns that do not depend on the screen width.

use std::ops::Range;

/// The alignment of a column's text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are self-explanatory")]
pub enum Align {
    #[default]
    Left,
    Center,
    Right,
}

/// A column of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Column {
    /// The alignment of the column.
    pub align: Align,
    /// Screen columns of the widest cell, unwrapped.
    pub natural_width: u16,
    /// Screen columns of the widest segment. A narrower column has to split words.
    pub widest_segment: u16,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Start of the cell in the document's text, in bytes.
    pub start: u32,
    /// End of the cell in the document's text, in bytes; exclusive.
    pub end: u32,
    /// The indices of the cell's segments.
    pub segments: Range<u32>,
    /// Screen columns of the cell's widest line, unwrapped.
    pub natural_width: u16,
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The columns of the table.
    pub columns: Vec<Column>,
    /// True if the first row is a header. An HTML table may have no header.
    pub has_header: bool,
    /// The cells of all rows, in order.
    pub cells: Vec<Cell>,
    /// Index of the block of the first row.
    pub first_block: u32,
    /// Index of the first cell of each row.
    pub(super) row_starts: Vec<u32>,
}

impl Table {
    /// The cells of row `row`. A row may have fewer cells than the table has columns. This happens in HTML, and in a very large
    /// table, because the Markdown parser stops adding missing cells there.
    pub fn row(&self, row: u32) -> &[Cell] {
        &self.cells[self.cell_indices(row)]
    }

    /// The indices of the cells of row `row`.
    pub fn cell_indices(&self, row: u32) -> Range<usize> {
        let row = row as usize;
        let next = self.row_starts.get(row + 1);
        self.row_starts[row] as usize..next.map_or(self.cells.len(), |next| *next as usize)
    }

    /// Number of cells in the last row.
    pub(super) fn cells_in_last_row(&self) -> usize {
        let start = self.row_starts.last().map_or(0, |start| *start as usize);
        self.cells.len() - start
    }

    /// Sets the alignment of the column to which the next cell in the last row belongs. Does nothing if the column already has an
    /// alignment other than left.
    pub(super) fn align(&mut self, align: Align) {
        let column = self.cells_in_last_row();
        self.grow(column + 1);
        let current = &mut self.columns[column].align;
        if *current == Align::Left {
            *current = align;
        }
    }

    /// Ensures that the table has at least `columns` columns.
    fn grow(&mut self, columns: usize) {
        if self.columns.len() < columns {
            self.columns.resize(columns, Column::default());
        }
    }

    /// Number of rows, including the header.
    pub fn rows(&self) -> u32 {
        self.row_starts.len() as u32
    }

    /// Begins a row and returns its index.
    pub(super) fn begin_row(&mut self) -> u32 {
        self.row_starts.push(self.cells.len() as u32);
        self.rows() - 1
    }

    /// Adds a cell to the last row and updates the widths of its column. `widest_segment` is in screen columns. Adds the
    /// column if it is missing, because the number of columns of an HTML table is not known in advance.
    pub(super) fn push(&mut self, cell: Cell, widest_segment: u16) {
        let index = self.cells_in_last_row();
        self.grow(index + 1);
        let column = &mut self.columns[index];
        column.natural_width = column.natural_width.max(cell.natural_width);
        column.widest_segment = column.widest_segment.max(widest_segment);
        self.cells.push(cell);
    }
}
