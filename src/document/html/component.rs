//! Tags that are not HTML elements: components, and placeholders in prose such as `<url>`, which are shown as text.

use std::ops::Range;

use super::media::name_of;
use super::{HtmlReader, HtmlTag};
use crate::document::{LinkKind, Marks};

impl HtmlReader<'_, '_> {
    /// Handles a start tag whose name is not an HTML element. A component shows its address and its label; a tag
    /// without an end tag is shown as text. `span` is the range of the tag in the piece.
    pub(super) fn unknown_start(&mut self, name: &str, tag: &HtmlTag<'_>, span: &Range<usize>) {
        let at = self.place(span.start);
        let source = &self.raw[span.clone()];
        let is_single = tag.0.self_closing;
        let is_component = is_component(name, source) && (is_single || self.has_end(name));
        if !is_component {
            return self.words(source, at);
        }
        let is_shown = !name.contains("icon") && self.component(tag, at);
        if !is_shown && is_single && !name.contains('-') {
            self.words(source, at);
        }
    }

    /// Handles an end tag whose name is not an HTML element.
    pub(super) fn unknown_end(&mut self, name: &str, span: &Range<usize>) {
        let source = &self.raw[span.clone()];
        if !is_component(name, source) {
            self.words(source, self.place(span.start));
        }
    }

    /// Shows the label of a component, as a link if the component has an address. Returns false and shows nothing if it
    /// has neither.
    fn component(&mut self, tag: &HtmlTag<'_>, at: usize) -> bool {
        let address = tag.first(&["src", "url", "href", "to"]);
        let is_single = tag.0.self_closing;
        let label = tag
            .first(&["title", "name", "label", "alt"])
            .or_else(|| tag.first(&["text"]).filter(|_| is_single));
        if address.is_none() && label.is_none() {
            return false;
        }
        let is_between_blocks = !self.build.in_block();
        self.state.ensure_block(self.build, at);
        if !self.build.at_line_start() {
            self.build.blank();
        }
        let (mark, link) = match &address {
            Some(address) => {
                let links = &mut self.build.document.links;
                let link = links.push(LinkKind::Text, address, "", at);
                (Marks::LINK, Some(link))
            }
            None if is_single => (Marks::NONE, None),
            None => (Marks::STRONG, None),
        };
        let label = label.or_else(|| {
            address
                .as_deref()
                .map(|address| name_of(address).to_owned())
        });
        self.build.enter(mark, link);
        self.build.text(label.unwrap_or_default().trim());
        self.build.leave(mark);
        if is_single {
            return true;
        }
        if is_between_blocks {
            super::stack::end_block(self.build, at);
        } else {
            self.build.blank();
        }
        true
    }
}

/// Returns true if a tag may be a component: of a framework, with a capital letter, or a custom element with a hyphen
/// (WHATWG HTML, 4.13.2). `source` is the text of the tag.
fn is_component(name: &str, source: &str) -> bool {
    let first = source.trim_start_matches(['<', '/']).chars().next();
    name.contains('-') || first.is_some_and(|first| first.is_ascii_uppercase())
}
