//! Line break opportunities: found once for each block, valid at any width.
//!
//! UAX #14 with three changes: a URL is kept whole, a slash within a word does not break it, and lone marks of French
//! typography (`« a »`, `a ?`) stay with their word. ASCII words and words of simple scripts take a fast path; only the rest
//! use `icu_segmenter`.

use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

use crate::text;

/// The text between two break opportunities, packed into four bytes because a document has a segment for each word. A
/// segment starts where the previous one ends; the first segment starts with its block or cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BreakSegment(u32);

/// Maximum length of a segment in bytes, without the blanks at its end; a longer word becomes several segments. Wider than
/// any screen row, because a character takes no more columns than bytes.
const MAX_SEGMENT_BYTES: usize = 4095;
/// Maximum number of blanks at the end of a segment.
const MAX_BLANKS: usize = 15;

impl BreakSegment {
    const WIDTH: u32 = 13;
    const BLANK: u32 = Self::WIDTH + 12;
    const SOFT_HYPHEN: u32 = 1 << (Self::BLANK + 4);
    const HARD: u32 = Self::SOFT_HYPHEN << 1;

    /// Creates a segment without blanks at its end.
    fn new(bytes: usize, columns: usize) -> Self {
        debug_assert!(
            bytes <= MAX_SEGMENT_BYTES && columns <= MAX_SEGMENT_BYTES,
            "it has room for them"
        );
        Self((columns.min(MAX_SEGMENT_BYTES) as u32) << Self::WIDTH | bytes as u32)
    }

    /// Length in bytes of the document's text, including the blanks and the line end.
    pub fn bytes(self) -> u32 {
        self.0 & ((1 << Self::WIDTH) - 1)
    }

    /// Width in columns, without the blanks at the end.
    pub fn width(self) -> u16 {
        (self.0 >> Self::WIDTH) as u16 & MAX_SEGMENT_BYTES as u16
    }

    /// Width in columns of the blanks at the end, which are dropped at the end of a row.
    pub fn blank(self) -> u16 {
        (self.0 >> Self::BLANK) as u16 & MAX_BLANKS as u16
    }

    /// Returns true if a row always ends after the segment.
    pub fn is_hard(self) -> bool {
        self.0 & Self::HARD != 0
    }

    /// Returns true if a row that ends after the segment shows a hyphen.
    pub fn is_hyphenated(self) -> bool {
        self.0 & Self::SOFT_HYPHEN != 0
    }

    /// Adds blanks to a segment that has none.
    fn add_blanks(&mut self, blanks: usize) {
        self.0 += (blanks as u32) << Self::BLANK | blanks as u32;
    }

    /// Marks that a row ends after the segment, and adds the `bytes` of the line end.
    fn end_row(&mut self, bytes: u32) {
        self.0 = (self.0 | Self::HARD) + bytes;
    }
}

/// Splits text into segments and counts its words.
pub(super) struct Segmenter {
    segmenter: LineSegmenterBorrowed<'static>,
    /// Number of words in all text so far.
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

    /// Appends the segments of running text.
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

    /// Appends the segments of code: one for each line, and several only for a line longer than [`MAX_SEGMENT_BYTES`].
    pub(super) fn code(&mut self, text: &str, out: &mut Vec<BreakSegment>) {
        text::work::count(text.len());
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
            let line = &text[start..end];
            self.words += line.split_ascii_whitespace().count();
            push_unbroken(line, out);
            if let Some(last) = out.last_mut() {
                last.end_row(u32::from(end < text.len()));
            }
            start = end + 1;
        }
    }

    /// Splits a line into words. One pass over the bytes handles the plain words, which are the majority; other words go to
    /// [`Self::word`].
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

    /// Appends the segments of a word, at least one.
    fn word(&mut self, word: &str, out: &mut Vec<BreakSegment>) {
        let is_url = word.contains("://");
        if word.is_ascii() {
            self.words += usize::from(word.bytes().any(|byte| byte.is_ascii_alphanumeric()));
            if is_url || !word.as_bytes().contains(&b'-') {
                return push_unbroken(word, out);
            }
            let breaks = (1..word.len()).filter(|at| hyphen_breaks(word, *at));
            push_broken(word, breaks, out);
        } else if word.chars().all(is_simple) {
            self.words += usize::from(word.chars().any(char::is_alphanumeric));
            let breaks = word.char_indices().map(|(at, _)| at).skip(1);
            push_broken(
                word,
                breaks.filter(|at| !is_url && simple_breaks(word, *at)),
                out,
            );
        } else {
            self.words += count_words(word);
            let breaks = self
                .segmenter
                .segment_str(word)
                .filter(|at| (1..word.len()).contains(at));
            let breaks = breaks.filter(|at| is_break_allowed(word, *at, is_url));
            push_broken(word, breaks, out);
        }
    }
}

/// Class of letters and digits. A run of text counts as a word if it contains one.
const WORD: u8 = 1;
/// Class of bytes at which a word may break, or that are not one column wide.
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

/// Appends the segments of `word`, split at the byte offsets `breaks`, which are ascending and inside the word.
fn push_broken(word: &str, breaks: impl Iterator<Item = usize>, out: &mut Vec<BreakSegment>) {
    let mut start = 0;
    for end in breaks.chain([word.len()]) {
        push_unbroken(&word[start..end], out);
        if end < word.len()
            && word[start..end].ends_with('\u{ad}')
            && let Some(last) = out.last_mut()
        {
            last.0 |= BreakSegment::SOFT_HYPHEN;
        }
        start = end;
    }
}

/// Appends text without break opportunities: one segment, or several if the text is longer than [`MAX_SEGMENT_BYTES`].
fn push_unbroken(mut text: &str, out: &mut Vec<BreakSegment>) {
    while text.len() > MAX_SEGMENT_BYTES {
        // Split before the last grapheme, which may continue beyond the limit. A grapheme longer than a segment is split
        // between characters.
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

/// Adds blanks to the last segment. Blanks beyond [`MAX_BLANKS`] become segments without a word.
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

/// Returns true if a word may break at byte `at`, after a hyphen between letters: `well-known`, but not `-1`, `--all`
/// or `A-1`.
fn hyphen_breaks(word: &str, at: usize) -> bool {
    let bytes = word.as_bytes();
    at >= 2
        && bytes[at - 1] == b'-'
        && bytes[at - 2].is_ascii_alphabetic()
        && bytes[at].is_ascii_alphabetic()
}

/// Returns true for characters of scripts that separate words with blanks, and for their punctuation.
fn is_simple(char: char) -> bool {
    char < '\u{e00}' || ('\u{2010}'..='\u{205e}').contains(&char) || char == '\u{202f}'
}

/// Returns true if a word of simple scripts may break at byte `at`: after a soft hyphen, or after a hyphen or a dash
/// within the word.
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

/// Returns true if a break that UAX #14 allows at byte `at` is used. Between two ASCII characters, [`hyphen_breaks`]
/// decides.
fn is_break_allowed(word: &str, at: usize, is_url: bool) -> bool {
    let bytes = word.as_bytes();
    !(bytes[at - 1].is_ascii() && bytes[at].is_ascii()) || (!is_url && hyphen_breaks(word, at))
}

/// Returns true if no row may end at the blank between `word` and `after`, for French punctuation.
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

/// Counts the words of a text without blanks: each wide character is a word, and so is each run of other characters.
fn count_words(word: &str) -> usize {
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
