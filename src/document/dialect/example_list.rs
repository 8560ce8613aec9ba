//! Numbered example lists of Pandoc (“Numbered example lists”, extension `example_lists`): items `(@)` and `(@label)` are
//! numbered through the whole text, and `@label` in the text refers to the number.

use std::collections::HashMap;
use std::ops::Range;

use super::line;
use super::rewriter::{ConstructPlace, Rewriter};

/// The column at which the content of an item starts for the paragraphs that continue it (Pandoc, “Numbered example
/// lists”).
pub(super) const CONTENT_COLUMN: usize = 4;

/// A soft hyphen, which is the only text of two bytes that takes no column.
const SOFT_HYPHEN: &str = "\u{ad}";

/// An item of an example list.
struct Item<'s> {
    /// The range of the marker and the blanks after it.
    range: Range<usize>,
    /// The marker without blanks.
    marker: &'s str,
    number: usize,
    /// True if a paragraph continues the item left of the column at which the item's text starts.
    is_continued_to_the_left: bool,
}

/// Replaces the markers of example lists with numbers, and the references to them.
pub(super) fn apply(rewriter: &mut Rewriter<'_>) {
    let (items, numbers) = items(rewriter);
    for item in &items {
        number_item(rewriter, item);
    }
    if !numbers.is_empty() {
        replace_references(rewriter, &numbers);
    }
}

/// Returns the length of the marker `(@label)` at the start of `text`.
pub(super) fn marker(text: &str) -> Option<usize> {
    let label = text.strip_prefix("(@")?;
    let rest = label[label_bytes(label)..].strip_prefix(')')?;
    let has_blank_after = rest.is_empty() || rest.starts_with([' ', '\t', '\n', '\r']);
    has_blank_after.then(|| text.len() - rest.len())
}

/// Returns the length of the label at the start of `text`: letters, digits, and single `_` and `-` between them.
fn label_bytes(text: &str) -> usize {
    let mut length = 0;
    for (at, char) in text.char_indices() {
        match char {
            '_' | '-' => {}
            char if char.is_alphanumeric() => length = at + char.len_utf8(),
            _ => break,
        }
    }
    length
}

/// Finds the items of all example lists, and the number of each label. An item starts a block or follows another item.
fn items<'s>(rewriter: &mut Rewriter<'s>) -> (Vec<Item<'s>>, HashMap<&'s str, usize>) {
    let body = rewriter.body;
    let (mut items, mut numbers) = (Vec::<Item<'s>>::new(), HashMap::new());
    let mut count = 0;
    let (mut is_block_start, mut is_after_blank) = (true, true);
    let mut is_in_item = false;
    let mut at = 0;
    while at < body.len() {
        let start = at;
        at = line::end(body, at);
        let (_, text_start) = line::quotes(body, start, at);
        let (columns, indent) = line::indent(&body[text_start..at]);
        let text = &body[text_start + indent..at];
        if text.trim().is_empty() {
            (is_block_start, is_after_blank, is_in_item) = (true, true, false);
            continue;
        }
        let marker_start = text_start + indent;
        let marker = marker(text).map(|length| marker_start..marker_start + length);
        match marker.filter(|marker| is_block_start && rewriter.is_unclaimed(marker)) {
            Some(marker) => {
                is_in_item = true;
                let label = &body[marker.start + 2..marker.end - 1];
                let number = match numbers.get(label) {
                    Some(number) => *number,
                    None => {
                        count += 1;
                        count
                    }
                };
                if !label.is_empty() {
                    numbers.insert(label, number);
                }
                let blanks = line::indent(&body[marker.end..at]).1;
                items.push(Item {
                    range: marker.start..marker.end + blanks,
                    marker: &body[marker],
                    number,
                    is_continued_to_the_left: false,
                });
            }
            None => {
                if let Some(item) = items.last_mut().filter(|_| is_after_blank) {
                    item.is_continued_to_the_left |=
                        (CONTENT_COLUMN..item.range.len()).contains(&columns);
                }
                is_block_start = is_in_item || is_block_start && text.starts_with(":::");
            }
        }
        is_after_blank = false;
    }
    (items, numbers)
}

/// Overwrites the marker of an item with a number that the parser reads as the marker of an ordered list.
fn number_item(rewriter: &mut Rewriter<'_>, item: &Item<'_>) {
    let Item { range, number, .. } = item;
    let number_marker = format!("{number}) ");
    let is_empty = item.marker.len() == range.len();
    let room = range.len() + usize::from(is_empty);
    let Some(rest) = room.checked_sub(number_marker.len()) else {
        // Too little room for a list marker.
        let marker = range.start..range.start + item.marker.len();
        return rewriter.replace_inline(marker, format!("({number})"));
    };
    // The content of a list item starts at the column of its text, but may be continued at the fourth column. What is left
    // of the marker therefore becomes text that shows nothing.
    let number_end = range.start + number_marker.len().min(range.len());
    match rest {
        3.. if !is_empty => {
            rewriter.overwrite_with(range.start..number_end, &number_marker);
            rewriter.replace_inline(number_end..range.end, "");
        }
        2 if !is_empty && item.is_continued_to_the_left => {
            rewriter.overwrite_with(range.clone(), &(number_marker + SOFT_HYPHEN));
        }
        _ => {
            let length = range.len();
            let padded = format!("{:length$}", number_marker.trim_end());
            rewriter.overwrite_with(range.clone(), &padded);
        }
    }
}

/// Replaces references to labels with their numbers. Other words that start with `@` are citations.
fn replace_references(rewriter: &mut Rewriter<'_>, numbers: &HashMap<&str, usize>) {
    let body = rewriter.body;
    for at in memchr::memchr_iter(b'@', body.as_bytes()) {
        let label = at + 1..at + 1 + label_bytes_at(body, at + 1);
        let Some(number) = numbers.get(&body[label.clone()]) else {
            continue;
        };
        let before = body[..at].chars().next_back();
        let is_citation =
            before.is_some_and(|char| char.is_alphanumeric() || "[-\\@".contains(char));
        if is_citation || rewriter.place(at) != ConstructPlace::Text {
            continue;
        }
        // An inline replacement needs three bytes: a blank or a parenthesis next to a short label is replaced by itself.
        let range = at..label.end;
        let is_beside =
            |next: &Range<usize>| matches!(body.get(next.clone()), Some(" " | "(" | "," | "."));
        let is_short = range.len() < MIN_REFERENCE_BYTES;
        let before = Some(at.wrapping_sub(1)..at).filter(|before| is_short && is_beside(before));
        let after = range.end..range.end + 1;
        let after = Some(after).filter(|after| is_short && before.is_none() && is_beside(after));
        let range = before.as_ref().map_or(range.start, |before| before.start)
            ..after.as_ref().map_or(range.end, |after| after.end);
        if range.len() >= MIN_REFERENCE_BYTES && rewriter.is_unclaimed(&range) {
            let text = |beside: Option<Range<usize>>| beside.map_or("", |beside| &body[beside]);
            rewriter.replace_inline(range, format!("{}{number}{}", text(before), text(after)));
        }
    }
}

/// Minimum length of a range that is replaced within a line, in bytes.
const MIN_REFERENCE_BYTES: usize = 3;

/// Maximum length of the label of a reference, in bytes.
const MAX_LABEL_BYTES: usize = 128;

/// Returns the length of the label at byte `at`.
fn label_bytes_at(body: &str, at: usize) -> usize {
    let end = line::floor(body, at + MAX_LABEL_BYTES);
    label_bytes(&body[at..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_are_labels_in_parentheses_before_a_blank() {
        for (text, expected) in [
            ("(@) a", Some(3)),
            ("(@)", Some(3)),
            ("(@a-b_2)\tc", Some(8)),
            ("(@é) a", Some(5)),
            ("(@)a", None),
            ("(@a b) c", None),
            ("(@a-) c", None),
            ("(a) c", None),
            ("@a c", None),
        ] {
            assert_eq!(marker(text), expected, "{text}");
        }
    }
}
