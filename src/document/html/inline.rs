//! Inline elements: formats, links, superscripts and subscripts, quotation marks, abbreviations, ruby, check boxes, and folio's
//! own element for placeholders.

use super::stack::ElementProperties;
use super::sub_and_superscript::{self, Script, ScriptSpelling};
use super::{Element, HtmlReader, HtmlState, HtmlTag};
use crate::document::build::Builder;
use crate::document::{InlineFormats, LinkId, LinkKind};

/// Maximum number of open inline elements. The tags of further elements are ignored, but their text is shown.
const MAX_OPEN_ELEMENTS: usize = 64;
/// Maximum number of open inline elements, outermost first, whose formats continue in the next block.
const MAX_RESUMED_ELEMENTS: usize = 16;

/// An open inline element.
#[derive(Debug)]
pub(super) struct OpenInline {
    pub(super) element: Element,
    formats: InlineFormats,
    link: Option<LinkId>,
    /// The byte of the document's text at which the element begins, or `None` if no block was open at its start tag.
    text_start: Option<usize>,
    /// The title of an abbreviation; empty for other elements.
    title: String,
    /// The vertical position if the element is a superscript or subscript.
    script: Option<Script>,
    /// Number of child elements of a `MathML` element so far.
    child_count: u8,
}

impl HtmlState {
    /// Continues the open formats in a new block.
    pub(super) fn resume_formats(&mut self, builder: &mut Builder<'_>) {
        for open in self.inline.iter_mut().take(MAX_RESUMED_ELEMENTS) {
            open.text_start = None;
            if open.formats != InlineFormats::NONE {
                builder.open_formats(open.formats, open.link);
            }
        }
    }
}

impl HtmlReader<'_, '_> {
    /// Handles the start tag of an inline element.
    pub(super) fn start_inline_element(
        &mut self,
        element: Element,
        tag: &HtmlTag<'_>,
        source: usize,
    ) {
        if self.state.is_preformatted() {
            return self.record_language(tag);
        }
        if self.state.inline.len() >= MAX_OPEN_ELEMENTS {
            return;
        }
        let mut open = OpenInline {
            element,
            formats: formats(element),
            link: None,
            text_start: None,
            title: String::new(),
            script: None,
            child_count: 0,
        };
        match element {
            Element::Superscript => open.script = Some(Script::Superscript),
            Element::Subscript => open.script = Some(Script::Subscript),
            Element::Math(_) => open.script = self.start_next_math_child(source),
            Element::Link => {
                let Some(target) = tag.attribute("href") else {
                    return;
                };
                let title = tag.attribute("title").unwrap_or_default();
                let links = &mut self.builder.document.links;
                open.link = Some(links.push(LinkKind::Text, &target, &title, source));
            }
            Element::Abbreviation => open.title = tag.attribute("title").unwrap_or_default(),
            Element::Quote => self.open_quotation(source),
            Element::Placeholder => self.state.ensure_block(self.builder, source),
            _ => {}
        }
        if self.builder.in_block() {
            // A superscript or subscript without formats starts a span too, because `spell_script` may add a format to the span.
            if open.formats != InlineFormats::NONE || open.script.is_some() {
                self.builder.open_formats(open.formats, open.link);
            }
            open.text_start = Some(self.builder.document.text.len());
        }
        match element {
            Element::Placeholder => self.builder.push_text("⟨"),
            Element::RubyText => self.add_text("(", source),
            _ => {}
        }
        self.state.inline.push(open);
    }

    /// Handles the end tag of an inline element.
    pub(super) fn end_inline_element(&mut self, element: Element) {
        let index = self
            .state
            .inline
            .iter()
            .rposition(|open| open.element == element);
        let Some(open) = index.map(|index| self.state.inline.remove(index)) else {
            return;
        };
        if !self.builder.in_block() {
            return;
        }
        match element {
            Element::Placeholder => self.builder.push_text("⟩"),
            Element::RubyText => self.builder.push_text(")"),
            Element::Quote => self.close_quotation(),
            _ if open.script.is_some() => {
                if let (Some(start), Some(script)) = (open.text_start, open.script) {
                    self.spell_script(start, script);
                }
            }
            Element::Abbreviation => self.expand_abbreviation(&open),
            _ => {}
        }
        if open.formats != InlineFormats::NONE || open.script.is_some() {
            self.builder.close_formats(open.formats);
        }
    }

    /// Starts the next child of the innermost `MathML` element. Returns the script of the child if it is a superscript or
    /// subscript.
    fn start_next_math_child(&mut self, source: usize) -> Option<Script> {
        let parent = self.state.inline.last_mut()?;
        let Element::Math(math) = parent.element else {
            return None;
        };
        parent.child_count = parent.child_count.saturating_add(1);
        // The first child has the number 1.
        let child_number = parent.child_count;
        self.start_math_child(math, child_number, source)
    }

    /// Applies `formats` to all further text of the open table cell.
    pub(super) fn format_cell(&mut self, formats: InlineFormats) {
        let element = Element::Formatted(formats);
        self.builder.open_formats(formats, None);
        self.state.inline.push(OpenInline {
            element,
            formats,
            link: None,
            text_start: None,
            title: String::new(),
            script: None,
            child_count: 0,
        });
    }

    /// Records the language of preformatted text if the class of an inline element names it, such as the class of `<code>`
    /// within `<pre>`. An element after the first text is ignored.
    fn record_language(&mut self, tag: &HtmlTag<'_>) {
        if self.builder.in_block() {
            return;
        }
        if let (Some(language), Some(open)) = (tag.language(), self.state.open.last_mut()) {
            open.properties = ElementProperties::CodeLanguage {
                language: Some(language),
            };
        }
    }

    /// Adds the opening quotation mark.
    fn open_quotation(&mut self, source: usize) {
        self.state.ensure_block(self.builder, source);
        let mark = if self.has_single_quotation_marks() {
            "‘"
        } else {
            "“"
        };
        self.builder.push_text(mark);
    }

    /// Adds the closing quotation mark.
    fn close_quotation(&mut self) {
        let mark = if self.has_single_quotation_marks() {
            "’"
        } else {
            "”"
        };
        self.builder.push_text(mark);
    }

    /// Returns true if the current quotation uses single quotation marks (Chicago Manual of Style, 13.30).
    fn has_single_quotation_marks(&self) -> bool {
        // The current quotation is not among the open elements: it is added after its opening mark, and removed before its
        // closing mark.
        let open_elements = self.state.inline.iter();
        let outer_quotations = open_elements.filter(|open| open.element == Element::Quote);
        outer_quotations.count() % 2 == 1
    }

    /// Adds the title of an abbreviation after the abbreviation, unless the abbreviation contains the title. Each title is added
    /// once in a document.
    fn expand_abbreviation(&mut self, open: &OpenInline) {
        let title = open.title.trim();
        let start = open
            .text_start
            .unwrap_or_else(|| self.builder.open_text_start());
        let text = self.builder.document.text.get(start..).unwrap_or_default();
        if title.is_empty() || text.contains(title) {
            return;
        }
        if self.state.expanded_titles.insert(title.to_owned()) {
            self.builder.push_text(" (");
            self.builder.push_text(title);
            self.builder.push_text(")");
        }
    }

    /// Converts the text from byte `start` to the end into a superscript or subscript.
    fn spell_script(&mut self, start: usize, script: Script) {
        let text = &self.builder.document.text;
        let Some(script_text) = text.get(start..).filter(|text| !text.is_empty()) else {
            return;
        };
        let block_start = self.builder.open_text_start();
        let char_before = text
            .get(block_start..start)
            .and_then(|text| text.chars().next_back());
        let (sign, sign_and_bracket) = match script {
            Script::Superscript => ("^", "^("),
            Script::Subscript => ("_", "_("),
        };
        match sub_and_superscript::spelling(script_text, char_before, script) {
            ScriptSpelling::Small => self
                .builder
                .replace_chars(start, |char| sub_and_superscript::small_form(char, script)),
            ScriptSpelling::Prefixed => self.builder.insert(start, sign),
            ScriptSpelling::Parenthesized => {
                self.builder.insert(start, sign_and_bracket);
                self.builder.push_text(")");
            }
            ScriptSpelling::Dimmed => self.builder.format_from(start, InlineFormats::SECONDARY),
            ScriptSpelling::Plain => {}
        }
    }

    /// Handles an `<input>`: adds the symbol of a check box to the text. Ignores inputs of other types.
    pub(super) fn start_input(&mut self, tag: &HtmlTag<'_>, source: usize) {
        if tag
            .attribute("type")
            .is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox"))
        {
            let is_done = tag.attribute("checked").is_some();
            self.add_text(if is_done { "☑ " } else { "☐ " }, source);
        }
    }
}

/// Returns the formats that an element adds to its text.
fn formats(element: Element) -> InlineFormats {
    match element {
        Element::Formatted(formats) => formats,
        Element::Link => InlineFormats::LINK,
        Element::Placeholder => InlineFormats::PLACEHOLDER,
        _ => InlineFormats::NONE,
    }
}
