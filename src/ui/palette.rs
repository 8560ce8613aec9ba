//! The palette: names, keys and what each does, over the lowest rows of the screen.

use super::panel;
use super::pen::{Pen, literal};
use crate::app::Model;
use crate::app::palette::Command;
use crate::app::panes::Rect;
use crate::clean;
use crate::text;
use crate::theme::Role;

/// Rows of commands at most.
const ROWS: u16 = 12;
/// Columns of a name, and of the keys.
const NAME: u16 = 24;
const KEYS: u16 = 18;
/// Columns from which there is room for what a command does.
const WIDE: u16 = 90;

pub(super) fn draw(model: &Model, footer: Rect, pen: &mut Pen<'_, '_>) {
    let Some(palette) = &model.palette else {
        return;
    };
    // As high as it may get: what moves with each letter would be hard to follow.
    let area = panel::open(footer, ROWS.min(footer.y / 2), pen);
    let height = usize::from(area.height);
    let all = palette.shown().len();
    if all == 0 {
        let message = literal("Nothing here is called so.");
        pen.put_short(
            (area.x + 2, area.y),
            area.width.saturating_sub(3),
            &message,
            Role::Dim,
        );
    }
    let top = (palette.selected + 1).saturating_sub(height);
    for (y, (at, command)) in
        (area.y..area.y + area.height).zip(palette.shown().enumerate().skip(top))
    {
        let row = Rect {
            y,
            height: 1,
            ..area
        };
        if at == palette.selected {
            pen.ground(row, Role::Selected);
            pen.put((area.x + 1, y), 1, &literal("▌"), Role::Accent);
        }
        entry(command, row, at == palette.selected, pen);
    }
}

fn entry(command: &Command, row: Rect, selected: bool, pen: &mut Pen<'_, '_>) {
    let (x, y) = (row.x + 3, row.y);
    let room = row.width.saturating_sub(4);
    let role = if selected { Role::Title } else { Role::Text };
    let name = clean!("{}", command.name);
    let keys = clean!("{}", command.keys);
    if row.width < WIDE {
        let columns = text::width(&keys).min(usize::from(room / 2)) as u16;
        let free = room.saturating_sub(columns);
        pen.put_short((x + free, y), columns, &keys, Role::Key);
        pen.put_short((x, y), free.saturating_sub(2), &name, role);
        return;
    }
    pen.put_short((x, y), NAME, &name, role);
    pen.put_short((x + NAME + 2, y), KEYS, &keys, Role::Key);
    let left = NAME + KEYS + 4;
    let help = literal(command.help);
    pen.put_short((x + left, y), room.saturating_sub(left), &help, Role::Dim);
}
