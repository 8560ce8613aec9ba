//! What a prepared body means where it was overwritten, by byte.

use std::borrow::Cow;
use std::ops::Range;

/// Stands before the number of a target: no character, so nobody writes it.
pub(super) const MARKER: &str = "\u{fdd1}";
/// A body as the parser is to see it.
#[derive(Debug)]
pub(in crate::document) struct Prepared<'s> {
    /// As long as the body, with the same lines.
    pub(in crate::document) text: Cow<'s, str>,
    pub(in crate::document) said: Said,
}

impl Prepared<'_> {
    /// Whether the body has any construct of its dialect.
    pub(in crate::document) fn is_changed(&self) -> bool {
        matches!(self.text, Cow::Owned(_))
    }
}

/// What stands in place of a range, in HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::document) struct Meaning {
    /// Bytes of the body.
    pub(super) range: Range<usize>,
    pub(super) html: Box<str>,
}

#[derive(Debug)]
pub(super) struct Target {
    pub(super) length: usize,
    pub(super) meant: Box<str>,
    pub(super) written: Box<str>,
}

/// Everything that a dialect says about a body.
#[derive(Debug, Default)]
pub(in crate::document) struct Said {
    /// In order.
    pub(super) meanings: Vec<Meaning>,
    pub(super) targets: Vec<Target>,
    /// A byte within a heading, and its id.
    pub(super) ids: Vec<(usize, Box<str>)>,
    /// The byte of a quote's first sign, its kind and its title.
    pub(super) callouts: Vec<(usize, Box<str>, Box<str>)>,
    /// The markers of items that only indent.
    pub(super) phantoms: Vec<usize>,
    /// The byte of the source at which the body begins.
    offset: usize,
    /// The next meaning.
    next: usize,
    /// The byte up to which a meaning has taken the place of what was written.
    spliced: usize,
}

impl Said {
    pub(super) fn sort(&mut self) {
        self.meanings.sort_by_key(|meaning| meaning.range.start);
        self.ids.sort_by_key(|(at, _)| *at);
        self.callouts.sort_by_key(|(at, ..)| *at);
        self.phantoms.sort_unstable();
    }

    /// Places are asked for as bytes of the source from now on, in which the body begins at `offset`.
    pub(in crate::document) fn at(mut self, offset: usize) -> Self {
        self.offset = offset;
        self
    }

    /// Whether a meaning is due before byte `at` of the source.
    pub(in crate::document) fn due(&mut self, at: usize) -> Option<(String, usize)> {
        let meaning = self.meanings.get(self.next)?;
        let start = meaning.range.start + self.offset;
        if start >= at {
            return None;
        }
        self.next += 1;
        Some((meaning.html.to_string(), start))
    }

    /// Goes on with what stands at byte `at` of the source; what stands before it is left for another time.
    pub(in crate::document) fn seek(&mut self, at: usize) {
        let at = at.saturating_sub(self.offset);
        self.next = self
            .meanings
            .partition_point(|meaning| meaning.range.start < at);
    }

    /// A piece of the prepared text that stands at byte `at` of the source, its stand-ins replaced by what they mean.
    pub(in crate::document) fn splice<'p>(&mut self, piece: &'p str, at: usize) -> Cow<'p, str> {
        let start = at.saturating_sub(self.offset);
        let end = start + piece.len();
        let from = self.spliced.clamp(start, end) - start;
        let here = |next: usize| {
            let meaning = self.meanings.get(next)?;
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
        if self.targets.is_empty() || !text.contains(MARKER) {
            return Cow::Borrowed(text);
        }
        let (mut all, mut rest) = (String::new(), text);
        while let Some(at) = rest.find(MARKER) {
            all.push_str(&rest[..at]);
            let numbered = &rest[at + MARKER.len()..];
            let target = number(numbered).and_then(|number| self.targets.get(number));
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
    pub(in crate::document) fn id(&self, range: &Range<usize>) -> Option<&str> {
        let place = |at: usize| at.saturating_sub(self.offset);
        let (start, end) = (place(range.start), place(range.end));
        let at = self.ids.partition_point(|(at, _)| *at < start);
        self.ids
            .get(at)
            .filter(|(at, _)| *at < end)
            .map(|(_, id)| &**id)
    }

    /// The kind and the title of the admonition that the quote at byte `at` of the source is.
    pub(in crate::document) fn callout(&self, at: usize) -> Option<(&str, &str)> {
        let at = at.saturating_sub(self.offset);
        let found = self
            .callouts
            .binary_search_by_key(&at, |(at, ..)| *at)
            .ok()?;
        let (_, kind, title) = &self.callouts[found];
        Some((kind, title))
    }

    /// Whether the list that begins at byte `at` of the source, or behind the blanks there, is one that only indents.
    pub(in crate::document) fn is_phantom(&self, at: usize) -> bool {
        let at = at.saturating_sub(self.offset);
        let next = self.phantoms.partition_point(|phantom| *phantom < at);
        // A marker is indented by three at most (CommonMark 5.2).
        self.phantoms
            .get(next)
            .is_some_and(|phantom| *phantom <= at + 3)
    }
}

/// A number in at most `room` letters. The last one is in upper case, for what follows it is the rest of the address.
pub(super) fn digits(mut number: usize, room: usize) -> Option<String> {
    let mut digits = vec![b'A' + (number % 26) as u8];
    number /= 26;
    while number > 0 {
        digits.push(b'a' + (number % 26) as u8);
        number /= 26;
    }
    let text = digits.iter().rev().map(|digit| char::from(*digit));
    (digits.len() <= room).then(|| text.collect())
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
