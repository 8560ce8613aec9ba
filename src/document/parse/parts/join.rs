//! Parts put together in their order, each as soon as its turn has come, so that what it took is free for the next.

use std::collections::{BTreeMap, HashSet};

use super::known::{Label, Link};
use super::{Parsed, Parts, Pass};
use crate::document::{Document, Extent};

/// A document that is being put together.
pub struct Join<'j, 'p> {
    parts: &'j Parts<'p>,
    room: usize,
    /// What has been put together, and of how many parts.
    whole: Option<Pass<'p>>,
    joined: usize,
    /// Those that came before their turn.
    early: BTreeMap<usize, Parsed<'p>>,
    /// The labels that were found to be defined, and those that were looked up.
    defined: HashSet<Label>,
    borrowed: HashSet<Label>,
    /// How many blocks can't change any more, and whether none has come since that can.
    settled: usize,
    is_settled: bool,
    /// The guess was wrong in something.
    is_lost: bool,
}

impl<'j, 'p> Join<'j, 'p> {
    pub(super) fn new(parts: &'j Parts<'p>, room: usize) -> Self {
        Self {
            parts,
            room,
            whole: None,
            joined: 0,
            early: BTreeMap::new(),
            defined: HashSet::new(),
            borrowed: HashSet::new(),
            settled: 0,
            is_settled: true,
            is_lost: false,
        }
    }

    /// Adds the part of that number; they may come in any order.
    pub fn add(&mut self, at: usize, part: Parsed<'p>) {
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

    /// What has been put together so far, and how many of its blocks are as they will be in the whole, whatever comes.
    pub fn settled(&self) -> Option<(&Document, usize)> {
        let pass = self.whole.as_ref()?;
        Some((&pass.build.document, self.settled))
    }

    fn append(&mut self, part: Parsed<'p>) {
        // The parser follows no more references than a text is long, lest a small text become a large one.
        let most = self.parts.ranges[self.joined].len().max(100_000);
        let is_long = part.pass.build.document.links.bytes() > most;
        self.is_lost |= !part.is_apart || is_long || !self.knows(part.definitions);
        if self.is_lost {
            return;
        }
        self.borrowed.extend(part.borrowed);
        if let Some(whole) = &mut self.whole {
            whole.append(part.pass);
        } else {
            let body = &self.parts.whole.body;
            let mut first = part.pass;
            first.build.reserve(body.len(), self.room);
            first.build.document.extent = Extent::of(body);
            self.whole = Some(first);
        }
        self.is_settled &= part.is_settled;
        if let Some(whole) = self.whole.as_ref().filter(|_| self.is_settled) {
            self.settled = whole.build.document.blocks.len();
        }
    }

    /// Whether each definition is the first of its label, as it was guessed.
    fn knows(&mut self, definitions: Vec<(Label, Link)>) -> bool {
        definitions.into_iter().all(|(label, link)| {
            let is_known = self.parts.known.get(&label) == Some(&link);
            self.defined.insert(label);
            is_known
        })
    }

    /// The document; where the guess was wrong or a part is missing, the body is parsed in one go.
    pub fn finish(self) -> Document {
        let whole = self.parts.whole;
        self.finished().unwrap_or_else(|| whole.document())
    }

    /// `None` where the guess was wrong.
    pub(super) fn finished(self) -> Option<Document> {
        let is_all = self.joined == self.parts.len() && self.borrowed.is_subset(&self.defined);
        let mut pass = self.whole.filter(|_| is_all && !self.is_lost)?;
        pass.notes.is_guessed(&self.parts.guess).then(|| {
            // What notes refer to is numbered as it comes: the guess knows nothing of the order among them.
            pass.notes.guess(&[]);
            pass.footnotes();
            pass.build.finish(Extent::of(&self.parts.whole.body))
        })
    }
}
