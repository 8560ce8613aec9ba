//! The rows of the open article, for the pane that it has. A long one has those in sight within the frame; all of them
//! are asked for, and the latest request is the only one that counts.

use std::sync::Arc;

use crate::app::Model;
use crate::app::message::{Effect, LayOut, Ticket};
use crate::layout::Layout;

impl Model {
    pub(super) fn lay_out(&mut self) -> Option<Effect> {
        let (widths, height) = (self.text_area().widths, self.article_height());
        let article = self.article.as_mut()?;
        if !article.body.is_at(widths, article.sideways.is_some()) {
            article.lay_out(widths, height);
        }
        if article.body.layout.part().is_none() || article.laying.is_some() {
            return None;
        }
        let ticket = self.next_ticket();
        let article = self.article.as_mut()?;
        article.laying = Some(ticket);
        Some(Effect::LayOut(LayOut {
            ticket,
            document: Arc::clone(&article.body.document),
            widths,
            choices: article.body.layout.choices(),
        }))
    }

    pub(super) fn laid_out(&mut self, ticket: Ticket, layout: Arc<Layout>) {
        let article = self.article.as_mut();
        if let Some(article) = article.filter(|article| article.laying == Some(ticket)) {
            article.take_layout(layout);
        }
    }
}
