//! Pictures as sixels (DEC, "Sixel Graphics", VT340): the terminal paints the pixels over the cells.
//!
//! The pixels fill the box exactly, so the size of a cell must be known. The number of colors is limited, because a terminal
//! has a limited number of color registers.

use super::{PictureCell, PixelColors, Pixels, Protocol, Rgb, box_size_in_pixels, painted_cells};
use crate::layout::{ImageBox, PixelSize};

/// Sixel graphics.
#[derive(Clone, Copy, Debug)]
pub struct Sixel;

/// Maximum number of colors of a picture: the number of color registers that most terminals have.
pub const MAX_COLORS: usize = 256;

impl Protocol for Sixel {
    fn can_draw(&self, _: ImageBox) -> bool {
        true
    }

    fn scaled_size(&self, _: PixelSize, image_box: ImageBox, cell_size: PixelSize) -> PixelSize {
        box_size_in_pixels(image_box, cell_size)
    }

    fn colors(&self) -> PixelColors {
        PixelColors::Palette
    }

    fn row(&self, pixels: &Pixels, image_box: ImageBox, row: u16) -> Vec<PictureCell> {
        painted_cells(pixels, image_box, row)
    }
}

/// Converts the components of a color from 0–255 to 0–100, the scale of sixel.
pub fn percent(color: Rgb) -> Rgb {
    color.map(|component| ((u32::from(component) * 100 + 127) / 255) as u8)
}

/// Returns the color that is nearest to `color` among the colors that sixel can express.
pub fn nearest_expressible(color: Rgb) -> Rgb {
    percent(color).map(|component| ((u32::from(component) * 255 + 50) / 100) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expressible_color_is_its_own_nearest_color() {
        for component in 0..=255 {
            let color = nearest_expressible([component, 0, 255]);
            assert_eq!(nearest_expressible(color), color);
            assert!(color[0].abs_diff(component) <= 1, "{component}: {color:?}");
            assert_eq!(color[1..], [0, 255]);
        }
    }

    #[test]
    fn images_are_scaled_to_the_size_of_the_box() {
        let cell = PixelSize {
            width: 9,
            height: 17,
        };
        let scaled = |columns, half_rows| {
            let image = PixelSize {
                width: 3000,
                height: 1,
            };
            let size = Sixel.scaled_size(image, ImageBox { columns, half_rows }, cell);
            (size.width, size.height)
        };
        // A column is 9 pixels wide, two half rows are 17 pixels high.
        assert_eq!(scaled(20, 6), (180, 51));
        assert_eq!(scaled(1, 1), (9, 8));
        assert_eq!(scaled(40, 7), (360, 59));
    }
}
