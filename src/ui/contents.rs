//! The table of contents: a column beside the article, or a view in place of the article.

use super::canvas::{Canvas, RowArea, literal};
use super::overlay;
use crate::app::article::Article;
use crate::app::panes::Rect;
use crate::app::{Focus, Model};
use crate::clean;
use crate::text::Clean;
use crate::theme::Role;

/// Maximum width of an entry, in columns.
const MAX_COLUMNS: u16 = 76;
/// Columns of indentation for each heading level.
const INDENT_COLUMNS: usize = 2;

/// A heading in the table of contents.
struct Entry {
    /// The index of the heading in the document.
    heading: usize,
    /// The index of the heading among the visible headings.
    visible_index: usize,
    /// True if the heading is selected and the contents are focused.
    is_selected: bool,
    /// True if the reading position is in the section of the heading.
    is_current: bool,
}

/// Draws the table of contents of the open article.
pub(super) fn draw(model: &Model, area: Rect, canvas: &mut Canvas<'_, '_>) {
    let Some(article) = &model.article else {
        return;
    };
    let contents = &article.contents;
    let is_focused = model.screen.focus == Focus::Contents;
    let title = if contents.query.is_empty() {
        literal("Contents")
    } else {
        clean!("Contents /{}", contents.query)
    };
    let inside = |row: RowArea| row.skip(2).shorten(1);
    canvas.print_truncated(inside(RowArea::top_of(area)), &title, Role::Dim);
    let below = overlay::below_title(area);
    if contents.visible.is_empty() {
        let message = literal("No matching heading");
        canvas.print_truncated(inside(RowArea::top_of(below)), &message, Role::Dim);
        return;
    }
    let current = article.current_contents_index();
    let first_index = model.contents_top(usize::from(below.height));
    let headings = contents.visible.iter().enumerate().skip(first_index);
    for (row, (visible_index, heading)) in RowArea::rows_of(below).zip(headings) {
        let entry = Entry {
            heading: *heading,
            visible_index,
            is_selected: is_focused && visible_index == contents.selected,
            is_current: current == Some(visible_index),
        };
        draw_entry(article, &entry, row.limit(MAX_COLUMNS), canvas);
    }
}

/// Draws a heading, indented by its level. The selected heading has a bar. The current heading has `▸`, unless it is
/// selected. A collapsed heading has `+`, but not while a query is set: a query also finds headings that are hidden below a
/// collapsed heading.
fn draw_entry(article: &Article, entry: &Entry, row: RowArea, canvas: &mut Canvas<'_, '_>) {
    let (document, contents) = (&article.body.document, &article.contents);
    if entry.is_selected {
        overlay::draw_selection(row.skip(1).shorten(1), canvas);
    } else if entry.is_current {
        canvas.print(row.skip(1), &literal("▸"), Role::Accent);
    }
    let toc = document.toc();
    let text = document.heading_text(&toc.headings()[entry.heading]);
    let line = Clean::line(&text);
    let depth = toc.depths()[entry.heading];
    let indent = (depth * INDENT_COLUMNS).min(usize::from(row.width / 2)) as u16;
    // Three columns in front for the bar or `▸`, and two columns behind for ` +`.
    let inside = row.skip(3 + indent).shorten(2);
    let is_collapsed = contents.is_collapsed(entry.heading) && contents.query.is_empty();
    let role = if entry.is_current {
        Role::Title
    } else {
        Role::Text
    };
    let free = canvas.print_matches(inside, &line, role, contents.matches(entry.visible_index));
    if is_collapsed {
        let marker = RowArea {
            x: free.x + 1,
            width: 1,
            ..free
        };
        canvas.print(marker, &literal("+"), Role::Dim);
    }
}
