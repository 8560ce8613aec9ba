//! Search in the open article: incremental search, and moving from match to match.

use std::ops::Range;

use super::Model;
use super::action::Action;
use super::jump_list::{JumpPosition, JumpTarget, PendingJump};
use super::keymap::View;
use super::position::Position;
use super::prompt::{Prompt, PromptKind};
use crate::clean;
use crate::document::{Document, Needle};
use crate::layout::Anchor;
use crate::text::Clean;

/// An empty note: the notice about a search then ends with the number of matches.
pub(super) const NO_NOTE: &str = "";

/// A search in an article: the query, the matches, and the current match.
#[derive(Clone, Debug, Default)]
pub struct ArticleSearch {
    /// The text as typed.
    pub query: String,
    /// Byte ranges of the matches in the document's text, in order.
    pub matches: Vec<Range<u32>>,
    /// The index of the current match in `matches`; 0 if there are no matches.
    pub current: usize,
}

impl ArticleSearch {
    /// Searches `document` for `query`. The current match is the first match at or after `origin`, else the first match of the
    /// document. Returns `None` for a blank query.
    pub fn new(document: &Document, query: &str, origin: Position) -> Option<Self> {
        let matches = Needle::new(query)?.find(document);
        let origin = origin.offset(document);
        let current = matches.partition_point(|range| range.start < origin);
        let current = if current == matches.len() { 0 } else { current };
        Some(Self {
            query: query.to_owned(),
            matches,
            current,
        })
    }

    /// Searches again after the document `old` was replaced by `new`. The new current match is the first match at or after the
    /// position of the old current match, else the last match of the document.
    pub fn remap(&mut self, old: &Document, new: &Document) {
        let offset = self
            .matches
            .get(self.current)
            .map_or(0, |range| range.start);
        let position = Position::Body(Anchor::at(old, offset));
        let offset = position.remapped(old, new).offset(new);
        self.matches = Needle::new(&self.query).map_or_else(Vec::new, |needle| needle.find(new));
        let current = self.matches.partition_point(|range| range.start < offset);
        self.current = current.min(self.matches.len().saturating_sub(1));
    }

    /// Moves forward by `steps` matches, or backward if `steps` is negative, and wraps around at both ends of the document.
    /// Returns true if it has wrapped around.
    pub fn step(&mut self, steps: isize) -> bool {
        let count = self.matches.len() as isize;
        if count == 0 {
            return false;
        }
        let target = self.current as isize + steps;
        self.current = target.rem_euclid(count) as usize;
        !(0..count).contains(&target)
    }

    /// Selects one of the matches that start in `bytes`: the match nearest to byte `expected`. Returns its byte offset, or `None`
    /// if no match starts in `bytes`.
    pub fn select_nearest(&mut self, bytes: Range<u32>, expected: u32) -> Option<u32> {
        let candidates = self.matches.iter().enumerate();
        let candidates = candidates.filter(|(_, range)| bytes.contains(&range.start));
        let (nearest, _) = candidates.min_by_key(|(_, range)| range.start.abs_diff(expected))?;
        self.current = nearest;
        self.offset()
    }

    /// Returns the notice about the search, such as `word  3/12 · wrapped`: the query, the number of the current match, the
    /// number of matches, and `note`. Without a match, the notice says so.
    pub(super) fn notice(&self, note: &'static str) -> Clean<'static> {
        let query = Clean::line(&self.query);
        if self.matches.is_empty() {
            return clean!("No match for {query}");
        }
        let (current, count) = (self.current + 1, self.matches.len());
        clean!("{query}  {current}/{count}{note}")
    }

    /// Returns the byte offset of the current match.
    pub fn offset(&self) -> Option<u32> {
        self.matches.get(self.current).map(|range| range.start)
    }
}

impl Model {
    /// Returns the search of the open article.
    pub fn search(&self) -> Option<&ArticleSearch> {
        self.article.as_ref()?.search.as_ref()
    }

    /// Opens the prompt for a search in the article.
    pub(super) fn begin_search(&mut self) {
        if let Some(article) = &mut self.article {
            article.store_state_before_search(article.position());
            article.search = None;
            self.prompt = Some(Prompt::new(PromptKind::Article, ""));
        }
    }

    /// Searches for the typed query, starting from the position before the search, and scrolls to the match. Without a match,
    /// scrolls back to the position before the search.
    pub(super) fn update_search(&mut self, query: &str) {
        let height = self.article_height();
        let Some(article) = &mut self.article else {
            return;
        };
        let Some(origin) = article.before_search.as_ref().map(|before| before.position) else {
            return;
        };
        article.fold_what_search_unfolded();
        article.search = ArticleSearch::new(&article.body.document, query, origin);
        article.scroll_to_position(origin);
        if let Some(offset) = article.search.as_ref().and_then(ArticleSearch::offset) {
            article.scroll_to_match_while_typing(offset, height);
        }
    }

    /// Searches a newly loaded document for the typed query, if the prompt for the query is still open.
    pub(super) fn search_again_if_typing(&mut self) {
        let Some(Prompt {
            kind: PromptKind::Article,
            text,
            ..
        }) = &self.prompt
        else {
            return;
        };
        let text = text.clone();
        if let Some(article) = &mut self.article
            && article.before_search.is_none()
        {
            article.store_state_before_search(article.position());
        }
        self.update_search(&text);
    }

    /// Cancels the prompt: removes the search, folds the containers that the search has unfolded, and returns to the position
    /// before the search.
    pub(super) fn cancel_search(&mut self) {
        if let Some(article) = &mut self.article
            && let Some(origin) = article.before_search.as_ref().map(|before| before.position)
        {
            article.fold_what_search_unfolded();
            article.scroll_to_position(origin);
            article.before_search = None;
            article.search = None;
        }
    }

    /// Confirms the prompt: keeps the search and stays at the match. If only the first part of the article is loaded and has no
    /// match, waits for the complete article.
    pub(super) fn confirm_search(&mut self) {
        let Some(article) = &mut self.article else {
            return;
        };
        let path = article.path().to_owned();
        let origin = article.before_search.take().map(|before| before.position);
        let has_match = article
            .search
            .as_ref()
            .is_some_and(|search| !search.matches.is_empty());
        if let Some(origin) = origin {
            if !has_match && !article.is_complete && article.search.is_some() {
                let target = JumpTarget::FirstMatch { origin };
                self.jump_list.pending = Some(PendingJump { path, target });
                return;
            }
            // A search that has scrolled the article is a jump. It counts as a step to a match, so further steps from match to
            // match add no jump.
            if !article.is_source_view() && article.position() != origin {
                self.jump_list.push(JumpPosition {
                    path,
                    position: origin,
                });
                self.input.last_action = Some(Action::NextMatch);
            }
        }
        self.show_search_notice(NO_NOTE);
    }

    /// Confirms an empty prompt: searches for the latest query of the history.
    pub(super) fn search_for_latest_query(&mut self) {
        if let Some(query) = self.session.prompt_history.last_search() {
            let query = query.to_owned();
            self.update_search(&query);
        }
        self.confirm_search();
    }

    /// Searches for the latest query of the history, from the current position. Returns false if the history has no query.
    fn resume_search(&mut self) -> bool {
        let query = self.session.prompt_history.last_search();
        let (Some(article), Some(query)) = (&mut self.article, query) else {
            return false;
        };
        article.search = ArticleSearch::new(&article.body.document, query, article.position());
        article.search.is_some()
    }

    /// Removes the search and its matches, and stays at the position.
    pub(super) fn remove_search(&mut self) {
        if let Some(article) = &mut self.article {
            article.search = None;
        }
    }

    /// Goes to another match, `steps` matches away; a negative number goes backward. Without a search, first
    /// searches for the latest query of the history, or shows a notice if there is none.
    pub(super) fn step_match(&mut self, steps: isize) {
        let height = self.article_height();
        // Resuming the search selects the next match, which counts as the first step forward.
        let is_resumed = self.search().is_none() && self.resume_search();
        let steps = steps - isize::from(is_resumed && steps > 0);
        let article = self.article.as_mut();
        let Some(article) = article.filter(|article| article.search.is_some()) else {
            let key = self.key_for(View::Article, Action::Search);
            self.notice = Some(clean!("No search yet. Press {key} to search."));
            return;
        };
        let has_wrapped = article
            .search
            .as_mut()
            .is_some_and(|search| search.step(steps));
        if let Some(offset) = article.search.as_ref().and_then(ArticleSearch::offset) {
            article.scroll_to(offset, height);
        }
        self.show_search_notice(if has_wrapped { " · wrapped" } else { NO_NOTE });
    }

    /// Shows the notice about the search, with `note` after the number of matches.
    fn show_search_notice(&mut self, note: &'static str) {
        let Some(search) = self.search() else { return };
        self.notice = Some(search.notice(note));
    }
}
