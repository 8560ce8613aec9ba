//! Searching in the open article: as one types, and from match to match.

use crate::app::Model;
use crate::app::action::Action;
use crate::app::article::{Place, Wait};
use crate::app::history::Visit;
use crate::app::prompt::{Prompt, PromptKind};
use crate::app::search::Search;
use crate::text::Clean;

impl Model {
    pub(super) fn begin_search(&mut self) {
        if let Some(article) = &self.article {
            self.origin = Some(article.place());
            self.search = None;
            self.prompt = Some(Prompt::new(PromptKind::Article, ""));
        }
    }

    /// Follows what is being typed, each time from where the search began.
    pub(super) fn search_for(&mut self, query: &str) {
        let height = self.article_height();
        let (Some(article), Some(origin)) = (&mut self.article, self.origin) else {
            return;
        };
        self.search = Search::new(article, query, origin);
        article.restore(origin);
        if let Some(offset) = self.search.as_ref().and_then(Search::offset) {
            article.show(offset, height);
        }
    }

    /// What is being typed is looked for in what has come now.
    pub(super) fn search_on(&mut self) {
        let prompt = self.prompt.as_ref();
        if let Some(prompt) = prompt.filter(|prompt| prompt.asks == PromptKind::Article) {
            let text = prompt.text.clone();
            self.search_for(&text);
        }
    }

    /// Goes back to where the search began.
    pub(super) fn leave_search(&mut self) {
        if let (Some(article), Some(origin)) = (&mut self.article, self.origin.take()) {
            article.restore(origin);
            self.search = None;
        }
    }

    /// Stays at what was found. Where it is not in the head of an article, it may be in the rest.
    pub(super) fn keep_search(&mut self) {
        let origin = self.origin.take();
        self.leave_for_match(origin);
        let is_found = |search: &Search| !search.found.is_empty();
        if self.search.as_ref().is_some_and(is_found)
            || !origin.is_some_and(|origin| self.wait(Wait::Search(origin)))
        {
            self.say_match(false);
        }
    }

    /// A search that has found something elsewhere is a jump, and going on from match to match is part of it.
    fn leave_for_match(&mut self, origin: Option<Place>) {
        let Some((article, origin)) = self.article.as_ref().zip(origin) else {
            return;
        };
        let path = article.body.post.path.clone();
        if self.behind.is_none() && article.place() != origin {
            self.history.leave(Visit {
                path,
                place: origin,
            });
            self.last_action = Some(Action::NextMatch);
        }
    }

    pub(super) fn step_match(&mut self, steps: isize) {
        let height = self.article_height();
        // Which match comes before the first, and how many there are, tells only the whole.
        if self.search.is_some() && self.wait(Wait::Match(steps)) {
            return;
        }
        let (Some(article), Some(search)) = (&mut self.article, &mut self.search) else {
            self.notice = Some(Clean::literal("Nothing is searched for; / searches."));
            return;
        };
        let around = search.step(steps);
        if let Some(offset) = search.offset() {
            article.show(offset, height);
        }
        self.say_match(around);
    }

    /// Says which match of how many the reader is at, and whether the search went around the end.
    pub(super) fn say_match(&mut self, around: bool) {
        let Some(search) = &self.search else { return };
        let query = Clean::line(&search.query);
        self.notice = Some(if search.found.is_empty() {
            crate::clean!("{query} is not in this article.")
        } else {
            let around = if around { " · around the end" } else { "" };
            crate::clean!(
                "{query}  {}/{}{around}",
                search.current + 1,
                search.found.len()
            )
        });
    }
}
