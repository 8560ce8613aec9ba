//! The help view: the key table section by section, and the terms of the filter language.

use super::canvas::{Canvas, RowArea, literal};
use crate::app::help::{HelpRow, HelpView, key_columns};
use crate::app::keymap::Keymap;
use crate::app::panes::Rect;
use crate::text::{self, Clean};
use crate::theme::Role;

/// Minimum width of the screen at which the table is centered, in columns.
const MIN_COLUMNS_FOR_CENTERING: u16 = 100;
/// Width of the centered table, in columns.
const TABLE_COLUMNS: u16 = 90;

/// Draws the help.
pub(super) fn draw(keymap: &Keymap, help: &HelpView, area: Rect, canvas: &mut Canvas<'_, '_>) {
    let rows = help.rows(keymap, area.width);
    if rows.is_empty() {
        let row = RowArea::top_of(area).skip(2).shorten(1);
        canvas.print_truncated(row, &literal("No match"), Role::Dim);
    }
    let left_margin = if area.width >= MIN_COLUMNS_FOR_CENTERING {
        (area.width - TABLE_COLUMNS) / 2
    } else {
        1
    };
    let key_columns = key_columns(area.width);
    for (row, help_row) in RowArea::rows_of(area).zip(rows.into_iter().skip(help.top)) {
        let row = row.skip(left_margin).shorten(1);
        match help_row {
            HelpRow::Blank => {}
            HelpRow::Section(name) => {
                canvas.print(row, &literal(name), Role::SectionHeading);
            }
            HelpRow::Entry(keys, description) => {
                draw_entry(&Clean::line(&keys), description, row, key_columns, canvas);
            }
        }
    }
}

/// Draws keys and their description. A description that is too long for its column starts further to the left, but not
/// before the end of the keys.
fn draw_entry(
    keys: &Clean<'_>,
    description: &'static str,
    row: RowArea,
    key_columns: u16,
    canvas: &mut Canvas<'_, '_>,
) {
    let after_keys = canvas.print_truncated(row.skip(1).limit(key_columns), keys, Role::Key);
    // The starts of the description, in columns from the start of the row. The minimum is two columns after the keys.
    let min_start = after_keys.x - row.x + 2;
    // An indent of one column, the widest keys, and a gap of one column.
    let usual_start = 1 + key_columns + 1;
    let fitting_start = usize::from(row.width).saturating_sub(text::width(description)) as u16;
    let start = fitting_start.clamp(min_start.min(usual_start), usual_start);
    canvas.print_truncated(row.skip(start), &literal(description), Role::Text);
}
