//! What the world has found: posts, and articles.

use std::path::PathBuf;
use std::sync::Arc;

use crate::app::article::{Article, Body, Wait};
use crate::app::keymap::Context;
use crate::app::message::{Effect, Opened, RequestId};
use crate::app::{Focus, Model};
use crate::document::{Document, LinkId};
use crate::post::Post;
use crate::text::Clean;

impl Model {
    pub(super) fn scanned(&mut self, ticket: RequestId, posts: Vec<Post>) -> Vec<Effect> {
        if ticket == self.scan {
            if let Some(found) = &mut self.rescan {
                found.extend(posts);
            } else {
                self.library.extend(posts);
                self.refresh();
                self.select_wanted();
                self.forget_links();
                return self.do_early_in_list();
            }
        }
        Vec::new()
    }

    pub(super) fn scan_ended(
        &mut self,
        ticket: RequestId,
        unread: Vec<Clean<'static>>,
    ) -> Vec<Effect> {
        if ticket != self.scan {
            return Vec::new();
        }
        self.scanning = false;
        if let Some(message) = unread.first() {
            let more = if unread.len() > 1 {
                clean_more(unread.len() - 1)
            } else {
                Clean::default()
            };
            self.notice = Some(crate::clean!("{message}{more}"));
        }
        self.unread = unread;
        let mut effects = self.scan_is_through();
        if self.wanted.take().is_some() && self.focus != Focus::List {
            (self.astray, self.followed) = (true, self.selected_path());
        }
        effects.extend(self.find_again());
        effects
    }

    /// Selects the post that was named when folio started, or selected when it was left, once it is found.
    fn select_wanted(&mut self) {
        if self.list.touched {
            // A key was faster, and knows better.
            self.wanted = None;
        }
        let found = self
            .wanted
            .as_ref()
            .and_then(|path| self.library.find(path));
        if let Some(at) = found.and_then(|post| self.list.shown.iter().position(|one| *one == post))
        {
            self.list.select(at);
            // In one pane nothing was asked for yet.
            let asked = self.opening.is_some() || self.article.is_some();
            self.followed = self.wanted.take().filter(|_| asked);
        }
    }

    pub(super) fn selected_path(&self) -> Option<PathBuf> {
        self.list
            .selected_post()
            .map(|post| self.library.post(post).path.clone())
    }

    /// Asks for the selected post where the article follows the selection and has not done so yet.
    pub(super) fn follow(&mut self) -> Option<Effect> {
        if self.focus == Focus::List && std::mem::take(&mut self.astray) {
            self.followed = None;
        }
        let visible = self.panes().article.is_some() || self.focus != Focus::List;
        // While posts stream in, the first one may change with each batch: one at a time.
        let is_busy = self.is_streaming() && !self.list.touched && self.opening.is_some();
        if self.single || self.wanted.is_some() || !visible || is_busy {
            return None;
        }
        let path = self.selected_path()?;
        if self.followed.as_ref() == Some(&path) {
            return None;
        }
        self.astray = false;
        self.followed = Some(path.clone());
        Some(self.open(path))
    }

    /// Opens the selected post even if the selection has not moved since.
    pub(super) fn open_selected(&mut self) {
        let open = self.article.as_ref().map(|article| &article.body.post.path);
        if self.opening.is_none() && open != self.selected_path().as_ref() {
            self.followed = None;
        }
    }

    /// Asks for an article; whatever was asked for before is not wanted any more.
    pub(in crate::app) fn open(&mut self, path: PathBuf) -> Effect {
        self.remember_place();
        let ticket = self.next_ticket();
        let is_other = |(_, asked): &(RequestId, PathBuf)| *asked != path;
        if self.opening.as_ref().is_some_and(is_other) {
            self.early.retain(|(context, ..)| *context == Context::List);
        }
        self.opening = Some((ticket, path.clone()));
        self.failure = None;
        self.landing = None;
        Effect::Open {
            ticket,
            path,
            widths: self.text_area().widths,
        }
    }

    fn remember_place(&mut self) {
        self.keep_place();
        // On the way to a place it is that one that counts.
        let returns = |article: &Article| {
            matches!(
                article.waiting,
                Some(Wait::Place(_) | Wait::SavedPosition(_))
            )
        };
        if let (Some(article), Some(place)) = (&self.article, self.meant_place())
            && !returns(article)
        {
            self.places.insert(article.body.post.path.clone(), place);
        }
    }

    pub(super) fn opened(&mut self, ticket: RequestId, opened: Opened) -> Vec<Effect> {
        let asked = self.opening.take_if(|(asked, _)| *asked == ticket);
        let Some((_, path)) = asked else {
            return Vec::new();
        };
        let restoring = self.restoring.take().as_ref() == Some(&path);
        let is_open = |article: &Article| article.body.post.path == path;
        let is_open = self.article.as_ref().is_some_and(is_open);
        match opened {
            Opened::Head(body) => {
                self.opening = Some((ticket, path));
                self.show_behind(ticket, body, false);
                return self.do_early_in_article();
            }
            Opened::Whole(body) => {
                self.show_behind(ticket, body, true);
                let mut effects = self.do_early_in_article();
                if self.behind.is_some() {
                    effects.extend(self.ask_source());
                }
                return effects;
            }
            // What could be read before is still worth more than an excuse.
            Opened::Failed(message) if is_open => self.notice = Some(message),
            Opened::Failed(_) if restoring => {
                // What was read last is gone; nobody has asked for it in this run.
                (self.wanted, self.followed) = (None, None);
                self.focus = Focus::List;
            }
            Opened::Failed(message) => {
                self.early.clear();
                self.leave_source();
                self.article = None;
                self.failure = Some(message);
            }
        }
        Vec::new()
    }

    /// Shows a body; while the source is shown, that of the article behind it.
    fn show_behind(&mut self, ticket: RequestId, body: Body, whole: bool) {
        let open = self.article.as_ref().map(|article| &article.body.post.path);
        if open != Some(&body.post.path) {
            self.leave_source();
        }
        self.turn_source();
        self.show(ticket, body, whole);
        self.turn_source();
    }

    /// Shows a body: that of another article, of the open one read again, or the whole in the place of its head.
    fn show(&mut self, ticket: RequestId, body: Body, whole: bool) {
        let same = self.article.as_ref().filter(|article| {
            let open = &article.body.post.path;
            *open == body.post.path
        });
        let Some(article) = same else {
            return self.show_other(ticket, body, whole);
        };
        // Read again, its end must not go away for a moment.
        if article.whole && !whole {
            return;
        }
        let before = Arc::clone(&article.body.document);
        let document = Arc::clone(&body.document);
        let edited = ticket != self.shown;
        if let Some(article) = &mut self.article {
            article.whole = whole;
            if edited {
                article.reread(body);
            } else {
                article.set(body);
            }
        }
        if edited {
            self.carry(&before, &document);
        }
        self.contents.carry(&before, &document);
        if let (Some(search), Some(article)) = (&mut self.search, &self.article) {
            search.again(&before, article);
        }
        self.shown(ticket, whole);
    }

    fn show_other(&mut self, ticket: RequestId, body: Body, whole: bool) {
        self.contents.reset(&body.document);
        self.article = Some(Article::new(body, whole, self.library.now()));
        self.return_to_place();
        (self.link, self.noted) = (None, None);
        self.search = None;
        self.shown(ticket, whole);
    }

    /// What is known of places in the open article goes over to its new version.
    fn carry(&mut self, from: &Document, to: &Document) {
        let is_kept = |link: &LinkId| {
            let mut links = to.links();
            let new = links.find(|(id, _)| id == link);
            new.is_some_and(|(_, new)| new.target == from.link(*link).target)
        };
        self.link = self.link.filter(is_kept);
        let noted = self.noted.filter(|(mark, _)| is_kept(mark));
        self.noted = noted.map(|(mark, place)| (mark, place.carried(from, to)));
        self.origin = self.origin.map(|place| place.carried(from, to));
    }

    /// Does what had to wait for the article, or for the whole of it.
    fn shown(&mut self, ticket: RequestId, whole: bool) {
        self.shown = ticket;
        self.hints = None;
        if let Some(fragment) = self.fragment.take_if(|_| whole) {
            self.go_to_fragment(&fragment);
        }
        if whole {
            self.search_on();
            self.stop_and_do();
        }
        self.land_if_due();
    }
}

fn clean_more(more: usize) -> Clean<'static> {
    crate::clean!(" (and {more} more)")
}
