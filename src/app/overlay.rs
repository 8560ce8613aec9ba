//! Overlays: modal views over the panes. They form a stack whose top receives key input: the help can be opened over
//! any other overlay.

use super::details::Details;
use super::help::HelpView;
use super::image_view::ImageView;
use super::keymap::Context;
use super::libraries::LibraryPicker;
use super::preview::LinkPreview;
use super::problems::ProblemView;
use super::related::RelatedView;
use super::requests::RequestKind;
use super::tags::TagPicker;
use super::{Focus, Model};

/// A modal view over the panes, or in place of one.
#[derive(Debug)]
pub enum Overlay {
    /// The help.
    Help(HelpView),
    /// The problems of a post.
    Problems(ProblemView),
    /// The search of all posts. Its state is stored in [`Model::post_search`].
    PostSearch,
    /// The metadata of a post.
    Details(Details),
    /// Posts related to a post.
    Related(RelatedView),
    /// The tag picker, in place of the list.
    Tags(TagPicker),
    /// The libraries to switch to.
    Libraries(LibraryPicker),
    /// An image as large as the screen.
    Image(ImageView),
    /// The target of a link, over a part of the article.
    Preview(LinkPreview),
}

impl Overlay {
    fn context(&self) -> Context {
        match self {
            Self::Help(_) => Context::Help,
            Self::Problems(_) => Context::Problems,
            Self::PostSearch => Context::PostSearch,
            Self::Details(_) => Context::Details,
            Self::Related(_) => Context::Related,
            Self::Tags(_) => Context::Tags,
            Self::Libraries(_) => Context::Libraries,
            Self::Image(_) => Context::Image,
            Self::Preview(_) => Context::Preview,
        }
    }
}

impl Model {
    /// Returns the top overlay, which receives key input.
    pub fn overlay(&self) -> Option<&Overlay> {
        self.overlays.last()
    }

    pub(super) fn open_overlay(&mut self, overlay: Overlay) {
        self.overlays.push(overlay);
    }

    /// Closes the top overlay. Returns false if no overlay is open.
    pub(super) fn close_overlay(&mut self) -> bool {
        let closed = self.overlays.pop();
        if let Some(Overlay::Problems(_)) = closed {
            self.requests.cancel(RequestKind::Problems);
        }
        closed.is_some()
    }

    /// Closes the top overlay if it belongs to `context`. Returns true if it was closed.
    pub(super) fn close_top_overlay_if(&mut self, context: Context) -> bool {
        let is_top = self.overlay().is_some_and(|top| top.context() == context);
        is_top && self.close_overlay()
    }

    /// Returns the view that receives key input, which decides the key bindings.
    pub fn context(&self) -> Context {
        match (self.overlay(), self.screen.focus) {
            (Some(overlay), _) => overlay.context(),
            _ if self.screen.is_zen => Context::Zen,
            (None, Focus::List) => Context::List,
            (None, Focus::Article) if self.is_source_view() => Context::Source,
            (None, Focus::Article) => Context::Article,
            (None, Focus::Contents) => Context::Contents,
        }
    }

    /// Returns true if the stack contains an overlay of `context`.
    pub(super) fn has_overlay(&self, context: Context) -> bool {
        let mut overlays = self.overlays.iter();
        overlays.any(|overlay| overlay.context() == context)
    }

    /// Returns the tag picker, if it is open.
    pub fn tag_picker(&self) -> Option<&TagPicker> {
        self.overlays.iter().find_map(|overlay| match overlay {
            Overlay::Tags(tags) => Some(tags),
            _ => None,
        })
    }

    pub(super) fn tag_picker_mut(&mut self) -> Option<&mut TagPicker> {
        self.overlays.iter_mut().find_map(|overlay| match overlay {
            Overlay::Tags(tags) => Some(tags),
            _ => None,
        })
    }
}
