//! Bare URLs, `www.` and mail addresses in running text (GFM, “Autolinks (extension)”).

use std::sync::LazyLock;

use linkify::{LinkFinder, LinkKind};
use memchr::memmem::Finder;

use super::build::Builder;
use super::{Marks, Span, link};

/// What a text must hold to be searched at all: most hold none of it.
static SIGNS: LazyLock<[Finder<'static>; 3]> =
    LazyLock::new(|| ["://", "www.", "@"].map(|sign| Finder::new(sign).into_owned()));

impl Builder<'_> {
    /// Marks the bare links of the text being filled, outside code and links.
    pub(super) fn autolink(&mut self) {
        self.flush_span();
        let start = self.filled_from();
        let text = &self.document.text[start..];
        if !SIGNS
            .iter()
            .any(|sign| sign.find(text.as_bytes()).is_some())
        {
            return;
        }
        // A bare link's own place is lost in the text; its block's will do.
        let source = self.filled_source();
        let mut finder = LinkFinder::new();
        finder.url_must_have_scheme(false);
        let found: Vec<_> = finder
            .links(text)
            .filter_map(|link| Some((link.start() + start..link.end() + start, target(&link)?)))
            .collect();
        for (range, target) in found {
            let taken = self.document.spans(range.clone());
            if taken
                .iter()
                .any(|span| span.marks.has(Marks::CODE) || span.link.is_some())
            {
                continue;
            }
            let link = self
                .document
                .links
                .push(link::LinkKind::Bare, &target, "", source);
            let (start, end) = (range.start as u32, range.end as u32);
            self.overlay(Span {
                start,
                end,
                marks: Marks::LINK,
                link: Some(link),
            });
        }
    }

    /// Adds a span over those that are there, cutting them where it begins and ends.
    fn overlay(&mut self, new: Span) {
        let spans = &mut self.document.spans;
        let first = spans.partition_point(|span| span.end <= new.start);
        let last = spans
            .partition_point(|span| span.start < new.end)
            .max(first);
        let mut pieces = Vec::new();
        let mut at = new.start;
        for old in &spans[first..last] {
            if old.start < new.start {
                pieces.push(Span {
                    end: new.start,
                    ..*old
                });
            }
            let (start, end) = (old.start.max(new.start), old.end.min(new.end));
            pieces.push(Span {
                start: at,
                end: start,
                ..new
            });
            pieces.push(Span {
                start,
                end,
                marks: old.marks.with(new.marks),
                link: new.link,
            });
            at = end;
            if old.end > new.end {
                pieces.push(Span {
                    start: new.end,
                    end,
                    ..new
                });
                pieces.push(Span {
                    start: new.end,
                    ..*old
                });
            }
        }
        if at < new.end {
            let place = pieces
                .iter()
                .position(|piece| piece.start >= new.end)
                .unwrap_or(pieces.len());
            pieces.insert(place, Span { start: at, ..new });
        }
        pieces.retain(|piece| piece.start < piece.end);
        spans.splice(first..last, pieces);
    }
}

fn target(link: &linkify::Link<'_>) -> Option<String> {
    let text = link.as_str();
    match link.kind() {
        LinkKind::Email => Some(format!("mailto:{text}")),
        LinkKind::Url if text.starts_with("www.") => Some(format!("http://{text}")),
        LinkKind::Url if text.contains("://") => Some(text.to_owned()),
        _ => None,
    }
}
