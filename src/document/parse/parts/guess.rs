//! What a look over a body tells of it without parsing it.

use std::collections::HashSet;
use std::ops::Range;

use memchr::memmem;

/// Bytes behind the place that a cut is wanted at in which it is looked for.
const REACH: usize = 128 * 1024;

/// Bytes in which a label ends; a parser takes no longer ones, and what has none must not be searched to its end again and
/// again.
const LABEL: usize = 1024;

/// The label of a definition that ends notes put before a part, so that an indented first line is not taken into the last
/// of them. It is no character, and nobody writes it.
pub(super) const END: &str = "\u{fdd0}";

/// What a body seems to say of notes. All places are bytes of it.
#[derive(Debug, Default)]
pub(in crate::document::parse) struct Guess<'s> {
    /// The labels of footnotes in the order of their first use, in lower case.
    pub(super) order: Vec<String>,
    /// The labels that footnotes are defined by, in lower case.
    pub(in crate::document::parse) defined: HashSet<String>,
    /// Where notes are referred to and by which label.
    references: Vec<(usize, &'s str)>,
    /// Where notes are defined.
    note_places: Vec<(usize, &'s str)>,
}

impl<'s> Guess<'s> {
    pub(super) fn new(text: &'s str) -> Self {
        let mut guess = Self::default();
        for (start, at) in labels(text) {
            if text[start..].starts_with("[^")
                && let Some(label) = text.get(start + 2..at)
            {
                guess.note_places.push((start, label));
                guess.defined.insert(label.to_lowercase());
            }
        }
        if !guess.note_places.is_empty() {
            guess.find_references(text);
        }
        guess
    }

    fn find_references(&mut self, text: &'s str) {
        let mut used = HashSet::new();
        for at in memmem::find_iter(text.as_bytes(), "[^") {
            let rest = &text.as_bytes()[at + 2..];
            let rest = &rest[..rest.len().min(LABEL)];
            let end = memchr::memchr2(b']', b'\n', rest).filter(|end| rest[*end] == b']');
            let Some(label) = end.and_then(|end| text.get(at + 2..at + 2 + end)) else {
                continue;
            };
            let folded = label.to_lowercase();
            let defines = self
                .note_places
                .binary_search_by_key(&at, |(place, _)| *place)
                .is_ok();
            if defines || !self.defined.contains(&folded) {
                continue;
            }
            self.references.push((at, label));
            if used.insert(folded.clone()) {
                self.order.push(folded);
            }
        }
    }

    /// The labels of the notes that a part refers to, each once: those that it seems to define itself, and the others.
    fn split(&self, part: Range<usize>) -> (Vec<&'s str>, Vec<&'s str>) {
        let within = |all: &[(usize, &'s str)]| -> Vec<&'s str> {
            let place = |at: usize| all.partition_point(|(place, _)| *place < at);
            let all = &all[place(part.start)..place(part.end)];
            all.iter().map(|(_, label)| *label).collect()
        };
        let own = within(&self.note_places).into_iter();
        let own: HashSet<_> = own.map(str::to_lowercase).collect();
        let mut met = HashSet::new();
        let used = within(&self.references).into_iter();
        used.filter(|label| met.insert(label.to_lowercase()))
            .partition(|label| own.contains(&label.to_lowercase()))
    }

    /// The labels in lower case of the notes that a part refers to and must define itself, for it is lent no others.
    pub(super) fn own_notes(&self, part: Range<usize>) -> Vec<String> {
        let own = self.split(part).0.into_iter();
        own.map(str::to_lowercase).collect()
    }

    /// Definitions of the notes that a part refers to and others define, to be put before its text.
    pub(super) fn notes_of(&self, part: Range<usize>) -> String {
        let mut notes = String::new();
        for label in self.split(part).1 {
            notes.push_str(&format!("[^{label}]: …\n\n"));
        }
        if !notes.is_empty() {
            notes.push_str(&format!("[{END}]: #\n\n"));
        }
        notes
    }
}

/// What looks like definitions of links, in order, each a paragraph.
pub(in crate::document::parse) fn definitions(text: &str) -> String {
    let mut definitions = String::new();
    for (start, _) in labels(text) {
        let shown = &text[start..];
        if shown.starts_with('[') && !shown.starts_with("[^") {
            define(shown, &mut definitions);
        }
    }
    definitions
}

/// The definition's line, and the next one where it may hold the target or the title.
fn define(text: &str, definitions: &mut String) {
    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default();
    let next = lines.next().map(|line| line.trim_start_matches(OPENERS));
    let goes_on = |line: &&str| first.ends_with(':') || line.starts_with(['"', '\'', '(']);
    for line in [Some(first), next.filter(goes_on)].into_iter().flatten() {
        definitions.push_str(line);
        definitions.push('\n');
    }
    definitions.push('\n');
}

/// Where on each line with a `]:` its text begins, and where the first of those signs is. A definition may stand in a quote
/// or in a list.
fn labels(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let (bytes, sign) = (text.as_bytes(), memmem::Finder::new("]:"));
    // Always at the start of a line.
    let mut from = 0;
    std::iter::from_fn(move || {
        let at = from + sign.find(&bytes[from..])?;
        let line = memchr::memrchr(b'\n', &bytes[from..at]);
        let line = line.map_or(from, |before| from + before + 1);
        from = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |end| at + end + 1);
        let shown = text[line..].trim_start_matches(OPENERS);
        Some((text.len() - shown.len(), at))
    })
}

/// What may stand before a definition on its line.
const OPENERS: [char; 6] = [' ', '\t', '>', '-', '*', '+'];

/// Where a body may be cut into `count` parts of about the same length: at lines that begin with a letter or as a heading,
/// behind an empty one, outside fences and `open` elements.
pub(super) fn cuts(body: &str, open: &[Range<usize>], count: usize) -> Vec<usize> {
    let fences = fences(body);
    let mut cuts: Vec<usize> = (1..count)
        .filter_map(|share| cut(body, body.len() / count * share, [&fences, open]))
        .collect();
    cuts.dedup();
    cuts
}

/// The first place behind the line of byte `wanted`, in none of the ranges that are `closed` to it, each list in order.
pub(super) fn cut(body: &str, wanted: usize, closed: [&[Range<usize>]; 2]) -> Option<usize> {
    let is_within = |ranges: &[Range<usize>], at: usize| {
        let next = ranges.partition_point(|range| range.end <= at);
        ranges.get(next).is_some_and(|range| range.start < at)
    };
    let start = memchr::memchr(b'\n', &body.as_bytes()[wanted..])? + wanted + 1;
    let (mut at, mut blank) = (start, false);
    for line in body[start..].split_inclusive('\n') {
        let begins = line.starts_with(|char: char| char.is_alphabetic() || char == '#');
        if blank && begins && !closed.iter().any(|ranges| is_within(ranges, at)) {
            return Some(at);
        }
        blank = line.trim().is_empty();
        at += line.len();
        if at - start > REACH {
            break;
        }
    }
    None
}

/// From the first byte of each fenced block to the last, by the fences alone, whatever they stand in.
pub(super) fn fences(body: &str) -> Vec<Range<usize>> {
    let bytes = body.as_bytes();
    let mut signs: Vec<usize> = memmem::find_iter(bytes, "```").collect();
    signs.extend(memmem::find_iter(bytes, "~~~"));
    signs.sort_unstable();
    let mut fences = Vec::new();
    let mut open: Option<(usize, u8, usize)> = None;
    let mut behind = 0;
    for at in signs {
        if at < behind {
            continue;
        }
        let line = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |before| before + 1);
        let end = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |end| at + end);
        let sign = bytes[at];
        let run = bytes[at..end]
            .iter()
            .take_while(|byte| **byte == sign)
            .count();
        behind = at + run;
        let before = body[line..at].trim_start_matches(OPENERS);
        let before = before.trim_start_matches(|char: char| char.is_ascii_digit());
        if !before.trim_matches(['.', ')', ' ']).is_empty() {
            continue;
        }
        let info = &body[at + run..end];
        match open {
            Some((start, opener, length)) => {
                if sign == opener && run >= length && info.trim().is_empty() {
                    fences.push(start..end);
                    open = None;
                }
            }
            None if sign == b'`' && info.contains('`') => {}
            None => open = Some((line, sign, run)),
        }
    }
    fences.extend(open.map(|(start, ..)| start..body.len()));
    fences
}
