//! The list pane: posts under their years, the selection with a sign in front.
//!
//! A post takes two rows. What the reader did with it stands at the right of the second, under the date: a star where it
//! is marked, how far it was read, a tick where it was read to its end. A post that nobody has begun shows none of it.

use super::pen::{Pen, literal};
use crate::app::action::Action;
use crate::app::keymap::Context;
use crate::app::list::ListRow;
use crate::app::panes::Rect;
use crate::app::{Focus, Model};
use crate::clean;
use crate::library::{Matches, PostId};
use crate::paint;
use crate::post::Post;
use crate::text::Clean;
use crate::theme::Role;

pub(super) fn draw(model: &Model, area: Rect, pen: &mut Pen<'_, '_>) {
    if model.list.shown.is_empty() {
        return empty(model, area, pen);
    }
    let height = usize::from(area.height);
    let mut matches = Matches::new(&model.filter);
    for (y, row) in (area.y..).zip(model.list.top..model.list.rows().min(model.list.top + height)) {
        match model.list.row(row) {
            ListRow::Gap => {}
            ListRow::Year(at) => year(model, at, (area, y), pen),
            ListRow::Post(at, index) => {
                // The year stays in sight while its posts scroll.
                if y == area.y && model.list.has_years() && row > 0 {
                    year(model, at, (area, y), pen);
                } else {
                    post(model, &mut matches, (at, index), (area, y), pen);
                }
            }
        }
    }
}

fn year(model: &Model, at: usize, (area, y): (Rect, u16), pen: &mut Pen<'_, '_>) {
    let year = match model.library.post(model.list.shown[at]).date {
        Some(date) => clean!("{}", date.year()),
        None => literal("Undated"),
    };
    pen.put(
        (area.x + 1, y),
        area.width.saturating_sub(2),
        &year,
        Role::Year,
    );
}

fn post(
    model: &Model,
    matches: &mut Matches,
    (at, index): (usize, usize),
    (area, y): (Rect, u16),
    pen: &mut Pen<'_, '_>,
) {
    let id = model.list.shown[at];
    let (post, flags) = (model.library.post(id), model.library.flags(id));
    let focused = model.focus == Focus::List;
    if at == model.list.selected {
        let row = Rect {
            y,
            height: 1,
            width: area.width.saturating_sub(1),
            ..area
        };
        pen.ground(
            row,
            if focused {
                Role::Selected
            } else {
                Role::SelectedElsewhere
            },
        );
        let sign = if focused {
            literal("▌")
        } else {
            literal("▏")
        };
        pen.put((area.x + 1, y), 1, &sign, Role::Accent);
    }
    let x = area.x + 2;
    let room = area.width.saturating_sub(4);
    if index > 0 {
        let free = signs(model, id, (x, y), room, pen);
        details(post, (x, y), free, pen);
        return;
    }
    let date = short_date(post, model.list.has_years());
    let mut free = pen.put_right((x, y), room, &date, Role::Dim);
    free = free.saturating_sub(2);
    if let Some(status) = post.status(model.library.now()) {
        free = pen
            .put_right((x, y), free, &status.name(), Role::Draft)
            .saturating_sub(2);
    }
    if !post.problems.is_empty() {
        free = pen
            .put_right((x, y), free, &literal("!"), Role::Problem)
            .saturating_sub(2);
    }
    let title = Clean::line(&post.title);
    let found = matches.find(&title);
    let role = if flags.read { Role::Text } else { Role::Title };
    pen.put_marked((x, y), free, &title, (role, Role::Match), &found);
}

/// What the reader did with a post; how many columns are left before it.
fn signs(model: &Model, id: PostId, at: (u16, u16), room: u16, pen: &mut Pen<'_, '_>) -> u16 {
    let mut free = pen.put_right(at, room, &progress(model, id), Role::Dim);
    if model.library.flags(id).marked {
        let room = if free < room {
            free.saturating_sub(1)
        } else {
            room
        };
        free = pen.put_right(at, room, &literal("★"), Role::Accent);
    }
    if free < room {
        free.saturating_sub(2)
    } else {
        room
    }
}

/// How far a post was read; nothing where nobody has begun.
fn progress(model: &Model, id: PostId) -> Clean<'static> {
    if model.library.flags(id).read {
        return literal("✓");
    }
    let path = &model.library.post(id).path;
    let open = model.article.as_ref();
    let open = open.filter(|open| model.focus != Focus::List && open.body.post.path == *path);
    let percent = match open {
        Some(open) => open.percent(model.article_height()),
        None => model
            .reached
            .get(path)
            .map(|reached| reached.percent.into()),
    };
    match percent {
        Some(percent @ 1..100) => clean!("{percent} %"),
        _ => Clean::default(),
    }
}

/// The shortest form that is clear: under a year, month and day.
fn short_date(post: &Post, under_year: bool) -> Clean<'static> {
    match post.date {
        Some(date) if under_year => clean!("{}", date.day.strftime("%b %e")),
        Some(date) => clean!("{}", date.day),
        None => Clean::default(),
    }
}

/// What the second row says: the tags, else the summary, else where the post stands.
fn details(post: &Post, (mut x, y): (u16, u16), room: u16, pen: &mut Pen<'_, '_>) {
    let end = x + room;
    for tag in &post.tags {
        if x + 1 >= end {
            break;
        }
        x += pen.put_short((x, y), end - x, &Clean::line(tag), Role::Tag) + 1;
    }
    if post.tags.is_empty() {
        let text = match &post.summary {
            Some(summary) => clean!("{summary}"),
            None => clean!("{}", post.path.display()),
        };
        pen.put_short((x, y), room, &text, Role::Dim);
    }
}

/// Why there is nothing, and what to do next.
fn empty(model: &Model, area: Rect, pen: &mut Pen<'_, '_>) {
    let lines = if model.library.is_empty() && model.scanning {
        [literal("Looking for posts…"), Clean::default()]
    } else if model.library.is_empty() {
        [
            literal("No posts here."),
            literal("folio PATH opens another folder · r looks again"),
        ]
    } else {
        let wanted: Vec<_> = model
            .filter
            .wanted()
            .map(|tag| clean!("#{tag}").into_string())
            .collect();
        let first = if wanted.len() > 1 {
            clean!("No post has all of {}.", model.filter)
        } else {
            clean!("No post matches {}.", model.filter)
        };
        let key = model.keymap().first(Context::List, Action::ClearTags);
        let clear = clean!("{key} clears the tags · Esc clears the filter");
        [first, clear]
    };
    let room = area.width.saturating_sub(4);
    let rows = lines.iter().zip([Role::Text, Role::Dim]);
    let rows = rows.flat_map(|(line, role)| paint::plain(line, role, room));
    for (y, row) in (area.y..area.y + area.height).zip(rows) {
        pen.put_row((area.x + 2, y), area, &row, |_| None);
    }
}
