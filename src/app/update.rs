//! The one function that changes the model.

use super::keymap::{Context, KeymapResult};
use super::message::{Code, Effect, Key, Message};
use super::palette::Palette;
use super::prompt::{PromptEvent, PromptKind};
use super::{Focus, Model, Screen};
use crate::library::Filter;

mod act;
mod color;
mod copy;
mod disk;
mod early;
mod find;
mod finder;
mod hint;
mod keep;
mod links;
mod mark;
mod mouse;
mod open;
mod place;
mod problems;
mod read;
mod related;
mod source;
mod wait;

pub(in crate::app) use finder::Landing;

/// Takes a message, changes the model, and says what is to be done.
pub fn update(model: &mut Model, message: Message) -> Vec<Effect> {
    let mut effects = match message {
        Message::Key(key) => model.key(key),
        Message::Mouse(mouse) => model.moused(mouse),
        Message::Paste(text) => model.paste(&text),
        Message::Resize(size) => {
            model.size = size;
            Vec::new()
        }
        Message::Scanned(ticket, posts) => model.scanned(ticket, posts),
        Message::ScanEnded(ticket, unread) => model.scan_ended(ticket, unread),
        Message::Opened(ticket, opened) => model.opened(ticket, opened),
        Message::BacklinksFound(ticket, backlinks) => model.linked(ticket, backlinks),
        Message::PostsSearched(ticket, answer) => model.searched(ticket, answer),
        Message::Highlighted(ticket, block, runs) => model.highlighted(ticket, block, runs),
        Message::SourceLoaded(ticket, read) => {
            model.sourced(ticket, read);
            Vec::new()
        }
        Message::Suspend => vec![Effect::Suspend],
        Message::Resumed => vec![Effect::Resume],
        Message::ProblemsFound(path, problems) => {
            model.checked(&path, problems);
            Vec::new()
        }
        Message::PostInfoLoaded(path, told) => {
            let details = model.details.as_mut();
            if let Some(details) = details.filter(|details| details.path == path) {
                details.tell(&told);
            }
            Vec::new()
        }
        Message::Notice(notice) => {
            model.notice = Some(notice);
            Vec::new()
        }
        Message::Edited(path, failure) => {
            let effects = model.edited(path);
            model.notice = failure;
            effects
        }
        Message::FilesChanged(disk) => model.reread(disk),
        Message::RescanNeeded => model.reload(),
        Message::WatchStatus(watched) => {
            model.watched(watched);
            Vec::new()
        }
        Message::Focused => model.focused(),
        Message::Terminate => vec![Effect::Quit],
    };
    let leaves = |effect: &Effect| matches!(effect, Effect::Suspend | Effect::Edit { .. });
    if effects.iter().any(leaves) {
        model.keep_place();
    }
    effects.extend(model.settle());
    // In front: what is done first may be to end.
    model.changed().chain(effects).collect()
}

impl Model {
    /// Where a key is pressed now.
    pub fn context(&self) -> Context {
        match self.focus {
            _ if self.help.is_some() => Context::Help,
            _ if self.problems.is_some() => Context::Problems,
            _ if self.finder.is_open => Context::Finder,
            _ if self.details.is_some() => Context::Details,
            _ if self.screen == Screen::Text => Context::Zen,
            _ if self.related.is_some() => Context::Related,
            _ if self.tags.is_some() => Context::Tags,
            Focus::List => Context::List,
            Focus::Article if self.behind.is_some() => Context::Source,
            Focus::Article => Context::Article,
            Focus::Contents => Context::Contents,
        }
    }

    fn key(&mut self, key: Key) -> Vec<Effect> {
        self.notice = None;
        if self.problems.is_none() {
            self.checking = None;
        }
        if self.prompt.is_some() {
            return self.prompt_key(key);
        }
        if self.stop_waiting() && key.code == Code::Esc {
            return Vec::new();
        }
        if let Some(effects) = self.hint_key(key) {
            return effects;
        }
        let pending = self.count.is_some() || self.prefix.is_some();
        if key.code == Code::Esc && pending {
            (self.count, self.prefix) = (None, None);
            return Vec::new();
        }
        if let Some(digit) = self.digit(key) {
            self.count = Some((self.count.unwrap_or(0) * 10 + digit).min(1_000_000));
            return Vec::new();
        }
        let prefix = self.prefix.take();
        match self.keymap.meaning(self.context(), prefix, key) {
            KeymapResult::Matched(action) => {
                let count = self.count.take();
                if self.keep_early(action, count) {
                    return Vec::new();
                }
                self.act(action, count)
            }
            KeymapResult::MatchedWithChar(action, letter) => {
                self.count = None;
                self.act_on(action, letter)
            }
            KeymapResult::Pending => {
                self.prefix = Some(key);
                Vec::new()
            }
            KeymapResult::NotFound => {
                self.count = None;
                Vec::new()
            }
        }
    }

    /// A digit that belongs to a count: any, but no zero in front.
    fn digit(&self, key: Key) -> Option<usize> {
        let Code::Char(char) = key.code else {
            return None;
        };
        let digit = char.to_digit(10).filter(|_| !key.ctrl && !key.alt)?;
        (digit > 0 || self.count.is_some()).then_some(digit as usize)
    }

    fn paste(&mut self, text: &str) -> Vec<Effect> {
        if let Some(prompt) = &mut self.prompt {
            prompt.insert(text);
            return self.prompt_changed();
        }
        Vec::new()
    }

    fn prompt_key(&mut self, key: Key) -> Vec<Effect> {
        match (key.code, key.ctrl) {
            (Code::Char('z'), true) => return vec![Effect::Suspend],
            (Code::Char('l'), true) => return vec![Effect::Redraw],
            _ => {}
        }
        let Some(prompt) = &mut self.prompt else {
            return Vec::new();
        };
        match prompt.key(key) {
            PromptEvent::Changed => return self.prompt_changed(),
            PromptEvent::Same => {}
            PromptEvent::Kept => {
                if prompt.asks == PromptKind::Posts {
                    self.prompt = None;
                    return self.open_hit();
                }
                if prompt.asks == PromptKind::Article {
                    self.prompt = None;
                    self.keep_search();
                    return Vec::new();
                }
                if prompt.asks == PromptKind::Palette {
                    self.prompt = None;
                    let chosen = self.palette.take();
                    let action = chosen.as_ref().and_then(Palette::command);
                    return action.map_or_else(Vec::new, |command| self.act(command.action, None));
                }
                if prompt.asks == PromptKind::Filter {
                    let filter = Filter::parse(&prompt.text);
                    self.notice = filter
                        .problems()
                        .first()
                        .map(|problem| crate::clean!("{}", problem.message));
                    self.set_filter(filter);
                }
                self.prompt = None;
            }
            PromptEvent::Dropped if prompt.asks == PromptKind::Posts => {
                self.prompt = None;
                // What was found stays, to move in; where nothing was, nothing is left.
                self.finder.is_open = self.finder.shown_lines() > 0;
            }
            PromptEvent::Dropped => {
                prompt.text = std::mem::take(&mut prompt.before);
                let effects = self.prompt_changed();
                self.leave_search();
                (self.prompt, self.palette) = (None, None);
                return effects;
            }
            PromptEvent::Step(rows) => match prompt.asks {
                PromptKind::Filter => self
                    .list
                    .select(self.list.selected.saturating_add_signed(rows)),
                PromptKind::Article => self.step_match(rows),
                PromptKind::Posts => self.finder.step(rows),
                PromptKind::Contents => self.contents.step(rows),
                PromptKind::Palette => {
                    if let Some(palette) = &mut self.palette {
                        palette.step(rows);
                    }
                }
                PromptKind::Tags => {
                    if let Some(tags) = &mut self.tags {
                        tags.step(rows);
                    }
                }
            },
        }
        Vec::new()
    }

    /// What stands below a prompt follows each letter.
    fn prompt_changed(&mut self) -> Vec<Effect> {
        let Some(prompt) = &self.prompt else {
            return Vec::new();
        };
        let text = prompt.text.clone();
        match prompt.asks {
            PromptKind::Filter => self.set_filter(Filter::typing(&text)),
            PromptKind::Article => self.search_for(&text),
            PromptKind::Posts => return self.look_for(&text),
            PromptKind::Contents => {
                if let Some(article) = &self.article {
                    self.contents.narrow(&article.body.document, &text);
                }
            }
            PromptKind::Palette => {
                if let Some(palette) = &mut self.palette {
                    palette.narrow(&text);
                }
            }
            PromptKind::Tags => {
                if let Some(tags) = &mut self.tags {
                    tags.query = text;
                    tags.update(&self.library, &self.filter);
                }
            }
        }
        Vec::new()
    }

    pub(super) fn set_filter(&mut self, filter: Filter) {
        self.filter = filter;
        self.refresh();
    }

    /// The list follows the library and the filter.
    pub(super) fn refresh(&mut self) {
        self.list
            .set(&self.library, self.library.select(&self.filter));
        if let Some(tags) = &mut self.tags {
            tags.update(&self.library, &self.filter);
        }
    }

    /// What must hold whatever happened: the selection is visible, the article follows it, and is laid out for
    /// the pane it has.
    fn settle(&mut self) -> Vec<Effect> {
        if let Some(pane) = self.panes().list {
            self.list.follow(pane.height.into());
        }
        if self.article.is_none() && self.focus == Focus::Contents {
            self.focus = Focus::Article;
        }
        self.lay_out();
        let effects = self.follow().into_iter().chain(self.color()).collect();
        self.finish();
        self.keep_up();
        effects
    }

    /// Lays the article out for the width of its pane.
    fn lay_out(&mut self) {
        let widths = self.text_area().widths;
        if let Some(article) = &mut self.article {
            article.lay_out(widths);
        }
    }
}
