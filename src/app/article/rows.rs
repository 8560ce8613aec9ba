//! The rows of an article, as far as they are known: scrolling, and laying out what is in sight before the rest.

use std::sync::Arc;

use super::{Article, Body, Place};
use crate::layout::{Layout, Widths};

impl Article {
    /// Scrolls by `rows`, within the article; a jump may have gone further, and is not undone.
    pub fn scroll(&mut self, rows: isize, height: usize) {
        let mut left = rows;
        // Where only the rows around the top are there, on from part to part; so often, for that is done within a frame.
        for _ in 0..16 {
            let before = self.top as isize;
            let is_start = self.body.layout.part().is_none_or(|part| part.start == 0);
            let first = if is_start {
                0
            } else {
                self.masthead.rows.len()
            };
            let last = self.last_top(height).max(self.top).max(first);
            self.top = self.top.saturating_add_signed(left).clamp(first, last);
            left -= self.top as isize - before;
            if !self.surround(height) || left == 0 {
                return;
            }
        }
    }

    /// Lays out for `widths` and a pane of `height` rows: all rows, or of a long article those around the top.
    pub(in crate::app) fn lay_out(&mut self, widths: Widths, height: usize) {
        self.sight = 2 * (height + 1) * usize::from(widths.full);
        let how = (widths, self.sideways.is_some());
        self.laying = None;
        self.set(self.body.around(how, self.place().block(), self.sight));
    }

    /// Takes all rows over in the place of those around the top.
    pub(in crate::app) fn take_layout(&mut self, layout: Arc<Layout>) {
        self.laying = None;
        let body = Body {
            layout,
            ..self.body.clone()
        };
        self.set(body);
    }

    /// Whether all of it is there, and all its rows.
    pub fn is_complete(&self) -> bool {
        self.whole && self.body.layout.part().is_none()
    }

    /// Has the rows around a block, where not all rows are there.
    pub(super) fn reach(&mut self, block: usize) {
        if let Some(part) = self.body.layout.part()
            && !part.contains(&block)
        {
            let how = (self.body.layout.widths(), self.sideways.is_some());
            self.body = self.body.around(how, block, self.sight);
        }
    }

    /// Has rows for two screens above and below the top, where not all rows are there; whether it had to find them.
    fn surround(&mut self, height: usize) -> bool {
        let Some(part) = self.body.layout.part() else {
            return false;
        };
        let masthead = self.masthead.rows.len();
        let above = part.start > 0 && self.top < masthead + 2 * height;
        let is_last = part.end == self.body.document.blocks().len();
        let below = !is_last && self.top + 3 * height > self.rows();
        if !above && !below {
            return false;
        }
        let place = match self.place() {
            // A masthead over rows from the middle is none: it is only where they begin.
            Place::Masthead(_) if part.start > 0 => {
                Place::Body(self.body.layout.anchor(&self.body.document, 0))
            }
            place => place,
        };
        let how = (self.body.layout.widths(), self.sideways.is_some());
        self.body = self.body.around(how, place.block(), self.sight);
        self.restore(place);
        true
    }
}
