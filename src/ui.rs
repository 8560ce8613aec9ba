//! The model on the screen: reads it, changes nothing.

use ratatui::Frame;

use crate::app::keymap::Context;
use crate::app::panes::{Panes, Rect};
use crate::app::{Focus, Model};
use crate::theme::Theme;

mod article;
mod contents;
mod details;
mod finder;
mod footer;
mod header;
mod help;
mod list;
mod palette;
mod panel;
mod pen;
mod problems;
mod related;
mod tags;

use pen::Pen;

/// A stretch of one row of the screen that leads somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkArea {
    /// The row.
    pub y: u16,
    /// The first column.
    pub start: u16,
    /// The column behind the last.
    pub end: u16,
    /// The target, as the author wrote it: an absolute URL.
    pub target: String,
}

/// What a frame holds beside its cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extras {
    /// The column and row where the cursor is shown; hidden where there is none.
    pub cursor: Option<(u16, u16)>,
    /// What leads somewhere.
    pub links: Vec<LinkArea>,
}

/// Draws the model.
pub fn view(model: &Model, theme: &Theme, frame: &mut Frame<'_>) -> Extras {
    let mut pen = Pen::new(frame, theme);
    let panes = model.panes();
    header::draw(model, panes.header, &mut pen);
    match model.context() {
        Context::Help => help::draw(
            model.keymap(),
            model.help.unwrap_or(0),
            model.body(),
            &mut pen,
        ),
        Context::Problems | Context::Details | Context::Finder | Context::Related => {
            instead(model, &mut pen);
        }
        _ => all_panes(model, &panes, &mut pen),
    }
    palette::draw(model, panes.footer, &mut pen);
    panel::followers(model, panes.footer, &mut pen);
    footer::draw(model, panes.footer, &mut pen);
    pen.finish()
}

/// What stands in the place of all panes.
fn instead(model: &Model, pen: &mut Pen<'_, '_>) {
    if let Some(problems) = &model.problems {
        problems::draw(problems, model.body(), pen);
    } else if let Some(details) = &model.details {
        details::draw(details, model.body(), pen);
    } else if let Some(related) = &model.related {
        related::draw(model, related, model.body(), pen);
    } else {
        finder::draw(model, model.body(), pen);
    }
}

fn all_panes(model: &Model, panes: &Panes, pen: &mut Pen<'_, '_>) {
    if let Some(area) = panes.list {
        match &model.tags {
            Some(tags) => tags::draw(model, tags, area, pen),
            None => list::draw(model, area, pen),
        }
    }
    if let Some(Rect { x, y, height, .. }) = panes.rule {
        for y in y..y + height {
            pen.put((x, y), 1, &pen::literal("▏"), crate::theme::Role::Track);
        }
    }
    if let Some(area) = panes.article {
        article::draw(model, area, pen);
    }
    if let Some(area) = panes.contents {
        contents::draw(model, area, model.focus == Focus::Contents, pen);
    }
}
