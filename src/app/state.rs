//! The saved state of a library, and each change to it. Plain values: `runtime::store` writes them, each with its time.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use crate::document::TextAnchor;
use crate::library::{Flags, Sort};

/// The saved state of a library.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SavedState {
    /// The state of each post, by its path relative to the library's folder.
    pub posts: HashMap<PathBuf, PostState>,
    /// The marks.
    pub marks: BTreeMap<char, Mark>,
    /// The filter and order of the list.
    pub view: Option<ListView>,
    /// The post that was selected or read last.
    pub last: Option<LastPost>,
    /// The lines that were submitted in prompts.
    pub history: PromptHistory,
}

/// The saved state of one post.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PostState {
    /// True if it is read, and starred.
    pub flags: Flags,
    /// Its reading progress.
    pub progress: Option<ReadingProgress>,
}

/// The saved state of all posts, arranged for look-ups.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PostStates {
    /// The flags of posts that have any.
    pub flags: HashMap<PathBuf, Flags>,
    /// The reading progress of posts.
    pub progress: HashMap<PathBuf, ReadingProgress>,
}

impl From<HashMap<PathBuf, PostState>> for PostStates {
    fn from(posts: HashMap<PathBuf, PostState>) -> Self {
        let mut states = Self::default();
        for (path, post) in posts {
            if post.flags != Flags::default() {
                states.flags.insert(path.clone(), post.flags);
            }
            let progress = post.progress.map(|progress| (path, progress));
            states.progress.extend(progress);
        }
        states
    }
}

/// The reading progress of a post.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadingProgress {
    /// The position at the top of the pane.
    pub position: SavedPosition,
    /// The share of the post above it, in percent.
    pub percent: u8,
}

/// A position in a post that survives edits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SavedPosition {
    /// A row of the masthead, from 0.
    Masthead(u32),
    /// A position in the body.
    Body(TextAnchor),
}

impl Default for SavedPosition {
    fn default() -> Self {
        Self::Masthead(0)
    }
}

/// A position with a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The post.
    pub path: PathBuf,
    /// The position.
    pub position: SavedPosition,
}

/// The filter, order and size of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListView {
    /// The filter in its own language.
    pub filter: String,
    /// The order.
    pub sort: Sort,
    /// Columns of the list beside an article, if the user has chosen.
    pub columns: Option<u16>,
    /// True if the list beside the article is hidden.
    pub is_hidden: bool,
}

/// The post that was selected or read last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LastPost {
    /// The post.
    pub path: PathBuf,
    /// True if it was read, and not only selected.
    pub reading: bool,
}

/// The lines that were submitted in prompts, the latest last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PromptHistory {
    /// Filters of the list.
    pub filters: Vec<String>,
    /// Phrases that were searched for in an article or in all posts.
    pub searches: Vec<String>,
}

/// A change to the saved state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A post is read, or unread again.
    Read(PathBuf, bool),
    /// A post is starred, or no longer.
    Marked(PathBuf, bool),
    /// A post was read up to a position.
    Progress(PathBuf, ReadingProgress),
    /// A mark was set.
    Mark(char, Mark),
    /// The filter or the order of the list has changed.
    View(ListView),
    /// Another post is selected or read.
    Last(LastPost),
    /// A line was submitted in a prompt.
    History(PromptHistory),
}

impl SavedState {
    /// Applies a change.
    pub fn apply(&mut self, change: Change) {
        match change {
            Change::Read(path, read) => self.posts.entry(path).or_default().flags.read = read,
            Change::Marked(path, marked) => {
                self.posts.entry(path).or_default().flags.starred = marked;
            }
            Change::Progress(path, progress) => {
                self.posts.entry(path).or_default().progress = Some(progress);
            }
            Change::Mark(letter, mark) => {
                self.marks.insert(letter, mark);
            }
            Change::View(view) => self.view = Some(view),
            Change::Last(last) => self.last = Some(last),
            Change::History(history) => self.history = history,
        }
    }
}
