//! The rim: the loop, the terminal, and the threads that read files. Everything here touches the outside.
//!
//! The loop blocks for one message, takes what else has come, and draws once. All that happens reaches it through
//! one channel: keys, sizes, signals, posts and articles.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};

use anyhow::Result;
use ratatui::Terminal;

use crate::ansi::{self, ColorLevel};
use crate::app::message::{Effect, Message, Size};
use crate::app::{Model, Start, update};
use crate::document::Dialect;
use crate::site::Chosen;
use crate::text::Clean;
use crate::theme::Theme;
use crate::ui;

pub mod backend;
mod background;
pub mod input;
pub mod scan;
pub mod signals;
pub mod terminal;
pub mod worker;

use backend::Screen;
use background::Background;
use input::{Event, Input};
use signals::Signals;
use worker::{Origin, Request};

/// What is read, and how the reader starts.
#[derive(Debug)]
pub struct Reader {
    start: Start,
    origin: Origin,
    dialect: Dialect,
    /// Whether the dialect was chosen on the command line, so that no file's ending overrides it.
    fixed: bool,
    options: scan::ScanOptions,
}

impl Reader {
    /// One text without a library.
    pub fn text(start: Start, text: Vec<u8>, dialect: Dialect) -> Self {
        let start = Start {
            open: Some(PathBuf::from("-")),
            single: true,
            ..start
        };
        Self {
            start,
            origin: Origin::Text(text),
            dialect,
            fixed: true,
            options: scan::ScanOptions::default(),
        }
    }

    /// A folder, with one of its files open where one was named; `ignored` lists what git leaves out as well.
    pub fn folder(start: Start, chosen: Chosen, dialect: Option<Dialect>, ignored: bool) -> Self {
        let below = |open: &PathBuf| {
            open.strip_prefix(&chosen.library)
                .unwrap_or(open)
                .to_owned()
        };
        let start = Start {
            label: Clean::line(&chosen.label).into_owned(),
            open: chosen.open.as_ref().map(below),
            ..start
        };
        Self {
            start,
            dialect: dialect.unwrap_or(chosen.site.dialect),
            fixed: dialect.is_some(),
            options: scan::ScanOptions {
                ignored,
                ..scan::ScanOptions::default()
            },
            origin: Origin::Folder(chosen.library),
        }
    }
}

/// Runs a reader until it is left.
///
/// # Errors
/// There is no terminal, or it is gone.
pub fn run(reader: Reader) -> Result<()> {
    let (sender, messages) = channel();
    let background = Background::start(&reader, sender.clone())?;
    terminal::restore_on_panic();
    let session = terminal::enter()?;
    let size = terminal::size();
    let (model, effects) = Model::new(Start {
        size,
        ..reader.start
    });
    let env = |name: &str| std::env::var(name).ok();
    let screen = Screen::new(session.output(), cells(size), ColorLevel::detect(env));
    let mut rim = Rim {
        model,
        background,
        terminal: Terminal::new(screen)?,
        size,
        theme: Theme::PLAIN,
        links: ansi::has_hyperlinks(env),
    };
    // The threads are at work while the terminal is asked for its background.
    rim.perform(effects)?;
    rim.theme = match terminal::background() {
        Some(terminal::Background::Dark) => Theme::DARK,
        Some(terminal::Background::Light) => Theme::LIGHT,
        None => Theme::PLAIN,
    };
    let _signals = Signals::start(hand_on(sender.clone()))?;
    let _input = Input::start(hand_on(sender))?;
    rim.run(&messages)
}

/// Turns what the terminal and the system report into messages.
fn hand_on(sender: Sender<Message>) -> impl Fn(Event) + Send + 'static {
    move |event| {
        let message = match event {
            Event::Key(key) => Message::Key(key),
            Event::Paste(text) => Message::Paste(text),
            Event::Resize(size) => Message::Resize(size),
            Event::Hangup | Event::Terminate | Event::Interrupt => Message::Terminate,
            Event::Suspend => Message::Suspend,
            Event::Continue => Message::Resumed,
        };
        // Once the loop has ended nobody needs to know.
        let _ = sender.send(message);
    }
}

fn cells(size: Size) -> ratatui::layout::Size {
    ratatui::layout::Size {
        width: size.width,
        height: size.height,
    }
}

/// The model and what carries its effects out.
struct Rim {
    model: Model,
    background: Background,
    terminal: Terminal<Screen<terminal::Output>>,
    /// The size of the screen that was drawn last.
    size: Size,
    theme: Theme,
    /// Whether the terminal shows hyperlinks.
    links: bool,
}

impl Rim {
    fn run(&mut self, messages: &Receiver<Message>) -> Result<()> {
        loop {
            self.draw()?;
            let Ok(first) = messages.recv() else {
                return Ok(());
            };
            for message in std::iter::once(first).chain(messages.try_iter()) {
                let effects = update(&mut self.model, message);
                if !self.perform(effects)? {
                    return Ok(());
                }
            }
        }
    }

    fn draw(&mut self) -> Result<()> {
        if self.size != self.model.size {
            self.size = self.model.size;
            self.terminal.backend_mut().set_size(cells(self.size));
        }
        let (model, theme, links) = (&self.model, &self.theme, self.links);
        backend::draw(&mut self.terminal, |frame| {
            extras(ui::view(model, theme, frame), links)
        })?;
        Ok(())
    }

    /// Carries effects out; false when the reader is to end.
    fn perform(&mut self, effects: Vec<Effect>) -> Result<bool> {
        for effect in effects {
            match effect {
                Effect::Open {
                    ticket,
                    path,
                    widths,
                } => {
                    self.background.open(Request {
                        ticket,
                        path,
                        widths,
                    });
                }
                Effect::Scan(ticket) => self.background.scan(ticket)?,
                Effect::Suspend => {
                    terminal::suspend()?;
                }
                Effect::Resume => {
                    terminal::resume()?;
                    self.redraw()?;
                }
                Effect::Redraw => self.redraw()?,
                Effect::Quit => return Ok(false),
            }
        }
        Ok(true)
    }

    /// Takes nothing for granted: neither the size nor what the screen shows.
    fn redraw(&mut self) -> Result<()> {
        let effects = update(&mut self.model, Message::Resize(terminal::size()));
        self.size = self.model.size;
        self.terminal.backend_mut().set_size(cells(self.size));
        self.terminal.clear()?;
        self.perform(effects)?;
        Ok(())
    }
}

/// The frame's links and cursor as the backend takes them.
fn extras(extras: ui::Extras, links: bool) -> backend::Extras {
    let link = |link: ui::LinkArea| backend::Link {
        y: link.y,
        x: link.start..link.end,
        uri: link.target,
    };
    backend::Extras {
        cursor: extras.cursor.map(Into::into),
        links: extras
            .links
            .into_iter()
            .filter(|_| links)
            .map(link)
            .collect(),
    }
}
