//! Tables at one width: as a grid, or as records where a grid would cut.

use super::Widths;
use super::wrap::{self, WrapAlgorithm};
use crate::document::{Cell, Column, Document, Table};

/// Columns between two cells: a blank, a line, a blank.
const CELL_GAP_COLUMNS: u16 = 3;
/// Fewest columns of a column.
const MIN_COLUMNS: u16 = 3;

/// A table at one width. All cells are wrapped once, so that painting a row costs no more than the row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableLayout {
    /// Cells side by side.
    Grid(Grid),
    /// The cells of a row below each other, each behind its column's heading.
    Records(Records),
}

/// A table with its cells side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    /// Columns of each column's text.
    pub widths: Vec<u16>,
    /// Columns that the table reaches to the left of the text.
    pub left: u16,
    /// The lines of all cells.
    pub cells: CellLines,
    /// An empty row separates the rows, because some have more than one line.
    is_spaced: bool,
}

/// A table with the cells of each row below each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Records {
    /// Columns of the headings.
    pub label: u16,
    /// The lines of the headings.
    pub headings: CellLines,
    /// The lines of all cells.
    pub cells: CellLines,
    /// For each cell, the screen rows from the first cell of its row to its own end.
    ends: Vec<u32>,
}

/// The lines of cells, each cell wrapped at its width.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CellLines {
    /// The byte of the document's text at which each line starts, cell by cell.
    starts: Vec<u32>,
    /// For each cell, the number of lines up to its end.
    ends: Vec<u32>,
}

impl CellLines {
    fn push(&mut self, document: &Document, cell: &Cell, width: u16) {
        let segments = document.cell_segments(cell.segments.clone());
        wrap::prose(
            document.text(),
            cell.start,
            segments,
            width.max(2),
            WrapAlgorithm::FirstFit,
            |start| self.starts.push(start),
        );
        self.ends.push(self.starts.len() as u32);
    }

    /// The bytes at which the lines of a cell start, by its place among the cells.
    pub fn of(&self, cell: usize) -> &[u32] {
        let start = cell.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.starts[start as usize..self.ends[cell] as usize]
    }
}

/// The content of one screen row of a table's row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// Nothing.
    Blank,
    /// The rule below the header, or between two records.
    Rule,
    /// The line of that number of each cell.
    Cells(usize),
    /// The line of that number of one cell and of its heading.
    Record {
        /// The column of the cell.
        column: usize,
        /// The number of the line.
        index: usize,
    },
}

impl TableLayout {
    pub(super) fn new(document: &Document, table: u32, widths: Widths, indent: u16) -> Self {
        let table = document.table(table);
        let columns = u16::try_from(table.columns.len()).unwrap_or(u16::MAX);
        let gaps = CELL_GAP_COLUMNS.saturating_mul(columns.saturating_sub(1));
        let room = |columns: u16| columns.saturating_sub(indent);
        let natural = table.columns.iter();
        let natural: u32 = natural.map(|column| u32::from(column.natural.max(1))).sum();
        let natural = natural + u32::from(gaps);
        let left = if indent == 0 { widths.left } else { 0 };
        let (full, most) = (room(widths.full), room(widths.full) + left);
        let columns = if natural <= u32::from(most) {
            let columns = table.columns.iter();
            columns.map(|column| column.natural.max(1)).collect()
        } else if let Some(columns) = share(&table.columns, most.saturating_sub(gaps)) {
            columns
        } else {
            return Self::Records(Records::new(document, table, room(widths.measure).max(8)));
        };
        let total = columns.iter().sum::<u16>() + gaps;
        let mut cells = CellLines::default();
        for row in 0..table.rows() {
            for (cell, width) in table.row(row).iter().zip(&columns) {
                cells.push(document, cell, *width);
            }
        }
        Self::Grid(Grid {
            is_spaced: natural > u32::from(most) || has_hard_lines(document, table),
            left: total.saturating_sub(full),
            widths: columns,
            cells,
        })
    }

    /// Screen rows of row `row` of the table.
    pub(super) fn height(&self, table: &Table, row: u32) -> usize {
        let cells = table.row_cells(row);
        match self {
            Self::Grid(grid) => {
                let lines = cells.map(|cell| grid.cells.of(cell).len());
                let lines = lines.max().unwrap_or(0).max(1);
                lines + usize::from((row == 0 && table.has_head) || grid.has_space(table, row))
            }
            Self::Records(records) => {
                let lines = cells.last().map_or(0, |last| records.ends[last] as usize);
                lines + usize::from(Records::has_rule(table, row))
            }
        }
    }

    /// The content of the `index`-th screen row of row `row` of the table.
    pub fn line(&self, table: &Table, row: u32, index: usize) -> Line {
        match self {
            Self::Grid(_) if row == 0 && table.has_head => {
                if index + 1 == self.height(table, row) {
                    Line::Rule
                } else {
                    Line::Cells(index)
                }
            }
            Self::Grid(grid) => {
                let index = index.checked_sub(usize::from(grid.has_space(table, row)));
                index.map_or(Line::Blank, Line::Cells)
            }
            Self::Records(records) => {
                let Some(index) = index.checked_sub(usize::from(Records::has_rule(table, row)))
                else {
                    return Line::Rule;
                };
                let ends = &records.ends[table.row_cells(row)];
                let column = ends.partition_point(|end| *end as usize <= index);
                let start = column.checked_sub(1).map_or(0, |before| ends[before]);
                if column == ends.len() {
                    return Line::Blank;
                }
                Line::Record {
                    column,
                    index: index - start as usize,
                }
            }
        }
    }
}

impl Grid {
    fn has_space(&self, table: &Table, row: u32) -> bool {
        self.is_spaced && row > u32::from(table.has_head)
    }
}

impl Records {
    fn new(document: &Document, table: &Table, room: u16) -> Self {
        let (mut label, mut value) = (0, room.max(2));
        if table.has_head {
            let widest = table.row(0).iter().map(|cell| cell.natural).max();
            label = widest.unwrap_or(0).min(room / 3).max(2);
            value = (room - label - 2).max(2);
        }
        let mut records = Self {
            label,
            headings: CellLines::default(),
            cells: CellLines::default(),
            ends: Vec::with_capacity(table.cells.len()),
        };
        if table.has_head {
            for heading in table.row(0) {
                records.headings.push(document, heading, label);
            }
        }
        for row in 0..table.rows() {
            let mut end = 0;
            for (column, cell) in table.row(row).iter().enumerate() {
                records.cells.push(document, cell, value);
                let lines = records.cells.of(records.ends.len()).len();
                end += records.lines(table, row, column, lines) as u32;
                records.ends.push(end);
            }
        }
        records
    }

    /// Screen rows of a cell whose own text has `lines` lines.
    fn lines(&self, table: &Table, row: u32, column: usize, lines: usize) -> usize {
        if !table.has_head {
            let cell = &table.row(row)[column];
            return if cell.start < cell.end { lines } else { 0 };
        }
        let heading = if column < self.headings.ends.len() {
            self.headings.of(column).len()
        } else {
            0
        };
        match row {
            // The headings stand in front of the cells of all other rows.
            0 if table.rows() > 1 => 0,
            0 => heading,
            _ => heading.max(lines),
        }
    }

    /// Returns true if a rule separates a row from the one before it.
    fn has_rule(table: &Table, row: u32) -> bool {
        row > u32::from(table.has_head)
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
        .cell_segments(first.segments.start..last.segments.end)
        .iter()
        .any(|one| one.is_hard())
}
