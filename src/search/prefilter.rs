//! A test of a file's bytes that rejects most posts without the phrase before they are parsed.

use regex::bytes::{Regex, RegexBuilder};

use crate::text;

/// Source between two letters of a word that is rendered without a gap: markup, escapes, tags, link targets, attributes,
/// and characters that show nothing.
const MARKUP: &str = r"(?:[*_~`\\\[\]=^|!{}]|<[^<>]*>|\]\([^()\n]*\)|\]\[[^\[\]\n]*\]|\{[^{}\n]*\}|\[\[[^\[\]|\n]*\||[\u{ad}\u{200b}-\u{200f}\u{2060}-\u{2064}\u{fe00}-\u{fe0f}\u{feff}]|&#?[0-9a-zA-Z]+;)*";

/// Another way to write a letter: an entity. It may also be one that shows nothing.
const ENTITY: &str = "&#?[0-9a-zA-Z]+;";

/// Decides by a file's bytes whether it may hold a phrase. Rejects none that does.
#[derive(Clone, Debug)]
pub(super) struct Prefilter {
    /// Matches the longest word of the phrase; `None` if no word of it must be in the source.
    word: Option<Regex>,
    is_ascii: bool,
}

impl Prefilter {
    pub(super) fn new(query: &str) -> Self {
        let folded = text::fold(query, text::Case::Insensitive);
        let words = folded.split(|char| !is_written_as_shown(char));
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
            is_ascii: word.is_ascii(),
        }
    }

    pub(super) fn may_match(&self, bytes: &[u8]) -> bool {
        let Some(word) = &self.word else {
            return true;
        };
        let is_utf16 = matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]);
        is_utf16
            || word.is_match(bytes)
            // Text that was encoded twice is rendered repaired.
            || !self.is_ascii
                && std::str::from_utf8(bytes)
                    .is_ok_and(|text| !text::double_encoded(text).is_empty())
    }
}

/// Returns true for a character that is in the source wherever it is rendered, apart from case, entities and accents. Symbols
/// and Greek letters may come from a formula, an emoji code or a dialect's sign.
fn is_written_as_shown(char: char) -> bool {
    let is_from_formula = matches!(char, '\u{370}'..='\u{3ff}' | '\u{1d00}'..='\u{1dbf}' | '\u{1f00}'..='\u{1fff}'
        | '\u{2070}'..='\u{2bff}' | '\u{1d400}'..='\u{1d7ff}' | 'ª' | 'º');
    char.is_alphabetic() && !is_from_formula || char.is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_post_is_rejected_whose_text_holds_the_words() {
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
    fn most_posts_without_the_words_are_rejected() {
        for (query, source) in [
            ("lighthouse", "a light in the *house*, [light](house)"),
            ("été", "l’été, un étang".trim_start_matches("l’été")),
            ("日本", "日 本"),
        ] {
            assert!(
                !Prefilter::new(query).may_match(source.as_bytes()),
                "{source}"
            );
        }
    }
}
