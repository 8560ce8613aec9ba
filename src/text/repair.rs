//! Repair of double-encoded text: UTF-8 that a program decoded as Windows-1252 or Latin-1 and encoded as UTF-8 again,
//! so that `être` became `Ãªtre` and `’` became `â€™`.
//!
//! A sequence that cannot be correct text is *certain*, and is always repaired. Any other sequence is *ambiguous*, because in
//! correct text, too, a symbol may follow an accented letter (`“Ã”`, `été »` with a no-break space, `„slyšíš“`, `NESCAFÉ®`). An
//! ambiguous sequence is repaired only if at least one other sequence is certain and the text outside all sequences is ASCII.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memchr_iter;

/// The first byte of each letter from `Â` to `ô` in UTF-8. Such a letter is the first character of each double-encoded
/// sequence, its *lead*.
const FIRST_BYTE_OF_LEADS: u8 = 0xc3;

/// The characters of bytes 80 to 9F in Windows-1252; undefined bytes are control characters (WHATWG Encoding, “index
/// windows-1252”).
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Returns `text` with double-encoded characters repaired; borrowed if there are none.
pub fn repaired(text: &str) -> Cow<'_, str> {
    let sequences = double_encoded(text);
    if sequences.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut repaired = String::with_capacity(text.len());
    let mut copied = 0;
    for DoubleEncoded { range, char } in sequences {
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

/// Returns the characters of `text` that [`repaired`] repairs, in order.
pub fn double_encoded(text: &str) -> Vec<DoubleEncoded> {
    let mut sequences = Vec::new();
    let mut end = 0;
    for start in memchr_iter(FIRST_BYTE_OF_LEADS, text.as_bytes()) {
        if start >= end
            && let Some(sequence) = Sequence::read(text, start)
        {
            end = sequence.decoded.range.end;
            sequences.push(sequence);
        }
    }
    mark_runs_certain(&mut sequences);
    if !sequences.iter().any(|sequence| sequence.is_certain) {
        return Vec::new();
    }
    if !is_otherwise_ascii(text, &sequences) {
        sequences.retain(|sequence| sequence.is_certain);
    }
    sequences
        .into_iter()
        .map(|sequence| sequence.decoded)
        .collect()
}

/// Returns true if all text outside the sequences is ASCII.
fn is_otherwise_ascii(text: &str, sequences: &[Sequence]) -> bool {
    let mut checked = 0;
    let text_end = text.len()..text.len();
    let ranges = sequences.iter().map(|sequence| &sequence.decoded.range);
    ranges.chain([&text_end]).all(|range| {
        let between = &text[checked..range.start];
        checked = range.end;
        between.is_ascii()
    })
}

/// Sets `is_certain` in runs of three or more adjacent sequences that decode to letters of one script. Letters followed by
/// symbols do not form such runs by chance.
fn mark_runs_certain(sequences: &mut [Sequence]) {
    let mut start = 0;
    while start < sequences.len() {
        let first_script = script(sequences[start].decoded.char);
        let mut end = start + 1;
        while end < sequences.len()
            && sequences[end].decoded.range.start == sequences[end - 1].decoded.range.end
            && script(sequences[end].decoded.char) == first_script
        {
            end += 1;
        }
        if first_script.is_some() && end - start >= 3 {
            for sequence in &mut sequences[start..end] {
                sequence.is_certain = true;
            }
        }
        start = end;
    }
}

/// A script whose letters take two bytes in UTF-8.
#[derive(PartialEq)]
enum Script {
    Greek,
    Cyrillic,
    Hebrew,
    Arabic,
}

/// Returns the script of a character; `None` for scripts that are not in [`Script`].
fn script(char: char) -> Option<Script> {
    match char {
        '\u{370}'..='\u{3ff}' => Some(Script::Greek),
        '\u{400}'..='\u{4ff}' => Some(Script::Cyrillic),
        '\u{590}'..='\u{5ff}' => Some(Script::Hebrew),
        '\u{600}'..='\u{6ff}' => Some(Script::Arabic),
        _ => None,
    }
}

/// Adjacent characters whose encoding in Windows-1252 or Latin-1 is the UTF-8 encoding of one character.
struct Sequence {
    decoded: DoubleEncoded,
    /// True if the sequence cannot be correct text.
    is_certain: bool,
}

impl Sequence {
    /// Returns the sequence that begins at byte `start`, or `None` if the text at `start` is not double-encoded.
    fn read(text: &str, start: usize) -> Option<Self> {
        let mut chars = text[start..].chars();
        let lead = chars.next()?;
        // The code point of the lead is the first byte of a UTF-8 encoding of this length.
        let length = match lead {
            '\u{c2}'..='\u{df}' => 2,
            '\u{e0}'..='\u{ef}' => 3,
            '\u{f0}'..='\u{f4}' => 4,
            _ => return None,
        };
        let mut bytes = [lead as u8, 0, 0, 0];
        let after_lead = chars.clone().next()?;
        let mut last = lead;
        for byte in &mut bytes[1..length] {
            last = chars.next()?;
            *byte = continuation(last)?;
        }
        let decoded = std::str::from_utf8(&bytes[..length]).ok()?;
        let char = decoded.chars().next().filter(|char| is_text(*char))?;
        let context = SequenceContext {
            before: text[..start].chars().next_back(),
            after_lead,
            last,
            after: chars.clone().next(),
        };
        Some(Self {
            is_certain: context.is_certain(lead),
            decoded: DoubleEncoded {
                range: start..text.len() - chars.as_str().len(),
                char,
            },
        })
    }
}

/// Returns the byte from 80 to BF that encodes `char` in Windows-1252 or Latin-1, or `None` if there is none.
fn continuation(char: char) -> Option<u8> {
    match char {
        '\u{80}'..='\u{bf}' => Some(char as u8),
        // The comparison is the fast path. Of the characters in `WINDOWS_1252`, `Œ` has the lowest code point beyond U+BF.
        _ if char < 'Œ' => None,
        _ => {
            let index = WINDOWS_1252.iter().position(|other| *other == char)?;
            Some(0x80 + index as u8)
        }
    }
}

/// Returns true if an author may have written `char`: false for controls and for the code points listed here.
fn is_text(char: char) -> bool {
    let is_excluded = matches!(
        char,
        // Private use.
        '\u{e000}'..='\u{f8ff}'
        // Noncharacters, the byte order mark, and the block of specials.
        | '\u{fdd0}'..='\u{fdef}'
        | '\u{feff}'
        | '\u{fff0}'..='\u{ffff}'
        // After the last assigned ideograph.
        | '\u{323b0}'..
    );
    !is_excluded && !char.is_control()
}

/// The characters that decide whether a sequence is certain: at the start and end of the sequence, and next to the
/// sequence.
struct SequenceContext {
    /// The character before the sequence.
    before: Option<char>,
    /// The character after the lead, which belongs to the sequence.
    after_lead: char,
    /// The last character of the sequence.
    last: char,
    /// The character after the sequence.
    after: Option<char>,
}

impl SequenceContext {
    /// Returns true if the sequence with the lead character `lead` cannot be correct text.
    fn is_certain(&self, lead: char) -> bool {
        if self.after_lead.is_control() {
            return true;
        }
        match lead {
            'Â' | 'Ã' => self.is_certain_with_capital_a(lead),
            'Ä' | 'Å' => {
                // `Å` is also the unit ångström: `5 Å±0.1`.
                let is_impossible = never_follows_letter(self.after_lead)
                    && self.after_lead != '±'
                    && !is_letter(self.after_lead);
                // The second condition: within a word in lower case, a capital and a symbol cannot be correct.
                (is_impossible && !self.before.is_some_and(char::is_uppercase))
                    || (self.before.is_some_and(char::is_lowercase)
                        && self.after.is_some_and(char::is_lowercase)
                        && !may_follow_single_letter(self.after_lead))
            }
            // Check marks: `âœ“`.
            'â' if self.after_lead == 'œ' => !self.before.is_some_and(char::is_alphabetic),
            // Punctuation, currencies and arrows. Correct text may contain `hâlâ…”` (Turkish), so two characters that may follow
            // a letter are not certain. Correct text may also contain `hâlâ £5` with a no-break space, so the character after a
            // no-break space decides nothing.
            'â' => {
                never_follows_letter(self.after_lead)
                    || (self.after_lead != '\u{a0}'
                        && never_follows_letter(self.last)
                        && !is_letter(self.last))
            }
            // Emoji: `ðŸ˜€`.
            'ð' => self.after_lead == 'Ÿ',
            '\u{e0}'..='\u{ef}' => {
                never_follows_letter(self.after_lead) && !is_letter(self.after_lead)
            }
            _ => false,
        }
    }

    /// Returns true if a sequence with the lead `Ã` or `Â` is certain. In correct text, `Ã` ends words in capitals in
    /// Portuguese and Vietnamese, and `Â` in Turkish; both may be single letters. Neither follows a lowercase letter or
    /// a digit.
    fn is_certain_with_capital_a(&self, lead: char) -> bool {
        if self
            .before
            .is_some_and(|char| char.is_lowercase() || char.is_ascii_digit())
            || never_follows_letter(self.after_lead)
        {
            return true;
        }
        if self.before.is_some_and(char::is_alphabetic) {
            return false;
        }
        // `Ã–`, `Ã„`, `Ã“` and `Ã‘` decode to `Ö`, `Ä`, `Ó` and `Ñ`, which may start a word.
        // `Ã–sterreich` and `Ã„rger` are certain. `Ã—which` and `Ã’s` may be correct, in a text about the letter `Ã`.
        let decodes_to_word_start = lead == 'Ã' && matches!(self.after_lead, '–' | '„' | '“' | '‘');
        !may_follow_single_letter(self.after_lead)
            || (decodes_to_word_start && self.after.is_some_and(char::is_lowercase))
    }
}

/// Returns true for punctuation that may follow any letter, even a single one, such as quotes, dashes, an ellipsis and
/// no-break spaces.
fn may_follow_single_letter(char: char) -> bool {
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

/// Returns true for a mark that may follow a word in correct text, but not the single letters `Â` and `Ã`.
fn may_follow_word(char: char) -> bool {
    matches!(
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

/// Returns true for the characters that [`may_follow_single_letter`] and [`may_follow_word`] exclude. In correct text, these
/// directly follow no letter, with two exceptions. The letters of [`is_letter`] may follow letters other than `Â`, `Ã` and `â`.
/// `±` may follow the unit `Å`.
fn never_follows_letter(char: char) -> bool {
    !may_follow_single_letter(char) && !may_follow_word(char)
}

/// Returns true for letters in [`WINDOWS_1252`]. In correct text they may follow an accented letter, as in Czech `slyšíš`.
fn is_letter(char: char) -> bool {
    matches!(char, 'š' | 'ž' | 'Š' | 'Ž' | 'œ' | 'Œ' | 'Ÿ')
}

#[cfg(test)]
mod tests;
