//! The details of a post: named facts, and the front matter as written.

use ratatui::layout::Position;

use super::canvas::{Canvas, RowArea, literal};
use super::overlay;
use crate::app::details::Details;
use crate::app::panes::Rect;
use crate::paint;
use crate::text;
use crate::theme::Role;

/// Maximum width of the text, in columns.
const MAX_COLUMNS: u16 = 96;

/// Draws the details of a post.
pub(super) fn draw(details: &Details, area: Rect, canvas: &mut Canvas<'_, '_>) {
    let area = overlay::centered(area, MAX_COLUMNS);
    let names = details.facts.iter().map(|(name, _)| text::width(name));
    let gap_columns = 2;
    let indent = names.max().unwrap_or(0) as u16 + gap_columns;
    let mut rows = RowArea::rows_of(area);
    // `details.top` counts each fact as one line, even if the fact takes several rows.
    for (name, value) in details.facts.iter().skip(details.top) {
        let role = if **name == *"title" {
            Role::Title
        } else {
            Role::Text
        };
        let text_rows = paint::plain(value, role, area.width.saturating_sub(indent));
        for (index, (text_row, row_area)) in text_rows.iter().zip(&mut rows).enumerate() {
            if index == 0 {
                canvas.print(row_area.limit(indent), name, Role::Dim);
            }
            canvas.print_without_links(
                Position {
                    x: row_area.x + indent,
                    y: row_area.y,
                },
                area,
                text_row,
            );
        }
    }
    if details.front_matter.is_empty() {
        return;
    }
    // The heading and the two empty rows around it scroll together with the other rows.
    let heading = [None, Some(literal("Front matter")), None];
    let heading_rows = heading.len();
    let hidden_rows = details.top.saturating_sub(details.facts.len());
    for (line, row) in heading.into_iter().skip(hidden_rows).zip(&mut rows) {
        if let Some(line) = line {
            canvas.print(row, &line, Role::SectionHeading);
        }
    }
    let hidden_lines = hidden_rows.saturating_sub(heading_rows);
    for (line, row) in details.front_matter.iter().skip(hidden_lines).zip(rows) {
        canvas.print_truncated(row, line, Role::Text);
    }
}
