//! The image view: an overlay that shows an image as large as the screen.

use std::path::PathBuf;

use super::Model;
use super::keymap::View;
use super::message::{Effect, Effects};
use crate::document::{LinkId, LinkKind};
use crate::layout::{ImageBox, ImageInfo};
use crate::text::{Clean, scheme};

/// Number of rows above the picture in the image view: the description and an empty row.
pub const IMAGE_VIEW_DESCRIPTION_ROWS: u16 = 2;

/// The state of the image view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageView {
    /// The post that shows the image.
    pub post: PathBuf,
    /// The id of the image among the links of the document.
    pub image: LinkId,
    /// The image's target as the author wrote it.
    pub target: String,
    /// The image as text: its symbol with its alternative text, or with the name of its file.
    pub description: Clean<'static>,
    /// The id of the file's version, and the image's size in pixels.
    pub info: ImageInfo,
}

/// An image to look up in the site: the post that shows it, and its target as the author wrote it.
struct ImageReference {
    post: PathBuf,
    target: String,
}

impl Model {
    /// Returns the view of the selected image. Returns `None` if no image is selected, if the image is not a file of the site,
    /// or if its size is unknown.
    fn selected_image_view(&self) -> Option<ImageView> {
        let image = self.selected_link()?;
        let article = self.article.as_ref()?;
        let document = &article.body.document;
        let spans = document.spans(0..document.text().len());
        let image_span = spans.iter().find(|span| span.link == Some(image))?;
        let image_bytes = image_span.start as usize..image_span.end as usize;
        let ImageReference { post, target } = self.selected_image()?;
        Some(ImageView {
            post,
            image,
            target,
            description: document.text().slice(image_bytes).into_owned(),
            info: article.body.images.get(image)?,
        })
    }

    /// Returns the target of the selected image, if it is a file of the site.
    pub fn selected_image_target(&self) -> Option<String> {
        self.selected_image().map(|image| image.target)
    }

    /// Returns true if an image is selected that can be shown as large as the screen. The image must be a file of
    /// the site, and its size must be known. The settings and the terminal must allow pictures.
    pub fn can_view_selected_image(&self) -> bool {
        let known_info = || {
            let images = &self.article.as_ref()?.body.images;
            images.get(self.selected_link()?)
        };
        self.selected_image().is_some() && known_info().is_some() && self.pictures.is_available()
    }

    /// Returns the selected image, if it is a file of the site.
    fn selected_image(&self) -> Option<ImageReference> {
        let image: LinkId = self.selected_link()?;
        let article = self.article.as_ref()?;
        let link = article.body.document.link(image);
        let is_local = scheme(link.target).is_none() && !link.target.starts_with("//");
        (is_local && matches!(link.kind, LinkKind::Image { .. })).then(|| ImageReference {
            post: article.path().to_owned(),
            target: link.target.to_owned(),
        })
    }

    /// Shows the selected image as large as the screen. Returns false if no image is selected, or if it can't be shown.
    pub(super) fn view_selected_image(&mut self) -> bool {
        let view = self.selected_image_view();
        let Some(view) = view.filter(|_| self.pictures.is_available()) else {
            return false;
        };
        self.open_overlay(view);
        true
    }

    /// Opens the file of the viewed image, or else of the selected image. Returns false if there is neither.
    pub(super) fn open_image_file(&mut self, effects: &mut Effects) -> bool {
        let image = match self.overlays.top_image() {
            Some(view) => Some(ImageReference {
                post: view.post.clone(),
                target: view.target.clone(),
            }),
            None => self.selected_image(),
        };
        let Some(ImageReference { post, target }) = image else {
            return false;
        };
        effects.push(Effect::OpenImage { post, target });
        true
    }

    /// Closes the image view if it is the top overlay. Returns true if it was closed.
    pub(super) fn close_image_view(&mut self) -> bool {
        self.close_top_overlay_if(View::Image)
    }

    /// Returns the columns and rows of the viewed image: as many as fit on the screen. Half blocks may enlarge the image, up
    /// to one column for each pixel. Other methods do not enlarge the image.
    pub fn image_view_box(&self, view: &ImageView) -> ImageBox {
        let area = self.body_area();
        let rows = area.height.saturating_sub(IMAGE_VIEW_DESCRIPTION_ROWS);
        self.pictures.largest_box(view.info, area.width, rows)
    }
}
