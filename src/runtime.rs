//! The I/O layer: the event loop, the terminal, and the threads that read files.
//!
//! The event loop blocks for one event, drains what else has arrived, and draws once. Everything reaches it
//! through one channel: keys, resizes, signals, and the results of the workers. Apart from `cli`, this is the only layer that
//! touches files, threads, the clock and the terminal; it makes no decisions about what is shown.

use std::path::Path;
use std::sync::mpsc::{Sender, channel};

use anyhow::Result;
use ratatui::Terminal;

use crate::ansi::{self, ColorLevel};
use crate::app::event::Size;
use crate::app::message::{Effects, Message};
use crate::app::{Model, StartOptions, update};
use crate::text::Clean;

pub mod article_loader;
pub mod backend;
mod backlinks;
mod browser;
mod clipboard;
mod copy;
mod editor;
pub mod environment;
mod event_loop;
pub mod file_system;
pub mod files;
pub mod highlighter;
pub mod image_finder;
pub mod images;
mod incoming;
pub mod input;
mod libraries;
mod library_searcher;
pub mod log_file;
mod options;
pub mod panics;
mod picture_loader;
pub mod scan;
pub mod search;
pub mod settings;
pub mod signals;
mod site_watcher;
mod slot;
pub mod store;
pub mod terminal;
mod threads;
pub mod watch;
mod workers;

pub use input::Exit;
pub use libraries::LibraryOpener;
pub use options::ReaderOptions;
pub use settings::SettingsSource;

use backend::TerminalBackend;
use event_loop::EventLoop;
use incoming::{Incoming, LibraryId, WorkerSender, forward_events};
use input::Input;
use panics::catch_panic;
use signals::Signals;
use store::{LoadedState, StateFile, Stores};
use workers::Workers;

/// Runs the reader until it exits, then prints the panic messages of background threads.
///
/// # Errors
/// Fails if there is no terminal, or if the terminal disappears.
pub fn run(options: ReaderOptions) -> Result<Exit> {
    let exit = run_reader(options);
    panics::report_background_panics();
    exit
}

/// Starts the threads, takes the terminal, and runs the event loop.
fn run_reader(options: ReaderOptions) -> Result<Exit> {
    let (sender, incoming) = channel();
    let library_id = LibraryId::default();
    let workers = Workers::start(&options, WorkerSender::new(sender.clone(), library_id))?;
    // Created before the terminal is taken, and therefore dropped after the terminal is restored. No signal can thus kill the
    // process while the terminal is taken.
    let _signals = Signals::start(forward_events(sender.clone()))?;
    let loaded = options
        .state
        .as_ref()
        .map(StateFile::load)
        .unwrap_or_default();
    // Also created before the terminal is taken, so that the terminal is restored before the stores are dropped. Dropping them
    // may wait for the last writes.
    let mut stores = Stores::default();
    let store = options
        .state
        .map(|file| stores.open(file, notice_sender(&sender)));
    let store = store.transpose()?;
    let session = terminal::enter()?;
    let size = terminal::size();
    let env = environment::environment_variable;
    let (mut model, effects) = create_model(
        StartOptions {
            size,
            cell: terminal::cell_size(),
            graphics: terminal::graphics_from_environment(env),
            ..options.start
        },
        loaded,
    );
    let level = ColorLevel::detect(env);
    if let Some(background) = terminal::TerminalBackground::from_environment(env) {
        update(&mut model, Message::Background(background), &mut Vec::new());
    }
    if let Some(source) = options.settings {
        watch_settings(source, &sender);
    }
    let backend = TerminalBackend::new(session.output(), ratatui_size(size), level);
    let mut event_loop = EventLoop {
        model,
        site: options.target.map(|target| target.site),
        input: Input::start(forward_events(sender.clone()))?,
        sender,
        library_id,
        opener: options.opener,
        state_folder: options.state_folder,
        workers,
        terminal: Terminal::new(backend)?,
        size,
        clickable_view: None,
        has_hyperlinks: ansi::terminal_supports_hyperlinks(env),
        has_asked_graphics: false,
        store,
        stores: &mut stores,
        preferences: options.preferences,
    };
    let exit = event_loop.run(effects, &incoming);
    // The final changes are saved even after an error, for example if the terminal has disappeared.
    let changes = catch_panic("final changes", || event_loop.model.final_changes());
    for change in changes.unwrap_or_default() {
        event_loop.save(change);
    }
    exit
}

/// Creates a model with the saved state of its library. If the state is damaged, the model starts with a notice.
fn create_model(start: StartOptions, loaded: LoadedState) -> (Model, Effects) {
    let (mut model, effects) = Model::new(StartOptions {
        state: loaded.state,
        ..start
    });
    if let Some(quarantined) = loaded.quarantined {
        let notice = Message::Notice(damaged_state_notice(&quarantined));
        update(&mut model, notice, &mut Vec::new());
    }
    (model, effects)
}

/// Returns a function that sends a notice to the event loop, which shows it in the footer.
fn notice_sender(sender: &Sender<Incoming>) -> impl Fn(Clean<'static>) + Send + 'static {
    let sender = sender.clone();
    move |notice| {
        // Fails only after the loop has ended.
        let _ = sender.send(Incoming::Message(Message::Notice(notice)));
    }
}

/// Returns the notice for a state file that could not be parsed and was renamed to `quarantined`.
fn damaged_state_notice(quarantined: &Path) -> Clean<'static> {
    let path = quarantined.display();
    crate::clean!("The saved state of this library is damaged; it was moved to {path}")
}

/// Watches the configuration file and the themes. If watching fails, changes take effect at the next start.
fn watch_settings(source: SettingsSource, sender: &Sender<Incoming>) {
    let sender = sender.clone();
    let send = move |message| sender.send(Incoming::Message(message)).is_ok();
    if let Err(error) = settings::watch(source, send) {
        log::warn!("changes of the settings are not seen: {error}");
    }
}

fn ratatui_size(size: Size) -> ratatui::layout::Size {
    ratatui::layout::Size {
        width: size.width,
        height: size.height,
    }
}
