//! Images: shown as their alternative text within a line, or as a block if the paragraph contains only the image.

use std::ops::Range;

use super::Builder;
use crate::document::{LinkId, LinkKind, Marks};

/// The symbol before an image's alternative text; the no-break space keeps both on one row.
const IMAGE_SIGN: &str = "▣\u{a0}";

/// The images of the open block.
#[derive(Debug, Default)]
pub(super) struct Images {
    /// The open images, each with the byte at which its alternative text starts.
    open: Vec<(usize, LinkId)>,
    /// The last closed image and the byte range of its text. An image within the alternative text of another is part of
    /// that text.
    last: Option<(Range<usize>, LinkId)>,
    /// The end of the text of the last closed image.
    end: Option<usize>,
}

impl Images {
    /// Returns true if an image is open.
    pub(super) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// Records that the block has other content than the last image.
    pub(super) fn forget_last(&mut self) {
        self.last = None;
    }
}

impl Builder<'_> {
    /// Begins an image; its alternative text follows.
    pub(crate) fn start_image(&mut self, kind: LinkKind, target: &str, title: &str, source: usize) {
        let link = self.document.links.push(kind, target, title, source);
        let outermost = self.images.open.is_empty();
        if outermost && self.needs_blank() {
            self.blank();
        }
        self.enter(Marks::IMAGE, Some(link));
        if outermost {
            self.document.text.push(IMAGE_SIGN);
        }
        self.images.open.push((self.document.text.len(), link));
    }

    /// Inserts a blank between an image and the following text `next`. A browser shows a picture between them, so authors
    /// may omit the blank.
    pub(super) fn separate_from_image(&mut self, next: &str) {
        let end = self.images.end.take();
        if end == Some(self.document.text.len()) && next.starts_with(char::is_alphanumeric) {
            self.document.text.push(" ");
        }
    }

    /// Returns true if a blank is needed between the preceding text and an image's symbol.
    fn needs_blank(&self) -> bool {
        let end = self.document.text.len();
        let follows_image = matches!(&self.images.last, Some((range, _)) if range.end == end);
        follows_image || self.document.text.ends_with(char::is_alphanumeric)
    }

    /// Ends the innermost image. An image without alternative text is shown as its file name.
    pub(crate) fn end_image(&mut self) {
        let Some((start, link)) = self.images.open.pop() else {
            return;
        };
        if self.document.text[start..].trim().is_empty() {
            let name = file_name(self.document.link(link).target).to_owned();
            self.document.text.truncate(start);
            self.document.text.push(&name);
        } else {
            self.document.links.describe(link);
        }
        if self.images.open.is_empty() {
            self.images.end = Some(self.document.text.len());
        }
        self.images.last = Some((start..self.document.text.len(), link));
        self.leave(Marks::IMAGE);
    }

    /// Turns the open paragraph into an image block if it contains only an image, and adds the title and the file name
    /// below.
    pub(crate) fn frame_image(&mut self) {
        let (Some((range, link)), Some(start)) = (self.images.last.take(), self.paragraph_start())
        else {
            return;
        };
        if range.start != start + IMAGE_SIGN.len()
            || range.end < self.document.text.trim_end_matches([' ', '\n']).len()
        {
            return;
        }
        let target = self.document.link(link);
        let (title, name) = (target.title.trim(), file_name(target.target));
        let alt = &self.document.text[range];
        let parts: Vec<&str> = [title, name]
            .into_iter()
            .filter(|part| !part.is_empty() && *part != alt)
            .collect();
        let detail = parts.join(" · ").replace('\n', " ");
        self.make_image();
        if !detail.is_empty() {
            self.hard_break();
            self.marked(&detail, Marks::SECONDARY);
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
