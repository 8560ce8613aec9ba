//! The stack of open elements, on which Markdown's containers are boundaries.

use super::grid::SpanGrid;
use super::{Element, HtmlState};
use crate::document::build::Builder;
use crate::document::{ContainerKind, Kind};

/// Most elements that an end tag looks back for its start tag. A deeper element ends with the element around it.
pub(super) const MAX_LOOKBACK: usize = 256;

/// An open element.
#[derive(Debug)]
pub(super) struct OpenElement {
    pub(super) element: Element,
    /// Number of containers that it has opened.
    pub(super) containers: u8,
    /// Number of blocks before it.
    pub(super) block: usize,
    /// Its end tag was read within a Markdown container that has to end first.
    is_end_pending: bool,
    /// The items of a list so far, the cells of a row, the columns of a cell, the definitions since a list's last term.
    pub(super) items: usize,
    /// The number of an ordered list's next item.
    pub(super) number: Option<u32>,
    /// True if a list's items are separated by blank rows.
    pub(super) is_loose: bool,
    /// The columns of a table whose rows are laid out as a table.
    pub(super) grid: Option<Box<SpanGrid>>,
    /// True if all cells of a row are header cells.
    pub(super) is_head: bool,
    /// The id of a heading, the language of code.
    pub(super) name: Option<String>,
}

impl HtmlState {
    /// Enters a Markdown container. Elements that HTML opens within it end with it.
    pub(crate) fn enter(&mut self) {
        self.open
            .push(OpenElement::new(Element::MarkdownBoundary, 0));
    }

    /// Leaves the innermost Markdown container, which is still open in the builder: ends the elements opened within it.
    pub(crate) fn leave(&mut self, build: &mut Builder<'_>, at: usize) {
        let is_markdown = |open: &OpenElement| open.element == Element::MarkdownBoundary;
        let Some(around) = self.open.iter().rposition(is_markdown) else {
            return;
        };
        self.close_to(build, around + 1, at);
        self.open.pop();
    }

    /// Ends elements whose end tag was read within the Markdown container that has just ended.
    pub(crate) fn close_pending(&mut self, build: &mut Builder<'_>, at: usize) {
        if self.pending_ends == 0 {
            return;
        }
        let here = self.open.iter().rev().take(MAX_LOOKBACK);
        let here = here.take_while(|open| open.element != Element::MarkdownBoundary);
        let pending = here
            .enumerate()
            .filter(|(_, open)| open.is_end_pending)
            .last();
        if let Some((back, _)) = pending {
            let index = self.open.len() - 1 - back;
            self.close_to(build, index, at);
        }
    }

    /// Ends a piece of HTML that stands between Markdown blocks.
    pub(crate) fn end_piece(&mut self, build: &mut Builder<'_>, at: usize) {
        end_block(build, at);
        self.inline.clear();
    }

    /// Ends all elements at the end of the text.
    pub(crate) fn finish(&mut self, build: &mut Builder<'_>, at: usize) {
        self.close_to(build, 0, at);
    }

    pub(super) fn push(&mut self, build: &Builder<'_>, element: Element) -> &mut OpenElement {
        let at = self.open.len();
        self.open
            .push(OpenElement::new(element, build.document.blocks.len()));
        &mut self.open[at]
    }

    /// Pushes an element that opens a container.
    pub(super) fn push_container(
        &mut self,
        build: &mut Builder<'_>,
        element: Element,
        list: ContainerKind,
    ) -> &mut OpenElement {
        build.open(list);
        let open = self.push(build, element);
        open.containers = 1;
        open
    }

    /// Iterates over the open elements within the innermost Markdown container, innermost first, with their indices.
    pub(super) fn in_container(&self) -> impl Iterator<Item = (usize, &OpenElement)> {
        let all = self.open.iter().enumerate().rev().take(MAX_LOOKBACK);
        all.take_while(|(_, open)| open.element != Element::MarkdownBoundary)
    }

    /// Returns the index of the innermost open element for which `wanted` holds, within the innermost `border`.
    pub(super) fn find(
        &self,
        wanted: impl Fn(Element) -> bool,
        border: impl Fn(Element) -> bool,
    ) -> Option<usize> {
        let mut here = self
            .in_container()
            .take_while(|(_, open)| !border(open.element));
        here.find(|(_, open)| wanted(open.element))
            .map(|(at, _)| at)
    }

    /// Ends the element that an end tag names, and the elements within it. If a Markdown container stands between, the
    /// element ends with that container. Does nothing without such an element.
    pub(super) fn close(&mut self, build: &mut Builder<'_>, element: Element, at: usize) {
        let is_border =
            |open: &OpenElement| open.element.is_table_part() && !element.is_table_part();
        let mut is_outside = false;
        for index in (self.open.len().saturating_sub(MAX_LOOKBACK)..self.open.len()).rev() {
            let open = &mut self.open[index];
            if open.element.is_ended_by(element) && !open.is_end_pending {
                if is_outside {
                    open.is_end_pending = true;
                    self.pending_ends += 1;
                } else {
                    self.close_to(build, index, at);
                }
                return;
            }
            if is_border(open) {
                return;
            }
            is_outside |= open.element == Element::MarkdownBoundary;
        }
    }

    /// Ends the elements from `index` on.
    pub(super) fn close_to(&mut self, build: &mut Builder<'_>, index: usize, at: usize) {
        while self.open.len() > index {
            let Some(open) = self.open.pop() else { return };
            self.pending_ends -= usize::from(open.is_end_pending);
            end_block(build, at);
            if open.element == Element::ListItem && open.block == build.document.blocks.len() {
                build.begin(Kind::Empty, at);
                build.end(at);
            }
            for _ in 0..open.containers {
                build.close();
            }
            if open.element.is_table_part() {
                self.end_table_part(build, &open, at);
            }
        }
    }

    /// Opens a block for text at byte `at` of the file, unless one is open.
    pub(crate) fn ensure_block(&mut self, build: &mut Builder<'_>, at: usize) {
        if build.in_block() {
            return;
        }
        let here = build.document.container(build.current_container());
        let goes_on = (here.first_block as usize) < build.document.blocks.len();
        if goes_on && matches!(here.kind, ContainerKind::Item { .. }) && !self.in_empty_paragraph {
            build.request_margin(0);
        }
        self.begin(build, at);
    }

    /// Starts the block for text at byte `at` of the file: of the kind of the innermost open element, else a paragraph.
    pub(crate) fn begin(&mut self, build: &mut Builder<'_>, at: usize) {
        self.in_empty_paragraph = false;
        let around = self
            .in_container()
            .find(|(_, open)| !matches!(open.element, Element::Group(_)));
        let around = around.map(|(index, _)| index);
        let (element, name) = match around {
            Some(index) => (self.open[index].element, self.open[index].name.take()),
            None => (Element::Paragraph, None),
        };
        let kind = match element {
            Element::Heading(level) => Kind::Heading(level),
            Element::Summary => Kind::Summary,
            Element::Term => Kind::Term,
            Element::Caption => Kind::Caption,
            Element::Preformatted => {
                let language = name.as_deref().and_then(|name| build.language(name));
                if let Some(index) = around {
                    self.open[index].name.clone_from(&name);
                }
                Kind::Code { language }
            }
            _ => Kind::Paragraph,
        };
        build.begin(kind, at);
        if let (Kind::Heading(_), Some(id)) = (kind, name) {
            build.name_heading(&id);
        }
        self.resume_marks(build);
    }

    /// Returns the innermost open table, if its rows are laid out as a table.
    pub(super) fn grid(&mut self) -> Option<&mut SpanGrid> {
        let table = self.find(|element| element == Element::Table, |_| false)?;
        self.open[table].grid.as_deref_mut()
    }

    /// Tells the builder the end of a table, a row or a cell.
    fn end_table_part(&mut self, build: &mut Builder<'_>, open: &OpenElement, at: usize) {
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
                grid.end_cell(open.items);
            }
        }
        if open.element == Element::Row {
            let in_head = self
                .open
                .last()
                .is_some_and(|open| open.element == Element::TableHead);
            if in_head || open.is_head && open.items > 0 {
                build.make_head();
            }
            build.end_row(at);
        }
    }

    /// Returns true if blanks and line ends are significant.
    pub(super) fn is_preformatted(&self) -> bool {
        let mut here = self.in_container().map(|(_, open)| open.element);
        here.find(|element| !matches!(element, Element::Group(_))) == Some(Element::Preformatted)
    }
}

impl OpenElement {
    fn new(element: Element, block: usize) -> Self {
        Self {
            element,
            containers: 0,
            block,
            is_end_pending: false,
            items: 0,
            number: None,
            is_loose: false,
            grid: None,
            is_head: false,
            name: None,
        }
    }
}

/// Ends the open block. An image that is all of it gets its frame.
pub(super) fn end_block(build: &mut Builder<'_>, at: usize) {
    if build.in_block() {
        build.frame_image();
    }
    build.end(at);
}
