//! Key bindings. A single table of default bindings is the source for dispatch, footer, help, palette, README and man
//! page.

use std::collections::{HashMap, HashSet};
use std::ptr;

use super::action::Action;
use super::event::{Code, Key};

mod bindings;
mod key;
mod table;
mod user;
mod view;

use bindings::{Binding, bindings};
pub use bindings::{actions, entries};
use key::parse;
pub use key::{ANY_LETTER, display};
pub use table::{BindingEntry, DEFAULT_BINDINGS, HelpSection};
pub use user::{ActionError, BindingError, KeyError, UserBinding};
pub use view::View;

/// The result of looking up a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeymapResult {
    /// The key, or the sequence that it completes, is bound to this action.
    Matched(Action),
    /// The sequence is bound to this action, which takes the sequence's last letter as its argument.
    MatchedWithChar(Action, char),
    /// The key begins a sequence.
    Pending,
    /// The key is not bound in this view.
    NotFound,
}

/// The default and the user's bindings, indexed for look-ups.
#[derive(Debug)]
pub struct Keymap {
    /// Bindings in the order of the key table. For the same view and action, the user's bindings come first.
    bindings: Vec<Binding>,
    /// The action of each view, prefix and key; the prefix is `None` for a single key.
    actions: HashMap<(View, Option<Key>, Key), Action>,
    /// The first keys of the sequences of two keys in each view.
    prefixes: HashSet<(View, Key)>,
    /// The actions that take a letter after their first key, by view and first key.
    letter_actions: HashMap<(View, Key), Action>,
}

impl Default for Keymap {
    fn default() -> Self {
        Self::new(&[])
    }
}

impl Keymap {
    /// Creates the default bindings and applies the user's bindings to them.
    pub fn new(user_bindings: &[UserBinding]) -> Self {
        let mut keymap = Self {
            bindings: user::apply(bindings().collect(), user_bindings),
            actions: HashMap::new(),
            prefixes: HashSet::new(),
            letter_actions: HashMap::new(),
        };
        for index in 0..keymap.bindings.len() {
            keymap.add(index);
        }
        keymap
    }

    /// Adds the binding at `index` to `actions`, `prefixes` and `letter_actions`.
    fn add(&mut self, index: usize) {
        let Binding {
            view, action, keys, ..
        } = &self.bindings[index];
        if let Some((prefix, ANY_LETTER)) = keys.split_once(' ')
            && let Some(prefix) = parse(prefix)
        {
            self.prefixes.insert((*view, prefix));
            self.letter_actions.insert((*view, prefix), *action);
            return;
        }
        let keys: Vec<Key> = keys.split(' ').filter_map(parse).collect();
        match keys[..] {
            [key] => {
                self.actions.insert((*view, None, key), *action);
            }
            [prefix, key] => {
                self.prefixes.insert((*view, prefix));
                self.actions.insert((*view, Some(prefix), key), *action);
            }
            // A sequence has at most two keys.
            _ => {}
        }
    }

    /// Looks up `key`, or the sequence of `prefix` and `key`.
    pub fn look_up(&self, view: View, prefix: Option<Key>, key: Key) -> KeymapResult {
        match self.actions.get(&(view, prefix, key)) {
            Some(action) => KeymapResult::Matched(*action),
            None if prefix.is_none() && self.prefixes.contains(&(view, key)) => {
                KeymapResult::Pending
            }
            None => {
                let letter_action = self.look_up_letter(view, prefix, key);
                letter_action.unwrap_or(KeymapResult::NotFound)
            }
        }
    }

    /// Looks up the action of `prefix` that takes a letter, if `key` is a letter.
    fn look_up_letter(&self, view: View, prefix: Option<Key>, key: Key) -> Option<KeymapResult> {
        let action = *self.letter_actions.get(&(view, prefix?))?;
        match key.code {
            Code::Char(letter @ 'a'..='z') if !key.ctrl && !key.alt => {
                Some(KeymapResult::MatchedWithChar(action, letter))
            }
            _ => None,
        }
    }

    /// Returns the key sequences of an action in a view, in the notation of the key table.
    pub fn keys(&self, view: View, action: Action) -> impl Iterator<Item = &str> {
        let all = self.bindings.iter();
        let matching = all.filter(move |binding| binding.view == view && binding.action == action);
        matching.map(|binding| &*binding.keys)
    }

    /// Returns the first key sequence of an action in a view, in the form that the screen shows. Returns an empty text if the
    /// action has no keys.
    pub fn first_key(&self, view: View, action: Action) -> String {
        self.keys(view, action)
            .next()
            .map_or_else(String::new, display)
    }

    /// Returns the second keys of all sequences in a view whose first key is the character `prefix`. They are in the order of the
    /// key table.
    pub fn continuations(
        &self,
        view: View,
        prefix: char,
    ) -> impl Iterator<Item = Continuation<'_>> {
        let in_view = self
            .bindings
            .iter()
            .filter(move |binding| binding.view == view);
        in_view.filter_map(move |binding| {
            let key = binding.keys.strip_prefix(prefix)?.strip_prefix(' ')?;
            let action = binding.action;
            Some(Continuation { key, action })
        })
    }

    /// Returns the sections of the key table. Each section comes with those of its entries that have a binding.
    pub fn sections(
        &self,
    ) -> impl Iterator<Item = (&'static str, impl Iterator<Item = &'static BindingEntry>)> {
        DEFAULT_BINDINGS.iter().map(|section| {
            let entries = section.entries.iter();
            let entries = entries.filter(|entry| {
                self.bindings
                    .iter()
                    .any(|binding| ptr::eq(binding.entry, *entry))
            });
            (section.name, entries)
        })
    }

    /// Returns the keys of all actions of an entry, in the form that the screen shows: `j k ↓ ↑`. A key of the entry's
    /// second or a later view is omitted if the first view binds it to another action.
    pub fn all_keys(&self, entry: &'static BindingEntry) -> String {
        let all: Vec<Vec<&str>> = entry
            .actions
            .iter()
            .map(|(action, _)| self.keys_of_entry(entry, *action))
            .collect();
        // The first keys of all actions come first, then the second keys, and so on.
        let longest = all.iter().map(Vec::len).max().unwrap_or(0);
        let keys_at = |index: usize| all.iter().filter_map(move |keys| keys.get(index));
        let displayed: Vec<String> = (0..longest)
            .flat_map(keys_at)
            .map(|keys| display(keys))
            .collect();
        displayed.join(" ")
    }

    /// Returns the keys of an entry's action in all views of the entry. A key of the second or a later view is omitted if
    /// the first view binds it to another action.
    fn keys_of_entry(&self, entry: &'static BindingEntry, action: Action) -> Vec<&str> {
        let first_view = entry.views.first().copied();
        let has_other_action = |keys: &str| {
            let mut bindings = self
                .bindings
                .iter()
                .filter(|binding| Some(binding.view) == first_view);
            bindings.any(|binding| binding.keys == keys && binding.action != action)
        };
        let is_of_entry =
            |binding: &&Binding| ptr::eq(binding.entry, entry) && binding.action == action;
        let mut all: Vec<&str> = Vec::new();
        for Binding { view, keys, .. } in self.bindings.iter().filter(is_of_entry) {
            if !all.contains(&&**keys) && (Some(*view) == first_view || !has_other_action(keys)) {
                all.push(keys);
            }
        }
        all
    }

    /// Returns the first key of each action of an entry in a view, for the footer: `j k`.
    pub fn first_keys(&self, entry: &'static BindingEntry, view: View) -> String {
        let keys = entry
            .actions
            .iter()
            .map(|(action, _)| self.first_key(view, *action));
        let keys: Vec<String> = keys.filter(|key| !key.is_empty()).collect();
        keys.join(" ")
    }
}

/// A key that completes a sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Continuation<'m> {
    /// The key in the notation of the key table.
    pub key: &'m str,
    /// The action of the sequence.
    pub action: Action,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn default_keys_are_known_and_do_not_conflict() {
        let mut bound = HashMap::new();
        for Binding {
            view, action, keys, ..
        } in bindings()
        {
            assert!(
                keys.split(' ')
                    .all(|name| name == ANY_LETTER || parse(name).is_some()),
                "no such key: {keys}"
            );
            let previous = bound.insert((view, keys.clone()), action);
            assert_eq!(previous, None, "{keys} is declared twice for {view:?}");
        }
        for Binding { view, keys, .. } in bindings() {
            if let Some((prefix, _)) = keys.split_once(' ') {
                assert_eq!(
                    bound.get(&(view, prefix.into())),
                    None,
                    "{prefix} begins {keys}"
                );
            }
        }
    }

    #[test]
    fn digits_are_not_bound_since_they_are_counts() {
        assert!(
            bindings().all(|binding| !binding.keys.starts_with(|char: char| char.is_ascii_digit()))
        );
    }

    #[test]
    fn keys_are_displayed_as_symbols() {
        let map = Keymap::default();
        // The first entry of the table binds *down* and *up*: the first keys of both come first, then the second keys.
        let down_and_up = &DEFAULT_BINDINGS[0].entries[0];
        assert_eq!(map.all_keys(down_and_up), "j k ↓ ↑ ^N ^P");
        assert_eq!(map.first_keys(down_and_up, View::List), "j k");
    }
}
