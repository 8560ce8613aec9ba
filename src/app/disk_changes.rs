//! Applies changes on disk to the list and the open article, and keeps the reading position.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::folder::WatchCoverage;
use super::message::{Effect, Effects, FsChanges};
use super::state::{Change, FlagValue};
use super::{Focus, Model};
use crate::library::{LibraryUpdate, Rename};
use crate::text::Clean;

impl Model {
    /// Reads a post again after the editor was closed, because the watcher is paused while the editor runs. Scans the complete
    /// folder instead if the watcher misses changes, as the editor may have changed other posts too. Does nothing after a
    /// settings file was edited, because the watcher of the settings files is not paused.
    pub(super) fn reread_edited(&mut self, path: PathBuf, effects: &mut Effects) {
        // Posts have relative paths, settings files have absolute paths.
        if path.is_absolute() {
            return;
        }
        if self.folder.coverage == WatchCoverage::Partial {
            self.reload(effects);
        } else {
            effects.push(Effect::RereadPost(path));
        }
    }

    /// Applies changes on disk to the library, and opens the article again if its file has changed.
    pub(super) fn apply_changes(&mut self, changes: FsChanges, effects: &mut Effects) {
        // `open_file` is set only if the open file is not one of the library's posts.
        let FsChanges {
            posts: update,
            open_file,
        } = changes;
        // Only a post whose file was read again has to be opened again.
        let current = self.current_path().filter(|path| {
            let mut scanned = update.scanned_paths.iter();
            scanned.any(|scanned| path.starts_with(scanned))
        });
        let Some(current) = current else {
            return self.apply_or_defer(update, effects);
        };
        let exists = open_file.as_ref() == Some(&current)
            || update.posts.iter().any(|post| post.path == current);
        self.apply_or_defer(update, effects);
        if exists {
            self.open(current, effects);
        } else if self.current_path() == Some(current) {
            // The post was removed. After a rename, `apply` opens the post under its new path, so `current_path` differs.
            self.notify_removed();
        }
    }

    /// Applies changes, or defers them until the running scan ends, because the scan may have read the files before they
    /// changed.
    fn apply_or_defer(&mut self, update: LibraryUpdate, effects: &mut Effects) {
        if self.is_scanning() {
            self.folder.deferred_changes.push(update);
        } else {
            self.apply(update, effects);
        }
    }

    /// Applies the results of a rescan, and the changes that were deferred during a scan.
    pub(super) fn apply_deferred_changes(&mut self, effects: &mut Effects) {
        // The empty path is the library's folder.
        let library_folder = PathBuf::new();
        let rescan = self.folder.rescan.take().map(|posts| LibraryUpdate {
            scanned_paths: vec![library_folder],
            posts,
            renames: Vec::new(),
        });
        let deferred = std::mem::take(&mut self.folder.deferred_changes);
        for update in rescan.into_iter().chain(deferred) {
            self.apply(update, effects);
        }
    }

    /// Updates the library with the changed posts. The selected post stays selected. If it is no longer listed, the next post is
    /// selected, and the article stays open until the user selects another post.
    fn apply(&mut self, update: LibraryUpdate, effects: &mut Effects) {
        let selected = self.selected_path();
        let is_selection_opened = self.list.selection_when_opened == selected;
        // The results of the search of all posts and of the search for backlinks are outdated.
        self.post_search.clear_scope();
        self.clear_backlinks();
        // The empty path is the library's folder.
        let is_rescan = update
            .scanned_paths
            .iter()
            .any(|path| path.as_os_str().is_empty());
        let outcome = Arc::make_mut(&mut self.library).apply_changes(update);
        // A rescan determines the listed posts again even without changes, because flags or the site's languages may have changed.
        if !is_rescan && !outcome.may_change_list {
            return self.refresh_searches(effects);
        }
        self.migrate_renamed(&outcome.renames, effects);
        let new_path = selected.as_ref().and_then(|path| outcome.new_path(path));
        let path_to_select = new_path.or(selected.as_deref());
        let post_to_select = path_to_select.and_then(|path| self.library.find(path));
        let matching_posts = self.library.select(&self.filter);
        let is_still_selected =
            self.list
                .show_and_select(&self.library, matching_posts, post_to_select);
        self.refresh_tags();
        let is_open_post_removed = self
            .open_path()
            .is_some_and(|path| outcome.removed.iter().any(|removed| removed == path));
        let is_reading = self.screen.focus != Focus::List;
        let is_unlisted_while_reading = is_reading && !is_still_selected;
        // The article of a post that was renamed, removed or is no longer listed stays open. So the newly selected post is recorded
        // as opened; otherwise `sync_article` would open it.
        if is_selection_opened
            && (new_path.is_some() || is_open_post_removed || is_unlisted_while_reading)
        {
            self.list.selection_when_opened = self.selected_path();
            self.list.is_open_post_unlisted = is_unlisted_while_reading;
        }
        if is_open_post_removed {
            self.notify_removed();
        }
        self.refresh_searches(effects);
    }

    /// Repeats the search of all posts and the search for backlinks, if they are shown.
    pub(super) fn refresh_searches(&mut self, effects: &mut Effects) {
        self.refresh_post_search(effects);
        self.request_backlinks(effects);
    }

    /// Moves the jump list, session state and flags of renamed posts to their new paths.
    fn migrate_renamed(&mut self, renames: &[Rename], effects: &mut Effects) {
        let current = self.current_path();
        for Rename { from, to } in renames {
            self.jump_list.rename(from, to);
            self.migrate_session(from, to);
            self.migrate_flags(from, to);
            if let Some(article) = self.rendered_article_mut()
                && article.path() == from
            {
                Arc::make_mut(&mut article.body.post).path.clone_from(to);
            }
            if current.as_ref() == Some(from) {
                self.open(to.clone(), effects);
            }
        }
    }

    /// Saves the flags of a renamed post under its new path, and removes them from the former path.
    fn migrate_flags(&mut self, from: &Path, to: &Path) {
        let post = self.library.find(to);
        let flags = post.map_or_else(Default::default, |post| self.library.flags(post));
        if flags.read {
            self.save(Change::Read(to.to_owned(), FlagValue::Set));
            self.save(Change::Read(from.to_owned(), FlagValue::Unset));
        }
        if flags.starred {
            self.save(Change::Starred(to.to_owned(), FlagValue::Set));
            self.save(Change::Starred(from.to_owned(), FlagValue::Unset));
        }
    }

    /// Returns the path of the post that is being opened, else of the open post, else of the post that failed to open.
    pub(super) fn current_path(&self) -> Option<PathBuf> {
        // A post that failed to open was the selected post when it was opened.
        let selected_when_opened = self.list.selection_when_opened.as_deref();
        let failed = selected_when_opened.filter(|_| self.open_error.is_some());
        let loading = self.requests.loading_article_path();
        loading.or(self.open_path()).or(failed).map(Path::to_owned)
    }

    fn notify_removed(&mut self) {
        self.notice = Some(Clean::literal(
            "This post was deleted. Its text stays until you open another.",
        ));
    }
}
