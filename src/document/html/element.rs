//! The mapping from HTML element names to [`Element`] (WHATWG HTML, 4 and 15.3).

use super::math::MathElement;
use crate::document::InlineFormats;

/// The meaning of an HTML element. Elements that are shown in the same way share a variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    /// Not an HTML element: the entry in the stack of open elements at which a Markdown container starts. Elements that start
    /// within the container end with it.
    MarkdownBoundary,
    /// A block element without a special rendering, with the index of its name in [`GROUPS`]. The index tells which end tag
    /// ends the element.
    Group(u8),
    Paragraph,
    /// A heading with its level.
    Heading(u8),
    Preformatted,
    Details,
    Summary,
    BlockQuote,
    UnorderedList,
    OrderedList,
    ListItem,
    DefinitionList,
    Term,
    Definition,
    Caption,
    Table,
    TableHead,
    /// The body or the foot of a table.
    TableBody,
    Row,
    Cell,
    /// An inline element that only formats its text.
    Formatted(InlineFormats),
    Superscript,
    Subscript,
    /// `<q>`: text in quotation marks.
    Quote,
    /// `<abbr>`: an abbreviation with its expansion in `title`.
    Abbreviation,
    /// `<rt>`: the pronunciation of the preceding word, shown in parentheses.
    RubyText,
    Link,
    /// A part of a `MathML` formula.
    Math(MathElement),
    /// `<folio-placeholder>`: the name of something that a terminal cannot show.
    Placeholder,
    /// `<folio-math>`: a formula within a line.
    Formula,
    /// `<folio-display-math>`: a formula on lines of its own.
    DisplayFormula,
    Break,
    Rule,
    Image,
    Input,
    /// An element whose content is not shown.
    Hidden,
    /// An embed, shown as a link. The symbol is shown in front of the link's text.
    Media(&'static str),
}

/// Names of block elements without a special rendering, sorted for binary search.
const GROUPS: [&str; 26] = [
    "address", "article", "aside", "body", "center", "dialog", "div", "fieldset", "figure",
    "footer", "form", "frameset", "head", "header", "hgroup", "html", "legend", "main", "nav",
    "noframes", "optgroup", "option", "search", "section", "select", "title",
];

impl Element {
    /// Returns the element for a name in lower case, or `None` if tags with that name are ignored.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "p" => Self::Paragraph,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Self::Heading(name.as_bytes()[1] - b'0'),
            "pre" | "listing" | "xmp" => Self::Preformatted,
            "details" => Self::Details,
            "summary" => Self::Summary,
            "blockquote" => Self::BlockQuote,
            "ul" | "menu" | "dir" => Self::UnorderedList,
            "ol" => Self::OrderedList,
            "li" => Self::ListItem,
            "dl" => Self::DefinitionList,
            "dt" => Self::Term,
            "dd" => Self::Definition,
            "figcaption" | "caption" => Self::Caption,
            "table" => Self::Table,
            "thead" => Self::TableHead,
            "tbody" | "tfoot" => Self::TableBody,
            "tr" => Self::Row,
            "td" | "th" => Self::Cell,
            "br" => Self::Break,
            "hr" => Self::Rule,
            "img" => Self::Image,
            "input" => Self::Input,
            "script" | "style" | "template" | "svg" => Self::Hidden,
            "iframe" | "video" | "embed" | "object" => Self::Media("▶"),
            "audio" => Self::Media("♪"),
            _ => return Self::inline(name).or_else(|| Self::group(name)),
        })
    }

    /// Returns the inline element for a name.
    fn inline(name: &str) -> Option<Self> {
        Some(match name {
            "em" | "i" | "cite" | "dfn" | "var" => Self::Formatted(InlineFormats::EMPHASIS),
            "strong" | "b" => Self::Formatted(InlineFormats::STRONG),
            "del" | "s" | "strike" => Self::Formatted(InlineFormats::STRIKE),
            "u" | "ins" => Self::Formatted(InlineFormats::UNDERLINE),
            "code" | "samp" | "tt" => Self::Formatted(InlineFormats::CODE),
            "kbd" => Self::Formatted(InlineFormats::KEY),
            "mark" => Self::Formatted(InlineFormats::HIGHLIGHT),
            "small" => Self::Formatted(InlineFormats::SECONDARY),
            "sub" => Self::Subscript,
            "sup" => Self::Superscript,
            "q" => Self::Quote,
            "abbr" | "acronym" => Self::Abbreviation,
            "rt" => Self::RubyText,
            // `<rp>` contains parentheses for browsers that ignore `<rt>`. Annotations repeat a formula in another notation.
            "rp" | "annotation" | "annotation-xml" => Self::Hidden,
            "math" => Self::Formatted(InlineFormats::MATH),
            "a" => Self::Link,
            "folio-placeholder" => Self::Placeholder,
            "folio-math" => Self::Formula,
            "folio-display-math" => Self::DisplayFormula,
            name => return MathElement::named(name).map(Self::Math),
        })
    }

    /// Returns [`Self::Group`] for a name in [`GROUPS`], and `None` for any other name.
    fn group(name: &str) -> Option<Self> {
        let index = GROUPS.binary_search(&name).ok()?;
        Some(Self::Group(index as u8))
    }

    /// Returns true for an inline element with content. Such an element ends with its block, if not before. A formula, an image
    /// or a line break is complete with its start tag, and therefore is not included.
    pub(super) const fn is_inline(self) -> bool {
        matches!(
            self,
            Self::Formatted(_)
                | Self::Superscript
                | Self::Subscript
                | Self::Quote
                | Self::Abbreviation
                | Self::RubyText
                | Self::Link
                | Self::Math(_)
                | Self::Placeholder
        )
    }

    /// Returns true if an end tag of `other` ends this element. The end tag of any heading level ends a heading.
    pub(super) fn is_ended_by(self, other: Self) -> bool {
        self == other || matches!((self, other), (Self::Heading(_), Self::Heading(_)))
    }

    /// Returns true if the text of the element has a block kind other than a paragraph.
    pub(super) const fn has_own_block_kind(self) -> bool {
        matches!(
            self,
            Self::Heading(_) | Self::Summary | Self::Term | Self::Caption | Self::Preformatted
        )
    }

    /// Returns true if the element is a table or a part of a table.
    pub(super) const fn is_table_part(self) -> bool {
        matches!(
            self,
            Self::Table | Self::TableHead | Self::TableBody | Self::Row | Self::Cell
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn group_names_are_sorted_and_map_to_groups() {
        assert!(GROUPS.is_sorted());
        for (index, name) in GROUPS.iter().enumerate() {
            assert_eq!(Element::named(name), Some(Element::Group(index as u8)));
        }
        assert_eq!(Element::named("blink"), None);
    }
}
