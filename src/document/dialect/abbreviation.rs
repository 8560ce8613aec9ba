//! Abbreviations `*[HTML]: Hyper Text Markup Language` (kramdown, Python-Markdown, PHP Markdown Extra): the definitions
//! are removed, and the first use of each abbreviation is expanded.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use super::html_writer;
use super::occurrences::LineMatch;
use super::rewriter::{ConstructPlace, MIN_INLINE_TAG_BYTES, Rewriter};
use crate::text::work::count_steps_for_tests;

/// The definition of an abbreviation.
struct Definition<'s> {
    /// The range of the definition in the body.
    range: Range<usize>,
    /// The abbreviation. It may consist of several words, or contain signs: `A B`, `C++`, `.NET`.
    abbreviation: &'s str,
    /// The range of the first run of letters and digits in `abbreviation`.
    first_run: Range<usize>,
    expansion: &'s str,
    outcome: Outcome,
}

/// The result of the search for a use of an abbreviation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// The abbreviation is not used in text.
    Unused,
    /// The abbreviation is used only where it can't be expanded.
    NotExpanded,
    Expanded,
}

/// Removes the definitions and expands the abbreviations. A definition whose abbreviation can't be expanded stays in the text.
pub(super) fn apply(rewriter: &mut Rewriter<'_>) {
    let mut definitions = find_definitions(rewriter);
    for definition in &definitions {
        rewriter.claim(definition.range.clone());
    }
    if !definitions.is_empty() {
        expand(rewriter, &mut definitions);
    }
    for definition in definitions {
        if definition.outcome != Outcome::NotExpanded {
            rewriter.overwrite_with_blanks(definition.range);
        }
    }
}

/// Returns the definitions of a body.
fn find_definitions<'s>(rewriter: &mut Rewriter<'s>) -> Vec<Definition<'s>> {
    let body = rewriter.body;
    let mut definitions = Vec::new();
    for LineMatch { match_start, line } in rewriter.lines_with("*[") {
        if !body[line.start..match_start]
            .bytes()
            .all(|byte| matches!(byte, b' ' | b'>'))
        {
            continue;
        }
        let after_opener = &body[match_start + "*[".len()..line.end];
        let Some((abbreviation, expansion)) = after_opener.split_once("]:") else {
            continue;
        };
        let abbreviation = abbreviation.trim();
        let Some(first_run) = runs(abbreviation).next() else {
            continue;
        };
        let range = match_start..match_start + body[match_start..line.end].trim_end().len();
        if !abbreviation.contains(['[', ']'])
            && rewriter.is_block_level(&range)
            && rewriter.may_rewrite(&range)
        {
            definitions.push(Definition {
                range,
                abbreviation,
                first_run,
                expansion: expansion.trim(),
                outcome: Outcome::Unused,
            });
        }
    }
    definitions
}

/// Adds the expansion to the first use of each abbreviation.
fn expand(rewriter: &mut Rewriter<'_>, definitions: &mut [Definition<'_>]) {
    let body = rewriter.body;
    // Of several definitions of an abbreviation, the last one counts.
    let mut by_abbreviation = HashMap::new();
    // The shapes of the abbreviations, by first run. A shape is the offset of the first run in an abbreviation, and the length of
    // that abbreviation. Abbreviations with the same first run may have different shapes.
    let mut shapes_by_run: HashMap<&str, BTreeSet<(usize, usize)>> = HashMap::new();
    for (index, definition) in definitions.iter().enumerate() {
        let Definition {
            abbreviation,
            first_run,
            ..
        } = definition;
        by_abbreviation.insert(*abbreviation, index);
        let first_run_text = &abbreviation[first_run.clone()];
        let shapes = shapes_by_run.entry(first_run_text).or_default();
        shapes.insert((first_run.start, abbreviation.len()));
    }
    for run in runs(body) {
        let Some(shapes) = shapes_by_run.get(&body[run.clone()]) else {
            continue;
        };
        count_steps_for_tests(shapes.len());
        let candidates = shapes.iter().filter_map(|&(offset, length)| {
            let start = run.start.checked_sub(offset)?;
            let used = start..start + length;
            let index = *by_abbreviation.get(body.get(used.clone())?)?;
            is_separate(body, &used).then_some((index, used))
        });
        // The longest abbreviation is expanded: `A B` rather than `A`.
        let Some((index, used)) = candidates.max_by_key(|(index, used)| (used.len(), *index))
        else {
            continue;
        };
        let definition = &mut definitions[index];
        if definition.outcome == Outcome::Expanded
            || !rewriter.may_rewrite(&used)
            || rewriter.construct_place(used.start) != ConstructPlace::Text
        {
            continue;
        }
        // The tag in place of an abbreviation that is alone on its line would start a block of HTML.
        let range = with_room(body, &used).filter(|_| !rewriter.is_block_level(&used));
        let Some(range) = range.filter(|range| rewriter.may_rewrite(range)) else {
            definition.outcome = Outcome::NotExpanded;
            continue;
        };
        let before = html_writer::escape(&body[range.start..used.start]);
        let after = html_writer::escape(&body[used.end..range.end]);
        let title = html_writer::escape(definition.expansion);
        let text = html_writer::escape(definition.abbreviation);
        let html = format!("{before}<abbr title=\"{title}\">{text}</abbr>{after}");
        rewriter.replace_inline(range, html);
        definition.outcome = Outcome::Expanded;
    }
}

/// Extends the range `used` if it is too short for [`Rewriter::replace_inline`], which overwrites it with at least `<x>`. The
/// range is extended by the blank before it, unless the blank may belong to the marker of a block. If it is still too short, it
/// is extended by the blank or the punctuation mark after it. Returns `None` if that does not suffice.
fn with_room(body: &str, used: &Range<usize>) -> Option<Range<usize>> {
    let mut range = used.clone();
    let before = body[..range.start].strip_suffix(' ');
    let follows_word = |before: &str| {
        before.ends_with(|char: char| char.is_alphanumeric() || matches!(char, ',' | ';'))
    };
    if range.len() < MIN_INLINE_TAG_BYTES && before.is_some_and(follows_word) {
        range.start -= 1;
    }
    let mut after = body[range.end..].chars();
    let can_take_next = match after.next() {
        Some(' ') => after.next().is_some_and(|char| !char.is_whitespace()),
        Some(char) => matches!(char, ',' | '.' | ';' | '?'),
        None => false,
    };
    if range.len() < MIN_INLINE_TAG_BYTES && can_take_next {
        range.end += 1;
    }
    (range.len() >= MIN_INLINE_TAG_BYTES).then_some(range)
}

/// Iterates over the runs of letters and digits.
fn runs(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut position = 0;
    let runs = text.split(|char: char| !char.is_alphanumeric());
    let runs = runs.map(move |run| {
        let start = position;
        position += run.len();
        // The separator is a single character, which may have several bytes.
        let separator = text[position..].chars().next().map_or(0, char::len_utf8);
        let run = start..position;
        position += separator;
        run
    });
    runs.filter(|run| !run.is_empty())
}

/// Returns true if the abbreviation in the range `used` stands alone: it is not part of a longer word, an address or a tag, and
/// not the label of a link.
fn is_separate(body: &str, used: &Range<usize>) -> bool {
    let char_before = body[..used.start].chars().next_back();
    let char_after = body[used.end..].chars().next();
    let is_label = char_before == Some('[') && char_after == Some(']');
    let is_joined = |char: Option<char>| {
        char.is_some_and(|char| {
            char.is_alphanumeric() || matches!(char, '/' | '_' | '@' | '<' | '\\' | '#' | '&' | '=')
        })
    };
    let is_period_in_address = |char: Option<char>, next: Option<char>| {
        char == Some('.') && next.is_some_and(char::is_alphanumeric)
    };
    let second_after = body[used.end..].chars().nth(1);
    let second_before = body[..used.start].chars().nth_back(1);
    !(is_label
        || is_joined(char_before)
        || is_joined(char_after)
        || is_period_in_address(char_after, second_after)
        || is_period_in_address(char_before, second_before))
}
