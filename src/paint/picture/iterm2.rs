//! Pictures of iTerm2's inline images protocol: the terminal paints the pixels over the cells.

use super::{PictureCell, Pixels, Protocol, filling_size, painted_cells};
use crate::layout::{ImageBox, PixelSize};

/// iTerm2's inline images protocol (OSC 1337), which `WezTerm` supports too.
#[derive(Clone, Copy, Debug)]
pub struct Iterm2;

impl Protocol for Iterm2 {
    fn can_draw(&self, _: ImageBox) -> bool {
        true
    }

    fn scaled_size(&self, _: PixelSize, size: ImageBox, cell: PixelSize) -> PixelSize {
        filling_size(size, cell)
    }

    fn row(&self, pixels: &Pixels, size: ImageBox, row: u16) -> Vec<PictureCell> {
        painted_cells(pixels, size, row)
    }
}
