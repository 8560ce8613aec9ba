//! Words over many posts: which lines of a post hold a phrase, and in which section they stand.
//!
//! Pure: a phrase and a file's bytes in, hits out. The bytes are searched as they are, so that a post without the
//! phrase costs no more than looking at it once; only one that holds it is decoded and taken apart into lines and
//! sections. Reading files, and many at once, is `runtime::search`'s business.

use std::ops::Range;
use std::sync::Arc;

use regex::bytes::{Regex, RegexBuilder};

use crate::document::{self, Dialect};
use crate::post::{self, Line};

mod excerpt;
mod sections;
#[cfg(test)]
mod tests;

pub use excerpt::Excerpt;

use sections::Sections;

/// What a blank of the phrase matches in a source: blanks, or one line end with the blanks and the quotes' signs around
/// it (`CommonMark` 0.31.2, "Soft line breaks" and "Block quotes"). An empty line ends a paragraph and is none.
const BLANK: &str = r"(?:[ \t]+|[ \t]*(?:\r\n|\n|\r)[ \t]*(?:>[ \t]*)*)";

/// A phrase to be found in many posts, in smart case: exact once it holds a capital.
#[derive(Clone, Debug)]
pub struct Phrase {
    pattern: Regex,
    /// It holds the sign that stands for bytes that are no text, which the bytes themselves don't.
    decoded_only: bool,
}

/// A line that holds the phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The line on which the phrase begins, from 1.
    pub line: u32,
    /// The column at which it begins, from 1, in characters.
    pub column: u32,
    /// The same place in bytes of the decoded file.
    pub offset: u32,
    /// The heading of the section that the line stands in, as plain text; the heading's own line is in its section.
    pub heading: Option<Arc<str>>,
    /// The line as it is written; where the phrase goes on over its end, the next one behind a blank.
    pub text: Box<str>,
    /// Where the phrase stands in `text`, in bytes, in order.
    pub places: Vec<Range<u32>>,
}

/// What was found in one post.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The lines that hold the phrase, in order.
    pub hits: Vec<Hit>,
    /// Lines beyond as many as were asked for.
    pub more: usize,
}

impl Phrase {
    /// `None` for nothing but blanks, and for what is too long to be looked for.
    pub fn new(query: &str) -> Option<Self> {
        let pattern = document::pattern(query, BLANK)?;
        let pattern = RegexBuilder::new(&pattern).build().ok()?;
        Some(Self {
            pattern,
            decoded_only: query.contains(char::REPLACEMENT_CHARACTER),
        })
    }

    /// Looks through the body of a post, given its file's bytes; at most `most` lines are kept, the others counted. The
    /// dialect says what of a heading is text.
    pub fn find(&self, bytes: &[u8], dialect: Dialect, most: usize) -> Found {
        // UTF-16 has other bytes than the phrase; all else has the same.
        let is_utf16 = matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]);
        if !is_utf16 && !self.decoded_only && !self.pattern.is_match(bytes) {
            return Found::default();
        }
        let text = &*post::decode(bytes).text;
        self.find_in(text, post::split(text).body, dialect, most)
    }

    /// The same for a text that is decoded already, and the bytes of its body.
    fn find_in(&self, text: &str, body: Range<usize>, dialect: Dialect, most: usize) -> Found {
        let mut found = Found::default();
        let mut places = self
            .pattern
            .find_iter(&text.as_bytes()[body.clone()])
            .map(|place| place.start() + body.start..place.end() + body.start)
            .peekable();
        if places.peek().is_none() {
            return found;
        }
        let mut sections = Sections::new(dialect);
        let before = post::lines(&text[..body.start], 0).count();
        for (number, line) in (before as u32 + 1..).zip(post::lines(text, body.start)) {
            let next = places.peek();
            // Behind the last hit only the rest of its paragraph counts: it may yet become a heading.
            if next.is_none() && sections.is_settled() {
                break;
            }
            sections.take(line.text, found.hits.len());
            sections.name(&mut found.hits);
            let mut here = Vec::new();
            while let Some(place) = places.next_if(|place| place.start < line.next) {
                here.push(place);
            }
            if here.is_empty() {
                continue;
            }
            if found.hits.len() < most {
                let heading = sections.heading();
                found.hits.push(hit(text, &line, number, &here, heading));
            } else {
                found.more += 1;
            }
        }
        found
    }

    /// Where the phrase stands in a text, in bytes, in order.
    pub fn places<'t>(&self, text: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
        let places: Vec<_> = self
            .pattern
            .find_iter(text.as_bytes())
            .map(|place| place.range())
            .collect();
        places.into_iter()
    }
}

/// One line with the places that begin on it.
fn hit(
    text: &str,
    line: &Line<'_>,
    number: u32,
    places: &[Range<usize>],
    heading: Option<Arc<str>>,
) -> Hit {
    let first = places.first().map_or(line.start, |place| place.start);
    let mut shown = line.text.to_owned();
    let mut within: Vec<Range<u32>> = Vec::with_capacity(places.len());
    for place in places {
        let start = (place.start - line.start) as u32;
        let end = if place.end <= line.start + line.text.len() {
            place.end - line.start
        } else {
            append(text, line, place.end, &mut shown)
        };
        within.push(start..end as u32);
    }
    Hit {
        line: number,
        column: text[line.start..first].chars().count() as u32 + 1,
        offset: first as u32,
        heading,
        text: shown.into(),
        places: within,
    }
}

/// Appends the lines behind `line` up to the one in which byte `end` stands, each behind a blank and without the signs
/// in front of it; returns that byte's place in `shown`. Only the last place of a line goes beyond it.
fn append(text: &str, line: &Line<'_>, end: usize, shown: &mut String) -> usize {
    let mut at = shown.len();
    for next in post::lines(text, line.next) {
        shown.truncate(shown.trim_end_matches([' ', '\t']).len());
        shown.push(' ');
        let content = next.text.trim_start_matches([' ', '\t', '>']);
        let skipped = next.text.len() - content.len();
        at = shown.len() + end.saturating_sub(next.start + skipped);
        shown.push_str(content);
        if end <= next.start + next.text.len() {
            break;
        }
    }
    at.min(shown.len())
}
