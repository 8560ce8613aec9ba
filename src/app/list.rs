//! The list pane: which posts it shows, which one is selected, and the rows they take.

use std::collections::HashSet;

use super::state::ListView;
use crate::library::{Library, PostId, SortBy};

/// Rows that a post takes: its title, and its tags.
pub const POST_ROWS: usize = 2;
/// Rows kept between the selection and the pane's edges.
const MARGIN: usize = 2;

/// The state of the list pane.
#[derive(Debug, Default)]
pub struct ListPane {
    /// The posts that the filter leaves, in order.
    pub shown: Vec<PostId>,
    /// Where the selection stands among them.
    pub selected: usize,
    /// The first row on the screen.
    pub top: usize,
    /// Whether a key has chosen the selection; until then it stays on top.
    pub touched: bool,
    /// Columns beside an article, if the user has chosen.
    pub columns: Option<u16>,
    /// The user has hidden it; it is shown only while it has the keys.
    pub is_hidden: bool,
    /// How many of the posts shown are drafts.
    pub drafts: usize,
    /// Where a new year begins among the posts; empty where they are not ordered by date.
    years: Vec<usize>,
}

/// What stands on a row of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListRow {
    /// Nothing.
    Gap,
    /// The year of the post at this place.
    Year(usize),
    /// The post at this place, and which of its rows.
    Post(usize, usize),
}

impl ListPane {
    /// An empty list that is shown as it was in the last session.
    pub(super) fn restored(view: &ListView) -> Self {
        Self {
            columns: view.columns,
            is_hidden: view.is_hidden,
            ..Self::default()
        }
    }

    /// Takes over another choice of posts, keeping the selection on its post where it is still there.
    pub fn set(&mut self, library: &Library, shown: Vec<PostId>) {
        let before = self.selected_post();
        self.shown = shown;
        self.years = years(library, &self.shown);
        let drafts = self.shown.iter().filter(|post| library.post(**post).draft);
        self.drafts = drafts.count();
        let last = self.shown.len().saturating_sub(1);
        let kept = before.and_then(|post| self.shown.iter().position(|one| *one == post));
        self.selected = match kept {
            Some(at) if self.touched => at,
            _ if self.touched => self.selected.min(last),
            _ => 0,
        };
    }

    /// Takes over another choice of posts after some have changed, with `kept` selected. Where that is not shown, it is the
    /// next one that still is, or the last; then false.
    pub fn take(&mut self, library: &Library, shown: Vec<PostId>, kept: Option<PostId>) -> bool {
        let place = |post: PostId| shown.iter().position(|one| *one == post);
        let at = kept.and_then(place);
        let selected = at.or_else(|| {
            let still: HashSet<_> = shown.iter().collect();
            let (before, after) = self.shown.split_at(self.selected.min(self.shown.len()));
            let mut near = after.iter().chain(before.iter().rev());
            near.find(|post| still.contains(post) && Some(**post) != kept)
                .and_then(|post| place(*post))
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
        self.touched = true;
        self.selected = at.min(self.shown.len().saturating_sub(1));
    }

    /// Scrolls as little as shows the selection in a pane of `height` rows.
    pub fn follow(&mut self, height: usize) {
        let first = self.row_of(self.selected);
        let margin = MARGIN.min(height.saturating_sub(POST_ROWS) / 2);
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

    /// Whether the posts stand under their years.
    pub fn has_years(&self) -> bool {
        !self.years.is_empty()
    }

    /// All rows of the list.
    pub fn rows(&self) -> usize {
        self.shown.len() * POST_ROWS + (2 * self.years.len()).saturating_sub(1)
    }

    /// The first row of the post at `at`.
    fn row_of(&self, at: usize) -> usize {
        let years = self.years.partition_point(|first| *first <= at);
        at * POST_ROWS + (2 * years).saturating_sub(1)
    }

    /// What stands on a row.
    pub fn row(&self, row: usize) -> ListRow {
        let at = self.at_row(row);
        let first = self.row_of(at);
        match first.checked_sub(row) {
            None | Some(0) => ListRow::Post(at, row - first),
            Some(1) => ListRow::Year(at),
            Some(_) => ListRow::Gap,
        }
    }

    /// The post on a row, or the next one below a year.
    pub fn at_row(&self, row: usize) -> usize {
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

    /// The place of the first post behind `at` (or before it) for which `key` differs, going to the first of
    /// those alike.
    pub fn step<K: PartialEq>(&self, at: usize, forward: bool, key: impl Fn(PostId) -> K) -> usize {
        let Some(here) = self.shown.get(at).map(|post| key(*post)) else {
            return at;
        };
        let alike = |at: &usize| key(self.shown[*at]) == here;
        if forward {
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

/// Where each year begins.
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
