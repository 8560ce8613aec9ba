//! Block elements.

use super::stack::end_block;
use super::{Element, HtmlReader, HtmlTag, admonition};
use crate::document::{ContainerKind, Fold, Kind};

impl HtmlReader<'_, '_> {
    /// Handles the start tag of a block element.
    pub(super) fn start_block(&mut self, element: Element, tag: &HtmlTag<'_>, at: usize) {
        if self.state.is_preformatted() && matches!(element, Element::Group(_) | Element::Paragraph)
        {
            return self.code_line();
        }
        if self.is_stray_cell(element) {
            return self.start_stray_cell();
        }
        end_block(self.build, at);
        self.state.in_empty_paragraph = false;
        self.begin_block(element, tag, at);
        if !self.build.in_cell() || element.is_table_part() {
            return;
        }
        // A table cell always has an open block.
        if element.has_kind() {
            self.state.begin(self.build, at);
        } else {
            self.state.resume_marks(self.build);
        }
    }

    /// Pushes a block element, and opens the container or block that it stands for.
    fn begin_block(&mut self, element: Element, tag: &HtmlTag<'_>, at: usize) {
        match element {
            Element::Paragraph | Element::Group(_) => self.group(element, tag, at),
            Element::Heading(_) => {
                self.close_open(|open| matches!(open, Element::Heading(_)), |_| false, at);
                let id = tag.first(&["id"]);
                self.push(element).name = id;
            }
            Element::Preformatted => {
                let language = tag.language().or_else(|| self.language_around());
                self.push(element).name = language;
            }
            Element::Details => {
                let fold = Fold::open_if(tag.attribute("open").is_some());
                self.open(element, ContainerKind::Details { fold });
            }
            Element::BlockQuote => self.open(element, ContainerKind::Quote),
            Element::UnorderedList => self.unordered_list(),
            Element::OrderedList => self.ordered_list(tag),
            Element::ListItem => self.item(tag, at),
            Element::Term | Element::Definition => self.definition(element, at),
            Element::Caption => self.caption(),
            Element::Rule => {
                self.build.begin(Kind::Rule, at);
                self.build.end(at);
            }
            element if element.is_table_part() => self.start_in_table(element, tag, at),
            element => {
                self.push(element);
            }
        }
    }

    /// Handles the end tag of a block element.
    pub(super) fn end_block(&mut self, element: Element, at: usize) {
        if self.state.is_preformatted() && matches!(element, Element::Group(_) | Element::Paragraph)
        {
            return self.code_line();
        }
        if self.is_stray_cell(element) {
            return;
        }
        end_block(self.build, at);
        self.state.in_empty_paragraph = false;
        self.state.close(self.build, element, at);
        if self.build.in_cell() {
            self.state.resume_marks(self.build);
        }
    }

    /// Starts a new line of code: a block element within preformatted text is a line.
    fn code_line(&mut self) {
        if self.build.in_block() && !self.build.at_line_start() {
            self.build.text("\n");
        }
    }

    /// Pushes an open element.
    fn push(&mut self, element: Element) -> &mut super::stack::OpenElement {
        self.state.push(self.build, element)
    }

    /// Pushes an element that opens a container.
    fn open(&mut self, element: Element, kind: ContainerKind) {
        self.state.push_container(self.build, element, kind);
    }

    /// Ends the innermost open element that matches `wanted`. The search stops at an element that matches `border`.
    fn close_open(
        &mut self,
        wanted: impl Fn(Element) -> bool,
        border: impl Fn(Element) -> bool,
        at: usize,
    ) {
        if let Some(index) = self.state.find(wanted, border) {
            self.state.close_to(self.build, index, at);
        }
    }

    /// Starts an admonition, a paragraph, or a block element without further meaning.
    fn group(&mut self, element: Element, tag: &HtmlTag<'_>, at: usize) {
        if let Some((word, title)) = admonition::of(tag) {
            self.build.open_admonition(&word, &title, at);
            self.push(element).containers = 1;
        } else if element == Element::Paragraph {
            self.state.in_empty_paragraph = true;
            self.loosen();
        } else {
            let language = tag.language();
            self.push(element).name = language;
        }
    }

    /// If the paragraph is directly within a list item, separates the items of that list by blank rows.
    fn loosen(&mut self) {
        let is_item = self
            .state
            .open
            .last()
            .is_some_and(|open| open.element == Element::ListItem);
        let list = self.state.open.len().checked_sub(2);
        if let Some(list) = list.filter(|_| is_item) {
            self.state.open[list].is_loose = true;
        }
    }

    /// Returns the language that the class of an enclosing group names.
    fn language_around(&self) -> Option<String> {
        let mut groups = self
            .state
            .in_container()
            .take_while(|(_, open)| matches!(open.element, Element::Group(_)));
        groups.find_map(|(_, open)| open.name.clone())
    }

    /// Starts an unordered list.
    fn unordered_list(&mut self) {
        let depth = self.build.open_bullet_lists();
        self.list(Element::UnorderedList, ContainerKind::Bullets { depth });
    }

    /// Starts an ordered list.
    fn ordered_list(&mut self, tag: &HtmlTag<'_>) {
        let first = tag.number("start").unwrap_or(1);
        let columns = ContainerKind::digits(first);
        self.list(Element::OrderedList, ContainerKind::Numbers { columns })
            .number = Some(first);
    }

    /// Starts a list. Nested lists have no blank row above.
    fn list(&mut self, element: Element, kind: ContainerKind) -> &mut super::stack::OpenElement {
        let mut indents = 0;
        match self.build.current_kind_mut() {
            Some(ContainerKind::Item { .. })
                if self
                    .state
                    .in_container()
                    .next()
                    .is_some_and(|(_, open)| open.element == Element::ListItem) =>
            {
                self.build.request_margin(0);
            }
            // A list directly within another list, outside its items.
            Some(ContainerKind::Bullets { .. } | ContainerKind::Numbers { .. }) => {
                self.build.request_margin(0);
                self.build.open(ContainerKind::Indent);
                indents = 1;
            }
            _ => {}
        }
        let open = self.state.push_container(self.build, element, kind);
        open.containers += indents;
        open
    }

    /// Starts a list item.
    fn item(&mut self, tag: &HtmlTag<'_>, at: usize) {
        let is_list = |element| matches!(element, Element::UnorderedList | Element::OrderedList);
        let is_border = |element: Element| is_list(element) || element.is_table_part();
        self.close_open(|element| element == Element::ListItem, is_border, at);
        let is_after_block = matches!(
            self.build.last_kind(),
            Some(Kind::Code { .. } | Kind::Row { .. })
        );
        let list = self.state.find(is_list, Element::is_table_part);
        let mut number = None;
        if let Some(list) = list.map(|index| &mut self.state.open[index]) {
            if list.items > 0 {
                self.build
                    .request_margin(u8::from(list.is_loose || is_after_block));
            }
            list.items += 1;
            number = tag
                .number("value")
                .filter(|_| list.number.is_some())
                .or(list.number);
            list.number = number.map(|number| number.saturating_add(1));
        }
        if let (Some(number), Some(ContainerKind::Numbers { columns })) =
            (number, self.build.current_kind_mut())
        {
            *columns = (*columns).max(ContainerKind::digits(number));
        }
        self.open(
            Element::ListItem,
            ContainerKind::Item { number, task: None },
        );
    }

    /// Starts a term, or a definition indented below it.
    fn definition(&mut self, element: Element, at: usize) {
        let is_term_or_definition =
            |element| matches!(element, Element::Term | Element::Definition);
        let is_border =
            |element: Element| element == Element::Definitions || element.is_table_part();
        self.close_open(is_term_or_definition, is_border, at);
        let is_term = |kind: Option<Kind>| matches!(kind, Some(Kind::Term));
        if element == Element::Term {
            if is_term(self.build.last_kind()) {
                self.build.request_margin(0);
            }
            self.push(element);
        } else {
            let mut open_elements = self.state.in_container();
            let has_definition = open_elements.next().is_some_and(|(_, open)| open.items > 0);
            drop(open_elements);
            if is_term(self.build.last_kind()) || has_definition {
                self.build.request_margin(0);
            }
            self.open(element, ContainerKind::Indent);
        }
        let list = self.state.find(
            |element| element == Element::Definitions,
            Element::is_table_part,
        );
        if let Some(list) = list {
            let items = &mut self.state.open[list].items;
            *items = if element == Element::Term {
                0
            } else {
                *items + 1
            };
        }
    }

    /// Starts a caption. There is no blank row above it, unless it is the first block of its parent.
    fn caption(&mut self) {
        let parent = self.state.in_container().next();
        if parent.is_some_and(|(_, open)| open.block < self.build.document.blocks.len()) {
            self.build.request_margin(0);
        }
        self.push(Element::Caption);
    }

    /// Shows a check box. Ignores other inputs.
    pub(super) fn input(&mut self, tag: &HtmlTag<'_>, at: usize) {
        if tag
            .attribute("type")
            .is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox"))
        {
            let is_done = tag.attribute("checked").is_some();
            self.words(if is_done { "☑ " } else { "☐ " }, at);
        }
    }
}
