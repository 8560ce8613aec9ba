//! The search of all posts: the query, the hits found so far, and the selected hit.

use std::path::PathBuf;
use std::sync::Arc;

use super::action::Action;
use super::jump_list::{JumpTarget, PendingJump};
use super::keymap::View;
use super::message::{Effect, Effects, SearchResults};
use super::overlay::Overlay;
use super::prompt::{Prompt, PromptKind};
use super::requests::RequestKind;
use super::{Focus, Model};
use crate::clean;
use crate::library::{Library, PostId};
use crate::search::{CompiledQuery, Hit};
use crate::text::Clean;

/// Maximum number of hits listed for a post; further hits are only counted.
pub const MAX_HITS_PER_POST: usize = 20;

/// Maximum number of hits listed for all posts together.
const MAX_HITS: usize = 1000;

/// The state of the search of all posts.
#[derive(Debug, Default)]
pub struct PostSearch {
    /// The latest query.
    pub query: String,
    /// The posts whose hits are listed, in the order of the list pane.
    pub posts: Vec<FoundPost>,
    /// Index of the selected hit among the listed hits.
    pub selected: usize,
    /// Number of hits, including hits that are not listed.
    pub hit_count: usize,
    /// Number of posts with hits, including posts that are not in `posts`.
    pub post_count: usize,
    /// Number of posts searched so far.
    pub searched: usize,
    /// Number of posts among the searched ones that could not be read.
    pub unreadable: usize,
    /// The paths of the posts to search: the posts of the list.
    pub scope: Arc<[PathBuf]>,
    /// The ids of the posts in `scope`.
    scope_ids: Vec<PostId>,
    /// True if the last jump went to a hit, so that going back returns to the list of hits.
    pub(super) last_jump_went_to_a_hit: bool,
    /// True if the user pressed Enter before the hits of the query arrived. The selected hit is opened when hits arrive.
    pub(super) is_waiting_for_hit: bool,
    /// True if the hits belong to an earlier search. They are shown until new hits arrive.
    is_stale: bool,
}

/// A post and its listed hits.
#[derive(Clone, Debug)]
pub struct FoundPost {
    /// The post.
    pub path: PathBuf,
    /// The post's title.
    pub title: Clean<'static>,
    /// The listed hits.
    pub hits: Vec<Hit>,
    /// Number of hits that are not listed.
    pub unlisted_hits: usize,
}

/// The number of posts that have hits but are not listed, and the number of their hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are self-explanatory")]
pub struct UnlistedCounts {
    pub posts: usize,
    pub hits: usize,
}

impl PostSearch {
    /// Returns true if the search covers exactly `shown`, the posts of the list.
    fn covers(&self, shown: &[PostId]) -> bool {
        self.scope_ids == shown
    }

    /// Prepares a search for `query` in the posts of the list. Older hits stay until new hits arrive.
    fn begin(&mut self, query: &str, library: &Library, shown: &[PostId]) {
        if query != self.query {
            query.clone_into(&mut self.query);
            self.selected = 0;
        }
        if !self.covers(shown) {
            shown.clone_into(&mut self.scope_ids);
            self.scope = shown
                .iter()
                .map(|id| library.post(*id).path.clone())
                .collect();
        }
        self.is_stale = true;
    }

    /// Clears the posts to search, because posts have changed. The search then does not cover the list, so it is repeated.
    pub(super) fn clear_scope(&mut self) {
        self.scope_ids.clear();
        self.scope = Arc::default();
    }

    /// Removes all hits, their counts and the selection. Keeps the query and the posts to search.
    fn clear_hits(&mut self) {
        *self = Self {
            query: std::mem::take(&mut self.query),
            scope: std::mem::take(&mut self.scope),
            scope_ids: std::mem::take(&mut self.scope_ids),
            last_jump_went_to_a_hit: self.last_jump_went_to_a_hit,
            is_waiting_for_hit: self.is_waiting_for_hit,
            ..Self::default()
        };
    }

    /// Adds results. The first results of a new search replace the earlier hits.
    pub(super) fn add(&mut self, results: SearchResults, library: &Library) {
        if self.is_stale && (!results.posts.is_empty() || results.is_done) {
            // If the query is repeated, the selection stays. For a new query, `begin` has reset the selection.
            let selected = self.selected;
            self.clear_hits();
            self.selected = selected;
        }
        self.searched = results.searched;
        self.unreadable = results.unreadable;
        for (path, post_hits) in results.posts {
            self.hit_count += post_hits.hits.len() + post_hits.hits_beyond_limit;
            self.post_count += 1;
            let room = MAX_HITS.saturating_sub(self.listed_hit_count());
            let Some(id) = library.find(&path).filter(|_| room > 0) else {
                continue;
            };
            let unlisted_hits =
                post_hits.hits_beyond_limit + post_hits.hits.len().saturating_sub(room);
            let mut hits = post_hits.hits;
            hits.truncate(room);
            self.posts.push(FoundPost {
                path,
                title: Clean::line(&library.post(id).title).into_owned(),
                hits,
                unlisted_hits,
            });
        }
        if results.is_done {
            self.selected = self.selected.min(self.listed_hit_count().saturating_sub(1));
        }
    }

    /// Returns the number of listed hits.
    pub fn listed_hit_count(&self) -> usize {
        self.posts.iter().map(|post| post.hits.len()).sum()
    }

    /// Counts the posts that have hits but are not listed, and their hits.
    pub fn unlisted(&self) -> UnlistedCounts {
        let hits_of_listed_posts: usize = self
            .posts
            .iter()
            .map(|post| post.hits.len() + post.unlisted_hits)
            .sum();
        UnlistedCounts {
            posts: self.post_count - self.posts.len(),
            hits: self.hit_count.saturating_sub(hits_of_listed_posts),
        }
    }

    /// Returns the selected hit and its post.
    pub fn selected_hit(&self) -> Option<(&FoundPost, &Hit)> {
        self.posts
            .iter()
            .flat_map(|post| post.hits.iter().map(move |hit| (post, hit)))
            .nth(self.selected)
    }

    /// Moves the selection down by `hits` hits, or up if `hits` is negative.
    pub fn step(&mut self, hits: isize) {
        let last = self.listed_hit_count().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(hits).min(last);
    }
}

impl Model {
    /// Opens the search with the previous hits, and a prompt to edit the query. For piped text, shows a notice instead.
    pub(super) fn open_post_search(&mut self, effects: &mut Effects) {
        if self.folder.is_piped_text {
            let key = self.key_for(View::Article, Action::Search);
            self.notice = Some(clean!("Only one text is open. Press {key} to search it."));
            return;
        }
        if !self.has_overlay(View::PostSearch) {
            self.open_overlay(Overlay::PostSearch);
        }
        self.prompt = Some(Prompt::new(PromptKind::Posts, &self.post_search.query));
        if !self.post_search.covers(&self.list.shown) {
            self.repeat_post_search(effects);
        }
    }

    /// Searches the posts of the list. Results of older requests are ignored from now on.
    pub(super) fn search_posts(&mut self, query: &str, effects: &mut Effects) {
        self.post_search
            .begin(query, &self.library, &self.list.shown);
        // A blank query is sent too, because a request ends the search that is running.
        effects.push(Effect::SearchPosts {
            id: self.requests.start(RequestKind::PostSearch),
            query: query.to_owned(),
            posts: self.post_search.scope.clone(),
        });
        // A blank query has no results to wait for.
        if CompiledQuery::new(query).is_none() {
            self.post_search.clear_hits();
            self.requests.cancel(RequestKind::PostSearch);
        }
    }

    /// Searches for the same query again.
    fn repeat_post_search(&mut self, effects: &mut Effects) {
        let query = self.post_search.query.clone();
        self.search_posts(&query, effects);
    }

    /// Searches again if the search is open and the posts of the list have changed.
    pub(super) fn refresh_post_search(&mut self, effects: &mut Effects) {
        let is_open = self.has_overlay(View::PostSearch);
        if is_open && !self.post_search.covers(&self.list.shown) {
            self.repeat_post_search(effects);
        }
    }

    /// Returns true if posts are being searched.
    pub fn is_searching_posts(&self) -> bool {
        self.requests.is_running(RequestKind::PostSearch)
    }

    /// Goes to the selected hit if the user pressed Enter before it arrived.
    pub(super) fn open_awaited_hit(&mut self, effects: &mut Effects) {
        if self.post_search.is_waiting_for_hit && self.active_view() == View::PostSearch {
            self.open_hit(effects);
        }
    }

    /// Goes to the selected hit in its article. If the hits of the query have not arrived yet, waits for them.
    pub(super) fn open_hit(&mut self, effects: &mut Effects) {
        let has_no_hit_yet = self.post_search.is_stale || self.post_search.selected_hit().is_none();
        self.post_search.is_waiting_for_hit = has_no_hit_yet && self.is_searching_posts();
        if self.post_search.is_waiting_for_hit {
            return;
        }
        let Some((post, hit)) = self.post_search.selected_hit() else {
            return;
        };
        let (path, offset) = (post.path.clone(), hit.offset);
        let query = self.post_search.query.clone();
        self.close_top_overlay_if(View::PostSearch);
        self.push_jump();
        // As if the user had just stepped to the next match: further steps then add nothing to the jump list.
        self.input.last_action = Some(Action::NextMatch);
        self.deselect_link();
        let target = JumpTarget::Hit { query, offset };
        let is_open = self.open_path() == Some(&*path);
        if is_open && !self.requests.is_running(RequestKind::Article) {
            self.screen.focus = Focus::Article;
            self.select_path(&path);
        } else {
            self.open_and_select(path.clone(), effects);
        }
        self.jump_list.pending = Some(PendingJump { path, target });
        self.carry_out_pending_jump();
        self.post_search.last_jump_went_to_a_hit = true;
    }

    /// Shows the hits again if the last jump went to a hit. Returns false if the last jump had another target.
    pub(super) fn return_to_hits(&mut self) -> bool {
        let returns_to_hits = std::mem::take(&mut self.post_search.last_jump_went_to_a_hit);
        if returns_to_hits {
            self.open_overlay(Overlay::PostSearch);
        }
        returns_to_hits
    }
}
