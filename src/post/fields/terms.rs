//! Lists of terms: tags, categories, authors and series, in all notations of the generators. A term is one name in such a
//! list, not a term of a filter.

use std::collections::HashSet;

use super::super::value::{MetadataNode, MetadataValue};
use super::{Fields, truncated};

/// Maximum number of terms in one list; further terms are dropped.
const MAX_TERMS: usize = 1000;

/// Stands for the table of a key if the key is at the top level of the front matter, in no table.
const TOP_LEVEL: Option<&str> = None;

/// Reads the tags: the first nonempty list under the keys `tags` (most generators), `taxonomies.tags` (Zola), `tag` (Jekyll),
/// `keywords` and `topics`.
pub(super) fn tags(fields: &mut Fields<'_, '_, '_>) -> Vec<Box<str>> {
    for (table, key) in [
        (TOP_LEVEL, "tags"),
        (Some("taxonomies"), "tags"),
        (TOP_LEVEL, "tag"),
        (TOP_LEVEL, "keywords"),
        (TOP_LEVEL, "topics"),
    ] {
        let terms = taxonomy(fields, table, key);
        if !terms.is_empty() {
            // In Obsidian's properties, a tag may start with a `#` that is not part of its name.
            let without_hash = |term: Box<str>| match term.strip_prefix('#') {
                Some(name) if !name.is_empty() => name.into(),
                _ => term,
            };
            return terms.into_iter().map(without_hash).collect();
        }
    }
    Vec::new()
}

/// Reads the categories: the first nonempty list under the keys `categories`, `taxonomies.categories` (Zola) and `category`
/// (Jekyll).
pub(super) fn categories(fields: &mut Fields<'_, '_, '_>) -> Vec<Box<str>> {
    for (table, key) in [
        (TOP_LEVEL, "categories"),
        (Some("taxonomies"), "categories"),
        (TOP_LEVEL, "category"),
    ] {
        let terms = taxonomy(fields, table, key);
        if !terms.is_empty() {
            return terms;
        }
    }
    Vec::new()
}

/// Reads `authors` or `author`, at the top level or in a table of theme settings. A mapping is one author with a `name`
/// (Docusaurus). A single text is one author, because a name may contain blanks and commas.
pub(super) fn authors(fields: &mut Fields<'_, '_, '_>) -> Vec<Box<str>> {
    for key in ["authors", "author"] {
        if let Some(node) = fields.find_also_in_theme_tables(key) {
            let authors = collect_terms(fields, node, key, TermSplit::Never);
            if !authors.is_empty() {
                return authors;
            }
        }
    }
    Vec::new()
}

/// Returns the first series of the post.
pub(super) fn series(fields: &mut Fields<'_, '_, '_>) -> Option<Box<str>> {
    let node = fields
        .find_also_in_theme_tables("series")
        .or_else(|| fields.find_in("taxonomies", "series"))?;
    collect_terms(fields, node, "series", TermSplit::Never)
        .into_iter()
        .next()
}

/// Returns the values of the first key in `keys` that exists; a single text is one value.
pub(super) fn list(fields: &mut Fields<'_, '_, '_>, keys: &[&str]) -> Vec<Box<str>> {
    let Some((key, node)) = keys.iter().find_map(|key| Some((key, fields.find(key)?))) else {
        return Vec::new();
    };
    collect_terms(fields, node, key, TermSplit::Never)
}

/// Reads the tags or categories of `key`, at the top level or in a table.
fn taxonomy(fields: &mut Fields<'_, '_, '_>, table: Option<&str>, key: &str) -> Vec<Box<str>> {
    let node = match table {
        None => fields.find(key),
        Some(table) => fields.find_in(table, key),
    };
    // Jekyll, "Posts": `tag: classic hollywood` is one tag, `tags: classic hollywood` is two tags.
    let split = if matches!(key, "tag" | "category") {
        TermSplit::AtCommas
    } else {
        TermSplit::AtCommasElseBlanks
    };
    node.map_or_else(Vec::new, |node| collect_terms(fields, node, key, split))
}

/// The way in which a single text, given instead of a list, is split into terms.
#[derive(Clone, Copy, PartialEq)]
enum TermSplit {
    Never,
    AtCommas,
    /// At commas if there are any, else at blanks.
    AtCommasElseBlanks,
}

/// Collects the terms of a text, a list or a mapping; reports items that are no terms, and too many terms.
fn collect_terms(
    fields: &mut Fields<'_, '_, '_>,
    node: &MetadataNode<'_>,
    key: &str,
    split: TermSplit,
) -> Vec<Box<str>> {
    let mut terms = Terms::default();
    match &node.value {
        MetadataValue::Text(text) | MetadataValue::Plain(text) => match split {
            TermSplit::Never => terms.add(text),
            _ if text.contains(',') => text.split(',').for_each(|term| terms.add(term)),
            // There is no comma, so the text is one term.
            TermSplit::AtCommas => terms.add(text),
            TermSplit::AtCommasElseBlanks => {
                text.split_whitespace().for_each(|term| terms.add(term));
            }
        },
        MetadataValue::List(items) => {
            for item in items {
                add_item(fields, &mut terms, item, key);
            }
        }
        MetadataValue::Map(_) => add_item(fields, &mut terms, node, key),
        MetadataValue::Null => {}
    }
    if terms.is_limit_exceeded {
        fields.report.warning(
            node.position,
            "too-many-values",
            &format!("`{key}` has more than {MAX_TERMS} values; the rest is ignored"),
            "remove the less important values",
        );
    }
    terms.list
}

/// Adds an item of a list, or a mapping that is given instead of a list. An item is text, a mapping with a name, or a list of
/// texts (Hexo's nested categories). All texts of such a list are added.
fn add_item(
    fields: &mut Fields<'_, '_, '_>,
    terms: &mut Terms,
    node: &MetadataNode<'_>,
    key: &str,
) {
    match &node.value {
        MetadataValue::Null => {}
        MetadataValue::Text(text) | MetadataValue::Plain(text) => terms.add(text),
        MetadataValue::List(items) if items.iter().all(|item| item.value.scalar().is_some()) => {
            for text in items.iter().filter_map(|item| item.value.scalar()) {
                terms.add(text);
            }
        }
        value => {
            let name = ["name", "label", "title", "slug", "id"]
                .iter()
                .find_map(|name_key| {
                    super::find_entry(value.entries(), name_key)?
                        .node
                        .value
                        .scalar()
                });
            match name {
                Some(name) => terms.add(name),
                None => fields.report_wrong_type(node, key, "text or a list of texts"),
            }
        }
    }
}

/// Terms in the order of the front matter. Of the terms that differ only in case, the first one is kept.
#[derive(Default)]
struct Terms {
    list: Vec<Box<str>>,
    /// The terms in lower case; empty while there are fewer than [`Self::MIN_HASHED_TERMS`] terms.
    lowercase: HashSet<String>,
    /// True if terms after the first [`MAX_TERMS`] were dropped.
    is_limit_exceeded: bool,
}

impl Terms {
    /// Minimum number of terms for which a hash set is used. Fewer terms are compared one by one, which is faster.
    const MIN_HASHED_TERMS: usize = 16;

    fn add(&mut self, term: &str) {
        let term = term.trim();
        if term.is_empty() || self.contains(term) {
            return;
        }
        if self.list.len() == MAX_TERMS {
            self.is_limit_exceeded = true;
            return;
        }
        self.list.push(truncated(term));
        if self.list.len() == Self::MIN_HASHED_TERMS {
            self.lowercase = self.list.iter().map(|term| term.to_lowercase()).collect();
        } else if self.list.len() > Self::MIN_HASHED_TERMS {
            self.lowercase.insert(term.to_lowercase());
        }
    }

    /// Returns true if one of the terms equals `term`, ignoring case.
    fn contains(&self, term: &str) -> bool {
        if self.list.len() >= Self::MIN_HASHED_TERMS {
            return self.lowercase.contains(&term.to_lowercase());
        }
        self.list.iter().any(|existing| {
            existing.eq_ignore_ascii_case(term)
                || !term.is_ascii() && existing.to_lowercase() == term.to_lowercase()
        })
    }
}
