//! The palette: a list of actions and named filters, or of themes, to choose from by name.

use std::borrow::Cow;

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::action::Action;
use super::keymap::{self, Keymap, View};
use super::settings::NamedFilter;

/// The action, named filter or theme that an entry of the palette stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaletteChoice {
    /// An action.
    Action(Action),
    /// The filter that a named filter stands for, in the filter language.
    Filter(String),
    /// A theme, by its name.
    Theme(String),
}

/// An entry of the palette.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaletteEntry {
    /// The action, named filter or theme that the entry stands for.
    pub choice: PaletteChoice,
    /// The name, such as `next section`.
    pub name: Cow<'static, str>,
    /// The keys as the screen shows them, separated by spaces.
    pub keys: String,
    /// The description.
    pub help: Cow<'static, str>,
}

/// The content of a palette.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaletteKind {
    /// Actions and named filters.
    Commands,
    /// Themes.
    Themes,
}

/// The state of the palette.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Palette {
    /// The content.
    pub kind: PaletteKind,
    /// All entries, shown or not.
    entries: Vec<PaletteEntry>,
    /// Indices into `entries` of the shown entries: the matches of the query, the best match first, or all entries before a
    /// query is set.
    shown: Vec<usize>,
    /// Index of the selected entry in `shown`.
    pub selected: usize,
}

impl Palette {
    /// Creates a palette of the actions of a view, followed by the named filters. The action that opens the palette is left
    /// out. The actions are in the order of the key table, but the movements come after the other actions.
    pub fn new(view: View, keymap: &Keymap, filters: &[NamedFilter]) -> Self {
        let mut entries: Vec<PaletteEntry> = Vec::new();
        for (_, action) in keymap::actions(view) {
            let choice = PaletteChoice::Action(action);
            let is_listed = entries.iter().any(|entry| entry.choice == choice);
            if action == Action::Palette || is_listed {
                continue;
            }
            let keys: Vec<String> = keymap.keys(view, action).map(keymap::display).collect();
            entries.push(PaletteEntry {
                choice,
                name: action.name().into(),
                keys: keys.join(" "),
                help: action.help().into(),
            });
        }
        let is_movement = |action| {
            // The first section of the key table contains the movements.
            let entries = &keymap::DEFAULT_BINDINGS[0].entries;
            let mut movements = entries.iter().flat_map(|entry| entry.actions);
            movements.any(|(movement, _)| *movement == action)
        };
        entries.sort_by_key(|entry| match entry.choice {
            PaletteChoice::Action(action) => is_movement(action),
            PaletteChoice::Filter(_) | PaletteChoice::Theme(_) => false,
        });
        entries.extend(filters.iter().map(|named| PaletteEntry {
            choice: PaletteChoice::Filter(named.filter.clone()),
            name: format!("filter: {}", named.name).into(),
            keys: String::new(),
            help: named.filter.clone().into(),
        }));
        Self {
            kind: PaletteKind::Commands,
            shown: (0..entries.len()).collect(),
            entries,
            selected: 0,
        }
    }

    /// Removes the named filters, and the actions that need a list of posts. Standard input, shown as a post, has no list.
    pub(super) fn without_list_actions(mut self) -> Self {
        let needs_list = |entry: &PaletteEntry| match &entry.choice {
            PaletteChoice::Action(action) => action.needs_list(),
            PaletteChoice::Filter(_) => true,
            PaletteChoice::Theme(_) => false,
        };
        self.entries.retain(|entry| !needs_list(entry));
        self.shown = (0..self.entries.len()).collect();
        self
    }

    /// Creates a palette of themes. Selects the theme called `current`, or the first theme if there is no such theme.
    pub(super) fn of_themes(entries: Vec<PaletteEntry>, current: &str) -> Self {
        let selected = entries.iter().position(|entry| entry.name == current);
        Self {
            kind: PaletteKind::Themes,
            shown: (0..entries.len()).collect(),
            entries,
            selected: selected.unwrap_or(0),
        }
    }

    /// Returns the name of the selected theme, if this is a palette of themes.
    pub fn selected_theme(&self) -> Option<&str> {
        match &self.selected_entry()?.choice {
            PaletteChoice::Theme(name) => Some(name),
            PaletteChoice::Action(_) | PaletteChoice::Filter(_) => None,
        }
    }

    /// Shows the entries that match `query` (fuzzy, with smart case). First come the entries whose names match by themselves.
    /// Then come the entries that match only if the description is appended to the name.
    pub fn set_query(&mut self, query: &str) {
        let pattern = Pattern::parse(query, CaseMatching::Smart, Normalization::Smart);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut buffer = Vec::new();
        let mut score = |text: &str| pattern.score(Utf32Str::new(text, &mut buffer), &mut matcher);
        let mut matching: Vec<(bool, u32, usize)> = Vec::new();
        for (index, entry) in self.entries.iter().enumerate() {
            let by_name = score(&entry.name).map(|score| (true, score));
            let mut by_name_and_help = || score(&format!("{} {}", entry.name, entry.help));
            let rank = by_name.or_else(|| by_name_and_help().map(|score| (false, score)));
            if let Some((is_name_match, score)) = rank {
                matching.push((is_name_match, score, index));
            }
        }
        // Matches in the name come first. In both groups, the highest score comes first.
        matching.sort_by_key(|(is_name_match, score, index)| {
            (!is_name_match, u32::MAX - score, *index)
        });
        self.shown = matching.into_iter().map(|(_, _, index)| index).collect();
        self.selected = 0;
    }

    /// Returns the shown entries: the matches of the query, the best match first, or all entries without a query.
    pub fn shown(&self) -> impl ExactSizeIterator<Item = &PaletteEntry> {
        self.shown.iter().map(|index| &self.entries[*index])
    }

    /// Returns the selected entry.
    pub fn selected_entry(&self) -> Option<&PaletteEntry> {
        self.shown().nth(self.selected)
    }

    /// Moves the selection down by `rows`, or up if `rows` is negative.
    pub fn step(&mut self, rows: isize) {
        let last = self.shown.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(rows).min(last);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the best match of `query` in the palette of a view.
    fn best_choice(view: View, query: &str) -> Option<PaletteChoice> {
        let mut palette = Palette::new(view, &Keymap::default(), &[]);
        palette.set_query(query);
        palette.selected_entry().map(|entry| entry.choice.clone())
    }

    #[test]
    fn actions_are_found_by_a_few_letters_or_by_their_description() {
        for (query, expected) in [
            ("next sec", Action::NextSection),
            ("nxsec", Action::NextSection),
            ("copy code", Action::CopyCode),
            ("quit now", Action::QuitNow),
            ("browser", Action::Browse),
            // Only in a description.
            ("TeX", Action::CopyFormula),
        ] {
            assert_eq!(
                best_choice(View::Article, query),
                Some(PaletteChoice::Action(expected)),
                "{query}"
            );
        }
        assert_eq!(best_choice(View::Article, "qqqq"), None);
    }

    #[test]
    fn palette_offers_only_actions_of_current_view() {
        let has = |view, action| {
            Palette::new(view, &Keymap::default(), &[])
                .shown()
                .any(|entry| entry.choice == PaletteChoice::Action(action))
        };
        assert!(has(View::List, Action::SortByDate) && !has(View::Article, Action::SortByDate));
        assert!(has(View::Article, Action::CopyCode) && !has(View::List, Action::CopyCode));
        // The action that opens the palette is left out.
        assert!(!has(View::List, Action::Palette));
    }

    #[test]
    fn palette_lists_each_action_once_with_all_keys() {
        let palette = Palette::new(View::Article, &Keymap::default(), &[]);
        let page_down: Vec<_> = palette
            .shown()
            .filter(|entry| entry.choice == PaletteChoice::Action(Action::PageDown))
            .collect();
        assert_eq!(page_down.len(), 1);
        assert!(page_down[0].keys.contains("^F") && page_down[0].keys.contains("Space"));
    }

    #[test]
    fn named_filters_are_found_by_their_name() {
        let filters = [NamedFilter {
            name: "to read".to_owned(),
            filter: "is:unread -#news".to_owned(),
        }];
        let mut palette = Palette::new(View::List, &Keymap::default(), &filters);
        palette.set_query("filter to");
        let entry = palette.selected_entry().expect("the filter matches");
        let expected = PaletteChoice::Filter("is:unread -#news".to_owned());
        assert_eq!(entry.choice, expected);
    }
}
