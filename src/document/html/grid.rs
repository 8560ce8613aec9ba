//! The cells of an HTML table that span several rows or columns.

/// Maximum number of columns that a cell spans. Row spans are tracked in this many columns.
pub(super) const MAX_SPANNED_COLUMNS: usize = 16;

/// The row and column spans of a table whose end tag is not reached yet.
#[derive(Debug, Default)]
pub(super) struct SpanGrid {
    /// True if the table has a cell.
    has_cells: bool,
    /// For each column, the number of rows below the current row that a cell still spans.
    rows_below: [u16; MAX_SPANNED_COLUMNS],
    /// For each column, true if a cell of an earlier row spans it in the current row.
    spanned: [bool; MAX_SPANNED_COLUMNS],
    /// For the cell that ended most recently, the number of columns that it spans after its first column. These columns become
    /// empty cells only if another cell follows in the row.
    trailing_columns: usize,
}

impl SpanGrid {
    /// Starts a row.
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

    /// Records that the table has a cell. Returns true if it already had a cell.
    pub(super) fn record_cell(&mut self) -> bool {
        std::mem::replace(&mut self.has_cells, true)
    }

    /// Records that a cell at `column` spans `columns` columns, and `rows_below` rows below its own row.
    pub(super) fn add_span(&mut self, column: usize, columns: usize, rows_below: u16) {
        for below in self.rows_below.iter_mut().skip(column).take(columns) {
            *below = (*below).max(rows_below);
        }
    }

    /// Records the end of a cell that spans `columns` columns.
    pub(super) fn end_cell(&mut self, columns: usize) {
        self.trailing_columns = columns.saturating_sub(1);
    }

    /// Returns the number of columns that the most recently ended cell spans after its first column, and resets the number to 0.
    pub(super) fn take_trailing_columns(&mut self) -> usize {
        std::mem::take(&mut self.trailing_columns)
    }
}
