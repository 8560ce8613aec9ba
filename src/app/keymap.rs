//! The one key table: dispatch, footer, help view, README and man page all read it.

use std::collections::{HashMap, HashSet};

#[allow(
    clippy::enum_glob_use,
    reason = "the table below names nearly all of them"
)]
use super::action::Action::{self, *};
use super::message::{Code, Key};

/// Where a key is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Context {
    /// The list of posts.
    List,
    /// The article.
    Article,
    /// The table of contents.
    Contents,
    /// The tag picker.
    Tags,
    /// The help view.
    Help,
    /// What is wrong with a post.
    Problems,
}

use Context::{Article, Contents as Toc, Help as HelpView, List, Problems as ProblemView, Tags};

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

const ALL: &[Context] = &[List, Article, Toc, Tags, HelpView, ProblemView];
const PANES: &[Context] = &[List, Article, Toc];

macro_rules! entry {
    ($contexts:expr, $help:literal, $hint:expr, $(($action:expr, $($key:literal)+)),+) => {
        Entry { contexts: $contexts, help: $help, hint: $hint, keys: &[$(($action, &[$($key),+])),+] }
    };
}

/// Every key of the reader, in the order of the help view.
#[rustfmt::skip]
pub const TABLE: &[Section] = &[
    Section {
        name: "Moving",
        entries: &[
            entry!(ALL, "down, up; a number before it repeats", Some("move"), (Down, "j" "Down"), (Up, "k" "Up")),
            entry!(&[Toc, Tags], "down, up, also while typing", None, (Down, "^N"), (Up, "^P")),
            entry!(ALL, "half a page down, up", None, (HalfDown, "d" "^D"), (HalfUp, "u" "^U")),
            entry!(ALL, "a page down, up", None, (PageDown, "f" "^F" "PgDn"), (PageUp, "b" "^B" "PgUp")),
            entry!(&[List, Article, Toc, HelpView, ProblemView], "a page down; at an article's end, the next post", None, (PageDown, "Space")),
            entry!(ALL, "the first, the last; the top, the end", None, (First, "g" "Home"), (Last, "G" "End")),
            entry!(&[List, Article], "50% goes to the middle", None, (Percent, "%")),
            entry!(PANES, "the next pane, the one before", None, (NextPane, "Tab"), (PreviousPane, "Shift-Tab")),
        ],
    },
    Section {
        name: "The list",
        entries: &[
            entry!(&[List], "read the post", Some("read"), (Open, "Enter" "l" "Right")),
            entry!(&[List], "filter as you type: words, #tag, -#tag", Some("filter"), (Filter, "/")),
            entry!(&[List], "pick tags", Some("tags"), (TagPicker, "t")),
            entry!(&[List, Tags], "clear the tags", None, (ClearTags, "T")),
            entry!(&[List], "open the post's own address in the browser", None, (BrowsePost, "o")),
            entry!(&[List], "the next month, the one before", None, (NextMonth, "]" "^N"), (PreviousMonth, "[" "^P")),
            entry!(&[List], "the next year, the one before", None, (NextYear, "}"), (PreviousYear, "{")),
            entry!(&[List], "sort by date, title, path; the same again reverses", None, (SortByDate, "s d"), (SortByTitle, "s t"), (SortByPath, "s p")),
        ],
    },
    Section {
        name: "The article",
        entries: &[
            entry!(&[Article], "back to the list", Some("list"), (ToList, "h" "Left")),
            entry!(&[Article], "select the next link, the one before", None, (NextLink, ")"), (PreviousLink, "(")),
            entry!(&[Article], "follow the selected link within the library", None, (Follow, "Enter")),
            entry!(&[Article], "open the selected link in the browser", None, (Browse, "o")),
            entry!(&[Article], "back, forward, over posts and jumps", None, (GoBack, "Backspace" "<" "Alt-Left"), (GoForward, ">" "Alt-Right")),
            entry!(&[Article], "the contents", Some("contents"), (Contents, "t")),
            entry!(&[Article], "the next section, the one before", Some("section"), (NextSection, "]" "^N"), (PreviousSection, "[" "^P")),
            entry!(&[Article], "the next section of the same or a higher level, the one before", None, (NextChapter, "}"), (PreviousChapter, "{")),
            entry!(&[Article], "search in the article", Some("search"), (Search, "/")),
            entry!(&[Article], "the next match, the one before", None, (NextMatch, "n"), (PreviousMatch, "N")),
            entry!(&[Article], "the next post, the one before", Some("post"), (NextPost, "J"), (PreviousPost, "K")),
            entry!(&[Article, Toc], "the contents in a column, on or off", None, (ContentsColumn, "c")),
            entry!(&[Article], "wrap long lines of code, or not; then move them left, right", None, (WrapCode, "w"), (CodeLeft, "H"), (CodeRight, "L")),
        ],
    },
    Section {
        name: "The contents",
        entries: &[
            entry!(&[Toc], "go there", Some("go"), (Jump, "Enter")),
            entry!(&[Toc], "expand, collapse", Some("expand, collapse"), (Expand, "l" "Right"), (Collapse, "h" "Left")),
            entry!(&[Toc, Tags], "narrow as you type; Enter keeps, Esc drops", Some("narrow"), (Narrow, "/")),
            entry!(&[Toc], "close", None, (ClosePicker, "t")),
        ],
    },
    Section {
        name: "The tag picker",
        entries: &[
            entry!(&[Tags], "want the tag, or no longer", Some("want"), (Want, "Space")),
            entry!(&[Tags], "exclude the tag, or no longer", Some("exclude"), (Exclude, "-")),
            entry!(&[Tags], "done", Some("done"), (ClosePicker, "Enter" "t")),
        ],
    },
    Section {
        name: "folio",
        entries: &[
            entry!(ALL, "this help, on and off", Some("help"), (Help, "?" "F1")),
            entry!(ALL, "undo one thing: a picker, the focus, the filter", None, (Back, "Esc")),
            entry!(ALL, "the same, and from the list: quit", None, (Quit, "q")),
            entry!(ALL, "quit", None, (QuitNow, "Q" "^C")),
            entry!(&[List, Article, ProblemView], "what is wrong with the post; the same again closes", None, (Problems, "!")),
            entry!(&[List, Article], "edit the post, at the line being read", None, (Edit, "e")),
            entry!(PANES, "read the folder again", None, (Reload, "r")),
            entry!(ALL, "draw the screen anew", None, (Redraw, "^L")),
            entry!(ALL, "stop, until the shell's fg", None, (Suspend, "^Z")),
        ],
    },
];

/// What a key means at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// It does this.
    Action(Action),
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
}

impl Default for Keymap {
    fn default() -> Self {
        let mut map = Self {
            actions: HashMap::new(),
            prefixes: HashSet::new(),
        };
        for (context, action, spec) in bindings() {
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
            None => Meaning::Nothing,
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
        _ => spec.replace(' ', ""),
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
                spec.split(' ').all(|name| parse(name).is_some()),
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
