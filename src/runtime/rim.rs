//! The loop: blocks for one message, takes what else has come, and draws once.

use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use anyhow::Result;
use ratatui::Terminal;

use super::backend::{self, Screen};
use super::background::Background;
use super::held::Held;
use super::incoming::{Incoming, latest_sizes};
use super::input::Input;
use super::store::Keeper;
use super::{cells, terminal, theme};
use crate::app::message::{Effect, Message, Size};
use crate::app::state::Change;
use crate::app::{Model, update};
use crate::config::ThemeChoice;
use crate::site::Site;
use crate::theme::Theme;
use crate::ui;

/// How long the first frame waits for the terminal to tell its background, so that colours do not change before the
/// reader's eyes; almost every terminal answers at once.
const PATIENCE: Duration = Duration::from_millis(80);

/// The model and what carries its effects out.
pub(super) struct Rim {
    pub(super) model: Model,
    pub(super) site: Option<Site>,
    pub(super) input: Input,
    pub(super) background: Background,
    pub(super) terminal: Terminal<Screen<terminal::Output>>,
    /// The size of the screen that was drawn last.
    pub(super) size: Size,
    pub(super) theme: Theme,
    /// Whether the terminal shows hyperlinks.
    pub(super) links: bool,
    pub(super) held: Held,
    pub(super) keeper: Option<Keeper>,
}

impl Rim {
    /// Does what is to be done first, asks the terminal for its background where that matters, and reads on from there.
    pub(super) fn begin(
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

    pub(super) fn keep(&mut self, change: Change) {
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
