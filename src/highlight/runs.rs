//! Roles of one block's bytes, as runs.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::theme::CodeRole;

/// Roles of a block's bytes as consecutive runs. Bytes after the last run are plain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Runs {
    /// End of each run, in bytes from the block's start, and its role.
    runs: Vec<(u32, CodeRole)>,
}

impl Runs {
    /// Returns true if the whole block is plain.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// Appends a run from the end of the last one up to `end` (in bytes from the block's start).
    pub(super) fn push(&mut self, end: usize, role: CodeRole) {
        let end = end as u32;
        match self.runs.last_mut() {
            Some((last, _)) if end <= *last => {}
            Some((last, before)) if *before == role => *last = end,
            None if end == 0 => {}
            _ => self.runs.push((end, role)),
        }
    }

    /// Moves run ends that fall inside a grapheme of the block's `text` to the end of that grapheme. Runs are drawn
    /// one by one, so a combining mark must not be separated from its letter.
    #[must_use]
    pub(super) fn snapped(mut self, text: &str) -> Self {
        if text.is_ascii() {
            return self;
        }
        let mut ends = text
            .grapheme_indices(true)
            .map(|(at, grapheme)| (at + grapheme.len()) as u32);
        let mut border = 0;
        for (end, _) in &mut self.runs {
            while border < *end
                && let Some(next) = ends.next()
            {
                border = next;
            }
            *end = border;
        }
        self.runs.dedup_by_key(|(end, _)| *end);
        self
    }

    /// Splits `range` (bytes from the block's start) into pieces of one role each.
    pub fn pieces(&self, range: Range<usize>) -> impl Iterator<Item = (Range<usize>, CodeRole)> {
        let first = self
            .runs
            .partition_point(|(end, _)| *end as usize <= range.start);
        let rest = (u32::MAX, CodeRole::Plain);
        let mut at = range.start;
        self.runs[first..]
            .iter()
            .copied()
            .chain([rest])
            .map_while(move |(end, role)| {
                let end = range.end.min(end as usize);
                let piece = at..end;
                at = end;
                (piece.start < piece.end).then_some((piece, role))
            })
    }
}
