//! The help: the sections of the key table and the filter language, filtered by a query.

use super::Model;
use super::keymap::{BindingRow, Context, Keymap};
use super::prompt::{Prompt, PromptKind};
use crate::library::{FILTER_TERMS, FilterTerm};

/// The heading of the filter language.
const FILTER_SECTION: &str = "Filter: posts that …";

/// The state of the help.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HelpView {
    /// The first visible row.
    pub top: usize,
    /// The query that selects the rows; empty for all.
    pub query: String,
    /// True for a single text: rows about lists of posts are omitted.
    pub is_single: bool,
}

/// A row of the help.
#[derive(Clone, Copy, Debug)]
pub enum HelpRow {
    /// An empty row.
    Blank,
    /// The name of a section.
    Section(&'static str),
    /// A row of the key table.
    Keys(&'static BindingRow),
    /// A term of the filter language.
    Term(&'static FilterTerm),
}

impl HelpView {
    /// Returns the rows: the sections that have matching entries, separated by empty rows.
    pub fn rows(&self, keymap: &Keymap) -> Vec<HelpRow> {
        let words: Vec<String> = self
            .query
            .split_whitespace()
            .map(str::to_lowercase)
            .collect();
        let matches = |name: &str, keys: &str, help: &str| {
            let help = help.to_lowercase();
            words.iter().all(|word| {
                help.contains(word)
                    || name.to_lowercase().contains(word)
                    || keys.split(' ').any(|key| key.to_lowercase() == *word)
            })
        };
        let keys = keymap.sections().map(|(name, entries)| {
            let entries = entries.filter(|entry| {
                matches(name, &keymap.all_keys(entry), entry.help)
                    && !(self.is_single && entry.needs_list())
            });
            (name, entries.map(HelpRow::Keys).collect::<Vec<_>>())
        });
        let terms = FILTER_TERMS.iter().filter(|_| !self.is_single);
        let terms = terms.filter(|term| matches(FILTER_SECTION, term.example, term.matches));
        let terms = (FILTER_SECTION, terms.map(HelpRow::Term).collect());
        let mut rows = Vec::new();
        for (name, section) in keys.chain([terms]) {
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

    /// Scrolls by `steps` in a view of `height` rows.
    pub(super) fn step(&mut self, steps: isize, keymap: &Keymap, height: usize) {
        let last = self.rows(keymap).len().saturating_sub(height);
        self.top = self.top.saturating_add_signed(steps).min(last);
    }
}

/// Returns the section of the help that lists the keys of a view.
fn section(context: Context) -> &'static str {
    match context {
        Context::List => "List",
        Context::Article | Context::Source | Context::Zen | Context::Image | Context::Preview => {
            "Article"
        }
        Context::Contents => "Contents",
        Context::PostSearch | Context::Related | Context::Libraries => "All posts",
        Context::Tags => "Tag picker",
        Context::Problems | Context::Details => "Posts",
        Context::Help => "Movement",
    }
}

impl Model {
    /// Opens the help at the section of the current view, or closes it.
    pub(super) fn toggle_help(&mut self) {
        let context = self.context();
        if self.close_top_overlay_if(Context::Help) {
            return;
        }
        let mut help = HelpView {
            is_single: self.folder.is_single,
            ..HelpView::default()
        };
        let rows = help.rows(self.keymap());
        let is_section =
            |row: &HelpRow| matches!(row, HelpRow::Section(name) if *name == section(context));
        let start = rows.iter().position(is_section).unwrap_or(0);
        help.top = start.min(rows.len().saturating_sub(self.article_height()));
        self.open_overlay(help);
    }

    /// Opens the prompt that filters the help.
    pub(super) fn begin_help_search(&mut self) {
        if let Some(help) = self.overlays.help() {
            self.prompt = Some(Prompt::new(PromptKind::Help, &help.query.clone()));
        }
    }

    pub(super) fn scroll_help(&mut self, rows: isize) {
        let height = self.article_height();
        if let Some(help) = self.overlays.help() {
            help.step(rows, &self.input.keymap, height);
        }
    }

    pub(super) fn set_help_query(&mut self, query: &str) {
        if let Some(help) = self.overlays.help() {
            query.clone_into(&mut help.query);
            help.top = 0;
        }
    }
}
