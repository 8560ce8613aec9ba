//! Finding words in a document's text.

use std::ops::Range;

use regex::Regex;

use super::Document;

/// Words to be found: a phrase, smart case (exact once it holds a capital), whose blanks match any blank or line
/// end, so that neither the width nor the source's lines matter.
#[derive(Clone, Debug)]
pub struct Needle(Regex);

impl Needle {
    /// `None` for nothing but blanks.
    pub fn new(query: &str) -> Option<Self> {
        Regex::new(&pattern(query, r"\s+")?).ok().map(Self)
    }

    /// Where the words stand in a document's text, in order, as bytes of it.
    pub fn find(&self, document: &Document) -> Vec<Range<u32>> {
        let text: &str = document.text();
        self.0
            .find_iter(text)
            .map(|found| found.start() as u32..found.end() as u32)
            .collect()
    }
}

/// The regular expression behind a phrase: its words as they are, with `blank` (an expression) between them, without
/// case unless one of its letters is a capital. `None` for nothing but blanks.
pub fn pattern(query: &str, blank: &str) -> Option<String> {
    let words: Vec<String> = query.split_whitespace().map(regex::escape).collect();
    if words.is_empty() {
        return None;
    }
    let is_exact = query.chars().any(char::is_uppercase);
    let case = if is_exact { "" } else { "(?i)" };
    Some(format!("{case}{}", words.join(blank)))
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
    fn words_are_found_across_lines_and_marks() {
        assert_eq!(
            found("one *two*\nthree", "one two three"),
            ["one two three"]
        );
        assert_eq!(found("a  \nb", "a b"), ["a\nb"]);
    }

    #[test]
    fn signs_are_only_signs() {
        assert_eq!(found("f(x) = a.b*", "(x) = a.b*"), ["(x) = a.b*"]);
        assert!(Needle::new("  ").is_none());
    }
}
