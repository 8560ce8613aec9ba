//! The table itself: every key, in the order of the help view.

use super::Context::{
    self, Article, Contents as Toc, Details as DetailView, Finder, Help as HelpView, List,
    Problems as ProblemView, Related as RelatedView, Source as Written, Tags, Zen as TextAlone,
};
use super::{Entry, Section};
#[allow(
    clippy::enum_glob_use,
    reason = "the table below names nearly all of them"
)]
use crate::app::action::Action::*;

const ALL: &[Context] = &[
    List,
    Article,
    Toc,
    Finder,
    RelatedView,
    Tags,
    HelpView,
    ProblemView,
    DetailView,
    Written,
    TextAlone,
];
/// Those with a footer to type in.
const FRAMED: &[Context] = &[
    List,
    Article,
    Toc,
    Finder,
    RelatedView,
    Tags,
    HelpView,
    ProblemView,
    DetailView,
    Written,
];
const PANES: &[Context] = &[List, Article, Toc];

macro_rules! entry {
    ($contexts:expr, $help:literal, $hint:expr, $(($action:expr, $($key:literal)+)),+) => {
        Entry { contexts: $contexts, help: $help, hint: $hint, keys: &[$(($action, &[$($key),+])),+] }
    };
}

/// Every key of the reader, in the order of the help view.
#[rustfmt::skip]
pub static DEFAULT_BINDINGS: &[Section] = &[
    Section {
        name: "Moving",
        entries: &[
            entry!(ALL, "down, up; a number before it repeats", Some("move"), (Down, "j" "Down"), (Up, "k" "Up")),
            entry!(&[Toc, Finder, RelatedView, Tags], "down, up, also while typing", None, (Down, "^N"), (Up, "^P")),
            entry!(ALL, "half a page down, up", None, (HalfDown, "d" "^D"), (HalfUp, "u" "^U")),
            entry!(ALL, "a page down, up", None, (PageDown, "f" "^F" "PgDn"), (PageUp, "b" "^B" "PgUp")),
            entry!(&[List, Article, Toc, Finder, RelatedView, HelpView, ProblemView, DetailView, Written, TextAlone], "a page down; at an article's end, the next post", None, (PageDown, "Space")),
            entry!(ALL, "the first, the last; the top, the end", None, (First, "g" "Home"), (Last, "G" "End")),
            entry!(&[List, Article, Written], "50% goes to the middle", None, (Percent, "%")),
            entry!(PANES, "the next pane, the one before", None, (NextPane, "Tab"), (PreviousPane, "Shift-Tab")),
        ],
    },
    Section {
        name: "The list",
        entries: &[
            entry!(&[List], "read the post", Some("read"), (Open, "Enter" "l" "Right")),
            entry!(&[List], "filter as you type: words, #tag, -#tag", Some("filter"), (Filter, "/")),
            entry!(&[List], "pick tags", Some("tags"), (TagPicker, "t")),
            entry!(&[List, Tags], "clear the tags, categories and sections", None, (ClearTags, "T")),
            entry!(&[List], "open the post's own address in the browser", None, (BrowsePost, "o")),
            entry!(&[List, Article], "copy the file's path, the post's own address", None, (CopyPath, "y p"), (CopyAddress, "y u")),
            entry!(&[List], "the next month, the one before", None, (NextMonth, "]" "^N"), (PreviousMonth, "[" "^P")),
            entry!(&[List], "the next year, the one before", None, (NextYear, "}"), (PreviousYear, "{")),
            entry!(&[List], "widen, narrow the list", None, (WidenList, "+"), (NarrowList, "-")),
            entry!(PANES, "hide the list beside the article, show it", None, (ToggleList, "C")),
            entry!(&[List], "sort by date, title, path; the same again reverses", None, (SortByDate, "s d"), (SortByTitle, "s t"), (SortByPath, "s p")),
        ],
    },
    Section {
        name: "The article",
        entries: &[
            entry!(&[Article], "back to the list", Some("list"), (ToList, "h" "Left")),
            entry!(&[Article], "select the next link, the one before", None, (NextLink, ")"), (PreviousLink, "(")),
            entry!(&[Article], "follow the selected link within the library", None, (Follow, "Enter")),
            entry!(&[Article], "open the selected link in the browser", None, (Browse, "o")),
            entry!(&[Article], "number the links on the screen; a number goes there", None, (LinkHints, "F")),
            entry!(&[Article], "copy the selected link or else the section's address, the link, the code, the section", None, (CopyLinkOrSection, "y y"), (CopyLink, "y l"), (CopyCode, "y c"), (CopySection, "y s")),
            entry!(&[Article], "back, forward, over posts and jumps", None, (GoBack, "Backspace" "<" "Alt-Left"), (GoForward, ">" "Alt-Right")),
            entry!(&[Article], "the contents", Some("contents"), (Contents, "t")),
            entry!(&[Article], "the next section, the one before", Some("section"), (NextSection, "]" "^N"), (PreviousSection, "[" "^P")),
            entry!(&[Article], "the next section of the same or a higher level, the one before", None, (NextChapter, "}"), (PreviousChapter, "{")),
            entry!(&[Article, Written], "search in the article", Some("search"), (Search, "/")),
            entry!(&[Article, Written], "the next match, the one before", None, (NextMatch, "n"), (PreviousMatch, "N")),
            entry!(&[Article], "the next post, the one before", Some("post"), (NextPost, "J"), (PreviousPost, "K")),
            entry!(&[Article, Written], "the article as it is written, at the same place; the same again or Esc comes back", None, (Source, "\\")),
            entry!(&[Article, TextAlone], "the text alone, to be selected with the mouse; the same again or Esc comes back", None, (Zen, "z")),
            entry!(&[Article, Toc], "the contents in a column, on or off", None, (ContentsColumn, "c")),
            entry!(&[Article, Written, TextAlone], "wrap long lines of code, or not; then move them left, right", None, (WrapCode, "w"), (CodeLeft, "H"), (CodeRight, "L")),
        ],
    },
    Section {
        name: "All posts",
        entries: &[
            entry!(&[List, Article, Finder], "search the text of all posts that the filter leaves", None, (SearchPosts, "S")),
            entry!(&[Finder], "read on at the words", Some("read"), (Open, "Enter" "l" "Right")),
            entry!(&[Finder], "type other words", Some("search"), (Narrow, "/")),
            entry!(&[List, Article, RelatedView], "related posts: links here, series, dates, tags; the same again closes", None, (Related, "R")),
            entry!(&[RelatedView], "read it", Some("read"), (Open, "Enter" "l" "Right")),
        ],
    },
    Section {
        name: "The contents",
        entries: &[
            entry!(&[Toc], "go there", Some("go"), (Jump, "Enter")),
            entry!(&[Toc], "expand, collapse", Some("expand, collapse"), (Expand, "l" "Right"), (Collapse, "h" "Left")),
            entry!(&[Toc, Tags], "narrow as you type; Enter keeps, Esc drops", Some("narrow"), (Narrow, "/")),
            entry!(&[Toc], "close", None, (ClosePicker, "t")),
        ],
    },
    Section {
        name: "The tag picker",
        entries: &[
            entry!(&[Tags], "want the tag, or no longer", Some("want"), (Want, "Space")),
            entry!(&[Tags], "exclude the tag, or no longer", Some("exclude"), (Exclude, "-")),
            entry!(&[Tags], "done", Some("done"), (ClosePicker, "Enter" "t")),
        ],
    },
    Section {
        name: "folio",
        entries: &[
            entry!(FRAMED, "this help, on and off", Some("help"), (Help, "?" "F1")),
            entry!(FRAMED, "anything that can be done here, by its name", None, (Palette, ":")),
            entry!(ALL, "undo one thing: a picker, the focus, the filter", None, (Back, "Esc")),
            entry!(ALL, "the same, and from the list: quit", None, (Quit, "q")),
            entry!(ALL, "quit", None, (QuitNow, "Q" "^C")),
            entry!(&[Article], "let a letter stand for this place", None, (SetMark, "m a-z")),
            entry!(&[List, Article], "go to a letter's place; to the place before the last jump", None, (GoToMark, "' a-z"), (GoBeforeJump, "' '")),
            entry!(&[List, Article], "mark the post, or no longer; is:marked finds it", None, (ToggleMarked, "a")),
            entry!(&[List, Article], "mark the post as read, or as unread; is:unread finds it", None, (ToggleRead, "x")),
            entry!(&[List, Article, ProblemView], "what is wrong with the post, in its front matter and its text; the same again closes", None, (Problems, "!")),
            entry!(&[List, Article, DetailView], "all that is known about the post, its front matter as it is written", None, (Details, "=")),
            entry!(&[List, Article, Written], "edit the post, at the line being read", None, (Edit, "e")),
            entry!(PANES, "read the folder again", None, (Reload, "r")),
            entry!(PANES, "the mouse for folio: the wheel scrolls, a press selects, once more opens; or for the terminal", None, (Mouse, "M")),
            entry!(ALL, "draw the screen anew", None, (Redraw, "^L")),
            entry!(ALL, "stop, until the shell's fg", None, (Suspend, "^Z")),
        ],
    },
];
