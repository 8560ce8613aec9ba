//! The links of a document, their targets in one string.

use std::num::NonZeroU32;
use std::ops::Range;

/// Identifies a link of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkId(NonZeroU32);

/// A link. Target and title are as the author wrote them, not cleaned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link<'a> {
    /// The destination.
    pub target: &'a str,
    /// The title, or nothing.
    pub title: &'a str,
    /// Byte of the source file at which it begins; for a tag within a block of raw HTML that is no part of the source
    /// as it stands, the block's.
    pub source: u32,
    /// Its kind.
    pub kind: LinkKind,
}

/// The kind of a [`Link`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// Text that leads somewhere.
    Text,
    /// A bare address in running text.
    Bare,
    /// An image. An empty `alt` attribute in HTML counts as a description.
    Image {
        /// It has alternative text.
        described: bool,
    },
    /// A footnote's number.
    Footnote,
}

/// All links of a document: their targets and titles in `text`, one after the other.
#[derive(Debug, Default)]
pub(super) struct Links {
    text: String,
    all: Vec<Stored>,
}

#[derive(Debug)]
struct Stored {
    target_end: u32,
    end: u32,
    source: u32,
    kind: LinkKind,
}

impl LinkId {
    fn at(index: usize) -> Self {
        Self(NonZeroU32::MIN.saturating_add(index as u32))
    }

    fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

impl Links {
    /// Adds one and names it.
    pub(super) fn push(
        &mut self,
        kind: LinkKind,
        target: &str,
        title: &str,
        source: usize,
    ) -> LinkId {
        self.text.push_str(target);
        let target_end = self.text.len() as u32;
        self.text.push_str(title);
        self.all.push(Stored {
            target_end,
            end: self.text.len() as u32,
            source: source as u32,
            kind,
        });
        LinkId::at(self.all.len() - 1)
    }

    pub(super) fn get(&self, id: LinkId) -> Link<'_> {
        let at = id.index();
        let start = at.checked_sub(1).map_or(0, |before| self.all[before].end);
        let Stored {
            target_end,
            end,
            source,
            kind,
        } = self.all[at];
        let part = |range: Range<u32>| &self.text[range.start as usize..range.end as usize];
        Link {
            target: part(start..target_end),
            title: part(target_end..end),
            source,
            kind,
        }
    }

    /// Says that an image has alternative text.
    pub(super) fn describe(&mut self, id: LinkId) {
        if let LinkKind::Image { described } = &mut self.all[id.index()].kind {
            *described = true;
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (LinkId, Link<'_>)> {
        (0..self.all.len()).map(|at| (LinkId::at(at), self.get(LinkId::at(at))))
    }

    pub(super) fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.all.shrink_to_fit();
    }
}
