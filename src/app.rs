//! The reader without a terminal: its model, its keys, and [`update`], the one function that changes the model.
//!
//! It knows neither ratatui nor crossterm, neither files nor threads nor the clock. It asks for I/O with
//! [`message::Effect`]s, and everything that happens reaches it as a [`message::Message`].
//!
//! The model is composed of components. Each owns its data and its part of `update`, in a file of its own; the root
//! routes messages, and restores invariants after each.

use std::path::PathBuf;
use std::sync::Arc;

use crate::library::{Filter, Library, Sort};
use crate::text::Clean;

mod act;
pub mod action;
pub mod article;
mod completion;
pub mod contents;
mod copy;
pub mod details;
mod files;
mod folder;
pub mod help;
mod highlight;
pub mod hints;
pub mod history;
mod input;
pub mod keymap;
pub mod links;
pub mod list;
mod marks;
pub mod message;
mod mouse;
mod movement;
mod open;
pub mod overlay;
pub mod palette;
pub mod panes;
pub mod post_search;
pub mod problems;
pub mod prompt;
mod read_flags;
pub mod related;
mod requests;
pub mod screen;
pub mod search;
pub mod session;
mod source_view;
mod startup;
pub mod state;
pub mod tags;
mod update;

use article::Article;
use folder::Folder;
use history::History;
use input::InputState;
use keymap::{Keymap, UserBinding};
use list::{ListPane, NamedFilter};
use message::{Effect, Effects, Size};
use overlay::Overlay;
use post_search::PostSearch;
use prompt::Prompt;
use requests::{RequestKind, Requests};
use screen::Screen;
use session::ReadingSession;
use startup::InitialState;
use state::SavedState;

pub use screen::Focus;
pub use update::update;

/// All that the reader knows.
#[derive(Debug)]
pub struct Model {
    /// The posts found so far. Shared with background work, and copied only if it changes meanwhile.
    pub library: Arc<Library>,
    /// The filter of the list.
    pub filter: Filter,
    /// The list pane.
    pub list: ListPane,
    /// The open article.
    pub article: Option<Article>,
    /// The reason why the last requested post could not be opened.
    pub open_error: Option<Clean<'static>>,
    /// Modal views over the panes; the last one has the keys.
    overlays: Vec<Overlay>,
    /// The search of all posts; it outlives its overlay, which shows it again as it was.
    pub post_search: PostSearch,
    /// The line being typed.
    pub prompt: Option<Prompt>,
    /// A text that is shown until the next key.
    pub notice: Option<Clean<'static>>,
    /// Reading progress, marks, and what has to be saved.
    pub session: ReadingSession,
    /// Size, focus and arrangement of the panes.
    pub screen: Screen,
    /// The folder that was opened, and how its changes are followed.
    pub folder: Folder,
    input: InputState,
    requests: Requests,
    history: History,
}

/// The options of a new reader.
#[derive(Clone, Debug, Default)]
pub struct Start {
    /// The name of the library in the header.
    pub label: Clean<'static>,
    /// The post to open; if there is none, the one that was read last.
    pub open: Option<PathBuf>,
    /// The site's base URL, if its configuration names one.
    pub base: Option<String>,
    /// True if there is one text and no library.
    pub single: bool,
    /// The filter of the list; if there is none, the one that was set last.
    pub filter: Option<Filter>,
    /// The current time, which decides what is scheduled and what has expired.
    pub now: Option<crate::post::Date>,
    /// The order of the list; if there is none, the one that was set last.
    pub sort: Option<Sort>,
    /// The terminal's size.
    pub size: Size,
    /// Maximum width of running text, in columns.
    pub measure: u16,
    /// The user's own key bindings.
    pub keys: Vec<UserBinding>,
    /// Filters with a name, for the palette.
    pub filters: Vec<NamedFilter>,
    /// The saved state.
    pub state: SavedState,
}

impl Model {
    /// A reader whose posts are still to be found, and its first effects.
    pub fn new(start: Start) -> (Self, Effects) {
        let opens_file = start.open.is_some();
        let initial = InitialState::new(start.open, start.filter, start.sort, start.state);
        let library = Library::new(initial.sort).at(start.now);
        let mut model = Self {
            library: Arc::new(library.with_flags(initial.posts.flags)),
            filter: initial.filter,
            list: initial.list,
            article: None,
            open_error: None,
            overlays: Vec::new(),
            post_search: PostSearch::default(),
            prompt: None,
            notice: None,
            session: ReadingSession {
                progress: initial.posts.progress,
                marks: initial.marks,
                prompt_history: initial.history,
                saved_last: initial.last,
                restore_path: initial.restore_path,
                ..ReadingSession::default()
            },
            screen: Screen::new(start.size, start.measure, initial.focus),
            folder: Folder {
                label: start.label,
                is_single: start.single,
                base_url: start.base,
                opened_with_file: opens_file,
                ..Folder::default()
            },
            input: InputState::new(Keymap::new(&start.keys)),
            requests: Requests::default(),
            history: History::default(),
        };
        model.list.named_filters = start.filters;
        model.session.saved_view = model.list_view();
        let scan = (!start.single).then(|| model.requests.start(RequestKind::Scan));
        let mut effects = Effects::new();
        if let Some(path) = initial.post
            && model.panes().article.is_some()
        {
            model.open(path, &mut effects);
        }
        effects.extend(scan.map(Effect::Scan));
        (model, effects)
    }

    /// The current key bindings.
    pub fn keymap(&self) -> &Keymap {
        &self.input.keymap
    }
}
