//! Footnotes: the block of each one and its first reference.

use super::build::Builder;
use super::{ContainerKind, LinkId, LinkKind};

/// A footnote, found by its number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Footnote {
    /// Its first block; `None` until it is set.
    pub block: Option<u32>,
    /// The byte of the document's text at its first reference; `None` if nothing refers to it.
    pub reference: Option<u32>,
}

impl Builder<'_> {
    /// A reference to note `number` (from 1) that follows in the text.
    pub(super) fn refer(&mut self, number: u32, source: usize) -> LinkId {
        let here = self.document.text.len() as u32;
        self.note(number).reference.get_or_insert(here);
        let target = format!("#fn-{number}");
        self.document
            .links
            .push(LinkKind::Footnote, &target, "", source)
    }

    /// Opens the container of note `number`; its blocks follow.
    pub(super) fn open_note(&mut self, number: u32, source: usize) {
        self.end(source);
        self.request_margin(if number == 1 { 2 } else { 0 });
        let block = self.document.blocks.len() as u32;
        self.note(number).block = Some(block);
        self.open(ContainerKind::Footnote { number });
    }

    fn note(&mut self, number: u32) -> &mut Footnote {
        let at = number.saturating_sub(1) as usize;
        let notes = &mut self.document.notes;
        if notes.len() <= at {
            notes.resize(at + 1, Footnote::default());
        }
        &mut notes[at]
    }
}
