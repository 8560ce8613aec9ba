//! What has to do with a post, while it is shown.

use std::collections::HashMap;
use std::path::PathBuf;

use crate::library::{Library, Related};
use crate::text::Clean;

/// For each post that others link to, those others; all below the library's folder.
pub type Backlinks = HashMap<PathBuf, Vec<PathBuf>>;

/// The view of a post's relations.
#[derive(Clone, Debug)]
pub struct RelatedView {
    /// The post, below the library's folder.
    pub path: PathBuf,
    /// Its title.
    pub title: Clean<'static>,
    /// The posts that have to do with it.
    pub posts: Vec<Related>,
    /// Which of them is selected.
    pub selected: usize,
}

impl RelatedView {
    /// `None` where the library has no such post.
    pub fn new(library: &Library, path: PathBuf, links: Option<&Backlinks>) -> Option<Self> {
        let post = library.find(&path)?;
        let title = Clean::line(&library.post(post).title).into_owned();
        let mut view = Self {
            path,
            title,
            posts: Vec::new(),
            selected: 0,
        };
        view.update(library, links);
        Some(view)
    }

    /// Finds the posts anew, keeping the selection on its post unless that is the first.
    pub fn update(&mut self, library: &Library, links: Option<&Backlinks>) {
        let Some(post) = library.find(&self.path) else {
            self.posts.clear();
            return;
        };
        let here = links.and_then(|links| links.get(&self.path));
        let links: Vec<_> = here
            .into_iter()
            .flatten()
            .filter_map(|path| library.find(path))
            .collect();
        let before = self.selected_post().cloned();
        self.posts = library.related(post, &links);
        let same = |one: &Related| before.as_ref() == Some(one);
        self.selected = match self.selected {
            0 => 0,
            _ => self.posts.iter().position(same).unwrap_or(0),
        };
    }

    /// The selected post.
    pub fn selected_post(&self) -> Option<&Related> {
        self.posts.get(self.selected)
    }

    /// Moves the selection.
    pub fn step(&mut self, rows: isize) {
        let last = self.posts.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(rows).min(last);
    }
}
