//! The palette: the actions that can be carried out here, by name.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::action::Action;
use super::keymap::{self, Context, Keymap};

/// An entry of the palette.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// The action.
    pub action: Action,
    /// Its name: `next section`.
    pub name: &'static str,
    /// Its keys as shown, separated by blanks.
    pub keys: String,
    /// A sentence about it.
    pub help: &'static str,
}

/// The state of the palette.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Palette {
    commands: Vec<Command>,
    /// Indices of the commands that match, the best match first.
    shown: Vec<usize>,
    /// The index of the selected one among them.
    pub selected: usize,
}

impl Palette {
    /// All actions of a context in the order of the key table, movement last.
    pub fn new(context: Context, keymap: &Keymap) -> Self {
        let mut commands: Vec<Command> = Vec::new();
        for (_, action) in keymap::actions(context) {
            let is_known = commands.iter().any(|known| known.action == action);
            if action == Action::Palette || is_known {
                continue;
            }
            let keys: Vec<String> = keymap.keys(context, action).map(keymap::display).collect();
            commands.push(Command {
                action,
                name: action.name(),
                keys: keys.join(" "),
                help: action.help(),
            });
        }
        let moves = |action| {
            let moving = &keymap::DEFAULT_BINDINGS[0].entries;
            let mut keys = moving.iter().flat_map(|entry| entry.keys);
            keys.any(|(one, _)| *one == action)
        };
        commands.sort_by_key(|command| moves(command.action));
        Self {
            shown: (0..commands.len()).collect(),
            commands,
            selected: 0,
        }
    }

    /// Keeps the commands that match `query` fuzzily: those whose names match first, then those whose help does.
    pub fn narrow(&mut self, query: &str) {
        let pattern = Pattern::parse(query, CaseMatching::Smart, Normalization::Smart);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut buffer = Vec::new();
        let mut score = |text: &str| pattern.score(Utf32Str::new(text, &mut buffer), &mut matcher);
        let mut fitting: Vec<(bool, u32, usize)> = Vec::new();
        for (at, command) in self.commands.iter().enumerate() {
            let named = score(command.name).map(|score| (true, score));
            let mut told = || score(&format!("{} {}", command.name, command.help));
            if let Some((named, score)) = named.or_else(|| told().map(|score| (false, score))) {
                fitting.push((named, score, at));
            }
        }
        fitting.sort_by_key(|(named, score, at)| (!named, u32::MAX - score, *at));
        self.shown = fitting.into_iter().map(|(_, _, at)| at).collect();
        self.selected = 0;
    }

    /// The commands that match, the best first.
    pub fn shown(&self) -> impl ExactSizeIterator<Item = &Command> {
        self.shown.iter().map(|at| &self.commands[*at])
    }

    /// The selected command.
    pub fn command(&self) -> Option<&Command> {
        self.shown().nth(self.selected)
    }

    /// Moves the selection.
    pub fn step(&mut self, rows: isize) {
        let last = self.shown.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(rows).min(last);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(context: Context, query: &str) -> Option<Action> {
        let mut palette = Palette::new(context, &Keymap::default());
        palette.narrow(query);
        palette.command().map(|command| command.action)
    }

    #[test]
    fn a_few_letters_find_a_command() {
        for (query, expected) in [
            ("next sec", Action::NextSection),
            ("nxsec", Action::NextSection),
            ("copy code", Action::CopyCode),
            ("quit now", Action::QuitNow),
            ("browser", Action::Browse),
        ] {
            assert_eq!(best(Context::Article, query), Some(expected), "{query}");
        }
        assert_eq!(best(Context::Article, "qqqq"), None);
    }

    #[test]
    fn only_what_holds_here_is_offered() {
        let has = |context, action| {
            Palette::new(context, &Keymap::default())
                .shown()
                .any(|one| one.action == action)
        };
        assert!(
            has(Context::List, Action::SortByDate) && !has(Context::Article, Action::SortByDate)
        );
        assert!(has(Context::Article, Action::CopyCode) && !has(Context::List, Action::CopyCode));
        assert!(!has(Context::List, Action::Palette));
    }

    #[test]
    fn an_action_stands_once_with_all_its_keys() {
        let palette = Palette::new(Context::Article, &Keymap::default());
        let page: Vec<_> = palette
            .shown()
            .filter(|one| one.action == Action::PageDown)
            .collect();
        assert_eq!(page.len(), 1);
        assert!(page[0].keys.contains("^F") && page[0].keys.contains("Space"));
    }
}
