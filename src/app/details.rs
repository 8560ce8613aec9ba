//! All that is known about a post: what folio reads out of its front matter, and the front matter as it is written.

use std::path::PathBuf;

use super::article::Article;
use crate::clean;
use crate::post::{Date, Post, Status};
use crate::text::Clean;

/// The view of a post's details.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    /// The post, below the library's folder.
    pub path: PathBuf,
    /// What is known, each with its name.
    pub facts: Vec<(Clean<'static>, Clean<'static>)>,
    /// The lines of the front matter as they are written, fences included.
    pub written: Vec<Clean<'static>>,
    /// The first line on the screen, of the facts and the written ones behind them.
    pub top: usize,
}

/// What only the world knows about a post.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PostInfo {
    /// Where its file stands.
    pub file: Option<PathBuf>,
    /// Its own address, where the site tells it.
    pub address: Option<String>,
    /// Its front matter as it is written, fences included.
    pub written: String,
}

impl Details {
    /// The details of a post at the moment `now`; `open` is its article, where that is open.
    pub fn new(post: &Post, open: Option<&Article>, now: Option<Date>) -> Self {
        let mut facts = Vec::new();
        let mut add = |name: &'static str, value: Clean<'static>| {
            if !value.is_empty() {
                facts.push((Clean::literal(name), value));
            }
        };
        let date = |date: Option<Date>| date.map_or_else(Clean::default, |date| clean!("{date}"));
        let list = |all: &[Box<str>]| clean!("{}", all.join(", "));
        let text = |text: Option<&str>| text.map_or_else(Clean::default, |text| clean!("{text}"));
        add("title", clean!("{}", post.title));
        let status = post.status(now);
        add("status", status.map_or_else(Clean::default, Status::name));
        add("date", date(post.date));
        add("updated", date(post.updated));
        add(
            "published",
            date(post.publish().filter(|date| Some(*date) != post.date)),
        );
        add("expires", date(post.expires()));
        add("tags", list(&post.tags));
        add("categories", list(&post.categories));
        add("series", text(post.series()));
        add("authors", list(&post.authors));
        add("language", text(post.language.as_deref()));
        if let Some(article) = open.filter(|article| article.whole) {
            let document = &article.body.document;
            let (words, minutes) = (document.words(), document.minutes());
            add("length", clean!("{words} words, {minutes} min"));
        }
        add("summary", text(post.summary.as_deref()));
        add("section", clean!("{}", post.section()));
        add("slug", text(post.slug()));
        add("aliases", list(post.aliases()));
        Self {
            path: post.path.clone(),
            facts,
            written: Vec::new(),
            top: 0,
        }
    }

    /// Adds what only the world knows.
    pub fn tell(&mut self, told: &PostInfo) {
        if let Some(address) = &told.address {
            self.facts
                .push((Clean::literal("address"), clean!("{address}")));
        }
        if let Some(file) = &told.file {
            self.facts
                .push((Clean::literal("file"), clean!("{}", file.display())));
        }
        let written = Clean::block(told.written.trim_end());
        let lines = written.split('\n').filter(|_| !written.is_empty());
        self.written = lines.map(|line| Clean::line(line).into_owned()).collect();
    }

    /// Lines of the view: facts, and the front matter with a heading and the air around it.
    pub fn lines(&self) -> usize {
        let written = if self.written.is_empty() {
            0
        } else {
            self.written.len() + 3
        };
        self.facts.len() + written
    }

    /// Scrolls by so many lines in a view of `height` rows.
    pub fn step(&mut self, lines: isize, height: usize) {
        let last = self.lines().saturating_sub(height.max(1));
        self.top = self.top.saturating_add_signed(lines).min(last);
    }
}
