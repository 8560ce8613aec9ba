//! The help view: the key table, section by section.

use super::canvas::{Canvas, RowArea, literal};
use crate::app::keymap::{Entry, Keymap};
use crate::app::panes::Rect;
use crate::clean;
use crate::theme::Role;

/// Columns of the keys.
const KEY_COLUMNS: u16 = 24;
/// Columns from which the table is centered.
const CENTERED_FROM_COLUMNS: u16 = 100;
/// Columns of the centered table.
const TABLE_COLUMNS: u16 = 90;

/// One row of the view.
enum Line {
    Blank,
    Section(&'static str),
    Keys(&'static Entry),
}

/// Draws the help, scrolled to its row `top`.
pub(super) fn draw(keymap: &Keymap, top: usize, area: Rect, canvas: &mut Canvas<'_, '_>) {
    let lines = keymap
        .sections()
        .enumerate()
        .flat_map(|(at, (name, entries))| {
            let blank = (at > 0).then_some(Line::Blank);
            let entries = entries.map(Line::Keys);
            blank
                .into_iter()
                .chain([Line::Section(name)])
                .chain(entries)
        });
    let left = if area.width >= CENTERED_FROM_COLUMNS {
        (area.width - TABLE_COLUMNS) / 2
    } else {
        1
    };
    let key_columns = KEY_COLUMNS.min(area.width / 3);
    for (row, line) in RowArea::rows_of(area).zip(lines.skip(top)) {
        let row = row.skip(left).shorten(1);
        match line {
            Line::Blank => {}
            Line::Section(name) => {
                canvas.print(row, &literal(name), Role::SectionHeading);
            }
            Line::Keys(entry) => {
                let keys = clean!("{}", keymap.all_keys(entry));
                canvas.print_truncated(row.skip(1).limit(key_columns), &keys, Role::Key);
                let rest = row.skip(key_columns + 2);
                canvas.print_truncated(rest, &literal(entry.help), Role::Text);
            }
        }
    }
}
