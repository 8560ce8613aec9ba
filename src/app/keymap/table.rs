//! The key table: the default key bindings, in the order of the help.

// The suffix distinguishes these views from actions such as `Help` and `Contents`.
use super::view::View::{
    self, Article, Contents as ContentsView, Details as DetailsView, Help as HelpView,
    Image as ImageView, Libraries as LibrariesView, List, PostSearch, Preview as PreviewView,
    Problems as ProblemsView, Related as RelatedView, Source as SourceView, Tags, Zen as ZenView,
};
use crate::app::action::Action;
#[allow(
    clippy::enum_glob_use,
    reason = "the table below names nearly all actions"
)]
use crate::app::action::Action::*;

/// An entry of the key table: related actions, each with its keys.
#[derive(Debug)]
pub struct BindingEntry {
    /// The views in which the bindings apply.
    pub views: &'static [View],
    /// Each action with its key sequences, such as `s d` for two keys. The footer shows the first sequence.
    pub actions: &'static [(Action, &'static [&'static str])],
    /// The description in the help.
    pub help: &'static str,
    /// The label in the footer; `None` if the footer does not show the entry.
    pub footer_label: Option<&'static str>,
}

impl BindingEntry {
    /// Returns true if the entry needs a list of posts. There is no list if folio reads a single text from a pipe.
    pub fn needs_list(&self) -> bool {
        let views_of_several_posts = [List, PostSearch, RelatedView, Tags];
        let mut views = self.views.iter();
        views.all(|view| views_of_several_posts.contains(view))
            || self.actions.iter().any(|(action, _)| action.needs_list())
    }
}

/// A section of the help.
#[derive(Debug)]
pub struct HelpSection {
    /// The heading.
    pub name: &'static str,
    /// The entries.
    pub entries: &'static [BindingEntry],
}

/// All views.
const ALL: &[View] = &[
    List,
    Article,
    ContentsView,
    PostSearch,
    RelatedView,
    Tags,
    HelpView,
    ProblemsView,
    DetailsView,
    SourceView,
    ZenView,
    LibrariesView,
    PreviewView,
    ImageView,
];
/// The views of the panes.
const PANES: &[View] = &[List, Article, ContentsView];

/// Creates a [`BindingEntry`] from its views, its help, its footer label, and each action with its key sequences.
macro_rules! entry {
    ($views:expr, $help:literal, $footer_label:expr, $(($action:expr, $($key:literal)+)),+) => {
        BindingEntry { views: $views, help: $help, footer_label: $footer_label, actions: &[$(($action, &[$($key),+])),+] }
    };
}

/// The default key bindings, in the order of the help.
#[rustfmt::skip]
pub static DEFAULT_BINDINGS: &[HelpSection] = &[
    HelpSection {
        name: "Movement",
        entries: &[
            entry!(ALL, "down, up; a count before the key repeats it", Some("move"), (Down, "j" "Down" "^N"), (Up, "k" "Up" "^P")),
            entry!(ALL, "half a page down, up", None, (HalfDown, "d" "^D"), (HalfUp, "u" "^U")),
            entry!(ALL, "page down, up", None, (PageDown, "f" "^F" "PgDn"), (PageUp, "b" "^B" "PgUp")),
            // Not in the tag picker, where Space requires the tag, nor in the image view, which does not scroll.
            entry!(&[List, Article, ContentsView, PostSearch, RelatedView, HelpView, ProblemsView, DetailsView, SourceView, ZenView, LibrariesView, PreviewView], "page down; at the end of an article, next post", None, (PageDown, "Space")),
            entry!(ALL, "first, last row", None, (First, "g" "Home"), (Last, "G" "End")),
            entry!(&[List, Article, SourceView, ZenView], "go to a percentage, such as 50%", None, (Percent, "%")),
            entry!(PANES, "next, previous pane", None, (NextPane, "Tab"), (PreviousPane, "Shift-Tab")),
        ],
    },
    HelpSection {
        name: "List",
        entries: &[
            entry!(&[List], "read the post", Some("read"), (Open, "Enter" "l" "Right")),
            entry!(&[List], "filter as you type: words, #tag, is:unread …", Some("filter"), (Filter, "/")),
            entry!(&[List], "pick tags", Some("tags"), (TagPicker, "t")),
            entry!(&[List, Tags], "clear tags, categories and sections", None, (ClearTags, "T")),
            entry!(&[List], "next, previous month", None, (NextMonth, "]" "."), (PreviousMonth, "[" ",")),
            entry!(&[List], "next, previous year", None, (NextYear, "}"), (PreviousYear, "{")),
            entry!(&[List], "sort by date, title, path; again: reverse", None, (SortByDate, "s d"), (SortByTitle, "s t"), (SortByPath, "s p")),
            entry!(&[List], "sort by update, length, unread; again: reverse", None, (SortByUpdated, "s u"), (SortByLength, "s l"), (SortByUnread, "s r")),
            entry!(&[List], "widen, narrow the list", None, (WidenList, "+"), (NarrowList, "-")),
            entry!(PANES, "show or hide the list beside the article", None, (ToggleList, "C")),
            entry!(&[List], "open the post's address in the browser", None, (BrowsePost, "o")),
            entry!(&[List, Article], "copy the file's path, the post's address", None, (CopyPath, "y p"), (CopyAddress, "y u")),
        ],
    },
    HelpSection {
        name: "Article",
        entries: &[
            entry!(&[Article], "go back to the list", Some("list"), (ToList, "h" "Left")),
            entry!(&[Article], "go to the contents", Some("contents"), (Contents, "t")),
            entry!(&[Article, ContentsView], "show or hide the contents column", None, (ContentsColumn, "c")),
            entry!(&[Article, SourceView, ZenView], "next, previous section", Some("section"), (NextSection, "]" "."), (PreviousSection, "[" ",")),
            // A “chapter” is a section of the current level or of a higher level.
            entry!(&[Article, SourceView, ZenView], "next, previous section of this or a higher level", None, (NextChapter, "}"), (PreviousChapter, "{")),
            entry!(&[Article, SourceView, ZenView], "search in the article", Some("search"), (Search, "/")),
            entry!(&[Article, SourceView, ZenView], "next, previous match", None, (NextMatch, "n"), (PreviousMatch, "N")),
            // `PreviousPost` previews the link if one is selected.
            entry!(&[Article], "next, previous post; K previews a selected link", Some("post"), (NextPost, "J"), (PreviousPost, "K")),
            entry!(&[Article, PreviewView], "preview the selected or nearest link", None, (PreviewLink, "p")),
            // `PreviewLink` closes an open preview.
            entry!(&[PreviewView], "close the preview", None, (PreviewLink, "K")),
            entry!(&[Article], "back, forward in the jump list", None, (GoBack, "<" "Alt-Left" "Backspace"), (GoForward, ">" "Alt-Right")),
            entry!(&[Article], "next, previous link", None, (NextLink, ")"), (PreviousLink, "(")),
            entry!(&[Article, PreviewView], "follow the selected link, else fold or unfold", None, (Follow, "Enter")),
            entry!(&[Article, PreviewView], "open the selected link in the browser", None, (Browse, "o")),
            entry!(&[ImageView], "open the enlarged image's file", Some("open"), (Browse, "o")),
            // `Follow` on a selected image enlarges it, and then closes the enlarged image.
            entry!(&[ImageView], "leave the enlarged image", Some("back"), (Follow, "Enter")),
            entry!(&[Article], "number the links; type a number to follow", None, (LinkHints, "F")),
            entry!(&[Article], "copy the selected link, else the section's address", None, (CopyLinkOrSectionAddress, "y y")),
            entry!(&[Article], "copy a link, code, a formula, a section", None, (CopyLink, "y l"), (CopyCode, "y c"), (CopyFormula, "y f"), (CopySection, "y s")),
            entry!(&[Article, SourceView, ZenView], "wrap code and tables; again: do not wrap", None, (WrapCode, "w")),
            entry!(&[Article, SourceView, ZenView], "scroll code and tables left, right", None, (CodeLeft, "H"), (CodeRight, "L")),
            entry!(&[Article, ZenView], "fold or unfold the nearest details, all details", None, (ToggleFold, "v"), (ToggleAllFolds, "V")),
            entry!(&[Article, ZenView], "show images as pictures, or as text", None, (TogglePictures, "i")),
            entry!(&[Article, SourceView], "show the source; again: back", None, (Source, "\\")),
            entry!(&[Article, ZenView], "show the text alone; again: back", None, (Zen, "z")),
        ],
    },
    HelpSection {
        name: "All posts",
        entries: &[
            entry!(&[List, Article, PostSearch], "search the text of all listed posts", None, (SearchPosts, "S")),
            entry!(&[PostSearch], "read the post at the hit", Some("read"), (Open, "Enter" "l" "Right")),
            entry!(&[PostSearch], "change the query", Some("search"), (EditQuery, "/")),
            entry!(&[List, Article, RelatedView], "related posts: links, series, dates, tags", None, (Related, "R")),
            entry!(&[RelatedView], "read the post", Some("read"), (Open, "Enter" "l" "Right")),
            entry!(&[List, Article, LibrariesView], "other libraries: configured and recent", None, (Libraries, "O")),
            entry!(&[LibrariesView], "open the library", Some("open"), (Open, "Enter" "l" "Right")),
        ],
    },
    HelpSection {
        name: "Contents",
        entries: &[
            entry!(&[ContentsView], "go to the section", Some("go"), (GoToSection, "Enter")),
            entry!(&[ContentsView], "expand, collapse", Some("expand, collapse"), (Expand, "l" "Right"), (Collapse, "h" "Left")),
            entry!(&[ContentsView], "filter as you type", Some("filter"), (EditQuery, "/")),
            // `ClosePicker` closes the contents here, and the tag picker below.
            entry!(&[ContentsView], "close", Some("close"), (ClosePicker, "t")),
        ],
    },
    HelpSection {
        name: "Tag picker",
        entries: &[
            entry!(&[Tags], "require the tag; again: undo", Some("require"), (RequireTag, "Space")),
            entry!(&[Tags], "exclude the tag; again: undo", Some("exclude"), (ExcludeTag, "-")),
            entry!(&[Tags], "filter as you type", Some("filter"), (EditQuery, "/")),
            entry!(&[Tags], "sort by count; again: by name", Some("sort"), (SortTags, "s")),
            entry!(&[Tags], "close", Some("done"), (ClosePicker, "Enter" "t")),
        ],
    },
    HelpSection {
        name: "Posts",
        entries: &[
            entry!(&[List, Article], "star the post; again: remove the star", None, (ToggleStarred, "a")),
            entry!(&[List, Article], "mark the post as read, or unread", None, (ToggleRead, "x")),
            entry!(&[List], "mark all listed posts as read; again: undo", None, (MarkAllRead, "X")),
            entry!(&[Article], "set mark a–z", None, (SetMark, "m a-z")),
            entry!(&[List, Article], "go to mark a–z, to the position before the jump", None, (GoToMark, "' a-z"), (GoBeforeJump, "' '")),
            entry!(&[List, Article, ProblemsView], "problems of the post", None, (Problems, "!")),
            entry!(&[List, Article, DetailsView], "details of the post", None, (Details, "=")),
            entry!(&[List, Article, SourceView], "edit the post at the current line", None, (Edit, "e")),
            entry!(&[ProblemsView], "edit the file at the problem", Some("edit"), (Edit, "e")),
        ],
    },
    HelpSection {
        name: "folio",
        entries: &[
            entry!(ALL, "help", Some("help"), (Help, "?" "F1")),
            entry!(&[HelpView], "search the help", Some("search"), (EditQuery, "/")),
            entry!(ALL, "choose an action by its name", None, (Palette, ":")),
            entry!(ALL, "choose a theme, with a preview", None, (Themes, "^T")),
            entry!(&[List, Article, ContentsView, Tags], "close, clear or leave, one step at a time", None, (Back, "Esc")),
            entry!(&[PostSearch, RelatedView, HelpView, ProblemsView, DetailsView, SourceView, ZenView, LibrariesView, PreviewView, ImageView], "close", Some("close"), (Back, "Esc")),
            entry!(ALL, "close the view; from the list: quit", None, (Quit, "q")),
            entry!(ALL, "quit", None, (QuitNow, "Q" "^C")),
            entry!(PANES, "read the folder again", None, (Reload, "r")),
            entry!(PANES, "scroll and select with the mouse; again: off", None, (Mouse, "M")),
            entry!(ALL, "redraw", None, (Redraw, "^L")),
            entry!(ALL, "suspend (fg to resume)", None, (Suspend, "^Z")),
        ],
    },
];
