//! The search of all posts: the words on top, and below them the lines that hold them, by post and section.

use super::header::posts;
use super::pen::{Pen, literal};
use crate::app::Model;
use crate::app::finder::{Finder, PostHits};
use crate::app::panes::Rect;
use crate::app::prompt::Asks;
use crate::clean;
use crate::paint;
use crate::search::Hit;
use crate::text::Clean;
use crate::theme::Role;

/// Columns that text takes at most.
const MEASURE: u16 = 110;
/// Columns from which sections stand in a column of their own.
const WIDE: u16 = 80;
/// Columns of that.
const SECTION: u16 = 26;

/// What stands on a row below the head.
enum Line<'a> {
    Gap,
    Post(&'a PostHits),
    Section(&'a str),
    /// The number of the hit among all; the section where it begins, if that has a column of its own.
    Hit(usize, &'a Hit, Option<&'a str>),
    More(Clean<'static>),
}

pub(super) fn draw(model: &Model, area: Rect, pen: &mut Pen<'_, '_>) {
    let width = area.width.saturating_sub(4).min(MEASURE);
    let area = Rect {
        x: area.x + area.width.saturating_sub(width) / 2,
        width,
        ..area
    };
    head(model, area, pen);
    let finder = &model.finder;
    if finder.posts.is_empty() {
        return nothing(model, area, pen);
    }
    let lines = lines(finder, area.width >= WIDE);
    let is_selected = |line: &Line<'_>| matches!(line, Line::Hit(at, ..) if *at == finder.selected);
    let selected = lines.iter().position(is_selected).unwrap_or(0);
    let height = usize::from(area.height.saturating_sub(2));
    let top = selected
        .saturating_sub(height / 2)
        .min(lines.len().saturating_sub(height));
    let columns = if area.width >= WIDE { SECTION } else { 2 };
    for (y, line) in (area.y + 2..).zip(lines.iter().skip(top).take(height)) {
        let row = Rect {
            y,
            height: 1,
            ..area
        };
        match line {
            Line::Gap => {}
            Line::Post(post) => title(model, post, row, pen),
            Line::Section(heading) => {
                let room = row.width.saturating_sub(2);
                pen.put_short((row.x + 2, y), room, &Clean::line(heading), Role::Dim);
            }
            Line::Hit(at, hit, heading) => {
                one(hit, *heading, *at == finder.selected, columns, row, pen);
            }
            Line::More(text) => {
                let room = row.width.saturating_sub(columns + 2);
                pen.put_short((row.x + columns + 2, y), room, text, Role::Dim);
            }
        }
    }
}

/// The words, and at the right how much was found.
fn head(model: &Model, area: Rect, pen: &mut Pen<'_, '_>) {
    let found = count(&model.finder);
    let free = pen
        .put_right((area.x, area.y), area.width, &found, Role::Dim)
        .saturating_sub(2);
    let name = literal("Search  ");
    let x = area.x + pen.put((area.x, area.y), free, &name, Role::Year);
    let free = (area.x + free).saturating_sub(x);
    match &model.prompt {
        Some(prompt) if prompt.asks == Asks::Posts => {
            super::footer::line(prompt, (x, area.y), free, pen);
        }
        _ => {
            let query = Clean::line(&model.finder.query);
            pen.put_short((x, area.y), free, &query, Role::Text);
        }
    }
}

/// How much was found, and how far the search is.
fn count(finder: &Finder) -> Clean<'static> {
    if finder.is_running() && finder.posts.is_empty() {
        return clean!("{} of {}…", finder.searched, finder.among.len());
    }
    if finder.posts.is_empty() {
        return clean!("in {}", posts(finder.among.len()));
    }
    let hits = if finder.lines == 1 { "hit" } else { "hits" };
    let going_on = if finder.is_running() { "…" } else { "" };
    clean!(
        "{} {hits} in {}{going_on}",
        finder.lines,
        posts(finder.in_posts)
    )
}

/// What is said where nothing is found, or nothing is asked yet.
fn nothing(model: &Model, area: Rect, pen: &mut Pen<'_, '_>) {
    let finder = &model.finder;
    if finder.is_running() {
        return;
    }
    let query = Clean::line(finder.query.trim());
    let among = posts(finder.among.len());
    let unread = (finder.unread > 0).then(|| {
        let count = finder.unread;
        clean!("{} could not be read.", posts(count))
    });
    let filtered = model.library.len() > finder.among.len();
    let (first, second) = if query.is_empty() {
        let which = if filtered {
            clean!("in the {among} that the filter leaves")
        } else {
            clean!("in {among}")
        };
        (
            clean!("Type what you remember; it is looked for {which}."),
            literal("Small letters find capitals as well; a capital finds only itself."),
        )
    } else {
        let hint = if query.chars().any(char::is_uppercase) {
            literal("A capital finds only itself: try small letters.")
        } else if filtered {
            literal("Other posts are hidden by the filter: Esc here, and once more in the list.")
        } else {
            literal("Fewer letters find more.")
        };
        (clean!("None of {among} says “{query}”."), hint)
    };
    let rows = [(first, Role::Text), (second, Role::Dim)];
    let rows = rows
        .into_iter()
        .chain(unread.map(|text| (text, Role::Problem)));
    let rows: Vec<_> = rows
        .flat_map(|(line, role)| paint::plain(&line, role, area.width))
        .collect();
    for (y, row) in (area.y + 2..area.y + area.height).zip(&rows) {
        pen.put_row((area.x, y), area, row, |_| None);
    }
}

/// All rows below the head.
fn lines(finder: &Finder, has_column: bool) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut number = 0;
    for (nth, post) in finder.posts.iter().enumerate() {
        if nth > 0 {
            lines.push(Line::Gap);
        }
        lines.push(Line::Post(post));
        let mut section = None;
        for hit in &post.hits {
            let heading = hit.heading.as_deref();
            let begins = heading != section;
            section = heading;
            let begun = heading.filter(|_| begins);
            if let Some(heading) = begun.filter(|_| !has_column) {
                lines.push(Line::Section(heading));
            }
            lines.push(Line::Hit(number, hit, begun.filter(|_| has_column)));
            number += 1;
        }
        if post.more > 0 {
            lines.push(Line::More(clean!("and {} more in this post", post.more)));
        }
    }
    let (hidden, more) = finder.hidden();
    if hidden > 0 && more > 0 {
        lines.push(Line::Gap);
        let text = clean!("and {more} more in {}; more words find less", posts(hidden));
        lines.push(Line::More(text));
    }
    lines
}

/// A post's title, and when it was written.
fn title(model: &Model, post: &PostHits, row: Rect, pen: &mut Pen<'_, '_>) {
    let known = model.library.find(&post.path);
    let date = known.and_then(|id| model.library.post(id).date);
    let date = date.map_or_else(Clean::default, |date| paint::long_date(&date));
    let free = pen.put_right((row.x, row.y), row.width, &date, Role::Dim);
    pen.put_short(
        (row.x, row.y),
        free.saturating_sub(2),
        &post.title,
        Role::Title,
    );
}

fn one(
    hit: &Hit,
    heading: Option<&str>,
    selected: bool,
    columns: u16,
    row: Rect,
    pen: &mut Pen<'_, '_>,
) {
    if selected {
        pen.ground(row, Role::Selected);
        pen.put((row.x, row.y), 1, &literal("▌"), Role::Accent);
    }
    if let Some(heading) = heading {
        let room = columns.saturating_sub(2);
        pen.put_short((row.x + 2, row.y), room, &Clean::line(heading), Role::Dim);
    }
    let x = row.x + 2 + columns;
    let room = (row.x + row.width).saturating_sub(x + 1);
    let excerpt = hit.excerpt(usize::from(room));
    pen.put_marked(
        (x, row.y),
        room,
        &excerpt.text,
        (Role::Text, Role::Match),
        &excerpt.places,
    );
}
