//! The listed posts: their order, their tags, and the filter language.
//!
//! Pure: posts come in as batches, answers are ids. Walking folders is left to `runtime::scan`, showing a list to `app` and
//! `cli`.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::post::{Date, Post};
use crate::text::Case;

mod compiled_filter;
mod facets;
mod filter;
mod flags;
mod folders;
mod links;
mod matches;
mod natural;
mod order;
mod related;
mod search_text;
mod sections;
mod sort_index;
mod tags;
#[cfg(test)]
mod tests;
mod update;

pub use facets::{Choice, Facet, FacetKind};
pub use filter::{FILTER_TERMS, Filter, FilterProblem, FilterTerm, filter_keys, filter_states};
pub use flags::Flags;
pub use links::Destination;
pub(crate) use links::without_prefix;
pub use matches::{Fuzzy, Matches};
pub use order::{Sort, SortBy, compare_paths};
pub use related::{Related, Relation};
pub use update::{LibraryUpdate, Rename, UpdateOutcome};

use compiled_filter::CompiledFilter;
use search_text::search_text;
use tags::{TagId, TagIndex};

/// A post of one [`Library`]. It stays valid while the library grows and is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PostId(u32);

impl PostId {
    /// The index of the post in the order of arrival, from 0.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// All posts of a folder, kept in one order.
#[derive(Clone, Debug, Default)]
pub struct Library {
    /// By id; removed posts stay as they were.
    posts: Vec<Post>,
    sort_index: sort_index::SortIndex,
    /// The removed posts by path.
    removed: HashMap<PathBuf, PostId>,
    tag_index: TagIndex,
    /// Tags and categories by post id, each once.
    post_tags: Vec<Box<[TagId]>>,
    sections: sections::Sections,
    folders: folders::FolderIndex,
    /// By post id: the text that words of a filter match.
    search_texts: Vec<Box<str>>,
    flags: flags::FlagIndex,
    /// The time that tells scheduled and expired posts; `None` where it is not known.
    now: Option<Date>,
    /// The addresses that links may use for posts; computed when the first link is followed.
    addresses: OnceLock<links::Addresses>,
}

impl Library {
    /// An empty library that will keep its posts in this order.
    pub fn new(sort: Sort) -> Self {
        Self {
            sort_index: sort_index::SortIndex::new(sort),
            ..Self::default()
        }
    }

    /// Sets the time that tells scheduled and expired posts.
    #[must_use]
    pub fn at(mut self, now: Option<Date>) -> Self {
        self.now = now;
        self
    }

    /// The time that tells scheduled and expired posts, if it is known.
    pub fn now(&self) -> Option<Date> {
        self.now
    }

    /// Adds a batch of posts, each at its place in the order. Ids returned before stay valid.
    ///
    /// A batch of k posts into n takes k log n comparisons and moves at most n ids.
    pub fn extend(&mut self, batch: Vec<Post>) {
        self.addresses.take();
        let first = self.posts.len() as u32;
        for post in &batch {
            self.post_tags.push(self.tag_index.add(post));
            self.sections.push(post);
            self.folders.push(&post.path);
            self.search_texts.push(search_text(post, Case::Insensitive));
            self.sort_index.push_key(post);
            self.flags.push(&post.path);
        }
        self.posts.extend(batch);
        let new = (first..self.posts.len() as u32).map(PostId).collect();
        self.sort_index.insert(new, &self.posts);
    }

    /// The number of posts.
    pub fn len(&self) -> usize {
        self.sort_index.by_path().len()
    }

    /// Returns true if there is no post yet.
    pub fn is_empty(&self) -> bool {
        self.sort_index.by_path().is_empty()
    }

    /// The post of an id that this library returned.
    pub fn post(&self, id: PostId) -> &Post {
        &self.posts[id.index()]
    }

    /// The year of a post's date.
    pub fn year(&self, id: PostId) -> Option<i16> {
        self.post(id).date.map(|date| date.year())
    }

    /// All posts, in order.
    pub fn order(&self) -> &[PostId] {
        self.sort_index.chosen()
    }

    /// The post whose file is at `path` below the library's folder.
    pub fn find(&self, path: &Path) -> Option<PostId> {
        let by_path = self.sort_index.by_path();
        by_path
            .binary_search_by(|&id| compare_paths(&self.post(id).path, path))
            .ok()
            .map(|at| by_path[at])
    }

    /// All posts ordered by path, whatever the chosen order.
    pub fn by_path(&self) -> impl Iterator<Item = PostId> {
        self.sort_index.by_path().iter().copied()
    }

    /// The order in which the posts are kept.
    pub fn sort(&self) -> Sort {
        self.sort_index.sort()
    }

    /// Chooses another order.
    pub fn set_sort(&mut self, sort: Sort) {
        self.sort_index.set_sort(sort);
    }

    /// Returns the posts that match a filter, in the library's order.
    pub fn select(&self, filter: &Filter) -> Vec<PostId> {
        let mut filter = CompiledFilter::new(self, filter);
        let order = self.order().iter().copied();
        order.filter(|&id| filter.matches(id)).collect()
    }

    /// Returns all tags, then all categories, then all sections, with the number of posts that choosing each would leave.
    /// Within each kind those that the filter names come first, then all are ordered by name without case.
    pub fn facets(&self, filter: &Filter) -> Vec<Facet> {
        facets::facets(self, filter)
    }

    /// Tags and categories of a post, each once.
    fn tags_of(&self, id: PostId) -> &[TagId] {
        &self.post_tags[id.index()]
    }
}
