//! The tag picker: all tags and categories with their counts, and which are wanted or not wanted.

use crate::library::{Facet, Filter, Library};

/// The state of the tag picker.
#[derive(Debug, Default)]
pub struct TagPicker {
    /// All facets that `query` leaves, tags first.
    pub facets: Vec<Facet>,
    /// Where the selection stands among them.
    pub selected: usize,
    /// What narrows them.
    pub query: String,
}

impl TagPicker {
    /// Opens on the facets that the filter has chosen, or the first.
    pub fn new(library: &Library, filter: &Filter) -> Self {
        let mut picker = Self::default();
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
