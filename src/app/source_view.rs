//! The source view: shows the source of the open article instead of the rendered text, at the same position.

use super::Model;
use super::article::{Article, ReplacedArticle};
use super::body::{Body, BodyExtent};
use super::message::{Effect, Effects, LoadError, LoadRequest};
use super::requests::RequestKind;
use crate::clean;
use crate::post::DateFormat;

impl Model {
    /// Returns true if the source of the article is shown.
    pub fn is_source_view(&self) -> bool {
        self.article.as_ref().is_some_and(Article::is_source_view)
    }

    /// Returns the rendered article, even while the source view replaces it.
    pub(super) fn rendered_article(&self) -> Option<&Article> {
        let article = self.article.as_ref()?;
        let replaced = article.replaced.as_deref();
        Some(replaced.map_or(article, |replaced| &replaced.article))
    }

    /// Returns the rendered article, even while the source view replaces it.
    pub(super) fn rendered_article_mut(&mut self) -> Option<&mut Article> {
        let article = self.article.as_mut()?;
        if article.is_source_view() {
            return Some(&mut article.replaced.as_mut()?.article);
        }
        Some(article)
    }

    /// Shows the source of the article, or the rendered article again.
    pub(super) fn toggle_source(&mut self, effects: &mut Effects) {
        if self.is_source_view() {
            self.leave_source_view();
        } else {
            self.load_source(effects);
        }
    }

    /// Requests the source of the open article.
    pub(super) fn load_source(&mut self, effects: &mut Effects) {
        if let Some(article) = &self.article {
            effects.push(Effect::LoadSource(LoadRequest {
                id: self.requests.start(RequestKind::Source),
                path: article.path().to_owned(),
                widths: self.text_area().widths,
                image_limits: None,
            }));
        }
    }

    /// Shows the loaded source, or the reason why it could not be read.
    pub(super) fn show_source(&mut self, source: Result<Body, LoadError>) {
        let body = match source {
            Ok(body) => body,
            Err(error) => {
                self.notice = Some(clean!("{error}"));
                return;
            }
        };
        let Some(article) = &mut self.article else {
            return;
        };
        // Another post may have been opened while the source was loaded.
        if article.body.post.path != body.post.path {
            return;
        }
        if article.is_source_view() {
            // The post was loaded again, so its source may have changed.
            article.replace_edited(body);
            return;
        }
        // `now` and the date format are not needed, because a source view has no masthead.
        let mut source_view = Article::new(body, BodyExtent::Complete, None, DateFormat::default());
        source_view.go_to_source_offset(article.source_offset());
        // The end counts as seen already, so that scrolling to the end of the source does not mark the post as read.
        source_view.reading.is_end_seen = true;
        // No link is selected after the return to the rendered article.
        (article.links.selected, article.links.followed_footnote) = (None, None);
        let (position, initial_source_position) = (article.position(), source_view.position());
        let rendered = std::mem::replace(article, source_view);
        article.replaced = Some(Box::new(ReplacedArticle {
            article: rendered,
            position,
            initial_source_position,
        }));
        self.cancel_highlight();
    }

    /// Shows the rendered article again. If the source view was not scrolled, restores the rendered article's position
    /// exactly, else goes to the text at the top of the source view.
    pub(super) fn leave_source_view(&mut self) {
        let Some(article) = &mut self.article else {
            return;
        };
        let Some(replaced) = article.replaced.take() else {
            return;
        };
        let is_scrolled = article.position() != replaced.initial_source_position;
        let offset = article.source_offset();
        *article = replaced.article;
        if is_scrolled {
            article.go_to_source_offset(offset);
        } else {
            article.scroll_to_position(replaced.position);
        }
        self.cancel_highlight();
    }
}
