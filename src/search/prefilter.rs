//! A test of a file's bytes. It rejects most posts that have no match, so that these posts are not parsed.

use regex::bytes::{Regex, RegexBuilder};

use crate::text;

/// Regular expressions for markup that may stand between two letters of a word in the source, as in `un**believ**able`.
/// [`markup_pattern`] adds characters without a glyph, and the edges of code spans.
const MARKUP: [&str; 10] = [
    // Delimiters and escapes.
    r"[*_~\\\[\]=^|!{}$+]",
    // A reference to a footnote.
    r"\[\^[^\[\]\n]*\]",
    // An inline footnote.
    r"\^\[(?:[^\[\]]|\[[^\[\]]*\])*\]",
    // An HTML tag.
    "<[^<>]*>",
    // The end of an inline link, with its target.
    r"\]\([^()\n]*\)",
    // The end of a reference link, with its label.
    r"\]\[[^\[\]\n]*\]",
    // A list of attributes.
    r"\{[^{}\n]*\}",
    // The start of a wikilink, with its target.
    r"\[\[[^\[\]|\n]*\|",
    // A comment in Obsidian.
    "%%[^%]*%%",
    ENTITY,
];

/// A regular expression for a line end and the start of the next line: blanks and the `>` of block quotes. A line end
/// between two Chinese or Japanese letters is not rendered.
const LINE_END: &str = r"[\r\n]+[ \t>]*";

/// A regular expression for an entity, which may stand for a letter or for an invisible character.
const ENTITY: &str = "&#?[0-9a-zA-Z]+;";

/// Returns a regular expression for one construct that may stand between two letters of a word in the source. White space at
/// the edges of a code span is not rendered (CommonMark 6.1).
fn markup_pattern() -> String {
    let edge = format!(r"(?:[ \t]|{LINE_END})");
    let constructs = MARKUP.join("|");
    format!("`{edge}?|{edge}`|{constructs}|[{}]", text::NO_GLYPH)
}

/// A test for whether a file may match a query. It may accept files without a match, but never rejects a file with a match.
#[derive(Clone, Debug)]
pub(super) struct Prefilter {
    /// A regular expression for the longest word of the query that the source must contain. `None` if there is no such word, or
    /// if the expression is too large; each file is then accepted.
    word: Option<Regex>,
    /// A faster test that rejects most files without the word; `None` if the word has no suitable letter.
    letter: Option<LetterTest>,
    /// True if this longest word is ASCII.
    is_word_ascii: bool,
}

impl Prefilter {
    /// Compiles the longest word of `query` that source text must contain.
    pub(super) fn new(query: &str) -> Self {
        let folded = text::fold(query, text::Case::Insensitive);
        let words = folded.split(|char| !must_be_in_source(char));
        let word = words.max_by_key(|word| word.chars().count());
        let word = word.unwrap_or_default();
        let letter_pattern = |char: char| {
            let pattern =
                text::fold_pattern(char.encode_utf8(&mut [0; 4]), text::Case::Insensitive);
            format!("(?:{pattern}|{ENTITY})")
        };
        let is_wide = |char: char| text::width(char.encode_utf8(&mut [0; 4])) > 1;
        let markup = markup_pattern();
        let mut pattern = "(?i)".to_owned();
        let mut previous: Option<char> = None;
        for char in word.chars() {
            match previous.replace(char) {
                Some(previous) if is_wide(previous) && is_wide(char) => {
                    pattern.push_str(&format!("(?:{markup}|{LINE_END})*"));
                }
                Some(_) => pattern.push_str(&format!("(?:{markup})*")),
                None => {}
            }
            pattern.push_str(&letter_pattern(char));
        }
        let build = || RegexBuilder::new(&pattern).build().ok();
        Self {
            word: (!word.is_empty()).then(build).flatten(),
            letter: LetterTest::new(word),
            is_word_ascii: word.is_ascii(),
        }
    }

    /// Returns false if a file with the content `bytes` certainly has no match.
    pub(super) fn may_match(&self, bytes: &[u8]) -> bool {
        let Some(word) = &self.word else {
            return true;
        };
        // UTF-16 is decoded before it is searched, so it is always accepted.
        let is_utf16 = matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]);
        // A letter may also be written as a superscript or a subscript, which `LetterTest` does not know.
        let has_letter = |letter: &LetterTest| {
            letter.is_found(bytes) || text::may_contain_super_or_subscripts(bytes)
        };
        is_utf16
            || self.letter.as_ref().is_none_or(has_letter) && word.is_match(bytes)
            // Double-encoded text is repaired when it is rendered. Its bytes then differ from the rendered word, unless the
            // word is ASCII.
            || !self.is_word_ascii
                && std::str::from_utf8(bytes)
                    .is_ok_and(|text| !text::double_encoded(text).is_empty())
    }
}

/// ASCII letters and digits, the rarest in English text first. `k` and `s` are left out: if case is ignored, they also match
/// characters outside ASCII, the Kelvin sign (U+212A) and `ſ`.
const RAREST_FIRST: &str = "qzjx0123456789vbpygfwmucldrhnioate";
/// The ASCII bytes with which markup between two letters may begin; see [`markup_pattern`]. White space is not included: at the
/// edge of a code span, [`may_adjoin`] allows it.
const MARKUP_STARTS: &[u8] = b"*_~`\\[]=^|!{}$+%<&";
/// The ASCII bytes with which markup between two letters may end; see [`markup_pattern`]. White space is not included, as in
/// [`MARKUP_STARTS`].
const MARKUP_ENDS: &[u8] = b"*_~`\\[]=^|!{}$+%>);";

/// A test for the rarest letter of a word, or an entity in place of the letter. The byte on each side must be the letter's
/// neighbor in the word, or markup. This test is faster than the regular expression for the word, which looks at each
/// occurrence of the word's first letter.
#[derive(Clone, Debug)]
struct LetterTest {
    /// The letter in lower case.
    letter: u8,
    /// True for each byte that may precede the letter; `None` if the letter is the first one of the word.
    before: Option<[bool; 256]>,
    /// True for each byte that may follow the letter; `None` if the letter is the last one of the word.
    after: Option<[bool; 256]>,
}

impl LetterTest {
    /// Creates the test for a word in lower case. Returns `None` if the word is not ASCII or has no suitable letter.
    fn new(word: &str) -> Option<Self> {
        if !word.is_ascii() {
            return None;
        }
        let mut letters = RAREST_FIRST.chars();
        let index = letters.find_map(|letter| word.find(letter))?;
        let word = word.as_bytes();
        let letter_or_markup = |letter: &u8, markup: &[u8]| {
            std::array::from_fn(|byte| {
                let byte = byte as u8;
                !byte.is_ascii() || byte.eq_ignore_ascii_case(letter) || markup.contains(&byte)
            })
        };
        let previous = index.checked_sub(1).map(|previous| &word[previous]);
        Some(Self {
            letter: word[index],
            before: previous.map(|letter| letter_or_markup(letter, MARKUP_ENDS)),
            after: word
                .get(index + 1)
                .map(|letter| letter_or_markup(letter, MARKUP_STARTS)),
        })
    }

    /// Returns true if `bytes` contain the letter or an entity, and the bytes on both sides of it are allowed.
    fn is_found(&self, bytes: &[u8]) -> bool {
        let before = self.before.as_ref();
        let after = self.after.as_ref();
        let upper = self.letter.to_ascii_uppercase();
        memchr::memchr3_iter(self.letter, upper, b'&', bytes).any(|start| {
            let end = match bytes[start] {
                b'&' => entity_end(bytes, start),
                _ => Some(start + 1),
            };
            end.is_some_and(|end| {
                before.is_none_or(|allowed| may_adjoin(bytes[..start].iter().rev(), allowed))
                    && after.is_none_or(|allowed| may_adjoin(bytes[end..].iter(), allowed))
            })
        })
    }
}

/// Returns true if the text next to a letter may belong to the same word. `bytes` is this text, read outwards from the
/// letter. It must start with an `allowed` byte, or with white space at the edge of a code span.
fn may_adjoin<'a>(mut bytes: impl Iterator<Item = &'a u8>, allowed: &[bool; 256]) -> bool {
    match bytes.next() {
        Some(b' ' | b'\t' | b'\r' | b'\n') => {
            bytes.find(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'>')) == Some(&b'`')
        }
        byte => byte.is_some_and(|byte| allowed[usize::from(*byte)]),
    }
}

/// Returns the end of the [`ENTITY`] whose `&` is at `start`, or `None` if the `&` does not begin an entity.
fn entity_end(bytes: &[u8], start: usize) -> Option<usize> {
    let name_start = start + 1 + usize::from(bytes.get(start + 1) == Some(&b'#'));
    let name_and_rest = bytes.get(name_start..)?;
    let length = name_and_rest
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric())
        .count();
    (length > 0 && name_and_rest.get(length) == Some(&b';')).then_some(name_start + length + 1)
}

/// Returns true if a rendered `char` must also be in the source, apart from case, entities and accents. Symbols and
/// Greek letters may be rendered from a formula, an emoji code or a dialect's markup.
fn must_be_in_source(char: char) -> bool {
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
            // Double-encoded UTF-8, which is repaired when it is rendered.
            ("été", "Ã©tÃ©"),
            ("foo_bar", "foo\\_bar"),
            ("c++", "C&#43;&#43;"),
            ("unbelievable", "un` believ `able"),
            ("unbelievable", "> un`\r\n> believ\r\n> `able"),
            ("unbelievable", "un`\rbeliev\r`able"),
            ("unbelievable", "un%% a comment %%believable"),
            ("α > β", "$\\alpha$"),
            ("日本 語", "*日*本"),
            ("日本語", "日本[^note]語"),
            ("日本語", "> 日本\r\n> 語"),
            ("日本語", "日本^[A [note](x).]語"),
            ("H2O", "H~2~O"),
            ("h2o", "H₂O"),
            ("13th", "13ᵗʰ"),
            ("x2", "x<sup>2</sup>"),
        ] {
            assert!(
                Prefilter::new(query).may_match(source.as_bytes()),
                "{source}"
            );
        }
    }

    #[test]
    fn letter_is_found_wherever_the_word_matches() {
        // Source text that may stand between two letters of a word.
        const BETWEEN: [&str; 19] = [
            "", "**", "~~", "`", "\\", "<b>", "</i>", "](x y)", "][z]", "{.a}", "[[x|", "\u{ad}",
            "&shy;", "|", "` ", " `", "`\n> ", "$", "%%x%%",
        ];
        for word in ["a", "q", "ask", "kiss", "be", "queue", "2024", "lighthouse"] {
            let letter = LetterTest::new(word);
            let regex = Prefilter::new(word).word.expect("a regular expression");
            for between in BETWEEN {
                for written in [word.to_owned(), word.to_uppercase(), word.replace('s', "ſ")] {
                    // The letter at `entity_index` is written as an entity. With the last index, no letter is.
                    for entity_index in 0..=word.len() {
                        let chars = written.chars().enumerate();
                        let letters = chars.map(|(index, char)| {
                            if index == entity_index {
                                format!("&#{};", u32::from(char))
                            } else {
                                char.to_string()
                            }
                        });
                        let source = letters.collect::<Vec<_>>().join(between);
                        for source in [source.clone(), format!("({source}) & x")] {
                            assert!(regex.is_match(source.as_bytes()), "{source}");
                            let is_found = |letter: &LetterTest| letter.is_found(source.as_bytes());
                            assert!(letter.as_ref().is_none_or(is_found), "{source}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn letter_without_its_neighbors_is_not_found() {
        // The rarest letter of the word is its `g`.
        let letter = LetterTest::new("lighthouse").expect("a letter");
        assert!(!letter.is_found(b"a long paragraph, goes on & on &gt; 3"));
    }

    #[test]
    fn letter_test_never_chooses_k_or_s() {
        assert!(LetterTest::new("ks").is_none());
    }

    #[test]
    fn letter_test_needs_an_ascii_word() {
        assert!(LetterTest::new("\u{e9}t").is_none());
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
