//! Positions in an article.

use crate::document::Document;
use crate::layout::Anchor;

/// A position in an article that is independent of the layout's width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// A row of the masthead, from 0. The masthead shows the post's title and facts above the body.
    Masthead(usize),
    /// A position in the body.
    Body(Anchor),
}

impl Position {
    /// Converts a position in the document `from` to the position of the same text in `to`, another version of the document.
    #[must_use]
    pub fn remapped(self, from: &Document, to: &Document) -> Self {
        match self {
            Self::Masthead(_) => self,
            Self::Body(anchor) => Self::Body(Anchor::find(to, &anchor.text_anchor(from))),
        }
    }

    /// Returns the byte offset of the position in the document's text; 0 in the masthead or if the block does not exist.
    pub fn offset(self, document: &Document) -> u32 {
        match self {
            Self::Masthead(_) => 0,
            Self::Body(anchor) => {
                let block = document.blocks().get(anchor.block as usize);
                block.map_or(0, |block| block.start + anchor.offset)
            }
        }
    }
}
