//! The layout of a table at one width: as a grid, or as records if a grid would have to cut words.
//!
//! [`Shape::new`] decides between them.

use super::wrap::{self, WrapAlgorithm};
use super::{LayoutOptions, Widths};
use crate::document::{Cell, Column, Document, Table};

/// Screen columns between two cells: a blank, a vertical line, a blank.
const CELL_GAP_COLUMNS: u16 = 3;
/// Minimum width of a table column, in screen columns.
const MIN_COLUMNS: u16 = 3;
/// Minimum width of a column whose cells are wrapped, in screen columns. Prose in a narrower column is hard to read.
const MIN_WRAPPED_COLUMNS: u16 = 14;
/// Maximum number of lines of a cell in a grid; a longer cell takes a wider column, or the table becomes records. Cells
/// longer than this number times [`MAX_WIDENED_COLUMNS`] have more lines.
const MAX_CELL_LINES: u16 = 8;
const MAX_WIDENED_COLUMNS: u16 = 40;
/// Maximum width of a column of figures and other short values, in screen columns.
const MAX_COMPACT_COLUMNS: u16 = 16;
/// Minimum number of columns of a table that scrolls sideways because nearly all of its columns are compact.
const MIN_WIDE_TABLE_COLUMNS: usize = 6;

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
    /// True if the grid is wider than the view, which scrolls sideways.
    pub is_wide: bool,
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
    pub(super) fn new(document: &Document, table: u32, view: View) -> Self {
        let table = document.table(table);
        let (columns, is_wide) = match Shape::new(document, table, view) {
            Shape::Records => return Self::Records(Records::new(document, table, view.measure())),
            Shape::Grid(columns) => (columns, false),
            Shape::Wide(columns) => (columns, true),
        };
        let total = total(&columns);
        let mut cells = CellLines::default();
        for row in 0..table.rows() {
            for (cell, width) in table.row(row).iter().zip(&columns) {
                cells.push(document, cell, *width);
            }
        }
        let mut body = u32::from(table.has_header)..table.rows();
        let is_wrapped = body.any(|row| {
            let mut cells = table.row(row).iter().zip(&columns);
            cells.any(|(cell, width)| cell.natural_width > *width)
        });
        let left = total.saturating_sub(view.full().into());
        Self::Grid(Grid {
            is_spaced: is_wrapped || has_hard_lines(document, table),
            left: if is_wide { 0 } else { left as u16 },
            is_wide,
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
                lines + usize::from((row == 0 && table.has_header) || grid.has_space(table, row))
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
            Self::Grid(_) if row == 0 && table.has_header => {
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
    /// Returns the screen columns of the grid.
    pub(super) fn columns(&self) -> u32 {
        total(&self.widths)
    }

    /// Returns true if an empty screen row precedes row `row`.
    fn has_space(&self, table: &Table, row: u32) -> bool {
        self.is_spaced && row > u32::from(table.has_header)
    }
}

impl Records {
    fn new(document: &Document, table: &Table, room: u16) -> Self {
        let (mut label, mut value) = (0, room.max(2));
        if table.has_header {
            let widest = table.row(0).iter().map(|cell| cell.natural_width).max();
            label = widest.unwrap_or(0).min(room / 3).max(2);
            value = (room - label - 2).max(2);
        }
        let mut records = Self {
            label,
            headings: CellLines::default(),
            cells: CellLines::default(),
            ends: Vec::with_capacity(table.cells.len()),
        };
        if table.has_header {
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

    /// Returns the number of screen rows of a cell whose text has `lines` lines: at least the rows of its heading.
    fn lines(&self, table: &Table, row: u32, column: usize, lines: usize) -> usize {
        if !table.has_header {
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
        row > u32::from(table.has_header)
    }
}

/// The columns for a table, and what its view can do.
#[derive(Clone, Copy, Debug)]
pub(super) struct View {
    pub(super) widths: Widths,
    /// Columns in front of the table's text.
    pub(super) indent: u16,
    pub(super) options: LayoutOptions,
}

impl View {
    /// Columns for records.
    fn measure(self) -> u16 {
        self.widths.measure.saturating_sub(self.indent).max(8)
    }

    /// Columns from the left edge of running text.
    fn full(self) -> u16 {
        self.widths.full.saturating_sub(self.indent)
    }

    /// Columns for a grid, which may extend to the left of running text if it is in no container.
    fn room(self) -> u16 {
        let left = if self.indent == 0 {
            self.widths.left
        } else {
            0
        };
        self.full() + left
    }
}

/// The arrangement of a table's cells; grids with the widths of their columns.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Shape {
    Grid(Vec<u16>),
    /// A grid wider than the view.
    Wide(Vec<u16>),
    Records,
}

impl Shape {
    /// Decides how a table is drawn, in this order:
    ///
    /// 1. a grid, if its widest cells fit,
    /// 2. a wide grid, if nothing is wrapped in this view,
    /// 3. a grid with wrapped cells, if no word is cut and no column becomes too narrow for prose,
    /// 4. a wide grid, if the view scrolls sideways and the table consists of many compact columns,
    /// 5. records.
    fn new(document: &Document, table: &Table, view: View) -> Self {
        let natural: Vec<u16> = table
            .columns
            .iter()
            .map(|column| column.natural_width.max(1))
            .collect();
        let room = u32::from(view.room());
        if total(&natural) <= room {
            return Self::Grid(natural);
        }
        if view.options.unwrapped {
            let max = view.measure();
            let widths: Vec<u16> = natural.iter().map(|width| (*width).min(max)).collect();
            return if total(&widths) <= room {
                Self::Grid(widths)
            } else {
                Self::Wide(widths)
            };
        }
        let gaps = total(&natural) - sum(&natural);
        let wrapped = room.checked_sub(gaps);
        if let Some(widths) = wrapped.and_then(|room| share(&table.columns, room)) {
            return Self::Grid(widths);
        }
        let compact = compact_columns(document, table);
        let is_compact = |width: &&u16| **width <= MAX_COMPACT_COLUMNS;
        let others = compact.len() - compact.iter().filter(is_compact).count();
        let is_wide = compact.len() >= MIN_WIDE_TABLE_COLUMNS && others <= 1;
        if view.options.sideways && is_wide {
            let max = view.measure();
            return Self::Wide(compact.iter().map(|width| (*width).min(max)).collect());
        }
        Self::Records
    }
}

/// Returns the columns of a grid with columns of these widths.
fn total(widths: &[u16]) -> u32 {
    sum(widths) + u32::from(CELL_GAP_COLUMNS) * widths.len().saturating_sub(1) as u32
}

fn sum(widths: &[u16]) -> u32 {
    widths.iter().copied().map(u32::from).sum()
}

/// Returns the width of each column in which no cell is wrapped except in the header, and there only at blanks.
fn compact_columns(document: &Document, table: &Table) -> Vec<u16> {
    let mut widths = vec![MIN_COLUMNS; table.columns.len()];
    for row in 0..table.rows() {
        let is_head = row == 0 && table.has_header;
        for (cell, width) in table.row(row).iter().zip(&mut widths) {
            let needed = if is_head {
                longest_word(document, cell)
            } else {
                cell.natural_width
            };
            *width = (*width).max(needed);
        }
    }
    widths
}

/// Returns the columns of the longest piece of a cell without blanks.
fn longest_word(document: &Document, cell: &Cell) -> u16 {
    let segments = document.cell_segments(cell.segments.clone());
    let words = segments.split_inclusive(|segment| segment.blank() > 0 || segment.is_hard());
    let columns = words.map(|word| word.iter().map(|segment| u32::from(segment.width())).sum());
    let longest: u32 = columns.max().unwrap_or(0);
    u16::try_from(longest).unwrap_or(u16::MAX)
}

/// Distributes `room` to the columns; returns their widths, or `None` if a column would have to cut a word, or would be too
/// narrow for its text.
///
/// Each column gets its minimum width. The remaining width is shared equally, but no column gets more than its widest cell
/// needs, so that one long cell does not reduce the width of the other columns.
fn share(columns: &[Column], room: u32) -> Option<Vec<u16>> {
    let mut widths: Vec<u16> = columns.iter().copied().map(min_columns).collect();
    let mut spare = room.checked_sub(sum(&widths))?;
    let missing =
        |index: usize, widths: &[u16]| columns[index].natural_width.saturating_sub(widths[index]);
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

/// Returns the minimum width of a column: its longest word, and enough for wrapped text to be readable.
fn min_columns(column: Column) -> u16 {
    let widened = (column.natural_width / MAX_CELL_LINES).min(MAX_WIDENED_COLUMNS);
    let readable = widened.max(MIN_WRAPPED_COLUMNS).min(column.natural_width);
    column.widest_segment.max(readable).max(MIN_COLUMNS)
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
