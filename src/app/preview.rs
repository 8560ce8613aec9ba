//! The link preview: shows the target of a link over the article, without leaving it.

use super::body::{Body, BodyExtent};
use super::keymap::View;
use super::message::{Effect, Effects, LoadError, LoadRequest};
use super::requests::RequestKind;
use super::{Model, targets};
use crate::clean;
use crate::document::LinkId;
use crate::layout::{Anchor, Widths};
use crate::library::Destination;
use crate::paint::{self, Masthead, MastheadContext};
use crate::text::Clean;
use crate::theme::Role;

/// The preview of a link's target.
#[derive(Debug)]
pub struct LinkPreview {
    /// The link.
    pub link: LinkId,
    /// The rows above the text: the target's title, date and tags, or a message.
    pub header: Vec<paint::Row<'static>>,
    /// The text, once it is loaded.
    pub text: Option<PreviewText>,
    /// The slug of the section or footnote to show once the text of the post is loaded; `None` shows the start of the post.
    fragment: Option<String>,
    /// The width for which the preview is laid out, in columns.
    columns: u16,
    /// The first visible row of the text.
    pub top: usize,
}

/// The part of a document that a preview shows.
#[derive(Debug)]
pub struct PreviewText {
    /// The document and its layout.
    pub body: Body,
    /// The rows of the layout that the preview shows.
    pub rows: std::ops::Range<usize>,
}

impl PreviewText {
    /// Creates the preview text for the section or footnote that `fragment` names: from the section's heading to the end of
    /// the body, or the complete footnote. Returns `None` if the body has neither.
    fn at_fragment(body: Body, fragment: &str) -> Option<Self> {
        let (document, layout) = (&body.document, &body.layout);
        let rows = if let Some(heading) = targets::find_heading(document, fragment) {
            let block = document.toc().headings()[heading].block as usize;
            layout.row_of(document, Anchor::at_block(block))..layout.rows()
        } else {
            let block = targets::find_footnote(document, fragment)? as usize;
            let container = document.blocks()[block].container;
            let end = document.blocks_after_title(container).end;
            layout.first_row(document, block)..layout.end_row(end - 1)
        };
        Some(Self { body, rows })
    }

    /// Creates the preview text of all rows of a body, which may hold only the first part of a post.
    fn whole(body: Body) -> Self {
        let rows = 0..body.layout.rows();
        Self { body, rows }
    }
}

impl LinkPreview {
    /// Creates a preview without a text; its header shows the lines of a message.
    fn of_message(link: LinkId, lines: &[(Clean<'_>, Role)], columns: u16) -> Self {
        let rows = lines
            .iter()
            .flat_map(|(text, role)| paint::plain(text, *role, columns));
        Self {
            link,
            header: rows.collect(),
            text: None,
            fragment: None,
            columns,
            top: 0,
        }
    }

    /// Returns the number of rows of the text; 0 until the text is loaded.
    pub fn rows(&self) -> usize {
        self.text.as_ref().map_or(0, |text| text.rows.len())
    }

    /// Scrolls the text down by `rows`, or up if `rows` is negative.
    pub(super) fn step(&mut self, rows: isize) {
        let last = self.rows().saturating_sub(1);
        self.top = self.top.saturating_add_signed(rows).min(last);
    }
}

impl Model {
    /// Previews the selected link, or else selects and previews the visible link nearest to the middle of the pane. Closes
    /// the preview if it is open.
    pub(super) fn preview_link(&mut self, effects: &mut Effects) {
        if self.close_top_overlay_if(View::Preview) {
            return;
        }
        let height = self.article_height();
        if self.selected_link().is_none() {
            let article = self.article.as_ref();
            let nearest = article.and_then(|article| article.nearest_link(height));
            let Some(link) = nearest else {
                self.notice = Some(Clean::literal("No link on the screen."));
                return;
            };
            self.select_link(link);
        }
        if let Some(link) = self.selected_link()
            && let Some(preview) = self.new_preview(link, effects)
        {
            self.open_overlay(preview);
        }
    }

    /// Creates the preview of a link. If the link leads to another post, requests the text of the post.
    fn new_preview(&mut self, link: LinkId, effects: &mut Effects) -> Option<LinkPreview> {
        let columns = self.text_area().widths.measure;
        let destination = self.destination(link)?;
        let article = self.article.as_ref()?;
        let target = article.body.document.link(link).target;
        let message = |lines: &[(Clean<'_>, Role)]| LinkPreview::of_message(link, lines, columns);
        Some(match destination {
            Destination::Web(url) => message(&[(clean!("{url}"), Role::Text)]),
            Destination::Unsupported(target) => message(&[
                (clean!("{target}"), Role::Text),
                (
                    Clean::literal("folio does not open this address."),
                    Role::Dim,
                ),
            ]),
            Destination::Missing => message(&[
                (clean!("{target}"), Role::Text),
                (
                    Clean::literal("Dead link: its target does not exist."),
                    Role::Warning,
                ),
            ]),
            Destination::Section(fragment) => {
                match PreviewText::at_fragment(article.body.clone(), &fragment) {
                    Some(text) => LinkPreview {
                        text: Some(text),
                        ..message(&[])
                    },
                    None => message(&[(
                        clean!("This post has no section {fragment}."),
                        Role::Warning,
                    )]),
                }
            }
            Destination::Post(id, fragment) => {
                let post = self.library.post(id);
                let context = MastheadContext {
                    status: post.status(self.library.now()),
                    minutes: None,
                    date_format: self.settings.date_format.clone(),
                };
                let masthead = Masthead::preview(post, &context, columns);
                let request = LoadRequest {
                    id: self.requests.start(RequestKind::Preview),
                    path: post.path.clone(),
                    widths: Widths::all(columns),
                    // A preview shows images as text.
                    image_limits: None,
                };
                // A section may be after the first part.
                let extent = match fragment {
                    Some(_) => BodyExtent::Complete,
                    None => BodyExtent::FirstPart,
                };
                effects.push(Effect::LoadPreview(request, extent));
                LinkPreview {
                    link,
                    header: masthead.rows,
                    text: None,
                    fragment,
                    columns,
                    top: 0,
                }
            }
        })
    }

    /// Replaces the open preview by a new preview of the same link if the width of the article's text has changed. Keeps the
    /// scroll position. Does nothing if the link is no longer selected.
    pub(super) fn replace_outdated_preview(&mut self, effects: &mut Effects) {
        let columns = self.text_area().widths.measure;
        let selected = self.selected_link();
        let outdated = self
            .overlays
            .preview()
            .filter(|preview| preview.columns != columns && Some(preview.link) == selected);
        let Some((link, top)) = outdated.map(|preview| (preview.link, preview.top)) else {
            return;
        };
        if let Some(new) = self.new_preview(link, effects)
            && let Some(preview) = self.overlays.preview()
        {
            *preview = LinkPreview { top, ..new };
        }
    }

    /// Returns true if the text of the preview is being loaded.
    pub fn is_preview_loading(&self) -> bool {
        self.requests.is_running(RequestKind::Preview)
    }

    /// Returns how many rows below the top of the article's pane the selected link starts. The link may start below the end of
    /// the pane. Returns `None` if no link is selected or if the link starts above the pane.
    pub fn selected_link_row(&self) -> Option<usize> {
        let article = self.article.as_ref()?;
        article
            .link_row(article.links.selected?)?
            .checked_sub(article.top)
    }

    /// Shows the loaded text of a post in the open preview, from the requested section or footnote on. If the post has neither,
    /// shows the post from its start. If the text could not be read, shows the reason.
    pub(super) fn show_preview(&mut self, body: Result<Body, LoadError>) {
        let columns = self.text_area().widths.measure;
        let Some(preview) = self.overlays.preview() else {
            return;
        };
        match body {
            Ok(body) => {
                let fragment = preview.fragment.as_deref();
                let at_fragment =
                    fragment.and_then(|fragment| PreviewText::at_fragment(body.clone(), fragment));
                preview.text = Some(at_fragment.unwrap_or_else(|| PreviewText::whole(body)));
            }
            Err(error) => {
                let message = paint::plain(&clean!("{error}"), Role::Warning, columns);
                preview.header.extend(message);
            }
        }
    }
}
