//! The links of the open article: selecting and following them. The same key also folds containers, so
//! folding is here too.

use std::path::{Path, PathBuf};

use super::action::Action;
use super::article::{Article, FollowedFootnote};
use super::direction::Direction::{self, Backward, Forward};
use super::jump_list::{JumpTarget, PendingJump};
use super::keymap::View;
use super::message::{Effect, Effects};
use super::position::Position;
pub use super::targets::find_heading;
use super::{Focus, Model, targets};
use crate::clean;
use crate::document::{LinkId, LinkKind};
use crate::library::Destination;
use crate::text::Clean;

/// Notice for an article without foldable details or callouts.
const NOTHING_TO_FOLD: &str = "This post has nothing to fold.";

impl Model {
    /// Returns the link that is selected in the open article.
    pub fn selected_link(&self) -> Option<LinkId> {
        self.article.as_ref()?.links.selected
    }

    /// Deselects the selected link, and forgets the last followed footnote reference.
    pub(super) fn deselect_link(&mut self) {
        if let Some(article) = &mut self.article {
            (article.links.selected, article.links.followed_footnote) = (None, None);
        }
    }

    /// Selects a link, and forgets the last followed footnote reference.
    pub(super) fn select_link(&mut self, link: LinkId) {
        if let Some(article) = &mut self.article {
            (article.links.selected, article.links.followed_footnote) = (Some(link), None);
        }
    }

    /// Selects the next or previous visible link, else the nearest link outside the pane in this direction. Shows a notice if
    /// there is none.
    pub(super) fn step_link(&mut self, direction: Direction) {
        let height = self.article_height();
        let Some(article) = &mut self.article else {
            return;
        };
        let visible = article.visible_links(height);
        let selected = article.links.selected;
        let index = selected.and_then(|link| {
            visible
                .iter()
                .position(|visible_link| *visible_link == link)
        });
        let next = match (index, direction) {
            (Some(index), Forward) => visible.get(index + 1),
            (Some(index), Backward) => index.checked_sub(1).map(|index| &visible[index]),
            (None, Forward) => visible.first(),
            (None, Backward) => visible.last(),
        };
        let next = next.copied();
        let next = next.or_else(|| article.link_beyond(height, direction, selected));
        let Some(link) = next else {
            self.notice = Some(Clean::literal(match direction {
                Forward => "No next link.",
                Backward => "No previous link.",
            }));
            return;
        };
        article.links.selected = Some(link);
        if let Some(offset) = targets::link_offset(&article.body.document, link) {
            article.scroll_to(offset, height);
        }
    }

    /// Returns the destination of a link of the open article.
    pub fn destination(&self, link: LinkId) -> Option<Destination> {
        let article = self.article.as_ref()?;
        let target = article.body.document.link(link).target;
        let base_url = self.folder.base_url.as_deref();
        Some(
            self.library
                .destination(&article.body.post.path, target, base_url),
        )
    }

    /// Does the first of these that applies:
    ///
    /// - in the image view, closes this view
    /// - with a selected image, shows the image as large as the screen
    /// - without a selected link, folds or unfolds the nearest visible container
    /// - returns from the footnote to which the selected reference has led
    /// - follows the selected link to a post, a section or a footnote
    /// - shows a notice for another link
    pub(super) fn follow_link(&mut self, effects: &mut Effects) {
        if self.close_image_view() || self.view_selected_image() {
            return;
        }
        let Some((link, destination)) = self
            .selected_link()
            .and_then(|link| Some((link, self.destination(link)?)))
        else {
            return self.toggle_visible_fold();
        };
        if let Some(position) = self.position_before_footnote() {
            return self.return_from_footnote(position);
        }
        match destination {
            // A footnote of the same article is also a `Section`.
            Destination::Section(fragment) => {
                let Some(article) = &mut self.article else {
                    return;
                };
                let position = article.position();
                let is_footnote = article.body.document.link(link).kind == LinkKind::Footnote;
                article.links.followed_footnote =
                    is_footnote.then_some(FollowedFootnote { link, position });
                let path = article.path().to_owned();
                self.push_jump();
                let target = JumpTarget::Fragment(fragment);
                self.jump_list.pending = Some(PendingJump { path, target });
                self.carry_out_pending_jump();
            }
            Destination::Post(post, fragment) => {
                self.push_jump();
                let path = self.library.post(post).path.clone();
                self.open_and_select(path.clone(), effects);
                if let Some(fragment) = fragment {
                    let target = JumpTarget::Fragment(fragment);
                    self.jump_list.pending = Some(PendingJump { path, target });
                }
            }
            Destination::Web(url) => {
                let key = self.key_for(View::Article, Action::Browse);
                self.notice = Some(clean!("Press {key} to open {url} in the browser."));
            }
            Destination::Unsupported(target) => {
                self.notice = Some(clean!("folio does not open {target}"));
            }
            Destination::Missing => {
                self.notice = Some(Clean::literal("Dead link: its target does not exist."));
            }
        }
    }

    /// Folds or unfolds the container nearest to the middle of the pane.
    pub(super) fn toggle_fold(&mut self) {
        let height = self.article_height();
        let article = self.article.as_mut();
        if !article.is_some_and(|article| article.toggle_nearest_fold(height)) {
            self.notice = Some(Clean::literal(NOTHING_TO_FOLD));
        }
    }

    /// Folds or unfolds the container whose visible title is nearest to the middle of the pane. If no title is visible,
    /// shows a notice on how to select a link.
    fn toggle_visible_fold(&mut self) {
        let height = self.article_height();
        let is_title_visible = self.article.as_ref().is_some_and(|article| {
            let mut rows = article.top..article.rows().min(article.top + height);
            rows.any(|row| article.foldable_at(row).is_some())
        });
        if is_title_visible {
            self.toggle_fold();
        } else {
            self.report_no_link();
        }
    }

    /// Folds all foldable containers, or unfolds them if all are folded.
    pub(super) fn toggle_all_folds(&mut self) {
        let article = self.article.as_mut();
        if !article.is_some_and(Article::toggle_all_folds) {
            self.notice = Some(Clean::literal(NOTHING_TO_FOLD));
        }
    }

    /// Shows a notice that no link is selected, and how to select one.
    fn report_no_link(&mut self) {
        let key = self.key_for(View::Article, Action::NextLink);
        self.notice = Some(clean!(
            "No link is selected. Press {key} to select the next link."
        ));
    }

    /// Returns the position from which the selected reference to a footnote was followed, if the reference is not visible.
    fn position_before_footnote(&self) -> Option<Position> {
        let article = self.article.as_ref()?;
        let FollowedFootnote { link, position } = article.links.followed_footnote?;
        let is_selected = article.links.selected == Some(link);
        let is_visible = article.visible_links(self.article_height()).contains(&link);
        (is_selected && !is_visible).then_some(position)
    }

    /// Goes back to the position from which a footnote reference was followed.
    fn return_from_footnote(&mut self, position: Position) {
        self.push_jump();
        if let Some(article) = &mut self.article {
            article.links.followed_footnote = None;
            article.scroll_to_position(position);
        }
    }

    /// Opens the selected link in the browser, or an image file of the site in the system's default program. For a link that
    /// does not lead to the web, shows a notice.
    pub(super) fn browse_link(&mut self, effects: &mut Effects) {
        if self.open_image_file(effects) {
            return;
        }
        let link = self.selected_link();
        match link.and_then(|link| self.destination(link)) {
            Some(Destination::Web(url)) => {
                self.notice = Some(clean!("Opening {url}"));
                effects.push(Effect::Browse(url));
            }
            Some(Destination::Unsupported(target)) => {
                self.notice = Some(clean!("folio does not open {target}"));
            }
            Some(Destination::Missing) => {
                self.notice = Some(Clean::literal("Dead link: its target does not exist."));
            }
            Some(Destination::Post(..) | Destination::Section(_)) => {
                let key = self.key_for(View::Article, Action::Follow);
                self.notice = Some(clean!(
                    "This link stays within the library. Press {key} to follow it."
                ));
            }
            None => self.report_no_link(),
        }
    }

    /// Opens a post of the library, focuses the article, and selects the post if the list shows it.
    pub(super) fn open_and_select(&mut self, path: PathBuf, effects: &mut Effects) {
        self.select_path(&path);
        self.list.selection_when_opened = self.selected_path();
        self.screen.focus = Focus::Article;
        self.open(path, effects);
    }

    /// Selects a post in the list, if the list shows it.
    pub(super) fn select_path(&mut self, path: &Path) {
        let post = self.library.find(path);
        let index = post.and_then(|post| self.list.index_of(&self.library, post));
        if let Some(index) = index {
            self.list.select(index);
        }
    }
}
