//! The terminal backend of ratatui: cells in, bytes out, one write per frame.
//!
//! It differs from ratatui's own backends:
//!
//! - It reduces colors to the level that the terminal supports.
//! - It writes hyperlinks.
//! - It never queries the terminal, because the input thread would read the answer.
//! - It moves the cursor explicitly after each character whose width differs between terminals.

mod iterm2;
pub mod kitty;
mod links;
pub mod painted;
mod pen;
mod pictures;
mod png;
mod sixel;
#[cfg(test)]
mod tests;

use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::layout::{Position, Size};
use ratatui::{Frame, Terminal};

use self::links::LinkMap;
pub use self::links::ScreenLink;
use self::painted::ScreenPaintings;
use self::pen::Pen;
use self::pictures::PictureMap;
pub use self::pictures::ScreenPictureRow;
use crate::ansi::ColorLevel;

/// A ratatui backend that writes each frame with one `write_all`.
#[derive(Debug)]
pub struct TerminalBackend<W> {
    out: W,
    pen: Pen,
    size: Size,
    /// True if the size has changed since the screen was last cleared.
    is_resized: bool,
    /// The cells on the screen, row by row.
    cells: Vec<Cell>,
    /// True for each cell that must be drawn.
    stale: Vec<bool>,
    /// The cells under wide characters of the next frame, with their indices. They become visible when a narrow character
    /// replaces the wide one. They are collected here, because ratatui passes only those under certain emoji to `draw`.
    hidden: Vec<(usize, Cell)>,
    links: LinkMap,
    /// The pictures that cells with placeholder characters refer to (kitty's protocol).
    pictures: PictureMap,
    /// The pictures that the terminal paints over the cells (sixels and iTerm2's protocol).
    paintings: ScreenPaintings,
    cursor: CursorState,
}

/// The state of the terminal's cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CursorState {
    Unknown,
    Hidden,
    Shown(Position),
}

/// The cursor, the links and the pictures of a frame, in addition to its cells.
#[derive(Debug, Default)]
pub struct FrameExtras {
    /// The position of the cursor; `None` hides it.
    pub cursor: Option<Position>,
    /// The hyperlinks on the screen.
    pub links: Vec<ScreenLink>,
    /// The rows of the pictures that the terminal itself draws.
    pub pictures: Vec<ScreenPictureRow>,
}

/// Draws one frame. Replaces `Terminal::draw`, which writes the cells as soon as the view returns: the links and pictures that
/// the view returns would come too late.
///
/// # Errors
/// Returns the error of the writer; most likely the terminal has disappeared.
pub fn draw<W: Write>(
    terminal: &mut Terminal<TerminalBackend<W>>,
    view: impl FnOnce(&mut Frame) -> FrameExtras,
) -> io::Result<()> {
    terminal.autoresize()?;
    if terminal.backend().is_resized {
        // If the size has changed and changed back, ratatui sees the same size, but the terminal may have truncated the rows.
        terminal.clear()?;
    }
    let extras = view(&mut terminal.get_frame());
    let buffer = terminal.current_buffer_mut();
    let hidden = cells_under_wide_characters(buffer);
    let paintings = painted::find_paintings(&extras.pictures, buffer);
    let backend = terminal.backend_mut();
    backend.hidden = hidden;
    backend.paintings.set(paintings);
    backend.links.set(&extras.links, backend.size);
    backend
        .pictures
        .set(&extras.pictures, backend.size, &mut backend.pen.out);
    terminal.apply_buffer_with_cursor(extras.cursor)?;
    Ok(())
}

impl<W: Write> TerminalBackend<W> {
    /// Creates a backend for an empty screen of the given size.
    pub fn new(out: W, size: Size, level: ColorLevel) -> Self {
        let mut backend = Self {
            out,
            pen: Pen::new(level),
            size,
            is_resized: false,
            cells: Vec::new(),
            stale: Vec::new(),
            hidden: Vec::new(),
            links: LinkMap::default(),
            pictures: PictureMap::default(),
            paintings: ScreenPaintings::default(),
            cursor: CursorState::Unknown,
        };
        backend.reset_cells();
        backend
    }

    /// Sets the size. If the size has changed, the screen is cleared before the next frame.
    pub fn set_size(&mut self, size: Size) {
        if size != self.size {
            self.size = size;
            self.is_resized = true;
            self.reset_cells();
        }
    }

    /// Frees all pictures that the terminal holds.
    ///
    /// # Errors
    /// Returns the error of the writer; most likely the terminal has disappeared.
    pub fn free_pictures(&mut self) -> io::Result<()> {
        self.pictures.free_all(&mut self.pen.out);
        self.flush()
    }

    /// Returns the writer.
    #[cfg(test)]
    fn out_mut(&mut self) -> &mut W {
        &mut self.out
    }

    /// Resets the stored cells, links and pictures to an empty screen.
    fn reset_cells(&mut self) {
        let cell_count = usize::from(self.size.width) * usize::from(self.size.height);
        self.cells.clear();
        self.cells.resize(cell_count, Cell::EMPTY);
        self.stale.clear();
        self.stale.resize(cell_count, false);
        self.links.clear(cell_count);
        self.pictures.clear(cell_count);
        self.paintings.clear();
    }

    /// Stores a changed cell and marks all cells that it affects as stale.
    fn store(&mut self, x: u16, y: u16, cell: &Cell) {
        if x >= self.size.width || y >= self.size.height {
            return;
        }
        let row = usize::from(y) * usize::from(self.size.width);
        let index = row + usize::from(x);
        let row_end = row + usize::from(self.size.width);
        let end = (index + columns(cell)).min(row_end);
        // If the left half of a wide character is overwritten, ratatui expects that the terminal blanks the right half. Some
        // terminals do not, so the right half is drawn too.
        for overwritten in index..end {
            let character_end = (overwritten + columns(&self.cells[overwritten])).min(row_end);
            self.stale[overwritten..character_end].fill(true);
        }
        self.cells[index] = cell.clone();
    }

    /// Draws the stale cells from left to right. Skips cells under wide characters. ratatui passes those under certain
    /// emoji to `draw`, and drawing them would erase the right half of the emoji.
    fn repaint(&mut self) {
        let width = usize::from(self.size.width);
        if width == 0 {
            return;
        }
        let rows = self.cells.chunks(width).zip(self.stale.chunks_mut(width));
        for (y, (cells, stale)) in rows.enumerate() {
            if !stale.contains(&true) {
                continue;
            }
            let mut x = 0;
            let mut drawn_end = None;
            while x < width {
                let next_x = (x + columns(&cells[x])).min(width);
                if stale[x] {
                    // A short gap after the last drawn cell is redrawn if this takes fewer bytes than moving the cursor over the
                    // gap.
                    let start =
                        drawn_end.map_or(x, |end| self.pen.next_column_to_draw(end, &cells[..x]));
                    for (column, cell) in cells.iter().enumerate().take(x + 1).skip(start) {
                        let link = self.links.at(y * width + column);
                        match self.pictures.at(y * width + column, cell) {
                            Some(number) => self.pen.draw_placeholder(column, y, cell, number),
                            None => self.pen.draw_cell(column, y, cell, width, link),
                        }
                    }
                    // A terminal that does not join the characters of an emoji has drawn over the next cells, so these are drawn
                    // again.
                    let end = (x + pen::columns_if_not_joined(cells[x].symbol())).min(width);
                    if end > next_x {
                        stale[next_x..end].fill(true);
                    }
                    drawn_end = Some(next_x);
                }
                x = next_x;
            }
            stale.fill(false);
        }
    }
}

/// Returns the cells under wide characters with their indices in the buffer.
fn cells_under_wide_characters(buffer: &Buffer) -> Vec<(usize, Cell)> {
    let width = usize::from(buffer.area.width).max(1);
    let mut hidden = Vec::new();
    for (row, cells) in buffer.content.chunks(width).enumerate() {
        let mut x = 0;
        while x < cells.len() {
            let next_x = (x + columns(&cells[x])).min(cells.len());
            let under = (x + 1..next_x).map(|x| (row * width + x, cells[x].clone()));
            hidden.extend(under);
            x = next_x;
        }
    }
    hidden
}

/// Returns the width of a cell in columns. An empty cell has one column, since it is drawn as a space.
fn columns(cell: &Cell) -> usize {
    usize::from(cell.cell_width()).max(1)
}

impl<W: Write> Backend for TerminalBackend<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        for (x, y, cell) in content {
            self.store(x, y, cell);
        }
        for (index, cell) in self.hidden.drain(..) {
            if let Some(stored) = self.cells.get_mut(index) {
                *stored = cell;
            }
        }
        self.links.mark_changed(&mut self.stale);
        self.pictures.mark_changed(&mut self.stale);
        let changed_paintings = self.paintings.take_changed(&mut self.stale, self.size);
        self.repaint();
        for painting in &changed_paintings {
            let (x, y) = painting.position();
            self.pen.paint_picture(x, y, |out| painting.paint(out));
        }
        self.pen.end_frame();
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if self.cursor != CursorState::Hidden {
            self.pen.out.extend(b"\x1b[?25l");
            self.cursor = CursorState::Hidden;
        }
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if !matches!(self.cursor, CursorState::Shown(_)) {
            self.pen.out.extend(b"\x1b[?25h");
            // A provisional position: ratatui sets the real position next.
            self.cursor = CursorState::Shown(Position::ORIGIN);
        }
        Ok(())
    }

    /// Returns the position of a visible cursor, else the top left corner. Does not query the terminal, since the input thread
    /// would read the answer.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(match self.cursor {
            CursorState::Shown(position) => position,
            _ => Position::ORIGIN,
        })
    }

    /// Sets the position of a visible cursor. Does nothing while the cursor is hidden: its position then does not matter, and the
    /// pen moves the cursor before it draws.
    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let position = position.into();
        // The bytes of this frame, in `pen.out`, may have moved the cursor.
        if let CursorState::Shown(shown) = self.cursor
            && (shown != position || !self.pen.out.is_empty())
        {
            self.pen.move_to(position.x.into(), position.y.into());
            self.cursor = CursorState::Shown(position);
        }
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.pen.clear();
        self.reset_cells();
        self.is_resized = false;
        // Another program may have used the terminal and changed the cursor.
        self.cursor = CursorState::Unknown;
        Ok(())
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        match region {
            ClearType::All => self.clear(),
            // ratatui uses other regions only for viewports that do not fill the screen.
            _ => Err(io::ErrorKind::Unsupported.into()),
        }
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        // The size in pixels is unknown; ratatui itself does not use it.
        let pixels = Size::default();
        let columns_rows = self.size;
        Ok(WindowSize {
            columns_rows,
            pixels,
        })
    }

    /// Writes the frame, if anything changed, as synchronized output (private mode 2026), so that no partial frame is visible.
    fn flush(&mut self) -> io::Result<()> {
        if self.pen.out.is_empty() {
            return Ok(());
        }
        let (begin, end) = (b"\x1b[?2026h", b"\x1b[?2026l");
        let mut frame = Vec::with_capacity(begin.len() + self.pen.out.len() + end.len());
        frame.extend(begin);
        frame.append(&mut self.pen.out);
        frame.extend(end);
        self.out.write_all(&frame)?;
        self.out.flush()
    }
}
