//! [`Clean`]: text without control characters. folio prints no other text.

use std::borrow::Cow;
use std::fmt;
use std::ops::{Deref, Range};

use unicode_normalization::char::is_combining_mark;

use super::work;

/// Text without control characters, safe to send to a terminal.
///
/// C0 controls and DEL are shown as Unicode's control pictures (`␛`). C1 controls (ECMA-48, 5.3) are shown as U+FFFD. So
/// are the characters that reorder or hide text: bidi marks, embeddings, overrides and isolates, line and paragraph
/// separators, and tag characters outside of an emoji. So is kitty's placeholder for a part of a picture. Combining marks beyond
/// eight on a character are dropped. A [`Clean::block`] keeps `\n` between its lines; the caller splits it into lines before
/// printing.
///
/// Only this module can create a `Clean`, so a function that takes `Clean` cannot receive unclean text.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Clean<'a>(Cow<'a, str>);

impl<'a> Clean<'a> {
    /// Creates one line. A run of line ends and tabs becomes one blank. After a blank, and at the start and the end of `raw`, such
    /// a run becomes nothing. Borrows `raw` if nothing has to change.
    pub fn line(raw: &'a str) -> Self {
        // Tests measure the run time by this count.
        work::count_steps_for_tests(raw.len());
        // Fast path for most lines.
        if super::width::is_printable_ascii(raw) {
            return Self(Cow::Borrowed(raw));
        }
        let (mut marks, mut flag) = (MarkCounter::default(), FlagRecognizer::default());
        if raw
            .chars()
            .all(|char| flag.process(char) == char && marks.accept(char))
        {
            return Self(Cow::Borrowed(raw));
        }
        let mut line = Clean(Cow::Owned(String::with_capacity(raw.len())));
        for piece in raw
            .split(['\n', '\r', '\t'])
            .filter(|piece| !piece.is_empty())
        {
            if !line.is_empty() && !line.ends_with(' ') {
                line.0.to_mut().push(' ');
            }
            line.push(piece);
        }
        line
    }

    /// Creates several lines: keeps `\n`, converts `\r\n` and `\r` to `\n`, and expands tabs to stops of four columns.
    pub fn block(raw: &str) -> Clean<'static> {
        let mut block = Clean::default();
        block.push(raw);
        block
    }

    /// Creates clean text from a literal in the program.
    ///
    /// # Panics
    /// If the literal contains a C0 control or DEL; other characters are not checked. In a constant, the panic is an error
    /// at compile time.
    pub const fn literal(text: &'static str) -> Clean<'static> {
        let bytes = text.as_bytes();
        let mut index = 0;
        while index < bytes.len() {
            assert!(
                bytes[index] >= 0x20 && bytes[index] != 0x7f,
                "a literal contains a control character"
            );
            index += 1;
        }
        Clean(Cow::Borrowed(text))
    }

    /// Appends `raw`, cleaned as by [`Clean::block`]. A tab stop is counted from the start of the line that contains the tab.
    pub fn push(&mut self, raw: &str) {
        work::count_steps_for_tests(raw.len());
        let text = self.0.to_mut();
        if super::width::is_printable_ascii(raw) {
            text.push_str(raw);
            return;
        }
        // The offset up to which the text is measured, and the column there. The column of the next tab is counted from
        // this offset, so that a long line is measured only once.
        let mut measured: Option<(usize, usize)> = None;
        let mut marks = MarkCounter::at_end_of(text);
        let mut flag = FlagRecognizer::at_end_of(text);
        let mut chars = raw.chars().peekable();
        while let Some(char) = chars.next() {
            if !marks.accept(char) {
                continue;
            }
            match char {
                '\n' | '\r' => {
                    if char == '\r' {
                        chars.next_if_eq(&'\n');
                    }
                    text.push('\n');
                    measured = Some((text.len(), 0));
                }
                '\t' => {
                    let (start, start_column) =
                        measured.unwrap_or_else(|| (text.rfind('\n').map_or(0, |end| end + 1), 0));
                    let column = start_column + super::width(&text[start..]);
                    let blanks = 4 - column % 4;
                    text.extend(std::iter::repeat_n(' ', blanks));
                    measured = Some((text.len(), column + blanks));
                }
                char => text.push(flag.process(char)),
            }
        }
    }

    /// Appends text that is already clean.
    pub fn push_clean(&mut self, other: &Clean<'_>) {
        self.0.to_mut().push_str(&other.0);
    }

    /// Shortens the text to the first `bytes` bytes, which must end at a character boundary.
    pub fn truncate(&mut self, bytes: usize) {
        self.0.to_mut().truncate(bytes);
    }

    /// Borrows the part at the byte range `range`, whose ends must be character boundaries.
    pub fn slice(&self, range: Range<usize>) -> Clean<'_> {
        Clean(Cow::Borrowed(&self.0[range]))
    }

    /// Borrows the whole text.
    pub fn borrowed(&self) -> Clean<'_> {
        Clean(Cow::Borrowed(&self.0))
    }

    /// Returns the text as an owned value.
    pub fn into_owned(self) -> Clean<'static> {
        Clean(Cow::Owned(self.0.into_owned()))
    }

    /// Converts the text to a plain string.
    pub fn into_string(self) -> String {
        self.0.into_owned()
    }

    /// Reserves capacity for `bytes` more bytes, if the system has enough memory.
    pub fn reserve(&mut self, bytes: usize) {
        // If the reservation fails, the text grows step by step instead.
        let _ = self.0.to_mut().try_reserve(bytes);
    }

    /// Frees unused capacity.
    pub fn shrink(&mut self) {
        if let Cow::Owned(text) = &mut self.0 {
            text.shrink_to_fit();
        }
    }
}

impl Deref for Clean<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Clean<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl From<u64> for Clean<'static> {
    fn from(number: u64) -> Self {
        Clean(Cow::Owned(number.to_string()))
    }
}

/// `format!` that cleans its result as [`Clean::line`] does; the arguments need not be clean.
#[macro_export]
macro_rules! clean {
    ($($argument:tt)*) => { $crate::text::Clean::line(&format!($($argument)*)).into_owned() };
}

/// Maximum number of combining marks on one character. No script needs more, and thousands may stall a terminal or the
/// layout.
const MAX_COMBINING_MARKS: usize = 8;

/// Counts the combining marks on the current character.
#[derive(Default)]
struct MarkCounter(usize);

impl MarkCounter {
    /// Creates a counter that has already counted the marks at the end of `text`.
    fn at_end_of(text: &str) -> Self {
        let last = text.chars().rev().take(MAX_COMBINING_MARKS);
        Self(last.take_while(|char| is_mark(*char)).count())
    }

    /// Counts the next character if it is a mark; otherwise resets the count. Returns false for a mark beyond
    /// [`MAX_COMBINING_MARKS`].
    fn accept(&mut self, char: char) -> bool {
        if is_mark(char) {
            self.0 += 1;
        } else {
            self.0 = 0;
        }
        self.0 <= MAX_COMBINING_MARKS
    }
}

/// Recognizes the emoji of a region's flag: a black flag, tag characters that spell the region, and a cancel tag (UTS #51, annex
/// C). Other tag characters are invisible: text in them is hidden from people, but not from programs.
#[derive(Default)]
struct FlagRecognizer {
    /// Number of tag characters that may still follow.
    remaining_tags: usize,
}

impl FlagRecognizer {
    const BLACK_FLAG: char = '\u{1f3f4}';
    const CANCEL_TAG: char = '\u{e007f}';

    /// Maximum number of tag characters: six for the region (ISO 3166-2 without a hyphen), and the cancel tag.
    const MAX_TAGS: usize = 7;

    /// Creates a recognizer that has already processed the end of `text`.
    fn at_end_of(text: &str) -> Self {
        let mut flag = Self::default();
        let last = text.chars().rev().take(Self::MAX_TAGS + 1);
        let last: Vec<_> = last.collect();
        for char in last.into_iter().rev() {
            flag.process(char);
        }
        flag
    }

    /// Processes the next character, and returns the character that is shown for it.
    fn process(&mut self, char: char) -> char {
        // The tags of digits and of lowercase letters, and the cancel tag.
        let is_allowed = self.remaining_tags > 0
            && matches!(char, '\u{e0030}'..='\u{e0039}' | '\u{e0061}'..='\u{e007a}' | Self::CANCEL_TAG);
        self.remaining_tags = match char {
            Self::BLACK_FLAG => Self::MAX_TAGS,
            Self::CANCEL_TAG => 0,
            _ if is_allowed => self.remaining_tags - 1,
            _ => 0,
        };
        if is_allowed { char } else { shown_char(char) }
    }
}

/// Returns true for a combining mark.
fn is_mark(char: char) -> bool {
    // U+0300 is the first combining mark; the comparison is the fast path for most text.
    char >= '\u{300}' && is_combining_mark(char)
}

/// Returns true if `char` is shown unchanged.
pub(super) fn is_printable(char: char) -> bool {
    shown_char(char) == char
}

/// Returns the character shown for `char`: a substitute if `char` would control the terminal, reorder or hide text, or be drawn
/// as a part of a picture; otherwise `char`.
fn shown_char(char: char) -> char {
    match char {
        // The control pictures start at U+2400, in the order of the C0 controls.
        '\0'..='\x1f' => char::from_u32(0x2400 + char as u32).unwrap_or('\u{fffd}'),
        '\x7f' => '\u{2421}',
        // C1 controls.
        '\u{80}'..='\u{9f}'
        // Bidi marks.
        | '\u{61c}'
        | '\u{200e}'
        | '\u{200f}'
        // Line and paragraph separators.
        | '\u{2028}'
        | '\u{2029}'
        // Bidi embeddings, overrides and isolates.
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        // Tag characters, see `FlagRecognizer`.
        | '\u{e0000}'..='\u{e007f}'
        // Kitty's placeholder: a terminal would draw a part of a picture in its place.
        | '\u{10eeee}' => '\u{fffd}',
        char => char,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printable_text_is_borrowed() {
        assert!(matches!(
            Clean::line("Ünïcode, “quotes” 中文").0,
            Cow::Borrowed(_)
        ));
    }

    #[test]
    fn controls_bidi_overrides_and_placeholders_are_replaced() {
        assert_eq!(&*Clean::line("a\x1b]0;x\x07b"), "a␛]0;x␇b");
        assert_eq!(&*Clean::line("\x7f\u{9b}31m"), "␡\u{fffd}31m");
        assert_eq!(&*Clean::line("abc\u{202e}fed"), "abc\u{fffd}fed");
        assert_eq!(&*Clean::line("a\u{10eeee}b"), "a\u{fffd}b");
    }

    #[test]
    fn tag_characters_are_replaced_except_in_a_flag() {
        let tags = |text: &str| -> String {
            let tag = |char| char::from_u32(0xe0000 + char as u32).unwrap();
            text.chars().map(tag).collect()
        };
        // The flag of England: a black flag, the tags of its region, and the cancel tag, which is the tag of DEL.
        let flag = format!("\u{1f3f4}{}", tags("gbeng\x7f"));
        for (raw, expected) in [
            (format!("a{}b", tags("hi")), "a\u{fffd}\u{fffd}b".to_owned()),
            (format!("{flag} {flag}"), format!("{flag} {flag}")),
            (format!("{flag}{}", tags("a")), format!("{flag}\u{fffd}")),
            // At most seven tags may follow a black flag.
            (
                format!("\u{1f3f4}{}", tags("instructions")),
                format!("\u{1f3f4}{}{}", tags("instruc"), "\u{fffd}".repeat(5)),
            ),
            // A flag has no tags of uppercase letters.
            (
                format!("\u{1f3f4}{}", tags("A")),
                "\u{1f3f4}\u{fffd}".to_owned(),
            ),
        ] {
            assert_eq!(*Clean::line(&raw), expected);
            let mut pushed = Clean::default();
            raw.chars()
                .for_each(|char| pushed.push(char.encode_utf8(&mut [0; 4])));
            assert_eq!(*pushed, expected);
        }
    }

    #[test]
    fn combining_marks_beyond_eight_on_a_character_are_dropped() {
        let expected = format!("e{}x", "\u{301}".repeat(8));
        for marks in [8, 9, 1000] {
            let raw = format!("e{}x", "\u{301}".repeat(marks));
            assert_eq!(&*Clean::line(&raw), expected);
            assert_eq!(&*Clean::block(&raw), expected);
            let mut pushed = Clean::default();
            raw.chars()
                .for_each(|char| pushed.push(char.encode_utf8(&mut [0; 4])));
            assert_eq!(&*pushed, expected);
        }
    }

    #[test]
    fn line_replaces_line_ends_and_tabs() {
        assert_eq!(&*Clean::line("a\nb\r\n\tc"), "a b c");
        assert_eq!(&*Clean::line("a \n b"), "a  b");
        assert_eq!(&*Clean::line("\ta\n"), "a");
    }

    #[test]
    fn block_keeps_lines_and_expands_tabs() {
        assert_eq!(&*Clean::block("a\r\n\tb\rab\tc"), "a\n    b\nab  c");
    }
}
