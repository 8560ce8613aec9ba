//! The elements that stand open: one stack, on which the containers of Markdown's stand too.

use super::table::Grid;
use super::{Element, State};
use crate::document::build::Builder;
use crate::document::{Kind, List};

/// How many elements an end tag looks back for its start: what is deeper ends with what is around it.
pub(super) const SEEN: usize = 256;

/// An element that stands open.
#[derive(Debug)]
pub(super) struct Open {
    pub(super) element: Element,
    /// How many containers it has opened.
    pub(super) containers: u8,
    /// How many blocks there were before it.
    pub(super) block: usize,
    /// Its end tag has come, within a container of Markdown's that must end first.
    is_ending: bool,
    /// Of a list: its items so far (of a row its cells, of a cell its columns), the number of the next, and whether there is air between them.
    pub(super) items: usize,
    pub(super) number: Option<u32>,
    pub(super) is_loose: bool,
    /// Of a table, if its rows are set as such.
    pub(super) grid: Option<Box<Grid>>,
    /// Of a row: all its cells are headings.
    pub(super) is_head: bool,
    /// Of a heading its id, of code its language.
    pub(super) name: Option<String>,
}

impl State {
    /// A container of Markdown's begins: what HTML opens within it ends with it.
    pub(in crate::document) fn enter(&mut self) {
        self.open.push(Open::new(Element::Markdown, 0));
    }

    /// The innermost container of Markdown's ends, which the builder has still open; and with it what HTML has opened
    /// within it, and what was to end since.
    pub(in crate::document) fn leave(&mut self, build: &mut Builder<'_>, at: usize) {
        let is_markdown = |open: &Open| open.element == Element::Markdown;
        let Some(around) = self.open.iter().rposition(is_markdown) else {
            return;
        };
        self.close_to(build, around + 1, at);
        self.open.pop();
    }

    /// Ends what was to end as soon as a container of Markdown's had ended.
    pub(in crate::document) fn settle(&mut self, build: &mut Builder<'_>, at: usize) {
        if self.ending == 0 {
            return;
        }
        let here = self.open.iter().rev().take(SEEN);
        let here = here.take_while(|open| open.element != Element::Markdown);
        let ending = here.enumerate().filter(|(_, open)| open.is_ending).last();
        if let Some((back, _)) = ending {
            let index = self.open.len() - 1 - back;
            self.close_to(build, index, at);
        }
    }

    /// The end of a piece that stands between blocks of Markdown's.
    pub(in crate::document) fn end_piece(&mut self, build: &mut Builder<'_>, at: usize) {
        end_block(build, at);
        self.inline.clear();
    }

    /// The end of the text: everything ends.
    pub(in crate::document) fn finish(&mut self, build: &mut Builder<'_>, at: usize) {
        self.close_to(build, 0, at);
    }

    pub(super) fn push(&mut self, build: &Builder<'_>, element: Element) -> &mut Open {
        let at = self.open.len();
        self.open
            .push(Open::new(element, build.document.blocks.len()));
        &mut self.open[at]
    }

    /// Opens a container for an element.
    pub(super) fn push_container(
        &mut self,
        build: &mut Builder<'_>,
        element: Element,
        list: List,
    ) -> &mut Open {
        build.open(list);
        let open = self.push(build, element);
        open.containers = 1;
        open
    }

    /// The elements that stand open within the innermost container of Markdown's, innermost first, with their places.
    pub(super) fn here(&self) -> impl Iterator<Item = (usize, &Open)> {
        let all = self.open.iter().enumerate().rev().take(SEEN);
        all.take_while(|(_, open)| open.element != Element::Markdown)
    }

    /// The innermost open element for which `wanted` holds, before any for which `border` does.
    pub(super) fn find(
        &self,
        wanted: impl Fn(Element) -> bool,
        border: impl Fn(Element) -> bool,
    ) -> Option<usize> {
        let mut here = self.here().take_while(|(_, open)| !border(open.element));
        here.find(|(_, open)| wanted(open.element))
            .map(|(at, _)| at)
    }

    /// Ends the element that an end tag names, and what stands open within it. One that Markdown's containers part from
    /// it ends with these. Without such an element nothing happens.
    pub(super) fn close(&mut self, build: &mut Builder<'_>, element: Element, at: usize) {
        let is_border = |open: &Open| open.element.is_of_table() && !element.is_of_table();
        let mut is_parted = false;
        for index in (self.open.len().saturating_sub(SEEN)..self.open.len()).rev() {
            let open = &mut self.open[index];
            if open.element.is_ended_by(element) && !open.is_ending {
                if is_parted {
                    open.is_ending = true;
                    self.ending += 1;
                } else {
                    self.close_to(build, index, at);
                }
                return;
            }
            if is_border(open) {
                return;
            }
            is_parted |= open.element == Element::Markdown;
        }
    }

    /// Ends the elements from that place on.
    pub(super) fn close_to(&mut self, build: &mut Builder<'_>, index: usize, at: usize) {
        while self.open.len() > index {
            let Some(open) = self.open.pop() else { return };
            self.ending -= usize::from(open.is_ending);
            end_block(build, at);
            if open.element == Element::Item && open.block == build.document.blocks.len() {
                build.begin(Kind::Empty, at);
                build.end(at);
            }
            for _ in 0..open.containers {
                build.close();
            }
            if open.element.is_of_table() {
                self.close_in_table(build, &open, at);
            }
        }
    }

    /// Makes sure that a block is open for text at byte `at` of the file, whoever it is from.
    pub(in crate::document) fn running(&mut self, build: &mut Builder<'_>, at: usize) {
        if build.in_block() {
            return;
        }
        let here = build.document.container(build.here());
        let goes_on = (here.first_block as usize) < build.document.blocks.len();
        if goes_on && matches!(here.list, List::Item { .. }) && !self.in_paragraph {
            build.ask_gap(0);
        }
        self.begin(build, at);
    }

    /// Begins the block that text at byte `at` of the file stands in: a paragraph, but for what HTML has opened.
    pub(in crate::document) fn begin(&mut self, build: &mut Builder<'_>, at: usize) {
        self.in_paragraph = false;
        let around = self
            .here()
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

    /// Whether blanks and line ends are kept.
    pub(super) fn is_preformatted(&self) -> bool {
        let mut here = self.here().map(|(_, open)| open.element);
        here.find(|element| !matches!(element, Element::Group(_))) == Some(Element::Preformatted)
    }
}

impl Open {
    fn new(element: Element, block: usize) -> Self {
        Self {
            element,
            containers: 0,
            block,
            is_ending: false,
            items: 0,
            number: None,
            is_loose: false,
            grid: None,
            is_head: false,
            name: None,
        }
    }
}

/// Ends the block being filled; an image that is all it holds gets its frame.
pub(super) fn end_block(build: &mut Builder<'_>, at: usize) {
    if build.in_block() {
        build.frame_image();
    }
    build.end(at);
}
