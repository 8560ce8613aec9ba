//! A long body in parts that are parsed side by side.
//!
//! What Markdown says in one place depends on others: a link on its definition, a footnote's number on the notes before
//! it, a line on the fence that it may stand in. So a look over the body guesses where it may be cut, what it defines and
//! in which order it uses its notes; each part is parsed by that guess, and then the guess is held against what was
//! found. Where it was wrong in anything, the body is parsed in one go, so that the parts never show.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, Parser, Tag};

use super::{Pass, options};
use crate::document::{Document, Extent, Reading, dialect};

mod guess;

pub(super) use guess::Guess;

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

/// A part as it was parsed.
pub struct Parsed<'s> {
    pass: Pass<'s>,
    /// It begins with a paragraph or a heading, where it ends another one begins, outside of everything, and it defines
    /// the notes that it seemed to.
    is_apart: bool,
    /// The labels, targets and titles of the links that it defines.
    definitions: Vec<(String, String, Option<String>)>,
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
        let mut parser = Parser::new_with_broken_link_callback(&text, options, Some(&mut lend))
            .into_offset_iter();
        let mut pass = Pass::new(self.source, end - start, self.reading);
        pass.notes.guess(&self.guess.order);
        let (mut depth, mut opens_well, mut closes_well) = (0_usize, None, is_last);
        let place = |at: usize| at + start - notes.len();
        let events = parser
            .by_ref()
            .skip_while(|(_, range)| range.start < notes.len());
        let mut events = events.map_while(|(event, range)| {
            let range = place(range.start)..place(range.end);
            let is_plain = matches!(event, Event::Start(Tag::Paragraph | Tag::Heading { .. }));
            opens_well.get_or_insert(is_plain);
            if range.start >= end && !is_last {
                closes_well = depth == 0 && is_plain && range.start == end;
                return None;
            }
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth = depth.saturating_sub(1),
                _ => {}
            }
            Some((event, range))
        });
        pass.run(&mut events);
        pass.build.end(end);
        if is_last {
            pass.html.finish(&mut pass.build, end);
        }
        drop(events);
        let definitions = parser.reference_definitions().iter();
        let definitions = definitions.map(|(label, found)| {
            let title = found.title.as_deref().map(str::to_owned);
            (label.to_owned(), found.dest.to_string(), title)
        });
        let definitions = definitions
            .filter(|(label, ..)| label != guess::END)
            .collect();
        let opens_well = at == 0 || opens_well.unwrap_or(false);
        let own_notes = self.guess.own_notes(start..end);
        let has_its_notes = own_notes.iter().all(|label| pass.notes.defines(label));
        Parsed {
            is_apart: opens_well && closes_well && has_its_notes && pass.is_at_rest(end),
            pass,
            definitions,
            borrowed,
        }
    }

    /// The document, from all parts in their order.
    pub fn join(self, parts: Vec<Parsed<'s>>) -> Document {
        self.joined(parts)
            .unwrap_or_else(|| super::parse(self.source, self.body.clone(), self.reading))
    }

    /// `None` where the guess was wrong.
    fn joined(&self, parts: Vec<Parsed<'s>>) -> Option<Document> {
        if parts.len() != self.len() || !self.holds(&parts) {
            return None;
        }
        let mut passes = parts.into_iter().map(|part| part.pass);
        let mut pass = passes.next()?;
        for part in passes {
            pass.append(part);
        }
        pass.notes.is_guessed(&self.guess).then(|| {
            // What notes refer to is numbered as it comes: the guess knows nothing of the order among them.
            pass.notes.guess(&[]);
            pass.footnotes();
            pass.build.finish(Extent::of(&self.body))
        })
    }

    /// Whether the parts are apart, and each link leads where it would in the whole.
    fn holds(&self, parts: &[Parsed<'_>]) -> bool {
        let known = Parser::new_ext(&self.guess.definitions, options(self.reading.dialect));
        let known = known.reference_definitions();
        let mut places = HashSet::new();
        let all = parts.iter().flat_map(|part| &part.definitions);
        let mut is_known = all.map(|(label, target, title)| {
            let found = known.get(label);
            found.is_some_and(|found| {
                places.insert(found.span.start);
                *found.dest == **target && found.title.as_deref() == title.as_deref()
            })
        });
        let all_known = is_known.all(|known| known);
        let is_there = |label: &String| {
            let found = known.get(label);
            found.is_some_and(|found| places.contains(&found.span.start))
        };
        all_known
            && parts.iter().all(|part| part.is_apart)
            && parts.iter().flat_map(|part| &part.borrowed).all(is_there)
            // The parser follows no more references than a text is long, lest a small text become a large one.
            && parts.iter().zip(&self.ranges).all(|(part, range)| {
                part.pass.build.document.links.bytes() <= range.len().max(100_000)
            })
    }
}

#[cfg(test)]
mod tests;
