//! Completion of the term before the cursor in the filter: tags and categories, keys such as `year:`, and the values of
//! `is:`.

use std::collections::HashSet;

use super::direction::Direction;
use crate::library::{FacetKind, Filter, Library, filter_keys, filter_states};
use crate::text::{Case, fold};

/// The candidates that could complete a term of the filter. Each press of Tab inserts the next candidate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// Byte offset of the term in the filter as typed.
    start: usize,
    /// The terms to insert, such as `-#rust` or `year:`; never empty.
    candidates: Vec<String>,
    /// Index of the candidate that was inserted last; `None` if none was inserted yet.
    selected: Option<usize>,
}

impl Completion {
    /// Creates the completion of the last term of `before_cursor`, or returns `None` if there is no candidate.
    pub(super) fn new(before_cursor: &str, library: &Library) -> Option<Self> {
        let start = before_cursor.rfind(' ').map_or(0, |index| index + 1);
        let term = &before_cursor[start..];
        let (negation, term) = match term.strip_prefix('-') {
            Some(negated) => ("-", negated),
            None => ("", term),
        };
        let candidates: Vec<String> = if let Some(tag) = term.strip_prefix('#') {
            matching_tags(library, tag)
        } else if let Some(state) = term.strip_prefix("is:") {
            let states = filter_states().filter(|known| known.starts_with(state));
            states.map(|known| format!("is:{known}")).collect()
        } else {
            let keys = filter_keys().filter(|known| known.starts_with(term));
            keys.map(|known| format!("{known}:")).collect()
        };
        let candidates: Vec<String> = candidates
            .into_iter()
            .map(|candidate| format!("{negation}{candidate}"))
            .collect();
        (!candidates.is_empty()).then_some(Self {
            start,
            candidates,
            selected: None,
        })
    }

    /// Selects the next or previous candidate; the first follows the last. Returns the byte offset of the term to replace,
    /// and the candidate.
    pub(super) fn step(&mut self, direction: Direction) -> (usize, &str) {
        let count = self.candidates.len();
        let index = match (self.selected, direction) {
            (None, Direction::Forward) => 0,
            (None, Direction::Backward) => count - 1,
            (Some(index), Direction::Forward) => (index + 1) % count,
            (Some(index), Direction::Backward) => (index + count - 1) % count,
        };
        self.selected = Some(index);
        (self.start, &self.candidates[index])
    }

    /// Returns the candidates, starting with the selected candidate, or with the first if none is selected.
    pub fn candidates(&self) -> impl Iterator<Item = &str> {
        let index = self.selected.unwrap_or(0);
        let (preceding, following) = self.candidates.split_at(index);
        following.iter().chain(preceding).map(String::as_str)
    }
}

/// Returns the tags and categories that start with `prefix`, as terms of a filter such as `#rust` or `#"two words"`, the most
/// used first. `prefix` may begin with a quotation mark.
fn matching_tags(library: &Library, prefix: &str) -> Vec<String> {
    let prefix = fold(prefix.trim_start_matches('"'), Case::Insensitive);
    let mut facets = library.facets(&Filter::default());
    facets.retain(|facet| {
        facet.kind != FacetKind::Section
            && fold(&facet.name, Case::Insensitive).starts_with(&*prefix)
    });
    facets.sort_by_key(|facet| std::cmp::Reverse(facet.total));
    // A tag and a category may have the same name.
    let mut seen = HashSet::new();
    let names = facets.iter().map(|facet| &*facet.name);
    names
        .filter(|name| seen.insert(*name))
        .map(|name| {
            let needs_quotes = name.contains([' ', ',', '"']);
            if needs_quotes {
                format!("#\"{name}\"")
            } else {
                format!("#{name}")
            }
        })
        .collect()
}
