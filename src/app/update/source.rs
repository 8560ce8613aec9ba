//! The source of the open article in its place, and the way back, at the same place both ways.

use crate::app::article::{Article, Body, Place};
use crate::app::message::{Effect, RequestId};
use crate::app::{Behind, Model};
use crate::text::Clean;

impl Model {
    /// Shows the article as it is written, or as it is meant again.
    pub(super) fn toggle_source(&mut self) -> Vec<Effect> {
        if self.behind.is_some() {
            self.leave_source();
            return Vec::new();
        }
        self.ask_source().into_iter().collect()
    }

    pub(super) fn ask_source(&mut self) -> Option<Effect> {
        let path = self.article.as_ref()?.body.post.path.clone();
        let ticket = self.next_ticket();
        self.sourcing = Some(ticket);
        Some(Effect::LoadSource {
            ticket,
            path,
            widths: self.text_area().widths,
        })
    }

    pub(super) fn sourced(&mut self, ticket: RequestId, read: Result<Body, Clean<'static>>) {
        if self.sourcing.take_if(|one| *one == ticket).is_none() {
            return;
        }
        let body = match read {
            Ok(body) => body,
            Err(why) => {
                self.notice = Some(why);
                return;
            }
        };
        let Some(open) = &mut self.article else {
            return;
        };
        if open.body.post.path != body.post.path {
            return;
        }
        if self.behind.is_some() {
            open.reread(body);
            return;
        }
        let mut article = Article::new(body, true, None);
        article.go_to_source(open.source_offset());
        // What lies behind is read already as far as it goes.
        article.finished = true;
        let behind = Behind {
            entered: (article.place(), open.place()),
            article: std::mem::replace(open, article),
            search: self.search.take(),
        };
        self.behind = Some(behind);
        self.link = None;
    }

    /// Shows the article as it is meant, at the place where its source was read; where nobody moved, at the very place
    /// that it was left at.
    pub(super) fn leave_source(&mut self) {
        let Some(behind) = self.behind.take() else {
            return;
        };
        self.search = behind.search;
        let Some(open) = &mut self.article else {
            return;
        };
        let (entered, left) = behind.entered;
        let (here, offset) = (open.place(), open.source_offset());
        *open = behind.article;
        if here == entered {
            open.restore(left);
        } else {
            open.go_to_source(offset);
        }
    }

    /// Puts the article that lies behind its source in front, or the source in front again.
    pub(super) fn turn_source(&mut self) {
        if let (Some(behind), Some(open)) = (&mut self.behind, &mut self.article) {
            std::mem::swap(open, &mut behind.article);
            std::mem::swap(&mut self.search, &mut behind.search);
        }
    }

    /// The place in the article as it is meant, whether or not its source is shown.
    pub(in crate::app) fn meant_place(&self) -> Option<Place> {
        match &self.behind {
            Some(behind) => Some(behind.article.place()),
            None => self.article.as_ref().map(Article::place),
        }
    }
}
