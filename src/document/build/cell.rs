//! Rows of tables and their cells.
//!
//! A cell is text with hard lines and has no blocks. In HTML, blocks may be within a cell: each becomes a line, an item starts with
//! its bullet, and the cells of a nested table's row are joined. Text between rows or cells of an HTML table becomes a cell of its
//! own, so that nothing is lost.

use super::{Builder, Images};
use crate::document::{Align, BreakSegment, Cell, ContainerKind, Document, Kind, Marks, Table};

/// Between the cells of a table within a cell, and of one that is none.
pub(crate) const CELL_SEPARATOR: &str = " · ";

/// The row being filled.
#[derive(Debug, Default)]
pub(super) struct OpenRow {
    cell: Option<OpenCell>,
}

#[derive(Debug)]
struct OpenCell {
    start: usize,
    segments: usize,
    /// Start of its last line.
    line: usize,
    /// End of the bullet at the start of its last line.
    sign: usize,
    is_code: bool,
    /// It was opened for text outside any cell.
    is_implied: bool,
    /// Open cells of nested tables.
    within: usize,
}

impl Builder<'_> {
    /// Returns true if an HTML table or a row is open.
    pub(crate) fn in_table(&self) -> bool {
        self.is_table_open || self.row.is_some()
    }

    /// Returns true if a cell is open.
    pub(crate) fn in_cell(&self) -> bool {
        self.row.as_ref().is_some_and(|row| row.cell.is_some())
    }

    /// Returns true if the open cell is in a code block.
    pub(super) fn is_code_in_cell(&self) -> bool {
        let cell = self.row.as_ref().and_then(|row| row.cell.as_ref());
        cell.is_some_and(|cell| cell.is_code)
    }

    /// Start of the open cell's last line.
    pub(super) fn line_start(&self) -> Option<usize> {
        Some(self.row.as_ref()?.cell.as_ref()?.line)
    }

    /// Begins a row of the last table; within a cell, a line.
    pub(crate) fn begin_row(&mut self, source: usize) {
        if self.in_cell() {
            return self.begin_line(Kind::Paragraph);
        }
        self.end_row(source);
        let Some(table) = self.document.tables.len().checked_sub(1) else {
            return;
        };
        let row = self.document.tables[table].begin_row();
        let table = table as u32;
        self.begin_block(Kind::Row { table, row }, source);
        self.row = Some(OpenRow::default());
    }

    /// Ends the open row; within an explicit cell, only a line.
    pub(crate) fn end_row(&mut self, source: usize) {
        let cell = self.row.as_ref().and_then(|row| row.cell.as_ref());
        match cell.map(|cell| cell.is_implied) {
            Some(false) => return self.end_line(),
            Some(true) => self.end_cell(),
            None => {}
        }
        if self.row.take().is_some() {
            self.end_block(source);
        }
    }

    /// Begins a cell of the row being filled.
    pub(crate) fn begin_cell(&mut self) {
        if let Some(OpenRow { cell: Some(cell) }) = &mut self.row {
            if !cell.is_implied {
                cell.within += 1;
                if !self.at_line_start() {
                    self.text(CELL_SEPARATOR);
                }
                return;
            }
            self.end_cell();
        }
        self.fill_cell(false);
    }

    fn fill_cell(&mut self, is_implied: bool) {
        if !self.at_start() || self.document.segments.len() > self.row_fragments() {
            self.document.text.push("\n");
        }
        self.span_start = self.document.text.len();
        let (start, segments) = (self.span_start, self.document.segments.len());
        if let Some(row) = &mut self.row {
            row.cell = Some(OpenCell {
                start,
                segments,
                line: start,
                sign: start,
                is_code: false,
                is_implied,
                within: 0,
            });
        }
    }

    fn row_fragments(&self) -> usize {
        self.block.as_ref().map_or(0, |block| block.segments)
    }

    /// Ends the cell begun last.
    pub(crate) fn end_cell(&mut self) {
        let Some(OpenRow { cell }) = &mut self.row else {
            return;
        };
        if let Some(cell) = cell.as_mut().filter(|cell| cell.within > 0) {
            cell.within -= 1;
            return;
        }
        let Some(OpenCell {
            start, segments, ..
        }) = cell.take()
        else {
            return;
        };
        self.flush_span();
        self.marks.clear();
        let kept = self.document.text[start..]
            .trim_end_matches([' ', '\n'])
            .len();
        self.document.text.truncate(start + kept);
        self.span_start = self.document.text.len();
        let end = self.document.text.len();
        let first = self
            .document
            .spans
            .partition_point(|span| (span.start as usize) < start);
        self.trim_spans(first, end as u32);
        let Document {
            text,
            segments: all,
            tables,
            ..
        } = &mut self.document;
        self.segmenter.prose(&text[start..end], all);
        let longest = all[segments..]
            .iter()
            .map(|segment| segment.width())
            .max()
            .unwrap_or(0);
        let cell = Cell {
            start: start as u32,
            end: end as u32,
            segments: segments as u32..all.len() as u32,
            natural: natural(&all[segments..]),
        };
        if let Some(table) = tables.last_mut() {
            table.push(cell, longest);
        }
    }

    /// A table in HTML begins, of which nothing is known yet: until [`Builder::close_table`], what comes belongs to it.
    pub(crate) fn open_table(&mut self) {
        self.document.tables.push(Table {
            first_block: self.document.blocks.len() as u32,
            ..Table::default()
        });
        self.is_table_open = true;
    }

    /// Ends the last row of a table in HTML, and the table.
    pub(crate) fn close_table(&mut self, source: usize) {
        while self.in_cell() {
            self.end_cell();
        }
        self.end_row(source);
        self.is_table_open = false;
        self.lists_in_row.clear();
    }

    /// The row being filled is the head of its table, if it is the first.
    pub(crate) fn make_head(&mut self) {
        if let Some(table) = self.document.tables.last_mut() {
            table.has_head |= table.rows() == 1;
        }
    }

    /// Returns true if a row is open.
    pub(crate) fn has_row(&self) -> bool {
        self.row.is_some()
    }

    /// Number of closed cells in the open row.
    pub(crate) fn cells_in_row(&self) -> usize {
        self.document.tables.last().map_or(0, Table::cells_in_row)
    }

    /// Sets the alignment of the next cell's column, unless it is set.
    pub(crate) fn align(&mut self, align: Align) {
        if let Some(table) = self.document.tables.last_mut() {
            table.align(align);
        }
    }

    /// A block within a row: a line of its cell.
    pub(super) fn begin_line(&mut self, kind: Kind) {
        if !self.in_cell() {
            self.fill_cell(true);
        }
        self.end_line();
        match kind {
            Kind::AdmonitionTitle(alert) => self.document.text.push_clean(&alert.sign()),
            Kind::Summary => self.document.text.push("▾ "),
            _ => {}
        }
        if matches!(
            kind,
            Kind::Heading(_) | Kind::AdmonitionTitle(_) | Kind::Summary | Kind::Term
        ) {
            self.enter(Marks::STRONG, None);
        }
        let is_code = matches!(kind, Kind::Code { .. });
        if is_code {
            self.enter(Marks::CODE, None);
        }
        let end = self.document.text.len();
        if let Some(OpenRow { cell: Some(cell) }) = &mut self.row {
            (cell.line, cell.is_code) = (end, is_code);
        }
    }

    /// The end of a block within a row.
    pub(super) fn end_line(&mut self) {
        self.flush_span();
        self.marks.clear();
        self.images = Images::default();
        let end = self.document.text.len();
        let Some(OpenRow { cell: Some(cell) }) = &mut self.row else {
            return;
        };
        cell.is_code = false;
        if end > cell.start && end != cell.sign && !self.document.text.ends_with('\n') {
            self.hard_break();
        }
    }

    /// A container within a row: only an item shows what it is.
    pub(super) fn open_in_row(&mut self, list: ContainerKind) {
        let depth = self.lists_in_row.iter();
        let depth = depth
            .filter(|list| matches!(list, ContainerKind::Item { .. }))
            .count();
        let sign = match (list, self.lists_in_row.last()) {
            (
                ContainerKind::Item {
                    number: Some(number),
                    ..
                },
                _,
            ) => format!("{number}. "),
            (ContainerKind::Item { .. }, _) => ["• ", "◦ ", "▪ "][depth % 3].to_owned(),
            _ => String::new(),
        };
        self.lists_in_row.push(list);
        if sign.is_empty() {
            return;
        }
        if let Some(OpenRow { cell: Some(cell) }) = &mut self.row {
            cell.sign = cell.start;
        }
        self.begin_line(Kind::Paragraph);
        self.document.text.push(&"  ".repeat(depth.min(8)));
        self.document.text.push(&sign);
        let end = self.document.text.len();
        self.span_start = end;
        if let Some(OpenRow { cell: Some(cell) }) = &mut self.row {
            cell.sign = end;
        }
    }
}

/// Columns of the widest hard line.
fn natural(segments: &[BreakSegment]) -> u16 {
    let lines = segments.split_inclusive(|segment| segment.is_hard());
    let columns = lines.map(|line| {
        let all: u32 = line
            .iter()
            .map(|one| u32::from(one.width() + one.blank()))
            .sum();
        all - line.last().map_or(0, |last| u32::from(last.blank()))
    });
    u16::try_from(columns.max().unwrap_or(0)).unwrap_or(u16::MAX)
}
