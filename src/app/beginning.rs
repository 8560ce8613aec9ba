//! How a reader begins: with what it is asked for, else with what was kept.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::Focus;
use super::list::ListPane;
use super::state::{LastPost, Mark, PostStates, State};
use crate::library::{Filter, Sort};

/// The parts of a model that what was kept has a say in.
pub(super) struct Beginning {
    pub(super) filter: Filter,
    pub(super) sort: Sort,
    pub(super) list: ListPane,
    pub(super) records: PostStates,
    pub(super) marks: BTreeMap<char, Mark>,
    pub(super) last: Option<LastPost>,
    /// The post to open or to select.
    pub(super) post: Option<PathBuf>,
    /// That post, where nobody but the last run has asked for it.
    pub(super) restoring: Option<PathBuf>,
    pub(super) focus: Focus,
}

impl Beginning {
    /// What was asked for wins. Whoever names a post means to see it, whatever was filtered last; whoever names a filter
    /// means to see the list.
    pub(super) fn new(
        open: Option<PathBuf>,
        filter: Option<Filter>,
        sort: Option<Sort>,
        state: State,
    ) -> Self {
        let asked = (open.is_some(), filter.is_some());
        let view = state.view.unwrap_or_default();
        let last = state.last;
        let focus = match &last {
            _ if open.is_some() => Focus::Article,
            Some(last) if last.reading && filter.is_none() => Focus::Article,
            _ => Focus::List,
        };
        let filter = match asked {
            (false, false) => Filter::parse(&view.filter),
            _ => filter.unwrap_or_default(),
        };
        let before = last.as_ref().map(|last| last.path.clone());
        let before = before.filter(|_| open.is_none());
        Self {
            filter,
            list: ListPane::restored(&view),
            sort: sort.unwrap_or(view.sort),
            records: state.posts.into(),
            marks: state.marks,
            restoring: before.clone(),
            post: open.or(before),
            last,
            focus,
        }
    }
}
