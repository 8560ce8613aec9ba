//! A long body in parts that are parsed side by side.
//!
//! What Markdown says in one place depends on others: a link on its definition, a footnote's number on the notes before
//! it, a line on the fence that it may stand in. So a look over the body guesses where it may be cut, what it defines and
//! in which order it uses its notes; each part is parsed by that guess, and then the guess is held against what was
//! found. Where it was wrong in anything, the body is parsed in one go, so that the parts never show.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Parser};

use super::{Pass, options};
use crate::document::{Reading, dialect};

mod events;
mod guess;
mod join;

use events::Events;
pub(super) use guess::Guess;
pub use join::Join;

/// Bytes of a part: a parser takes several times what it reads, so small parts take less memory at a time, and less of it
/// than a processor's cache has. Below two of them, starting threads gains nothing.
const PART: usize = 512 * 1024;

/// A body in parts.
#[derive(Debug)]
pub struct Parts<'s> {
    source: &'s str,
    body: Range<usize>,
    reading: Reading,
    ranges: Vec<Range<usize>>,
    guess: Guess<'s>,
}

/// The label, the target and the title of a link that a part defines.
type Definition = (String, String, Option<String>);

/// A part as it was parsed.
pub struct Parsed<'s> {
    pass: Pass<'s>,
    /// It begins with a paragraph or a heading, where it ends another one begins, outside of everything, and it defines
    /// the notes that it seemed to.
    is_apart: bool,
    definitions: Vec<Definition>,
    /// The labels of links whose definitions it took from others.
    borrowed: HashSet<String>,
}

impl<'s> Parts<'s> {
    /// Parts of about the same length; `None` for a body that is not worth it. Numbered links count through all parts, so
    /// they are not cut either.
    pub fn new(source: &'s str, body: Range<usize>, reading: impl Into<Reading>) -> Option<Self> {
        let count = body.len() / PART;
        let reading = reading.into();
        if count < 2 || reading.number_links {
            return None;
        }
        // What a dialect says reaches over any cut.
        if dialect::prepare(&source[body.clone()], reading.dialect).is_changed() {
            return None;
        }
        let cuts = guess::cuts(&source[body.clone()], count);
        Self::cut_at(source, body, reading, &cuts)
    }

    /// The parts between `cuts`: bytes of the body, ascending, each at the start of a line.
    fn cut_at(
        source: &'s str,
        body: Range<usize>,
        reading: Reading,
        cuts: &[usize],
    ) -> Option<Self> {
        let ends = cuts.iter().map(|at| body.start + at).chain([body.end]);
        let mut start = body.start;
        let ranges: Vec<_> = ends
            .map(|end| std::mem::replace(&mut start, end)..end)
            .collect();
        let guess = Guess::new(source, body.clone());
        (ranges.len() > 1).then_some(Self {
            source,
            body,
            reading,
            ranges,
            guess,
        })
    }

    /// How many there are.
    #[expect(clippy::len_without_is_empty, reason = "there are two at least")]
    pub fn len(&self) -> usize {
        self.ranges.len()
    }

    /// Parses one of them; each may be parsed on a thread of its own.
    pub fn parse(&self, at: usize) -> Parsed<'s> {
        let Range { start, end } = self.ranges[at];
        let is_last = end == self.body.end;
        // Up to the end of the next part's first line, which tells whether anything still stands open there.
        let line = memchr::memchr(b'\n', &self.source.as_bytes()[end..self.body.end]);
        let seen = line.map_or(self.body.end, |line| end + line + 1);
        let notes = self.guess.notes_of(start..end);
        let text = match &*notes {
            "" => Cow::Borrowed(&self.source[start..seen]),
            notes => Cow::Owned(notes.to_owned() + &self.source[start..seen]),
        };
        let options = options(self.reading.dialect);
        let known = Parser::new_ext(&self.guess.definitions, options);
        let known = known.reference_definitions();
        let mut borrowed = HashSet::new();
        let mut lend = |link: BrokenLink<'_>| {
            let found = known.get(&link.reference)?;
            borrowed.insert(link.reference.to_string());
            let owned = |text: &str| CowStr::from(text.to_owned());
            let title = found.title.as_deref().unwrap_or_default();
            Some((owned(&found.dest), owned(title)))
        };
        let parser = Parser::new_with_broken_link_callback(&text, options, Some(&mut lend));
        let mut pass = Pass::new(self.source, end - start, self.reading);
        if at > 0 {
            pass.build.count_from(start);
        }
        pass.notes.guess(&self.guess.order);
        let mut events = Events::new(parser.into_offset_iter(), notes.len(), start..end, is_last);
        pass.run(&mut events);
        pass.build.end(end);
        if is_last {
            pass.html.finish(&mut pass.build, end);
        }
        let is_apart = (at == 0 || events.opens_well()) && events.closes_well();
        let definitions = events.reference_definitions().iter();
        let definitions = definitions.map(|(label, found)| {
            let title = found.title.as_deref().map(str::to_owned);
            (label.to_owned(), found.dest.to_string(), title)
        });
        let definitions = definitions
            .filter(|(label, ..)| label != guess::END)
            .collect();
        let own_notes = self.guess.own_notes(start..end);
        let has_its_notes = own_notes.iter().all(|label| pass.notes.defines(label));
        Parsed {
            is_apart: is_apart && has_its_notes && pass.is_at_rest(end),
            pass,
            definitions,
            borrowed,
        }
    }

    /// Nothing put together yet. While it grows, each list of the document has room for so many bytes at least.
    pub fn join(&self, room: usize) -> Join<'_, 's> {
        Join::new(self, room)
    }
}

#[cfg(test)]
mod tests;
