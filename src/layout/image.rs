//! The boxes of images: the columns and rows that a picture takes. The box of an image is computed before the image is decoded:
//! from its size in pixels, the limits of the screen, and the width of the text.

use crate::document::LinkId;

/// A size in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PixelSize {
    /// Pixels in a row.
    pub width: u32,
    /// Rows of pixels.
    pub height: u32,
}

/// Identifies a version of an image file. Other files have other ids, and a file gets another id when it changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ImageId(pub u64);

/// The properties of an image file that are known before it is decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImageInfo {
    /// The id of the file's version.
    pub id: ImageId,
    /// The size in pixels, after the rotation that the file's metadata requests.
    pub size: PixelSize,
}

/// The known properties of a document's images: the versions of their files, and their sizes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImageSizes {
    /// The properties of each image, with the link to its file, sorted by link.
    infos: Vec<(LinkId, ImageInfo)>,
}

impl ImageSizes {
    /// Adds the image of a link, or replaces its properties.
    pub fn insert(&mut self, link: LinkId, info: ImageInfo) {
        match self.infos.binary_search_by_key(&link, |(link, _)| *link) {
            Ok(index) => self.infos[index].1 = info,
            Err(index) => self.infos.insert(index, (link, info)),
        }
    }

    /// Returns the properties of the image of a link, or `None` if they are not known.
    pub fn get(&self, link: LinkId) -> Option<ImageInfo> {
        let index = self.infos.binary_search_by_key(&link, |(link, _)| *link);
        index.ok().map(|index| self.infos[index].1)
    }

    /// Returns true if the size of no image is known.
    pub fn is_empty(&self) -> bool {
        self.infos.is_empty()
    }
}

/// The properties of the screen that determine the size of a picture, apart from the width of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImageLimits {
    /// The size of a cell of the terminal, by which pixels are converted to columns and rows.
    pub cell: PixelSize,
    /// Maximum number of rows of a picture.
    pub max_rows: u16,
}

/// The columns and rows that a picture takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ImageBox {
    /// Columns.
    pub columns: u16,
    /// Height in half rows, because half blocks show two pixels in each cell, one above the other.
    pub half_rows: u16,
}

impl ImageBox {
    /// Returns the number of rows.
    pub fn rows(self) -> u16 {
        self.half_rows.div_ceil(2)
    }
}

/// A picture in a layout. The first rows of its block show the picture, and the next rows the block's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlacedImage {
    /// The link to the image's file.
    pub image: LinkId,
    /// The id of the file's version, and the image's size in pixels.
    pub info: ImageInfo,
    /// The columns and rows that the picture takes.
    pub size: ImageBox,
}

/// The size of a cell if the terminal does not report one.
pub const DEFAULT_CELL: PixelSize = PixelSize {
    width: 10,
    height: 20,
};
/// The range of plausible widths and heights of a terminal's cell, in pixels.
const CELL_PIXELS: std::ops::RangeInclusive<u32> = 2..=200;

impl PixelSize {
    /// Returns true if the size is plausible for a cell of a terminal.
    pub fn is_plausible_cell(self) -> bool {
        CELL_PIXELS.contains(&self.width) && CELL_PIXELS.contains(&self.height)
    }
}

impl ImageLimits {
    /// Creates the limits for a screen of `rows` rows: an image takes at most two thirds of them. Uses [`DEFAULT_CELL`] if
    /// the size of a cell is unknown or implausible.
    pub fn new(rows: u16, cell: Option<PixelSize>) -> Self {
        Self {
            cell: cell
                .filter(|cell| cell.is_plausible_cell())
                .unwrap_or(DEFAULT_CELL),
            max_rows: (u32::from(rows) * 2 / 3).max(1) as u16,
        }
    }

    /// Returns the limits for images that are drawn as half blocks: cells wider than [`DEFAULT_CELL`] are scaled down to its
    /// width. Half blocks show only two pixels for each cell. On a screen with many pixels per inch, an image would
    /// otherwise take few cells, and would show few pixels.
    #[must_use]
    pub fn for_half_blocks(self) -> Self {
        let PixelSize { width, height } = self.cell;
        if width <= DEFAULT_CELL.width {
            return self;
        }
        Self {
            cell: PixelSize {
                width: DEFAULT_CELL.width,
                height: (height * DEFAULT_CELL.width / width).max(1),
            },
            ..self
        }
    }

    /// Returns the box of an image in at most `max_columns` columns. The image is never enlarged.
    pub fn box_of(self, image: PixelSize, max_columns: u16) -> ImageBox {
        let [width, height, cell_width, cell_height] =
            [image.width, image.height, self.cell.width, self.cell.height]
                .map(|pixels| u64::from(pixels.max(1)));
        let max_columns = u64::from(max_columns.max(1));
        let max_half_rows = u64::from(self.max_rows.max(1)) * 2;
        let columns = width.div_ceil(cell_width).min(max_columns);
        let shown_width = width.min(columns * cell_width);
        // The height that keeps the proportions, divided by half the height of a cell.
        let half_rows = rounded(2 * height * shown_width, width * cell_height);
        let (columns, half_rows) = if half_rows > max_half_rows {
            // The maximum height determines the width.
            let shown_width = width * max_half_rows * cell_height / (2 * height);
            (rounded(shown_width, cell_width).min(columns), max_half_rows)
        } else {
            (columns, half_rows)
        };
        ImageBox {
            columns: columns as u16,
            half_rows: half_rows as u16,
        }
    }
}

/// Returns `dividend / divisor`, rounded to the nearest number and at least 1.
fn rounded(dividend: u64, divisor: u64) -> u64 {
    ((dividend + divisor / 2) / divisor).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the columns and half rows of an image in cells of 10 × 20 pixels and at most 20 rows.
    fn box_of(width: u32, height: u32, max_columns: u16) -> (u16, u16) {
        let limits = ImageLimits {
            cell: PixelSize {
                width: 10,
                height: 20,
            },
            max_rows: 20,
        };
        let size = limits.box_of(PixelSize { width, height }, max_columns);
        (size.columns, size.half_rows)
    }

    #[test]
    fn images_are_never_enlarged() {
        assert_eq!(box_of(100, 100, 80), (10, 10));
        assert_eq!(box_of(95, 31, 80), (10, 3));
        assert_eq!(box_of(1, 1, 80), (1, 1));
        assert_eq!(box_of(0, 0, 80), (1, 1));
    }

    #[test]
    fn wide_images_are_as_wide_as_the_text() {
        assert_eq!(box_of(1600, 400, 80), (80, 20));
        assert_eq!(box_of(1600, 400, 40), (40, 10));
        assert_eq!(box_of(10_000, 1, 40), (40, 1));
        assert_eq!(box_of(u32::MAX, u32::MAX, 10), (10, 10));
    }

    #[test]
    fn cells_wider_than_the_default_are_scaled_down_for_half_blocks() {
        let cell = |width, height| {
            let cell = Some(PixelSize { width, height });
            let cell = ImageLimits::new(30, cell).for_half_blocks().cell;
            (cell.width, cell.height)
        };
        assert_eq!(cell(8, 17), (8, 17));
        assert_eq!(cell(16, 32), (10, 20));
        assert_eq!(cell(20, 44), (10, 22));
    }

    #[test]
    fn tall_images_are_as_tall_as_allowed() {
        assert_eq!(box_of(800, 800, 80), (40, 40));
        assert_eq!(box_of(100, 10_000, 80), (1, 40));
        assert_eq!(box_of(3000, 4000, 80), (30, 40));
    }
}
