//! The view: draws the model as one frame, without changing the model.

use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Position;

use crate::app::Model;
use crate::app::image_choice::DrawingMethod;
use crate::app::message::PressedPart;
use crate::app::overlay::Overlay;
use crate::app::panes::{Panes, Rect};
use crate::layout::{ImageBox, ImageId};
use crate::paint::Pixels;
use crate::theme::{Role, Theme};

mod article;
mod canvas;
mod contents;
mod counts;
mod details;
mod footer;
mod header;
mod help;
mod image_view;
mod key_panel;
mod libraries;
mod list;
mod overlay;
mod palette;
mod picture;
mod position;
mod post_search;
mod preview;
mod problems;
mod prompt;
mod related;
mod tags;

use canvas::{Canvas, RowArea, literal};

/// Adjacent cells of one screen row that form a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkArea {
    /// The screen row.
    pub y: u16,
    /// The first column.
    pub start: u16,
    /// The column after the last column.
    pub end: u16,
    /// The target: an absolute URL, escaped so that the terminal can receive it.
    pub target: String,
}

/// Adjacent cells of one screen row. They show a row of a picture that the terminal itself draws.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureArea {
    /// The screen row.
    pub y: u16,
    /// The first column.
    pub start: u16,
    /// The column after the last column.
    pub end: u16,
    /// Identifies the content of the image's file.
    pub id: ImageId,
    /// The row of the picture that the cells show, from 0.
    pub row: u16,
    /// The method by which the picture is drawn.
    pub drawing_method: DrawingMethod,
    /// The columns and rows of the complete picture.
    pub size: ImageBox,
    /// The pixels of the complete picture.
    pub pixels: Arc<Pixels>,
}

/// The parts of a frame that are not stored in cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extras {
    /// The position of the cursor; `None` if the cursor is hidden.
    pub cursor: Option<Position>,
    /// The links that are sent to the terminal.
    pub links: Vec<LinkArea>,
    /// The pictures that the terminal draws.
    pub pictures: Vec<PictureArea>,
    /// The open overlay or palette, which receives mouse presses; `None` if the panes receive them.
    pub clickable_view: Option<ClickableView>,
}

/// An overlay or a palette: its cells, and the rows of its items.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClickableView {
    /// The cells of the view.
    area: Rect,
    /// The items on the screen.
    items: Vec<ClickableItem>,
}

/// An item that a mouse press can choose.
#[derive(Clone, Debug, PartialEq, Eq)]
struct ClickableItem {
    row: RowArea,
    /// The index of the item in its list.
    index: usize,
}

impl ClickableView {
    /// Returns the part of the view at a cell of the screen, for a mouse press.
    pub fn part_at(&self, x: u16, y: u16) -> PressedPart {
        let contains_cell =
            |item: &&ClickableItem| item.row.y == y && (item.row.x..item.row.end()).contains(&x);
        match self.items.iter().find(contains_cell) {
            Some(item) => PressedPart::Item(item.index),
            None if self.area.contains(x, y) => PressedPart::Inside,
            None => PressedPart::Outside,
        }
    }
}

/// Draws the model, and returns the parts of the frame that are not stored in cells.
pub fn view(model: &Model, theme: &Theme, frame: &mut Frame<'_>) -> Extras {
    let mut canvas = Canvas::new(frame, theme);
    let panes = model.panes();
    header::draw(model, panes.header, &mut canvas);
    match model.overlay() {
        None | Some(Overlay::Tags(_)) => draw_panes(model, &panes, &mut canvas),
        Some(Overlay::Preview(preview)) => {
            draw_panes(model, &panes, &mut canvas);
            preview::draw(model, preview, &mut canvas);
        }
        Some(overlay) => draw_overlay(model, overlay, &mut canvas),
    }
    palette::draw(model, panes.footer, &mut canvas);
    key_panel::draw(model, panes.footer, &mut canvas);
    footer::draw(model, panes.footer, &mut canvas);
    canvas.finish()
}

/// Draws an overlay that covers the panes. The tag picker and the preview are drawn together with the panes.
fn draw_overlay(model: &Model, overlay: &Overlay, canvas: &mut Canvas<'_, '_>) {
    let area = model.body_area();
    let columns = match overlay {
        Overlay::Image(_) => area.width,
        _ => overlay::CLICKABLE_COLUMNS,
    };
    canvas.set_clickable_view(overlay::centered(area, columns));
    match overlay {
        Overlay::Help(help) => help::draw(model.keymap(), help, area, canvas),
        Overlay::Problems(problems) => problems::draw(problems, area, canvas),
        Overlay::Details(details) => details::draw(details, area, canvas),
        Overlay::Related(view) => related::draw(model, view, area, canvas),
        Overlay::PostSearch => post_search::draw(model, area, canvas),
        Overlay::Libraries(picker) => libraries::draw(model, picker, area, canvas),
        Overlay::Image(view) => image_view::draw(model, view, area, canvas),
        Overlay::Tags(_) | Overlay::Preview(_) => {}
    }
}

fn draw_panes(model: &Model, panes: &Panes, canvas: &mut Canvas<'_, '_>) {
    if let Some(area) = panes.list {
        match model.tag_picker() {
            Some(tags) => tags::draw(model, tags, area, canvas),
            None => list::draw(model, area, canvas),
        }
    }
    if let Some(rule) = panes.rule {
        draw_rule(rule, canvas);
    }
    if let Some(area) = panes.article {
        article::draw(model, area, canvas);
    }
    // If the filter matches no post, the article pane shows only a message, so the contents are not drawn.
    let contents = panes.contents.filter(|_| !model.filter_matches_no_post());
    if let Some(area) = contents {
        contents::draw(model, area, canvas);
    }
}

/// Draws the line between the list and the article.
fn draw_rule(area: Rect, canvas: &mut Canvas<'_, '_>) {
    for row in RowArea::rows_of(area) {
        canvas.print(row, &literal("▏"), Role::Separator);
    }
}
