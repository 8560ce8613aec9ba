//! The session: reading positions, marks, and the changes that have to be saved. The model saves a change by adding it to a
//! queue; the I/O layer writes the queued changes to the state file.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use super::article::Position;
use super::jump_list::JumpPosition;
use super::state::{
    Change, LastPost, ListSettings, Mark, PromptHistory, ReadingProgress, SavedPosition,
};
use super::{Focus, Model};

/// Number of screens of scrolling after which the position is saved, so that little is lost in a crash.
const SAVE_AFTER_SCREENS: usize = 2;

/// Number of millionths in one percent.
const MILLIONTHS_PER_PERCENT: usize = 10_000;

/// The state of the session.
#[derive(Debug, Default)]
pub struct ReadingSession {
    /// The reading progress of each post, including the progress saved in earlier sessions.
    pub progress: HashMap<PathBuf, ReadingProgress>,
    /// The marks by their letters.
    pub marks: BTreeMap<char, Mark>,
    /// The latest position in each post that was open in this session. Unlike `progress`, these positions are not saved.
    pub(super) positions: HashMap<PathBuf, Position>,
    /// The history of submitted prompt lines.
    pub(super) prompt_history: PromptHistory,
    /// The post that was open when the article pane last had the focus.
    pub(super) last_focused_post: Option<PathBuf>,
    /// The post that was open or selected at the end of the last session. `None` if the command line names a post, and once
    /// an article has arrived or failed to load.
    pub(super) post_to_restore: Option<PathBuf>,
    /// Changes that have not been passed to the I/O layer yet.
    pub(super) unsaved: Vec<Change>,
    /// The settings of the list as last saved, or as loaded at the start.
    pub(super) saved_list: ListSettings,
    /// The selected or open post as last saved, or as loaded at the start.
    pub(super) saved_last_post: Option<LastPost>,
}

impl ReadingSession {
    /// Removes and returns the unsaved changes.
    pub(super) fn drain_changes(&mut self) -> impl Iterator<Item = Change> + use<> {
        std::mem::take(&mut self.unsaved).into_iter()
    }
}

impl Model {
    /// Returns the changes to save when the reader ends, also after a panic or a signal.
    pub fn final_changes(&mut self) -> Vec<Change> {
        self.save_position();
        // The title and the number of posts of the library, for the library picker.
        if let Some(visit) = self.library_visit() {
            self.save(visit);
        }
        if let Some(last) = self.last_post() {
            self.save_last_post(last);
        }
        self.session.drain_changes().collect()
    }

    /// Queues a change for saving, unless the reader shows piped text.
    pub(super) fn save(&mut self, change: Change) {
        if !self.folder.is_piped_text {
            self.session.unsaved.push(change);
        }
    }

    /// Saves changes that would be lost in a crash: the settings of the list, the position in an article, and which post is open. The
    /// position is saved when the article loses the focus, or after [`SAVE_AFTER_SCREENS`] screens of scrolling. Also adds the
    /// position in the previous post to the jump list, if another post is open now. Called after each message.
    pub(super) fn autosave(&mut self) {
        if self.prompt.is_none() {
            self.save_list_settings();
        }
        let height = self.article_height();
        // The article counts as focused also while its contents have the focus.
        let is_article_focused = self.screen.focus != Focus::List;
        match &mut self.article {
            // A position in the source view is not a position in the article.
            Some(article) if article.is_source_view() => {}
            Some(article) if is_article_focused => {
                // `None` means that the article has just got the focus.
                let scrolled_from = *article.reading.scrolled_from.get_or_insert(article.top);
                if article.top.abs_diff(scrolled_from) >= SAVE_AFTER_SCREENS * height {
                    self.save_position();
                }
                self.record_post_change();
            }
            // The article has just lost the focus.
            Some(article) if article.reading.scrolled_from.is_some() => {
                self.save_position();
                if let Some(article) = &mut self.article {
                    article.reading.scrolled_from = None;
                }
            }
            _ => {}
        }
        // A step in the list should not write a file. While the list is focused, the selected post is saved as the last post
        // only when the focus has just moved from the article to the list, and when the reader ends.
        let saved_last_post = self.session.saved_last_post.as_ref();
        let was_article_focused = saved_last_post.is_some_and(|last| last.is_article_focused);
        let last = self.last_post();
        if let Some(last) = last.filter(|last| last.is_article_focused || was_article_focused) {
            self.save_last_post(last);
        }
    }

    /// Adds the position in the previous post to the jump list when another post is open in the focused article pane. Adds
    /// nothing if the post was opened by going back or forward in the jump list.
    fn record_post_change(&mut self) {
        let Some(article) = &self.article else { return };
        let path = article.path();
        if self.session.last_focused_post.as_deref() == Some(path) {
            // The same post is still open.
            if self.jump_list.revisited.as_deref() == Some(path) {
                // Going back or forward to this post is complete.
                self.jump_list.revisited = None;
            }
            return;
        }
        let path = path.to_owned();
        let is_revisit = self.jump_list.revisited.take().as_ref() == Some(&path);
        let previous_path = self.session.last_focused_post.replace(path);
        let previous_position = previous_path.filter(|_| !is_revisit).and_then(|path| {
            let position = self.session.positions.get(&path).copied()?;
            Some(JumpPosition { path, position })
        });
        if let Some(previous_position) = previous_position {
            self.jump_list.push(previous_position);
        }
    }

    /// Saves the position in the open article, if the article is focused or has just lost the focus. Does nothing while a jump
    /// to an earlier position is pending.
    pub(super) fn save_position(&mut self) {
        let height = self.article_height();
        // The current position must not replace the earlier position before the pending jump returns to it.
        let is_returning = self.is_returning();
        let Some(article) = self.rendered_article_mut() else {
            return;
        };
        // `None` means that the article has not had the focus.
        if article.reading.scrolled_from.is_none() || is_returning {
            return;
        }
        article.reading.scrolled_from = Some(article.top);
        let path = article.path().to_owned();
        let position = article.saved_position();
        let percent = match &position {
            _ if article.top == 0 => 0,
            // The length of the article is not known yet: the percentage is the share of the loaded text above the position.
            SavedPosition::Body(text_anchor) if !article.is_complete => {
                text_anchor.ratio as usize / MILLIONTHS_PER_PERCENT
            }
            _ => article.percent(height).unwrap_or(0),
        };
        let progress = ReadingProgress {
            position,
            percent: percent as u8,
        };
        // A post without saved progress counts as saved at its start.
        let saved_progress = self.session.progress.get(&path);
        if saved_progress.unwrap_or(&ReadingProgress::default()) != &progress {
            self.session.progress.insert(path.clone(), progress.clone());
            self.save(Change::Progress(path, progress));
        }
    }

    /// Moves the positions, reading progress and marks of a renamed post to its new path.
    pub(super) fn migrate_session(&mut self, from: &Path, to: &Path) {
        let session = &mut self.session;
        if let Some(position) = session.positions.remove(from) {
            session.positions.insert(to.to_owned(), position);
        }
        if session.last_focused_post.as_deref() == Some(from) {
            session.last_focused_post = Some(to.to_owned());
        }
        let mut changes = Vec::new();
        if let Some(progress) = session.progress.remove(from) {
            session.progress.insert(to.to_owned(), progress.clone());
            changes.push(Change::Progress(to.to_owned(), progress));
        }
        for (letter, mark) in &mut session.marks {
            if mark.path == from {
                to.clone_into(&mut mark.path);
                changes.push(Change::Mark(*letter, mark.clone()));
            }
        }
        for change in changes {
            self.save(change);
        }
    }

    /// Saves the settings of the list, if they have changed.
    fn save_list_settings(&mut self) {
        let list = self.list_settings();
        // A filter with an error is not saved, so that the next session does not start with it.
        if self.session.saved_list != list && self.filter.problems().is_empty() {
            self.session.saved_list = list.clone();
            self.save(Change::List(list));
        }
    }

    /// Returns the filter, order, width and visibility of the list, to be saved.
    pub(super) fn list_settings(&self) -> ListSettings {
        ListSettings {
            filter: self.filter.to_string(),
            sort: self.list.user_sort,
            columns: self.list.columns,
            is_hidden: self.list.is_hidden,
        }
    }

    /// Saves the selected or open post, if it has changed.
    fn save_last_post(&mut self, last: LastPost) {
        if self.session.saved_last_post.as_ref() != Some(&last) {
            self.session.saved_last_post = Some(last.clone());
            self.save(Change::Last(last));
        }
    }

    /// Returns the open post if the article is focused, else the selected post.
    fn last_post(&self) -> Option<LastPost> {
        let is_article_focused = self.screen.focus != Focus::List;
        let path = if is_article_focused {
            self.open_path().map(Path::to_owned)
        } else {
            self.selected_path()
        };
        Some(LastPost {
            path: path?,
            is_article_focused,
        })
    }
}
