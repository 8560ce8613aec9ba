//! The columns of an HTML table that cells spanning several rows or columns take.

/// Most columns that one cell spans, and columns whose row spans are tracked.
pub(super) const MAX_SPANNED_COLUMNS: usize = 16;

/// The column state of an open table.
#[derive(Debug, Default)]
pub(super) struct SpanGrid {
    has_cells: bool,
    /// For each column, the number of rows below the current one that a cell still spans.
    rows_below: [u16; MAX_SPANNED_COLUMNS],
    /// The columns of the current row that a cell of an earlier row spans.
    spanned: [bool; MAX_SPANNED_COLUMNS],
    /// Further columns of the last cell. They become cells only if another cell follows.
    trailing_columns: usize,
}

impl SpanGrid {
    pub(super) fn start_row(&mut self) {
        for (spanned, rows_below) in self.spanned.iter_mut().zip(&mut self.rows_below) {
            *spanned = *rows_below > 0;
            *rows_below = rows_below.saturating_sub(1);
        }
        self.trailing_columns = 0;
    }

    /// Returns true if a cell of an earlier row spans a column of the current row.
    pub(super) fn is_spanned(&self, column: usize) -> bool {
        self.spanned.get(column).is_some_and(|spanned| *spanned)
    }

    /// Notes the first cell; returns whether there was one before.
    pub(super) fn replace_has_cells(&mut self) -> bool {
        std::mem::replace(&mut self.has_cells, true)
    }

    /// Notes that a cell at `column` spans so many columns, and so many rows below its own.
    pub(super) fn span(&mut self, column: usize, columns: usize, rows_below: u16) {
        for below in self.rows_below.iter_mut().skip(column).take(columns) {
            *below = (*below).max(rows_below);
        }
    }

    /// Notes the end of a cell of so many columns.
    pub(super) fn end_cell(&mut self, columns: usize) {
        self.trailing_columns = columns.saturating_sub(1);
    }

    /// Takes the further columns of the cell that ended last.
    pub(super) fn take_trailing_columns(&mut self) -> usize {
        std::mem::take(&mut self.trailing_columns)
    }
}
