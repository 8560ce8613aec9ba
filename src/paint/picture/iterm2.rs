//! Pictures of iTerm2's inline images protocol: the terminal paints the pixels over the cells.

use super::{PictureCell, Pixels, Protocol, box_size_in_pixels, painted_cells};
use crate::layout::{ImageBox, PixelSize};

/// iTerm2's inline images protocol (OSC 1337), which `WezTerm` supports too.
#[derive(Clone, Copy, Debug)]
pub struct Iterm2;

impl Protocol for Iterm2 {
    fn can_draw(&self, _: ImageBox) -> bool {
        true
    }

    fn scaled_size(
        &self,
        _image_size: PixelSize,
        image_box: ImageBox,
        cell_size: PixelSize,
    ) -> PixelSize {
        box_size_in_pixels(image_box, cell_size)
    }

    fn row(&self, pixels: &Pixels, image_box: ImageBox, row: u16) -> Vec<PictureCell> {
        painted_cells(pixels, image_box, row)
    }
}
