//! What the world has found: posts, and articles.

use std::path::PathBuf;

use crate::app::article::{Article, Body};
use crate::app::message::{Effect, Opened, Ticket};
use crate::app::{Focus, Model};
use crate::library::Library;
use crate::post::Post;
use crate::text::Clean;

impl Model {
    pub(super) fn scanned(&mut self, ticket: Ticket, posts: Vec<Post>) -> Vec<Effect> {
        if ticket == self.scan {
            if let Some(library) = &mut self.rescan {
                library.extend(posts);
            } else {
                self.library.extend(posts);
                self.refresh();
                self.select_wanted();
                self.forget_links();
            }
        }
        Vec::new()
    }

    pub(super) fn scan_ended(
        &mut self,
        ticket: Ticket,
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
        if let Some(library) = self.rescan.take() {
            self.replace_library(library);
        }
        if self.wanted.take().is_some() {
            self.followed = self.selected_path();
        }
        let mut effects = self.refresh_finder();
        effects.extend(self.ask_links());
        effects
    }

    /// Takes over what a rescan found; the selection stays on its post.
    fn replace_library(&mut self, mut library: Library) {
        let selected = self.selected_path();
        library.inherit_flags(&mut self.library);
        self.library = library;
        self.finder.forget_posts();
        self.forget_links();
        let shown = self.library.select(&self.filter);
        let kept = selected.and_then(|path| self.library.find(&path));
        let at = kept.and_then(|post| shown.iter().position(|one| *one == post));
        let is_lost = at.is_none() && self.focus != Focus::List;
        let at = at.unwrap_or(self.list.selected);
        self.list.set(&self.library, shown);
        self.list.select(at);
        if is_lost {
            (self.astray, self.followed) = (true, self.selected_path());
        }
        if let Some(tags) = &mut self.tags {
            tags.update(&self.library, &self.filter);
        }
    }

    /// Selects the post that was named when folio started, once it is found.
    fn select_wanted(&mut self) {
        let found = self
            .wanted
            .as_ref()
            .and_then(|path| self.library.find(path));
        if let Some(at) = found.and_then(|post| self.list.shown.iter().position(|one| *one == post))
        {
            self.list.select(at);
            self.followed = self.wanted.take();
        }
    }

    fn selected_path(&self) -> Option<PathBuf> {
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
        let streaming = self.scanning && self.rescan.is_none() && !self.list.touched;
        if self.single || self.wanted.is_some() || !visible || (streaming && self.article.is_some())
        {
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
        self.opening = Some(ticket);
        self.failure = None;
        self.landing = None;
        Effect::Open {
            ticket,
            path,
            widths: self.text_area().widths,
        }
    }

    fn remember_place(&mut self) {
        if let Some(article) = &self.article {
            self.places
                .insert(article.body.post.path.clone(), article.place());
        }
    }

    pub(super) fn opened(&mut self, ticket: Ticket, opened: Opened) -> Vec<Effect> {
        if self.opening == Some(ticket) {
            match opened {
                Opened::Head(body) => self.show(body, false),
                Opened::Whole(body) => {
                    self.opening = None;
                    self.show(body, true);
                }
                Opened::Failed(message) => {
                    (self.opening, self.article) = (None, None);
                    self.failure = Some(message);
                }
            }
        }
        Vec::new()
    }

    /// Shows a body: that of another article, or the whole in the place of its head.
    fn show(&mut self, body: Body, whole: bool) {
        self.contents.reset(&body.document);
        let open = self.article.as_ref().map(|article| &article.body.post.path);
        let same = open == Some(&body.post.path);
        match &mut self.article {
            Some(article) if !article.whole && article.body.post.path == body.post.path => {
                article.whole = whole;
                article.set(body);
            }
            _ => {
                let place = self.places.get(&body.post.path).copied();
                let mut article = Article::new(body, whole);
                let before = self.article.as_ref().filter(|_| same);
                article.finished = before.is_some_and(|before| before.finished);
                if let Some(place) = place {
                    article.restore(place);
                }
                self.article = Some(article);
            }
        }
        self.hints = None;
        if !same {
            (self.link, self.noted) = (None, None);
        }
        if let Some(fragment) = self.fragment.take_if(|_| whole) {
            self.go_to_fragment(&fragment);
        }
        match (&mut self.search, &self.article) {
            (Some(search), Some(article)) if same => search.again(article),
            _ => self.search = None,
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
