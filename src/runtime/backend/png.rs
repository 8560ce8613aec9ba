//! Pixels as a PNG file, for the protocols that take one.

use std::ops::Range;

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};

use crate::paint::Pixels;

/// Encodes some rows of pixels as a PNG file that is `height` pixels high. If there are fewer than `height` rows, the rest of the
/// file is transparent.
pub(super) fn encode(pixels: &Pixels, rows: &Range<u32>, height: u32) -> Vec<u8> {
    let width = pixels.size().width;
    let start = rows.start.min(pixels.size().height);
    let end = rows.end.min(pixels.size().height).max(start);
    let offset = |row: u32| row as usize * width as usize * 3;
    let rgb = &pixels.bytes()[offset(start)..offset(end)];
    let mut file = Vec::new();
    let encoder =
        PngEncoder::new_with_quality(&mut file, CompressionType::Fast, FilterType::Adaptive);
    let written = if end - start == height {
        encoder.write_image(rgb, width, height, ExtendedColorType::Rgb8)
    } else {
        let opaque = |rgb: &[u8; 3]| [rgb[0], rgb[1], rgb[2], 255];
        let mut rgba: Vec<u8> = rgb.as_chunks().0.iter().flat_map(opaque).collect();
        rgba.resize(width as usize * height as usize * 4, 0);
        encoder.write_image(&rgba, width, height, ExtendedColorType::Rgba8)
    };
    if let Err(error) = written {
        // Unexpected: the size matches the pixels, and writing to memory cannot fail.
        log::error!("PNG: {error}");
    }
    file
}
