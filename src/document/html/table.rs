//! HTML tables. Rows and cells are added as they are read, before the number of columns is known.

use super::grid::MAX_SPANNED_COLUMNS;
use super::stack::{ElementProperties, end_open_block};
use super::{Element, HtmlReader, HtmlTag};
use crate::document::build::CELL_SEPARATOR;
use crate::document::{Align, InlineFormats};

/// Maximum number of rows that a cell spans.
const MAX_ROW_SPAN: u32 = 1000;

impl HtmlReader<'_, '_> {
    /// Handles the start tag of a table, or of its head, body, row or cell. `source` is the offset of the tag in the file.
    pub(super) fn start_table_part(&mut self, element: Element, tag: &HtmlTag<'_>, source: usize) {
        match element {
            Element::Table => self.start_table(),
            Element::TableHead | Element::TableBody => {
                let contains_cells = |element| {
                    matches!(
                        element,
                        Element::TableHead | Element::TableBody | Element::Row
                    )
                };
                let stops_at = |element| element == Element::Table;
                self.close_outermost(contains_cells, stops_at, source);
                self.state.push(self.builder, element);
            }
            Element::Row => self.start_row(source),
            // The only other part is a cell.
            _ => self.start_cell(tag, source),
        }
    }

    /// Starts a table. A table within a cell is shown as lines of that cell. A table without an end tag would include
    /// all following text, and is therefore not laid out in columns.
    fn start_table(&mut self) {
        let is_in_table_with_columns = self.state.has_grid || self.builder.in_table();
        let has_columns = !is_in_table_with_columns && self.has_table_end();
        self.state.has_grid |= has_columns;
        let open = self.state.push(self.builder, Element::Table);
        if has_columns {
            open.properties = ElementProperties::Table(Box::default());
        }
    }

    /// Returns true if an end tag of a table follows the current tag, in this piece of HTML or later in the file.
    fn has_table_end(&mut self) -> bool {
        let raw = self.raw;
        let is_in_piece = self
            .find_end_in_piece(&raw[self.tag_end..], "table")
            .is_some();
        is_in_piece || self.has_end("table")
    }

    /// Returns true if an element is a cell that is not in a table with columns. Such a cell is shown as text.
    pub(super) fn is_stray_cell(&mut self, element: Element) -> bool {
        element == Element::Cell && self.state.grid().is_none()
    }

    /// Separates a cell that is not in a table with columns from the text before it on the same line.
    pub(super) fn start_stray_cell(&mut self) {
        if self.builder.in_block() && !self.builder.at_line_start() {
            self.builder.push_text(CELL_SEPARATOR);
        }
    }

    /// Starts a row.
    fn start_row(&mut self, source: usize) {
        let stops_at = |element| element == Element::Table;
        self.close_outermost(|element| element == Element::Row, stops_at, source);
        if let Some(grid) = self.state.grid() {
            grid.start_row();
            // The builder begins the new row at the first cell.
            self.builder.end_row(source);
        }
        self.state.push(self.builder, Element::Row);
    }

    /// Handles the start tag of a cell. Starts a row first, unless a row is open.
    fn start_cell(&mut self, tag: &HtmlTag<'_>, source: usize) {
        let stops_at = |element| matches!(element, Element::Table | Element::Row);
        self.close_outermost(|element| element == Element::Cell, stops_at, source);
        let is_table = |element| element == Element::Table;
        if self
            .state
            .find(|element| element == Element::Row, is_table)
            .is_none()
        {
            self.start_row(source);
        }
        let is_header = &**tag.0.name == b"th";
        let innermost = self.state.open.last_mut();
        if let Some(ElementProperties::Row(row)) = innermost.map(|open| &mut open.properties) {
            if is_header {
                row.header_cells += 1;
            } else {
                row.data_cells += 1;
            }
        }
        self.add_cell(tag, source);
        if is_header {
            self.format_cell(InlineFormats::STRONG);
        }
    }

    /// Begins a cell in the builder, after the empty cells that row and column spans require.
    fn add_cell(&mut self, tag: &HtmlTag<'_>, source: usize) {
        let spanned_columns = tag
            .numeric_attribute("colspan")
            .unwrap_or(1)
            .clamp(1, MAX_SPANNED_COLUMNS as u32) as usize;
        let spanned_rows = tag
            .numeric_attribute("rowspan")
            .unwrap_or(1)
            .clamp(1, MAX_ROW_SPAN) as u16;
        let Some(grid) = self.state.grid() else {
            return;
        };
        let previous_cell_trailing_columns = grid.take_trailing_columns();
        let is_first_cell = !grid.record_cell();
        if is_first_cell {
            self.builder.open_table();
        }
        if !self.builder.in_row() {
            self.builder.begin_row(source);
        }
        for _ in 0..previous_cell_trailing_columns {
            self.add_empty_cell();
        }
        while self.is_spanned(self.builder.cells_in_last_row()) {
            self.add_empty_cell();
        }
        let column = self.builder.cells_in_last_row();
        if let Some(grid) = self.state.grid() {
            grid.add_span(column, spanned_columns, spanned_rows - 1);
        }
        self.builder.begin_cell();
        if let Some(align) = tag_align(tag) {
            self.builder.align(align);
        }
        self.state.push(self.builder, Element::Cell).properties = ElementProperties::Cell {
            columns: spanned_columns,
        };
    }

    /// Returns true if a cell of an earlier row spans a column of the current row.
    fn is_spanned(&mut self, column: usize) -> bool {
        self.state
            .grid()
            .is_some_and(|grid| grid.is_spanned(column))
    }

    /// Adds an empty cell.
    fn add_empty_cell(&mut self) {
        self.builder.begin_cell();
        self.builder.end_cell();
    }

    /// Ends the outermost open element that matches `wanted`, with all elements within it. If no element matches, ends only the
    /// open block. The search goes outwards, and stops at an element that matches `stops_at`.
    fn close_outermost(
        &mut self,
        wanted: impl Fn(Element) -> bool,
        stops_at: impl Fn(Element) -> bool,
        source: usize,
    ) {
        let candidates = self
            .state
            .elements_in_container()
            .take_while(|(_, open)| !stops_at(open.element));
        let outermost = candidates.filter(|(_, open)| wanted(open.element)).last();
        if let Some((index, _)) = outermost {
            self.state.close_from(self.builder, index, source);
        } else {
            end_open_block(self.builder, source);
        }
    }
}

/// Returns the alignment from the attribute `style` or `align`.
fn tag_align(tag: &HtmlTag<'_>) -> Option<Align> {
    let style = tag
        .attribute("style")
        .unwrap_or_default()
        .to_ascii_lowercase();
    let css_align = style.split(';').find_map(|declaration| {
        let (name, value) = declaration.split_once(':')?;
        (name.trim() == "text-align").then(|| value.trim().to_owned())
    });
    match css_align
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
