//! The headings of a document as a tree.

use std::sync::OnceLock;

use super::{Document, InlineFormats, Kind};
use crate::text::{Clean, SlugStyle, Slugs};

/// The headings of a document and their slugs.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// The headings, in order.
    pub(super) headings: Vec<Heading>,
    /// The ids that authors gave to headings, each with the index of its heading, in order.
    pub(super) ids: Vec<(u32, Box<str>)>,
    /// The rule by which slugs are generated.
    pub(super) slug_style: SlugStyle,
    /// The slugs of all headings, computed when a slug is first needed.
    slugs: OnceLock<Box<[Box<str>]>>,
}

/// A heading of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Level 1 to 6.
    pub level: u8,
    /// Index of the heading's block.
    pub block: u32,
    /// Line in the source file, from 1.
    pub line: u32,
}

/// The table of contents: the headings in order, and the tree defined by their levels.
#[derive(Clone, Copy, Debug)]
pub struct Toc<'a> {
    headings: &'a [Heading],
}

impl<'a> Toc<'a> {
    /// Creates the table of contents of these headings.
    pub(super) fn new(headings: &'a [Heading]) -> Self {
        Self { headings }
    }

    /// All headings, in order.
    pub fn headings(&self) -> &'a [Heading] {
        self.headings
    }

    /// Returns the parent of the heading at index `heading`: the nearest heading before it with a smaller level number.
    pub fn parent(&self, heading: usize) -> Option<usize> {
        let level = self.headings[heading].level;
        self.headings[..heading]
            .iter()
            .rposition(|candidate| candidate.level < level)
    }

    /// Returns the number of ancestors of the heading at index `heading`: 0 for a root of any level.
    pub fn depth(&self, heading: usize) -> usize {
        std::iter::successors(self.parent(heading), |parent| self.parent(*parent)).count()
    }

    /// Returns true if the heading at index `heading` has headings below it in the tree.
    pub fn has_children(&self, heading: usize) -> bool {
        self.headings
            .get(heading + 1)
            .is_some_and(|next| next.level > self.headings[heading].level)
    }

    /// Returns the depth of each heading, computed in one pass.
    pub fn depths(&self) -> Vec<usize> {
        let mut ancestor_levels: Vec<u8> = Vec::new();
        self.headings
            .iter()
            .map(|heading| {
                while ancestor_levels
                    .last()
                    .is_some_and(|level| *level >= heading.level)
                {
                    ancestor_levels.pop();
                }
                ancestor_levels.push(heading.level);
                ancestor_levels.len() - 1
            })
            .collect()
    }

    /// Returns the indices of the ancestors of the heading at index `heading`, root first, followed by `heading`.
    pub fn path(&self, heading: usize) -> Vec<usize> {
        let mut path: Vec<_> =
            std::iter::successors(Some(heading), |heading| self.parent(*heading)).collect();
        path.reverse();
        path
    }

    /// Returns the index of the heading whose section contains the block at index `block`; `None` before the first heading.
    pub fn at_block(&self, block: usize) -> Option<usize> {
        self.headings
            .partition_point(|heading| heading.block as usize <= block)
            .checked_sub(1)
    }
}

impl Document {
    /// Returns the slug of the heading at index `heading`: the id that the author wrote, otherwise the slug generated
    /// by the document's [`SlugStyle`]. A slug depends on all slugs before it, so the first call computes the slugs of all
    /// headings.
    pub fn slug(&self, heading: usize) -> &str {
        self.outline
            .slugs
            .get_or_init(|| self.compute_slugs())
            .get(heading)
            .map_or("", |slug| slug)
    }

    /// Returns the index of the first heading with the slug `slug`.
    pub fn heading_of(&self, slug: &str) -> Option<usize> {
        (0..self.outline.headings.len()).find(|heading| self.slug(*heading) == slug)
    }

    /// Computes the slugs of all headings.
    fn compute_slugs(&self) -> Box<[Box<str>]> {
        let mut slugs = Slugs::new(self.outline.slug_style);
        let mut ids = self.outline.ids.iter().peekable();
        let slug =
            |(index, heading)| match ids.next_if(|(heading_index, _)| *heading_index == index) {
                Some((_, id)) => slugs.add_explicit(id).into(),
                None => slugs.generate(&self.heading_text(heading)).into(),
            };
        (0..).zip(&self.outline.headings).map(slug).collect()
    }

    /// Returns the text of a heading, without footnote references and without the numbers that `folio show` adds to links,
    /// such as `[1]`. Both have the format [`InlineFormats::FOOTNOTE`].
    pub fn heading_text(&self, heading: &Heading) -> Clean<'_> {
        let block = &self.blocks[heading.block as usize];
        let mut range = block.text_range();
        // In the source view, the number signs around a heading are not part of its text.
        if matches!(block.kind, Kind::Source { .. }) {
            let text = self.text[range.clone()].trim_end_matches([' ', '#']);
            range.end = range.start + text.len();
            range.start = range.end - text.trim_start_matches([' ', '#']).len();
        }
        let spans = self.spans(range.clone()).iter();
        let mut omitted_spans = spans
            .filter(|span| span.formats.has(InlineFormats::FOOTNOTE))
            .peekable();
        if omitted_spans.peek().is_none() {
            return self.text.slice(range);
        }
        let mut text = Clean::default();
        let mut copied_to = range.start;
        for omitted in omitted_spans {
            text.push_clean(
                &self
                    .text
                    .slice(copied_to..(omitted.start as usize).max(copied_to)),
            );
            copied_to = omitted.end as usize;
        }
        text.push_clean(&self.text.slice(copied_to..range.end.max(copied_to)));
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Creates headings with these levels, each in a block of its own.
    fn headings(levels: &[u8]) -> Vec<Heading> {
        let heading = |(block, level): (usize, &u8)| Heading {
            level: *level,
            block: block as u32,
            line: 1,
        };
        levels.iter().enumerate().map(heading).collect()
    }

    #[test]
    fn parent_of_a_heading_is_the_nearest_heading_before_it_with_a_smaller_level_number() {
        let headings = headings(&[2, 3, 3, 1, 4, 2]);
        let toc = Toc::new(&headings);
        // The heading of level 1 is not within the heading of level 2 before it.
        assert_eq!(toc.depths(), [0, 1, 1, 0, 1, 1]);
        assert_eq!(
            (0..6).map(|heading| toc.depth(heading)).collect::<Vec<_>>(),
            toc.depths()
        );
        assert_eq!(toc.parent(2), Some(0));
        assert_eq!(toc.parent(3), None);
        assert!(toc.has_children(0) && !toc.has_children(2));
        assert_eq!((toc.path(2), toc.path(4)), (vec![0, 2], vec![3, 4]));
    }
}
