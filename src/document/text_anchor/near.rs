//! Finding a snippet again, exactly or in part, and a heading by a similar slug.

use std::ops::Range;

use memchr::memmem::Finder;

/// Characters from which a text is distinctive. Shorter ones, such as a closing brace or a word, occur in many places.
const MIN_DISTINCTIVE_CHARS: usize = 16;

/// Similarity, in thousandths, from which one heading counts as the other one renamed.
pub(super) const MIN_SIMILARITY: usize = 500;

/// Returns true for a text that is long enough to be looked for outside its section.
pub(super) fn is_distinctive(near: &str) -> bool {
    near.chars().nth(MIN_DISTINCTIVE_CHARS - 1).is_some()
}

/// Returns the start of `near` within `part` of the text: `old`, otherwise the place nearest to it.
pub(super) fn exact(text: &str, part: Range<usize>, near: &str, old: usize) -> Option<usize> {
    if near.is_empty() {
        return None;
    }
    // Checked first: the search below skips overlapping repeats (`----`).
    if part.contains(&old) && text.as_bytes()[old..].starts_with(near.as_bytes()) {
        return Some(old);
    }
    // A match may reach beyond the part; only its start must be within.
    let end = (part.end + near.len()).min(text.len());
    Finder::new(near.as_bytes())
        .find_iter(&text.as_bytes()[part.start..end])
        .map(|at| part.start + at)
        .filter(|at| part.contains(at))
        .min_by_key(|at| at.abs_diff(old))
}

/// Returns the start of the first half of `near`, in case the rest was edited.
pub(super) fn beginning(text: &str, part: Range<usize>, near: &str, old: usize) -> Option<usize> {
    let (first, _) = near.split_at(middle(near));
    is_distinctive(first)
        .then(|| exact(text, part, first, old))
        .flatten()
}

/// Returns the start of `near`, if one half of it is still there.
pub(super) fn part(text: &str, part: Range<usize>, near: &str, old: usize) -> Option<usize> {
    if let Some(found) = beginning(text, part.clone(), near, old) {
        return Some(found);
    }
    let second = &near[middle(near)..];
    // Skips blanks, and a short rest of a line: it now belongs to the edited text before it.
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
    // Not before the start of the line: the text there is unknown.
    let line = text[part.start..found].rfind('\n');
    let line = line.map_or(part.start, |at| part.start + at + 1);
    Some(found.saturating_sub(middle).max(line))
}

fn middle(near: &str) -> usize {
    let half = near.char_indices().nth(near.chars().count() / 2);
    half.map_or(0, |(at, _)| at)
}

/// Pairs of neighbouring letters: texts that share many are similar (Dice's coefficient).
pub(super) struct Pairs(Vec<(char, char)>);

impl Pairs {
    pub(super) fn new(text: &str) -> Self {
        let ends = std::iter::once(' ');
        let letters = ends.clone().chain(text.chars()).chain(ends);
        let mut pairs: Vec<_> = letters.clone().zip(letters.skip(1)).collect();
        pairs.sort_unstable();
        Self(pairs)
    }

    /// From 0, nothing in common, to 1000, the same letters.
    pub(super) fn similarity(&self, other: &Self) -> usize {
        let (mut mine, mut others) = (&*self.0, &*other.0);
        let mut common = 0;
        while let ([first, rest @ ..], [one, more @ ..]) = (mine, others) {
            match first.cmp(one) {
                std::cmp::Ordering::Less => mine = rest,
                std::cmp::Ordering::Greater => others = more,
                std::cmp::Ordering::Equal => {
                    common += 1;
                    (mine, others) = (rest, more);
                }
            }
        }
        2000 * common / (self.0.len() + other.0.len())
    }
}
