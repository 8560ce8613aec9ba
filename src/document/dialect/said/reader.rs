//! What is said, read in the order of the text.

use std::borrow::Cow;
use std::ops::Range;

use super::{MARKER, Said, Target};

/// Reads what is said, from one place to the next.
#[derive(Debug)]
pub(in crate::document) struct Reader<'p> {
    pub(super) said: &'p Said,
    /// The byte of the source at which the body begins.
    pub(super) offset: usize,
    /// The next meaning.
    pub(super) next: usize,
    /// The byte of the body up to which a meaning has taken the place of what was written.
    pub(super) spliced: usize,
}

impl<'p> Reader<'p> {
    /// Whether a meaning is due before byte `at` of the source.
    pub(in crate::document) fn due(&mut self, at: usize) -> Option<(&'p str, usize)> {
        let meaning = self.said.meanings.get(self.next)?;
        let start = meaning.range.start + self.offset;
        if start >= at {
            return None;
        }
        self.next += 1;
        Some((&meaning.html, start))
    }

    /// Goes on with what stands at byte `at` of the source; what stands before it is left for another time.
    pub(in crate::document) fn seek(&mut self, at: usize) {
        let at = at.saturating_sub(self.offset);
        let meanings = &self.said.meanings;
        let next = meanings.partition_point(|meaning| meaning.range.start < at);
        if next < self.next {
            self.spliced = 0;
        }
        self.next = next;
    }

    /// A piece of the prepared text that stands at byte `at` of the source, its stand-ins replaced by what they mean.
    pub(in crate::document) fn splice<'t>(&mut self, piece: &'t str, at: usize) -> Cow<'t, str> {
        let start = at.saturating_sub(self.offset);
        let end = start + piece.len();
        let from = self.spliced.clamp(start, end) - start;
        let here = |next: usize| {
            let meaning = self.said.meanings.get(next)?;
            (meaning.range.start < end).then_some(meaning)
        };
        if from == 0 && here(self.next).is_none() {
            return Cow::Borrowed(piece);
        }
        let (mut text, mut from) = (String::new(), from);
        while let Some(meaning) = here(self.next) {
            let before = meaning.range.start.saturating_sub(start).max(from);
            text.push_str(piece.get(from..before).unwrap_or_default());
            text.push_str(&meaning.html);
            self.spliced = meaning.range.end;
            from = meaning
                .range
                .end
                .saturating_sub(start)
                .clamp(before, piece.len());
            self.next += 1;
        }
        text.push_str(piece.get(from..).unwrap_or_default());
        Cow::Owned(text)
    }

    /// Where a target leads, as the author meant it.
    pub(in crate::document) fn target<'t>(&self, target: &'t str) -> Cow<'t, str> {
        self.restore(target, |one| &one.meant)
    }

    /// Text in which a target's number has come to stand, as it was written.
    pub(in crate::document) fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.restore(text, |one| &one.written)
    }

    fn restore<'t>(&self, text: &'t str, part: impl Fn(&Target) -> &str) -> Cow<'t, str> {
        if self.said.targets.is_empty() || !text.contains(MARKER) {
            return Cow::Borrowed(text);
        }
        let (mut all, mut rest) = (String::new(), text);
        while let Some(at) = rest.find(MARKER) {
            all.push_str(&rest[..at]);
            let numbered = &rest[at + MARKER.len()..];
            let target = number(numbered).and_then(|number| self.said.targets.get(number));
            let behind = target.and_then(|target| rest.get(at + target.length..));
            if let (Some(target), Some(behind)) = (target, behind) {
                all.push_str(part(target));
                rest = behind;
            } else {
                all.push_str(MARKER);
                rest = numbered;
            }
        }
        all.push_str(rest);
        Cow::Owned(all)
    }

    /// The id of the heading in `range` of the source.
    pub(in crate::document) fn id(&self, range: &Range<usize>) -> Option<&'p str> {
        let place = |at: usize| at.saturating_sub(self.offset);
        let (start, end) = (place(range.start), place(range.end));
        let at = self.said.ids.partition_point(|(at, _)| *at < start);
        self.said
            .ids
            .get(at)
            .filter(|(at, _)| *at < end)
            .map(|(_, id)| &**id)
    }

    /// The kind and the title of the admonition that the quote at byte `at` of the source is.
    pub(in crate::document) fn callout(&self, at: usize) -> Option<(&'p str, &'p str)> {
        let at = at.saturating_sub(self.offset);
        let callouts = &self.said.callouts;
        let found = callouts.binary_search_by_key(&at, |(at, ..)| *at).ok()?;
        let (_, kind, title) = &callouts[found];
        Some((kind, title))
    }

    /// Whether the list that begins at byte `at` of the source, or behind the blanks there, is one that only indents.
    pub(in crate::document) fn is_phantom(&self, at: usize) -> bool {
        let at = at.saturating_sub(self.offset);
        let phantoms = &self.said.phantoms;
        let next = phantoms.partition_point(|phantom| *phantom < at);
        // A marker is indented by three at most (CommonMark 5.2).
        phantoms.get(next).is_some_and(|phantom| *phantom <= at + 3)
    }
}

fn number(text: &str) -> Option<usize> {
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
