//! The view of the posts related to a post. Backlinks are found in the background and added when they arrive.

use std::path::PathBuf;
use std::sync::Arc;

use super::Model;
use super::keymap::View;
use super::message::{Backlinks, BacklinksRequest, Effect, Effects, Shared};
use super::requests::RequestKind;
use crate::library::{Library, Related};
use crate::text::Clean;

/// The posts related to a post.
#[derive(Clone, Debug)]
pub struct RelatedView {
    /// The path of the post to which `posts` are related.
    pub path: PathBuf,
    /// The title of the post at `path`.
    pub title: Clean<'static>,
    /// The related posts. A post may be listed with several relations.
    pub posts: Vec<Related>,
    /// Index into `posts` of the selected post.
    pub selected: usize,
}

impl RelatedView {
    /// Creates the view, or returns `None` if the library does not contain the post.
    pub fn new(library: &Library, path: PathBuf, backlinks: Option<&Backlinks>) -> Option<Self> {
        let post = library.find(&path)?;
        let title = Clean::line(&library.post(post).title).into_owned();
        let mut view = Self {
            path,
            title,
            posts: Vec::new(),
            selected: 0,
        };
        view.update(library, backlinks);
        Some(view)
    }

    /// Updates the related posts. If the first entry was selected, the new first entry is selected, so that the selection stays
    /// at the top until the user moves it. Else the selected post stays selected, if possible with the same relation. If this
    /// post is gone, the first entry is selected.
    pub fn update(&mut self, library: &Library, backlinks: Option<&Backlinks>) {
        let Some(post) = library.find(&self.path) else {
            self.posts.clear();
            return;
        };
        let linking_paths = backlinks.and_then(|backlinks| backlinks.get(&self.path));
        let linking_posts: Vec<_> = linking_paths
            .into_iter()
            .flatten()
            .filter_map(|path| library.find(path))
            .collect();
        let selected = self.selected_post().cloned();
        self.posts = library.related(post, &linking_posts);
        self.selected = match selected.filter(|_| self.selected > 0) {
            None => 0,
            Some(selected) => {
                let mut posts = self.posts.iter();
                let same_entry = posts.position(|related| *related == selected);
                let mut posts = self.posts.iter();
                let same_post = || posts.position(|related| related.post == selected.post);
                same_entry.or_else(same_post).unwrap_or(0)
            }
        };
    }

    /// Returns the selected post.
    pub fn selected_post(&self) -> Option<&Related> {
        self.posts.get(self.selected)
    }

    /// Moves the selection down by `rows`, or up if `rows` is negative.
    pub fn step(&mut self, rows: isize) {
        let last = self.posts.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(rows).min(last);
    }
}

impl Model {
    /// Opens or closes the view of posts related to the focused post.
    pub(super) fn toggle_related(&mut self, effects: &mut Effects) {
        if self.close_top_overlay_if(View::Related) {
            return;
        }
        let path = self.focused_post().map(|post| post.path.clone());
        let backlinks = self.folder.backlinks.as_ref();
        let view = path.and_then(|path| RelatedView::new(&self.library, path, backlinks));
        let Some(view) = view else {
            self.notice = Some(Clean::literal(if self.folder.is_piped_text {
                "Piped text has no related posts."
            } else {
                "No post is selected."
            }));
            return;
        };
        self.open_overlay(view);
        self.request_backlinks(effects);
    }

    /// Requests the backlinks if the view is open, the backlinks are neither known nor requested, and no scan is running.
    pub(super) fn request_backlinks(&mut self, effects: &mut Effects) {
        let is_known_or_requested =
            self.folder.backlinks.is_some() || self.requests.is_running(RequestKind::Backlinks);
        if !self.has_overlay(View::Related) || is_known_or_requested || self.is_scanning() {
            return;
        }
        effects.push(Effect::FindBacklinks(BacklinksRequest {
            id: self.requests.start(RequestKind::Backlinks),
            library: Shared(Arc::clone(&self.library)),
            base_url: self.folder.base_url.clone(),
        }));
    }

    pub(super) fn set_backlinks(&mut self, backlinks: Backlinks) {
        self.folder.backlinks = Some(backlinks);
        self.refresh_related();
    }

    /// Clears the backlinks after posts have changed, and drops the result of a running search for backlinks.
    pub(super) fn clear_backlinks(&mut self) {
        self.folder.backlinks = None;
        self.requests.cancel(RequestKind::Backlinks);
        self.refresh_related();
    }

    fn refresh_related(&mut self) {
        if let Some(view) = self.overlays.related() {
            view.update(&self.library, self.folder.backlinks.as_ref());
        }
    }

    /// Returns true if backlinks are being found, or will be found when the running scan ends.
    pub fn is_finding_backlinks(&self) -> bool {
        self.requests.is_running(RequestKind::Backlinks)
            || (self.is_scanning() && self.folder.backlinks.is_none())
    }

    /// Opens the selected related post.
    pub(super) fn open_related(&mut self, effects: &mut Effects) {
        let view = self.overlays.related();
        let selected = view.and_then(|view| view.selected_post());
        let Some(path) = selected.map(|related| self.library.post(related.post).path.clone())
        else {
            return;
        };
        self.close_overlay();
        self.push_jump();
        self.deselect_link();
        self.open_and_select(path, effects);
    }
}
