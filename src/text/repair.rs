//! Text that was encoded twice: UTF-8 that a program read as Windows-1252 or Latin-1 and wrote as UTF-8 once more, so that
//! `être` came out as `Ãªtre` and `’` as `â€™`.
//!
//! Undone only where nobody can have meant what stands there. A letter and a sign may well follow each other (`“Ô`,
//! `été »`, `„slyšíš“`, `NESCAFÉ®`); a sequence that could be that is left, unless all of the text is such sequences and
//! one of them can't be anything else.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memchr_iter;

/// The UTF-8 byte that all leads begin with: they are the letters from `Â` to `ô`.
const MARK: u8 = 0xc3;

/// What bytes 80 to 9F stand for in Windows-1252, where that is not the control character of the same number (WHATWG
/// Encoding, “index windows-1252”).
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The text with what was encoded twice read as it was meant; borrowed where there is nothing of the kind.
pub fn repaired(text: &str) -> Cow<'_, str> {
    let found = double_encoded(text);
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut whole = String::with_capacity(text.len());
    let mut done = 0;
    for DoubleEncoded { range, char } in found {
        whole.push_str(&text[done..range.start]);
        whole.push(char);
        done = range.end;
    }
    whole.push_str(&text[done..]);
    Cow::Owned(whole)
}

/// A character that was encoded twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoubleEncoded {
    /// Its bytes as they stand.
    pub range: Range<usize>,
    /// The intended character.
    pub char: char,
}

/// The characters of `text` that were encoded twice, in order.
pub fn double_encoded(text: &str) -> Vec<DoubleEncoded> {
    let mut found = Vec::new();
    let mut end = 0;
    for at in memchr_iter(MARK, text.as_bytes()) {
        if at >= end
            && let Some(sequence) = Sequence::read(text, at)
        {
            end = sequence.twice.range.end;
            found.push(sequence);
        }
    }
    if found.is_empty() {
        return Vec::new();
    }
    mark_runs(&mut found);
    if found.iter().any(|sequence| sequence.certain) && !is_whole(text, &found) {
        found.retain(|sequence| sequence.certain);
    } else if !found.iter().any(|sequence| sequence.certain) {
        found.clear();
    }
    found.into_iter().map(|sequence| sequence.twice).collect()
}

/// Returns true if all text outside the sequences is ASCII.
fn is_whole(text: &str, found: &[Sequence]) -> bool {
    let mut done = 0;
    let ends = text.len()..text.len();
    let ranges = found.iter().map(|sequence| &sequence.twice.range);
    ranges.chain([&ends]).all(|range| {
        let between = &text[done..range.start];
        done = range.end;
        between.is_ascii()
    })
}

/// Letters of one script that follow each other, three at least, are nothing that signs behind letters make.
fn mark_runs(found: &mut [Sequence]) {
    let mut start = 0;
    while start < found.len() {
        let found_script = script(found[start].twice.char);
        let mut end = start + 1;
        while end < found.len()
            && found[end].twice.range.start == found[end - 1].twice.range.end
            && script(found[end].twice.char) == found_script
        {
            end += 1;
        }
        if found_script.is_some() && end - start >= 3 {
            for sequence in &mut found[start..end] {
                sequence.certain = true;
            }
        }
        start = end;
    }
}

/// Greek, Cyrillic, Hebrew and Arabic, whose letters take two bytes.
fn script(char: char) -> Option<u8> {
    match char {
        '\u{370}'..='\u{3ff}' => Some(0),
        '\u{400}'..='\u{4ff}' => Some(1),
        '\u{590}'..='\u{5ff}' => Some(2),
        '\u{600}'..='\u{6ff}' => Some(3),
        _ => None,
    }
}

/// Characters that are, read as bytes, the UTF-8 of one.
struct Sequence {
    twice: DoubleEncoded,
    /// It cannot be anything else.
    certain: bool,
}

impl Sequence {
    /// The sequence that begins at byte `at`, if one does.
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
            certain: around.is_certain(lead),
            twice: DoubleEncoded {
                range: at..text.len() - chars.as_str().len(),
                char,
            },
        })
    }
}

/// The byte from 80 to BF that a character stands for, in Windows-1252 or Latin-1.
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

/// Returns true for a character that may be intended: no control, no replacement, nothing from a private area.
fn is_text(char: char) -> bool {
    let is_none = matches!(char, '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{feff}' | '\u{fff0}'..='\u{ffff}' | '\u{323b0}'..);
    !is_none && !char.is_control()
}

/// The surroundings by which a sequence is judged.
struct Around {
    before: Option<char>,
    /// The sign behind the lead.
    first: char,
    /// The last sign.
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
            // Punctuation, currencies, arrows, ticks. In Turkish, `hâlâ…”` is a word, an ellipsis and a quote.
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

    /// `Ã` ends words in capitals in Portuguese and Vietnamese, `Â` in Turkish; each may stand alone as a letter. Neither
    /// comes behind a small letter or a digit.
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

/// Returns true for a sign that may follow any letter, even a single one: quotes, dashes, an ellipsis, blanks.
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

/// Returns true for a sign that never follows a letter directly, nor is in one word with a capital `Ã`.
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

/// Letters of their own; Czech and its neighbours write them behind any vowel: `slyšíš`.
fn is_letter(char: char) -> bool {
    matches!(char, 'š' | 'ž' | 'Š' | 'Ž' | 'œ' | 'Œ' | 'Ÿ')
}

#[cfg(test)]
mod tests;
