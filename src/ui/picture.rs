//! Draws pictures row by row, so that a picture can be cut at the upper and the lower edge of the pane.

use ratatui::layout::Position;

use super::canvas::Canvas;
use crate::app::Model;
use crate::app::image_choice::DrawingMethod;
use crate::app::panes::Rect;
use crate::app::pictures::Picture;
use crate::clean;
use crate::paint::picture::border_row;
use crate::paint::{PictureRow, Row};
use crate::text::Clean;

/// Draws a row of a picture at a position of the screen, clipped to `clip`. If the pixels are not loaded, draws a border
/// with a message instead.
pub(super) fn draw(
    model: &Model,
    picture_row: PictureRow,
    position: Position,
    clip: Rect,
    canvas: &mut Canvas<'_, '_>,
) {
    let PictureRow { placed, row } = picture_row;
    let border = |message: Clean<'_>| -> Row<'static> { border_row(placed.size, row, &message) };
    let bordered_row = match model.pictures.get(placed.info, placed.size) {
        Picture::Ready(pixels) => {
            let drawing_method = model.pictures.available_method_or_blocks();
            return canvas.print_picture(position, clip, picture_row, drawing_method, &pixels);
        }
        Picture::Substitute(pixels) => {
            // These pixels may have another size. Half blocks can show pixels of any size.
            let drawing_method = DrawingMethod::Blocks;
            return canvas.print_picture(position, clip, picture_row, drawing_method, &pixels);
        }
        Picture::Loading => border(Clean::literal("Loading…")),
        Picture::Failed(reason) => border(clean!("Can't be shown: {reason}")),
    };
    canvas.print_without_links(position, clip, &bordered_row);
}
