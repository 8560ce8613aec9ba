//! Related posts, by what they have to do with the one they were asked for.

use super::pen::{Pen, literal};
use crate::app::Model;
use crate::app::panes::Rect;
use crate::app::related::RelatedView;
use crate::clean;
use crate::library::{Related, Relation};
use crate::paint;
use crate::post::Post;
use crate::text::Clean;
use crate::theme::Role;

/// Columns that text takes at most.
const MEASURE: u16 = 96;
/// Columns of the word before a title that says which of two it is.
const WORD: u16 = 8;

/// What stands on a row below the head.
enum Line<'a> {
    Gap,
    Name(Clean<'static>),
    Post(usize, &'a Related),
}

pub(super) fn draw(model: &Model, view: &RelatedView, area: Rect, pen: &mut Pen<'_, '_>) {
    let width = area.width.saturating_sub(4).min(MEASURE);
    let area = Rect {
        x: area.x + area.width.saturating_sub(width) / 2,
        width,
        ..area
    };
    let looking = if model.is_linking() {
        literal("looking for links…")
    } else {
        Clean::default()
    };
    let free = pen.put_right((area.x, area.y), area.width, &looking, Role::Dim);
    let name = literal("Related  ");
    let x = area.x + pen.put((area.x, area.y), free, &name, Role::Year);
    let free = (area.x + free).saturating_sub(x + 2);
    pen.put_short((x, area.y), free, &view.title, Role::Title);
    if view.posts.is_empty() {
        return nothing(model, area, pen);
    }
    let lines = lines(model, view);
    let is_selected = |line: &Line<'_>| matches!(line, Line::Post(at, _) if *at == view.selected);
    let selected = lines.iter().position(is_selected).unwrap_or(0);
    let height = usize::from(area.height.saturating_sub(2));
    let top = selected
        .saturating_sub(height / 2)
        .min(lines.len().saturating_sub(height));
    for (y, line) in (area.y + 2..).zip(lines.iter().skip(top).take(height)) {
        let row = Rect {
            y,
            height: 1,
            ..area
        };
        match line {
            Line::Gap => {}
            Line::Name(name) => {
                pen.put_short((row.x, y), row.width, name, Role::Year);
            }
            Line::Post(at, related) => {
                let post = model.library.post(related.post);
                one(post, &related.relation, *at == view.selected, row, pen);
            }
        }
    }
}

fn nothing(model: &Model, area: Rect, pen: &mut Pen<'_, '_>) {
    if model.is_linking() {
        return;
    }
    let message =
        literal("No post links here, and none has its tags, its series or a date beside its own.");
    let rows = paint::plain(&message, Role::Dim, area.width);
    for (y, row) in (area.y + 2..area.y + area.height).zip(&rows) {
        pen.put_row((area.x, y), area, row, |_| None);
    }
}

/// The posts under the name of what they have to do with the one they were asked for.
fn lines<'a>(model: &Model, view: &'a RelatedView) -> Vec<Line<'a>> {
    let mut lines = Vec::new();
    let mut last = None;
    for (at, related) in view.posts.iter().enumerate() {
        let group = group(&related.relation);
        if last != Some(group) {
            if last.is_some() {
                lines.push(Line::Gap);
            }
            last = Some(group);
            let series = model.library.post(related.post).series();
            lines.push(Line::Name(match (group, series) {
                (Group::Series, Some(series)) => clean!("In the series “{series}”"),
                (Group::Series, None) => literal("In the series"),
                (Group::Links, _) => literal("Links here"),
                (Group::Time, _) => literal("Before and after"),
                (Group::Tags, _) => literal("Alike by their tags"),
            }));
        }
        lines.push(Line::Post(at, related));
    }
    lines
}

/// What stands under one name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Links,
    Series,
    Time,
    Tags,
}

fn group(relation: &Relation) -> Group {
    match relation {
        Relation::LinksHere => Group::Links,
        Relation::Part { .. } => Group::Series,
        Relation::Newer | Relation::Older => Group::Time,
        Relation::Alike(_) => Group::Tags,
    }
}

fn one(post: &Post, relation: &Relation, selected: bool, row: Rect, pen: &mut Pen<'_, '_>) {
    if selected {
        pen.ground(row, Role::Selected);
        pen.put((row.x, row.y), 1, &literal("▌"), Role::Accent);
    }
    let date = post
        .date
        .map_or_else(Clean::default, |date| paint::long_date(&date));
    let free = pen.put_right(
        (row.x, row.y),
        row.width.saturating_sub(1),
        &date,
        Role::Dim,
    );
    let end = row.x + free.saturating_sub(2);
    let mut x = row.x + 2;
    let word = match relation {
        Relation::Part { number, of } => clean!("{number} of {of}"),
        Relation::Newer => literal("newer"),
        Relation::Older => literal("older"),
        Relation::LinksHere | Relation::Alike(_) => Clean::default(),
    };
    if !word.is_empty() {
        pen.put((x, row.y), WORD, &word, Role::Dim);
        x += WORD;
    }
    let title = Clean::line(&post.title);
    x += pen.put_short((x, row.y), end.saturating_sub(x), &title, Role::Text) + 2;
    if let Relation::Alike(tags) = relation {
        for tag in tags {
            if x + 4 > end {
                break;
            }
            x += pen.put_short((x, row.y), end - x, &Clean::line(tag), Role::Tag) + 1;
        }
    }
}
