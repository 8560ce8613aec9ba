//! The help view: the key table, as it is.

use super::pen::{Pen, literal};
use crate::app::keymap::{Entry, Keymap};
use crate::app::panes::Rect;
use crate::clean;
use crate::theme::Role;

/// Columns of the keys.
const KEYS: u16 = 24;

/// What stands on a row.
enum Line {
    Gap,
    Name(&'static str),
    Keys(&'static Entry),
}

pub(super) fn draw(keymap: &Keymap, top: usize, area: Rect, pen: &mut Pen<'_, '_>) {
    let lines = keymap
        .sections()
        .enumerate()
        .flat_map(|(at, (name, entries))| {
            let gap = (at > 0).then_some(Line::Gap);
            let entries = entries.map(Line::Keys);
            gap.into_iter().chain([Line::Name(name)]).chain(entries)
        });
    let left = if area.width >= 100 {
        (area.width - 90) / 2
    } else {
        1
    };
    let keys = KEYS.min(area.width / 3);
    for (y, line) in (area.y..area.y + area.height).zip(lines.skip(top)) {
        let (x, room) = (area.x + left, area.width.saturating_sub(left + 1));
        match line {
            Line::Gap => {}
            Line::Name(name) => {
                pen.put((x, y), room, &literal(name), Role::Year);
            }
            Line::Keys(entry) => {
                pen.put_short(
                    (x + 1, y),
                    keys,
                    &clean!("{}", keymap.all_keys(entry)),
                    Role::Key,
                );
                let room = room.saturating_sub(keys + 2);
                pen.put_short((x + keys + 2, y), room, &literal(entry.help), Role::Text);
            }
        }
    }
}
