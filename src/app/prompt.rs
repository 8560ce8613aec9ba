//! The prompt: a line of input. The prompt's kind decides what typing, submitting and canceling do.

use unicode_segmentation::UnicodeSegmentation;

use super::action::Action;
use super::completion::Completion;
use super::direction::Direction::{self, Backward, Forward};
use super::event::{Code, Key};
use super::message::{Effect, Effects};
use super::palette::{Palette, PaletteChoice};
use super::state::{Change, PromptHistory};
use super::{Model, keymap::View};
use crate::clean;
use crate::library::{Filter, filter_keys};
use crate::text::{self, Clean};

/// Maximum length of a prompt's text, in bytes. Each key evaluates the text, so typing in a longer text would be slow.
const MAX_BYTES: usize = 4096;

/// Maximum number of history entries for a kind of prompt.
const MAX_HISTORY_ENTRIES: usize = 100;

/// Maximum number of completions that the help line shows.
const MAX_SHOWN_CANDIDATES: usize = 12;

/// The shorter help lines for the filter language, for narrow screens, the longest first.
const SHORTER_FILTER_HELP: [&str; 4] = [
    "words  #tag  -#tag  \"exact words\"  ~fuzzy  is: year: in: …  ·  Tab completes",
    "words  #tag  -#tag  ~fuzzy  is: year: …  ·  Tab completes",
    "words #tag -#tag is: · Tab completes",
    "words #tag is: year:",
];

/// The purpose of a prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PromptKind {
    /// The filter of the list.
    Filter,
    /// A search in the article.
    Article,
    /// A search of all posts.
    Posts,
    /// The query that selects headings in the table of contents.
    Contents,
    /// The query that selects facets in the tag picker.
    Tags,
    /// The query that selects entries of the help.
    Help,
    /// The palette: the choice of an action, a named filter or a theme by its name.
    Palette(Palette),
}

impl PromptKind {
    /// Returns true if submitted lines are added to the history.
    fn has_history(&self) -> bool {
        matches!(self, Self::Filter | Self::Article | Self::Posts)
    }
}

impl PromptHistory {
    /// Returns the history for prompts of this kind, which must have a history. Searches in an article and in all posts share a
    /// history.
    fn entries(&self, kind: &PromptKind) -> &[String] {
        match kind {
            PromptKind::Filter => &self.filters,
            _ => &self.searches,
        }
    }

    /// Adds a submitted line to the history. Ignores blank lines and kinds of prompts without a history.
    fn add(&mut self, kind: &PromptKind, text: &str) {
        let entries = match kind {
            PromptKind::Filter => &mut self.filters,
            PromptKind::Article | PromptKind::Posts => &mut self.searches,
            _ => return,
        };
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        entries.retain(|entry| entry != text);
        entries.push(text.to_owned());
        if entries.len() > MAX_HISTORY_ENTRIES {
            entries.remove(0);
        }
    }

    /// Returns the latest search query.
    pub(super) fn last_search(&self) -> Option<&str> {
        self.searches.last().map(String::as_str)
    }
}

/// A line being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prompt {
    /// The purpose.
    pub kind: PromptKind,
    /// The line.
    pub text: String,
    /// Byte offset of the cursor in the line.
    pub cursor: usize,
    /// The completion of the term before the cursor, after Tab was pressed.
    pub completion: Option<Completion>,
    /// The initial line, which canceling restores.
    original: String,
    /// Index of the shown history entry, counted back from the latest entry, which is 0; `None` if no entry is shown.
    history_index: Option<usize>,
}

/// The effect of a key on a prompt, or the operation that the key requests from the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PromptEvent {
    /// The line has changed.
    Changed,
    /// The line has not changed.
    Unchanged,
    /// The line was submitted.
    Submitted,
    /// The prompt was canceled.
    Cancelled,
    /// Move the selection down by this number of rows, or up if it is negative.
    Step(isize),
    /// Show an older or a newer history entry.
    History(Direction),
    /// Insert the next or the previous completion.
    Complete(Direction),
}

impl Prompt {
    /// Creates a prompt with `text` and the cursor at its end.
    pub fn new(kind: PromptKind, text: &str) -> Self {
        Self {
            kind,
            text: text.to_owned(),
            cursor: text.len(),
            completion: None,
            original: text.to_owned(),
            history_index: None,
        }
    }

    /// Inserts text at the cursor, but only as much as fits in [`MAX_BYTES`]. Line breaks and tabs become spaces.
    fn insert(&mut self, text: &str) {
        let free_bytes = MAX_BYTES.saturating_sub(self.text.len());
        let end = text::floor_char_boundary(text, free_bytes);
        let line = text[..end].replace(['\n', '\r', '\t'], " ");
        self.text.insert_str(self.cursor, &line);
        self.cursor += line.len();
    }

    /// Handles a key as readline does, and returns the key's effect.
    fn handle_key(&mut self, key: Key) -> PromptEvent {
        let old_length = self.text.len();
        if !matches!(key.code, Code::Tab | Code::BackTab) {
            self.completion = None;
        }
        let has_modifier = key.ctrl || key.alt;
        match (key.code, has_modifier) {
            (Code::Enter, _) => return PromptEvent::Submitted,
            (Code::Esc, _) | (Code::Char('c' | 'g'), true) => return PromptEvent::Cancelled,
            (Code::Up, _) if self.kind.has_history() => return PromptEvent::History(Backward),
            (Code::Down, _) if self.kind.has_history() => return PromptEvent::History(Forward),
            (Code::Down, _) | (Code::Char('n'), true) => return PromptEvent::Step(1),
            (Code::Up, _) | (Code::Char('p'), true) => return PromptEvent::Step(-1),
            (Code::Tab, _) => return PromptEvent::Complete(Forward),
            (Code::BackTab, _) => return PromptEvent::Complete(Backward),
            (Code::Backspace, _) if self.text.is_empty() => return PromptEvent::Cancelled,
            (Code::Char(char), false) => self.insert(char.encode_utf8(&mut [0; 4])),
            (Code::Left, _) | (Code::Char('b'), true) => self.cursor = self.previous_grapheme(),
            (Code::Right, _) | (Code::Char('f'), true) => self.cursor = self.next_grapheme(),
            (Code::Home, _) | (Code::Char('a'), true) => self.cursor = 0,
            (Code::End, _) | (Code::Char('e'), true) => self.cursor = self.text.len(),
            (Code::Backspace, false) | (Code::Char('h'), true) => {
                self.delete(self.previous_grapheme(), self.cursor);
            }
            (Code::Delete, _) | (Code::Char('d'), true) => {
                self.delete(self.cursor, self.next_grapheme());
            }
            (Code::Char('w') | Code::Backspace, true) => {
                self.delete(self.previous_word(), self.cursor);
            }
            (Code::Char('u'), true) => self.delete(0, self.cursor),
            (Code::Char('k'), true) => self.delete(self.cursor, self.text.len()),
            _ => {}
        }
        if self.text.len() == old_length {
            PromptEvent::Unchanged
        } else {
            PromptEvent::Changed
        }
    }

    /// Deletes the bytes from `start` to `end`, and moves the cursor to `start`.
    fn delete(&mut self, start: usize, end: usize) {
        self.text.replace_range(start..end, "");
        self.cursor = start;
    }

    /// Returns the byte offset of the start of the grapheme before the cursor.
    fn previous_grapheme(&self) -> usize {
        self.text[..self.cursor]
            .grapheme_indices(true)
            .next_back()
            .map_or(0, |(start, _)| start)
    }

    /// Returns the byte offset of the end of the grapheme after the cursor.
    fn next_grapheme(&self) -> usize {
        let next = self.text[self.cursor..].graphemes(true).next();
        self.cursor + next.map_or(0, str::len)
    }

    /// Returns the byte offset of the start of the word before the cursor.
    fn previous_word(&self) -> usize {
        let text = self.text[..self.cursor].trim_end();
        text.rfind(' ').map_or(0, |space| space + 1)
    }
}

impl Model {
    /// Returns the palette, if its prompt is open.
    pub fn palette(&self) -> Option<&Palette> {
        match &self.prompt.as_ref()?.kind {
            PromptKind::Palette(palette) => Some(palette),
            _ => None,
        }
    }

    pub(super) fn open_palette(&mut self) {
        let mut palette = Palette::new(self.active_view(), self.keymap(), &self.settings.filters);
        if self.folder.is_piped_text {
            palette = palette.without_list_actions();
        }
        self.prompt = Some(Prompt::new(PromptKind::Palette(palette), ""));
    }

    /// Opens the prompt for the query of the current view: the table of contents, the tag picker, the help, or the search
    /// of all posts.
    pub(super) fn begin_query_prompt(&mut self) {
        let (kind, text) = match (self.active_view(), self.tag_picker(), &self.article) {
            (View::Help, ..) => return self.begin_help_search(),
            (View::PostSearch, ..) => (PromptKind::Posts, &self.post_search.query),
            (_, Some(tags), _) => (PromptKind::Tags, &tags.query),
            (_, None, Some(article)) => (PromptKind::Contents, &article.contents.query),
            _ => return,
        };
        self.prompt = Some(Prompt::new(kind, text));
    }

    /// Inserts pasted text into the prompt, if one is open.
    pub(super) fn paste(&mut self, text: &str, effects: &mut Effects) {
        if let Some(prompt) = &mut self.prompt {
            prompt.insert(text);
            self.prompt_changed(effects);
        }
    }

    /// Passes a key to the prompt, and carries out the resulting event.
    pub(super) fn handle_prompt_key(&mut self, key: Key, effects: &mut Effects) {
        match (key.code, key.ctrl) {
            (Code::Char('z'), true) => return effects.push(Effect::Suspend),
            (Code::Char('l'), true) => return effects.push(Effect::Redraw),
            _ => {}
        }
        let is_tag_prompt = self
            .prompt
            .as_ref()
            .is_some_and(|prompt| prompt.kind == PromptKind::Tags);
        // In the tag picker, Space requires the selected tag, also while the query is typed.
        if is_tag_prompt && key.code == Code::Char(' ') && !key.ctrl {
            return self.act(Action::RequireTag, None, effects);
        }
        match self.prompt.as_mut().map(|prompt| prompt.handle_key(key)) {
            Some(PromptEvent::Changed) => self.prompt_changed(effects),
            Some(PromptEvent::Submitted) => self.submit_prompt(effects),
            Some(PromptEvent::Cancelled) => self.cancel_prompt(),
            Some(PromptEvent::Step(rows)) => self.step_prompt(rows),
            Some(PromptEvent::History(direction)) => self.recall_history(direction, effects),
            Some(PromptEvent::Complete(direction)) => self.complete_term(direction, effects),
            Some(PromptEvent::Unchanged) | None => {}
        }
    }

    /// Applies the changed line to the view that the prompt belongs to.
    fn prompt_changed(&mut self, effects: &mut Effects) {
        let Some(prompt) = &mut self.prompt else {
            return;
        };
        let text = prompt.text.clone();
        match &mut prompt.kind {
            PromptKind::Filter => self.set_filter(Filter::parse_unfinished(&text)),
            PromptKind::Article => self.update_search(&text),
            PromptKind::Posts => self.search_posts(&text, effects),
            PromptKind::Contents => self.set_contents_query(&text),
            PromptKind::Tags => self.set_tags_query(text),
            PromptKind::Help => self.set_help_query(&text),
            PromptKind::Palette(palette) => palette.set_query(&text),
        }
    }

    /// Closes the prompt and carries out the submitted line.
    pub(super) fn submit_prompt(&mut self, effects: &mut Effects) {
        let Some(prompt) = self.prompt.take() else {
            return;
        };
        self.add_to_history(&prompt);
        match prompt.kind {
            PromptKind::Filter => {
                let filter = Filter::parse(&prompt.text);
                let problem = filter.problems().first();
                self.notice = problem.map(|problem| clean!("{}", problem.error));
                self.set_filter(filter);
                self.list.selected_before_typing = None;
            }
            PromptKind::Article if prompt.text.is_empty() => self.search_for_latest_query(),
            PromptKind::Article => self.confirm_search(),
            PromptKind::Posts => self.open_hit(effects),
            PromptKind::Contents | PromptKind::Tags | PromptKind::Help => {}
            PromptKind::Palette(palette) => {
                match palette.selected_entry().map(|entry| &entry.choice) {
                    Some(PaletteChoice::Theme(name)) => self.pick_theme(name),
                    Some(PaletteChoice::Action(action)) => self.act(*action, None, effects),
                    Some(PaletteChoice::Filter(filter)) => self.set_filter(Filter::parse(filter)),
                    None => {}
                }
            }
        }
    }

    /// Adds a submitted line to the history.
    fn add_to_history(&mut self, prompt: &Prompt) {
        let old_history = self.session.prompt_history.clone();
        self.session.prompt_history.add(&prompt.kind, &prompt.text);
        if self.session.prompt_history != old_history {
            let history = self.session.prompt_history.clone();
            self.save(Change::History(history));
        }
    }

    /// Closes the prompt and restores the state before it was opened.
    fn cancel_prompt(&mut self) {
        let Some(prompt) = self.prompt.take() else {
            return;
        };
        match prompt.kind {
            PromptKind::Filter => {
                self.set_filter(Filter::parse_unfinished(&prompt.original));
                self.list.selected_before_typing = None;
            }
            PromptKind::Article => self.cancel_search(),
            // The hits stay open for navigation. Without hits, the overlay closes.
            PromptKind::Posts if self.post_search.listed_hit_count() > 0 => {}
            PromptKind::Posts => {
                self.close_top_overlay_if(View::PostSearch);
            }
            PromptKind::Contents => self.set_contents_query(&prompt.original),
            PromptKind::Tags => self.set_tags_query(prompt.original),
            PromptKind::Help => self.set_help_query(&prompt.original),
            PromptKind::Palette(_) => {}
        }
    }

    /// Moves the selection in the view that the prompt belongs to, goes to another match in the article, or scrolls the help.
    fn step_prompt(&mut self, rows: isize) {
        let Some(prompt) = &mut self.prompt else {
            return;
        };
        match &mut prompt.kind {
            PromptKind::Filter => self.list.step_selection(rows),
            PromptKind::Article => self.step_match(rows),
            PromptKind::Posts => self.post_search.step(rows),
            PromptKind::Contents => {
                if let Some(article) = &mut self.article {
                    article.contents.step(rows);
                }
            }
            PromptKind::Tags => {
                if let Some(tags) = self.overlays.tags() {
                    tags.step(rows);
                }
            }
            PromptKind::Help => self.scroll_help(rows),
            PromptKind::Palette(palette) => palette.step(rows),
        }
    }

    /// Replaces the line with an older or a newer entry of the history.
    fn recall_history(&mut self, direction: Direction, effects: &mut Effects) {
        let Some(prompt) = &mut self.prompt else {
            return;
        };
        // If hits are listed below the prompt, the arrow keys move the selection instead.
        if prompt.kind == PromptKind::Posts && self.post_search.listed_hit_count() > 0 {
            let rows = match direction {
                Forward => 1,
                Backward => -1,
            };
            return self.post_search.step(rows);
        }
        let entries = self.session.prompt_history.entries(&prompt.kind);
        let index = match (prompt.history_index, direction) {
            (None, Backward) => Some(0),
            (Some(index), Backward) => Some(index + 1),
            (Some(index), Forward) => index.checked_sub(1),
            (None, Forward) => return,
        };
        let text = match index {
            Some(index) => match entries.iter().rev().nth(index) {
                Some(entry) => entry.clone(),
                None => return,
            },
            // A step forward from the latest entry empties the line.
            None => String::new(),
        };
        prompt.history_index = index;
        prompt.cursor = text.len();
        prompt.text = text;
        self.prompt_changed(effects);
    }

    /// Completes the term before the cursor, if the prompt is for the filter.
    fn complete_term(&mut self, direction: Direction, effects: &mut Effects) {
        let Some(prompt) = &mut self.prompt else {
            return;
        };
        if prompt.kind != PromptKind::Filter {
            return;
        }
        if prompt.completion.is_none() {
            let before_cursor = &prompt.text[..prompt.cursor];
            prompt.completion = Completion::new(before_cursor, &self.library);
        }
        let Some(completion) = &mut prompt.completion else {
            return;
        };
        let (start, term) = completion.step(direction);
        prompt.text.replace_range(start..prompt.cursor, term);
        prompt.cursor = start + term.len();
        self.prompt_changed(effects);
    }

    /// Returns a line of help while the filter is typed. It shows the first problem of the filter, the completions that Tab
    /// offers, or the terms of the filter language.
    pub fn filter_help(&self) -> Option<Clean<'static>> {
        let prompt = self.prompt.as_ref()?;
        if prompt.kind != PromptKind::Filter {
            return None;
        }
        if let Some(problem) = self.filter.problems().first() {
            return Some(clean!("{}", problem.error));
        }
        if let Some(completion) = &prompt.completion {
            let candidates: Vec<&str> =
                completion.candidates().take(MAX_SHOWN_CANDIDATES).collect();
            return Some(clean!("{}", candidates.join("  ")));
        }
        let keys: Vec<String> = filter_keys().map(|key| format!("{key}:")).collect();
        let longest = clean!(
            "words  #tag  -#tag  \"exact words\"  ~fuzzy  {}  ·  Tab completes",
            keys.join(" ")
        );
        let margin_columns = 2;
        let columns = usize::from(self.screen.size.width.saturating_sub(margin_columns));
        let shorter = SHORTER_FILTER_HELP.map(Clean::literal);
        let mut fitting = std::iter::once(longest)
            .chain(shorter)
            .filter(|help| text::width(help) <= columns);
        Some(fitting.next().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns a key without modifiers.
    fn plain(code: Code) -> Key {
        Key {
            code,
            ctrl: false,
            alt: false,
        }
    }

    /// Returns a character with Control.
    fn ctrl(char: char) -> Key {
        Key {
            ctrl: true,
            ..plain(Code::Char(char))
        }
    }

    /// Returns the line after typing `keys` at the end of the line `start`, with `|` at the cursor.
    fn edited_line(start: &str, keys: &[Key]) -> String {
        let mut prompt = Prompt::new(PromptKind::Filter, start);
        for key in keys {
            prompt.handle_key(*key);
        }
        let (before_cursor, after_cursor) = prompt.text.split_at(prompt.cursor);
        format!("{before_cursor}|{after_cursor}")
    }

    #[test]
    fn text_has_a_maximum_length() {
        let mut prompt = Prompt::new(PromptKind::Filter, "");
        for _ in 0..3 {
            prompt.insert(&"é".repeat(MAX_BYTES));
            prompt.insert("a");
            assert_eq!(prompt.text.len(), MAX_BYTES);
            assert_eq!(prompt.cursor, MAX_BYTES);
        }
        // Deletes the last é, which takes two bytes.
        prompt.handle_key(ctrl('h'));
        prompt.insert("xyz");
        assert!(prompt.text.ends_with("éxy"));
    }

    #[test]
    fn keys_edit_the_line() {
        use Code::{Backspace, Char, Delete, Home, Left};
        for (start, keys, end) in [
            ("", &[plain(Char('a')), plain(Char('b'))][..], "ab|"),
            ("ab", &[plain(Left), plain(Char('x'))], "ax|b"),
            // A letter with a combining accent is one grapheme.
            ("e\u{301}", &[plain(Backspace)], "|"),
            ("#rust words", &[ctrl('w')], "#rust |"),
            ("#rust words", &[ctrl('u')], "|"),
            ("ab", &[plain(Home), plain(Delete)], "|b"),
            ("ab", &[plain(Left), ctrl('k')], "a|"),
        ] {
            assert_eq!(edited_line(start, keys), end);
        }
    }

    #[test]
    fn backspace_in_empty_line_cancels_prompt() {
        let mut prompt = Prompt::new(PromptKind::Filter, "");
        let event = prompt.handle_key(plain(Code::Backspace));
        assert_eq!(event, PromptEvent::Cancelled);
    }
}
