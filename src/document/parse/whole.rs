//! A whole body, as the parser is to see it.

use std::ops::Range;

use pulldown_cmark::Parser;

use super::parts::Parts;
use super::{Pass, options};
use crate::document::dialect::{self, AnnotationReader, Prepared};
use crate::document::{Document, Extent, Reading};

/// A body that is about to be parsed: in one go, or where it is long in parts.
#[derive(Debug)]
pub struct Whole<'s> {
    pub(super) source: &'s str,
    /// Its bytes in the source.
    pub(super) body: Range<usize>,
    pub(super) reading: Reading,
    prepared: Prepared<'s>,
}

impl<'s> Whole<'s> {
    /// The part `body` (bytes) of `source`.
    pub fn new(source: &'s str, body: Range<usize>, reading: impl Into<Reading>) -> Self {
        let reading = reading.into();
        Self {
            source,
            reading,
            prepared: dialect::prepare(&source[body.clone()], reading.dialect),
            body,
        }
    }

    /// The document, parsed in one go.
    pub fn document(&self) -> Document {
        let offset = self.body.start;
        let mut pass = Pass::new(
            self.source,
            self.body.len(),
            self.reading,
            self.annotations(),
        );
        let options = options(self.reading.dialect);
        let events = Parser::new_ext(self.text(), options).into_offset_iter();
        let place = |range: Range<usize>| range.start + offset..range.end + offset;
        pass.run(&mut events.map(|(event, range)| (event, place(range))));
        pass.finish();
        pass.footnotes();
        pass.build.finish(Extent::of(&self.body))
    }

    /// Its parts, if it is long enough to be worth it. Numbered links count through all of a body, so it is not cut then.
    pub fn parts(&self) -> Option<Parts<'_>> {
        if self.reading.number_links {
            return None;
        }
        Parts::new(self)
    }

    /// The body without what only its dialect has.
    pub(super) fn text(&self) -> &str {
        &self.prepared.text
    }

    /// The annotations of what was overwritten, read from the start.
    pub(super) fn annotations(&self) -> AnnotationReader<'_> {
        self.prepared.annotations.reader(self.body.start)
    }

    /// Ranges of the text in which the dialect leaves elements open.
    pub(super) fn open(&self) -> Vec<Range<usize>> {
        self.prepared.annotations.open_ranges()
    }
}
