//! The open folder: scans it for posts, and tracks its changes.

use std::sync::Arc;

use super::action::Action;
use super::keymap::View;
use super::message::{Backlinks, Effect, Effects, LoadError, SiteFacts, WatchFailure};
use super::requests::RequestKind;
use super::{Focus, Model};
use crate::clean;
use crate::library::LibraryUpdate;
use crate::post::Post;
use crate::text::Clean;

/// The coverage of the watcher.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum WatchCoverage {
    /// The watcher reports all changes on disk.
    #[default]
    Full,
    /// The watcher reports only some changes, or none.
    Partial,
}

/// The state of the open folder.
#[derive(Debug, Default)]
pub struct Folder {
    /// The title of the library, shown in the header.
    pub label: Clean<'static>,
    /// True if the reader shows a single piped text and has no library.
    pub is_piped_text: bool,
    /// True if the reader was started with a file. Leaving the article then quits.
    pub(super) opened_with_file: bool,
    /// The files that the last scan could not read, a line for each.
    pub unreadable: Vec<Clean<'static>>,
    /// The site's base URL, if its configuration names one.
    pub(super) base_url: Option<String>,
    /// The posts that a running rescan has found so far; `None` if no rescan is running. The library keeps the old posts until
    /// the rescan ends.
    pub(super) rescan: Option<Vec<Post>>,
    /// Changes on disk to apply after the current scan.
    pub(super) deferred_changes: Vec<LibraryUpdate>,
    /// The coverage of the watcher.
    pub(super) coverage: WatchCoverage,
    /// The backlinks of all posts, once they are found.
    pub(super) backlinks: Option<Backlinks>,
}

impl Folder {
    /// Returns true if leaving the article quits: for piped text, and for a file named on the command line.
    pub(super) fn quits_from_article(&self) -> bool {
        self.is_piped_text || self.opened_with_file
    }
}

impl Model {
    /// Returns true if the folder is being scanned.
    pub fn is_scanning(&self) -> bool {
        self.requests.is_running(RequestKind::Scan)
    }

    /// Returns true during the first scan, which adds posts to the list as it finds them.
    pub fn is_streaming(&self) -> bool {
        self.is_scanning() && self.folder.rescan.is_none()
    }

    /// Adds a batch of posts that a scan has found.
    pub(super) fn add_posts(&mut self, posts: Vec<Post>, effects: &mut Effects) {
        if let Some(rescanned) = &mut self.folder.rescan {
            rescanned.extend(posts);
            return;
        }
        Arc::make_mut(&mut self.library).extend(posts);
        self.refresh_list();
        self.select_if_loaded();
        self.clear_backlinks();
        self.replay_in_list(effects);
    }

    /// Ends a scan: stores the errors of the files that could not be read, and shows a notice with the first error. Then
    /// applies the changes that were deferred during the scan.
    pub(super) fn end_scan(&mut self, unreadable: &[LoadError], effects: &mut Effects) {
        if let Some(first) = unreadable.first() {
            self.notice = Some(match unreadable.len() - 1 {
                0 => clean!("{first}"),
                more => clean!("{first} (and {more} more)"),
            });
        }
        let lines = unreadable.iter().map(|error| clean!("{error}"));
        self.folder.unreadable = lines.collect();
        self.apply_deferred_changes(effects);
        // If the post to select is still stored, the list does not show it: the scan has not found this post, or the filter
        // hides it. Its article is open, and the selected post must not replace the article.
        if self.list.select_on_load.take().is_some() && self.screen.focus != Focus::List {
            self.list.is_open_post_unlisted = true;
            self.list.selection_when_opened = self.selected_path();
        }
        self.refresh_searches(effects);
    }

    /// Scans the folder and opens the article again. The old posts and the old article stay visible until the results
    /// arrive. Does nothing for piped text.
    pub(super) fn reload(&mut self, effects: &mut Effects) {
        if self.folder.is_piped_text {
            return;
        }
        self.folder.rescan = Some(Vec::new());
        effects.push(Effect::Scan(self.requests.start(RequestKind::Scan)));
        if let Some(path) = self.current_path() {
            self.open(path, effects);
        }
    }

    /// Applies a changed configuration of the site, and scans the folder again with the new rules.
    pub(super) fn set_site(&mut self, facts: SiteFacts, effects: &mut Effects) {
        let SiteFacts {
            label,
            base_url,
            languages,
        } = facts;
        self.folder.label = label;
        self.folder.base_url = base_url;
        Arc::make_mut(&mut self.library).set_languages(languages);
        self.reload(effects);
        self.notice = Some(Clean::literal("Site configuration reloaded."));
    }

    /// Scans again when the terminal window is focused, if the watcher does not report all changes.
    pub(super) fn rescan_unwatched(&mut self, effects: &mut Effects) {
        if self.folder.coverage == WatchCoverage::Partial && !self.is_scanning() {
            self.reload(effects);
        }
    }

    /// Stores the watcher's coverage, and shows a notice when the coverage becomes partial.
    pub(super) fn set_watch_status(&mut self, status: Result<(), WatchFailure>) {
        match status {
            Ok(()) => self.folder.coverage = WatchCoverage::Full,
            Err(_) if self.folder.coverage == WatchCoverage::Partial => {}
            Err(reason) => {
                self.folder.coverage = WatchCoverage::Partial;
                let key = self.key_for(View::List, Action::Reload);
                self.notice = Some(clean!(
                    "{reason} Changes show when this window gets the focus, or with {key}."
                ));
            }
        }
    }
}
