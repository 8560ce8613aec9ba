//! A panel above the footer: what may follow a key.

use super::pen::Pen;
use crate::app::Model;
use crate::app::keymap::{self, Follower};
use crate::app::panes::Rect;
use crate::clean;
use crate::text;
use crate::theme::Role;

/// Fewest columns of an entry.
const COLUMN: u16 = 28;

/// Clears `rows` above the footer, with a line above them, and gives back the cleared part.
pub(super) fn open(footer: Rect, rows: u16, pen: &mut Pen<'_, '_>) -> Rect {
    let height = (rows + 1).min(footer.y);
    let whole = Rect {
        y: footer.y - height,
        height,
        ..footer
    };
    pen.clear(whole);
    let line = crate::paint::repeat("─", usize::from(whole.width));
    pen.put((whole.x, whole.y), whole.width, &line, Role::Track);
    Rect {
        y: whole.y + height.min(1),
        height: height.saturating_sub(1),
        ..whole
    }
}

/// What may follow the key that was pressed last, from the key table.
pub(super) fn followers(model: &Model, footer: Rect, pen: &mut Pen<'_, '_>) {
    let Some(prefix) = model.prefix() else { return };
    let followers: Vec<Follower> = keymap::followers(model.context(), prefix).collect();
    if followers.is_empty() || footer.width < 4 {
        return;
    }
    let words = |one: &Follower| one.action.words();
    let longest = followers.iter().map(|one| text::width(&words(one)));
    let column = (longest.max().unwrap_or(0) as u16 + 6).max(COLUMN);
    let columns = ((footer.width - 1) / column).clamp(1, 3);
    let rows = (followers.len() as u16).div_ceil(columns);
    let inside = open(footer, rows, pen);
    for (at, follower) in followers.iter().enumerate() {
        let (column, y) = (at as u16 / rows * column, inside.y + at as u16 % rows);
        if y >= inside.y + inside.height {
            continue;
        }
        let x = inside.x + 1 + column;
        let end = inside.x + inside.width;
        let key = clean!("{}", keymap::shown(follower.key));
        pen.put((x, y), end.saturating_sub(x), &key, Role::Key);
        let x = x + 3;
        let text = clean!("{}", words(follower));
        pen.put_short((x, y), end.saturating_sub(x + 1), &text, Role::Text);
    }
}
