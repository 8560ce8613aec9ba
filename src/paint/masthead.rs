//! The rows above an article: title, date, tags and reading time.

use super::Row;
use crate::clean;
use crate::post::{Date, Post, Status};
use crate::text::{self, Clean};
use crate::theme::Role;

/// The rows above the body of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Masthead {
    /// Title, facts, and empty rows below them.
    pub rows: Vec<Row<'static>>,
}

impl Masthead {
    /// Paints the rows at most `columns` wide. `status` is set for an unpublished post; `minutes` is the reading time, if
    /// known.
    pub fn new(post: &Post, status: Option<Status>, minutes: Option<usize>, columns: u16) -> Self {
        let mut rows = super::plain(&Clean::line(&post.title), Role::Title, columns);
        rows.extend(facts(post, status, minutes, usize::from(columns)));
        rows.push(Row::default());
        rows.push(Row::default());
        Self { rows }
    }
}

/// Paints the facts, wrapped between them.
fn facts(
    post: &Post,
    status: Option<Status>,
    minutes: Option<usize>,
    columns: usize,
) -> Vec<Row<'static>> {
    let mut facts: Vec<(Clean<'static>, Role)> = Vec::new();
    if let Some(status) = status {
        facts.push((status.name(), Role::Draft));
    }
    if let Some(date) = &post.date {
        facts.push((long_date(date), Role::Dim));
    }
    if !post.tags.is_empty() {
        let tags: Vec<_> = post
            .tags
            .iter()
            .map(|tag| Clean::line(tag).into_string())
            .collect();
        facts.push((clean!("{}", tags.join(", ")), Role::Tag));
    }
    // Unknown while the body is still being read: a placeholder keeps the rows below from moving.
    let minutes = minutes.map_or(Clean::literal("… min"), |minutes| clean!("{minutes} min"));
    facts.push((minutes, Role::Dim));
    let mut rows: Vec<Row<'static>> = Vec::new();
    for (fact, role) in facts {
        let fits = rows
            .last()
            .is_some_and(|row| row.width() + 3 + text::width(&fact) <= columns);
        match rows.last_mut().filter(|_| fits) {
            Some(row) => {
                row.push(Clean::literal(" · "), Role::Dim);
                row.push(fact, role);
            }
            None => rows.extend(super::plain(&fact, role, columns as u16)),
        }
    }
    rows
}

/// Writes a date in full: `24 February 2024`.
pub fn long_date(date: &Date) -> Clean<'static> {
    clean!("{}", date.day.strftime("%-d %B %Y"))
}
