//! The library picker. A library has two rows: its title and number of posts, then its name and folder.

use super::canvas::{Canvas, RowArea, literal};
use super::{counts, overlay};
use crate::app::Model;
use crate::app::libraries::{KnownLibrary, LibraryPicker};
use crate::app::panes::Rect;
use crate::clean;
use crate::text::Clean;
use crate::theme::Role;

/// Maximum width of the text, in columns.
const MAX_COLUMNS: u16 = 80;
/// Number of rows for each library.
const LIBRARY_ROWS: usize = 2;

/// Draws the library picker.
pub(super) fn draw(model: &Model, picker: &LibraryPicker, area: Rect, canvas: &mut Canvas<'_, '_>) {
    let area = overlay::centered(area, MAX_COLUMNS);
    let status = if model.is_finding_libraries() {
        literal("looking for others…")
    } else {
        Clean::default()
    };
    let free = canvas.print_right(RowArea::top_of(area), &status, Role::Dim);
    canvas.print(free, &literal("Libraries"), Role::SectionHeading);
    let below = overlay::below_title(area);
    if picker.libraries.is_empty() && !model.is_finding_libraries() {
        let message = literal(
            "No libraries yet. folio lists the folders that you open, and the libraries that `[libraries]` in the configuration file names.",
        );
        return overlay::draw_paragraphs([(message, Role::Dim)], below, canvas);
    }
    let total_rows = picker.libraries.len() * LIBRARY_ROWS;
    let selected_row = picker.selected * LIBRARY_ROWS;
    let top = overlay::first_visible(selected_row, total_rows, below.height);
    // The first visible row is always the first row of a library.
    let top = top.next_multiple_of(LIBRARY_ROWS);
    for (row, list_row) in RowArea::rows_of(below).zip(top..total_rows) {
        let index = list_row / LIBRARY_ROWS;
        let library = &picker.libraries[index];
        canvas.add_clickable_item(row, index);
        if index == picker.selected {
            overlay::draw_selection(row, canvas);
        }
        // Two columns are left free at the left end of the row, and one at the right end.
        let row = row.skip(2).shorten(1);
        if list_row % LIBRARY_ROWS == 0 {
            draw_title(library, row, canvas);
        } else {
            draw_folder(library, row, canvas);
        }
    }
}

/// Draws the title of a library (`label`), or the name of a library that was never open and thus has no title. The right end
/// shows the number of posts, or that the folder is missing.
fn draw_title(library: &KnownLibrary, row: RowArea, canvas: &mut Canvas<'_, '_>) {
    let (facts, role) = match library.posts {
        _ if library.is_missing => (literal("no such folder"), Role::Warning),
        Some(posts) if library.is_open => (clean!("open · {}", counts::posts(posts)), Role::Dim),
        Some(posts) => (counts::posts(posts), Role::Dim),
        None => (Clean::default(), Role::Dim),
    };
    let free = canvas.print_right(row, &facts, role).shorten(2);
    let title = match &library.name {
        Some(name) if library.label.is_empty() => clean!("@{name}"),
        _ => Clean::line(&library.label).into_owned(),
    };
    canvas.print_truncated(free, &title, Role::Title);
}

/// Draws the name that the library has in the configuration, and then the folder. The name is omitted if it is already drawn in
/// place of the title.
fn draw_folder(library: &KnownLibrary, row: RowArea, canvas: &mut Canvas<'_, '_>) {
    let mut free = row;
    if let Some(name) = library.name.as_ref().filter(|_| !library.label.is_empty()) {
        free = canvas.print(free, &clean!("@{name}"), Role::Accent);
        free = canvas.print(free, &literal(" · "), Role::Dim);
    }
    canvas.print_truncated_left(free, &library.shown_folder, Role::Dim);
}
