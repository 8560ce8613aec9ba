//! The layout of a document at one width: the byte of the text at which each row starts. Styles are left to `paint`.
//!
//! Rows, blocks and bytes are converted to each other by binary search. Bars, bullets and numbers in front of a row are not
//! stored: `paint` derives them from the block's containers.

use std::ops::Range;

use crate::document::{Block, ContainerId, Document, Folds, Kind, MathBox, TextAnchor};

mod image;
mod indent;
mod table;
mod wrap;

pub use image::{
    DEFAULT_CELL, ImageBox, ImageId, ImageInfo, ImageLimits, ImageSizes, PixelSize, PlacedImage,
};
pub use table::{CellLines, HEADING_GAP_COLUMNS, TableGrid, TableLayout, TableLine, TableRecords};
pub use wrap::{WrapAlgorithm, ends_at_soft_hyphen};

use wrap::Prose;

/// Minimum columns of a text, because a character may be two columns wide.
const MIN_TEXT_COLUMNS: u16 = 2;

/// A row, given by its block and its number within the block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlockRow {
    /// The index of the block.
    pub block: usize,
    /// The number of the row within the block, from 0; negative for the empty rows above the block.
    pub index: i32,
}

/// The columns that a document may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Widths {
    /// Maximum columns of running text.
    pub measure: u16,
    /// Maximum columns of code and tables, which have the same left edge as running text. At least `measure`.
    pub wide_measure: u16,
    /// Columns to the left of the text, used by tables that are wider than `wide_measure`.
    pub left_margin: u16,
}

impl Widths {
    /// Creates widths with `columns` columns for running text, code and tables.
    pub fn all(columns: u16) -> Self {
        Self {
            measure: columns,
            wide_measure: columns,
            left_margin: 0,
        }
    }
}

/// Layout options besides the width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LayoutOptions {
    /// True if lines of code and cells of tables are not wrapped, because the view scrolls sideways. Very long lines and very
    /// wide cells are wrapped nevertheless.
    pub is_unwrapped: bool,
    /// True if tables of many narrow columns may be wider than the view, because the view scrolls sideways.
    pub allows_wide_tables: bool,
    /// True if the first block is hidden, because the masthead shows the same title.
    pub hides_first_block: bool,
    /// The limits for the size of an image; `None` if images are shown as their alternative text.
    pub images: Option<ImageLimits>,
    /// The empty rows between blocks.
    pub spacing: Spacing,
}

/// The empty rows between blocks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Spacing {
    /// The number that the document specifies ([`crate::document::Block::margin_above`]).
    #[default]
    Normal,
    /// At most one empty row, for terminals with few rows.
    Compact,
}

/// The layout of a document at one width: the start of each row.
#[derive(Clone, Debug)]
pub struct Layout {
    widths: Widths,
    options: LayoutOptions,
    /// The byte of the document's text at which each row starts.
    row_starts: Vec<u32>,
    /// The row at which the margin above each block starts. Without a margin, this is the block's first row. The last element is
    /// the total number of rows.
    margin_starts: Vec<u32>,
    /// Columns in front of the text, for each container; used by bars, bullets and numbers.
    indents: Vec<u16>,
    tables: Vec<TableLayout>,
    /// The images that have rows of their own, with the index of their block.
    images: Vec<(u32, PlacedImage)>,
    /// The index of each code block, and the columns of its longest row.
    code_columns: Vec<(u32, u16)>,
    folds: Folds,
    /// The blocks that are hidden by folds, in order.
    hidden: Vec<HiddenBlocks>,
}

/// Adjacent blocks that are hidden by a fold.
#[derive(Clone, Debug)]
struct HiddenBlocks {
    /// The indices of the blocks; the block before them is the title of the folded container.
    blocks: Range<usize>,
    /// Number of rows that the blocks would have.
    rows: usize,
}

impl HiddenBlocks {
    /// Returns the blocks that are hidden by folds; a fold inside a folded container adds none.
    fn from_folds(document: &Document, folds: &Folds) -> Vec<Self> {
        let mut hidden: Vec<Self> = Vec::new();
        for id in folds.iter() {
            let blocks = document.blocks_after_title(id);
            let end = hidden.last().map_or(0, |last| last.blocks.end);
            if blocks.start >= end && !blocks.is_empty() {
                hidden.push(Self { blocks, rows: 0 });
            }
        }
        hidden
    }
}

/// A position in a document that survives a change of width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Anchor {
    /// Index of the block.
    pub block: u32,
    /// Offset from the block's start, in bytes.
    pub offset: u32,
    /// The number of the row within the block ([`BlockRow::index`]), if `offset` does not determine the row; else 0.
    ///
    /// - A negative number is a row of the margin above the block.
    /// - A positive number is a row of a table row, of a formula, or of a block with a picture.
    pub row_in_block: i32,
}

impl Anchor {
    /// Creates the anchor of a byte of the document's text.
    pub fn at(document: &Document, byte: u32) -> Self {
        let block = document.block_at(byte as usize);
        let start = document.blocks().get(block).map_or(0, |block| block.start);
        Self {
            block: block as u32,
            offset: byte.saturating_sub(start),
            row_in_block: 0,
        }
    }

    /// Creates the anchor of a block's start.
    pub fn at_block(block: usize) -> Self {
        Self {
            block: block as u32,
            ..Self::default()
        }
    }

    /// Converts the anchor to a position that survives edits of the text.
    pub fn text_anchor(self, document: &Document) -> TextAnchor {
        document.text_anchor(self.block as usize, self.offset, self.row_in_block)
    }

    /// Finds a text anchor in `document`; the text anchor may have been created from another version of the document.
    pub fn find(document: &Document, text_anchor: &TextAnchor) -> Self {
        let (block, offset) = document.locate(text_anchor);
        Self {
            block: block as u32,
            offset,
            row_in_block: text_anchor.row_in_block,
        }
    }
}

/// Maximum columns of an unwrapped row of code. Longer lines are wrapped, which bounds the cost of drawing a row.
const MAX_UNWRAPPED_COLUMNS: u16 = 2048;

impl Layout {
    /// Lays out a document with nothing folded and all images as their alternative text.
    pub fn new(document: &Document, widths: Widths, options: LayoutOptions) -> Self {
        let images = ImageSizes::default();
        Self::with_folds(document, &images, widths, options, Folds::default())
    }

    /// Lays out a document without the blocks that `folds` hide. Images whose size is known get rows for their picture, if
    /// the options allow images.
    pub fn with_folds(
        document: &Document,
        images: &ImageSizes,
        widths: Widths,
        options: LayoutOptions,
        folds: Folds,
    ) -> Self {
        let measure = widths.measure.max(MIN_TEXT_COLUMNS);
        let (bytes, blocks) = (document.text().len(), document.blocks().len());
        let mut layout = Self {
            widths: Widths {
                measure,
                wide_measure: widths.wide_measure.max(measure),
                left_margin: widths.left_margin,
            },
            options,
            // An estimate: rows are about two thirds full.
            row_starts: Vec::with_capacity(bytes / usize::from(measure) * 3 / 2),
            margin_starts: Vec::with_capacity(blocks + 1),
            indents: indent::columns(document, measure),
            tables: Vec::new(),
            images: Vec::new(),
            code_columns: Vec::new(),
            hidden: HiddenBlocks::from_folds(document, &folds),
            folds,
        };
        let algorithm = if document.is_long() {
            WrapAlgorithm::FirstFit
        } else {
            WrapAlgorithm::OptimalFit
        };
        for block in 0..blocks {
            layout.push_block(document, images, block, algorithm);
        }
        layout.margin_starts.push(layout.row_starts.len() as u32);
        layout.row_starts.shrink_to_fit();
        layout
    }

    /// Appends the rows of the block at `index`.
    fn push_block(
        &mut self,
        document: &Document,
        images: &ImageSizes,
        index: usize,
        algorithm: WrapAlgorithm,
    ) {
        let block = &document.blocks()[index];
        self.margin_starts.push(self.row_starts.len() as u32);
        if let Kind::TableRow { row: 0, table } = block.kind {
            let space = table::TableSpace {
                widths: self.widths,
                indent: self.indents[block.container.index()],
                options: self.options,
            };
            self.tables.push(TableLayout::new(document, table, space));
        }
        if index == 0 && self.options.hides_first_block {
            return;
        }
        let (rows_before, images_before) = (self.row_starts.len(), self.images.len());
        self.push_rows(document, images, index, algorithm);
        // The rows of a hidden block are only counted.
        if let Some(hidden) = self.hidden_at(index) {
            self.hidden[hidden].rows += self.row_starts.len() - rows_before;
            self.row_starts.truncate(rows_before);
            self.images.truncate(images_before);
        }
    }

    /// Appends the empty rows above a block, and the rows of the block.
    fn push_rows(
        &mut self,
        document: &Document,
        images: &ImageSizes,
        index: usize,
        algorithm: WrapAlgorithm,
    ) {
        let block = &document.blocks()[index];
        let width = self.text_width(document, index);
        let (text, segments) = (document.text(), document.segments(index));
        let margin = usize::from(self.margin_above(document, index));
        // The first row below the margin and the picture.
        let mut first_text_row = self.row_starts.len() + margin;
        self.row_starts
            .extend(std::iter::repeat_n(block.start, margin));
        // The picture is above the text of its block.
        if let Some(placed) = self.place_image(block, images) {
            self.images.push((index as u32, placed));
            first_text_row += usize::from(placed.size.rows());
            self.row_starts.resize(first_text_row, block.start);
        }
        if let Some(formula) = self.formula(document, index) {
            let end = first_text_row + formula.rows().len();
            self.row_starts.resize(end, block.start);
            return;
        }
        match block.kind {
            Kind::TableRow { table, row } => {
                let height = self.tables[table as usize].height(document.table(table), row);
                self.row_starts.resize(first_text_row + height, block.start);
            }
            Kind::Code { .. } | Kind::Source { .. } => {
                let width = if self.options.is_unwrapped {
                    MAX_UNWRAPPED_COLUMNS
                } else {
                    width
                };
                let longest = wrap::wrap_code(text, block.start, segments, width, |start| {
                    self.row_starts.push(start);
                });
                if matches!(block.kind, Kind::Code { .. }) {
                    self.code_columns.push((index as u32, longest.min(width)));
                }
            }
            _ => {
                let prose = Prose {
                    text,
                    start: block.start,
                    segments,
                };
                wrap::wrap_prose(prose, width, algorithm, |start| self.row_starts.push(start));
            }
        }
        // A block without text gets an empty row. But if a table is shown as records ([`TableLayout::Records`]), its header row has
        // no screen rows: each cell shows the heading of its column.
        if first_text_row == self.row_starts.len() && !matches!(block.kind, Kind::TableRow { .. }) {
            self.row_starts.push(block.start);
        }
        if is_underlined(block.kind) && block.start < block.end {
            self.row_starts.push(block.end);
        }
    }

    /// Returns the picture of a block, or `None` if the block has no picture.
    fn place_image(&self, block: &Block, images: &ImageSizes) -> Option<PlacedImage> {
        let Kind::Image { image } = block.kind else {
            return None;
        };
        let (limits, info) = (self.options.images?, images.get(image)?);
        let columns = self.widths.measure - self.indents[block.container.index()];
        Some(PlacedImage {
            image,
            info,
            size: limits.box_of(info.size, columns),
        })
    }

    /// Returns the widths that the layout was created with, raised to their minimum.
    pub fn widths(&self) -> Widths {
        self.widths
    }

    /// Returns the options that the layout was created with.
    pub fn options(&self) -> LayoutOptions {
        self.options
    }

    /// Returns the number of rows.
    pub fn rows(&self) -> usize {
        self.row_starts.len()
    }

    /// Returns the folded containers.
    pub fn folds(&self) -> &Folds {
        &self.folds
    }

    /// Returns true if the block is not drawn: it is hidden by a fold, or by [`LayoutOptions::hides_first_block`].
    pub fn hides(&self, block: usize) -> bool {
        block == 0 && self.options.hides_first_block || self.is_folded_away(block)
    }

    /// Returns true if the block is within a folded container.
    pub fn is_folded_away(&self, block: usize) -> bool {
        self.hidden_at(block).is_some()
    }

    /// Returns the index of the element of [`Self::hidden`] that contains `block`.
    fn hidden_at(&self, block: usize) -> Option<usize> {
        let next = self
            .hidden
            .partition_point(|hidden| hidden.blocks.start <= block);
        let index = next.checked_sub(1)?;
        self.hidden[index].blocks.contains(&block).then_some(index)
    }

    /// Returns the number of hidden rows below the block at index `title`. Returns `None` if this block is not the title of a
    /// folded container, or is hidden itself.
    pub fn hidden_rows(&self, title: usize) -> Option<usize> {
        let hidden = self.hidden_at(title + 1)?;
        let HiddenBlocks { blocks, rows } = &self.hidden[hidden];
        (blocks.start == title + 1).then_some(*rows)
    }

    /// Returns true if a container is folded.
    pub fn is_folded(&self, id: ContainerId) -> bool {
        self.folds.contains(id)
    }

    /// Returns the number of empty rows above the block at `index`.
    fn margin_above(&self, document: &Document, index: usize) -> u8 {
        let block = &document.blocks()[index];
        if self.options.hides_first_block && index == 1 {
            // The hidden block needs no margin below it, but the label of code is shown in an empty row above the code.
            u8::from(block.kind.is_labelled())
        } else if self.options.spacing == Spacing::Compact {
            block.margin_above.min(1)
        } else {
            block.margin_above
        }
    }

    /// Returns the columns in front of the text in a container, for all bars, bullets and numbers.
    pub fn indent(&self, container: ContainerId) -> u16 {
        self.indents[container.index()]
    }

    /// Returns the columns available for the text of a block.
    pub fn text_width(&self, document: &Document, index: usize) -> u16 {
        let block = &document.blocks()[index];
        let columns = match block.kind {
            Kind::Code { .. } => self.widths.wide_measure.saturating_sub(CODE_PADDING),
            Kind::Source { .. } => self.widths.wide_measure,
            _ => self.widths.measure,
        };
        // The title of a folded container leaves room for the number of hidden rows.
        let is_title = matches!(block.kind, Kind::Summary | Kind::AdmonitionTitle(_));
        let label_columns = if is_title && self.hidden_rows(index).is_some() {
            HIDDEN_ROWS_COLUMNS.min(columns / 2)
        } else {
            0
        };
        columns
            .saturating_sub(
                self.indent(block.container) + marker_columns(block.kind) + label_columns,
            )
            .max(MIN_TEXT_COLUMNS)
    }

    /// Returns the formula that a block shows in two dimensions. Returns `None` if the block is not a formula, and for a formula
    /// that is too wide and therefore shown as text.
    pub fn formula<'d>(&self, document: &'d Document, block: usize) -> Option<&'d MathBox> {
        let formula = document.math_box(&document.blocks()[block])?;
        (formula.width() <= self.text_width(document, block)).then_some(formula)
    }

    /// Returns true if all rows of a block start at the same byte of text, so that only a row number tells them apart. This holds
    /// for a table row, and for a formula in two dimensions.
    fn rows_share_start(&self, document: &Document, block: usize) -> bool {
        matches!(document.blocks()[block].kind, Kind::TableRow { .. })
            || self.formula(document, block).is_some()
    }

    /// Returns the columns of the longest row of a code block, without padding; 0 for other blocks.
    pub fn code_columns(&self, block: usize) -> u16 {
        let index = self
            .code_columns
            .binary_search_by_key(&(block as u32), |(block, _)| *block);
        index.map_or(0, |index| self.code_columns[index].1)
    }

    /// Returns the number of columns by which a row is wider than the view: 0 if it fits, or `None` if it never scrolls sideways.
    pub fn overflow(&self, document: &Document, row: usize) -> Option<usize> {
        let BlockRow {
            block: index,
            index: row_in_block,
        } = self.locate(document, row);
        let block = document.blocks().get(index).filter(|_| row_in_block >= 0)?;
        match block.kind {
            Kind::Code { .. } | Kind::Source { .. } if self.options.is_unwrapped => {
                let line = document.text()[self.row_range(document, row)].trim_end_matches('\n');
                let room = usize::from(self.text_width(document, index));
                Some(crate::text::width(line).saturating_sub(room))
            }
            Kind::TableRow { table, .. } => match self.table(table) {
                TableLayout::Grid(grid) if grid.is_wide => {
                    let room = self
                        .widths
                        .wide_measure
                        .saturating_sub(self.indent(block.container));
                    Some((grid.columns() as usize).saturating_sub(room.into()))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// Returns the picture above the text of a block, if it has one.
    pub fn image(&self, block: usize) -> Option<PlacedImage> {
        let index = self
            .images
            .binary_search_by_key(&(block as u32), |(block, _)| *block);
        index.ok().map(|index| self.images[index].1)
    }

    /// Returns the pictures of the blocks whose index is in `blocks`, in order.
    pub fn images(&self, blocks: Range<usize>) -> impl Iterator<Item = (usize, PlacedImage)> {
        let start = self
            .images
            .partition_point(|(block, _)| (*block as usize) < blocks.start);
        let images = self.images[start..].iter();
        images
            .map(|(block, placed)| (*block as usize, *placed))
            .take_while(move |(block, _)| *block < blocks.end)
    }

    /// Returns the layout of the table at index `table`.
    pub fn table(&self, table: u32) -> &TableLayout {
        &self.tables[table as usize]
    }

    /// Returns the block that a row belongs to, and the row's number within the block. For a row beyond the end, the block is the
    /// last one.
    pub fn locate(&self, document: &Document, row: usize) -> BlockRow {
        let block = self
            .margin_starts
            .partition_point(|first| *first as usize <= row);
        let block = block
            .saturating_sub(1)
            .min(document.blocks().len().saturating_sub(1));
        let margin = i32::from(self.margin_above(document, block));
        BlockRow {
            block,
            index: row as i32 - self.margin_starts[block] as i32 - margin,
        }
    }

    /// Returns the first row of a block, not counting its margin. This is the first row of the picture if the block has a picture.
    pub fn first_row(&self, document: &Document, block: usize) -> usize {
        let (first, next) = (
            self.margin_starts[block] as usize,
            self.margin_starts[block + 1] as usize,
        );
        let margin = usize::from(self.margin_above(document, block));
        // The block has no rows if it is hidden, or if it is the header of a table that is shown as records. Then the row after
        // the block is returned, or the last row if nothing follows.
        if first == next {
            first.min(self.rows().saturating_sub(1))
        } else {
            first + margin
        }
    }

    /// Returns the row after the last row of a block.
    pub fn end_row(&self, block: usize) -> usize {
        self.margin_starts[block + 1] as usize
    }

    /// Returns the byte range of the document's text on a row of running text or code, including the blanks at the end.
    pub fn row_range(&self, document: &Document, row: usize) -> Range<usize> {
        let block = self.locate(document, row).block;
        self.block_row_range(document, block, row)
    }

    /// Returns the same range as [`Self::row_range`]. `row` is a row of the layout, and `block` is the index of its block.
    pub fn block_row_range(&self, document: &Document, block: usize, row: usize) -> Range<usize> {
        let end = if row + 1 < self.end_row(block) {
            self.row_starts[row + 1] as usize
        } else {
            document.blocks()[block].end as usize
        };
        self.row_starts[row] as usize..end
    }

    /// Returns the anchor of a row.
    pub fn anchor(&self, document: &Document, row: usize) -> Anchor {
        if self.row_starts.is_empty() {
            return Anchor::default();
        }
        let row = row.min(self.row_starts.len() - 1);
        let BlockRow {
            block: block_index,
            index: row_in_block,
        } = self.locate(document, row);
        let block = &document.blocks()[block_index];
        let needs_row_number =
            self.rows_share_start(document, block_index) || self.image(block_index).is_some();
        let row_in_block = if needs_row_number {
            row_in_block
        } else {
            row_in_block.min(0)
        };
        Anchor {
            block: block_index as u32,
            offset: self.row_starts[row].saturating_sub(block.start),
            row_in_block,
        }
    }

    /// Returns the row that shows an anchor. If a fold hides the anchor's block, returns the row of the title of the folded
    /// container. If the document has no such block, returns the last row.
    pub fn row_of(&self, document: &Document, anchor: Anchor) -> usize {
        let block_index = anchor.block as usize;
        let Some(block) = document.blocks().get(block_index) else {
            return self.row_starts.len().saturating_sub(1);
        };
        if let Some(hidden) = self.hidden_at(block_index) {
            let title = self.hidden[hidden].blocks.start.saturating_sub(1);
            return self.first_row(document, title);
        }
        let first = self.first_row(document, block_index);
        let end = self.end_row(block_index);
        if anchor.row_in_block < 0 {
            let above = anchor.row_in_block.unsigned_abs() as usize;
            return first
                .saturating_sub(above)
                .max(self.margin_starts[block_index] as usize);
        }
        let image = self.image(block_index);
        // In a block with a picture, an anchor stands for one of these rows:
        //
        // - If `row_in_block` is positive, the anchor was created from the row with this number.
        // - If `row_in_block` and `offset` are 0, it is the first row of the picture.
        // - If only `row_in_block` is 0, it is the row of the text below the picture that contains the byte at `offset`.
        let is_row_numbered = image.is_some() && (anchor.row_in_block > 0 || anchor.offset == 0);
        if is_row_numbered || self.rows_share_start(document, block_index) {
            return (first + anchor.row_in_block as usize).min(end.saturating_sub(1).max(first));
        }
        let first_text_row = first + image.map_or(0, |image| usize::from(image.size.rows()));
        let offset = block.start + anchor.offset;
        let rows = self.row_starts.get(first_text_row..end).unwrap_or_default();
        first_text_row
            + rows
                .partition_point(|start| *start <= offset)
                .saturating_sub(1)
    }
}

/// Columns for the number of hidden rows after the title of a folded container, such as ` · 12345 lines`.
pub const HIDDEN_ROWS_COLUMNS: u16 = 14;

/// Empty columns of a code block's background to the right of its longest row.
pub const CODE_PADDING: u16 = 1;

/// Returns the columns of the marker in front of a block's text: a line number, a symbol, or the padding of code.
pub fn marker_columns(kind: Kind) -> u16 {
    match kind {
        Kind::Source { digits, .. } => u16::from(digits) + 2,
        Kind::Heading(4..) | Kind::Code { .. } | Kind::Image { .. } | Kind::AdmonitionTitle(_) => 2,
        _ => 0,
    }
}

/// Returns true if a line is drawn under a block's text, on a row of its own.
pub fn is_underlined(kind: Kind) -> bool {
    matches!(kind, Kind::Heading(1..=3))
}
