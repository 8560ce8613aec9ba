//! Blocks of rows: placing them beside, above and around each other.

use crate::text;

/// Maximum height of a formula in rows: about a screen.
pub(super) const MAX_ROWS: usize = 24;
/// Maximum width of a formula in columns: wider than any screen.
pub(super) const MAX_COLUMNS: usize = 400;

/// Rows of text of the same width, one of which is the baseline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) rows: Vec<String>,
    /// Width of each row, in columns.
    pub(super) width: usize,
    /// Index of the row that is aligned with the line of the surrounding text.
    pub(super) baseline: usize,
}

/// The position of a row within a wider block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Position {
    Left,
    Center,
    Right,
}

impl Block {
    /// Creates a block of one row.
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::new(vec![text.into()], 0)
    }

    /// Creates a block of rows; shorter rows get blanks at their right.
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
        (self.rows.len()).saturating_sub(self.baseline + 1)
    }

    /// Returns the block, or `None` if it is larger than a formula may be.
    pub(super) fn bounded(self) -> Option<Self> {
        (self.height() <= MAX_ROWS && self.width <= MAX_COLUMNS).then_some(self)
    }

    /// Returns the block with its rows at a position within `width` columns.
    pub(super) fn widened(mut self, width: usize, position: Position) -> Self {
        let spare = width.saturating_sub(self.width);
        let left = match position {
            Position::Left => 0,
            Position::Center => spare / 2,
            Position::Right => spare,
        };
        if spare > 0 {
            for row in &mut self.rows {
                *row = format!("{}{row}{}", " ".repeat(left), " ".repeat(spare - left));
            }
            self.width += spare;
        }
        self
    }
}

/// Places blocks beside each other, aligned at their baselines. Returns `None` if the result is too large.
pub(super) fn beside(blocks: &[Block]) -> Option<Block> {
    let ascent = blocks.iter().map(Block::ascent).max().unwrap_or(0);
    let descent = blocks.iter().map(Block::descent).max().unwrap_or(0);
    let height = ascent + descent + 1;
    let width: usize = blocks.iter().map(|block| block.width).sum();
    if height > MAX_ROWS || width > MAX_COLUMNS {
        return None;
    }
    let mut rows = vec![String::new(); height];
    for block in blocks {
        let top = ascent - block.baseline;
        for (index, row) in rows.iter_mut().enumerate() {
            match index
                .checked_sub(top)
                .and_then(|index| block.rows.get(index))
            {
                Some(part) => row.push_str(part),
                None => row.extend(std::iter::repeat_n(' ', block.width)),
            }
        }
    }
    Block::new(rows, ascent).bounded()
}

/// Places blocks below each other, centered. The result has the baseline of the block at index `base`. Returns `None` if the
/// result is too large.
pub(super) fn stack(blocks: Vec<Block>, base: usize) -> Option<Block> {
    let width = blocks.iter().map(|block| block.width).max().unwrap_or(0);
    let above: usize = blocks.iter().take(base).map(Block::height).sum();
    let baseline = above + blocks.get(base).map_or(0, |block| block.baseline);
    let rows = blocks
        .into_iter()
        .flat_map(|block| block.widened(width, Position::Center).rows);
    Block::new(rows.collect(), baseline).bounded()
}
