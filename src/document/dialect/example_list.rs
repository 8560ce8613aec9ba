//! Numbered example lists of Pandoc (“Numbered example lists”, extension `example_lists`). The items `(@)` and `(@label)` of all
//! lists in a text are numbered in order. `@label` in the text refers to the number of an item.

use std::collections::HashMap;
use std::ops::Range;

use super::line;
use super::rewriter::{ConstructPlace, MIN_INLINE_TAG_BYTES, Rewriter};
use crate::text;

/// A soft hyphen: a text of two bytes that takes no column on the screen.
const SOFT_HYPHEN: &str = "\u{ad}";

/// Maximum length of the label of a reference, in bytes.
const MAX_LABEL_BYTES: usize = 128;

/// An item of an example list.
struct Item<'s> {
    /// The range of the marker and the blanks after it.
    range: Range<usize>,
    /// The marker without blanks.
    marker: &'s str,
    number: usize,
    /// True if a paragraph that continues the item is indented less than the item's text.
    has_less_indented_paragraph: bool,
}

/// Replaces the markers of example lists, and the references to their labels, with numbers.
pub(super) fn apply(rewriter: &mut Rewriter<'_>) {
    let (items, numbers_by_label) = find_items(rewriter);
    for item in &items {
        number_item(rewriter, item);
    }
    if !numbers_by_label.is_empty() {
        replace_references(rewriter, &numbers_by_label);
    }
}

/// Finds the items of all example lists, and the number of each label. An item starts a block or follows another item.
fn find_items<'s>(rewriter: &mut Rewriter<'s>) -> (Vec<Item<'s>>, HashMap<&'s str, usize>) {
    let body = rewriter.body;
    let (mut items, mut numbers_by_label) = (Vec::<Item<'s>>::new(), HashMap::new());
    let mut count = 0;
    let mut may_start_item = true;
    let mut is_after_blank_line = true;
    let mut is_in_item = false;
    let mut line_end = 0;
    while line_end < body.len() {
        let line_start = line_end;
        line_end = line::end(body, line_start);
        let indent_start = line::quote_markers(body, line_start, line_end).end;
        let indent = line::indent(&body[indent_start..line_end]);
        let text_start = indent_start + indent.bytes;
        let text = &body[text_start..line_end];
        if text.trim().is_empty() {
            may_start_item = true;
            is_after_blank_line = true;
            is_in_item = false;
            continue;
        }
        let marker = line::example_marker(text).map(|length| text_start..text_start + length);
        let marker = marker.filter(|marker| may_start_item && rewriter.may_rewrite(marker));
        if let Some(marker) = marker {
            is_in_item = true;
            let label = &body[marker.start + "(@".len()..marker.end - ")".len()];
            // Items with the same label have the same number.
            let number = numbers_by_label.get(label).copied().unwrap_or_else(|| {
                count += 1;
                count
            });
            if !label.is_empty() {
                numbers_by_label.insert(label, number);
            }
            let blank_bytes = line::indent(&body[marker.end..line_end]).bytes;
            items.push(Item {
                range: marker.start..marker.end + blank_bytes,
                marker: &body[marker],
                number,
                has_less_indented_paragraph: false,
            });
        } else {
            if let Some(item) = items.last_mut().filter(|_| is_after_blank_line) {
                let text_indent = item.range.len();
                item.has_less_indented_paragraph |=
                    (line::EXAMPLE_INDENT_COLUMNS..text_indent).contains(&indent.columns);
            }
            // An item may also start on a line below another item, or below the fence `:::` of a div.
            may_start_item = is_in_item || may_start_item && text.starts_with(":::");
        }
        is_after_blank_line = false;
    }
    (items, numbers_by_label)
}

/// Overwrites the marker of an item with a number that the parser reads as the marker of an ordered list.
fn number_item(rewriter: &mut Rewriter<'_>, item: &Item<'_>) {
    let Item { range, number, .. } = item;
    let number_marker = format!("{number}) ");
    let is_empty = item.marker.len() == range.len();
    // The line end after the marker of an empty item takes the place of the blank.
    let room = range.len() + usize::from(is_empty);
    let Some(spare_bytes) = room.checked_sub(number_marker.len()) else {
        // The author's marker is too short to be overwritten by a list marker.
        let marker = range.start..range.start + item.marker.len();
        return rewriter.replace_inline(marker, format!("({number})"));
    };
    // Markdown requires that the paragraphs of an item are indented like the item's text. In an example list, four columns are
    // enough. The bytes after the number therefore become a tag or a character that shows nothing. The parser takes this tag or
    // character for the start of the item's text. A paragraph that is indented as far as the tag or character then belongs to
    // the item.
    let number_end = range.start + number_marker.len().min(range.len());
    match spare_bytes {
        // Three bytes have room for a tag that shows nothing.
        3.. if !is_empty => {
            rewriter.overwrite_with(range.start..number_end, &number_marker);
            rewriter.replace_inline(number_end..range.end, "");
        }
        // A soft hyphen has two bytes.
        2 if !is_empty && item.has_less_indented_paragraph => {
            rewriter.overwrite_with(range.clone(), &(number_marker + SOFT_HYPHEN));
        }
        // Blanks fill the range.
        _ => {
            let length = range.len();
            let padded = format!("{:length$}", number_marker.trim_end());
            rewriter.overwrite_with(range.clone(), &padded);
        }
    }
}

/// Replaces references to labels with the numbers of the labels. Other words that start with `@` are citations, and stay.
fn replace_references(rewriter: &mut Rewriter<'_>, numbers_by_label: &HashMap<&str, usize>) {
    let body = rewriter.body;
    for start in rewriter.occurrences("@") {
        let label_start = start + "@".len();
        let label_range = label_start..label_start + label_bytes_at(body, label_start);
        let Some(number) = numbers_by_label.get(&body[label_range.clone()]) else {
            continue;
        };
        let char_before = body[..start].chars().next_back();
        // An e-mail address (`me@label`), a citation (`[@label]`, `-@label`), or an escaped `\@`.
        let is_no_reference =
            char_before.is_some_and(|char| char.is_alphanumeric() || "[-\\@".contains(char));
        if is_no_reference || rewriter.construct_place(start) != ConstructPlace::Text {
            continue;
        }
        // An inline replacement needs `MIN_INLINE_TAG_BYTES`. The range of a short label is extended by a blank or a punctuation
        // character next to the label. The replacement contains this character, too.
        let is_short = label_range.end - start < MIN_INLINE_TAG_BYTES;
        let separator = |range: Range<usize>| {
            let text = body.get(range).filter(|_| is_short);
            text.filter(|text| matches!(*text, " " | "(" | "," | "."))
        };
        let byte_before = start.checked_sub(1).map(|before| before..start);
        let before = byte_before.and_then(separator).unwrap_or_default();
        let after = if before.is_empty() {
            separator(label_range.end..label_range.end + 1).unwrap_or_default()
        } else {
            ""
        };
        let range = start - before.len()..label_range.end + after.len();
        if range.len() >= MIN_INLINE_TAG_BYTES && rewriter.may_rewrite(&range) {
            rewriter.replace_inline(range, format!("{before}{number}{after}"));
        }
    }
}

/// Returns the length of the label at byte `position`, in bytes.
fn label_bytes_at(body: &str, position: usize) -> usize {
    let end = text::floor_char_boundary(body, position + MAX_LABEL_BYTES);
    line::example_label_bytes(&body[position..end])
}
