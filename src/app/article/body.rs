//! The body of an article: a document and its layout.

use std::sync::Arc;

use crate::document::{Document, Kind};
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

/// The wrapping of long lines of code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum CodeWrapping {
    On,
    Off,
}

impl Body {
    /// Lays out `document` with wrapped code. Hides a first heading that repeats the title, which the masthead shows.
    pub fn new(post: Arc<Post>, document: Arc<Document>, widths: Widths) -> Self {
        Self::laid_out(post, document, widths, LayoutOptions::default())
    }

    fn laid_out(
        post: Arc<Post>,
        document: Arc<Document>,
        widths: Widths,
        options: LayoutOptions,
    ) -> Self {
        let options = LayoutOptions {
            hide_first: repeats_title(&document, &post.title),
            sideways: true,
            ..options
        };
        let layout = Layout::new(&document, widths, options);
        Self {
            post,
            document,
            layout: Arc::new(layout),
        }
    }

    /// Returns the same document with another layout.
    #[must_use]
    pub fn relaid(&self, widths: Widths, code: CodeWrapping, spacing: Spacing) -> Self {
        let (post, document) = (Arc::clone(&self.post), Arc::clone(&self.document));
        let options = LayoutOptions {
            unwrapped: code == CodeWrapping::Off,
            spacing,
            ..LayoutOptions::default()
        };
        Self::laid_out(post, document, widths, options)
    }

    /// Returns true if the layout was made for these widths and options.
    pub fn has_layout(&self, widths: Widths, code: CodeWrapping, spacing: Spacing) -> bool {
        let options = LayoutOptions {
            unwrapped: code == CodeWrapping::Off,
            spacing,
            ..self.layout.options()
        };
        self.layout.widths() == widths && self.layout.options() == options
    }
}

fn repeats_title(document: &Document, title: &str) -> bool {
    let first = document.blocks().first();
    let heading = first.filter(|block| matches!(block.kind, Kind::Heading(1)));
    heading.is_some_and(|block| *document.block_text(block) == *Clean::line(title.trim()))
}
