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
    /// The parsed text of the post.
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
pub struct LayoutChoices {
    /// The wrapping of code and tables.
    pub code: CodeWrapping,
    /// The empty rows between blocks.
    pub spacing: Spacing,
    /// The folded containers.
    pub folds: Folds,
    /// The limits for the size of an image; `None` if images are shown as their alternative text.
    pub images: Option<ImageLimits>,
}

/// The wrapping of long lines of code, and of the cells of tables.
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
        let choices = LayoutChoices {
            code: CodeWrapping::On,
            spacing: Spacing::Normal,
            folds: Folds::initial(&document),
            images: limits,
        };
        Self::with_layout(post, document, Arc::new(images), widths, choices)
    }

    /// Creates a body with a layout for `widths` and `choices`.
    fn with_layout(
        post: Arc<Post>,
        document: Arc<Document>,
        images: Arc<ImageSizes>,
        widths: Widths,
        choices: LayoutChoices,
    ) -> Self {
        let options = LayoutOptions {
            is_unwrapped: choices.code == CodeWrapping::Off,
            allows_wide_tables: true,
            hides_first_block: repeats_title(&document, &post.title),
            spacing: choices.spacing,
            images: needed_limits(choices.images, &images),
        };
        let layout = Layout::with_folds(&document, &images, widths, options, choices.folds);
        Self {
            post,
            document,
            layout: Arc::new(layout),
            laid_out_images: Arc::clone(&images),
            images,
        }
    }

    /// Returns a body with the same document and another layout.
    #[must_use]
    pub fn relaid(&self, widths: Widths, choices: LayoutChoices) -> Self {
        let (post, document) = (Arc::clone(&self.post), Arc::clone(&self.document));
        let images = Arc::clone(&self.images);
        Self::with_layout(post, document, images, widths, choices)
    }

    /// Returns true if the layout was created for these widths, these choices, and the images whose size is known now.
    pub fn has_layout_for(&self, widths: Widths, choices: &LayoutChoices) -> bool {
        let choices = LayoutChoices {
            images: needed_limits(choices.images, &self.images),
            ..choices.clone()
        };
        self.layout.widths() == widths
            && self.layout_choices() == choices
            && Arc::ptr_eq(&self.images, &self.laid_out_images)
    }

    /// Returns the choices for which the layout was created.
    pub fn layout_choices(&self) -> LayoutChoices {
        let options = self.layout.options();
        LayoutChoices {
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

    /// Returns a body with the same document and other folds.
    #[must_use]
    pub(super) fn refolded(self, folds: Folds) -> Self {
        if *self.layout.folds() == folds {
            return self;
        }
        let choices = LayoutChoices {
            folds,
            ..self.layout_choices()
        };
        self.relaid(self.layout.widths(), choices)
    }
}

/// Returns `limits` if the size of any image is known, else `None`. Only images of known size are shown as pictures. A document
/// without such images needs no new layout when the limits change with the screen's height.
fn needed_limits(limits: Option<ImageLimits>, images: &ImageSizes) -> Option<ImageLimits> {
    limits.filter(|_| !images.is_empty())
}

/// Returns true if the first block is a heading of level 1 with the text of `title`.
fn repeats_title(document: &Document, title: &str) -> bool {
    let first = document.blocks().first();
    let heading = first.filter(|block| matches!(block.kind, Kind::Heading(1)));
    heading.is_some_and(|block| *document.block_text(block) == *Clean::line(title.trim()))
}
