//! Which cells are a hyperlink, in this frame and the last.

use std::ops::Range;

use ratatui::layout::Size;

/// A stretch of one row that is a hyperlink.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The row, from 0 at the top.
    pub y: u16,
    /// The columns.
    pub x: Range<u16>,
    /// Where it leads. Sent percent-encoded; whether it may be sent at all is the caller's to know.
    pub uri: String,
}

/// The links of two frames, so that a cell whose link alone has changed is drawn again.
#[derive(Debug, Default)]
pub(super) struct LinkMap {
    shown: Frame,
    next: Frame,
}

/// A URI for each cell.
#[derive(Debug, Default)]
struct Frame {
    /// One more than the place in `uris`; 0 is no link.
    cells: Vec<u16>,
    uris: Vec<String>,
}

impl Frame {
    fn at(&self, cell: usize) -> Option<&str> {
        let number = usize::from(*self.cells.get(cell)?);
        self.uris.get(number.checked_sub(1)?).map(String::as_str)
    }

    fn clear(&mut self, cells: usize) {
        self.uris.clear();
        self.cells.clear();
        self.cells.resize(cells, 0);
    }
}

impl LinkMap {
    /// No links on a screen of so many cells, neither shown nor wanted.
    pub(super) fn clear(&mut self, cells: usize) {
        self.shown.clear(cells);
        self.next.clear(cells);
    }

    /// What the next frame wants.
    pub(super) fn set(&mut self, links: &[Link], size: Size) {
        let width = usize::from(size.width);
        self.next.clear(width * usize::from(size.height));
        for link in links {
            let (start, end) = (link.x.start, link.x.end.min(size.width));
            if link.y >= size.height
                || start >= end
                || self.next.uris.len() == usize::from(u16::MAX)
            {
                continue;
            }
            self.next.uris.push(link.uri.clone());
            let row = usize::from(link.y) * width;
            self.next.cells[row + usize::from(start)..row + usize::from(end)]
                .fill(self.next.uris.len() as u16);
        }
    }

    /// The URI that the next frame wants for a cell.
    pub(super) fn at(&self, cell: usize) -> Option<&str> {
        self.next.at(cell)
    }

    /// Sets `stale` for the cells whose link is not the one shown, and takes the wanted ones as shown.
    pub(super) fn mark_changed(&mut self, stale: &mut [bool]) {
        if self.shown.uris.is_empty() && self.next.uris.is_empty() {
            return;
        }
        for (cell, stale) in stale.iter_mut().enumerate() {
            *stale |= self.shown.at(cell) != self.next.at(cell);
        }
        self.shown.cells.clone_from(&self.next.cells);
        self.shown.uris.clone_from(&self.next.uris);
    }
}
