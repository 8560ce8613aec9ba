//! Tags with Vue's shorthands, such as `@click`, and Vue's slots, such as `<template #header>` (Vue, “Template Syntax” and
//! “Slots”). `VitePress` and `VuePress` read such tags as HTML; the Markdown parser would show them as text.

use std::ops::Range;

use super::jsx_tag::{MAX_TAG_BYTES, REJECTED_TAG_BYTES};
use super::pairs::{TagKind, match_tags};
use super::rewriter::Rewriter;
use crate::document::html::{ADDRESS_ATTRIBUTES, LABEL_ATTRIBUTES};
use crate::text::{is_markup_element, is_void_element, work};

/// The element name that replaces `template` in the tags of slots, because the content of a `template` is not shown. A
/// `fieldset` is a block element without a rendering of its own. Both names have the same length, so no byte moves.
const SLOT_ELEMENT: &str = "fieldset";

/// A tag of an HTML element or a component.
struct VueTag<'s> {
    range: Range<usize>,
    kind: TagKind,
    name: &'s str,
    /// The ranges of the names of the attributes.
    attributes: Vec<Range<usize>>,
}

/// Makes Vue's tags readable as HTML: overwrites the attribute names that CommonMark does not allow. Also overwrites the name
/// `template` if the element has attributes, as a slot does. Otherwise the content of a `template` stays hidden, as in HTML.
pub(super) fn tags(rewriter: &mut Rewriter<'_>) {
    let tags = find_tags(rewriter);
    let pairs = match_tags(tags.iter().map(|tag| (tag.kind, tag.name)));
    for (index, tag) in tags.iter().enumerate() {
        let counterpart = pairs[index].map(|other| &tags[other]);
        // A tag without a counterpart is shown as text, which must stay as it is.
        if counterpart.is_none() && !can_stand_alone(rewriter.body, tag) {
            continue;
        }
        let has_attributes = |tag: &VueTag<'_>| !tag.attributes.is_empty();
        if tag.name == "template"
            && (has_attributes(tag) || counterpart.is_some_and(has_attributes))
        {
            // The name follows `<` or `</`.
            let start = tag.range.start + 1 + usize::from(tag.kind == TagKind::Close);
            rewriter.overwrite_with(start..start + SLOT_ELEMENT.len(), SLOT_ELEMENT);
        }
        for attribute in &tag.attributes {
            let name = &rewriter.body[attribute.clone()];
            let html_name = to_html_name(name);
            if html_name != name {
                rewriter.overwrite_with(attribute.clone(), &html_name);
            }
        }
    }
}

/// Returns true if a tag without a counterpart is shown as an element. This holds for a void element, and for a self-closing tag
/// of an HTML element or a custom element. It also holds for a self-closing component with a label or an address, because the
/// component is shown as its label or its address.
fn can_stand_alone(body: &str, tag: &VueTag<'_>) -> bool {
    let is_label_or_address = |name: &Range<usize>| {
        let name = &body[name.clone()];
        // `text` is a label too, but only of a self-closing component.
        ADDRESS_ATTRIBUTES.contains(&name) || LABEL_ATTRIBUTES.contains(&name) || name == "text"
    };
    let is_self_closing = tag.kind == TagKind::SelfClosing;
    is_void_element(tag.name)
        || is_self_closing
            && (is_markup_element(tag.name)
                || tag.name.contains('-')
                || tag.attributes.iter().any(is_label_or_address))
}

/// Replaces each byte that CommonMark (6.6) does not allow in the name of an attribute. At the start of the name it becomes `:`,
/// elsewhere `x`. The name keeps its length, so no byte of the body moves.
fn to_html_name(name: &str) -> String {
    let bytes = name.bytes().enumerate();
    let allowed = bytes.map(|(index, byte)| match byte {
        b':' | b'_' => char::from(byte),
        _ if byte.is_ascii_alphabetic() => char::from(byte),
        b'.' | b'-' | b'0'..=b'9' if index > 0 => char::from(byte),
        _ if index > 0 => 'x',
        _ => ':',
    });
    allowed.collect()
}

/// Returns the tags in a body. Ignores tags in code, and tags after a backslash.
fn find_tags<'s>(rewriter: &mut Rewriter<'s>) -> Vec<VueTag<'s>> {
    let body = rewriter.body;
    let mut tags = Vec::new();
    let mut openers = rewriter.occurrences("<");
    while let Some(start) = openers.next() {
        let Some(tag) = parse_tag(body, start) else {
            rewriter.spend_scan_budget_or_end_search(&mut openers, REJECTED_TAG_BYTES);
            continue;
        };
        if !body[..start].ends_with('\\') && rewriter.may_rewrite(&tag.range) {
            openers.skip_to(tag.range.end);
            tags.push(tag);
        }
    }
    tags
}

/// Parses the tag that begins with the `<` at byte `start`. Returns `None` if the text is not a tag of an HTML element or a
/// component.
fn parse_tag(body: &str, start: usize) -> Option<VueTag<'_>> {
    let limit = body.len().min(start + MAX_TAG_BYTES);
    let bytes = &body.as_bytes()[..limit];
    let length_while = |position: usize, is_part: fn(&u8) -> bool| {
        let part = bytes[position..].iter().take_while(|byte| is_part(byte));
        part.count()
    };
    let is_end_tag = bytes.get(start + 1) == Some(&b'/');
    let mut position = start + 1 + usize::from(is_end_tag);
    let name_start = position;
    position += length_while(position, |byte| {
        byte.is_ascii_alphanumeric() || *byte == b'-'
    });
    let name = &body[name_start..position];
    let is_component =
        name.contains('-') || name.starts_with(|char: char| char.is_ascii_uppercase());
    if !(name.starts_with(|char: char| char.is_ascii_alphabetic())
        && (is_component || is_markup_element(name)))
    {
        return None;
    }
    let mut attributes = Vec::new();
    loop {
        let white_space = length_while(position, u8::is_ascii_whitespace);
        work::count_steps_for_tests(white_space + 1);
        let line_feeds =
            memchr::memchr_iter(b'\n', &bytes[position..position + white_space]).count();
        position += white_space;
        let tag = |end: usize, kind: TagKind, attributes| VueTag {
            range: start..end,
            kind,
            name,
            attributes,
        };
        match bytes.get(position)? {
            // A blank line ends the paragraph or the block of HTML.
            _ if line_feeds > 1 => return None,
            b'>' if is_end_tag => return Some(tag(position + 1, TagKind::Close, attributes)),
            b'>' => return Some(tag(position + 1, TagKind::Open, attributes)),
            b'/' if bytes.get(position + 1) == Some(&b'>') && !is_end_tag => {
                return Some(tag(position + 2, TagKind::SelfClosing, attributes));
            }
            // White space precedes each attribute, and an end tag has no attributes.
            _ if white_space == 0 || is_end_tag => return None,
            _ => {}
        }
        let length = length_while(position, |byte| {
            !byte.is_ascii_whitespace() && !b"\"'<>/=".contains(byte)
        });
        if length == 0 {
            return None;
        }
        attributes.push(position..position + length);
        position += length;
        work::count_steps_for_tests(length);
        if bytes.get(position) != Some(&b'=') {
            continue;
        }
        position += 1;
        position += match bytes.get(position)? {
            // The length includes both quotation marks.
            quote @ (b'"' | b'\'') => 2 + memchr::memchr(*quote, &bytes[position + 1..])?,
            _ => length_while(position, |byte| {
                !byte.is_ascii_whitespace() && !b"\"'<>=`".contains(byte)
            }),
        };
    }
}
