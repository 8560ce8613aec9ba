//! The footnotes of a document: where each is shown and where it is first referenced.

use super::build::Builder;
use super::{ContainerKind, LinkId, LinkKind};

/// A footnote. Its index in [`super::Document::footnotes`] is its number minus one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Footnote {
    /// Index of the footnote's first block. `None` if the footnote is not defined. While the document is being built, `None`
    /// until the footnote is appended.
    pub block: Option<u32>,
    /// The byte of the document's text at which the first reference starts. `None` if the footnote is not referenced.
    pub reference: Option<u32>,
}

impl Builder<'_> {
    /// Adds the link for a reference to footnote `number` (from 1). The reference is at byte `source` of the file. The caller
    /// appends the reference's text.
    pub(super) fn push_footnote_link(&mut self, number: u32, source: usize) -> LinkId {
        let reference = self.document.text.len() as u32;
        self.footnote_mut(number).reference.get_or_insert(reference);
        let target = format!("#fn-{number}");
        self.document
            .links
            .push(LinkKind::Footnote, &target, "", source)
    }

    /// Ends the open block at byte `source` of the file, and opens the container of footnote `number`. The caller appends the
    /// footnote's blocks.
    pub(super) fn open_footnote(&mut self, number: u32, source: usize) {
        self.end(source);
        // Two empty rows separate the footnotes from the text.
        self.request_margin(if number == 1 { 2 } else { 0 });
        let block = self.document.blocks.len() as u32;
        self.footnote_mut(number).block = Some(block);
        self.open(ContainerKind::Footnote { number });
    }

    /// Returns the footnote `number`, and adds the missing footnotes up to it.
    fn footnote_mut(&mut self, number: u32) -> &mut Footnote {
        let index = number.saturating_sub(1) as usize;
        let footnotes = &mut self.document.footnotes;
        if footnotes.len() <= index {
            footnotes.resize(index + 1, Footnote::default());
        }
        &mut footnotes[index]
    }
}
