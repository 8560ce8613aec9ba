//! The parts of a document: blocks, their containers, and the spans within them.

use std::num::NonZeroU32;
use std::ops::Range;

use super::{Alert, LinkId};

/// A block: a run of text that starts on a row of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// First byte in the document's text.
    pub start: u32,
    /// The byte after its last one.
    pub end: u32,
    /// Bytes in the source file.
    pub source: Range<u32>,
    /// Index of its first segment; its segments end at those of the next block. A row has the segments of its cells.
    pub(super) segments: u32,
    /// The innermost container.
    pub container: ContainerId,
    /// Empty rows above it at any width.
    pub margin_above: u8,
    /// Its kind.
    pub kind: Kind,
}

impl Block {
    /// Its bytes in the document's text.
    pub fn text(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// The kind of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Running text.
    Paragraph,
    /// A heading of level 1 to 6.
    Heading(u8),
    /// Code, one segment a line.
    Code {
        /// Index among the document's languages.
        language: Option<u32>,
    },
    /// Lines of a file's source.
    Source {
        /// The number of the first one.
        line: u32,
        /// Columns of the file's highest number.
        digits: u8,
    },
    /// A thematic break.
    Rule,
    /// The first line of an admonition: the author's word for its kind, and its title.
    AdmonitionTitle(Alert),
    /// The summary of a `<details>` element.
    Summary,
    /// A term of a definition list.
    Term,
    /// The caption of a figure or a table.
    Caption,
    /// An image that is a block of its own: alternative text, then title and file name on a hard line.
    Image,
    /// One row of a table; its cells' texts are hard lines.
    Row {
        /// Index of the table.
        table: u32,
        /// Index of the row; the header is 0.
        row: u32,
    },
    /// An empty list item.
    Empty,
}

impl Kind {
    /// Returns true if the row above the block names its language, so that it has a margin even at the start of a document.
    pub const fn is_labelled(self) -> bool {
        matches!(self, Self::Code { language: Some(_) })
    }
}

/// Identifies a container of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ContainerId(NonZeroU32);

impl ContainerId {
    /// The document itself.
    pub const ROOT: Self = Self(NonZeroU32::MIN);

    /// Returns the id of the container at `index`.
    pub(super) fn at(index: usize) -> Self {
        Self(Self::ROOT.0.saturating_add(index as u32))
    }

    /// Its index among the document's containers.
    pub fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// A container of blocks, which may draw at their left: a quote, a list item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Container {
    /// The enclosing container; `None` for the root.
    pub parent: Option<ContainerId>,
    /// The first block within it.
    pub first_block: u32,
    /// Its kind.
    pub kind: ContainerKind,
}

/// The kind of a [`Container`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ContainerKind {
    /// The document itself.
    #[default]
    Root,
    /// A block quote.
    Quote,
    /// An admonition.
    Alert(Alert),
    /// A `<details>` element; always open.
    Details,
    /// An indented definition of a term.
    Indent,
    /// A bullet list, at a depth among bullet lists from 0; draws nothing itself.
    Bullets {
        /// Number of bullet lists around it.
        depth: u8,
    },
    /// A numbered list; draws nothing itself.
    Numbers {
        /// Columns of its widest number.
        columns: u8,
    },
    /// An item of either, with its number and its task box.
    Item {
        /// Its number in a numbered list.
        number: Option<u32>,
        /// For a task, its state: `true` is done.
        task: Option<bool>,
    },
    /// A footnote and its number.
    Footnote {
        /// Its place in the order of first use, from 1.
        number: u32,
    },
}

impl ContainerKind {
    /// Columns of an item's number.
    pub(super) fn digits(number: u32) -> u8 {
        number.checked_ilog10().unwrap_or(0) as u8 + 1
    }
}

/// A set of inline marks of a piece of text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Marks(pub(super) u16);

impl Marks {
    /// Plain text.
    pub const NONE: Self = Self(0);
    /// Emphasis.
    pub const EMPHASIS: Self = Self(1);
    /// Strong emphasis.
    pub const STRONG: Self = Self(2);
    /// Struck out.
    pub const STRIKE: Self = Self(4);
    /// Inline code.
    pub const CODE: Self = Self(8);
    /// Text of a link.
    pub const LINK: Self = Self(16);
    /// Alternative text of an image.
    pub const IMAGE: Self = Self(32);
    /// A reference to a footnote.
    pub const NOTE: Self = Self(64);
    /// Secondary: an image's title and file name.
    pub const SECONDARY: Self = Self(128);

    /// Highlighted by the author.
    pub const MARK: Self = Self(1024);
    /// The name of something that can't be shown.
    pub const PLACEHOLDER: Self = Self(2048);
    /// A formula, as it was written.
    pub const MATH: Self = Self(4096);
    /// A key of a keyboard.
    pub const KEY: Self = Self(8192);
    /// Underlined, or inserted text.
    pub const UNDERLINE: Self = Self(16384);

    /// Found by a search.
    pub const MATCH: Self = Self(256);
    /// Found by a search, and where the reader is.
    pub const CURRENT_MATCH: Self = Self(512);

    /// The union of both sets.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns true if all marks of `other` are set.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// A piece of text that is not plain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First byte in the document's text.
    pub start: u32,
    /// The byte after its last one.
    pub end: u32,
    /// Its marks.
    pub marks: Marks,
    /// The link that it is part of.
    pub link: Option<LinkId>,
}
