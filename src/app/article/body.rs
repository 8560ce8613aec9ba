//! A post's document and its rows.

use std::sync::Arc;

use crate::document::{Document, Kind};
use crate::layout::{Layout, LayoutOptions, Widths};
use crate::post::Post;
use crate::text::Clean;

/// A post's document and its layout at one width.
#[derive(Clone, Debug)]
pub struct Body {
    /// The post with its metadata.
    pub post: Arc<Post>,
    /// The parsed body.
    pub document: Arc<Document>,
    /// The layout of its rows.
    pub layout: Arc<Layout>,
}

/// Whether long lines of code are wrapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum CodeWrapping {
    On,
    Off,
}

impl Body {
    /// Lays `document` out with wrapped code. A first heading that repeats the title is left to the masthead.
    pub fn new(post: Arc<Post>, document: Arc<Document>, widths: Widths) -> Self {
        Self::laid_out(post, document, widths, CodeWrapping::On)
    }

    fn laid_out(
        post: Arc<Post>,
        document: Arc<Document>,
        widths: Widths,
        code: CodeWrapping,
    ) -> Self {
        let choices = LayoutOptions {
            hide_first: repeats_title(&document, &post.title),
            unwrapped: code == CodeWrapping::Off,
        };
        let layout = Layout::new(&document, widths, choices);
        Self {
            post,
            document,
            layout: Arc::new(layout),
        }
    }

    /// The same document laid out again.
    #[must_use]
    pub fn relaid(&self, widths: Widths, code: CodeWrapping) -> Self {
        let (post, document) = (Arc::clone(&self.post), Arc::clone(&self.document));
        Self::laid_out(post, document, widths, code)
    }

    /// Whether the layout is for these widths.
    pub fn has_layout(&self, widths: Widths, code: CodeWrapping) -> bool {
        let unwrapped = self.layout.choices().unwrapped;
        self.layout.widths() == widths && unwrapped == (code == CodeWrapping::Off)
    }
}

fn repeats_title(document: &Document, title: &str) -> bool {
    let first = document.blocks().first();
    let heading = first.filter(|block| matches!(block.kind, Kind::Heading(1)));
    heading.is_some_and(|block| *document.block_text(block) == *Clean::line(title.trim()))
}
