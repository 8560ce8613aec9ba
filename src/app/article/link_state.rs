//! The state of the links of an article, and its conversion for another version of the document.

use crate::app::hints::Hints;
use crate::app::position::Position;
use crate::document::{Document, LinkId};

/// The selected link, the link hints and the last followed footnote reference of an article.
#[derive(Clone, Debug, Default)]
pub struct LinkState {
    /// The selected link.
    pub selected: Option<LinkId>,
    /// The link hints, while they are shown.
    pub(crate) hints: Option<Hints>,
    /// The last followed footnote reference, and the position from which it was followed. Following the reference again
    /// returns to this position.
    pub(crate) footnote_return: Option<(LinkId, Position)>,
}

impl LinkState {
    /// Converts the state to another version of the document, and hides the hints. A link is kept if the other version has a
    /// link with the same id and the same target.
    pub(crate) fn remapped(&self, from: &Document, to: &Document) -> Self {
        let is_kept = |link: LinkId| {
            let mut links = to.links();
            let new_link = links.find(|(id, _)| *id == link);
            new_link.is_some_and(|(_, new_link)| new_link.target == from.link(link).target)
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
