//! A position in a document that survives edits of the text. It is stored as a section, a snippet of the text, and the share of
//! the text before the position.
//!
//! A byte offset is wrong as soon as text is inserted above it. A text anchor stores the heading above the position and
//! the text at the position (compare the W3C's text quote selector). Text anchors can be saved to disk.

use std::ops::Range;

use super::Document;
use crate::text;

mod matching;
#[cfg(test)]
mod tests;

/// A position in a document's text that can be found in another version of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextAnchor {
    /// The slug of the heading above the position; empty before the first heading.
    pub section: String,
    /// The text that starts at the position: 64 characters, or fewer at the end of the text; may span blocks.
    pub snippet: String,
    /// Bytes of text from the start of the section to the position.
    pub offset_in_section: u32,
    /// The share of the document's text before the position, in millionths.
    pub ratio: u32,
    /// The number of the screen row within its block, if the byte does not determine the screen row; else 0.
    ///
    /// - A negative number is one of the empty rows above the block.
    /// - A positive number is a screen row of a table row, of a formula, or of a block with a picture.
    pub row_in_block: i32,
}

/// Length of a snippet in characters: about a screen row, which is rarely repeated in a text.
const SNIPPET_CHARS: usize = 64;

/// The ratio at the end of the text; see [`TextAnchor::ratio`].
const MAX_RATIO: u64 = 1_000_000;

impl Document {
    /// Creates a text anchor for the position `offset` bytes after the start of the block with the index `block`.
    /// `row_in_block` is stored as it is. If no block has this index, the text anchor is the start of the text.
    pub fn text_anchor(&self, block: usize, offset: u32, row_in_block: i32) -> TextAnchor {
        let Some(start) = self.blocks.get(block).map(|block| block.start) else {
            return TextAnchor::default();
        };
        let position = text::floor_char_boundary(&self.text, (start + offset) as usize);
        let section = self.toc().at_block(block);
        let section_start = self.section(section).start;
        let text: &str = &self.text;
        let end = text[position..].char_indices().nth(SNIPPET_CHARS);
        TextAnchor {
            section: self.slug_of(section).to_owned(),
            snippet: text[position..end.map_or(text.len(), |(end, _)| position + end)].to_owned(),
            offset_in_section: position.saturating_sub(section_start) as u32,
            ratio: (position as u64 * MAX_RATIO / text.len().max(1) as u64) as u32,
            row_in_block,
        }
    }

    /// Returns the position of a text anchor: the block and the offset in the block in bytes. Both are 0 in a document
    /// without blocks.
    ///
    /// The first of these searches that succeeds determines the position:
    ///
    /// 1. the complete snippet in the section with the anchor's slug
    /// 2. the complete snippet in the complete text, if the snippet is distinctive
    /// 3. one half of the snippet in the section with the anchor's slug; without such a section, in a section with a similar slug
    /// 4. the first half of the snippet in the complete text
    ///
    /// If all fail, the offset in the section of step 3 determines the position. Without such a section, the ratio determines the
    /// position. If the snippet occurs several times, the occurrence nearest to the old position is chosen. Each step costs one
    /// pass over the text.
    pub fn locate(&self, text_anchor: &TextAnchor) -> (usize, u32) {
        let position = text::floor_char_boundary(&self.text, self.find_byte(text_anchor));
        let block = self.block_at(position);
        let offset = self.blocks.get(block).map_or(0, |block| {
            position.min(block.end as usize) as u32 - block.start
        });
        (block, offset)
    }

    /// Returns the byte of the text at a text anchor.
    fn find_byte(&self, text_anchor: &TextAnchor) -> usize {
        let text: &str = &self.text;
        let snippet = &text_anchor.snippet;
        // Rounded up, because the ratio was rounded down.
        let old_position =
            (u64::from(text_anchor.ratio) * text.len() as u64).div_ceil(MAX_RATIO) as usize;
        let section = self.same_section(text_anchor, old_position);
        let with_position_inside = |section: Range<usize>| {
            let position = section.start + text_anchor.offset_in_section as usize;
            (section, position)
        };
        let section_and_position = section.map(with_position_inside);
        if let Some((section, position)) = &section_and_position
            && let Some(start) = matching::find_snippet(text, section.clone(), snippet, *position)
        {
            return start;
        }
        if matching::is_distinctive(snippet)
            && let Some(start) = matching::find_snippet(text, 0..text.len(), snippet, old_position)
        {
            return start;
        }
        let (section, position) = section_and_position
            .or_else(|| {
                self.similar_section(text_anchor, old_position)
                    .map(with_position_inside)
            })
            .unwrap_or((0..text.len(), old_position));
        matching::find_either_half(text, section.clone(), snippet, position)
            .or_else(|| matching::find_first_half(text, 0..text.len(), snippet, old_position))
            .unwrap_or_else(|| {
                position
                    .min(section.end.saturating_sub(1))
                    .max(section.start)
            })
    }

    /// Returns the section with the anchor's slug. If several sections have the slug, returns the section nearest to the old
    /// position.
    fn same_section(&self, text_anchor: &TextAnchor, old_position: usize) -> Option<Range<usize>> {
        let old_section_start = old_position.saturating_sub(text_anchor.offset_in_section as usize);
        // The headings are in reverse order, and `None`, the text before the first heading, is last. `min_by_key` returns the
        // first of several sections at the same distance. So it prefers the last heading, and a heading with an empty slug to
        // `None`.
        let headings = (0..self.outline.headings.len()).rev();
        let sections = headings.map(Some).chain([None]);
        sections
            .filter(|section| self.slug_of(*section) == text_anchor.section)
            .map(|section| self.section(section))
            .min_by_key(|section| section.start.abs_diff(old_section_start))
    }

    /// Returns the section with a similar slug that is nearest to the old position. Numbered slugs such as `step-2` and
    /// `step-3` are all similar.
    fn similar_section(
        &self,
        text_anchor: &TextAnchor,
        old_position: usize,
    ) -> Option<Range<usize>> {
        let anchor_pairs = matching::LetterPairs::new(&text_anchor.section);
        let old_section_start = old_position.saturating_sub(text_anchor.offset_in_section as usize);
        let is_similar = |section: &Option<usize>| {
            anchor_pairs.similarity(&matching::LetterPairs::new(self.slug_of(*section)))
                >= matching::MIN_SIMILARITY
        };
        (0..self.outline.headings.len())
            .map(Some)
            .filter(is_similar)
            .map(|section| self.section(section))
            .min_by_key(|section| section.start.abs_diff(old_section_start))
    }

    /// Returns the slug of a section, which is given by the index of its heading; empty for the text before the first heading
    /// (`None`).
    fn slug_of(&self, section: Option<usize>) -> &str {
        section.map_or("", |heading| self.slug(heading))
    }

    /// Returns the byte range of a section: from its heading to the next heading of any level; `None` is the text
    /// before the first heading.
    fn section(&self, section: Option<usize>) -> Range<usize> {
        let start = |index: usize| {
            let heading = self.outline.headings.get(index);
            heading.map_or(self.text.len(), |heading| {
                self.blocks[heading.block as usize].start as usize
            })
        };
        match section {
            Some(heading) => start(heading)..start(heading + 1),
            None => 0..start(0),
        }
    }
}
