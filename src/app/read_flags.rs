//! Changes the read and starred flags of posts.

use std::sync::Arc;

use super::action::Action;
use super::keymap::View;
use super::state::{Change, FlagValue};
use super::{Focus, Model};
use crate::clean;
use crate::library::{Flags, PostId};
use crate::text::Clean;

/// Notice for actions on posts that are not listed yet.
const LIST_LOADING: &str = "The list is still loading.";

impl Model {
    /// Marks the open or selected post as read, or as unread if it is already marked as read.
    pub(super) fn toggle_read(&mut self) {
        let Some(post) = self.target_post() else {
            return;
        };
        let (value, notice) = if self.library.flags(post).read {
            (FlagValue::Unset, "Marked as unread.")
        } else {
            (FlagValue::Set, "Marked as read.")
        };
        self.notify_if_list_hidden(notice);
        self.set_read(post, value);
    }

    /// Marks all listed posts as read. If the previous action did this, and no listed post is unread, marks the same posts as
    /// unread again.
    pub(super) fn mark_all_read(&mut self) {
        if self.is_list_loading() {
            self.notice = Some(Clean::literal(LIST_LOADING));
            return;
        }
        let unread: Vec<PostId> = self
            .list
            .shown
            .iter()
            .copied()
            .filter(|post| !self.library.flags(*post).read)
            .collect();
        let previously_marked = std::mem::take(&mut self.list.marked_read);
        if unread.is_empty() && !previously_marked.is_empty() {
            for post in previously_marked {
                self.set_read(post, FlagValue::Unset);
            }
            self.notice = Some(Clean::literal("The posts are unread again."));
            return;
        }
        let key = self.key_for(View::List, Action::MarkAllRead);
        self.notice = Some(match unread.len() {
            0 => Clean::literal("All listed posts are read already."),
            1 => clean!("Marked 1 post as read. {key} undoes it."),
            count => clean!("Marked {count} posts as read. {key} undoes it."),
        });
        for post in &unread {
            self.mark_read(*post);
        }
        self.list.marked_read = unread;
    }

    /// Stars the open or selected post, or removes its star.
    pub(super) fn toggle_starred(&mut self) {
        let Some(post) = self.target_post() else {
            return;
        };
        let mut flags = self.library.flags(post);
        flags.starred = !flags.starred;
        self.notify_if_list_hidden(if flags.starred {
            "Starred."
        } else {
            "Star removed."
        });
        self.set_flags(post, flags);
        let path = self.library.post(post).path.clone();
        self.save(Change::Starred(path, flags.starred.into()));
    }

    /// Returns the open post if the article is focused, else the selected post. Shows a notice if there is no such post in the
    /// library.
    ///
    /// While the list is still loading, the user's action is not queued. Otherwise the selection could move to another
    /// post before the action ran. Then the flag of the wrong post would change.
    fn target_post(&mut self) -> Option<PostId> {
        let (post, reason) = match (self.active_view(), self.open_path()) {
            (View::Article, Some(path)) => (
                self.library.find(path),
                "This text is not a post of the library.",
            ),
            _ => (self.list.selected_post(), "No post is selected."),
        };
        if post.is_none() {
            self.notice = Some(Clean::literal(if self.is_scanning() {
                LIST_LOADING
            } else {
                reason
            }));
        }
        post
    }

    /// Shows a notice if the list, which shows the flags, is not visible.
    fn notify_if_list_hidden(&mut self, text: &'static str) {
        if self.panes().list.is_none() {
            self.notice = Some(Clean::literal(text));
        }
    }

    /// Marks the open post as read when its end is visible in the focused pane. Does so only once after the article was
    /// opened, so that the user can mark the post as unread again.
    pub(super) fn mark_read_at_end(&mut self) {
        let height = self.article_height();
        let Some(article) = &mut self.article else {
            return;
        };
        let is_at_end = article.is_complete && article.top >= article.last_top(height);
        if self.screen.focus != Focus::Article || article.reading.is_end_seen || !is_at_end {
            return;
        }
        article.reading.is_end_seen = true;
        if let Some(post) = self.library.find(article.path()) {
            self.mark_read(post);
        }
    }

    /// Marks a post as read.
    fn mark_read(&mut self, post: PostId) {
        self.set_read(post, FlagValue::Set);
    }

    /// Sets or removes the read flag of a post, and saves the change. Does nothing if the flag has this value already.
    fn set_read(&mut self, post: PostId, value: FlagValue) {
        let mut flags = self.library.flags(post);
        if flags.read == value.is_set() {
            return;
        }
        flags.read = value.is_set();
        self.set_flags(post, flags);
        let path = self.library.post(post).path.clone();
        self.save(Change::Read(path, value));
    }

    /// Sets the flags of a post. Does not apply the filter again, so that the post does not vanish from the list.
    fn set_flags(&mut self, post: PostId, flags: Flags) {
        Arc::make_mut(&mut self.library).set_flags(post, flags);
    }
}
