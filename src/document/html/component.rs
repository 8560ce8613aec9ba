//! Tags that are not HTML elements. A component shows its label or its address. Words in angle brackets in prose, such as
//! `<url>`, are shown as text.

use std::ops::Range;

use super::media::label_of;
use super::{ADDRESS_ATTRIBUTES, HtmlReader, HtmlTag, LABEL_ATTRIBUTES};
use crate::document::{InlineFormats, LinkKind};

impl HtmlReader<'_, '_> {
    /// Handles a start tag whose name is not an HTML element. A component shows its label or its address. A tag that is not a
    /// component, or has no end, is shown as text. `range` is the range of the tag in `self.raw`, the piece of HTML that is read.
    pub(super) fn start_unknown(&mut self, name: &str, tag: &HtmlTag<'_>, range: &Range<usize>) {
        let source = self.file_offset(range.start);
        let raw_tag = &self.raw[range.clone()];
        let is_self_closing = tag.0.self_closing;
        let is_component =
            may_be_component(name, raw_tag) && (is_self_closing || self.has_end(name));
        if !is_component {
            return self.add_text(raw_tag, source);
        }
        // The label of an icon, which is only the name of a picture, is not shown.
        let is_shown = !name.contains("icon") && self.add_component(tag, source);
        // If neither label nor address is shown, a self-closing tag is shown as text, even the tag of an icon. Exception:
        // a custom element, whose name has a hyphen, may have neither label nor address. It then shows nothing.
        if !is_shown && is_self_closing && !name.contains('-') {
            self.add_text(raw_tag, source);
        }
    }

    /// Handles an end tag whose name is not an HTML element. The end tag of a possible component shows nothing. Any other end tag
    /// is shown as text.
    pub(super) fn end_unknown(&mut self, name: &str, range: &Range<usize>) {
        let raw_tag = &self.raw[range.clone()];
        if !may_be_component(name, raw_tag) {
            self.add_text(raw_tag, self.file_offset(range.start));
        }
    }

    /// Shows the label of a component, as a link if the component has an address. Without a label, the link shows a label made
    /// from the address. Returns false and shows nothing if the component has neither a label nor an address.
    fn add_component(&mut self, tag: &HtmlTag<'_>, source: usize) -> bool {
        let address = tag.first_attribute(&ADDRESS_ATTRIBUTES);
        let is_self_closing = tag.0.self_closing;
        // If a component has content, this content is shown instead of the attribute `text`.
        let label = tag
            .first_attribute(&LABEL_ATTRIBUTES)
            .or_else(|| tag.first_attribute(&["text"]).filter(|_| is_self_closing));
        if address.is_none() && label.is_none() {
            return false;
        }
        let is_between_blocks = !self.builder.in_block();
        self.state.ensure_block(self.builder, source);
        if !self.builder.at_line_start() {
            self.builder.push_blank();
        }
        let (formats, link) = match &address {
            Some(address) => {
                let links = &mut self.builder.document.links;
                let link = links.push(LinkKind::Text, address, "", source);
                (InlineFormats::LINK, Some(link))
            }
            None if is_self_closing => (InlineFormats::NONE, None),
            // The label is the title of the content.
            None => (InlineFormats::STRONG, None),
        };
        let label = label.or_else(|| {
            address
                .as_deref()
                .map(|address| label_of(address).to_owned())
        });
        self.builder.open_formats(formats, link);
        self.builder.push_text(label.unwrap_or_default().trim());
        self.builder.close_formats(formats);
        if is_self_closing {
            return true;
        }
        if is_between_blocks {
            super::stack::end_open_block(self.builder, source);
        } else {
            self.builder.push_blank();
        }
        true
    }
}

/// Returns true if a tag may be a component. The name of a framework's component starts with a capital letter. The name of a
/// custom element contains a hyphen (WHATWG HTML, 4.13.2). `raw_tag` is the tag as it was written; `name` is in lower case.
fn may_be_component(name: &str, raw_tag: &str) -> bool {
    let first = raw_tag.trim_start_matches(['<', '/']).chars().next();
    name.contains('-') || first.is_some_and(|first| first.is_ascii_uppercase())
}
