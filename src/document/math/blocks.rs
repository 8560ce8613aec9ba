//! Blocks of text rows, and functions that place blocks beside and below each other.

use crate::document::Align;
use crate::text;

/// Maximum height of a formula in rows: about a screen.
pub(super) const MAX_ROWS: usize = 24;
/// Maximum width of a formula in columns: wider than any screen.
pub(super) const MAX_COLUMNS: usize = 400;

/// A block of text rows of the same width. One row is the baseline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct TextBlock {
    pub(super) rows: Vec<String>,
    /// Width of each row, in columns.
    pub(super) width: usize,
    /// Index of the row that is aligned with the row of the surrounding text.
    pub(super) baseline: usize,
}

impl TextBlock {
    /// Creates a block of one row.
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::new(vec![text.into()], 0)
    }

    /// Creates a block from rows; shorter rows are filled with blanks at their right.
    pub(super) fn new(mut rows: Vec<String>, baseline: usize) -> Self {
        let widths: Vec<usize> = rows.iter().map(|row| text::width(row)).collect();
        let width = widths.iter().copied().max().unwrap_or(0);
        for (row, row_width) in rows.iter_mut().zip(widths) {
            row.extend(std::iter::repeat_n(' ', width - row_width));
        }
        Self {
            rows,
            width,
            baseline,
        }
    }

    /// Creates a block of blanks.
    pub(super) fn blank(width: usize, rows: usize) -> Self {
        Self {
            rows: vec![" ".repeat(width); rows],
            width,
            baseline: 0,
        }
    }

    /// Returns the number of rows.
    pub(super) fn height(&self) -> usize {
        self.rows.len()
    }

    /// Returns the number of rows above the baseline.
    pub(super) fn ascent(&self) -> usize {
        self.baseline
    }

    /// Returns the number of rows below the baseline.
    pub(super) fn descent(&self) -> usize {
        self.rows.len().saturating_sub(self.baseline + 1)
    }

    /// Returns the block, or `None` if it exceeds the maximum size of a formula.
    pub(super) fn within_limits(self) -> Option<Self> {
        (self.height() <= MAX_ROWS && self.width <= MAX_COLUMNS).then_some(self)
    }

    /// Adds blanks to the left and to the right of the rows, up to a width of `width` columns.
    pub(super) fn padded(mut self, width: usize, align: Align) -> Self {
        let missing = width.saturating_sub(self.width);
        let left = match align {
            Align::Left => 0,
            Align::Center => missing / 2,
            Align::Right => missing,
        };
        if missing > 0 {
            for row in &mut self.rows {
                *row = format!("{}{row}{}", " ".repeat(left), " ".repeat(missing - left));
            }
            self.width += missing;
        }
        self
    }
}

/// Places blocks beside each other, aligned at their baselines. Returns `None` if the result is too large.
pub(super) fn place_beside(blocks: &[TextBlock]) -> Option<TextBlock> {
    let ascent = blocks.iter().map(TextBlock::ascent).max().unwrap_or(0);
    let descent = blocks.iter().map(TextBlock::descent).max().unwrap_or(0);
    let height = ascent + descent + 1;
    let width: usize = blocks.iter().map(|block| block.width).sum();
    if height > MAX_ROWS || width > MAX_COLUMNS {
        return None;
    }
    let mut rows = vec![String::new(); height];
    for block in blocks {
        let first_row = ascent - block.baseline;
        for (index, row) in rows.iter_mut().enumerate() {
            match index
                .checked_sub(first_row)
                .and_then(|index| block.rows.get(index))
            {
                Some(block_row) => row.push_str(block_row),
                None => row.extend(std::iter::repeat_n(' ', block.width)),
            }
        }
    }
    TextBlock::new(rows, ascent).within_limits()
}

/// Places blocks below each other, centered. The baseline of the block at index `base` becomes the baseline of the result.
/// Returns `None` if the result is too large.
pub(super) fn place_below(blocks: Vec<TextBlock>, base: usize) -> Option<TextBlock> {
    let width = blocks.iter().map(|block| block.width).max().unwrap_or(0);
    let above: usize = blocks.iter().take(base).map(TextBlock::height).sum();
    let baseline = above + blocks.get(base).map_or(0, |block| block.baseline);
    let rows = blocks
        .into_iter()
        .flat_map(|block| block.padded(width, Align::Center).rows);
    TextBlock::new(rows.collect(), baseline).within_limits()
}
