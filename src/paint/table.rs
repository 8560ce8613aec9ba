//! Rows of tables. A table's layout stores only column widths; its rows are wrapped each time they are painted.

use super::{Row, push_text, repeat};
use crate::document::{Align, Cell, Document};
use crate::layout::{self, Grid, Layout, Records, TableLayout, cell_rows};
use crate::text::Clean;
use crate::theme::Role;

/// A screen row of a table row.
#[derive(Clone, Copy)]
pub(super) struct Line {
    pub(super) table: u32,
    /// The row of the table.
    pub(super) row: u32,
    /// The number of the screen row within it.
    pub(super) index: usize,
}

/// Paints a screen row of a table.
pub(super) fn push<'a>(document: &'a Document, layout: &Layout, line: Line, out: &mut Row<'a>) {
    let Line { table, row, index } = line;
    let whole = document.table(table);
    match (
        layout.table(table),
        layout.table(table).line(document, table, row, index),
    ) {
        (TableLayout::Grid(grid), line) => {
            out.left = grid.left;
            match line {
                layout::Line::Rule => push_rule(grid, out),
                layout::Line::Cells(index) => {
                    let line = Line { table, row, index };
                    push_cells(document, line, grid, out);
                }
                _ => {}
            }
        }
        (TableLayout::Records(_), layout::Line::Rule) => {
            out.push(repeat("─", 5), Role::TableRule);
        }
        (TableLayout::Records(records), layout::Line::Record { column, index }) => {
            let field = Field {
                heading: whole.row(0).get(column).filter(|_| whole.has_head),
                value: (row > 0 || !whole.has_head).then(|| &whole.row(row)[column]),
            };
            push_record(document, field, *records, index, out);
        }
        (TableLayout::Records(_), _) => {}
    }
}

fn push_rule(grid: &Grid, out: &mut Row<'_>) {
    for (column, width) in grid.widths.iter().enumerate() {
        if column > 0 {
            out.push(Clean::literal("─┼─"), Role::TableRule);
        }
        out.push(repeat("─", usize::from(*width)), Role::TableRule);
    }
}

/// Paints the `index`-th line of each cell of a row, side by side.
fn push_cells<'a>(document: &'a Document, line: Line, grid: &Grid, out: &mut Row<'a>) {
    let Line { table, row, index } = line;
    let whole = document.table(table);
    let role = if row == 0 && whole.has_head {
        Role::TableHead
    } else {
        Role::Text
    };
    for (column, cell) in whole.row(row).iter().enumerate() {
        if column > 0 {
            out.push(Clean::literal(" │ "), Role::TableRule);
        }
        let width = usize::from(grid.widths[column]);
        let mut set = Row::default();
        push_line(document, cell, grid.widths[column], index, role, &mut set);
        let spare = width.saturating_sub(set.width());
        let before = match whole.columns[column].align {
            Align::Left => 0,
            Align::Center => spare / 2,
            Align::Right => spare,
        };
        out.pad(before);
        out.runs.append(&mut set.runs);
        out.pad(spare - before);
    }
}

/// A cell of a record, behind the heading of its column.
#[derive(Clone, Copy)]
struct Field<'c> {
    heading: Option<&'c Cell>,
    value: Option<&'c Cell>,
}

/// Paints the `index`-th line of a field.
fn push_record<'a>(
    document: &'a Document,
    field: Field<'_>,
    records: Records,
    index: usize,
    out: &mut Row<'a>,
) {
    let mut label = Row::default();
    let room = records.label;
    if let Some(heading) = field.heading {
        push_line(document, heading, room, index, Role::TableHead, &mut label);
    }
    let label_columns = if room > 0 { usize::from(room) + 2 } else { 0 };
    let spare = label_columns.saturating_sub(label.width());
    out.runs.append(&mut label.runs);
    if let Some(cell) = field.value {
        out.pad(spare);
        push_line(document, cell, records.value, index, Role::Text, out);
    }
}

/// Paints the `line`-th line of a cell, if it has that many.
fn push_line<'a>(
    document: &'a Document,
    cell: &Cell,
    width: u16,
    line: usize,
    role: Role,
    out: &mut Row<'a>,
) {
    let starts = cell_rows(document, cell, width);
    if let Some(start) = starts.get(line) {
        let end = starts.get(line + 1).copied().unwrap_or(cell.end);
        push_text(document, *start as usize..end as usize, role, out);
    }
}
