//! The article pane: masthead and body in their measure, and the scrollbar.

use super::pen::{Pen, literal};
use crate::app::article::Article;
use crate::app::hints::{Hints, Target};
use crate::app::panes::Rect;
use crate::app::{Focus, Model, Screen};
use crate::clean;
use crate::paint::{self, Overlay, Row};
use crate::text::{self, Clean};
use crate::theme::Role;

pub(super) fn draw(model: &Model, area: Rect, pen: &mut Pen<'_, '_>) {
    let text = model.text_area();
    let x = area.x + text.left;
    if let Some(failure) = &model.failure {
        let hint = literal("r reads the folder again");
        let lines = [(failure.borrowed(), Role::Problem), (hint, Role::Dim)];
        let rows = lines
            .iter()
            .flat_map(|(line, role)| paint::plain(line, *role, text.widths.measure));
        for (y, row) in (area.y..area.y + area.height).zip(rows) {
            pen.put_row((x, y), area, &row, |_| None);
        }
        return;
    }
    let Some(article) = &model.article else {
        return;
    };
    let document = &article.body.document;
    let clip = Rect {
        width: area
            .width
            .saturating_sub(u16::from(model.screen == Screen::Panes)),
        ..area
    };
    let masthead = article.masthead.rows.len();
    let search = model.search.as_ref();
    let overlay = Overlay {
        colors: Some(&article.colors),
        places: search.map_or(&[], |search| &search.found),
        here: search
            .filter(|search| !search.found.is_empty())
            .map(|search| search.current),
        link: model.link,
    };
    let height = usize::from(area.height);
    for (y, at) in (area.y..).zip(article.top..article.rows().min(article.top + height)) {
        match at.checked_sub(masthead) {
            None => pen.put_row((x, y), clip, &article.masthead.rows[at], |_| None),
            Some(row) => {
                let mut row = paint::overlaid(document, &article.body.layout, row, overlay);
                if let Some(hidden) = article.sideways {
                    paint::slide(document, &mut row, hidden, text.widths.full.into());
                }
                pen.put_row((x, y), clip, &row, |link| Some(document.link(link).target));
                if let Some(hints) = &model.hints {
                    number(hints, at, &row, (x, y), pen);
                }
            }
        }
    }
    if model.screen == Screen::Panes {
        scrollbar(article, area, model.focus == Focus::Article, pen);
    }
}

/// Numbers over the links of a row of the article; nothing moves.
fn number(hints: &Hints, at: usize, row: &Row<'_>, (x, y): (u16, u16), pen: &mut Pen<'_, '_>) {
    let mut x = x.saturating_sub(row.left);
    if let Some(label) = hints.note(at) {
        pen.put_over((x, y), &clean!("{label}"), Role::Hint);
    }
    let mut last = None;
    for run in &row.runs {
        let link = run.link.filter(|_| run.link != last);
        let label = link.and_then(|link| hints.label(at, Target::Link(link)));
        if let Some(label) = label {
            pen.put_over((x, y), &clean!("{label}"), Role::Hint);
        }
        last = run.link.or(last);
        x += text::width(&run.text) as u16;
    }
}

/// In the pane's last column; dotted while the end is not known.
fn scrollbar(article: &Article, area: Rect, focused: bool, pen: &mut Pen<'_, '_>) {
    let (height, rows) = (usize::from(area.height), article.rows());
    let last = article.last_top(height);
    if area.width == 0 || last == 0 {
        return;
    }
    let x = area.x + area.width - 1;
    if !article.whole {
        for y in area.y..area.y + area.height {
            pen.put((x, y), 1, &literal("┊"), Role::Track);
        }
        return;
    }
    let thumb = (height * height / rows).clamp(1, height.max(1)).min(height);
    let start = article.top.min(last) * (height - thumb) / last;
    let role = if focused { Role::Thumb } else { Role::Track };
    let sign: Clean<'_> = literal("▐");
    for y in start..start + thumb {
        pen.put((x, area.y + y as u16), 1, &sign, role);
    }
}
