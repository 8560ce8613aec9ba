//! A test of a file's bytes that rejects most posts without a match before they are parsed.

use regex::bytes::{Regex, RegexBuilder};

use crate::text;

/// A regular expression for source text between two letters that are rendered next to each other: markup, escapes,
/// tags, link targets, attributes, and invisible characters.
const MARKUP: &str = r"(?:[*_~`\\\[\]=^|!{}]|<[^<>]*>|\]\([^()\n]*\)|\]\[[^\[\]\n]*\]|\{[^{}\n]*\}|\[\[[^\[\]|\n]*\||[\u{ad}\u{200b}-\u{200f}\u{2060}-\u{2064}\u{fe00}-\u{fe0f}\u{feff}]|&#?[0-9a-zA-Z]+;)*";

/// A regular expression for an entity, which may stand for a letter or for an invisible character.
const ENTITY: &str = "&#?[0-9a-zA-Z]+;";

/// A test for whether a file may match a query. It may accept files without a match, but never rejects a file with a match.
#[derive(Clone, Debug)]
pub(super) struct Prefilter {
    /// A regular expression for the longest word of the query; `None` if every word may be written differently in the source.
    word: Option<Regex>,
    /// True if the longest word is ASCII.
    is_word_ascii: bool,
}

impl Prefilter {
    /// Compiles the longest word of `query` that source text must contain.
    pub(super) fn new(query: &str) -> Self {
        let folded = text::fold(query, text::Case::Insensitive);
        let words = folded.split(|char| !is_same_in_source(char));
        let word = words.max_by_key(|word| word.chars().count());
        let word = word.unwrap_or_default();
        let letter = |char: char| {
            let pattern = text::fold_pattern(char.encode_utf8(&mut [0; 4]));
            format!("(?:{pattern}|{ENTITY})")
        };
        let letters: Vec<String> = word.chars().map(letter).collect();
        let build = || {
            let pattern = format!("(?i){}", letters.join(MARKUP));
            RegexBuilder::new(&pattern).build().ok()
        };
        Self {
            word: (!word.is_empty()).then(build).flatten(),
            is_word_ascii: word.is_ascii(),
        }
    }

    /// Returns false if a file with the content `bytes` certainly has no match.
    pub(super) fn may_match(&self, bytes: &[u8]) -> bool {
        let Some(word) = &self.word else {
            return true;
        };
        let is_utf16 = matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]);
        is_utf16
            || word.is_match(bytes)
            // The bytes of double-encoded text do not contain the word, because the text is repaired when it is rendered.
            || !self.is_word_ascii
                && std::str::from_utf8(bytes)
                    .is_ok_and(|text| !text::double_encoded(text).is_empty())
    }
}

/// Returns true if a rendered `char` must also be in the source, apart from case, entities and accents. Symbols and
/// Greek letters may be rendered from a formula, an emoji code or a dialect's markup.
fn is_same_in_source(char: char) -> bool {
    let is_from_formula = matches!(char, '\u{370}'..='\u{3ff}' | '\u{1d00}'..='\u{1dbf}' | '\u{1f00}'..='\u{1fff}'
        | '\u{2070}'..='\u{2bff}' | '\u{1d400}'..='\u{1d7ff}' | 'ª' | 'º');
    char.is_alphabetic() && !is_from_formula || char.is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn posts_with_a_match_are_never_rejected() {
        for (query, source) in [
            ("unbelievable", "un**believ**able"),
            ("unbelievable", "un[believ](https://example.org/a_b)able"),
            ("unbelievable", "un[believ][label]able <i>x</i>"),
            ("unbelievable", "un<b class=\"a\">believ</b>able"),
            ("worttrennung", "Wort&shy;trennung, Wort\u{ad}trennung"),
            ("café", "caf&eacute;"),
            ("café", "cafe\u{301}"),
            ("été", "Ã©tÃ©"),
            ("foo_bar", "foo\\_bar"),
            ("c++", "C&#43;&#43;"),
            ("α > β", "$\\alpha$"),
            ("日本 語", "*日*本"),
        ] {
            assert!(
                Prefilter::new(query).may_match(source.as_bytes()),
                "{source}"
            );
        }
    }

    #[test]
    fn posts_without_the_word_are_rejected() {
        for (query, source) in [
            ("lighthouse", "a light in the *house*, [light](house)"),
            ("été", "un étang"),
            ("日本", "日 本"),
        ] {
            assert!(
                !Prefilter::new(query).may_match(source.as_bytes()),
                "{source}"
            );
        }
    }
}
