//! The hyperlinks of the current and the next frame, by cell.

use std::ops::Range;

use ratatui::layout::Size;

/// A hyperlink on a part of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScreenLink {
    /// The row, from 0 at the top.
    pub y: u16,
    /// The columns.
    pub x: Range<u16>,
    /// The percent-encoded target. The caller has checked that the target is safe to send.
    pub uri: String,
}

/// The links of the current and the next frame, to redraw cells in which only the link has changed.
#[derive(Debug, Default)]
pub(super) struct LinkMap {
    shown: FrameLinks,
    next: FrameLinks,
}

/// The URI of each cell of a frame.
#[derive(Debug, Default)]
struct FrameLinks {
    /// For each cell the index in `uris` plus one, or 0 for no link.
    cells: Vec<u16>,
    uris: Vec<String>,
}

impl FrameLinks {
    fn at(&self, cell: usize) -> Option<&str> {
        let number = usize::from(*self.cells.get(cell)?);
        self.uris.get(number.checked_sub(1)?).map(String::as_str)
    }

    fn clear(&mut self, cell_count: usize) {
        self.uris.clear();
        self.cells.clear();
        self.cells.resize(cell_count, 0);
    }
}

impl LinkMap {
    /// Removes all links and sets the number of cells.
    pub(super) fn clear(&mut self, cell_count: usize) {
        self.shown.clear(cell_count);
        self.next.clear(cell_count);
    }

    /// Sets the links of the next frame. Drops links outside the screen. Also drops all links after the first 65,535.
    pub(super) fn set(&mut self, links: &[ScreenLink], size: Size) {
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

    /// Returns the URI of a cell in the next frame.
    pub(super) fn at(&self, cell: usize) -> Option<&str> {
        self.next.at(cell)
    }

    /// Marks each cell as stale if its link has changed. Then makes the next frame the current frame.
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
