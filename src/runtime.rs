//! The rim: the loop, the terminal, and the threads that read files. Everything here touches the outside.
//!
//! The loop blocks for one message, takes what else has come, and draws once. All that happens reaches it through
//! one channel: keys, sizes, signals, posts and articles.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use anyhow::Result;
use ratatui::Terminal;

use crate::ansi::{self, ColorLevel};
use crate::app::message::{Effect, Message, Size};
use crate::app::{Model, Start, update};
use crate::config::ThemeChoice;
use crate::document::Dialect;
use crate::site::Chosen;
use crate::text::Clean;
use crate::theme::Theme;
use crate::ui;

pub mod backend;
mod background;
pub mod highlighter;
pub mod input;
pub mod scan;
pub mod signals;
mod slot;
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
    theme: ThemeChoice,
}

impl Reader {
    /// The same in other colours.
    #[must_use]
    pub fn with_theme(self, theme: ThemeChoice) -> Self {
        Self { theme, ..self }
    }

    /// One text without a library.
    pub fn text(start: Start, text: Vec<u8>, dialect: Dialect) -> Self {
        let start = Start {
            open: Some(PathBuf::from("standard input")),
            single: true,
            ..start
        };
        Self {
            start,
            origin: Origin::Text(text),
            dialect,
            fixed: true,
            theme: ThemeChoice::Auto,
        }
    }

    /// A folder, with one of its files open where one was named.
    pub fn folder(start: Start, chosen: Chosen, dialect: Option<Dialect>) -> Self {
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
            theme: ThemeChoice::Auto,
            origin: Origin::Folder(chosen.library),
        }
    }
}

/// What reaches the loop.
#[derive(Debug)]
enum Incoming {
    /// Something for the model.
    Message(Message),
    /// The terminal has told its background.
    Background(terminal::Background),
    /// The terminal has answered all that it was asked.
    Answered,
}

/// How long the first frame waits for the terminal to tell its background, so that colours do not change before the
/// reader's eyes; almost every terminal answers at once.
const PATIENCE: Duration = Duration::from_millis(80);

/// Runs a reader until it is left.
///
/// # Errors
/// There is no terminal, or it is gone.
pub fn run(reader: Reader) -> Result<()> {
    let (sender, incoming) = channel();
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
        theme: theme(reader.theme, terminal::Background::hinted(env)),
        links: ansi::has_hyperlinks(env),
    };
    rim.perform(effects)?;
    let _signals = Signals::start(hand_on(sender.clone()))?;
    let _input = Input::start(hand_on(sender))?;
    if reader.theme == ThemeChoice::Auto
        && terminal::ask_background(env)?
        && !rim.wait(&incoming)?
    {
        return Ok(());
    }
    rim.run(&incoming)
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

/// Turns what the terminal and the system report into messages.
fn hand_on(sender: Sender<Incoming>) -> impl Fn(Event) + Send + 'static {
    move |event| {
        let incoming = match event {
            Event::Key(key) => Incoming::Message(Message::Key(key)),
            Event::Paste(text) => Incoming::Message(Message::Paste(text)),
            Event::Resize(size) => Incoming::Message(Message::Resize(size)),
            Event::Hangup | Event::Terminate | Event::Interrupt => {
                Incoming::Message(Message::Terminate)
            }
            Event::Suspend => Incoming::Message(Message::Suspend),
            Event::Continue => Incoming::Message(Message::Resumed),
            Event::Background(background) => Incoming::Background(background),
            Event::Answered => Incoming::Answered,
        };
        // Once the loop has ended nobody needs to know.
        let _ = sender.send(incoming);
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
    fn run(&mut self, incoming: &Receiver<Incoming>) -> Result<()> {
        loop {
            self.draw()?;
            let Ok(first) = incoming.recv() else {
                return Ok(());
            };
            for next in std::iter::once(first).chain(incoming.try_iter()) {
                if !self.take(next)? {
                    return Ok(());
                }
            }
        }
    }

    /// Before the first frame: takes what comes until the terminal has answered, or [`PATIENCE`] is over.
    fn wait(&mut self, incoming: &Receiver<Incoming>) -> Result<bool> {
        let end = Instant::now() + PATIENCE;
        while let Ok(next) = incoming.recv_timeout(end.saturating_duration_since(Instant::now())) {
            let is_key = matches!(next, Incoming::Message(Message::Key(_)));
            let is_answer = matches!(next, Incoming::Answered | Incoming::Background(_));
            if !self.take(next)? {
                return Ok(false);
            }
            if is_key || is_answer {
                break;
            }
        }
        Ok(true)
    }

    /// False when the reader is to end.
    fn take(&mut self, incoming: Incoming) -> Result<bool> {
        match incoming {
            Incoming::Message(message) => {
                let effects = update(&mut self.model, message);
                self.perform(effects)
            }
            Incoming::Background(background) => {
                self.theme = theme(ThemeChoice::Auto, Some(background));
                Ok(true)
            }
            Incoming::Answered => Ok(true),
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
                Effect::Highlight(request) => self.background.color(request),
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
