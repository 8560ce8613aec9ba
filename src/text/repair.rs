//! Repair of double-encoded text: UTF-8 that a program decoded as Windows-1252 or Latin-1 and encoded as UTF-8 again,
//! so that `être` became `Ãªtre` and `’` became `â€™`.
//!
//! A sequence is repaired only if no author can have meant it literally. In correct text, a symbol may follow an
//! accented letter (`“Ô`, `été »`, `„slyšíš“`, `NESCAFÉ®`); such an ambiguous sequence is repaired only if all other
//! text is ASCII and at least one other sequence is certain.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memchr_iter;

/// The first UTF-8 byte of all lead characters, the letters from `Â` to `ô`.
const MARK: u8 = 0xc3;

/// The characters of bytes 80 to 9F in Windows-1252; undefined bytes are control characters (WHATWG Encoding, “index
/// windows-1252”).
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Returns `text` with double-encoded characters repaired; borrowed if there are none.
pub fn repaired(text: &str) -> Cow<'_, str> {
    let found = double_encoded(text);
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut repaired = String::with_capacity(text.len());
    let mut copied = 0;
    for DoubleEncoded { range, char } in found {
        repaired.push_str(&text[copied..range.start]);
        repaired.push(char);
        copied = range.end;
    }
    repaired.push_str(&text[copied..]);
    Cow::Owned(repaired)
}

/// A double-encoded character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoubleEncoded {
    /// The byte range of the double-encoded sequence.
    pub range: Range<usize>,
    /// The intended character.
    pub char: char,
}

/// Returns the double-encoded characters of `text`, in order.
pub fn double_encoded(text: &str) -> Vec<DoubleEncoded> {
    let mut found = Vec::new();
    let mut end = 0;
    for at in memchr_iter(MARK, text.as_bytes()) {
        if at >= end
            && let Some(sequence) = Sequence::read(text, at)
        {
            end = sequence.decoded.range.end;
            found.push(sequence);
        }
    }
    if found.is_empty() {
        return Vec::new();
    }
    mark_runs(&mut found);
    if found.iter().any(|sequence| sequence.is_certain) && !is_whole(text, &found) {
        found.retain(|sequence| sequence.is_certain);
    } else if !found.iter().any(|sequence| sequence.is_certain) {
        found.clear();
    }
    found.into_iter().map(|sequence| sequence.decoded).collect()
}

/// Returns true if all text outside the sequences is ASCII.
fn is_whole(text: &str, found: &[Sequence]) -> bool {
    let mut done = 0;
    let ends = text.len()..text.len();
    let ranges = found.iter().map(|sequence| &sequence.decoded.range);
    ranges.chain([&ends]).all(|range| {
        let between = &text[done..range.start];
        done = range.end;
        between.is_ascii()
    })
}

/// Marks runs of three or more adjacent sequences that decode to letters of one script as certain: letters followed by
/// symbols do not produce such runs by chance.
fn mark_runs(found: &mut [Sequence]) {
    let mut start = 0;
    while start < found.len() {
        let found_script = script(found[start].decoded.char);
        let mut end = start + 1;
        while end < found.len()
            && found[end].decoded.range.start == found[end - 1].decoded.range.end
            && script(found[end].decoded.char) == found_script
        {
            end += 1;
        }
        if found_script.is_some() && end - start >= 3 {
            for sequence in &mut found[start..end] {
                sequence.is_certain = true;
            }
        }
        start = end;
    }
}

/// Returns a number for the scripts Greek, Cyrillic, Hebrew and Arabic, whose letters take two bytes; `None` for others.
fn script(char: char) -> Option<u8> {
    match char {
        '\u{370}'..='\u{3ff}' => Some(0),
        '\u{400}'..='\u{4ff}' => Some(1),
        '\u{590}'..='\u{5ff}' => Some(2),
        '\u{600}'..='\u{6ff}' => Some(3),
        _ => None,
    }
}

/// Characters that, read as bytes of Windows-1252 or Latin-1, are the UTF-8 encoding of one character.
struct Sequence {
    decoded: DoubleEncoded,
    /// True if the sequence cannot be literal text.
    is_certain: bool,
}

impl Sequence {
    /// Returns the sequence that begins at byte `at`, or `None` if the text there is not one.
    fn read(text: &str, at: usize) -> Option<Self> {
        let mut chars = text[at..].chars();
        let lead = chars.next()?;
        let length = match lead {
            '\u{c2}'..='\u{df}' => 2,
            '\u{e0}'..='\u{ef}' => 3,
            '\u{f0}'..='\u{f4}' => 4,
            _ => return None,
        };
        let mut bytes = [lead as u8, 0, 0, 0];
        let signs = chars.clone();
        let mut last = lead;
        for byte in &mut bytes[1..length] {
            last = chars.next()?;
            *byte = continuation(last)?;
        }
        let meant = std::str::from_utf8(&bytes[..length]).ok()?;
        let char = meant.chars().next().filter(|char| is_text(*char))?;
        let around = Around {
            before: text[..at].chars().next_back(),
            first: signs.clone().next()?,
            last,
            after: chars.clone().next(),
        };
        Some(Self {
            is_certain: around.is_certain(lead),
            decoded: DoubleEncoded {
                range: at..text.len() - chars.as_str().len(),
                char,
            },
        })
    }
}

/// Returns the byte from 80 to BF that encodes `char` in Windows-1252 or Latin-1.
fn continuation(char: char) -> Option<u8> {
    match char {
        '\u{80}'..='\u{bf}' => Some(char as u8),
        _ if char < '\u{152}' => None,
        _ => {
            let at = WINDOWS.iter().position(|known| *known == char)?;
            Some(0x80 + at as u8)
        }
    }
}

/// Returns true if an author may have written `char`: not a control, replacement, private-use or unassigned character.
fn is_text(char: char) -> bool {
    let is_none = matches!(char, '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{feff}' | '\u{fff0}'..='\u{ffff}' | '\u{323b0}'..);
    !is_none && !char.is_control()
}

/// The characters at the start and the end of a sequence and next to it, which decide whether the sequence is certain.
struct Around {
    before: Option<char>,
    /// The character after the lead.
    first: char,
    /// The last character of the sequence.
    last: char,
    after: Option<char>,
}

impl Around {
    fn is_certain(&self, lead: char) -> bool {
        if self.first.is_control() {
            return true;
        }
        match lead {
            'Â' | 'Ã' => self.is_western(lead),
            'Ä' | 'Å' => {
                let strange = is_strange(self.first) && self.first != '±' && !is_letter(self.first);
                (strange && !is(self.before, char::is_uppercase))
                    || (is(self.before, char::is_lowercase)
                        && is(self.after, char::is_lowercase)
                        && !goes_with_a_letter(self.first))
            }
            // Punctuation, currencies, arrows, check marks. In Turkish, `hâlâ…”` is a word, an ellipsis and a quote.
            'â' if self.first == 'œ' => !is(self.before, char::is_alphabetic),
            'â' => {
                is_strange(self.first)
                    || (self.first != '\u{a0}' && is_strange(self.last) && !is_letter(self.last))
            }
            // Emoji: `ðŸ˜€`.
            'ð' => self.first == 'Ÿ',
            '\u{e0}'..='\u{ef}' => is_strange(self.first) && !is_letter(self.first),
            _ => false,
        }
    }

    /// Returns true if a sequence with the lead `Ã` or `Â` is certain. In correct text, `Ã` ends words in capitals in
    /// Portuguese and Vietnamese, and `Â` in Turkish; both may be single letters. Neither follows a lowercase letter or
    /// a digit.
    fn is_western(&self, lead: char) -> bool {
        if is(self.before, |char| {
            char.is_lowercase() || char.is_ascii_digit()
        }) || is_strange(self.first)
        {
            return true;
        }
        if is(self.before, char::is_alphabetic) {
            return false;
        }
        // `Ã–sterreich`, `Ã„rger`; but `Ã—which` and `Ã’s` may be about the letter.
        let opens = lead == 'Ã' && matches!(self.first, '–' | '„' | '“' | '‘');
        !goes_with_a_letter(self.first) || (opens && is(self.after, char::is_lowercase))
    }
}

fn is(char: Option<char>, test: impl Fn(char) -> bool) -> bool {
    char.is_some_and(test)
}

/// Returns true for punctuation that may follow any letter, even a single one: quotes, dashes, an ellipsis, blanks.
fn goes_with_a_letter(char: char) -> bool {
    matches!(
        char,
        '‚' | '„'
            | '…'
            | '‹'
            | '‘'
            | '’'
            | '“'
            | '”'
            | '–'
            | '—'
            | '›'
            | '\u{a0}'
            | '\u{ad}'
            | '«'
            | '»'
            | '´'
            | '·'
            | '¨'
    )
}

/// Returns true for a character that never directly follows a letter, and never occurs in a word with a capital `Ã`.
fn is_strange(char: char) -> bool {
    !goes_with_a_letter(char)
        && !matches!(
            char,
            '†' | '‡'
                | '•'
                | '‰'
                | '™'
                | '®'
                | '©'
                | 'ª'
                | 'º'
                | '°'
                | '¹'
                | '²'
                | '³'
                | '¶'
                | '¡'
                | '¿'
        )
}

/// Returns true for the letters among the Windows-1252 characters, which may follow any vowel in Czech and related
/// languages: `slyšíš`.
fn is_letter(char: char) -> bool {
    matches!(char, 'š' | 'ž' | 'Š' | 'Ž' | 'œ' | 'Œ' | 'Ÿ')
}

#[cfg(test)]
mod tests;
