//! Pictures: decoded and scaled pixels, and their rows as cells.
//!
//! Each way to draw a picture is a [`Protocol`] in a file of its own. [`blocks`] needs only colors; each of the other protocols
//! needs a terminal that supports it. With [`kitty`], each cell refers to a part of a picture; with [`sixel`] and [`iterm2`], the
//! terminal paints the picture over the cells.

pub mod blocks;
pub mod iterm2;
pub mod kitty;
pub mod sixel;

use crate::layout::{ImageBox, PixelSize};
use crate::text::{self, Clean, Fit};
use crate::theme::Role;

use super::{Row, blanks, repeat};
use blocks::HalfBlock;

/// A color: red, green and blue.
pub type Rgb = [u8; 3];

/// A way to draw pictures in cells.
pub trait Protocol {
    /// Returns true if the protocol can draw pictures of this size.
    fn can_draw(&self, image_box: ImageBox) -> bool;

    /// Returns the size in pixels to which an image is scaled for `image_box`, if a cell has `cell_size` pixels.
    fn scaled_size(
        &self,
        image_size: PixelSize,
        image_box: ImageBox,
        cell_size: PixelSize,
    ) -> PixelSize;

    /// Returns the colors to which the pixels are reduced.
    fn colors(&self) -> PixelColors {
        PixelColors::All
    }

    /// Returns the cells of row `row` of a picture that is drawn in a box.
    fn row(&self, pixels: &Pixels, image_box: ImageBox, row: u16) -> Vec<PictureCell>;
}

/// A cell of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureCell {
    /// Two pixels, one above the other.
    HalfBlock(HalfBlock),
    /// A part of a picture in the terminal's memory: the placeholder character, and the diacritics for the part's row and column.
    Placeholder([char; 3]),
    /// A cell that the terminal paints over with the picture. While something covers a part of the row, the half block is
    /// shown instead.
    PaintedOver(HalfBlock),
}

/// The colors of the pixels of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PixelColors {
    /// The colors of the image.
    All,
    /// At most [`sixel::MAX_COLORS`] colors. Sixel can express each of them.
    Palette,
}

/// Returns the size of `image_box` in pixels, if a cell has `cell_size` pixels.
pub(crate) fn box_size_in_pixels(image_box: ImageBox, cell_size: PixelSize) -> PixelSize {
    PixelSize {
        width: u32::from(image_box.columns) * cell_size.width,
        height: (u32::from(image_box.half_rows) * cell_size.height / 2).max(1),
    }
}

/// Returns the cells of a row of a picture that the terminal paints over the cells.
fn painted_cells(pixels: &Pixels, image_box: ImageBox, row: u16) -> Vec<PictureCell> {
    let cells = blocks::row(pixels, image_box, row);
    cells.map(PictureCell::PaintedOver).collect()
}

/// The pixels of a picture, without transparency.
#[derive(Clone, PartialEq, Eq)]
pub struct Pixels {
    size: PixelSize,
    rgb: Vec<u8>,
}

impl Pixels {
    /// Creates a picture from three bytes for each pixel (red, green, blue), row by row. Returns `None` if the number of bytes
    /// does not match the size, or if there are no pixels.
    pub fn new(size: PixelSize, rgb: Vec<u8>) -> Option<Self> {
        let bytes = u128::from(size.width) * u128::from(size.height) * 3;
        (bytes > 0 && bytes == rgb.len() as u128).then_some(Self { size, rgb })
    }

    /// Returns the size in pixels.
    pub fn size(&self) -> PixelSize {
        self.size
    }

    /// Returns three bytes for each pixel (red, green, blue), row by row.
    pub fn bytes(&self) -> &[u8] {
        &self.rgb
    }

    /// Returns the bytes of row `y`, or of the last row if the picture has fewer rows.
    pub fn row(&self, y: u32) -> &[u8] {
        let bytes = self.size.width as usize * 3;
        let start = y.min(self.size.height - 1) as usize * bytes;
        &self.rgb[start..start + bytes]
    }

    /// Returns the pixel at column `x` of row `y`; for a position outside the picture, the nearest pixel.
    pub fn at(&self, x: u32, y: u32) -> Rgb {
        let x = x.min(self.size.width - 1) as usize;
        let y = y.min(self.size.height - 1) as usize;
        let start = (y * self.size.width as usize + x) * 3;
        [self.rgb[start], self.rgb[start + 1], self.rgb[start + 2]]
    }
}

impl std::fmt::Debug for Pixels {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Pixels")
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}

/// Paints a row of the border that is drawn in place of a picture, with a message in its middle. A small box has no border.
pub fn border_row(image_box: ImageBox, row: u16, message: &Clean<'_>) -> Row<'static> {
    let (columns, rows) = (usize::from(image_box.columns), image_box.rows());
    let mut out = Row::default();
    // A border needs a row for the message, and columns for two lines, two blanks and at least one character.
    let has_border = rows > 2 && columns > 4;
    let room = if has_border { columns - 4 } else { columns };
    let Fit { bytes, is_cut } = text::fit(message, room);
    let mut message = message.slice(0..bytes).into_owned();
    if is_cut {
        message.push_clean(&Clean::literal("…"));
    }
    let spare_columns = room - text::width(&message).min(room);
    let is_message_row = row == (rows - 1) / 2;
    if !has_border {
        if is_message_row {
            out.push(message, Role::Dim);
        }
        return out;
    }
    let (left, right) = match row {
        0 => ("╭", "╮"),
        _ if row + 1 == rows => ("╰", "╯"),
        _ => ("│", "│"),
    };
    out.push(Clean::literal(left), Role::Rule);
    if row == 0 || row + 1 == rows {
        out.push(repeat("─", columns - 2), Role::Rule);
    } else if is_message_row {
        let left_columns = spare_columns / 2;
        out.pad(1 + left_columns);
        out.push(message, Role::Dim);
        out.pad(spare_columns - left_columns + 1);
    } else {
        out.push(blanks(columns - 2), Role::Text);
    }
    out.push(Clean::literal(right), Role::Rule);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns all rows of a border and its message as text.
    fn border_rows(columns: u16, half_rows: u16, message: &str) -> Vec<String> {
        let size = ImageBox { columns, half_rows };
        (0..size.rows())
            .map(|row| border_row(size, row, &Clean::line(message)).to_text())
            .collect()
    }

    #[test]
    fn border_fills_its_box_and_cuts_a_long_message() {
        assert_eq!(
            border_rows(12, 8, "loading"),
            [
                "╭──────────╮",
                "│ loading  │",
                "│          │",
                "╰──────────╯"
            ]
        );
        assert_eq!(
            border_rows(8, 6, "too long"),
            ["╭──────╮", "│ too… │", "╰──────╯"]
        );
        // A box too small for a border has only the message.
        assert_eq!(border_rows(4, 3, "small"), ["sma…", ""]);
    }

    #[test]
    fn number_of_bytes_must_match_the_size() {
        let size = |width, height| PixelSize { width, height };
        assert!(Pixels::new(size(2, 1), vec![0; 6]).is_some());
        assert!(Pixels::new(size(2, 1), vec![0; 5]).is_none());
        assert!(Pixels::new(size(0, 1), Vec::new()).is_none());
        assert!(Pixels::new(size(u32::MAX, u32::MAX), Vec::new()).is_none());
    }
}
