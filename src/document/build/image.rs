//! Images: shown as their alternative text within a line, or as blocks if the paragraph contains only images.

use std::ops::Range;

use super::Builder;
use crate::document::{InlineFormats, Kind, LinkId, LinkKind};
use crate::text::scheme;

/// The symbol before an image's alternative text; the no-break space keeps both on one row.
const IMAGE_SYMBOL: &str = "▣\u{a0}";

/// The images of the open block. An image is open while its alternative text is being appended, and closed afterwards.
#[derive(Debug, Default)]
pub(super) struct Images {
    /// The open images, each with the byte of the document's text at which its alternative text starts.
    open: Vec<(usize, LinkId)>,
    /// The closed images, in order. An image within the alternative text of another image is not in the list.
    closed: Vec<ClosedImage>,
    /// The byte of the document's text at which the last closed image ends; `None` once text follows.
    last_end: Option<usize>,
}

/// An image whose alternative text is complete.
#[derive(Clone, Debug)]
struct ClosedImage {
    /// The byte range of the alternative text in the document's text.
    alternative: Range<usize>,
    /// The id of the image among the document's links.
    id: LinkId,
    /// The link around the image.
    outer_link: Option<LinkId>,
}

impl Images {
    /// Returns true if an image is open.
    pub(super) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// Removes the closed images. Used when text has been inserted or replaced in the block, because the block then cannot become
    /// an image block.
    pub(super) fn clear_closed(&mut self) {
        self.closed.clear();
    }
}

impl Builder<'_> {
    /// Begins an image; its alternative text follows.
    pub(crate) fn start_image(&mut self, kind: LinkKind, target: &str, title: &str, source: usize) {
        let id = self.document.links.push(kind, target, title, source);
        let is_outermost = self.images.open.is_empty();
        if is_outermost && self.needs_blank_before_image() {
            self.push_blank();
        }
        self.open_formats(InlineFormats::IMAGE, Some(id));
        if is_outermost {
            self.document.text.push(IMAGE_SYMBOL);
        }
        self.images.open.push((self.document.text.len(), id));
    }

    /// Appends a blank if the text ends with an image, and `next`, the following text, starts with a letter or a digit. Authors
    /// may omit the blank, because a browser shows a picture instead of the alternative text.
    pub(super) fn push_blank_after_image(&mut self, next: &str) {
        let end = self.images.last_end.take();
        if end == Some(self.document.text.len()) && next.starts_with(char::is_alphanumeric) {
            self.document.text.push(" ");
        }
    }

    /// Returns true if a blank is needed between the preceding text and an image's symbol.
    fn needs_blank_before_image(&self) -> bool {
        let end = self.document.text.len();
        let last = self.images.closed.last();
        last.is_some_and(|last| last.alternative.end == end)
            || self.document.text.ends_with(char::is_alphanumeric)
    }

    /// Ends the innermost image. An image without alternative text is shown as its file name.
    pub(crate) fn end_image(&mut self) {
        let Some((start, id)) = self.images.open.pop() else {
            return;
        };
        if self.document.text[start..].trim().is_empty() {
            let name = file_name(self.document.link(id).target).to_owned();
            self.document.text.truncate(start);
            self.document.text.push(&name);
        } else {
            self.document.links.set_described(id);
        }
        self.close_formats(InlineFormats::IMAGE);
        if self.images.open.is_empty() {
            let end = self.document.text.len();
            self.images.last_end = Some(end);
            self.images.closed.push(ClosedImage {
                alternative: start..end,
                id,
                outer_link: self.outermost_open_link(),
            });
        }
    }

    /// If the open paragraph contains only images, makes each of them a block, with the title and the file name below the image.
    /// Several images become blocks only if all are files of the site: a row of badges from other sites stays one line.
    pub(crate) fn make_image_blocks(&mut self) {
        let images = std::mem::take(&mut self.images.closed);
        let Some(start) = self.paragraph_start() else {
            return;
        };
        if images.is_empty() || !self.has_only_images(&images, start) {
            return;
        }
        if let [only] = &images[..] {
            self.change_block_to_image(only.id);
            self.add_image_detail(only);
        } else if images.iter().all(|image| self.is_local(image.id)) {
            self.split_images(&images, start);
        }
    }

    /// Returns true if the text from byte `start` to the end consists of `images`. White space may be between the images; after
    /// the last one, only spaces and line ends.
    fn has_only_images(&self, images: &[ClosedImage], start: usize) -> bool {
        let text = &self.document.text;
        let mut end = start;
        images.iter().all(|image| {
            let between = text.get(end..image.alternative.start.saturating_sub(IMAGE_SYMBOL.len()));
            end = image.alternative.end;
            between.is_some_and(|between| between.trim().is_empty())
        }) && text[end..].trim_matches([' ', '\n']).is_empty()
    }

    /// Returns true if an image's target is a path, not a URL of another site.
    fn is_local(&self, id: LinkId) -> bool {
        let target = self.document.link(id).target;
        scheme(target).is_none() && !target.starts_with("//")
    }

    /// Replaces the open paragraph, whose text starts at byte `start`, with one block for each image.
    fn split_images(&mut self, images: &[ClosedImage], start: usize) {
        let alternatives: Vec<String> = images
            .iter()
            .map(|image| self.document.text[image.alternative.clone()].to_owned())
            .collect();
        self.remove_open_text(start);
        for (image, alternative) in images.iter().zip(alternatives) {
            let source = self.document.link(image.id).source as usize;
            // The first image takes the open block, whose text was removed.
            if self.document.text.len() > start {
                self.begin_block(Kind::Paragraph, source);
            }
            self.record_source(source);
            if image.outer_link.is_some() {
                self.open_formats(InlineFormats::LINK, image.outer_link);
            }
            self.open_formats(InlineFormats::IMAGE, Some(image.id));
            self.document.text.push(IMAGE_SYMBOL);
            let start_of_alternative = self.document.text.len();
            self.document.text.push(&alternative);
            self.close_formats(InlineFormats::IMAGE);
            self.close_formats(InlineFormats::LINK);
            self.change_block_to_image(image.id);
            self.add_image_detail(&ClosedImage {
                alternative: start_of_alternative..self.document.text.len(),
                ..image.clone()
            });
        }
    }

    /// Adds the title and the file name of an image below its alternative text. Omits a title or a file name that
    /// repeats the alternative text.
    fn add_image_detail(&mut self, image: &ClosedImage) {
        let link = self.document.link(image.id);
        let (title, name) = (link.title.trim(), file_name(link.target));
        let alternative = &self.document.text[image.alternative.clone()];
        let parts: Vec<&str> = [title, name]
            .into_iter()
            .filter(|part| !part.is_empty() && *part != alternative)
            .collect();
        let detail = parts.join(" · ").replace('\n', " ");
        if !detail.is_empty() {
            self.push_hard_break();
            self.push_formatted(&detail, InlineFormats::SECONDARY);
        }
    }
}

/// Returns the last part of a path or URL, without query and fragment; empty for a `data:` URL.
fn file_name(target: &str) -> &str {
    if target.starts_with("data:") {
        return "";
    }
    let path = target
        .split(['?', '#'])
        .next()
        .unwrap_or_default()
        .trim_end_matches('/');
    path.rsplit('/').next().unwrap_or_default()
}
