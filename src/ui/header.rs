//! The first row: what is open, and which filter holds; over a lone article, what is being read.

use super::pen::{Pen, literal};
use crate::app::panes::Rect;
use crate::app::{Focus, Model};
use crate::clean;
use crate::library::SortBy;
use crate::text::Clean;
use crate::theme::Role;

pub(super) fn draw(model: &Model, area: Rect, pen: &mut Pen<'_, '_>) {
    if area.height == 0 {
        return;
    }
    let alone = model.panes().list.is_none() && model.help.is_none() && model.problems.is_none();
    let alone = alone && !model.finder.is_open && model.related.is_none();
    match &model.article {
        Some(article) if alone && model.focus != Focus::List => {
            // The masthead says the title until it has scrolled away.
            let title = if article.top < article.masthead.rows.len() && !model.single {
                model.label.borrowed()
            } else {
                Clean::line(&article.body.post.title)
            };
            let percent = super::footer::percent(model);
            let free = pen.put_right(
                (1, area.y),
                area.width.saturating_sub(2),
                &percent,
                Role::Dim,
            );
            pen.put_short((1, area.y), free.saturating_sub(1), &title, Role::Title);
        }
        _ => library(model, area, pen),
    }
}

fn library(model: &Model, area: Rect, pen: &mut Pen<'_, '_>) {
    let y = area.y;
    let room = area.width.saturating_sub(2);
    let mut x = 1 + pen.put((1, y), room, &literal("folio"), Role::Accent) + 2;
    if model.single {
        return;
    }
    let right = order(model);
    let free = pen.put_right((1, y), room, &right, Role::Dim);
    let end = 1 + free.saturating_sub(2);
    let all = model.library.len();
    let shown = model.list.shown.len();
    let count = if shown == all {
        clean!("{}", posts(all))
    } else {
        clean!("{shown} of {}", posts(all))
    };
    x += pen.put_short((x, y), end.saturating_sub(x), &model.label, Role::Title);
    for (text, role) in [
        (count, Role::Dim),
        (clean!("{}", model.filter), Role::Wanted),
    ] {
        if !text.is_empty() && x + 6 < end {
            x += pen.put((x, y), end - x, &literal(" · "), Role::Dim);
            x += pen.put_short((x, y), end.saturating_sub(x), &text, role);
        }
    }
}

/// What the list's order is, and how many of its posts are drafts.
fn order(model: &Model) -> Clean<'static> {
    if model.scanning {
        return literal("looking for posts…");
    }
    let sort = model.library.sort();
    let order = match (sort.by, sort.reversed) {
        (SortBy::Date, false) => "newest first",
        (SortBy::Date, true) => "oldest first",
        (SortBy::Title, false) => "by title",
        (SortBy::Title, true) => "by title, reversed",
        (SortBy::Path, false) => "by path",
        (SortBy::Path, true) => "by path, reversed",
    };
    let drafts = model.list.drafts;
    if model.size.width < 80 || drafts == 0 {
        return literal(order);
    }
    clean!(
        "{drafts} {} · {order}",
        if drafts == 1 { "draft" } else { "drafts" }
    )
}

/// A count of posts in words.
pub(super) fn posts(count: usize) -> Clean<'static> {
    clean!("{count} {}", if count == 1 { "post" } else { "posts" })
}
