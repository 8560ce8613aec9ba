//! Full-text search: finds the lines of a post that match a query, and the sections that contain the lines.
//!
//! Does no I/O: takes a query and a file's bytes, and returns hits. A post is parsed, and its rendered text is searched, only if
//! `prefilter` reports that the bytes of the post may match. `runtime::search` reads the files and searches them in parallel.

use std::ops::Range;
use std::sync::Arc;

use crate::document::{
    Block, BodyParser, Dialect, Document, Kind, Needle, ParseOptions, SourceMapping,
};
use crate::text::work;
use crate::{post, text};

mod excerpt;
mod prefilter;
#[cfg(test)]
mod tests;

pub use excerpt::Excerpt;

use prefilter::Prefilter;

/// A query that is compiled for searching many posts. The search is case-sensitive only if the query contains a capital
/// letter (smart case).
#[derive(Clone, Debug)]
pub struct CompiledQuery {
    needle: Needle,
    prefilter: Prefilter,
}

/// The matches of one block in one source line. A line with matches in several blocks has a hit for each block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Number of the source line on which the first match begins, from 1.
    pub line: u32,
    /// Column at which the first match begins, in characters, from 1.
    pub column: u32,
    /// Byte of the decoded file at which the first match begins.
    pub offset: u32,
    /// The heading of the section that contains the line, as plain text; `None` above the first heading. The line of a
    /// heading belongs to the heading's section.
    pub heading: Option<Arc<str>>,
    /// The rendered text of the line, and of the following lines into which a match extends.
    pub text: Box<str>,
    /// The byte ranges of the matches in `text`, in order.
    pub matches: Vec<Range<u32>>,
}

/// Number of hits that [`CompiledQuery::find_in_parts`] passes on at a time.
pub const PART_HITS: usize = 1024;

/// The hits of one post, or the last part of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PostHits {
    /// The hits in the order of the lines.
    pub hits: Vec<Hit>,
    /// Number of further hits, beyond the limit.
    pub hits_beyond_limit: usize,
}

impl CompiledQuery {
    /// Compiles `query`; returns `None` if it is blank or too long for a regular expression.
    pub fn new(query: &str) -> Option<Self> {
        Some(Self {
            needle: Needle::new(query)?,
            prefilter: Prefilter::new(query),
        })
    }

    /// Returns false if a post with the file content `bytes` certainly has no match. This is much faster than a search.
    pub fn may_match(&self, bytes: &[u8]) -> bool {
        self.prefilter.may_match(bytes)
    }

    /// Searches the body of a post in the file content `bytes`. Returns at most `max_hits` hits and the number of
    /// further hits.
    pub fn find(&self, bytes: &[u8], dialect: Dialect, max_hits: usize) -> PostHits {
        let mut hits = Vec::new();
        let last = self.find_in_parts(bytes, dialect, max_hits, &mut |part| hits.extend(part));
        hits.extend(last.hits);
        PostHits { hits, ..last }
    }

    /// Searches like [`CompiledQuery::find`]. Passes the hits to `sink` in parts of [`PART_HITS`], and returns the last part. A
    /// post with very many hits thus takes little memory.
    pub fn find_in_parts(
        &self,
        bytes: &[u8],
        dialect: Dialect,
        max_hits: usize,
        sink: &mut dyn FnMut(Vec<Hit>),
    ) -> PostHits {
        if !self.may_match(bytes) {
            return PostHits::default();
        }
        let text = &*post::decode(bytes).text;
        let options = ParseOptions {
            dialect,
            map_source: true,
            without_segments: true,
            ..ParseOptions::default()
        };
        let body = post::split(text, dialect.ambiguous_form()).body;
        let document = BodyParser::new(text, body.clone(), options).parse_document();
        let matches = find_matches(&self.needle, text, &document);
        let mut headings = HeadingFinder::new(&document);
        let mut columns = ColumnCounter::new(text);
        let mut result = PostHits::default();
        let mut emitted_hits = 0;
        let first_line = post::lines(&text[..body.start]).count() as u32 + 1;
        let mut remaining = &*matches;
        for (line_number, line) in (first_line..).zip(post::lines_from(text, body.start)) {
            let count = remaining.partition_point(|matched| matched.source < line.next);
            let (line_matches, following) = remaining.split_at(count);
            remaining = following;
            for block_matches in line_matches.chunk_by(|a, b| a.block == b.block) {
                if emitted_hits + result.hits.len() == max_hits {
                    result.hits_beyond_limit += 1;
                    continue;
                }
                if result.hits.len() == PART_HITS {
                    emitted_hits += PART_HITS;
                    sink(std::mem::take(&mut result.hits));
                }
                let source = block_matches[0].source;
                let source_line = line.start..line.next;
                let rendered = rendered_line(text, &document, source_line, block_matches);
                result.hits.push(Hit {
                    line: line_number,
                    column: columns.column_of(source, line.start),
                    offset: source as u32,
                    heading: headings.heading_at(source as u32),
                    text: rendered.text,
                    matches: rendered.matches,
                });
            }
            if remaining.is_empty() {
                break;
            }
        }
        result
    }
}

/// Returns the matches of a query in a document that was parsed from `source`, in the order of their source positions.
fn find_matches(needle: &Needle, source: &str, document: &Document) -> Vec<Match> {
    let mut finder = SourceFinder::new(source, document);
    let ranges = needle.find(document).into_iter();
    let mut matches: Vec<Match> = ranges.map(|range| finder.locate(range)).collect();
    matches.sort_by_key(|matched| (matched.source, matched.bytes.start));
    matches
}

/// A counter of columns in a source text. If the next position is in the same line as the last position, it counts from the last
/// position on.
struct ColumnCounter<'t> {
    text: &'t str,
    /// The last position; at first `usize::MAX`, which is in no line.
    position: usize,
    /// The column of this position, in characters, from 1.
    column: u32,
}

impl<'t> ColumnCounter<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            position: usize::MAX,
            column: 1,
        }
    }

    /// Returns the column of byte `position` in the line that starts at byte `line_start`, in characters, from 1.
    fn column_of(&mut self, position: usize, line_start: usize) -> u32 {
        // Count from the last position in this line, else from the start of the line.
        if !(line_start..=position).contains(&self.position) {
            // A position before the line would have column 1.
            self.position = line_start.min(position);
            self.column = 1;
        }
        work::count_steps_for_tests(position - self.position);
        self.column += self.text[self.position..position].chars().count() as u32;
        self.position = position;
        self.column
    }
}

/// A match of the query in a document.
struct Match {
    /// Byte range in the document's text.
    bytes: Range<u32>,
    /// Index of the block that contains the match.
    block: usize,
    /// The byte of the source at which the match begins.
    source: usize,
}

/// Margin, in bytes, that is added to the searched part of the source. This is the part in which the first word of a match is
/// searched for. Without the margin, it is [`MAX_SOURCE_RATIO`] times as long as the text from the start of the search to the
/// match.
const WORD_SEARCH_MARGIN_BYTES: usize = 4096;

/// The source of a text is assumed to be at most this many times as long as the text.
const MAX_SOURCE_RATIO: usize = 8;

/// A finder of the source positions of matches. The matches must be passed in the order of the document's text.
struct SourceFinder<'d> {
    source: &'d str,
    document: &'d Document,
    /// The place where the search for the next match may start: the previous match, in the text and in the source. If `text` is
    /// 0, there is no previous match, or it is at the start of the text. The search then does not start here.
    search_start: SourceMapping,
}

impl<'d> SourceFinder<'d> {
    /// Creates a finder for matches in `document`, which was parsed from `source`.
    fn new(source: &'d str, document: &'d Document) -> Self {
        Self {
            source,
            document,
            search_start: SourceMapping { text: 0, source: 0 },
        }
    }

    /// Creates the match at the byte range `bytes` of the document's text.
    fn locate(&mut self, bytes: Range<u32>) -> Match {
        let block = self.document.block_at(bytes.start as usize);
        Match {
            source: self.source_position(block, &bytes),
            block,
            bytes,
        }
    }

    /// Returns the byte of the source at which the match at `bytes` begins. If the text before the match differs from its source,
    /// the first word of the match is searched for in the source. The search then skips as many occurrences of the word as there
    /// are in the text before the match.
    fn source_position(&mut self, block: usize, bytes: &Range<u32>) -> usize {
        let block = &self.document.blocks()[block];
        // The last mapping at or before the start of the match, else the start of the block.
        let mappings = self
            .document
            .source_mappings(block.start as usize..bytes.start as usize + 1);
        let mapping = mappings.last().copied().unwrap_or(SourceMapping {
            text: block.start,
            source: block.source.start,
        });
        // Search from the previous match if it is between the mapping and this match, else from the mapping.
        if mapping.text > self.search_start.text
            || self.search_start.text > bytes.start
            || self.search_start.text == 0
        {
            self.search_start = mapping;
        }
        let text: &str = self.document.text();
        let text_before = &text[self.search_start.text as usize..bytes.start as usize];
        let start = self.search_start.source as usize;
        let max_end =
            start + text_before.len().saturating_mul(MAX_SOURCE_RATIO) + WORD_SEARCH_MARGIN_BYTES;
        let end = (block.source.end as usize).max(start).min(max_end);
        let start = text::floor_char_boundary(self.source, start);
        let searched = &self.source[start..text::floor_char_boundary(self.source, end)];
        let matched = &text[bytes.start as usize..bytes.end as usize];
        // Superscripts, subscripts and the numbers of footnotes are seldom written as they are shown, so the word ends before
        // them.
        let is_end =
            |char: char| char.is_whitespace() || text::super_or_subscript_base(char).is_some();
        let word = matched.split(is_end).next().unwrap_or_default();
        let word = if word.is_empty() { matched } else { word };
        // If the searched part begins with the text before the match, the source of the match follows directly.
        let source_of_match = searched.strip_prefix(text_before);
        let offset = if source_of_match.is_some_and(|source| source.starts_with(word)) {
            Some(text_before.len())
        } else {
            let occurrences_before = text_before.matches(word).count();
            let occurrence = searched.match_indices(word).nth(occurrences_before);
            occurrence.map(|(offset, _)| offset)
        };
        work::count_steps_for_tests(text_before.len() + offset.unwrap_or(searched.len()));
        // The search for the next match continues from this match. If the word was not found, the position of this match is
        // estimated, as if the source were as long as its text. The source is seldom shorter, so the estimate is seldom behind
        // the match.
        self.search_start = SourceMapping {
            text: bytes.start,
            source: (start + offset.unwrap_or(text_before.len().min(searched.len()))) as u32,
        };
        // A match whose word was not found is located at the first word of the searched part.
        let white_space = searched.len() - searched.trim_start().len();
        start + offset.unwrap_or(white_space)
    }
}

/// Margin, in bytes, that is added to the searched parts of the text. The start of a rendered line is searched for in a part
/// before the matches, its end in a part after them. Without the margin, each part is twice as long as the source line.
const LINE_SEARCH_MARGIN_BYTES: usize = 256;

/// The rendered text of a source line.
struct RenderedLine {
    text: Box<str>,
    /// The byte ranges of the matches in `text`, in order.
    matches: Vec<Range<u32>>,
}

/// Returns the rendered text of the source line whose byte range is `source_line`, and of the following source lines into which
/// the last of `matches` extends. If an end of the rendered line is not near the matches, the text is cut (see [`line_around`]).
fn rendered_line(
    source: &str,
    document: &Document,
    source_line: Range<usize>,
    matches: &[Match],
) -> RenderedLine {
    // The matches are in the order of their source positions. In code and HTML, these positions are only estimated, so the order
    // of the matches in the text may differ.
    let mut ranges: Vec<_> = matches
        .iter()
        .map(|matched| matched.bytes.clone())
        .collect();
    ranges.sort_by_key(|range| range.start);
    let extent = ranges[0].start as usize..ranges[ranges.len() - 1].end as usize;
    let block = &document.blocks()[matches[0].block];
    let line = line_around(document, block, &extent, source_line.len());
    let mappings = document.source_mappings(block.start as usize..extent.start + 1);
    // The mappings in the source line up to the first match, in reverse order: the last of them is nearest to the line's start.
    let line_mappings = mappings.iter().rev();
    let line_mappings =
        line_mappings.take_while(|mapping| mapping.source as usize >= source_line.start);
    // The text starts at the first mapping in the source line. It starts at `line.start` if there is no such mapping, or if the
    // mapping is the first of the block: text before the first mapping may be in the source line, too.
    let start = match line_mappings.last() {
        Some(mapping) if mappings[0] != *mapping => (mapping.text as usize).max(line.start),
        _ => line.start,
    };
    let end = rendered_end(source, document, source_line, line, extent.end);
    let rendered = document.text()[start..end].trim_end();
    let rendered_start = (start + (rendered.len() - rendered.trim_start().len())) as u32;
    let match_ranges = ranges
        .iter()
        .map(|range| range.start - rendered_start..range.end - rendered_start);
    RenderedLine {
        matches: match_ranges.collect(),
        text: rendered.trim_start().replace('\n', " ").into(),
    }
}

/// Returns the line around the matches, as a byte range of the document's text. `matched` is the range from the start of the
/// first match to the end of the last; `block` contains it. The ends of the line are searched for only near the matches. How
/// near depends on the length of the source line.
fn line_around(
    document: &Document,
    block: &Block,
    matched: &Range<usize>,
    source_line_bytes: usize,
) -> Range<usize> {
    let text: &str = document.text();
    let reach = 2 * source_line_bytes + LINE_SEARCH_MARGIN_BYTES;
    let nearby = text::floor_char_boundary(text, matched.start.saturating_sub(reach))
        .max(block.start as usize)
        ..text::floor_char_boundary(text, matched.end + reach).min(block.end as usize);
    work::count_steps_for_tests(nearby.len());
    // A table row is shown with all its cells, and line ends separate the cells. Other blocks are shown only up to the line ends.
    if matches!(block.kind, Kind::TableRow { .. }) {
        return nearby;
    }
    let start = text[nearby.start..matched.start].rfind('\n');
    let end = text[matched.end..nearby.end].find('\n');
    start.map_or(nearby.start, |offset| nearby.start + offset + 1)
        ..end.map_or(nearby.end, |offset| matched.end + offset)
}

/// Returns the byte of the document's text at which the rendered text of the source line ends. `line` is the line around the
/// matches, as a range of the document's text. `last_end` is the end of the last match.
fn rendered_end(
    source: &str,
    document: &Document,
    source_line: Range<usize>,
    line: Range<usize>,
    last_end: usize,
) -> usize {
    let mappings = document.source_mappings(line.clone());
    let count_before_end = mappings.partition_point(|mapping| (mapping.text as usize) < last_end);
    // The source position of the nearest mapping before the end of the matches.
    let last_mapped = count_before_end
        .checked_sub(1)
        .map_or(source_line.start, |index| mappings[index].source as usize);
    // The start of the source line after the last match.
    let next_line = if source_line.contains(&last_mapped) {
        source_line.end
    } else {
        let end = memchr::memchr2(b'\n', b'\r', &source.as_bytes()[last_mapped..]);
        end.map_or(source.len(), |offset| last_mapped + offset + 1)
    };
    let next = mappings[count_before_end..]
        .iter()
        .find(|mapping| mapping.source as usize >= next_line);
    next.map_or(line.end, |mapping| (mapping.text as usize).max(last_end))
}

/// A finder of the last heading before a source position. The positions must be passed in ascending order.
struct HeadingFinder<'d> {
    document: &'d Document,
    /// Number of headings at or before the last position.
    passed: usize,
    /// The text of the last of these headings.
    current: Option<Arc<str>>,
}

impl<'d> HeadingFinder<'d> {
    fn new(document: &'d Document) -> Self {
        Self {
            document,
            passed: 0,
            current: None,
        }
    }

    /// Returns the text of the last heading that begins at or before byte `source` of the file.
    fn heading_at(&mut self, source: u32) -> Option<Arc<str>> {
        let headings = self.document.toc().headings();
        let mut last = None;
        while let Some(heading) = headings.get(self.passed)
            && self.document.blocks()[heading.block as usize].source.start <= source
        {
            last = Some(heading);
            self.passed += 1;
        }
        if let Some(heading) = last {
            self.current = Some(self.document.heading_text(heading).trim().into());
        }
        self.current.clone()
    }
}
