//! The contents: a column beside the article, or a view in its place.

use std::ops::Range;

use super::pen::{Pen, literal};
use crate::app::Model;
use crate::app::article::Article;
use crate::app::panes::Rect;
use crate::clean;
use crate::text::{self, Clean};
use crate::theme::Role;

/// Columns of the view, so that a share stands near its heading.
const MEASURE: u16 = 76;
/// Columns by which a level is indented.
const INDENT: usize = 2;

/// At which headings their share of the article stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shares {
    /// At each.
    All,
    /// At those that are not cut for it, where there is little room.
    Fitting,
    /// At none: beside an article that is read, numbers would only be unrest.
    None,
}

pub(super) fn draw(model: &Model, area: Rect, focused: bool, pen: &mut Pen<'_, '_>) {
    let Some(article) = &model.article else {
        return;
    };
    let contents = &model.contents;
    let shares = match (model.panes().has_column(), focused) {
        (false, _) => Shares::All,
        (true, true) => Shares::Fitting,
        (true, false) => Shares::None,
    };
    let name = if contents.query.is_empty() {
        literal("Contents")
    } else {
        clean!("Contents /{}", contents.query)
    };
    let room = area.width.saturating_sub(3);
    pen.put_short((area.x + 2, area.y), room, &name, Role::Dim);
    let rows = usize::from(area.height.saturating_sub(2));
    if contents.visible.is_empty() {
        pen.put_short(
            (area.x + 2, area.y + 2),
            room,
            &literal("No heading has that."),
            Role::Dim,
        );
        return;
    }
    let section = article.section();
    let current = contents
        .visible
        .partition_point(|at| section.is_some_and(|here| *at <= here));
    let current = section.and(current.checked_sub(1));
    let wanted = if focused {
        contents.selected
    } else {
        current.unwrap_or(0)
    };
    let last = contents.visible.len().saturating_sub(rows);
    let top = wanted.saturating_sub(rows / 2).min(last);
    let depths = article.body.document.toc().depths();
    for (y, at) in (area.y + 2..).zip(top..contents.visible.len().min(top + rows)) {
        let heading = contents.visible[at];
        let selected = focused && at == contents.selected;
        let row = Rect {
            y,
            height: 1,
            ..area
        };
        let sign = match (selected, current == Some(at)) {
            (true, _) => literal("▌"),
            (false, true) => literal("▸"),
            (false, false) => literal(" "),
        };
        if selected {
            pen.ground(
                Rect {
                    width: row.width.min(MEASURE).saturating_sub(1),
                    ..row
                },
                Role::Selected,
            );
        }
        pen.put((area.x + 1, y), 1, &sign, Role::Accent);
        let folded = contents.is_collapsed(heading) && contents.query.is_empty();
        let role = if current == Some(at) {
            Role::Title
        } else {
            Role::Text
        };
        let entry_row = Rect {
            width: row.width.min(MEASURE),
            ..row
        };
        entry(
            article,
            (heading, contents.marks(at)),
            (depths[heading], folded, role),
            (entry_row, shares),
            pen,
        );
    }
}

fn entry(
    article: &Article,
    (heading, marks): (usize, &[Range<usize>]),
    (depth, folded, role): (usize, bool, Role),
    (row, shares): (Rect, Shares),
    pen: &mut Pen<'_, '_>,
) {
    let document = &article.body.document;
    let block = document.toc().headings()[heading].block as usize;
    let text: Clean<'_> = document.block_text(&document.blocks()[block]);
    let line = Clean::line(&text);
    let indent = (depth * INDENT).min(usize::from(row.width / 2)) as u16;
    let x = row.x + 3 + indent;
    let mut room = row.width.saturating_sub(indent + 5);
    if let Some(share) = share(article, heading) {
        let columns = text::width(&share) as u16 + 2;
        let fits = text::width(&line) as u16 + columns + 2 * u16::from(folded) <= room;
        if shares == Shares::All || (shares == Shares::Fitting && fits) {
            pen.put_right((x, row.y), room, &share, Role::Dim);
            room = room.saturating_sub(columns);
        }
    }
    let taken = pen.put_marked((x, row.y), room, &line, (role, Role::Match), marks);
    if folded {
        pen.put((x + taken + 1, row.y), 1, &literal("+"), Role::Dim);
    }
}

/// How much of the article a section is, if it is a hundredth at least; nothing until all of it is there.
fn share(article: &Article, heading: usize) -> Option<Clean<'static>> {
    let share = article.whole.then(|| article.body.document.share(heading));
    let share = share.filter(|percent| *percent > 0)?;
    Some(clean!("{share} %"))
}
