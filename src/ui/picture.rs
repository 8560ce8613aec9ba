//! Draws pictures row by row, so that a picture can be cut at the upper and the lower edge of the pane.

use super::canvas::Canvas;
use crate::app::Model;
use crate::app::panes::Rect;
use crate::app::pictures::Picture;
use crate::clean;
use crate::paint::picture::placeholder;
use crate::paint::{PictureRow, Row};
use crate::text::Clean;

/// Draws a row of a picture at a position of the screen, clipped to `clip`. If the pixels are not loaded, draws a frame
/// with a message instead.
pub(super) fn draw(
    model: &Model,
    PictureRow { placed, row }: PictureRow,
    position: (u16, u16),
    clip: Rect,
    canvas: &mut Canvas<'_, '_>,
) {
    let frame = |message: Clean<'_>| -> Row<'static> { placeholder(placed.size, row, &message) };
    let painted = match model.pictures.get(placed.info, placed.size) {
        Picture::Ready(pixels) => {
            let protocol = model.pictures.protocol(placed.size);
            let cells = protocol.row(&pixels, placed.size, row);
            return canvas.print_picture(position, clip, &cells, (&placed, &pixels));
        }
        Picture::Loading => frame(Clean::literal("Loading…")),
        Picture::Failed(reason) => frame(clean!("Can't be shown: {reason}")),
    };
    canvas.print_painted(position, clip, &painted, |_| None);
}
