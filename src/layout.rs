//! A document at one width: the byte at which each row starts. No styles.
//!
//! The height is exact; row, block and byte are found from each other by binary search. Bars, bullets and numbers in front of a
//! row follow from the containers, whose columns are in `indents`.

use std::ops::Range;

use crate::document::{Document, Kind, TextAnchor};

mod indent;
mod table;
mod wrap;

pub use table::{CellLines, Grid, Line, Records, TableLayout};
pub use wrap::{WrapAlgorithm, is_shortened};

/// Columns that a document may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Widths {
    /// For running text.
    pub measure: u16,
    /// For code and tables that need more, from the same left edge; at least `measure`.
    pub full: u16,
    /// To the left of the text, for tables that need still more.
    pub left: u16,
}

impl Widths {
    /// One width for everything.
    pub fn all(columns: u16) -> Self {
        Self {
            measure: columns,
            full: columns,
            left: 0,
        }
    }
}

/// Layout options besides the width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LayoutOptions {
    /// Lines of code keep their length; the reader moves sideways.
    pub unwrapped: bool,
    /// The first block is not drawn, because the masthead says the same.
    pub hide_first: bool,
    /// Empty rows between blocks.
    pub spacing: Spacing,
}

/// The empty rows between blocks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Spacing {
    /// As many as the document asks for.
    #[default]
    Normal,
    /// At most one, for low terminals.
    Compact,
}

/// The starts of all rows of a document at one width.
#[derive(Clone, Debug)]
pub struct Layout {
    widths: Widths,
    choices: LayoutOptions,
    /// The byte of the document's text at which each row starts.
    rows: Vec<u32>,
    /// The first row of each block, empty rows above it included, and the number of rows at the end.
    first_rows: Vec<u32>,
    /// Columns in front of the text in each container.
    indents: Vec<u16>,
    tables: Vec<TableLayout>,
    /// Each code block, and the columns of its longest row.
    code_columns: Vec<(u32, u16)>,
}

/// A position in a document that survives a change of width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Anchor {
    /// Index of the block.
    pub block: u32,
    /// Bytes from the block's start.
    pub offset: u32,
    /// Rows above the block's first where negative; rows into it, where rows do not differ by their bytes.
    pub rows: i32,
}

impl Anchor {
    /// The place of a byte of the document's text.
    pub fn at(document: &Document, byte: u32) -> Self {
        let block = document.block_at(byte as usize);
        let start = document.blocks().get(block).map_or(0, |block| block.start);
        Self {
            block: block as u32,
            offset: byte.saturating_sub(start),
            rows: 0,
        }
    }

    /// Converts to a position that survives edits.
    pub fn text_anchor(self, document: &Document) -> TextAnchor {
        document.text_anchor(self.block as usize, self.offset, self.rows)
    }

    /// The place in `document` that a text anchor, perhaps of another version of it, points to.
    pub fn find(document: &Document, text_anchor: &TextAnchor) -> Self {
        let (block, offset) = document.locate(text_anchor);
        Self {
            block: block as u32,
            offset,
            rows: text_anchor.rows,
        }
    }
}

/// Longest line of code that is left in one row, so that a row costs a frame no more than that.
const MAX_UNWRAPPED_COLUMNS: u16 = 2048;

impl Layout {
    /// Lays a document out.
    pub fn new(document: &Document, widths: Widths, choices: LayoutOptions) -> Self {
        let measure = widths.measure.max(2);
        let (bytes, blocks) = (document.text().len(), document.blocks().len());
        let mut layout = Self {
            widths: Widths {
                measure,
                full: widths.full.max(measure),
                left: widths.left,
            },
            choices,
            rows: Vec::with_capacity(bytes / usize::from(measure) * 3 / 2),
            first_rows: Vec::with_capacity(blocks + 1),
            indents: indent::columns(document, measure),
            tables: Vec::new(),
            code_columns: Vec::new(),
        };
        let fit = if document.is_long() {
            WrapAlgorithm::FirstFit
        } else {
            WrapAlgorithm::OptimalFit
        };
        for block in 0..blocks {
            layout.block(document, block, fit);
        }
        layout.first_rows.push(layout.rows.len() as u32);
        layout.rows.shrink_to_fit();
        layout
    }

    fn block(&mut self, document: &Document, at: usize, fit: WrapAlgorithm) {
        let block = &document.blocks()[at];
        self.first_rows.push(self.rows.len() as u32);
        if let Kind::Row { row: 0, table } = block.kind {
            let indent = self.indents[block.container.index()];
            self.tables
                .push(TableLayout::new(document, table, self.widths, indent));
        }
        if self.hides(at) {
            return;
        }
        let width = self.text_width(document, at);
        let (text, segments) = (document.text(), document.segments(at));
        let above = usize::from(self.margin_above(document, at));
        let first = self.rows.len() + above;
        self.rows.extend(std::iter::repeat_n(block.start, above));
        match block.kind {
            Kind::Row { table, row } => {
                let height = self.tables[table as usize].height(document.table(table), row);
                self.rows.resize(first + height, block.start);
            }
            Kind::Code { .. } | Kind::Source { .. } => {
                let width = if self.choices.unwrapped {
                    MAX_UNWRAPPED_COLUMNS
                } else {
                    width
                };
                let longest = wrap::code(text, block.start, segments, width, |start| {
                    self.rows.push(start);
                });
                if matches!(block.kind, Kind::Code { .. }) {
                    self.code_columns.push((at as u32, longest.min(width)));
                }
            }
            _ => wrap::prose(text, block.start, segments, width, fit, |start| {
                self.rows.push(start);
            }),
        }
        if first == self.rows.len() && !matches!(block.kind, Kind::Row { .. }) {
            self.rows.push(block.start);
        }
        if is_underlined(block.kind) && block.start < block.end {
            self.rows.push(block.end);
        }
    }

    /// The widths it was made for.
    pub fn widths(&self) -> Widths {
        self.widths
    }

    /// The choices it was made for.
    pub fn choices(&self) -> LayoutOptions {
        self.choices
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// Returns true for a block that is not drawn.
    pub fn hides(&self, block: usize) -> bool {
        block == 0 && self.choices.hide_first
    }

    fn margin_above(&self, document: &Document, block: usize) -> u8 {
        let first = usize::from(self.choices.hide_first);
        let asked = &document.blocks()[block];
        if block == first {
            u8::from(asked.kind.is_labelled())
        } else if self.choices.spacing == Spacing::Compact {
            asked.margin_above.min(1)
        } else {
            asked.margin_above
        }
    }

    /// Columns in front of the text of a block's container, all bars and bullets together.
    pub fn indent(&self, container: crate::document::ContainerId) -> u16 {
        self.indents[container.index()]
    }

    /// Columns for the text of a block.
    pub fn text_width(&self, document: &Document, block: usize) -> u16 {
        let block = &document.blocks()[block];
        let columns = match block.kind {
            Kind::Code { .. } => self.widths.full.saturating_sub(CODE_PADDING),
            Kind::Source { .. } => self.widths.full,
            _ => self.widths.measure,
        };
        columns
            .saturating_sub(self.indent(block.container) + sign_columns(block.kind))
            .max(2)
    }

    /// Columns of the longest row of a code block, without its padding.
    pub fn code_columns(&self, block: usize) -> u16 {
        let at = self
            .code_columns
            .binary_search_by_key(&(block as u32), |(block, _)| *block);
        at.map_or(0, |at| self.code_columns[at].1)
    }

    /// The layout of a table.
    pub fn table(&self, table: u32) -> &TableLayout {
        &self.tables[table as usize]
    }

    /// The block that a row belongs to, and which of its rows it is: negative for the empty ones above.
    pub fn locate(&self, document: &Document, row: usize) -> (usize, i32) {
        let block = self
            .first_rows
            .partition_point(|first| *first as usize <= row);
        let block = block
            .saturating_sub(1)
            .min(document.blocks().len().saturating_sub(1));
        let above = i32::from(self.margin_above(document, block));
        (block, row as i32 - self.first_rows[block] as i32 - above)
    }

    /// The first row of a block's text.
    pub fn first_row(&self, document: &Document, block: usize) -> usize {
        let (first, next) = (
            self.first_rows[block] as usize,
            self.first_rows[block + 1] as usize,
        );
        let above = usize::from(self.margin_above(document, block));
        if first == next {
            first.min(self.rows().saturating_sub(1))
        } else {
            first + above
        }
    }

    /// The row behind a block's last.
    pub fn end_row(&self, block: usize) -> usize {
        self.first_rows[block + 1] as usize
    }

    /// The bytes of the document's text on a row of running text or code, the blanks at its end included.
    pub fn row_text(&self, document: &Document, row: usize) -> Range<usize> {
        let (block, _) = self.locate(document, row);
        let end = if row + 1 < self.end_row(block) {
            self.rows[row + 1] as usize
        } else {
            document.blocks()[block].end as usize
        };
        self.rows[row] as usize..end
    }

    /// The place that a row shows.
    pub fn anchor(&self, document: &Document, row: usize) -> Anchor {
        if self.rows.is_empty() {
            return Anchor::default();
        }
        let row = row.min(self.rows.len() - 1);
        let (at, index) = self.locate(document, row);
        let block = &document.blocks()[at];
        let rows = if matches!(block.kind, Kind::Row { .. }) {
            index
        } else {
            index.min(0)
        };
        Anchor {
            block: at as u32,
            offset: self.rows[row].saturating_sub(block.start),
            rows,
        }
    }

    /// The row that shows a place.
    pub fn row_of(&self, document: &Document, anchor: Anchor) -> usize {
        let at = anchor.block as usize;
        let Some(block) = document.blocks().get(at) else {
            return self.rows.len().saturating_sub(1);
        };
        let (first, end) = (self.first_row(document, at), self.end_row(at));
        if anchor.rows < 0 {
            let above = anchor.rows.unsigned_abs() as usize;
            return first
                .saturating_sub(above)
                .max(self.first_rows[at] as usize);
        }
        if matches!(block.kind, Kind::Row { .. }) {
            return (first + anchor.rows as usize).min(end.saturating_sub(1).max(first));
        }
        let offset = block.start + anchor.offset;
        let rows = self.rows.get(first..end).unwrap_or_default();
        first
            + rows
                .partition_point(|start| *start <= offset)
                .saturating_sub(1)
    }
}

/// Empty columns of a code block's background to the right of its longest row.
pub const CODE_PADDING: u16 = 1;

/// Columns of the sign in front of a block's own text.
pub fn sign_columns(kind: Kind) -> u16 {
    match kind {
        Kind::Source { digits, .. } => u16::from(digits) + 2,
        Kind::Heading(4..) | Kind::Code { .. } | Kind::Image | Kind::AdmonitionTitle(_) => 2,
        _ => 0,
    }
}

/// Returns true if a line is drawn under a block's text, on a row of its own.
pub fn is_underlined(kind: Kind) -> bool {
    matches!(kind, Kind::Heading(1..=3))
}
