//! Where a row may break: found once for each block, whatever the width.
//!
//! By UAX #14 with three wishes of a reader's: a URL is kept whole, a slash within a word does not break it,
//! and lone marks of French typography (`« a »`, `a ?`) stay with their word. Words of one byte a character
//! and of the simple scripts, nearly all there are, take a short way; the rest ask `icu_segmenter`.

use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

use crate::text;

/// The piece of text between two places where a row may break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fragment {
    /// First byte in the document's text.
    pub start: u32,
    /// Columns, without the blanks behind it; at most `u16::MAX`.
    pub width: u16,
    /// Columns of the blanks behind it, which a row's end drops.
    pub blank: u8,
    ends: u8,
}

impl Fragment {
    const SOFT_HYPHEN: u8 = 1;
    const HARD: u8 = 2;

    /// A fragment that ends at an ordinary place.
    pub fn new(start: u32, width: u16, blank: u8) -> Self {
        Self {
            start,
            width,
            blank,
            ends: 0,
        }
    }

    /// A row always ends behind it.
    pub fn is_hard(self) -> bool {
        self.ends & Self::HARD != 0
    }

    /// A row that ends behind it shows a hyphen.
    pub fn is_hyphenated(self) -> bool {
        self.ends & Self::SOFT_HYPHEN != 0
    }

    /// The same behind so many bytes.
    pub(super) fn behind(self, bytes: u32) -> Self {
        let start = self.start + bytes;
        Self { start, ..self }
    }

    /// The same, starting elsewhere and narrower: the last piece of a split fragment.
    #[must_use]
    pub fn shortened(self, start: u32, width: u16) -> Self {
        Self {
            start,
            width,
            ..self
        }
    }
}

/// Finds fragments, and counts words on its way.
pub(super) struct Fragmenter {
    segmenter: LineSegmenterBorrowed<'static>,
    /// Words met so far.
    pub(super) words: usize,
}

impl Fragmenter {
    pub(super) fn new() -> Self {
        let segmenter = LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default());
        Self {
            segmenter,
            words: 0,
        }
    }

    /// The fragments of running text that starts at byte `base` of the document's text.
    pub(super) fn prose(&mut self, text: &str, base: u32, out: &mut Vec<Fragment>) {
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
            self.line(&text[start..end], base + start as u32, out);
            if end < text.len()
                && let Some(last) = out.last_mut()
            {
                last.ends |= Fragment::HARD;
            }
            start = end + 1;
        }
    }

    /// Code: a fragment a line, each ending hard.
    pub(super) fn code(&mut self, text: &str, base: u32, out: &mut Vec<Fragment>) {
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
            let line = &text[start..end];
            self.words += line.split_ascii_whitespace().count();
            let ends = Fragment::HARD;
            out.push(Fragment {
                ends,
                ..Fragment::new(base + start as u32, clamp(text::width(line)), 0)
            });
            start = end + 1;
        }
    }

    /// One look at each byte tells the plain words, nearly all there are, from those that need more thought.
    fn line(&mut self, line: &str, base: u32, out: &mut Vec<Fragment>) {
        let bytes = line.as_bytes();
        let mut start = 0;
        let mut at = bytes.iter().take_while(|byte| **byte == b' ').count();
        let mut kinds = 0;
        loop {
            while let Some(kind) = bytes.get(at).map(|byte| BYTES[usize::from(*byte)])
                && kind != BLANK
            {
                kinds |= kind;
                at += 1;
            }
            let next = at + bytes[at..].iter().take_while(|byte| **byte == b' ').count();
            let blanks = next - at;
            if blanks == 1 && next < bytes.len() && sticks(&line[start..at], &line[next..]) {
                at = next;
                continue;
            }
            if kinds & ODD == 0 {
                self.words += usize::from(kinds & WORD != 0);
                out.push(Fragment::new(base + start as u32, clamp(at - start), 0));
            } else {
                self.word(&line[start..at], base + start as u32, out);
            }
            if let Some(last) = out.last_mut() {
                last.blank = blanks.min(usize::from(u8::MAX)) as u8;
            }
            if next == bytes.len() {
                return;
            }
            (start, at, kinds) = (next, next, 0);
        }
    }

    /// Pushes at least one fragment.
    fn word(&mut self, word: &str, base: u32, out: &mut Vec<Fragment>) {
        let whole = word.contains("://");
        if word.is_ascii() {
            self.words += usize::from(word.bytes().any(|byte| byte.is_ascii_alphanumeric()));
            if whole || !word.as_bytes().contains(&b'-') {
                out.push(Fragment::new(base, clamp(word.len()), 0));
                return;
            }
            let breaks = (1..word.len()).filter(|at| hyphen_breaks(word, *at));
            pieces(word, breaks, base, out);
        } else if word.chars().all(is_simple) {
            self.words += usize::from(word.chars().any(char::is_alphanumeric));
            let breaks = word.char_indices().map(|(at, _)| at).skip(1);
            pieces(
                word,
                breaks.filter(|at| !whole && simple_breaks(word, *at)),
                base,
                out,
            );
        } else {
            self.words += ideographs(word);
            let breaks = self
                .segmenter
                .segment_str(word)
                .filter(|at| (1..word.len()).contains(at));
            pieces(word, breaks.filter(|at| keeps(word, *at, whole)), base, out);
        }
    }
}

/// A letter or digit: what holds one is a word.
const WORD: u8 = 1;
/// What may break a word, or is not one byte a column.
const ODD: u8 = 2;
const BLANK: u8 = 4;

/// What each byte of running text is.
static BYTES: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        kinds[byte] = match byte as u8 {
            b' ' => BLANK,
            b'-' => ODD,
            0x80.. => ODD,
            other if other.is_ascii_alphanumeric() => WORD,
            _ => 0,
        };
        byte += 1;
    }
    kinds
};

/// Cuts `word` at `breaks`, which are ascending and inside it.
fn pieces(word: &str, breaks: impl Iterator<Item = usize>, base: u32, out: &mut Vec<Fragment>) {
    let mut start = 0;
    for end in breaks.chain([word.len()]) {
        let piece = &word[start..end];
        let mut fragment = Fragment::new(base + start as u32, clamp(text::width(piece)), 0);
        if end < word.len() && piece.ends_with('\u{ad}') {
            fragment.ends |= Fragment::SOFT_HYPHEN;
        }
        out.push(fragment);
        start = end;
    }
}

fn clamp(columns: usize) -> u16 {
    u16::try_from(columns).unwrap_or(u16::MAX)
}

/// A hyphen between letters: `well-known`, but not `-1`, `--all` or `A-1`.
fn hyphen_breaks(word: &str, at: usize) -> bool {
    let bytes = word.as_bytes();
    at >= 2
        && bytes[at - 1] == b'-'
        && bytes[at - 2].is_ascii_alphabetic()
        && bytes[at].is_ascii_alphabetic()
}

/// Scripts with blanks between words, and the punctuation that goes with them.
fn is_simple(char: char) -> bool {
    char < '\u{e00}' || ('\u{2010}'..='\u{205e}').contains(&char) || char == '\u{202f}'
}

fn simple_breaks(word: &str, at: usize) -> bool {
    let (before, after) = word.split_at(at);
    let mut left = before.chars().rev();
    match (left.next(), after.chars().next()) {
        (Some('\u{ad}'), Some(_)) => true,
        (Some('-' | '\u{2010}'), Some(next)) => {
            next.is_alphabetic() && left.next().is_some_and(char::is_alphabetic)
        }
        (Some('—' | '–'), Some(next)) => {
            next.is_alphanumeric() && left.next().is_some_and(char::is_alphanumeric)
        }
        _ => false,
    }
}

/// Whether a break that UAX #14 allows is wanted: within ASCII our own rule holds.
fn keeps(word: &str, at: usize, whole: bool) -> bool {
    let bytes = word.as_bytes();
    !(bytes[at - 1].is_ascii() && bytes[at].is_ascii()) || (!whole && hyphen_breaks(word, at))
}

/// Whether the blank between `word` and what follows must not break.
fn sticks(word: &str, after: &str) -> bool {
    let is_odd = |byte: Option<&u8>| byte.is_some_and(|byte| *byte >= 0x80);
    if after.starts_with(|char: char| char.is_ascii_alphanumeric())
        && !is_odd(word.as_bytes().last())
    {
        return false;
    }
    word.ends_with(['«', '‹'])
        || after.starts_with(['»', '›'])
        || (after.starts_with(['!', '?', ';', ':'])
            && matches!(after.as_bytes().get(1), None | Some(b' ')))
}

/// Words in a run without blanks: each wide character, and each run of others between them.
fn ideographs(word: &str) -> usize {
    let mut count = 0;
    let mut in_word = false;
    for char in word.chars().filter(|char| char.is_alphanumeric()) {
        let wide = char >= '\u{1100}' && text::width(char.encode_utf8(&mut [0; 4])) == 2;
        count += usize::from(wide || !in_word);
        in_word = !wide;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The fragments of `text`, with `|` where a row may break and `¦` where it must.
    fn broken(text: &str) -> String {
        let mut out = Vec::new();
        Fragmenter::new().prose(text, 0, &mut out);
        let ends = out
            .iter()
            .skip(1)
            .map(|fragment| fragment.start as usize)
            .chain([text.len()]);
        let show = |(fragment, end): (&Fragment, usize)| {
            let piece = text[fragment.start as usize..end].replace('\n', "");
            format!("{piece}{}", if fragment.is_hard() { "¦" } else { "|" })
        };
        out.iter().zip(ends).map(show).collect()
    }

    #[test]
    fn rows_break_where_a_reader_expects() {
        for (text, expected) in [
            ("a bc  d", "a |bc  |d|"),
            ("well-known -1 --all", "well-|known |-1 |--all|"),
            ("see https://a-b.c/d-e now", "see |https://a-b.c/d-e |now|"),
            ("one\ntwo", "one¦two|"),
            ("a\u{a0}b c", "a\u{a0}b |c|"),
            ("yes—no", "yes—|no|"),
            ("dic\u{ad}tion", "dic\u{ad}|tion|"),
            ("« oui » non ?", "« oui » |non ?|"),
            ("中文,好。对", "中|文,|好。|对|"),
            ("（中）x", "（中）|x|"),
            ("见https://a.b/c-d吧", "见|https://a.b/c-d|吧|"),
        ] {
            assert_eq!(broken(text), expected, "{text}");
        }
    }

    #[test]
    fn widths_leave_out_blanks_and_soft_hyphens() {
        let mut out = Vec::new();
        Fragmenter::new().prose("a\u{ad}b  中", 0, &mut out);
        let widths: Vec<_> = out
            .iter()
            .map(|fragment| (fragment.width, fragment.blank))
            .collect();
        assert_eq!(widths, [(1, 0), (1, 2), (2, 0)]);
        assert!(out[0].is_hyphenated() && !out[1].is_hyphenated());
    }

    #[test]
    fn words_are_counted_in_every_script() {
        for (text, count) in [
            ("one two — three-four", 3),
            ("中文 and 日本語", 6),
            ("été", 1),
        ] {
            let mut fragmenter = Fragmenter::new();
            fragmenter.prose(text, 0, &mut Vec::new());
            assert_eq!(fragmenter.words, count, "{text}");
        }
    }
}
