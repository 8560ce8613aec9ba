//! Printing the pictures of an article.

use std::io::{self, Write};
use std::time::Duration;

use super::{RowPrinter, no_hyperlink};
use crate::app::image_choice::DrawingMethod;
use crate::document::Document;
use crate::layout::{ImageLimits, ImageSizes, PlacedImage};
use crate::paint::picture::border_row;
use crate::paint::{PictureRow, Pixels, Row};
use crate::runtime::backend::kitty;
use crate::runtime::backend::painted::PaintedRows;
use crate::runtime::image_finder::Measurement;
use crate::runtime::images::{self, ImageError};
use crate::runtime::panics::catch_panic;

/// Maximum time for measuring the images of an article.
pub(super) const MAX_IMAGE_MEASURING_TIME: Duration = Duration::from_secs(60);

/// A printer for the pictures of an article. It keeps only the last picture in memory.
pub(super) struct PicturePrinter<'a> {
    /// The limits for the size of a picture.
    pub(super) limits: ImageLimits,
    method: DrawingMethod,
    /// Finds and measures the image files.
    measurement: Measurement<'a>,
    /// The last picture.
    last: Option<LoadedPicture>,
    /// Number of pictures loaded so far, including pictures that can't be shown. In kitty's protocol, the
    /// number of the last picture is derived from this count.
    picture_count: u32,
}

/// A picture that was loaded for printing.
struct LoadedPicture {
    placed: PlacedImage,
    /// The scaled pixels, or the reason why the picture can't be shown.
    pixels: Result<Pixels, ImageError>,
}

impl<'a> PicturePrinter<'a> {
    /// Creates a printer for the pictures of an article.
    pub(super) fn new(
        measurement: Measurement<'a>,
        method: DrawingMethod,
        limits: ImageLimits,
    ) -> Self {
        Self {
            limits,
            method,
            measurement,
            last: None,
            picture_count: 0,
        }
    }

    /// Returns the sizes of a document's images.
    pub(super) fn sizes(&mut self, document: &Document) -> ImageSizes {
        self.measurement.measure(document).sizes
    }

    /// Prints a row of a picture. If the picture can't be shown, prints a row of a border instead. `target` is the target of the
    /// image as the author wrote it.
    pub(super) fn print(
        &mut self,
        row: &Row<'_>,
        picture: PictureRow,
        target: &str,
        printer: &mut RowPrinter<'_, impl Write>,
    ) -> io::Result<()> {
        let PictureRow {
            placed,
            row: row_in_picture,
        } = picture;
        let protocol = self.method.protocol(placed.size);
        // In kitty's protocol, each picture needs a number of its own. Each is therefore loaded at its first row, even if the
        // previous picture is the same image in the same size.
        if row_in_picture == 0 || self.last.as_ref().is_none_or(|last| last.placed != placed) {
            let pixels = self.load(placed, target);
            self.picture_count += 1;
            if let (Ok(pixels), DrawingMethod::Kitty) = (&pixels, self.method) {
                let mut bytes = Vec::new();
                kitty::transmit(
                    &mut bytes,
                    kitty::number(self.picture_count),
                    placed.size,
                    pixels,
                );
                printer.out.write_all(&bytes)?;
            }
            self.last = Some(LoadedPicture { placed, pixels });
        }
        let Some(last) = &self.last else {
            return Ok(());
        };
        match &last.pixels {
            // The picture is painted over its rows once the last of them is printed.
            Ok(pixels) if self.method.paints_over_cells() => {
                printer.print_row(row, no_hyperlink)?;
                if row_in_picture + 1 < placed.size.rows() {
                    return Ok(());
                }
                let painted = PaintedRows {
                    size: placed.size,
                    pixels,
                    rows: 0..placed.size.rows(),
                };
                printer.paint_above(row, &painted, self.method)
            }
            Ok(pixels) => {
                let cells = protocol.row(pixels, placed.size, row_in_picture);
                printer.print_picture_row(row, &cells, kitty::number(self.picture_count))
            }
            Err(reason) => {
                let message = crate::clean!("Can't be shown: {reason}");
                let mut bordered_row = row.clone();
                bordered_row
                    .runs
                    .extend(border_row(placed.size, row_in_picture, &message).runs);
                printer.print_row(&bordered_row, no_hyperlink)
            }
        }
    }

    /// Finds the file of the image `target`, and decodes and scales its pixels.
    fn load(&self, placed: PlacedImage, target: &str) -> Result<Pixels, ImageError> {
        let protocol = self.method.protocol(placed.size);
        let size = protocol.scaled_size(placed.info.size, placed.size, self.limits.cell);
        let load = || images::load(&self.measurement.find(target)?, size, protocol.colors());
        catch_panic("image", load).unwrap_or(Err(ImageError::Damaged))
    }
}
