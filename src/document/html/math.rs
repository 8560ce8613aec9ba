//! Presentation `MathML` within a line: scripts, fractions and roots. Other elements are shown as their text.
//!
//! The meaning of an element depends on its position among its parent's children (`MathML` Core, 3): the second child
//! of `<msup>` is the superscript.

use super::script::Script;
use super::{Element, HtmlReader};

/// The roles of an element's children.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Math {
    /// One expression with any number of children.
    Part,
    /// A base and a superscript.
    Superscript,
    /// A base and a subscript.
    Subscript,
    /// A base, a subscript and a superscript.
    Both,
    /// A numerator and a denominator.
    Fraction,
    /// The radicand of a root.
    Root,
}

impl Math {
    /// Returns the variant for a `MathML` element name.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "mi" | "mn" | "mo" | "mtext" | "ms" | "mrow" | "mstyle" | "mpadded" => Self::Part,
            "msup" | "mover" => Self::Superscript,
            "msub" | "munder" => Self::Subscript,
            "msubsup" | "munderover" => Self::Both,
            "mfrac" => Self::Fraction,
            "msqrt" => Self::Root,
            _ => return None,
        })
    }
}

impl HtmlReader<'_, '_> {
    /// Starts a child of the element `parent`; `child` is its number, counted from 1. Returns its script if the child
    /// is a superscript or subscript.
    pub(super) fn start_math(&mut self, parent: Math, child: u8, at: usize) -> Option<Script> {
        match (parent, child) {
            (Math::Superscript, 2) | (Math::Both, 3) => Some(Script::Superscript),
            (Math::Subscript | Math::Both, 2) => Some(Script::Subscript),
            (Math::Fraction, 2) => {
                self.words("/", at);
                None
            }
            (Math::Root, 1) => {
                self.words("√", at);
                None
            }
            _ => None,
        }
    }

    /// Returns true if a formula is open. Blanks between the tags of a formula are not significant.
    pub(super) fn in_math(&self) -> bool {
        let last = self.state.inline.last();
        last.is_some_and(|open| matches!(open.element, Element::Math(_)))
    }
}
