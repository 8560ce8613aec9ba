//! The rim: the loop, the terminal, and the threads that read files. Everything here touches the outside.
//!
//! The loop blocks for one message, takes what else has come, and draws once. All that happens reaches it through
//! one channel: keys, sizes, signals, posts and articles.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use anyhow::Result;

use crate::app::message::{Effect, Message, Size, Ticket};
use crate::app::{Model, Start, update};
use crate::document::Dialect;
use crate::site::Chosen;
use crate::text::Clean;
use crate::ui;

pub mod backend;
pub mod scan;
pub mod worker;

use scan::{ScanOptions, Scanned, scan};
use worker::{Origin, Request, Worker};

/// What is read, and how the reader starts.
#[derive(Debug)]
pub struct Reader {
    start: Start,
    origin: Origin,
    dialect: Dialect,
    /// Whether the dialect was chosen on the command line, so that no file's ending overrides it.
    fixed: bool,
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
            origin: Origin::Folder(chosen.library),
        }
    }
}

/// The threads behind a reader.
struct Background {
    sender: Sender<Message>,
    origin: Origin,
    worker: Worker,
    /// Set to stop the scan that runs now.
    cancel: Arc<AtomicBool>,
}

impl Background {
    fn start(reader: &Reader, sender: Sender<Message>) -> Result<Self> {
        let (dialect, fixed) = (reader.dialect, reader.fixed);
        let of_file = move |path: &Path| {
            if fixed {
                dialect
            } else {
                dialect.of_file(path)
            }
        };
        let results = sender.clone();
        let send = move |message| results.send(message).is_ok();
        let worker = Worker::start(reader.origin.clone(), of_file, send)?;
        let cancel = Arc::default();
        Ok(Self {
            sender,
            origin: reader.origin.clone(),
            worker,
            cancel,
        })
    }

    /// Looks for posts; a scan that runs already is left.
    fn scan(&mut self, ticket: Ticket) -> Result<()> {
        let Origin::Folder(folder) = self.origin.clone() else {
            return Ok(());
        };
        self.cancel.store(true, Ordering::Relaxed);
        self.cancel = Arc::default();
        let (sender, cancel) = (self.sender.clone(), Arc::clone(&self.cancel));
        let walk = move || {
            scan(&folder, ScanOptions::default(), &cancel, |scanned| {
                // Once the loop has ended nobody needs to know.
                let _ = sender.send(message(ticket, scanned));
            });
        };
        thread::Builder::new()
            .name("folio-scan".to_owned())
            .spawn(walk)?;
        Ok(())
    }
}

fn message(ticket: Ticket, scanned: Scanned) -> Message {
    match scanned {
        Scanned::Batch(posts) => Message::Scanned(ticket, posts),
        Scanned::Done { problems } => {
            let line = |(path, problem): (PathBuf, crate::post::Problem)| {
                crate::clean!("{}: {}", path.display(), problem.message)
            };
            Message::ScanEnded(ticket, problems.into_iter().map(line).collect())
        }
    }
}

/// Runs a reader until it is left.
///
/// # Errors
/// There is no terminal, or it is gone.
pub fn run(reader: Reader) -> Result<()> {
    let (sender, messages) = channel();
    let mut background = Background::start(&reader, sender.clone())?;
    crossterm::terminal::enable_raw_mode()?;
    let mut out = std::io::stdout();
    crossterm::execute!(out, crossterm::terminal::EnterAlternateScreen)?;
    let (w, h) = crossterm::terminal::size()?;
    let s2 = sender.clone();
    thread::spawn(move || {
        use crate::app::message::{Code, Key};
        use crossterm::event::*;
        loop {
            match read() {
                Ok(Event::Key(k)) => {
                    let code = match k.code {
                        KeyCode::Char(c) => Code::Char(c),
                        KeyCode::Enter => Code::Enter,
                        KeyCode::Esc => Code::Esc,
                        KeyCode::Tab => Code::Tab,
                        KeyCode::BackTab => Code::BackTab,
                        KeyCode::Backspace => Code::Backspace,
                        KeyCode::Up => Code::Up,
                        KeyCode::Down => Code::Down,
                        KeyCode::Left => Code::Left,
                        KeyCode::Right => Code::Right,
                        KeyCode::Home => Code::Home,
                        KeyCode::End => Code::End,
                        KeyCode::PageUp => Code::PageUp,
                        KeyCode::PageDown => Code::PageDown,
                        _ => continue,
                    };
                    let _ = s2.send(Message::Key(Key {
                        code,
                        ctrl: k.modifiers.contains(KeyModifiers::CONTROL),
                        alt: false,
                    }));
                }
                Ok(Event::Resize(width, height)) => {
                    let _ = s2.send(Message::Resize(Size { width, height }));
                }
                Ok(_) => {}
                Err(_) => return,
            }
        }
    });
    let size = Size {
        width: w,
        height: h,
    };
    let level = crate::ansi::ColorLevel::detect(|n| std::env::var(n).ok());
    let screen = backend::Screen::new(out, ratatui::layout::Size::new(w, h), level);
    let mut terminal = ratatui::Terminal::new(screen)?;
    let (mut model, effects) = Model::new(Start {
        size,
        ..reader.start
    });
    let theme = crate::theme::Theme::DARK;
    let r = (|| {
        for e in effects {
            perform(e, &mut background)?;
        }
        loop {
            backend::draw(&mut terminal, |frame| {
                extras(ui::view(&model, &theme, frame))
            })?;
            let first = messages.recv()?;
            let mut next = Some(first);
            while let Some(m) = next {
                if let Message::Resize(s) = &m {
                    terminal
                        .backend_mut()
                        .set_size(ratatui::layout::Size::new(s.width, s.height));
                }
                for e in update(&mut model, m) {
                    if e == Effect::Quit {
                        return Ok(());
                    }
                    perform(e, &mut background)?;
                }
                next = messages.try_recv().ok();
            }
        }
    })();
    crossterm::terminal::disable_raw_mode()?;
    crossterm::execute!(std::io::stdout(), crossterm::terminal::LeaveAlternateScreen)?;
    r
}

/// The frame's links and cursor as the backend takes them.
fn extras(extras: ui::Extras) -> backend::Extras {
    let link = |link: ui::LinkArea| backend::Link {
        y: link.y,
        x: link.start..link.end,
        uri: link.target,
    };
    backend::Extras {
        cursor: extras.cursor.map(Into::into),
        links: extras.links.into_iter().map(link).collect(),
    }
}

fn perform(effect: Effect, background: &mut Background) -> Result<()> {
    match effect {
        Effect::Open {
            ticket,
            path,
            widths,
        } => background.worker.open(Request {
            ticket,
            path,
            widths,
        }),
        Effect::Scan(ticket) => background.scan(ticket)?,
        _ => {}
    }
    Ok(())
}
