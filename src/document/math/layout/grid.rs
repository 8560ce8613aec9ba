//! Rows and cells: matrices, cases, aligned lines and tables with lines.

use pulldown_latex::event::ColumnAlignment;

use super::delimiter::fenced;
use super::row::row;
use super::set;
use crate::document::math::boxes::{Block, Position, beside};
use crate::document::math::spacing;
use crate::document::math::tree::{Class, Grid, GridKind, Node};

/// Columns between the columns of a matrix.
const MATRIX_GAP: usize = 2;

/// Columns between two pairs of columns of aligned lines.
const PAIR_GAP: usize = 4;

pub(super) fn set_grid(grid: &Grid) -> Option<Block> {
    let columns = grid.rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut cells: Vec<Vec<Block>> = Vec::with_capacity(grid.rows.len());
    for row_nodes in &grid.rows {
        let mut blocks = Vec::with_capacity(columns);
        for (column, cell) in row_nodes.iter().enumerate() {
            let continues = grid.kind == GridKind::Aligned && column % 2 == 1;
            let before = continues.then_some(Class::Ordinary);
            blocks.push(match cell {
                Node::Row(nodes) => row(nodes, before)?,
                other => set(other)?,
            });
        }
        cells.push(blocks);
    }
    let width_of = |column: usize| {
        let widths = cells
            .iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.width);
        widths.max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width_of).collect();
    let gaps: Vec<Gap> = (0..=columns)
        .map(|column| gap(grid, column, columns))
        .collect();
    let mut rows = Vec::new();
    let mut baseline = 0;
    let count = cells.len();
    let is_loose =
        |row: Option<&Vec<Block>>| row.is_some_and(|row| row.iter().any(|cell| cell.height() > 1));
    let is_spread = count == 2
        && matches!(grid.kind, GridKind::Matrix | GridKind::Cases { .. })
        && grid.lines.is_empty();
    for index in 0..=count {
        if grid.lines.contains(&index) {
            rows.push(rule(&widths, &gaps, index == 0, index == count));
        } else if (1..count).contains(&index)
            && grid.kind != GridKind::Stack
            && (is_spread || is_loose(cells.get(index - 1)) || is_loose(cells.get(index)))
        {
            rows.extend(blank_row(&widths, &gaps)?.rows);
        }
        let Some(row) = cells.get(index) else {
            break;
        };
        let mut blocks = Vec::with_capacity(columns * 2 + 1);
        let (ascent, descent) = (
            row.iter().map(Block::ascent).max().unwrap_or(0),
            row.iter().map(Block::descent).max().unwrap_or(0),
        );
        for column in 0..columns {
            blocks.push(gaps[column].block(ascent, descent));
            let cell = row.get(column).cloned().unwrap_or_else(|| Block::text(""));
            let position = position(grid, (index, column), count);
            blocks.push(cell.widened(widths[column], position));
        }
        blocks.push(gaps[columns].block(ascent, descent));
        let block = beside(&blocks)?;
        if count == 1 {
            baseline = rows.len() + block.baseline;
        }
        rows.extend(block.rows);
    }
    if count > 1 {
        baseline = rows.len().saturating_sub(1) / 2;
    }
    let block = Block::new(rows, baseline).bounded()?;
    match grid.kind {
        GridKind::Cases { is_right: false } => {
            fenced(Some('{'), beside(&[Block::blank(1, 1), block])?, None)
        }
        GridKind::Cases { is_right: true } => {
            fenced(None, beside(&[block, Block::blank(1, 1)])?, Some('}'))
        }
        _ => Some(block),
    }
}

/// Returns a row of blanks with the vertical lines between columns.
fn blank_row(widths: &[usize], gaps: &[Gap]) -> Option<Block> {
    let columns = widths
        .iter()
        .map(|width| Block::blank(*width, 1))
        .chain([Block::text("")]);
    let parts = gaps
        .iter()
        .zip(columns)
        .flat_map(|(gap, column)| [gap.block(0, 0), column]);
    beside(&parts.collect::<Vec<_>>())
}

/// The blanks and the vertical line between two columns, or at the outside of the first or the last column.
struct Gap {
    before: usize,
    has_bar: bool,
    after: usize,
}

impl Gap {
    fn block(&self, ascent: usize, descent: usize) -> Block {
        let bar = if self.has_bar { "│" } else { "" };
        let row = format!("{}{bar}{}", " ".repeat(self.before), " ".repeat(self.after));
        Block::new(vec![row; ascent + descent + 1], ascent)
    }
}

/// Returns the gap before a column. If `column` is `columns`, returns the gap after the last column.
fn gap(grid: &Grid, column: usize, columns: usize) -> Gap {
    let has_bar = grid.bars.contains(&column);
    let is_inside = column > 0 && column < columns;
    if has_bar {
        return Gap {
            before: usize::from(column > 0),
            has_bar,
            after: usize::from(column < columns),
        };
    }
    let before = match grid.kind {
        _ if !is_inside => 0,
        GridKind::Aligned if column.is_multiple_of(2) => PAIR_GAP,
        GridKind::Aligned => {
            let starts_with_operator = |row: &Vec<Node>| match row.get(column) {
                Some(Node::Row(nodes)) => {
                    matches!(
                        spacing::first_class(nodes),
                        Some(Class::Relation | Class::Binary)
                    )
                }
                _ => false,
            };
            let has_left = grid
                .rows
                .iter()
                .any(|row| row.get(column - 1) != Some(&Node::Row(Vec::new())));
            usize::from(has_left && grid.rows.iter().any(starts_with_operator))
        }
        _ => MATRIX_GAP,
    };
    Gap {
        before,
        has_bar,
        after: 0,
    }
}

/// Draws a horizontal line through all columns.
fn rule(widths: &[usize], gaps: &[Gap], is_top: bool, is_bottom: bool) -> String {
    let mut line = String::new();
    for (column, gap) in gaps.iter().enumerate() {
        line.push_str(&"─".repeat(gap.before));
        if gap.has_bar {
            let (is_left, is_right) = (column == 0, column + 1 == gaps.len());
            line.push(match (is_top, is_bottom, is_left, is_right) {
                (true, _, true, _) => '┌',
                (true, _, _, true) => '┐',
                (true, ..) => '┬',
                (_, true, true, _) => '└',
                (_, true, _, true) => '┘',
                (_, true, ..) => '┴',
                (_, _, true, _) => '├',
                (_, _, _, true) => '┤',
                _ => '┼',
            });
        }
        line.push_str(&"─".repeat(gap.after));
        line.push_str(&"─".repeat(widths.get(column).copied().unwrap_or(0)));
    }
    line
}

/// Returns the position of a cell in its column. `count` is the number of rows.
fn position(grid: &Grid, (row, column): (usize, usize), count: usize) -> Position {
    match grid.kind {
        GridKind::Multline if row == 0 => return Position::Left,
        GridKind::Multline if row + 1 == count => return Position::Right,
        GridKind::Multline => return Position::Center,
        GridKind::Aligned if column % 2 == 1 => return Position::Left,
        _ => {}
    }
    match grid.columns.get(column).or(grid.columns.last()) {
        Some(ColumnAlignment::Left) => Position::Left,
        Some(ColumnAlignment::Right) => Position::Right,
        _ => Position::Center,
    }
}
