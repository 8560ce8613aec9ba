//! The one key table: dispatch, footer, help view, README and man page all read it.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ptr;

use super::action::Action;
use super::message::{Code, Key};

mod key;
mod own;
mod table;

pub use key::shown;
use key::{first, parse};
pub use own::{BindingError, UserBinding};
pub use table::DEFAULT_BINDINGS;

/// Where a key is pressed.
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
    /// What has to do with a post.
    Related,
    /// The tag picker.
    Tags,
    /// The help view.
    Help,
    /// What is wrong with a post.
    Problems,
    /// All that is known about a post.
    Details,
    /// The article as it is written.
    Source,
    /// The article's text alone.
    Zen,
}

impl Context {
    /// All of them with their names.
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

/// One row of the table: actions that belong together, and the keys of each.
#[derive(Debug)]
pub struct Entry {
    /// Where it holds.
    pub contexts: &'static [Context],
    /// Each action with its keys, the first of which the footer shows. `s d` is one key after the other.
    pub keys: &'static [(Action, &'static [&'static str])],
    /// What it does, for the help view.
    pub help: &'static str,
    /// The same in a word, for the footer.
    pub hint: Option<&'static str>,
}

/// A heading of the help view, and the rows below it.
#[derive(Debug)]
pub struct Section {
    /// The heading.
    pub name: &'static str,
    /// Its rows.
    pub entries: &'static [Entry],
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

/// A key and what it does at a place.
#[derive(Clone, Debug)]
struct Binding {
    context: Context,
    action: Action,
    /// The row of the table that tells about it.
    entry: &'static Entry,
    spec: Cow<'static, str>,
}

/// The table with the reader's own keys, ready for look-ups.
#[derive(Debug)]
pub struct Keymap {
    /// In the order of the table; of those of one action, the reader's own first.
    bindings: Vec<Binding>,
    actions: HashMap<(Context, Option<Key>, Key), Action>,
    prefixes: HashSet<(Context, Key)>,
    /// By the key before: what is done with any letter behind it.
    lettered: HashMap<(Context, Key), Action>,
}

/// In the table, any of the letters that name a place.
pub const LETTERS: &str = "a-z";

impl Default for Keymap {
    fn default() -> Self {
        Self::new(&[])
    }
}

impl Keymap {
    /// The keys of the table, but where the reader has others.
    pub fn new(own: &[UserBinding]) -> Self {
        let mut map = Self {
            bindings: own::apply(bindings().collect(), own),
            actions: HashMap::new(),
            prefixes: HashSet::new(),
            lettered: HashMap::new(),
        };
        for at in 0..map.bindings.len() {
            map.learn(at);
        }
        map
    }

    fn learn(&mut self, at: usize) {
        let Binding {
            context,
            action,
            spec,
            ..
        } = &self.bindings[at];
        if let Some((prefix, LETTERS)) = spec.split_once(' ')
            && let Some(prefix) = parse(prefix)
        {
            self.prefixes.insert((*context, prefix));
            self.lettered.insert((*context, prefix), *action);
            return;
        }
        let keys: Vec<Key> = spec.split(' ').filter_map(parse).collect();
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
            None => match self.lettered(context, prefix, key) {
                Some((action, letter)) => KeymapResult::MatchedWithChar(action, letter),
                None => KeymapResult::NotFound,
            },
        }
    }

    fn lettered(&self, context: Context, prefix: Option<Key>, key: Key) -> Option<(Action, char)> {
        let action = *self.lettered.get(&(context, prefix?))?;
        match key.code {
            Code::Char(letter @ 'a'..='z') if !key.ctrl && !key.alt => Some((action, letter)),
            _ => None,
        }
    }

    /// The keys of an action at a place, as the table writes them, in its order.
    pub fn keys(&self, context: Context, action: Action) -> impl Iterator<Item = &str> {
        let here = self.bindings.iter();
        let here = here.filter(move |one| one.context == context && one.action == action);
        here.map(|one| &*one.spec)
    }

    /// The first of them, as it is shown; nothing where it has none.
    pub fn first(&self, context: Context, action: Action) -> String {
        self.keys(context, action)
            .next()
            .map_or_else(String::new, shown)
    }

    /// The keys that may follow `prefix` at a place, in the table's order.
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
            let key = one.spec.strip_prefix(prefix)?.strip_prefix(' ')?;
            let action = one.action;
            Some(Continuation { key, action })
        })
    }

    /// The sections of the table with those of their rows that have a key.
    pub fn sections(
        &self,
    ) -> impl Iterator<Item = (&'static str, impl Iterator<Item = &'static Entry>)> {
        DEFAULT_BINDINGS.iter().map(|section| {
            let entries = section.entries.iter();
            let entries =
                entries.filter(|entry| self.bindings.iter().any(|one| ptr::eq(one.entry, *entry)));
            (section.name, entries)
        })
    }

    /// All keys of a row, as they are shown: `j k ↓ ↑`. Those of its first place, and of its others what does not mean
    /// something else there.
    pub fn all_keys(&self, entry: &'static Entry) -> String {
        let all: Vec<Vec<&str>> = entry
            .keys
            .iter()
            .map(|(action, _)| self.of_row(entry, *action))
            .collect();
        let longest = all.iter().map(Vec::len).max().unwrap_or(0);
        let nth = |at: usize| all.iter().filter_map(move |specs| specs.get(at));
        let shown: Vec<String> = (0..longest).flat_map(nth).map(|spec| shown(spec)).collect();
        shown.join(" ")
    }

    /// The keys of an action by a row, whatever the place.
    fn of_row(&self, entry: &'static Entry, action: Action) -> Vec<&str> {
        let main = entry.contexts.first().copied();
        let differs = |spec: &str| {
            let mut there = self.bindings.iter().filter(|one| Some(one.context) == main);
            there.any(|one| one.spec == spec && one.action != action)
        };
        let of_row = |one: &&Binding| ptr::eq(one.entry, entry) && one.action == action;
        let mut specs: Vec<&str> = Vec::new();
        for Binding { context, spec, .. } in self.bindings.iter().filter(of_row) {
            if !specs.contains(&&**spec) && (Some(*context) == main || !differs(spec)) {
                specs.push(spec);
            }
        }
        specs
    }

    /// The first key of each action of a row at a place, for the footer: `j k`.
    pub fn first_keys(&self, entry: &'static Entry, context: Context) -> String {
        let first = entry
            .keys
            .iter()
            .map(|(action, _)| self.first(context, *action));
        let first: Vec<String> = first.filter(|key| !key.is_empty()).collect();
        first.join(" ")
    }
}

/// Each key of the table by itself.
fn bindings() -> impl Iterator<Item = Binding> {
    let keys = entries().flat_map(|entry| entry.keys.iter().map(move |keys| (entry, keys)));
    let specs = keys
        .flat_map(|(entry, (action, specs))| specs.iter().map(move |spec| (entry, action, spec)));
    specs.flat_map(|(entry, action, spec)| {
        let contexts = entry.contexts.iter();
        contexts.map(move |context| Binding {
            context: *context,
            action: *action,
            entry,
            spec: Cow::Borrowed(*spec),
        })
    })
}

/// What may follow a key that waits for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Continuation<'m> {
    /// The key, as the table writes it.
    pub key: &'m str,
    /// What both together do.
    pub action: Action,
}

/// What can be done at a place, with its row.
pub fn actions(context: Context) -> impl Iterator<Item = (&'static Entry, Action)> {
    let here = entries().filter(move |entry| entry.contexts.contains(&context));
    here.flat_map(|entry| entry.keys.iter().map(move |(action, _)| (entry, *action)))
}

/// All rows of the table.
pub fn entries() -> impl Iterator<Item = &'static Entry> {
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
            spec,
            ..
        } in bindings()
        {
            assert!(
                spec.split(' ')
                    .all(|name| name == LETTERS || parse(name).is_some()),
                "no such key: {spec}"
            );
            let before = seen.insert((context, spec.clone()), action);
            assert_eq!(before, None, "{spec} is declared twice for {context:?}");
        }
        for Binding { context, spec, .. } in bindings() {
            if let Some((prefix, _)) = spec.split_once(' ') {
                assert_eq!(
                    seen.get(&(context, prefix.into())),
                    None,
                    "{prefix} begins {spec}"
                );
            }
        }
    }

    #[test]
    fn digits_stay_free_for_counts() {
        assert!(bindings().all(|one| !one.spec.starts_with(|char: char| char.is_ascii_digit())));
    }

    #[test]
    fn keys_are_shown_by_their_signs() {
        let (map, first) = (Keymap::default(), &DEFAULT_BINDINGS[0].entries[0]);
        assert_eq!(map.all_keys(first), "j k ↓ ↑");
        assert_eq!(map.first_keys(first, Context::List), "j k");
    }
}
