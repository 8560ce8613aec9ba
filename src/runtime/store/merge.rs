//! Merges entries into a state file. If an entry exists already, the one with the later timestamp is kept.
//!
//! Entries are copied verbatim, so that fields added by a newer version are not lost.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::format::{Entry, EntryKey, POSITION_NAME};

/// Entries by their place in the file.
pub(super) type Entries = BTreeMap<EntryKey, Entry>;

/// Maximum number of reading positions in one file; the oldest are dropped. A position takes about 200 bytes, and the file is
/// read before the first frame.
pub(super) const MAX_POSITIONS: usize = 10_000;

/// Maximum number of posts in one file; the posts with the oldest entries are dropped. Without a maximum, deleted posts would
/// stay in the file forever.
pub(super) const MAX_POSTS: usize = 200_000;

/// A JSON object whose values are not parsed.
type JsonObject = BTreeMap<String, Box<RawValue>>;

/// Returns the text of a library's state file after the entries were added. `text` is the current text, or `None` if the file
/// does not exist; `now` is the time in milliseconds since 1970.
///
/// # Errors
/// Fails if the current text can't be parsed.
pub(super) fn merge(
    text: Option<&[u8]>,
    library: &str,
    entries: &Entries,
    now: i64,
) -> serde_json::Result<Vec<u8>> {
    let mut file: JsonObject = text.map_or(Ok(JsonObject::new()), serde_json::from_slice)?;
    let mut marks: JsonObject = parse_member(&file, "marks")?;
    let mut posts: BTreeMap<String, JsonObject> = parse_member(&file, "posts")?;
    for (key, entry) in entries {
        let (object, name) = match key {
            EntryKey::Top(name) => (&mut file, (*name).to_owned()),
            EntryKey::Mark(letter) => (&mut marks, letter.to_string()),
            EntryKey::Post(post, name) => {
                (posts.entry(post.clone()).or_default(), (*name).to_owned())
            }
        };
        let existing = object.get(&name);
        if existing.is_none_or(|existing| replaces(entry, existing, now)) {
            object.insert(name, RawValue::from_string(entry.json.clone())?);
        }
    }
    keep_latest_positions(&mut posts, MAX_POSITIONS);
    keep_latest_posts(&mut posts, MAX_POSTS);
    set_member(&mut file, "marks", &marks)?;
    set_member(&mut file, "library", &library)?;
    // An existing version is kept, because a newer folio may have written it.
    file.entry("version".to_owned())
        .or_insert(RawValue::from_string("1".to_owned())?);
    set_member(&mut file, "posts", &posts)?;
    let mut text = serde_json::to_vec(&file)?;
    text.push(b'\n');
    Ok(text)
}

/// Parses the object `name` in the file; returns an empty object if it is missing.
fn parse_member<T: Default + for<'a> Deserialize<'a>>(
    file: &JsonObject,
    name: &str,
) -> serde_json::Result<T> {
    file.get(name).map_or(Ok(T::default()), |member| {
        serde_json::from_str(member.get())
    })
}

/// Sets the value `name` in the file.
fn set_member(file: &mut JsonObject, name: &str, value: &impl Serialize) -> serde_json::Result<()> {
    let value = serde_json::value::to_raw_value(value)?;
    file.insert(name.to_owned(), value);
    Ok(())
}

/// Returns true if `entry` replaces the `existing` entry because it is newer. If the timestamps are equal, the result depends
/// only on the content, so that every process makes the same choice. An existing entry whose timestamp is in the future comes
/// from a wrong clock and is replaced.
fn replaces(entry: &Entry, existing: &RawValue, now: i64) -> bool {
    let existing_at = timestamp(existing);
    existing_at > now || (entry.at, &*entry.json) >= (existing_at, existing.get())
}

/// Returns the timestamp of an entry. For an entry without a timestamp, returns the lowest number, so that any other entry
/// replaces it.
fn timestamp(entry: &RawValue) -> i64 {
    #[derive(Deserialize)]
    struct Timestamp {
        at: i64,
    }
    serde_json::from_str(entry.get()).map_or(i64::MIN, |Timestamp { at }| at)
}

/// Keeps the `max` latest reading positions, and drops older positions. May keep more than `max` positions if some have equal
/// timestamps.
pub(super) fn keep_latest_positions(posts: &mut BTreeMap<String, JsonObject>, max: usize) {
    let saved_at = |post: &JsonObject| post.get(POSITION_NAME).map(|position| timestamp(position));
    if let Some(oldest) = oldest_of_latest(posts.values().filter_map(saved_at), max) {
        posts.retain(|_, post| {
            if saved_at(post).is_some_and(|at| at < oldest) {
                post.remove(POSITION_NAME);
            }
            // A post of which no entry is left is dropped.
            !post.is_empty()
        });
    }
}

/// Keeps the `max` posts that were changed last, and drops posts that were changed earlier. May keep more than `max` posts if
/// some have equal timestamps.
pub(super) fn keep_latest_posts(posts: &mut BTreeMap<String, JsonObject>, max: usize) {
    let changed_at = |post: &JsonObject| post.values().map(|entry| timestamp(entry)).max();
    if posts.len() <= max {
        return;
    }
    if let Some(oldest) = oldest_of_latest(posts.values().filter_map(changed_at), max) {
        posts.retain(|_, post| changed_at(post).is_some_and(|at| at >= oldest));
    }
}

/// Returns the oldest of the `max` latest timestamps, or `None` if there are at most `max` timestamps.
fn oldest_of_latest(timestamps: impl Iterator<Item = i64>, max: usize) -> Option<i64> {
    let mut timestamps: Vec<i64> = timestamps.collect();
    let dropped_count = timestamps
        .len()
        .checked_sub(max)
        .filter(|count| *count > 0)?;
    let (_, oldest, _) = timestamps.select_nth_unstable(dropped_count);
    Some(*oldest)
}
