//! The link preview: a panel below or above the link. The first and the last row of the panel are horizontal lines.

use ratatui::layout::Position;

use super::canvas::{Canvas, RowArea, literal};
use crate::app::Model;
use crate::app::panes::Rect;
use crate::app::preview::LinkPreview;
use crate::paint;
use crate::theme::Role;

/// Maximum number of rows between the two horizontal lines.
const MAX_ROWS: u16 = 14;
/// Number of rows that the two horizontal lines take.
const LINE_ROWS: u16 = 2;
/// Columns between the preview's text and each side of the panel.
const MARGIN_COLUMNS: u16 = 2;

/// Draws the preview, if the article is visible.
pub(super) fn draw(model: &Model, preview: &LinkPreview, canvas: &mut Canvas<'_, '_>) {
    let Some(pane) = model.panes().article else {
        return;
    };
    let text_area = model.text_area();
    let is_loading = preview.text.is_none() && model.is_preview_loading();
    let rows = preview.header.len() + preview.rows() + usize::from(is_loading);
    let height = (rows as u16).clamp(1, MAX_ROWS) + LINE_ROWS;
    let height = height.min(pane.height);
    let panel = Rect {
        x: (pane.x + text_area.left).saturating_sub(MARGIN_COLUMNS),
        y: panel_top(model, pane, height),
        width: (text_area.widths.measure + 2 * MARGIN_COLUMNS).min(pane.width),
        height,
    };
    canvas.clear(panel);
    canvas.set_clickable_view(panel);
    let line = paint::repeat("─", usize::from(panel.width));
    for y in [panel.y, panel.y + height - 1] {
        let row = RowArea::top_of(Rect { y, ..panel });
        canvas.print(row, &line, Role::Separator);
    }
    let inside = Rect {
        x: pane.x + text_area.left,
        y: panel.y + 1,
        width: (panel.x + panel.width).saturating_sub(pane.x + text_area.left),
        height: height.saturating_sub(LINE_ROWS),
    };
    draw_rows(preview, is_loading, inside, canvas);
}

/// Draws the header and the text of the preview.
fn draw_rows(preview: &LinkPreview, is_loading: bool, area: Rect, canvas: &mut Canvas<'_, '_>) {
    let mut ys = area.y..area.y + area.height;
    for (row, y) in preview.header.iter().zip(ys.by_ref()) {
        canvas.print_without_links(Position { x: area.x, y }, area, row);
    }
    if is_loading && let Some(y) = ys.next() {
        let row = RowArea::top_of(Rect { y, ..area });
        canvas.print(row, &literal("loading…"), Role::Dim);
    }
    let Some(text) = &preview.text else {
        return;
    };
    for (row, y) in text.rows.clone().skip(preview.top).zip(ys) {
        let mut row = paint::row(&text.body.document, &text.body.layout, row);
        // The background of code may be wider than the panel.
        if let Some(background) = &mut row.background {
            background.columns.end = background.columns.end.min(area.width);
        }
        canvas.print_without_links(Position { x: area.x, y }, area, &row);
    }
}

/// Returns the screen row at which a panel of `height` rows starts. The panel is below the link if there is room, else
/// above the link, else at the end of the pane.
fn panel_top(model: &Model, pane: Rect, height: u16) -> u16 {
    let end = pane.y + pane.height;
    let link_row = model.selected_link_row().map(|row| pane.y + row as u16);
    match link_row.filter(|row| *row < end) {
        Some(row) if row + 1 + height <= end => row + 1,
        Some(row) if row >= pane.y + height => row - height,
        _ => end - height,
    }
}
