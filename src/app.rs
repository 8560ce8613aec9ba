//! The reader without a terminal: its model, its keys, and the one function that changes it.
//!
//! Knows neither ratatui nor crossterm, neither files nor threads nor the clock. What it needs of the world it
//! asks for as an [`Effect`]; what the world has to say reaches it as a [`message::Message`].

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use crate::document::LinkId;
use crate::library::{Filter, Library, LibraryUpdate, Sort};
use crate::post::Post;
use crate::text::Clean;

pub mod action;
pub mod article;
mod beginning;
pub mod contents;
pub mod details;
pub mod finder;
pub mod hints;
pub mod history;
pub mod keymap;
pub mod links;
pub mod list;
pub mod message;
pub mod mouse;
pub mod palette;
pub mod panes;
pub mod problems;
pub mod prompt;
pub mod related;
pub mod search;
pub mod state;
pub mod tags;
mod update;

use action::Action;
use article::{Article, Place};
use beginning::Beginning;
use contents::ContentsPane;
use details::Details;
use finder::Finder;
use hints::Hints;
use history::History;
use keymap::{Keymap, UserBinding};
use list::ListPane;
use message::{Effect, Key, RequestId, Size};
use palette::Palette;
use problems::ProblemView;
use prompt::Prompt;
use related::{Backlinks, RelatedView};
use search::Search;
use state::{Change, LastPost, ListView, Mark, ReadingProgress, SavedPosition, State};
use tags::TagPicker;

pub use update::update;

/// The pane that has the keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Focus {
    #[default]
    List,
    Article,
    Contents,
}

/// How much is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Screen {
    /// Header, panes and footer.
    #[default]
    Panes,
    /// The article's text alone, from the first column on.
    Text,
}

/// How much of what changes on disk is seen by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Sight {
    #[default]
    All,
    Part,
}

/// The article that lies behind its source while that is shown.
#[derive(Debug)]
struct Behind {
    article: Article,
    search: Option<Search>,
    /// The places in the source and in the article at which the one took the other's place.
    entered: (Place, Place),
}

/// All that the reader knows.
#[derive(Debug)]
pub struct Model {
    /// All posts found so far.
    pub library: Library,
    /// Which of them the list shows.
    pub filter: Filter,
    /// The list pane.
    pub list: ListPane,
    /// The article that is open.
    pub article: Option<Article>,
    /// What lies behind the open article while its source is shown.
    behind: Option<Behind>,
    /// The request for an article's source that has not been answered.
    sourcing: Option<RequestId>,
    /// Why the post asked for last could not be opened.
    pub failure: Option<Clean<'static>>,
    /// What was searched for in the open article.
    pub search: Option<Search>,
    /// Where the reader was when the search began.
    origin: Option<Place>,
    /// The link that is selected in the open article.
    pub link: Option<LinkId>,
    /// The numbers on the links in sight, while they stand.
    pub hints: Option<Hints>,
    /// The mark of the footnote that was gone to last, and where the reader was: following it again leads back.
    noted: Option<(LinkId, Place)>,
    /// The section to go to once the article that was asked for is there.
    fragment: Option<String>,
    /// The words to go to once the article that was asked for is there.
    landing: Option<update::Landing>,
    history: History,
    /// The site's own address, where its configuration says it.
    base: Option<String>,
    /// The contents of the open article.
    pub contents: ContentsPane,
    /// The tag picker, while it stands.
    pub tags: Option<TagPicker>,
    /// The help view, while it stands: its first row.
    pub help: Option<usize>,
    /// The post that is looked through for what is wrong with it.
    checking: Option<PathBuf>,
    /// What is wrong with a post, while it is shown.
    pub problems: Option<ProblemView>,
    /// What has to do with a post, while it is shown.
    pub related: Option<RelatedView>,
    /// Who links to whom, once somebody wanted to know.
    backlinks: Option<Backlinks>,
    /// The request for that which is not answered.
    linking: Option<RequestId>,
    /// The search of all posts.
    pub finder: Finder,
    /// All that is known about a post, while it is shown.
    pub details: Option<Details>,
    /// What can be done, while its name is typed.
    pub palette: Option<Palette>,
    /// Whose the mouse is.
    mouse: mouse::MouseCapture,
    /// What was typed before what it moves in had come, and where.
    early: Vec<(keymap::Context, action::Action, Option<usize>)>,
    /// How much of it all is shown.
    pub screen: Screen,
    /// The line being typed.
    pub prompt: Option<Prompt>,
    /// The pane that has the keys.
    pub focus: Focus,
    /// The terminal's size.
    pub size: Size,
    /// What the header calls the library.
    pub label: Clean<'static>,
    /// Something to say until the next key.
    pub notice: Option<Clean<'static>>,
    /// There is one text, and no list beside it.
    pub single: bool,
    /// Whether posts are still being found.
    pub scanning: bool,
    /// What the last scan could not read.
    pub unread: Vec<Clean<'static>>,
    /// Widest running text, in columns.
    pub measure: u16,
    keymap: Keymap,
    count: Option<usize>,
    prefix: Option<Key>,
    /// What was done last: steps of one kind in a row are one jump.
    last_action: Option<Action>,
    /// Whether the contents stand beside the article; `None` leaves it to the post.
    column: Option<bool>,
    ticket: RequestId,
    /// The request for an article that has not been answered in full.
    opening: Option<(RequestId, PathBuf)>,
    /// The request that the open article answers.
    shown: RequestId,
    /// The selection that the article followed last.
    followed: Option<PathBuf>,
    /// The list has lost the post that is being read; the article stays until another is chosen.
    astray: bool,
    scan: RequestId,
    /// The posts that a rescan has found so far; the old ones stay until it is through.
    rescan: Option<Vec<Post>>,
    /// Posts that were read again while a scan ran.
    late: Vec<LibraryUpdate>,
    sight: Sight,
    /// The post to select as soon as it is found.
    wanted: Option<PathBuf>,
    /// Where the reader was in each post, in this run.
    places: HashMap<PathBuf, Place>,
    /// How far each post was read, in this run and before.
    pub reached: HashMap<PathBuf, ReadingProgress>,
    /// The places that letters stand for.
    pub marks: BTreeMap<char, Mark>,
    /// Where to go in a post that is being opened.
    arrival: Option<(PathBuf, SavedPosition)>,
    /// The post that was read last with the keys in its pane.
    attended: Option<PathBuf>,
    /// The post that history has led to and that is being opened: it knows of this visit.
    revisited: Option<PathBuf>,
    /// What is to be kept and was not handed out yet.
    changes: Vec<Change>,
    /// The view as it was kept last, or as the reader began.
    kept_view: ListView,
    /// What was kept last of the post being read.
    kept_last: Option<LastPost>,
    /// The post that is opened because it was read last, and not because anybody asked for it.
    restoring: Option<PathBuf>,
}

/// How a reader starts.
#[derive(Clone, Debug, Default)]
pub struct Start {
    /// What the header calls the library.
    pub label: Clean<'static>,
    /// The post to open, below the library's folder; where none is named, the one that was being read.
    pub open: Option<PathBuf>,
    /// The site's own address, where its configuration says it.
    pub base: Option<String>,
    /// There is one text and no library.
    pub single: bool,
    /// Which posts to show; where nobody says, those that were shown last.
    pub filter: Option<Filter>,
    /// The moment that tells what is scheduled and what has expired.
    pub now: Option<crate::post::Date>,
    /// In which order; where nobody says, the one they were in last.
    pub sort: Option<Sort>,
    /// The terminal's size.
    pub size: Size,
    /// Widest running text, in columns.
    pub measure: u16,
    /// Keys of the reader's own.
    pub keys: Vec<UserBinding>,
    /// What was kept of the library when it was left last.
    pub state: State,
}

impl Model {
    /// A reader whose posts are still to be found, and what it asks for first.
    pub fn new(start: Start) -> (Self, Vec<Effect>) {
        let scan = RequestId(1);
        let beginning = Beginning::new(start.open, start.filter, start.sort, start.state);
        let library = Library::new(beginning.sort).at(start.now);
        let mut model = Self {
            library: library.with_flags(beginning.records.flags),
            filter: beginning.filter,
            list: beginning.list,
            article: None,
            behind: None,
            sourcing: None,
            failure: None,
            search: None,
            origin: None,
            link: None,
            hints: None,
            noted: None,
            fragment: None,
            landing: None,
            history: History::default(),
            base: start.base,
            contents: ContentsPane::default(),
            tags: None,
            help: None,
            problems: None,
            checking: None,
            related: None,
            backlinks: None,
            linking: None,
            finder: Finder::default(),
            details: None,
            palette: None,
            mouse: mouse::MouseCapture::Terminal,
            early: Vec::new(),
            screen: Screen::Panes,
            prompt: None,
            focus: beginning.focus,
            size: start.size,
            label: start.label,
            notice: None,
            single: start.single,
            scanning: !start.single,
            unread: Vec::new(),
            measure: start.measure,
            keymap: Keymap::new(&start.keys),
            count: None,
            prefix: None,
            last_action: None,
            column: None,
            ticket: scan,
            opening: None,
            shown: RequestId::default(),
            followed: None,
            astray: false,
            scan,
            rescan: None,
            late: Vec::new(),
            sight: Sight::default(),
            wanted: beginning.post.clone(),
            places: HashMap::new(),
            reached: beginning.records.reached,
            marks: beginning.marks,
            arrival: None,
            attended: None,
            revisited: None,
            changes: Vec::new(),
            kept_view: ListView::default(),
            kept_last: beginning.last,
            restoring: beginning.restoring,
        };
        model.kept_view = model.view();
        let mut effects = Vec::new();
        if let Some(path) = beginning.post
            && model.panes().article.is_some()
        {
            effects.push(model.open(path));
        }
        if !start.single {
            effects.push(Effect::Scan(scan));
        }
        (model, effects)
    }

    /// Whether posts are being found for the first time: while they are looked for again, the old ones stay.
    pub fn is_streaming(&self) -> bool {
        self.scanning && self.rescan.is_none()
    }

    /// What each key means.
    pub fn keymap(&self) -> &Keymap {
        &self.keymap
    }

    /// The number typed so far, and the key that waits for another, for the footer.
    pub fn pending(&self) -> Option<Clean<'static>> {
        let count = self
            .count
            .map(|count| count.to_string())
            .unwrap_or_default();
        let key = match self.prefix.map(|key| key.code) {
            Some(message::Code::Char(char)) => char.to_string(),
            _ => String::new(),
        };
        let both = count + &key;
        (!both.is_empty()).then(|| crate::clean!("{both}"))
    }

    /// The key that waits for another, as the key table writes it.
    pub fn prefix(&self) -> Option<char> {
        match self.prefix.map(|key| key.code) {
            Some(message::Code::Char(char)) => Some(char),
            _ => None,
        }
    }

    fn next_ticket(&mut self) -> RequestId {
        self.ticket = RequestId(self.ticket.0 + 1);
        self.ticket
    }
}
