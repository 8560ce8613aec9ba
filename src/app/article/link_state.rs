//! The state of the links of an article.

use crate::app::hints::Hints;
use crate::app::position::Position;
use crate::document::{Document, LinkId};

/// The state of the links of an article.
#[derive(Clone, Debug, Default)]
pub struct LinkState {
    /// The selected link.
    pub selected: Option<LinkId>,
    /// The link hints, while they are shown.
    pub(crate) hints: Option<Hints>,
    /// The last followed footnote reference, and the position before. Following the reference again returns there.
    pub(crate) footnote_return: Option<(LinkId, Position)>,
}

impl LinkState {
    /// Returns the link state for another version of the document: links with the same id and target are kept.
    pub(crate) fn remapped(&self, from: &Document, to: &Document) -> Self {
        let is_kept = |link: LinkId| {
            let mut links = to.links();
            let new = links.find(|(id, _)| *id == link);
            new.is_some_and(|(_, new)| new.target == from.link(link).target)
        };
        let footnote_return = self.footnote_return.filter(|(link, _)| is_kept(*link));
        Self {
            selected: self.selected.filter(|link| is_kept(*link)),
            hints: None,
            footnote_return: footnote_return
                .map(|(link, position)| (link, position.remapped(from, to))),
        }
    }
}
