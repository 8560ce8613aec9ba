//! Images: their alternative text where they stand in a line, a frame of their own where they stand alone.

use super::build::Builder;
use super::{LinkId, Marks};

/// Stands before an image's alternative text, and stays on its row.
const SIGN: &str = "▣\u{a0}";

impl Builder<'_> {
    /// Begins an image whose marks are entered already.
    pub(super) fn start_image(&mut self, link: LinkId) {
        self.image = Some(link);
        self.document.text.push(SIGN);
    }

    /// Ends the image whose sign stands at byte `start` of the text; one without words shows its file's name.
    pub(super) fn end_image(&mut self, start: usize) {
        let Some(link) = self.image else { return };
        if self.document.text.len() > start + SIGN.len() {
            self.document.links.describe(link);
        } else {
            let name = file_name(self.document.link(link).target).to_owned();
            self.document.text.push(&name);
        }
    }

    /// If the paragraph being filled is one image and nothing else, adds its title and file name below.
    pub(super) fn frame_image(&mut self) {
        let (Some(link), Some(start)) = (self.image.take(), self.paragraph_start()) else {
            return;
        };
        self.flush_span();
        let whole = self.document.spans(start..self.document.text.len());
        let alone = matches!(whole, [span] if span.marks.has(Marks::IMAGE)
            && span.start as usize == start
            && span.end as usize == self.document.text.len());
        if !alone || self.document.text[start + SIGN.len()..].contains(SIGN) {
            return;
        }
        let target = self.document.link(link);
        let (title, name) = (
            target.title.trim().to_owned(),
            file_name(target.target).to_owned(),
        );
        let alt = &self.document.text[start + SIGN.len()..];
        let parts: Vec<&str> = [title.as_str(), name.as_str()]
            .into_iter()
            .filter(|part| !part.is_empty() && *part != alt)
            .collect();
        let detail = parts.join(" · ");
        self.make_image();
        if !detail.is_empty() {
            self.hard_break();
            self.marked(&detail.replace('\n', " "), Marks::DETAIL);
        }
    }
}

/// The last part of a path or URL, without query and fragment; data in the URL itself has no name.
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
