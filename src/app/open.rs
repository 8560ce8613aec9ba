//! Opens articles: requests them, and shows the loaded bodies.

use std::path::{Path, PathBuf};

use super::article::{Article, Body, BodyExtent};
use super::jump_list::{JumpTarget, PendingJump};
use super::message::{Effect, Effects, LoadRequest, Opened, RequestId};
use super::{Focus, Model};
use crate::clean;

impl Model {
    /// Requests the article of a post. An older request becomes stale.
    pub(super) fn open(&mut self, path: PathBuf, effects: &mut Effects) {
        self.record_position();
        let loading_path = self.requests.loading_article_path();
        if loading_path.is_some_and(|loading_path| loading_path != path) {
            self.input.drop_queued_article_actions();
        }
        // A pending jump in another post is canceled.
        self.jump_list.pending.take_if(|jump| jump.path != path);
        self.open_error = None;
        effects.push(Effect::Open(LoadRequest {
            id: self.requests.start_article(path.clone()),
            path,
            widths: self.text_area().widths,
            image_limits: self.image_limits(),
        }));
    }

    /// Records the position in the open article, for this session and for later sessions. Does nothing while a jump back to a
    /// former position is pending.
    fn record_position(&mut self) {
        if self.is_returning() {
            return;
        }
        self.save_position();
        if let Some(article) = self.rendered_article() {
            let (path, position) = (article.path().to_owned(), article.position());
            self.session.positions.insert(path, position);
        }
    }

    /// Returns true if a jump back to a former position waits for the rest of the open article.
    pub(super) fn is_returning(&self) -> bool {
        let jump = self.jump_list.pending.as_ref();
        jump.is_some_and(|jump| jump.restores_position() && Some(&*jump.path) == self.open_path())
    }

    /// Shows a loaded article, or the reason why it could not be loaded.
    pub(super) fn on_opened(&mut self, id: RequestId, opened: Opened, effects: &mut Effects) {
        // If this is the last result of the request, the request has already ended, and `loading_article_path` returns `None`.
        let Some(path) = self.requests.latest_article_path().map(Path::to_owned) else {
            return;
        };
        let is_restoring = self.session.post_to_restore.take().as_ref() == Some(&path);
        match opened {
            Opened::FirstPart(body) => self.show(id, body, BodyExtent::FirstPart, effects),
            Opened::Complete(body) => {
                self.show(id, body, BodyExtent::Complete, effects);
                if self.is_source_view() {
                    self.load_source(effects);
                }
            }
            // The old text stays on the screen; the error is only a notice.
            Opened::Failed(error) if self.open_path() == Some(&*path) => {
                self.notice = Some(clean!("{error}"));
            }
            Opened::Failed(_) if is_restoring => {
                // The post of the last session can't be read. The user has not requested it, so no error is shown.
                (self.list.select_on_load, self.list.selection_when_opened) = (None, None);
                self.screen.focus = Focus::List;
            }
            Opened::Failed(error) => {
                self.input.drop_queued_article_actions();
                self.article = None;
                self.open_error = Some(clean!("{error}"));
            }
        }
    }

    /// Shows a body that the request `id` has loaded. If the source view of the same post is open, replaces the rendered
    /// article behind it.
    fn show(&mut self, id: RequestId, body: Body, extent: BodyExtent, effects: &mut Effects) {
        if self.open_path() != Some(&body.post.path) {
            self.leave_source_view();
        }
        // The complete article of the same request continues the first part, so the text of the first part is unchanged.
        let is_same_version = self.requests.shown_article_request_id == id;
        if let Some(article) = self.rendered_article_mut()
            && article.path() == body.post.path
        {
            // While an article is loaded again, the complete old document stays, so that its end remains reachable.
            if article.is_complete && extent == BodyExtent::FirstPart {
                return;
            }
            article.replace_loaded(body, extent, is_same_version);
        } else {
            let date_format = self.settings.date_format.clone();
            let article = Article::new(body, extent, self.library.now(), date_format);
            self.article = Some(article);
            self.set_return_jump();
        }
        self.requests.shown_article_request_id = id;
        self.cancel_highlight();
        if !self.is_source_view() {
            self.search_again_if_typing();
            self.carry_out_pending_jump();
        }
        self.replay_in_article(effects);
    }

    /// Sets a pending jump to the position at which the user left this article, in this or an earlier session. Does nothing if
    /// no position is known, or if another jump in the article is pending.
    fn set_return_jump(&mut self) {
        let Some(path) = self.open_path() else { return };
        let is_to_this_post = |jump: &PendingJump| jump.path == path;
        if self.jump_list.pending.as_ref().is_some_and(is_to_this_post) {
            return;
        }
        let session = &self.session;
        let position = session.positions.get(path).copied();
        let target = position.map(JumpTarget::Position).or_else(|| {
            let progress = session.progress.get(path)?;
            Some(JumpTarget::Saved(progress.position.clone()))
        });
        let path = path.to_owned();
        self.jump_list.pending = target.map(|target| PendingJump { path, target });
    }
}
