//! Folds and unfolds the `<details>` elements and callouts of an article.

use super::{Article, Position};
use crate::document::{ContainerId, Folds};
use crate::layout::Anchor;

impl Article {
    /// Replaces the set of folded containers, and keeps the position. If a folded container hides the position, the
    /// position moves to the title of this container.
    pub fn set_folds(&mut self, folds: Folds) {
        if *self.body.layout.folds() != folds {
            let position = self.position();
            self.replace_body(self.body.clone().refolded(folds), position);
        }
    }

    /// Folds a container, or unfolds it.
    pub fn toggle_fold(&mut self, id: ContainerId) {
        let mut folds = self.body.layout.folds().clone();
        folds.toggle(id);
        self.set_folds(folds);
    }

    /// Folds all foldable containers, or unfolds them if all are folded. Returns false if the document has no such
    /// containers.
    pub fn toggle_all_folds(&mut self) -> bool {
        let all = Folds::all(&self.body.document);
        if all == Folds::default() {
            return false;
        }
        let are_all_folded = *self.body.layout.folds() == all;
        self.set_folds(if are_all_folded {
            Folds::default()
        } else {
            all
        });
        true
    }

    /// Unfolds the containers that hide a block.
    pub fn reveal(&mut self, block: usize) {
        if !self.body.layout.is_folded_away(block) {
            return;
        }
        let document = &self.body.document;
        let mut folds = self.body.layout.folds().clone();
        for id in document.ancestors(document.blocks()[block].container) {
            folds.open(id);
        }
        self.set_folds(folds);
    }

    /// Scrolls to a match while the query is typed. Stores the containers that were unfolded to show the match, so that
    /// [`Article::fold_what_search_unfolded`] can fold them again before the next query.
    pub fn scroll_to_match_while_typing(&mut self, offset: u32, height: usize) {
        let old_folds = self.body.layout.folds().clone();
        self.scroll_to(offset, height);
        let folds = self.body.layout.folds();
        if let Some(before) = &mut self.before_search {
            before.unfolded_by_search =
                old_folds.iter().filter(|id| !folds.contains(*id)).collect();
        }
    }

    /// Folds the containers that [`Article::scroll_to_match_while_typing`] has unfolded.
    pub fn fold_what_search_unfolded(&mut self) {
        let Some(before) = &mut self.before_search else {
            return;
        };
        let mut folds = self.body.layout.folds().clone();
        for id in std::mem::take(&mut before.unfolded_by_search) {
            if !folds.contains(id) {
                folds.toggle(id);
            }
        }
        self.set_folds(folds);
    }

    /// Unfolds the containers that hide a position.
    pub fn reveal_position(&mut self, position: Position) {
        if let Position::Body(anchor) = position {
            self.reveal(anchor.block as usize);
        }
    }

    /// Returns the foldable container whose title is on a row of the article; the empty rows above a title do not count.
    pub fn foldable_at(&self, row: usize) -> Option<ContainerId> {
        let (document, layout) = (&self.body.document, &self.body.layout);
        let row = row.checked_sub(self.masthead.rows.len())?;
        let place = layout.locate(document, row.min(layout.rows().checked_sub(1)?));
        // The empty rows above a block have negative indices.
        document
            .fold_titled_by(place.block)
            .filter(|_| place.index >= 0)
    }

    /// Returns the foldable container with the visible title nearest to the middle of a pane of `height` rows. Without a
    /// visible title, returns the innermost foldable container that encloses the middle.
    pub fn nearest_foldable(&self, height: usize) -> Option<ContainerId> {
        let middle = self.top + height / 2;
        let rows = self.top..self.rows().min(self.top + height);
        let titles = rows.filter_map(|row| Some((row, self.foldable_at(row)?)));
        let nearest = titles.min_by_key(|(row, _)| row.abs_diff(middle));
        nearest.map(|(_, id)| id).or_else(|| {
            let document = &self.body.document;
            let block = self.visible_block_at(height / 2)?;
            let mut containers = document.ancestors(document.blocks().get(block)?.container);
            containers.find(|id| document.foldable().any(|foldable| foldable == *id))
        })
    }

    /// Folds or unfolds the container nearest to the middle of a pane of `height` rows, and keeps the container's title
    /// visible. Returns false if there is no such container.
    pub fn toggle_nearest_fold(&mut self, height: usize) -> bool {
        let Some(id) = self.nearest_foldable(height) else {
            return false;
        };
        self.toggle_fold(id);
        let document = &self.body.document;
        let title = Anchor::at_block(document.container(id).first_block as usize);
        let row = self.masthead.rows.len() + self.body.layout.row_of(document, title);
        if !(self.top..self.top + height).contains(&row) {
            // Puts the title a third of the way down the pane, or higher near the start of the article.
            self.top = row.saturating_sub(height / 3);
        }
        true
    }
}
