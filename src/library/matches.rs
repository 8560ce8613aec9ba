//! Matches, for highlighting: of a filter's words in a title, and of a fuzzy query in any text.

use std::ops::Range;

use nucleo_matcher::pattern::{Atom, AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::compiled_filter::fuzzy_atom;
use super::filter::{Filter, Predicate};
use crate::text::{Case, folded_chars};

/// A matcher that finds the words and the fuzzy words of a filter in titles.
pub struct TitleMatcher {
    words: Vec<Word>,
    fuzzy_words: Vec<Atom>,
    /// The matcher for fuzzy words; `None` if there are none.
    fuzzy_matcher: Option<Matcher>,
}

/// A word or a quoted text of a filter. Its characters are folded with `case`, which smart case determines.
struct Word {
    chars: Vec<char>,
    case: Case,
}

impl TitleMatcher {
    /// Creates a matcher for the words that the filter requires; negated words have no matches.
    pub fn new(filter: &Filter) -> Self {
        let mut title_matcher = Self {
            words: Vec::new(),
            fuzzy_words: Vec::new(),
            fuzzy_matcher: None,
        };
        // A term that is still being typed counts too.
        let terms = filter.effective_terms().map(|(term, _)| term);
        for term in terms.filter(|term| !term.is_negated) {
            match &term.predicate {
                Predicate::Words(text) => {
                    let case = Case::smart(text);
                    let chars = folded_chars(text, case).into_iter();
                    let chars = chars.map(|(char, _)| char).collect();
                    title_matcher.words.push(Word { chars, case });
                }
                Predicate::Fuzzy(text) => title_matcher.fuzzy_words.push(fuzzy_atom(text)),
                _ => {}
            }
        }
        if !title_matcher.fuzzy_words.is_empty() {
            title_matcher.fuzzy_matcher = Some(Matcher::new(Config::DEFAULT));
        }
        title_matcher
    }

    /// Returns the matches in `title` as ranges of bytes, in order and disjoint.
    pub fn find(&mut self, title: &str) -> Vec<Range<usize>> {
        let mut matches = Vec::new();
        for word in &self.words {
            push_word_matches(title, word, &mut matches);
        }
        if let Some(fuzzy_matcher) = &mut self.fuzzy_matcher {
            for atom in &self.fuzzy_words {
                push_fuzzy_matches(title, atom, fuzzy_matcher, &mut matches);
            }
        }
        matches.sort_by_key(|range| range.start);
        let mut merged: Vec<Range<usize>> = Vec::with_capacity(matches.len());
        for range in matches {
            match merged.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => merged.push(range),
            }
        }
        merged
    }
}

/// A fuzzy query. A text matches if it contains the letters of each word in order, with any characters in between. Case is
/// ignored for words without upper-case letters.
pub struct FuzzyQuery {
    pattern: Pattern,
    matcher: Matcher,
}

impl FuzzyQuery {
    /// Creates a query.
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

    /// Returns the score of the best match in a text and the matching byte ranges, in order; `None` if there is no match.
    pub fn find(&mut self, text: &str) -> Option<(u32, Vec<Range<usize>>)> {
        let chars: Vec<char> = text.chars().collect();
        let mut indices = Vec::new();
        let text_chars = Utf32Str::Unicode(&chars);
        let score = self
            .pattern
            .indices(text_chars, &mut self.matcher, &mut indices)?;
        indices.sort_unstable();
        indices.dedup();
        let ranges = text
            .char_indices()
            .map(|(start, char)| start..start + char.len_utf8());
        let ranges: Vec<_> = ranges.collect();
        let mut matches = Vec::new();
        push_ranges(&ranges, &indices, &mut matches);
        Some((score, matches))
    }
}

/// Appends the ranges of all matches of a word. The matches of a word do not overlap.
fn push_word_matches(title: &str, word: &Word, matches: &mut Vec<Range<usize>>) {
    let title_chars = folded_chars(title, word.case);
    let length = word.chars.len();
    let mut start = 0;
    while start + length <= title_chars.len() && length > 0 {
        let window = &title_chars[start..start + length];
        if window.iter().map(|(char, _)| char).eq(&word.chars) {
            matches.push(window[0].1.start..window[length - 1].1.end);
            start += length;
        } else {
            start += 1;
        }
    }
}

/// Appends the ranges of the best match of a fuzzy word. Appends nothing if the title does not match: the post may be listed
/// because a tag, a category or the file name matches.
fn push_fuzzy_matches(
    title: &str,
    atom: &Atom,
    fuzzy_matcher: &mut Matcher,
    matches: &mut Vec<Range<usize>>,
) {
    // The folding keeps the case of the title: the atom itself ignores case if the fuzzy word has no capital.
    let (chars, ranges): (Vec<char>, Vec<_>) =
        folded_chars(title, Case::Sensitive).into_iter().unzip();
    let mut indices = Vec::new();
    if atom
        .indices(Utf32Str::Unicode(&chars), fuzzy_matcher, &mut indices)
        .is_none()
    {
        return;
    }
    indices.sort_unstable();
    push_ranges(&ranges, &indices, matches);
}

/// Appends the elements of `ranges` at the sorted `indices`, and joins adjacent elements.
fn push_ranges(ranges: &[Range<usize>], indices: &[u32], matches: &mut Vec<Range<usize>>) {
    // `None` at first, so that no element is joined with a range that `matches` contained before.
    let mut last_end: Option<usize> = None;
    for range in indices.iter().map(|index| &ranges[*index as usize]) {
        match matches.last_mut() {
            Some(last) if last_end == Some(range.start) => last.end = range.end,
            _ => matches.push(range.clone()),
        }
        last_end = Some(range.end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the title with brackets around the matches.
    fn mark_matches(filter: &str, title: &str) -> String {
        let mut marked = title.to_owned();
        let ranges = TitleMatcher::new(&Filter::parse_unfinished(filter)).find(title);
        for range in ranges.into_iter().rev() {
            marked.insert(range.end, ']');
            marked.insert(range.start, '[');
        }
        marked
    }

    #[test]
    fn filter_words_match_in_titles() {
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
            ("don't", "We don’t", "We [don’t]"),
            ("café", "Cafe\u{301} au lait", "[Cafe\u{301}] au lait"),
            ("~atl", "A title", "[A] [t]it[l]e"),
            ("~été", "L’Été", "L’[Été]"),
            ("~zzz", "A title", "A title"),
        ] {
            assert_eq!(mark_matches(filter, title), expected, "{filter}");
        }
    }
}
