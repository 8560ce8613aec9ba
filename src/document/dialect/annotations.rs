//! The meaning of a dialect's constructs, by the byte of the body where they stood.
//!
//! [`Annotations`] is filled by the passes of a dialect and read by the parser's walk through an [`AnnotationReader`],
//! in the order of the text.

use std::borrow::Cow;
use std::ops::Range;

/// Marks a placeholder in a link's target. A noncharacter, so no author writes it.
pub(super) const PLACEHOLDER: &str = "\u{fdd1}";

/// The tags around the content of an inline note.
pub(super) const NOTE_START: &str = "<folio-note>";
pub(super) const NOTE_END: &str = "</folio-note>";

/// A body as the parser sees it, with the annotations of what was overwritten.
#[derive(Debug)]
pub(crate) struct Prepared<'s> {
    /// Has the length and the lines of the body.
    pub(crate) text: Cow<'s, str>,
    pub(crate) annotations: Annotations,
}

/// HTML shown in place of a range of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Replacement {
    /// Bytes of the body.
    pub(super) range: Range<usize>,
    pub(super) html: Box<str>,
}

/// A construct within a link's target. Its number stands in the prepared text, behind [`PLACEHOLDER`].
#[derive(Debug)]
pub(super) struct LinkPlaceholder {
    /// Bytes that the placeholder takes in the prepared text.
    pub(super) length: usize,
    /// The target that the construct resolves to.
    pub(super) resolved: Box<str>,
    /// The construct as it was written.
    pub(super) original: Box<str>,
}

/// An id that the author gave a heading.
#[derive(Debug)]
pub(super) struct HeadingId {
    /// A byte of the body within the heading.
    pub(super) at: usize,
    pub(super) id: Box<str>,
}

/// A quote that is an admonition.
#[derive(Debug)]
pub(super) struct Callout {
    /// The byte of the quote's first `>`.
    pub(super) at: usize,
    pub(super) kind: Box<str>,
    pub(super) title: Box<str>,
}

/// A list marker that a pass wrote in front of indented text.
#[derive(Clone, Copy, Debug)]
pub(super) struct SyntheticMarker {
    pub(super) at: usize,
    pub(super) scope: IndentScope,
}

/// The end of an element whose content is indented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IndentScope {
    /// Its end tag.
    EndTag,
    /// The end of the indentation.
    Indentation,
}

/// A language or a title that a block of code names within the code.
#[derive(Debug)]
pub(super) struct CodeLabel {
    /// A byte within the code.
    pub(super) at: usize,
    pub(super) text: CodeLabelText,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum CodeLabelText {
    Language(Box<str>),
    Title(Box<str>),
}

/// Everything that the passes of a dialect recorded about a body.
#[derive(Debug, Default)]
pub(crate) struct Annotations {
    /// Sorted by their start.
    pub(super) replacements: Vec<Replacement>,
    /// By their number.
    pub(super) placeholders: Vec<LinkPlaceholder>,
    pub(super) heading_ids: Vec<HeadingId>,
    pub(super) callouts: Vec<Callout>,
    /// List markers that a pass wrote so that indented text is no code.
    pub(super) synthetic_list_markers: Vec<SyntheticMarker>,
    /// Ranges within code that are not shown.
    pub(super) hidden_in_code: Vec<Range<usize>>,
    pub(super) code_labels: Vec<CodeLabel>,
}

impl Annotations {
    pub(super) fn sort(&mut self) {
        self.replacements.sort_by_key(|one| one.range.start);
        self.heading_ids.sort_by_key(|one| one.at);
        self.callouts.sort_by_key(|one| one.at);
        self.synthetic_list_markers.sort_by_key(|marker| marker.at);
        self.hidden_in_code.sort_by_key(|range| range.start);
        self.code_labels.sort_by_key(|label| label.at);
    }

    /// Returns a reader at the start of the body, which begins at byte `offset` of the source. The reader's positions
    /// are bytes of the source.
    pub(crate) fn reader(&self, offset: usize) -> AnnotationReader<'_> {
        AnnotationReader {
            annotations: self,
            offset,
            next: 0,
            replaced_to: 0,
        }
    }
}

/// Reads annotations in the order of the text. All positions are bytes of the source.
#[derive(Debug)]
pub(crate) struct AnnotationReader<'a> {
    annotations: &'a Annotations,
    /// The byte of the source at which the body begins.
    offset: usize,
    /// Index of the next replacement.
    next: usize,
    /// The byte of the body up to which a spliced replacement covers the text.
    replaced_to: usize,
}

impl<'a> AnnotationReader<'a> {
    /// Takes the next replacement that starts before byte `at`: its HTML and its start.
    pub(crate) fn next_before(&mut self, at: usize) -> Option<(&'a str, usize)> {
        let replacement = self.annotations.replacements.get(self.next)?;
        let start = replacement.range.start + self.offset;
        if start >= at {
            return None;
        }
        self.next += 1;
        Some((&replacement.html, start))
    }

    /// Continues with the first replacement at or behind byte `at`; those before it can be read by seeking back.
    pub(crate) fn seek(&mut self, at: usize) {
        let at = at.saturating_sub(self.offset);
        let replacements = &self.annotations.replacements;
        let next = replacements.partition_point(|one| one.range.start < at);
        if next < self.next {
            self.replaced_to = 0;
        }
        self.next = next;
    }

    /// Returns a piece of the prepared text that stands at byte `at`, with the replacements in it put in.
    pub(crate) fn splice<'t>(&mut self, piece: &'t str, at: usize) -> Cow<'t, str> {
        let start = at.saturating_sub(self.offset);
        let end = start + piece.len();
        let mut from = self.replaced_to.clamp(start, end) - start;
        let within = |next: usize| {
            let replacement = self.annotations.replacements.get(next)?;
            (replacement.range.start < end).then_some(replacement)
        };
        if from == 0 && within(self.next).is_none() {
            return Cow::Borrowed(piece);
        }
        let mut text = String::new();
        while let Some(replacement) = within(self.next) {
            let before = replacement.range.start.saturating_sub(start).max(from);
            text.push_str(piece.get(from..before).unwrap_or_default());
            text.push_str(&replacement.html);
            self.replaced_to = replacement.range.end;
            from = replacement
                .range
                .end
                .saturating_sub(start)
                .clamp(before, piece.len());
            self.next += 1;
        }
        text.push_str(piece.get(from..).unwrap_or_default());
        Cow::Owned(text)
    }

    /// Returns a link's target with its placeholders resolved.
    pub(crate) fn resolve_target<'t>(&self, target: &'t str) -> Cow<'t, str> {
        self.expand(target, |placeholder| &placeholder.resolved)
    }

    /// Returns text with its placeholders as their author wrote them.
    pub(crate) fn restore_text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.expand(text, |placeholder| &placeholder.original)
    }

    fn expand<'t>(&self, text: &'t str, part: impl Fn(&LinkPlaceholder) -> &str) -> Cow<'t, str> {
        let placeholders = &self.annotations.placeholders;
        if placeholders.is_empty() || !text.contains(PLACEHOLDER) {
            return Cow::Borrowed(text);
        }
        let (mut all, mut rest) = (String::new(), text);
        while let Some(at) = rest.find(PLACEHOLDER) {
            all.push_str(&rest[..at]);
            let digits = &rest[at + PLACEHOLDER.len()..];
            let placeholder = decode_number(digits).and_then(|number| placeholders.get(number));
            let behind = placeholder.and_then(|placeholder| rest.get(at + placeholder.length..));
            if let (Some(placeholder), Some(behind)) = (placeholder, behind) {
                all.push_str(part(placeholder));
                rest = behind;
            } else {
                all.push_str(PLACEHOLDER);
                rest = digits;
            }
        }
        all.push_str(rest);
        Cow::Owned(all)
    }

    /// Returns the author's id of the heading in `range`.
    pub(crate) fn heading_id(&self, range: &Range<usize>) -> Option<&'a str> {
        let in_body = |at: usize| at.saturating_sub(self.offset);
        let (start, end) = (in_body(range.start), in_body(range.end));
        let ids = &self.annotations.heading_ids;
        let next = ids.get(ids.partition_point(|one| one.at < start))?;
        (next.at < end).then_some(&*next.id)
    }

    /// Returns kind and title of the admonition that the quote at byte `at` is.
    pub(crate) fn callout(&self, at: usize) -> Option<(&'a str, &'a str)> {
        let at = at.saturating_sub(self.offset);
        let callouts = &self.annotations.callouts;
        let found = callouts.binary_search_by_key(&at, |one| one.at).ok()?;
        let Callout { kind, title, .. } = &callouts[found];
        Some((kind, title))
    }

    /// Returns the scope of the list at byte `at`, or behind the blanks there, if a pass wrote its marker.
    pub(crate) fn synthetic_list(&self, at: usize) -> Option<IndentScope> {
        let at = at.saturating_sub(self.offset);
        let markers = &self.annotations.synthetic_list_markers;
        let next = markers.get(markers.partition_point(|marker| marker.at < at))?;
        // A marker is indented by three columns at most (CommonMark 5.2).
        (next.at <= at + 3).then_some(next.scope)
    }

    /// Returns a piece of code, which is unchanged text of `range`, without its hidden parts.
    pub(crate) fn visible_code<'t>(&self, code: &'t str, range: &Range<usize>) -> Cow<'t, str> {
        let start = range.start.saturating_sub(self.offset);
        let end = start + code.len();
        let all = &self.annotations.hidden_in_code;
        let next = all.partition_point(|hidden| hidden.end <= start);
        let within = || all[next..].iter().take_while(|hidden| hidden.start < end);
        if code.len() != range.len() || within().next().is_none() {
            return Cow::Borrowed(code);
        }
        let (mut text, mut from) = (String::new(), 0);
        for hidden in within() {
            let before = hidden.start.saturating_sub(start).max(from);
            text.push_str(code.get(from..before).unwrap_or_default());
            from = (hidden.end - start).min(code.len());
        }
        text.push_str(code.get(from..).unwrap_or_default());
        Cow::Owned(text)
    }

    /// Returns the content of the code span at `range`, whose text with its backquotes is `written`, without its hidden
    /// parts. `None` where nothing in it is hidden.
    pub(crate) fn visible_code_span(&self, written: &str, range: &Range<usize>) -> Option<String> {
        let Cow::Owned(shown) = self.visible_code(written, range) else {
            return None;
        };
        let inside = shown.trim_matches('`').replace('\n', " ");
        let stripped = inside
            .strip_prefix(' ')
            .and_then(|text| text.strip_suffix(' '));
        // CommonMark 6.1: one blank at each end belongs to the delimiters.
        Some(match stripped {
            Some(stripped) if !stripped.trim().is_empty() => stripped.to_owned(),
            _ => inside,
        })
    }

    /// Returns the language that the code in `range` names itself.
    pub(crate) fn code_language(&self, range: &Range<usize>) -> Option<&'a str> {
        self.code_labels(range).find_map(|label| match &label.text {
            CodeLabelText::Language(name) => Some(&**name),
            CodeLabelText::Title(_) => None,
        })
    }

    /// Returns the title that the code in `range` names itself.
    pub(crate) fn code_title(&self, range: &Range<usize>) -> Option<&'a str> {
        self.code_labels(range).find_map(|label| match &label.text {
            CodeLabelText::Title(title) => Some(&**title),
            CodeLabelText::Language(_) => None,
        })
    }

    fn code_labels(&self, range: &Range<usize>) -> impl Iterator<Item = &'a CodeLabel> {
        let start = range.start.saturating_sub(self.offset);
        let end = range.end.saturating_sub(self.offset);
        let all = &self.annotations.code_labels;
        let next = all.partition_point(|label| label.at < start);
        all[next..].iter().take_while(move |label| label.at < end)
    }
}

/// Returns the content of a note if that is all of a replacement's HTML.
pub(crate) fn note_content(html: &str) -> Option<&str> {
    html.strip_prefix(NOTE_START)?.strip_suffix(NOTE_END)
}

/// Encodes a placeholder's number in at most `room` letters. The last letter is in upper case, so that the end shows
/// where the rest of a target follows.
pub(super) fn encode_number(mut number: usize, room: usize) -> Option<String> {
    let mut digits = vec![b'A' + (number % 26) as u8];
    number /= 26;
    while number > 0 {
        digits.push(b'a' + (number % 26) as u8);
        number /= 26;
    }
    let text = digits.iter().rev().map(|digit| char::from(*digit));
    (digits.len() <= room).then(|| text.collect())
}

fn decode_number(text: &str) -> Option<usize> {
    let mut number = 0;
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
