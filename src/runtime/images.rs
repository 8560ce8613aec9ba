//! Image files: measuring them by their header, and decoding them.
//!
//! Images are untrusted input. The dimensions are checked before anything is decoded. The size of the file, the length of each
//! side and the size of the decoded pixels are limited. This module returns pixels that folio has computed, never bytes of the
//! file.

mod palette;

use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufReader, Read, Seek};
use std::path::Path;

use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use super::files::{self, ReadError, RegularFile};
use crate::layout::{ImageId, ImageInfo, PixelSize};
use crate::paint::Pixels;
use crate::paint::picture::PixelColors;

/// Maximum size of an image file, in bytes.
const MAX_FILE_BYTES: u64 = 32 << 20;
/// Maximum width and height of an image, in pixels.
const MAX_SIDE_PIXELS: u32 = 10_000;
/// Maximum size of the decoded pixels, in bytes.
const MAX_DECODED_BYTES: u64 = 128 << 20;
/// Number of bytes at the start of a JPEG file that are read to measure the image. If the header is longer, the complete file is
/// read.
const JPEG_HEADER_BYTES: u64 = 64 << 10;
/// Number of bytes at the start of a file that determine its format.
const FORMAT_BYTES: u64 = 16;
/// A number of bytes that no file exceeds, for reading a complete file.
const ALL_BYTES: u64 = u64::MAX;

/// The reason why an image can't be shown.
#[derive(Debug, thiserror::Error)]
pub enum ImageError {
    /// No file with this name exists inside the site.
    #[error("there is no such file in the site")]
    NotFound,
    /// The file can't be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The file is larger than `MAX_FILE_BYTES`.
    #[error("the file is larger than {} MB", MAX_FILE_BYTES >> 20)]
    TooLarge,
    /// The file is not in a format that folio decodes.
    #[error("not a PNG, JPEG, GIF or WebP image")]
    UnknownFormat,
    /// The image has too many pixels.
    #[error("{width}×{height} pixels are too many")]
    TooManyPixels {
        /// The width in pixels.
        width: u32,
        /// The height in pixels.
        height: u32,
    },
    /// The file is not valid.
    #[error("the file is damaged")]
    Damaged,
}

impl ImageError {
    /// Returns true if the image exceeds a limit of folio. Other programs may show such an image.
    pub(super) fn exceeds_limit(&self) -> bool {
        matches!(self, Self::TooLarge | Self::TooManyPixels { .. })
    }
}

impl From<io::Error> for ImageError {
    fn from(error: io::Error) -> Self {
        Self::Read(error.into())
    }
}

impl From<image::ImageError> for ImageError {
    fn from(error: image::ImageError) -> Self {
        log::info!("image: {error}");
        match error {
            image::ImageError::IoError(error) if error.kind() != io::ErrorKind::UnexpectedEof => {
                error.into()
            }
            _ => Self::Damaged,
        }
    }
}

/// Measures an image by the header of its file.
///
/// # Errors
/// Fails if the header shows that the image can't be shown.
pub fn measure(path: &Path) -> Result<ImageInfo, ImageError> {
    let file = open(path)?;
    let metadata = file.metadata()?;
    // The id of an image identifies the version of its file.
    let mut hasher = DefaultHasher::new();
    (path, metadata.len(), metadata.modified().ok()).hash(&mut hasher);
    let format = detect_format(&file)?;
    let size = match format {
        // The JPEG decoder reads all bytes that it gets, even to measure an image. Therefore it first gets only the start of the
        // file. If the header is longer than this start, the image seems damaged, and the decoder gets the complete file.
        ImageFormat::Jpeg => match rotated_size(&file, JPEG_HEADER_BYTES, format) {
            Err(ImageError::Damaged) if metadata.len() > JPEG_HEADER_BYTES => {
                rotated_size(&file, ALL_BYTES, format)
            }
            size => size,
        },
        _ => rotated_size(&file, ALL_BYTES, format),
    };
    Ok(ImageInfo {
        id: ImageId(hasher.finish()),
        size: size?,
    })
}

/// Decodes an image, rotates it as the metadata of the file requests, and scales it to `size`. For [`PixelColors::Palette`], also
/// reduces the colors.
///
/// # Errors
/// Fails if the image can't be shown.
pub fn load(path: &Path, size: PixelSize, colors: PixelColors) -> Result<Pixels, ImageError> {
    let (image, orientation) = decode(path)?;
    let size_before_rotation = swap_if_rotated(size, orientation);
    let mut image = scale(image, size_before_rotation);
    image.apply_orientation(orientation);
    let rgb = match colors {
        PixelColors::All => to_opaque_rgb(&image),
        PixelColors::Palette => palette::reduce_colors(to_opaque_rgb(&image), size),
    };
    Pixels::new(size, rgb).ok_or(ImageError::Damaged)
}

/// Decodes an image to find out whether it can be shown.
///
/// # Errors
/// Fails if the image can't be shown.
pub(super) fn check(path: &Path) -> Result<(), ImageError> {
    decode(path).map(|_| ())
}

/// Decodes an image. Returns the image as stored in the file, and the rotation that the metadata of the file requests.
fn decode(path: &Path) -> Result<(DynamicImage, Orientation), ImageError> {
    let file = open(path)?;
    let mut decoder = create_decoder(&file, ALL_BYTES, detect_format(&file)?)?;
    check_size(&decoder)?;
    let orientation = decoder.orientation()?;
    Ok((DynamicImage::from_decoder(decoder)?, orientation))
}

/// Opens an image file that is at most [`MAX_FILE_BYTES`] long.
fn open(path: &Path) -> Result<File, ImageError> {
    let RegularFile { file, size } = files::open_regular(path)?;
    if size > MAX_FILE_BYTES {
        return Err(ImageError::TooLarge);
    }
    Ok(file)
}

/// Returns the format by the first bytes of a file. Ignores the extension, which may be wrong.
fn detect_format(file: &File) -> Result<ImageFormat, ImageError> {
    let mut start = Vec::new();
    file.take(FORMAT_BYTES).read_to_end(&mut start)?;
    match image::guess_format(&start) {
        Ok(
            format @ (ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::Gif | ImageFormat::WebP),
        ) => Ok(format),
        _ => Err(ImageError::UnknownFormat),
    }
}

/// Creates a decoder for the first `bytes` bytes of a file. Limits only the memory; the dimensions are checked by
/// [`check_size`]. All images are read by the same type of reader, so that the generic decoders are compiled only once.
fn create_decoder(
    mut file: &File,
    bytes: u64,
    format: ImageFormat,
) -> Result<impl ImageDecoder, ImageError> {
    file.rewind()?;
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MAX_DECODED_BYTES);
    let mut reader = ImageReader::with_format(BufReader::new(file.take(bytes)), format);
    reader.limits(limits);
    Ok(reader.into_decoder()?)
}

/// Fails if the image has no pixels or too many.
fn check_size(decoder: &impl ImageDecoder) -> Result<(), ImageError> {
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(ImageError::Damaged);
    }
    let is_too_large = width > MAX_SIDE_PIXELS
        || height > MAX_SIDE_PIXELS
        || decoder.total_bytes() > MAX_DECODED_BYTES;
    if is_too_large {
        return Err(ImageError::TooManyPixels { width, height });
    }
    Ok(())
}

/// Returns the size of an image after the rotation that the metadata of the file requests. Reads at most the first `bytes` bytes
/// of the file.
fn rotated_size(file: &File, bytes: u64, format: ImageFormat) -> Result<PixelSize, ImageError> {
    let mut decoder = create_decoder(file, bytes, format)?;
    check_size(&decoder)?;
    let (width, height) = decoder.dimensions();
    let orientation = decoder.orientation()?;
    Ok(swap_if_rotated(PixelSize { width, height }, orientation))
}

/// Swaps width and height if the orientation rotates an image by 90 or 270 degrees. Converts a size before the rotation to the
/// size after the rotation, or the other way round.
fn swap_if_rotated(size: PixelSize, orientation: Orientation) -> PixelSize {
    match orientation {
        Orientation::Rotate90
        | Orientation::Rotate270
        | Orientation::Rotate90FlipH
        | Orientation::Rotate270FlipH => PixelSize {
            width: size.height,
            height: size.width,
        },
        _ => size,
    }
}

/// Scales an image. If neither side becomes longer, pixels are averaged, which keeps thin lines visible.
fn scale(image: DynamicImage, size: PixelSize) -> DynamicImage {
    let PixelSize { width, height } = size;
    if (image.width(), image.height()) == (width, height) {
        image
    } else if image.width() >= width && image.height() >= height {
        image.thumbnail_exact(width, height)
    } else {
        image.resize_exact(width, height, FilterType::Triangle)
    }
}

/// Returns three bytes for each pixel (red, green, blue). Blends transparent pixels with a contrasting background: white behind
/// dark images, which are drawn for a white page, and black behind light images.
fn to_opaque_rgb(image: &DynamicImage) -> Vec<u8> {
    if !image.color().has_alpha() {
        return image.to_rgb8().into_raw();
    }
    let pixels = image.to_rgba8();
    // The mean brightness, weighted by opacity, is `luma / weight`.
    let (mut luma, mut weight) = (0, 0);
    for [red, green, blue, alpha] in pixels.pixels().map(|pixel| pixel.0.map(u64::from)) {
        luma += (299 * red + 587 * green + 114 * blue) / 1000 * alpha;
        weight += alpha;
    }
    let background = if luma < 128 * weight { 255 } else { 0 };
    let blend = |component: u8, alpha: u8| {
        let (component, alpha) = (u32::from(component), u32::from(alpha));
        // The quotient is rounded.
        ((component * alpha + background * (255 - alpha) + 127) / 255) as u8
    };
    let rgb = |[red, green, blue, alpha]: [u8; 4]| {
        [red, green, blue].map(|component| blend(component, alpha))
    };
    pixels.pixels().flat_map(|pixel| rgb(pixel.0)).collect()
}

#[cfg(test)]
mod tests;
