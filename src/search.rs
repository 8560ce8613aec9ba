//! Full-text search: which lines of a post hold a phrase, and in which section they are.
//!
//! Pure: a phrase and a file's bytes in, hits out. A post is parsed, and its rendered text searched, only if its bytes may hold
//! the phrase ([`prefilter`]). Reading files, and many at once, is left to `runtime::search`.

use std::ops::Range;
use std::sync::Arc;

use crate::document::{BodyParser, Dialect, Document, Kind, Needle, ParseOptions, SourceMark};
use crate::{post, text};

mod excerpt;
mod prefilter;
#[cfg(test)]
mod tests;

pub use excerpt::Excerpt;

use prefilter::Prefilter;

/// A phrase to find in many posts, in smart case: exact if it holds a capital.
#[derive(Clone, Debug)]
pub struct Phrase {
    needle: Needle,
    prefilter: Prefilter,
}

/// A source line that holds the phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The source line on which the phrase begins, from 1.
    pub line: u32,
    /// The column at which it begins, from 1, in characters.
    pub column: u32,
    /// Byte of the decoded file at which it begins.
    pub offset: u32,
    /// The heading of the section of the line, as plain text; a heading's own line is in its section.
    pub heading: Option<Arc<str>>,
    /// The line as it is rendered; if the phrase goes on over its end, the next line as well.
    pub text: Box<str>,
    /// The matches in `text`: bytes, in order.
    pub places: Vec<Range<u32>>,
}

/// The hits of one post.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The lines that hold the phrase, in order.
    pub hits: Vec<Hit>,
    /// Number of lines beyond the limit.
    pub more: usize,
}

impl Phrase {
    /// Returns `None` if `query` is blank or too long for a search.
    pub fn new(query: &str) -> Option<Self> {
        Some(Self {
            needle: Needle::new(query)?,
            prefilter: Prefilter::new(query),
        })
    }

    /// Searches the body of a post, given its file's bytes. At most `max_lines` hits are kept; the others are counted.
    pub fn find(&self, bytes: &[u8], dialect: Dialect, max_lines: usize) -> Found {
        if !self.prefilter.may_match(bytes) {
            return Found::default();
        }
        let text = &*post::decode(bytes).text;
        let options = ParseOptions {
            dialect,
            map_source: true,
            ..ParseOptions::default()
        };
        let body = post::split(text, dialect.header()).body;
        let document = BodyParser::new(text, body.clone(), options).document();
        let mut finder = SourceFinder::new(text, &document);
        let places = self.needle.find(&document).into_iter();
        let mut places: Vec<Place> = places.map(|bytes| finder.place(bytes)).collect();
        places.sort_by_key(|place| (place.source, place.bytes.start));
        let mut headings = Headings::new(&document);
        let mut found = Found::default();
        let (mut number, mut at) = (post::lines(&text[..body.start], 0).count() as u32, 0);
        for line in post::lines(text, body.start) {
            number += 1;
            let on_line = places[at..].partition_point(|place| place.source < line.next);
            let here = &places[at..at + on_line];
            at += on_line;
            for places in here.chunk_by(|a, b| a.block == b.block) {
                if found.hits.len() == max_lines {
                    found.more += 1;
                    continue;
                }
                let first = &places[0];
                let (shown, within) = rendered(text, &document, line.start, places);
                let start = line.start.min(first.source);
                found.hits.push(Hit {
                    line: number,
                    column: text[start..first.source].chars().count() as u32 + 1,
                    offset: first.source as u32,
                    heading: headings.at(first.source as u32),
                    text: shown,
                    places: within,
                });
            }
            if at == places.len() {
                break;
            }
        }
        found
    }
}

/// One place at which the phrase is.
struct Place {
    /// Bytes of the document's text.
    bytes: Range<u32>,
    block: usize,
    /// The byte of the source at which it begins.
    source: usize,
}

/// Bytes of the source, beyond those that the text may take, in which a word is looked for.
const WORD_REACH_BYTES: usize = 4096;

/// Finds the sources of places in a document's text, asked for in the order of the text.
struct SourceFinder<'d> {
    source: &'d str,
    document: &'d Document,
    /// A byte of the text, and the byte of the source that it comes from.
    known: SourceMark,
}

impl<'d> SourceFinder<'d> {
    fn new(source: &'d str, document: &'d Document) -> Self {
        Self {
            source,
            document,
            known: SourceMark { text: 0, source: 0 },
        }
    }

    fn place(&mut self, bytes: Range<u32>) -> Place {
        let block = self.document.block_at(bytes.start as usize);
        Place {
            source: self.source_of(block, &bytes),
            block,
            bytes,
        }
    }

    /// Returns the byte of the source at which the text at `bytes` begins. Counts the occurrences of its first word if the text
    /// before it is not written as it is rendered.
    fn source_of(&mut self, block: usize, bytes: &Range<u32>) -> usize {
        let block = &self.document.blocks()[block];
        let marks = self
            .document
            .source_marks(block.start as usize..bytes.start as usize + 1);
        let mark = marks.last().copied().unwrap_or(SourceMark {
            text: block.start,
            source: block.source.start,
        });
        if mark.text > self.known.text || self.known.text > bytes.start || self.known.text == 0 {
            self.known = mark;
        }
        let text: &str = self.document.text();
        let before = &text[self.known.text as usize..bytes.start as usize];
        let start = self.known.source as usize;
        let reach = start + before.len().saturating_mul(8) + WORD_REACH_BYTES;
        let end = (block.source.end as usize).max(start).min(reach);
        let written = &self.source[start..text::floor_char_boundary(self.source, end)];
        let found = &text[bytes.start as usize..bytes.end as usize];
        let word = found.split_whitespace().next().unwrap_or_default();
        let as_rendered = written.strip_prefix(before);
        let at = if as_rendered.is_some_and(|rest| rest.starts_with(word)) {
            Some(before.len())
        } else {
            let occurrence = before.matches(word).count();
            let found = written.match_indices(word).nth(occurrence);
            found.map(|(at, _)| at)
        };
        let Some(at) = at else {
            return start + (written.len() - written.trim_start().len());
        };
        self.known = SourceMark {
            text: bytes.start,
            source: (start + at) as u32,
        };
        start + at
    }
}

/// Returns the rendered text of the source line that begins at byte `line_start` with the given places, up to the line on which
/// the last place ends; and where the places are in it.
fn rendered(
    source: &str,
    document: &Document,
    line_start: usize,
    places: &[Place],
) -> (Box<str>, Vec<Range<u32>>) {
    // In code and HTML, the order of the sources is only estimated.
    let mut bytes: Vec<_> = places.iter().map(|place| place.bytes.clone()).collect();
    bytes.sort_by_key(|bytes| bytes.start);
    let (from, to) = (bytes[0].start as usize, bytes[bytes.len() - 1].end as usize);
    let block = &document.blocks()[places[0].block];
    let text: &str = document.text();
    // Of a row, all cells; otherwise no more than a line of the text.
    let line = if matches!(block.kind, Kind::Row { .. }) {
        block.text()
    } else {
        let start = text[block.start as usize..from].rfind('\n');
        let end = text[to..block.end as usize].find('\n');
        start.map_or(block.start as usize, |at| block.start as usize + at + 1)
            ..end.map_or(block.end as usize, |at| to + at)
    };
    let marks = document.source_marks(line.start..from + 1);
    let on_line = marks.iter().rev();
    let on_line = on_line.take_while(|mark| mark.source as usize >= line_start);
    let start = match on_line.last() {
        Some(mark) if marks[0] != *mark => mark.text as usize,
        _ => line.start,
    };
    let marks = document.source_marks(line.start..line.end);
    let behind = marks.partition_point(|mark| (mark.text as usize) < to);
    let line_end = behind
        .checked_sub(1)
        .map_or(line_start, |at| marks[at].source as usize);
    let line_end = memchr::memchr2(b'\n', b'\r', &source.as_bytes()[line_end..])
        .map_or(source.len(), |at| line_end + at);
    let next = marks[behind..]
        .iter()
        .find(|mark| mark.source as usize > line_end);
    let end = next.map_or(line.end, |mark| (mark.text as usize).max(to));
    let shown = text[start..end].trim_end();
    let shift = start + (shown.len() - shown.trim_start().len());
    let shift = shift as u32;
    let places = bytes
        .iter()
        .map(|bytes| bytes.start - shift..bytes.end - shift);
    let places = places.collect();
    (shown.trim_start().replace('\n', " ").into(), places)
}

/// The headings of a document, for positions in ascending order.
struct Headings<'d> {
    document: &'d Document,
    /// Number of headings up to the last position.
    passed: usize,
    current: Option<Arc<str>>,
}

impl<'d> Headings<'d> {
    fn new(document: &'d Document) -> Self {
        Self {
            document,
            passed: 0,
            current: None,
        }
    }

    /// Returns the last heading that begins at or before byte `source` of the file.
    fn at(&mut self, source: u32) -> Option<Arc<str>> {
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
