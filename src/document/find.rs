//! Finding words in a document's text.

use std::ops::Range;

use regex::Regex;
use unicode_normalization::char::compose;

use super::Document;
use crate::text;

/// Words to find: a phrase in smart case (exact if it holds a capital). It matches what a reader sees: typographic signs match
/// typed ones (see [`text::fold`]), and a blank matches any blanks and line ends.
#[derive(Clone, Debug)]
pub struct Needle(Regex);

impl Needle {
    /// Returns `None` if `query` is blank or too long for a search.
    pub fn new(query: &str) -> Option<Self> {
        let words: Vec<String> = query.split_whitespace().map(text::fold_pattern).collect();
        // What only consists of invisible characters matches everywhere.
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

    /// Returns where the words are in a document's text: bytes, in order, none across the end of a block.
    pub fn find(&self, document: &Document) -> Vec<Range<u32>> {
        let text: &str = document.text();
        let (mut found, mut block, mut at) = (Vec::new(), 0, 0);
        while let Some(place) = self.0.find_at(text, at) {
            while let Some(next) = document.blocks().get(block + 1)
                && next.start as usize <= place.start()
            {
                block += 1;
            }
            let next = document.blocks().get(block + 1);
            if let Some(next) = next.filter(|next| place.end() > next.start as usize) {
                at = next.start as usize;
                continue;
            }
            at = place.end();
            if !splits_letter(text, at) {
                found.push(place.start() as u32..place.end() as u32);
            }
        }
        found
    }
}

/// Returns true if the letter before byte `at` and the accent behind it are one letter.
fn splits_letter(text: &str, at: usize) -> bool {
    let pair = text[..at]
        .chars()
        .next_back()
        .zip(text[at..].chars().next());
    pair.is_some_and(|(letter, mark)| mark >= '\u{300}' && compose(letter, mark).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Dialect;

    fn found(markdown: &str, query: &str) -> Vec<String> {
        let document = Document::parse(markdown, 0..markdown.len(), Dialect::Gfm);
        let needle = Needle::new(query).expect("words");
        let text = |range: Range<u32>| {
            document.text()[range.start as usize..range.end as usize].to_owned()
        };
        needle.find(&document).into_iter().map(text).collect()
    }

    #[test]
    fn the_case_matters_once_there_is_a_capital() {
        assert_eq!(found("Rust rust RUST", "rust"), ["Rust", "rust", "RUST"]);
        assert_eq!(found("Rust rust RUST", "Rust"), ["Rust"]);
        assert_eq!(found("Été ÉTÉ", "été"), ["Été", "ÉTÉ"]);
    }

    #[test]
    fn words_are_found_across_lines_and_marks_but_not_across_blocks() {
        assert_eq!(
            found("one *two*\nthree", "one two three"),
            ["one two three"]
        );
        assert_eq!(found("a  \nb", "a b"), ["a\nb"]);
        assert_eq!(found("a\n\nb a\n\nb a b", "a b"), ["a b"]);
    }

    #[test]
    fn signs_are_only_signs() {
        assert_eq!(found("f(x) = a.b*", "(x) = a.b*"), ["(x) = a.b*"]);
        assert!(Needle::new("  ").is_none() && Needle::new("\u{ad}").is_none());
    }

    #[test]
    fn what_is_seen_is_found_however_it_is_written() {
        for (text, query, expected) in [
            ("They don’t look.", "don't", "don’t"),
            ("AT&amp;T", "at&t", "AT&T"),
            ("10&nbsp;km", "10 km", "10\u{a0}km"),
            ("cafe\u{301} x", "café x", "cafe\u{301} x"),
            ("Wort&shy;trennung", "worttrennung", "Wort\u{ad}trennung"),
            ("un**believ**able", "unbelievable", "unbelievable"),
            ("“Wait…”", "\"wait...\"", "“Wait…”"),
        ] {
            assert_eq!(found(text, query), [expected], "{text}");
        }
        assert!(found("cafe\u{301}", "cafe").is_empty());
    }
}
