//! The file of a library's state: JSON, an object an entry, each with the moment it came about.
//!
//! ```json
//! {"version":1,"library":"/home/ann/blog",
//!  "view":{"at":1732442000123,"filter":"#rust","sort":"date","reversed":false},
//!  "last":{"at":1732442000123,"path":"a.md","reading":true},
//!  "marks":{"a":{"at":1732442000123,"path":"a.md","section":"goals","near":"We want","into":7,"share":1200,"rows":0}},
//!  "posts":{"a.md":{"read":{"at":1732442000123,"is":true},
//!                   "place":{"at":1732442000123,"percent":23,"row":2}}}}
//! ```
//!
//! Here it is read as what it means, and an entry is written; putting entries together is `merge`'s business.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Serialize};

use super::key;
use crate::app::state::{
    Change, LastPost, ListView, Mark, PostState, ReadingProgress, SavedPosition, State,
};
use crate::document::TextAnchor;
use crate::library::{Flags, Sort, SortBy};

/// Where an entry stands in the file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Slot {
    /// Under this name.
    Top(&'static str),
    /// Under `marks`.
    Mark(char),
    /// Under `posts`: of this post, under this name.
    Post(String, &'static str),
}

/// What stands in front of the posts, which come last.
pub(super) const POSTS: &[u8] = b",\"posts\":";

/// The state that a file holds. Keys of a newer version are passed over.
pub(super) fn read(text: &[u8]) -> serde_json::Result<State> {
    Ok(state(serde_json::from_slice(text)?))
}

/// The state without its posts, from the beginning of a file; `None` where they do not come last or are not begun yet.
pub(super) fn read_beginning(text: &[u8]) -> Option<State> {
    // Within a text the quotes would be escaped.
    let end = memchr::memmem::find(text, POSTS)?;
    let file = [&text[..end], b"}"].concat();
    let file: File<'_> = serde_json::from_slice(&file).ok()?;
    // Of what was written by key, as it was once, the version stands behind the posts.
    file.version?;
    Some(state(file))
}

fn state(file: File<'_>) -> State {
    let record = |post: Post<'_>| PostState {
        flags: Flags {
            read: post.read.is_some_and(|flag| flag.is),
            starred: post.marked.is_some_and(|flag| flag.is),
        },
        reached: post.place.map(|place| ReadingProgress {
            percent: place.percent.unwrap_or(0).min(100),
            spot: place.into_spot(),
        }),
    };
    let posts = file.posts.into_iter();
    let marks = file.marks.into_iter();
    let mark = |mark: Place<'_>| {
        Some(Mark {
            path: key::path(mark.path.as_deref()?)?,
            spot: mark.into_spot(),
        })
    };
    State {
        posts: posts
            .filter_map(|(key, post)| Some((key::path(&key)?, record(post))))
            .collect(),
        marks: marks
            .filter_map(|(letter, place)| Some((letter.parse().ok()?, mark(place)?)))
            .collect(),
        view: file.view.map(|view| ListView {
            filter: view.filter.into_owned(),
            sort: Sort {
                by: view.sort.into(),
                reversed: view.reversed,
            },
        }),
        last: file.last.and_then(|last| {
            Some(LastPost {
                path: key::path(&last.path)?,
                reading: last.reading,
            })
        }),
    }
}

/// A change as an entry of the file, with its moment. `None` where its post has a name that no file can hold.
pub(super) fn entry(change: &Change, at: i64) -> Option<(Slot, String)> {
    let json = |entry: &dyn Fn() -> serde_json::Result<String>| entry().ok();
    match change {
        Change::Read(path, is) => {
            let flag = Flag { at, is: *is };
            let slot = Slot::Post(key::of(path)?, "read");
            Some((slot, json(&|| serde_json::to_string(&flag))?))
        }
        Change::Marked(path, is) => {
            let flag = Flag { at, is: *is };
            let slot = Slot::Post(key::of(path)?, "marked");
            Some((slot, json(&|| serde_json::to_string(&flag))?))
        }
        Change::Progress(path, reached) => {
            let place = Place {
                percent: Some(reached.percent),
                ..Place::of(&reached.spot, at)
            };
            let slot = Slot::Post(key::of(path)?, "place");
            Some((slot, json(&|| serde_json::to_string(&place))?))
        }
        Change::Mark(letter, mark) => {
            let place = Place {
                path: Some(key::of(&mark.path)?.into()),
                ..Place::of(&mark.spot, at)
            };
            Some((
                Slot::Mark(*letter),
                json(&|| serde_json::to_string(&place))?,
            ))
        }
        Change::View(view) => {
            let view = Shown {
                at,
                filter: (&*view.filter).into(),
                sort: view.sort.by.into(),
                reversed: view.sort.reversed,
            };
            Some((Slot::Top("view"), json(&|| serde_json::to_string(&view))?))
        }
        Change::Last(last) => {
            let last = Left {
                at,
                path: key::of(&last.path)?.into(),
                reading: last.reading,
            };
            Some((Slot::Top("last"), json(&|| serde_json::to_string(&last))?))
        }
    }
}

#[derive(Deserialize)]
struct File<'a> {
    #[serde(default)]
    version: Option<IgnoredAny>,
    #[serde(borrow, default)]
    view: Option<Shown<'a>>,
    #[serde(borrow, default)]
    last: Option<Left<'a>>,
    #[serde(borrow, default, deserialize_with = "pairs")]
    marks: Vec<(Cow<'a, str>, Place<'a>)>,
    #[serde(borrow, default, deserialize_with = "pairs")]
    posts: Vec<(Cow<'a, str>, Post<'a>)>,
}

#[derive(Deserialize)]
struct Post<'a> {
    #[serde(default)]
    read: Option<Flag>,
    #[serde(default)]
    marked: Option<Flag>,
    #[serde(borrow, default)]
    place: Option<Place<'a>>,
}

#[derive(Deserialize, Serialize)]
struct Flag {
    at: i64,
    is: bool,
}

#[derive(Deserialize, Serialize)]
struct Shown<'a> {
    at: i64,
    #[serde(borrow)]
    filter: Cow<'a, str>,
    sort: By,
    #[serde(default)]
    reversed: bool,
}

#[derive(Clone, Copy, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum By {
    Date,
    Title,
    /// Also what a newer version may know besides.
    #[serde(other)]
    Path,
}

#[derive(Deserialize, Serialize)]
struct Left<'a> {
    at: i64,
    #[serde(borrow)]
    path: Cow<'a, str>,
    #[serde(default)]
    reading: bool,
}

/// A mark (with a path), or how far a post was read (in percent): a row of the masthead, else a text anchor.
#[derive(Default, Deserialize, Serialize)]
struct Place<'a> {
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
    #[serde(default, skip_serializing_if = "is_zero")]
    into: u32,
    #[serde(default, skip_serializing_if = "is_zero")]
    share: u32,
    #[serde(default, skip_serializing_if = "is_none")]
    rows: i32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_none(rows: &i32) -> bool {
    *rows == 0
}

impl<'a> Place<'a> {
    fn of(spot: &'a SavedPosition, at: i64) -> Self {
        match spot {
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
                rows: text_anchor.rows,
                ..Self::default()
            },
        }
    }

    fn into_spot(self) -> SavedPosition {
        match self.row {
            Some(row) => SavedPosition::Masthead(row),
            None => SavedPosition::Body(TextAnchor {
                section: self.section.unwrap_or_default().into_owned(),
                snippet: self.near.unwrap_or_default().into_owned(),
                offset_in_section: self.into,
                ratio: self.share,
                rows: self.rows,
            }),
        }
    }
}

impl From<SortBy> for By {
    fn from(by: SortBy) -> Self {
        match by {
            SortBy::Date => Self::Date,
            SortBy::Title => Self::Title,
            SortBy::Path => Self::Path,
        }
    }
}

impl From<By> for SortBy {
    fn from(by: By) -> Self {
        match by {
            By::Date => Self::Date,
            By::Title => Self::Title,
            By::Path => Self::Path,
        }
    }
}

/// An object's keys and values in a row: a map of its own would hash each key once more than is needed.
fn pairs<'de, D: Deserializer<'de>, V: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<(Cow<'de, str>, V)>, D::Error> {
    struct Pairs<V>(PhantomData<V>);
    impl<'de, V: Deserialize<'de>> Visitor<'de> for Pairs<V> {
        type Value = Vec<(Cow<'de, str>, V)>;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut pairs = Vec::new();
            while let Some(Text(key)) = map.next_key()? {
                pairs.push((key, map.next_value()?));
            }
            Ok(pairs)
        }
    }
    deserializer.deserialize_map(Pairs(PhantomData))
}

/// A text that is borrowed where it holds no escapes.
#[derive(Deserialize)]
#[serde(transparent)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);
