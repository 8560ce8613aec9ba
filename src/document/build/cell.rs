//! The cells of a table's row.

use super::Builder;
use crate::document::{Cell, Document, Fragment};

impl Builder<'_> {
    /// Begins a cell of the row being filled.
    pub(in crate::document) fn begin_cell(&mut self) -> (usize, usize) {
        if !self.at_start() || self.document.fragments.len() > self.row_fragments() {
            self.document.text.push("\n");
        }
        self.span_start = self.document.text.len();
        self.cell_start = self.span_start;
        (self.cell_start, self.document.fragments.len())
    }

    fn row_fragments(&self) -> usize {
        self.block.as_ref().map_or(0, |block| block.fragments)
    }

    /// Ends the cell that began there.
    pub(in crate::document) fn end_cell(&mut self, table: u32, (start, fragments): (usize, usize)) {
        self.flush_span();
        let kept = self.document.text[start..]
            .trim_end_matches([' ', '\n'])
            .len();
        self.document.text.truncate(start + kept);
        let end = self.document.text.len();
        let first = self
            .document
            .spans
            .partition_point(|span| (span.start as usize) < start);
        self.trim_spans(first, end as u32);
        let Document {
            text,
            fragments: all,
            tables,
            ..
        } = &mut self.document;
        self.fragmenter.prose(&text[start..end], start as u32, all);
        let longest = all[fragments..]
            .iter()
            .map(|fragment| fragment.width)
            .max()
            .unwrap_or(0);
        let cell = Cell {
            start: start as u32,
            end: end as u32,
            fragments: fragments as u32..all.len() as u32,
            natural: natural(&all[fragments..]),
        };
        tables[table as usize].push(cell, longest);
    }
}

/// Columns of the widest hard line.
fn natural(fragments: &[Fragment]) -> u16 {
    let lines = fragments.split_inclusive(|fragment| fragment.is_hard());
    let columns = lines.map(|line| {
        let all: u32 = line
            .iter()
            .map(|one| u32::from(one.width) + u32::from(one.blank))
            .sum();
        all - line.last().map_or(0, |last| u32::from(last.blank))
    });
    u16::try_from(columns.max().unwrap_or(0)).unwrap_or(u16::MAX)
}
