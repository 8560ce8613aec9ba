//! What a reader does with posts that is kept: reading them to their end, and marking them.

use crate::app::keymap::Context;
use crate::app::state::Change;
use crate::app::{Focus, Model};
use crate::library::PostId;
use crate::text::Clean;

impl Model {
    /// Marks the post as read, or as unread.
    pub(super) fn toggle_read(&mut self) {
        let Some(post) = self.meant() else { return };
        let read = !self.library.flags(post).read;
        self.say_flag(if read { "Read." } else { "Unread again." });
        self.set_read(post, read);
    }

    /// Marks the post, so that `is:marked` finds it, or no longer.
    pub(super) fn toggle_marked(&mut self) {
        let Some(post) = self.meant() else { return };
        let mut flags = self.library.flags(post);
        flags.starred = !flags.starred;
        self.say_flag(if flags.starred {
            "Marked; the filter is:marked finds it."
        } else {
            "No longer marked."
        });
        self.library.set_flags(post, flags);
        let path = self.library.post(post).path.clone();
        self.keep(Change::Marked(path, flags.starred));
    }

    /// The post that a key is about: the one being read, or the selected one.
    fn meant(&mut self) -> Option<PostId> {
        let post = match (self.context(), &self.article) {
            (Context::Article, Some(article)) => self.library.find(&article.body.post.path),
            _ => self.list.selected_post(),
        };
        if post.is_none() {
            self.notice = Some(Clean::literal("This text is none of the library's posts."));
        }
        post
    }

    /// Says what became of a post where its sign in the list does not.
    fn say_flag(&mut self, said: &'static str) {
        if self.panes().list.is_none() {
            self.notice = Some(Clean::literal(said));
        }
    }

    /// A post counts as read once its end was in sight while its pane had the keys: a look at it beside the list is no
    /// reading, and neither is opening a long one. Said once a visit, so that `x` can take it back.
    pub(super) fn finish(&mut self) {
        let height = self.article_height();
        let Some(article) = &mut self.article else {
            return;
        };
        let at_end = article.whole && article.top >= article.last_top(height);
        if self.focus != Focus::Article || article.finished || !at_end {
            return;
        }
        article.finished = true;
        if let Some(post) = self.library.find(&article.body.post.path) {
            self.set_read(post, true);
        }
    }

    fn set_read(&mut self, post: PostId, read: bool) {
        let mut flags = self.library.flags(post);
        if flags.read == read {
            return;
        }
        flags.read = read;
        // The list goes on showing it whatever the filter says, so that nothing moves away while it is being read.
        self.library.set_flags(post, flags);
        let path = self.library.post(post).path.clone();
        self.keep(Change::Read(path, read));
    }
}
