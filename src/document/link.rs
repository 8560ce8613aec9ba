//! The links of a document, stored compactly: all targets and titles in one string.

use std::num::NonZeroU32;
use std::ops::Range;

/// Identifies a link of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkId(NonZeroU32);

/// A link. Target and title are the author's text, which may contain control characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link<'a> {
    /// The destination.
    pub target: &'a str,
    /// The title; empty if the link has no title.
    pub title: &'a str,
    /// Byte of the source file at which the link begins. For a bare link, the start of its block; for a tag in generated HTML,
    /// the start of the HTML block.
    pub source: u32,
    /// The kind of the link.
    pub kind: LinkKind,
}

/// The kind of a [`Link`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// Text with a target.
    Text,
    /// A bare URL or mail address in running text.
    Bare,
    /// An image.
    Image {
        /// True if the image has alternative text, or an empty `alt` attribute in HTML, which marks it as decorative.
        is_described: bool,
    },
    /// A reference to a footnote.
    Footnote,
}

/// All links of a document.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// Targets and titles of all links, in order.
    text: String,
    all: Vec<StoredLink>,
    /// The targets that are shown with a number, such as `[1]`, in the order of the numbers. Empty unless links are numbered.
    pub(super) numbered: Vec<String>,
}

/// A link, given by the ends of its target and its title in [`Links::text`]. The target starts where the title of the previous
/// link ends.
#[derive(Debug)]
struct StoredLink {
    target_end: u32,
    title_end: u32,
    source: u32,
    kind: LinkKind,
}

impl LinkId {
    /// Returns the id of the link at `index`.
    fn from_index(index: usize) -> Self {
        Self(NonZeroU32::MIN.saturating_add(index as u32))
    }

    /// Returns the link's index in the document's list of links.
    fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

impl Links {
    /// Adds a link and returns its id.
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
        self.all.push(StoredLink {
            target_end,
            title_end: self.text.len() as u32,
            source: source as u32,
            kind,
        });
        LinkId::from_index(self.all.len() - 1)
    }

    /// Returns the link `id`.
    pub(super) fn get(&self, id: LinkId) -> Link<'_> {
        let index = id.index();
        let start = index
            .checked_sub(1)
            .map_or(0, |previous| self.all[previous].title_end);
        let StoredLink {
            target_end,
            title_end,
            source,
            kind,
        } = self.all[index];
        let part = |range: Range<u32>| &self.text[range.start as usize..range.end as usize];
        Link {
            target: part(start..target_end),
            title: part(target_end..title_end),
            source,
            kind,
        }
    }

    /// Marks an image as described.
    pub(super) fn set_described(&mut self, id: LinkId) {
        if let LinkKind::Image { is_described } = &mut self.all[id.index()].kind {
            *is_described = true;
        }
    }

    /// Iterates over all links, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (LinkId, Link<'_>)> {
        let ids = (0..self.all.len()).map(LinkId::from_index);
        ids.map(|id| (id, self.get(id)))
    }

    /// Frees unused capacity.
    pub(super) fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.all.shrink_to_fit();
    }
}
