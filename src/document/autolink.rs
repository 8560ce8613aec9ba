//! Bare links in running text (GFM, “Autolinks (extension)”): URLs, mail addresses, and domains that start with `www.`.

use std::sync::LazyLock;

use linkify::LinkFinder;
use memchr::memmem::Finder;

use super::build::Builder;
use super::{InlineFormats, LinkKind, Span};

/// Every bare link contains at least one of these strings. Most text contains none of them, and is not searched for links.
static REQUIRED_PARTS: LazyLock<[Finder<'static>; 3]> =
    LazyLock::new(|| ["://", "www.", "@"].map(|part| Finder::new(part).into_owned()));

impl Builder<'_> {
    /// Marks the bare links in the open block's text, outside code and links.
    pub(super) fn autolink(&mut self) {
        self.flush_span();
        let start = self.open_text_start();
        let text = &self.document.text[start..];
        crate::text::work::count_steps_for_tests(text.len());
        if !REQUIRED_PARTS
            .iter()
            .any(|part| part.find(text.as_bytes()).is_some())
        {
            return;
        }
        // The exact source position of a bare link is unknown here; the start of the block is used.
        let source = self.open_block_source();
        let mut finder = LinkFinder::new();
        finder.url_must_have_scheme(false);
        let links: Vec<_> = finder
            .links(text)
            .filter_map(|link| {
                let link_text = before_non_ascii_punctuation(link.as_str());
                let link_text = without_entity(link_text, &text[link.end()..]);
                let link_start = start + link.start();
                let range = link_start..link_start + link_text.len();
                Some((range, target(link.kind(), link_text)?))
            })
            .collect();
        let mut new_spans = Vec::with_capacity(links.len());
        for (range, target) in links {
            let overlapping = self.document.spans(range.clone());
            if overlapping
                .iter()
                .any(|span| span.formats.has(InlineFormats::CODE) || span.link.is_some())
            {
                continue;
            }
            let document_links = &mut self.document.links;
            let title = "";
            let link = document_links.push(LinkKind::Bare, &target, title, source);
            new_spans.push(Span {
                start: range.start as u32,
                end: range.end as u32,
                formats: InlineFormats::LINK,
                link: Some(link),
            });
        }
        if let Some(first) = new_spans.first() {
            let spans = &mut self.document.spans;
            let old = spans.split_off(spans.partition_point(|span| span.end <= first.start));
            merge_spans(&old, &new_spans, spans);
        }
    }
}

/// Merges two lists of spans into `out`, in order and without overlaps. Where spans overlap, the formats are combined and
/// the link of `new` is used.
fn merge_spans(old: &[Span], new: &[Span], out: &mut Vec<Span>) {
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
        let (old_span, new_span) = (span_at(&mut old, start), span_at(&mut new, start));
        let formats =
            [old_span, new_span].map(|span| span.map_or(InlineFormats::NONE, |span| span.formats));
        let link = new_span.or(old_span).and_then(|span| span.link);
        if old_span.or(new_span).is_some() {
            let formats = formats[0].with(formats[1]);
            out.push(Span {
                start,
                end,
                formats,
                link,
            });
        }
    }
}

/// Returns the span that contains `byte`, if there is one. Removes the spans that end before the byte from the slice.
fn span_at(spans: &mut &[Span], byte: u32) -> Option<Span> {
    while let [first, following @ ..] = spans
        && first.end <= byte
    {
        *spans = following;
    }
    spans.first().filter(|span| span.start <= byte).copied()
}

/// Returns the part of a link before a closing quotation mark, an ellipsis, or a Chinese or Japanese punctuation mark. GFM's
/// rule considers only ASCII punctuation, so it includes these characters in the link. Here they end the link, because a
/// URL has them only in percent-encoded form.
fn before_non_ascii_punctuation(link: &str) -> &str {
    let is_end = |char| {
        matches!(char, '”' | '’' | '»' | '…' | '、'..='】')
            || matches!(char, '！' | '（' | '）' | '，' | '：' | '；' | '？')
    };
    link.split(is_end).next().unwrap_or_default()
}

/// Removes an entity such as `&copy;` at the end of a link. The entity's semicolon is the first character of `after`, the text
/// after the link.
fn without_entity<'l>(link: &'l str, after: &str) -> &'l str {
    let entity = link.rsplit_once('&').filter(|(_, name)| {
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        is_name && after.starts_with(';')
    });
    entity.map_or(link, |(before, _)| before)
}

/// Returns the target of a bare link, or `None` if `link_text`, such as `example.org`, is not a link in GFM.
fn target(kind: &linkify::LinkKind, link_text: &str) -> Option<String> {
    match kind {
        linkify::LinkKind::Email => Some(format!("mailto:{link_text}")),
        linkify::LinkKind::Url if link_text.starts_with("www.") => {
            Some(format!("http://{link_text}"))
        }
        linkify::LinkKind::Url if link_text.contains("://") => Some(link_text.to_owned()),
        _ => None,
    }
}
