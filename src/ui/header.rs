//! The first row: what is open, and which filter holds; while an article is read, where in it the reader is.

use super::pen::{Pen, literal};
use crate::app::article::Article;
use crate::app::keymap::Context;
use crate::app::panes::Rect;
use crate::app::{Focus, Model};
use crate::clean;
use crate::library::SortBy;
use crate::text::{self, Clean};
use crate::theme::Role;

/// What stands between the steps of a path.
const STEP: &str = " › ";

pub(super) fn draw(model: &Model, area: Rect, pen: &mut Pen<'_, '_>) {
    if area.height == 0 {
        return;
    }
    let alone = model.panes().list.is_none() && model.help.is_none() && model.problems.is_none();
    let alone = alone && !model.finder.is_open && model.related.is_none();
    match &model.article {
        Some(article) if alone && model.focus != Focus::List => {
            let percent = super::footer::percent(model);
            let room = area.width.saturating_sub(2);
            let free = pen.put_right((1, area.y), room, &percent, Role::Dim);
            let free = free.saturating_sub(1);
            // The masthead says the title until it has scrolled away.
            if article.top < article.masthead.rows.len() && !model.single {
                pen.put_short((1, area.y), free, &model.label, Role::Title);
                return;
            }
            let mut path = vec![Clean::line(&article.body.post.title)];
            path.extend(section(article));
            let path = shortened(&path, usize::from(free));
            trail(&path, (1, area.y), free, Role::Title, pen);
        }
        _ => library(model, area, pen),
    }
}

/// The headings that what is being read stands below, the highest first; without one that the masthead stands for.
fn section(article: &Article) -> Vec<Clean<'_>> {
    let (document, layout) = (&article.body.document, &article.body.layout);
    let toc = document.toc();
    let path = article.section().map(|at| toc.path(at)).unwrap_or_default();
    let blocks = path
        .into_iter()
        .map(|at| toc.headings()[at].block as usize)
        .filter(|block| !layout.hides(*block));
    blocks
        .map(|block| document.block_text(&document.blocks()[block]))
        .collect()
}

/// As many of the last steps of a path as fit, with an ellipsis in the place of the first.
fn shortened(path: &[Clean<'_>], columns: usize) -> Vec<Clean<'static>> {
    let line = |step: &Clean<'_>| Clean::line(step).into_owned();
    let width = |path: &[Clean<'_>]| {
        let steps = path.iter().map(|step| text::width(step)).sum::<usize>();
        steps + text::width(STEP) * path.len().saturating_sub(1)
    };
    let mut path: Vec<_> = path.iter().map(line).collect();
    let mut dropped = false;
    while path.len() > 1 + usize::from(dropped) && width(&path) > columns {
        path.remove(usize::from(dropped));
        if !dropped {
            path.insert(0, literal("…"));
            dropped = true;
        }
    }
    path
}

/// Puts the steps of a path, the last in `role`.
fn trail(path: &[Clean<'_>], (x, y): (u16, u16), room: u16, role: Role, pen: &mut Pen<'_, '_>) {
    let (mut at, end) = (x, x + room);
    for (nth, step) in path.iter().enumerate() {
        if nth > 0 {
            at += pen.put((at, y), end.saturating_sub(at), &literal(STEP), Role::Dim);
        }
        let role = if nth + 1 == path.len() {
            role
        } else {
            Role::Dim
        };
        at += pen.put_short((at, y), end.saturating_sub(at), step, role);
    }
}

fn library(model: &Model, area: Rect, pen: &mut Pen<'_, '_>) {
    let y = area.y;
    let room = area.width.saturating_sub(2);
    let mut x = 1 + pen.put((1, y), room, &literal("folio"), Role::Accent) + 2;
    if model.single {
        return;
    }
    let end = 1 + right(model, y, room, pen).saturating_sub(2);
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

/// Says at the right where in the article the reader is, else the list's order; returns the columns left free.
fn right(model: &Model, y: u16, room: u16, pen: &mut Pen<'_, '_>) -> u16 {
    let is_read = matches!(model.context(), Context::Article | Context::Contents);
    let path = model.article.as_ref().filter(|_| is_read).map(section);
    let path = shortened(&path.unwrap_or_default(), usize::from(room / 2));
    if path.is_empty() {
        return pen.put_right((1, y), room, &order(model), Role::Dim);
    }
    let steps = path.iter().map(|step| text::width(step)).sum::<usize>();
    let columns = steps + text::width(STEP) * (path.len() - 1);
    let columns = (columns as u16).min(room / 2);
    let free = room - columns;
    trail(&path, (1 + free, y), columns, Role::Text, pen);
    free
}

/// What the list's order is, and how many of its posts are drafts.
fn order(model: &Model) -> Clean<'static> {
    if model.is_streaming() {
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
