//! Converts the position in an article to a form that can be saved, and goes back to saved positions. A saved position is found
//! even if the article was edited, and, if possible, even if only the first part of the article is loaded.

use super::{Article, Position};
use crate::app::state::SavedPosition;
use crate::layout::Anchor;

impl Article {
    /// Returns the position at the top of the pane, in a form that survives edits.
    pub fn saved_position(&self) -> SavedPosition {
        match self.position() {
            Position::Masthead(row) => SavedPosition::Masthead(row as u32),
            Position::Body(anchor) => SavedPosition::Body(anchor.text_anchor(&self.body.document)),
        }
    }

    /// Converts a saved position to a position in the document. Returns `None` if the position may be in the part that is
    /// not loaded yet.
    fn find(&self, saved: &SavedPosition) -> Option<Position> {
        let text_anchor = match saved {
            SavedPosition::Masthead(row) => return Some(Position::Masthead(*row as usize)),
            SavedPosition::Body(text_anchor) => text_anchor,
        };
        let document = &self.body.document;
        let anchor = Anchor::find(document, text_anchor);
        let text_from_anchor = document.blocks().get(anchor.block as usize).map(|block| {
            let offset = (block.start + anchor.offset) as usize;
            &document.text()[offset..]
        });
        let has_snippet =
            text_from_anchor.is_some_and(|text| text.starts_with(&text_anchor.snippet));
        // In a first part, `Anchor::find` may have guessed the anchor; only the text there proves that it is right.
        let is_certain = self.is_complete || (has_snippet && !text_anchor.snippet.is_empty());
        is_certain.then_some(Position::Body(anchor))
    }

    /// Returns true if the text at a position is loaded. The last block of the first part does not count, because it may be
    /// incomplete.
    fn is_loaded(&self, position: Position) -> bool {
        match position {
            Position::Masthead(_) => true,
            Position::Body(anchor) => {
                let block_count = self.body.document.blocks().len();
                self.is_complete || (anchor.block as usize) + 1 < block_count
            }
        }
    }

    /// Scrolls a position to the top of the pane, and unfolds the containers that hide it. Returns false if the text there is
    /// not loaded yet.
    pub fn go_to_position(&mut self, position: Position) -> bool {
        let is_loaded = self.is_loaded(position);
        if is_loaded {
            self.reveal_position(position);
            self.scroll_to_position(position);
        }
        is_loaded
    }

    /// Scrolls a saved position to the top of the pane, and unfolds the containers that hide it. Returns false if the text
    /// there is not loaded yet.
    pub fn go_to_saved(&mut self, saved: &SavedPosition) -> bool {
        let position = self.find(saved);
        if let Some(position) = position {
            self.reveal_position(position);
            self.scroll_to_position(position);
        }
        position.is_some()
    }
}
