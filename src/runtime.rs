//! The rim: the loop, the terminal, and the threads that read files. Everything here touches the outside.
//!
//! The loop blocks for one message, takes what else has come, and draws once. All that happens reaches it through
//! one channel: keys, sizes, signals, posts and articles.

use std::path::Path;
use std::sync::mpsc::channel;

use anyhow::Result;
use ratatui::Terminal;

use crate::ansi::{self, ColorLevel};
use crate::app::message::{Message, Size};
use crate::app::{Model, Start, update};
use crate::config::ThemeChoice;
use crate::text::Clean;
use crate::theme::Theme;

pub mod backend;
mod background;
mod browse;
mod clipboard;
mod copy;
mod describe;
mod editor;
mod held;
pub mod highlighter;
mod incoming;
pub mod input;
mod linker;
mod perform;
mod reader;
mod rim;
pub mod scan;
pub mod search;
mod searcher;
pub mod signals;
mod slot;
pub mod store;
pub mod terminal;
pub mod watch;
pub mod worker;

pub use reader::Reader;

use backend::Screen;
use background::Background;
use held::Held;
use incoming::{Incoming, hand_on};
use input::Input;
use rim::Rim;
use signals::Signals;
use store::{StateFile, Store};

/// Runs a reader until it is left.
///
/// # Errors
/// There is no terminal, or it is gone.
pub fn run(reader: Reader) -> Result<()> {
    let (sender, incoming) = channel();
    let background = Background::start(&reader, sender.clone())?;
    terminal::restore_on_panic();
    // Before the terminal is taken and until it is given back: a signal in between must not end folio by itself.
    let _signals = Signals::start(hand_on(sender.clone()))?;
    let kept = reader.state.as_ref().map(StateFile::begin);
    let (kept, rest) = kept.unwrap_or_default();
    let held = Held::until(rest, sender.clone())?;
    // Before the terminal is taken: it is given back before the last of what is kept is written.
    let telling = sender.clone();
    let tell = move |text| {
        let _ = telling.send(Incoming::Message(Message::Notice(text)));
    };
    let store = reader.state.map(|file| Store::start(file, tell));
    let store = store.transpose()?;
    let session = terminal::enter()?;
    let size = terminal::size();
    let (mut model, effects) = Model::new(Start {
        size,
        state: kept.state,
        ..reader.start
    });
    if let Some(aside) = kept.damaged {
        update(&mut model, Message::Notice(damaged(&aside)));
    }
    let env = |name: &str| std::env::var(name).ok();
    let level = ColorLevel::detect(env);
    // Where no colour is shown, the theme that needs none tells more apart, and the background is nobody's business.
    let choice = match level {
        ColorLevel::None => ThemeChoice::Plain,
        _ => reader.theme,
    };
    let screen = Screen::new(session.output(), cells(size), level);
    let mut rim = Rim {
        model,
        site: reader.site,
        input: Input::start(hand_on(sender))?,
        background,
        terminal: Terminal::new(screen)?,
        size,
        theme: theme(choice, terminal::Background::hinted(env)),
        links: ansi::has_hyperlinks(env),
        held,
        keeper: store.as_ref().map(Store::keeper),
    };
    let ask = choice == ThemeChoice::Auto;
    let done = rim.begin(effects, ask, &incoming);
    // However it ended: a terminal that is gone as well.
    for change in rim.model.parting() {
        rim.keep(change);
    }
    done
}

/// What is said of a state that could not be read.
fn damaged(aside: &Path) -> Clean<'static> {
    let name = aside.file_name().unwrap_or_default().to_string_lossy();
    crate::clean!("What was kept of this library is damaged; it lies aside as {name}.")
}

fn theme(choice: ThemeChoice, background: Option<terminal::Background>) -> Theme {
    match (choice, background) {
        (ThemeChoice::Dark, _) | (ThemeChoice::Auto, Some(terminal::Background::Dark)) => {
            Theme::DARK
        }
        (ThemeChoice::Light, _) | (ThemeChoice::Auto, Some(terminal::Background::Light)) => {
            Theme::LIGHT
        }
        (ThemeChoice::Plain, _) | (ThemeChoice::Auto, None) => Theme::PLAIN,
    }
}

fn cells(size: Size) -> ratatui::layout::Size {
    ratatui::layout::Size {
        width: size.width,
        height: size.height,
    }
}
