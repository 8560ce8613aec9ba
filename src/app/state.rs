//! The saved state of a library, and changes to it. These are plain values; `runtime::store` writes each change with a
//! timestamp.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use crate::document::TextAnchor;
use crate::library::{Flags, Sort};

/// The saved state of a library.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SavedState {
    /// The state of each post, by its path relative to the library's folder.
    pub posts: HashMap<PathBuf, PostState>,
    /// The marks by their letters.
    pub marks: BTreeMap<char, Mark>,
    /// The filter, order, width and visibility of the list.
    pub list: Option<ListSettings>,
    /// The post that was selected or open at the end of the last session.
    pub last: Option<LastPost>,
    /// The history of submitted prompt lines.
    pub history: PromptHistory,
    /// The picked theme, which is used for all libraries.
    pub theme: Option<String>,
}

/// The saved state of one post.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PostState {
    /// The read and starred flags.
    pub flags: Flags,
    /// The reading progress; `None` if the post was never read.
    pub progress: Option<ReadingProgress>,
}

/// The flags and the reading progress of all posts. A new model keeps the flags in its library, and the progress in its session.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FlagsAndProgress {
    /// The flags of posts that have at least one flag.
    pub flags: HashMap<PathBuf, Flags>,
    /// The reading progress of posts.
    pub progress: HashMap<PathBuf, ReadingProgress>,
}

impl From<HashMap<PathBuf, PostState>> for FlagsAndProgress {
    fn from(posts: HashMap<PathBuf, PostState>) -> Self {
        let mut flags_and_progress = Self::default();
        for (path, state) in posts {
            if state.flags != Flags::default() {
                flags_and_progress.flags.insert(path.clone(), state.flags);
            }
            let progress = state.progress.map(|progress| (path, progress));
            flags_and_progress.progress.extend(progress);
        }
        flags_and_progress
    }
}

/// The reading progress of a post.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadingProgress {
    /// The position at the top of the pane.
    pub position: SavedPosition,
    /// The position in percent: 0 at the top of the post, 100 at its end.
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

/// A position that is named by a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The post.
    pub path: PathBuf,
    /// The position.
    pub position: SavedPosition,
}

/// The saved settings of the list: filter, order, width and visibility.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListSettings {
    /// The filter in the filter language.
    pub filter: String,
    /// The order, if the user has chosen one.
    pub sort: Option<Sort>,
    /// Width of the list beside an article in columns, if the user has set it.
    pub columns: Option<u16>,
    /// True if the user has hidden the list beside the article.
    pub is_hidden: bool,
}

/// The post that was selected or open at the end of a session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LastPost {
    /// The post.
    pub path: PathBuf,
    /// True if the post's article was focused, false if the post was only selected.
    pub is_article_focused: bool,
}

/// The name and the number of posts of a library when it was last open. The library picker shows them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LibraryVisit {
    /// The name of the library in the header.
    pub label: String,
    /// The number of posts.
    pub posts: usize,
}

/// The history of submitted prompt lines, the latest last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PromptHistory {
    /// Filters of the list.
    pub filters: Vec<String>,
    /// Queries of searches in an article or in all posts.
    pub searches: Vec<String>,
}

/// The new value of a flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are self-explanatory")]
pub enum FlagValue {
    Set,
    Unset,
}

impl FlagValue {
    /// Returns true for a flag that is set.
    pub fn is_set(self) -> bool {
        self == Self::Set
    }
}

impl From<bool> for FlagValue {
    fn from(is_set: bool) -> Self {
        if is_set { Self::Set } else { Self::Unset }
    }
}

/// A change to the saved state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The read flag of a post.
    Read(PathBuf, FlagValue),
    /// The starred flag of a post.
    Starred(PathBuf, FlagValue),
    /// The reading progress of a post.
    Progress(PathBuf, ReadingProgress),
    /// A mark was set.
    Mark(char, Mark),
    /// The filter, order, width or visibility of the list has changed.
    List(ListSettings),
    /// Another post is selected or open.
    Last(LastPost),
    /// The library was open, with this name and number of posts.
    Visit(LibraryVisit),
    /// A line was submitted in a prompt; the complete history with this line.
    History(PromptHistory),
    /// A theme was picked, for all libraries.
    Theme(String),
}

impl SavedState {
    /// Applies a change.
    pub fn apply(&mut self, change: Change) {
        match change {
            Change::Read(path, read) => {
                self.posts.entry(path).or_default().flags.read = read.is_set();
            }
            Change::Starred(path, starred) => {
                self.posts.entry(path).or_default().flags.starred = starred.is_set();
            }
            Change::Progress(path, progress) => {
                self.posts.entry(path).or_default().progress = Some(progress);
            }
            Change::Mark(letter, mark) => {
                self.marks.insert(letter, mark);
            }
            Change::List(list) => self.list = Some(list),
            Change::Last(last) => self.last = Some(last),
            Change::History(history) => self.history = history,
            // `SavedState` has no visit: the library picker reads the visits of all libraries from their state files.
            Change::Visit(_) => {}
            Change::Theme(name) => self.theme = Some(name),
        }
    }
}
