//! Finding words again: exactly, in part, and a heading by what it is called.

use std::ops::Range;

use memchr::memmem::Finder;

/// Characters below which a text may stand anywhere: an end of a block of code, a word.
const TELLING: usize = 16;

/// Thousandths of likeness from which on two headings are taken for one that was renamed.
pub(super) const ALIKE: usize = 500;

/// Whether a text says enough to be looked for outside its section.
pub(super) fn is_telling(near: &str) -> bool {
    near.chars().nth(TELLING - 1).is_some()
}

/// Where `near` begins within a part of the text: at `old`, else at the place nearest to it.
pub(super) fn exact(text: &str, part: Range<usize>, near: &str, old: usize) -> Option<usize> {
    if near.is_empty() {
        return None;
    }
    // Before any search, for a search over repeats (`----`) skips those that overlap.
    if part.contains(&old) && text.as_bytes()[old..].starts_with(near.as_bytes()) {
        return Some(old);
    }
    // The text may go on behind the part; what counts is where it begins.
    let end = (part.end + near.len()).min(text.len());
    Finder::new(near.as_bytes())
        .find_iter(&text.as_bytes()[part.start..end])
        .map(|at| part.start + at)
        .filter(|at| part.contains(at))
        .min_by_key(|at| at.abs_diff(old))
}

/// Where the first half of `near` begins, for a text that goes on in another way.
pub(super) fn beginning(text: &str, part: Range<usize>, near: &str, old: usize) -> Option<usize> {
    let (first, _) = near.split_at(middle(near));
    is_telling(first)
        .then(|| exact(text, part, first, old))
        .flatten()
}

/// Where `near` began of which one half is still there, for a text in which some words were changed.
pub(super) fn part(text: &str, part: Range<usize>, near: &str, old: usize) -> Option<usize> {
    if let Some(found) = beginning(text, part.clone(), near, old) {
        return Some(found);
    }
    let second = &near[middle(near)..];
    // From a letter on, and from one of the next line where this one's end is that of many: it belongs to what is now
    // before it.
    let second = match second.split_once('\n') {
        Some((end, next)) if !is_telling(end) => next,
        _ => second,
    };
    let second = second.trim_start();
    let middle = near.len() - second.len();
    if !is_telling(second) {
        return None;
    }
    let found = exact(text, part.clone(), second, old + middle)?;
    // The paragraph's own start, if the place was there: nothing is known of what is before.
    let line = text[part.start..found].rfind('\n');
    let line = line.map_or(part.start, |at| part.start + at + 1);
    Some(found.saturating_sub(middle).max(line))
}

fn middle(near: &str) -> usize {
    let half = near.char_indices().nth(near.chars().count() / 2);
    half.map_or(0, |(at, _)| at)
}

/// Pairs of neighbouring letters: texts that share many are alike (Dice's coefficient).
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
    pub(super) fn likeness(&self, other: &Self) -> usize {
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
