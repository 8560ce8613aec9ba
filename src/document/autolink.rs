//! Bare URLs, `www.` and mail addresses in running text (GFM, “Autolinks (extension)”).

use std::sync::LazyLock;

use linkify::{LinkFinder, LinkKind};
use memchr::memmem::Finder;

use super::build::Builder;
use super::{Marks, Span, link};

/// Text without which there is no bare link. Most text has none of it and is not searched.
static SIGNS: LazyLock<[Finder<'static>; 3]> =
    LazyLock::new(|| ["://", "www.", "@"].map(|sign| Finder::new(sign).into_owned()));

impl Builder<'_> {
    /// Marks the bare links of the text being filled, outside code and links.
    pub(super) fn autolink(&mut self) {
        self.flush_span();
        let start = self.filled_from();
        let text = &self.document.text[start..];
        crate::text::work::count(text.len());
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
            .filter_map(|link| {
                let shown = without_entity(shown(link.as_str()), &text[link.end()..]);
                let from = link.start() + start;
                Some((from..from + shown.len(), target(link.kind(), shown)?))
            })
            .collect();
        let mut new = Vec::with_capacity(found.len());
        for (range, target) in found {
            let taken = self.document.spans(range.clone());
            if taken
                .iter()
                .any(|span| span.marks.has(Marks::CODE) || span.link.is_some())
            {
                continue;
            }
            let links = &mut self.document.links;
            let link = links.push(link::LinkKind::Bare, &target, "", source);
            new.push(Span {
                start: range.start as u32,
                end: range.end as u32,
                marks: Marks::LINK,
                link: Some(link),
            });
        }
        if let Some(first) = new.first() {
            let spans = &mut self.document.spans;
            let old = spans.split_off(spans.partition_point(|span| span.end <= first.start));
            overlay(&old, &new, spans);
        }
    }
}

/// Both, in order and without overlaps: where they meet, the text is what both say and leads where `new` does.
fn overlay(old: &[Span], new: &[Span], out: &mut Vec<Span>) {
    let mut edges = Vec::with_capacity(2 * (old.len() + new.len()));
    edges.extend(
        old.iter()
            .chain(new)
            .flat_map(|span| [span.start, span.end]),
    );
    edges.sort_unstable();
    edges.dedup();
    let (mut old, mut new) = (old, new);
    for edge in edges.windows(2) {
        let (start, end) = (edge[0], edge[1]);
        let (below, above) = (at(&mut old, start), at(&mut new, start));
        let marks = [below, above].map(|span| span.map_or(Marks::NONE, |span| span.marks));
        let link = above.or(below).and_then(|span| span.link);
        if below.or(above).is_some() {
            let marks = marks[0].with(marks[1]);
            out.push(Span {
                start,
                end,
                marks,
                link,
            });
        }
    }
}

/// The first of `spans` that holds byte `start`; drops those before it.
fn at(spans: &mut &[Span], start: u32) -> Option<Span> {
    while let [first, rest @ ..] = spans
        && first.end <= start
    {
        *spans = rest;
    }
    spans.first().filter(|span| span.start <= start).copied()
}

/// The part of a link before closing quotes and Chinese and Japanese punctuation. GFM includes them, because it knows only ASCII
/// punctuation; but in a URL they would be percent-encoded.
fn shown(link: &str) -> &str {
    let ends = |char| {
        matches!(char, '”' | '’' | '»' | '…' | '、'..='】')
            || matches!(char, '！' | '（' | '）' | '，' | '：' | '；' | '？')
    };
    link.split(ends).next().unwrap_or_default()
}

/// A link without an entity at its end. The entity's semicolon is the first character of the text `behind` the link.
fn without_entity<'l>(link: &'l str, behind: &str) -> &'l str {
    let entity = link.rsplit_once('&').filter(|(_, name)| {
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        is_name && behind.starts_with(';')
    });
    entity.map_or(link, |(before, _)| before)
}

fn target(kind: &LinkKind, text: &str) -> Option<String> {
    match kind {
        LinkKind::Email => Some(format!("mailto:{text}")),
        LinkKind::Url if text.starts_with("www.") => Some(format!("http://{text}")),
        LinkKind::Url if text.contains("://") => Some(text.to_owned()),
        _ => None,
    }
}
