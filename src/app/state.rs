//! What is kept of a library from one run to the next, and each change to it.
//!
//! Plain values: where they are kept is `runtime::store`'s business, and when each of them came about is said there.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use crate::document::TextAnchor;
use crate::library::{Flags, Sort};

/// What was kept of a library when the reader was left last.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// What was done with each post, by its path below the library's folder.
    pub posts: HashMap<PathBuf, PostState>,
    /// The places that letters stand for.
    pub marks: BTreeMap<char, Mark>,
    /// Which posts were shown, and in which order.
    pub view: Option<ListView>,
    /// The post that was selected, or being read.
    pub last: Option<LastPost>,
}

/// What is kept of one post.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PostState {
    /// Whether it was read, and marked.
    pub flags: Flags,
    /// Where the reader was in it.
    pub reached: Option<ReadingProgress>,
}

/// What is kept of all posts, as the reader looks it up.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PostStates {
    /// Which posts were read, and which are marked, where any is.
    pub flags: HashMap<PathBuf, Flags>,
    /// How far posts were read.
    pub reached: HashMap<PathBuf, ReadingProgress>,
}

impl From<HashMap<PathBuf, PostState>> for PostStates {
    fn from(posts: HashMap<PathBuf, PostState>) -> Self {
        let mut records = Self::default();
        for (path, record) in posts {
            if record.flags != Flags::default() {
                records.flags.insert(path.clone(), record.flags);
            }
            let reached = record.reached.map(|reached| (path, reached));
            records.reached.extend(reached);
        }
        records
    }
}

/// How far a post was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadingProgress {
    /// The place at the top of the pane.
    pub spot: SavedPosition,
    /// How much of the post lay behind, in percent.
    pub percent: u8,
}

/// A place in a post that survives edits of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SavedPosition {
    /// A row of the masthead, from 0.
    Masthead(u32),
    /// A place in the body.
    Body(TextAnchor),
}

impl Default for SavedPosition {
    fn default() -> Self {
        Self::Masthead(0)
    }
}

/// A place that a letter stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The post, below the library's folder.
    pub path: PathBuf,
    /// The place in it.
    pub spot: SavedPosition,
}

/// How the list is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListView {
    /// The filter in its own language.
    pub filter: String,
    /// The order.
    pub sort: Sort,
    /// Columns of the list beside an article, if the user has chosen.
    pub columns: Option<u16>,
    /// The list beside the article is hidden.
    pub is_hidden: bool,
}

/// Where the reader was left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LastPost {
    /// The post, below the library's folder.
    pub path: PathBuf,
    /// Whether it was being read, and not only selected.
    pub reading: bool,
}

/// One thing that is to be kept from now on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A post was read, or is to be read again.
    Read(PathBuf, bool),
    /// A post was marked, or is no longer.
    Marked(PathBuf, bool),
    /// The reader has come to a place in a post.
    Progress(PathBuf, ReadingProgress),
    /// A letter stands for a place.
    Mark(char, Mark),
    /// Other posts are shown, or in another order.
    View(ListView),
    /// Another post is selected, or being read.
    Last(LastPost),
}

impl State {
    /// Takes a change over.
    pub fn apply(&mut self, change: Change) {
        match change {
            Change::Read(path, read) => self.posts.entry(path).or_default().flags.read = read,
            Change::Marked(path, marked) => {
                self.posts.entry(path).or_default().flags.starred = marked;
            }
            Change::Progress(path, reached) => {
                self.posts.entry(path).or_default().reached = Some(reached);
            }
            Change::Mark(letter, mark) => {
                self.marks.insert(letter, mark);
            }
            Change::View(view) => self.view = Some(view),
            Change::Last(last) => self.last = Some(last),
        }
    }
}
