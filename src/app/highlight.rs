//! Syntax highlighting: requested for the visible code of an article, and again after a jump to code without colors.

use std::sync::Arc;

use super::Model;
use super::message::{Effect, Effects, HighlightRequest, Shared};
use super::requests::RequestKind;
use crate::highlight::{self, Runs};

/// Maximum number of bytes of code whose colors are kept. If more code is colored, all colors are dropped and the visible
/// code is highlighted again.
const MAX_COLORED_BYTES: usize = 1024 * 1024;

impl Model {
    /// Requests highlighting if a visible block of code has no colors and was not visible at the last request. The first
    /// request for a document is sent even if no code is visible.
    pub(super) fn request_highlight(&mut self, effects: &mut Effects) {
        let height = self.article_height();
        let Some(article) = &mut self.article else {
            return;
        };
        let document = &article.body.document;
        if !document.has_languages() {
            return;
        }
        let visible = article.visible_blocks(height);
        let lacks_colors = |block: &usize| {
            highlight::is_colorable(document, *block) && article.code_roles.of(*block).is_none()
        };
        let first_uncolored = visible.clone().find(lacks_colors);
        let is_needed = match (&article.visible_at_last_highlight_request, first_uncolored) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(visible_at_last_request), Some(block)) => {
                !visible_at_last_request.contains(&block)
            }
        };
        if !is_needed {
            return;
        }
        let first_block = visible.start;
        article.visible_at_last_highlight_request = Some(visible);
        // The requests for a document share an id, so that results of earlier requests are accepted too. After the colors are
        // dropped, the next request has a new id, which excludes the earlier results.
        let mut id = self.requests.current(RequestKind::Highlight);
        if article.code_roles.bytes() > MAX_COLORED_BYTES {
            article.code_roles = highlight::CodeRoles::default();
            id = None;
        }
        effects.push(Effect::Highlight(HighlightRequest {
            id: id.unwrap_or_else(|| self.requests.start(RequestKind::Highlight)),
            document: Shared(Arc::clone(&article.body.document)),
            first_block,
        }));
    }

    /// Cancels the running request, because another document is shown.
    pub(super) fn cancel_highlight(&mut self) {
        self.requests.cancel(RequestKind::Highlight);
        if let Some(article) = &mut self.article {
            article.visible_at_last_highlight_request = None;
        }
    }

    /// Stores the roles of the code in a block, as the highlighter found them.
    pub(super) fn add_highlight(&mut self, block: u32, runs: Arc<Runs>) {
        if let Some(article) = &mut self.article
            && let Some(code_block) = article.body.document.blocks().get(block as usize)
        {
            let bytes = code_block.text_range().len();
            article.code_roles.insert(block, bytes, runs);
        }
    }
}
