//! The table of contents pane: the visible headings of the article, and the selected heading.

use std::collections::BTreeSet;
use std::ops::Range;

use super::event::MouseEventKind;
use super::panes::{Rect, SPACIOUS_VIEW_ROWS};
use super::{Focus, Model};
use crate::document::{Document, Toc};
use crate::library::FuzzyQuery;
use crate::text::Clean;

/// Notice for an article without headings.
const NO_HEADINGS: &str = "This post has no headings.";

/// The state of the table of contents of an article.
#[derive(Debug, Default)]
pub struct ContentsPane {
    /// Indices of the visible headings, in the order of the document.
    pub visible: Vec<usize>,
    /// Index of the selected heading in `visible`.
    pub selected: usize,
    /// The query that selects the visible headings. If the query is blank, the headings that have no collapsed ancestor are
    /// visible.
    pub query: String,
    /// The byte ranges that match `query`, for each visible heading. Empty if `query` is blank.
    matches: Vec<Vec<Range<usize>>>,
    /// Indices of the headings whose subheadings are hidden.
    collapsed: BTreeSet<usize>,
    /// The index in `visible` of the heading on the top row, if the wheel has scrolled the pane. If `None`, the pane follows
    /// the selection, or the current section while the pane is not focused.
    pub(super) wheel_top: Option<usize>,
}

impl ContentsPane {
    /// Returns the index of the selected heading in the document.
    pub fn selected_heading(&self) -> Option<usize> {
        self.visible.get(self.selected).copied()
    }

    /// Creates the pane with all headings of a document.
    pub fn new(document: &Document) -> Self {
        let mut contents = Self::default();
        contents.update(document);
        contents
    }

    /// Updates the selected and collapsed headings for another version of the document. A heading keeps its index if the heading
    /// at this index has the same text. This is the usual case when the complete document replaces its first part. Other
    /// headings are found by their slug.
    pub fn remap(&mut self, from: &Document, to: &Document) {
        let text = |document: &Document, heading: usize| {
            let heading = document.toc().headings().get(heading)?;
            Some(document.heading_text(heading).into_owned())
        };
        let remapped = |heading: usize| {
            if text(from, heading) == text(to, heading) {
                Some(heading)
            } else {
                to.heading_of(from.slug(heading))
            }
        };
        // If the selected heading is gone, the heading with the same index is selected.
        let selected = self
            .selected_heading()
            .map(|heading| remapped(heading).unwrap_or(heading));
        self.collapsed = self
            .collapsed
            .iter()
            .filter_map(|heading| remapped(*heading))
            .collect();
        self.update(to);
        self.select(selected);
    }

    /// Selects the heading at index `target` of the document, or the nearest visible heading above it. `None` selects the
    /// first heading.
    pub fn select(&mut self, target: Option<usize>) {
        let first_after_target = self
            .visible
            .partition_point(|heading| target.is_some_and(|target| *heading <= target));
        self.selected = first_after_target.saturating_sub(1);
    }

    /// Moves the selection down by `rows`, or up if `rows` is negative.
    pub fn step(&mut self, rows: isize) {
        let last = self.visible.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(rows).min(last);
    }

    /// Shows only the headings that match `query` (fuzzy, with smart case), and selects the best match, if there is one.
    pub fn set_query(&mut self, document: &Document, query: &str) {
        query.clone_into(&mut self.query);
        let best = self.update(document);
        if best.is_some() {
            self.select(best);
        }
    }

    /// Returns the byte ranges that match the query in the text of a visible heading. `index` is an index into `visible`.
    pub fn matches(&self, index: usize) -> &[Range<usize>] {
        self.matches.get(index).map_or(&[], Vec::as_slice)
    }

    /// Shows the subheadings of the selected heading.
    pub fn expand(&mut self, document: &Document) {
        if let Some(heading) = self.selected_heading() {
            self.collapsed.remove(&heading);
            self.update(document);
        }
    }

    /// Hides the subheadings of the selected heading. If the heading has no visible subheadings, selects its parent.
    pub fn collapse(&mut self, document: &Document) {
        let Some(heading) = self.selected_heading() else {
            return;
        };
        let toc = document.toc();
        if toc.has_children(heading) && self.collapsed.insert(heading) {
            self.update(document);
        } else if let Some(parent) = toc.parent(heading) {
            self.select(Some(parent));
        }
    }

    /// Returns true if the subheadings of a heading are hidden.
    pub fn is_collapsed(&self, heading: usize) -> bool {
        self.collapsed.contains(&heading)
    }

    /// Updates the visible headings, and keeps the selected heading. Returns the index of the heading that matches the query
    /// best, or `None` if there is no query or no match. Of several equal matches, the first counts.
    fn update(&mut self, document: &Document) -> Option<usize> {
        let selected = self.selected_heading();
        let toc = document.toc();
        let mut best: Option<(u32, usize)> = None;
        self.matches.clear();
        if self.query.trim().is_empty() {
            self.visible = visible_headings(toc, &self.collapsed);
        } else {
            let mut fuzzy = FuzzyQuery::new(&self.query);
            self.visible.clear();
            for (index, heading) in toc.headings().iter().enumerate() {
                let text = document.heading_text(heading);
                if let Some((score, matches)) = fuzzy.find(&Clean::line(&text)) {
                    self.visible.push(index);
                    self.matches.push(matches);
                    if best.is_none_or(|(best_score, _)| score > best_score) {
                        best = Some((score, index));
                    }
                }
            }
        }
        self.select(selected);
        best.map(|(_, index)| index)
    }
}

/// Returns the indices of the headings that have no collapsed ancestor.
fn visible_headings(toc: Toc<'_>, collapsed: &BTreeSet<usize>) -> Vec<usize> {
    let mut collapsed_level: Option<u8> = None;
    let mut visible = Vec::new();
    for (index, heading) in toc.headings().iter().enumerate() {
        if collapsed_level.is_some_and(|level| heading.level > level) {
            continue;
        }
        collapsed_level = collapsed.contains(&index).then_some(heading.level);
        visible.push(index);
    }
    visible
}

/// Number of headings by which one wheel step scrolls.
const WHEEL_ROWS: isize = 3;

/// Returns the number of rows of the pane's title. If the pane is high enough, an empty row below the title is included.
fn title_rows(area: Rect) -> u16 {
    if area.height < SPACIOUS_VIEW_ROWS {
        1
    } else {
        2
    }
}

impl Model {
    /// Returns the index, among the visible headings, of the heading on the first of `height` rows. The selected heading, or
    /// the current section if the pane is not focused, is near the middle, unless the wheel has scrolled the pane.
    pub fn contents_top(&self, height: usize) -> usize {
        let Some(article) = &self.article else {
            return 0;
        };
        let max_top = article.contents.visible.len().saturating_sub(height);
        if let Some(top) = article.contents.wheel_top {
            return top.min(max_top);
        }
        let centered = if self.screen.focus == Focus::Contents {
            article.contents.selected
        } else {
            article.current_contents_index().unwrap_or(0)
        };
        centered.saturating_sub(height / 2).min(max_top)
    }

    /// Scrolls the contents with the wheel, without changing the selection. After the next key press, the pane follows the
    /// selection or the current section again.
    pub(super) fn scroll_contents(&mut self, kind: MouseEventKind, area: Rect) {
        let height = usize::from(area.height.saturating_sub(title_rows(area)));
        let rows = match kind {
            MouseEventKind::WheelDown => WHEEL_ROWS,
            MouseEventKind::WheelUp => -WHEEL_ROWS,
            MouseEventKind::Press => return,
        };
        let top = self.contents_top(height).saturating_add_signed(rows);
        if let Some(article) = &mut self.article {
            let max_top = article.contents.visible.len().saturating_sub(height);
            article.contents.wheel_top = Some(top.min(max_top));
        }
    }

    /// Handles a mouse press on screen row `y` in the pane, whose rectangle is `area`. Goes to the heading on this row. If the
    /// row shows no heading, focuses the pane.
    pub(super) fn press_contents(&mut self, area: Rect, y: u16) {
        let title = title_rows(area);
        let height = area.height.saturating_sub(title);
        let row = (y - area.y).checked_sub(title);
        let visible_index = row.map(|row| self.contents_top(height.into()) + usize::from(row));
        let article = self.article.as_mut();
        match (article, visible_index) {
            (Some(article), Some(index)) if index < article.contents.visible.len() => {
                article.contents.selected = index;
                self.jump_to_heading();
            }
            _ => self.open_contents(),
        }
    }

    /// Focuses the table of contents and selects the current section.
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

    /// Goes to the selected heading, clears the query, and focuses the article.
    pub(super) fn jump_to_heading(&mut self) {
        self.push_jump();
        let Some(article) = &mut self.article else {
            return;
        };
        if let Some(heading) = article.contents.selected_heading() {
            article.go_to_heading(heading);
            article.set_contents_query("");
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

    pub(super) fn set_contents_query(&mut self, query: &str) {
        if let Some(article) = &mut self.article {
            article.set_contents_query(query);
        }
    }

    /// Clears the query, so that all headings are shown. Returns false if the query was empty.
    pub(super) fn clear_contents_query(&mut self) -> bool {
        let article = self.article.as_mut();
        let Some(article) = article.filter(|article| !article.contents.query.is_empty()) else {
            return false;
        };
        article.set_contents_query("");
        true
    }
}
