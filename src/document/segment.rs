//! Break opportunities, found once for each block at any width.
//!
//! UAX #14 with three changes: a URL is kept whole, a slash within a word does not break it, and lone marks of French
//! typography (`« a »`, `a ?`) stay with their word. ASCII words and words of simple scripts take a fast path; only the rest
//! use `icu_segmenter`.

use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

use crate::text;

/// The text between two break opportunities, packed into four bytes because a text has one for each word. It starts where the
/// previous one ends; the first one starts with its block or cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BreakSegment(u32);

/// Bytes of a segment without its blanks, at most; a longer word has several. No row of a screen is so wide, and a
/// character takes no more columns than bytes.
const MAX_SEGMENT_BYTES: usize = 4095;
/// Blanks of a segment at most.
const MAX_BLANKS: usize = 15;

impl BreakSegment {
    const WIDTH: u32 = 13;
    const BLANK: u32 = Self::WIDTH + 12;
    const SOFT_HYPHEN: u32 = 1 << (Self::BLANK + 4);
    const HARD: u32 = Self::SOFT_HYPHEN << 1;

    /// A segment without blanks at its end.
    fn new(bytes: usize, columns: usize) -> Self {
        debug_assert!(
            bytes <= MAX_SEGMENT_BYTES && columns <= MAX_SEGMENT_BYTES,
            "it has room for them"
        );
        Self((columns.min(MAX_SEGMENT_BYTES) as u32) << Self::WIDTH | bytes as u32)
    }

    /// Bytes of the document's text, its blanks and the end of its line included.
    pub fn bytes(self) -> u32 {
        self.0 & ((1 << Self::WIDTH) - 1)
    }

    /// Columns, without the blanks at its end.
    pub fn width(self) -> u16 {
        (self.0 >> Self::WIDTH) as u16 & MAX_SEGMENT_BYTES as u16
    }

    /// Columns of the blanks at its end, which are dropped at the end of a row.
    pub fn blank(self) -> u16 {
        (self.0 >> Self::BLANK) as u16 & MAX_BLANKS as u16
    }

    /// A row always ends after it.
    pub fn is_hard(self) -> bool {
        self.0 & Self::HARD != 0
    }

    /// A row that ends after it shows a hyphen.
    pub fn is_hyphenated(self) -> bool {
        self.0 & Self::SOFT_HYPHEN != 0
    }

    /// Adds blanks to one that has none.
    fn add_blanks(&mut self, blanks: usize) {
        self.0 += (blanks as u32) << Self::BLANK | blanks as u32;
    }

    /// Ends the row after it and adds the `bytes` of the line end.
    fn end_row(&mut self, bytes: u32) {
        self.0 = (self.0 | Self::HARD) + bytes;
    }
}

/// Finds segments, and counts words on its way.
pub(super) struct Segmenter {
    segmenter: LineSegmenterBorrowed<'static>,
    /// Words met so far.
    pub(super) words: usize,
}

impl Segmenter {
    pub(super) fn new() -> Self {
        let segmenter = LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default());
        Self {
            segmenter,
            words: 0,
        }
    }

    /// The segments of running text.
    pub(super) fn prose(&mut self, text: &str, out: &mut Vec<BreakSegment>) {
        text::work::count(text.len());
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
            self.line(&text[start..end], out);
            if end < text.len()
                && let Some(last) = out.last_mut()
            {
                last.end_row(1);
            }
            start = end + 1;
        }
    }

    /// Code: a segment a line, more only for a very long one, and none of them broken elsewhere.
    pub(super) fn code(&mut self, text: &str, out: &mut Vec<BreakSegment>) {
        text::work::count(text.len());
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
            let line = &text[start..end];
            self.words += line.split_ascii_whitespace().count();
            piece(line, out);
            if let Some(last) = out.last_mut() {
                last.end_row(u32::from(end < text.len()));
            }
            start = end + 1;
        }
    }

    /// Splits a line into words. One pass over the bytes finds the plain words, which are most; the others go to [`Self::word`].
    fn line(&mut self, line: &str, out: &mut Vec<BreakSegment>) {
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
            if kinds & ODD == 0 && at - start <= MAX_SEGMENT_BYTES {
                self.words += usize::from(kinds & WORD != 0);
                out.push(BreakSegment::new(at - start, at - start));
            } else {
                self.word(&line[start..at], out);
            }
            add_blanks(blanks, out);
            if next == bytes.len() {
                return;
            }
            (start, at, kinds) = (next, next, 0);
        }
    }

    /// Pushes at least one segment.
    fn word(&mut self, word: &str, out: &mut Vec<BreakSegment>) {
        let whole = word.contains("://");
        if word.is_ascii() {
            self.words += usize::from(word.bytes().any(|byte| byte.is_ascii_alphanumeric()));
            if whole || !word.as_bytes().contains(&b'-') {
                return piece(word, out);
            }
            let breaks = (1..word.len()).filter(|at| hyphen_breaks(word, *at));
            pieces(word, breaks, out);
        } else if word.chars().all(is_simple) {
            self.words += usize::from(word.chars().any(char::is_alphanumeric));
            let breaks = word.char_indices().map(|(at, _)| at).skip(1);
            pieces(
                word,
                breaks.filter(|at| !whole && simple_breaks(word, *at)),
                out,
            );
        } else {
            self.words += ideographs(word);
            let breaks = self
                .segmenter
                .segment_str(word)
                .filter(|at| (1..word.len()).contains(at));
            pieces(word, breaks.filter(|at| keeps(word, *at, whole)), out);
        }
    }
}

/// A letter or digit: what holds one is a word.
const WORD: u8 = 1;
/// A byte that may break a word, or that is not one column wide.
const ODD: u8 = 2;
const BLANK: u8 = 4;

/// The class of each byte of running text.
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
fn pieces(word: &str, breaks: impl Iterator<Item = usize>, out: &mut Vec<BreakSegment>) {
    let mut start = 0;
    for end in breaks.chain([word.len()]) {
        piece(&word[start..end], out);
        if end < word.len()
            && word[start..end].ends_with('\u{ad}')
            && let Some(last) = out.last_mut()
        {
            last.0 |= BreakSegment::SOFT_HYPHEN;
        }
        start = end;
    }
}

/// Pushes text without break opportunities: one segment, or several if it is too long.
fn piece(mut text: &str, out: &mut Vec<BreakSegment>) {
    while text.len() > MAX_SEGMENT_BYTES {
        // Before the last grapheme, which may go on; of one that is longer than the segment, the characters that fit.
        let near = &text[..text::floor_char_boundary(text, MAX_SEGMENT_BYTES + 64)];
        let starts = text::graphemes(near).map(|(at, _)| at);
        let end = starts.take_while(|at| *at <= MAX_SEGMENT_BYTES).last();
        let end = end.filter(|at| *at > 0);
        let end = end.unwrap_or_else(|| text::floor_char_boundary(text, MAX_SEGMENT_BYTES));
        text::work::count(near.len());
        out.push(BreakSegment::new(end, text::width(&text[..end])));
        text = &text[end..];
    }
    out.push(BreakSegment::new(text.len(), text::width(text)));
}

/// Adds blanks to the last segment. Blanks beyond its limit become segments without a word.
fn add_blanks(mut blanks: usize, out: &mut Vec<BreakSegment>) {
    while let Some(last) = out.last_mut() {
        last.add_blanks(blanks.min(MAX_BLANKS));
        blanks = blanks.saturating_sub(MAX_BLANKS);
        if blanks == 0 {
            return;
        }
        out.push(BreakSegment::new(0, 0));
    }
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

/// Returns true if a break that UAX #14 allows is taken: within ASCII our own rule decides.
fn keeps(word: &str, at: usize, whole: bool) -> bool {
    let bytes = word.as_bytes();
    !(bytes[at - 1].is_ascii() && bytes[at].is_ascii()) || (!whole && hyphen_breaks(word, at))
}

/// Returns true if the blank between `word` and `after` must not break.
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
mod tests;
