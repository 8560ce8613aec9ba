//! The messages that reach the model, and the effects it asks for.
//!
//! Plain values, so that neither side knows the other: `runtime` carries effects out and answers with messages.

use std::collections::HashMap;
use std::ops::{Deref, Range};
use std::path::PathBuf;
use std::sync::Arc;

use super::article::Body;
use super::state::Change;
use crate::document::Document;
use crate::highlight::Runs;
use crate::layout::Widths;
use crate::library::{Library, LibraryUpdate};
use crate::post::{Post, Problem};
use crate::search::Found;
use crate::text::Clean;

/// A key press, as the terminal reported it. Shift is part of the character, or of [`Code::BackTab`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// The key.
    pub code: Code,
    /// Held together with Control.
    pub ctrl: bool,
    /// Held together with Alt, or preceded by an Escape in the same breath.
    pub alt: bool,
}

/// The key of a key press, without modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are those on the keys")]
pub enum Code {
    Char(char),
    Enter,
    Esc,
    Tab,
    BackTab,
    Backspace,
    Delete,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    F(u8),
}

/// The terminal's size in columns and rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

/// An event of the mouse, and its cell on the screen. Sent only while folio captures the mouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MouseEvent {
    /// The kind of event.
    pub kind: MouseEventKind,
    /// The column, from 0.
    pub x: u16,
    /// The row, from 0.
    pub y: u16,
}

/// The kinds of mouse events that folio knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum MouseEventKind {
    Press,
    WheelDown,
    WheelUp,
}

/// The program that gets the mouse.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MouseCapture {
    /// The terminal, so that text can be selected.
    #[default]
    Terminal,
    /// folio.
    Folio,
}

/// Identifies one request for background work. Its results carry it; results of an older request are dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct RequestId(pub u64);

/// A shared value that is compared by identity, so that effects derive equality without comparing whole documents.
#[derive(Debug)]
pub struct Shared<T>(pub Arc<T>);

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Eq for Shared<T> {}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// For each post that others link to, those others; all paths are relative to the library's folder.
pub type Backlinks = HashMap<PathBuf, Vec<PathBuf>>;

/// The properties of a post that only the I/O layer knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PostInfo {
    /// The path of its file.
    pub file: Option<PathBuf>,
    /// Its address on the web, if the site's configuration defines it.
    pub address: Option<String>,
    /// Its front matter as written, with its fences.
    pub front_matter: String,
}

/// An event for the model.
#[derive(Debug)]
pub enum Message {
    /// A key press.
    Key(Key),
    /// A mouse event.
    Mouse(MouseEvent),
    /// Pasted text.
    Paste(String),
    /// A new size of the terminal.
    Resize(Size),
    /// A batch of posts that a scan found.
    Scanned(RequestId, Vec<Post>),
    /// The end of a scan, with a line for each file that could not be read.
    ScanEnded(RequestId, Vec<Clean<'static>>),
    /// The head of an article, or all of it, or why it could not be read.
    Opened(RequestId, Opened),
    /// The backlinks of all posts.
    BacklinksFound(RequestId, Backlinks),
    /// The next results of a search of all posts.
    PostsSearched(RequestId, SearchResults),
    /// The source of an article, or why it could not be read.
    SourceLoaded(RequestId, Result<Body, Clean<'static>>),
    /// The highlighted code of one block of an article.
    Highlighted(RequestId, u32, Arc<Runs>),
    /// Drawing the open article failed, for this reason.
    ArticleFailed(Clean<'static>),
    /// The system asks to suspend, as ^Z does.
    Suspend,
    /// folio was resumed after being suspended.
    Resumed,
    /// The problems of a post, in its front matter and its text.
    ProblemsFound(RequestId, Vec<Problem>),
    /// The file, address and front matter of a post.
    PostInfoLoaded(RequestId, PostInfo),
    /// A text to show until the next key.
    Notice(Clean<'static>),
    /// The editor was closed on this post; with an error if it could not start.
    Edited(PathBuf, Option<Clean<'static>>),
    /// Files have changed on disk and were read again.
    FilesChanged(FsChanges),
    /// So much has changed on disk that a new scan is needed.
    RescanNeeded,
    /// True if the watcher sees all changes on disk; if not, the reason.
    WatchStatus(Result<(), Clean<'static>>),
    /// The terminal's window has the focus again.
    Focused,
    /// The terminal or the system asks folio to quit.
    Terminate,
}

/// Files that were read again because they changed on disk.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FsChanges {
    /// The posts among them.
    pub posts: LibraryUpdate,
    /// The open file, if it was read again and is not one of the library's posts.
    pub open_file: Option<PathBuf>,
}

/// The result of a request to open an article.
#[derive(Debug)]
pub enum Opened {
    /// The first screens of a long article; the whole follows.
    Head(Body),
    /// All of it.
    Whole(Body),
    /// The reason why it could not be read.
    Failed(Clean<'static>),
}

/// Results of a search of all posts since the previous message.
#[derive(Debug, Default)]
pub struct SearchResults {
    /// Paths of posts with their hits, in the order of the request.
    pub found: Vec<(PathBuf, Found)>,
    /// Number of posts searched so far.
    pub searched: usize,
    /// Number of those that could not be read.
    pub unread: usize,
    /// True if all posts were searched.
    pub is_done: bool,
}

/// Effects in the order in which they are to be carried out.
pub type Effects = Vec<Effect>;

/// Something that the I/O layer is asked to do. Paths of posts are relative to the library's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Read and parse this post; cancels an earlier request.
    Open {
        /// Sent back with the result.
        id: RequestId,
        /// The post.
        path: PathBuf,
        /// Widths to lay it out for.
        widths: Widths,
    },
    /// Find which posts link to which.
    FindBacklinks(BacklinksRequest),
    /// Search the text of these posts; cancels an earlier request.
    SearchPosts {
        /// Sent back with the results.
        id: RequestId,
        /// The phrase as typed.
        query: String,
        /// The posts.
        posts: Arc<[PathBuf]>,
    },
    /// Read the source of this post.
    LoadSource {
        /// Sent back with the result.
        id: RequestId,
        /// The post.
        path: PathBuf,
        /// Widths to lay it out for.
        widths: Widths,
    },
    /// Highlight the code of an article; cancels an earlier request.
    Highlight(HighlightRequest),
    /// Scan the folder for posts.
    Scan(RequestId),
    /// Open a post in the editor.
    Edit {
        /// The post.
        path: PathBuf,
        /// The position to start at.
        at: EditPosition,
    },
    /// Read this post again now; answered with [`Message::FilesChanged`].
    RereadPost(PathBuf),
    /// Open a post's address in the browser.
    BrowsePost(PathBuf),
    /// Open an `http`, `https` or `mailto` address in the browser.
    Browse(String),
    /// Check a post for problems.
    CheckPost(RequestId, PathBuf),
    /// Load the file name, address and front matter of a post.
    LoadPostInfo(RequestId, PathBuf),
    /// Capture the mouse, or release it.
    CaptureMouse(MouseCapture),
    /// Copy to the clipboard and show a notice.
    Copy(CopyRequest),
    /// Suspend folio, as ^Z does.
    Suspend,
    /// Set the terminal up again after being suspended.
    Resume,
    /// Redraw the whole screen.
    Redraw,
    /// Write a change to the state file.
    Save(Change),
    /// Quit.
    Quit,
}

/// A position in a file, for the editor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditPosition {
    /// A byte of the file's text.
    Offset(u32),
    /// A line, from 1.
    Line(u32),
}

/// A library whose links are to be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BacklinksRequest {
    /// Sent back with the result.
    pub id: RequestId,
    /// The posts as they are now.
    pub library: Shared<Library>,
    /// The site's base URL, if its configuration names one.
    pub base_url: Option<String>,
}

/// Code that is to be highlighted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HighlightRequest {
    /// Identifies the document; sent back with the results.
    pub id: RequestId,
    /// The document with the code.
    pub document: Shared<Document>,
    /// The first visible block. It is done first, then those after it, then those before it.
    pub from: usize,
}

/// Something to copy. The I/O layer looks up what the model does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CopyRequest {
    /// A link's target, as the author wrote it.
    Link(String),
    /// A post's address on the web, with a section. If the site does not tell the address, `instead` is copied.
    Address {
        /// The post.
        path: PathBuf,
        /// A heading's slug.
        section: Option<String>,
        /// The text to copy if there is no address.
        instead: Option<String>,
    },
    /// The absolute path of a post's file.
    Path(PathBuf),
    /// The source of a section.
    Section {
        /// The post.
        path: PathBuf,
        /// Its heading; empty for the text above the first heading.
        name: Clean<'static>,
        /// Its bytes in the file's text.
        source: Range<usize>,
    },
    /// The source of a code block.
    Code {
        /// The post.
        path: PathBuf,
        /// Its lines as shown.
        shown: Clean<'static>,
        /// Its bytes in the file's text, with its fences.
        source: Range<usize>,
    },
}
