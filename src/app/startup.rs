//! The initial state of the model: options from the command line, and the saved state for everything else.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::Focus;
use super::list::ListPane;
use super::state::{FlagsAndProgress, LastPost, Mark, PromptHistory, SavedState};
use crate::library::{Filter, Sort};

/// The parts of a new model that depend on the command line or on the saved state.
pub(super) struct InitialState {
    pub(super) filter: Filter,
    /// The order of the list.
    pub(super) sort: Sort,
    pub(super) list: ListPane,
    /// The saved flags and reading progress of posts.
    pub(super) post_states: FlagsAndProgress,
    pub(super) marks: BTreeMap<char, Mark>,
    pub(super) prompt_history: PromptHistory,
    /// The post that was selected or open at the end of the last session.
    pub(super) last_post: Option<LastPost>,
    /// The post to select, and to open if the article pane is visible. It is the post from the command line, else the post from
    /// the saved state.
    pub(super) post: Option<PathBuf>,
    /// `post`, if it comes from the saved state. If its file is gone, no error is shown.
    pub(super) post_to_restore: Option<PathBuf>,
    pub(super) focus: Focus,
}

impl InitialState {
    /// Combines the command line and the saved state; the command line takes precedence.
    ///
    /// `path` is the post that the command line names, if it names one. The article is then focused, and the saved filter is
    /// ignored, because it could hide the post. Else the article is focused if it was focused at the end of the last session and
    /// the command line sets no filter.
    pub(super) fn new(
        path: Option<PathBuf>,
        filter: Option<Filter>,
        sort: Option<Sort>,
        default_sort: Sort,
        state: SavedState,
    ) -> Self {
        let saved_list = state.list.unwrap_or_default();
        let last_post = state.last;
        let focus = match &last_post {
            _ if path.is_some() => Focus::Article,
            Some(last) if last.is_article_focused && filter.is_none() => Focus::Article,
            _ => Focus::List,
        };
        let filter = match filter {
            None if path.is_none() => Filter::parse(&saved_list.filter),
            filter => filter.unwrap_or_default(),
        };
        let saved_path = last_post.as_ref().map(|last| last.path.clone());
        let saved_path = saved_path.filter(|_| path.is_none());
        Self {
            filter,
            list: ListPane::new(&saved_list, path.clone().or(saved_path.clone())),
            sort: sort.or(saved_list.sort).unwrap_or(default_sort),
            post_states: state.posts.into(),
            marks: state.marks,
            prompt_history: state.history,
            post_to_restore: saved_path.clone(),
            post: path.or(saved_path),
            last_post,
            focus,
        }
    }
}
