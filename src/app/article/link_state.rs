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
    /// The last followed footnote reference. Following the reference again returns to its position.
    pub(crate) followed_footnote: Option<FollowedFootnote>,
}

/// A footnote reference that was followed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FollowedFootnote {
    /// The reference.
    pub(crate) link: LinkId,
    /// The position from which the reference was followed.
    pub(crate) position: Position,
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
        let followed = self
            .followed_footnote
            .filter(|followed| is_kept(followed.link));
        Self {
            selected: self.selected.filter(|link| is_kept(*link)),
            hints: None,
            followed_footnote: followed.map(|followed| FollowedFootnote {
                position: followed.position.remapped(from, to),
                ..followed
            }),
        }
    }
}
