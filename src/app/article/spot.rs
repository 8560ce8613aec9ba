//! Places in an article that outlive it: found again in what an edit has left, or in a head that is not all yet.

use super::{Article, Place, Wait};
use crate::app::state::SavedPosition;
use crate::layout::Anchor;

impl Article {
    /// The place at the top, in words that survive edits.
    pub fn spot(&self) -> SavedPosition {
        match self.place() {
            Place::Masthead(row) => SavedPosition::Masthead(row as u32),
            Place::Body(anchor) => {
                let block = anchor.block as usize;
                let document = &self.body.document;
                SavedPosition::Body(document.text_anchor(block, anchor.offset, anchor.rows))
            }
        }
    }

    /// The place that a spot means now; `None` where it may be in the part that is still to come.
    pub fn find(&self, spot: &SavedPosition) -> Option<Place> {
        let text_anchor = match spot {
            SavedPosition::Masthead(row) => return Some(Place::Masthead(*row as usize)),
            SavedPosition::Body(text_anchor) => text_anchor,
        };
        let document = &self.body.document;
        let (block, offset) = document.locate(text_anchor);
        let text = document.blocks().get(block).map(|block| {
            let at = (block.start + offset) as usize;
            &document.text()[at..]
        });
        let is_it = text.is_some_and(|text| text.starts_with(&text_anchor.snippet));
        (self.whole || (is_it && !text_anchor.snippet.is_empty())).then_some(Place::Body(Anchor {
            block: block as u32,
            offset,
            rows: text_anchor.rows,
        }))
    }

    /// Whether a place is in the part that is there. The last block of a head may go on behind it.
    pub fn has(&self, place: Place) -> bool {
        match place {
            Place::Masthead(_) => true,
            Place::Body(anchor) => {
                let blocks = self.body.document.blocks().len();
                self.whole || (anchor.block as usize) + 1 < blocks
            }
        }
    }

    /// Brings a place of an earlier reading to the top.
    pub(in crate::app) fn go_to_place(&mut self, place: Place) {
        if self.has(place) {
            self.restore(place);
        } else {
            self.waiting = Some(Wait::Place(place));
        }
    }

    /// The same for one that was kept.
    pub(in crate::app) fn go_to_spot(&mut self, spot: &SavedPosition) {
        if let Some(place) = self.find(spot) {
            self.restore(place);
        } else {
            self.waiting = Some(Wait::SavedPosition(spot.clone()));
        }
    }
}
