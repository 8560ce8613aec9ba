//! Line break opportunities: found once for each block, valid at any width.
//!
//! The rules are UAX #14, but with fewer breaks. A URL has no break. An ASCII word breaks only at a hyphen between letters. There
//! is no break between a word and the spaced punctuation of French (`« a »`, `a ?`). ASCII words take a fast path, and so do
//! words of scripts that separate words with blanks. Only other words use `icu_segmenter`.

use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

use crate::text;

/// The text between two break opportunities: its length in bytes, its width, the number of blanks at its end, and two flags. All
/// are packed into four bytes, because a document has a segment for each word. A segment starts where the previous segment ends.
/// The first segment of a block or a cell starts with that block or cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BreakSegment(u32);

/// Maximum length of a segment in bytes, without the blanks at its end; a longer word becomes several segments. Also the
/// maximum width in columns, because no character takes more columns than bytes.
const MAX_SEGMENT_BYTES: usize = 4095;
/// Length of a line end, in bytes.
const LINE_END_BYTES: u32 = 1;
/// Maximum number of blanks at the end of a segment.
const MAX_BLANKS: usize = 15;

impl BreakSegment {
    /// Number of bits for the length, which includes the blanks and the line end. The length is in the lowest bits.
    const BYTES_BITS: u32 = 13;
    /// Number of bits for the width, which follow the bits of the length.
    const WIDTH_BITS: u32 = 12;
    /// Number of bits for the number of blanks, which follow the bits of the width.
    const BLANKS_BITS: u32 = 4;
    /// Position of the lowest bit of the number of blanks.
    const BLANKS_SHIFT: u32 = Self::BYTES_BITS + Self::WIDTH_BITS;
    /// The bit for a segment that ends with a soft hyphen.
    const SOFT_HYPHEN: u32 = 1 << (Self::BLANKS_SHIFT + Self::BLANKS_BITS);
    /// The bit for a segment after which a row always ends.
    const ROW_END: u32 = Self::SOFT_HYPHEN << 1;

    /// Creates a segment without blanks at its end.
    fn new(bytes: usize, columns: usize) -> Self {
        debug_assert!(
            bytes <= MAX_SEGMENT_BYTES && columns <= MAX_SEGMENT_BYTES,
            "bytes and columns must fit into their bit fields"
        );
        Self((columns.min(MAX_SEGMENT_BYTES) as u32) << Self::BYTES_BITS | bytes as u32)
    }

    /// Returns the number in `count` bits, of which bit `first` is the lowest.
    fn number(self, first: u32, count: u32) -> u32 {
        (self.0 >> first) & ((1 << count) - 1)
    }

    /// Length in bytes, including the blanks and the line end.
    pub fn bytes(self) -> u32 {
        self.number(0, Self::BYTES_BITS)
    }

    /// Width in columns, without the blanks at the end.
    pub fn width(self) -> u16 {
        self.number(Self::BYTES_BITS, Self::WIDTH_BITS) as u16
    }

    /// Number of blanks at the end, each one column wide. They are dropped at the end of a row.
    pub fn blanks(self) -> u16 {
        self.number(Self::BLANKS_SHIFT, Self::BLANKS_BITS) as u16
    }

    /// Returns true if a row always ends after the segment.
    pub fn always_ends_row(self) -> bool {
        self.0 & Self::ROW_END != 0
    }

    /// Returns true if a row that ends after the segment shows a hyphen.
    pub fn is_hyphenated(self) -> bool {
        self.0 & Self::SOFT_HYPHEN != 0
    }

    /// Adds blanks to a segment without blanks at its end.
    fn add_blanks(&mut self, blanks: usize) {
        // The length includes the blanks.
        self.0 += (blanks as u32) << Self::BLANKS_SHIFT | blanks as u32;
    }

    /// Marks that a row ends after the segment, and adds the `bytes` of the line end to the segment's length.
    fn end_row(&mut self, bytes: u32) {
        self.0 = (self.0 | Self::ROW_END) + bytes;
    }
}

/// Splits text into segments and counts its words.
pub(super) struct Segmenter {
    line_segmenter: LineSegmenterBorrowed<'static>,
    /// Number of words in all text so far.
    pub(super) words: usize,
}

impl Segmenter {
    /// Creates a segmenter that has counted no words.
    pub(super) fn new() -> Self {
        let options = LineBreakOptions::default();
        Self {
            line_segmenter: LineSegmenter::new_for_non_complex_scripts(options),
            words: 0,
        }
    }

    /// Appends the segments of running text.
    pub(super) fn push_prose(&mut self, text: &str, out: &mut Vec<BreakSegment>) {
        text::work::count_steps_for_tests(text.len());
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
            self.push_line(&text[start..end], out);
            if end < text.len()
                && let Some(last) = out.last_mut()
            {
                last.end_row(LINE_END_BYTES);
            }
            start = end + 1;
        }
    }

    /// Appends the segments of code: one for each line, and several only for a line longer than [`MAX_SEGMENT_BYTES`].
    pub(super) fn push_code(&mut self, text: &str, out: &mut Vec<BreakSegment>) {
        text::work::count_steps_for_tests(text.len());
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
            let line = &text[start..end];
            self.words += line.split_ascii_whitespace().count();
            push_unbroken(line, out);
            if let Some(last) = out.last_mut() {
                // The last line has no line end.
                let has_line_end = end < text.len();
                last.end_row(if has_line_end { LINE_END_BYTES } else { 0 });
            }
            start = end + 1;
        }
    }

    /// Appends the segments of a line without its line end. Most words are one segment and need only one pass over the bytes.
    /// Other words are passed to [`Self::push_word`]: those that may break, those that are too long for a segment, and those
    /// whose width may differ from their number of bytes.
    fn push_line(&mut self, line: &str, out: &mut Vec<BreakSegment>) {
        let bytes = line.as_bytes();
        let mut start = 0;
        // Blanks at the start of the line belong to its first segment.
        let mut end = bytes.iter().take_while(|byte| **byte == b' ').count();
        // The union of the classes of the bytes from `start` to `end`.
        let mut classes = 0;
        loop {
            while let Some(class) = bytes.get(end).map(|byte| BYTE_CLASSES[usize::from(*byte)])
                && class != SPACE
            {
                classes |= class;
                end += 1;
            }
            let next_start = end
                + bytes[end..]
                    .iter()
                    .take_while(|byte| **byte == b' ')
                    .count();
            let blanks = next_start - end;
            if blanks == 1
                && next_start < bytes.len()
                && is_unbreakable_blank(&line[start..end], &line[next_start..])
            {
                end = next_start;
                continue;
            }
            if classes & SPECIAL == 0 && end - start <= MAX_SEGMENT_BYTES {
                self.words += usize::from(classes & WORD != 0);
                out.push(BreakSegment::new(end - start, end - start));
            } else {
                self.push_word(&line[start..end], out);
            }
            add_blanks(blanks, out);
            if next_start == bytes.len() {
                return;
            }
            (start, end, classes) = (next_start, next_start, 0);
        }
    }

    /// Appends the segments of a word, at least one.
    fn push_word(&mut self, word: &str, out: &mut Vec<BreakSegment>) {
        let is_url = word.contains("://");
        if word.is_ascii() {
            self.words += usize::from(word.bytes().any(|byte| byte.is_ascii_alphanumeric()));
            if is_url || !word.as_bytes().contains(&b'-') {
                return push_unbroken(word, out);
            }
            let breaks = (1..word.len()).filter(|offset| breaks_at_hyphen(word, *offset));
            push_broken(word, breaks, out);
        } else if word.chars().all(is_simple) {
            self.words += usize::from(word.chars().any(char::is_alphanumeric));
            let offsets = word.char_indices().map(|(offset, _)| offset).skip(1);
            push_broken(
                word,
                offsets.filter(|offset| !is_url && breaks_in_simple_script(word, *offset)),
                out,
            );
        } else {
            self.words += count_words(word);
            let breaks = self
                .line_segmenter
                .segment_str(word)
                .filter(|offset| (1..word.len()).contains(offset));
            let breaks = breaks.filter(|offset| is_break_allowed(word, *offset, is_url));
            push_broken(word, breaks, out);
        }
    }
}

/// Class of ASCII letters and digits. A run of text counts as a word if it contains a byte of this class.
const WORD: u8 = 1;
/// Class of the hyphen, at which a word may break, and of the bytes outside ASCII, whose characters may have fewer columns than
/// bytes.
const SPECIAL: u8 = 2;
/// Class of the space.
const SPACE: u8 = 4;

/// The class of each byte of running text.
static BYTE_CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b' ' => SPACE,
            b'-' => SPECIAL,
            0x80.. => SPECIAL,
            letter if letter.is_ascii_alphanumeric() => WORD,
            _ => 0,
        };
        byte += 1;
    }
    classes
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
        // The segment ends between two graphemes. 64 bytes beyond the limit are read too, to see whether a grapheme that
        // reaches the limit continues. A grapheme longer than a segment is split between characters.
        let prefix = &text[..text::floor_char_boundary(text, MAX_SEGMENT_BYTES + 64)];
        let starts = text::graphemes(prefix).map(|(start, _)| start);
        let end = starts
            .take_while(|start| *start <= MAX_SEGMENT_BYTES)
            .last();
        let end = end.filter(|end| *end > 0);
        let end = end.unwrap_or_else(|| text::floor_char_boundary(text, MAX_SEGMENT_BYTES));
        text::work::count_steps_for_tests(prefix.len());
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

/// Returns true if a word may break at byte `offset`, after a hyphen between letters: `well-known`, but not `-1`, `--all`
/// or `A-1`.
fn breaks_at_hyphen(word: &str, offset: usize) -> bool {
    let bytes = word.as_bytes();
    offset >= 2
        && bytes[offset - 1] == b'-'
        && bytes[offset - 2].is_ascii_alphabetic()
        && bytes[offset].is_ascii_alphabetic()
}

/// Returns true for characters of scripts that separate words with blanks, and for their punctuation.
fn is_simple(char: char) -> bool {
    // U+0E00 starts the block of Thai, the first script without blanks between words.
    // U+2010 to U+205E are punctuation and spaces that these scripts share.
    char < '\u{e00}' || ('\u{2010}'..='\u{205e}').contains(&char)
}

/// Returns true if a word of simple scripts may break at byte `offset`. It may break after a soft hyphen, and after a hyphen or
/// a dash within the word.
fn breaks_in_simple_script(word: &str, offset: usize) -> bool {
    let (before, after) = word.split_at(offset);
    let mut before = before.chars().rev();
    match (before.next(), after.chars().next()) {
        (Some('\u{ad}'), Some(_)) => true,
        (Some('-' | '\u{2010}'), Some(next)) => {
            next.is_alphabetic() && before.next().is_some_and(char::is_alphabetic)
        }
        (Some('—' | '–'), Some(next)) => {
            next.is_alphanumeric() && before.next().is_some_and(char::is_alphanumeric)
        }
        _ => false,
    }
}

/// Returns true if a break that UAX #14 allows at byte `offset` is used. Between two ASCII characters, a word breaks only
/// where [`breaks_at_hyphen`] allows it.
fn is_break_allowed(word: &str, offset: usize, is_url: bool) -> bool {
    let bytes = word.as_bytes();
    let is_within_ascii = bytes[offset - 1].is_ascii() && bytes[offset].is_ascii();
    !is_within_ascii || (!is_url && breaks_at_hyphen(word, offset))
}

/// Returns true if no row may end at the blank between `word` and `after`, because French punctuation is next to the blank.
fn is_unbreakable_blank(word: &str, after: &str) -> bool {
    // Fast path for most words.
    let ends_in_ascii = word.as_bytes().last().is_none_or(u8::is_ascii);
    if ends_in_ascii && after.starts_with(|char: char| char.is_ascii_alphanumeric()) {
        return false;
    }
    // A character such as `?` counts as spaced punctuation only if no text directly follows it: `a ?`, but not `a :smile:`.
    word.ends_with(['«', '‹'])
        || after.starts_with(['»', '›'])
        || (after.starts_with(['!', '?', ';', ':'])
            && matches!(after.as_bytes().get(1), None | Some(b' ')))
}

/// Returns the number of words in a text without blanks. Each letter of two columns counts as a word, and so does each run of
/// other letters and digits. Punctuation does not end a run.
fn count_words(word: &str) -> usize {
    let mut count = 0;
    let mut in_word = false;
    for char in word.chars().filter(|char| char.is_alphanumeric()) {
        // U+1100 is the first letter of two columns.
        let is_wide = char >= '\u{1100}' && text::width(char.encode_utf8(&mut [0; 4])) == 2;
        count += usize::from(is_wide || !in_word);
        in_word = !is_wide;
    }
    count
}

#[cfg(test)]
mod tests;
