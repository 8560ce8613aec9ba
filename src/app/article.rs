//! The article pane: what is open, and the row at its top.

use std::ops::Range;
use std::sync::Arc;

use super::message::RequestId;
use crate::document::{Document, Kind};
use crate::highlight::Colors;
use crate::layout::{Anchor, Widths};
use crate::paint::Masthead;
use crate::post::Date;
use crate::text;

mod body;
mod spot;
mod wait;

pub use body::Body;
pub use wait::Wait;

/// A place in an article, whatever its width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A row of the masthead.
    Masthead(usize),
    /// A place in the body.
    Body(Anchor),
}

impl Place {
    /// The same place in another version of its document.
    #[must_use]
    pub fn carried(self, from: &Document, to: &Document) -> Self {
        match self {
            Self::Masthead(_) => self,
            Self::Body(anchor) => Self::Body(Anchor::find(to, &anchor.text_anchor(from))),
        }
    }
}

/// A request for the colours of a document's code.
#[derive(Clone, Debug)]
pub(super) struct Coloring {
    /// Names the document.
    pub(super) ticket: RequestId,
    /// The blocks that were visible when it was asked.
    pub(super) visible: Range<usize>,
}

/// So many of `all` as a share of `whole`, at most all of it.
fn scaled(part: u32, all: u32, whole: usize) -> u32 {
    let part = u64::from(part) * whole as u64;
    part.checked_div(u64::from(all))
        .unwrap_or(0)
        .min(whole as u64) as u32
}

/// An open article. Rows count from the masthead's first.
#[derive(Debug)]
pub struct Article {
    /// The rows above the body.
    pub masthead: Masthead,
    /// The body.
    pub body: Body,
    /// The colours of its code, as far as they are known.
    pub colors: Colors,
    /// What was asked about them last.
    pub(super) coloring: Option<Coloring>,
    /// Whether the body is all there is, and not only its head.
    pub whole: bool,
    /// The row at the top of the pane.
    pub top: usize,
    /// The moment that tells whether the post is published.
    now: Option<Date>,
    /// What is to be done once the whole is there.
    pub waiting: Option<Wait>,
    /// The row at the top when the place was kept last, or when the keys came; `None` while they are elsewhere.
    pub(super) kept_top: Option<usize>,
    /// Whether its end was in sight since it was opened, with the keys in its pane.
    pub(super) finished: bool,
    /// Whether the next Space opens the next post.
    pub offers_next: bool,
    /// Where lines of code keep their length: the columns of them that are hidden at the left.
    pub sideways: Option<usize>,
}

impl Article {
    /// Opens at the top, at the moment `now`.
    pub fn new(body: Body, whole: bool, now: Option<Date>) -> Self {
        let mut article = Self {
            masthead: Masthead::default(),
            body: body.clone(),
            colors: Colors::default(),
            coloring: None,
            whole,
            top: 0,
            now,
            waiting: None,
            kept_top: None,
            finished: false,
            offers_next: false,
            sideways: None,
        };
        article.set(body);
        article.top = 0;
        article
    }

    /// All rows.
    pub fn rows(&self) -> usize {
        self.masthead.rows.len() + self.body.layout.rows()
    }

    /// The lowest row that scrolling brings to the top of a pane of `height` rows.
    pub fn last_top(&self, height: usize) -> usize {
        self.rows().saturating_sub(height)
    }

    /// Moves unwrapped code sideways, as far as the longest line in a pane of `height` rows reaches.
    pub fn slide(&mut self, columns: isize, height: usize) {
        let Some(hidden) = self.sideways else { return };
        let (document, layout) = (&self.body.document, &self.body.layout);
        let top = self.top.saturating_sub(self.masthead.rows.len());
        let beyond = (top..layout.rows().min(top + height)).filter_map(|row| {
            let (block, index) = layout.locate(document, row);
            let is_code = matches!(
                document.blocks()[block].kind,
                Kind::Code { .. } | Kind::Source { .. }
            );
            let line = document.text()[layout.row_text(document, row)].trim_end_matches('\n');
            let room = usize::from(layout.text_width(document, block));
            (is_code && index >= 0).then(|| text::width(line).saturating_sub(room))
        });
        let most = beyond.max().unwrap_or(0).max(hidden);
        self.sideways = Some(hidden.saturating_add_signed(columns).min(most));
    }

    /// Scrolls by `rows`, within the article; a jump may have gone further, and is not undone.
    pub fn scroll(&mut self, rows: isize, height: usize) {
        let last = self.last_top(height).max(self.top);
        self.top = self.top.saturating_add_signed(rows).min(last);
    }

    /// Lays the body out for `widths`, keeping the place.
    pub(super) fn lay_out(&mut self, widths: Widths) {
        let unwrapped = self.sideways.is_some();
        if !self.body.is_at(widths, unwrapped) {
            self.set(self.body.at(widths, unwrapped));
        }
    }

    /// Goes to a share of the article, in percent.
    pub fn go_to(&mut self, percent: usize, height: usize) {
        let percent = percent.min(100);
        self.top = self.last_top(height) * percent / 100;
        self.waiting = (!self.whole && percent > 0).then_some(Wait::Percent(percent));
    }

    /// How much lies behind the reader, in percent; `None` while the end is not known.
    pub fn percent(&self, height: usize) -> Option<usize> {
        let last = self.last_top(height);
        self.whole
            .then(|| (self.top.min(last) * 100).checked_div(last).unwrap_or(100))
    }

    /// Whole minutes left; `None` while the end is not known.
    pub fn minutes_left(&self, height: usize) -> Option<usize> {
        let left = 100 - self.percent(height)?;
        Some((self.body.document.minutes() * left).div_ceil(100))
    }

    /// The blocks of which a pane of `height` rows shows something.
    pub fn visible(&self, height: usize) -> Range<usize> {
        let (document, layout) = (&self.body.document, &self.body.layout);
        let Some(last) = layout.rows().checked_sub(1) else {
            return 0..0;
        };
        let masthead = self.masthead.rows.len();
        let block = |row: usize| {
            layout
                .locate(document, row.saturating_sub(masthead).min(last))
                .0
        };
        block(self.top)..block(self.top + height) + 1
    }

    /// The place at the top.
    pub fn place(&self) -> Place {
        match self.top.checked_sub(self.masthead.rows.len()) {
            Some(row) => Place::Body(self.body.layout.anchor(&self.body.document, row)),
            None => Place::Masthead(self.top),
        }
    }

    /// Brings a place to the top.
    pub fn restore(&mut self, place: Place) {
        let masthead = self.masthead.rows.len();
        self.top = match place {
            Place::Masthead(row) => row.min(masthead.saturating_sub(1)),
            Place::Body(anchor) => masthead + self.body.layout.row_of(&self.body.document, anchor),
        };
    }

    /// The byte of the document's text that a place shows first.
    pub fn offset_of(&self, place: Place) -> u32 {
        match place {
            Place::Masthead(_) => 0,
            Place::Body(anchor) => {
                let block = self.body.document.blocks().get(anchor.block as usize);
                block.map_or(0, |block| block.start + anchor.offset)
            }
        }
    }

    /// The byte of the file's text at which the pane's top stands: of a long block as much as lies behind.
    pub fn source_offset(&self) -> u32 {
        let Place::Body(anchor) = self.place() else {
            return 0;
        };
        let block = self.body.document.blocks().get(anchor.block as usize);
        block.map_or(0, |block| {
            let at = scaled(anchor.offset, block.end - block.start, block.source.len());
            block.source.start + at
        })
    }

    /// Brings a byte of the file's text to the top, as well as its block tells where it stands.
    pub fn go_to_source(&mut self, offset: u32) {
        let blocks = self.body.document.blocks();
        let next = blocks.partition_point(|block| block.source.start <= offset);
        self.restore(match next.checked_sub(1) {
            None => Place::Masthead(0),
            Some(at) => {
                let block = &blocks[at];
                let into = offset - block.source.start;
                let length = (block.end - block.start) as usize;
                Place::Body(Anchor {
                    block: at as u32,
                    offset: scaled(into, block.source.len() as u32, length),
                    rows: 0,
                })
            }
        });
    }

    /// Scrolls to a byte of the document's text, unless it is in sight of a pane of `height` rows.
    pub fn show(&mut self, offset: u32, height: usize) {
        let document = &self.body.document;
        let anchor = Anchor::at(document, offset);
        let row = self.masthead.rows.len() + self.body.layout.row_of(document, anchor);
        if row < self.top || row + 1 >= self.top + height {
            self.top = row.saturating_sub(height / 3).min(self.last_top(height));
        }
    }

    /// Sets body and masthead anew, keeping the place: the same document, or more of it.
    pub fn set(&mut self, body: Body) {
        let place = self.place();
        self.put(body, place);
    }

    /// Takes over a body that was read again and may have been edited; the place stays by what it says.
    pub fn reread(&mut self, body: Body) {
        let place = self.place();
        let place = place.carried(&self.body.document, &body.document);
        self.put(body, place);
    }

    fn put(&mut self, body: Body, place: Place) {
        let minutes = self.whole.then(|| body.document.minutes());
        self.masthead = if body.document.is_source() {
            Masthead::default()
        } else {
            Masthead::new(
                &body.post,
                body.post.status(self.now),
                minutes,
                body.layout.widths().measure,
            )
        };
        if !Arc::ptr_eq(&self.body.document, &body.document) {
            self.colors.keep(&self.body.document, &body.document);
            self.coloring = None;
        }
        self.body = body;
        self.restore(place);
    }

    /// The row that a jump to a heading brings to the top: one above its text.
    pub fn heading_row(&self, heading: usize) -> usize {
        let document = &self.body.document;
        let block = document.toc().headings()[heading].block as usize;
        if self.body.layout.hides(block) {
            return 0;
        }
        let row = self.masthead.rows.len() + self.body.layout.first_row(document, block);
        row.saturating_sub(1)
    }

    /// The heading of the section at the top of the pane.
    pub fn section(&self) -> Option<usize> {
        let document = &self.body.document;
        let Some(row) = (self.top + 1).checked_sub(self.masthead.rows.len()) else {
            return self.body.layout.hides(0).then_some(0);
        };
        let last = self.body.layout.rows().checked_sub(1)?;
        let (block, _) = self.body.layout.locate(document, row.min(last));
        document.toc().at_block(block)
    }

    /// Brings a heading to the top.
    pub fn jump(&mut self, heading: usize) {
        self.top = self.heading_row(heading);
        self.waiting = None;
    }

    /// The next heading that `wanted` holds for, after the current section.
    pub fn next(&self, wanted: impl Fn(u8, u8) -> bool) -> Option<usize> {
        let headings = self.body.document.toc().headings();
        let Some(here) = self.section() else {
            return (!headings.is_empty()).then_some(0);
        };
        let level = headings[here].level;
        (here + 1..headings.len()).find(|at| wanted(headings[*at].level, level))
    }

    /// The start of the current section, or where the reader is there already, the heading before that
    /// `wanted` holds for.
    pub fn previous(&self, wanted: impl Fn(u8, u8) -> bool) -> Option<usize> {
        let headings = self.body.document.toc().headings();
        let here = self.section()?;
        let level = headings[here].level;
        if self.top > self.heading_row(here) && wanted(level, level) {
            return Some(here);
        }
        (0..here)
            .rev()
            .find(|at| wanted(headings[*at].level, level))
    }
}
