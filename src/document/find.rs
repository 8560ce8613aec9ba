//! Search in a document's text.

use std::borrow::Cow;
use std::ops::Range;

use regex::Regex;
use unicode_normalization::char::compose;

use super::{Document, InlineFormats};
use crate::text;

/// A query compiled for searching a document. The search is case-sensitive only if the query contains a capital letter.
/// Typographic characters match their ASCII forms (see [`text::fold`]), and a space matches any run of white space and
/// line ends. A match may extend over references to footnotes, whose numbers are not searched.
#[derive(Clone, Debug)]
pub struct Needle {
    regex: Regex,
    /// True if the query contains a superscript or a subscript. Such a query may have been copied from an article, so the numbers
    /// of footnotes are searched too.
    has_super_or_subscripts: bool,
}

impl Needle {
    /// Compiles `query`. Returns `None` if the query has no visible character, or is too long for a regular expression.
    pub fn new(query: &str) -> Option<Self> {
        let case = text::Case::smart(query);
        let words = query.split_whitespace();
        let words: Vec<_> = words.map(|word| text::fold_pattern(word, case)).collect();
        // A query of only invisible characters folds to an empty pattern, which would match everywhere.
        if words.iter().all(String::is_empty) {
            return None;
        }
        let case_flag = match case {
            text::Case::Sensitive => "",
            text::Case::Insensitive => "(?i)",
        };
        let pattern = format!("{case_flag}{}", words.join(&text::blank_pattern()));
        Some(Self {
            regex: Regex::new(&pattern).ok()?,
            has_super_or_subscripts: query
                .chars()
                .any(|char| text::super_or_subscript_base(char).is_some()),
        })
    }

    /// Returns the byte ranges of all matches in a document's text, in order. No match extends past the end of a block.
    pub fn find(&self, document: &Document) -> Vec<Range<u32>> {
        let text: &str = &if self.has_super_or_subscripts {
            Cow::Borrowed(&**document.text())
        } else {
            without_footnote_numbers(document)
        };
        text::work::count_steps_for_tests(text.len());
        let (mut matches, mut block_index, mut search_start) = (Vec::new(), 0, 0);
        while let Some(candidate) = self.regex.find_at(text, search_start) {
            while let Some(next) = document.blocks().get(block_index + 1)
                && next.start as usize <= candidate.start()
            {
                block_index += 1;
            }
            // A candidate that extends into the next block is no match. The search continues at the start of the next block.
            let next = document.blocks().get(block_index + 1);
            if let Some(next) = next.filter(|next| candidate.end() > next.start as usize) {
                search_start = next.start as usize;
                continue;
            }
            search_start = candidate.end();
            if !splits_letter(text, candidate.end()) {
                matches.push(candidate.start() as u32..candidate.end() as u32);
            }
        }
        matches
    }
}

/// Returns the text of a document without the numbers that refer to footnotes. Each character of these numbers is replaced by an
/// invisible character of the same length in bytes, so that no byte moves.
fn without_footnote_numbers(document: &Document) -> Cow<'_, str> {
    let text: &str = document.text();
    if document.footnotes().is_empty() {
        return Cow::Borrowed(text);
    }
    let mut masked = String::with_capacity(text.len());
    let spans = document.spans(0..text.len()).iter();
    for span in spans.filter(|span| span.formats.has(InlineFormats::FOOTNOTE)) {
        masked.push_str(&text[masked.len()..span.start as usize]);
        let number = text[span.start as usize..span.end as usize].chars();
        masked.extend(number.map(|char| match char.len_utf8() {
            // `¹`, `²`, `³`, and the no-break space between two numbers. The other superscript digits have three bytes.
            2 => '\u{ad}',
            3 => '\u{200b}',
            // Not reached: each character of these numbers has two or three bytes.
            _ => char,
        }));
    }
    masked.push_str(&text[masked.len()..]);
    Cow::Owned(masked)
}

/// Returns true if `offset` (bytes) is between a letter and a combining accent that compose to one letter, such as `e` and
/// U+0301.
fn splits_letter(text: &str, offset: usize) -> bool {
    let pair = text[..offset]
        .chars()
        .next_back()
        .zip(text[offset..].chars().next());
    // Combining accents start at U+0300; the comparison is the fast path for all other text.
    pair.is_some_and(|(letter, accent)| accent >= '\u{300}' && compose(letter, accent).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Dialect;

    /// Returns the matches of `query` in the text of a Markdown document.
    fn find_all(markdown: &str, query: &str) -> Vec<String> {
        let document = Document::parse(markdown, 0..markdown.len(), Dialect::Gfm);
        let needle = Needle::new(query).expect("a query with words");
        let text = |range: Range<u32>| {
            document.text()[range.start as usize..range.end as usize].to_owned()
        };
        needle.find(&document).into_iter().map(text).collect()
    }

    #[test]
    fn queries_with_a_capital_are_case_sensitive() {
        assert_eq!(find_all("Rust rust RUST", "rust"), ["Rust", "rust", "RUST"]);
        assert_eq!(find_all("Rust rust RUST", "Rust"), ["Rust"]);
        assert_eq!(find_all("Été ÉTÉ", "été"), ["Été", "ÉTÉ"]);
    }

    #[test]
    fn matches_extend_over_lines_and_inline_formats_but_not_blocks() {
        assert_eq!(
            find_all("one *two*\nthree", "one two three"),
            ["one two three"]
        );
        assert_eq!(find_all("a  \nb", "a b"), ["a\nb"]);
        assert_eq!(find_all("a\n\nb a\n\nb a b", "a b"), ["a b"]);
    }

    #[test]
    fn regex_metacharacters_match_literally() {
        assert_eq!(find_all("f(x) = a.b*", "(x) = a.b*"), ["(x) = a.b*"]);
    }

    #[test]
    fn blank_or_invisible_query_has_no_needle() {
        assert!(Needle::new("  ").is_none() && Needle::new("\u{ad}").is_none());
    }

    #[test]
    fn displayed_text_is_searched_instead_of_markdown() {
        for (markdown, query, expected) in [
            ("They don’t look.", "don't", "don’t"),
            ("AT&amp;T", "at&t", "AT&T"),
            ("10&nbsp;km", "10 km", "10\u{a0}km"),
            ("cafe\u{301} x", "café x", "cafe\u{301} x"),
            ("Wort&shy;trennung", "worttrennung", "Wort\u{ad}trennung"),
            ("un**believ**able", "unbelievable", "unbelievable"),
            ("“Wait…”", "\"wait...\"", "“Wait…”"),
            ("H<sub>2</sub>O", "h2o", "H₂O"),
            ("H₂O", "H2O", "H₂O"),
            ("the 13<sup>th</sup>", "13th", "13ᵗʰ"),
        ] {
            assert_eq!(find_all(markdown, query), [expected], "{markdown}");
        }
        assert!(find_all("cafe\u{301}", "cafe").is_empty());
    }

    #[test]
    fn matches_extend_over_references_to_footnotes() {
        let definitions = "\n\n[^1]: A\n[^2]: B\n";
        for (markdown, query, expected) in [
            ("a word[^1] goes on", "word goes", "word¹ goes"),
            ("a word [^1] goes on", "word goes", "word ¹ goes"),
            ("a word[^1][^2]\ngoes on", "word goes", "word¹\u{a0}² goes"),
            ("a word[^1], and", "word, and", "word¹, and"),
            ("日本語[^1]の文章", "語の", "語¹の"),
            ("a word[^1] goes on", "word¹", "word¹"),
        ] {
            let found = find_all(&format!("{markdown}{definitions}"), query);
            assert_eq!(found, [expected], "{markdown}");
        }
        assert!(find_all(&format!("a word[^1]{definitions}"), "word1").is_empty());
        // The author's superscript is found, the number of the footnote is not.
        assert_eq!(
            find_all(&format!("x<sup>1</sup>[^1]{definitions}"), "1"),
            ["¹"]
        );
    }
}
