//! The pictures in the memory of a terminal with kitty's protocol, and the cells that show parts of the pictures.

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
    /// The columns of the screen.
    pub x: Range<u16>,
    /// The id of the image. When the image's file is written, the image gets another id.
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

/// Identifies a picture in the terminal's memory: the image, the size in pixels and the box.
type PictureKey = (ImageId, PixelSize, ImageBox);

/// A picture that was sent to the terminal under a number.
#[derive(Debug)]
struct SentPicture {
    number: u32,
    /// The size of the pixels in bytes.
    bytes: usize,
    /// False if the terminal may have dropped the picture.
    is_held: bool,
    /// The number of the last frame that showed the picture.
    last_frame: u64,
}

/// The pictures of the current and the next frame, by cell.
#[derive(Debug, Default)]
pub(super) struct PictureMap {
    /// The number of the picture of each cell of the current frame, or 0.
    shown: Vec<u32>,
    /// The number of the picture of each cell of the next frame, or 0.
    next: Vec<u32>,
    /// The pictures that were sent to the terminal and not freed.
    sent: HashMap<PictureKey, SentPicture>,
    /// How many pictures were sent, including freed pictures. The number of the next picture is derived from this count.
    sent_count: u32,
    /// Number of the next frame.
    frame: u64,
}

impl PictureMap {
    /// Resets the map to `cell_count` cells without pictures. Each picture is sent again before it is shown, since the terminal may
    /// have dropped the pictures together with the cells.
    pub(super) fn clear(&mut self, cell_count: usize) {
        for numbers in [&mut self.shown, &mut self.next] {
            numbers.clear();
            numbers.resize(cell_count, 0);
        }
        for picture in self.sent.values_mut() {
            picture.is_held = false;
        }
    }

    /// Sets the pictures of the next frame. Ignores pictures outside the screen and pictures of other protocols. Sends pictures
    /// that the terminal does not hold. Then frees hidden pictures, the least recently shown first, while all together
    /// take more than [`MAX_SENT_BYTES`]. The sequences are appended to `out`.
    pub(super) fn set(&mut self, pictures: &[ScreenPictureRow], size: Size, out: &mut Vec<u8>) {
        self.frame += 1;
        self.next.fill(0);
        let width = usize::from(size.width);
        for picture in pictures {
            let (start, end) = (picture.x.start, picture.x.end.min(size.width));
            if picture.drawing_method != DrawingMethod::Kitty
                || picture.y >= size.height
                || start >= end
            {
                continue;
            }
            let number = self.send(picture, out);
            let row = usize::from(picture.y) * width;
            self.next[row + usize::from(start)..row + usize::from(end)].fill(number);
        }
        self.free_oldest(out);
    }

    /// Sends a picture, unless the terminal holds it, and returns its number.
    fn send(&mut self, picture: &ScreenPictureRow, out: &mut Vec<u8>) -> u32 {
        let key = picture.key();
        let sent_count = &mut self.sent_count;
        let sent = self.sent.entry(key).or_insert_with(|| {
            *sent_count += 1;
            SentPicture {
                number: kitty::number(*sent_count),
                bytes: picture.pixels.bytes().len(),
                is_held: false,
                last_frame: 0,
            }
        });
        sent.last_frame = self.frame;
        if !std::mem::replace(&mut sent.is_held, true) {
            kitty::transmit(out, sent.number, picture.size, &picture.pixels);
        }
        sent.number
    }

    /// While the pictures in the terminal take more than [`MAX_SENT_BYTES`], frees the least recently shown picture. Does not
    /// free pictures that the next frame shows.
    fn free_oldest(&mut self, out: &mut Vec<u8>) {
        let mut bytes: usize = self.sent.values().map(|sent| sent.bytes).sum();
        while bytes > MAX_SENT_BYTES {
            let hidden = self.sent.iter();
            let hidden = hidden.filter(|(_, sent)| sent.last_frame < self.frame);
            let oldest = hidden.min_by_key(|(_, sent)| sent.last_frame);
            let Some(key) = oldest.map(|(key, _)| *key) else {
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

    /// Returns the number of the picture in a cell of the next frame. Returns `None` if the cell has no picture, or if something
    /// else, such as an overlay, is drawn over the picture.
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
