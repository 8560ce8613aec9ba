//! The builder of a document. The converter in `parse` calls it for each event of the Markdown parser.

mod blocks;
mod cell;
mod image;
mod inline;

pub(super) use cell::CELL_SEPARATOR;
use image::Images;

use std::collections::HashMap;
use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::segment::Segmenter;
use super::{
    Container, ContainerId, ContainerKind, Dialect, Document, InlineFormats, Kind, LinkId,
    ParseOptions,
};
use crate::text::{Clean, SlugStyle};

/// Maximum size of a body in bytes for wrapping its paragraphs by optimal fit; see [`Document::is_long`].
const MAX_OPTIMAL_FIT_BYTES: usize = 64 * 1024;
/// Maximum depth of nested containers that are drawn; deeper content is shown in the container at this depth.
const MAX_DEPTH: usize = 32;

/// A document being built.
pub(super) struct Builder<'s> {
    pub(super) document: Document,
    source: &'s str,
    /// The line of the last heading, or line 1 before the first heading. The next heading's line is counted from here.
    last_counted: CountedLine,
    segmenter: Segmenter,
    /// The root container and the open containers, outermost first.
    open_containers: Vec<ContainerId>,
    /// Number of open containers beyond [`MAX_DEPTH`], which are not drawn.
    undrawn_containers: usize,
    block: Option<OpenBlock>,
    inline: InlineState,
    table: cell::TableState,
    options: ParseOptions,
    /// The number that is shown after a link, such as `[1]`. The key is the link's target. Empty unless links are numbered.
    link_numbers: HashMap<String, usize>,
    images: Images,
    /// The index of each code language, by its name.
    languages: HashMap<String, u32>,
    /// The id that the author gave to the open heading.
    heading_id: Option<Box<str>>,
    /// Number of empty rows requested above the next block. If `None`, the kinds of the two blocks determine the number.
    requested_margin: Option<u8>,
}

/// A line of the source whose number was computed.
#[derive(Clone, Copy)]
struct CountedLine {
    /// A byte in the line.
    byte: usize,
    /// The number of the line, from 1.
    number: u32,
}

/// The inline formats of the open block. Positions are bytes of the document's text.
#[derive(Default)]
struct InlineState {
    /// The open formats, outermost first.
    formats: Vec<OpenFormats>,
    /// Start of the text that is not in a span yet.
    span_start: usize,
    /// Start of the last link's text.
    link_start: usize,
}

/// Inline formats that are opened together.
#[derive(Clone, Copy)]
struct OpenFormats {
    formats: InlineFormats,
    link: Option<LinkId>,
    /// The union of these formats and all formats around them.
    all_formats: InlineFormats,
    /// The outermost open link.
    outermost_link: Option<LinkId>,
}

/// A block whose text is being appended.
struct OpenBlock {
    kind: Kind,
    /// Start of the block in the document's text, in bytes.
    start: usize,
    /// Start of the block in the source file, in bytes.
    source: usize,
    margin_above: u8,
    /// [`Builder::requested_margin`] when the block began; restored if the block is removed.
    requested_margin: Option<u8>,
    /// Index of the block's first span.
    first_span: usize,
    /// Index of the block's first segment.
    first_segment: usize,
}

/// Creates a document without blocks, with capacity for about `capacity_bytes` bytes of text.
fn empty_document(capacity_bytes: usize, options: ParseOptions) -> Document {
    let mut document = Document::default();
    if options.dialect == Dialect::PythonMarkdown {
        document.outline.slug_style = SlugStyle::PythonMarkdown;
    }
    document.containers.push(Container::default());
    document.text.reserve(capacity_bytes);
    if !options.without_segments {
        // A segment is usually a word with its blank. Both together have about eight bytes.
        document.segments.reserve(capacity_bytes / 8);
    }
    document
}

/// Returns true if `char` is neither white space nor punctuation. Symbols are punctuation, too (`CommonMark` 0.31.2, 2.1).
fn is_word_char(char: char) -> bool {
    char.is_alphanumeric() || is_combining_mark(char) || char.is_control() && !char.is_whitespace()
}

impl<'s> Builder<'s> {
    /// Creates a builder with capacity for about `capacity_bytes` bytes of `source`.
    pub(super) fn new(source: &'s str, capacity_bytes: usize, options: ParseOptions) -> Self {
        Self {
            document: empty_document(capacity_bytes, options),
            source,
            last_counted: CountedLine { byte: 0, number: 1 },
            segmenter: Segmenter::new(),
            open_containers: vec![ContainerId::ROOT],
            undrawn_containers: 0,
            block: None,
            inline: InlineState::default(),
            table: cell::TableState::default(),
            images: Images::default(),
            languages: HashMap::new(),
            heading_id: None,
            options,
            link_numbers: HashMap::new(),
            // The first block has no rows above it.
            requested_margin: Some(0),
        }
    }

    /// Closes the open table and the open block, and returns the document. `body_bytes` is the size of the complete body.
    pub(super) fn finish(mut self, body_bytes: usize) -> Document {
        self.close_table(self.source.len());
        self.end(self.source.len());
        self.take_part(body_bytes)
    }

    /// Number of bytes of text in the blocks.
    pub(super) fn text_bytes(&self) -> usize {
        self.document.text.len()
    }

    /// Returns a document of the completed blocks, and starts another document for the following blocks. `body_bytes` is the
    /// size of the complete body. No block, container or inline format may be open. The numbers of links continue in the next
    /// document.
    pub(super) fn take_part(&mut self, body_bytes: usize) -> Document {
        let mut document = std::mem::replace(&mut self.document, empty_document(0, self.options));
        self.inline = InlineState::default();
        self.images = Images::default();
        self.languages.clear();
        document.is_long = body_bytes > MAX_OPTIMAL_FIT_BYTES;
        document.words = std::mem::take(&mut self.segmenter.words);
        document.links.shrink();
        document.outline.headings.shrink_to_fit();
        document.text.shrink();
        document.blocks.shrink_to_fit();
        document.spans.shrink_to_fit();
        document.segments.shrink_to_fit();
        document.containers.shrink_to_fit();
        document
    }

    /// Returns true if no block, container or inline format is open.
    pub(super) fn is_balanced(&self) -> bool {
        self.open_containers.len() == 1
            && self.undrawn_containers == 0
            && self.block.is_none()
            && self.inline.formats.is_empty()
            && !self.in_table()
    }

    /// Opens a container around the following blocks.
    pub(super) fn open(&mut self, kind: ContainerKind) {
        if self.in_table() {
            return self.open_in_table(kind);
        }
        if self.open_containers.len() > MAX_DEPTH {
            self.undrawn_containers += 1;
            return;
        }
        let container = Container {
            parent: Some(self.current_container()),
            first_block: self.document.blocks.len() as u32,
            kind,
        };
        self.open_containers
            .push(ContainerId::from_index(self.document.containers.len()));
        self.document.containers.push(container);
    }

    /// Closes the innermost container.
    pub(super) fn close(&mut self) {
        if self.table.containers.pop().is_some() {
            return;
        }
        if self.undrawn_containers > 0 {
            self.undrawn_containers -= 1;
        } else if self.open_containers.len() > 1 {
            self.open_containers.pop();
        }
    }

    /// The innermost open container.
    pub(super) fn current_container(&self) -> ContainerId {
        self.open_containers
            .last()
            .copied()
            .unwrap_or(ContainerId::ROOT)
    }

    /// Returns the kind of the innermost open container, or `None` if the container is too deep to be drawn.
    pub(super) fn current_container_kind_mut(&mut self) -> Option<&mut ContainerKind> {
        if !self.table.containers.is_empty() {
            return self.table.containers.last_mut();
        }
        if self.undrawn_containers > 0 {
            return None;
        }
        let container = self.current_container();
        Some(&mut self.document.containers[container.index()].kind)
    }

    /// Returns true if the innermost container is a list item.
    pub(super) fn is_directly_in_item(&mut self) -> bool {
        matches!(
            self.current_container_kind_mut(),
            Some(ContainerKind::Item { .. })
        )
    }

    /// Requests `rows` empty rows above the next block. An earlier request, by an enclosing container, takes precedence.
    /// Has no effect in a table.
    pub(super) fn request_margin(&mut self, rows: u8) {
        if !self.in_table() {
            self.requested_margin.get_or_insert(rows);
        }
    }

    /// The kind of the last block that was completed.
    pub(super) fn last_kind(&self) -> Option<Kind> {
        self.document.blocks.last().map(|block| block.kind)
    }

    /// Returns true if text can be appended: a block is open, and within a table row a cell is open too.
    pub(super) fn in_block(&self) -> bool {
        self.block.is_some() && (self.table.row.is_none() || self.in_cell())
    }

    /// Returns true if the open block has no text yet, or if no block is open.
    pub(super) fn at_block_start(&self) -> bool {
        self.block
            .as_ref()
            .is_none_or(|block| block.start == self.document.text.len())
    }

    /// Returns true if the next appended text starts a line.
    pub(super) fn at_line_start(&self) -> bool {
        self.at_block_start() || self.document.text.ends_with('\n')
    }

    /// Returns the start of the open paragraph's text, or `None` if no paragraph is open.
    pub(super) fn paragraph_start(&self) -> Option<usize> {
        self.block
            .as_ref()
            .filter(|block| block.kind == Kind::Paragraph)
            .map(|block| block.start)
    }

    /// Changes the kind of the open block to an image.
    pub(super) fn change_block_to_image(&mut self, image: LinkId) {
        if let Some(block) = &mut self.block {
            block.kind = Kind::Image { image };
        }
    }

    /// Returns the start of the last line in the open cell. If no cell is open, returns the start of the open block. If no block
    /// is open either, returns the end of the document's text.
    pub(super) fn open_text_start(&self) -> usize {
        let block = self.block.as_ref().map(|block| block.start);
        let start = self.cell_line_start().or(block);
        start.unwrap_or(self.document.text.len())
    }

    /// Returns the byte of the source at which the open block starts, or 0 if no block is open.
    pub(super) fn open_block_source(&self) -> usize {
        self.block.as_ref().map_or(0, |block| block.source)
    }

    /// Returns true if the source contains the HTML `raw`, unchanged, at byte `offset`.
    pub(super) fn is_in_source(&self, raw: &str, offset: usize) -> bool {
        self.source.get(offset..offset + raw.len()) == Some(raw)
    }

    /// Returns the index of the language `name` and adds it if it is new; returns `None` for an empty name.
    pub(super) fn intern_language(&mut self, name: &str) -> Option<u32> {
        let name = name.trim();
        if name.is_empty() {
            return None;
        }
        let next = self.languages.len() as u32;
        let languages = &mut self.document.languages;
        Some(*self.languages.entry(name.to_owned()).or_insert_with(|| {
            languages.push(Clean::line(name).into_owned());
            next
        }))
    }

    /// Number of bullet lists around the next block.
    pub(super) fn bullet_list_depth(&self) -> u8 {
        let containers = self.document.ancestors(self.current_container());
        let is_bullet_list = |id: &ContainerId| {
            matches!(
                self.document.container(*id).kind,
                ContainerKind::Bullets { .. }
            )
        };
        containers.filter(is_bullet_list).count() as u8
    }

    /// Returns true if GFM accepts `range` (bytes of the source) as a strikethrough. The range starts and ends with a delimiter.
    /// The opening delimiter must be left-flanking, and the closing delimiter right-flanking (`CommonMark` 0.31.2, 6.2).
    pub(super) fn is_strikethrough(&self, range: &Range<usize>) -> bool {
        let Some(inner) = self.source.get(range.clone()) else {
            // The range is not in the source, so the Markdown parser decides alone.
            return true;
        };
        let inner = inner.trim_matches('~');
        let is_boundary = |char: Option<char>| char.is_none_or(|char| !is_word_char(char));
        let opens = inner.starts_with(is_word_char)
            || is_boundary(self.source[..range.start].chars().next_back());
        let closes =
            inner.ends_with(is_word_char) || is_boundary(self.source[range.end..].chars().next());
        opens && closes
    }

    /// Returns the source from byte `from` to the end.
    pub(super) fn source_from(&self, from: usize) -> &'s str {
        self.source.get(from..).unwrap_or_default()
    }
}
