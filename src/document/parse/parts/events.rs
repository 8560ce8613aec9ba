//! The events of one part, and whether it begins and ends where nothing stands open.

use std::ops::Range;

use pulldown_cmark::{BrokenLinkCallback, Event, OffsetIter, RefDefs, Tag};

use crate::document::parse::Located;

/// An iterator of its own, for adapters over adapters move each event several times.
pub(super) struct Events<'e, F> {
    parser: OffsetIter<'e, F>,
    /// Bytes that were put before the part.
    before: usize,
    /// Bytes of the source.
    part: Range<usize>,
    depth: usize,
    opens_well: Option<bool>,
    closes_well: bool,
    is_last: bool,
    is_done: bool,
}

impl<'e, F: BrokenLinkCallback<'e>> Events<'e, F> {
    /// Those of the bytes `part` of the source, which stand in the parser's text behind `before` others and may go on
    /// behind them, unless it is the last part.
    pub(super) fn new(
        parser: OffsetIter<'e, F>,
        before: usize,
        part: Range<usize>,
        is_last: bool,
    ) -> Self {
        Self {
            parser,
            before,
            part,
            depth: 0,
            opens_well: None,
            closes_well: is_last,
            is_last,
            is_done: false,
        }
    }

    /// Whether it begins with a paragraph or a heading.
    pub(super) fn opens_well(&self) -> bool {
        self.opens_well.unwrap_or(false)
    }

    /// Whether another one begins where it ends, outside of everything; known once all events were asked for.
    pub(super) fn closes_well(&self) -> bool {
        self.closes_well
    }

    fn place(&self, at: usize) -> usize {
        at - self.before + self.part.start
    }

    /// The links that the part defines.
    pub(super) fn reference_definitions(&self) -> &RefDefs<'_> {
        self.parser.reference_definitions()
    }
}

impl<'e, F: BrokenLinkCallback<'e>> Iterator for Events<'e, F> {
    type Item = Located<'e>;

    // Inlined, for an event is large, and moving it once more costs as much as finding it.
    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if self.is_done {
            return None;
        }
        let (event, range) = loop {
            let (event, range) = self.parser.next()?;
            if range.start >= self.before {
                break (event, range);
            }
        };
        let range = self.place(range.start)..self.place(range.end);
        match &event {
            Event::Start(tag) => {
                let is_plain = || matches!(tag, Tag::Paragraph | Tag::Heading { .. });
                if self.opens_well.is_none() {
                    self.opens_well = Some(is_plain());
                }
                if range.start >= self.part.end && !self.is_last {
                    self.closes_well =
                        self.depth == 0 && is_plain() && range.start == self.part.end;
                    self.is_done = true;
                    return None;
                }
                self.depth += 1;
            }
            _ if range.start >= self.part.end && !self.is_last => {
                self.is_done = true;
                return None;
            }
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            _ => {
                self.opens_well.get_or_insert(false);
            }
        }
        Some((event, range))
    }
}
