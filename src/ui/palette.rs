//! The palette: a list of names, keys and descriptions above the footer.

use super::canvas::{Canvas, RowArea, literal};
use super::{key_panel, overlay};
use crate::app::Model;
use crate::app::palette::{PaletteEntry, PaletteKind};
use crate::app::panes::Rect;
use crate::clean;
use crate::text;
use crate::theme::Role;

/// Maximum number of rows with entries.
const MAX_ROWS: u16 = 12;
/// Width of the names, in columns.
const NAME_COLUMNS: u16 = 24;
/// Width of the keys, in columns.
const KEY_COLUMNS: u16 = 18;
/// Columns between names and keys, and between keys and descriptions.
const GAP_COLUMNS: u16 = 2;
/// Minimum screen width at which descriptions are shown, in columns.
const MIN_COLUMNS_FOR_DESCRIPTIONS: u16 = 90;

/// Draws the palette, if it is open, above the footer.
pub(super) fn draw(model: &Model, footer: Rect, canvas: &mut Canvas<'_, '_>) {
    let Some(palette) = &model.palette() else {
        return;
    };
    // The height does not depend on the number of entries, so that the panel does not move while the query is typed.
    let area = key_panel::draw_empty_panel(footer, MAX_ROWS.min(footer.y / 2), canvas);
    canvas.set_clickable_view(area);
    if palette.shown().len() == 0 {
        let message = literal(match palette.kind {
            PaletteKind::Commands => "No matching command",
            PaletteKind::Themes => "No matching theme",
        });
        let row = RowArea::top_of(area).skip(2).shorten(1);
        canvas.print_truncated(row, &message, Role::Dim);
    }
    // The list scrolls only as far as needed to show the selected entry.
    let top = (palette.selected + 1).saturating_sub(usize::from(area.height));
    let entries = palette.shown().enumerate().skip(top);
    for (row, (index, entry)) in RowArea::rows_of(area).zip(entries) {
        canvas.add_clickable_item(row, index);
        let role = if index == palette.selected {
            overlay::draw_selection(row.skip(1), canvas);
            Role::Title
        } else {
            Role::Text
        };
        draw_entry(entry, row, role, canvas);
    }
}

/// Draws the name, the keys and, if there is room, the description of an entry.
fn draw_entry(entry: &PaletteEntry, row: RowArea, role: Role, canvas: &mut Canvas<'_, '_>) {
    let name = clean!("{}", entry.name);
    let keys = clean!("{}", entry.keys);
    let inside = row.skip(3).shorten(1);
    if row.width < MIN_COLUMNS_FOR_DESCRIPTIONS {
        let columns = text::width(&keys).min(usize::from(inside.width / 2)) as u16;
        let free = inside.shorten(columns);
        canvas.print_truncated(inside.skip(free.width), &keys, Role::Key);
        canvas.print_truncated(free.shorten(GAP_COLUMNS), &name, role);
        return;
    }
    canvas.print_truncated(inside.limit(NAME_COLUMNS), &name, role);
    let after_name = inside.skip(NAME_COLUMNS + GAP_COLUMNS);
    canvas.print_truncated(after_name.limit(KEY_COLUMNS), &keys, Role::Key);
    let after_keys = after_name.skip(KEY_COLUMNS + GAP_COLUMNS);
    canvas.print_truncated(after_keys, &clean!("{}", entry.help), Role::Dim);
}
