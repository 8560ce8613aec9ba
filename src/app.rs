//! The core of the reader: the model, the key bindings, and [`update()`], the only function that changes the model.
//!
//! The module does not use ratatui, crossterm, files, threads or the clock. It requests I/O with
//! [`message::Effect`]s and receives every event as a [`message::Message`].
//!
//! The model is composed of components. Each component has a file with its data and its part of `update`; `Model`
//! itself routes messages to components, and restores invariants after each message.

use std::path::PathBuf;
use std::sync::Arc;

use crate::layout::PixelSize;
use crate::library::{Filter, Library, Listing, SiteLanguages, Sort};
use crate::text::Clean;

mod act;
pub mod action;
pub mod article;
mod body;
mod completion;
pub mod contents;
mod copy;
pub mod details;
mod direction;
mod disk_changes;
pub mod event;
mod folder;
pub mod help;
mod highlight;
pub mod hints;
pub mod image_choice;
pub mod image_view;
mod input;
pub mod jump_list;
pub mod keymap;
pub mod libraries;
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
pub mod pictures;
mod position;
pub mod post_search;
pub mod preview;
pub mod problems;
pub mod prompt;
mod read_flags;
pub mod reason;
pub mod related;
mod reload;
mod requests;
pub mod screen;
pub mod search;
pub mod session;
pub mod settings;
mod source_view;
mod startup;
pub mod state;
pub mod tags;
mod targets;
pub mod themes;
mod update;

use article::Article;
use event::{MouseReceiver, Size};
use folder::Folder;
use image_choice::DrawingMethod;
use input::InputState;
use jump_list::JumpList;
use keymap::Keymap;
use list::ListPane;
use message::{Effect, Effects, SettingsError};
use overlay::OverlayStack;
use pictures::Pictures;
use post_search::PostSearch;
use prompt::Prompt;
use requests::{RequestKind, Requests};
use screen::Screen;
use session::ReadingSession;
use settings::Settings;
use startup::InitialState;
use state::SavedState;
use themes::ThemeState;

pub use screen::Focus;
pub use update::update;

/// The complete state of the reader.
#[derive(Debug)]
pub struct Model {
    /// The posts found so far. Background work shares the library; a change during this work copies the library first.
    pub library: Arc<Library>,
    /// The filter of the list.
    pub filter: Filter,
    /// The list pane.
    pub list: ListPane,
    /// The open article.
    pub article: Option<Article>,
    /// The reason why the last requested post could not be opened or its article could not be drawn.
    pub open_error: Option<Clean<'static>>,
    /// The modal views over the panes; the last overlay receives key input.
    overlays: OverlayStack,
    /// The search of all posts. The state is kept when the overlay closes, so that reopening the overlay shows the same
    /// hits.
    pub post_search: PostSearch,
    /// The line being typed.
    pub prompt: Option<Prompt>,
    /// A message shown in the footer until the next key.
    pub notice: Option<Clean<'static>>,
    /// Reading progress, marks, and unsaved changes.
    pub session: ReadingSession,
    /// Size, focus and arrangement of the panes.
    pub screen: Screen,
    /// The settings.
    pub settings: Settings,
    /// The errors found when the configuration file last changed. If there are any, `settings` still holds the former
    /// settings.
    settings_errors: Vec<SettingsError>,
    /// The picked theme and the terminal's background.
    themes: ThemeState,
    /// The pictures of recently open articles.
    pub pictures: Pictures,
    /// The open folder, and the state of its scan and its watcher.
    pub folder: Folder,
    /// The keymap and the state of key handling.
    input: InputState,
    /// The latest request of each kind of background work.
    requests: Requests,
    /// The positions to go back and forward to.
    jump_list: JumpList,
}

/// The options of a new reader.
#[derive(Clone, Debug, Default)]
pub struct StartOptions {
    /// The title of the library, shown in the header.
    pub label: Clean<'static>,
    /// The post to open; `None` restores the post that was open or selected at the end of the last session, if there is one.
    pub open: Option<PathBuf>,
    /// The site's base URL, if its configuration names one.
    pub base_url: Option<String>,
    /// True if the reader shows a single piped text and has no library.
    pub is_piped_text: bool,
    /// The filter of the list; `None` uses the saved filter.
    pub filter: Option<Filter>,
    /// The current time, which decides whether a post is scheduled or has expired; `None` if it is unknown.
    pub now: Option<crate::post::Date>,
    /// The order of the list; `None` uses the saved order, if the user has chosen one, else the order in `settings`.
    pub sort: Option<Sort>,
    /// The terminal's size.
    pub size: Size,
    /// The languages of the site.
    pub site_languages: SiteLanguages,
    /// The receiver of mouse events, folio or the terminal; `None` uses the setting.
    pub mouse: Option<MouseReceiver>,
    /// The best method of drawing pictures among the methods that the terminal is known to support, if any.
    pub graphics: Option<DrawingMethod>,
    /// The size of a cell of the terminal, if it is known.
    pub cell: Option<PixelSize>,
    /// The settings.
    pub settings: Settings,
    /// The theme that the user has picked, and the terminal's background.
    pub themes: ThemeState,
    /// The saved state.
    pub state: SavedState,
}

impl Model {
    /// Creates a model without posts. Also returns the first effects: they capture the mouse, open a post, and scan the
    /// folder, each only if needed.
    pub fn new(start: StartOptions) -> (Self, Effects) {
        let opens_file = start.open.is_some();
        let initial = InitialState::new(
            start.open,
            start.filter,
            start.sort,
            start.settings.sort,
            start.state,
        );
        let library = Library::new(initial.sort)
            .with_now(start.now)
            .with_languages(start.site_languages)
            .with_listing(Listing::OneVersion {
                language: start.settings.language.clone(),
            });
        let mut model = Self {
            library: Arc::new(library.with_flags(initial.post_states.flags)),
            filter: initial.filter,
            list: initial.list,
            article: None,
            open_error: None,
            overlays: OverlayStack::default(),
            post_search: PostSearch::default(),
            prompt: None,
            notice: None,
            session: ReadingSession {
                progress: initial.post_states.progress,
                marks: initial.marks,
                prompt_history: initial.prompt_history,
                saved_last_post: initial.last_post,
                post_to_restore: initial.post_to_restore,
                ..ReadingSession::default()
            },
            screen: Screen::new(start.size, start.settings.measure, initial.focus),
            // Default settings. Below, `apply_settings` replaces them and applies each setting that differs from its default.
            // The setting `sort` is not applied, because `library` already has the initial order.
            settings: Settings {
                sort: start.settings.sort,
                ..Settings::default()
            },
            settings_errors: Vec::new(),
            themes: start.themes,
            pictures: Pictures::new(start.cell, start.graphics),
            folder: Folder {
                label: start.label,
                is_piped_text: start.is_piped_text,
                base_url: start.base_url,
                opened_with_file: opens_file,
                ..Folder::default()
            },
            input: InputState::new(Keymap::default()),
            requests: Requests::default(),
            jump_list: JumpList::default(),
        };
        let mut effects = Effects::new();
        model.apply_settings(start.settings, &mut effects);
        // The command line overrides the mouse setting. Until here, `effects` contains at most the effect of the mouse setting.
        // Therefore all of `effects` is replaced.
        if let Some(mouse) = start.mouse {
            model.screen.mouse = mouse;
            effects = vec![Effect::SetMouseReceiver(mouse)];
        }
        // The list's filter, order, width and visibility are saved only when they differ from the initial values.
        model.session.saved_list = model.list_settings();
        // The post is opened now only if the article pane is visible.
        if let Some(path) = initial.post
            && model.panes().article.is_some()
        {
            model.open(path, &mut effects);
        }
        if !start.is_piped_text {
            let id = model.requests.start(RequestKind::Scan);
            effects.push(Effect::Scan(id));
        }
        (model, effects)
    }

    /// Returns the current key bindings.
    pub fn keymap(&self) -> &Keymap {
        &self.input.keymap
    }
}
