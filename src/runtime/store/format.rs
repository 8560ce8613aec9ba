//! The format of a state file: JSON with one object for each entry.
//!
//! ```json
//! {"version":1,"library":"/home/ann/blog",
//!  "view":{"at":1732442000123,"filter":"#rust","sort":"date","reversed":true,"columns":40,"hidden":true},
//!  "last":{"at":1732442000123,"path":"a.md","reading":true},
//!  "visit":{"at":1732442000123,"label":"Ann's blog","posts":42},
//!  "history":{"at":1732442000123,"filters":["#rust"],"searches":["soft break"]},
//!  "marks":{"a":{"at":1732442000123,"path":"a.md","section":"goals","near":"We want","into":7,"share":1200,"rows":2}},
//!  "posts":{"a.md":{"read":{"at":1732442000123,"is":true},
//!                   "place":{"at":1732442000123,"percent":23,"row":2}}}}
//! ```
//!
//! `at` is the timestamp of an entry in milliseconds since 1970. [`PositionRecord`] describes the fields of `marks` and
//! `place`, the reading position. The star of a post is stored as `marked`, the name of this flag in version 0.1. The file that
//! all libraries share also has this format; its only entry is `theme`.
//!
//! `reversed` and `hidden` are omitted if they are false; `into`, `share` and `rows` are omitted if they are 0. This module
//! reads a complete file and writes single entries; `merge` merges entries into a file.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::path::PathBuf;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};

use super::key;
use crate::app::state::{
    Change, LastPost, LibraryVisit, ListSettings, Mark, PostState, PromptHistory, ReadingProgress,
    SavedPosition, SavedState,
};
use crate::document::TextAnchor;
use crate::library::{Flags, Sort, SortBy};

/// The name of the entry with the reading position in a post. In the file, a reading position is called `place`.
pub(super) const POSITION_NAME: &str = "place";

/// The location of an entry in the file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum EntryKey {
    /// At the top level, under this name.
    Top(&'static str),
    /// In `marks`, under this letter.
    Mark(char),
    /// In `posts`, under the post's key and this name.
    Post(String, &'static str),
}

/// An entry of the file.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// The timestamp in milliseconds since 1970, which `json` contains as well.
    pub(super) at: i64,
    /// The entry as a JSON object.
    pub(super) json: String,
}

/// Parses the state in a file. Ignores unknown keys, such as keys of a newer version.
pub(super) fn read(text: &[u8]) -> serde_json::Result<SavedState> {
    Ok(saved_state(serde_json::from_slice(text)?))
}

/// Converts the content of a state file to the state of the model.
fn saved_state(file: StateRecord<'_>) -> SavedState {
    let post_state = |record: PostRecord<'_>| PostState {
        flags: Flags {
            read: record.read.is_some_and(|flag| flag.is),
            starred: record.starred.is_some_and(|flag| flag.is),
        },
        progress: record.place.map(|place| ReadingProgress {
            percent: place.percent.unwrap_or(0).min(100),
            position: place.into_position(),
        }),
    };
    let posts = file.posts.into_iter();
    let marks = file.marks.into_iter();
    let mark = |record: PositionRecord<'_>| {
        Some(Mark {
            path: key::path(record.path.as_deref()?)?,
            position: record.into_position(),
        })
    };
    SavedState {
        posts: posts
            .filter_map(|(key, record)| Some((key::path(&key)?, post_state(record))))
            .collect(),
        marks: marks
            .filter_map(|(letter, record)| Some((letter.parse().ok()?, mark(record)?)))
            .collect(),
        list: file.view.map(|list| ListSettings {
            filter: list.filter.into_owned(),
            sort: list.sort.map(|by| Sort {
                by: by.into(),
                reversed: list.reversed,
            }),
            columns: list.columns,
            is_hidden: list.hidden,
        }),
        theme: file.theme.map(|theme| theme.name.into_owned()),
        history: PromptHistory {
            filters: file.history.filters,
            searches: file.history.searches,
        },
        last: file.last.and_then(|last| {
            Some(LastPost {
                path: key::path(&last.path)?,
                is_article_focused: last.reading,
            })
        }),
    }
}

/// Converts a change with the timestamp `at` to an entry and its location in the file. Returns `None` if the post's path can't be
/// written to the file.
pub(super) fn entry(change: &Change, at: i64) -> Option<(EntryKey, Entry)> {
    let json = entry_json(change, at)?;
    Some((entry_key(change)?, Entry { at, json }))
}

/// Returns the location of a change in the file. Returns `None` if the post's path can't be written to the file.
fn entry_key(change: &Change) -> Option<EntryKey> {
    Some(match change {
        Change::Read(path, _) => EntryKey::Post(key::of(path)?, "read"),
        Change::Starred(path, _) => EntryKey::Post(key::of(path)?, "marked"),
        Change::Progress(path, _) => EntryKey::Post(key::of(path)?, POSITION_NAME),
        Change::Mark(letter, _) => EntryKey::Mark(*letter),
        Change::List(_) => EntryKey::Top("view"),
        Change::History(_) => EntryKey::Top("history"),
        Change::Visit(_) => EntryKey::Top("visit"),
        Change::Theme(_) => EntryKey::Top("theme"),
        Change::Last(_) => EntryKey::Top("last"),
    })
}

/// Converts a change with the timestamp `at` to JSON. Returns `None` if the post's path can't be written to the file.
fn entry_json(change: &Change, at: i64) -> Option<String> {
    let json = match change {
        Change::Read(_, value) | Change::Starred(_, value) => serde_json::to_string(&FlagRecord {
            at,
            is: value.is_set(),
        }),
        Change::Progress(_, progress) => serde_json::to_string(&PositionRecord {
            percent: Some(progress.percent),
            ..PositionRecord::of(&progress.position, at)
        }),
        Change::Mark(_, mark) => serde_json::to_string(&PositionRecord {
            path: Some(key::of(&mark.path)?.into()),
            ..PositionRecord::of(&mark.position, at)
        }),
        Change::List(list) => serde_json::to_string(&ListRecord {
            at,
            filter: (&*list.filter).into(),
            sort: list.sort.map(|sort| sort.by.into()),
            reversed: list.sort.is_some_and(|sort| sort.reversed),
            columns: list.columns,
            hidden: list.is_hidden,
        }),
        Change::History(history) => serde_json::to_string(&HistoryRecord {
            at,
            filters: history.filters.clone(),
            searches: history.searches.clone(),
        }),
        Change::Visit(visit) => serde_json::to_string(&VisitRecord {
            at,
            label: (&*visit.label).into(),
            posts: visit.posts,
        }),
        Change::Theme(name) => serde_json::to_string(&ThemeRecord {
            at,
            name: name.into(),
        }),
        Change::Last(last) => serde_json::to_string(&LastPostRecord {
            at,
            path: key::of(&last.path)?.into(),
            reading: last.is_article_focused,
        }),
    };
    json.ok()
}

/// The content of a state file: of a library's file, or of the file that all libraries share.
#[derive(Deserialize)]
struct StateRecord<'a> {
    #[serde(borrow, default)]
    view: Option<ListRecord<'a>>,
    #[serde(borrow, default)]
    last: Option<LastPostRecord<'a>>,
    #[serde(default)]
    history: HistoryRecord,
    #[serde(borrow, default)]
    theme: Option<ThemeRecord<'a>>,
    #[serde(borrow, default, deserialize_with = "pairs")]
    marks: Vec<(Cow<'a, str>, PositionRecord<'a>)>,
    #[serde(borrow, default, deserialize_with = "pairs")]
    posts: Vec<(Cow<'a, str>, PostRecord<'a>)>,
}

/// The flags and the reading progress of a post.
#[derive(Deserialize)]
struct PostRecord<'a> {
    #[serde(default)]
    read: Option<FlagRecord>,
    /// In the file, this flag has its name of version 0.1, `marked`.
    #[serde(default, rename = "marked")]
    starred: Option<FlagRecord>,
    #[serde(borrow, default)]
    place: Option<PositionRecord<'a>>,
}

/// A flag of a post.
#[derive(Deserialize, Serialize)]
struct FlagRecord {
    at: i64,
    is: bool,
}

/// The filter, the order and the width of the list, and whether the list is hidden.
#[derive(Deserialize, Serialize)]
struct ListRecord<'a> {
    at: i64,
    #[serde(borrow)]
    filter: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sort: Option<SortRecord>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    reversed: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    columns: Option<u16>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    hidden: bool,
}

/// The key by which the list is sorted.
#[derive(Clone, Copy, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum SortRecord {
    Date,
    Title,
    Updated,
    Length,
    Unread,
    /// `path`, and any unknown key, such as a key of a newer version.
    #[serde(other)]
    Path,
}

/// The post that was selected last. `reading` is true if the article was focused.
#[derive(Deserialize, Serialize)]
struct LastPostRecord<'a> {
    at: i64,
    #[serde(borrow)]
    path: Cow<'a, str>,
    #[serde(default)]
    reading: bool,
}

/// The picked theme. It is saved in the file that all libraries share, not in the file of a library.
#[derive(Deserialize, Serialize)]
struct ThemeRecord<'a> {
    at: i64,
    #[serde(borrow)]
    name: Cow<'a, str>,
}

/// The lines that were submitted in prompts, oldest first.
#[derive(Default, Deserialize, Serialize)]
struct HistoryRecord {
    at: i64,
    #[serde(default)]
    filters: Vec<String>,
    #[serde(default)]
    searches: Vec<String>,
}

/// A position in a post. `row` is a row of the masthead. If `row` is missing, the position is a [`TextAnchor`]: `section`, `near`
/// (the snippet), `into` (the offset in the section), `share` (the ratio) and `rows` (the number of the screen row in its
/// block, or 0 if the other fields determine the row). The position of a mark also has a path. The position of the reading
/// progress also has a percentage.
#[derive(Default, Deserialize, Serialize)]
struct PositionRecord<'a> {
    at: i64,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    path: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    percent: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    row: Option<u32>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    section: Option<Cow<'a, str>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    near: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "is_zero_u32")]
    into: u32,
    #[serde(default, skip_serializing_if = "is_zero_u32")]
    share: u32,
    #[serde(default, skip_serializing_if = "is_zero_i32")]
    rows: i32,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_zero_u32(number: &u32) -> bool {
    *number == 0
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_zero_i32(number: &i32) -> bool {
    *number == 0
}

impl<'a> PositionRecord<'a> {
    fn of(position: &'a SavedPosition, at: i64) -> Self {
        match position {
            SavedPosition::Masthead(row) => Self {
                at,
                row: Some(*row),
                ..Self::default()
            },
            SavedPosition::Body(text_anchor) => Self {
                at,
                section: Some((&*text_anchor.section).into()),
                near: Some((&*text_anchor.snippet).into()),
                into: text_anchor.offset_in_section,
                share: text_anchor.ratio,
                rows: text_anchor.row_in_block,
                ..Self::default()
            },
        }
    }

    fn into_position(self) -> SavedPosition {
        match self.row {
            Some(row) => SavedPosition::Masthead(row),
            None => SavedPosition::Body(TextAnchor {
                section: self.section.unwrap_or_default().into_owned(),
                snippet: self.near.unwrap_or_default().into_owned(),
                offset_in_section: self.into,
                ratio: self.share,
                row_in_block: self.rows,
            }),
        }
    }
}

impl From<SortBy> for SortRecord {
    fn from(by: SortBy) -> Self {
        match by {
            SortBy::Date => Self::Date,
            SortBy::Title => Self::Title,
            SortBy::Path => Self::Path,
            SortBy::Updated => Self::Updated,
            SortBy::Length => Self::Length,
            SortBy::Unread => Self::Unread,
        }
    }
}

impl From<SortRecord> for SortBy {
    fn from(by: SortRecord) -> Self {
        match by {
            SortRecord::Date => Self::Date,
            SortRecord::Title => Self::Title,
            SortRecord::Path => Self::Path,
            SortRecord::Updated => Self::Updated,
            SortRecord::Length => Self::Length,
            SortRecord::Unread => Self::Unread,
        }
    }
}

/// The name of a library in the header (`label`), its number of posts, and the time of the last visit.
#[derive(Deserialize, Serialize)]
struct VisitRecord<'a> {
    at: i64,
    #[serde(borrow)]
    label: Cow<'a, str>,
    posts: usize,
}

/// The parts of a state file that the list of libraries shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FileHeader {
    pub(super) library: PathBuf,
    pub(super) visit: LibraryVisit,
    /// The time of the visit in milliseconds since 1970.
    pub(super) visited_at: i64,
}

/// Parses only the library's folder and the last visit. Returns `None` if the file contains no visit.
pub(super) fn read_header(text: &[u8]) -> Option<FileHeader> {
    #[derive(Deserialize)]
    struct HeaderRecord<'a> {
        library: PathBuf,
        #[serde(borrow)]
        visit: VisitRecord<'a>,
    }
    let HeaderRecord { library, visit } = serde_json::from_slice(text).ok()?;
    Some(FileHeader {
        library,
        visited_at: visit.at,
        visit: LibraryVisit {
            label: visit.label.into_owned(),
            posts: visit.posts,
        },
    })
}

/// Deserializes an object as a list of pairs. Cheaper than a map, since the caller builds its own map.
fn pairs<'de, D: Deserializer<'de>, V: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<(Cow<'de, str>, V)>, D::Error> {
    struct PairsVisitor<V>(PhantomData<V>);
    impl<'de, V: Deserialize<'de>> Visitor<'de> for PairsVisitor<V> {
        type Value = Vec<(Cow<'de, str>, V)>;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut pairs = Vec::new();
            while let Some(BorrowedText(key)) = map.next_key()? {
                pairs.push((key, map.next_value()?));
            }
            Ok(pairs)
        }
    }
    deserializer.deserialize_map(PairsVisitor(PhantomData))
}

/// A string that is borrowed from the input if the string contains no escapes.
#[derive(Deserialize)]
#[serde(transparent)]
struct BorrowedText<'a>(#[serde(borrow)] Cow<'a, str>);
