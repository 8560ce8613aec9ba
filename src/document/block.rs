//! The parts of a document: blocks, their containers, and the spans within them.

use std::num::NonZeroU32;
use std::ops::Range;

use super::{AdmonitionKind, InitialFold, LinkId};

/// A block: text that starts on a row of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Start of the block in the document's text, in bytes.
    pub start: u32,
    /// End of the block in the document's text, in bytes; exclusive.
    pub end: u32,
    /// Byte range of the block in the source file.
    pub source: Range<u32>,
    /// Index of the block's first segment. The block's segments end where the next block's segments start. The segments of a
    /// table row are the segments of its cells, in order.
    pub(super) first_segment: u32,
    /// The innermost container of the block.
    pub container: ContainerId,
    /// Number of empty rows above the block, at any width.
    pub margin_above: u8,
    /// The kind of the block.
    pub kind: Kind,
}

impl Block {
    /// Returns the byte range of the block in the document's text.
    pub fn text_range(&self) -> Range<usize> {
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
    /// Code; each line is one segment.
    Code {
        /// Index into the document's languages; `None` for code without a language.
        language: Option<u32>,
    },
    /// Lines of a file's source.
    Source {
        /// Number of the first line.
        line: u32,
        /// Number of digits of the file's highest line number.
        digits: u8,
        /// Level of the heading if the block is a heading line, from 1; otherwise 0.
        heading: u8,
    },
    /// A thematic break.
    Rule,
    /// The first line of an admonition, such as `Hint · Title`: its kind as displayed (`Hint` for the author's word `hint`), and
    /// its title.
    AdmonitionTitle(AdmonitionKind),
    /// The summary of a `<details>` element.
    Summary,
    /// A term of a definition list.
    Term,
    /// The caption of a figure or a table.
    Caption,
    /// An image that is a block of its own: alternative text, then title and file name on the next line.
    Image {
        /// The link to the image's file.
        image: LinkId,
    },
    /// One row of a table: the text of its cells, with a line end between two cells.
    TableRow {
        /// Index of the table.
        table: u32,
        /// Index of the row; 0 is the header row if the table has one.
        row: u32,
    },
    /// A formula on lines of its own; its text is the formula in one row.
    Formula {
        /// Index of the formula.
        formula: u32,
    },
    /// A block without text in an empty list item. The bullet of the item is shown in the block's row.
    Empty,
}

impl Kind {
    /// Returns true for code with a language. The language is shown in the margin above the block, so the block has a margin
    /// even at the start of a document.
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
    pub(super) fn from_index(index: usize) -> Self {
        Self(Self::ROOT.0.saturating_add(index as u32))
    }

    /// The container's index in the document's list of containers.
    pub fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// A container of blocks, such as a quote or a list item. A bar or a marker may be drawn to the left of the blocks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Container {
    /// The enclosing container; `None` for the root.
    pub parent: Option<ContainerId>,
    /// Index of the first block in the container.
    pub first_block: u32,
    /// The kind of the container.
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
    Admonition {
        /// The kind of admonition.
        kind: AdmonitionKind,
        /// The initial folding, as the author wrote it.
        fold: InitialFold,
    },
    /// A `<details>` element.
    Details {
        /// The initial folding, as the author wrote it.
        fold: InitialFold,
    },
    /// Indented blocks: a definition of a term, or a list that is directly in another list instead of in one of its items.
    Indent,
    /// A bullet list. It draws nothing itself; its items draw their bullets.
    Bullets {
        /// Number of enclosing bullet lists.
        depth: u8,
    },
    /// A numbered list. It draws nothing itself; its items draw their numbers.
    Numbers {
        /// Width of the list's widest number, in columns.
        columns: u8,
    },
    /// An item of a bullet list or a numbered list.
    Item {
        /// The item's number, in a numbered list.
        number: Option<u32>,
        /// State of the task, in a task list: true if done.
        task: Option<bool>,
    },
    /// A footnote.
    Footnote {
        /// Number of the footnote in the order of first reference, from 1.
        number: u32,
    },
}

impl ContainerKind {
    /// Returns the number of decimal digits of an item's number.
    pub(super) fn digit_count(number: u32) -> u8 {
        number.checked_ilog10().unwrap_or(0) as u8 + 1
    }
}

/// The inline formats of a piece of text, such as emphasis and inline code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct InlineFormats(pub(super) u16);

impl InlineFormats {
    /// Plain text.
    pub const NONE: Self = Self(0);
    /// Emphasis.
    pub const EMPHASIS: Self = Self(1);
    /// Strong emphasis.
    pub const STRONG: Self = Self(2);
    /// Strikethrough.
    pub const STRIKE: Self = Self(4);
    /// Inline code.
    pub const CODE: Self = Self(8);
    /// The text of a link.
    pub const LINK: Self = Self(16);
    /// The alternative text of an image.
    pub const IMAGE: Self = Self(32);
    /// A reference to a footnote, or a number such as `[1]` that refers to an entry in the list of link targets.
    pub const FOOTNOTE: Self = Self(64);
    /// Secondary text, such as an image's title and file name, or the markup in the source view.
    pub const SECONDARY: Self = Self(128);

    /// Text highlighted by the author (`<mark>`).
    pub const HIGHLIGHT: Self = Self(1024);
    /// A placeholder: the name of something that can't be shown.
    pub const PLACEHOLDER: Self = Self(2048);
    /// A formula that is shown as its TeX source.
    pub const MATH: Self = Self(4096);
    /// A keyboard key (`<kbd>`).
    pub const KEY: Self = Self(8192);
    /// Underlined or inserted text.
    pub const UNDERLINE: Self = Self(16384);

    /// A search match. Added by `paint`; the spans of a document never have it.
    pub const MATCH: Self = Self(256);
    /// The search match that the user jumped to. Added by `paint`, too.
    pub const CURRENT_MATCH: Self = Self(512);

    /// Returns the union of both sets.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns true if all formats of `other` are set.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// A piece of text with inline formats or a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Start of the span in the document's text, in bytes.
    pub start: u32,
    /// End of the span in the document's text, in bytes; exclusive.
    pub end: u32,
    /// The inline formats of the span.
    pub formats: InlineFormats,
    /// The link that the span is part of.
    pub link: Option<LinkId>,
}
