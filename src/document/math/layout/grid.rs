//! Rows and cells: matrices, cases, aligned lines, and tables with drawn lines.

use pulldown_latex::event::ColumnAlignment;

use super::delimiter::place_between;
use super::lay_out;
use super::row::lay_out_row;
use crate::document::Align;
use crate::document::math::boxes::{LayoutBox, place_beside};
use crate::document::math::spacing;
use crate::document::math::tree::{Class, GridKind, MathGrid, MathNode};

/// Number of blanks between the columns of a matrix.
const MATRIX_GAP_COLUMNS: usize = 2;

/// Number of blanks between two pairs of columns of aligned lines.
const PAIR_GAP_COLUMNS: usize = 4;

/// Lays out the rows and cells of an environment, with a brace for cases.
pub(super) fn lay_out_grid(grid: &MathGrid) -> Option<LayoutBox> {
    let layout_box = lay_out_rows(grid, &lay_out_cells(grid)?)?;
    match grid.kind {
        GridKind::Cases { is_right: false } => place_between(
            Some('{'),
            place_beside(&[LayoutBox::blank(1), layout_box])?,
            None,
        ),
        GridKind::Cases { is_right: true } => place_between(
            None,
            place_beside(&[layout_box, LayoutBox::blank(1)])?,
            Some('}'),
        ),
        _ => Some(layout_box),
    }
}

/// Lays out each cell of each row.
fn lay_out_cells(grid: &MathGrid) -> Option<Vec<Vec<LayoutBox>>> {
    let mut rows = Vec::with_capacity(grid.rows.len());
    for row_nodes in &grid.rows {
        let mut cells = Vec::with_capacity(row_nodes.len());
        for (column, cell) in row_nodes.iter().enumerate() {
            // Every second cell of aligned lines continues the cell before it.
            let is_continuation = grid.kind == GridKind::Aligned && column % 2 == 1;
            let class_before = is_continuation.then_some(Class::Ordinary);
            cells.push(match cell {
                MathNode::Row(nodes) => lay_out_row(nodes, class_before)?,
                node => lay_out(node)?,
            });
        }
        rows.push(cells);
    }
    Some(rows)
}

/// Places the rows below each other, with the horizontal lines and the blank rows between them.
fn lay_out_rows(grid: &MathGrid, cells: &[Vec<LayoutBox>]) -> Option<LayoutBox> {
    let columns = Columns::new(grid, cells);
    let row_count = cells.len();
    // The rows of the box. A row of the grid may take several of them.
    let mut rows = Vec::new();
    let mut baseline = 0;
    for index in 0..=row_count {
        if grid.horizontal_lines.contains(&index) {
            rows.push(columns.draw_rule(index == 0, index == row_count));
        } else if has_blank_row_above(grid, cells, index) {
            rows.extend(columns.blank_row()?.rows);
        }
        let Some(row) = cells.get(index) else {
            break;
        };
        let layout_box = columns.place_cells(grid, index, row)?;
        if row_count == 1 {
            baseline = rows.len() + layout_box.baseline;
        }
        rows.extend(layout_box.rows);
    }
    // The baseline of several rows is the middle of the grid.
    if row_count > 1 {
        baseline = rows.len().saturating_sub(1) / 2;
    }
    LayoutBox::new(rows, baseline).within_limits()
}

/// Returns true if a blank row separates row `index` from the row above.
fn has_blank_row_above(grid: &MathGrid, cells: &[Vec<LayoutBox>], index: usize) -> bool {
    if !(1..cells.len()).contains(&index) || grid.kind == GridKind::Stack {
        return false;
    }
    let has_high_cell = |row: &[LayoutBox]| row.iter().any(|cell| cell.height() > 1);
    // The two rows of a matrix or of cases are separated by a blank row, which becomes the baseline.
    let are_two_rows_separated = cells.len() == 2
        && matches!(grid.kind, GridKind::Matrix | GridKind::Cases { .. })
        && grid.horizontal_lines.is_empty();
    are_two_rows_separated || has_high_cell(&cells[index - 1]) || has_high_cell(&cells[index])
}

/// The columns of a grid.
struct Columns {
    /// The width of each column.
    widths: Vec<usize>,
    /// The gap before each column, and the gap after the last column.
    gaps: Vec<Gap>,
}

impl Columns {
    /// Computes the widths and the gaps of the columns from all rows.
    fn new(grid: &MathGrid, cells: &[Vec<LayoutBox>]) -> Self {
        let columns = grid.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width_of = |column: usize| {
            let widths = cells
                .iter()
                .filter_map(|row| row.get(column))
                .map(|cell| cell.width);
            widths.max().unwrap_or(0)
        };
        Self {
            widths: (0..columns).map(width_of).collect(),
            gaps: (0..=columns)
                .map(|column| gap(grid, column, columns))
                .collect(),
        }
    }

    /// Places the cells of row `index` beside each other, with the gaps between them.
    fn place_cells(&self, grid: &MathGrid, index: usize, row: &[LayoutBox]) -> Option<LayoutBox> {
        let mut boxes = Vec::with_capacity(self.widths.len() * 2 + 1);
        let ascent = row.iter().map(LayoutBox::ascent).max().unwrap_or(0);
        let descent = row.iter().map(LayoutBox::descent).max().unwrap_or(0);
        for (column, width) in self.widths.iter().enumerate() {
            boxes.push(self.gaps[column].to_box(ascent, descent));
            let cell = row
                .get(column)
                .cloned()
                .unwrap_or_else(|| LayoutBox::text(""));
            let align = cell_align(grid, index, column);
            boxes.push(cell.padded(*width, align));
        }
        boxes.push(self.gaps[self.widths.len()].to_box(ascent, descent));
        place_beside(&boxes)
    }

    /// Returns a row of blanks with the vertical lines between columns.
    fn blank_row(&self) -> Option<LayoutBox> {
        let columns = self
            .widths
            .iter()
            .map(|width| LayoutBox::blank(*width))
            // No column follows the last gap.
            .chain([LayoutBox::text("")]);
        let gaps_and_columns = self
            .gaps
            .iter()
            .zip(columns)
            .flat_map(|(gap, column)| [gap.to_box(0, 0), column]);
        place_beside(&gaps_and_columns.collect::<Vec<_>>())
    }

    /// Draws a horizontal line through all columns.
    fn draw_rule(&self, is_top: bool, is_bottom: bool) -> String {
        let mut line = String::new();
        for (column, gap) in self.gaps.iter().enumerate() {
            line.push_str(&"─".repeat(gap.before));
            if gap.has_line {
                let (is_left, is_right) = (column == 0, column + 1 == self.gaps.len());
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
            line.push_str(&"─".repeat(self.widths.get(column).copied().unwrap_or(0)));
        }
        line
    }
}

/// The blanks and the vertical line between two columns, before the first column, or after the last column.
struct Gap {
    /// Number of blanks before the vertical line.
    before: usize,
    /// True if the gap contains a vertical line.
    has_line: bool,
    /// Number of blanks after the vertical line.
    after: usize,
}

impl Gap {
    /// Draws the gap with `ascent` rows above and `descent` rows below the baseline.
    fn to_box(&self, ascent: usize, descent: usize) -> LayoutBox {
        let line = if self.has_line { "│" } else { "" };
        let row = format!(
            "{}{line}{}",
            " ".repeat(self.before),
            " ".repeat(self.after)
        );
        LayoutBox::new(vec![row; ascent + descent + 1], ascent)
    }
}

/// Returns the gap before a column. If `column` is `column_count`, returns the gap after the last column.
fn gap(grid: &MathGrid, column: usize, column_count: usize) -> Gap {
    let has_line = grid.vertical_lines.contains(&column);
    let is_inside = column > 0 && column < column_count;
    if has_line {
        return Gap {
            before: usize::from(column > 0),
            has_line,
            after: usize::from(column < column_count),
        };
    }
    let before = match grid.kind {
        _ if !is_inside => 0,
        GridKind::Aligned if column.is_multiple_of(2) => PAIR_GAP_COLUMNS,
        // Within a pair, a blank precedes the operator at which the lines are aligned.
        GridKind::Aligned => {
            let starts_with_operator = |row: &Vec<MathNode>| match row.get(column) {
                Some(MathNode::Row(nodes)) => {
                    matches!(
                        spacing::first_class(nodes),
                        Some(Class::Relation | Class::Binary)
                    )
                }
                _ => false,
            };
            let has_content_at_left = grid
                .rows
                .iter()
                .any(|row| row.get(column - 1) != Some(&MathNode::Row(Vec::new())));
            usize::from(has_content_at_left && grid.rows.iter().any(starts_with_operator))
        }
        _ => MATRIX_GAP_COLUMNS,
    };
    Gap {
        before,
        has_line,
        after: 0,
    }
}

/// Returns the alignment of a cell in its column.
fn cell_align(grid: &MathGrid, row: usize, column: usize) -> Align {
    match grid.kind {
        GridKind::Multline if row == 0 => return Align::Left,
        GridKind::Multline if row + 1 == grid.rows.len() => return Align::Right,
        GridKind::Multline => return Align::Center,
        GridKind::Aligned if column % 2 == 1 => return Align::Left,
        _ => {}
    }
    match grid.columns.get(column).or(grid.columns.last()) {
        Some(ColumnAlignment::Left) => Align::Left,
        Some(ColumnAlignment::Right) => Align::Right,
        _ => Align::Center,
    }
}
