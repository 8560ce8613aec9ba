//! Words searched for in the open article.

use std::ops::Range;

use super::article::{Article, Place};
use crate::document::{Document, Needle};
use crate::layout::Anchor;

/// What was found, and which of it is current.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// What was typed.
    pub query: String,
    /// Where it stands: bytes of the document's text, in order.
    pub found: Vec<Range<u32>>,
    /// Which of them the reader is at.
    pub current: usize,
}

impl Search {
    /// Looks for `query` and goes to the first place at or behind `origin`. `None` where nothing is asked.
    pub fn new(article: &Article, query: &str, origin: Place) -> Option<Self> {
        let found = Needle::new(query)?.find(&article.body.document);
        let from = article.offset_of(origin);
        let current = found.partition_point(|range| range.start < from);
        let current = if current == found.len() { 0 } else { current };
        Some(Self {
            query: query.to_owned(),
            found,
            current,
        })
    }

    /// The same words in an article that stood as `before` until now.
    pub fn again(&mut self, before: &Document, article: &Article) {
        let here = self.found.get(self.current).map_or(0, |range| range.start);
        let place = Place::Body(Anchor::at(before, here));
        let here = article.offset_of(place.carried(before, &article.body.document));
        self.found = Needle::new(&self.query)
            .map_or_else(Vec::new, |needle| needle.find(&article.body.document));
        let current = self.found.partition_point(|range| range.start < here);
        self.current = current.min(self.found.len().saturating_sub(1));
    }

    /// Moves on by `steps`, around the end; true if it went around.
    pub fn step(&mut self, steps: isize) -> bool {
        let all = self.found.len() as isize;
        if all == 0 {
            return false;
        }
        let wanted = self.current as isize + steps;
        self.current = wanted.rem_euclid(all) as usize;
        !(0..all).contains(&wanted)
    }

    /// Goes to the place nearest to byte `expected` of those that begin within `bytes`; returns where that is.
    pub fn go_near(&mut self, bytes: Range<u32>, expected: u32) -> Option<u32> {
        let within = self.found.iter().enumerate();
        let within = within.filter(|(_, place)| bytes.contains(&place.start));
        let (nearest, _) = within.min_by_key(|(_, place)| place.start.abs_diff(expected))?;
        self.current = nearest;
        self.offset()
    }

    /// The byte at which the current place starts.
    pub fn offset(&self) -> Option<u32> {
        self.found.get(self.current).map(|range| range.start)
    }
}
