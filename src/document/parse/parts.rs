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

use super::{Pass, Whole, options};

mod events;
pub(super) mod guess;
mod join;
mod known;

use events::Events;
pub(super) use guess::Guess;
pub use join::Join;
use known::{Known, Label, Link};

/// Bytes of a part: a parser takes several times what it reads, so small parts take less memory at a time, and less of it
/// than a processor's cache has; but each part costs a little by itself. Of fewer than two of them there is nothing to gain.
const PART: usize = 128 * 1024;

/// A body in parts.
#[derive(Debug)]
pub struct Parts<'p> {
    whole: &'p Whole<'p>,
    /// Bytes of the body.
    ranges: Vec<Range<usize>>,
    guess: Guess<'p>,
    /// The links that the body seems to define.
    known: Known,
}

/// A part as it was parsed.
pub struct Parsed<'p> {
    pass: Pass<'p>,
    /// It begins with a paragraph or a heading, where it ends another one begins, outside of everything, and it defines
    /// the notes that it seemed to.
    is_apart: bool,
    /// The links that it defines, by their labels.
    definitions: Vec<(Label, Link)>,
    /// The labels of links whose definitions it took from others.
    borrowed: HashSet<Label>,
    /// Nothing in it depends on what other parts say.
    is_settled: bool,
}

impl<'p> Parts<'p> {
    /// Parts of about the same length; `None` for a body that is not worth it.
    pub(super) fn new(whole: &'p Whole<'p>) -> Option<Self> {
        let count = whole.body.len() / PART;
        if count < 2 {
            return None;
        }
        Self::cut_at(whole, &guess::cuts(whole.text(), &whole.open(), count))
    }

    /// The parts between `cuts`: bytes of the body, ascending, each at the start of a line.
    fn cut_at(whole: &'p Whole<'p>, cuts: &[usize]) -> Option<Self> {
        let ends = cuts.iter().copied().chain([whole.body.len()]);
        let mut start = 0;
        let ranges: Vec<_> = ends
            .map(|end| std::mem::replace(&mut start, end)..end)
            .collect();
        (ranges.len() > 1).then(|| Self {
            whole,
            ranges,
            guess: Guess::new(whole.text()),
            known: Known::new(whole.text(), options(whole.reading.dialect)),
        })
    }

    /// How many there are.
    #[expect(clippy::len_without_is_empty, reason = "there are two at least")]
    pub fn len(&self) -> usize {
        self.ranges.len()
    }

    /// Parses one of them; each may be parsed on a thread of its own.
    pub fn parse(&self, at: usize) -> Parsed<'p> {
        let part = self.ranges[at].clone();
        let is_last = at + 1 == self.len();
        let notes = self.guess.notes_of(part.clone());
        let text = self.text(part.clone(), &notes);
        let (mut borrowed, mut is_settled) = (HashSet::new(), true);
        let mut lend = |link: BrokenLink<'_>| {
            is_settled = false;
            let label = Label::new(link.reference.to_string());
            let found = self.known.get(&label)?;
            borrowed.insert(label);
            let owned = |text: &str| CowStr::from(text.to_owned());
            let title = found.title.as_deref().unwrap_or_default();
            Some((owned(&found.target), owned(title)))
        };
        let options = options(self.whole.reading.dialect);
        let parser = Parser::new_with_broken_link_callback(&text, options, Some(&mut lend));
        let place = |at: usize| at + self.whole.body.start;
        let source = place(part.start)..place(part.end);
        let mut pass = self.pass(at, &source);
        let before = notes.len();
        let mut events = Events::new(parser.into_offset_iter(), before, source.clone(), is_last);
        pass.run(&mut events);
        if is_last {
            pass.finish();
        } else {
            pass.deliver(source.end);
        }
        let is_apart = (at == 0 || events.opens_well()) && events.closes_well();
        let definitions = known::links(events.reference_definitions());
        let definitions = definitions.filter(|(label, _)| **label != guess::END);
        let definitions = definitions.collect();
        let own_notes = self.guess.own_notes(part);
        let has_its_notes = own_notes.iter().all(|label| pass.notes.defines(label));
        Parsed {
            is_apart: is_apart && has_its_notes && pass.is_at_rest(source.end),
            is_settled: is_settled && pass.notes.are_unused(),
            pass,
            definitions,
            borrowed,
        }
    }

    /// What is parsed for a part: the notes that it is lent, and its text up to the end of the next part's first line, which
    /// tells whether anything still stands open there.
    fn text(&self, part: Range<usize>, notes: &str) -> Cow<'p, str> {
        let text = self.whole.text();
        let line = memchr::memchr(b'\n', &text.as_bytes()[part.end..]);
        let seen = line.map_or(text.len(), |line| part.end + line + 1);
        let text = &text[part.start..seen];
        if notes.is_empty() {
            Cow::Borrowed(text)
        } else {
            Cow::Owned(notes.to_owned() + text)
        }
    }

    /// A pass over the part of that number, which stands at `source`.
    fn pass(&self, at: usize, source: &Range<usize>) -> Pass<'p> {
        let Whole {
            source: text,
            reading,
            ..
        } = self.whole;
        let mut annotations = self.whole.annotations();
        annotations.seek(source.start);
        let mut pass = Pass::new(text, source.len(), *reading, annotations);
        if at > 0 {
            pass.build.count_from(source.start);
        }
        pass.notes.guess(&self.guess.order);
        pass
    }

    /// Nothing put together yet. While it grows, each list of the document has room for so many bytes at least.
    pub fn join(&self, room: usize) -> Join<'_, 'p> {
        Join::new(self, room)
    }
}

#[cfg(test)]
mod tests;
