//! A parsed post body: blocks, spans, links and headings. It is independent of the width and the colors of the screen.
//!
//! All printable text is in one string. Blocks are ranges of the text, in order. Spans mark parts of a block (emphasis,
//! code, a link). Segments are the pieces of text between two break opportunities. The bars of quotes and the bullets and
//! numbers of lists are not text: they are derived from a block's container when a row is painted.

use std::ops::Range;

use crate::text::Clean;

mod admonition;
mod ansi;
mod autolink;
mod block;
mod build;
mod code;
pub mod dialect;
mod find;
mod fold;
mod footnote;
mod html;
mod info;
mod link;
mod math;
mod parse;
mod script_chars;
mod segment;
mod source;
mod table;
mod text_anchor;
mod toc;

pub use admonition::AdmonitionKind;
pub use ansi::SgrParameters;
pub use block::{Block, Container, ContainerId, ContainerKind, InlineFormats, Kind, Span};
pub use code::code_as_written;
pub use dialect::Dialect;
pub use find::Needle;
pub use fold::{Folds, InitialFold};
pub use footnote::Footnote;
pub use link::{Link, LinkId, LinkKind};
pub use math::{MathBox, ParsedFormula};
pub use parse::{BodyParser, FirstPart};
pub use segment::BreakSegment;
pub use table::{Align, Cell, Column, Table};
pub use text_anchor::TextAnchor;
pub use toc::{Heading, Toc};

/// Reading speed for the estimate of the reading time.
const WORDS_PER_MINUTE: usize = 220;

/// A parsed post body: the text and everything that refers to ranges of it. The methods document the fields.
#[derive(Debug, Default)]
pub struct Document {
    text: Clean<'static>,
    blocks: Vec<Block>,
    spans: Vec<Span>,
    segments: Vec<BreakSegment>,
    containers: Vec<Container>,
    links: link::Links,
    languages: Vec<Clean<'static>>,
    sgr_parameters: Vec<SgrParameters>,
    tables: Vec<Table>,
    outline: toc::Outline,
    footnotes: Vec<Footnote>,
    formulas: Vec<Formula>,
    words: usize,
    double_encoded_offsets: Vec<u32>,
    is_long: bool,
    source_map: Vec<SourceMapping>,
}

/// A position in a document's text and the source byte that it was parsed from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceMapping {
    /// Offset in the document's text, in bytes.
    pub text: u32,
    /// Offset in the source file, in bytes.
    pub source: u32,
}

/// A formula in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formula {
    /// Offset of the formula in the document's text, in bytes.
    pub start: u32,
    /// The formula in TeX, as it was written.
    pub tex: Box<str>,
    /// The formula in two dimensions, if it is a block of its own and could be laid out.
    pub math_box: Option<MathBox>,
}

/// Options for parsing a body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ParseOptions {
    /// The dialect of the body.
    pub dialect: Dialect,
    /// True to append a number such as `[1]` to each link, for output that cannot show link targets otherwise.
    pub number_links: bool,
    /// True to record [`Document::source_mappings`].
    pub map_source: bool,
    /// True to leave out the break segments of running text and code, which only a layout needs. Their words are not counted
    /// then. The segments of table cells are kept, and their words are counted.
    pub without_segments: bool,
}

impl From<Dialect> for ParseOptions {
    fn from(dialect: Dialect) -> Self {
        Self {
            dialect,
            ..Self::default()
        }
    }
}

impl Document {
    /// Parses the byte range `body` of `source`; source ranges and line numbers count from the start of `source`.
    /// Never fails: any text is valid Markdown.
    pub fn parse(source: &str, body: Range<usize>, options: impl Into<ParseOptions>) -> Self {
        BodyParser::new(source, body, options).parse_document()
    }

    /// Returns true if the body is so long that its paragraphs are wrapped by first fit, where each row takes as many words as
    /// fit. Optimal fit, which balances the rows of a paragraph, takes several times as long.
    pub fn is_long(&self) -> bool {
        self.is_long
    }

    /// Creates a document of one paragraph of plain text; Markdown in `text` is not parsed.
    pub fn plain(text: &str) -> Self {
        parse::plain(text)
    }

    /// Creates a document that shows the source of a file: numbered lines; Markdown in `text` is not parsed.
    pub fn source(text: &str) -> Self {
        source::source(text)
    }

    /// Returns true if the document was created by [`Document::source`].
    pub fn is_source(&self) -> bool {
        matches!(
            self.blocks.first().map(|block| block.kind),
            Some(Kind::Source { .. })
        )
    }

    /// The text of all blocks, each followed by a line end.
    pub fn text(&self) -> &Clean<'static> {
        &self.text
    }

    /// The blocks, in the order they are shown.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The text of one block, with `\n` for each hard line break.
    pub fn block_text(&self, block: &Block) -> Clean<'_> {
        self.text.slice(block.text_range())
    }

    /// The spans that overlap `range` (bytes of the text), in order. Spans do not overlap each other.
    pub fn spans(&self, range: Range<usize>) -> &[Span] {
        let first = self
            .spans
            .partition_point(|span| span.end as usize <= range.start);
        let spans = &self.spans[first..];
        let is_before_end = |span: &Span| (span.start as usize) < range.end;
        // Fast path: most rows have no spans.
        if !spans.first().is_some_and(is_before_end) {
            return &[];
        }
        &spans[..spans.partition_point(is_before_end)]
    }

    /// The segments of the block at index `block`, in order.
    pub fn segments(&self, block: usize) -> &[BreakSegment] {
        let next = self.blocks.get(block + 1);
        let end = next.map_or(self.segments.len(), |next| next.first_segment as usize);
        &self.segments[self.blocks[block].first_segment as usize..end]
    }

    /// The segments at the indices `range`, in order: the segments of a table cell, or of adjacent cells of one row.
    pub fn cell_segments(&self, range: Range<u32>) -> &[BreakSegment] {
        &self.segments[range.start as usize..range.end as usize]
    }

    /// The container `id`.
    pub fn container(&self, id: ContainerId) -> &Container {
        &self.containers[id.index()]
    }

    /// All containers; the root is first, and each container follows its parent.
    pub fn containers(&self) -> &[Container] {
        &self.containers
    }

    /// The container `id` and its ancestors, innermost first, without the root.
    pub fn ancestors(&self, id: ContainerId) -> impl Iterator<Item = ContainerId> + '_ {
        std::iter::successors(Some(id), |id| self.container(*id).parent)
            .filter(|id| *id != ContainerId::ROOT)
    }

    /// Returns the link `id`.
    pub fn link(&self, id: LinkId) -> Link<'_> {
        self.links.get(id)
    }

    /// All links, in the order of the text.
    pub fn links(&self) -> impl Iterator<Item = (LinkId, Link<'_>)> {
        self.links.iter()
    }

    /// The link targets that are numbered in this document, as the author wrote them, in the order of their numbers. The
    /// numbers of a body start at 1. If the document is a later part of a body, its numbers continue those of the previous part.
    pub fn numbered_links(&self) -> &[String] {
        &self.links.numbered
    }

    /// The mappings within `range` (bytes of the text), in order. The text from one mapping to the next comes from a single
    /// line of the source, except in code and HTML. Empty unless [`ParseOptions::map_source`] was set.
    pub fn source_mappings(&self, range: Range<usize>) -> &[SourceMapping] {
        let index_of = |byte: usize| {
            let is_before = |mapping: &SourceMapping| (mapping.text as usize) < byte;
            self.source_map.partition_point(is_before)
        };
        &self.source_map[index_of(range.start)..index_of(range.end)]
    }

    /// The language of a code block, as the author wrote it; `None` for other blocks and for code without a language.
    pub fn language(&self, block: &Block) -> Option<Clean<'_>> {
        match block.kind {
            Kind::Code {
                language: Some(language),
            } => Some(self.languages[language as usize].borrowed()),
            _ => None,
        }
    }

    /// The images that are blocks of their own: the index of the block, and the link to the image's file.
    pub fn block_images(&self) -> impl Iterator<Item = (usize, LinkId)> {
        let blocks = self.blocks.iter().enumerate();
        blocks.filter_map(|(index, block)| match block.kind {
            Kind::Image { image } => Some((index, image)),
            _ => None,
        })
    }

    /// Returns true if any code block names its language.
    pub fn has_languages(&self) -> bool {
        !self.languages.is_empty()
    }

    /// The SGR parameters that were removed from `ansi` fences within `range` (bytes of the text), in order.
    pub fn sgr_parameters(&self, range: Range<usize>) -> &[SgrParameters] {
        let index_of = |byte| {
            let is_before = |sgr: &SgrParameters| (sgr.start as usize) < byte;
            self.sgr_parameters.partition_point(is_before)
        };
        &self.sgr_parameters[index_of(range.start)..index_of(range.end)]
    }

    /// All formulas, in the order of the text.
    pub fn formulas(&self) -> &[Formula] {
        &self.formulas
    }

    /// The two-dimensional form of a formula block, which is shown if there are enough columns.
    pub fn math_box(&self, block: &Block) -> Option<&MathBox> {
        match block.kind {
            Kind::Formula { formula } => self.formulas.get(formula as usize)?.math_box.as_ref(),
            _ => None,
        }
    }

    /// The table at index `table`.
    pub fn table(&self, table: u32) -> &Table {
        &self.tables[table as usize]
    }

    /// All tables, in order.
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// Offsets (bytes of the source) of text with double-encoded characters, such as `Ã¼` for `ü`. The document contains the
    /// repaired text.
    pub fn double_encoded_offsets(&self) -> &[u32] {
        &self.double_encoded_offsets
    }

    /// The footnotes by number: the first is number 1, with the target `#fn-1`.
    pub fn footnotes(&self) -> &[Footnote] {
        &self.footnotes
    }

    /// The headings as a tree.
    pub fn toc(&self) -> Toc<'_> {
        Toc::new(&self.outline.headings)
    }

    /// Returns the index of the block that contains byte `offset` of the text, or whose text ends there.
    pub fn block_at(&self, offset: usize) -> usize {
        self.blocks
            .partition_point(|block| block.start as usize <= offset)
            .saturating_sub(1)
    }

    /// Returns the index of the block that shows byte `offset` of the source. This is the shortest block whose source contains
    /// the byte. If there is none, this is the last block that starts before the byte, or else the first block.
    pub fn block_of_source(&self, offset: u32) -> usize {
        let all = self.blocks.iter().enumerate();
        let shortest_containing = all
            .clone()
            .filter(|(_, block)| block.source.contains(&offset))
            .min_by_key(|(_, block)| block.source.len());
        let last_before = || {
            all.filter(|(_, block)| block.source.start <= offset)
                .max_by_key(|(_, block)| block.source.start)
        };
        shortest_containing
            .or_else(last_before)
            .map_or(0, |(index, _)| index)
    }

    /// Estimates which byte of the text shows byte `source_offset` of the source. Interpolates between the start and the end of
    /// the block that [`Self::block_of_source`] returns.
    pub fn estimate_text_offset(&self, source_offset: u32) -> u32 {
        let Some(block) = self.blocks.get(self.block_of_source(source_offset)) else {
            return 0;
        };
        let offset_in_source = u64::from(source_offset.saturating_sub(block.source.start));
        let source_len = block.source.len().max(1) as u64;
        let text_len = u64::from(block.end - block.start);
        let text_offset = offset_in_source.min(source_len) * text_len / source_len;
        block.start + text_offset as u32
    }

    /// Number of words; a Chinese, Japanese or Korean character counts as one. With [`ParseOptions::without_segments`],
    /// only the words of table cells are counted.
    pub fn words(&self) -> usize {
        self.words
    }

    /// Reading time in minutes, rounded up; at least one.
    pub fn minutes(&self) -> usize {
        self.words.div_ceil(WORDS_PER_MINUTE).max(1)
    }
}
