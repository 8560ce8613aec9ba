//! The body of an article: a document and its layout.

use std::sync::Arc;

use crate::document::{Document, Folds, Kind};
use crate::layout::{ImageLimits, ImageSizes, Layout, LayoutOptions, Spacing, Widths};
use crate::post::Post;
use crate::text::Clean;

/// The part of an article that a [`Body`] holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyExtent {
    /// The first part: the first screens of a long article, which are loaded before the rest.
    FirstPart,
    /// The complete article.
    Complete,
}

/// A post's document, and its layout at one width.
#[derive(Clone, Debug)]
pub struct Body {
    /// The post with its metadata.
    pub post: Arc<Post>,
    /// The parsed body.
    pub document: Arc<Document>,
    /// The images whose size is known.
    pub images: Arc<ImageSizes>,
    /// The layout of the document.
    pub layout: Arc<Layout>,
    /// The images whose size was known when the layout was created.
    laid_out_images: Arc<ImageSizes>,
}

/// The choices that determine the layout of a document, apart from the width.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyView {
    /// The wrapping of long lines of code.
    pub code: CodeWrapping,
    /// The empty rows between blocks.
    pub spacing: Spacing,
    /// The folded containers.
    pub folds: Folds,
    /// The limits for the size of an image; `None` if images are shown as their alternative text.
    pub images: Option<ImageLimits>,
}

/// The wrapping of long lines of code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are self-explanatory")]
pub enum CodeWrapping {
    On,
    Off,
}

impl Body {
    /// Lays out `document` with wrapped code, images as their alternative text, and the folds as the author wrote them.
    /// Hides the first heading if it repeats the post's title, because the masthead already shows the title.
    pub fn new(post: Arc<Post>, document: Arc<Document>, widths: Widths) -> Self {
        let (images, limits) = (ImageSizes::default(), None);
        Self::with_images(post, document, images, widths, limits)
    }

    /// Lays out `document` as [`Body::new`] does, but with rows for the pictures of `images`, unless `limits` is `None`.
    pub fn with_images(
        post: Arc<Post>,
        document: Arc<Document>,
        images: ImageSizes,
        widths: Widths,
        limits: Option<ImageLimits>,
    ) -> Self {
        let view = BodyView {
            code: CodeWrapping::On,
            spacing: Spacing::Normal,
            folds: Folds::initial(&document),
            images: limits,
        };
        Self::with_layout(post, document, Arc::new(images), widths, view)
    }

    /// Creates a body with a layout for `widths` and `view`.
    fn with_layout(
        post: Arc<Post>,
        document: Arc<Document>,
        images: Arc<ImageSizes>,
        widths: Widths,
        view: BodyView,
    ) -> Self {
        let options = LayoutOptions {
            is_unwrapped: view.code == CodeWrapping::Off,
            allows_wide_tables: true,
            hides_first_block: repeats_title(&document, &post.title),
            spacing: view.spacing,
            images: needed_limits(view.images, &images),
        };
        let layout = Layout::with_folds(&document, &images, widths, options, view.folds);
        Self {
            post,
            document,
            layout: Arc::new(layout),
            laid_out_images: Arc::clone(&images),
            images,
        }
    }

    /// Returns the same document with another layout.
    #[must_use]
    pub fn relaid(&self, widths: Widths, view: BodyView) -> Self {
        let (post, document) = (Arc::clone(&self.post), Arc::clone(&self.document));
        let images = Arc::clone(&self.images);
        Self::with_layout(post, document, images, widths, view)
    }

    /// Returns true if the layout was created for these widths, this view, and the images whose size is known now.
    pub fn has_layout(&self, widths: Widths, view: &BodyView) -> bool {
        let view = BodyView {
            images: needed_limits(view.images, &self.images),
            ..view.clone()
        };
        self.layout.widths() == widths
            && self.view() == view
            && Arc::ptr_eq(&self.images, &self.laid_out_images)
    }

    /// Returns the view for which the layout was created.
    pub fn view(&self) -> BodyView {
        let options = self.layout.options();
        BodyView {
            code: if options.is_unwrapped {
                CodeWrapping::Off
            } else {
                CodeWrapping::On
            },
            spacing: options.spacing,
            folds: self.layout.folds().clone(),
            images: options.images,
        }
    }

    /// Returns the same document with other folds.
    #[must_use]
    pub(super) fn refolded(self, folds: Folds) -> Self {
        if *self.layout.folds() == folds {
            return self;
        }
        let view = BodyView {
            folds,
            ..self.view()
        };
        self.relaid(self.layout.widths(), view)
    }
}

/// Returns `limits` if the size of any image is known, else `None`. The limits depend on the screen's height, but a document
/// without images needs no new layout when the height changes.
fn needed_limits(limits: Option<ImageLimits>, images: &ImageSizes) -> Option<ImageLimits> {
    limits.filter(|_| !images.is_empty())
}

/// Returns true if the first block is a heading of level 1 with the text of `title`.
fn repeats_title(document: &Document, title: &str) -> bool {
    let first = document.blocks().first();
    let heading = first.filter(|block| matches!(block.kind, Kind::Heading(1)));
    heading.is_some_and(|block| *document.block_text(block) == *Clean::line(title.trim()))
}
