//! What a prepared body means where it was overwritten, by byte.

use std::borrow::Cow;
use std::ops::Range;

mod reader;

pub(in crate::document) use reader::Reader;

/// Stands before the number of a target: no character, so nobody writes it.
pub(super) const MARKER: &str = "\u{fdd1}";
/// A body as the parser is to see it.
#[derive(Debug)]
pub(in crate::document) struct Prepared<'s> {
    /// As long as the body, with the same lines.
    pub(in crate::document) text: Cow<'s, str>,
    pub(in crate::document) said: Said,
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
}

impl Said {
    pub(super) fn sort(&mut self) {
        self.meanings.sort_by_key(|meaning| meaning.range.start);
        self.ids.sort_by_key(|(at, _)| *at);
        self.callouts.sort_by_key(|(at, ..)| *at);
        self.phantoms.sort_unstable();
    }

    /// From the start on; places are asked for as bytes of the source, in which the body begins at `offset`.
    pub(in crate::document) fn reader(&self, offset: usize) -> Reader<'_> {
        Reader {
            said: self,
            offset,
            next: 0,
            spliced: 0,
        }
    }

    /// Where elements stand open that meanings have opened: bytes of the body, in order.
    pub(in crate::document) fn open(&self) -> Vec<Range<usize>> {
        let (mut ranges, mut depth, mut start) = (Vec::new(), 0_isize, 0);
        for meaning in &self.meanings {
            let before = depth;
            depth = (depth + opened(&meaning.html)).max(0);
            if before == 0 && depth > 0 {
                start = meaning.range.start;
            } else if before > 0 && depth == 0 {
                ranges.push(start..meaning.range.end);
            }
        }
        if depth > 0 {
            ranges.push(start..usize::MAX);
        }
        ranges
    }
}

/// How many more elements some HTML opens than it closes, by the look of its tags.
fn opened(html: &str) -> isize {
    let change = |tag: &str| {
        let mut names = tag.split(|char: char| !char.is_ascii_alphanumeric());
        match tag.as_bytes().first() {
            Some(b'/') => -1,
            Some(first) if first.is_ascii_alphabetic() && !tag.contains("/>") => {
                let is_void = |name| VOID.contains(&name);
                isize::from(!names.next().is_some_and(is_void))
            }
            _ => 0,
        }
    };
    html.split('<').skip(1).map(change).sum()
}

/// Elements without an end tag (WHATWG HTML, 13.1.2) that may stand in a text.
const VOID: [&str; 6] = ["br", "hr", "img", "input", "source", "wbr"];

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
