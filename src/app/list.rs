//! The list pane: the posts that match the filter, the selection, and the rows.

use std::collections::HashSet;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use super::direction::Direction;
use super::message::Effects;
use super::prompt::{Prompt, PromptKind};
use super::requests::RequestKind;
use super::state::ListSettings;
use super::{Focus, Model};
use crate::library::{Filter, Library, PostId, Sort, SortBy};
use crate::text::Clean;

/// Number of rows of a post: a row with the title, and below it a row with facts such as date and tags.
pub const POST_ROWS: usize = 2;
/// Minimum number of rows between the selection and the pane's edges.
const SCROLL_MARGIN_ROWS: usize = 2;

/// The state of the list pane.
#[derive(Debug, Default)]
pub struct ListPane {
    /// The posts that match the filter, in display order.
    pub shown: Vec<PostId>,
    /// Index of the selected post in `shown`.
    pub selected: usize,
    /// The first visible row of the list.
    pub top: usize,
    /// True once a post was selected or the list was sorted. From then on, the selected post stays selected while posts are
    /// loaded. Before that, the first post is selected.
    pub keeps_selection: bool,
    /// The order that the user has chosen, in this or an earlier session; `None` if the user has chosen none.
    pub(super) user_sort: Option<Sort>,
    /// Width beside an article in columns, if the user has set it.
    pub columns: Option<u16>,
    /// True if the user has hidden the list. A hidden list is shown only while it is focused.
    pub is_hidden: bool,
    /// The post that was selected when the user began to type a filter. It is selected again whenever it matches, until the
    /// selection is moved.
    pub(super) selected_before_typing: Option<PostId>,
    /// Number of drafts among the shown posts.
    pub draft_count: usize,
    /// Indices in `shown` of the first post of each year; empty if the posts are not sorted by date.
    years: Vec<usize>,
    /// The posts that the previous action has marked as read all at once.
    pub(super) marked_read: Vec<PostId>,
    /// The post that was selected when an article was last opened. When the selection differs from it, the article of the
    /// selected post is opened.
    pub(super) selection_when_opened: Option<PathBuf>,
    /// True if the list does not contain the open post. The article stays until another post is selected or the list is
    /// focused.
    pub(super) is_open_post_unlisted: bool,
    /// The post to select as soon as a scan finds it.
    pub(super) select_on_load: Option<PathBuf>,
}

/// A row of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListRow {
    /// An empty row.
    Gap,
    /// The year of the post at this index of [`ListPane::shown`].
    Year(usize),
    /// The post at this index of [`ListPane::shown`], and the row within the post: 0 or 1.
    Post(usize, usize),
}

impl ListPane {
    /// Creates an empty list with the saved order, width and visibility. The post `select_on_load` is selected once a scan
    /// finds it.
    pub(super) fn new(saved_list: &ListSettings, select_on_load: Option<PathBuf>) -> Self {
        Self {
            user_sort: saved_list.sort,
            columns: saved_list.columns,
            is_hidden: saved_list.is_hidden,
            select_on_load,
            ..Self::default()
        }
    }

    /// Replaces the shown posts. If `keeps_selection` is false, selects the first post. Otherwise, the selected post stays
    /// selected; while a filter is typed, this is the post that was selected before typing. If the post is no longer shown, the
    /// index of the selection stays the same, or becomes the last index.
    pub fn show(&mut self, library: &Library, shown: Vec<PostId>) {
        let selected_post = self.selected_before_typing.or(self.selected_post());
        self.shown = shown;
        self.years = year_starts(library, &self.shown);
        let drafts = self.shown.iter().filter(|post| library.post(**post).draft);
        self.draft_count = drafts.count();
        let last = self.shown.len().saturating_sub(1);
        let kept_index = selected_post.and_then(|post| self.index_of(library, post));
        self.selected = match kept_index {
            Some(index) if self.keeps_selection => index,
            _ if self.keeps_selection => self.selected.min(last),
            _ => 0,
        };
    }

    /// Replaces the shown posts after changes on disk, and selects `post`. Returns false if `post` is not shown. In that case,
    /// selects the next post that is still shown, else the nearest previous post that is still shown, else the first post.
    pub fn show_and_select(
        &mut self,
        library: &Library,
        shown: Vec<PostId>,
        post: Option<PostId>,
    ) -> bool {
        let kept_index = post.and_then(|post| entry_index(post, &shown, library));
        let selected = kept_index.or_else(|| {
            let still_shown: HashSet<_> = shown.iter().collect();
            let (preceding, following) = self.shown.split_at(self.selected.min(self.shown.len()));
            let mut nearest = following.iter().chain(preceding.iter().rev());
            nearest
                .find(|candidate| still_shown.contains(candidate))
                .and_then(|candidate| index_in(&shown, *candidate))
        });
        self.show(library, shown);
        self.select(selected.unwrap_or(0));
        kept_index.is_some()
    }

    /// Returns the index in `shown` of the entry of a post. The entry may show the post in another language.
    pub(super) fn index_of(&self, library: &Library, post: PostId) -> Option<usize> {
        entry_index(post, &self.shown, library)
    }

    /// Returns the selected post.
    pub fn selected_post(&self) -> Option<PostId> {
        self.shown.get(self.selected).copied()
    }

    /// Selects the post at `index`, or the last post if `index` is too large.
    pub fn select(&mut self, index: usize) {
        self.keeps_selection = true;
        self.selected_before_typing = None;
        self.selected = index.min(self.shown.len().saturating_sub(1));
    }

    /// Moves the selection down by `posts` posts, or up if `posts` is negative.
    pub fn step_selection(&mut self, posts: isize) {
        self.select(self.selected.saturating_add_signed(posts));
    }

    /// Scrolls as little as needed to show the selection in a pane of `height` rows.
    pub fn scroll_to_selection(&mut self, height: usize) {
        let first = self.row_of(self.selected);
        let margin = SCROLL_MARGIN_ROWS.min(height.saturating_sub(POST_ROWS) / 2);
        let (start, end) = (first.saturating_sub(margin), first + POST_ROWS + margin);
        // If the first post is selected, the list is shown from its start, with the year above the post. But a low pane has no
        // margin, so it starts with the post.
        if self.selected == 0 || start < self.top {
            self.top = start;
        } else if end > self.top + height {
            self.top = end - height;
        }
        self.top = self.top.min(self.row_count().saturating_sub(height));
        // The first visible row of a post must not be row 1, because its title, row 0, would be hidden. A repeated year (see
        // `repeats_year`) hides the post's row at `top`, so the first visible row is then the row below.
        let invalid_row_in_post = usize::from(!self.repeats_year(height));
        let invalid_top = ListRow::Post(self.index_at_row(self.top), invalid_row_in_post);
        if self.top > 0 && self.row(self.top) == invalid_top {
            self.top += 1;
        }
        // If the pane's second row were a gap, no post would be visible between the repeated year and the next year. If the first
        // row were a gap, the pane would start with an empty row. In both cases, the pane scrolls to the next year.
        let is_gap = |row| matches!(self.row(row), ListRow::Gap);
        if self.repeats_year(height) {
            if is_gap(self.top) {
                self.top += 1;
            } else if is_gap(self.top + 1) {
                self.top += 2;
            }
        }
    }

    /// Returns true if the pane's first row repeats the year of the posts below it. A pane of fewer than three posts has no
    /// row to spare.
    pub fn repeats_year(&self, height: usize) -> bool {
        self.top > 0 && self.has_years() && height >= 3 * POST_ROWS
    }

    /// Returns the rows to show in a pane of `height` rows. Omits a title or a year at the bottom if the row below it does
    /// not fit, so that only complete entries are visible.
    pub fn visible_rows(&self, height: usize) -> Range<usize> {
        let mut end = (self.top + height).min(self.row_count());
        let starts_entry = |row| matches!(self.row(row), ListRow::Post(_, 0) | ListRow::Year(_));
        while end < self.row_count() && end > self.top + 1 && starts_entry(end - 1) {
            end -= 1;
        }
        self.top..end
    }

    /// Returns true if the posts are grouped by year.
    pub fn has_years(&self) -> bool {
        !self.years.is_empty()
    }

    /// Returns the number of rows. Each year has a row and an empty row above it, except the first year, which has no empty row.
    pub fn row_count(&self) -> usize {
        self.shown.len() * POST_ROWS + (2 * self.years.len()).saturating_sub(1)
    }

    /// Returns the first row of the post at `index`.
    fn row_of(&self, index: usize) -> usize {
        let years = self.years.partition_point(|first| *first <= index);
        index * POST_ROWS + (2 * years).saturating_sub(1)
    }

    /// Returns the content of row `row` of the list.
    pub fn row(&self, row: usize) -> ListRow {
        let index = self.index_at_row(row);
        let first = self.row_of(index);
        // The rows above the first row of a post: the year, if the post is the first of its year, and an empty row.
        match first.checked_sub(row) {
            None | Some(0) => ListRow::Post(index, row - first),
            Some(1) => ListRow::Year(index),
            Some(_) => ListRow::Gap,
        }
    }

    /// Returns the index of the post on a row. On a row with a year, returns the index of the first post of the year.
    fn index_at_row(&self, row: usize) -> usize {
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

    /// Returns the index of the first post of a group. Adjacent posts with the same `key` form a group.
    ///
    /// Forward, the group is the next one; returns `index` if there is none. Backward, the group is the one that contains the
    /// post at `index`. If this post is already the first of its group, the group is the previous one.
    fn group_start<K: PartialEq>(
        &self,
        index: usize,
        direction: Direction,
        key: impl Fn(PostId) -> K,
    ) -> usize {
        let Some(current_key) = self.shown.get(index).map(|post| key(*post)) else {
            return index;
        };
        let is_in_group = |index: &usize| key(self.shown[*index]) == current_key;
        if direction == Direction::Forward {
            return (index..self.shown.len())
                .find(|index| !is_in_group(index))
                .unwrap_or(index);
        }
        let first = (0..=index)
            .rev()
            .take_while(is_in_group)
            .last()
            .unwrap_or(index);
        if first < index || first == 0 {
            return first;
        }
        let previous_key = key(self.shown[first - 1]);
        (0..first)
            .rev()
            .take_while(|index| key(self.shown[*index]) == previous_key)
            .last()
            .unwrap_or(0)
    }
}

/// Returns the index of the entry of `post` in `shown`. The entry may show the post in another language.
fn entry_index(post: PostId, shown: &[PostId], library: &Library) -> Option<usize> {
    let mut versions = library.language_versions(post).iter();
    index_in(shown, post).or_else(|| versions.find_map(|version| index_in(shown, *version)))
}

/// Returns the index of `post` in `shown`.
fn index_in(shown: &[PostId], post: PostId) -> Option<usize> {
    shown.iter().position(|shown_post| *shown_post == post)
}

/// Returns the indices in `shown` of the first post of each year; empty if the posts are not sorted by date.
fn year_starts(library: &Library, shown: &[PostId]) -> Vec<usize> {
    if library.chosen_sort().by != SortBy::Date {
        return Vec::new();
    }
    let mut previous_year = None;
    let index_of_new_year = |(index, post): (usize, &PostId)| {
        let year = Some(library.year(*post));
        (std::mem::replace(&mut previous_year, year) != year).then_some(index)
    };
    shown
        .iter()
        .enumerate()
        .filter_map(index_of_new_year)
        .collect()
}

impl Model {
    /// Opens the prompt for the filter.
    pub(super) fn begin_filter(&mut self) {
        self.list.selected_before_typing = self
            .list
            .selected_post()
            .filter(|_| self.list.keeps_selection);
        let mut text = self.filter.to_string();
        // After a space, the user can type the next term at once.
        if !text.is_empty() {
            text.push(' ');
        }
        self.prompt = Some(Prompt::new(PromptKind::Filter, &text));
    }

    /// Replaces the filter, and updates the shown posts.
    pub(super) fn set_filter(&mut self, filter: Filter) {
        self.filter = filter;
        self.refresh_list();
    }

    /// Updates the shown posts after the filter or the library has changed.
    pub(super) fn refresh_list(&mut self) {
        let shown = self.library.select(&self.filter);
        self.list.show(&self.library, shown);
        self.refresh_tags();
    }

    /// Sorts the list; if it is already sorted by `by`, reverses the order.
    pub(super) fn sort_by(&mut self, by: SortBy) {
        let current = self.library.chosen_sort();
        let sort = Sort {
            by,
            reversed: current.by == by && !current.reversed,
        };
        self.list.user_sort = Some(sort);
        self.sort(sort);
    }

    /// Sorts the list. The selected post stays selected.
    pub(super) fn sort(&mut self, sort: Sort) {
        Arc::make_mut(&mut self.library).set_sort(sort);
        self.list.keeps_selection = true;
        self.refresh_list();
    }

    /// Returns true if the list is focused and its filter matches none of the posts loaded so far.
    pub fn filter_matches_no_post(&self) -> bool {
        let is_in_list = self.screen.focus == Focus::List && !self.folder.is_piped_text;
        is_in_list && self.list.shown.is_empty() && !self.library.is_empty()
    }

    /// Returns the path of the post that is selected in the list, focused or not.
    pub(super) fn selected_path(&self) -> Option<PathBuf> {
        let post = self.list.selected_post()?;
        Some(self.library.post(post).path.clone())
    }

    /// Opens the selected post in the article pane, unless an article was already opened for the selection.
    pub(super) fn sync_article(&mut self, effects: &mut Effects) {
        let is_in_list = self.screen.focus == Focus::List;
        if is_in_list && std::mem::take(&mut self.list.is_open_post_unlisted) {
            self.list.selection_when_opened = None;
        }
        let is_only_list_visible = is_in_list && self.panes().article.is_none();
        // During the first scan, each batch of posts may bring a new first post, which is selected. A post is opened only when no
        // other post is being opened, so that a long scan does not open many posts in vain.
        let is_opening = self.requests.is_running(RequestKind::Article);
        let is_busy = self.is_streaming() && !self.list.keeps_selection && is_opening;
        let is_waiting_for_post = self.list.select_on_load.is_some();
        if self.folder.is_piped_text || is_waiting_for_post || is_only_list_visible || is_busy {
            return;
        }
        let Some(path) = self.selected_path() else {
            return;
        };
        if self.list.selection_when_opened.as_ref() != Some(&path) {
            self.list.is_open_post_unlisted = false;
            self.list.selection_when_opened = Some(path.clone());
            self.open(path, effects);
        }
    }

    /// Forgets which post was selected when an article was last opened, so that [`Model::sync_article`] opens the selected post
    /// even if the selection has not moved. Does nothing if the post is open already or an article is being loaded.
    pub(super) fn allow_opening_selection_again(&mut self) {
        let is_open = self.open_path() == self.selected_path().as_deref();
        if !self.requests.is_running(RequestKind::Article) && !is_open {
            self.list.selection_when_opened = None;
        }
    }

    /// Selects the post from the command line or the last session, once a scan has found it.
    pub(super) fn select_if_loaded(&mut self) {
        if self.list.keeps_selection {
            // The user has already selected another post.
            self.list.select_on_load = None;
        }
        let path = self.list.select_on_load.as_ref();
        let post = path.and_then(|path| self.library.find(path));
        let index = post.and_then(|post| self.list.index_of(&self.library, post));
        if let Some(index) = index {
            self.list.select(index);
            self.list.select_on_load = None;
            let path = self.selected_path();
            // An open or loading article belongs to this post. If only the list is visible, there may be no article yet.
            let is_opened =
                self.requests.is_running(RequestKind::Article) || self.article.is_some();
            self.list.selection_when_opened = path.filter(|_| is_opened);
        }
    }

    /// Moves the selection down by `posts` posts, or up if `posts` is negative. The newly selected post then opens.
    pub(super) fn step_post(&mut self, posts: isize) {
        if self.list.is_open_post_unlisted && posts > 0 {
            // The post that followed the unlisted post is already selected.
            self.list.is_open_post_unlisted = false;
            self.list.selection_when_opened = None;
            return self.list.step_selection(posts - 1);
        }
        let previous_index = self.list.selected;
        self.list.step_selection(posts);
        if self.list.selected == previous_index {
            self.notice = Some(Clean::literal(if posts > 0 {
                "This is the last post."
            } else {
                "This is the first post."
            }));
        }
    }

    pub(super) fn step_month(&mut self, times: usize, direction: Direction) {
        self.step_groups(times, direction, |year, month| (year, month));
    }

    pub(super) fn step_year(&mut self, times: usize, direction: Direction) {
        // All months of a year are one group.
        self.step_groups(times, direction, |year, _| (year, 0));
    }

    /// Moves the selection to the first post of a group, `times` times; see [`ListPane::group_start`]. Adjacent posts form a
    /// group if `group` maps their years and months to equal values.
    fn step_groups(
        &mut self,
        times: usize,
        direction: Direction,
        group: impl Fn(i16, i8) -> (i16, i8),
    ) {
        let key = |post| {
            let date = self.library.post(post).date;
            date.map(|date| group(date.year(), date.month()))
        };
        let mut index = self.list.selected;
        for _ in 0..times.min(self.list.shown.len()) {
            index = self.list.group_start(index, direction, key);
        }
        self.list.select(index);
    }
}
