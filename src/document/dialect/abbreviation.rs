//! Abbreviations `*[HTML]: Hyper Text Markup Language` (kramdown, Python-Markdown, PHP Markdown Extra): the definitions
//! are erased, and the first use of each abbreviation is expanded.

use std::collections::HashMap;
use std::ops::Range;

use super::html_writer;
use super::occurrences::LineMatch;
use super::rewriter::{ConstructPlace, Rewriter};

/// Erases the definitions and expands the abbreviations.
pub(super) fn apply(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    let mut definitions = HashMap::new();
    for LineMatch { start, line } in rewriter.lines_with("*[") {
        if !body[line.start..start]
            .bytes()
            .all(|byte| matches!(byte, b' ' | b'>'))
        {
            continue;
        }
        let after_opener = &body[start + "*[".len()..line.end];
        let Some((word, expansion)) = after_opener.split_once("]:") else {
            continue;
        };
        let range = start..start + body[start..line.end].trim_end().len();
        if word.contains(['[', ']'])
            || !rewriter.is_block_level(&range)
            || !rewriter.is_unclaimed(&range)
        {
            continue;
        }
        definitions.insert(word.trim(), expansion.trim());
        rewriter.erase(range);
    }
    if !definitions.is_empty() {
        expand(rewriter, definitions);
    }
}

/// Adds the expansion to the first use of each abbreviation.
fn expand(rewriter: &mut Rewriter<'_>, mut definitions: HashMap<&str, &str>) {
    let body = rewriter.body;
    for word in words(body) {
        let text = &body[word.clone()];
        if definitions.contains_key(text)
            && is_separate(body, &word)
            // The placeholder for a word that is alone on its line would start a block of HTML.
            && !rewriter.is_block_level(&word)
            && rewriter.is_unclaimed(&word)
            && rewriter.construct_place(word.start) == ConstructPlace::Text
            && let Some(expansion) = definitions.remove(text)
        {
            let title = html_writer::escape(expansion);
            let text = html_writer::escape(text);
            rewriter.replace_inline(word, format!("<abbr title=\"{title}\">{text}</abbr>"));
        }
    }
}

/// Iterates over the runs of letters and digits that have at least three bytes. A shorter range has no room for the
/// placeholder, a tag such as `<x>`, that [`Rewriter::replace_inline`] writes in place of the word.
fn words(body: &str) -> impl Iterator<Item = Range<usize>> {
    let mut position = 0;
    let runs = body.split(|char: char| !char.is_alphanumeric());
    let words = runs.map(move |run| {
        let start = position;
        position += run.len();
        // The separator is a single character, which may have several bytes.
        let separator = body[position..].chars().next().map_or(0, char::len_utf8);
        let word = start..position;
        position += separator;
        word
    });
    words.filter(|word| word.len() > 2)
}

/// Returns true if a word is not part of an address, a tag or the label of a link.
fn is_separate(body: &str, word: &Range<usize>) -> bool {
    let char_before = body[..word.start].chars().next_back();
    let char_after = body[word.end..].chars().next();
    let is_label = char_before == Some('[') && char_after == Some(']');
    let is_joined = |char: Option<char>| {
        char.is_some_and(|char| matches!(char, '/' | '_' | '@' | '<' | '\\' | '#' | '&' | '='))
    };
    let is_period_in_address = |char: Option<char>, next: Option<char>| {
        char == Some('.') && next.is_some_and(char::is_alphanumeric)
    };
    let second_after = body[word.end..].chars().nth(1);
    let second_before = body[..word.start].chars().nth_back(1);
    !(is_label
        || is_joined(char_before)
        || is_joined(char_after)
        || is_period_in_address(char_after, second_after)
        || is_period_in_address(char_before, second_before))
}
