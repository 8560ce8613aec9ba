//! Search in a document's text.

use std::ops::Range;

use regex::Regex;
use unicode_normalization::char::compose;

use super::Document;
use crate::text;

/// A query compiled for searching a document. The search is case-sensitive only if the query contains a capital letter.
/// Typographic characters match their ASCII forms (see [`text::fold`]), and a space matches any run of white space and
/// line ends.
#[derive(Clone, Debug)]
pub struct Needle(Regex);

impl Needle {
    /// Compiles `query`; returns `None` if it is blank or too long for a regular expression.
    pub fn new(query: &str) -> Option<Self> {
        let words: Vec<String> = query.split_whitespace().map(text::fold_pattern).collect();
        // A query of only invisible characters folds to an empty pattern, which would match everywhere.
        if words.iter().all(String::is_empty) {
            return None;
        }
        let case = match text::Case::smart(query) {
            text::Case::Sensitive => "",
            text::Case::Insensitive => "(?i)",
        };
        let pattern = format!("{case}{}", words.join(r"\s+"));
        Regex::new(&pattern).ok().map(Self)
    }

    /// Returns the byte ranges of all matches in a document's text, in order. No match extends past the end of a block.
    pub fn find(&self, document: &Document) -> Vec<Range<u32>> {
        let text: &str = document.text();
        text::work::count_steps(text.len());
        let (mut matches, mut block_index, mut search_start) = (Vec::new(), 0, 0);
        while let Some(candidate) = self.0.find_at(text, search_start) {
            while let Some(next) = document.blocks().get(block_index + 1)
                && next.start as usize <= candidate.start()
            {
                block_index += 1;
            }
            // A candidate that extends into the next block is no match; the search goes on in that block.
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

    /// Returns the texts that match `query` in a Markdown document.
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
    fn matches_span_lines_and_inline_formats_but_not_blocks() {
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
    fn matches_compare_displayed_text_not_markdown() {
        for (text, query, expected) in [
            ("They don’t look.", "don't", "don’t"),
            ("AT&amp;T", "at&t", "AT&T"),
            ("10&nbsp;km", "10 km", "10\u{a0}km"),
            ("cafe\u{301} x", "café x", "cafe\u{301} x"),
            ("Wort&shy;trennung", "worttrennung", "Wort\u{ad}trennung"),
            ("un**believ**able", "unbelievable", "unbelievable"),
            ("“Wait…”", "\"wait...\"", "“Wait…”"),
        ] {
            assert_eq!(find_all(text, query), [expected], "{text}");
        }
        assert!(find_all("cafe\u{301}", "cafe").is_empty());
    }
}
