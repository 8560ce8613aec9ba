//! All posts by path, and in the order that was chosen.
//!
//! What posts are compared by is kept close together, for the posts themselves lie all over memory.

use std::cmp::Ordering;

use super::order::{Moment, Sort, SortBy, by_path, natural};
use super::words::Words;
use super::{Post, PostId};

mod titles;

/// Two orders of the same posts.
#[derive(Clone, Debug, Default)]
pub(super) struct Orders {
    sort: Sort,
    /// By `sort`.
    chosen: Vec<PostId>,
    by_path: Vec<PostId>,
    /// By number.
    moments: Vec<Moment>,
    /// Where each post stands in `by_path`, by number; [`NOWHERE`] where it does not.
    ranks: Vec<u32>,
}

/// The rank of a post that is gone.
const NOWHERE: u32 = u32::MAX;

impl Orders {
    pub(super) fn new(sort: Sort) -> Self {
        Self {
            sort,
            ..Self::default()
        }
    }

    pub(super) fn sort(&self) -> Sort {
        self.sort
    }

    /// All posts, by what was chosen.
    pub(super) fn chosen(&self) -> &[PostId] {
        &self.chosen
    }

    pub(super) fn by_path(&self) -> &[PostId] {
        &self.by_path
    }

    /// Learns of the next post; it gets its place by [`Orders::insert`].
    pub(super) fn learn(&mut self, post: &Post) {
        self.moments.push(Moment::of(post));
        self.ranks.push(NOWHERE);
    }

    /// Learns anew of a post that says something else; it gets its place by [`Orders::insert`] or [`Orders::place`].
    pub(super) fn relearn(&mut self, id: PostId, post: &Post) {
        self.moments[id.index()] = Moment::of(post);
    }

    /// Puts posts that have no place into both orders.
    pub(super) fn insert(&mut self, mut new: Vec<PostId>, posts: &[Post], words: &Words) {
        let compare =
            |a: PostId, b: PostId| by_path(&posts[a.index()].path, &posts[b.index()].path);
        new.sort_by(|&a, &b| compare(a, b));
        merge(&mut self.by_path, &new, compare);
        for (rank, id) in (0..).zip(&self.by_path) {
            self.ranks[id.index()] = rank;
        }
        self.place(new, words);
    }

    /// Puts posts that have a place by path into the other order.
    pub(super) fn place(&mut self, mut new: Vec<PostId>, words: &Words) {
        let mut chosen = std::mem::take(&mut self.chosen);
        let compare = |a: PostId, b: PostId| self.compare(a, b, words);
        new.sort_by(|&a, &b| compare(a, b));
        merge(&mut chosen, &new, compare);
        self.chosen = chosen;
    }

    /// Takes posts out of both orders.
    pub(super) fn remove(&mut self, is_gone: impl Fn(PostId) -> bool) {
        self.displace(&is_gone);
        let ranks = &mut self.ranks;
        self.by_path.retain(|id| {
            let is_gone = is_gone(*id);
            if is_gone {
                ranks[id.index()] = NOWHERE;
            }
            !is_gone
        });
    }

    /// Takes posts out of the order that was chosen.
    pub(super) fn displace(&mut self, is_moving: impl Fn(PostId) -> bool) {
        self.chosen.retain(|id| !is_moving(*id));
    }

    /// Chooses another order.
    pub(super) fn set_sort(&mut self, sort: Sort, words: &Words) {
        if sort == self.sort {
            return;
        }
        self.sort = sort;
        self.chosen = match sort.by {
            SortBy::Date => self.newest(),
            SortBy::Title => {
                let rank = |id: PostId| self.ranks[id.index()];
                titles::arranged(self.by_number(), rank, words, sort.reversed)
            }
            SortBy::Path if sort.reversed => self.by_path.iter().rev().copied().collect(),
            SortBy::Path => self.by_path.clone(),
        };
    }

    /// All posts by their moments. Sorting keeps those alike in the order that they are in, which is that by path.
    fn newest(&self) -> Vec<PostId> {
        let key = |id: &PostId| self.sort.key(self.moments[id.index()]);
        let mut keyed: Vec<_> = self.by_path.iter().map(|id| (key(id), *id)).collect();
        keyed.sort_by_key(|(key, _)| *key);
        keyed.into_iter().map(|(_, id)| id).collect()
    }

    /// All posts as they came.
    fn by_number(&self) -> impl Iterator<Item = PostId> {
        let ranks = (0..).zip(&self.ranks);
        ranks.filter_map(|(number, rank)| (*rank != NOWHERE).then_some(PostId(number)))
    }

    fn compare(&self, a: PostId, b: PostId, words: &Words) -> Ordering {
        let sort = self.sort;
        let rank = |id: PostId| self.ranks[id.index()];
        let key = |id: PostId| sort.key(self.moments[id.index()]);
        let letters = |id| titles::letters(words.title(id));
        let first = match sort.by {
            SortBy::Date => key(a).cmp(&key(b)),
            SortBy::Title => sort.directed(natural::compare(letters(a), letters(b), |byte| byte)),
            SortBy::Path => return sort.directed(rank(a).cmp(&rank(b))),
        };
        first.then_with(|| rank(a).cmp(&rank(b)))
    }
}

/// Puts the sorted `new` into the sorted `order`; of equals those come first that were there before.
fn merge(
    order: &mut Vec<PostId>,
    new: &[PostId],
    compare: impl Fn(PostId, PostId) -> Ordering + Copy,
) {
    let mut places = Vec::with_capacity(new.len());
    find_places(order, 0, new, compare, &mut places);
    let mut end = order.len();
    order.extend_from_slice(new);
    // From behind, so that each of the old moves once.
    for (before, (&place, &id)) in places.iter().zip(new).enumerate().rev() {
        order.copy_within(place..end, place + before + 1);
        order[place + before] = id;
        end = place;
    }
}

/// Where each of the `new` belongs in a part of an order that begins at `start`. The one in the middle parts what is looked
/// through for those before and behind it: for a batch into many posts, that is half of the comparisons.
fn find_places(
    part: &[PostId],
    start: usize,
    new: &[PostId],
    compare: impl Fn(PostId, PostId) -> Ordering + Copy,
    places: &mut Vec<usize>,
) {
    let middle = new.len() / 2;
    let Some(&id) = new.get(middle) else { return };
    let at = part.partition_point(|&old| compare(old, id).is_le());
    find_places(&part[..at], start, &new[..middle], compare, places);
    places.push(start + at);
    find_places(&part[at..], start + at, &new[middle + 1..], compare, places);
}
