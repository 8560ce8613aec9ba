//! The messages that the model handles, and the effects that it requests.
//!
//! Messages and effects are plain values, so that the model does not depend on `runtime`, which carries out the effects and
//! sends the messages.

use std::collections::HashMap;
use std::error::Error;
use std::ops::{Deref, Range};
use std::path::PathBuf;
use std::sync::Arc;

use super::body::{Body, BodyExtent};
use super::event::{Key, MouseEvent, MouseReceiver, Size};
use super::image_choice::DrawingMethod;
use super::reason::Reason;
use super::settings::Settings;
use super::state::Change;
use crate::document::Document;
use crate::highlight::Runs;
use crate::layout::{ImageId, ImageLimits, ImageSizes, PixelSize, Widths};
use crate::library::{Library, LibraryUpdate, SiteLanguages};
use crate::paint::Pixels;
use crate::paint::picture::PixelColors;
use crate::post::{Post, Problem};
use crate::search::PostHits;
use crate::text::Clean;
use crate::theme::TerminalBackground;

/// The target of a mouse press while an overlay or a palette is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PressedPart {
    /// The item at this index in the list of the overlay or palette.
    Item(usize),
    /// A cell of the overlay or palette without an item.
    Inside,
    /// A cell outside of the overlay or palette.
    Outside,
}

/// Identifies a request for background work; 0 identifies no request. Results carry the id of their request, so that stale
/// results are dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct RequestId(pub u64);

/// A shared value that is compared by pointer, so that comparing effects does not compare documents.
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

/// Maps each post to the posts that link to it. Paths are relative to the library's folder.
pub type Backlinks = HashMap<PathBuf, Vec<PathBuf>>;

/// The properties of a post that only the I/O layer knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PostInfo {
    /// The absolute path of the post's file; `None` for piped text.
    pub file: Option<PathBuf>,
    /// The post's URL, if the site's configuration defines a base URL.
    pub url: Option<String>,
    /// The front matter as written, with the delimiter lines around it; empty without front matter.
    pub front_matter: String,
}

/// The facts about the site of a library that the model uses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SiteFacts {
    /// The title of the library, shown in the header.
    pub label: Clean<'static>,
    /// The site's base URL, if its configuration names one.
    pub base_url: Option<String>,
    /// The languages of the site.
    pub languages: SiteLanguages,
}

/// A library that the user can switch to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownLibrary {
    /// The library's name in the configuration; `None` for a library that is not configured.
    pub name: Option<String>,
    /// The folder to open.
    pub folder: PathBuf,
    /// The folder as the screen shows it, with `~` for the home folder.
    pub shown_folder: Clean<'static>,
    /// The title of the library; empty if the library was never open.
    pub label: Clean<'static>,
    /// The number of posts when the library was last open; `None` if it never was.
    pub posts: Option<usize>,
    /// True if the folder does not exist.
    pub is_missing: bool,
    /// True if the library is open now.
    pub is_open: bool,
}

/// An event for the model.
#[derive(Debug)]
pub enum Message {
    /// A key press.
    Key(Key),
    /// A mouse event.
    Mouse(MouseEvent),
    /// A mouse press while an overlay or a palette is open.
    OverlayMousePress(PressedPart),
    /// Pasted text.
    Paste(String),
    /// A new size of the terminal.
    Resize(Size),
    /// The size of a cell of the terminal.
    CellSize(PixelSize),
    /// The best method to draw pictures that the terminal supports.
    GraphicsFound(DrawingMethod),
    /// A batch of posts that a scan found.
    Scanned(RequestId, Vec<Post>),
    /// The end of a scan, with the files that could not be read.
    ScanEnded(RequestId, Vec<LoadError>),
    /// The first part of an article, the complete article, or the reason why it could not be read.
    Opened(RequestId, Opened),
    /// The sizes of all images of an article, if some were not known when the article was shown.
    ImagesMeasured(RequestId, ImageSizes),
    /// The pixels of a picture, or the reason why it can't be shown.
    PictureLoaded(PictureKey, Result<Shared<Pixels>, Reason>),
    /// The backlinks of all posts.
    BacklinksFound(RequestId, Backlinks),
    /// New results of a search of all posts.
    PostsSearched(RequestId, SearchResults),
    /// The source of an article, or the reason why it could not be read.
    SourceLoaded(RequestId, Result<Body, LoadError>),
    /// The highlighted code of a block of an article, and the index of the block.
    Highlighted(RequestId, u32, Arc<Runs>),
    /// The reason why drawing the open article failed.
    ArticleFailed(LoadError),
    /// The system asks folio to suspend itself, as ^Z does.
    Suspend,
    /// folio was resumed after being suspended.
    Resumed,
    /// The problems of a post, in its front matter and its text.
    ProblemsFound(RequestId, Vec<Problem>),
    /// The file, URL and front matter of a post.
    PostInfoLoaded(RequestId, PostInfo),
    /// The libraries of the configuration and of earlier sessions.
    LibrariesFound(RequestId, Vec<KnownLibrary>),
    /// The text of a link's target, or the reason why it could not be read.
    PreviewLoaded(RequestId, Result<Body, LoadError>),
    /// A notice, shown in the footer until the next key press.
    Notice(Clean<'static>),
    /// The editor was closed. It was opened for this file, which is a post or a settings file. `Err` if editing has failed.
    Edited(PathBuf, Result<(), Reason>),
    /// Files have changed on disk and were read again.
    FilesChanged(FsChanges),
    /// The watcher has lost track of the changes on disk, so that a new scan is needed.
    RescanNeeded,
    /// `Ok` if the watcher reports all changes on disk, else the reason why it does not.
    WatchStatus(Result<(), WatchFailure>),
    /// The configuration of the site has changed.
    SiteChanged(SiteFacts),
    /// The terminal's window was focused.
    Focused,
    /// The terminal's background is known, or has changed.
    Background(TerminalBackground),
    /// The configuration file has changed: the settings in it, or its errors.
    SettingsChanged(Result<Box<Settings>, Vec<SettingsError>>),
    /// The terminal or the system asks folio to quit.
    Terminate,
}

/// An error in the configuration file, or in a file that belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingsError {
    /// The file.
    pub file: PathBuf,
    /// The line, from 1.
    pub line: u32,
    /// The error, with the name of the file, the line and the column.
    pub reason: Reason,
}

/// Files that were read again because they changed on disk.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FsChanges {
    /// The changed posts.
    pub posts: LibraryUpdate,
    /// The open file, if it was read again and is not one of the library's posts.
    pub open_file: Option<PathBuf>,
}

/// The result of a request to open an article.
#[derive(Debug)]
pub enum Opened {
    /// The first part of a long article; the complete article follows.
    FirstPart(Body),
    /// The complete article.
    Complete(Body),
    /// The reason why the article could not be read.
    Failed(LoadError),
}

/// The reason why a post could not be read or shown.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The file could not be read.
    #[error("{}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The error of the I/O layer.
        source: Box<dyn Error + Send + Sync>,
    },
    /// The post has a problem of severity error.
    #[error("{}: {}", path.display(), problem.message)]
    Invalid {
        /// The post.
        path: PathBuf,
        /// The problem.
        problem: Problem,
    },
}

/// The reason why the watcher does not see all changes of the library.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WatchFailure {
    /// The library has more folders than the system can watch.
    #[error("Too many folders to watch.")]
    TooManyFolders,
    /// The system has no resources left for the watcher itself: watches, open files or memory.
    #[error("The system's limit for file watches is reached.")]
    LimitReached,
    /// The folder is on another machine; changes made there are not reported.
    #[error("This folder is on a network.")]
    NetworkFs,
    /// The folder was removed.
    #[error("The folder of this library is gone.")]
    FolderGone,
    /// Any other error, with the message of the operating system.
    #[error("folio can't watch all changes: {0}.")]
    Other(String),
}

/// New results of a search of all posts.
#[derive(Debug, Default)]
pub struct SearchResults {
    /// The posts with hits that were found since the previous message. They are in the order of the posts in the
    /// request.
    pub posts: Vec<(PathBuf, PostHits)>,
    /// Number of posts searched since the search began.
    pub searched: usize,
    /// Number of posts that could not be read since the search began.
    pub unreadable: usize,
    /// True if all posts were searched.
    pub is_done: bool,
}

/// Effects in the order of their execution.
pub type Effects = Vec<Effect>;

/// A request to the I/O layer. Paths of posts are relative to the library's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Read and parse this post; cancels an earlier request.
    Open(LoadRequest),
    /// Load pictures of a post; replaces an earlier request.
    LoadPictures(PictureRequest),
    /// Open the file of an image in the system's default program for the file.
    OpenImage {
        /// The post that shows the image.
        post: PathBuf,
        /// The image's target as the author wrote it.
        target: String,
    },
    /// Find the backlinks of all posts.
    FindBacklinks(BacklinksRequest),
    /// Search the text of these posts; cancels an earlier request.
    SearchPosts {
        /// Sent back with the results.
        id: RequestId,
        /// The query as typed.
        query: String,
        /// The posts.
        posts: Arc<[PathBuf]>,
    },
    /// Read the source of this post.
    LoadSource(LoadRequest),
    /// Read and parse the post that a link leads to: the complete post, or only the first part of a long post.
    LoadPreview(LoadRequest, BodyExtent),
    /// Highlight the code of an article; cancels an earlier request.
    Highlight(HighlightRequest),
    /// Scan the folder for posts.
    Scan(RequestId),
    /// Open a post or a settings file in the editor.
    Edit {
        /// The post, or the absolute path of the settings file.
        path: PathBuf,
        /// The position of the cursor when the editor opens.
        position: EditPosition,
    },
    /// Read this post again now; answered with [`Message::FilesChanged`].
    RereadPost(PathBuf),
    /// Open a post's URL in the browser.
    BrowsePost(PathBuf),
    /// Open an `http`, `https` or `mailto` URL in the browser.
    Browse(String),
    /// Check a post for problems.
    CheckPost(RequestId, PathBuf),
    /// Load the path, URL and front matter of a post.
    LoadPostInfo(RequestId, PathBuf),
    /// Find the libraries of the configuration and of earlier sessions.
    FindLibraries(RequestId),
    /// Replace the open library by the library in this folder.
    OpenLibrary(PathBuf),
    /// Send mouse events to this receiver: folio or the terminal.
    SetMouseReceiver(MouseReceiver),
    /// Copy to the clipboard and show a notice.
    Copy(CopyRequest),
    /// Suspend folio, as ^Z does.
    Suspend,
    /// Set the terminal up again after folio was suspended.
    Resume,
    /// Redraw every cell of the screen.
    Redraw,
    /// Ask the terminal for its background; answered with [`Message::Background`], if the terminal answers.
    QueryBackground,
    /// Write a change to the state file.
    Save(Change),
    /// Quit.
    Quit,
}

/// A request to read a post and to lay it out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadRequest {
    /// The ID, which is sent back with the result.
    pub id: RequestId,
    /// The path of the post, relative to the library's folder.
    pub path: PathBuf,
    /// The widths to lay the text out for.
    pub widths: Widths,
    /// The limits for the size of an image; `None` if images are shown as text.
    pub image_limits: Option<ImageLimits>,
}

/// A request to load pictures of a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureRequest {
    /// The post.
    pub post: PathBuf,
    /// The pictures, in the order to load them in.
    pub wanted: Vec<WantedPicture>,
}

/// A position in a file, for the editor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditPosition {
    /// A byte offset in the file's text.
    Offset(u32),
    /// A line, from 1.
    Line(u32),
}

/// A request to find the backlinks of all posts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BacklinksRequest {
    /// Sent back with the result.
    pub id: RequestId,
    /// The posts as they are now.
    pub library: Shared<Library>,
    /// The site's base URL, if its configuration names one.
    pub base_url: Option<String>,
}

/// A request to highlight the code of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HighlightRequest {
    /// Sent back with the results. Requests for the same document share an id. To limit memory, the model may drop the document's
    /// highlighted code. Later requests then have a new id.
    pub id: RequestId,
    /// The document with the code.
    pub document: Shared<Document>,
    /// The index of the first visible block. It is highlighted first, then the blocks after it, then the blocks before it.
    pub first_block: usize,
}

/// A request to copy. The I/O layer adds what the model does not store: file paths, URLs and source text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CopyRequest {
    /// A link: a URL, a target as the author wrote it, or a fragment such as `#usage` for a section of piped text.
    Link(String),
    /// A formula in TeX.
    Formula(String),
    /// A post's URL, optionally with a section. The URL is unknown if the site's configuration does not determine it.
    PostUrl {
        /// The post.
        path: PathBuf,
        /// The slug of the section's heading.
        section: Option<String>,
        /// The text to copy if the URL is unknown; `None` shows a notice instead.
        fallback: Option<String>,
    },
    /// The absolute path of a post's file.
    Path(PathBuf),
    /// The source of a section.
    Section {
        /// The post.
        path: PathBuf,
        /// The section's heading; empty for the text above the first heading.
        name: Clean<'static>,
        /// Byte range of the section in the file; ends at `usize::MAX` if no other section follows.
        source_range: Range<usize>,
    },
    /// The source of a code block.
    Code {
        /// The post.
        path: PathBuf,
        /// The code as the article shows it. A line that is not found in the source is copied from this text.
        shown_code: Clean<'static>,
        /// Byte range of the code in the file, with its fences, which are not copied.
        source_range: Range<usize>,
    },
}

/// Identifies the pixels of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PictureKey {
    /// Identifies the version of the file by its path, size and time of the last change.
    pub id: ImageId,
    /// The size that the pixels are scaled to.
    pub size: PixelSize,
    /// The colors that the pixels are reduced to.
    pub colors: PixelColors,
}

/// A picture to load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedPicture {
    /// The key that is sent back with the pixels.
    pub key: PictureKey,
    /// The image's target as the author wrote it.
    pub target: String,
}
