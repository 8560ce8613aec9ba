//! The tags and categories of a library. Names that differ only in case count as one.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use crate::post::Post;
use crate::text::{Case, fold};

/// The id of a name that posts use as a tag, as a category, or as both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct TagId(u32);

impl TagId {
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// All names of tags and categories, by id and by text, each with its number of posts. A name stays after its last post is gone;
/// its number is then 0.
#[derive(Clone, Debug, Default)]
pub(super) struct TagIndex {
    ids: HashMap<Arc<str>, TagId>,
    entries: Vec<TagEntry>,
}

/// A name with its spellings, and the number of posts that have it.
#[derive(Clone, Debug)]
pub(super) struct TagEntry {
    /// The name in the form that [`folded_name`] returns.
    pub(super) folded: Arc<str>,
    /// Number of posts with the name as a tag or as a category.
    pub(super) posts: u32,
    /// The spellings of the name as a tag.
    pub(super) tag_spellings: SpellingCounts,
    /// The spellings of the name as a category.
    pub(super) category_spellings: SpellingCounts,
}

/// The spellings of a name, each with its number of uses. A name has few spellings, so a list is fast enough.
#[derive(Clone, Debug, Default)]
pub(super) struct SpellingCounts(Vec<(Box<str>, u32)>);

impl TagIndex {
    /// Adds a post's tags and categories to the counts, and returns their ids without repetitions.
    pub(super) fn add(&mut self, post: &Post) -> Box<[TagId]> {
        let mut ids = Vec::with_capacity(post.tags.len() + post.categories.len());
        for tag in &post.tags {
            ids.extend(self.increment(tag, |entry| &mut entry.tag_spellings));
        }
        for category in &post.categories {
            ids.extend(self.increment(category, |entry| &mut entry.category_spellings));
        }
        ids.sort_unstable();
        ids.dedup();
        for id in &ids {
            self.entries[id.index()].posts += 1;
        }
        ids.into()
    }

    /// Removes a post's tags and categories from the counts; `ids` is the result of [`TagIndex::add`] for the post.
    pub(super) fn remove(&mut self, post: &Post, ids: &[TagId]) {
        for tag in &post.tags {
            self.decrement(tag, |entry| &mut entry.tag_spellings);
        }
        for category in &post.categories {
            self.decrement(category, |entry| &mut entry.category_spellings);
        }
        for id in ids {
            self.entries[id.index()].posts -= 1;
        }
    }

    /// Counts a use of the name `text`, and returns the id of the name, or `None` for a blank name. `select_counts` selects the
    /// counts that grow: those of the tag or those of the category.
    fn increment(
        &mut self,
        text: &str,
        select_counts: impl Fn(&mut TagEntry) -> &mut SpellingCounts,
    ) -> Option<TagId> {
        let folded = folded_name(text);
        if folded.is_empty() {
            return None;
        }
        let id = match self.ids.get(&*folded) {
            Some(&id) => id,
            None => self.insert(folded.into()),
        };
        select_counts(&mut self.entries[id.index()]).increment(text.trim());
        Some(id)
    }

    /// Removes a use of the name `text` from the counts that `select_counts` selects.
    fn decrement(
        &mut self,
        text: &str,
        select_counts: impl Fn(&mut TagEntry) -> &mut SpellingCounts,
    ) {
        if let Some(&id) = self.ids.get(&*folded_name(text)) {
            select_counts(&mut self.entries[id.index()]).decrement(text.trim());
        }
    }

    fn insert(&mut self, folded: Arc<str>) -> TagId {
        let id = TagId(self.entries.len() as u32);
        self.ids.insert(Arc::clone(&folded), id);
        self.entries.push(TagEntry {
            folded,
            posts: 0,
            tag_spellings: SpellingCounts::default(),
            category_spellings: SpellingCounts::default(),
        });
        id
    }

    /// Returns the id of a name, ignoring case, if a post has it.
    pub(super) fn find(&self, text: &str) -> Option<TagId> {
        let id = self.ids.get(&*folded_name(text)).copied();
        id.filter(|id| self.entry(*id).posts > 0)
    }

    /// Returns the ids of the names that start with `text`, ignoring case, even if no post has them.
    pub(super) fn starting_with(&self, text: &str) -> Vec<TagId> {
        let folded = folded_name(text);
        self.iter()
            .filter(|(_, entry)| entry.folded.starts_with(&*folded))
            .map(|(id, _)| id)
            .collect()
    }

    /// Returns all names with their ids.
    pub(super) fn iter(&self) -> impl Iterator<Item = (TagId, &TagEntry)> {
        (0..).map(TagId).zip(&self.entries)
    }

    pub(super) fn entry(&self, id: TagId) -> &TagEntry {
        &self.entries[id.index()]
    }

    /// Returns the number of names, which is greater than every id.
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }
}

impl SpellingCounts {
    fn increment(&mut self, spelling: &str) {
        match self.0.iter_mut().find(|(other, _)| **other == *spelling) {
            Some((_, count)) => *count += 1,
            None => self.0.push((spelling.into(), 1)),
        }
    }

    fn decrement(&mut self, spelling: &str) {
        let index = self.0.iter().position(|(other, _)| **other == *spelling);
        if let Some(index) = index {
            let (_, count) = &mut self.0[index];
            *count -= 1;
            if *count == 0 {
                self.0.remove(index);
            }
        }
    }

    /// Returns the most common spelling, or the first in byte order of equally common spellings; `None` if there is none.
    pub(super) fn most_common(&self) -> Option<&str> {
        let spellings = self.0.iter();
        let most_common = spellings.min_by(|(spelling_a, count_a), (spelling_b, count_b)| {
            count_b.cmp(count_a).then(spelling_a.cmp(spelling_b))
        });
        most_common.map(|(spelling, _)| &**spelling)
    }
}

/// Returns the form of a name that is used in comparisons. The name is trimmed and [folded](fold), which also replaces each run
/// of white space by one blank.
pub(super) fn folded_name(text: &str) -> Cow<'_, str> {
    // Folding drops characters without a glyph, after which a blank may come first or last. The name is therefore trimmed again.
    match fold(text.trim(), Case::Insensitive) {
        Cow::Borrowed(folded) => Cow::Borrowed(folded.trim_ascii()),
        Cow::Owned(folded) => Cow::Owned(folded.trim_ascii().to_owned()),
    }
}

/// Removes leading and trailing white space, and replaces every run of white space in between by one blank.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folded_names_ignore_case_and_white_space() {
        for (text, folded) in [
            ("rust", "rust"),
            ("Rust", "rust"),
            (" Machine\n Learning", "machine learning"),
            ("ÉTÉ", "été"),
            ("cafe\u{301}", "café"),
            ("  ", ""),
        ] {
            assert_eq!(folded_name(text), folded);
        }
    }

    #[test]
    fn most_common_returns_the_most_frequent_spelling_or_the_first_in_byte_order() {
        let mut spellings = SpellingCounts::default();
        assert_eq!(spellings.most_common(), None);
        for spelling in ["rust", "Rust", "RUST", "RUST"] {
            spellings.increment(spelling);
        }
        assert_eq!(spellings.most_common(), Some("RUST"));
        spellings.increment("Rust");
        assert_eq!(
            spellings.most_common(),
            Some("RUST"),
            "byte order breaks the tie"
        );
    }
}
