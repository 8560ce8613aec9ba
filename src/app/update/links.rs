//! Selecting and following links, and the way back.

use crate::app::action::Action;
use crate::app::article::{Place, Wait};
use crate::app::history::Visit;
use crate::app::keymap::Context;
use crate::app::message::Effect;
use crate::app::{Focus, Model, links};
use crate::document::{LinkId, LinkKind};
use crate::layout::Anchor;
use crate::library::Destination;
use crate::text::Clean;

impl Model {
    /// Selects the next link, or the one before: in sight first, else the nearest further on.
    pub(super) fn step_link(&mut self, forward: bool) {
        let height = self.article_height();
        let Some(article) = &mut self.article else {
            return;
        };
        let sight = links::in_sight(article, height);
        let at = self
            .link
            .and_then(|link| sight.iter().position(|one| *one == link));
        let next = match (at, forward) {
            (Some(at), true) => sight.get(at + 1),
            (Some(at), false) => at.checked_sub(1).map(|at| &sight[at]),
            (None, true) => sight.first(),
            (None, false) => sight.last(),
        };
        let next = next.copied();
        let next = next.or_else(|| links::beyond(article, height, forward, self.link));
        match next {
            Some(link) => {
                self.link = Some(link);
                if let Some(offset) = links::offset(&article.body.document, link) {
                    article.show(offset, height);
                }
            }
            None => self.notice = Some(Clean::literal("No link further on.")),
        }
    }

    /// Where the selected link leads.
    pub fn destination(&self, link: LinkId) -> Option<Destination> {
        let article = self.article.as_ref()?;
        let target = article.body.document.link(link).target;
        Some(
            self.library
                .destination(&article.body.post.path, target, self.base.as_deref()),
        )
    }

    /// Goes where the selected link leads, if that is within the library.
    pub(super) fn follow_link(&mut self) -> Vec<Effect> {
        let Some(destination) = self.link.and_then(|link| self.destination(link)) else {
            self.notice = Some(Clean::literal(
                "No link is selected; ) selects the next one.",
            ));
            return Vec::new();
        };
        if let Some(place) = self.noted_place() {
            self.go_back_to(place);
            return Vec::new();
        }
        match destination {
            Destination::Section(fragment) => {
                self.noted = self.link.zip(
                    self.article
                        .as_ref()
                        .map(crate::app::article::Article::place),
                );
                self.leave_place();
                self.go_to_fragment(&fragment);
            }
            Destination::Post(post, fragment) => {
                self.leave_place();
                self.fragment = fragment;
                let path = self.library.post(post).path.clone();
                return vec![self.visit(path)];
            }
            Destination::Outside(url) => {
                self.notice = Some(crate::clean!("o opens {url} in the browser"));
            }
            Destination::Other(target) => {
                self.notice = Some(crate::clean!("folio does not open {target}"));
            }
            Destination::Missing => {
                self.notice = Some(Clean::literal("Nothing is there: the link is dead."));
            }
        }
        Vec::new()
    }

    /// Where the mark of a footnote was read that the selected link, the same mark, has led to: as long as the mark
    /// itself is out of sight, following it again leads back.
    fn noted_place(&self) -> Option<Place> {
        let (mark, place) = self.noted.filter(|(mark, _)| self.link == Some(*mark))?;
        let article = self.article.as_ref()?;
        let is_note = article.body.document.link(mark).kind == LinkKind::Note;
        let in_sight = links::in_sight(article, self.article_height());
        (is_note && !in_sight.contains(&mark)).then_some(place)
    }

    fn go_back_to(&mut self, place: Place) {
        self.noted = None;
        self.leave_place();
        if let Some(article) = &mut self.article {
            article.restore(place);
        }
    }

    /// Opens the selected link in the browser.
    pub(super) fn browse(&mut self) -> Vec<Effect> {
        match self.link.and_then(|link| self.destination(link)) {
            Some(Destination::Outside(url)) => {
                self.notice = Some(crate::clean!("Opening {url}"));
                vec![Effect::Browse(url)]
            }
            Some(_) => {
                self.notice = Some(Clean::literal(
                    "This link stays within the library; Enter follows it.",
                ));
                Vec::new()
            }
            None => {
                let key = self.keymap.first(Context::Article, Action::NextLink);
                self.notice = Some(crate::clean!(
                    "No link is selected; {key} selects the next one."
                ));
                Vec::new()
            }
        }
    }

    /// Opens a post that need not be the selected one; the list follows where it shows the post.
    pub(super) fn visit(&mut self, path: std::path::PathBuf) -> Effect {
        self.select_path(&path);
        self.followed = self
            .list
            .selected_post()
            .map(|post| self.library.post(post).path.clone());
        self.focus = Focus::Article;
        self.open(path)
    }

    /// Selects a post in the list, where the list shows it.
    pub(super) fn select_path(&mut self, path: &std::path::Path) {
        let post = self.library.find(path);
        if let Some(at) = post.and_then(|post| self.list.shown.iter().position(|one| *one == post))
        {
            self.list.select(at);
        }
    }

    /// Remembers the place that a jump leaves.
    pub(super) fn leave_place(&mut self) {
        if let Some(here) = self.here() {
            self.history.leave(here);
        }
    }

    fn here(&self) -> Option<Visit> {
        let article = self.article.as_ref()?;
        Some(Visit {
            path: article.body.post.path.clone(),
            place: self.meant_place()?,
        })
    }

    pub(super) fn travel_history(&mut self, back: bool) -> Vec<Effect> {
        let Some(visit) = self.here().and_then(|here| self.history.go(back, here)) else {
            let end = if back {
                "This is where you began."
            } else {
                "Nothing lies ahead."
            };
            self.notice = Some(Clean::literal(end));
            return Vec::new();
        };
        self.revisited = Some(visit.path.clone());
        self.go_to_visit(visit)
    }

    /// Goes to a section or a footnote of the open article.
    pub(super) fn go_to_fragment(&mut self, fragment: &str) {
        let height = self.article_height();
        let Some(article) = &mut self.article else {
            return;
        };
        let document = &article.body.document;
        if let Some(heading) = links::heading(document, fragment) {
            article.jump(heading);
        } else if let Some(block) = links::footnote(document, fragment) {
            article.restore(Place::Body(Anchor {
                block,
                offset: 0,
                rows: 0,
            }));
            article.top = article.top.min(article.last_top(height));
        } else if !self.wait(Wait::Fragment(fragment.to_owned())) {
            self.notice = Some(crate::clean!("This post has no section {fragment}."));
        }
    }
}
