//! Boxes of text rows, and functions that place boxes beside and below each other.

use crate::document::Align;
use crate::text;

/// Maximum height of a formula in rows: about a screen.
pub(super) const MAX_ROWS: usize = 24;
/// Maximum width of a formula in columns: wider than any screen.
pub(super) const MAX_COLUMNS: usize = 400;

/// A box of text rows of the same width, from which a formula is composed. One row is the baseline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct LayoutBox {
    pub(super) rows: Vec<String>,
    /// Width of each row, in columns.
    pub(super) width: usize,
    /// Index of the row that is aligned with the row of the surrounding text.
    pub(super) baseline: usize,
}

impl LayoutBox {
    /// Creates a box of one row.
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::new(vec![text.into()], 0)
    }

    /// Creates a box from rows; shorter rows are filled with blanks at their right.
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

    /// Creates a box of one row of `width` blanks.
    pub(super) fn blank(width: usize) -> Self {
        Self {
            rows: vec![" ".repeat(width)],
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

    /// Returns the box, or `None` if it exceeds the maximum size of a formula.
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

/// Places boxes beside each other, aligned at their baselines. Returns `None` if the result is too large.
pub(super) fn place_beside(boxes: &[LayoutBox]) -> Option<LayoutBox> {
    let ascent = boxes.iter().map(LayoutBox::ascent).max().unwrap_or(0);
    let descent = boxes.iter().map(LayoutBox::descent).max().unwrap_or(0);
    let height = ascent + descent + 1;
    let width: usize = boxes.iter().map(|part| part.width).sum();
    if height > MAX_ROWS || width > MAX_COLUMNS {
        return None;
    }
    let mut rows = vec![String::new(); height];
    for part in boxes {
        let first_row = ascent - part.baseline;
        for (row_index, row) in rows.iter_mut().enumerate() {
            let index_in_part = row_index.checked_sub(first_row);
            match index_in_part.and_then(|index| part.rows.get(index)) {
                Some(box_row) => row.push_str(box_row),
                None => row.extend(std::iter::repeat_n(' ', part.width)),
            }
        }
    }
    LayoutBox::new(rows, ascent).within_limits()
}

/// Places boxes below each other, centered. The baseline of the box at index `base_index` becomes the baseline of the result.
/// Returns `None` if the result is too large.
pub(super) fn place_below(boxes: Vec<LayoutBox>, base_index: usize) -> Option<LayoutBox> {
    let width = boxes.iter().map(|part| part.width).max().unwrap_or(0);
    let above: usize = boxes.iter().take(base_index).map(LayoutBox::height).sum();
    let baseline = above + boxes.get(base_index).map_or(0, |part| part.baseline);
    let rows = boxes
        .into_iter()
        .flat_map(|part| part.padded(width, Align::Center).rows);
    LayoutBox::new(rows.collect(), baseline).within_limits()
}
