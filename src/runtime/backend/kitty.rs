//! The escape sequences that transmit and free pictures by kitty's graphics protocol (kitty, "The terminal graphics
//! protocol").
//!
//! The data are pixels that folio has decoded and scaled, as a PNG file in base64. No byte of an image file reaches the terminal.

use std::io::Write;

use super::png;
use crate::layout::ImageBox;
use crate::paint::Pixels;
use crate::runtime::clipboard::base64;

/// Maximum size of the data in one sequence, in bytes of base64.
const CHUNK_BYTES: usize = 4096;

/// Appends the sequences that send a picture, its number, and the size of the box in which it is shown. The sequences ask the
/// terminal not to answer.
pub fn transmit(out: &mut Vec<u8>, number: u32, size: ImageBox, pixels: &Pixels) {
    let height = pixels.size().height;
    let mut data = Vec::new();
    // The PNG file contains all rows of the picture, so it is as high as the picture.
    base64(&png::encode(pixels, &(0..height), height), &mut data);
    let mut chunks = data.chunks(CHUNK_BYTES).peekable();
    let mut is_first = true;
    while let Some(chunk) = chunks.next() {
        let more_flag = u8::from(chunks.peek().is_some());
        // Writing to memory cannot fail.
        let _ = if std::mem::take(&mut is_first) {
            let (columns, rows) = (size.columns, size.rows());
            write!(
                out,
                "\x1b_Ga=T,U=1,q=2,f=100,i={number},c={columns},r={rows},m={more_flag};"
            )
        } else {
            write!(out, "\x1b_Gq=2,m={more_flag};")
        };
        out.extend(chunk);
        out.extend(b"\x1b\\");
    }
}

/// Appends the sequence that removes a picture from the terminal's memory.
pub(super) fn delete(out: &mut Vec<u8>, number: u32) {
    // Writing to memory cannot fail.
    let _ = write!(out, "\x1b_Ga=d,d=I,q=2,i={number};\x1b\\");
}

/// Appends the style of the cells of a picture. The text color is the picture's number and not a color to show. Therefore it is
/// sent as 24 bits even to terminals with fewer colors.
pub fn style(out: &mut Vec<u8>, number: u32) {
    let [_, red, green, blue] = number.to_be_bytes();
    // Writing to memory cannot fail.
    let _ = write!(out, "\x1b[0;38;2;{red};{green};{blue}m");
}

/// Returns the number of the `count`th picture of this process: 24 bits, never 0. The highest of the 24 bits is 1. The next 11
/// bits are from the process id, so that two processes in the same terminal hardly ever use the same number. The lower 12 bits are
/// those of `count`.
pub fn number(count: u32) -> u32 {
    (std::process::id() & 0x7ff | 0x800) << 12 | count & 0xfff
}
