//! Where a filter's words stand in a title, so that a reader sees why a post is listed.

use std::ops::Range;

use nucleo_matcher::pattern::{Atom, AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::filter::{Filter, Want};
use super::selection::fuzzy;

/// The words and the fuzzy words of a filter, ready to be found in many titles.
pub struct Matches {
    words: Vec<Vec<char>>,
    cased: Vec<bool>,
    fuzzy: Vec<Atom>,
    matcher: Option<Matcher>,
}

impl Matches {
    /// Those that a post must hold; what is excluded can't be seen.
    pub fn new(filter: &Filter) -> Self {
        let mut matches = Self {
            words: Vec::new(),
            cased: Vec::new(),
            fuzzy: Vec::new(),
            matcher: None,
        };
        for (term, _) in filter.conditions().filter(|(term, _)| !term.excluded) {
            match &term.want {
                Want::Words(text) => {
                    let cased = text.chars().any(char::is_uppercase);
                    let word = letters(text, !cased).map(|(char, _)| char).collect();
                    matches.words.push(word);
                    matches.cased.push(cased);
                }
                Want::Fuzzy(text) => matches.fuzzy.push(fuzzy(text)),
                _ => {}
            }
        }
        if !matches.fuzzy.is_empty() {
            matches.matcher = Some(Matcher::new(Config::DEFAULT));
        }
        matches
    }

    /// Where they stand in `title`: ranges of bytes, in order, apart from each other.
    pub fn find(&mut self, title: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for (word, cased) in self.words.iter().zip(&self.cased) {
            occurrences(title, word, *cased, &mut found);
        }
        if let Some(matcher) = &mut self.matcher {
            for atom in &self.fuzzy {
                resemblance(title, atom, matcher, &mut found);
            }
        }
        found.sort_by_key(|range| range.start);
        let mut merged: Vec<Range<usize>> = Vec::with_capacity(found.len());
        for range in found {
            match merged.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => merged.push(range),
            }
        }
        merged
    }
}

/// Letters that stand in a text in order, with others between them: smart case, each word by itself.
pub struct Fuzzy {
    pattern: Pattern,
    matcher: Matcher,
}

impl Fuzzy {
    /// Ready to be found in many texts.
    pub fn new(query: &str) -> Self {
        Self {
            pattern: Pattern::new(
                query,
                CaseMatching::Smart,
                Normalization::Smart,
                AtomKind::Fuzzy,
            ),
            matcher: Matcher::new(Config::DEFAULT),
        }
    }

    /// How well a text holds them, and which of its bytes they are, in order; `None` where it does not.
    pub fn find(&mut self, text: &str) -> Option<(u32, Vec<Range<usize>>)> {
        let chars: Vec<char> = text.chars().collect();
        let mut indices = Vec::new();
        let text_chars = Utf32Str::Unicode(&chars);
        let score = self
            .pattern
            .indices(text_chars, &mut self.matcher, &mut indices)?;
        indices.sort_unstable();
        indices.dedup();
        let mut found = Vec::new();
        push_letters(text, &indices, &mut found);
        Some((score, found))
    }
}

/// The letters of a text as they are compared, each with the bytes that it stands for; a run of blanks is one.
fn letters(text: &str, lower: bool) -> impl Iterator<Item = (char, Range<usize>)> {
    let mut blank = false;
    text.char_indices().flat_map(move |(at, char)| {
        let repeats = blank && char.is_whitespace();
        blank = char.is_whitespace();
        let range = at..at + char.len_utf8();
        let plain = (!lower || blank).then_some(if blank { ' ' } else { char });
        let lowered = (lower && !blank).then(|| char.to_lowercase());
        plain
            .into_iter()
            .filter(move |_| !repeats)
            .chain(lowered.into_iter().flatten())
            .map(move |char| (char, range.clone()))
    })
}

fn occurrences(title: &str, word: &[char], cased: bool, found: &mut Vec<Range<usize>>) {
    let letters: Vec<_> = letters(title, !cased).collect();
    let mut at = 0;
    while at + word.len() <= letters.len() && !word.is_empty() {
        let part = &letters[at..at + word.len()];
        if part.iter().map(|(char, _)| char).eq(word) {
            found.push(part[0].1.start..part[part.len() - 1].1.end);
            at += word.len();
        } else {
            at += 1;
        }
    }
}

/// The letters of the best match, if the title is what matches and not a tag or the file's name.
fn resemblance(title: &str, atom: &Atom, matcher: &mut Matcher, found: &mut Vec<Range<usize>>) {
    let chars: Vec<char> = title.chars().collect();
    let mut indices = Vec::new();
    if atom
        .indices(Utf32Str::Unicode(&chars), matcher, &mut indices)
        .is_none()
    {
        return;
    }
    indices.sort_unstable();
    push_letters(title, &indices, found);
}

/// The bytes of the characters with these numbers, which are in order; those that follow each other together.
fn push_letters(text: &str, numbers: &[u32], found: &mut Vec<Range<usize>>) {
    let mut wanted = numbers.iter().peekable();
    let mut last: Option<usize> = None;
    for (number, (at, char)) in (0_u32..).zip(text.char_indices()) {
        if wanted.next_if_eq(&&number).is_some() {
            let end = at + char.len_utf8();
            match found.last_mut() {
                Some(range) if last == Some(at) => range.end = end,
                _ => found.push(at..end),
            }
            last = Some(end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The title with its matches in brackets.
    fn marked(filter: &str, title: &str) -> String {
        let mut marked = title.to_owned();
        let ranges = Matches::new(&Filter::typing(filter)).find(title);
        for range in ranges.into_iter().rev() {
            marked.insert(range.end, ']');
            marked.insert(range.start, '[');
        }
        marked
    }

    #[test]
    fn words_are_marked_where_they_stand() {
        for (filter, title, expected) in [
            ("", "A title", "A title"),
            ("ti", "A title, tied", "A [ti]tle, [ti]ed"),
            ("TI", "A title", "A title"),
            ("Ti", "A Title", "A [Ti]tle"),
            ("tit itl", "A title", "A [titl]e"),
            ("\"a  title\"", "A  title", "[A  title]"),
            ("é", "Été", "[É]t[é]"),
            ("-title #title author:title", "A title", "A title"),
            ("i", "İi", "[İi]"),
            ("~atl", "A title", "[A] [t]it[l]e"),
            ("~été", "L’Été", "L’[Été]"),
            ("~zzz", "A title", "A title"),
        ] {
            assert_eq!(marked(filter, title), expected, "{filter}");
        }
    }
}
