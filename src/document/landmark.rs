//! A place in a text that survives edits of it: by its section, by the words that stand there, and by its share.
//!
//! An offset is worth nothing once somebody has written above it. What a reader remembers of a place is the heading it
//! stands under and what it says; so does a landmark. Keeping one (on disk, say) is left to others.

use std::ops::Range;

use super::Document;
use crate::text;

mod near;
#[cfg(test)]
mod tests;

/// A place in a document's text, in words that another version of the text can be searched for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Landmark {
    /// The slug of the heading that the place stands under; empty before the first.
    pub section: String,
    /// The text from the place on, some 64 characters of it, whatever blocks they are in.
    pub near: String,
    /// Bytes of text from the start of that section to the place.
    pub into: u32,
    /// Millionths of the document's text that stand before the place.
    pub share: u32,
    /// Empty rows above the block's first where negative; rows into it, where rows do not differ by their bytes.
    pub rows: i32,
}

/// Characters that are kept of the text at a place: about a row, which hardly ever repeats.
const NEAR: usize = 64;

/// Millionths in a whole.
const WHOLE: u64 = 1_000_000;

impl Document {
    /// The landmark of the place `offset` bytes into a block; `rows` are kept as they are.
    pub fn landmark(&self, block: usize, offset: u32, rows: i32) -> Landmark {
        let Some(start) = self.blocks.get(block).map(|block| block.start) else {
            return Landmark::default();
        };
        let at = text::floor_char_boundary(&self.text, (start + offset) as usize);
        let section = self.toc().at_block(block);
        let from = self.section(section).start;
        let text: &str = &self.text;
        let end = text[at..].char_indices().nth(NEAR);
        Landmark {
            section: self.slug_of(section).to_owned(),
            near: text[at..end.map_or(text.len(), |(end, _)| at + end)].to_owned(),
            into: at.saturating_sub(from) as u32,
            share: (at as u64 * WHOLE / text.len().max(1) as u64) as u32,
            rows,
        }
    }

    /// The block that a landmark points to, and the bytes into it; in a document of no blocks, zeros.
    ///
    /// In the section of that slug, the text itself, or what is left of it; else the text wherever it is now; else the
    /// section that is called much the same; else the same share of the document. Of several alike, the nearest to where
    /// it was. Costs one pass over the text for each thing that is not found.
    pub fn find_landmark(&self, landmark: &Landmark) -> (usize, u32) {
        let at = text::floor_char_boundary(&self.text, self.trace(landmark));
        let block = self.block_at(at);
        let offset = self
            .blocks
            .get(block)
            .map_or(0, |block| at.min(block.end as usize) as u32 - block.start);
        (block, offset)
    }

    /// The byte of the text that a landmark points to.
    fn trace(&self, landmark: &Landmark) -> usize {
        let text: &str = &self.text;
        let near = &landmark.near;
        let old = (u64::from(landmark.share) * text.len() as u64).div_ceil(WHOLE) as usize;
        let section = self.same_section(landmark, old);
        let into = |section: Range<usize>| {
            let at = section.start + landmark.into as usize;
            (section, at)
        };
        let within = section.map(into);
        if let Some((section, at)) = &within
            && let Some(found) = near::exact(text, section.clone(), near, *at)
        {
            return found;
        }
        if near::is_telling(near)
            && let Some(found) = near::exact(text, 0..text.len(), near, old)
        {
            return found;
        }
        let (section, at) = within
            .or_else(|| self.similar_section(landmark, old).map(into))
            .unwrap_or((0..text.len(), old));
        near::part(text, section.clone(), near, at)
            .or_else(|| near::beginning(text, 0..text.len(), near, old))
            .unwrap_or_else(|| at.min(section.end.saturating_sub(1)).max(section.start))
    }

    /// The section of the landmark's slug; authors may give one slug to several, so of these the nearest.
    fn same_section(&self, landmark: &Landmark, old: usize) -> Option<Range<usize>> {
        let from = old.saturating_sub(landmark.into as usize);
        // From the end, for what stands before a first heading may be nothing.
        let sections = (0..=self.headings.len()).rev();
        let sections = sections.map(|number| number.checked_sub(1));
        sections
            .filter(|section| self.slug_of(*section) == landmark.section)
            .map(|section| self.section(section))
            .min_by_key(|section| section.start.abs_diff(from))
    }

    /// The section that is called much the same; of several, the nearest, for `Step 2` is most like `Step 3`.
    fn similar_section(&self, landmark: &Landmark, old: usize) -> Option<Range<usize>> {
        let wanted = near::Pairs::new(&landmark.section);
        let from = old.saturating_sub(landmark.into as usize);
        let is_alike = |section: &Option<usize>| {
            wanted.likeness(&near::Pairs::new(self.slug_of(*section))) >= near::ALIKE
        };
        (0..self.headings.len())
            .map(Some)
            .filter(is_alike)
            .map(|section| self.section(section))
            .min_by_key(|section| section.start.abs_diff(from))
    }

    /// The slug of a section; empty for what stands before the first heading.
    fn slug_of(&self, section: Option<usize>) -> &str {
        section.map_or("", |number| self.slug(number))
    }

    /// The bytes of a section's text: its heading, and all up to the next heading of any level.
    fn section(&self, section: Option<usize>) -> Range<usize> {
        let start = |number: usize| {
            let heading = self.headings.get(number);
            heading.map_or(self.text.len(), |heading| {
                self.blocks[heading.block as usize].start as usize
            })
        };
        match section {
            Some(number) => start(number)..start(number + 1),
            None => 0..start(0),
        }
    }
}
