//! What the model asks for, done.

use std::path::Path;

use anyhow::Result;

use super::rim::Rim;
use super::worker::Request;
use super::{browse, cells, editor, terminal};
use crate::app::message::{Effect, Message};
use crate::app::update;
use crate::text::Clean;

impl Rim {
    /// Carries effects out; false when the reader is to end.
    pub(super) fn perform(&mut self, effects: Vec<Effect>) -> Result<bool> {
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
                Effect::FindBacklinks(request) => self.background.link(request)?,
                Effect::SearchPosts {
                    ticket,
                    query,
                    posts,
                } => self.background.search(ticket, query, posts)?,
                Effect::LoadSource {
                    ticket,
                    path,
                    widths,
                } => self.background.source(Request {
                    ticket,
                    path,
                    widths,
                })?,
                Effect::Highlight(request) => self.background.color(request),
                Effect::RereadPost(path) => self.background.look(path),
                Effect::Scan(ticket) => self.background.scan(ticket)?,
                Effect::Browse(url) => {
                    let notice = browse::browse(&url)?;
                    update(&mut self.model, Message::Notice(notice));
                }
                Effect::BrowsePost(path) => self.browse_post(&path)?,
                Effect::CaptureMouse(owner) => terminal::give_mouse(owner)?,
                Effect::CheckPost(path) => self.background.check(path, self.site.as_ref())?,
                Effect::LoadPostInfo(path) => self.describe(path),
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
