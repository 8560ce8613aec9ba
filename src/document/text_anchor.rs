//! A position in a document that survives edits of its text: by its section, by the words that stand there, and by its ratio.
//!
//! A byte offset is wrong as soon as somebody writes above it. A text anchor stores what a reader remembers of a position: the
//! heading above it and what it says (compare the W3C's text quote selector). Saving one is left to others.

use std::ops::Range;

use super::Document;
use crate::text;

mod near;
#[cfg(test)]
mod tests;

/// A position in a document's text, in words that another version of the text can be searched for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextAnchor {
    /// The slug of the heading above the position; empty before the first heading.
    pub section: String,
    /// The text from the position on, about 64 characters, across blocks.
    pub snippet: String,
    /// Bytes of text from the start of the section to the position.
    pub offset_in_section: u32,
    /// Millionths of the document's text that are before the position.
    pub ratio: u32,
    /// Negative: empty rows above the block's first row. Positive: rows into the block, where its rows share one byte.
    pub rows: i32,
}

/// Characters in a snippet: about a row, which is rarely repeated.
const SNIPPET_CHARS: usize = 64;

/// The ratio of the text's end.
const RATIO_UNIT: u64 = 1_000_000;

impl Document {
    /// The text anchor of the position `offset` bytes into a block, with `rows` as given.
    pub fn text_anchor(&self, block: usize, offset: u32, rows: i32) -> TextAnchor {
        let Some(start) = self.blocks.get(block).map(|block| block.start) else {
            return TextAnchor::default();
        };
        let at = text::floor_char_boundary(&self.text, (start + offset) as usize);
        let section = self.toc().at_block(block);
        let from = self.section(section).start;
        let text: &str = &self.text;
        let end = text[at..].char_indices().nth(SNIPPET_CHARS);
        TextAnchor {
            section: self.slug_of(section).to_owned(),
            snippet: text[at..end.map_or(text.len(), |(end, _)| at + end)].to_owned(),
            offset_in_section: at.saturating_sub(from) as u32,
            ratio: (at as u64 * RATIO_UNIT / text.len().max(1) as u64) as u32,
            rows,
        }
    }

    /// Returns the block at a text anchor, and the bytes into the block; zeros in a document without blocks.
    ///
    /// Looks for the snippet, or a half of it, in the section with the anchor's slug; then anywhere; then for a section with
    /// a similar slug; and falls back to the ratio. Of several candidates the nearest to the old position is taken. Costs one
    /// pass over the text for each step.
    pub fn locate(&self, text_anchor: &TextAnchor) -> (usize, u32) {
        let at = text::floor_char_boundary(&self.text, self.find_byte(text_anchor));
        let block = self.block_at(at);
        let offset = self
            .blocks
            .get(block)
            .map_or(0, |block| at.min(block.end as usize) as u32 - block.start);
        (block, offset)
    }

    /// The byte of the text at a text anchor.
    fn find_byte(&self, text_anchor: &TextAnchor) -> usize {
        let text: &str = &self.text;
        let snippet = &text_anchor.snippet;
        let old = (u64::from(text_anchor.ratio) * text.len() as u64).div_ceil(RATIO_UNIT) as usize;
        let section = self.same_section(text_anchor, old);
        let into = |section: Range<usize>| {
            let at = section.start + text_anchor.offset_in_section as usize;
            (section, at)
        };
        let within = section.map(into);
        if let Some((section, at)) = &within
            && let Some(found) = near::exact(text, section.clone(), snippet, *at)
        {
            return found;
        }
        if near::is_distinctive(snippet)
            && let Some(found) = near::exact(text, 0..text.len(), snippet, old)
        {
            return found;
        }
        let (section, at) = within
            .or_else(|| self.similar_section(text_anchor, old).map(into))
            .unwrap_or((0..text.len(), old));
        near::part(text, section.clone(), snippet, at)
            .or_else(|| near::beginning(text, 0..text.len(), snippet, old))
            .unwrap_or_else(|| at.min(section.end.saturating_sub(1)).max(section.start))
    }

    /// The section with the anchor's slug. Authors may give one slug to several sections; of these, the nearest.
    fn same_section(&self, text_anchor: &TextAnchor, old: usize) -> Option<Range<usize>> {
        let from = old.saturating_sub(text_anchor.offset_in_section as usize);
        // From the end, for what stands before a first heading may be nothing.
        let sections = (0..=self.headings.len()).rev();
        let sections = sections.map(|number| number.checked_sub(1));
        sections
            .filter(|section| self.slug_of(*section) == text_anchor.section)
            .map(|section| self.section(section))
            .min_by_key(|section| section.start.abs_diff(from))
    }

    /// A section with a similar slug; of several, the nearest, because `step-2` resembles `step-3` most.
    fn similar_section(&self, text_anchor: &TextAnchor, old: usize) -> Option<Range<usize>> {
        let wanted = near::Pairs::new(&text_anchor.section);
        let from = old.saturating_sub(text_anchor.offset_in_section as usize);
        let is_similar = |section: &Option<usize>| {
            wanted.similarity(&near::Pairs::new(self.slug_of(*section))) >= near::MIN_SIMILARITY
        };
        (0..self.headings.len())
            .map(Some)
            .filter(is_similar)
            .map(|section| self.section(section))
            .min_by_key(|section| section.start.abs_diff(from))
    }

    /// The slug of a section; empty for the text before the first heading.
    fn slug_of(&self, section: Option<usize>) -> &str {
        section.map_or("", |number| self.slug(number))
    }

    /// The bytes of a section: from its heading to the next heading of any level.
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
