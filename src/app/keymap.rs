//! The one key table: dispatch, footer, help view, README and man page all read it.

use std::collections::{HashMap, HashSet};

use super::action::Action;
use super::message::{Code, Key};

mod table;

pub use table::TABLE;

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

/// What a key means at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// It does this.
    Action(Action),
    /// It does this with that letter.
    Lettered(Action, char),
    /// It begins a sequence.
    Prefix,
    /// Nothing.
    Nothing,
}

/// The table, ready for look-ups.
#[derive(Debug)]
pub struct Keymap {
    actions: HashMap<(Context, Option<Key>, Key), Action>,
    prefixes: HashSet<(Context, Key)>,
    /// By the key before: what is done with any letter behind it.
    lettered: HashMap<(Context, Key), Action>,
}

/// In the table, any of the letters that name a place.
pub const LETTERS: &str = "a-z";

impl Default for Keymap {
    fn default() -> Self {
        let mut map = Self {
            actions: HashMap::new(),
            prefixes: HashSet::new(),
            lettered: HashMap::new(),
        };
        for (context, action, spec) in bindings() {
            if let Some((prefix, LETTERS)) = spec.split_once(' ')
                && let Some(prefix) = parse(prefix)
            {
                map.prefixes.insert((context, prefix));
                map.lettered.insert((context, prefix), action);
                continue;
            }
            let keys: Vec<Key> = spec.split(' ').filter_map(parse).collect();
            match keys[..] {
                [key] => map.actions.insert((context, None, key), action),
                [prefix, key] => {
                    map.prefixes.insert((context, prefix));
                    map.actions.insert((context, Some(prefix), key), action)
                }
                _ => None,
            };
        }
        map
    }
}

impl Keymap {
    /// What `key` means, after `prefix` where one is pending.
    pub fn meaning(&self, context: Context, prefix: Option<Key>, key: Key) -> Meaning {
        match self.actions.get(&(context, prefix, key)) {
            Some(action) => Meaning::Action(*action),
            None if prefix.is_none() && self.prefixes.contains(&(context, key)) => Meaning::Prefix,
            None => match self.lettered(context, prefix, key) {
                Some((action, letter)) => Meaning::Lettered(action, letter),
                None => Meaning::Nothing,
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
}

/// Each key of the table by itself.
pub fn bindings() -> impl Iterator<Item = (Context, Action, &'static str)> {
    let keys = entries().flat_map(|entry| entry.keys.iter().map(move |keys| (entry, keys)));
    let specs = keys
        .flat_map(|(entry, (action, specs))| specs.iter().map(move |spec| (entry, action, spec)));
    specs.flat_map(|(entry, action, spec)| {
        entry
            .contexts
            .iter()
            .map(move |context| (*context, *action, *spec))
    })
}

/// What may follow a key that waits for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Follower {
    /// The key, as the table writes it.
    pub key: &'static str,
    /// What both together do.
    pub action: Action,
}

/// The keys that may follow `prefix` at a place, in the table's order.
pub fn followers(context: Context, prefix: char) -> impl Iterator<Item = Follower> {
    let here = bindings().filter(move |(place, _, _)| *place == context);
    here.filter_map(move |(_, action, spec)| {
        let key = spec.strip_prefix(prefix)?.strip_prefix(' ')?;
        Some(Follower { key, action })
    })
}

/// What can be done at a place, with its row and its keys there.
pub fn actions(
    context: Context,
) -> impl Iterator<Item = (&'static Entry, Action, &'static [&'static str])> {
    let here = entries().filter(move |entry| entry.contexts.contains(&context));
    here.flat_map(|entry| {
        let keys = entry.keys.iter();
        keys.map(move |(action, specs)| (entry, *action, *specs))
    })
}

/// All rows of the table.
pub fn entries() -> impl Iterator<Item = &'static Entry> {
    TABLE.iter().flat_map(|section| section.entries)
}

impl Entry {
    /// All its keys, as they are shown: `j k ↓ ↑`.
    pub fn all_keys(&self) -> String {
        let longest = self
            .keys
            .iter()
            .map(|(_, specs)| specs.len())
            .max()
            .unwrap_or(0);
        let nth = |at: usize| self.keys.iter().filter_map(move |(_, specs)| specs.get(at));
        let shown: Vec<String> = (0..longest).flat_map(nth).map(|spec| shown(spec)).collect();
        shown.join(" ")
    }

    /// The first key of each action, for the footer: `j k`.
    pub fn first_keys(&self) -> String {
        let first: Vec<String> = self
            .keys
            .iter()
            .filter_map(|(_, specs)| specs.first())
            .map(|spec| shown(spec))
            .collect();
        first.join(" ")
    }
}

/// A key of the table, as it is shown: arrows and Enter by their signs.
pub fn shown(spec: &str) -> String {
    match spec {
        "Down" => "↓".to_owned(),
        "Up" => "↑".to_owned(),
        "Left" => "←".to_owned(),
        "Right" => "→".to_owned(),
        "Enter" => "⏎".to_owned(),
        "Alt-Left" => "Alt-←".to_owned(),
        "Alt-Right" => "Alt-→".to_owned(),
        _ => spec.replace(LETTERS, "a…z").replace(' ', ""),
    }
}

/// One key of a specification; `None` if there is no such key.
fn parse(name: &str) -> Option<Key> {
    let plain = |code| Key {
        code,
        ctrl: false,
        alt: false,
    };
    if let Some(code) = name.strip_prefix("Alt-") {
        return Some(Key {
            alt: true,
            ..parse(code)?
        });
    }
    let mut chars = name.chars();
    Some(match (chars.next()?, chars.next(), chars.next()) {
        (char, None, _) => plain(Code::Char(char)),
        ('^', Some(char), None) => Key {
            code: Code::Char(char.to_ascii_lowercase()),
            ctrl: true,
            alt: false,
        },
        _ => plain(match name {
            "Down" => Code::Down,
            "Up" => Code::Up,
            "Left" => Code::Left,
            "Right" => Code::Right,
            "Home" => Code::Home,
            "End" => Code::End,
            "PgDn" => Code::PageDown,
            "PgUp" => Code::PageUp,
            "Enter" => Code::Enter,
            "Esc" => Code::Esc,
            "Backspace" => Code::Backspace,
            "Tab" => Code::Tab,
            "Shift-Tab" => Code::BackTab,
            "Space" => Code::Char(' '),
            "F1" => Code::F(1),
            _ => return None,
        }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_means_one_thing_in_a_place() {
        let mut seen = HashMap::new();
        for (context, action, spec) in bindings() {
            assert!(
                spec.split(' ')
                    .all(|name| name == LETTERS || parse(name).is_some()),
                "no such key: {spec}"
            );
            let before = seen.insert((context, spec), action);
            assert_eq!(before, None, "{spec} is declared twice for {context:?}");
        }
        for (context, _, spec) in bindings() {
            if let Some((prefix, _)) = spec.split_once(' ') {
                assert_eq!(seen.get(&(context, prefix)), None, "{prefix} begins {spec}");
            }
        }
    }

    #[test]
    fn digits_stay_free_for_counts() {
        assert!(
            bindings().all(|(_, _, spec)| !spec.starts_with(|char: char| char.is_ascii_digit()))
        );
    }

    #[test]
    fn keys_are_shown_by_their_signs() {
        let first = &TABLE[0].entries[0];
        assert_eq!(first.all_keys(), "j k ↓ ↑");
        assert_eq!(first.first_keys(), "j k");
    }
}
