//! The contents: the visible headings of the article, and the selected one.

use std::collections::BTreeSet;
use std::ops::Range;

use super::article::Article;
use super::panes::Rect;
use super::{Focus, Model};
use crate::document::{Document, Toc};
use crate::library::Fuzzy;
use crate::text::Clean;

/// Shown where an article has nothing to list.
const NO_HEADINGS: &str = "This post has no headings.";

/// The state of the contents of one article.
#[derive(Debug, Default)]
pub struct ContentsPane {
    /// The visible headings, in order.
    pub visible: Vec<usize>,
    /// The index of the selected one among them.
    pub selected: usize,
    /// The text that narrows them.
    pub query: String,
    /// The bytes of each visible heading that match it; empty if nothing narrows.
    matches: Vec<Vec<Range<usize>>>,
    collapsed: BTreeSet<usize>,
}

impl ContentsPane {
    /// The selected heading.
    pub fn heading(&self) -> Option<usize> {
        self.visible.get(self.selected).copied()
    }

    /// All headings of a document.
    pub fn new(document: &Document) -> Self {
        let mut contents = Self::default();
        contents.update(document);
        contents
    }

    /// Moves to another version of the document. Headings with the same index and words are the same, which holds when the
    /// whole follows its head; others are found by their slug.
    pub fn remap(&mut self, from: &Document, to: &Document) {
        let words = |document: &Document, at: usize| {
            let heading = document.toc().headings().get(at)?;
            Some(document.heading_text(heading).into_owned())
        };
        let same = |at: usize| {
            if words(from, at) == words(to, at) {
                Some(at)
            } else {
                to.heading_of(from.slug(at))
            }
        };
        let selected = self.heading().map(|at| same(at).unwrap_or(at));
        self.collapsed = self.collapsed.iter().filter_map(|at| same(*at)).collect();
        self.update(to);
        self.select(selected);
    }

    /// Selects the heading `wanted`, or the visible one above it.
    pub fn select(&mut self, wanted: Option<usize>) {
        let below = self
            .visible
            .partition_point(|heading| wanted.is_some_and(|one| *heading <= one));
        self.selected = below.saturating_sub(1);
    }

    /// Moves the selection.
    pub fn step(&mut self, rows: isize) {
        let last = self.visible.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(rows).min(last);
    }

    /// Narrows to the headings that match `query` fuzzily, with smart case, and selects the best match.
    pub fn narrow(&mut self, document: &Document, query: &str) {
        query.clone_into(&mut self.query);
        let best = self.update(document);
        if best.is_some() {
            self.select(best);
        }
    }

    /// The bytes of the `at`th visible heading that match the query.
    pub fn matches(&self, at: usize) -> &[Range<usize>] {
        self.matches.get(at).map_or(&[], Vec::as_slice)
    }

    /// Shows the headings below the selected one.
    pub fn expand(&mut self, document: &Document) {
        if let Some(heading) = self.heading() {
            self.collapsed.remove(&heading);
            self.update(document);
        }
    }

    /// Hides the headings below the selected one; if there are none, selects its parent.
    pub fn collapse(&mut self, document: &Document) {
        let Some(heading) = self.heading() else {
            return;
        };
        let toc = document.toc();
        if toc.has_children(heading) && self.collapsed.insert(heading) {
            self.update(document);
        } else if let Some(parent) = toc.parent(heading) {
            self.select(Some(parent));
        }
    }

    /// Returns true if headings are hidden below this one.
    pub fn is_collapsed(&self, heading: usize) -> bool {
        self.collapsed.contains(&heading)
    }

    /// Updates the visible headings, keeping the selection on its heading. Returns the best match of the query, the first of
    /// several.
    fn update(&mut self, document: &Document) -> Option<usize> {
        let before = self.heading();
        let toc = document.toc();
        let mut best: Option<(u32, usize)> = None;
        self.matches.clear();
        if self.query.trim().is_empty() {
            self.visible = unfolded(toc, &self.collapsed);
        } else {
            let mut fuzzy = Fuzzy::new(&self.query);
            self.visible.clear();
            for (at, heading) in toc.headings().iter().enumerate() {
                let text = document.heading_text(heading);
                if let Some((score, matches)) = fuzzy.find(&Clean::line(&text)) {
                    self.visible.push(at);
                    self.matches.push(matches);
                    if best.is_none_or(|(most, _)| score > most) {
                        best = Some((score, at));
                    }
                }
            }
        }
        self.select(before);
        best.map(|(_, at)| at)
    }
}

/// The headings without a collapsed parent.
fn unfolded(toc: Toc<'_>, collapsed: &BTreeSet<usize>) -> Vec<usize> {
    let mut hidden_below: Option<u8> = None;
    let mut visible = Vec::new();
    for (at, heading) in toc.headings().iter().enumerate() {
        if hidden_below.is_some_and(|level| heading.level > level) {
            continue;
        }
        hidden_below = collapsed.contains(&at).then_some(heading.level);
        visible.push(at);
    }
    visible
}

/// Rows of the title above the headings.
const TITLE_ROWS: u16 = 2;

impl Article {
    /// The index of the current section among the visible headings.
    pub fn current_heading(&self) -> Option<usize> {
        let section = self.section()?;
        let headings = &self.contents.visible;
        headings.partition_point(|at| *at <= section).checked_sub(1)
    }
}

impl Model {
    /// The first of the headings that are shown in `height` rows: the selected one, or without the focus the current one,
    /// is near the middle.
    pub fn contents_top(&self, height: usize) -> usize {
        let Some(article) = &self.article else {
            return 0;
        };
        let middle = if self.screen.focus == Focus::Contents {
            article.contents.selected
        } else {
            article.current_heading().unwrap_or(0)
        };
        let last = article.contents.visible.len().saturating_sub(height);
        middle.saturating_sub(height / 2).min(last)
    }

    /// Goes to the heading on a row of the contents in `area`; on their title, gives them the focus.
    pub(super) fn press_contents(&mut self, area: Rect, y: u16) {
        let height = area.height.saturating_sub(TITLE_ROWS);
        let row = (y - area.y).checked_sub(TITLE_ROWS);
        let heading = row.map(|row| self.contents_top(height.into()) + usize::from(row));
        let article = self.article.as_mut();
        match (article, heading) {
            (Some(article), Some(heading)) if heading < article.contents.visible.len() => {
                article.contents.selected = heading;
                self.jump_to_heading();
            }
            _ => self.open_contents(),
        }
    }

    /// Gives the focus to the contents, at the section that is read.
    pub(super) fn open_contents(&mut self) {
        let Some(article) = &mut self.article else {
            return;
        };
        if !article.has_headings() {
            self.notice = Some(Clean::literal(NO_HEADINGS));
            return;
        }
        article.contents.select(article.section());
        self.screen.focus = Focus::Contents;
    }

    pub(super) fn jump_to_heading(&mut self) {
        self.push_jump();
        let Some(article) = &mut self.article else {
            return;
        };
        if let Some(heading) = article.contents.heading() {
            article.jump(heading);
            article.narrow_contents("");
            self.screen.focus = Focus::Article;
        }
    }

    pub(super) fn expand_heading(&mut self) {
        if let Some(article) = &mut self.article {
            article.contents.expand(&article.body.document);
        }
    }

    pub(super) fn collapse_heading(&mut self) {
        if let Some(article) = &mut self.article {
            article.contents.collapse(&article.body.document);
        }
    }

    pub(super) fn narrow_contents(&mut self, query: &str) {
        if let Some(article) = &mut self.article {
            article.narrow_contents(query);
        }
    }

    /// Shows all headings again; false if they were not narrowed.
    pub(super) fn clear_contents_query(&mut self) -> bool {
        let article = self.article.as_mut();
        let Some(article) = article.filter(|article| !article.contents.query.is_empty()) else {
            return false;
        };
        article.narrow_contents("");
        true
    }
}
