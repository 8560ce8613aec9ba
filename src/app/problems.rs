//! The view of a post's problems, and of the errors in the settings. Problems in the front matter are known when the post
//! is loaded; problems in the text are found by a check in the background.

use std::path::{Path, PathBuf};

use super::keymap::View;
use super::message::{Effect, Effects, SettingsError};
use super::requests::RequestKind;
use super::{Focus, Model};
use crate::post::{Post, Problem};
use crate::text::Clean;

/// Notice for a post without problems.
const NO_PROBLEMS: &str = "No problems in this post.";

/// The errors in the settings, and below them the problems of a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemView {
    /// The errors in the settings.
    pub settings_errors: Vec<SettingsError>,
    /// The path of the post; empty if no post is focused.
    pub path: PathBuf,
    /// The problems of the post, in line order.
    pub problems: Vec<Problem>,
    /// The index of the first visible error or problem, counted through the errors and then the problems.
    pub top: usize,
}

impl ProblemView {
    /// Creates the view, or returns `None` if there are no errors and no problems.
    pub fn new(
        settings_errors: &[SettingsError],
        path: &Path,
        problems: Vec<Problem>,
    ) -> Option<Self> {
        let view = Self {
            settings_errors: settings_errors.to_owned(),
            path: path.to_owned(),
            problems: deduplicate(problems),
            top: 0,
        };
        (view.count() > 0).then_some(view)
    }

    /// Returns the number of errors and problems.
    pub fn count(&self) -> usize {
        self.settings_errors.len() + self.problems.len()
    }

    /// Replaces the problems of the post. The first visible problem stays at the top; if it is gone, scrolls to the start.
    pub fn update(&mut self, problems: Vec<Problem>) {
        let errors = self.settings_errors.len();
        let first_index = self.top.checked_sub(errors);
        let first_problem = first_index
            .and_then(|index| self.problems.get(index))
            .cloned();
        self.problems = deduplicate(problems);
        let new_index = self
            .problems
            .iter()
            .position(|problem| Some(problem) == first_problem.as_ref());
        if first_problem.is_some() {
            self.top = new_index.map_or(0, |index| errors + index);
        }
    }

    /// Scrolls down by a number of errors and problems, or up if `count` is negative.
    pub fn scroll_by(&mut self, count: isize) {
        let last = self.count().saturating_sub(1);
        self.top = self.top.saturating_add_signed(count).min(last);
    }

    /// Returns the file and the line of the first visible error or problem.
    pub(super) fn position(&self) -> Option<(&Path, u32)> {
        if let Some(error) = self.settings_errors.get(self.top) {
            return Some((&error.file, error.line));
        }
        let problem = self.problems.get(self.top - self.settings_errors.len())?;
        Some((&self.path, problem.line))
    }
}

/// Removes duplicates, and keeps the order.
fn deduplicate(problems: Vec<Problem>) -> Vec<Problem> {
    let mut unique: Vec<Problem> = Vec::with_capacity(problems.len());
    for problem in problems {
        if !unique.contains(&problem) {
            unique.push(problem);
        }
    }
    unique
}

impl Model {
    /// Opens or closes the problems of the focused post, and the errors in the settings. Requests a check of the post, which
    /// may find further problems.
    pub(super) fn toggle_problems(&mut self, effects: &mut Effects) {
        if self.close_top_overlay_if(View::Problems) {
            return;
        }
        let (path, problems) = match self.focused_post() {
            Some(post) => (post.path.clone(), post.problems.clone()),
            None if self.settings_errors.is_empty() => return,
            None => (PathBuf::new(), Vec::new()),
        };
        let view = ProblemView::new(&self.settings_errors, &path, problems);
        if view.is_none() {
            self.notice = Some(Clean::literal(if self.folder.is_piped_text {
                NO_PROBLEMS
            } else {
                "Checking the post…"
            }));
        }
        if let Some(view) = view {
            self.open_overlay(view);
        }
        if !self.folder.is_piped_text && self.focused_post().is_some() {
            let id = self.requests.start(RequestKind::Problems);
            effects.push(Effect::CheckPost(id, path));
        }
    }

    /// Shows the problems that a check has found, in the open view, else in a new view. If there are none, shows a notice
    /// instead of a new view.
    pub(super) fn show_found_problems(&mut self, problems: Vec<Problem>) {
        if let Some(view) = self.overlays.problems() {
            return view.update(problems);
        }
        let path = self.focused_post().map(|post| post.path.clone());
        let view = path.and_then(|path| ProblemView::new(&self.settings_errors, &path, problems));
        self.notice = view.is_none().then(|| Clean::literal(NO_PROBLEMS));
        if let Some(view) = view {
            self.open_overlay(view);
        }
    }

    /// Shows the current errors in the settings in the open view, which closes if it becomes empty.
    pub(super) fn refresh_settings_problems(&mut self) {
        let Some(view) = self.overlays.problems() else {
            return;
        };
        view.settings_errors.clone_from(&self.settings_errors);
        // Scrolling by 0 makes `top` valid again, if the first visible entry was removed.
        view.scroll_by(0);
        if view.count() == 0 {
            self.close_top_overlay_if(View::Problems);
        }
    }

    /// Returns the focused post: the selected post if the list is focused, else the open post.
    pub(super) fn focused_post(&self) -> Option<&Post> {
        match self.screen.focus {
            Focus::List => Some(self.library.post(self.list.selected_post()?)),
            _ => Some(&*self.article.as_ref()?.body.post),
        }
    }
}
