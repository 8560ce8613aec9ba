//! Folding of text for comparison, so that a query typed on a keyboard matches typographic text.
//!
//! Folding maps typographic quotes, dashes and ellipses to ASCII, and superscripts and subscripts to the characters that
//! they raise or lower. It composes letters and their combining marks (Unicode NFC), and drops characters that have no
//! glyph, such as soft hyphens. Each run of white space becomes one blank. With [`Case::Insensitive`], letters also become
//! lowercase. The filter, the tags and the search compare texts only after folding both sides.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use unicode_normalization::char::{compose, decompose_canonical, decompose_compatible};

/// Treatment of capital letters when texts are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// `A` and `a` are equal.
    Insensitive,
    /// `A` and `a` differ.
    Sensitive,
}

impl Case {
    /// Chooses by the smart case rule of ripgrep and Vim: sensitive if the query contains a capital letter, else insensitive.
    pub fn smart(query: &str) -> Self {
        if query.chars().any(char::is_uppercase) {
            Self::Sensitive
        } else {
            Self::Insensitive
        }
    }
}

/// Returns the folded form of `text`; borrowed if `text` is ASCII and folding changes nothing.
pub fn fold(text: &str, case: Case) -> Cow<'_, str> {
    if is_ascii_with_single_blanks(text) {
        return match case {
            Case::Insensitive if text.bytes().any(|byte| byte.is_ascii_uppercase()) => {
                Cow::Owned(text.to_ascii_lowercase())
            }
            _ => Cow::Borrowed(text),
        };
    }
    let mut folded = String::with_capacity(text.len());
    for_each_folded(text, case, |char, _| folded.push(char));
    Cow::Owned(folded)
}

/// Returns the characters of the folded `text`, each with the byte range in `text` from which the character was folded.
pub fn folded_chars(text: &str, case: Case) -> Vec<(char, Range<usize>)> {
    let mut folded = Vec::with_capacity(text.len());
    for_each_folded(text, case, |char, range| folded.push((char, range)));
    folded
}

/// Returns true if folding can only change the case of `text`. Most texts take this fast path.
fn is_ascii_with_single_blanks(text: &str) -> bool {
    let mut previous = 0;
    text.bytes().all(|byte| {
        let is_repeated_blank = byte == b' ' && previous == b' ';
        previous = byte;
        (b' '..0x7f).contains(&byte) && !is_repeated_blank
    })
}

/// Calls `emit` with each folded character and its byte range in `text`.
fn for_each_folded(text: &str, case: Case, mut emit: impl FnMut(char, Range<usize>)) {
    // The last folded character is emitted with a delay, because a combining mark or a blank that follows is merged into it.
    let mut last: Option<(char, Range<usize>)> = None;
    for (start, char) in text.char_indices() {
        let end = start + char.len_utf8();
        let mut push = |folded: char| {
            if let Some((previous, range)) = &mut last {
                if *previous == ' ' && folded == ' ' {
                    range.end = end;
                    return;
                }
                if !folded.is_ascii()
                    && let Some(composed) = compose(*previous, folded)
                {
                    *previous = composed;
                    range.end = end;
                    return;
                }
            }
            if let Some((char, range)) = last.replace((folded, start..end)) {
                emit(char, range);
            }
        };
        match char {
            'A'..='Z' if case == Case::Insensitive => push(char.to_ascii_lowercase()),
            '!'..='~' => push(char),
            char if char.is_whitespace() => push(' '),
            char if has_no_glyph(char) => {}
            '…' => "...".chars().for_each(push),
            char if case == Case::Insensitive => {
                for lower in simplified(char).to_lowercase() {
                    decompose_canonical(lower, &mut push);
                }
            }
            char => decompose_canonical(simplified(char), push),
        }
    }
    if let Some((char, range)) = last {
        emit(char, range);
    }
}

/// Returns the ASCII form of a typographic quote or dash, and the character that a superscript or subscript stands for. A
/// final sigma becomes `σ`. Other characters are returned unchanged.
fn simplified(char: char) -> char {
    let char = super_or_subscript_base(char).unwrap_or(char);
    match char {
        '\u{2018}'..='\u{201b}' | '\u{2032}' | '\u{2bc}' => '\'',
        '\u{201c}'..='\u{201f}' | '\u{2033}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        'ς' => 'σ',
        char => char,
    }
}

/// Ranges that contain the superscripts and subscripts, and a few other characters.
const SUPER_AND_SUBSCRIPTS: [std::ops::RangeInclusive<char>; 8] = [
    '²'..='³',
    '¹'..='¹',
    '\u{2b0}'..='\u{2b8}',
    '\u{2e0}'..='\u{2e4}',
    '\u{1d2c}'..='\u{1d6a}',
    '\u{1d9b}'..='\u{1dbf}',
    '\u{2070}'..='\u{209c}',
    '\u{2c7c}'..='\u{2c7d}',
];

/// Returns the character that a superscript or a subscript stands for: `2` for `²` and for `₂`; `None` for other
/// characters.
pub fn super_or_subscript_base(char: char) -> Option<char> {
    // The comparison is the fast path: `²` is the first of these characters.
    if char < '²'
        || !SUPER_AND_SUBSCRIPTS
            .iter()
            .any(|range| range.contains(&char))
    {
        return None;
    }
    // A superscript or a subscript decomposes to a single character.
    let mut base = None;
    decompose_compatible(char, |part| base = Some(part));
    base.filter(|base| *base != char)
}

/// Returns true if `bytes` may contain a superscript or a subscript in UTF-8. Much faster than decoding the text.
pub fn may_contain_super_or_subscripts(bytes: &[u8]) -> bool {
    // The bytes of the ranges in `SUPER_AND_SUBSCRIPTS`; some ranges are wider here.
    let starts_super_or_subscript = |start: usize| match &bytes[start..] {
        [0xc2, next, ..] => matches!(next, 0xb2 | 0xb3 | 0xb9),
        [0xca, next, ..] => (0xb0..=0xb8).contains(next),
        [0xcb, next, ..] => (0xa0..=0xa4).contains(next),
        [0xe1, next, ..] => (0xb4..=0xb6).contains(next),
        [0xe2, 0x81, next, ..] => *next >= 0xb0,
        [0xe2, 0x82, next, ..] => *next <= 0x9c,
        [0xe2, 0xb1, next, ..] => matches!(next, 0xbc | 0xbd),
        _ => false,
    };
    memchr::memchr3_iter(0xc2, 0xe1, 0xe2, bytes).any(starts_super_or_subscript)
        || memchr::memchr2_iter(0xca, 0xcb, bytes).any(starts_super_or_subscript)
}

/// Returns a regular expression that matches all texts with the same folded form as `word`, a text without blanks. With
/// [`Case::Insensitive`], the caller must compile the expression so that it ignores case.
pub fn fold_pattern(word: &str, case: Case) -> String {
    const ELLIPSIS: &str = "...";
    let word = fold(word, Case::Sensitive);
    let mut pattern = String::new();
    let mut remaining = &*word;
    while let Some(char) = remaining.chars().next() {
        if !pattern.is_empty() {
            // Writing to a string cannot fail.
            let _ = write!(pattern, "[{NO_GLYPH}]*");
        }
        if let Some(following) = remaining.strip_prefix(ELLIPSIS) {
            pattern.push_str(r"(?:\.\.\.|…)");
            remaining = following;
        } else {
            push_char_pattern(char, case, &mut pattern);
            remaining = &remaining[char.len_utf8()..];
        }
    }
    pattern
}

/// Returns a regular expression for the white space between two words, which may contain characters without a glyph.
pub fn blank_pattern() -> String {
    format!(r"[\s{NO_GLYPH}]*\s[\s{NO_GLYPH}]*")
}

/// The characters without a glyph, the same as in `has_no_glyph`. To be written between `[` and `]` in a regular expression.
pub const NO_GLYPH: &str = r"\u{ad}\u{200b}-\u{200f}\u{2060}-\u{2064}\u{fe00}-\u{fe0f}\u{feff}";

/// Appends an expression for the characters that fold to `char`, and for its decomposed forms: `ế` may be `ê` and an accent,
/// or `e` and two accents.
fn push_char_pattern(char: char, case: Case, pattern: &mut String) {
    let mut parts = Vec::new();
    decompose_canonical(char, |part| parts.push(part));
    let literal = regex::escape(char.encode_utf8(&mut [0; 4]));
    if parts.len() < 2 {
        let other_forms = other_forms(char, case);
        if other_forms.is_empty() {
            return pattern.push_str(&literal);
        }
        // Writing to a string cannot fail.
        let _ = write!(pattern, "[{literal}{other_forms}]");
        return;
    }
    // Writing to a string cannot fail.
    let _ = write!(pattern, "(?:{literal}");
    for base_length in 1..parts.len() {
        let (base, marks) = parts.split_at(base_length);
        let base = base.iter().copied().map(Some);
        let base = base.reduce(|base, mark| compose(base?, mark?)).flatten();
        if let Some(base) = base {
            pattern.push('|');
            pattern.push(base);
            pattern.extend(marks);
        }
    }
    pattern.push(')');
}

/// Returns the other characters that fold to `char`: typographic characters, superscripts and subscripts. The result is to be
/// written between `[` and `]` in a regular expression.
fn other_forms(char: char, case: Case) -> String {
    let typographic = match char {
        '\'' => r"\u{2018}-\u{201b}\u{2032}\u{2bc}",
        '"' => r"\u{201c}-\u{201f}\u{2033}",
        '-' => r"\u{2010}-\u{2015}\u{2212}",
        'σ' => "ς",
        _ => "",
    };
    let folds_to_char = |base: char| match case {
        Case::Sensitive => base == char,
        Case::Insensitive => base.to_lowercase().eq(char.to_lowercase()),
    };
    let raised_or_lowered = SUPER_AND_SUBSCRIPTS
        .into_iter()
        .flatten()
        .filter(|form| super_or_subscript_base(*form).is_some())
        .filter(|form| folds_to_char(simplified(*form)));
    typographic.chars().chain(raised_or_lowered).collect()
}

/// Returns true for soft hyphens, zero-width spaces and joiners, variation selectors and byte order marks.
fn has_no_glyph(char: char) -> bool {
    matches!(
        char,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_look_equal_have_equal_folded_forms() {
        for (text, folded) in [
            ("Rust", "rust"),
            ("don’t ‘quote’ “me”", "don't 'quote' \"me\""),
            ("a–b — c‑d", "a-b - c-d"),
            ("cafe\u{301}", "caf\u{e9}"),
            ("caf\u{e9}", "caf\u{e9}"),
            ("co\u{ad}operate", "cooperate"),
            ("10\u{a0}km \t\n wide", "10 km wide"),
            ("wait…", "wait..."),
            ("ÉTÉ ΟΔΟΣ", "été οδοσ"),
            ("a\u{323}\u{302}", "ậ"),
            ("\u{212b}", "å"),
            ("H₂O x² 13ᵗʰ Aᵀ 10⁻³", "h2o x2 13th at 10-3"),
            ("", ""),
        ] {
            assert_eq!(fold(text, Case::Insensitive), folded, "{text:?}");
        }
        assert_eq!(fold("Don’t", Case::Sensitive), "Don't");
    }

    #[test]
    fn folded_chars_returns_byte_ranges() {
        let folded = |text| folded_chars(text, Case::Insensitive);
        assert_eq!(folded("A’"), [('a', 0..1), ('\'', 1..4)]);
        assert_eq!(
            folded("e\u{301} \u{a0}x"),
            [('é', 0..3), (' ', 3..6), ('x', 6..7)]
        );
        assert_eq!(folded("…"), [('.', 0..3), ('.', 0..3), ('.', 0..3)]);
    }

    #[test]
    fn fold_pattern_matches_texts_with_the_same_folded_form() {
        for (word, texts) in [
            ("don't", &["don't", "don’t", "don‘t"][..]),
            ("a–b", &["a-b", "a—b", "a−b"]),
            ("wait...", &["wait…", "wait..."]),
            ("wait…", &["wait..."]),
            ("café", &["café", "cafe\u{301}"]),
            ("cafe\u{301}", &["café"]),
            (
                "việt",
                &["vi\u{1ec7}t", "vie\u{323}\u{302}t", "vi\u{1eb9}\u{302}t"],
            ),
            ("Worttrennung", &["Wort\u{ad}trennung"]),
            ("\"[x]\"", &["“[x]”", "„[x]\""]),
            ("οδος", &["οδοσ"]),
            ("x2", &["x²", "x₂", "ₓ2"]),
            ("H₂O", &["H2O"]),
            ("10-3", &["10⁻³", "10−3"]),
            ("한", &["한", "\u{1112}\u{1161}\u{11ab}"]),
        ] {
            let pattern = format!("^{}$", fold_pattern(word, Case::Sensitive));
            let pattern = regex::Regex::new(&pattern).expect("a pattern");
            for text in texts {
                assert!(pattern.is_match(text), "{word} {text:?} {pattern}");
                assert_eq!(fold(word, Case::Sensitive), fold(text, Case::Sensitive));
            }
            assert!(!pattern.is_match("x"));
        }
        // `ᵀ` folds to a capital T.
        let is_match = |case: Case, text: &str| {
            let pattern = format!("^{}$", fold_pattern("at", case));
            regex::Regex::new(&pattern)
                .expect("a pattern")
                .is_match(text)
        };
        assert!(is_match(Case::Insensitive, "aᵀ") && !is_match(Case::Sensitive, "aᵀ"));
    }

    #[test]
    fn superscripts_and_subscripts_are_found_in_bytes() {
        let in_ranges = SUPER_AND_SUBSCRIPTS.into_iter().flatten();
        let chars: String = in_ranges
            .filter(|char| super_or_subscript_base(*char).is_some())
            .collect();
        // Makes sure that the filter leaves enough characters to test.
        assert!(chars.chars().count() > 150, "{chars}");
        for char in chars.chars() {
            let text = format!("a{char}");
            assert!(may_contain_super_or_subscripts(text.as_bytes()), "{char}");
        }
        assert!(!may_contain_super_or_subscripts(
            "“Ça — coûte 3 €…” 中文".as_bytes()
        ));
    }
}
