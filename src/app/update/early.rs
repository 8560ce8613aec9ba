//! Keys that are typed before what they move in has come: kept, and done when it is there.

use crate::app::Model;
use crate::app::action::Action;
use crate::app::keymap::Context;
use crate::app::message::Effect;

/// Keys that are kept at most; a key that is held down must not go on for minutes.
const MOST: usize = 100;

impl Model {
    /// Keeps what moves in a list that is still to be found, or in an article that is still to be read; true if it did.
    pub(super) fn keep_early(&mut self, action: Action, count: Option<usize>) -> bool {
        let context = self.context();
        let is_early = match context {
            Context::List => self.is_listless() && moves_in_list(action),
            Context::Article => self.is_awaited() && moves_in_article(action),
            _ => false,
        };
        if is_early && self.early.len() < MOST {
            self.early.push((context, action, count));
        }
        is_early
    }

    /// Does what was kept for the list, now that there is one.
    pub(super) fn do_early_in_list(&mut self) -> Vec<Effect> {
        if self.is_listless() || self.context() != Context::List {
            return Vec::new();
        }
        self.do_early(Context::List)
    }

    /// Does what was kept for the article, now that it is there.
    pub(super) fn do_early_in_article(&mut self) -> Vec<Effect> {
        if self.is_awaited() || self.context() != Context::Article {
            return Vec::new();
        }
        self.do_early(Context::Article)
    }

    fn do_early(&mut self, wanted: Context) -> Vec<Effect> {
        let (now, later) = std::mem::take(&mut self.early)
            .into_iter()
            .partition(|(context, ..)| *context == wanted);
        self.early = later;
        let now: Vec<(Context, Action, Option<usize>)> = now;
        now.into_iter()
            .flat_map(|(_, action, count)| self.act(action, count))
            .collect()
    }

    /// Whether posts are still looked for and none is found.
    fn is_listless(&self) -> bool {
        self.scanning && self.library.is_empty()
    }

    /// Whether the article that the keys are meant for is not there yet: another one may still be shown.
    fn is_awaited(&self) -> bool {
        let open = self.article.as_ref().map(|article| &article.body.post.path);
        match &self.opening {
            Some((_, path)) => open != Some(path),
            None => self.article.is_none() && self.is_listless(),
        }
    }
}

fn moves_in_list(action: Action) -> bool {
    moves(action)
        || matches!(
            action,
            Action::NextMonth | Action::PreviousMonth | Action::NextYear | Action::PreviousYear
        )
}

fn moves_in_article(action: Action) -> bool {
    moves(action)
        || matches!(
            action,
            Action::NextSection
                | Action::PreviousSection
                | Action::NextChapter
                | Action::PreviousChapter
                | Action::NextLink
                | Action::PreviousLink
        )
}

fn moves(action: Action) -> bool {
    matches!(
        action,
        Action::Down
            | Action::Up
            | Action::HalfDown
            | Action::HalfUp
            | Action::PageDown
            | Action::PageUp
            | Action::First
            | Action::Last
            | Action::Percent
    )
}
