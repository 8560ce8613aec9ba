//! The tag picker: all tags, categories and sections with their counts and their state in the filter.

use std::collections::HashSet;

use super::keymap::View;
use super::{Focus, Model};
use crate::library::{Facet, FacetKind, Filter, Library, Requirement, name_sort_key};
use crate::text::{Case, fold};

/// The order of the tags in the picker.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TagOrder {
    /// By name.
    #[default]
    Name,
    /// By the number of posts, most first.
    Count,
}

/// The state of the tag picker.
#[derive(Debug, Default)]
pub struct TagPicker {
    /// The facets that match `query`, tags first.
    pub facets: Vec<Facet>,
    /// Index into `facets` of the selected facet.
    pub selected: usize,
    /// The text that the name of a facet must contain; if it is empty, all facets are shown.
    pub query: String,
    /// The order of the facets within each kind.
    pub order: TagOrder,
    /// The facets that the filter named when the picker was opened. While the picker is open, they stay above the other facets of
    /// their kind.
    pinned: HashSet<(FacetKind, Box<str>)>,
}

impl TagPicker {
    /// Creates a picker. The facets that `filter` names are pinned above the others of their kind.
    pub fn new(library: &Library, filter: &Filter) -> Self {
        let facets = library.facets(filter).into_iter();
        let named = facets.filter(|facet| facet.requirement.is_some());
        let mut picker = Self {
            pinned: named.map(|facet| (facet.kind, facet.name)).collect(),
            ..Self::default()
        };
        picker.update(library, filter);
        picker
    }

    /// Recomputes the facets, their counts and their order. The selected facet stays selected; if it is gone, the facet at the
    /// same index is selected.
    pub fn update(&mut self, library: &Library, filter: &Filter) {
        let selected = self
            .selected_facet()
            .map(|facet| (facet.kind, facet.name.clone()));
        let query = fold(&self.query, Case::Insensitive);
        self.facets = library.facets(filter);
        self.facets
            .retain(|facet| fold(&facet.name, Case::Insensitive).contains(&*query));
        // Sorts by the facets that were pinned when the picker was opened, so that the order does not change while facets
        // are toggled.
        let (pinned, order) = (&self.pinned, self.order);
        self.facets.sort_by_cached_key(|facet| {
            let key = (facet.kind, facet.name.clone());
            // The facet with the most posts gets the smallest key.
            let count_key = match order {
                TagOrder::Name => 0,
                TagOrder::Count => usize::MAX - facet.total,
            };
            (
                facet.kind,
                !pinned.contains(&key),
                count_key,
                name_sort_key(&facet.name),
            )
        });
        let is_selected = |facet: &Facet| {
            selected
                .as_ref()
                .is_some_and(|(kind, name)| facet.kind == *kind && facet.name == *name)
        };
        let last = self.facets.len().saturating_sub(1);
        self.selected = self
            .facets
            .iter()
            .position(is_selected)
            .unwrap_or(self.selected.min(last));
    }

    /// Returns the selected facet.
    pub fn selected_facet(&self) -> Option<&Facet> {
        self.facets.get(self.selected)
    }

    /// Moves the selection down by `rows`, or up if `rows` is negative.
    pub fn step(&mut self, rows: isize) {
        let last = self.facets.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(rows).min(last);
    }
}

impl Model {
    /// Opens the tag picker with the current filter.
    pub(super) fn open_tag_picker(&mut self) {
        let tags = TagPicker::new(&self.library, &self.filter);
        self.open_overlay(tags);
    }

    /// Closes the tag picker, or moves the focus from the contents to the article.
    pub(super) fn close_tags_or_contents(&mut self) {
        if !self.close_top_overlay_if(View::Tags) && self.screen.focus == Focus::Contents {
            self.screen.focus = Focus::Article;
        }
    }

    /// Sets the query of the tag picker, and shows the facets that match it.
    pub(super) fn set_tags_query(&mut self, query: String) {
        if let Some(tags) = self.overlays.tags() {
            tags.query = query;
        }
        self.refresh_tags();
    }

    /// Clears the query of the tag picker, if the picker receives key input. Returns true if a query was cleared.
    pub(super) fn clear_tags_query(&mut self) -> bool {
        let is_active = self.active_view() == View::Tags;
        let has_query = is_active && self.tag_picker().is_some_and(|tags| !tags.query.is_empty());
        if has_query {
            self.set_tags_query(String::new());
        }
        has_query
    }

    /// Updates the tag picker after the filter or the library has changed.
    pub(super) fn refresh_tags(&mut self) {
        if let Some(tags) = self.overlays.tags() {
            tags.update(&self.library, &self.filter);
        }
    }

    /// Sorts the tag picker by count, or by name again.
    pub(super) fn sort_tags(&mut self) {
        if let Some(tags) = self.overlays.tags() {
            tags.order = match tags.order {
                TagOrder::Name => TagOrder::Count,
                TagOrder::Count => TagOrder::Name,
            };
        }
        self.refresh_tags();
    }

    /// Requires or excludes the selected facet. If the filter has the same requirement already, removes the requirement.
    pub(super) fn toggle_facet(&mut self, requirement: Requirement) {
        let facet = self.tag_picker().and_then(TagPicker::selected_facet);
        let Some(Facet { name, kind, .. }) = facet else {
            return;
        };
        let mut filter = self.filter.clone();
        match kind {
            FacetKind::Tag | FacetKind::Category => filter.toggle_tag(name, requirement),
            FacetKind::Section => filter.toggle_section(name, requirement),
        }
        self.set_filter(filter);
    }

    /// Removes all tags, categories and sections from the filter.
    pub(super) fn clear_tags(&mut self) {
        let mut filter = self.filter.clone();
        filter.clear_tags();
        self.set_filter(filter);
    }
}
