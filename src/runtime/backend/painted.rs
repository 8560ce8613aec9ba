//! Pictures that the terminal paints over the cells, by sixels or iTerm2's protocol.
//!
//! A written cell erases the part of the picture over it. Therefore a row of a picture is painted only if all its cells belong to
//! the picture. These cells are not written again until the picture changes or moves. A row that an overlay covers in part shows
//! the half blocks in its cells.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Size;
use ratatui::style::Color;

use super::pictures::ScreenPictureRow;
use super::{iterm2, sixel};
use crate::app::image_choice::DrawingMethod;
use crate::layout::ImageBox;
use crate::paint::Pixels;
use crate::paint::picture::blocks;

/// Adjacent rows of a picture, to be painted by the terminal from the cursor on.
#[derive(Clone, Debug)]
pub struct PaintedRows<'p> {
    /// The columns and rows of the complete picture.
    pub size: ImageBox,
    /// The pixels of the complete picture, which fill its box.
    pub pixels: &'p Pixels,
    /// The rows of the picture.
    pub rows: Range<u16>,
}

impl PaintedRows<'_> {
    /// Returns the number of rows of pixels in a cell.
    fn cell_height(&self) -> u32 {
        // If the picture ends with a half row, its height in pixels was rounded down. Therefore the division rounds up.
        let half_rows = u32::from(self.size.half_rows.max(1));
        (self.pixels.size().height * 2).div_ceil(half_rows)
    }

    /// Returns the rows of pixels that `rows` covers.
    fn pixel_rows(&self) -> Range<u32> {
        let height = self.cell_height();
        let end = u32::from(self.rows.end) * height;
        u32::from(self.rows.start) * height..end.min(self.pixels.size().height)
    }

    /// Appends the sequence that paints the rows from the cursor on. Appends nothing for protocols that do not paint over cells.
    /// The cursor's position is unknown afterwards.
    pub fn paint(&self, out: &mut Vec<u8>, drawing_method: DrawingMethod) {
        match drawing_method {
            DrawingMethod::Sixel => sixel::paint(out, self.pixels, self.pixel_rows()),
            DrawingMethod::Iterm2 => {
                let rows = self.rows.end - self.rows.start;
                // The height of all cells. A picture that ends with a half row has fewer pixels.
                let cells_height = self.cell_height() * u32::from(rows);
                let cells = (self.size.columns, rows);
                iterm2::paint(out, self.pixels, &self.pixel_rows(), cells, cells_height);
            }
            DrawingMethod::Blocks | DrawingMethod::Kitty => {}
        }
    }
}

/// The part of a picture that the terminal paints in one piece: adjacent rows, at their place on the screen.
#[derive(Clone, Debug)]
pub(super) struct Painting {
    /// The first of the painted rows. It may be any row of the picture.
    first_row: ScreenPictureRow,
    row_count: u16,
}

impl Painting {
    /// Returns true if `row` is the next row of the same picture.
    fn continues_in(&self, row: &ScreenPictureRow) -> bool {
        let next = ScreenPictureRow {
            y: self.first_row.y + self.row_count,
            picture_row: self.first_row.picture_row + self.row_count,
            ..self.first_row.clone()
        };
        next.shows_the_same_as(row)
    }

    fn shows_the_same_as(&self, other: &Self) -> bool {
        self.row_count == other.row_count && self.first_row.shows_the_same_as(&other.first_row)
    }

    /// For each row, returns the indices of its cells on a screen of `width` columns.
    fn cells(&self, width: usize) -> impl Iterator<Item = Range<usize>> {
        let columns = usize::from(self.first_row.x.start)..usize::from(self.first_row.x.end);
        let rows = self.first_row.y..self.first_row.y + self.row_count;
        rows.map(move |y| {
            let start = usize::from(y) * width;
            start + columns.start..start + columns.end
        })
    }

    /// Returns the column and the row of the top left cell.
    pub(super) fn position(&self) -> (usize, usize) {
        (self.first_row.x.start.into(), self.first_row.y.into())
    }

    /// Appends the sequence that paints the rows from the cursor on.
    pub(super) fn paint(&self, out: &mut Vec<u8>) {
        let painted = PaintedRows {
            size: self.first_row.size,
            pixels: &self.first_row.pixels,
            rows: self.first_row.picture_row..self.first_row.picture_row + self.row_count,
        };
        painted.paint(out, self.first_row.drawing_method);
    }

    /// Returns true if the last row of the picture is painted, and the picture ends in the middle of this row.
    fn has_half_row(&self) -> bool {
        let size = self.first_row.size;
        size.half_rows % 2 == 1 && self.first_row.picture_row + self.row_count == size.rows()
    }
}

/// The pictures that the terminal paints in the current frame and in the next frame.
#[derive(Debug, Default)]
pub(super) struct ScreenPaintings {
    shown: Vec<Painting>,
    next: Vec<Painting>,
}

impl ScreenPaintings {
    /// Removes the pictures of both frames, after the screen was cleared.
    pub(super) fn clear(&mut self) {
        self.shown.clear();
        self.next.clear();
    }

    /// Sets the pictures of the next frame.
    pub(super) fn set(&mut self, paintings: Vec<Painting>) {
        self.next = paintings;
    }

    /// Marks cells as stale if a picture has left them, or if they are under a picture now and were not before. Marks cells as
    /// up to date if they remain under a picture, the same or another. Makes the next frame the current frame. Returns the new
    /// and moved pictures; the caller paints them after it has drawn the stale cells.
    pub(super) fn take_changed(&mut self, stale: &mut [bool], size: Size) -> Vec<Painting> {
        if self.shown.is_empty() && self.next.is_empty() {
            return Vec::new();
        }
        let width = usize::from(size.width);
        let mut was_painted = vec![false; stale.len()];
        for cells in self.shown.iter().flat_map(|painting| painting.cells(width)) {
            was_painted[cells.clone()].fill(true);
            stale[cells].fill(true);
        }
        let mut changed = Vec::new();
        for painting in &self.next {
            let is_shown = |shown: &Painting| shown.shows_the_same_as(painting);
            let is_unchanged = self.shown.iter().any(is_shown);
            for cells in painting.cells(width) {
                for cell in cells {
                    // Where a new or moved picture covers text, the half blocks of the picture are drawn first, in case the
                    // terminal fails to paint the picture.
                    stale[cell] = !is_unchanged && !was_painted[cell];
                }
            }
            if is_unchanged {
                continue;
            }
            if let Some(last) = painting.cells(width).last()
                && painting.has_half_row()
            {
                // The lower halves of these cells are not painted, so the cells are drawn first.
                stale[last].fill(true);
            }
            changed.push(painting.clone());
        }
        self.shown.clone_from(&self.next);
        changed
    }
}

/// Selects those of `picture_rows` that the terminal paints, and joins adjacent rows. `buffer` holds the cells of the frame.
pub(super) fn find_paintings(picture_rows: &[ScreenPictureRow], buffer: &Buffer) -> Vec<Painting> {
    let mut paintings: Vec<Painting> = Vec::new();
    for row in picture_rows.iter().filter(|row| is_painted(row, buffer)) {
        match paintings.last_mut() {
            Some(last) if last.continues_in(row) => last.row_count += 1,
            _ => paintings.push(Painting {
                first_row: row.clone(),
                row_count: 1,
            }),
        }
    }
    paintings
}

/// Returns true if the terminal paints a row of a picture. All cells of the row must show the picture. The last row of the screen
/// is never painted, because some terminals would then scroll.
fn is_painted(row: &ScreenPictureRow, buffer: &Buffer) -> bool {
    let x = row.x.clone();
    if !row.drawing_method.paints_over_cells()
        || x.len() != usize::from(row.size.columns)
        || row.y + 1 >= buffer.area.height
        || x.end > buffer.area.width
    {
        return false;
    }
    let color = |[red, green, blue]: [u8; 3]| Color::Rgb(red, green, blue);
    let blocks = blocks::row(&row.pixels, row.size, row.picture_row);
    x.zip(blocks).all(|(x, block)| {
        let cell = &buffer[(x, row.y)];
        cell.symbol() == "▀"
            && cell.fg == color(block.upper)
            && block.lower.is_none_or(|lower| cell.bg == color(lower))
    })
}

#[cfg(test)]
mod tests;
