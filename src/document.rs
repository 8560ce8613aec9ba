//! A parsed post body: blocks, spans, links and headings. It knows no width and no color.
//!
//! All printable text is in one string. Blocks are ranges of it, in order. Spans mark parts of a block (emphasis, code, a link).
//! Segments are the pieces between two break opportunities. Bars, bullets and numbers are not text: they are derived from a
//! block's container when a row is painted.

use std::ops::Range;
use std::sync::OnceLock;

use crate::text::{Clean, SlugStyle};

mod alert;
mod ansi;
mod autolink;
mod block;
mod build;
mod code;
pub mod dialect;
mod find;
mod footnote;
mod html;
mod info;
mod link;
mod parse;
mod segment;
mod source;
mod table;
mod text_anchor;
mod toc;

pub use alert::Alert;
pub use block::{Block, Container, ContainerId, ContainerKind, Kind, Marks, Span};
pub use code::code_as_written;
pub use dialect::Dialect;
pub use find::Needle;
pub use footnote::Footnote;
pub use link::{Link, LinkId, LinkKind};
pub use parse::{BodyParser, Head};
pub use segment::BreakSegment;
pub use table::{Align, Cell, Column, Table};
pub use text_anchor::TextAnchor;
pub use toc::{Heading, Toc};

/// A parsed body. The module documentation describes its parts.
#[derive(Debug, Default)]
pub struct Document {
    text: Clean<'static>,
    blocks: Vec<Block>,
    spans: Vec<Span>,
    segments: Vec<BreakSegment>,
    containers: Vec<Container>,
    links: link::Links,
    languages: Vec<Clean<'static>>,
    controls: Vec<(u32, Box<str>)>,
    tables: Vec<Table>,
    headings: Vec<Heading>,
    /// The ids that authors gave to headings, by heading number.
    ids: Vec<(u32, Box<str>)>,
    slug_style: SlugStyle,
    /// The slugs of all headings, computed when the first one is needed.
    slugs: OnceLock<Box<[Box<str>]>>,
    notes: Vec<Footnote>,
    words: usize,
    numbered: Vec<String>,
    double_encoded: Vec<u32>,
    is_long: bool,
    source_map: Vec<SourceMark>,
}

/// A place in a document's text whose source is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceMark {
    /// Byte of the text.
    pub text: u32,
    /// Byte of the source file.
    pub source: u32,
}

/// Options for parsing a body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ParseOptions {
    /// The dialect of the body.
    pub dialect: Dialect,
    /// Puts a number behind each link, for output that cannot show link targets otherwise.
    pub number_links: bool,
    /// Records [`Document::source_marks`].
    pub map_source: bool,
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
    /// Parses the part `body` (bytes) of `source`; source ranges and lines count from the start of `source`.
    /// Never fails: any text has a document.
    pub fn parse(source: &str, body: Range<usize>, options: impl Into<ParseOptions>) -> Self {
        BodyParser::new(source, body, options).document()
    }

    /// Returns true for a body that is so long that paragraphs are wrapped by first fit: optimal fit takes several times as long.
    pub fn is_long(&self) -> bool {
        self.is_long
    }

    /// Returns one paragraph of plain text, without Markdown.
    pub fn plain(text: &str) -> Self {
        parse::plain(text)
    }

    /// Returns the source of a file: numbered lines, without Markdown.
    pub fn source(text: &str) -> Self {
        source::source(text)
    }

    /// Returns true for a document made by [`Document::source`].
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

    /// The text of one block; its hard lines are separated by `\n`.
    pub fn block_text(&self, block: &Block) -> Clean<'_> {
        self.text.slice(block.text())
    }

    /// The spans within `range` (bytes of the text): in order, without overlaps.
    pub fn spans(&self, range: Range<usize>) -> &[Span] {
        let first = self
            .spans
            .partition_point(|span| span.end as usize <= range.start);
        let last = self
            .spans
            .partition_point(|span| (span.start as usize) < range.end);
        &self.spans[first..last.max(first)]
    }

    /// The segments of a block, by its place, in order.
    pub fn segments(&self, block: usize) -> &[BreakSegment] {
        let next = self.blocks.get(block + 1);
        let end = next.map_or(self.segments.len(), |next| next.segments as usize);
        &self.segments[self.blocks[block].segments as usize..end]
    }

    /// The segments of a cell, or of several in a row, in order.
    pub fn cell_segments(&self, range: Range<u32>) -> &[BreakSegment] {
        &self.segments[range.start as usize..range.end as usize]
    }

    /// One container.
    pub fn container(&self, id: ContainerId) -> &Container {
        &self.containers[id.index()]
    }

    /// All containers, each after the one around it; the root first.
    pub fn containers(&self) -> &[Container] {
        &self.containers
    }

    /// The containers around `id` and itself, innermost first, without the root.
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

    /// The targets of numbered links as the author wrote them, number 1 first.
    pub fn numbered(&self) -> &[String] {
        &self.numbered
    }

    /// The places within `range` (bytes of the text) whose source is known, in order: the starts of pieces of text, none of
    /// which is longer than a source line, except in code and HTML. Empty unless [`ParseOptions::map_source`] was set.
    pub fn source_marks(&self, range: Range<usize>) -> &[SourceMark] {
        let at = |byte: usize| {
            let before = |mark: &SourceMark| (mark.text as usize) < byte;
            self.source_map.partition_point(before)
        };
        &self.source_map[at(range.start)..at(range.end)]
    }

    /// The language of a code block, as its info string names it.
    pub fn language(&self, block: &Block) -> Option<Clean<'_>> {
        match block.kind {
            Kind::Code {
                language: Some(language),
            } => Some(self.languages[language as usize].borrowed()),
            _ => None,
        }
    }

    /// Returns true if any code block names its language.
    pub fn has_languages(&self) -> bool {
        !self.languages.is_empty()
    }

    /// The SGR parameters that were taken out of `ansi` fences within `range` (bytes of the text), in order, each
    /// with the byte from which they hold.
    pub fn controls(&self, range: Range<usize>) -> &[(u32, Box<str>)] {
        let at = |byte| {
            let before = |(at, _): &(u32, Box<str>)| (*at as usize) < byte;
            self.controls.partition_point(before)
        };
        &self.controls[at(range.start)..at(range.end)]
    }

    /// One table.
    pub fn table(&self, table: u32) -> &Table {
        &self.tables[table as usize]
    }

    /// All tables, in order.
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// Bytes of the source at which text with double-encoded characters begins. The document contains the repaired text.
    pub fn double_encoded(&self) -> &[u32] {
        &self.double_encoded
    }

    /// The footnotes, number 1 first: the target `#fn-1` is the first of them.
    pub fn footnotes(&self) -> &[Footnote] {
        &self.notes
    }

    /// The headings as a tree.
    pub fn toc(&self) -> Toc<'_> {
        Toc::new(&self.headings)
    }

    /// The block that holds the byte `offset` of the text.
    pub fn block_at(&self, offset: usize) -> usize {
        self.blocks
            .partition_point(|block| block.start as usize <= offset)
            .saturating_sub(1)
    }

    /// The block that shows byte `offset` of the source: the shortest that holds it, else the last one before it.
    pub fn block_of_source(&self, offset: u32) -> usize {
        let all = self.blocks.iter().enumerate();
        let holding = all
            .clone()
            .filter(|(_, block)| block.source.contains(&offset))
            .min_by_key(|(_, block)| block.source.len());
        let before = || {
            all.filter(|(_, block)| block.source.start <= offset)
                .max_by_key(|(_, block)| block.source.start)
        };
        holding.or_else(before).map_or(0, |(at, _)| at)
    }

    /// Estimates the byte of the text for byte `offset` of the source: as far into its block as in the block's source.
    pub fn offset_of_source(&self, offset: u32) -> u32 {
        let Some(block) = self.blocks.get(self.block_of_source(offset)) else {
            return 0;
        };
        let into = u64::from(offset.saturating_sub(block.source.start));
        let whole = block.source.len().max(1) as u64;
        let share = into.min(whole) * u64::from(block.end - block.start) / whole;
        block.start + share as u32
    }

    /// Number of words; a Chinese or Japanese character counts as one.
    pub fn words(&self) -> usize {
        self.words
    }

    /// Reading time in minutes, at 220 words a minute; at least one.
    pub fn minutes(&self) -> usize {
        self.words.div_ceil(220).max(1)
    }
}
