//! The default bindings, read from the key table.

use std::borrow::Cow;

use super::table::{BindingEntry, DEFAULT_BINDINGS};
use super::view::View;
use crate::app::action::Action;

/// A key sequence that is bound to an action in a view.
#[derive(Clone, Debug)]
pub(super) struct Binding {
    pub(super) view: View,
    pub(super) action: Action,
    /// The entry of the key table that declares the binding. Several bindings may share an entry.
    pub(super) entry: &'static BindingEntry,
    /// The key sequence, with spaces between its keys.
    pub(super) keys: Cow<'static, str>,
}

/// Returns the default bindings, one for each key sequence and view.
pub(super) fn bindings() -> impl Iterator<Item = Binding> {
    let entry_actions = entries().flat_map(|entry| {
        let actions = entry.actions.iter();
        actions.map(move |(action, sequences)| (entry, action, sequences))
    });
    let action_sequences = entry_actions.flat_map(|(entry, action, sequences)| {
        sequences.iter().map(move |keys| (entry, action, keys))
    });
    action_sequences.flat_map(|(entry, action, keys)| {
        let views = entry.views.iter();
        views.map(move |view| Binding {
            view: *view,
            action: *action,
            entry,
            keys: Cow::Borrowed(*keys),
        })
    })
}

/// Returns the actions of a view, each with its entry in the key table. An action appears once for each entry that contains
/// it.
pub fn actions(view: View) -> impl Iterator<Item = (&'static BindingEntry, Action)> {
    let entries_of_view = entries().filter(move |entry| entry.views.contains(&view));
    entries_of_view.flat_map(|entry| {
        entry
            .actions
            .iter()
            .map(move |(action, _)| (entry, *action))
    })
}

/// Returns all entries of the key table.
pub fn entries() -> impl Iterator<Item = &'static BindingEntry> {
    DEFAULT_BINDINGS.iter().flat_map(|section| section.entries)
}
