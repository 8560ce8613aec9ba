//! The escape sequence that paints a picture by iTerm2's inline images protocol (iTerm2, "Images": OSC 1337).
//!
//! The data are a PNG file that folio makes from decoded and scaled pixels. No byte of the site's own image file reaches the
//! terminal.

use std::io::Write;
use std::ops::Range;

use super::png;
use crate::paint::Pixels;
use crate::runtime::clipboard::base64;

/// Appends the sequence that paints the pixels of `pixel_rows` from the cursor on, in `columns` by `cell_rows` cells.
/// `total_height` is the height of these cells together, in pixels.
pub(super) fn paint(
    out: &mut Vec<u8>,
    pixels: &Pixels,
    pixel_rows: &Range<u32>,
    (columns, cell_rows): (u16, u16),
    total_height: u32,
) {
    // The terminal stretches the file to whole rows of cells. If the picture covers only a part of the last row, the rest of that
    // row is filled with transparent pixels.
    let png = png::encode(pixels, pixel_rows, total_height);
    let bytes = png.len();
    // Writing to memory cannot fail.
    let _ = write!(
        out,
        "\x1b]1337;File=inline=1;size={bytes};width={columns};height={cell_rows};preserveAspectRatio=0;doNotMoveCursor=1:"
    );
    base64(&png, out);
    // BEL ends the sequence.
    out.push(0x07);
}
