//! The search of all posts: what was typed, what has been found so far, and which of it is selected.

use std::path::PathBuf;
use std::sync::Arc;

use super::message::{RequestId, SearchResults};
use crate::library::{Library, PostId};
use crate::search::Hit;
use crate::text::Clean;

/// Lines of one post that are shown; the article itself shows the others.
pub const MOST_OF_A_POST: usize = 20;

/// Lines that are kept in all. Who finds more has to say more.
const MOST: usize = 1000;

/// The state of the search of all posts. It outlives its pane, which shows it again as it was.
#[derive(Debug, Default)]
pub struct Finder {
    /// Whether its pane stands.
    pub is_open: bool,
    /// What was searched for last.
    pub query: String,
    /// The posts that hold it, in the list's order, with their lines.
    pub posts: Vec<PostHits>,
    /// Which of all lines shown is selected.
    pub selected: usize,
    /// Lines that hold it, shown or not.
    pub lines: usize,
    /// Posts that hold it, shown or not.
    pub in_posts: usize,
    /// Posts that were looked through.
    pub searched: usize,
    /// Posts that could not be read.
    pub unread: usize,
    /// The posts that are searched.
    pub among: Arc<[PathBuf]>,
    /// The same as the list knew them.
    shown: Vec<PostId>,
    /// The request that is not answered in full.
    ticket: Option<RequestId>,
    /// What is shown is still the answer to an older request: it stays until there is something to show in its place.
    is_old: bool,
}

/// A post and its lines that hold the words.
#[derive(Clone, Debug)]
pub struct PostHits {
    /// The post, below the library's folder.
    pub path: PathBuf,
    /// Its title.
    pub title: Clean<'static>,
    /// Its lines.
    pub hits: Vec<Hit>,
    /// Lines beyond those.
    pub more: usize,
}

impl Finder {
    /// Whether an answer is still being given.
    pub fn is_running(&self) -> bool {
        self.ticket.is_some()
    }

    /// Whether it looked through just these posts.
    pub fn is_about(&self, shown: &[PostId]) -> bool {
        self.shown == shown
    }

    /// Begins to look for `query` in these posts.
    pub fn begin(&mut self, query: &str, library: &Library, shown: &[PostId], ticket: RequestId) {
        query.clone_into(&mut self.query);
        if self.shown != shown || self.among.len() != shown.len() {
            shown.clone_into(&mut self.shown);
            self.among = shown
                .iter()
                .map(|id| library.post(*id).path.clone())
                .collect();
        }
        self.ticket = Some(ticket);
        self.is_old = true;
    }

    /// The list's posts have other numbers now.
    pub fn forget_posts(&mut self) {
        self.shown.clear();
        self.among = Arc::default();
    }

    /// Forgets all but which posts there are.
    pub fn clear(&mut self) {
        *self = Self {
            is_open: self.is_open,
            among: std::mem::take(&mut self.among),
            shown: std::mem::take(&mut self.shown),
            ..Self::default()
        };
    }

    /// Takes over what was found, if it answers the latest request.
    pub fn take(&mut self, ticket: RequestId, answer: SearchResults, library: &Library) {
        if self.ticket != Some(ticket) {
            return;
        }
        if self.is_old && (!answer.found.is_empty() || answer.is_done) {
            let query = std::mem::take(&mut self.query);
            let (ticket, selected) = (self.ticket, self.selected);
            self.clear();
            (self.query, self.ticket) = (query, ticket);
            // The same words once more keep their selection; `settle` brings others' into range.
            self.selected = selected;
        }
        self.searched = answer.searched;
        self.unread = answer.unread;
        for (path, found) in answer.found {
            self.lines += found.hits.len() + found.more;
            self.in_posts += 1;
            let room = MOST.saturating_sub(self.shown_lines());
            let Some(id) = library.find(&path).filter(|_| room > 0) else {
                continue;
            };
            let more = found.more + found.hits.len().saturating_sub(room);
            let mut hits = found.hits;
            hits.truncate(room);
            self.posts.push(PostHits {
                path,
                title: Clean::line(&library.post(id).title).into_owned(),
                hits,
                more,
            });
        }
        if answer.is_done {
            self.ticket = None;
            self.selected = self.selected.min(self.shown_lines().saturating_sub(1));
        }
    }

    /// Lines that are shown.
    pub fn shown_lines(&self) -> usize {
        self.posts.iter().map(|post| post.hits.len()).sum()
    }

    /// The posts that are not shown, and the lines in them.
    pub fn hidden(&self) -> (usize, usize) {
        let told: usize = self
            .posts
            .iter()
            .map(|post| post.hits.len() + post.more)
            .sum();
        (
            self.in_posts - self.posts.len(),
            self.lines.saturating_sub(told),
        )
    }

    /// The selected line and its post.
    pub fn selected_hit(&self) -> Option<(&PostHits, &Hit)> {
        let all = self
            .posts
            .iter()
            .flat_map(|post| post.hits.iter().map(move |hit| (post, hit)));
        let mut rest = all.skip(self.selected);
        rest.next()
    }

    /// Moves the selection.
    pub fn step(&mut self, rows: isize) {
        let last = self.shown_lines().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(rows).min(last);
    }
}
