//! Image files: finding them inside the site, measuring them by their header, and decoding them.
//!
//! Images are untrusted input. Their dimensions are checked before anything is decoded; the size of the file, of each side and
//! of the decoded pixels is limited. This module returns pixels that folio has computed, never bytes of the file.

mod names;
mod palette;

use std::collections::HashMap;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufReader, Cursor, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use self::names::ImageNames;
use super::file_system::RealFs;
use super::files::{self, ReadError};
use crate::document::{Document, LinkId, LinkKind};
use crate::layout::{ImageId, ImageInfo, ImageSizes, PixelSize};
use crate::paint::Pixels;
use crate::paint::picture::Colors;
use crate::site::Site;

/// Maximum size of an image file, in bytes.
const MAX_FILE_BYTES: u64 = 32 << 20;
/// Maximum width and height of an image, in pixels.
const MAX_SIDE_PIXELS: u32 = 10_000;
/// Maximum size of the decoded pixels, in bytes.
const MAX_DECODED_BYTES: u64 = 128 << 20;
/// Number of bytes at the start of a JPEG file that are read to measure it. If the header is longer, the complete file is
/// read.
const JPEG_HEADER_BYTES: u64 = 64 << 10;
/// Maximum number of images of an article that are measured.
const MAX_MEASURED: usize = 4096;

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
    /// Returns true if the image is larger than folio decodes, so that other programs may well show it.
    pub(super) fn is_limit(&self) -> bool {
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

/// Finds the image files of the posts of a library.
#[derive(Clone, Debug)]
pub struct ImageFinder {
    site: Site,
    /// The library's folder.
    folder: PathBuf,
    /// The files for images that are named without their folder. Shared by all clones.
    names: Arc<ImageNames>,
}

impl ImageFinder {
    /// Creates a finder for the posts in `folder`.
    pub fn new(site: Site, folder: PathBuf) -> Self {
        Self {
            site,
            folder,
            names: Arc::default(),
        }
    }

    /// Returns the file of an image, with all symbolic links resolved. The file is always inside the site's root.
    ///
    /// # Errors
    /// Fails if there is no such file inside the site's root.
    pub fn find(&self, post: &Path, target: &str) -> Result<PathBuf, ImageError> {
        let find_by_name = || self.find_by_name(target);
        self.find_by_path(post, target)
            .or_else(find_by_name)
            .ok_or(ImageError::NotFound)
    }

    fn find_by_path(&self, post: &Path, target: &str) -> Option<PathBuf> {
        self.site.image_file(&RealFs, &self.folder, post, target)
    }

    /// Returns the file of an image that is named without its folder, if the site has such names.
    fn find_by_name(&self, target: &str) -> Option<PathBuf> {
        let root = fs::canonicalize(&self.site.root).ok()?;
        self.names.find(&root, &self.site.image_name(target)?)
    }

    /// Returns true if the files of the site must be listed to find an image.
    fn must_list(&self, post: &Path, target: &str) -> bool {
        !self.names.is_ready()
            && self.site.image_name(target).is_some()
            && self.find_by_path(post, target).is_none()
    }
}

/// Measures the images of an article until a deadline.
#[derive(Debug)]
pub struct Measurement<'f> {
    finder: &'f ImageFinder,
    post: &'f Path,
    /// The time after which no further image is measured.
    deadline: Instant,
    /// Number of images that may still be measured.
    remaining: usize,
    /// True if the files of the site may be listed to find an image, which may take longer than the deadline.
    may_list: bool,
    /// The measured images by target; `None` for images that can't be shown.
    known: HashMap<String, Option<ImageInfo>>,
}

impl<'f> Measurement<'f> {
    /// Creates a measurement of the images of a post that takes at most `time` from now.
    pub fn new(finder: &'f ImageFinder, post: &'f Path, time: Duration) -> Self {
        Self {
            finder,
            post,
            deadline: Instant::now() + time,
            remaining: usize::MAX,
            may_list: true,
            known: HashMap::new(),
        }
    }

    /// Measures at most `images` images, and does not list the files of the site, until [`Measurement::extend`] is called.
    #[must_use]
    pub fn limited_to(self, images: usize) -> Self {
        Self {
            remaining: images,
            may_list: false,
            ..self
        }
    }

    /// Returns the sizes of a document's images, and true if all of them were measured. Images that are blocks come
    /// first, since the layout depends on them.
    pub fn sizes(&mut self, document: &Document) -> (ImageSizes, bool) {
        let mut sizes = ImageSizes::default();
        for image in images(document) {
            let target = document.link(image).target;
            if !self.known.contains_key(target) {
                let is_over = self.remaining == 0 || Instant::now() > self.deadline;
                if is_over || !self.may_list && self.finder.must_list(self.post, target) {
                    return (sizes, false);
                }
                self.remaining -= 1;
                let info = self
                    .finder
                    .find(self.post, target)
                    .and_then(|file| measure(&file))
                    .inspect_err(|error| log::info!("{target}: {error}"));
                self.known.insert(target.to_owned(), info.ok());
            }
            if let Some(Some(info)) = self.known.get(target) {
                sizes.insert(image, *info);
            }
        }
        (sizes, true)
    }

    /// Returns the file of an image of the post.
    ///
    /// # Errors
    /// Fails if there is no such file inside the site's root.
    pub fn find(&self, target: &str) -> Result<PathBuf, ImageError> {
        self.finder.find(self.post, target)
    }

    /// Sets the deadline to `time` from now, and removes the other limits.
    pub fn extend(&mut self, time: Duration) {
        self.remaining = usize::MAX;
        self.may_list = true;
        self.deadline = Instant::now() + time;
    }
}

/// Returns the links to images: blocks first, then the images within text.
fn images(document: &Document) -> Vec<LinkId> {
    let mut images: Vec<LinkId> = document.images().map(|(_, image)| image).collect();
    let is_image = |kind| matches!(kind, LinkKind::Image { .. });
    let inline = document.links().filter(|(_, link)| is_image(link.kind));
    images.extend(inline.map(|(image, _)| image));
    images.truncate(MAX_MEASURED);
    images
}

/// Measures an image by the header of its file.
///
/// # Errors
/// Fails if the header shows that the image can't be shown.
pub fn measure(file: &Path) -> Result<ImageInfo, ImageError> {
    let opened = open(file)?;
    let metadata = opened.metadata()?;
    let mut hasher = DefaultHasher::new();
    (file, metadata.len(), metadata.modified().ok()).hash(&mut hasher);
    let mut bytes = BufReader::new(opened);
    let format = format(&mut bytes)?;
    let size = if format == ImageFormat::Jpeg {
        // The JPEG decoder would read the complete file to measure it, so it gets only the first part.
        let mut header = Vec::new();
        bytes
            .by_ref()
            .take(JPEG_HEADER_BYTES)
            .read_to_end(&mut header)?;
        match size(Cursor::new(&*header), format) {
            Err(ImageError::Damaged) if metadata.len() > JPEG_HEADER_BYTES => {
                bytes.take(MAX_FILE_BYTES).read_to_end(&mut header)?;
                size(Cursor::new(&*header), format)
            }
            size => size,
        }
    } else {
        size(bytes, format)
    };
    Ok(ImageInfo {
        id: ImageId(hasher.finish()),
        size: size?,
    })
}

/// Decodes an image, rotates it as its metadata requests, scales it to `size`, and reduces its colors.
///
/// # Errors
/// Fails if the image can't be shown.
pub fn load(file: &Path, size: PixelSize, colors: Colors) -> Result<Pixels, ImageError> {
    let (image, orientation) = decode(file)?;
    let stored = stored_size(size, orientation);
    let mut image = scaled(image, stored);
    image.apply_orientation(orientation);
    let rgb = match colors {
        Colors::All => opaque(&image),
        Colors::Palette => palette::reduced(opaque(&image), size),
    };
    Pixels::new(size, rgb).ok_or(ImageError::Damaged)
}

/// Decodes an image to find out whether it can be shown.
///
/// # Errors
/// Fails if the image can't be shown.
pub(super) fn check(file: &Path) -> Result<(), ImageError> {
    decode(file).map(|_| ())
}

/// Decodes an image. Returns it as stored in the file, and the rotation that its metadata requests.
fn decode(file: &Path) -> Result<(DynamicImage, Orientation), ImageError> {
    let mut bytes = BufReader::new(open(file)?);
    let format = format(&mut bytes)?;
    let mut decoder = decoder(bytes, format)?;
    check_size(&decoder)?;
    let orientation = decoder.orientation()?;
    Ok((DynamicImage::from_decoder(decoder)?, orientation))
}

fn open(file: &Path) -> Result<File, ImageError> {
    let (file, bytes) = files::open_regular(file)?;
    if bytes > MAX_FILE_BYTES {
        return Err(ImageError::TooLarge);
    }
    Ok(file)
}

/// Returns the format by the first bytes of a file. Ignores the extension, which may be wrong.
fn format(bytes: &mut (impl Read + Seek)) -> Result<ImageFormat, ImageError> {
    let mut start = Vec::new();
    bytes.by_ref().take(16).read_to_end(&mut start)?;
    bytes.rewind()?;
    match image::guess_format(&start) {
        Ok(
            format @ (ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::Gif | ImageFormat::WebP),
        ) => Ok(format),
        _ => Err(ImageError::UnknownFormat),
    }
}

fn decoder<'b>(
    bytes: impl io::BufRead + Seek + 'b,
    format: ImageFormat,
) -> Result<impl ImageDecoder + 'b, ImageError> {
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(u32::MAX);
    limits.max_image_height = Some(u32::MAX);
    limits.max_alloc = Some(MAX_DECODED_BYTES);
    let mut reader = ImageReader::with_format(bytes, format);
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

/// Returns the size of an image after the rotation that its metadata requests.
fn size(bytes: impl io::BufRead + Seek, format: ImageFormat) -> Result<PixelSize, ImageError> {
    let mut decoder = decoder(bytes, format)?;
    check_size(&decoder)?;
    let (width, height) = decoder.dimensions();
    let orientation = decoder.orientation()?;
    Ok(stored_size(PixelSize { width, height }, orientation))
}

/// Converts a size as shown to a size as stored in the file, or back.
fn stored_size(size: PixelSize, orientation: Orientation) -> PixelSize {
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

/// Scales an image: down by averaging, which keeps thin lines visible.
fn scaled(image: DynamicImage, size: PixelSize) -> DynamicImage {
    let PixelSize { width, height } = size;
    if (image.width(), image.height()) == (width, height) {
        image
    } else if image.width() >= width && image.height() >= height {
        image.thumbnail_exact(width, height)
    } else {
        image.resize_exact(width, height, FilterType::Triangle)
    }
}

/// Returns red, green and blue of each pixel. Blends transparent pixels with a background of contrast: white behind dark
/// images, which are drawn for a white page, and black behind light images.
fn opaque(image: &DynamicImage) -> Vec<u8> {
    if !image.color().has_alpha() {
        return image.to_rgb8().into_raw();
    }
    let pixels = image.to_rgba8();
    let (mut luma, mut weight) = (0, 0);
    for [red, green, blue, alpha] in pixels.pixels().map(|pixel| pixel.0.map(u64::from)) {
        luma += (299 * red + 587 * green + 114 * blue) / 1000 * alpha;
        weight += alpha;
    }
    let background = if luma < 128 * weight { 255 } else { 0 };
    let blend = |part: u8, alpha: u8| {
        let (part, alpha) = (u32::from(part), u32::from(alpha));
        ((part * alpha + background * (255 - alpha) + 127) / 255) as u8
    };
    let rgb =
        |[red, green, blue, alpha]: [u8; 4]| [red, green, blue].map(|part| blend(part, alpha));
    pixels.pixels().flat_map(|pixel| rgb(pixel.0)).collect()
}

#[cfg(test)]
mod tests;
