//! Pictures as half blocks: each cell shows two pixels, one above the other, as the colors of `▀`.

use super::{PictureCell, Pixels, Protocol, Rgb};
use crate::layout::{ImageBox, PixelSize};

/// A cell that shows two pixels as `▀`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HalfBlock {
    /// The pixel in the upper half.
    pub upper: Rgb,
    /// The pixel in the lower half; `None` in the last row if the picture has an odd number of half rows.
    pub lower: Option<Rgb>,
}

/// The protocol that draws pictures as half blocks.
#[derive(Clone, Copy, Debug)]
pub struct Blocks;

impl Protocol for Blocks {
    fn can_draw(&self, _: ImageBox) -> bool {
        true
    }

    fn scaled_size(&self, _: PixelSize, image_box: ImageBox, _: PixelSize) -> PixelSize {
        PixelSize {
            width: image_box.columns.into(),
            height: image_box.half_rows.into(),
        }
    }

    fn row(&self, pixels: &Pixels, image_box: ImageBox, row: u16) -> Vec<PictureCell> {
        self::row(pixels, image_box, row)
            .map(PictureCell::HalfBlock)
            .collect()
    }
}

/// Returns the cells of a row of a picture. If the pixels were scaled for another box, each half of a cell shows the pixel in the
/// middle of its part of the picture.
pub fn row(pixels: &Pixels, image_box: ImageBox, row: u16) -> impl Iterator<Item = HalfBlock> + '_ {
    let PixelSize { width, height } = pixels.size();
    // The pixel in the middle of part `index`, if a row or column of `pixel_count` pixels is divided into `parts` equal parts.
    let middle_pixel = |index: u16, parts: u16, pixel_count: u32| {
        let middle = (u64::from(index) * 2 + 1) * u64::from(pixel_count);
        (middle / (u64::from(parts.max(1)) * 2)) as u32
    };
    (0..image_box.columns).map(move |column| {
        let x = middle_pixel(column, image_box.columns, width);
        let pixel =
            |half_row: u16| pixels.at(x, middle_pixel(half_row, image_box.half_rows, height));
        HalfBlock {
            upper: pixel(row * 2),
            lower: (row * 2 + 1 < image_box.half_rows).then(|| pixel(row * 2 + 1)),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_shows_one_pixel_above_another() {
        let size = PixelSize {
            width: 2,
            height: 3,
        };
        // The red component of each pixel is its number: 0 and 1 in the first row, 2 and 3 in the second, 4 and 5 in the third.
        let rgb = (0..6).flat_map(|pixel| [pixel, 0, 0]).collect();
        let picture = Pixels::new(size, rgb).expect("the size matches");
        let pixel_numbers = |columns, half_rows, row_number| -> Vec<(u8, Option<u8>)> {
            let image_box = ImageBox { columns, half_rows };
            let cells = row(&picture, image_box, row_number);
            cells
                .map(|cell| (cell.upper[0], cell.lower.map(|lower| lower[0])))
                .collect()
        };
        assert_eq!(pixel_numbers(2, 3, 0), [(0, Some(2)), (1, Some(3))]);
        assert_eq!(pixel_numbers(2, 3, 1), [(4, None), (5, None)]);
        // Until the pixels for the new box are loaded, the pixels for the former box are sampled.
        assert_eq!(pixel_numbers(1, 1, 0), [(3, None)]);
        assert_eq!(pixel_numbers(4, 6, 2)[0], (4, Some(4)));
    }
}
