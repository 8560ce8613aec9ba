//! The posts that are listed: in order, with their tags, and which of them a filter leaves.
//!
//! Pure: posts come in as batches, answers go out as ids. Walking folders is `runtime::scan`'s business,
//! showing a list that of `app` and `cli`.

use std::path::Path;

use crate::post::{Date, Post};

mod facets;
mod filter;
mod flags;
mod links;
mod matches;
mod order;
mod sections;
mod selection;
mod tags;
#[cfg(test)]
mod tests;

pub use facets::{Choice, Facet, FacetKind};
pub use filter::{Filter, FilterProblem};
pub use flags::Flags;
pub use links::Destination;
pub use matches::Matches;
pub use order::{Sort, SortBy};

use tags::{TagId, Vocabulary};

/// A post of one [`Library`], numbered by arrival; it stays the same while the library grows and is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PostId(u32);

impl PostId {
    /// Its number by arrival, from 0.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// All posts of a folder, kept in one order.
#[derive(Clone, Debug, Default)]
pub struct Library {
    posts: Vec<Post>,
    sort: Sort,
    /// By `sort`.
    order: Vec<PostId>,
    /// By path, for [`Library::find`].
    by_path: Vec<PostId>,
    vocabulary: Vocabulary,
    /// Tags and categories of all posts, one post after the other; each once a post.
    tags: Vec<TagId>,
    sections: sections::Sections,
    /// Where each post's part of `tags` ends.
    tag_ends: Vec<u32>,
    flags: flags::AllFlags,
    /// The moment that tells what is scheduled and what has expired; `None` where nobody says.
    now: Option<Date>,
}

impl Library {
    /// An empty library that will keep its posts in this order.
    pub fn new(sort: Sort) -> Self {
        Self {
            sort,
            ..Self::default()
        }
    }

    /// The same library at this moment, which tells what is scheduled and what has expired.
    #[must_use]
    pub fn at(mut self, now: Option<Date>) -> Self {
        self.now = now;
        self
    }

    /// The moment that tells what is scheduled and what has expired, if one was given.
    pub fn now(&self) -> Option<Date> {
        self.now
    }

    /// Takes in a batch of posts and puts each in its place. Ids given out before stay valid.
    ///
    /// A batch of b posts into n costs b log n comparisons and one copy of the order.
    pub fn extend(&mut self, batch: Vec<Post>) {
        let first = self.posts.len() as u32;
        for post in &batch {
            self.vocabulary.learn(post, &mut self.tags);
            self.sections.learn(post);
            self.flags.learn(&post.path);
            self.tag_ends.push(self.tags.len() as u32);
        }
        self.posts.extend(batch);
        let mut new: Vec<_> = (first..self.posts.len() as u32).map(PostId).collect();
        let posts = &self.posts;
        for (sort, order) in [
            (Sort::by(SortBy::Path), &mut self.by_path),
            (self.sort, &mut self.order),
        ] {
            let compare = |a: PostId, b: PostId| sort.compare(&posts[a.index()], &posts[b.index()]);
            new.sort_by(|&a, &b| compare(a, b));
            order::merge(order, &new, compare);
        }
    }

    /// How many posts there are.
    pub fn len(&self) -> usize {
        self.posts.len()
    }

    /// Whether there is no post yet.
    pub fn is_empty(&self) -> bool {
        self.posts.is_empty()
    }

    /// The post of an id that this library gave out.
    pub fn post(&self, id: PostId) -> &Post {
        &self.posts[id.index()]
    }

    /// All posts, in order.
    pub fn order(&self) -> &[PostId] {
        &self.order
    }

    /// The post whose file is at `path` below the library's folder.
    pub fn find(&self, path: &Path) -> Option<PostId> {
        self.by_path
            .binary_search_by(|&id| order::by_path(&self.post(id).path, path))
            .ok()
            .map(|at| self.by_path[at])
    }

    /// All posts by path, whatever their order.
    pub fn by_path(&self) -> impl Iterator<Item = PostId> {
        self.by_path.iter().copied()
    }

    /// The order that the posts are kept in.
    pub fn sort(&self) -> Sort {
        self.sort
    }

    /// Puts all posts in another order.
    pub fn set_sort(&mut self, sort: Sort) {
        if sort == self.sort {
            return;
        }
        self.sort = sort;
        self.order = sort.arrange(&self.by_path, &self.posts);
    }

    /// The posts that a filter leaves, in the library's order.
    pub fn select(&self, filter: &Filter) -> Vec<PostId> {
        let mut selection = selection::Selection::new(self, filter);
        let order = self.order.iter().copied();
        order.filter(|&id| selection.keeps(id)).collect()
    }

    /// All tags, then all categories, then all sections, with what choosing each would leave. Those that the filter names come first,
    /// then all by name without case, so that a tag is found where a reader looks for it.
    pub fn facets(&self, filter: &Filter) -> Vec<Facet> {
        facets::facets(self, filter)
    }

    /// Tags and categories of a post, each once.
    fn tags_of(&self, id: PostId) -> &[TagId] {
        let end = |index: usize| self.tag_ends[index] as usize;
        let start = id.index().checked_sub(1).map_or(0, end);
        &self.tags[start..end(id.index())]
    }
}
