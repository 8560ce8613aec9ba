//! The layout of a table at one width. A table is laid out as a grid or as records. A record shows the cells of a row below
//! each other. [`Shape::new`] chooses the arrangement.

use super::wrap::{self, Prose, WrapAlgorithm};
use super::{LayoutOptions, MIN_TEXT_COLUMNS, Widths};
use crate::document::{Cell, Column, Document, Table};

/// Screen columns between two cells: a blank, a vertical line, a blank.
const CELL_GAP_COLUMNS: u16 = 3;
/// Blank screen columns between the headings and the cells of a record.
pub const HEADING_GAP_COLUMNS: u16 = 2;
/// Minimum width of a record in screen columns: for a heading, a gap and a cell.
pub(super) const MIN_RECORD_COLUMNS: u16 = 2 * MIN_TEXT_COLUMNS + HEADING_GAP_COLUMNS;
/// Minimum width of a table column, in screen columns.
const MIN_COLUMNS: u16 = 3;
/// Minimum width of a column whose cells are wrapped, in screen columns. Prose in a narrower column is hard to read.
const MIN_WRAPPED_COLUMNS: u16 = 14;
/// Number of lines that a cell of a grid should not exceed. For a longer cell, the minimum width of the column is raised,
/// up to [`MAX_RAISED_COLUMNS`]; the table becomes records if the minimum widths do not fit.
const MAX_CELL_LINES: u16 = 8;
/// Maximum to which a long cell raises the minimum width of its column, in screen columns. A still longer cell takes more
/// than [`MAX_CELL_LINES`] lines.
const MAX_RAISED_COLUMNS: u16 = 40;
/// While a wide grid scrolls sideways, its first column stays in place if the column is at most as wide as the measure divided by
/// this number.
const FIXED_COLUMN_DIVISOR: u16 = 3;
/// Maximum width of a column of numbers and other short values, in screen columns. Such a column is compact.
const MAX_COMPACT_COLUMNS: u16 = 16;
/// Minimum number of table columns of a table that scrolls sideways because nearly all of its columns are compact.
const MIN_WIDE_TABLE_COLUMN_COUNT: usize = 6;

/// A table at one width. All cells are wrapped when the layout is created, so painting a row wraps nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableLayout {
    /// Cells side by side.
    Grid(TableGrid),
    /// The cells of a row below each other, each preceded by the heading of its column.
    Records(TableRecords),
}

/// A table with its cells side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableGrid {
    /// The width of each table column's text, in screen columns.
    pub widths: Vec<u16>,
    /// The number of screen columns by which the grid begins to the left of the running text.
    pub columns_left_of_text: u16,
    /// True if the grid is wider than the view and scrolls sideways.
    pub is_wide: bool,
    /// True if the first column stays in place while the other columns scroll sideways.
    pub has_fixed_column: bool,
    /// The lines of all cells.
    pub cells: CellLines,
    /// True if empty screen rows separate the table's rows, because some cells have more than one line.
    is_spaced: bool,
}

/// A table with the cells of each row below each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRecords {
    /// Width of the headings, in columns; 0 if the table has no header.
    pub heading_columns: u16,
    /// The lines of the headings.
    pub headings: CellLines,
    /// The lines of all cells.
    pub cells: CellLines,
    /// For each cell, the number of screen rows from the start of its table row to the end of the cell.
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
        let prose = Prose {
            text: document.text(),
            start: cell.start,
            segments,
        };
        let width = width.max(MIN_TEXT_COLUMNS);
        wrap::wrap_prose(prose, width, WrapAlgorithm::FirstFit, |start| {
            self.starts.push(start);
        });
        self.ends.push(self.starts.len() as u32);
    }

    /// Returns the bytes at which the lines of the cell with index `cell` start.
    pub fn line_starts(&self, cell: usize) -> &[u32] {
        let start = cell
            .checked_sub(1)
            .map_or(0, |previous| self.ends[previous]);
        &self.starts[start as usize..self.ends[cell] as usize]
    }
}

/// The content of one screen row of a table row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableLine {
    /// An empty row.
    Blank,
    /// The horizontal line below the header, or between two records.
    Rule,
    /// One line of each cell, side by side; the number is the index of these lines within their cells.
    Cells(usize),
    /// A line of one cell, next to a line of the column's heading.
    Record {
        /// The index of the cell's column.
        column: usize,
        /// The index of the line within the cell, and within the heading.
        index: usize,
    },
}

impl TableLayout {
    /// Chooses the shape of the table at index `table`, and wraps its cells.
    pub(super) fn new(document: &Document, table: u32, space: TableSpace) -> Self {
        let table = document.table(table);
        let (widths, is_wide) = match Shape::new(document, table, space) {
            Shape::Records => {
                return Self::Records(TableRecords::new(document, table, space.measure()));
            }
            Shape::Grid(widths) => (widths, false),
            Shape::WideGrid(widths) => (widths, true),
        };
        let grid_columns = total_columns(&widths);
        let mut cells = CellLines::default();
        for row in 0..table.rows() {
            for (cell, width) in table.row(row).iter().zip(&widths) {
                cells.push(document, cell, *width);
            }
        }
        let mut body_rows = u32::from(table.has_header)..table.rows();
        let is_wrapped = body_rows.any(|row| {
            let mut cells = table.row(row).iter().zip(&widths);
            cells.any(|(cell, width)| cell.natural_width > *width)
        });
        // The columns by which the grid is too wide to begin at the left edge of running text.
        let excess_columns = grid_columns.saturating_sub(space.columns_from_text_edge().into());
        Self::Grid(TableGrid {
            is_spaced: is_wrapped || has_hard_breaks(document, table),
            columns_left_of_text: if is_wide { 0 } else { excess_columns as u16 },
            is_wide,
            has_fixed_column: is_wide && widths[0] <= space.measure() / FIXED_COLUMN_DIVISOR,
            widths,
            cells,
        })
    }

    /// Returns the number of screen rows of row `row` of the table, including its horizontal line or empty row.
    pub(super) fn height(&self, table: &Table, row: u32) -> usize {
        let cells = table.cell_indices(row);
        match self {
            Self::Grid(grid) => {
                let line_counts = cells.map(|cell| grid.cells.line_starts(cell).len());
                let lines = line_counts.max().unwrap_or(0).max(1);
                let has_rule_below = row == 0 && table.has_header;
                lines + usize::from(has_rule_below || grid.has_empty_row_above(table, row))
            }
            Self::Records(records) => {
                let lines = cells.last().map_or(0, |last| records.ends[last] as usize);
                lines + usize::from(TableRecords::has_rule(table, row))
            }
        }
    }

    /// Returns the content of screen row `screen_row` (from 0) of row `row` of the table.
    pub fn line(&self, table: &Table, row: u32, screen_row: usize) -> TableLine {
        match self {
            Self::Grid(_) if row == 0 && table.has_header => {
                if screen_row + 1 == self.height(table, row) {
                    TableLine::Rule
                } else {
                    TableLine::Cells(screen_row)
                }
            }
            Self::Grid(grid) => {
                let rows_above = usize::from(grid.has_empty_row_above(table, row));
                let index = screen_row.checked_sub(rows_above);
                index.map_or(TableLine::Blank, TableLine::Cells)
            }
            Self::Records(records) => {
                let rows_above = usize::from(TableRecords::has_rule(table, row));
                let Some(index) = screen_row.checked_sub(rows_above) else {
                    return TableLine::Rule;
                };
                let ends = &records.ends[table.cell_indices(row)];
                let column = ends.partition_point(|end| *end as usize <= index);
                let start = column.checked_sub(1).map_or(0, |previous| ends[previous]);
                if column == ends.len() {
                    return TableLine::Blank;
                }
                TableLine::Record {
                    column,
                    index: index - start as usize,
                }
            }
        }
    }
}

impl TableGrid {
    /// Returns the screen columns of the grid.
    pub(super) fn columns(&self) -> u32 {
        total_columns(&self.widths)
    }

    /// Returns true if an empty screen row precedes row `row`.
    fn has_empty_row_above(&self, table: &Table, row: u32) -> bool {
        self.is_spaced && row > u32::from(table.has_header)
    }
}

impl TableRecords {
    /// Wraps the cells of a table as records of at most `max_columns` screen columns.
    fn new(document: &Document, table: &Table, max_columns: u16) -> Self {
        let (mut heading_columns, mut cell_columns) = (0, max_columns.max(MIN_TEXT_COLUMNS));
        if table.has_header {
            let widest = table.row(0).iter().map(|cell| cell.natural_width).max();
            // Headings take at most a third of the width.
            heading_columns = widest
                .unwrap_or(0)
                .min(max_columns / 3)
                .max(MIN_TEXT_COLUMNS);
            cell_columns =
                (max_columns - heading_columns - HEADING_GAP_COLUMNS).max(MIN_TEXT_COLUMNS);
        }
        let mut records = Self {
            heading_columns,
            headings: CellLines::default(),
            cells: CellLines::default(),
            ends: Vec::with_capacity(table.cells.len()),
        };
        if table.has_header {
            for heading in table.row(0) {
                records.headings.push(document, heading, heading_columns);
            }
        }
        for row in 0..table.rows() {
            let mut end = 0;
            for (column, cell) in table.row(row).iter().enumerate() {
                records.cells.push(document, cell, cell_columns);
                let cell_index = records.ends.len();
                let lines = records.cells.line_starts(cell_index).len();
                end += records.cell_rows(table, row, column, lines) as u32;
                records.ends.push(end);
            }
        }
        records
    }

    /// Returns the number of screen rows of a cell whose text has `lines` lines. A longer heading next to the cell needs more
    /// rows. An empty cell without a heading has no rows.
    fn cell_rows(&self, table: &Table, row: u32, column: usize, lines: usize) -> usize {
        if !table.has_header {
            let cell = &table.row(row)[column];
            return if cell.start < cell.end { lines } else { 0 };
        }
        let heading_lines = if column < self.headings.ends.len() {
            self.headings.line_starts(column).len()
        } else {
            0
        };
        match row {
            // The header row is not shown, because its headings are repeated in front of the cells of all other rows.
            0 if table.rows() > 1 => 0,
            // A table that is only a header shows its headings.
            0 => heading_lines,
            _ => heading_lines.max(lines),
        }
    }

    /// Returns true if a horizontal line separates row `row` from the previous row.
    fn has_rule(table: &Table, row: u32) -> bool {
        row > u32::from(table.has_header)
    }
}

/// The columns available for a table, and the layout options.
#[derive(Clone, Copy, Debug)]
pub(super) struct TableSpace {
    pub(super) widths: Widths,
    /// Columns in front of the table's text.
    pub(super) indent: u16,
    pub(super) options: LayoutOptions,
}

impl TableSpace {
    /// Returns the columns of running text in the table's container, but at least [`MIN_RECORD_COLUMNS`]. Records are at
    /// most this wide, and so are table columns whose cells are not wrapped.
    fn measure(self) -> u16 {
        let columns = self.widths.measure.saturating_sub(self.indent);
        columns.max(MIN_RECORD_COLUMNS)
    }

    /// Returns the columns for a grid that begins at the left edge of running text.
    fn columns_from_text_edge(self) -> u16 {
        self.widths.wide_measure.saturating_sub(self.indent)
    }

    /// Returns the columns for a grid. A grid that no container indents may begin to the left of running text.
    fn room(self) -> u16 {
        let left = if self.indent == 0 {
            self.widths.left_margin
        } else {
            0
        };
        self.columns_from_text_edge() + left
    }
}

/// The arrangement of a table's cells. A grid variant holds the width of each table column, in screen columns.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Shape {
    Grid(Vec<u16>),
    /// A grid wider than the view.
    WideGrid(Vec<u16>),
    Records,
}

impl Shape {
    /// Decides how a table is drawn. The first rule that applies decides:
    ///
    /// 1. If the widest cells fit side by side, the table is a grid.
    /// 2. If the view does not wrap cells, the table is a grid whose columns are at most as wide as running text. The grid is
    ///    wide if it does not fit.
    /// 3. If the cells can be wrapped to fit, the table is a grid. No word may be cut, and no column be too narrow for prose.
    /// 4. If the view scrolls sideways, and the table has many columns of which all or all but one are compact, the table is a
    ///    wide grid.
    /// 5. Otherwise, the table is drawn as records.
    fn new(document: &Document, table: &Table, space: TableSpace) -> Self {
        let natural_widths: Vec<u16> = table
            .columns
            .iter()
            .map(|column| column.natural_width.max(1))
            .collect();
        let room = u32::from(space.room());
        if total_columns(&natural_widths) <= room {
            return Self::Grid(natural_widths);
        }
        if space.options.is_unwrapped {
            let max = space.measure();
            let widths: Vec<u16> = natural_widths
                .iter()
                .map(|width| (*width).min(max))
                .collect();
            return if total_columns(&widths) <= room {
                Self::Grid(widths)
            } else {
                Self::WideGrid(widths)
            };
        }
        let gap_columns = total_columns(&natural_widths) - sum(&natural_widths);
        let text_room = room.checked_sub(gap_columns);
        if let Some(widths) = text_room.and_then(|room| distribute(&table.columns, room)) {
            return Self::Grid(widths);
        }
        let cell_widths = body_cell_widths(document, table);
        let is_compact = |width: &&u16| **width <= MAX_COMPACT_COLUMNS;
        let compact_count = cell_widths.iter().filter(is_compact).count();
        let prose_count = cell_widths.len() - compact_count;
        let has_many_compact_columns =
            cell_widths.len() >= MIN_WIDE_TABLE_COLUMN_COUNT && prose_count <= 1;
        if space.options.allows_wide_tables && has_many_compact_columns {
            let max = space.measure();
            let widths = cell_widths.iter().map(|width| (*width).min(max));
            return Self::WideGrid(widths.collect());
        }
        Self::Records
    }
}

/// Returns the width of a grid with columns of these widths, including the gaps between them.
fn total_columns(widths: &[u16]) -> u32 {
    sum(widths) + u32::from(CELL_GAP_COLUMNS) * widths.len().saturating_sub(1) as u32
}

/// Returns the sum of widths.
fn sum(widths: &[u16]) -> u32 {
    widths.iter().copied().map(u32::from).sum()
}

/// Returns a width for each column. At these widths, no body cell is wrapped, and headings are wrapped only at blanks.
fn body_cell_widths(document: &Document, table: &Table) -> Vec<u16> {
    let mut widths = vec![MIN_COLUMNS; table.columns.len()];
    for row in 0..table.rows() {
        let is_header = row == 0 && table.has_header;
        for (cell, width) in table.row(row).iter().zip(&mut widths) {
            let needed = if is_header {
                longest_word(document, cell)
            } else {
                cell.natural_width
            };
            *width = (*width).max(needed);
        }
    }
    widths
}

/// Returns the width of the longest word of a cell, in screen columns. Words end at blanks and hard line breaks.
fn longest_word(document: &Document, cell: &Cell) -> u16 {
    let segments = document.cell_segments(cell.segments.clone());
    let words =
        segments.split_inclusive(|segment| segment.blanks() > 0 || segment.always_ends_row());
    let columns = words.map(|word| word.iter().map(|segment| u32::from(segment.width())).sum());
    let longest: u32 = columns.max().unwrap_or(0);
    u16::try_from(longest).unwrap_or(u16::MAX)
}

/// Distributes `room` screen columns among the table's columns and returns their widths. Returns `None` if a column would
/// have to cut a word, or would be too narrow for its text.
///
/// Each column gets its minimum width. The remaining width is shared equally, but no column gets more than its widest cell
/// needs, so that one long cell does not reduce the width of the other columns.
fn distribute(columns: &[Column], room: u32) -> Option<Vec<u16>> {
    let mut widths: Vec<u16> = columns.iter().copied().map(min_columns).collect();
    let mut remaining = room.checked_sub(sum(&widths))?;
    // The screen columns by which a table column is narrower than its widest cell.
    let missing =
        |index: usize, widths: &[u16]| columns[index].natural_width.saturating_sub(widths[index]);
    // The table columns that need more than their minimum width, starting with the one that needs least.
    let mut growing: Vec<usize> = (0..columns.len())
        .filter(|index| missing(*index, &widths) > 0)
        .collect();
    growing.sort_by_key(|index| missing(*index, &widths));
    for (position, index) in growing.iter().copied().enumerate() {
        let equal_share = remaining / (growing.len() - position) as u32;
        let added = equal_share.min(u32::from(missing(index, &widths)));
        widths[index] += added as u16;
        remaining -= added;
    }
    Some(widths)
}

/// Returns the minimum width of a column, enough for its longest word and for wrapped text to be readable.
fn min_columns(column: Column) -> u16 {
    let raised = (column.natural_width / MAX_CELL_LINES).min(MAX_RAISED_COLUMNS);
    let readable = raised.max(MIN_WRAPPED_COLUMNS).min(column.natural_width);
    column.widest_segment.max(readable).max(MIN_COLUMNS)
}

/// Returns true if a cell of the table contains a hard line break.
fn has_hard_breaks(document: &Document, table: &Table) -> bool {
    let (Some(first), Some(last)) = (table.cells.first(), table.cells.last()) else {
        return false;
    };
    document
        .cell_segments(first.segments.start..last.segments.end)
        .iter()
        .any(|segment| segment.always_ends_row())
}
