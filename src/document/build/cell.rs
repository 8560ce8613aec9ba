//! Rows of tables and their cells.
//!
//! A cell consists of lines of text and contains no blocks. Blocks within a cell of an HTML table become lines. The line of a
//! list item starts with the item's bullet. The cells of a nested table's row are joined into one line. Text between rows or
//! cells of an HTML table becomes an additional cell, so that no text is lost.

use super::{Builder, Images};
use crate::document::{
    Align, BreakSegment, Cell, ContainerKind, Document, InlineFormats, Kind, Table,
};

/// The separator between cells that are joined into one line: the cells of a nested table or of an HTML layout table.
pub(crate) const CELL_SEPARATOR: &str = " · ";

/// The items of lists in a cell are indented by at most this number of levels.
const MAX_INDENT_LEVELS: usize = 8;

/// The open table.
#[derive(Debug, Default)]
pub(super) struct TableState {
    /// The open row.
    pub(super) row: Option<OpenRow>,
    /// True if an HTML table is open.
    pub(super) is_html_open: bool,
    /// The containers that are open within the table, outermost first.
    pub(super) containers: Vec<ContainerKind>,
}

/// The open table row.
#[derive(Debug, Default)]
pub(super) struct OpenRow {
    cell: Option<OpenCell>,
}

/// The open cell of a row.
#[derive(Debug)]
struct OpenCell {
    /// Start of the cell in the document's text, in bytes.
    start: usize,
    first_segment: usize,
    /// Start of the cell's last line, in bytes of the document's text.
    line_start: usize,
    /// End of the cell's last bullet, in bytes of the document's text; the start of the cell if it has no bullet.
    bullet_end: usize,
    /// True if the last line is from a code block.
    is_code: bool,
    opened_by: CellOrigin,
    /// Number of open cells of nested tables.
    nested_cells: usize,
}

/// The reason for which a cell was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CellOrigin {
    /// The author's markup.
    Explicit,
    /// Text outside any cell.
    Implied,
}

impl Builder<'_> {
    /// Returns true if an HTML table or a row is open.
    pub(crate) fn in_table(&self) -> bool {
        self.table.is_html_open || self.table.row.is_some()
    }

    /// Returns true if a cell is open.
    pub(crate) fn in_cell(&self) -> bool {
        self.table
            .row
            .as_ref()
            .is_some_and(|row| row.cell.is_some())
    }

    /// Returns true if the last line of the open cell is code.
    pub(super) fn is_code_in_cell(&self) -> bool {
        let cell = self.table.row.as_ref().and_then(|row| row.cell.as_ref());
        cell.is_some_and(|cell| cell.is_code)
    }

    /// Returns the start of the open cell's last line, or `None` if no cell is open.
    pub(super) fn cell_line_start(&self) -> Option<usize> {
        Some(self.table.row.as_ref()?.cell.as_ref()?.line_start)
    }

    /// Begins a row of the last table, or a line if a cell is open.
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
        self.begin_block(Kind::TableRow { table, row }, source);
        self.table.row = Some(OpenRow::default());
    }

    /// Ends the open row, or only a line if an explicit cell is open.
    pub(crate) fn end_row(&mut self, source: usize) {
        let cell = self.table.row.as_ref().and_then(|row| row.cell.as_ref());
        match cell.map(|cell| cell.opened_by) {
            Some(CellOrigin::Explicit) => return self.end_line(),
            Some(CellOrigin::Implied) => self.end_cell(),
            None => {}
        }
        if self.table.row.take().is_some() {
            self.end_block(source);
        }
    }

    /// Begins a cell of the open row. If an explicit cell is open, the new cell belongs to a nested table, and its text is
    /// appended to the line.
    pub(crate) fn begin_cell(&mut self) {
        if let Some(OpenRow { cell: Some(cell) }) = &mut self.table.row {
            if cell.opened_by == CellOrigin::Explicit {
                cell.nested_cells += 1;
                if !self.at_line_start() {
                    self.push_text(CELL_SEPARATOR);
                }
                return;
            }
            self.end_cell();
        }
        self.open_cell(CellOrigin::Explicit);
    }

    /// Opens a cell of the open row at the end of the text.
    fn open_cell(&mut self, opened_by: CellOrigin) {
        // A line end separates two cells. The row already has a cell if it has text or a segment. An empty cell has no text, but a
        // segment.
        if !self.at_block_start() || self.document.segments.len() > self.first_segment_of_row() {
            self.document.text.push("\n");
        }
        self.inline.span_start = self.document.text.len();
        let start = self.inline.span_start;
        let first_segment = self.document.segments.len();
        if let Some(row) = &mut self.table.row {
            row.cell = Some(OpenCell {
                start,
                first_segment,
                line_start: start,
                bullet_end: start,
                is_code: false,
                opened_by,
                nested_cells: 0,
            });
        }
    }

    /// Returns the index of the open row's first segment.
    fn first_segment_of_row(&self) -> usize {
        self.block.as_ref().map_or(0, |block| block.first_segment)
    }

    /// Ends the innermost open cell.
    pub(crate) fn end_cell(&mut self) {
        let Some(OpenRow { cell }) = &mut self.table.row else {
            return;
        };
        if let Some(cell) = cell.as_mut().filter(|cell| cell.nested_cells > 0) {
            cell.nested_cells -= 1;
            return;
        }
        let Some(OpenCell {
            start,
            first_segment,
            ..
        }) = cell.take()
        else {
            return;
        };
        self.flush_span();
        self.inline.formats.clear();
        let trimmed = self.document.text[start..]
            .trim_end_matches([' ', '\n'])
            .len();
        self.document.text.truncate(start + trimmed);
        self.inline.span_start = self.document.text.len();
        let end = self.document.text.len();
        let first_span = self
            .document
            .spans
            .partition_point(|span| (span.start as usize) < start);
        self.trim_spans(first_span, end as u32);
        let Document {
            text,
            segments,
            tables,
            ..
        } = &mut self.document;
        self.segmenter.push_prose(&text[start..end], segments);
        let widest_segment = segments[first_segment..]
            .iter()
            .map(|segment| segment.width())
            .max()
            .unwrap_or(0);
        let cell = Cell {
            start: start as u32,
            end: end as u32,
            segments: first_segment as u32..segments.len() as u32,
            natural_width: natural_width(&segments[first_segment..]),
        };
        if let Some(table) = tables.last_mut() {
            table.push(cell, widest_segment);
        }
    }

    /// Begins an HTML table. Its columns are added with its cells. All content until [`Builder::close_table`] belongs to the
    /// table.
    pub(crate) fn open_table(&mut self) {
        self.document.tables.push(Table {
            first_block: self.document.blocks.len() as u32,
            ..Table::default()
        });
        self.table.is_html_open = true;
    }

    /// Ends the last row of an HTML table, and the table.
    pub(crate) fn close_table(&mut self, source: usize) {
        while self.in_cell() {
            self.end_cell();
        }
        self.end_row(source);
        self.table.is_html_open = false;
        self.table.containers.clear();
    }

    /// Marks the open row as the table's header, if it is the first row.
    pub(crate) fn mark_header(&mut self) {
        if let Some(table) = self.document.tables.last_mut() {
            table.has_header |= table.rows() == 1;
        }
    }

    /// Returns true if a row is open.
    pub(crate) fn in_row(&self) -> bool {
        self.table.row.is_some()
    }

    /// Number of closed cells in the last row.
    pub(crate) fn cells_in_last_row(&self) -> usize {
        self.document
            .tables
            .last()
            .map_or(0, Table::cells_in_last_row)
    }

    /// Sets the alignment of the next cell's column, unless the column already has an alignment other than left.
    pub(crate) fn align(&mut self, align: Align) {
        if let Some(table) = self.document.tables.last_mut() {
            table.align(align);
        }
    }

    /// Begins a line of the open cell, for a block of `kind`. Opens an implied cell if no cell is open.
    pub(super) fn begin_line(&mut self, kind: Kind) {
        if !self.in_cell() {
            self.open_cell(CellOrigin::Implied);
        }
        self.end_line();
        match kind {
            Kind::AdmonitionTitle(kind) => self.document.text.push_clean(&kind.symbol()),
            // Content of a cell cannot be folded, so the marker always shows an unfolded element.
            Kind::Summary => self.document.text.push("▾ "),
            _ => {}
        }
        if matches!(
            kind,
            Kind::Heading(_) | Kind::AdmonitionTitle(_) | Kind::Summary | Kind::Term
        ) {
            self.open_formats(InlineFormats::STRONG, None);
        }
        let is_code = matches!(kind, Kind::Code { .. });
        if is_code {
            self.open_formats(InlineFormats::CODE, None);
        }
        let end = self.document.text.len();
        if let Some(OpenRow { cell: Some(cell) }) = &mut self.table.row {
            (cell.line_start, cell.is_code) = (end, is_code);
        }
    }

    /// Ends the last line of the open cell.
    pub(super) fn end_line(&mut self) {
        self.flush_span();
        self.inline.formats.clear();
        self.images = Images::default();
        let end = self.document.text.len();
        let Some(OpenRow { cell: Some(cell) }) = &mut self.table.row else {
            return;
        };
        cell.is_code = false;
        if end > cell.start && end != cell.bullet_end && !self.document.text.ends_with('\n') {
            self.push_hard_break();
        }
    }

    /// Opens a container within a table. Only list items are shown, by a bullet or a number.
    pub(super) fn open_in_table(&mut self, kind: ContainerKind) {
        let containers = self.table.containers.iter();
        let depth = containers
            .filter(|container| matches!(container, ContainerKind::Item { .. }))
            .count();
        let bullet = match kind {
            ContainerKind::Item {
                number: Some(number),
                ..
            } => format!("{number}. "),
            ContainerKind::Item { .. } => ["• ", "◦ ", "▪ "][depth % 3].to_owned(),
            _ => String::new(),
        };
        self.table.containers.push(kind);
        if bullet.is_empty() {
            return;
        }
        if let Some(OpenRow { cell: Some(cell) }) = &mut self.table.row {
            // After this reset, `end_line` also ends a last line that is only a bullet.
            cell.bullet_end = cell.start;
        }
        self.begin_line(Kind::Paragraph);
        // The indentation is limited, so that deep lists take linear space.
        let indent_levels = depth.min(MAX_INDENT_LEVELS);
        self.document.text.push(&"  ".repeat(indent_levels));
        self.document.text.push(&bullet);
        let end = self.document.text.len();
        self.inline.span_start = end;
        if let Some(OpenRow { cell: Some(cell) }) = &mut self.table.row {
            cell.bullet_end = end;
        }
    }
}

/// Returns the columns of the widest line of an unwrapped cell.
fn natural_width(segments: &[BreakSegment]) -> u16 {
    let lines = segments.split_inclusive(|segment| segment.always_ends_row());
    let columns = lines.map(|line| {
        let width: u32 = line
            .iter()
            .map(|segment| u32::from(segment.width() + segment.blanks()))
            .sum();
        width - line.last().map_or(0, |last| u32::from(last.blanks()))
    });
    u16::try_from(columns.max().unwrap_or(0)).unwrap_or(u16::MAX)
}
