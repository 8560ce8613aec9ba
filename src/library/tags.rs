//! The tags and categories of a library, each known once by its name without case.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use crate::post::Post;

/// A name that posts carry as a tag, as a category or as both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct TagId(u32);

impl TagId {
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// All names, by number and by text.
#[derive(Clone, Debug, Default)]
pub(super) struct Vocabulary {
    ids: HashMap<Arc<str>, TagId>,
    names: Vec<Name>,
}

/// What is known of a name.
#[derive(Clone, Debug)]
pub(super) struct Name {
    /// As by [`fold`].
    pub(super) folded: Arc<str>,
    /// Posts that carry it, as a tag or as a category.
    pub(super) posts: u32,
    /// How it is spelt as a tag.
    pub(super) tag: Spellings,
    /// How it is spelt as a category.
    pub(super) category: Spellings,
}

/// Spellings of a name with how often each is written. There are few, so a list will do.
#[derive(Clone, Debug, Default)]
pub(super) struct Spellings(Vec<(Box<str>, u32)>);

impl Vocabulary {
    /// Counts a post's tags and categories, and appends their numbers to `ids`, each once.
    pub(super) fn learn(&mut self, post: &Post, ids: &mut Vec<TagId>) {
        let start = ids.len();
        for tag in &post.tags {
            ids.extend(self.count(tag, |name| &mut name.tag));
        }
        for category in &post.categories {
            ids.extend(self.count(category, |name| &mut name.category));
        }
        ids[start..].sort_unstable();
        let mut kept = start;
        for at in start..ids.len() {
            if kept == start || ids[kept - 1] != ids[at] {
                ids[kept] = ids[at];
                kept += 1;
            }
        }
        ids.truncate(kept);
        for id in &ids[start..] {
            self.names[id.index()].posts += 1;
        }
    }

    /// Takes back what [`Vocabulary::learn`] has counted for a post, of which `ids` are the numbers.
    pub(super) fn forget(&mut self, post: &Post, ids: &[TagId]) {
        for tag in &post.tags {
            self.discount(tag, |name| &mut name.tag);
        }
        for category in &post.categories {
            self.discount(category, |name| &mut name.category);
        }
        for id in ids {
            self.names[id.index()].posts -= 1;
        }
    }

    fn discount(&mut self, text: &str, kind: impl Fn(&mut Name) -> &mut Spellings) {
        if let Some(&id) = self.ids.get(&*fold(text)) {
            kind(&mut self.names[id.index()]).discount(text.trim());
        }
    }

    fn count(&mut self, text: &str, kind: impl Fn(&mut Name) -> &mut Spellings) -> Option<TagId> {
        let folded = fold(text);
        if folded.is_empty() {
            return None;
        }
        let id = match self.ids.get(&*folded) {
            Some(&id) => id,
            None => self.add(folded.into()),
        };
        kind(&mut self.names[id.index()]).count(text.trim());
        Some(id)
    }

    fn add(&mut self, folded: Arc<str>) -> TagId {
        let id = TagId(self.names.len() as u32);
        self.ids.insert(Arc::clone(&folded), id);
        self.names.push(Name {
            folded,
            posts: 0,
            tag: Spellings::default(),
            category: Spellings::default(),
        });
        id
    }

    /// The name that is spelt `text` in any case, if a post carries it.
    pub(super) fn find(&self, text: &str) -> Option<TagId> {
        let id = self.ids.get(&*fold(text)).copied();
        id.filter(|id| self.names[id.index()].posts > 0)
    }

    /// The names that begin with `text` in any case.
    pub(super) fn starting_with(&self, text: &str) -> Vec<TagId> {
        let folded = fold(text);
        self.iter()
            .filter(|(_, name)| name.folded.starts_with(&*folded))
            .map(|(id, _)| id)
            .collect()
    }

    /// All names with their numbers.
    pub(super) fn iter(&self) -> impl Iterator<Item = (TagId, &Name)> {
        (0..).map(TagId).zip(&self.names)
    }

    /// How many names there are.
    pub(super) fn len(&self) -> usize {
        self.names.len()
    }
}

impl Spellings {
    fn count(&mut self, spelling: &str) {
        match self.0.iter_mut().find(|(known, _)| **known == *spelling) {
            Some((_, times)) => *times += 1,
            None => self.0.push((spelling.into(), 1)),
        }
    }

    fn discount(&mut self, spelling: &str) {
        let known = self.0.iter().position(|(known, _)| **known == *spelling);
        if let Some(at) = known {
            self.0[at].1 -= 1;
            if self.0[at].1 == 0 {
                self.0.remove(at);
            }
        }
    }

    /// The commonest spelling, the first in byte order where several are; `None` where the name is not of this kind.
    pub(super) fn shown(&self) -> Option<&str> {
        let before = |a: &&(Box<str>, u32), b: &&(Box<str>, u32)| b.1.cmp(&a.1).then(a.0.cmp(&b.0));
        self.0
            .iter()
            .min_by(before)
            .map(|(spelling, _)| &**spelling)
    }
}

/// A name as it is compared: lower case, and every run of white space one blank.
pub(super) fn fold(text: &str) -> Cow<'_, str> {
    let is_folded = |byte: u8| byte.is_ascii_graphic() && !byte.is_ascii_uppercase();
    if text.bytes().all(is_folded) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(one_line(text).to_lowercase())
}

/// White space at the ends dropped, and every run of it one blank.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_case_and_white_space() {
        for (text, folded) in [
            ("rust", "rust"),
            ("Rust", "rust"),
            (" Machine\n Learning", "machine learning"),
            ("ÉTÉ", "été"),
            ("  ", ""),
        ] {
            assert_eq!(fold(text), folded);
        }
    }

    #[test]
    fn the_commonest_spelling_is_shown() {
        let mut spellings = Spellings::default();
        assert_eq!(spellings.shown(), None);
        for spelling in ["rust", "Rust", "RUST", "RUST"] {
            spellings.count(spelling);
        }
        assert_eq!(spellings.shown(), Some("RUST"));
        spellings.count("Rust");
        assert_eq!(spellings.shown(), Some("RUST"), "byte order breaks the tie");
    }
}
