//! The rows of pictures on the screen. For kitty's protocol, also the pictures in the terminal's memory, and the cells that show
//! them.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use ratatui::buffer::Cell;
use ratatui::layout::Size;

use super::kitty;
use crate::app::image_choice::DrawingMethod;
use crate::layout::{ImageBox, ImageId, PixelSize};
use crate::paint::Pixels;
use crate::paint::picture::kitty::PLACEHOLDER;
use crate::ui;

/// Maximum number of bytes of the pictures in the terminal's memory. Above it, the least recently shown pictures are freed.
const MAX_SENT_BYTES: usize = 64 << 20;

/// A row of a picture that is shown in a row of the screen.
#[derive(Clone, Debug)]
pub struct ScreenPictureRow {
    /// The row of the screen, from 0 at the top.
    pub y: u16,
    /// The columns of the screen that show the picture.
    pub x: Range<u16>,
    /// The id of the version of the image's file. When the file changes, the id changes too.
    pub id: ImageId,
    /// The row of the picture, from 0 at its top.
    pub picture_row: u16,
    /// The way in which the picture is drawn.
    pub drawing_method: DrawingMethod,
    /// The columns and rows of the complete picture.
    pub size: ImageBox,
    /// The pixels of the complete picture.
    pub pixels: Arc<Pixels>,
}

impl From<ui::PictureArea> for ScreenPictureRow {
    fn from(area: ui::PictureArea) -> Self {
        Self {
            y: area.y,
            x: area.start..area.end,
            id: area.id,
            picture_row: area.row,
            drawing_method: area.drawing_method,
            size: area.size,
            pixels: area.pixels,
        }
    }
}

impl ScreenPictureRow {
    /// Returns true if two rows show the same part of the same picture at the same place.
    pub(super) fn shows_the_same_as(&self, other: &Self) -> bool {
        (
            self.y,
            &self.x,
            self.picture_row,
            self.drawing_method,
            self.key(),
        ) == (
            other.y,
            &other.x,
            other.picture_row,
            other.drawing_method,
            other.key(),
        )
    }

    fn key(&self) -> PictureKey {
        (self.id, self.pixels.size(), self.size)
    }
}

/// Identifies a picture in the terminal's memory: by the image, the size in pixels, and the size in columns and rows.
type PictureKey = (ImageId, PixelSize, ImageBox);

/// A picture with the number under which it is sent to the terminal.
#[derive(Debug)]
struct SentPicture {
    number: u32,
    /// The size of the pixels in bytes.
    bytes: usize,
    /// False if the picture is not sent yet, or if the terminal may have dropped it.
    is_in_terminal: bool,
    /// The number of the last frame that showed the picture.
    last_frame: u64,
}

/// The pictures in the terminal's memory, and which of them each cell shows in the current and the next frame.
#[derive(Debug, Default)]
pub(super) struct PictureMap {
    /// The number of the picture of each cell of the current frame, or 0.
    shown: Vec<u32>,
    /// The number of the picture of each cell of the next frame, or 0.
    next: Vec<u32>,
    /// The pictures that were sent to the terminal and not freed.
    sent: HashMap<PictureKey, SentPicture>,
    /// Number of pictures that were ever added to `sent`. The number of the next picture is derived from this count.
    added_count: u32,
    /// The number of the frame whose pictures were set last.
    frame: u64,
}

impl PictureMap {
    /// Resets the map to `cell_count` cells without pictures. The terminal may have dropped the pictures together with the cells,
    /// so each picture is sent again before it is shown.
    pub(super) fn clear(&mut self, cell_count: usize) {
        for numbers in [&mut self.shown, &mut self.next] {
            numbers.clear();
            numbers.resize(cell_count, 0);
        }
        for picture in self.sent.values_mut() {
            picture.is_in_terminal = false;
        }
    }

    /// Sets the pictures of the next frame. Ignores pictures outside the screen and pictures of other protocols. Sends pictures
    /// that the terminal does not hold. Then frees hidden pictures, the least recently shown first, while the shown and the
    /// hidden pictures together take more than [`MAX_SENT_BYTES`]. The sequences are appended to `out`.
    pub(super) fn set(&mut self, picture_rows: &[ScreenPictureRow], size: Size, out: &mut Vec<u8>) {
        self.frame += 1;
        self.next.fill(0);
        let width = usize::from(size.width);
        for row in picture_rows {
            let (start, end) = (row.x.start, row.x.end.min(size.width));
            if row.drawing_method != DrawingMethod::Kitty || row.y >= size.height || start >= end {
                continue;
            }
            let number = self.send(row, out);
            let first_cell = usize::from(row.y) * width;
            self.next[first_cell + usize::from(start)..first_cell + usize::from(end)].fill(number);
        }
        self.free_hidden(out);
    }

    /// Sends the complete picture of a row, unless the terminal holds the picture. Returns the picture's number.
    fn send(&mut self, row: &ScreenPictureRow, out: &mut Vec<u8>) -> u32 {
        let key = row.key();
        let added_count = &mut self.added_count;
        let sent = self.sent.entry(key).or_insert_with(|| {
            *added_count += 1;
            SentPicture {
                number: kitty::number(*added_count),
                bytes: row.pixels.bytes().len(),
                is_in_terminal: false,
                last_frame: 0,
            }
        });
        sent.last_frame = self.frame;
        if !sent.is_in_terminal {
            kitty::transmit(out, sent.number, row.size, &row.pixels);
            sent.is_in_terminal = true;
        }
        sent.number
    }

    /// While the pictures in the terminal take more than [`MAX_SENT_BYTES`], frees the least recently shown picture. Does not
    /// free pictures that the next frame shows.
    fn free_hidden(&mut self, out: &mut Vec<u8>) {
        let mut bytes: usize = self.sent.values().map(|sent| sent.bytes).sum();
        while bytes > MAX_SENT_BYTES {
            let all = self.sent.iter();
            let hidden = all.filter(|(_, sent)| sent.last_frame < self.frame);
            let least_recent = hidden.min_by_key(|(_, sent)| sent.last_frame);
            let Some(key) = least_recent.map(|(key, _)| *key) else {
                return;
            };
            if let Some(sent) = self.sent.remove(&key) {
                bytes -= sent.bytes;
                kitty::delete(out, sent.number);
            }
        }
    }

    /// Frees all pictures.
    pub(super) fn free_all(&mut self, out: &mut Vec<u8>) {
        for (_, sent) in self.sent.drain() {
            kitty::delete(out, sent.number);
        }
    }

    /// Returns the number of the picture in `cell`, the cell with the index `index` in the next frame. Returns `None` if the cell
    /// has no picture. Also returns `None` if the cell's symbol is not a placeholder. An overlay or the like is then drawn over
    /// the picture.
    pub(super) fn at(&self, index: usize, cell: &Cell) -> Option<u32> {
        let number = *self.next.get(index)?;
        (number > 0 && cell.symbol().starts_with(PLACEHOLDER)).then_some(number)
    }

    /// Marks cells whose picture has changed as stale, and makes the next frame the current frame.
    pub(super) fn mark_changed(&mut self, stale: &mut [bool]) {
        let numbers = self.shown.iter().zip(&self.next);
        for (stale, (shown, next)) in stale.iter_mut().zip(numbers) {
            *stale |= shown != next;
        }
        self.shown.clone_from(&self.next);
    }
}
