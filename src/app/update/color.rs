//! The colours of an article's code: asked for once the article stands, and again where the reader jumps ahead.

use std::sync::Arc;

use crate::app::Model;
use crate::app::article::Coloring;
use crate::app::message::{Effect, HighlightRequest, RequestId};
use crate::highlight::{self, Runs};

/// Bytes of an article's code that keep their colours; beyond that the reader's surroundings are coloured anew.
const KEPT: usize = 1024 * 1024;

impl Model {
    /// Asks for colours where code is visible that has none and for which nobody has asked.
    pub(super) fn color(&mut self) -> Option<Effect> {
        let height = self.article_height();
        let article = self.article.as_mut()?;
        let document = &article.body.document;
        if !document.has_languages() {
            return None;
        }
        let visible = article.visible(height);
        let lacks = |block: &usize| {
            highlight::is_colorable(document, *block) && article.colors.of(*block).is_none()
        };
        let first = visible.clone().find(lacks);
        let asked = article.coloring.as_ref();
        if asked.is_some_and(|asked| first.is_none_or(|first| asked.visible.contains(&first))) {
            return None;
        }
        let kept = asked.filter(|_| article.colors.bytes() <= KEPT);
        let ticket = kept.map(|asked| asked.ticket);
        let (document, from) = (Arc::clone(document), visible.start);
        let ticket = ticket.unwrap_or_else(|| self.next_ticket());
        let article = self.article.as_mut()?;
        if article.colors.bytes() > KEPT {
            article.colors = highlight::Colors::default();
        }
        article.coloring = Some(Coloring { ticket, visible });
        Some(Effect::Highlight(HighlightRequest {
            ticket,
            document,
            from,
        }))
    }

    pub(super) fn highlighted(
        &mut self,
        ticket: RequestId,
        block: u32,
        runs: Arc<Runs>,
    ) -> Vec<Effect> {
        let article = self.article.as_mut();
        let asked = |coloring: &Coloring| coloring.ticket == ticket;
        if let Some(article) = article.filter(|one| one.coloring.as_ref().is_some_and(asked))
            && let Some(bytes) = article.body.document.blocks().get(block as usize)
        {
            let bytes = bytes.text().len();
            article.colors.insert(block, bytes, runs);
        }
        Vec::new()
    }
}
