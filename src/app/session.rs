//! The session: reading positions and marks, and what of them has to be saved.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use super::article::Position;
use super::history::Visit;
use super::state::{
    Change, LastPost, ListView, Mark, PromptHistory, ReadingProgress, SavedPosition,
};
use super::{Focus, Model};

/// Screens that may be scrolled before the position is saved, so that little is lost in a crash.
const SAVE_AFTER_SCREENS: usize = 2;

/// The state of the session.
#[derive(Debug, Default)]
pub struct ReadingSession {
    /// The reading progress of each post, in this run and before.
    pub progress: HashMap<PathBuf, ReadingProgress>,
    /// The marks.
    pub marks: BTreeMap<char, Mark>,
    /// The position in each post, in this run.
    pub(super) positions: HashMap<PathBuf, Position>,
    /// The lines that were submitted in prompts.
    pub(super) prompt_history: PromptHistory,
    /// The post that was read last with the focus in its pane.
    pub(super) last_read: Option<PathBuf>,
    /// The post that is opened only because it was read last.
    pub(super) restore_path: Option<PathBuf>,
    /// Changes to save that are not handed out yet.
    pub(super) unsaved: Vec<Change>,
    /// The list view that was saved last, or that the reader started with.
    pub(super) saved_view: ListView,
    /// The last post that was saved last.
    pub(super) saved_last: Option<LastPost>,
}

impl ReadingSession {
    pub(super) fn drain_changes(&mut self) -> impl Iterator<Item = Change> + use<> {
        std::mem::take(&mut self.unsaved).into_iter()
    }
}

impl Model {
    /// The changes to save when the reader ends, however it ends.
    pub fn final_changes(&mut self) -> Vec<Change> {
        self.save_position();
        if let Some(last) = self.last_post() {
            self.save_last(last);
        }
        self.session.drain_changes().collect()
    }

    /// Saves a change, unless the text is not a file.
    pub(super) fn save(&mut self, change: Change) {
        if !self.folder.is_single {
            self.session.unsaved.push(change);
        }
    }

    /// Saves what must not wait for the end: the list view, the last post, and a position that was left or is far from
    /// the one saved last.
    pub(super) fn save_progress(&mut self) {
        if self.prompt.is_none() {
            self.save_view();
        }
        let height = self.article_height();
        let is_reading = self.screen.focus != Focus::List;
        match &mut self.article {
            // Positions in the source view are none of the article's.
            Some(article) if article.is_source_view() => {}
            Some(article) if is_reading => {
                let saved = *article.saved_top.get_or_insert(article.top);
                if article.top.abs_diff(saved) >= SAVE_AFTER_SCREENS * height {
                    self.save_position();
                }
                self.record_visit();
            }
            Some(article) if article.saved_top.is_some() => {
                self.save_position();
                if let Some(article) = &mut self.article {
                    article.saved_top = None;
                }
            }
            _ => {}
        }
        // Which post is only selected is saved at the end; at each step down the list would be too often.
        let was_reading = self
            .session
            .saved_last
            .as_ref()
            .is_some_and(|last| last.reading);
        if let Some(last) = self.last_post().filter(|last| last.reading || was_reading) {
            self.save_last(last);
        }
    }

    /// Adds the previous post to the jump list when another is read.
    fn record_visit(&mut self) {
        let Some(article) = &self.article else { return };
        let path = article.path();
        if self.session.last_read.as_deref() == Some(path) {
            // Back in the same post, there is no visit to expect.
            self.history
                .revisited
                .take_if(|revisited| revisited == path);
            return;
        }
        let path = path.to_owned();
        let is_revisit = self.history.revisited.take().as_ref() == Some(&path);
        let before = self.session.last_read.replace(path);
        let visit = before.filter(|_| !is_revisit).and_then(|path| {
            let position = self.session.positions.get(&path).copied()?;
            Some(Visit { path, position })
        });
        if let Some(visit) = visit {
            self.history.push(visit);
        }
    }

    /// Saves the position in an article whose pane has had the focus: a preview beside the list moves nothing.
    pub(super) fn save_position(&mut self) {
        let height = self.article_height();
        // On the way to a position, the current one is none.
        let is_returning = self.is_returning();
        let Some(article) = self.rendered_article_mut() else {
            return;
        };
        if article.saved_top.is_none() || is_returning {
            return;
        }
        article.saved_top = Some(article.top);
        let path = article.path().to_owned();
        let position = article.saved_position();
        let percent = match &position {
            _ if article.top == 0 => 0,
            SavedPosition::Body(text_anchor) if !article.is_complete => {
                text_anchor.ratio as usize / 10_000
            }
            _ => article.percent(height).unwrap_or(0),
        };
        let progress = ReadingProgress {
            position,
            percent: percent as u8,
        };
        let before = self.session.progress.get(&path);
        if before.unwrap_or(&ReadingProgress::default()) != &progress {
            self.session.progress.insert(path.clone(), progress.clone());
            self.save(Change::Progress(path, progress));
        }
    }

    /// Moves the positions and marks of a renamed post to its new path.
    pub(super) fn migrate_session(&mut self, from: &Path, to: &Path) {
        let session = &mut self.session;
        if let Some(position) = session.positions.remove(from) {
            session.positions.insert(to.to_owned(), position);
        }
        if session.last_read.as_deref() == Some(from) {
            session.last_read = Some(to.to_owned());
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

    fn save_view(&mut self) {
        let view = self.list_view();
        // A filter with an error is not worth saving.
        if self.session.saved_view != view && self.filter.problems().is_empty() {
            self.session.saved_view = view.clone();
            self.save(Change::View(view));
        }
    }

    /// The filter and order of the list.
    pub(super) fn list_view(&self) -> ListView {
        ListView {
            filter: self.filter.to_string(),
            sort: self.library.sort(),
            columns: self.list.columns,
            is_hidden: self.list.is_hidden,
        }
    }

    fn save_last(&mut self, last: LastPost) {
        if self.session.saved_last.as_ref() != Some(&last) {
            self.session.saved_last = Some(last.clone());
            self.save(Change::Last(last));
        }
    }

    /// The post that is read, else the selected one.
    fn last_post(&self) -> Option<LastPost> {
        let reading = self.screen.focus != Focus::List;
        let path = if reading {
            self.open_path().map(Path::to_owned)
        } else {
            self.selected_path()
        };
        Some(LastPost {
            path: path?,
            reading,
        })
    }
}
