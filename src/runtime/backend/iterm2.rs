//! The escape sequence that paints a picture by iTerm2's inline images protocol (iTerm2, "Images": OSC 1337).
//!
//! The data are pixels that folio has decoded and scaled, as a PNG file. No byte of an image file reaches the terminal.

use std::io::Write;

use super::painted::PaintedRows;
use super::png;
use crate::runtime::clipboard::base64;

/// Appends the sequence that paints some rows of cells of a picture from the cursor on.
pub(super) fn paint(out: &mut Vec<u8>, painted: &PaintedRows<'_>) {
    // The terminal stretches the file to whole rows, so a last half row is completed with transparent pixels.
    let height = painted.cell_height() * painted.rows.len() as u32;
    let png = png::encode(painted.pixels, &painted.pixel_rows(), height);
    let (columns, rows, bytes) = (painted.size.columns, painted.rows.len(), png.len());
    // Writing to memory cannot fail.
    let _ = write!(
        out,
        "\x1b]1337;File=inline=1;size={bytes};width={columns};height={rows};preserveAspectRatio=0;doNotMoveCursor=1:"
    );
    base64(&png, out);
    out.push(0x07);
}
