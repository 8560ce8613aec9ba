//! Posts by their titles: a few letters of all titles at a time, for those tell most titles apart, and sort as one number.

use std::ops::Range;

use crate::library::PostId;
use crate::library::order::natural;
use crate::library::words::Words;

/// Bytes of a title that are compared at a time.
const HEAD: usize = 7;
/// What stands behind them where the title goes on.
const MORE: u8 = HEAD as u8 + 1;

/// What a title in lower case is ordered by: all of it from its first letter on.
pub(super) fn letters(title: &str) -> &[u8] {
    let text = title.trim_start_matches(|char: char| !char.is_alphanumeric());
    let text = if text.is_empty() { title } else { text };
    text.as_bytes()
}

/// All posts by title; those with the same one by their `rank`.
///
/// `posts` are in the order in which their titles lie in memory, which matters more than what is done with them.
pub(super) fn arranged(
    posts: impl Iterator<Item = PostId>,
    rank: impl Fn(PostId) -> u32,
    words: &Words,
    reversed: bool,
) -> Vec<PostId> {
    let turn = if reversed { u64::MAX } else { 0 };
    // All as they are compared, one after the other.
    let mut text = Vec::new();
    let mut write = |id| {
        let start = text.len();
        natural::write(letters(words.title(id)), &mut text);
        (start..text.len(), id)
    };
    let written: Vec<_> = posts.map(&mut write).collect();
    let title = |(range, id): (Range<usize>, PostId)| (&text[range], id);
    let titles: Vec<(&[u8], PostId)> = written.into_iter().map(title).collect();
    // Places among the titles, each with the head that it is sorted by.
    let mut order: Vec<(u64, u32)> = (0..titles.len() as u32).map(|at| (0, at)).collect();
    // Those that are alike up to a byte.
    let mut runs = vec![(0..order.len(), 0)];
    while let Some((run, from)) = runs.pop() {
        let mut start = run.start;
        let part = &mut order[run];
        let from = from + common(part.iter().map(|(_, at)| &titles[*at as usize].0[from..]));
        for (head, at) in &mut *part {
            *head = self::head(&titles[*at as usize].0[from..]) ^ turn;
        }
        part.sort_unstable_by_key(|(head, _)| *head);
        for alike in part.chunk_by_mut(|(one, _), (other, _)| one == other) {
            let end = start + alike.len();
            let goes_on = (alike[0].0 ^ turn).to_be_bytes()[HEAD] == MORE;
            if alike.len() > 1 && goes_on {
                runs.push((start..end, from + HEAD));
            } else if alike.len() > 1 {
                alike.sort_unstable_by_key(|(_, at)| rank(titles[*at as usize].1));
            }
            start = end;
        }
    }
    let ids = order.into_iter().map(|(_, at)| titles[at as usize].1);
    ids.collect()
}

/// How many bytes all of these begin with.
fn common<'a>(mut titles: impl Iterator<Item = &'a [u8]>) -> usize {
    let mut common = titles.next().unwrap_or_default();
    for title in titles {
        if common.is_empty() {
            break;
        }
        if !title.starts_with(common) {
            let alike = common.iter().zip(title).take_while(|(a, b)| a == b);
            common = &common[..alike.count()];
        }
    }
    common.len()
}

/// The first bytes of a title as a number; in its last place, how many there are, for a title that ends comes before one that
/// goes on.
fn head(title: &[u8]) -> u64 {
    let mut head = [0; HEAD + 1];
    for (place, byte) in head.iter_mut().zip(title.iter().take(HEAD)) {
        *place = *byte;
    }
    head[HEAD] = title.len().min(HEAD + 1) as u8;
    u64::from_be_bytes(head)
}
