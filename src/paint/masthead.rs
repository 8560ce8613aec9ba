//! The rows above an article: title, status, dates, authors, categories, tags and reading time.

use super::{Row, repeat};
use crate::clean;
use crate::layout::Spacing;
use crate::post::{Date, DateFormat, Post, Status};
use crate::text::{self, Clean};
use crate::theme::Role;

/// The painted rows above the body of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Masthead {
    /// The title, the facts, and the empty rows below.
    pub rows: Vec<Row<'static>>,
}

/// The data of a masthead that is not in the post: its status, its reading time, and the format of dates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MastheadContext {
    /// The reason why the post is not published; `None` for a published post.
    pub status: Option<Status>,
    /// The reading time in minutes, if it is known.
    pub minutes: Option<usize>,
    /// The format of dates.
    pub date_format: DateFormat,
}

impl Masthead {
    /// Paints the rows of a post's masthead, at most `columns` wide.
    pub fn new(post: &Post, context: &MastheadContext, columns: u16, spacing: Spacing) -> Self {
        let mut rows = super::plain(&Clean::line(&post.title), Role::Title, columns);
        if spacing == Spacing::Normal {
            let widest = rows.iter().map(Row::width).max().unwrap_or(0);
            let mut underline = Row::default();
            underline.push(repeat("━", widest), Role::HeadingRule(1));
            rows.push(underline);
        }
        let mut facts = facts_with_roles(post, context);
        facts.push((reading_time(context), Role::Dim));
        rows.extend(wrap_facts(facts, usize::from(columns)));
        rows.push(Row::default());
        if spacing == Spacing::Normal {
            rows.push(Row::default());
        }
        Self { rows }
    }

    /// Paints the rows above a preview of a post: its title and its facts, without the reading time.
    pub fn preview(post: &Post, context: &MastheadContext, columns: u16) -> Self {
        let mut rows = super::plain(&Clean::line(&post.title), Role::Title, columns);
        let facts = facts_with_roles(post, context);
        rows.extend(wrap_facts(facts, usize::from(columns)));
        rows.push(Row::default());
        Self { rows }
    }
}

/// Returns the status, dates, authors, categories and tags of a post, each with its role.
fn facts_with_roles(post: &Post, context: &MastheadContext) -> Vec<(Clean<'static>, Role)> {
    let mut facts = Vec::new();
    if let Some(status) = context.status {
        facts.push((status.name(), Role::Draft));
    }
    if let Some(date) = &post.date {
        facts.push((long_date(date, &context.date_format), Role::Dim));
    }
    let updated = post.updated.as_ref();
    let is_same_day = |date: &&Date| {
        post.date
            .is_some_and(|published| published.calendar_day == date.calendar_day)
    };
    if let Some(date) = updated.filter(|date| !is_same_day(date)) {
        let date = long_date(date, &context.date_format);
        facts.push((clean!("updated {date}"), Role::Dim));
    }
    if !post.authors.is_empty() {
        facts.push((clean!("by {}", join_names(&post.authors)), Role::Dim));
    }
    for (names, role) in [(&post.categories, Role::Category), (&post.tags, Role::Tag)] {
        if !names.is_empty() {
            facts.push((join_names(names), role));
        }
    }
    facts
}

/// Returns the reading time. While the article is loading, the reading time is unknown; a placeholder reserves the space,
/// so that the rows below do not move later.
fn reading_time(context: &MastheadContext) -> Clean<'static> {
    let minutes = context.minutes;
    minutes.map_or(Clean::literal("… min"), |minutes| clean!("{minutes} min"))
}

/// Joins names with commas.
fn join_names(names: &[Box<str>]) -> Clean<'static> {
    let names: Vec<_> = names
        .iter()
        .map(|name| Clean::line(name).into_string())
        .collect();
    clean!("{}", names.join(", "))
}

/// Paints facts separated by dots. A fact that does not fit starts a new row, and is wrapped if it is wider than a row.
fn wrap_facts(facts: Vec<(Clean<'static>, Role)>, columns: usize) -> Vec<Row<'static>> {
    const SEPARATOR: &str = " · ";
    let mut rows: Vec<Row<'static>> = Vec::new();
    for (fact, role) in facts {
        let added_columns = text::width(SEPARATOR) + text::width(&fact);
        let fits = rows
            .last()
            .is_some_and(|row| row.width() + added_columns <= columns);
        match rows.last_mut().filter(|_| fits) {
            Some(row) => {
                row.push(Clean::literal(SEPARATOR), Role::Dim);
                row.push(fact, role);
            }
            None => rows.extend(super::plain(&fact, role, columns as u16)),
        }
    }
    rows
}

/// Formats a date in full, such as `24 February 2024`, or by the pattern of `format`.
pub fn long_date(date: &Date, format: &DateFormat) -> Clean<'static> {
    clean!("{}", format.long(date))
}
