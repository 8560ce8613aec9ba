//! Tables in HTML: rows and cells as they come, before anybody knows how many columns there will be.

use super::open::{Open, end_block};
use super::{Element, Reader, State, Tag, region};
use crate::document::build::{BETWEEN, Builder};
use crate::document::{Align, Marks};

/// Columns of which it is kept that a cell reaches into rows below it, and columns that one cell takes at most.
const SPANNED: usize = 16;

/// A table that stands open.
#[derive(Debug, Default)]
pub(super) struct Grid {
    /// Its first cell has come.
    has_cells: bool,
    /// In how many rows below the current one each of the first columns is taken by a cell that began further up.
    below: [u16; SPANNED],
    /// The same for the current row.
    taken: [bool; SPANNED],
    /// Columns that the last cell takes beside its own. Only a cell behind them makes them cells.
    empty: usize,
}

impl State {
    /// The innermost table, if it is one whose rows are set as such.
    fn grid(&mut self) -> Option<&mut Grid> {
        let table = self.find(|element| element == Element::Table, |_| false)?;
        self.open[table].grid.as_deref_mut()
    }

    /// What an element of a table leaves to be done as it ends.
    pub(super) fn close_in_table(&mut self, build: &mut Builder<'_>, open: &Open, at: usize) {
        if open.grid.is_some() {
            self.grids -= 1;
            build.close_table(at);
        }
        if self.grid().is_none() {
            return;
        }
        if open.element == Element::Cell {
            self.inline.clear();
            build.end_cell();
            if let Some(grid) = self.grid() {
                grid.empty = open.items - 1;
            }
        }
        if open.element == Element::Row {
            let in_head = self
                .open
                .last()
                .is_some_and(|open| open.element == Element::Head);
            if in_head || open.is_head && open.items > 0 {
                build.make_head();
            }
            build.end_row(at);
        }
    }
}

impl Reader<'_, '_> {
    pub(super) fn start_in_table(&mut self, element: Element, tag: &Tag<'_>, at: usize) {
        let is_table = |element| element == Element::Table;
        match element {
            Element::Table => self.table(),
            Element::Head | Element::Section => {
                let is_part =
                    |element| matches!(element, Element::Head | Element::Section | Element::Row);
                self.close_outermost(is_part, is_table, at);
                self.state.push(self.build, element);
            }
            Element::Row => self.row(at),
            _ => self.cell(tag, at),
        }
    }

    /// One within a cell is lines of that cell; one without end is none, so that it does not take in all that follows.
    fn table(&mut self) {
        let is_outermost = self.state.grids == 0 && !self.build.in_table();
        let is_whole = is_outermost && self.has_end("table");
        self.state.grids += usize::from(is_whole);
        let open = self.state.push(self.build, Element::Table);
        if is_whole {
            open.grid = Some(Box::default());
        }
    }

    fn has_end(&mut self, name: &str) -> bool {
        let raw = self.raw;
        if self.end_within(&raw[self.behind..], name).is_some() {
            return true;
        }
        if self.state.endless.contains(name) {
            return false;
        }
        let rest = self.build.source_from(self.place(self.behind));
        let has_end = region::end_of(rest, name).is_some();
        if !has_end {
            self.state.endless.insert(name.to_owned());
        }
        has_end
    }

    /// Whether it is a cell of a table that is none, and so a part of a line.
    pub(super) fn is_stray_cell(&mut self, element: Element) -> bool {
        element == Element::Cell && self.state.grid().is_none()
    }

    /// Parts it from what stands before it on its line.
    pub(super) fn start_stray_cell(&mut self) {
        if self.build.in_block() && !self.build.at_line_start() {
            self.build.text(BETWEEN);
        }
    }

    fn row(&mut self, at: usize) {
        let is_border = |element| element == Element::Table;
        self.close_outermost(|element| element == Element::Row, is_border, at);
        if let Some(grid) = self.state.grid() {
            for (taken, below) in grid.taken.iter_mut().zip(&mut grid.below) {
                *taken = *below > 0;
                *below = below.saturating_sub(1);
            }
            grid.empty = 0;
            self.build.end_row(at);
        }
        self.state.push(self.build, Element::Row).is_head = true;
    }

    fn cell(&mut self, tag: &Tag<'_>, at: usize) {
        let is_border = |element| matches!(element, Element::Table | Element::Row);
        self.close_outermost(|element| element == Element::Cell, is_border, at);
        let is_table = |element| element == Element::Table;
        if self
            .state
            .find(|element| element == Element::Row, is_table)
            .is_none()
        {
            self.row(at);
        }
        let is_head = &**tag.0.name == b"th";
        if let Some(row) = self.state.open.last_mut() {
            row.items += 1;
            row.is_head &= is_head;
        }
        self.begin_cell(tag, at);
        if is_head {
            self.keep_mark(Marks::STRONG);
        }
    }

    fn begin_cell(&mut self, tag: &Tag<'_>, at: usize) {
        let columns = tag.number("colspan").unwrap_or(1).clamp(1, SPANNED as u32) as usize;
        let rows = tag.number("rowspan").unwrap_or(1).clamp(1, 1000) as u16;
        let Some(grid) = self.state.grid() else {
            return;
        };
        if !std::mem::replace(&mut grid.has_cells, true) {
            self.build.open_table();
        }
        let (taken, empty) = (grid.taken, std::mem::take(&mut grid.empty));
        if !self.build.has_row() {
            self.build.begin_row(at);
        }
        for _ in 0..empty {
            self.build.begin_cell();
            self.build.end_cell();
        }
        while taken
            .get(self.build.cells_in_row())
            .is_some_and(|taken| *taken)
        {
            self.build.begin_cell();
            self.build.end_cell();
        }
        let column = self.build.cells_in_row();
        if let Some(grid) = self.state.grid() {
            let here = grid.below.iter_mut().skip(column).take(columns);
            here.for_each(|below| *below = (*below).max(rows - 1));
        }
        self.build.begin_cell();
        if let Some(align) = align(tag) {
            self.build.align(align);
        }
        self.state.push(self.build, Element::Cell).items = columns;
    }

    /// Ends the outermost open element for which `wanted` holds, before a `border`.
    fn close_outermost(
        &mut self,
        wanted: impl Fn(Element) -> bool,
        border: impl Fn(Element) -> bool,
        at: usize,
    ) {
        let here = self
            .state
            .here()
            .take_while(|(_, open)| !border(open.element));
        let outermost = here.filter(|(_, open)| wanted(open.element)).last();
        if let Some((index, _)) = outermost {
            self.state.close_to(self.build, index, at);
        } else {
            end_block(self.build, at);
        }
    }
}

/// As `align` or `style` say it.
fn align(tag: &Tag<'_>) -> Option<Align> {
    let style = tag
        .attribute("style")
        .unwrap_or_default()
        .to_ascii_lowercase();
    let styled = style.split(';').find_map(|rule| {
        let (name, value) = rule.split_once(':')?;
        (name.trim() == "text-align").then(|| value.trim().to_owned())
    });
    match styled
        .or_else(|| tag.attribute("align"))?
        .to_ascii_lowercase()
        .as_str()
    {
        "left" | "start" => Some(Align::Left),
        "center" => Some(Align::Center),
        "right" | "end" => Some(Align::Right),
        _ => None,
    }
}
