//! Screen rows of tables. A table is painted as a grid, or as records if a grid would be too wide. A record shows one table row:
//! each cell is on lines of its own, next to the heading of its column.

use super::{Row, push_text, repeat};
use crate::document::{Align, Document, Table};
use crate::layout::{HEADING_GAP_COLUMNS, Layout, TableGrid, TableLayout, TableLine, TableRecords};
use crate::text::Clean;
use crate::theme::Role;

/// The position of a screen row within a table.
#[derive(Clone, Copy)]
pub(super) struct TablePosition {
    /// The index of the table in the document.
    pub(super) table_index: u32,
    /// The index of the table row.
    pub(super) row: u32,
    /// The index of the screen row within the table row.
    pub(super) screen_row: usize,
}

/// Paints a screen row of a table.
pub(super) fn push<'a>(
    document: &'a Document,
    layout: &Layout,
    position: TablePosition,
    out: &mut Row<'a>,
) {
    let TablePosition {
        table_index,
        row,
        screen_row,
    } = position;
    let table_layout = layout.table(table_index);
    let table = document.table(table_index);
    match (table_layout, table_layout.line(table, row, screen_row)) {
        (TableLayout::Grid(grid), line) => {
            // The number of screen columns by which the grid begins to the left of the running text.
            out.columns_left_of_text = grid.columns_left_of_text;
            match line {
                TableLine::Rule => push_rule(grid, out),
                TableLine::Cells(index) => {
                    push_cells(document, LinePosition { table, row, index }, grid, out);
                }
                _ => {}
            }
        }
        (TableLayout::Records(_), TableLine::Rule) => {
            out.push(repeat("─", RECORD_RULE_COLUMNS), Role::TableRule);
        }
        (TableLayout::Records(records), TableLine::Record { column, index }) => {
            let line = LinePosition { table, row, index };
            push_record(document, line, column, records, out);
        }
        (TableLayout::Records(_), _) => {}
    }
}

/// The position of a line within a table row.
#[derive(Clone, Copy)]
struct LinePosition<'t> {
    table: &'t Table,
    /// The index of the table row.
    row: u32,
    /// The index of the line within each cell.
    index: usize,
}

/// Width of the rule between two records, in screen columns.
const RECORD_RULE_COLUMNS: usize = 5;

/// Paints the rule below the header of a grid.
fn push_rule(grid: &TableGrid, out: &mut Row<'_>) {
    for (column, width) in grid.widths.iter().enumerate() {
        if column > 0 {
            out.push(Clean::literal("─┼─"), Role::TableRule);
        }
        mark_scroll_start(grid, column, out);
        out.push(repeat("─", usize::from(*width)), Role::TableRule);
    }
}

/// Marks the next run as the start of the part that scrolls sideways, if this part starts with `column`.
fn mark_scroll_start(grid: &TableGrid, column: usize, out: &mut Row<'_>) {
    if grid.is_wide && column == usize::from(grid.has_fixed_column) {
        out.scrolls_from = Some(out.runs.len());
    }
}

/// Paints the `index`-th line of each cell of a row, side by side.
fn push_cells<'a>(
    document: &'a Document,
    line: LinePosition<'_>,
    grid: &TableGrid,
    out: &mut Row<'a>,
) {
    let LinePosition { table, row, index } = line;
    let role = if row == 0 && table.has_header {
        Role::TableHead
    } else {
        Role::Text
    };
    for (column, cell) in table.cell_indices(row).enumerate() {
        if column > 0 {
            out.push(Clean::literal(" │ "), Role::TableRule);
        }
        mark_scroll_start(grid, column, out);
        let mut cell_row = Row::default();
        let lines = Lines {
            starts: grid.cells.line_starts(cell),
            end: table.cells[cell].end,
        };
        lines.push(document, index, role, &mut cell_row);
        let spare = usize::from(grid.widths[column]).saturating_sub(cell_row.width());
        let left_padding = match table.columns[column].align {
            Align::Left => 0,
            Align::Center => spare / 2,
            Align::Right => spare,
        };
        out.pad(left_padding);
        out.runs.append(&mut cell_row.runs);
        out.pad(spare - left_padding);
    }
}

/// Paints a row of a record: the `index`-th line of a column's heading, and next to it the `index`-th line of the cell.
fn push_record<'a>(
    document: &'a Document,
    line: LinePosition<'_>,
    column: usize,
    records: &TableRecords,
    out: &mut Row<'a>,
) {
    let LinePosition { table, row, index } = line;
    let mut heading_row = Row::default();
    let heading = table.row(0).get(column).filter(|_| table.has_header);
    if let Some(heading) = heading {
        let lines = Lines {
            starts: records.headings.line_starts(column),
            end: heading.end,
        };
        lines.push(document, index, Role::TableHead, &mut heading_row);
    }
    // The width of the headings in screen columns, with the gap after them.
    let heading_width = match records.heading_columns {
        0 => 0,
        columns => usize::from(columns + HEADING_GAP_COLUMNS),
    };
    let spare = heading_width.saturating_sub(heading_row.width());
    out.runs.append(&mut heading_row.runs);
    // The header row itself is a record only if no rows follow it. This record has headings, but no cells.
    if row > 0 || !table.has_header {
        out.pad(spare);
        let cell = table.cell_indices(row).start + column;
        let lines = Lines {
            starts: records.cells.line_starts(cell),
            end: table.cells[cell].end,
        };
        lines.push(document, index, Role::Text, out);
    }
}

/// The wrapped lines of one cell.
struct Lines<'l> {
    /// The byte at which each line starts.
    starts: &'l [u32],
    /// The byte at which the cell ends.
    end: u32,
}

impl Lines<'_> {
    /// Paints the line with the index `line`, if the cell has that many lines.
    fn push<'a>(&self, document: &'a Document, line: usize, role: Role, out: &mut Row<'a>) {
        if let Some(start) = self.starts.get(line) {
            let end = self.starts.get(line + 1).copied().unwrap_or(self.end);
            push_text(document, *start as usize..end as usize, role, out);
        }
    }
}
