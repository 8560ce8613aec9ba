//! The help: the sections of the key table, and the terms of the filter language. A query selects entries.

use super::Model;
use super::keymap::{Keymap, View};
use super::panes::Rect;
use super::prompt::{Prompt, PromptKind};
use crate::library::FILTER_TERMS;
use crate::text;

/// The heading of the filter language.
const FILTER_SECTION: &str = "Filter: posts that …";
/// Maximum width of the keys, in columns.
const KEY_COLUMNS: u16 = 26;
/// Columns of a row that are neither keys nor description: one each for the margin at the left and right end, for the indent
/// of the keys, and for the gap before the description.
const SPACING_COLUMNS: u16 = 4;
/// Minimum width of the help in which each entry has one row, in columns.
const ONE_ROW_COLUMNS: u16 = 80;

/// The state of the help.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HelpView {
    /// The first visible row.
    pub top: usize,
    /// The query that selects the entries; if it is empty, all entries are shown.
    pub query: String,
    /// True if entries about lists of posts are omitted, because a piped text is open.
    pub omits_list_entries: bool,
}

/// A row of the help.
#[derive(Clone, Debug)]
pub enum HelpRow {
    /// An empty row.
    Blank,
    /// The name of a section.
    Section(&'static str),
    /// The keys or a term of the filter language, and then the description of either. In a narrow view, an entry may take several
    /// rows.
    Entry(String, &'static str),
}

/// Returns the width of the keys in a view of the given width.
pub fn key_columns(width: u16) -> u16 {
    KEY_COLUMNS.min(width / 3)
}

/// Returns the rows of an entry in a view of the given width.
fn entry_rows(keys: &str, description: &'static str, width: u16) -> Vec<HelpRow> {
    if width >= ONE_ROW_COLUMNS {
        return vec![HelpRow::Entry(keys.to_owned(), description)];
    }
    let key_columns = key_columns(width);
    let description_columns = width.saturating_sub(key_columns + SPACING_COLUMNS);
    let mut keys = text::wrapped(keys, key_columns).into_iter();
    let mut description = text::wrapped(description, description_columns).into_iter();
    let mut rows = Vec::new();
    loop {
        let (keys, description) = (keys.next(), description.next());
        if keys.is_none() && description.is_none() {
            return rows;
        }
        let keys = keys.unwrap_or_default().to_owned();
        rows.push(HelpRow::Entry(keys, description.unwrap_or_default()));
    }
}

impl HelpView {
    /// Returns the rows in a view of the given width: the sections that have matching entries, separated by empty rows.
    pub fn rows(&self, keymap: &Keymap, width: u16) -> Vec<HelpRow> {
        let words: Vec<String> = self
            .query
            .split_whitespace()
            .map(str::to_lowercase)
            .collect();
        // A word may match a part of the description or of the section's name, but only a complete key.
        let matches = |section: &str, keys: &str, description: &str| {
            let description = description.to_lowercase();
            words.iter().all(|word| {
                description.contains(word)
                    || section.to_lowercase().contains(word)
                    || keys.split(' ').any(|key| key.to_lowercase() == *word)
            })
        };
        let key_sections = keymap.sections().map(|(name, entries)| {
            let entries = entries.filter(|entry| {
                matches(name, &keymap.all_keys(entry), entry.help)
                    && !(self.omits_list_entries && entry.needs_list())
            });
            let rows =
                entries.flat_map(|entry| entry_rows(&keymap.all_keys(entry), entry.help, width));
            (name, rows.collect::<Vec<_>>())
        });
        let terms = FILTER_TERMS.iter().filter(|term| {
            !self.omits_list_entries && matches(FILTER_SECTION, term.example, term.description)
        });
        let rows = terms.flat_map(|term| entry_rows(term.example, term.description, width));
        let filter_section = (FILTER_SECTION, rows.collect());
        let mut rows = Vec::new();
        for (name, section) in key_sections.chain([filter_section]) {
            if section.is_empty() {
                continue;
            }
            if !rows.is_empty() {
                rows.push(HelpRow::Blank);
            }
            rows.push(HelpRow::Section(name));
            rows.extend(section);
        }
        rows
    }

    /// Scrolls down by `rows`, or up if `rows` is negative, in the view `area`.
    pub(super) fn step(&mut self, rows: isize, keymap: &Keymap, area: Rect) {
        let all_rows = self.rows(keymap, area.width).len();
        let last = all_rows.saturating_sub(usize::from(area.height));
        self.top = self.top.saturating_add_signed(rows).min(last);
    }
}

/// Returns the section of the help that lists the keys of a view.
fn section(view: View) -> &'static str {
    match view {
        View::List => "List",
        View::Article | View::Source | View::Zen | View::Image | View::Preview => "Article",
        View::Contents => "Contents",
        View::PostSearch | View::Related | View::Libraries => "All posts",
        View::Tags => "Tag picker",
        View::Problems | View::Details => "Posts",
        View::Help => "Movement",
    }
}

impl Model {
    /// Opens the help at the section of the current view, or closes it.
    pub(super) fn toggle_help(&mut self) {
        let view = self.active_view();
        if self.close_top_overlay_if(View::Help) {
            return;
        }
        let mut help = HelpView {
            omits_list_entries: self.folder.is_piped_text,
            ..HelpView::default()
        };
        let area = self.body_area();
        let rows = help.rows(self.keymap(), area.width);
        let is_section =
            |row: &HelpRow| matches!(row, HelpRow::Section(name) if *name == section(view));
        let start = rows.iter().position(is_section).unwrap_or(0);
        help.top = start.min(rows.len().saturating_sub(usize::from(area.height)));
        self.open_overlay(help);
    }

    /// Opens the prompt that filters the help.
    pub(super) fn begin_help_search(&mut self) {
        if let Some(help) = self.overlays.help() {
            self.prompt = Some(Prompt::new(PromptKind::Help, &help.query.clone()));
        }
    }

    pub(super) fn scroll_help(&mut self, rows: isize) {
        let area = self.body_area();
        if let Some(help) = self.overlays.help() {
            help.step(rows, &self.input.keymap, area);
        }
    }

    /// Clears the query of the help, if the help receives key input. Returns true if a query was cleared.
    pub(super) fn clear_help_query(&mut self) -> bool {
        let is_top = self.active_view() == View::Help;
        let help = self.overlays.help();
        let has_query = is_top && help.is_some_and(|help| !help.query.is_empty());
        if has_query {
            self.set_help_query("");
        }
        has_query
    }

    pub(super) fn set_help_query(&mut self, query: &str) {
        if let Some(help) = self.overlays.help() {
            query.clone_into(&mut help.query);
            help.top = 0;
        }
    }
}
