//! Tables at one width: as a grid, or as records where a grid would cut.

use super::Widths;
use super::wrap::{self, Fit};
use crate::document::{Cell, Column, Document, Table};

/// Columns between two cells: a blank, a line, a blank.
const GAP: u16 = 3;
/// Fewest columns of a column.
const MIN_COLUMNS: u16 = 3;

/// How a table is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableLayout {
    /// Cells side by side.
    Grid(Grid),
    /// A row after the other, each cell behind its column's heading.
    Records(Records),
}

/// Cells side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    /// Columns of each column's text.
    pub widths: Vec<u16>,
    /// Whether an empty row parts the rows, because some take more than one.
    pub spaced: bool,
    /// Columns that it reaches to the left of the text.
    pub left: u16,
}

/// Cells below each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Records {
    /// Columns of the headings.
    pub label: u16,
    /// Columns of the values.
    pub value: u16,
}

/// What one row of the screen shows of a table's row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// Nothing.
    Blank,
    /// The line below the header, or between two records.
    Rule,
    /// That row of each cell.
    Cells(usize),
    /// That row of one cell and of its heading.
    Record {
        /// Which column.
        column: usize,
        /// Which row of it.
        index: usize,
    },
}

impl TableLayout {
    pub(super) fn new(document: &Document, table: u32, widths: Widths, indent: u16) -> Self {
        let table = document.table(table);
        let columns = u16::try_from(table.columns.len()).unwrap_or(u16::MAX);
        let gaps = GAP.saturating_mul(columns.saturating_sub(1));
        let room = |columns: u16| columns.saturating_sub(indent);
        let natural: u32 = table
            .columns
            .iter()
            .map(|column| u32::from(column.natural.max(1)))
            .sum();
        let natural = natural + u32::from(gaps);
        let left = if indent == 0 { widths.left } else { 0 };
        let (full, most) = (room(widths.full), room(widths.full) + left);
        let columns = if natural <= u32::from(most) {
            table
                .columns
                .iter()
                .map(|column| column.natural.max(1))
                .collect()
        } else if let Some(columns) = share(&table.columns, most.saturating_sub(gaps)) {
            columns
        } else {
            return Self::Records(records(table, room(widths.measure).max(8)));
        };
        let total = columns.iter().sum::<u16>() + gaps;
        let spaced = natural > u32::from(most) || has_hard_lines(document, table);
        Self::Grid(Grid {
            widths: columns,
            spaced,
            left: total.saturating_sub(full),
        })
    }

    /// Rows of the screen that row `row` of the table takes.
    pub(super) fn height(&self, document: &Document, table: u32, row: u32) -> usize {
        let (cells, head) = (
            document.table(table).row(row),
            document.table(table).has_head,
        );
        match self {
            Self::Grid(grid) => {
                let rows = cells.iter().zip(&grid.widths);
                let rows = rows.map(|(cell, width)| cell_rows(document, cell, *width).len());
                let text = rows.max().unwrap_or(0).max(1);
                text + match head {
                    true if row == 0 => 1,
                    head => usize::from(grid.spaced && row > u32::from(head)),
                }
            }
            Self::Records(records) => records.lines(document, table, row).len(),
        }
    }

    /// What the `index`-th row of the screen shows of row `row` of the table.
    pub fn line(&self, document: &Document, table: u32, row: u32, index: usize) -> Line {
        match self {
            Self::Grid(_) if row == 0 && document.table(table).has_head => {
                if index + 1 == self.height(document, table, row) {
                    Line::Rule
                } else {
                    Line::Cells(index)
                }
            }
            Self::Grid(grid) => {
                let first = u32::from(document.table(table).has_head);
                match index.checked_sub(usize::from(grid.spaced && row > first)) {
                    Some(index) => Line::Cells(index),
                    None => Line::Blank,
                }
            }
            Self::Records(records) => records
                .lines(document, table, row)
                .get(index)
                .copied()
                .unwrap_or(Line::Blank),
        }
    }
}

impl Records {
    /// Without headings, a cell below the other.
    fn values(self, document: &Document, table: &Table, row: u32) -> Vec<Line> {
        let mut lines = Vec::new();
        if row > 0 {
            lines.push(Line::Rule);
        }
        let cells = table.row(row).iter().enumerate();
        for (column, cell) in cells.filter(|(_, cell)| cell.start < cell.end) {
            let rows = cell_rows(document, cell, self.value).len();
            lines.extend((0..rows).map(|index| Line::Record { column, index }));
        }
        lines
    }

    fn lines(self, document: &Document, table: u32, row: u32) -> Vec<Line> {
        let whole = document.table(table);
        if !whole.has_head {
            return self.values(document, whole, row);
        }
        if row == 0 && whole.rows() > 1 {
            return Vec::new();
        }
        let mut lines = Vec::new();
        if row > 1 {
            lines.push(Line::Rule);
        }
        for (column, cell) in whole.row(row).iter().enumerate() {
            let values = if row == 0 {
                0
            } else {
                cell_rows(document, cell, self.value).len()
            };
            let heading = whole.row(0).get(column);
            let heading = heading.map_or(0, |cell| cell_rows(document, cell, self.label).len());
            let rows = values.max(heading);
            lines.extend((0..rows).map(|index| Line::Record { column, index }));
        }
        lines
    }
}

fn records(table: &Table, room: u16) -> Records {
    if !table.has_head {
        return Records {
            label: 0,
            value: room.max(2),
        };
    }
    let widest = table
        .row(0)
        .iter()
        .map(|cell| cell.natural)
        .max()
        .unwrap_or(0);
    let label = widest.min(room / 3).max(2);
    Records {
        label,
        value: (room - label - 2).max(2),
    }
}

/// Returns widths that fill `room`, if no column has to cut a word.
///
/// Each column gets its longest word; what is left is shared equally until a column's longest cell fits in one row, so
/// that one long cell does not squeeze the others.
fn share(columns: &[Column], room: u16) -> Option<Vec<u16>> {
    let mut widths: Vec<u16> = columns
        .iter()
        .map(|column| column.longest.max(MIN_COLUMNS))
        .collect();
    let needed: u32 = widths.iter().copied().map(u32::from).sum();
    let mut spare = u32::from(room).checked_sub(needed)?;
    let wishes = |at: usize, widths: &[u16]| columns[at].natural.saturating_sub(widths[at]);
    let mut growing: Vec<usize> = (0..columns.len())
        .filter(|at| wishes(*at, &widths) > 0)
        .collect();
    growing.sort_by_key(|at| wishes(*at, &widths));
    for nth in 0..growing.len() {
        let at = growing[nth];
        let equal = spare / (growing.len() - nth) as u32;
        let wish = u32::from(wishes(at, &widths));
        let given = equal.min(wish);
        widths[at] += given as u16;
        spare -= given;
    }
    Some(widths)
}

fn has_hard_lines(document: &Document, table: &Table) -> bool {
    let (Some(first), Some(last)) = (table.cells.first(), table.cells.last()) else {
        return false;
    };
    document
        .cell_segments(first.fragments.start..last.fragments.end)
        .iter()
        .any(|one| one.is_hard())
}

/// The byte at which each row of a cell starts, at `width` columns.
pub fn cell_rows(document: &Document, cell: &Cell, width: u16) -> Vec<u32> {
    let mut starts = Vec::with_capacity(1);
    let fragments = document.cell_segments(cell.fragments.clone());
    wrap::prose(
        document.text(),
        cell.start,
        fragments,
        width.max(2),
        Fit::First,
        |start| starts.push(start),
    );
    starts
}
