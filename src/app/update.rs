//! The root of `update`: routes each message to its component, then restores invariants.

use super::message::{Effect, Effects, Message};
use super::{Focus, Model};
use crate::clean;
use crate::text::Clean;

/// Updates the model for a message, and appends the resulting effects to `effects`. Ignores the result of a stale request.
pub fn update(model: &mut Model, message: Message, effects: &mut Effects) {
    if !model.requests.accept(&message) {
        return;
    }
    let first_new_effect = effects.len();
    model.route(message, effects);
    // While folio is suspended or the editor runs, folio can't save anything, so the position is saved now.
    let pauses_reader = |effect: &Effect| matches!(effect, Effect::Suspend | Effect::Edit { .. });
    if effects[first_new_effect..].iter().any(pauses_reader) {
        model.save_position();
    }
    model.restore_invariants(effects);
    // Saves come first, because the last effect may be to quit.
    let changes = model.session.drain_changes().map(Effect::Save);
    effects.splice(first_new_effect..first_new_effect, changes);
}

impl Model {
    /// Passes a message to the component that handles it.
    fn route(&mut self, message: Message, effects: &mut Effects) {
        match message {
            Message::Key(key) => self.on_key(key, effects),
            Message::OverlayMousePress(pressed) => self.on_overlay_mouse_press(pressed, effects),
            Message::Mouse(event) => self.on_mouse(event, effects),
            Message::Paste(text) => self.paste(&text, effects),
            Message::Resize(size) => self.screen.size = size,
            Message::Scanned(_, posts) => self.add_posts(posts, effects),
            Message::ScanEnded(_, unreadable) => self.end_scan(&unreadable, effects),
            Message::Opened(id, opened) => self.on_opened(id, opened, effects),
            Message::GraphicsFound(method) => self.pictures.set_supported(method),
            Message::CellSize(cell) => self.pictures.set_cell(cell),
            Message::ImagesMeasured(_, images) => self.add_image_sizes(images),
            Message::PictureLoaded(key, pixels) => self.pictures.insert(key, pixels),
            Message::BacklinksFound(_, backlinks) => self.set_backlinks(backlinks),
            Message::PostsSearched(_, results) => {
                self.post_search.add(results, &self.library);
                self.open_awaited_hit(effects);
            }
            Message::Highlighted(_, block, runs) => self.add_highlight(block, runs),
            Message::SourceLoaded(_, source) => self.show_source(source),
            Message::Suspend => effects.push(Effect::Suspend),
            Message::Resumed => effects.push(Effect::Resume),
            Message::ProblemsFound(_, problems) => self.show_found_problems(problems),
            Message::LibrariesFound(_, libraries) => self.show_libraries(libraries),
            Message::PreviewLoaded(_, body) => self.show_preview(body),
            Message::PostInfoLoaded(_, info) => self.add_post_info(&info),
            Message::ArticleFailed(error) => {
                self.article = None;
                self.open_error = Some(clean!("{error}"));
            }
            Message::Notice(notice) => self.notice = Some(notice),
            Message::Edited(path, edited) => {
                self.reread_edited(path, effects);
                self.notice = edited.err().map(Clean::from);
            }
            Message::FilesChanged(changes) => self.apply_changes(changes, effects),
            Message::RescanNeeded => self.reload(effects),
            Message::WatchStatus(status) => self.set_watch_status(status),
            Message::SiteChanged(facts) => self.set_site(facts, effects),
            Message::Focused => self.rescan_unwatched(effects),
            Message::Background(background) => self.themes.background = Some(background),
            Message::SettingsChanged(settings) => self.reload_settings(settings, effects),
            Message::Terminate => effects.push(Effect::Quit),
        }
    }

    /// Restores invariants after every message:
    ///
    /// - The selection is visible.
    /// - The contents are focused only if an article is open.
    /// - The article is laid out for its width, and follows the selection.
    /// - An open preview is laid out for its width.
    /// - Missing code colors and pictures are requested.
    /// - A post is marked as read at its end.
    /// - What a crash would lose, such as the position in an article, is recorded as changes to save. [`update`] turns these
    ///   changes into effects.
    fn restore_invariants(&mut self, effects: &mut Effects) {
        if let Some(pane) = self.panes().list {
            self.list.scroll_to_selection(pane.height.into());
        }
        if self.article.is_none() && self.screen.focus == Focus::Contents {
            self.screen.focus = Focus::Article;
        }
        let (widths, spacing) = (self.text_area().widths, self.spacing());
        let image_limits = self.image_limits();
        if let Some(article) = &mut self.article {
            article.lay_out(widths, spacing, image_limits);
        }
        self.sync_article(effects);
        self.replace_outdated_preview(effects);
        self.request_highlight(effects);
        self.request_pictures(effects);
        self.mark_read_at_end();
        self.autosave();
    }
}
