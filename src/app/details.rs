//! The details of a post: the metadata that folio has parsed, and the front matter as written.

use std::path::PathBuf;

use super::article::Article;
use super::keymap::View;
use super::message::{Effect, Effects, PostInfo};
use super::requests::RequestKind;
use super::{Focus, Model};
use crate::clean;
use crate::post::{Date, Post, Status};
use crate::text::Clean;

/// The details of a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    /// The path of the post.
    pub path: PathBuf,
    /// The facts about the post, as pairs of a name and a value such as `tags` and `rust, terminal`: its metadata, status,
    /// length, address and file.
    pub facts: Vec<(Clean<'static>, Clean<'static>)>,
    /// The lines of the front matter as written, including delimiter lines such as `---`.
    pub front_matter: Vec<Clean<'static>>,
    /// The first visible line; see [`Self::lines`].
    pub top: usize,
}

impl Details {
    /// Creates the details of a post. `article` is the post's article, if it is open. `now` is the current time, which decides
    /// whether the post is published. Facts without a value are omitted. [`Self::add_info`] later adds what the I/O layer loads.
    pub fn new(post: &Post, article: Option<&Article>, now: Option<Date>) -> Self {
        let mut facts = Vec::new();
        let mut add = |name: &'static str, value: Clean<'static>| {
            if !value.is_empty() {
                facts.push((Clean::literal(name), value));
            }
        };
        let date_text =
            |date: Option<Date>| date.map_or_else(Clean::default, |date| clean!("{date}"));
        let joined = |items: &[Box<str>]| clean!("{}", items.join(", "));
        let text_or_empty =
            |value: Option<&str>| value.map_or_else(Clean::default, |value| clean!("{value}"));
        add("title", clean!("{}", post.title));
        let status = post.status(now);
        add("status", status.map_or_else(Clean::default, Status::name));
        add("date", date_text(post.date));
        add("updated", date_text(post.updated));
        // A publish date that equals the date is not repeated.
        let publish_date = post.publish_date().filter(|date| Some(*date) != post.date);
        add("published", date_text(publish_date));
        add("expires", date_text(post.expiry_date()));
        add("tags", joined(&post.tags));
        add("categories", joined(&post.categories));
        add("series", text_or_empty(post.series()));
        add("authors", joined(&post.authors));
        add("language", text_or_empty(post.language.as_deref()));
        if let Some(article) = article.filter(|article| article.is_complete) {
            let document = &article.body.document;
            let (words, minutes) = (document.words(), document.minutes());
            add("length", clean!("{words} words, {minutes} min"));
        }
        add("summary", text_or_empty(post.summary.as_deref()));
        add("section", clean!("{}", post.section()));
        add("slug", text_or_empty(post.slug()));
        add("aliases", joined(post.aliases()));
        Self {
            path: post.path.clone(),
            facts,
            front_matter: Vec::new(),
            top: 0,
        }
    }

    /// Adds the address, the file and the front matter, which the I/O layer has loaded.
    pub fn add_info(&mut self, info: &PostInfo) {
        if let Some(url) = &info.url {
            self.facts
                .push((Clean::literal("address"), clean!("{url}")));
        }
        if let Some(file) = &info.file {
            self.facts
                .push((Clean::literal("file"), clean!("{}", file.display())));
        }
        let front_matter = Clean::block(info.front_matter.trim_end());
        let lines = front_matter
            .split('\n')
            // `split` returns one empty line for a post without front matter.
            .filter(|_| !front_matter.is_empty());
        self.front_matter = lines.map(|line| Clean::line(line).into_owned()).collect();
    }

    /// Returns the number of lines: one for each fact, and those of the front matter with its heading and the empty lines.
    pub fn lines(&self) -> usize {
        let front_matter = match self.front_matter.len() {
            0 => 0,
            // The heading of the front matter, an empty line above the heading, and an empty line below it.
            lines => lines + 3,
        };
        self.facts.len() + front_matter
    }

    /// Scrolls down by `lines`, or up if `lines` is negative, in a view of `height` rows.
    pub fn step(&mut self, lines: isize, height: usize) {
        let max_top = self.lines().saturating_sub(height.max(1));
        self.top = self.top.saturating_add_signed(lines).min(max_top);
    }
}

impl Model {
    /// Opens or closes the details of the focused post.
    pub(super) fn toggle_details(&mut self, effects: &mut Effects) {
        if self.close_top_overlay_if(View::Details) {
            return;
        }
        let now = self.library.now();
        let article = self.article.as_ref();
        let details = match self.screen.focus {
            Focus::List => self.list.selected_post().map(|post| {
                let post = self.library.post(post);
                let open_article = article.filter(|article| article.body.post.path == post.path);
                Details::new(post, open_article, now)
            }),
            _ => article.map(|article| Details::new(&article.body.post, Some(article), now)),
        };
        if let Some(details) = details {
            let id = self.requests.start(RequestKind::PostInfo);
            effects.push(Effect::LoadPostInfo(id, details.path.clone()));
            self.open_overlay(details);
        }
    }

    pub(super) fn add_post_info(&mut self, info: &PostInfo) {
        if let Some(details) = self.overlays.details() {
            details.add_info(info);
        }
    }
}
