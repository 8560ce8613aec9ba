//! Parts put together in their order, each as soon as its turn has come, so that what it took is free for the next.

use std::collections::{BTreeMap, HashSet};

use pulldown_cmark::Parser;

use super::{Definition, Parsed, Parts, Pass, options};
use crate::document::{Document, Extent};

/// A document that is being put together.
pub struct Join<'p, 's> {
    parts: &'p Parts<'s>,
    room: usize,
    /// What has been put together, and of how many parts.
    whole: Option<Pass<'s>>,
    joined: usize,
    /// Those that came before their turn.
    early: BTreeMap<usize, Parsed<'s>>,
    /// What all of them define, and what they took from others.
    definitions: Vec<Definition>,
    borrowed: HashSet<String>,
    /// The guess was wrong in something.
    is_lost: bool,
}

impl<'p, 's> Join<'p, 's> {
    pub(super) fn new(parts: &'p Parts<'s>, room: usize) -> Self {
        Self {
            parts,
            room,
            whole: None,
            joined: 0,
            early: BTreeMap::new(),
            definitions: Vec::new(),
            borrowed: HashSet::new(),
            is_lost: false,
        }
    }

    /// Adds the part of that number; they may come in any order.
    pub fn add(&mut self, at: usize, part: Parsed<'s>) {
        self.early.insert(at, part);
        while let Some(part) = self.early.remove(&self.joined) {
            self.append(part);
            self.joined += 1;
        }
    }

    /// Whether the parts can't become the whole any more, so that those that are missing need not be parsed.
    pub fn is_lost(&self) -> bool {
        self.is_lost
    }

    fn append(&mut self, part: Parsed<'s>) {
        // The parser follows no more references than a text is long, lest a small text become a large one.
        let most = self.parts.ranges[self.joined].len().max(100_000);
        self.is_lost |= !part.is_apart || part.pass.build.document.links.bytes() > most;
        if self.is_lost {
            return;
        }
        self.definitions.extend(part.definitions);
        self.borrowed.extend(part.borrowed);
        if let Some(whole) = &mut self.whole {
            whole.append(part.pass);
        } else {
            let mut first = part.pass;
            first.build.reserve(self.parts.body.len(), self.room);
            self.whole = Some(first);
        }
    }

    /// The document; where the guess was wrong or a part is missing, the body is parsed in one go.
    pub fn finish(self) -> Document {
        let Parts {
            source,
            body,
            reading,
            ..
        } = self.parts;
        let joined = self.finished();
        joined.unwrap_or_else(|| super::super::parse(source, body.clone(), *reading))
    }

    /// `None` where the guess was wrong.
    pub(super) fn finished(self) -> Option<Document> {
        if self.is_lost || self.joined != self.parts.len() || !self.leads_right() {
            return None;
        }
        let mut pass = self.whole?;
        pass.notes.is_guessed(&self.parts.guess).then(|| {
            // What notes refer to is numbered as it comes: the guess knows nothing of the order among them.
            pass.notes.guess(&[]);
            pass.footnotes();
            pass.build.finish(Extent::of(&self.parts.body))
        })
    }

    /// Whether each link leads where it would in the whole.
    fn leads_right(&self) -> bool {
        let options = options(self.parts.reading.dialect);
        let known = Parser::new_ext(&self.parts.guess.definitions, options);
        let known = known.reference_definitions();
        let mut places = HashSet::new();
        let mut is_known = self.definitions.iter().map(|(label, target, title)| {
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
        all_known && self.borrowed.iter().all(is_there)
    }
}
