//! Finds the text of a link in a document, and the heading or the footnote that a link's fragment names.

use crate::document::{Document, LinkId};

/// Returns the byte of the document's text at which a link starts, or `None` if no text belongs to the link.
pub(super) fn link_offset(document: &Document, link: LinkId) -> Option<u32> {
    let spans = document.spans(0..document.text().len());
    spans
        .iter()
        .find(|span| span.link == Some(link))
        .map(|span| span.start)
}

/// Returns the link whose text contains byte `offset` of the document's text.
pub(super) fn link_at(document: &Document, offset: u32) -> Option<LinkId> {
    let spans = document.spans(offset as usize..offset as usize + 1);
    spans.iter().find_map(|span| span.link)
}

/// Returns the index of the heading that a fragment names. Site generators make slugs in different ways. If no slug is equal
/// to the fragment, only letters and digits are compared, without case and diacritics.
pub fn find_heading(document: &Document, fragment: &str) -> Option<usize> {
    // By default, Zola removes diacritics from slugs (`slugify.anchors`), while Hugo and folio keep them.
    let letters_and_digits = |text: &str| -> String {
        text.chars()
            .filter(|char| char.is_alphanumeric())
            .map(nucleo_matcher::chars::normalize)
            .flat_map(char::to_lowercase)
            .collect()
    };
    let find_similar = || {
        let wanted = letters_and_digits(fragment);
        let mut indices = 0..document.toc().headings().len();
        indices
            .find(|index| !wanted.is_empty() && letters_and_digits(document.slug(*index)) == wanted)
    };
    document.heading_of(fragment).or_else(find_similar)
}

/// Returns the index of the block with which a footnote starts. The fragment `fn-1` names the first footnote.
pub(super) fn find_footnote(document: &Document, fragment: &str) -> Option<u32> {
    let number: usize = fragment.strip_prefix("fn-")?.parse().ok()?;
    document.footnotes().get(number.checked_sub(1)?)?.block
}
