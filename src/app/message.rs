//! What reaches the model, and what the model asks of the world.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use super::article::Body;
use super::details::PostInfo;
use super::mouse::{MouseCapture, MouseEvent};
use super::related::Backlinks;
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
    /// Which key.
    pub code: Code,
    /// Held together with Control.
    pub ctrl: bool,
    /// Held together with Alt, or preceded by an Escape in the same breath.
    pub alt: bool,
}

/// Which key of a [`Key`].
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

/// Names one request for background work. Its results carry it; those of an older one are dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct RequestId(pub u64);

/// What reaches the model.
#[derive(Debug)]
pub enum Message {
    /// A key was pressed.
    Key(Key),
    /// The mouse did something, while it is folio's.
    Mouse(MouseEvent),
    /// Text was pasted.
    Paste(String),
    /// The terminal has another size.
    Resize(Size),
    /// Posts were found.
    Scanned(RequestId, Vec<Post>),
    /// All posts were found; what could not be read is said here.
    ScanEnded(RequestId, Vec<Clean<'static>>),
    /// An article was read, in part or whole.
    Opened(RequestId, Opened),
    /// Who links to whom was found out.
    BacklinksFound(RequestId, Backlinks),
    /// Some posts were searched.
    PostsSearched(RequestId, SearchResults),
    /// An article's source was read, or could not be.
    SourceLoaded(RequestId, Result<Body, Clean<'static>>),
    /// The roles of the code in one block of an article were found.
    Highlighted(RequestId, u32, Arc<Runs>),
    /// The system asks for a stop, as ^Z does.
    Suspend,
    /// Running again after a stop.
    Resumed,
    /// What is wrong with a post, in its front matter and its text.
    ProblemsFound(PathBuf, Vec<Problem>),
    /// What is known about a post beside what the model knows, by its path.
    PostInfoLoaded(PathBuf, PostInfo),
    /// Something to say.
    Notice(Clean<'static>),
    /// The editor is done with a post, below the library's folder; what went wrong is said here.
    Edited(PathBuf, Option<Clean<'static>>),
    /// Files have changed on disk.
    FilesChanged(FsChanges),
    /// So much has changed on disk that all posts are to be looked for again.
    RescanNeeded,
    /// Whether changes on disk are seen by themselves; where not all are, why.
    WatchStatus(Result<(), Clean<'static>>),
    /// The terminal's window has the focus again.
    Focused,
    /// The terminal or the system asks for the end.
    Terminate,
}

/// Files that were read again, for they have changed on disk.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FsChanges {
    /// The posts among them.
    pub posts: LibraryUpdate,
    /// The file that is open, if it was looked at and is there, but is none of the library's posts.
    pub other: Option<PathBuf>,
}

/// What became of a request to open an article.
#[derive(Debug)]
pub enum Opened {
    /// The first screens of a large article; the whole follows.
    Head(Body),
    /// All of it.
    Whole(Body),
    /// It could not be read.
    Failed(Clean<'static>),
}

/// What a search of all posts has found since the last answer.
#[derive(Debug, Default)]
pub struct SearchResults {
    /// Posts, below the library's folder, with what was found in each, in the order of the request.
    pub found: Vec<(PathBuf, Found)>,
    /// How many posts were looked through by now.
    pub searched: usize,
    /// How many of those could not be read.
    pub unread: usize,
    /// All were.
    pub is_done: bool,
}

/// What the model asks of the world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Read this post, the latest request only.
    Open {
        /// To be sent back.
        ticket: RequestId,
        /// Below the library's folder.
        path: PathBuf,
        /// Widths to lay it out for.
        widths: Widths,
    },
    /// Find out which posts of this library link to which.
    FindBacklinks(BacklinksRequest),
    /// Look for words in these posts, the latest request only.
    SearchPosts {
        /// To be sent back.
        ticket: RequestId,
        /// The words as they were typed.
        query: String,
        /// Below the library's folder.
        posts: Arc<[PathBuf]>,
    },
    /// Read this post as it is written.
    LoadSource {
        /// To be sent back.
        ticket: RequestId,
        /// Below the library's folder.
        path: PathBuf,
        /// Widths to lay it out for.
        widths: Widths,
    },
    /// Find the roles of an article's code, the latest request only.
    Highlight(HighlightRequest),
    /// Look for posts again.
    Scan(RequestId),
    /// Open a post in the author's editor, at a byte of its text.
    Edit {
        /// Below the library's folder.
        path: PathBuf,
        /// Bytes from the start of the file's text.
        offset: u32,
    },
    /// Read this post again now, below the library's folder, and tell with [`Message::FilesChanged`].
    RereadPost(PathBuf),
    /// Show a post's own address in the browser, by its path below the library's folder.
    BrowsePost(PathBuf),
    /// Show an `http`, `https` or `mailto` address in the browser.
    Browse(String),
    /// Look through a post for what is wrong with it, by its path below the library's folder.
    CheckPost(PathBuf),
    /// Tell what is known about a post beside what the model knows, by its path below the library's folder.
    LoadPostInfo(PathBuf),
    /// Give the mouse to folio, or to the terminal.
    CaptureMouse(MouseCapture),
    /// Put something on the clipboard, and say so.
    Copy(CopyRequest),
    /// Stop, as ^Z does.
    Suspend,
    /// Take the terminal again after a stop.
    Resume,
    /// Draw everything anew.
    Redraw,
    /// Keep this from now on.
    Save(Change),
    /// End.
    Quit,
}

/// A library whose links are to be found.
#[derive(Clone, Debug)]
pub struct BacklinksRequest {
    /// To be sent back.
    pub ticket: RequestId,
    /// The posts as they are now.
    pub library: Arc<Library>,
    /// The site's own address, where its configuration says it.
    pub base: Option<String>,
}

impl PartialEq for BacklinksRequest {
    fn eq(&self, other: &Self) -> bool {
        self.ticket == other.ticket
    }
}

impl Eq for BacklinksRequest {}

/// Code whose roles are to be found.
#[derive(Clone, Debug)]
pub struct HighlightRequest {
    /// Names the document, and is to be sent back.
    pub ticket: RequestId,
    /// Where the code stands.
    pub document: Arc<Document>,
    /// The block to begin with: the first that is visible. Those behind it follow, then those before it.
    pub from: usize,
}

impl PartialEq for HighlightRequest {
    fn eq(&self, other: &Self) -> bool {
        let of = |this: &Self| (this.ticket, Arc::as_ptr(&this.document), this.from);
        of(self) == of(other)
    }
}

impl Eq for HighlightRequest {}

/// What is to be copied. What is not in the model is found by whoever carries the effect out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CopyRequest {
    /// A link's target, as the author wrote it.
    Link(String),
    /// A post's own address, and a section of it. Where the site does not tell the address, nothing is copied unless
    /// there is something to copy `instead`.
    Address {
        /// Below the library's folder.
        path: PathBuf,
        /// A heading's slug.
        section: Option<String>,
        /// What else names the place.
        instead: Option<String>,
    },
    /// The full path of a post's file.
    Path(PathBuf),
    /// A section of a post as its author wrote it.
    Section {
        /// Below the library's folder.
        path: PathBuf,
        /// Its heading; empty for what stands above the first.
        name: Clean<'static>,
        /// Bytes of the file's text.
        source: Range<usize>,
    },
    /// A block of code as its author wrote it.
    Code {
        /// Below the library's folder.
        path: PathBuf,
        /// Its lines as they are shown.
        shown: Clean<'static>,
        /// Bytes of the file's text, fences included.
        source: Range<usize>,
    },
}
