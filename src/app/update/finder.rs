//! Searching all posts: what is typed is looked for at once, and a line that was found is gone to.

use std::path::PathBuf;

use crate::app::action::Action;
use crate::app::article::Place;
use crate::app::message::{Effect, RequestId, SearchResults};
use crate::app::prompt::{Prompt, PromptKind};
use crate::app::search::Search;
use crate::app::{Focus, Model};
use crate::layout::Anchor;
use crate::search::Phrase;
use crate::text::Clean;

/// Where to go in an article once all of it is there.
#[derive(Clone, Debug)]
pub(in crate::app) struct Landing {
    path: PathBuf,
    query: String,
    /// Bytes of the file's text.
    offset: u32,
}

impl Model {
    /// Opens the search as it was left.
    pub(super) fn open_finder(&mut self) -> Vec<Effect> {
        if self.single {
            self.notice = Some(Clean::literal("There is one text only; / searches it."));
            return Vec::new();
        }
        self.finder.is_open = true;
        self.type_phrase();
        if self.finder.is_about(&self.list.shown) {
            return Vec::new();
        }
        let query = self.finder.query.clone();
        self.look_for(&query)
    }

    /// Gives the keys to the line being typed.
    pub(super) fn type_phrase(&mut self) {
        self.prompt = Some(Prompt::new(PromptKind::Posts, &self.finder.query));
    }

    /// Looks for other words, or in other posts; an answer that is still on its way is not wanted any more.
    pub(super) fn look_for(&mut self, query: &str) -> Vec<Effect> {
        let ticket = self.next_ticket();
        if query != self.finder.query {
            self.finder.selected = 0;
        }
        self.finder
            .begin(query, &self.library, &self.list.shown, ticket);
        if Phrase::new(query).is_none() {
            let query = std::mem::take(&mut self.finder.query);
            self.finder.clear();
            self.finder.query = query;
        }
        vec![Effect::SearchPosts {
            ticket,
            query: query.to_owned(),
            posts: self.finder.among.clone(),
        }]
    }

    pub(super) fn searched(&mut self, ticket: RequestId, answer: SearchResults) -> Vec<Effect> {
        self.finder.take(ticket, answer, &self.library);
        Vec::new()
    }

    /// Looks again where the posts are others than those that were searched.
    pub(super) fn refresh_finder(&mut self) -> Vec<Effect> {
        if !self.finder.is_open || self.finder.is_about(&self.list.shown) {
            return Vec::new();
        }
        let query = self.finder.query.clone();
        self.look_for(&query)
    }

    /// Goes to the selected line in its article.
    pub(super) fn open_hit(&mut self) -> Vec<Effect> {
        let Some((post, hit)) = self.finder.selected_hit() else {
            return Vec::new();
        };
        let landing = Landing {
            path: post.path.clone(),
            query: self.finder.query.clone(),
            offset: hit.offset,
        };
        self.finder.is_open = false;
        self.leave_place();
        // Going on from here to the next match is part of the same jump.
        self.last_action = Some(Action::NextMatch);
        self.link = None;
        let open = self.article.as_ref();
        let is_here =
            open.is_some_and(|article| article.whole && article.body.post.path == landing.path);
        if is_here && self.opening.is_none() {
            self.focus = Focus::Article;
            self.select_path(&landing.path);
            self.land(&landing);
            return Vec::new();
        }
        let effect = self.visit(landing.path.clone());
        self.landing = Some(landing);
        vec![effect]
    }

    /// Goes where a line that was found leads, once all of its article is there.
    pub(super) fn land_if_due(&mut self) {
        let here = self.article.as_ref().filter(|article| article.whole);
        let path = here.map(|article| article.body.post.path.clone());
        if let Some(landing) = self
            .landing
            .take_if(|landing| Some(&landing.path) == path.as_ref())
        {
            self.land(&landing);
        }
    }

    /// Shows the paragraph that the line became, its words marked as by a search of the article.
    fn land(&mut self, landing: &Landing) {
        let height = self.article_height();
        let Some(article) = &mut self.article else {
            return;
        };
        let document = &article.body.document;
        let block = document.block_of_source(landing.offset);
        let bytes = document.blocks().get(block);
        let bytes = bytes.map_or(0..0, |block| block.start..block.end);
        let place = Place::Body(Anchor {
            block: block as u32,
            offset: 0,
            rows: 0,
        });
        self.search = Search::new(article, &landing.query, place);
        let expected = document.offset_of_source(landing.offset);
        let nearest = self
            .search
            .as_mut()
            .and_then(|search| search.go_near(bytes.clone(), expected));
        article.show(nearest.unwrap_or(bytes.start), height);
        if nearest.is_none() {
            self.search = None;
            self.notice = Some(Clean::literal(
                "The words are not in the text that is shown here, but in its source.",
            ));
            return;
        }
        self.say_match(false);
    }
}
