//! Search for a snippet, exactly or in part, and similarity of slugs.

use std::ops::Range;

use memchr::memmem::Finder;

/// Minimum length of a distinctive text in characters. Shorter texts, such as a closing brace or a word, occur in many
/// places.
const MIN_DISTINCTIVE_CHARS: usize = 16;

/// Minimum similarity, in thousandths, at which a heading is regarded as a renamed version of another.
pub(super) const MIN_SIMILARITY: usize = 500;

/// Returns true if `near` is long enough to be searched for outside its section.
pub(super) fn is_distinctive(near: &str) -> bool {
    near.chars().nth(MIN_DISTINCTIVE_CHARS - 1).is_some()
}

/// Returns the start of `near` within `part` of the text: of several occurrences, the nearest to the byte `old`.
pub(super) fn exact(text: &str, part: Range<usize>, near: &str, old: usize) -> Option<usize> {
    if near.is_empty() {
        return None;
    }
    // Checked first, because the search below skips overlapping occurrences (`----`).
    if part.contains(&old) && text.as_bytes()[old..].starts_with(near.as_bytes()) {
        return Some(old);
    }
    // A match may extend beyond the part; only its start must be inside.
    let end = (part.end + near.len()).min(text.len());
    Finder::new(near.as_bytes())
        .find_iter(&text.as_bytes()[part.start..end])
        .map(|at| part.start + at)
        .filter(|at| part.contains(at))
        .min_by_key(|at| at.abs_diff(old))
}

/// Returns the start of the first half of `near`, for a snippet whose second half was edited.
pub(super) fn beginning(text: &str, part: Range<usize>, near: &str, old: usize) -> Option<usize> {
    let (first, _) = near.split_at(middle(near));
    is_distinctive(first)
        .then(|| exact(text, part, first, old))
        .flatten()
}

/// Returns the start of `near` if the first or the second half of it occurs in `part`.
pub(super) fn part(text: &str, part: Range<usize>, near: &str, old: usize) -> Option<usize> {
    if let Some(found) = beginning(text, part.clone(), near, old) {
        return Some(found);
    }
    let second = &near[middle(near)..];
    // Skips blanks and a short end of a line, which probably belongs to the edited text.
    let second = match second.split_once('\n') {
        Some((end, next)) if !is_distinctive(end) => next,
        _ => second,
    };
    let second = second.trim_start();
    let middle = near.len() - second.len();
    if !is_distinctive(second) {
        return None;
    }
    let found = exact(text, part.clone(), second, old + middle)?;
    // Not before the start of the line, because the text before it is unknown.
    let line = text[part.start..found].rfind('\n');
    let line = line.map_or(part.start, |at| part.start + at + 1);
    Some(found.saturating_sub(middle).max(line))
}

/// Returns the byte offset of the middle of `near`, at a character boundary.
fn middle(near: &str) -> usize {
    let half = near.char_indices().nth(near.chars().count() / 2);
    half.map_or(0, |(at, _)| at)
}

/// The sorted pairs of adjacent letters of a text. Texts that share many pairs are similar (Dice's coefficient).
pub(super) struct Pairs(Vec<(char, char)>);

impl Pairs {
    pub(super) fn new(text: &str) -> Self {
        let ends = std::iter::once(' ');
        let letters = ends.clone().chain(text.chars()).chain(ends);
        let mut pairs: Vec<_> = letters.clone().zip(letters.skip(1)).collect();
        pairs.sort_unstable();
        Self(pairs)
    }

    /// Returns the similarity in thousandths: 0 if no pair is shared, 1000 if all are.
    pub(super) fn similarity(&self, other: &Self) -> usize {
        let (mut left, mut right) = (&*self.0, &*other.0);
        let mut common = 0;
        while let ([first, left_rest @ ..], [second, right_rest @ ..]) = (left, right) {
            match first.cmp(second) {
                std::cmp::Ordering::Less => left = left_rest,
                std::cmp::Ordering::Greater => right = right_rest,
                std::cmp::Ordering::Equal => {
                    common += 1;
                    (left, right) = (left_rest, right_rest);
                }
            }
        }
        2000 * common / (self.0.len() + other.0.len())
    }
}
