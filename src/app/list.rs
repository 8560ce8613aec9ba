//! The list pane: the posts it shows, the selected one, and their rows.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use super::message::Effects;
use super::movement::Direction;
use super::prompt::{Prompt, PromptKind};
use super::requests::RequestKind;
use super::state::ListView;
use super::{Focus, Model};
use crate::library::{Filter, Library, PostId, Sort, SortBy};
use crate::text::Clean;

/// Rows of a post: its title, and its tags.
pub const POST_ROWS: usize = 2;
/// Rows kept between the selection and the pane's edges.
const SCROLL_MARGIN_ROWS: usize = 2;

/// The state of the list pane.
#[derive(Debug, Default)]
pub struct ListPane {
    /// The posts that match the filter, in order.
    pub shown: Vec<PostId>,
    /// The index of the selected one.
    pub selected: usize,
    /// The first visible row.
    pub top: usize,
    /// True if the user has moved the selection; until then it stays at the top.
    pub has_moved: bool,
    /// Columns beside an article, if the user has chosen.
    pub columns: Option<u16>,
    /// True if the user has hidden it; it is shown only while it has the keys.
    pub is_hidden: bool,
    /// The filters of the configuration.
    pub(super) named_filters: Vec<NamedFilter>,
    /// Number of drafts among the posts shown.
    pub drafts: usize,
    /// The indices at which a year begins; empty if the posts are not ordered by date.
    years: Vec<usize>,
    /// The post that the article pane followed last.
    pub(super) previewed: Option<PathBuf>,
    /// True if the list no longer has the post that is read; the article stays until another post is chosen.
    pub(super) open_post_unlisted: bool,
    /// The post to select as soon as it is found.
    pub(super) select_on_load: Option<PathBuf>,
}

/// A filter with a name, from the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedFilter {
    /// The name.
    pub name: String,
    /// The filter in its own language.
    pub filter: String,
}

/// A row of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListRow {
    /// An empty row.
    Gap,
    /// The year of the post at this index.
    Year(usize),
    /// The post at this index, and the row within it.
    Post(usize, usize),
}

impl ListPane {
    /// An empty list, shown as in the last session, which selects the post `select_on_load` once it is found.
    pub(super) fn new(view: &ListView, select_on_load: Option<PathBuf>) -> Self {
        Self {
            columns: view.columns,
            is_hidden: view.is_hidden,
            select_on_load,
            ..Self::default()
        }
    }

    /// Shows other posts, keeping the selection on its post if that is among them.
    pub fn set(&mut self, library: &Library, shown: Vec<PostId>) {
        let before = self.selected_post();
        self.shown = shown;
        self.years = years(library, &self.shown);
        let drafts = self.shown.iter().filter(|post| library.post(**post).draft);
        self.drafts = drafts.count();
        let last = self.shown.len().saturating_sub(1);
        let kept = before.and_then(|post| self.shown.iter().position(|one| *one == post));
        self.selected = match kept {
            Some(at) if self.has_moved => at,
            _ if self.has_moved => self.selected.min(last),
            _ => 0,
        };
    }

    /// Shows other posts after some have changed, and selects `kept`. If that is not shown, selects the next one that still
    /// is, or the previous one, and returns false.
    pub fn replace(&mut self, library: &Library, shown: Vec<PostId>, kept: Option<PostId>) -> bool {
        let index = |post: PostId| shown.iter().position(|one| *one == post);
        let at = kept.and_then(index);
        let selected = at.or_else(|| {
            let still: HashSet<_> = shown.iter().collect();
            let (before, after) = self.shown.split_at(self.selected.min(self.shown.len()));
            let mut near = after.iter().chain(before.iter().rev());
            near.find(|post| still.contains(post) && Some(**post) != kept)
                .and_then(|post| index(*post))
        });
        self.set(library, shown);
        self.select(selected.unwrap_or(0));
        at.is_some()
    }

    /// The selected post.
    pub fn selected_post(&self) -> Option<PostId> {
        self.shown.get(self.selected).copied()
    }

    /// Selects the post at `at`, or the last.
    pub fn select(&mut self, at: usize) {
        self.has_moved = true;
        self.selected = at.min(self.shown.len().saturating_sub(1));
    }

    /// Moves the selection by `rows` entries.
    pub fn step_selection(&mut self, rows: isize) {
        self.select(self.selected.saturating_add_signed(rows));
    }

    /// Scrolls as little as needed to show the selection in a pane of `height` rows.
    pub fn scroll_to_selection(&mut self, height: usize) {
        let first = self.row_of(self.selected);
        let margin = SCROLL_MARGIN_ROWS.min(height.saturating_sub(POST_ROWS) / 2);
        let (low, high) = (first.saturating_sub(margin), first + POST_ROWS + margin);
        if self.selected == 0 || low < self.top {
            self.top = low;
        } else if high > self.top + height {
            self.top = high - height;
        }
        self.top = self.top.min(self.rows().saturating_sub(height));
        // An entry never starts below the repeated year: half of it would be hidden.
        if self.repeats_year(height) && matches!(self.row(self.top), ListRow::Post(_, 0)) {
            self.top += 1;
        }
    }

    /// Returns true if the first of `height` rows shows the year of the posts below it, instead of part of a post.
    pub fn repeats_year(&self, height: usize) -> bool {
        self.top > 0 && self.has_years() && height >= 3 * POST_ROWS
    }

    /// Returns true if the posts are grouped by year.
    pub fn has_years(&self) -> bool {
        !self.years.is_empty()
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.shown.len() * POST_ROWS + (2 * self.years.len()).saturating_sub(1)
    }

    /// The first row of the post at `at`.
    fn row_of(&self, at: usize) -> usize {
        let years = self.years.partition_point(|first| *first <= at);
        at * POST_ROWS + (2 * years).saturating_sub(1)
    }

    /// The row at an index.
    pub fn row(&self, row: usize) -> ListRow {
        let at = self.at_row(row);
        let first = self.row_of(at);
        match first.checked_sub(row) {
            None | Some(0) => ListRow::Post(at, row - first),
            Some(1) => ListRow::Year(at),
            Some(_) => ListRow::Gap,
        }
    }

    /// The post on a row, or the first one below a year.
    fn at_row(&self, row: usize) -> usize {
        let (mut low, mut high) = (0, self.shown.len().saturating_sub(1));
        while low < high {
            let middle = low.midpoint(high);
            if self.row_of(middle) + POST_ROWS > row {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        low
    }

    /// The index of the next or previous post for which `key` differs, going to the first of those alike.
    fn step<K: PartialEq>(
        &self,
        at: usize,
        direction: Direction,
        key: impl Fn(PostId) -> K,
    ) -> usize {
        let Some(here) = self.shown.get(at).map(|post| key(*post)) else {
            return at;
        };
        let alike = |at: &usize| key(self.shown[*at]) == here;
        if direction == Direction::Forward {
            return (at..self.shown.len()).find(|at| !alike(at)).unwrap_or(at);
        }
        let first = (0..=at).rev().take_while(alike).last().unwrap_or(at);
        if first < at || first == 0 {
            return first;
        }
        let before = key(self.shown[first - 1]);
        (0..first)
            .rev()
            .take_while(|at| key(self.shown[*at]) == before)
            .last()
            .unwrap_or(0)
    }
}

/// The indices at which a year begins.
fn years(library: &Library, shown: &[PostId]) -> Vec<usize> {
    if library.sort().by != SortBy::Date {
        return Vec::new();
    }
    let mut before = None;
    let begins = |(at, post): (usize, &PostId)| {
        let year = Some(library.year(*post));
        (std::mem::replace(&mut before, year) != year).then_some(at)
    };
    shown.iter().enumerate().filter_map(begins).collect()
}

impl Model {
    pub(super) fn begin_filter(&mut self) {
        let mut text = self.filter.to_string();
        if !text.is_empty() {
            text.push(' ');
        }
        self.prompt = Some(Prompt::new(PromptKind::Filter, &text));
    }

    pub(super) fn set_filter(&mut self, filter: Filter) {
        self.filter = filter;
        self.refresh_list();
    }

    /// Shows the posts that match the filter, after it or the library has changed.
    pub(super) fn refresh_list(&mut self) {
        let shown = self.library.select(&self.filter);
        self.list.set(&self.library, shown);
        self.refresh_tags();
    }

    /// Sorts; the current order is reversed.
    pub(super) fn sort_by(&mut self, by: SortBy) {
        let before = self.library.sort();
        Arc::make_mut(&mut self.library).set_sort(Sort {
            by,
            reversed: before.by == by && !before.reversed,
        });
        self.list.has_moved = true;
        self.refresh_list();
    }

    /// The path of the selected post.
    pub(super) fn selected_path(&self) -> Option<PathBuf> {
        let post = self.list.selected_post()?;
        Some(self.library.post(post).path.clone())
    }

    /// Opens the selected post, unless the article already shows it or it was tried and failed.
    pub(super) fn sync_preview(&mut self, effects: &mut Effects) {
        let is_in_list = self.screen.focus == Focus::List;
        if is_in_list && std::mem::take(&mut self.list.open_post_unlisted) {
            self.list.previewed = None;
        }
        let is_visible = self.panes().article.is_some() || !is_in_list;
        // While posts are found, the first one may change with each batch: one at a time.
        let is_opening = self.requests.is_running(RequestKind::Article);
        let is_busy = self.is_streaming() && !self.list.has_moved && is_opening;
        let is_waiting = self.list.select_on_load.is_some();
        if self.folder.is_single || is_waiting || !is_visible || is_busy {
            return;
        }
        let Some(path) = self.selected_path() else {
            return;
        };
        if self.list.previewed.as_ref() != Some(&path) {
            self.list.open_post_unlisted = false;
            self.list.previewed = Some(path.clone());
            self.open(path, effects);
        }
    }

    /// Makes sure that the selected post is opened, even if the selection has not moved since the last preview.
    pub(super) fn open_selected(&mut self) {
        let is_open = self.open_path() == self.selected_path().as_deref();
        if !self.requests.is_running(RequestKind::Article) && !is_open {
            self.list.previewed = None;
        }
    }

    /// Selects the post that was named at the start, or that was selected last, once it is found.
    pub(super) fn select_on_load(&mut self) {
        if self.list.has_moved {
            // The user was faster.
            self.list.select_on_load = None;
        }
        let wanted = self.list.select_on_load.as_ref();
        let found = wanted.and_then(|path| self.library.find(path));
        let at = found.and_then(|post| self.list.shown.iter().position(|one| *one == post));
        if let Some(at) = at {
            self.list.select(at);
            let path = self.list.select_on_load.take();
            // If only the list is visible, nothing was opened yet.
            let is_opened =
                self.requests.is_running(RequestKind::Article) || self.article.is_some();
            self.list.previewed = path.filter(|_| is_opened);
        }
    }

    /// Goes to a next or previous post.
    pub(super) fn step_post(&mut self, posts: isize) {
        if self.list.open_post_unlisted && posts > 0 {
            // The post after the unlisted one is already selected.
            (self.list.open_post_unlisted, self.list.previewed) = (false, None);
            return self.list.step_selection(posts - 1);
        }
        let before = self.list.selected;
        self.list.step_selection(posts);
        if self.list.selected == before {
            self.notice = Some(Clean::literal(if posts > 0 {
                "This is the last post."
            } else {
                "This is the first post."
            }));
        }
    }

    pub(super) fn step_month(&mut self, times: usize, direction: Direction) {
        self.step_date(times, direction, |year, month| (year, month));
    }

    pub(super) fn step_year(&mut self, times: usize, direction: Direction) {
        self.step_date(times, direction, |year, _| (year, 0));
    }

    /// Goes to the next or previous group of posts, whose `key` of year and month differs.
    fn step_date(
        &mut self,
        times: usize,
        direction: Direction,
        key: impl Fn(i16, i8) -> (i16, i8),
    ) {
        let key = |post| {
            let date = self.library.post(post).date;
            date.map(|date| key(date.year(), date.month()))
        };
        let mut at = self.list.selected;
        for _ in 0..times.min(self.list.shown.len()) {
            at = self.list.step(at, direction, key);
        }
        self.list.select(at);
    }
}
