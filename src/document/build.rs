//! Puts a document together, block by block; the parser says what comes, this says where it stands.

mod blocks;
mod cell;
mod words;

pub(super) use cell::CELL_SEPARATOR;

use std::collections::HashMap;
use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::segment::Segmenter;
use super::{Container, ContainerId, ContainerKind, Document, Kind, LinkId, Marks, ParseOptions};
use super::{image::Images, link::Links};
use crate::text::Clean;

/// Bytes of a body above which its document is long; see [`Document::is_long`].
const LONG_BYTES: usize = 64 * 1024;
/// Containers drawn inside each other; what is deeper is shown in the last of them.
const MAX_DEPTH: usize = 32;

/// A document being built.
pub(super) struct Builder<'s> {
    pub(super) document: Document,
    source: &'s str,
    /// Newlines are counted up to a byte of the source; headings come in order, so each is read once.
    counted: (usize, u32),
    segmenter: Segmenter,
    /// The containers around what comes next, and how many more were too deep to have.
    open: Vec<ContainerId>,
    too_deep: usize,
    block: Option<OpenBlock>,
    /// What the text that comes next is: one entry for each mark that stands open.
    marks: Vec<OpenMark>,
    span_start: usize,
    /// The row being filled; whether a table in HTML stands open around it; the containers within either.
    row: Option<cell::OpenRow>,
    is_table_open: bool,
    lists_in_row: Vec<ContainerKind>,
    options: ParseOptions,
    /// The number that each target has been given.
    numbers: HashMap<String, usize>,
    /// Where the text of the link entered last starts.
    link_start: usize,
    pub(super) images: Images,
    /// The number of each language that a block of code has named.
    languages: HashMap<String, u32>,
    /// What the author calls the heading being filled.
    id: Option<Box<str>>,
    /// Rows to leave above the next block, where its place decides that and not its kind.
    requested_margin: Option<u8>,
}

/// A mark that stands open, and what those around it and itself come to.
#[derive(Clone, Copy)]
struct OpenMark {
    marks: Marks,
    link: Option<LinkId>,
    all: Marks,
    outermost: Option<LinkId>,
}

struct OpenBlock {
    kind: Kind,
    start: usize,
    source: usize,
    margin_above: u8,
    /// What was asked for above it.
    requested_margin: Option<u8>,
    spans: usize,
    segments: usize,
}

/// Whether a character is neither blank nor punctuation.
fn is_word(char: char) -> bool {
    char.is_alphanumeric() || is_combining_mark(char) || char.is_control() && !char.is_whitespace()
}

impl<'s> Builder<'s> {
    /// For a part of `source` of so many bytes.
    pub(super) fn new(source: &'s str, bytes: usize, options: ParseOptions) -> Self {
        let mut document = Document {
            links: Links::default(),
            ..Document::default()
        };
        document.containers.push(Container::default());
        document.text.reserve(bytes);
        document.segments.reserve(bytes / 8);
        Self {
            document,
            source,
            counted: (0, 1),
            segmenter: Segmenter::new(),
            open: vec![ContainerId::ROOT],
            too_deep: 0,
            block: None,
            marks: Vec::new(),
            span_start: 0,
            row: None,
            is_table_open: false,
            lists_in_row: Vec::new(),
            images: Images::default(),
            languages: HashMap::new(),
            id: None,
            options,
            numbers: HashMap::new(),
            link_start: 0,
            requested_margin: Some(0),
        }
    }

    /// Ends the document of a body of `body_bytes` bytes.
    pub(super) fn finish(mut self, body_bytes: usize) -> Document {
        self.close_table(self.source.len());
        self.end(self.source.len());
        let mut document = self.document;
        document.is_long = body_bytes > LONG_BYTES;
        document.words = self.segmenter.words;
        document.links.shrink();
        document.headings.shrink_to_fit();
        document.text.shrink();
        document.blocks.shrink_to_fit();
        document.spans.shrink_to_fit();
        document.segments.shrink_to_fit();
        document.containers.shrink_to_fit();
        document
    }

    /// Whether no block, container or mark is open.
    pub(super) fn is_balanced(&self) -> bool {
        self.open.len() == 1
            && self.too_deep == 0
            && self.block.is_none()
            && self.marks.is_empty()
            && !self.in_table()
    }

    /// Opens a container around what follows.
    pub(super) fn open(&mut self, kind: ContainerKind) {
        if self.in_table() {
            return self.open_in_row(kind);
        }
        if self.open.len() > MAX_DEPTH {
            self.too_deep += 1;
            return;
        }
        let container = Container {
            parent: Some(self.current_container()),
            first_block: self.document.blocks.len() as u32,
            kind,
        };
        self.open
            .push(ContainerId::at(self.document.containers.len()));
        self.document.containers.push(container);
    }

    /// Closes the innermost container.
    pub(super) fn close(&mut self) {
        if self.lists_in_row.pop().is_some() {
            return;
        }
        if self.too_deep > 0 {
            self.too_deep -= 1;
        } else if self.open.len() > 1 {
            self.open.pop();
        }
    }

    /// The innermost container.
    pub(super) fn current_container(&self) -> ContainerId {
        self.open.last().copied().unwrap_or(ContainerId::ROOT)
    }

    /// What the innermost container is; `None` where it was too deep to have one.
    pub(super) fn current_kind_mut(&mut self) -> Option<&mut ContainerKind> {
        if !self.lists_in_row.is_empty() {
            return self.lists_in_row.last_mut();
        }
        if self.too_deep > 0 {
            return None;
        }
        let here = self.current_container();
        Some(&mut self.document.containers[here.index()].kind)
    }

    /// Asks for `rows` above the next block, unless a container around it has asked already.
    pub(super) fn request_margin(&mut self, rows: u8) {
        if !self.in_table() {
            self.requested_margin.get_or_insert(rows);
        }
    }

    /// The kind of the block that ended last.
    pub(super) fn last_kind(&self) -> Option<Kind> {
        self.document.blocks.last().map(|block| block.kind)
    }

    /// Whether a block is being filled.
    pub(super) fn in_block(&self) -> bool {
        self.block.is_some() && (self.row.is_none() || self.in_cell())
    }

    /// Whether the block being filled has no text yet.
    pub(super) fn at_start(&self) -> bool {
        self.block
            .as_ref()
            .is_none_or(|block| block.start == self.document.text.len())
    }

    /// Whether nothing stands on its row before the text that comes next.
    pub(super) fn at_line_start(&self) -> bool {
        self.at_start() || self.document.text.ends_with('\n')
    }

    /// Where the text of the paragraph being filled starts, if one is.
    pub(super) fn paragraph_start(&self) -> Option<usize> {
        self.block
            .as_ref()
            .filter(|block| block.kind == Kind::Paragraph)
            .map(|block| block.start)
    }

    /// Makes the block being filled an image.
    pub(super) fn make_image(&mut self) {
        if let Some(block) = &mut self.block {
            block.kind = Kind::Image;
        }
    }

    /// Where the text being filled starts: the last line's of a cell, else a block's.
    pub(super) fn filled_from(&self) -> usize {
        let block = self.block.as_ref().map(|block| block.start);
        let from = self.line_start().or(block);
        from.unwrap_or(self.document.text.len())
    }

    /// The byte of the source at which the block being filled starts.
    pub(super) fn filled_source(&self) -> usize {
        self.block.as_ref().map_or(0, |block| block.source)
    }

    /// The byte of the source at which a piece of HTML stands, for a place in it, if it is a part of the source as it is.
    pub(super) fn is_source(&self, raw: &str, source: usize) -> bool {
        self.source.get(source..source + raw.len()) == Some(raw)
    }

    /// The number of the language that an info string or a class names; `None` for an empty name.
    pub(super) fn language(&mut self, name: &str) -> Option<u32> {
        let name = name.trim();
        if name.is_empty() {
            return None;
        }
        let known = self.languages.len() as u32;
        let languages = &mut self.document.languages;
        Some(*self.languages.entry(name.to_owned()).or_insert_with(|| {
            languages.push(Clean::line(name).into_owned());
            known
        }))
    }

    /// How many bullet lists there are around what comes next.
    pub(super) fn bullets_around(&self) -> u8 {
        let around = self.document.ancestors(self.current_container());
        let bullets = |id: &ContainerId| {
            matches!(
                self.document.container(*id).kind,
                ContainerKind::Bullets { .. }
            )
        };
        around.filter(bullets).count() as u8
    }

    /// Whether the delimiters at the start and the end of `range` (bytes of the source) are left- and right-flanking
    /// (`CommonMark` 0.31.2, 6.2), as GFM requires of a strikethrough.
    pub(super) fn is_flanked(&self, range: &Range<usize>) -> bool {
        let Some(inner) = self.source.get(range.clone()) else {
            return true;
        };
        let inner = inner.trim_matches('~');
        let outside = |char: Option<char>| char.is_none_or(|char| !is_word(char));
        let opens =
            inner.starts_with(is_word) || outside(self.source[..range.start].chars().next_back());
        let closes = inner.ends_with(is_word) || outside(self.source[range.end..].chars().next());
        opens && closes
    }

    /// The source from byte `from` on.
    pub(super) fn source_from(&self, from: usize) -> &'s str {
        self.source.get(from..).unwrap_or_default()
    }
}
