//! Key handling: the stages that a key passes through, and the queue of actions that wait for posts or the article to
//! load.

use super::action::Action;
use super::article::Article;
use super::event::{Code, Key};
use super::jump_list::PendingJump;
use super::keymap::{self, Continuation, Keymap, KeymapResult, View};
use super::message::Effects;
use super::requests::RequestKind;
use super::{Focus, Model};
use crate::clean;
use crate::text::Clean;

/// Maximum number of queued actions. Limits the effect of a key that is held down while an article loads.
const MAX_QUEUED: usize = 100;
/// Maximum count, which is the number typed before a key.
const MAX_COUNT: usize = 1_000_000;

/// The state of key handling.
#[derive(Debug)]
pub(super) struct InputState {
    /// The current key bindings.
    pub(super) keymap: Keymap,
    /// The number typed before a key.
    count: Option<usize>,
    /// The incomplete key sequence.
    pending: Option<Pending>,
    /// Actions queued while the list or the article is still loading.
    queue: Vec<QueuedAction>,
    /// The previous action. Steps in a row, such as from match to match, count as a single jump in the jump list.
    pub(super) last_action: Option<Action>,
}

/// An incomplete key sequence.
#[derive(Clone, Copy, Debug)]
enum Pending {
    /// The first key of a sequence.
    Prefix(Key),
    /// An action that waits for a letter.
    Letter(Action),
}

/// An action that is carried out when the list or the article is loaded.
#[derive(Clone, Copy, Debug)]
struct QueuedAction {
    awaits: Awaited,
    action: Action,
    count: Option<usize>,
}

/// The condition for carrying out a queued action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Awaited {
    /// The first posts of the list are loaded.
    List,
    /// At least the first part of the article is loaded.
    Article,
    /// The complete article is loaded.
    CompleteArticle,
}

/// The result of a stage: `Yes` ends the handling of the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Handled {
    Yes,
    No,
}

/// A stage of key handling.
type Stage = fn(&mut Model, Key, &mut Effects) -> Handled;

/// The stages of key handling, in order. A key passes through them until a stage handles it.
const STAGES: [Stage; 6] = [
    Model::prompt_stage,
    Model::cancel_waiting_stage,
    Model::hints_stage,
    Model::incomplete_sequence_stage,
    Model::count_stage,
    Model::keymap_stage,
];

impl InputState {
    pub(super) fn new(keymap: Keymap) -> Self {
        Self {
            keymap,
            count: None,
            pending: None,
            queue: Vec::new(),
            last_action: None,
        }
    }

    /// Drops the actions queued for an article that will not be shown.
    pub(super) fn drop_queued_article_actions(&mut self) {
        self.queue.retain(|queued| queued.awaits == Awaited::List);
    }

    /// Removes the actions that wait for `awaited` from the queue and returns them.
    fn take_queued(&mut self, awaited: Awaited) -> Vec<QueuedAction> {
        let (taken, remaining) = std::mem::take(&mut self.queue)
            .into_iter()
            .partition(|queued| queued.awaits == awaited);
        self.queue = remaining;
        taken
    }
}

impl Model {
    /// Passes a key through the stages.
    pub(super) fn on_key(&mut self, key: Key, effects: &mut Effects) {
        self.notice = None;
        if let Some(article) = &mut self.article {
            // The wheel may have scrolled the contents. They follow the selection or the current section again.
            article.contents.wheel_top = None;
        }
        // Cancels a running check for problems. Its result would open the problems while the user is already doing something
        // else. While the problems are open, the check continues, since its result only updates them.
        if !self.has_overlay(View::Problems) {
            self.requests.cancel(RequestKind::Problems);
        }
        for stage in STAGES {
            if stage(self, key, effects) == Handled::Yes {
                return;
            }
        }
    }

    /// Passes every key to the prompt while one is open.
    fn prompt_stage(&mut self, key: Key, effects: &mut Effects) -> Handled {
        if self.prompt.is_none() {
            return Handled::No;
        }
        self.handle_prompt_key(key, effects);
        Handled::Yes
    }

    /// Cancels what waits for background work:
    ///
    /// - the pending jump and those queued actions that wait for the rest of the open article
    /// - the opening of a hit, which waits for the search of all posts
    ///
    /// If anything was canceled, Esc does nothing else. Other keys continue to the next stage.
    fn cancel_waiting_stage(&mut self, key: Key, _: &mut Effects) -> Handled {
        let was_waiting_for_hit = std::mem::take(&mut self.post_search.is_waiting_for_hit);
        if (self.cancel_waiting_for_article() || was_waiting_for_hit) && key.code == Code::Esc {
            return Handled::Yes;
        }
        Handled::No
    }

    /// Passes keys to the hints while they are shown: digits choose a hint, and most other keys hide the hints and continue
    /// to the next stage.
    fn hints_stage(&mut self, key: Key, effects: &mut Effects) -> Handled {
        if self.handle_hint_key(key, effects) {
            Handled::Yes
        } else {
            Handled::No
        }
    }

    /// Cancels the count and the incomplete key sequence on Esc.
    fn incomplete_sequence_stage(&mut self, key: Key, _: &mut Effects) -> Handled {
        let is_incomplete = self.input.count.is_some() || self.input.pending.is_some();
        if key.code != Code::Esc || !is_incomplete {
            return Handled::No;
        }
        (self.input.count, self.input.pending) = (None, None);
        Handled::Yes
    }

    /// Adds a digit to the count. A count does not begin with 0.
    fn count_stage(&mut self, key: Key, _: &mut Effects) -> Handled {
        let Code::Char(char) = key.code else {
            return Handled::No;
        };
        let digit = char.to_digit(10).filter(|_| !key.ctrl && !key.alt);
        let count = self.input.count;
        let Some(digit) = digit.filter(|digit| *digit > 0 || count.is_some()) else {
            return Handled::No;
        };
        let count = count.unwrap_or(0) * 10 + digit as usize;
        self.input.count = Some(count.min(MAX_COUNT));
        Handled::Yes
    }

    /// Looks the key up, and carries out or queues its action. This is the last stage.
    fn keymap_stage(&mut self, key: Key, effects: &mut Effects) -> Handled {
        let view = self.active_view();
        let result = match self.input.pending.take() {
            None => self.input.keymap.look_up(view, None, key),
            Some(Pending::Prefix(prefix)) => self.input.keymap.look_up(view, Some(prefix), key),
            Some(Pending::Letter(action)) => match key.code {
                Code::Char(letter @ 'a'..='z') if !key.ctrl && !key.alt => {
                    KeymapResult::MatchedWithChar(action, letter)
                }
                _ => KeymapResult::NotFound,
            },
        };
        match result {
            KeymapResult::Matched(action) => {
                let count = self.input.count.take();
                if !self.queue_action(action, count) {
                    self.act(action, count, effects);
                }
            }
            // Only the actions for marks take a letter.
            KeymapResult::MatchedWithChar(action, letter) => {
                self.input.count = None;
                self.set_or_go_to_mark(action, letter, effects);
            }
            KeymapResult::Pending => self.input.pending = Some(Pending::Prefix(key)),
            KeymapResult::NotFound => self.input.count = None,
        }
        Handled::Yes
    }

    /// Makes the next key the letter for `action`. Called when the action was chosen in the palette, without a letter.
    pub(super) fn take_next_key_as_letter(&mut self, action: Action) {
        self.input.pending = Some(Pending::Letter(action));
    }

    /// Queues an action if the list or the article that it needs is still loading. Returns false if the action can be carried
    /// out now.
    fn queue_action(&mut self, action: Action, count: Option<usize>) -> bool {
        let awaits = match self.active_view() {
            View::List if self.is_list_loading() && action.moves_in_list() => Awaited::List,
            View::Article if self.is_article_loading() && action.moves_in_article() => {
                Awaited::Article
            }
            _ if self.is_article_partial() && self.needs_complete_article(action, count) => {
                Awaited::CompleteArticle
            }
            _ => return false,
        };
        if self.input.queue.len() < MAX_QUEUED {
            self.input.queue.push(QueuedAction {
                awaits,
                action,
                count,
            });
        }
        true
    }

    /// Returns true if an action needs the complete article, not only its first part.
    fn needs_complete_article(&self, action: Action, count: Option<usize>) -> bool {
        let is_in_article = matches!(self.active_view(), View::Article | View::Zen);
        match action {
            Action::Last => is_in_article,
            // Without a count, the action goes to the start of the article.
            Action::Percent => is_in_article && count.is_some_and(|percent| percent > 0),
            // The first part may lack headings.
            Action::Contents => true,
            // The number of matches and the last match are not known before the article is complete.
            Action::NextMatch | Action::PreviousMatch => self.search().is_some(),
            _ => false,
        }
    }

    /// Carries out the actions queued for the list, once it has posts.
    pub(super) fn replay_in_list(&mut self, effects: &mut Effects) {
        if !self.is_list_loading() && self.active_view() == View::List {
            self.replay(Awaited::List, effects);
        }
    }

    /// Carries out the actions queued for the article, once its first part or the complete article is loaded.
    pub(super) fn replay_in_article(&mut self, effects: &mut Effects) {
        if !self.is_article_loading() && self.active_view() == View::Article {
            self.replay(Awaited::Article, effects);
        }
        if !self.is_article_partial() {
            self.replay(Awaited::CompleteArticle, effects);
        }
    }

    /// Carries out the actions that wait for `awaited`. An action that must wait for something else is queued again.
    fn replay(&mut self, awaited: Awaited, effects: &mut Effects) {
        for queued in self.input.take_queued(awaited) {
            if !self.queue_action(queued.action, queued.count) {
                self.act(queued.action, queued.count, effects);
            }
        }
    }

    /// Cancels the pending jump and those queued actions that wait for the rest of the open article. Returns true if anything
    /// was canceled.
    ///
    /// While the list is focused, keys belong to the list, so a jump that restores an earlier reading position is not canceled.
    fn cancel_waiting_for_article(&mut self) -> bool {
        if !self.is_article_partial() {
            return false;
        }
        let queued = self.input.take_queued(Awaited::CompleteArticle);
        let focus = self.screen.focus;
        let is_kept = |jump: &PendingJump| focus == Focus::List && jump.restores_position();
        let jump = self.jump_list.pending.take_if(|jump| !is_kept(jump));
        !queued.is_empty() || jump.is_some()
    }

    /// Returns the footer text shown while an action or a jump waits for the rest of the open article, or for a hit.
    pub fn waiting_message(&self) -> Option<Clean<'static>> {
        if self.post_search.is_waiting_for_hit {
            return Some(Clean::literal(
                "Searching for the first match… Esc cancels.",
            ));
        }
        let is_queued = |queued: &QueuedAction| queued.awaits == Awaited::CompleteArticle;
        let waits = self.input.queue.iter().any(is_queued) || self.jump_list.pending.is_some();
        (self.is_article_partial() && waits)
            .then(|| Clean::literal("Loading the rest of the article… Esc cancels."))
    }

    /// Returns true if a scan is running and has not found a post yet.
    pub(super) fn is_list_loading(&self) -> bool {
        self.is_scanning() && self.library.is_empty()
    }

    /// Returns true if the requested article is not loaded yet; the previous article may still be shown. If no article is open or
    /// being loaded, returns true while the list is loading.
    fn is_article_loading(&self) -> bool {
        match self.requests.loading_article_path() {
            Some(path) => self.open_path() != Some(path),
            None => self.article.is_none() && self.is_list_loading(),
        }
    }

    /// Returns true if only the first part of the open article is loaded.
    fn is_article_partial(&self) -> bool {
        self.article
            .as_ref()
            .is_some_and(|article| !article.is_complete)
    }

    /// Returns the path of the open article.
    pub(super) fn open_path(&self) -> Option<&std::path::Path> {
        self.article.as_ref().map(Article::path)
    }

    /// Returns the count and the incomplete sequence typed so far, for the footer: `12s`.
    pub fn pending_keys(&self) -> Option<Clean<'static>> {
        let count = self.input.count.map(|count| count.to_string());
        let key = self.pending_prefix();
        let keys = count.unwrap_or_default() + &key.unwrap_or_default();
        (!keys.is_empty()).then(|| clean!("{keys}"))
    }

    /// Returns the first key of the incomplete sequence, in the notation of the key table.
    pub fn pending_prefix(&self) -> Option<String> {
        match self.input.pending? {
            // Only characters begin sequences.
            Pending::Prefix(key) => match key.code {
                Code::Char(char) => Some(char.to_string()),
                _ => None,
            },
            Pending::Letter(action) => {
                let keymap = &self.input.keymap;
                let mut sequences = keymap.keys(self.active_view(), action);
                // In a sequence such as `m a-z`, the first key comes before the space.
                Some(sequences.next()?.split(' ').next()?.to_owned())
            }
        }
    }

    /// Returns the keys that may follow the incomplete sequence.
    pub fn continuations(&self) -> Vec<Continuation<'_>> {
        match self.input.pending {
            Some(Pending::Prefix(Key {
                code: Code::Char(prefix),
                ..
            })) => {
                let keymap = &self.input.keymap;
                keymap.continuations(self.active_view(), prefix).collect()
            }
            Some(Pending::Letter(action)) => vec![Continuation {
                key: keymap::ANY_LETTER,
                action,
            }],
            _ => Vec::new(),
        }
    }

    /// Returns the first key of an action in a view, in the form that the screen shows. Returns an empty text if the action has
    /// no key.
    pub(super) fn key_for(&self, view: View, action: Action) -> String {
        self.input.keymap.first_key(view, action)
    }
}
