//! The rim: the loop, the terminal, and the threads that read files. Everything here touches the outside.
//!
//! The loop blocks for one message, takes what else has come, and draws once. All that happens reaches it through
//! one channel: keys, sizes, signals, posts and articles.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use anyhow::Result;
use ratatui::Terminal;

use crate::ansi::{self, ColorLevel};
use crate::app::message::{Effect, Message, Size};
use crate::app::state::Change;
use crate::app::{Model, Start, update};
use crate::config::ThemeChoice;
use crate::document::Dialect;
use crate::site::{Chosen, Site};
use crate::text::Clean;
use crate::theme::Theme;
use crate::ui;

pub mod backend;
mod background;
mod browse;
mod clipboard;
mod copy;
mod describe;
mod editor;
mod finder;
mod held;
pub mod highlighter;
pub mod input;
mod layouter;
mod linker;
pub mod parts;
pub mod scan;
pub mod search;
mod searcher;
pub mod signals;
mod slot;
mod start;
pub mod store;
pub mod terminal;
pub mod watch;
pub mod worker;

use backend::Screen;
use background::Background;
use held::Held;
use input::{Event, Input};
use signals::Signals;
use store::{Keeper, StateFile, Store};
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
    site: Option<Site>,
    options: scan::ScanOptions,
    /// Where it is kept what is read and marked, if it is.
    state: Option<StateFile>,
}

impl Reader {
    /// The same with what is kept of its library in the folder for states, if it is a library.
    #[must_use]
    pub fn with_states(self, states: &Path) -> Self {
        let state = match &self.origin {
            Origin::Folder(folder) => Some(StateFile::new(states, folder)),
            Origin::Text(_) => None,
        };
        Self { state, ..self }
    }

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
            origin: Origin::Text(text.into()),
            dialect,
            fixed: true,
            theme: ThemeChoice::Auto,
            site: None,
            options: scan::ScanOptions::default(),
            state: None,
        }
    }

    /// A folder, with one of its files open where one was named; `ignored` lists what git leaves out as well.
    pub fn folder(start: Start, chosen: Chosen, dialect: Option<Dialect>, ignored: bool) -> Self {
        let below = |open: &PathBuf| {
            open.strip_prefix(&chosen.library)
                .unwrap_or(open)
                .to_owned()
        };
        let generator = chosen
            .site
            .generator
            .map(|generator| format!(" ({generator})"));
        let start = Start {
            label: crate::clean!("{}{}", chosen.label, generator.unwrap_or_default()),
            open: chosen.open.as_ref().map(below),
            base: chosen.site.base_url.as_deref().map(str::to_owned),
            ..start
        };
        Self {
            start,
            dialect: dialect.unwrap_or(chosen.site.dialect),
            fixed: dialect.is_some(),
            theme: ThemeChoice::Auto,
            site: Some(chosen.site),
            options: scan::ScanOptions {
                ignored,
                ..scan::ScanOptions::default()
            },
            origin: Origin::Folder(chosen.library),
            state: None,
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

/// Turns what the terminal and the system report into messages.
fn hand_on(sender: Sender<Incoming>) -> impl Fn(Event) + Send + 'static {
    move |event| {
        let incoming = match event {
            Event::Key(key) => Incoming::Message(Message::Key(key)),
            Event::Mouse(mouse) => Incoming::Message(Message::Mouse(mouse)),
            Event::Paste(text) => Incoming::Message(Message::Paste(text)),
            Event::Focus => Incoming::Message(Message::Focused),
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

/// The same without the sizes that others follow with nothing in between: nobody sees them.
fn latest_sizes(batch: Vec<Incoming>) -> Vec<Incoming> {
    let is_size = |one: &Incoming| matches!(one, Incoming::Message(Message::Resize(_)));
    let mut kept: Vec<Incoming> = Vec::with_capacity(batch.len());
    for one in batch {
        if is_size(&one) && kept.last().is_some_and(is_size) {
            kept.pop();
        }
        kept.push(one);
    }
    kept
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
    site: Option<Site>,
    input: Input,
    background: Background,
    terminal: Terminal<Screen<terminal::Output>>,
    /// The size of the screen that was drawn last.
    size: Size,
    theme: Theme,
    /// Whether the terminal shows hyperlinks.
    links: bool,
    held: Held,
    keeper: Option<Keeper>,
}

impl Rim {
    /// Does what is to be done first, asks the terminal for its background where that matters, and reads on from there.
    fn begin(
        &mut self,
        effects: Vec<Effect>,
        ask: bool,
        incoming: &Receiver<Incoming>,
    ) -> Result<()> {
        self.perform(effects)?;
        let env = |name: &str| std::env::var(name).ok();
        if ask && terminal::ask_background(env)? && !self.wait(incoming)? {
            return Ok(());
        }
        self.run(incoming)
    }

    fn keep(&mut self, change: Change) {
        if let Some(keeper) = &mut self.keeper {
            keeper.keep(change);
        }
    }

    fn run(&mut self, incoming: &Receiver<Incoming>) -> Result<()> {
        loop {
            self.draw()?;
            let Ok(first) = incoming.recv() else {
                return Ok(());
            };
            // All at once, so that of sizes in a row only the last counts.
            let mut batch = vec![first];
            batch.extend(incoming.try_iter());
            for next in latest_sizes(batch) {
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
        let asks_flags = self.model.filter.asks_flags();
        for next in self.held.pass(incoming, asks_flags) {
            if !self.take_now(next)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn take_now(&mut self, incoming: Incoming) -> Result<bool> {
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
                Effect::Find(request) => self.background.find(request)?,
                Effect::Link(request) => self.background.link(request)?,
                Effect::Search {
                    ticket,
                    query,
                    posts,
                } => self.background.search(ticket, query, posts)?,
                Effect::Source {
                    ticket,
                    path,
                    widths,
                } => self.background.source(Request {
                    ticket,
                    path,
                    widths,
                })?,
                Effect::LayOut(request) => self.background.lay_out(request)?,
                Effect::Highlight(request) => self.background.color(request),
                Effect::Look(path) => self.background.look(path),
                Effect::Scan(ticket) => self.background.scan(ticket)?,
                Effect::Browse(url) => {
                    let notice = browse::browse(&url)?;
                    update(&mut self.model, Message::Notice(notice));
                }
                Effect::BrowsePost(path) => self.browse_post(&path)?,
                Effect::Mouse(owner) => terminal::give_mouse(owner)?,
                Effect::Check(path) => self.background.check(path, self.site.as_ref())?,
                Effect::Describe(path) => self.describe(path),
                Effect::Copy(copied) => self.copy(copied)?,
                Effect::Edit { path, offset } => {
                    let effects = self.edit(&path, offset)?;
                    self.perform(effects)?;
                }
                Effect::Suspend => {
                    // Who stops a program may well end it for good.
                    self.keeper.as_ref().inspect(|keeper| keeper.flush());
                    terminal::suspend()?;
                }
                Effect::Resume => {
                    terminal::resume()?;
                    self.redraw()?;
                }
                Effect::Redraw => self.redraw()?,
                Effect::Save(change) => self.keep(change),
                Effect::Quit => return Ok(false),
            }
        }
        Ok(true)
    }

    /// Gives the terminal to the author's editor until it is done.
    fn edit(&mut self, path: &Path, offset: u32) -> Result<Vec<Effect>> {
        let Some(file) = self.background.file(path) else {
            return Ok(Vec::new());
        };
        let text = std::fs::read(&file).unwrap_or_default();
        let before = &text[..text.len().min(offset as usize)];
        let line = memchr::memchr_iter(b'\n', before).count() + 1;
        self.background.wait();
        self.input.pause();
        terminal::leave();
        let done = editor::edit(&file, line, |name| std::env::var(name).ok());
        terminal::resume()?;
        self.input.resume();
        self.redraw()?;
        let failure = done.err().map(|error| Clean::line(&error).into_owned());
        Ok(update(
            &mut self.model,
            Message::Edited(path.to_owned(), failure),
        ))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_sizes_in_a_row_only_the_last_counts() {
        let size = |width| Incoming::Message(Message::Resize(Size { width, height: 9 }));
        let batch = vec![
            size(1),
            size(2),
            Incoming::Answered,
            size(3),
            size(4),
            size(5),
        ];
        let width = |one: &Incoming| match one {
            Incoming::Message(Message::Resize(size)) => size.width,
            _ => 0,
        };
        let kept: Vec<_> = latest_sizes(batch).iter().map(width).collect();
        assert_eq!(kept, [2, 0, 5]);
    }
}
