//! Search for the snippet of a text anchor or for half of it, and similarity of slugs.

use std::ops::Range;

use memchr::memmem::Finder;

/// Minimum length of a distinctive text in characters. Shorter texts, such as a closing brace or a word, occur in many
/// places.
const MIN_DISTINCTIVE_CHARS: usize = 16;

/// Minimum similarity, in thousandths, at which a heading is regarded as a renamed version of another.
pub(super) const MIN_SIMILARITY: usize = 500;

/// Returns true if `text` is long enough to identify a place in a document.
pub(super) fn is_distinctive(text: &str) -> bool {
    text.chars().nth(MIN_DISTINCTIVE_CHARS - 1).is_some()
}

/// Returns the start of the occurrence of `snippet` that begins in `range` and is nearest to the byte `old_position`.
pub(super) fn find_snippet(
    text: &str,
    range: Range<usize>,
    snippet: &str,
    old_position: usize,
) -> Option<usize> {
    if snippet.is_empty() {
        return None;
    }
    // The old position is checked first: of occurrences that overlap (`----`), the search below would skip some.
    if range.contains(&old_position)
        && text.as_bytes()[old_position..].starts_with(snippet.as_bytes())
    {
        return Some(old_position);
    }
    // An occurrence may extend beyond the range; only its start must be inside.
    let end = (range.end + snippet.len()).min(text.len());
    Finder::new(snippet.as_bytes())
        .find_iter(&text.as_bytes()[range.start..end])
        .map(|offset| range.start + offset)
        .filter(|start| range.contains(start))
        .min_by_key(|start| start.abs_diff(old_position))
}

/// Returns the start of a snippet whose second half was edited: the nearest occurrence of the first half in `range`. Returns
/// `None` if the first half is too short to be distinctive.
pub(super) fn find_first_half(
    text: &str,
    range: Range<usize>,
    snippet: &str,
    old_position: usize,
) -> Option<usize> {
    let (first, _) = snippet.split_at(middle(snippet));
    is_distinctive(first)
        .then(|| find_snippet(text, range, first, old_position))
        .flatten()
}

/// Returns the start of a snippet of which one half was edited. The other half must occur in `range` and be distinctive.
pub(super) fn find_either_half(
    text: &str,
    range: Range<usize>,
    snippet: &str,
    old_position: usize,
) -> Option<usize> {
    if let Some(start) = find_first_half(text, range.clone(), snippet, old_position) {
        return Some(start);
    }
    let second = &snippet[middle(snippet)..];
    // The second half may begin in the middle of a line. If the rest of this line is short, it is skipped, because it probably
    // belongs to the edited text.
    let second = match second.split_once('\n') {
        Some((rest_of_line, lines_below)) if !is_distinctive(rest_of_line) => lines_below,
        _ => second,
    };
    let second = second.trim_start();
    let second_offset = snippet.len() - second.len();
    if !is_distinctive(second) {
        return None;
    }
    let second_start = find_snippet(text, range.clone(), second, old_position + second_offset)?;
    // The lines above the second half may have been edited, so the result is not above the line on which it begins.
    let line_end = text[range.start..second_start].rfind('\n');
    let line_start = line_end.map_or(range.start, |offset| range.start + offset + 1);
    Some(second_start.saturating_sub(second_offset).max(line_start))
}

/// Returns the byte offset of the middle character of `text`.
fn middle(text: &str) -> usize {
    let middle = text.char_indices().nth(text.chars().count() / 2);
    middle.map_or(0, |(offset, _)| offset)
}

/// The sorted pairs of adjacent letters of a text. Texts that share many pairs are similar (Dice's coefficient).
pub(super) struct LetterPairs(Vec<(char, char)>);

impl LetterPairs {
    /// Collects the pairs of a text. The first and the last letter also form a pair with a blank.
    pub(super) fn new(text: &str) -> Self {
        let blank = std::iter::once(' ');
        let letters = blank.clone().chain(text.chars()).chain(blank);
        let mut pairs: Vec<_> = letters.clone().zip(letters.skip(1)).collect();
        pairs.sort_unstable();
        Self(pairs)
    }

    /// Returns the similarity in thousandths: 0 if no pair is shared, 1000 if all pairs are shared.
    pub(super) fn similarity(&self, other: &Self) -> usize {
        let (mut left, mut right) = (&*self.0, &*other.0);
        let mut common = 0;
        while let ([first, left_tail @ ..], [second, right_tail @ ..]) = (left, right) {
            match first.cmp(second) {
                std::cmp::Ordering::Less => left = left_tail,
                std::cmp::Ordering::Greater => right = right_tail,
                std::cmp::Ordering::Equal => {
                    common += 1;
                    (left, right) = (left_tail, right_tail);
                }
            }
        }
        // The number of common pairs divided by the mean number of pairs.
        2 * 1000 * common / (self.0.len() + other.0.len())
    }
}
