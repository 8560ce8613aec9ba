//! Key bindings: one table of default bindings, from which dispatch, footer, help, palette, README and man page come.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ptr;

use super::action::Action;
use super::message::{Code, Key};

mod key;
mod table;
mod user;

pub use key::display;
use key::{first_key, parse};
pub use table::DEFAULT_BINDINGS;
pub use user::{BindingError, UserBinding};

/// The view that has the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Context {
    /// The list of posts.
    List,
    /// The article.
    Article,
    /// The table of contents.
    Contents,
    /// The search of all posts.
    Finder,
    /// The posts related to a post.
    Related,
    /// The tag picker.
    Tags,
    /// The help.
    Help,
    /// The problems of a post.
    Problems,
    /// The details of a post.
    Details,
    /// The source of the article.
    Source,
    /// The article's text alone.
    Zen,
}

impl Context {
    /// All views with their names in the configuration file.
    pub const ALL: [(Self, &str); 11] = [
        (Self::List, "list"),
        (Self::Article, "article"),
        (Self::Contents, "contents"),
        (Self::Finder, "search"),
        (Self::Related, "related"),
        (Self::Tags, "tags"),
        (Self::Help, "help"),
        (Self::Problems, "problems"),
        (Self::Details, "details"),
        (Self::Source, "source"),
        (Self::Zen, "zen"),
    ];
}

/// A row of the table: related actions, and the keys of each.
#[derive(Debug)]
pub struct BindingRow {
    /// The views where it applies.
    pub contexts: &'static [Context],
    /// Each action with its keys, the first of which the footer shows. `s d` is a sequence of two keys.
    pub keys: &'static [(Action, &'static [&'static str])],
    /// Its text in the help.
    pub help: &'static str,
    /// A word for the footer.
    pub hint: Option<&'static str>,
}

/// A section of the help.
#[derive(Debug)]
pub struct HelpSection {
    /// The heading.
    pub name: &'static str,
    /// Its rows.
    pub entries: &'static [BindingRow],
}

/// The result of looking up a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeymapResult {
    /// The key, or the sequence it ends, is bound to this action.
    Matched(Action),
    /// The sequence is bound to this action, which takes the letter that ended it.
    MatchedWithChar(Action, char),
    /// The key begins a sequence.
    Pending,
    /// The key is not bound here.
    NotFound,
}

/// A key sequence that is bound to an action in a view.
#[derive(Clone, Debug)]
struct Binding {
    context: Context,
    action: Action,
    /// The row of the table that describes it.
    entry: &'static BindingRow,
    keys: Cow<'static, str>,
}

/// The default bindings with those of the user, ready for look-ups.
#[derive(Debug)]
pub struct Keymap {
    /// In the order of the table; of those of one action, the user's first.
    bindings: Vec<Binding>,
    actions: HashMap<(Context, Option<Key>, Key), Action>,
    prefixes: HashSet<(Context, Key)>,
    /// By its first key: a sequence that ends with any letter.
    letter_actions: HashMap<(Context, Key), Action>,
}

/// In the table, any of the letters that name a mark.
pub const ANY_LETTER: &str = "a-z";

impl Default for Keymap {
    fn default() -> Self {
        Self::new(&[])
    }
}

impl Keymap {
    /// The default bindings, changed by those of the user.
    pub fn new(user: &[UserBinding]) -> Self {
        let mut map = Self {
            bindings: user::apply(bindings().collect(), user),
            actions: HashMap::new(),
            prefixes: HashSet::new(),
            letter_actions: HashMap::new(),
        };
        for at in 0..map.bindings.len() {
            map.add(at);
        }
        map
    }

    fn add(&mut self, at: usize) {
        let Binding {
            context,
            action,
            keys,
            ..
        } = &self.bindings[at];
        if let Some((prefix, ANY_LETTER)) = keys.split_once(' ')
            && let Some(prefix) = parse(prefix)
        {
            self.prefixes.insert((*context, prefix));
            self.letter_actions.insert((*context, prefix), *action);
            return;
        }
        let keys: Vec<Key> = keys.split(' ').filter_map(parse).collect();
        match keys[..] {
            [key] => self.actions.insert((*context, None, key), *action),
            [prefix, key] => {
                self.prefixes.insert((*context, prefix));
                self.actions.insert((*context, Some(prefix), key), *action)
            }
            _ => None,
        };
    }

    /// Looks `key` up, after `prefix` if one is pending.
    pub fn look_up(&self, context: Context, prefix: Option<Key>, key: Key) -> KeymapResult {
        match self.actions.get(&(context, prefix, key)) {
            Some(action) => KeymapResult::Matched(*action),
            None if prefix.is_none() && self.prefixes.contains(&(context, key)) => {
                KeymapResult::Pending
            }
            None => match self.letter_action(context, prefix, key) {
                Some((action, letter)) => KeymapResult::MatchedWithChar(action, letter),
                None => KeymapResult::NotFound,
            },
        }
    }

    fn letter_action(
        &self,
        context: Context,
        prefix: Option<Key>,
        key: Key,
    ) -> Option<(Action, char)> {
        let action = *self.letter_actions.get(&(context, prefix?))?;
        match key.code {
            Code::Char(letter @ 'a'..='z') if !key.ctrl && !key.alt => Some((action, letter)),
            _ => None,
        }
    }

    /// The key sequences of an action in a view, as the table writes them.
    pub fn keys(&self, context: Context, action: Action) -> impl Iterator<Item = &str> {
        let here = self.bindings.iter();
        let here = here.filter(move |one| one.context == context && one.action == action);
        here.map(|one| &*one.keys)
    }

    /// The first of them as it is shown; empty if there is none.
    pub fn first(&self, context: Context, action: Action) -> String {
        self.keys(context, action)
            .next()
            .map_or_else(String::new, display)
    }

    /// The keys that may follow `prefix` in a view, in the order of the table.
    pub fn continuations(
        &self,
        context: Context,
        prefix: char,
    ) -> impl Iterator<Item = Continuation<'_>> {
        let here = self
            .bindings
            .iter()
            .filter(move |one| one.context == context);
        here.filter_map(move |one| {
            let key = one.keys.strip_prefix(prefix)?.strip_prefix(' ')?;
            let action = one.action;
            Some(Continuation { key, action })
        })
    }

    /// The sections of the table with the rows that have a key.
    pub fn sections(
        &self,
    ) -> impl Iterator<Item = (&'static str, impl Iterator<Item = &'static BindingRow>)> {
        DEFAULT_BINDINGS.iter().map(|section| {
            let entries = section.entries.iter();
            let entries =
                entries.filter(|entry| self.bindings.iter().any(|one| ptr::eq(one.entry, *entry)));
            (section.name, entries)
        })
    }

    /// All keys of a row as they are shown: `j k ↓ ↑`. Those of its first view, and of the others those that are not bound
    /// to something else in the first.
    pub fn all_keys(&self, entry: &'static BindingRow) -> String {
        let all: Vec<Vec<&str>> = entry
            .keys
            .iter()
            .map(|(action, _)| self.keys_of_row(entry, *action))
            .collect();
        let longest = all.iter().map(Vec::len).max().unwrap_or(0);
        let nth = |at: usize| all.iter().filter_map(move |keys| keys.get(at));
        let shown: Vec<String> = (0..longest)
            .flat_map(nth)
            .map(|keys| display(keys))
            .collect();
        shown.join(" ")
    }

    /// The keys of an action of a row, whatever the view.
    fn keys_of_row(&self, entry: &'static BindingRow, action: Action) -> Vec<&str> {
        let main = entry.contexts.first().copied();
        let differs = |keys: &str| {
            let mut there = self.bindings.iter().filter(|one| Some(one.context) == main);
            there.any(|one| one.keys == keys && one.action != action)
        };
        let of_row = |one: &&Binding| ptr::eq(one.entry, entry) && one.action == action;
        let mut all: Vec<&str> = Vec::new();
        for Binding { context, keys, .. } in self.bindings.iter().filter(of_row) {
            if !all.contains(&&**keys) && (Some(*context) == main || !differs(keys)) {
                all.push(keys);
            }
        }
        all
    }

    /// The first key of each action of a row in a view, for the footer: `j k`.
    pub fn first_keys(&self, entry: &'static BindingRow, context: Context) -> String {
        let first = entry
            .keys
            .iter()
            .map(|(action, _)| self.first(context, *action));
        let first: Vec<String> = first.filter(|key| !key.is_empty()).collect();
        first.join(" ")
    }
}

/// The default bindings, one for each key sequence and view.
fn bindings() -> impl Iterator<Item = Binding> {
    let keys = entries().flat_map(|entry| entry.keys.iter().map(move |keys| (entry, keys)));
    let keys =
        keys.flat_map(|(entry, (action, keys))| keys.iter().map(move |keys| (entry, action, keys)));
    keys.flat_map(|(entry, action, keys)| {
        let contexts = entry.contexts.iter();
        contexts.map(move |context| Binding {
            context: *context,
            action: *action,
            entry,
            keys: Cow::Borrowed(*keys),
        })
    })
}

/// A key that may follow the first of a sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Continuation<'m> {
    /// The key as the table writes it.
    pub key: &'m str,
    /// The action of the sequence.
    pub action: Action,
}

/// The actions of a view, each with its row.
pub fn actions(context: Context) -> impl Iterator<Item = (&'static BindingRow, Action)> {
    let here = entries().filter(move |entry| entry.contexts.contains(&context));
    here.flat_map(|entry| entry.keys.iter().map(move |(action, _)| (entry, *action)))
}

/// All rows of the table.
pub fn entries() -> impl Iterator<Item = &'static BindingRow> {
    DEFAULT_BINDINGS.iter().flat_map(|section| section.entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_means_one_thing_in_a_place() {
        let mut seen = HashMap::new();
        for Binding {
            context,
            action,
            keys,
            ..
        } in bindings()
        {
            assert!(
                keys.split(' ')
                    .all(|name| name == ANY_LETTER || parse(name).is_some()),
                "no such key: {keys}"
            );
            let before = seen.insert((context, keys.clone()), action);
            assert_eq!(before, None, "{keys} is declared twice for {context:?}");
        }
        for Binding { context, keys, .. } in bindings() {
            if let Some((prefix, _)) = keys.split_once(' ') {
                assert_eq!(
                    seen.get(&(context, prefix.into())),
                    None,
                    "{prefix} begins {keys}"
                );
            }
        }
    }

    #[test]
    fn digits_stay_free_for_counts() {
        assert!(bindings().all(|one| !one.keys.starts_with(|char: char| char.is_ascii_digit())));
    }

    #[test]
    fn keys_are_shown_by_their_signs() {
        let (map, first) = (Keymap::default(), &DEFAULT_BINDINGS[0].entries[0]);
        assert_eq!(map.all_keys(first), "j k ↓ ↑ ^N ^P");
        assert_eq!(map.first_keys(first, Context::List), "j k");
    }
}
