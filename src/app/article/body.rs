//! The body of an article: a document and its layout.

use std::sync::Arc;

use crate::document::{Document, Folds, Kind};
use crate::layout::{Layout, LayoutOptions, Spacing, Widths};
use crate::post::Post;
use crate::text::Clean;

/// A post's document and its layout at a width.
#[derive(Clone, Debug)]
pub struct Body {
    /// The post with its metadata.
    pub post: Arc<Post>,
    /// The parsed body.
    pub document: Arc<Document>,
    /// The layout of its rows.
    pub layout: Arc<Layout>,
}

/// The view of a document, apart from its width.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyView {
    /// Whether long lines of code are wrapped.
    pub code: CodeWrapping,
    /// The empty rows between blocks.
    pub spacing: Spacing,
    /// The folded containers.
    pub folds: Folds,
}

/// The wrapping of long lines of code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum CodeWrapping {
    On,
    Off,
}

impl Body {
    /// Lays out `document` with wrapped code, folded as the author wrote it. Hides a first heading that repeats the title,
    /// which the masthead shows.
    pub fn new(post: Arc<Post>, document: Arc<Document>, widths: Widths) -> Self {
        let view = BodyView {
            code: CodeWrapping::On,
            spacing: Spacing::Normal,
            folds: Folds::written(&document),
        };
        Self::laid_out(post, document, widths, view)
    }

    fn laid_out(post: Arc<Post>, document: Arc<Document>, widths: Widths, view: BodyView) -> Self {
        let options = LayoutOptions {
            unwrapped: view.code == CodeWrapping::Off,
            sideways: true,
            hide_first: repeats_title(&document, &post.title),
            spacing: view.spacing,
        };
        let layout = Layout::folded(&document, widths, options, view.folds);
        Self {
            post,
            document,
            layout: Arc::new(layout),
        }
    }

    /// Returns the same document with another layout.
    #[must_use]
    pub fn relaid(&self, widths: Widths, view: BodyView) -> Self {
        let (post, document) = (Arc::clone(&self.post), Arc::clone(&self.document));
        Self::laid_out(post, document, widths, view)
    }

    /// Returns the view that the layout was made for.
    pub fn view(&self) -> BodyView {
        let options = self.layout.options();
        BodyView {
            code: if options.unwrapped {
                CodeWrapping::Off
            } else {
                CodeWrapping::On
            },
            spacing: options.spacing,
            folds: self.layout.folds().clone(),
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

fn repeats_title(document: &Document, title: &str) -> bool {
    let first = document.blocks().first();
    let heading = first.filter(|block| matches!(block.kind, Kind::Heading(1)));
    heading.is_some_and(|block| *document.block_text(block) == *Clean::line(title.trim()))
}
