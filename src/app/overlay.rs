//! Overlays: modal views over the panes. They form a stack, because some can be opened over others, such as
//! the help. The top overlay receives key input.

use super::details::Details;
use super::help::HelpView;
use super::image_view::ImageView;
use super::keymap::View;
use super::libraries::LibraryPicker;
use super::preview::LinkPreview;
use super::problems::ProblemView;
use super::related::RelatedView;
use super::requests::RequestKind;
use super::tags::TagPicker;
use super::{Focus, Model};

/// A modal view over the panes, or in place of a pane.
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
    /// The library picker.
    Libraries(LibraryPicker),
    /// An image as large as the screen.
    Image(ImageView),
    /// The target of a link, over a part of the article.
    Preview(LinkPreview),
}

impl Overlay {
    /// Returns the view in which the overlay's keys are looked up.
    fn view(&self) -> View {
        match self {
            Self::Help(_) => View::Help,
            Self::Problems(_) => View::Problems,
            Self::PostSearch => View::PostSearch,
            Self::Details(_) => View::Details,
            Self::Related(_) => View::Related,
            Self::Tags(_) => View::Tags,
            Self::Libraries(_) => View::Libraries,
            Self::Image(_) => View::Image,
            Self::Preview(_) => View::Preview,
        }
    }
}

/// The open overlays, the top overlay last.
///
/// The stack has a method for each view, so that the files of the views need not import [`Overlay`].
#[derive(Debug, Default)]
pub(super) struct OverlayStack(Vec<Overlay>);

impl OverlayStack {
    /// Returns the image view if it is the top overlay.
    pub(super) fn top_image(&self) -> Option<&ImageView> {
        match self.0.last() {
            Some(Overlay::Image(view)) => Some(view),
            _ => None,
        }
    }

    /// Returns the top overlay.
    pub(super) fn top_mut(&mut self) -> Option<&mut Overlay> {
        self.0.last_mut()
    }
}

impl From<ImageView> for Overlay {
    fn from(view: ImageView) -> Self {
        Self::Image(view)
    }
}

/// Declares, for each view with a state of its own, the conversion to an overlay, and the method that finds the view in the
/// stack. The image view is not declared here, because it is only looked up at the top of the stack.
macro_rules! views {
    ($($variant:ident($view:ty): $find:ident;)*) => {
        $(
            impl From<$view> for Overlay {
                fn from(view: $view) -> Self {
                    Self::$variant(view)
                }
            }
        )*

        impl OverlayStack {
            $(
                /// Returns the view if it is open.
                pub(super) fn $find(&mut self) -> Option<&mut $view> {
                    self.0.iter_mut().find_map(|overlay| match overlay {
                        Overlay::$variant(view) => Some(view),
                        _ => None,
                    })
                }
            )*
        }
    };
}

views! {
    Help(HelpView): help;
    Problems(ProblemView): problems;
    Details(Details): details;
    Related(RelatedView): related;
    Libraries(LibraryPicker): libraries;
    Tags(TagPicker): tags;
    Preview(LinkPreview): preview;
}

impl Model {
    /// Returns the top overlay, which receives key input.
    pub fn overlay(&self) -> Option<&Overlay> {
        self.overlays.0.last()
    }

    pub(super) fn open_overlay(&mut self, overlay: impl Into<Overlay>) {
        self.overlays.0.push(overlay.into());
    }

    /// Closes the top overlay. Returns false if no overlay is open.
    pub(super) fn close_overlay(&mut self) -> bool {
        let closed = self.overlays.0.pop();
        if let Some(Overlay::Problems(_)) = closed {
            self.requests.cancel(RequestKind::Problems);
        }
        closed.is_some()
    }

    /// Closes the top overlay if it belongs to `view`. Returns true if it was closed.
    pub(super) fn close_top_overlay_if(&mut self, view: View) -> bool {
        let is_top = self.overlay().is_some_and(|top| top.view() == view);
        is_top && self.close_overlay()
    }

    /// Returns the view that receives key input, which determines the key bindings.
    pub fn active_view(&self) -> View {
        match (self.overlay(), self.screen.focus) {
            (Some(overlay), _) => overlay.view(),
            _ if self.screen.is_zen => View::Zen,
            (None, Focus::List) => View::List,
            (None, Focus::Article) if self.is_source_view() => View::Source,
            (None, Focus::Article) => View::Article,
            (None, Focus::Contents) => View::Contents,
        }
    }

    /// Returns true if the stack contains an overlay of `view`.
    pub(super) fn has_overlay(&self, view: View) -> bool {
        let mut overlays = self.overlays.0.iter();
        overlays.any(|overlay| overlay.view() == view)
    }

    /// Returns the tag picker, if it is open.
    pub fn tag_picker(&self) -> Option<&TagPicker> {
        self.overlays.0.iter().find_map(|overlay| match overlay {
            Overlay::Tags(tags) => Some(tags),
            _ => None,
        })
    }
}
