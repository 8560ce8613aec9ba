//! Block elements.

use super::stack::{ElementProperties, OpenElement, OpenList, end_open_block};
use super::{Element, HtmlReader, HtmlTag, admonition};
use crate::document::{ContainerKind, InitialFold, Kind};

impl HtmlReader<'_, '_> {
    /// Handles the start tag of a block element.
    pub(super) fn start_block_element(
        &mut self,
        element: Element,
        tag: &HtmlTag<'_>,
        source: usize,
    ) {
        if self.is_code_line(element) {
            return self.start_code_line();
        }
        if self.is_stray_cell(element) {
            return self.start_stray_cell();
        }
        end_open_block(self.builder, source);
        self.state.in_empty_paragraph = false;
        self.open_block_element(element, tag, source);
        if !self.builder.in_cell() || element.is_table_part() {
            return;
        }
        // Outside cells, `ensure_block` starts a block for the text of the element, and resumes the open formats. In a cell,
        // the block of the table row is already open, so `ensure_block` does neither.
        if element.has_own_block_kind() {
            self.state.begin_block(self.builder, source);
        } else {
            self.state.resume_formats(self.builder);
        }
    }

    /// Adds a block element to the open elements, and opens its container if it has one. A block for the text of the element
    /// starts later, with the text.
    fn open_block_element(&mut self, element: Element, tag: &HtmlTag<'_>, source: usize) {
        match element {
            Element::Paragraph | Element::Group(_) => {
                self.start_paragraph_or_group(element, tag, source);
            }
            Element::Heading(_) => {
                self.close_innermost(
                    |open_element| matches!(open_element, Element::Heading(_)),
                    |_| false,
                    source,
                );
                let id = tag.first_attribute(&["id"]);
                self.push(element).properties = ElementProperties::Heading { id };
            }
            Element::Preformatted => {
                let language = tag.language().or_else(|| self.enclosing_language());
                self.push(element).properties = ElementProperties::CodeLanguage { language };
            }
            Element::Details => {
                let fold = InitialFold::open_if(tag.attribute("open").is_some());
                self.push_container(element, ContainerKind::Details { fold });
            }
            Element::BlockQuote => self.push_container(element, ContainerKind::Quote),
            Element::UnorderedList => self.start_unordered_list(),
            Element::OrderedList => self.start_ordered_list(tag),
            Element::ListItem => self.start_item(tag, source),
            Element::Term | Element::Definition => self.start_term_or_definition(element, source),
            Element::Caption => self.start_caption(),
            Element::Rule => {
                // A rule has no text, so its block is complete at once.
                self.builder.begin(Kind::Rule, source);
                self.builder.end(source);
            }
            element if element.is_table_part() => self.start_table_part(element, tag, source),
            element => {
                self.push(element);
            }
        }
    }

    /// Handles the end tag of a block element.
    pub(super) fn end_block_element(&mut self, element: Element, source: usize) {
        if self.is_code_line(element) {
            // The code after the element is on a new line.
            return self.start_code_line();
        }
        if self.is_stray_cell(element) {
            return;
        }
        end_open_block(self.builder, source);
        self.state.in_empty_paragraph = false;
        self.state.close(self.builder, element, source);
        if self.builder.in_cell() {
            self.state.resume_formats(self.builder);
        }
    }

    /// Returns true if an element is a paragraph or a group within preformatted text. Such an element is a line of code.
    fn is_code_line(&self, element: Element) -> bool {
        let is_group = matches!(element, Element::Group(_) | Element::Paragraph);
        is_group && self.state.is_preformatted()
    }

    /// Starts a new line of code, unless the current line of code is still empty.
    fn start_code_line(&mut self) {
        if self.builder.in_block() && !self.builder.at_line_start() {
            self.builder.push_text("\n");
        }
    }

    /// Adds an element to the open elements.
    fn push(&mut self, element: Element) -> &mut OpenElement {
        self.state.push(self.builder, element)
    }

    /// Opens a container, and adds the container's element to the open elements.
    fn push_container(&mut self, element: Element, kind: ContainerKind) {
        self.state.push_container(self.builder, element, kind);
    }

    /// Ends the innermost open element that matches `wanted`. The search stops at an element that matches `stops_at`.
    fn close_innermost(
        &mut self,
        wanted: impl Fn(Element) -> bool,
        stops_at: impl Fn(Element) -> bool,
        source: usize,
    ) {
        if let Some(index) = self.state.find(wanted, stops_at) {
            self.state.close_from(self.builder, index, source);
        }
    }

    /// Starts a paragraph or an [`Element::Group`]. The attributes of its tag may make it an admonition.
    fn start_paragraph_or_group(&mut self, element: Element, tag: &HtmlTag<'_>, source: usize) {
        if let Some((kind, title)) = admonition::kind_and_title(tag) {
            self.builder.open_admonition(&kind, &title, source);
            self.push(element).containers = 1;
        } else if element == Element::Paragraph {
            // The element is not added to the open elements, because a paragraph ends with its block.
            self.state.in_empty_paragraph = true;
            self.make_list_loose();
        } else {
            // The class of a group may name the language of the code within.
            let language = tag.language();
            self.push(element).properties = ElementProperties::CodeLanguage { language };
        }
    }

    /// If the innermost open element is a list item, separates the items of its list by empty rows.
    fn make_list_loose(&mut self) {
        let is_item = self
            .state
            .open
            .last()
            .is_some_and(|open| open.element == Element::ListItem);
        let list = self.state.open.iter_mut().nth_back(1);
        if let Some(ElementProperties::List(list)) = list.map(|open| &mut open.properties)
            && is_item
        {
            list.is_loose = true;
        }
    }

    /// Returns the language that the class of an enclosing group names.
    fn enclosing_language(&self) -> Option<String> {
        let mut groups = self
            .state
            .elements_in_container()
            .take_while(|(_, open)| matches!(open.element, Element::Group(_)));
        groups.find_map(|(_, open)| match &open.properties {
            ElementProperties::CodeLanguage { language } => language.clone(),
            _ => None,
        })
    }

    /// Starts an unordered list.
    fn start_unordered_list(&mut self) {
        let depth = self.builder.bullet_list_depth();
        self.start_list(
            Element::UnorderedList,
            ContainerKind::Bullets { depth },
            None,
        );
    }

    /// Starts an ordered list.
    fn start_ordered_list(&mut self, tag: &HtmlTag<'_>) {
        let first = tag.numeric_attribute("start").unwrap_or(1);
        // The width of the first number; `start_item` increases the width if another number is wider.
        let columns = ContainerKind::digit_count(first);
        let kind = ContainerKind::Numbers { columns };
        self.start_list(Element::OrderedList, kind, Some(first));
    }

    /// Starts a list. `first_number` is the number of its first item, or `None` for an unordered list. A nested list has no
    /// empty row above it.
    fn start_list(&mut self, element: Element, kind: ContainerKind, first_number: Option<u32>) {
        let mut indent_containers = 0;
        match self.builder.current_container_kind_mut() {
            Some(ContainerKind::Item { .. })
                if self
                    .state
                    .elements_in_container()
                    .next()
                    .is_some_and(|(_, open)| open.element == Element::ListItem) =>
            {
                self.builder.request_margin(0);
            }
            // A list directly within another list, outside its items.
            Some(ContainerKind::Bullets { .. } | ContainerKind::Numbers { .. }) => {
                self.builder.request_margin(0);
                self.builder.open(ContainerKind::Indent);
                indent_containers = 1;
            }
            _ => {}
        }
        let open = self.state.push_container(self.builder, element, kind);
        open.containers += indent_containers;
        open.properties = ElementProperties::List(OpenList {
            next_number: first_number,
            ..OpenList::default()
        });
    }

    /// Starts a list item.
    fn start_item(&mut self, tag: &HtmlTag<'_>, source: usize) {
        let is_list = |element| matches!(element, Element::UnorderedList | Element::OrderedList);
        let stops_at = |element: Element| is_list(element) || element.is_table_part();
        self.close_innermost(|element| element == Element::ListItem, stops_at, source);
        let follows_code_or_table = matches!(
            self.builder.last_kind(),
            Some(Kind::Code { .. } | Kind::TableRow { .. })
        );
        let list = self.state.find(is_list, Element::is_table_part);
        let mut number = None;
        if let Some(ElementProperties::List(list)) =
            list.map(|index| &mut self.state.open[index].properties)
        {
            if list.items > 0 {
                self.builder
                    .request_margin(u8::from(list.is_loose || follows_code_or_table));
            }
            list.items += 1;
            number = tag
                .numeric_attribute("value")
                .filter(|_| list.next_number.is_some())
                .or(list.next_number);
            list.next_number = number.map(|number| number.saturating_add(1));
        }
        if let (Some(number), Some(ContainerKind::Numbers { columns })) =
            (number, self.builder.current_container_kind_mut())
        {
            *columns = (*columns).max(ContainerKind::digit_count(number));
        }
        self.push_container(
            Element::ListItem,
            ContainerKind::Item { number, task: None },
        );
    }

    /// Starts a term, or a definition, which is indented below its term.
    fn start_term_or_definition(&mut self, element: Element, source: usize) {
        let is_term_or_definition =
            |element| matches!(element, Element::Term | Element::Definition);
        let stops_at =
            |element: Element| element == Element::DefinitionList || element.is_table_part();
        self.close_innermost(is_term_or_definition, stops_at, source);
        let is_term = |kind: Option<Kind>| matches!(kind, Some(Kind::Term));
        if element == Element::Term {
            if is_term(self.builder.last_kind()) {
                self.builder.request_margin(0);
            }
            self.push(element);
        } else {
            let mut open_elements = self.state.elements_in_container();
            let has_definition = open_elements.next().is_some_and(|(_, open)| {
                matches!(
                    open.properties,
                    ElementProperties::DefinitionList { definitions: 1.. }
                )
            });
            drop(open_elements);
            // A definition follows its term, or another definition of the term, without an empty row.
            if is_term(self.builder.last_kind()) || has_definition {
                self.builder.request_margin(0);
            }
            self.push_container(element, ContainerKind::Indent);
        }
        let list = self.state.find(
            |element| element == Element::DefinitionList,
            Element::is_table_part,
        );
        if let Some(ElementProperties::DefinitionList { definitions }) =
            list.map(|index| &mut self.state.open[index].properties)
        {
            *definitions = match element {
                Element::Term => 0,
                _ => *definitions + 1,
            };
        }
    }

    /// Starts a caption. A caption that is not the first block of its parent element has no empty row above it.
    fn start_caption(&mut self) {
        let parent = self.state.elements_in_container().next();
        if parent.is_some_and(|(_, open)| open.blocks_before < self.builder.document.blocks.len()) {
            self.builder.request_margin(0);
        }
        self.push(Element::Caption);
    }
}
