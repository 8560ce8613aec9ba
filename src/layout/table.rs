//! The layout of a table at one width: as a grid, or as records if a grid would have to cut words.

use super::Widths;
use super::wrap::{self, WrapAlgorithm};
use crate::document::{Cell, Column, Document, Table};

/// Screen columns between two cells: a blank, a vertical line, a blank.
const CELL_GAP_COLUMNS: u16 = 3;
/// Minimum width of a table column, in screen columns.
const MIN_COLUMNS: u16 = 3;

/// A table at one width. All cells are wrapped when the layout is created, so that painting a row does not wrap any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableLayout {
    /// Cells side by side.
    Grid(Grid),
    /// The cells of a row below each other, each preceded by the heading of its column.
    Records(Records),
}

/// A table with its cells side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    /// The width of each table column's text, in screen columns.
    pub widths: Vec<u16>,
    /// Number of columns by which the table extends to the left of the running text.
    pub left: u16,
    /// The lines of all cells.
    pub cells: CellLines,
    /// True if empty screen rows separate the table's rows, because some cells have more than one line.
    is_spaced: bool,
}

/// A table with the cells of each row below each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Records {
    /// Width of the headings, in columns.
    pub label: u16,
    /// The lines of the headings.
    pub headings: CellLines,
    /// The lines of all cells.
    pub cells: CellLines,
    /// For each cell, the screen rows from the start of its row to the end of the cell.
    ends: Vec<u32>,
}

/// The lines of wrapped cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CellLines {
    /// The byte of the document's text at which each line starts, for all cells in order.
    starts: Vec<u32>,
    /// For each cell, the number of lines of all cells up to and including it.
    ends: Vec<u32>,
}

impl CellLines {
    /// Wraps a cell at `width` columns and appends its lines.
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

    /// The bytes at which the lines of the cell with index `cell` start.
    pub fn of(&self, cell: usize) -> &[u32] {
        let start = cell.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.starts[start as usize..self.ends[cell] as usize]
    }
}

/// The content of one screen row of a table row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// An empty row.
    Blank,
    /// The horizontal line below the header, or between two records.
    Rule,
    /// The line with this number of each cell.
    Cells(usize),
    /// A line of one cell and of its heading.
    Record {
        /// The index of the cell's column.
        column: usize,
        /// The number of the line within the cell, from 0.
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
        let (full, max_total) = (room(widths.full), room(widths.full) + left);
        let columns = if natural <= u32::from(max_total) {
            let columns = table.columns.iter();
            columns.map(|column| column.natural.max(1)).collect()
        } else if let Some(columns) = share(&table.columns, max_total.saturating_sub(gaps)) {
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
            is_spaced: natural > u32::from(max_total) || has_hard_lines(document, table),
            left: total.saturating_sub(full),
            widths: columns,
            cells,
        })
    }

    /// Returns the number of screen rows of row `row` of the table.
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

    /// Returns the content of screen row `index` of row `row` of the table.
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
    /// Returns true if an empty screen row precedes row `row`.
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

    /// Returns the number of screen rows of a cell whose text has `lines` lines: at least those of its heading.
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
            // The header row is not shown: its headings precede the cells of all other rows.
            0 if table.rows() > 1 => 0,
            0 => heading,
            _ => heading.max(lines),
        }
    }

    /// Returns true if a horizontal line separates row `row` from the previous row.
    fn has_rule(table: &Table, row: u32) -> bool {
        row > u32::from(table.has_head)
    }
}

/// Distributes `room` to the columns; returns their widths, or `None` if a column would have to cut a word.
///
/// Each column gets the width of its longest word. The remaining width is shared equally, but no column gets more than
/// its widest cell needs, so that one long cell does not reduce the width of the other columns.
fn share(columns: &[Column], room: u16) -> Option<Vec<u16>> {
    let mut widths: Vec<u16> = columns
        .iter()
        .map(|column| column.longest.max(MIN_COLUMNS))
        .collect();
    let needed: u32 = widths.iter().copied().map(u32::from).sum();
    let mut spare = u32::from(room).checked_sub(needed)?;
    let missing =
        |index: usize, widths: &[u16]| columns[index].natural.saturating_sub(widths[index]);
    let mut growing: Vec<usize> = (0..columns.len())
        .filter(|index| missing(*index, &widths) > 0)
        .collect();
    growing.sort_by_key(|index| missing(*index, &widths));
    for nth in 0..growing.len() {
        let index = growing[nth];
        let equal_share = spare / (growing.len() - nth) as u32;
        let added = equal_share.min(u32::from(missing(index, &widths)));
        widths[index] += added as u16;
        spare -= added;
    }
    Some(widths)
}

/// Returns true if a cell of the table contains a hard line break.
fn has_hard_lines(document: &Document, table: &Table) -> bool {
    let (Some(first), Some(last)) = (table.cells.first(), table.cells.last()) else {
        return false;
    };
    document
        .cell_segments(first.segments.start..last.segments.end)
        .iter()
        .any(|segment| segment.is_hard())
}
