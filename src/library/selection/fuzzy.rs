//! Fuzzy words: letters that stand in a text in order, with others between them.

use nucleo_matcher::pattern::{Atom, AtomKind, CaseMatching, Normalization};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::library::words::Words;

/// A fuzzy word, in smart case.
pub(in crate::library) fn fuzzy(text: &str) -> Atom {
    Atom::new(
        text,
        CaseMatching::Smart,
        Normalization::Smart,
        AtomKind::Fuzzy,
        false,
    )
}

/// Which posts hold a fuzzy word in title, tags, categories or file name, by number.
pub(super) fn resembling(words: &Words, text: &str) -> Vec<bool> {
    let (atom, mut matcher) = (fuzzy(text), Matcher::new(Config::DEFAULT));
    let mut buffer = Vec::new();
    let mut holds = |line: &str| {
        // Most lines are plain; how well they match, which takes most of the time, is not asked.
        if line.is_ascii() {
            return text.is_ascii() && has_letters(line.as_bytes(), text.as_bytes());
        }
        let line = Utf32Str::new(line, &mut buffer);
        atom.score(line, &mut matcher).is_some()
    };
    let names = words.names();
    names.map(|mut lines| lines.any(&mut holds)).collect()
}

/// Whether a line has these letters in order; without case, unless one of them is a capital.
fn has_letters(line: &[u8], letters: &[u8]) -> bool {
    let cased = letters.iter().any(u8::is_ascii_uppercase);
    let mut rest = line.iter();
    letters.iter().all(|letter| {
        rest.any(|byte| {
            if cased {
                byte == letter
            } else {
                byte.to_ascii_lowercase() == *letter
            }
        })
    })
}
