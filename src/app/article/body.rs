//! A post's document and its rows.

use std::sync::Arc;

use crate::document::{Document, Kind};
use crate::layout::{Layout, LayoutOptions, Widths};
use crate::post::Post;
use crate::text::Clean;

/// A post's document and its layout at one width.
#[derive(Clone, Debug)]
pub struct Body {
    /// What its front matter says.
    pub post: Arc<Post>,
    /// The parsed body.
    pub document: Arc<Document>,
    /// Its rows.
    pub layout: Arc<Layout>,
}

impl Body {
    /// Lays `document` out. A first heading that repeats the title is left to the masthead.
    pub fn new(post: Arc<Post>, document: Arc<Document>, widths: Widths) -> Self {
        Self::laid_out(post, document, widths, false)
    }

    fn laid_out(post: Arc<Post>, document: Arc<Document>, widths: Widths, unwrapped: bool) -> Self {
        let choices = LayoutOptions {
            hide_first: repeats(&document, &post.title),
            unwrapped,
        };
        let layout = Layout::new(&document, widths, choices);
        Self {
            post,
            document,
            layout: Arc::new(layout),
        }
    }

    /// The same at other widths, its lines of code wrapped or not.
    #[must_use]
    pub fn at(&self, widths: Widths, unwrapped: bool) -> Self {
        let (post, document) = (Arc::clone(&self.post), Arc::clone(&self.document));
        Self::laid_out(post, document, widths, unwrapped)
    }

    /// Whether it is laid out like that.
    pub fn is_at(&self, widths: Widths, unwrapped: bool) -> bool {
        self.layout.widths() == widths && self.layout.choices().unwrapped == unwrapped
    }
}

fn repeats(document: &Document, title: &str) -> bool {
    let first = document.blocks().first();
    let heading = first.filter(|block| matches!(block.kind, Kind::Heading(1)));
    heading.is_some_and(|block| *document.block_text(block) == *Clean::line(title.trim()))
}
