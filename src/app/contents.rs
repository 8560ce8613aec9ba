//! The contents: the headings that are visible, and which one is selected.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::document::{Document, Toc};
use crate::library::Fuzzy;
use crate::text::Clean;

/// The state of the contents, for one article.
#[derive(Debug, Default)]
pub struct ContentsPane {
    /// The headings that are visible, in order.
    pub visible: Vec<usize>,
    /// Where the selection stands among them.
    pub selected: usize,
    /// What narrows them.
    pub query: String,
    /// Which letters of each visible heading met that, as bytes of its line; empty where nothing narrows.
    marks: Vec<Vec<Range<usize>>>,
    collapsed: BTreeSet<usize>,
}

impl ContentsPane {
    /// The selected heading.
    pub fn heading(&self) -> Option<usize> {
        self.visible.get(self.selected).copied()
    }

    /// Forgets what was collapsed and narrowed, and shows all headings of another document.
    pub fn reset(&mut self, document: &Document) {
        *self = Self::default();
        self.update(document);
    }

    /// The same in another version of the document: what was collapsed and selected is known by its place and its words,
    /// as where the whole follows its head, else by its slug.
    pub fn carry(&mut self, from: &Document, to: &Document) {
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

    /// Selects the heading `wanted`, or what it is collapsed into.
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

    /// Narrows to headings that hold the letters of `query` in order, smart case, and selects the one that does so best.
    pub fn narrow(&mut self, document: &Document, query: &str) {
        query.clone_into(&mut self.query);
        let best = self.update(document);
        if best.is_some() {
            self.select(best);
        }
    }

    /// Which letters of the `at`th visible heading met what narrows, as bytes of its line.
    pub fn marks(&self, at: usize) -> &[Range<usize>] {
        self.marks.get(at).map_or(&[], Vec::as_slice)
    }

    /// Shows what is below the selected heading.
    pub fn expand(&mut self, document: &Document) {
        if let Some(heading) = self.heading() {
            self.collapsed.remove(&heading);
            self.update(document);
        }
    }

    /// Hides what is below the selected heading; where there is nothing to hide, goes to the one above it.
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

    /// Whether something is hidden below a heading.
    pub fn is_collapsed(&self, heading: usize) -> bool {
        self.collapsed.contains(&heading)
    }

    /// Finds the visible headings anew, keeping the selection on its heading. Gives back the one that meets the query best,
    /// the first of several.
    fn update(&mut self, document: &Document) -> Option<usize> {
        let before = self.heading();
        let toc = document.toc();
        let mut best: Option<(u32, usize)> = None;
        self.marks.clear();
        if self.query.trim().is_empty() {
            self.visible = unfolded(toc, &self.collapsed);
        } else {
            let mut fuzzy = Fuzzy::new(&self.query);
            self.visible.clear();
            for (at, heading) in toc.headings().iter().enumerate() {
                let block = &document.blocks()[heading.block as usize];
                let text = document.block_text(block);
                if let Some((score, marks)) = fuzzy.find(&Clean::line(&text)) {
                    self.visible.push(at);
                    self.marks.push(marks);
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

/// The headings with none above them collapsed.
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
