//! What the names of elements mean (WHATWG HTML, 4 and 15.3).

use super::math::Math;
use crate::document::Marks;

/// An element, as far as folio tells it from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    /// No element: a container of Markdown's, around what HTML opens within it.
    Markdown,
    /// Starts and ends on a row of its own and is nothing else; by its place in [`GROUPS`].
    Group(u8),
    Paragraph,
    /// Its level.
    Heading(u8),
    Preformatted,
    Details,
    Summary,
    Quotation,
    Bullets,
    Numbers,
    Item,
    Definitions,
    Term,
    Definition,
    Caption,
    Table,
    /// A part of a table: its head, and a body or its foot.
    Head,
    Section,
    Row,
    Cell,
    /// Text that is only marked.
    Mark(Marks),
    Superscript,
    Subscript,
    /// Words that are said, in quotation marks.
    Said,
    /// What a title spells out.
    Abbreviation,
    /// How a word is read, behind it.
    Reading,
    Link,
    /// A part of a formula in `MathML`.
    Math(Math),
    /// folio's own: the name of something that can't be shown.
    Placeholder,
    /// folio's own: a formula as it was written.
    Formula,
    Break,
    Rule,
    Image,
    Input,
    /// What it holds is no text.
    Hidden,
    /// Shown elsewhere, and here a link: its sign.
    Media(&'static str),
}

/// Sorted.
const GROUPS: [&str; 26] = [
    "address", "article", "aside", "body", "center", "dialog", "div", "fieldset", "figure",
    "footer", "form", "frameset", "head", "header", "hgroup", "html", "legend", "main", "nav",
    "noframes", "optgroup", "option", "search", "section", "select", "title",
];

impl Element {
    /// The element of a name in lower case; `None` for one whose content is shown as if it had none.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "p" => Self::Paragraph,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Self::Heading(name.as_bytes()[1] - b'0'),
            "pre" | "listing" | "xmp" => Self::Preformatted,
            "details" => Self::Details,
            "summary" => Self::Summary,
            "blockquote" => Self::Quotation,
            "ul" | "menu" | "dir" => Self::Bullets,
            "ol" => Self::Numbers,
            "li" => Self::Item,
            "dl" => Self::Definitions,
            "dt" => Self::Term,
            "dd" => Self::Definition,
            "figcaption" | "caption" => Self::Caption,
            "table" => Self::Table,
            "thead" => Self::Head,
            "tbody" | "tfoot" => Self::Section,
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

    fn inline(name: &str) -> Option<Self> {
        Some(match name {
            "em" | "i" | "cite" | "dfn" | "var" => Self::Mark(Marks::EMPHASIS),
            "strong" | "b" => Self::Mark(Marks::STRONG),
            "del" | "s" | "strike" => Self::Mark(Marks::STRIKE),
            "u" | "ins" => Self::Mark(Marks::UNDERLINE),
            "code" | "samp" | "tt" => Self::Mark(Marks::CODE),
            "kbd" => Self::Mark(Marks::KEY),
            "mark" => Self::Mark(Marks::MARK),
            "small" => Self::Mark(Marks::DETAIL),
            "sub" => Self::Subscript,
            "sup" => Self::Superscript,
            "q" => Self::Said,
            "abbr" | "acronym" => Self::Abbreviation,
            "rt" => Self::Reading,
            // The formula once more, in the words of its author's program.
            "rp" | "annotation" | "annotation-xml" => Self::Hidden,
            "math" => Self::Mark(Marks::MATH),
            "a" => Self::Link,
            "folio-placeholder" => Self::Placeholder,
            "folio-math" => Self::Formula,
            name => return Math::named(name).map(Self::Math),
        })
    }

    fn group(name: &str) -> Option<Self> {
        let at = GROUPS.binary_search(&name).ok()?;
        Some(Self::Group(at as u8))
    }

    /// Whether it marks words within a row and ends with its block.
    pub(super) const fn is_inline(self) -> bool {
        matches!(
            self,
            Self::Mark(_)
                | Self::Superscript
                | Self::Subscript
                | Self::Said
                | Self::Abbreviation
                | Self::Reading
                | Self::Link
                | Self::Math(_)
                | Self::Placeholder
                | Self::Formula
        )
    }

    /// Whether an end tag of `other` ends it: a heading is ended by that of any level.
    pub(super) fn is_ended_by(self, other: Self) -> bool {
        self == other || matches!((self, other), (Self::Heading(_), Self::Heading(_)))
    }

    /// Whether its text is a block of a kind of its own.
    pub(super) const fn has_kind(self) -> bool {
        matches!(
            self,
            Self::Heading(_) | Self::Summary | Self::Term | Self::Caption | Self::Preformatted
        )
    }

    /// Whether it belongs to a table.
    pub(super) const fn is_of_table(self) -> bool {
        matches!(
            self,
            Self::Table | Self::Head | Self::Section | Self::Row | Self::Cell
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_known() {
        assert!(GROUPS.is_sorted());
        for (at, name) in GROUPS.iter().enumerate() {
            assert_eq!(Element::named(name), Some(Element::Group(at as u8)));
        }
        assert_eq!(Element::named("blink"), None);
    }
}
