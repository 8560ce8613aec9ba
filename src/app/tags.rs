//! The tag picker: all tags, categories and sections with their counts, and which are wanted or not wanted.

use std::collections::HashSet;

use crate::library::{Choice, Facet, FacetKind, Filter, Library};

/// The state of the tag picker.
#[derive(Debug, Default)]
pub struct TagPicker {
    /// All facets that `query` leaves, tags first.
    pub facets: Vec<Facet>,
    /// Where the selection stands among them.
    pub selected: usize,
    /// What narrows them.
    pub query: String,
    /// Those that the filter named when the picker was opened; they stay in front while it stands.
    chosen: HashSet<(FacetKind, Box<str>)>,
}

impl TagPicker {
    /// Opens on the facets that the filter has chosen, or the first.
    pub fn new(library: &Library, filter: &Filter) -> Self {
        let named = library.facets(filter).into_iter();
        let named = named.filter(|facet| facet.choice != Choice::Neither);
        let mut picker = Self {
            chosen: named.map(|facet| (facet.kind, facet.name)).collect(),
            ..Self::default()
        };
        picker.update(library, filter);
        picker
    }

    /// Counts anew, keeping the selection on its facet.
    pub fn update(&mut self, library: &Library, filter: &Filter) {
        let before = self
            .selected_facet()
            .map(|facet| (facet.kind, facet.name.clone()));
        let query = self.query.to_lowercase();
        self.facets = library.facets(filter);
        self.facets
            .retain(|facet| facet.name.to_lowercase().contains(&query));
        // A facet that moved away under the selection with each key would have to be looked for again.
        let chosen = &self.chosen;
        self.facets.sort_by_cached_key(|facet| {
            let key = (facet.kind, facet.name.clone());
            (
                facet.kind,
                !chosen.contains(&key),
                facet.name.to_lowercase(),
            )
        });
        let is_same = |facet: &Facet| {
            before
                .as_ref()
                .is_some_and(|(kind, name)| facet.kind == *kind && facet.name == *name)
        };
        let last = self.facets.len().saturating_sub(1);
        self.selected = self
            .facets
            .iter()
            .position(is_same)
            .unwrap_or(self.selected.min(last));
    }

    /// The selected facet.
    pub fn selected_facet(&self) -> Option<&Facet> {
        self.facets.get(self.selected)
    }

    /// Moves the selection.
    pub fn step(&mut self, rows: isize) {
        let last = self.facets.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(rows).min(last);
    }
}
