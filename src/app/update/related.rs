//! Related posts: shown at once as far as the library knows them; who links here is found in the background.

use std::sync::Arc;

use crate::app::message::{BacklinksRequest, Effect, RequestId};
use crate::app::related::{Backlinks, RelatedView};
use crate::app::{Focus, Model};
use crate::text::Clean;

impl Model {
    /// Shows what has to do with the post that has the focus, or no longer.
    pub(super) fn show_related(&mut self) -> Vec<Effect> {
        if self.related.take().is_some() {
            return Vec::new();
        }
        let path = match self.focus {
            Focus::List => self.list.selected_post().map(|id| self.library.post(id)),
            _ => self.article.as_ref().map(|article| &*article.body.post),
        };
        let path = path.map(|post| post.path.clone());
        let links = self.backlinks.as_ref();
        self.related = path.and_then(|path| RelatedView::new(&self.library, path, links));
        if self.related.is_none() {
            let hint = if self.single {
                "There is one text only."
            } else {
                "No post is selected."
            };
            self.notice = Some(Clean::literal(hint));
            return Vec::new();
        }
        self.ask_links()
    }

    /// Asks who links to whom, where somebody wants to know and nobody has asked; not before all posts are known.
    pub(super) fn ask_links(&mut self) -> Vec<Effect> {
        let is_asked = self.backlinks.is_some() || self.linking.is_some();
        if self.related.is_none() || is_asked || self.scanning {
            return Vec::new();
        }
        let ticket = self.next_ticket();
        self.linking = Some(ticket);
        vec![Effect::FindBacklinks(BacklinksRequest {
            ticket,
            library: Arc::new(self.library.clone()),
            base: self.base.clone(),
        })]
    }

    pub(super) fn linked(&mut self, ticket: RequestId, backlinks: Backlinks) -> Vec<Effect> {
        if self.linking == Some(ticket) {
            self.linking = None;
            self.backlinks = Some(backlinks);
            if let Some(view) = &mut self.related {
                view.update(&self.library, self.backlinks.as_ref());
            }
        }
        Vec::new()
    }

    /// Whether it is still being found out who links here.
    pub fn is_linking(&self) -> bool {
        self.linking.is_some() || (self.scanning && self.backlinks.is_none())
    }

    /// Posts have changed: who links to whom has to be found out again.
    pub(super) fn forget_links(&mut self) {
        (self.backlinks, self.linking) = (None, None);
        if let Some(view) = &mut self.related {
            view.update(&self.library, None);
        }
    }

    /// Opens the selected one of the related posts.
    pub(super) fn open_related(&mut self) -> Vec<Effect> {
        let selected = self.related.as_ref().and_then(RelatedView::selected_post);
        let Some(post) = selected.map(|related| related.post) else {
            return Vec::new();
        };
        let path = self.library.post(post).path.clone();
        self.related = None;
        self.leave_place();
        self.link = None;
        vec![self.visit(path)]
    }
}
