//! Reduces the colors of a picture to a palette, for terminals with few color registers.

use std::collections::HashSet;

use color_quant::NeuQuant;
use image::Rgba;
use image::RgbaImage;
use image::imageops::{self, ColorMap};

use crate::layout::PixelSize;
use crate::paint::Rgb;
use crate::paint::picture::sixel::{MAX_COLORS, nearest_expressible};

/// The palette is computed from every tenth pixel: a compromise between quality and time.
const SAMPLE_INTERVAL: i32 = 10;

/// Reduces pixels to at most [`MAX_COLORS`] colors that sixels can express. In a picture with few colors, such as a diagram, each
/// color is only rounded. Other pictures are dithered (Floyd–Steinberg).
pub(super) fn reduce_colors(mut rgb: Vec<u8>, size: PixelSize) -> Vec<u8> {
    let mut colors = HashSet::new();
    let has_few_colors = rgb.as_chunks().0.iter().all(|color: &Rgb| {
        colors.insert(nearest_expressible(*color));
        colors.len() <= MAX_COLORS
    });
    if has_few_colors {
        for color in rgb.as_chunks_mut().0 {
            *color = nearest_expressible(*color);
        }
        return rgb;
    }
    let opaque = |[red, green, blue]: &Rgb| [*red, *green, *blue, u8::MAX];
    let rgba: Vec<u8> = rgb.as_chunks().0.iter().flat_map(opaque).collect();
    let palette = Palette(NeuQuant::new(SAMPLE_INTERVAL, MAX_COLORS, &rgba));
    // Never fails, since the pixels have this size.
    let Some(mut image) = RgbaImage::from_raw(size.width, size.height, rgba) else {
        return rgb;
    };
    if size.width > 1 {
        imageops::dither(&mut image, &palette);
    } else {
        // `dither` needs a pixel to the right.
        image
            .pixels_mut()
            .for_each(|pixel| palette.map_color(pixel));
    }
    let colors = image
        .pixels()
        .flat_map(|pixel| [pixel.0[0], pixel.0[1], pixel.0[2]]);
    colors.collect()
}

/// A palette of colors that sixels can express.
struct Palette(NeuQuant);

impl ColorMap for Palette {
    type Color = Rgba<u8>;

    fn index_of(&self, color: &Rgba<u8>) -> usize {
        self.0.index_of(&color.0)
    }

    fn map_color(&self, color: &mut Rgba<u8>) {
        self.0.map_pixel(&mut color.0);
        let [red, green, blue, _] = color.0;
        let [red, green, blue] = nearest_expressible([red, green, blue]);
        color.0 = [red, green, blue, u8::MAX];
    }
}
