//! The stack of open HTML elements. Markdown containers are on the stack too, as boundaries.

use super::grid::SpanGrid;
use super::{Element, HtmlState};
use crate::document::build::Builder;
use crate::document::{ContainerKind, Kind};

/// Maximum number of open elements that a search for an element visits, from the innermost outward. An end tag is ignored if its
/// element is further out; the element then ends with its parent.
pub(super) const MAX_LOOKBACK: usize = 256;

/// An open element.
#[derive(Debug)]
pub(super) struct OpenElement {
    pub(super) element: Element,
    /// Number of containers that the element has opened in the builder.
    pub(super) containers: u8,
    /// Number of blocks in the document before the element.
    pub(super) blocks_before: usize,
    /// True if the end tag was read within a Markdown container that was opened in the element. The element then ends when the
    /// container has ended.
    is_end_pending: bool,
    pub(super) properties: ElementProperties,
}

/// The properties of an open element that only elements of its kind have.
#[derive(Debug, Default)]
pub(super) enum ElementProperties {
    #[default]
    None,
    Heading {
        /// The id that the heading's block gets when it begins. `None` after that, or if the tag has no id.
        id: Option<String>,
    },
    /// Preformatted text or an [`Element::Group`]. The class of the element's tag may name the language of the code within.
    CodeLanguage {
        language: Option<String>,
    },
    List(OpenList),
    DefinitionList {
        /// Number of definitions since the last term.
        definitions: usize,
    },
    /// A table that is laid out in columns.
    Table(Box<SpanGrid>),
    Row(CellCounts),
    Cell {
        /// Number of columns that the cell spans.
        columns: usize,
    },
}

/// An open list.
#[derive(Debug, Default)]
pub(super) struct OpenList {
    /// Number of items so far.
    pub(super) items: usize,
    /// The number of the next item, or `None` for an unordered list.
    pub(super) next_number: Option<u32>,
    /// True if the items are separated by empty rows.
    pub(super) is_loose: bool,
}

/// The cells of an open row of a table.
#[derive(Debug, Default)]
pub(super) struct CellCounts {
    /// Number of header cells so far.
    pub(super) header_cells: usize,
    /// Number of other cells so far.
    pub(super) data_cells: usize,
}

impl HtmlState {
    /// Enters a Markdown container. HTML elements that are opened within the container end with the container.
    pub(crate) fn enter_container(&mut self) {
        // `blocks_before` is only read for elements, and a boundary is not an element.
        let blocks_before = 0;
        self.open
            .push(OpenElement::new(Element::MarkdownBoundary, blocks_before));
    }

    /// Leaves the innermost Markdown container, which is still open in the builder: ends the elements that were opened
    /// within the container.
    pub(crate) fn leave_container(&mut self, builder: &mut Builder<'_>, source: usize) {
        let is_markdown = |open: &OpenElement| open.element == Element::MarkdownBoundary;
        let Some(boundary) = self.open.iter().rposition(is_markdown) else {
            return;
        };
        self.close_from(builder, boundary + 1, source);
        self.open.pop();
    }

    /// Ends elements whose end tag was read within the Markdown container that has just ended.
    pub(crate) fn close_pending(&mut self, builder: &mut Builder<'_>, source: usize) {
        if self.pending_ends == 0 {
            return;
        }
        let outermost_pending = self
            .elements_in_container()
            .filter(|(_, open)| open.is_end_pending)
            .last();
        if let Some((index, _)) = outermost_pending {
            self.close_from(builder, index, source);
        }
    }

    /// Ends the open block and all inline elements, after a piece of HTML between Markdown blocks.
    pub(crate) fn end_piece(&mut self, builder: &mut Builder<'_>, source: usize) {
        end_open_block(builder, source);
        self.inline.clear();
    }

    /// Ends all elements at the end of the text.
    pub(crate) fn finish(&mut self, builder: &mut Builder<'_>, source: usize) {
        self.close_from(builder, 0, source);
    }

    /// Adds an element to the open elements.
    pub(super) fn push(&mut self, builder: &Builder<'_>, element: Element) -> &mut OpenElement {
        let index = self.open.len();
        self.open
            .push(OpenElement::new(element, builder.document.blocks.len()));
        &mut self.open[index]
    }

    /// Opens a container, and adds the container's element to the open elements.
    pub(super) fn push_container(
        &mut self,
        builder: &mut Builder<'_>,
        element: Element,
        kind: ContainerKind,
    ) -> &mut OpenElement {
        builder.open(kind);
        let open = self.push(builder, element);
        open.containers = 1;
        open
    }

    /// Iterates over the open elements within the innermost Markdown container, innermost first, with their indices. Visits at
    /// most [`MAX_LOOKBACK`] elements.
    pub(super) fn elements_in_container(&self) -> impl Iterator<Item = (usize, &OpenElement)> {
        let innermost = self.open.iter().enumerate().rev().take(MAX_LOOKBACK);
        innermost.take_while(|(_, open)| open.element != Element::MarkdownBoundary)
    }

    /// Returns the index of the innermost open element that matches `wanted`. The search stops at an element that
    /// matches `stops_at`, and at a Markdown container.
    pub(super) fn find(
        &self,
        wanted: impl Fn(Element) -> bool,
        stops_at: impl Fn(Element) -> bool,
    ) -> Option<usize> {
        let mut candidates = self
            .elements_in_container()
            .take_while(|(_, open)| !stops_at(open.element));
        candidates
            .find(|(_, open)| wanted(open.element))
            .map(|(index, _)| index)
    }

    /// Handles the end tag of `element`: ends the innermost such element, and the elements within it. If the tag is in
    /// a Markdown container that was opened within the element, the element ends after that container. Does nothing if
    /// no such element is open.
    pub(super) fn close(&mut self, builder: &mut Builder<'_>, element: Element, source: usize) {
        let mut is_boundary_passed = false;
        for index in (self.open.len().saturating_sub(MAX_LOOKBACK)..self.open.len()).rev() {
            let open = &mut self.open[index];
            if open.element.is_ended_by(element) && !open.is_end_pending {
                if is_boundary_passed {
                    open.is_end_pending = true;
                    self.pending_ends += 1;
                } else {
                    self.close_from(builder, index, source);
                }
                return;
            }
            // An end tag within a table does not end an element around the table.
            if open.element.is_table_part() && !element.is_table_part() {
                return;
            }
            is_boundary_passed |= open.element == Element::MarkdownBoundary;
        }
    }

    /// Ends the open element at `index` and all elements within it.
    pub(super) fn close_from(&mut self, builder: &mut Builder<'_>, index: usize, source: usize) {
        while self.open.len() > index {
            let Some(open) = self.open.pop() else { return };
            self.pending_ends -= usize::from(open.is_end_pending);
            end_open_block(builder, source);
            // An empty item gets an empty block, so that its bullet is shown.
            if open.element == Element::ListItem
                && open.blocks_before == builder.document.blocks.len()
            {
                builder.begin(Kind::Empty, source);
                builder.end(source);
            }
            for _ in 0..open.containers {
                builder.close();
            }
            if open.element.is_table_part() {
                self.end_table_part(builder, &open, source);
            }
        }
    }

    /// Opens a block for text at byte `source` of the file, unless a block is open.
    pub(crate) fn ensure_block(&mut self, builder: &mut Builder<'_>, source: usize) {
        if builder.in_block() {
            return;
        }
        let container = builder.document.container(builder.current_container());
        let has_blocks = (container.first_block as usize) < builder.document.blocks.len();
        // Text in an item follows the block above it without an empty row. Exceptions are text below a formula, and text in a
        // `<p>`.
        if has_blocks
            && matches!(container.kind, ContainerKind::Item { .. })
            && !self.in_empty_paragraph
            && !matches!(builder.last_kind(), Some(Kind::Formula { .. }))
        {
            builder.request_margin(0);
        }
        self.begin_block(builder, source);
    }

    /// Starts a block for text at byte `source` of the file. The innermost open element determines the kind of the block; the
    /// default is a paragraph.
    pub(crate) fn begin_block(&mut self, builder: &mut Builder<'_>, source: usize) {
        self.in_empty_paragraph = false;
        let innermost = self
            .elements_in_container()
            .find(|(_, open)| !matches!(open.element, Element::Group(_)));
        let index = innermost.map(|(index, _)| index);
        let open = index.map(|index| &mut self.open[index]);
        let element = open
            .as_ref()
            .map_or(Element::Paragraph, |open| open.element);
        let properties = open.map(|open| &mut open.properties);
        let kind = match element {
            Element::Heading(level) => Kind::Heading(level),
            Element::Summary => Kind::Summary,
            Element::Term => Kind::Term,
            Element::Caption => Kind::Caption,
            Element::Preformatted => {
                let language = match &properties {
                    Some(ElementProperties::CodeLanguage { language }) => language.as_deref(),
                    _ => None,
                };
                Kind::Code {
                    language: language.and_then(|name| builder.intern_language(name)),
                }
            }
            _ => Kind::Paragraph,
        };
        builder.begin(kind, source);
        if let Some(ElementProperties::Heading { id }) = properties
            && let Some(id) = id.take()
        {
            builder.set_heading_id(&id);
        }
        self.resume_formats(builder);
    }

    /// Returns the row and column spans of the innermost open table. Returns `None` if no table is open, or if the table is not
    /// laid out in columns.
    pub(super) fn grid(&mut self) -> Option<&mut SpanGrid> {
        let table = self.find(|element| element == Element::Table, |_| false)?;
        match &mut self.open[table].properties {
            ElementProperties::Table(grid) => Some(grid),
            _ => None,
        }
    }

    /// Ends a table, a row or a cell in the builder.
    fn end_table_part(&mut self, builder: &mut Builder<'_>, open: &OpenElement, source: usize) {
        if matches!(open.properties, ElementProperties::Table(_)) {
            self.has_grid = false;
            builder.close_table(source);
        }
        // Only a table that is laid out in columns has rows and cells in the builder.
        if self.grid().is_none() {
            return;
        }
        if let ElementProperties::Cell { columns } = open.properties {
            self.inline.clear();
            builder.end_cell();
            if let Some(grid) = self.grid() {
                grid.end_cell(columns);
            }
        }
        if let ElementProperties::Row(row) = &open.properties {
            let in_table_head = self
                .open
                .last()
                .is_some_and(|open| open.element == Element::TableHead);
            let has_only_header_cells = row.header_cells > 0 && row.data_cells == 0;
            if in_table_head || has_only_header_cells {
                builder.mark_header();
            }
            builder.end_row(source);
        }
    }

    /// Returns true if the innermost open element, apart from groups such as `<div>`, is preformatted: blanks and line ends are
    /// significant.
    pub(super) fn is_preformatted(&self) -> bool {
        let mut elements = self.elements_in_container().map(|(_, open)| open.element);
        elements.find(|element| !matches!(element, Element::Group(_)))
            == Some(Element::Preformatted)
    }
}

impl OpenElement {
    /// Creates an open element after `blocks_before` blocks of the document.
    fn new(element: Element, blocks_before: usize) -> Self {
        Self {
            element,
            containers: 0,
            blocks_before,
            is_end_pending: false,
            properties: match element {
                Element::DefinitionList => ElementProperties::DefinitionList { definitions: 0 },
                Element::Row => ElementProperties::Row(CellCounts::default()),
                _ => ElementProperties::None,
            },
        }
    }
}

/// Ends the open block. A block that contains only images becomes image blocks.
pub(super) fn end_open_block(builder: &mut Builder<'_>, source: usize) {
    if builder.in_block() {
        builder.make_image_blocks();
    }
    builder.end(source);
}
