//! The posts in two orders: by path, and in the order that the user chose.

use std::cmp::Ordering;

use super::order::{Sort, SortBy, SortTimestamp, compare_paths};
use super::{Post, PostId, natural};
use crate::text::{Case, fold};

/// Post ids ordered by path and by the chosen [`Sort`]. Caches a sort key for each post, so that sorting reads no post.
#[derive(Clone, Debug, Default)]
pub(super) struct SortIndex {
    sort: Sort,
    /// All posts, ordered by `sort`.
    in_chosen_order: Vec<PostId>,
    /// All posts, ordered by path.
    by_path: Vec<PostId>,
    /// The sort keys by post id.
    keys: Vec<PostSortKey>,
}

/// The values that posts are compared by, except the path.
#[derive(Clone, Debug)]
struct PostSortKey {
    /// The date of publication.
    published: SortTimestamp,
    /// The date of the last revision, else of publication.
    updated: SortTimestamp,
    body_bytes: u32,
    /// True if the post was already read when it was added, or when the user chose the order by unread posts. A post that is read
    /// later keeps its position in the list.
    was_read: bool,
    /// The result of [`title_key`].
    title: Box<[u8]>,
}

impl PostSortKey {
    fn new(post: &Post, was_read: bool) -> Self {
        Self {
            published: SortTimestamp::of(post.date),
            updated: SortTimestamp::of(post.updated.or(post.date)),
            body_bytes: post.body_bytes,
            was_read,
            title: title_key(&post.title),
        }
    }
}

/// Returns the sort key of a title, in which numbers compare as numbers. The title is folded and starts at its first letter or
/// digit. A title without letters and digits stays complete.
fn title_key(title: &str) -> Box<[u8]> {
    let folded = fold(title, Case::Insensitive);
    let without_leading_symbols = folded.trim_start_matches(|char: char| !char.is_alphanumeric());
    let text = if without_leading_symbols.is_empty() {
        &*folded
    } else {
        without_leading_symbols
    };
    natural::key(text.as_bytes()).into()
}

impl SortIndex {
    pub(super) fn new(sort: Sort) -> Self {
        Self {
            sort,
            ..Self::default()
        }
    }

    pub(super) fn chosen_sort(&self) -> Sort {
        self.sort
    }

    /// Returns all posts in the chosen order.
    pub(super) fn in_chosen_order(&self) -> &[PostId] {
        &self.in_chosen_order
    }

    pub(super) fn by_path(&self) -> &[PostId] {
        &self.by_path
    }

    /// Adds the sort key of the post with the next id; [`SortIndex::insert`] then adds the post to the orders.
    pub(super) fn push_key(&mut self, post: &Post, is_read: bool) {
        self.keys.push(PostSortKey::new(post, is_read));
    }

    /// Replaces the sort key of a post; [`SortIndex::insert`] or [`SortIndex::insert_into_chosen_order`] then adds the post to
    /// the orders.
    pub(super) fn set_key(&mut self, id: PostId, post: &Post) {
        let key = &mut self.keys[id.index()];
        *key = PostSortKey::new(post, key.was_read);
    }

    /// Inserts posts that are in neither order.
    pub(super) fn insert(&mut self, mut new: Vec<PostId>, posts: &[Post]) {
        let compare = |a, b| compare_by_path(posts, a, b);
        new.sort_by(|&a, &b| compare(a, b));
        merge(&mut self.by_path, &new, compare);
        self.insert_into_chosen_order(new, posts);
    }

    /// Inserts posts into the chosen order only; they are already in the order by path.
    pub(super) fn insert_into_chosen_order(&mut self, mut new: Vec<PostId>, posts: &[Post]) {
        let mut ordered = std::mem::take(&mut self.in_chosen_order);
        let compare = |a, b| {
            let by_property = match self.sort.by {
                SortBy::Path => self.sort.apply_direction(compare_by_path(posts, a, b)),
                _ => self.compare_keys(a, b),
            };
            by_property.then_with(|| compare_by_path(posts, a, b))
        };
        new.sort_by(|&a, &b| compare(a, b));
        merge(&mut ordered, &new, compare);
        self.in_chosen_order = ordered;
    }

    /// Removes posts from both orders.
    pub(super) fn remove(&mut self, is_removed: impl Fn(PostId) -> bool) {
        self.remove_from_chosen_order(&is_removed);
        self.by_path.retain(|id| !is_removed(*id));
    }

    /// Removes posts from the chosen order, but not from the order by path.
    pub(super) fn remove_from_chosen_order(&mut self, is_removed: impl Fn(PostId) -> bool) {
        self.in_chosen_order.retain(|id| !is_removed(*id));
    }

    /// Sorts the posts by another order; does nothing if the order is the same. The sort is stable and starts from the order by
    /// path, so ties are ordered by path. `is_read` returns true for a post that was read.
    pub(super) fn set_sort(&mut self, sort: Sort, is_read: impl Fn(PostId) -> bool) {
        if sort == self.sort {
            return;
        }
        self.sort = sort;
        if sort.by == SortBy::Unread {
            for id in &self.by_path {
                self.keys[id.index()].was_read = is_read(*id);
            }
        }
        let mut ordered = self.by_path.clone();
        match sort.by {
            SortBy::Path if sort.reversed => ordered.reverse(),
            SortBy::Path => {}
            _ => ordered.sort_by(|&a, &b| self.compare_keys(a, b)),
        }
        self.in_chosen_order = ordered;
    }

    /// Compares posts by the chosen property. The path is not compared here: the callers order equal posts by path.
    fn compare_keys(&self, a: PostId, b: PostId) -> Ordering {
        let [a, b] = [a, b].map(|id| &self.keys[id.index()]);
        match self.sort.by {
            // Posts without a date come last in both directions; see `Sort::timestamp_key`.
            SortBy::Date => self
                .sort
                .timestamp_key(a.published)
                .cmp(&self.sort.timestamp_key(b.published)),
            SortBy::Title => self.sort.apply_direction(a.title.cmp(&b.title)),
            SortBy::Updated => self
                .sort
                .timestamp_key(a.updated)
                .cmp(&self.sort.timestamp_key(b.updated)),
            // The longest post comes first, unless the sort is reversed.
            SortBy::Length => self.sort.apply_direction(b.body_bytes.cmp(&a.body_bytes)),
            SortBy::Unread => {
                let by_date = Sort::by(SortBy::Date);
                let newest_first = || {
                    by_date
                        .timestamp_key(a.published)
                        .cmp(&by_date.timestamp_key(b.published))
                };
                let unread_first = self.sort.apply_direction(a.was_read.cmp(&b.was_read));
                unread_first.then_with(newest_first)
            }
            SortBy::Path => Ordering::Equal,
        }
    }
}

fn compare_by_path(posts: &[Post], a: PostId, b: PostId) -> Ordering {
    compare_paths(&posts[a.index()].path, &posts[b.index()].path)
}

/// Merges the sorted `new` into the sorted `order`; a new post comes after the old posts that it is equal to.
///
/// Works from the end, so that each old post moves once. Merging k posts into n takes k log n comparisons.
fn merge(order: &mut Vec<PostId>, new: &[PostId], compare: impl Fn(PostId, PostId) -> Ordering) {
    let mut end = order.len();
    order.extend_from_slice(new);
    for (index, &id) in new.iter().enumerate().rev() {
        let start = order[..end].partition_point(|&old| compare(old, id).is_le());
        order.copy_within(start..end, start + index + 1);
        order[start + index] = id;
        end = start;
    }
}
