//! The pictures of a printed article.

use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use super::RowPrinter;
use crate::document::Document;
use crate::layout::{ImageFit, ImageSizes, PlacedImage};
use crate::paint::picture::{blocks, placeholder};
use crate::paint::{PictureRow, Pixels, Row};
use crate::runtime::images::{self, ImageError, ImageFinder, Measurement};
use crate::runtime::panics::isolate_request;
use crate::text::Clean;

/// Longest time for measuring the images of an article.
const MEASURE_TIME: Duration = Duration::from_secs(60);

/// The pictures of an article; only the last one is kept.
pub(super) struct ShownImages<'a> {
    pub(super) fit: ImageFit,
    finder: &'a ImageFinder,
    post: &'a Path,
    measurement: Measurement<'a>,
    last: Option<(PlacedImage, Result<Pixels, Clean<'static>>)>,
}

impl<'a> ShownImages<'a> {
    /// Creates the pictures of a post.
    pub(super) fn new(finder: &'a ImageFinder, post: &'a Path, fit: ImageFit) -> Self {
        Self {
            fit,
            finder,
            post,
            measurement: Measurement::new(finder, post, MEASURE_TIME),
            last: None,
        }
    }

    /// Returns the sizes of a document's images.
    pub(super) fn sizes(&mut self, document: &Document) -> ImageSizes {
        self.measurement.sizes(document).0
    }

    /// Prints a row of a picture, or of the frame in place of a picture that can't be shown.
    pub(super) fn print(
        &mut self,
        row: &Row<'_>,
        picture: PictureRow,
        target: &str,
        printer: &mut RowPrinter<'_, impl Write>,
    ) -> io::Result<()> {
        let PictureRow { placed, row: at } = picture;
        if self.last.as_ref().is_none_or(|(last, _)| *last != placed) {
            self.last = Some((placed, self.load(placed, target)));
        }
        match &self.last {
            Some((_, Ok(pixels))) => printer.picture_row(row, blocks::row(pixels, placed.size, at)),
            Some((_, Err(reason))) => {
                let message = crate::clean!("Can't be shown: {reason}");
                let mut out = row.clone();
                out.runs.extend(placeholder(placed.size, at, &message).runs);
                printer.row(&out, |_| None)
            }
            None => Ok(()),
        }
    }

    fn load(&self, placed: PlacedImage, target: &str) -> Result<Pixels, Clean<'static>> {
        let load = || {
            let file = self.finder.find(self.post, target)?;
            images::load(&file, blocks::pixels(placed.size))
        };
        let loaded = isolate_request("image", load).unwrap_or(Err(ImageError::Damaged));
        loaded.map_err(|error| crate::clean!("{error}"))
    }
}
