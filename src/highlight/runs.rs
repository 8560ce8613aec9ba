//! The roles of one block's bytes, as runs.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::theme::CodeRole;

/// The roles of a block's bytes, as consecutive runs. Bytes after the last run are plain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Runs {
    /// The end (in bytes from the block's start) and the role of each run.
    runs: Vec<(u32, CodeRole)>,
}

impl Runs {
    /// Returns true if there are no runs, so that all bytes are plain.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// Appends a run from the end of the last run to `end` (in bytes from the block's start). If the last run has the same role,
    /// extends that run instead. Does nothing if the run is empty.
    pub(super) fn push(&mut self, end: usize, role: CodeRole) {
        let end = end as u32;
        match self.runs.last_mut() {
            Some((last_end, _)) if end <= *last_end => {}
            Some((last_end, last_role)) if *last_role == role => *last_end = end,
            None if end == 0 => {}
            _ => self.runs.push((end, role)),
        }
    }

    /// Moves each run end inside a grapheme of the block's `text` to the end of the grapheme. Runs are drawn one by one, so a
    /// combining mark must not be separated from its letter.
    #[must_use]
    pub(super) fn snapped_to_graphemes(mut self, text: &str) -> Self {
        if text.is_ascii() {
            return self;
        }
        let mut grapheme_ends = text
            .grapheme_indices(true)
            .map(|(start, grapheme)| (start + grapheme.len()) as u32);
        let mut grapheme_end = 0;
        for (end, _) in &mut self.runs {
            while grapheme_end < *end
                && let Some(next) = grapheme_ends.next()
            {
                grapheme_end = next;
            }
            *end = grapheme_end;
        }
        // A run that now ends where the run before it ends is empty.
        self.runs.dedup_by_key(|(end, _)| *end);
        self
    }

    /// Splits `range` (bytes from the block's start) into parts of one role each.
    pub fn split(&self, range: Range<usize>) -> impl Iterator<Item = (Range<usize>, CodeRole)> {
        let first = self
            .runs
            .partition_point(|(end, _)| *end as usize <= range.start);
        let plain_to_end = (u32::MAX, CodeRole::Plain);
        let mut start = range.start;
        self.runs[first..]
            .iter()
            .copied()
            .chain([plain_to_end])
            .map_while(move |(end, role)| {
                let end = range.end.min(end as usize);
                let part = start..end;
                start = end;
                (part.start < part.end).then_some((part, role))
            })
    }
}
