//! Pictures, which are images drawn on the screen: a store of loaded pixels, and the requests for missing pictures.
//!
//! The pixels are decoded and scaled in the background, the pictures nearest to the visible rows first. A picture is
//! identified by the version of its file and its size in pixels, so it stays valid when an article is edited or opened
//! again.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

use super::Model;
use super::article::Article;
use super::image_choice::{DrawingMethod, ImageChoice};
use super::message::{Effect, Effects, PictureKey, PictureRequest, Shared, WantedPicture};
use super::reason::Reason;
use crate::layout::{
    DEFAULT_CELL, ImageBox, ImageInfo, ImageLimits, ImageSizes, PixelSize, PlacedImage,
};
use crate::paint::Pixels;
use crate::text::Clean;

/// Maximum number of bytes of loaded pixels. If more are loaded, the pictures that were wanted least recently are dropped.
const MAX_PIXEL_BYTES: usize = 64 << 20;

/// The loading state of a picture.
#[derive(Clone, Debug)]
pub enum Picture {
    /// The file is being decoded in the background.
    Loading,
    /// The pixels.
    Ready(Arc<Pixels>),
    /// Pixels for another box or another drawing method, shown until the requested pixels are loaded.
    Substitute(Arc<Pixels>),
    /// The reason why the picture can't be shown.
    Failed(Reason),
}

/// An entry of the store: loaded pixels, or the reason why the picture can't be shown.
#[derive(Debug)]
struct LoadedPicture {
    pixels: Result<Arc<Pixels>, Reason>,
    /// The value of [`Pictures::updates`] when the picture was last near the visible rows.
    last_wanted: u64,
}

impl LoadedPicture {
    /// Returns the number of bytes of the pixels.
    fn bytes(&self) -> usize {
        self.pixels
            .as_ref()
            .map_or(0, |pixels| pixels.bytes().len())
    }
}

/// The store of pictures of recently open articles.
#[derive(Debug)]
pub struct Pictures {
    /// The configured way to show images.
    choice: ImageChoice,
    /// The best drawing method that the terminal is known to support.
    supported: Option<DrawingMethod>,
    /// True if the user has switched pictures off.
    is_off: bool,
    /// The size of a cell of the terminal, if it is known.
    cell: Option<PixelSize>,
    /// The entries of the store.
    loaded: HashMap<PictureKey, LoadedPicture>,
    /// The number of bytes of all loaded pixels.
    bytes: usize,
    /// The pictures that were requested last and have not arrived.
    requested: HashSet<PictureKey>,
    /// Number of calls of [`Pictures::record_wanted`]. It serves as the clock for `last_wanted`.
    updates: u64,
}

impl Pictures {
    /// Creates an empty store. Images are shown as text until [`Pictures::set_choice`] is called. `supported` is the best
    /// drawing method that the terminal is known to support.
    pub(super) fn new(cell: Option<PixelSize>, supported: Option<DrawingMethod>) -> Self {
        let mut pictures = Self {
            choice: ImageChoice::None,
            supported,
            is_off: false,
            cell: None,
            loaded: HashMap::new(),
            bytes: 0,
            requested: HashSet::new(),
            updates: 0,
        };
        // `set_cell` ignores an implausible size.
        if let Some(cell) = cell {
            pictures.set_cell(cell);
        }
        pictures
    }

    /// Sets the way to show images. If the user has switched pictures off, switches them on again.
    pub(super) fn set_choice(&mut self, choice: ImageChoice) {
        self.choice = choice;
        self.is_off = false;
    }

    /// Sets the best drawing method that the terminal supports. Sixels do not replace kitty's or iTerm2's protocol,
    /// which are better.
    pub(super) fn set_supported(&mut self, supported: DrawingMethod) {
        let has_better = matches!(
            self.supported,
            Some(DrawingMethod::Kitty | DrawingMethod::Iterm2)
        );
        if supported != DrawingMethod::Sixel || !has_better {
            self.supported = Some(supported);
        }
    }

    /// Returns the best drawing method that the terminal is known to support.
    pub fn supported(&self) -> Option<DrawingMethod> {
        self.supported
    }

    /// Returns the drawing method that the settings and the terminal allow, even while the user has switched pictures
    /// off. Returns `None` if the settings or the terminal allow no pictures.
    fn available_method(&self) -> Option<DrawingMethod> {
        // Without the size of the cells, sixels would cover the text or leave gaps.
        let is_usable =
            |method: &DrawingMethod| *method != DrawingMethod::Sixel || self.cell.is_some();
        self.choice.drawing_method(self.supported.filter(is_usable))
    }

    /// Sets the size of the terminal's cells, if it is plausible.
    pub(super) fn set_cell(&mut self, cell: PixelSize) {
        if cell.is_plausible_cell() {
            self.cell = Some(cell);
        }
    }

    /// Returns the size of the terminal's cells, if it is known.
    pub fn known_cell(&self) -> Option<PixelSize> {
        self.cell
    }

    /// Returns the size of the terminal's cells, or [`DEFAULT_CELL`] if it is unknown.
    fn cell(&self) -> PixelSize {
        self.cell.unwrap_or(DEFAULT_CELL)
    }

    /// Returns the method to draw pictures, or `None` if images are shown as text.
    pub fn drawing_method(&self) -> Option<DrawingMethod> {
        self.available_method().filter(|_| !self.is_off)
    }

    /// Returns the method to draw a picture, even if the user has switched pictures off. Returns half blocks if the settings
    /// and the terminal allow no pictures.
    pub fn available_method_or_blocks(&self) -> DrawingMethod {
        self.available_method().unwrap_or(DrawingMethod::Blocks)
    }

    /// Returns true if the settings and the terminal allow pictures, even while the user has switched pictures off.
    pub(super) fn is_available(&self) -> bool {
        self.available_method().is_some()
    }

    /// Returns the largest box of an image in an area of `columns` and `rows`. Half blocks may enlarge the image to at
    /// most as many columns as its width in pixels, because a column shows one pixel of the width. Other methods do not enlarge
    /// the image.
    pub(super) fn largest_box(&self, info: ImageInfo, columns: u16, rows: u16) -> ImageBox {
        let scale = match self.available_method() {
            Some(DrawingMethod::Blocks) | None => self.cell().width,
            Some(DrawingMethod::Kitty | DrawingMethod::Sixel | DrawingMethod::Iterm2) => 1,
        };
        let size = PixelSize {
            width: info.size.width.saturating_mul(scale),
            height: info.size.height.saturating_mul(scale),
        };
        let limits = ImageLimits {
            cell: self.cell(),
            max_rows: rows,
        };
        limits.box_of(size, columns)
    }

    /// Returns the picture of an image in a box.
    pub fn get(&self, info: ImageInfo, image_box: ImageBox) -> Picture {
        let key = self.key(info, image_box);
        match self.loaded.get(&key).map(|loaded| &loaded.pixels) {
            Some(Ok(pixels)) => Picture::Ready(Arc::clone(pixels)),
            Some(Err(reason)) => Picture::Failed(reason.clone()),
            None => self
                .substitute(key)
                .map_or(Picture::Loading, Picture::Substitute),
        }
    }

    /// Returns the key of the picture of an image in a box.
    fn key(&self, info: ImageInfo, image_box: ImageBox) -> PictureKey {
        let protocol = self.available_method_or_blocks().protocol(image_box);
        PictureKey {
            id: info.id,
            size: protocol.scaled_size(info.size, image_box, self.cell()),
            colors: protocol.colors(),
        }
    }

    /// Returns the widest loaded pixels of the same image. They were made for another box or another drawing method.
    fn substitute(&self, key: PictureKey) -> Option<Arc<Pixels>> {
        let same_image = self.loaded.iter().filter(|(other, _)| other.id == key.id);
        let pixels = same_image.filter_map(|(_, loaded)| loaded.pixels.as_ref().ok());
        pixels.max_by_key(|pixels| pixels.size().width).cloned()
    }

    /// Adds loaded pixels, or the reason why the picture can't be shown.
    pub(super) fn insert(&mut self, key: PictureKey, pixels: Result<Shared<Pixels>, Reason>) {
        self.requested.remove(&key);
        let picture = LoadedPicture {
            pixels: pixels.map(|pixels| pixels.0),
            last_wanted: self.updates,
        };
        self.bytes += picture.bytes();
        if let Some(old) = self.loaded.insert(key, picture) {
            self.bytes -= old.bytes();
        }
        self.drop_oldest();
    }

    /// Drops the pictures that were wanted least recently, until the remaining pixels take at most [`MAX_PIXEL_BYTES`].
    /// Keeps the pictures that are wanted now.
    fn drop_oldest(&mut self) {
        while self.bytes > MAX_PIXEL_BYTES {
            let unwanted = self
                .loaded
                .iter()
                .filter(|(_, picture)| picture.last_wanted < self.updates && picture.bytes() > 0);
            let oldest = unwanted.min_by_key(|(_, picture)| picture.last_wanted);
            let Some(key) = oldest.map(|(key, _)| *key) else {
                return;
            };
            if let Some(old) = self.loaded.remove(&key) {
                self.bytes -= old.bytes();
            }
        }
    }

    /// Records the pictures that are wanted after an update. Returns the wanted pictures that are not loaded, for a new
    /// request, or an empty list if all of these are already requested.
    fn record_wanted(&mut self, wanted: Vec<WantedPicture>) -> Vec<WantedPicture> {
        self.updates += 1;
        let mut missing: Vec<WantedPicture> = Vec::new();
        for picture in wanted {
            match self.loaded.get_mut(&picture.key) {
                Some(loaded) => loaded.last_wanted = self.updates,
                None if missing.iter().any(|known| known.key == picture.key) => {}
                None => missing.push(picture),
            }
        }
        let mut keys = missing.iter().map(|picture| picture.key);
        if keys.all(|key| self.requested.contains(&key)) {
            return Vec::new();
        }
        self.requested = missing.iter().map(|picture| picture.key).collect();
        missing
    }
}

/// Returns the pictures that are visible in a pane of `height` rows or at most `height` rows away, the nearest first.
fn nearby_pictures(article: &Article, height: usize) -> Vec<PlacedImage> {
    let (document, layout) = (&article.body.document, &article.body.layout);
    let Some(last) = layout.rows().checked_sub(1) else {
        return Vec::new();
    };
    let masthead_rows = article.masthead.rows.len();
    let block_at = |row: usize| {
        let row = row.saturating_sub(masthead_rows).min(last);
        layout.locate(document, row).block
    };
    let (top, end) = (article.top, article.top + height);
    let blocks = block_at(top.saturating_sub(height))..block_at(end + height) + 1;
    // The number of rows to scroll until a picture is visible; 0 if it is visible already.
    let distance = |(block, placed): &(usize, PlacedImage)| {
        let picture_top = masthead_rows + layout.first_row(document, *block);
        let picture_end = picture_top + usize::from(placed.size.rows());
        picture_top.saturating_sub(end.saturating_sub(1)) + (top + 1).saturating_sub(picture_end)
    };
    let mut placed: Vec<_> = layout.images(blocks).collect();
    placed.sort_by_key(distance);
    placed.into_iter().map(|(_, placed)| placed).collect()
}

impl Model {
    /// Returns the limits for the size of an image in the article, or `None` if images are shown as text.
    pub(super) fn image_limits(&self) -> Option<ImageLimits> {
        let rows = self.screen.size.height;
        let method = self.pictures.drawing_method()?;
        Some(method.adapted_limits(ImageLimits::new(rows, self.pictures.cell)))
    }

    /// Returns true if the method to draw pictures depends on what the terminal supports.
    pub fn depends_on_terminal_graphics(&self) -> bool {
        self.pictures.choice == ImageChoice::Auto
    }

    /// Requests the pictures that are near the visible rows and not loaded yet.
    pub(super) fn request_pictures(&mut self, effects: &mut Effects) {
        let height = self.article_height();
        let Some(article) = self
            .article
            .as_ref()
            .filter(|_| self.pictures.is_available())
        else {
            return;
        };
        let post: PathBuf = article.path().to_owned();
        let document = &article.body.document;
        let enlarged = self.overlays.top_image().map(|view| WantedPicture {
            key: self.pictures.key(view.info, self.image_view_box(view)),
            target: view.target.clone(),
        });
        let nearby = nearby_pictures(article, height)
            .into_iter()
            .map(|placed| WantedPicture {
                key: self.pictures.key(placed.info, placed.size),
                target: document.link(placed.image).target.to_owned(),
            });
        let wanted = enlarged.into_iter().chain(nearby).collect();
        let missing = self.pictures.record_wanted(wanted);
        if !missing.is_empty() {
            effects.push(Effect::LoadPictures(PictureRequest {
                post,
                wanted: missing,
            }));
        }
    }

    /// Adds the sizes of images that were measured after the article was shown.
    pub(super) fn add_image_sizes(&mut self, sizes: ImageSizes) {
        if let Some(article) = self.rendered_article_mut() {
            article.body.images = Arc::new(sizes);
        }
    }

    /// Switches between images as pictures and images as text.
    pub(super) fn toggle_pictures(&mut self, effects: &mut Effects) {
        if !self.pictures.is_available() {
            self.notice = Some(Clean::literal(
                "Images are shown as text, because of NO_COLOR, the terminal, or a setting.",
            ));
            return;
        }
        self.pictures.is_off = !self.pictures.is_off;
        self.notice = Some(Clean::literal(if self.pictures.is_off {
            "Images are shown as text."
        } else {
            "Images are shown as pictures."
        }));
        // The sizes of images are unknown if the article was opened while images were shown as text, so it is opened again.
        if !self.pictures.is_off
            && let Some(article) = self.rendered_article()
            && article.body.images.is_empty()
            && article.body.document.block_images().next().is_some()
        {
            self.open(article.path().to_owned(), effects);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::ImageId;
    use crate::paint::picture::PixelColors;

    /// Returns a store for a terminal of which neither the cell size nor a method to draw pictures is known.
    fn empty_store() -> Pictures {
        let (cell, supported) = (None, None);
        Pictures::new(cell, supported)
    }

    /// Returns a picture of 1024 × 8192 pixels, in a file whose version has the id `id`.
    fn wanted(id: u64) -> WantedPicture {
        WantedPicture {
            key: PictureKey {
                id: ImageId(id),
                size: PixelSize {
                    width: 1024,
                    height: 8192,
                },
                colors: PixelColors::All,
            },
            target: String::new(),
        }
    }

    /// Returns the pixels of a wanted picture: 24 MiB.
    fn pixels() -> Shared<Pixels> {
        let size = wanted(0).key.size;
        let rgb = vec![0; size.width as usize * size.height as usize * 3];
        Shared(Arc::new(Pixels::new(size, rgb).expect("the size matches")))
    }

    #[test]
    fn insert_drops_the_least_recently_wanted_pictures() {
        // Two pictures of 24 MiB fit in 64 MiB.
        let mut pictures = empty_store();
        for id in 1..=3 {
            pictures.record_wanted(vec![wanted(id)]);
            pictures.insert(wanted(id).key, Ok(pixels()));
        }
        let loaded_ids = |pictures: &Pictures| -> Vec<u64> {
            let mut ids: Vec<u64> = pictures.loaded.keys().map(|key| key.id.0).collect();
            ids.sort_unstable();
            ids
        };
        assert_eq!(loaded_ids(&pictures), [2, 3]);
        pictures.record_wanted(vec![wanted(2), wanted(4)]);
        pictures.insert(wanted(4).key, Ok(pixels()));
        assert_eq!(loaded_ids(&pictures), [2, 4]);
        assert!(pictures.bytes <= MAX_PIXEL_BYTES);
    }

    #[test]
    fn missing_pictures_are_requested_again_only_together_with_a_new_one() {
        let mut pictures = empty_store();
        assert_eq!(pictures.record_wanted(vec![wanted(1), wanted(2)]).len(), 2);
        assert!(pictures.record_wanted(vec![wanted(2)]).is_empty());
        assert_eq!(pictures.record_wanted(vec![wanted(3), wanted(2)]).len(), 2);
        pictures.insert(wanted(3).key, Err(Reason(Clean::literal("broken"))));
        assert!(
            pictures
                .record_wanted(vec![wanted(2), wanted(3)])
                .is_empty()
        );
    }

    #[test]
    fn sixels_need_a_known_cell_size() {
        let mut pictures = empty_store();
        pictures.set_choice(ImageChoice::Auto);
        pictures.set_supported(DrawingMethod::Sixel);
        assert_eq!(pictures.drawing_method(), Some(DrawingMethod::Blocks));
        pictures.set_cell(DEFAULT_CELL);
        assert_eq!(pictures.drawing_method(), Some(DrawingMethod::Sixel));
    }

    #[test]
    fn sixels_replace_a_better_method_only_if_the_user_chooses_them() {
        let mut pictures = empty_store();
        pictures.set_cell(DEFAULT_CELL);
        pictures.set_choice(ImageChoice::Auto);
        pictures.set_supported(DrawingMethod::Iterm2);
        pictures.set_supported(DrawingMethod::Sixel);
        assert_eq!(pictures.drawing_method(), Some(DrawingMethod::Iterm2));
        pictures.set_choice(ImageChoice::Sixel);
        assert_eq!(pictures.drawing_method(), Some(DrawingMethod::Sixel));
    }

    #[test]
    fn implausible_cell_sizes_fall_back_to_the_default() {
        for (width, height, expected) in [(8, 17, (8, 17)), (0, 20, (10, 20)), (9, 4000, (10, 20))]
        {
            let cell = Some(PixelSize { width, height });
            let cell = Pictures::new(cell, None).cell();
            assert_eq!((cell.width, cell.height), expected);
        }
    }
}
