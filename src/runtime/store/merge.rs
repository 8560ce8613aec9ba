//! Putting entries together: each by itself, and the latest wins.
//!
//! An entry is carried along as it was written, so that what a newer version says besides is not lost.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::format::{self, Slot};

/// Entries with their moments.
pub(super) type Entries = BTreeMap<Slot, (i64, String)>;

/// Places that are kept in one library, the latest ones. The file is read before the first frame, and each place costs
/// it some 200 bytes; nobody comes back to where they were ten thousand posts ago.
pub(super) const PLACES: usize = 10_000;

/// Posts of which anything is kept, the latest ones. Posts that were renamed or deleted would otherwise stay for good.
pub(super) const POSTS: usize = 200_000;

type Object = BTreeMap<String, Box<RawValue>>;

/// The file with `entries` in it, as text. `text` is what it holds now, if it is there at all.
///
/// # Errors
/// What it holds now is no state.
pub(super) fn merge(
    text: Option<&[u8]>,
    library: &str,
    entries: &Entries,
    now: i64,
) -> serde_json::Result<Vec<u8>> {
    let mut file: Object = text.map_or(Ok(Object::new()), serde_json::from_slice)?;
    let mut marks: Object = part(&file, "marks")?;
    let mut posts: BTreeMap<String, Object> = part(&file, "posts")?;
    for (slot, (at, entry)) in entries {
        let (object, key) = match slot {
            Slot::Top(name) => (&mut file, (*name).to_owned()),
            Slot::Mark(letter) => (&mut marks, letter.to_string()),
            Slot::Post(post, name) => (posts.entry(post.clone()).or_default(), (*name).to_owned()),
        };
        let before = object.get(&key);
        if before.is_none_or(|before| wins((*at, entry), before, now)) {
            object.insert(key, RawValue::from_string(entry.clone())?);
        }
    }
    drop_places(&mut posts, PLACES);
    drop_posts(&mut posts, POSTS);
    put(&mut file, "marks", &marks)?;
    put(&mut file, "library", &library)?;
    file.entry("version".to_owned())
        .or_insert(RawValue::from_string("1".to_owned())?);
    // The posts come last, so that all else can be read without them.
    file.remove("posts");
    let mut text = serde_json::to_vec(&file)?;
    text.pop();
    text.extend_from_slice(format::POSTS);
    serde_json::to_writer(&mut text, &posts)?;
    text.extend_from_slice(b"}\n");
    Ok(text)
}

/// An object within the file; empty where there is none.
fn part<T: Default + for<'a> Deserialize<'a>>(file: &Object, name: &str) -> serde_json::Result<T> {
    file.get(name)
        .map_or(Ok(T::default()), |part| serde_json::from_str(part.get()))
}

fn put(file: &mut Object, name: &str, value: &impl Serialize) -> serde_json::Result<()> {
    let value = serde_json::value::to_raw_value(value)?;
    file.insert(name.to_owned(), value);
    Ok(())
}

/// Whether an entry takes the place of `before`. Of two from the same moment, either process chooses the same one. A
/// moment that is still to come is a wrong clock's, and says nothing.
fn wins((at, entry): (i64, &str), before: &RawValue, now: i64) -> bool {
    let then = moment(before);
    then > now || (at, entry) >= (then, before.get())
}

/// When an entry came about, in milliseconds since 1970; where it does not say, before all others.
fn moment(entry: &RawValue) -> i64 {
    #[derive(Deserialize)]
    struct Moment {
        at: i64,
    }
    serde_json::from_str(entry.get()).map_or(i64::MIN, |Moment { at }| at)
}

/// Leaves the latest places.
pub(super) fn drop_places(posts: &mut BTreeMap<String, Object>, most: usize) {
    let place = |post: &Object| post.get("place").map(|place| moment(place));
    if let Some(oldest) = oldest(posts.values().filter_map(place), most) {
        posts.retain(|_, post| {
            if place(post).is_some_and(|at| at < oldest) {
                post.remove("place");
            }
            !post.is_empty()
        });
    }
}

/// Leaves the posts of which something was kept latest.
pub(super) fn drop_posts(posts: &mut BTreeMap<String, Object>, most: usize) {
    let latest = |post: &Object| post.values().map(|entry| moment(entry)).max();
    if posts.len() <= most {
        return;
    }
    if let Some(oldest) = oldest(posts.values().filter_map(latest), most) {
        posts.retain(|_, post| latest(post).is_some_and(|at| at >= oldest));
    }
}

/// The oldest of the `most` latest moments; `None` where there are no more than that.
fn oldest(moments: impl Iterator<Item = i64>, most: usize) -> Option<i64> {
    let mut moments: Vec<i64> = moments.collect();
    let at = moments.len().checked_sub(most).filter(|over| *over > 0)?;
    let (_, oldest, _) = moments.select_nth_unstable(at);
    Some(*oldest)
}
