//! The image view: the description at the top, and the picture centered below it. The description is the image's symbol with the
//! alternative text, or with the name of the file.

use ratatui::layout::Position;

use super::canvas::{Canvas, RowArea};
use super::picture;
use crate::app::Model;
use crate::app::image_view::{IMAGE_VIEW_DESCRIPTION_ROWS, ImageView};
use crate::app::panes::Rect;
use crate::layout::PlacedImage;
use crate::paint::PictureRow;
use crate::theme::Role;

/// Draws the image view.
pub(super) fn draw(model: &Model, view: &ImageView, area: Rect, canvas: &mut Canvas<'_, '_>) {
    let description_row = RowArea::top_of(area).skip(1).shorten(1);
    if area.height > 0 {
        canvas.print_truncated(description_row, &view.description, Role::Image);
    }
    let picture_area = Rect {
        y: area.y + IMAGE_VIEW_DESCRIPTION_ROWS.min(area.height),
        height: area.height.saturating_sub(IMAGE_VIEW_DESCRIPTION_ROWS),
        ..area
    };
    let size = model.image_view_box(view);
    let x = picture_area.x + picture_area.width.saturating_sub(size.columns) / 2;
    let top = picture_area.y + picture_area.height.saturating_sub(size.rows()) / 2;
    let placed = PlacedImage {
        image: view.image,
        info: view.info,
        size,
    };
    for (row, y) in (0..size.rows()).zip(top..picture_area.y + picture_area.height) {
        picture::draw(
            model,
            PictureRow { placed, row },
            Position { x, y },
            picture_area,
            canvas,
        );
    }
}
