//! Annotations: the HTML, ids, titles and other data that stand for a dialect's constructs, each with its offset in the body.
//!
//! The passes of a dialect add to [`Annotations`]. The code that converts the parser's events reads the annotations in text
//! order through an [`AnnotationReader`].

use std::borrow::Cow;
use std::ops::Range;

use crate::document::InitialFold;

/// The start of a placeholder in a link's target. It is a Unicode noncharacter, so authors do not write it.
pub(super) const PLACEHOLDER_START: &str = "\u{fdd1}";

/// The tag before the content of an inline note, which is a footnote written in the running text (`^[note]`).
pub(super) const NOTE_START: &str = "<folio-note>";
/// The tag after the content of an inline note.
pub(super) const NOTE_END: &str = "</folio-note>";

/// The rewritten body for the parser, with the annotations that the passes recorded.
#[derive(Debug)]
pub(crate) struct Prepared<'s> {
    /// The rewritten text: it has the same length and the same line ends as the body.
    pub(crate) text: Cow<'s, str>,
    pub(crate) annotations: Annotations,
}

/// HTML shown in place of a range of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Replacement {
    /// The range of bytes in the body.
    pub(super) range: Range<usize>,
    pub(super) html: Box<str>,
}

/// A construct within a link's target. The rewritten text has [`PLACEHOLDER_START`] in its place, followed by an index into
/// [`Annotations::placeholders`].
#[derive(Debug)]
pub(super) struct LinkPlaceholder {
    /// Length of the placeholder in the rewritten text, in bytes.
    pub(super) length: usize,
    /// The target that the construct resolves to.
    pub(super) resolved: Box<str>,
    /// The construct as it was written.
    pub(super) original: Box<str>,
}

/// The id that the author gave to a heading.
#[derive(Debug)]
pub(super) struct HeadingId {
    /// The offset of some byte of the heading, in the body.
    pub(super) offset: usize,
    pub(super) id: Box<str>,
}

/// A block quote that is shown as an admonition.
#[derive(Debug)]
pub(super) struct Callout {
    /// The offset of the quote's first `>` in the body.
    pub(super) offset: usize,
    pub(super) kind: Box<str>,
    pub(super) title: Box<str>,
    pub(super) fold: InitialFold,
}

/// A list marker that a pass inserted before indented text, so that the parser does not read the text as code.
#[derive(Clone, Copy, Debug)]
pub(super) struct SyntheticMarker {
    /// The offset of the marker in the body.
    pub(super) offset: usize,
    pub(super) end_rule: EndRule,
}

/// The rule that determines where an indented construct ends. The construct is an admonition or the like, or a JSX element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EndRule {
    /// The construct ends at its end tag.
    EndTag,
    /// The construct ends where the indentation ends.
    Indentation,
}

/// A language or a title that a pass found for a code block, in a notation of the dialect.
#[derive(Debug)]
pub(super) struct CodeLabel {
    /// The offset of some byte of the code, in the body.
    pub(super) offset: usize,
    pub(super) text: CodeLabelText,
}

/// The text of a [`CodeLabel`].
#[derive(Debug, PartialEq, Eq)]
pub(super) enum CodeLabelText {
    Language(Box<str>),
    Title(Box<str>),
}

/// The annotations of a body, recorded by the passes of its dialect. After [`Annotations::sort`], each list except the
/// placeholders is in text order.
#[derive(Debug, Default)]
pub(crate) struct Annotations {
    pub(super) replacements: Vec<Replacement>,
    /// The placeholders, in the order in which passes added them. The rewritten text contains their indices.
    pub(super) placeholders: Vec<LinkPlaceholder>,
    pub(super) heading_ids: Vec<HeadingId>,
    pub(super) callouts: Vec<Callout>,
    pub(super) synthetic_list_markers: Vec<SyntheticMarker>,
    /// The offsets of empty headings that a pass inserted to end the block above.
    pub(super) block_ends: Vec<usize>,
    /// Ranges within code that are not shown.
    pub(super) hidden_in_code: Vec<Range<usize>>,
    pub(super) code_labels: Vec<CodeLabel>,
}

impl Annotations {
    /// Sorts each list except the placeholders by position.
    pub(super) fn sort(&mut self) {
        self.replacements
            .sort_by_key(|replacement| replacement.range.start);
        self.heading_ids.sort_by_key(|id| id.offset);
        self.callouts.sort_by_key(|callout| callout.offset);
        self.synthetic_list_markers
            .sort_by_key(|marker| marker.offset);
        self.hidden_in_code.sort_by_key(|range| range.start);
        self.block_ends.sort_unstable();
        self.code_labels.sort_by_key(|label| label.offset);
    }

    /// Returns a reader that begins with the first annotation. `body_start` is the byte of the source at which the body
    /// starts; the reader's methods take offsets in the source.
    pub(crate) fn reader(&self, body_start: usize) -> AnnotationReader<'_> {
        AnnotationReader {
            annotations: self,
            body_start,
            next_replacement: 0,
            replaced_to: 0,
        }
    }
}

/// Reads annotations in text order. All offsets in its methods are offsets in the source, not in the body.
#[derive(Debug)]
pub(crate) struct AnnotationReader<'a> {
    annotations: &'a Annotations,
    /// The byte of the source at which the body begins.
    body_start: usize,
    /// Index of the next replacement.
    next_replacement: usize,
    /// End of the last replacement that `splice` inserted, as an offset in the body.
    replaced_to: usize,
}

impl<'a> AnnotationReader<'a> {
    /// Returns the HTML of the next replacement and the start of its range, and advances past the replacement. Returns `None`
    /// if no further replacement starts before byte `end`.
    pub(crate) fn next_replacement_before(&mut self, end: usize) -> Option<(&'a str, usize)> {
        let replacement = self.annotations.replacements.get(self.next_replacement)?;
        let start = replacement.range.start + self.body_start;
        if start >= end {
            return None;
        }
        self.next_replacement += 1;
        Some((&replacement.html, start))
    }

    /// Moves to the first replacement that starts at or after byte `position`, forward or backward.
    pub(crate) fn seek(&mut self, position: usize) {
        let offset = position.saturating_sub(self.body_start);
        let replacements = &self.annotations.replacements;
        let next_replacement =
            replacements.partition_point(|replacement| replacement.range.start < offset);
        let is_backward = next_replacement < self.next_replacement;
        if is_backward {
            // Otherwise, `splice` would omit the text before `replaced_to`, which is now read again.
            self.replaced_to = 0;
        }
        self.next_replacement = next_replacement;
    }

    /// Returns `rewritten` with the HTML of the replacements in place of their ranges. `rewritten` is a part of the rewritten
    /// text, and starts at byte `position`.
    pub(crate) fn splice<'t>(&mut self, rewritten: &'t str, position: usize) -> Cow<'t, str> {
        let start = position.saturating_sub(self.body_start);
        let end = start + rewritten.len();
        // The number of bytes of `rewritten` that are copied or replaced.
        let mut done = self.replaced_to.clamp(start, end) - start;
        let replacement_before_end = |index: usize| {
            let replacement = self.annotations.replacements.get(index)?;
            (replacement.range.start < end).then_some(replacement)
        };
        if done == 0 && replacement_before_end(self.next_replacement).is_none() {
            return Cow::Borrowed(rewritten);
        }
        let mut spliced = String::new();
        while let Some(replacement) = replacement_before_end(self.next_replacement) {
            let replaced_from = replacement.range.start.saturating_sub(start).max(done);
            spliced.push_str(rewritten.get(done..replaced_from).unwrap_or_default());
            spliced.push_str(&replacement.html);
            self.replaced_to = replacement.range.end;
            done = replacement
                .range
                .end
                .saturating_sub(start)
                .clamp(replaced_from, rewritten.len());
            self.next_replacement += 1;
        }
        spliced.push_str(rewritten.get(done..).unwrap_or_default());
        Cow::Owned(spliced)
    }

    /// Returns a link's target with its placeholders resolved.
    pub(crate) fn resolve_target<'t>(&self, target: &'t str) -> Cow<'t, str> {
        self.expand(target, |placeholder| &placeholder.resolved)
    }

    /// Returns `text` with each placeholder replaced by the construct as the author wrote it.
    pub(crate) fn restore_text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.expand(text, |placeholder| &placeholder.original)
    }

    /// Returns `text` with each placeholder replaced by the result of `expansion`.
    fn expand<'t>(
        &self,
        text: &'t str,
        expansion: impl Fn(&LinkPlaceholder) -> &str,
    ) -> Cow<'t, str> {
        let placeholders = &self.annotations.placeholders;
        if placeholders.is_empty() || !text.contains(PLACEHOLDER_START) {
            return Cow::Borrowed(text);
        }
        let (mut expanded, mut remaining) = (String::new(), text);
        while let Some(start) = remaining.find(PLACEHOLDER_START) {
            expanded.push_str(&remaining[..start]);
            let after_start = &remaining[start + PLACEHOLDER_START.len()..];
            let placeholder = decode_number(after_start).and_then(|index| placeholders.get(index));
            let following =
                placeholder.and_then(|placeholder| remaining.get(start + placeholder.length..));
            if let (Some(placeholder), Some(following)) = (placeholder, following) {
                expanded.push_str(expansion(placeholder));
                remaining = following;
            } else {
                // This noncharacter does not start a placeholder, so it stays.
                expanded.push_str(PLACEHOLDER_START);
                remaining = after_start;
            }
        }
        expanded.push_str(remaining);
        Cow::Owned(expanded)
    }

    /// Returns the id that the author set for the heading in `range`.
    pub(crate) fn heading_id(&self, range: &Range<usize>) -> Option<&'a str> {
        let in_body = |offset: usize| offset.saturating_sub(self.body_start);
        let (start, end) = (in_body(range.start), in_body(range.end));
        let ids = &self.annotations.heading_ids;
        let next = ids.get(ids.partition_point(|id| id.offset < start))?;
        (next.offset < end).then_some(&*next.id)
    }

    /// Returns the kind, the title and the folding of the block quote at byte `position` if it is an admonition.
    pub(crate) fn callout(&self, position: usize) -> Option<(&'a str, &'a str, InitialFold)> {
        let offset = position.saturating_sub(self.body_start);
        let callouts = &self.annotations.callouts;
        let index = callouts
            .binary_search_by_key(&offset, |callout| callout.offset)
            .ok()?;
        let Callout {
            kind, title, fold, ..
        } = &callouts[index];
        Some((kind, title, *fold))
    }

    /// Returns the end rule of the construct whose synthetic list is at byte `position`, or `None` if the author wrote the list's
    /// marker. Blanks may come before the marker.
    pub(crate) fn synthetic_list_end_rule(&self, position: usize) -> Option<EndRule> {
        let offset = position.saturating_sub(self.body_start);
        let markers = &self.annotations.synthetic_list_markers;
        let next = markers.get(markers.partition_point(|marker| marker.offset < offset))?;
        // A marker is indented by three columns at most (CommonMark 5.2).
        (next.offset <= offset + 3).then_some(next.end_rule)
    }

    /// Returns true if a pass inserted the empty heading at byte `position` to end the block above.
    pub(crate) fn is_block_end(&self, position: usize) -> bool {
        let offset = position.saturating_sub(self.body_start);
        self.annotations.block_ends.binary_search(&offset).is_ok()
    }

    /// Returns `code`, the text of `range`, without the parts that passes have hidden. Hides nothing if the parser has removed
    /// something from the text.
    pub(crate) fn visible_code<'t>(&self, code: &'t str, range: &Range<usize>) -> Cow<'t, str> {
        let start = range.start.saturating_sub(self.body_start);
        let end = start + code.len();
        let hidden_ranges = &self.annotations.hidden_in_code;
        let first_index = hidden_ranges.partition_point(|hidden| hidden.end <= start);
        let hidden_in_range = || {
            hidden_ranges[first_index..]
                .iter()
                .take_while(|hidden| hidden.start < end)
        };
        // If the parser has removed something, such as the indentation, an offset in the source does not tell which byte of the
        // code is hidden.
        if code.len() != range.len() || hidden_in_range().next().is_none() {
            return Cow::Borrowed(code);
        }
        let (mut text, mut copied) = (String::new(), 0);
        for hidden in hidden_in_range() {
            let hidden_start = hidden.start.saturating_sub(start).max(copied);
            text.push_str(code.get(copied..hidden_start).unwrap_or_default());
            copied = (hidden.end - start).min(code.len());
        }
        text.push_str(code.get(copied..).unwrap_or_default());
        Cow::Owned(text)
    }

    /// Returns the content of the code span at `range` without the parts that passes have hidden, or `None` if nothing
    /// is hidden. `source` is the text of the span with its backquotes.
    pub(crate) fn visible_code_span(&self, source: &str, range: &Range<usize>) -> Option<String> {
        let Cow::Owned(shown) = self.visible_code(source, range) else {
            return None;
        };
        let content = shown.trim_matches('`').replace('\n', " ");
        // One blank at each end belongs to the delimiters, unless the content is blank (CommonMark 6.1).
        let stripped = content
            .strip_prefix(' ')
            .and_then(|text| text.strip_suffix(' '));
        Some(match stripped {
            Some(stripped) if !stripped.trim().is_empty() => stripped.to_owned(),
            _ => content,
        })
    }

    /// Returns the language that a pass found for the code in `range`.
    pub(crate) fn code_language(&self, range: &Range<usize>) -> Option<&'a str> {
        self.code_labels(range).find_map(|label| match &label.text {
            CodeLabelText::Language(name) => Some(&**name),
            CodeLabelText::Title(_) => None,
        })
    }

    /// Returns the title that a pass found for the code in `range`.
    pub(crate) fn code_title(&self, range: &Range<usize>) -> Option<&'a str> {
        self.code_labels(range).find_map(|label| match &label.text {
            CodeLabelText::Title(title) => Some(&**title),
            CodeLabelText::Language(_) => None,
        })
    }

    /// Returns the languages and titles that passes found for the code in `range`.
    fn code_labels(&self, range: &Range<usize>) -> impl Iterator<Item = &'a CodeLabel> {
        let start = range.start.saturating_sub(self.body_start);
        let end = range.end.saturating_sub(self.body_start);
        let labels = &self.annotations.code_labels;
        let first_index = labels.partition_point(|label| label.offset < start);
        labels[first_index..]
            .iter()
            .take_while(move |label| label.offset < end)
    }
}

/// Returns the content of an inline note if `html` is exactly one inline note.
pub(crate) fn note_content(html: &str) -> Option<&str> {
    html.strip_prefix(NOTE_START)?.strip_suffix(NOTE_END)
}

/// Splits off the inline note at the start of `html`. Returns its content and the HTML after it.
pub(crate) fn split_note(html: &str) -> Option<(&str, &str)> {
    html.strip_prefix(NOTE_START)?.split_once(NOTE_END)
}

/// Encodes a placeholder's index in base 26 as at most `max_letters` letters, or returns `None` if more are needed. The last
/// letter is in upper case and marks the end of the number: 0 → `A`, 26 → `bA`.
pub(super) fn encode_number(mut number: usize, max_letters: usize) -> Option<String> {
    let mut digits = vec![b'A' + (number % 26) as u8];
    number /= 26;
    while number > 0 {
        digits.push(b'a' + (number % 26) as u8);
        number /= 26;
    }
    let text = digits.iter().rev().map(|digit| char::from(*digit));
    (digits.len() <= max_letters).then(|| text.collect())
}

/// Decodes a number at the start of `text` that [`encode_number`] wrote. Returns `None` if there is no such number.
fn decode_number(text: &str) -> Option<usize> {
    let mut number = 0;
    // Eight letters encode more numbers than a body has placeholders. The limit prevents an overflow.
    for byte in text.bytes().take(8) {
        let digit = byte.to_ascii_lowercase().checked_sub(b'a')?;
        if digit > 25 {
            return None;
        }
        number = number * 26 + usize::from(digit);
        if byte.is_ascii_uppercase() {
            return Some(number);
        }
    }
    None
}
