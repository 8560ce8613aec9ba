//! The posts that are listed: in order, with their tags, and which of them a filter leaves.
//!
//! Pure: posts come in as batches, answers go out as ids. Walking folders is `runtime::scan`'s business,
//! showing a list that of `app` and `cli`.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::post::{Date, Post};

mod briefs;
mod facets;
mod filter;
mod flags;
mod folders;
mod links;
mod matches;
mod order;
mod orders;
mod related;
mod reread;
mod sections;
mod selection;
mod tags;
#[cfg(test)]
mod tests;
mod words;

pub use facets::{Choice, Facet, FacetKind};
pub use filter::{Filter, FilterProblem};
pub use flags::Flags;
pub use links::Destination;
pub use matches::{Fuzzy, Matches};
pub use order::{Sort, SortBy, by_path};
pub use related::{Related, Relation};
pub use reread::{Changed, Reread};

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
    /// By number; those that are gone as they were.
    posts: Vec<Post>,
    /// By number.
    briefs: Vec<briefs::Brief>,
    orders: orders::Orders,
    /// The posts that are gone, by path.
    gone: HashMap<PathBuf, PostId>,
    vocabulary: Vocabulary,
    /// Tags and categories of all posts, one post after the other; each once a post.
    tags: Vec<TagId>,
    sections: sections::Sections,
    folders: folders::Folders,
    /// Where each post's part of `tags` ends.
    tag_ends: Vec<u32>,
    words: words::Words,
    flags: flags::AllFlags,
    /// The moment that tells what is scheduled and what has expired; `None` where nobody says.
    now: Option<Date>,
    /// Where links may say that posts are; found once somebody follows a link.
    addresses: OnceLock<links::Addresses>,
}

impl Library {
    /// An empty library that will keep its posts in this order.
    pub fn new(sort: Sort) -> Self {
        Self {
            orders: orders::Orders::new(sort),
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
    /// A batch of b posts into n costs b log n comparisons and a pass over n numbers.
    pub fn extend(&mut self, batch: Vec<Post>) {
        self.addresses.take();
        let first = self.posts.len() as u32;
        for post in &batch {
            self.vocabulary.learn(post, &mut self.tags);
            self.sections.learn(post);
            self.folders.learn(&post.path);
            self.words.learn(post);
            self.orders.learn(post);
            self.briefs.push(briefs::Brief::of(post));
            self.flags.learn(&post.path);
            self.tag_ends.push(self.tags.len() as u32);
        }
        self.posts.extend(batch);
        let new = (first..self.posts.len() as u32).map(PostId).collect();
        self.orders.insert(new, &self.posts, &self.words);
    }

    /// How many posts there are.
    pub fn len(&self) -> usize {
        self.orders.by_path().len()
    }

    /// Whether there is no post yet.
    pub fn is_empty(&self) -> bool {
        self.orders.by_path().is_empty()
    }

    /// The post of an id that this library gave out.
    pub fn post(&self, id: PostId) -> &Post {
        &self.posts[id.index()]
    }

    /// All posts, in order.
    pub fn order(&self) -> &[PostId] {
        self.orders.chosen()
    }

    /// The post whose file is at `path` below the library's folder.
    pub fn find(&self, path: &Path) -> Option<PostId> {
        let by_path = self.orders.by_path();
        by_path
            .binary_search_by(|&id| order::by_path(&self.post(id).path, path))
            .ok()
            .map(|at| by_path[at])
    }

    /// All posts by path, whatever their order.
    pub fn by_path(&self) -> impl Iterator<Item = PostId> {
        self.orders.by_path().iter().copied()
    }

    /// The order that the posts are kept in.
    pub fn sort(&self) -> Sort {
        self.orders.sort()
    }

    /// Puts all posts in another order.
    pub fn set_sort(&mut self, sort: Sort) {
        self.orders.set_sort(sort, &self.words);
    }

    /// The posts that a filter leaves, in the library's order.
    pub fn select(&self, filter: &Filter) -> Vec<PostId> {
        let selection = selection::Selection::new(self, filter);
        let order = self.order().iter().copied();
        order.filter(|&id| selection.keeps(id)).collect()
    }

    /// All tags, then all categories, then all sections, with what choosing each would leave. Those that the filter names come first,
    /// then all by name without case, so that a tag is found where a reader looks for it.
    pub fn facets(&self, filter: &Filter) -> Vec<Facet> {
        facets::facets(self, filter)
    }

    /// Tags and categories of a post, each once.
    fn tags_of(&self, id: PostId) -> &[TagId] {
        &self.tags[self.tag_range(id)]
    }

    fn tag_range(&self, id: PostId) -> std::ops::Range<usize> {
        let end = |index: usize| self.tag_ends[index] as usize;
        let start = id.index().checked_sub(1).map_or(0, end);
        start..end(id.index())
    }
}
