//! The escape sequence that paints a picture by iTerm2's inline images protocol (iTerm2, "Images": OSC 1337).
//!
//! The data are pixels that folio has decoded and scaled, as a PNG file. No byte of an image file reaches the terminal.

use std::io::Write;
use std::ops::Range;

use super::png;
use crate::paint::Pixels;
use crate::runtime::clipboard::base64;

/// Appends the sequence that paints the rows `pixel_rows` of a picture from the cursor on. The picture fills `columns` by `rows`
/// cells; `height` is the height of these cells in pixels.
pub(super) fn paint(
    out: &mut Vec<u8>,
    pixels: &Pixels,
    pixel_rows: &Range<u32>,
    (columns, rows): (u16, u16),
    height: u32,
) {
    // The terminal stretches the file to whole rows, so a last half row is completed with transparent pixels.
    let png = png::encode(pixels, pixel_rows, height);
    let bytes = png.len();
    // Writing to memory cannot fail.
    let _ = write!(
        out,
        "\x1b]1337;File=inline=1;size={bytes};width={columns};height={rows};preserveAspectRatio=0;doNotMoveCursor=1:"
    );
    base64(&png, out);
    out.push(0x07);
}
