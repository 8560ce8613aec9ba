//! Finds links of an article by their place: on the visible rows, above or below these rows, or under the mouse. Also numbers
//! the visible links, footnotes, foldable containers and code blocks for hints.

use std::ops::Range;

use super::Article;
use crate::app::direction::Direction::{self, Backward, Forward};
use crate::app::hints::{HintTarget, Hints, NumberedTarget};
use crate::app::targets;
use crate::document::{LinkId, Span};
use crate::layout::Anchor;
use crate::paint::Decorations;

impl Article {
    /// Returns the links visible in a pane of `height` rows.
    pub(crate) fn visible_links(&self, height: usize) -> Vec<LinkId> {
        let masthead_rows = self.masthead.rows.len();
        let first = self.top.saturating_sub(masthead_rows);
        self.links_within(first..(self.top + height).saturating_sub(masthead_rows))
    }

    /// Returns the row of the article on which a link starts, or `None` if no text belongs to the link.
    pub(crate) fn link_row(&self, link: LinkId) -> Option<usize> {
        let (document, layout) = (&self.body.document, &self.body.layout);
        let anchor = Anchor::at(document, targets::link_offset(document, link)?);
        Some(self.masthead.rows.len() + layout.row_of(document, anchor))
    }

    /// Returns the visible link nearest to the middle of a pane of `height` rows.
    pub(crate) fn nearest_link(&self, height: usize) -> Option<LinkId> {
        let middle = self.top + height / 2;
        let distance = |link: &LinkId| self.link_row(*link).map(|row| row.abs_diff(middle));
        self.visible_links(height).into_iter().min_by_key(distance)
    }

    /// Returns the links within `rows` of the layout, in the order of the text and without duplicates.
    fn links_within(&self, rows: Range<usize>) -> Vec<LinkId> {
        let (document, layout) = (&self.body.document, &self.body.layout);
        let rows = rows.start..rows.end.min(layout.rows());
        if rows.is_empty() {
            return Vec::new();
        }
        let start = layout.row_range(document, rows.start).start;
        let mut end = layout.row_range(document, rows.end - 1).end;
        let last_block = layout.locate(document, rows.end - 1).block;
        if layout.image(last_block).is_some() {
            // The text of an image comes after the rows of its picture, so it may be below the visible rows.
            end = end.max(document.blocks()[last_block].text_range().end);
        }
        let mut links = Vec::new();
        for link in document
            .spans(start..end.max(start))
            .iter()
            .filter(|span| !layout.is_folded_away(document.block_at(span.start as usize)))
            .filter_map(|span| span.link)
        {
            if !links.contains(&link) {
                links.push(link);
            }
        }
        links
    }

    /// Returns the first link below the visible rows (forward), or the last link above the visible rows (backward). Excludes
    /// links in folded containers, and the link `selected`, which may be partly visible.
    pub(crate) fn link_beyond(
        &self,
        height: usize,
        direction: Direction,
        selected: Option<LinkId>,
    ) -> Option<LinkId> {
        let (document, layout) = (&self.body.document, &self.body.layout);
        let masthead_rows = self.masthead.rows.len();
        let (first, end) = (self.top, self.top + height);
        let start_of_row = |article_row: usize| {
            let row = article_row.saturating_sub(masthead_rows);
            (row < layout.rows()).then(|| layout.row_range(document, row).start)
        };
        let unselected_link = |span: &Span| {
            let link = span.link.filter(|link| Some(*link) != selected)?;
            let block = document.block_at(span.start as usize);
            (!layout.is_folded_away(block)).then_some(link)
        };
        match direction {
            Forward => {
                let spans = document.spans(start_of_row(end)?..document.text().len());
                spans.iter().find_map(unselected_link)
            }
            Backward => {
                let spans = document.spans(0..start_of_row(first)?);
                spans.iter().rev().find_map(unselected_link)
            }
        }
    }

    /// Returns the link on a row of the article at `column`, which is counted from the left edge of the text. A picture is a
    /// link to its image.
    pub(crate) fn link_at_column(&self, row: usize, column: i32) -> Option<LinkId> {
        let layout_row = row.checked_sub(self.masthead.rows.len())?;
        let painted = self.painted_row(layout_row, Decorations::default());
        // The first runs may be in the margin, to the left of column 0.
        let mut end = -i32::from(painted.columns_left_of_text);
        let link = painted.runs.iter().find_map(|run| {
            let start = end;
            end += crate::text::width(&run.text) as i32;
            run.link.filter(|_| (start..end).contains(&column))
        });
        // On a row of a picture, the runs are only the indentation, and the picture follows them.
        let picture = painted.picture.map(|picture| picture.placed);
        let picture = picture
            .filter(|picture| (end..end + i32::from(picture.size.columns)).contains(&column));
        link.or(picture.map(|picture| picture.image))
    }

    /// Numbers the links, footnotes and foldable containers in a pane of `height` rows. Returns `None` if there are none.
    pub(crate) fn link_hints(&self, height: usize) -> Option<Hints> {
        let masthead_rows = self.masthead.rows.len();
        let mut targets: Vec<NumberedTarget> = Vec::new();
        for row in self.top.max(masthead_rows)..self.rows().min(self.top + height) {
            let layout_row = row - masthead_rows;
            if let Some(number) = self.footnote_at(layout_row) {
                let target = HintTarget::Footnote(number);
                targets.push(NumberedTarget { row, target });
            }
            let fold = self.foldable_at(row).map(HintTarget::Fold);
            let runs = self.painted_row(layout_row, Decorations::default()).runs;
            let links = runs.into_iter().filter_map(|run| run.link);
            // The title of a fold, or a link, has only one number, even if it continues on another row or in another run.
            for target in fold.into_iter().chain(links.map(HintTarget::Link)) {
                if !targets.iter().any(|numbered| numbered.target == target) {
                    targets.push(NumberedTarget { row, target });
                }
            }
        }
        let typed = String::new();
        (!targets.is_empty()).then_some(Hints { targets, typed })
    }

    /// Numbers the code blocks in a pane of `height` rows, each on its first visible row.
    pub(crate) fn code_hints(&self, height: usize) -> Hints {
        let mut targets: Vec<NumberedTarget> = Vec::new();
        for row in self.top..self.rows().min(self.top + height) {
            let Some(target) = self.code_at(row).map(HintTarget::Code) else {
                continue;
            };
            if targets.last().is_none_or(|last| last.target != target) {
                targets.push(NumberedTarget { row, target });
            }
        }
        let typed = String::new();
        Hints { targets, typed }
    }

    /// Returns the number, from 1, of the footnote whose text begins on a row of the layout. Excludes footnotes without a
    /// reference.
    fn footnote_at(&self, row: usize) -> Option<u32> {
        let (document, layout) = (&self.body.document, &self.body.layout);
        let mut footnotes = document.footnotes().iter().zip(1..);
        footnotes.find_map(|(footnote, number)| {
            let block = footnote.block? as usize;
            footnote.reference?;
            (layout.first_row(document, block) == row).then_some(number)
        })
    }
}
