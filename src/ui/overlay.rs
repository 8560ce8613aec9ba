//! Functions that overlays and panes share: for the centered column of an overlay, titles, selected rows and paragraphs.
//!
//! Lists with a selection are scrolled so that the selected row is near the middle.

use ratatui::layout::Position;

use super::canvas::{Canvas, RowArea, literal};
use crate::app::panes::{Rect, SPACIOUS_VIEW_ROWS};
use crate::paint;
use crate::text::Clean;
use crate::theme::Role;

/// Maximum number of columns, in the middle of the screen, where a mouse press does not close an overlay. The widest text has
/// 110 columns, and the margin on each side has two. The image view has no such maximum.
pub(super) const CLICKABLE_COLUMNS: u16 = 114;

/// Returns the middle of `area`, at most `max_columns` wide, with a margin of at least two columns on both sides.
pub(super) fn centered(area: Rect, max_columns: u16) -> Rect {
    let width = area.width.saturating_sub(4).min(max_columns);
    Rect {
        x: area.x + (area.width - width) / 2,
        width,
        ..area
    }
}

/// Returns the rows of `area` below the title. If the area has at least [`SPACIOUS_VIEW_ROWS`] rows, the row that follows the
/// title stays empty and is not returned either.
pub(super) fn below_title(area: Rect) -> Rect {
    let title_rows = if area.height < SPACIOUS_VIEW_ROWS {
        1
    } else {
        2
    };
    let title_rows = area.height.min(title_rows);
    Rect {
        y: area.y + title_rows,
        height: area.height - title_rows,
        ..area
    }
}

/// Returns the index of the first visible entry of a list with `count` entries. The list is shown in `height` rows, with the
/// entry `selected` near the middle.
pub(super) fn first_visible(selected: usize, count: usize, height: u16) -> usize {
    let height = usize::from(height);
    selected
        .saturating_sub(height / 2)
        .min(count.saturating_sub(height))
}

/// Draws the background of a selected row, and a bar in the row's first column.
pub(super) fn draw_selection(row: RowArea, canvas: &mut Canvas<'_, '_>) {
    canvas.fill_background(row, Role::Selected);
    canvas.print(row.limit(1), &literal("▌"), Role::Accent);
}

/// Draws paragraphs one below the other, wrapped to the width of `area`.
pub(super) fn draw_paragraphs<'t>(
    paragraphs: impl IntoIterator<Item = (Clean<'t>, Role)>,
    area: Rect,
    canvas: &mut Canvas<'_, '_>,
) {
    let rows = paragraphs
        .into_iter()
        .flat_map(|(text, role)| paint::plain(&text, role, area.width));
    for (y, row) in (area.y..area.y + area.height).zip(rows) {
        canvas.print_without_links(Position { x: area.x, y }, area, &row);
    }
}
