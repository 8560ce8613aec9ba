//! The source view: shows the source of the open article in its place, and returns to the same position.

use super::Model;
use super::article::{Article, SourceView};
use super::body::Body;
use super::message::{Effect, Effects, LoadError};
use super::requests::RequestKind;
use crate::clean;
use crate::post::DateFormat;

impl Model {
    /// Returns true if the source of the article is shown.
    pub fn is_source_view(&self) -> bool {
        self.article.as_ref().is_some_and(Article::is_source_view)
    }

    /// Returns the rendered article, also while its source is shown.
    pub(super) fn rendered_article(&self) -> Option<&Article> {
        let article = self.article.as_ref()?;
        let view = article.source_view.as_deref();
        Some(view.map_or(article, |view| &view.rendered))
    }

    pub(super) fn rendered_article_mut(&mut self) -> Option<&mut Article> {
        let article = self.article.as_mut()?;
        if article.is_source_view() {
            return Some(&mut article.source_view.as_mut()?.rendered);
        }
        Some(article)
    }

    pub(super) fn toggle_source(&mut self, effects: &mut Effects) {
        if self.is_source_view() {
            self.leave_source_view();
        } else {
            self.load_source(effects);
        }
    }

    pub(super) fn load_source(&mut self, effects: &mut Effects) {
        if let Some(article) = &self.article {
            effects.push(Effect::LoadSource {
                id: self.requests.start(RequestKind::Source),
                path: article.path().to_owned(),
                widths: self.text_area().widths,
            });
        }
    }

    pub(super) fn show_source(&mut self, source: Result<Body, LoadError>) {
        let body = match source {
            Ok(body) => body,
            Err(error) => {
                self.notice = Some(clean!("{error}"));
                return;
            }
        };
        let Some(open) = &mut self.article else {
            return;
        };
        if open.body.post.path != body.post.path {
            return;
        }
        if open.is_source_view() {
            open.replace_edited(body);
            return;
        }
        let mut source = Article::new(
            body,
            super::article::BodyExtent::Whole,
            None,
            DateFormat::default(),
        );
        source.go_to_source(open.source_offset());
        // Reaching the end of the source must not mark the post as read.
        source.reading.end_seen = true;
        (open.links.selected, open.links.footnote_return) = (None, None);
        let entered_at = (source.position(), open.position());
        let rendered = std::mem::replace(open, source);
        open.source_view = Some(Box::new(SourceView {
            rendered,
            entered_at,
        }));
        self.cancel_highlight();
    }

    /// Shows the rendered article again: at the position of the source view, or exactly at its former position if the
    /// source was not scrolled.
    pub(super) fn leave_source_view(&mut self) {
        let Some(source) = &mut self.article else {
            return;
        };
        let Some(view) = source.source_view.take() else {
            return;
        };
        let SourceView {
            rendered,
            entered_at: (entered, left),
        } = *view;
        let (here, offset) = (source.position(), source.source_offset());
        *source = rendered;
        if here == entered {
            source.restore(left);
        } else {
            source.go_to_source(offset);
        }
        self.cancel_highlight();
    }
}
