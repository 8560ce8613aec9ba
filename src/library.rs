//! The listed posts: their order, their tags, and the filter language.
//!
//! Performs no I/O. Posts are added in batches, and a filter selects the ids of posts. `runtime::scan` walks the folders; `app`
//! and `cli` show the list.

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
mod translations;
mod update;

pub use facets::{Facet, FacetKind};
pub use filter::{
    FILTER_TERMS, Filter, FilterProblem, FilterTerm, Requirement, TermError, filter_keys,
    filter_states,
};
pub use flags::Flags;
pub use links::Destination;
pub(crate) use links::without_generator_prefix;
pub use matches::{FuzzyQuery, TitleMatcher};
pub use natural::name_sort_key;
pub use order::{Sort, SortBy, compare_paths};
pub use related::{Related, Relation};
pub use translations::{LanguageFolder, Listing, SiteLanguages};
pub use update::{LibraryUpdate, Rename, UpdateOutcome};

use compiled_filter::CompiledFilter;
use search_text::search_text;
use tags::{TagId, TagIndex};

/// The id of a post in one [`Library`]. An id stays valid while the library grows and is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PostId(u32);

impl PostId {
    /// Returns the index of the post in the order in which posts were added, from 0.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// All posts of a folder, in one order.
#[derive(Clone, Debug, Default)]
pub struct Library {
    /// The posts by id; a removed post keeps its entry, so that ids stay valid.
    posts: Vec<Post>,
    sort_index: sort_index::SortIndex,
    /// The ids of removed posts, by path.
    removed: HashMap<PathBuf, PostId>,
    tag_index: TagIndex,
    /// The tags and categories of each post, without repetitions, by post id.
    post_tags: Vec<Box<[TagId]>>,
    sections: sections::Sections,
    folders: folders::FolderIndex,
    /// The folded text that filter words match, by post id.
    search_texts: Vec<Box<str>>,
    flags: flags::FlagIndex,
    /// The current time, which determines the posts that are scheduled or expired; `None` if it is not known.
    now: Option<Date>,
    /// The addresses that links may use for posts; computed when the first link is resolved.
    addresses: OnceLock<links::Addresses>,
    /// The languages of posts that do not set a language themselves.
    languages: SiteLanguages,
    /// The language versions of a post that are listed: all of them, or one.
    listing: Listing,
    /// The groups of translations; computed when they are first needed.
    translations: OnceLock<translations::Translations>,
}

impl Library {
    /// Creates an empty library whose posts are ordered by `sort`.
    pub fn new(sort: Sort) -> Self {
        Self {
            sort_index: sort_index::SortIndex::new(sort),
            ..Self::default()
        }
    }

    /// Sets the current time, which determines the posts that are scheduled or expired.
    #[must_use]
    pub fn with_now(mut self, now: Option<Date>) -> Self {
        self.now = now;
        self
    }

    /// Returns the current time, if it is known. It determines the posts that are scheduled or expired.
    pub fn now(&self) -> Option<Date> {
        self.now
    }

    /// Adds a batch of posts and puts each at its position in the order. Earlier ids stay valid.
    ///
    /// Adding k posts to a library of n takes k log n comparisons and moves at most n ids.
    pub fn extend(&mut self, batch: Vec<Post>) {
        // Both are computed again when they are next needed.
        self.addresses.take();
        self.translations.take();
        let first_new_id = self.posts.len() as u32;
        for post in &batch {
            self.post_tags.push(self.tag_index.add(post));
            self.sections.push(post);
            self.folders.push(&post.path);
            self.search_texts.push(search_text(post, Case::Insensitive));
            let flags = self.flags.push(&post.path);
            self.sort_index.push_key(post, flags.read);
        }
        self.posts.extend(batch);
        let new_ids = (first_new_id..self.posts.len() as u32).map(PostId);
        self.sort_index.insert(new_ids.collect(), &self.posts);
    }

    /// Returns the number of posts.
    pub fn len(&self) -> usize {
        self.sort_index.by_path().len()
    }

    /// Returns true if the library contains no post.
    pub fn is_empty(&self) -> bool {
        self.sort_index.by_path().is_empty()
    }

    /// Returns the post with this id, which must come from this library.
    pub fn post(&self, id: PostId) -> &Post {
        &self.posts[id.index()]
    }

    /// Returns the year of a post's date, if the post has a date.
    pub fn year(&self, id: PostId) -> Option<i16> {
        self.post(id).date.map(|date| date.year())
    }

    /// Returns all posts in the chosen order.
    pub fn order(&self) -> &[PostId] {
        self.sort_index.in_chosen_order()
    }

    /// Returns the post whose file is at `path`, relative to the library's folder.
    pub fn find(&self, path: &Path) -> Option<PostId> {
        let by_path = self.sort_index.by_path();
        by_path
            .binary_search_by(|&id| compare_paths(&self.post(id).path, path))
            .ok()
            .map(|index| by_path[index])
    }

    /// Returns all posts ordered by path, regardless of the chosen order.
    pub fn by_path(&self) -> impl Iterator<Item = PostId> {
        self.sort_index.by_path().iter().copied()
    }

    /// Returns the property and the direction of the chosen order.
    pub fn chosen_sort(&self) -> Sort {
        self.sort_index.chosen_sort()
    }

    /// Sorts the posts in another order.
    pub fn set_sort(&mut self, sort: Sort) {
        let flags = &self.flags;
        self.sort_index.set_sort(sort, |id| flags.of(id).read);
    }

    /// Returns the posts that match a filter, in the library's order.
    pub fn select(&self, filter: &Filter) -> Vec<PostId> {
        let mut filter = CompiledFilter::new(self, filter);
        let order = self.order().iter().copied();
        order.filter(|&id| filter.matches(id)).collect()
    }

    /// Returns all tags, then all categories, then all sections, each with its counts under the filter. Within each kind, the
    /// facets that the filter names come before the others; both groups are ordered by name, ignoring case.
    pub fn facets(&self, filter: &Filter) -> Vec<Facet> {
        facets::facets(self, filter)
    }

    /// Returns the tags and categories of a post, without repetitions.
    fn tags_of(&self, id: PostId) -> &[TagId] {
        &self.post_tags[id.index()]
    }
}
