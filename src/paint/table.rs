//! One row of a table, set anew each time it is drawn.

use super::{Row, push_text, repeat};
use crate::document::{Align, Cell, Document};
use crate::layout::{Grid, Layout, Line, Records, TableLayout, cell_rows};
use crate::text::Clean;
use crate::theme::Role;

/// Pushes the `index`-th row of the screen of row `row` of a table.
pub(super) fn push<'a>(
    document: &'a Document,
    layout: &Layout,
    (table, row): (u32, u32),
    index: usize,
    out: &mut Row<'a>,
) {
    let whole = document.table(table);
    let set = layout.table(table);
    let line = set.line(document, table, row, index);
    match (set, line) {
        (TableLayout::Grid(grid), line) => {
            out.left = grid.left;
            match line {
                Line::Rule => rule(grid, out),
                Line::Cells(line) => cells(document, (table, row), grid, line, out),
                _ => {}
            }
        }
        (TableLayout::Records(_), Line::Rule) => out.push(repeat("─", 5), Role::TableRule),
        (TableLayout::Records(records), Line::Record { column, index }) => {
            let cell = (row > 0 || !whole.has_head).then(|| &whole.row(row)[column]);
            let heading = whole.row(0).get(column).filter(|_| whole.has_head);
            record(document, heading, cell, *records, index, out);
        }
        (TableLayout::Records(_), _) => {}
    }
}

fn rule(grid: &Grid, out: &mut Row<'_>) {
    for (column, width) in grid.widths.iter().enumerate() {
        if column > 0 {
            out.push(Clean::literal("─┼─"), Role::TableRule);
        }
        out.push(repeat("─", usize::from(*width)), Role::TableRule);
    }
}

fn cells<'a>(
    document: &'a Document,
    (table, row): (u32, u32),
    grid: &Grid,
    line: usize,
    out: &mut Row<'a>,
) {
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
        push_line(document, cell, grid.widths[column], line, role, &mut set);
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

fn record<'a>(
    document: &'a Document,
    heading: Option<&Cell>,
    cell: Option<&Cell>,
    records: Records,
    index: usize,
    out: &mut Row<'a>,
) {
    let mut label = Row::default();
    let room = records.label;
    if let Some(heading) = heading {
        push_line(document, heading, room, index, Role::TableHead, &mut label);
    }
    let label_columns = if room > 0 { usize::from(room) + 2 } else { 0 };
    let spare = label_columns.saturating_sub(label.width());
    out.runs.append(&mut label.runs);
    if let Some(cell) = cell {
        out.pad(spare);
        push_line(document, cell, records.value, index, Role::Text, out);
    }
}

/// The `line`-th row of a cell, if it has that many.
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
