//! The view of a post's problems. Problems in the front matter are known when the post is loaded; problems in the text are found
//! by a check in the background.

use std::path::{Path, PathBuf};

use super::keymap::Context;
use super::message::{Effect, Effects};
use super::requests::RequestKind;
use super::{Focus, Model};
use crate::post::{Post, Problem};
use crate::text::Clean;

/// Notice for a post without problems.
const NO_PROBLEMS: &str = "No problems in this post.";

/// The problems of a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemView {
    /// The post.
    pub path: PathBuf,
    /// The problems, in line order.
    pub problems: Vec<Problem>,
    /// The index of the first visible problem.
    pub top: usize,
}

impl ProblemView {
    /// Creates the view, or returns `None` if there are no problems.
    pub fn new(path: &Path, problems: Vec<Problem>) -> Option<Self> {
        let problems = deduplicate(problems);
        (!problems.is_empty()).then(|| Self {
            path: path.to_owned(),
            problems,
            top: 0,
        })
    }

    /// Replaces the problems. The first visible problem stays at the top if it still exists.
    pub fn update(&mut self, problems: Vec<Problem>) {
        let first = self.problems.get(self.top).cloned();
        self.problems = deduplicate(problems);
        let index = self
            .problems
            .iter()
            .position(|problem| Some(problem) == first.as_ref());
        self.top = index.unwrap_or(0);
    }

    /// Scrolls by a number of problems.
    pub fn scroll_by(&mut self, count: isize) {
        let last = self.problems.len().saturating_sub(1);
        self.top = self.top.saturating_add_signed(count).min(last);
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
    /// Opens or closes the problems of the focused post.
    pub(super) fn toggle_problems(&mut self, effects: &mut Effects) {
        if self.close_top_overlay_if(Context::Problems) {
            return;
        }
        let Some(post) = self.focused_post() else {
            return;
        };
        let path = post.path.clone();
        let view = ProblemView::new(&path, post.problems.clone());
        if view.is_none() {
            self.notice = Some(Clean::literal(if self.folder.is_single {
                NO_PROBLEMS
            } else {
                "Checking the post…"
            }));
        }
        if let Some(view) = view {
            self.open_overlay(view);
        }
        if !self.folder.is_single {
            let id = self.requests.start(RequestKind::Problems);
            effects.push(Effect::CheckPost(id, path));
        }
    }

    /// Shows the problems that a check has found.
    pub(super) fn show_found_problems(&mut self, problems: Vec<Problem>) {
        if let Some(view) = self.overlays.problems() {
            return view.update(problems);
        }
        let path = self.focused_post().map(|post| post.path.clone());
        let view = path.and_then(|path| ProblemView::new(&path, problems));
        self.notice = view.is_none().then(|| Clean::literal(NO_PROBLEMS));
        if let Some(view) = view {
            self.open_overlay(view);
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
