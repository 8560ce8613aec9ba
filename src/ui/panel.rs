//! A panel above the footer: what may follow a key.

use super::pen::Pen;
use crate::app::Model;
use crate::app::keymap::{self, Follower};
use crate::app::panes::Rect;
use crate::app::state::Spot;
use crate::clean;
use crate::text::{self, Clean};
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
    let followers = model.keymap().followers(model.context(), prefix);
    let followers: Vec<Follower<'_>> = followers.collect();
    let mut rows: Vec<(String, Clean<'_>)> = followers
        .iter()
        .map(|one| (keymap::shown(one.key), clean!("{}", one.action.words())))
        .collect();
    if followers.iter().any(|one| one.key == keymap::LETTERS) {
        rows.extend(marks(model));
    }
    if !rows.is_empty() && footer.width >= 4 {
        columns(&rows, footer, pen);
    }
}

/// The letters that stand for places, each with its post and the words that stand there.
fn marks(model: &Model) -> impl Iterator<Item = (String, Clean<'_>)> {
    model.marks.iter().map(|(letter, mark)| {
        let post = model.library.find(&mark.path);
        let title = match post {
            Some(post) => clean!("{}", model.library.post(post).title),
            None => clean!("{}", mark.path.display()),
        };
        let words = match &mark.spot {
            Spot::Masthead(_) => Clean::default(),
            Spot::Body(landmark) => clean!(" · {}", landmark.near.trim().replace('\n', " ")),
        };
        (letter.to_string(), clean!("{title}{words}"))
    })
}

/// Keys with what they do, in as many columns as there is room for.
fn columns(rows: &[(String, Clean<'_>)], footer: Rect, pen: &mut Pen<'_, '_>) {
    let widest = |width: &dyn Fn(&(String, Clean<'_>)) -> usize| {
        rows.iter().map(width).max().unwrap_or(0) as u16
    };
    let key_width = widest(&|(key, _)| text::width(key)).max(1) + 2;
    let column = (widest(&|(_, words)| text::width(words)) + key_width + 3).max(COLUMN);
    let columns = ((footer.width - 1) / column).clamp(1, 3);
    let height = (rows.len() as u16).div_ceil(columns);
    let inside = open(footer, height, pen);
    for (at, (key, words)) in rows.iter().enumerate() {
        let (column, y) = (at as u16 / height * column, inside.y + at as u16 % height);
        if y >= inside.y + inside.height {
            continue;
        }
        let x = inside.x + 1 + column;
        let end = inside.x + inside.width;
        pen.put((x, y), end.saturating_sub(x), &clean!("{key}"), Role::Key);
        let x = x + key_width;
        pen.put_short((x, y), end.saturating_sub(x + 1), words, Role::Text);
    }
}
