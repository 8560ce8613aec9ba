//! Presentation `MathML` within a line: scripts, fractions and roots. Other elements are shown as their text.
//!
//! The meaning of an element depends on its position among its parent's children (`MathML` Core, 3): the second child
//! of `<msup>` is the superscript.

use super::sub_and_superscript::Script;
use super::{Element, HtmlReader};

/// A `MathML` element, by the roles of its children.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MathElement {
    /// Any number of children without a special role.
    Group,
    /// A base and a superscript.
    Superscript,
    /// A base and a subscript.
    Subscript,
    /// A base, a subscript and a superscript.
    SubSuperscript,
    /// A numerator and a denominator.
    Fraction,
    /// The radicand of a root.
    Root,
}

impl MathElement {
    /// Returns the variant for a `MathML` element name.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "mi" | "mn" | "mo" | "mtext" | "ms" | "mrow" | "mstyle" | "mpadded" => Self::Group,
            "msup" | "mover" => Self::Superscript,
            "msub" | "munder" => Self::Subscript,
            "msubsup" | "munderover" => Self::SubSuperscript,
            "mfrac" => Self::Fraction,
            "msqrt" => Self::Root,
            _ => return None,
        })
    }
}

impl HtmlReader<'_, '_> {
    /// Starts child number `child` (from 1) of the element `parent`. Returns the script of the child if it is a superscript or
    /// subscript.
    pub(super) fn start_math_child(
        &mut self,
        parent: MathElement,
        child: u8,
        source: usize,
    ) -> Option<Script> {
        match (parent, child) {
            (MathElement::Superscript, 2) | (MathElement::SubSuperscript, 3) => {
                Some(Script::Superscript)
            }
            (MathElement::Subscript | MathElement::SubSuperscript, 2) => Some(Script::Subscript),
            (MathElement::Fraction, 2) => {
                self.add_text("/", source);
                None
            }
            (MathElement::Root, 1) => {
                self.add_text("√", source);
                None
            }
            _ => None,
        }
    }

    /// Returns true if the innermost open inline element is a part of a formula. Blanks between the tags of a formula are not
    /// significant.
    pub(super) fn in_math(&self) -> bool {
        let last = self.state.inline.last();
        last.is_some_and(|open| matches!(open.element, Element::Math(_)))
    }
}
