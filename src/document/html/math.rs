//! Presentation `MathML` in a line: scripts, fractions and roots; the rest is its text.
//!
//! In `MathML` what an element means depends on which of its parent's children it is (`MathML` Core, 3): the second one of
//! `<msup>` is the superscript.

use super::{Element, Reader};

/// What the children of an element are to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Math {
    /// One thing, however many there are.
    Part,
    /// A base and a superscript.
    Superscript,
    /// A base and a subscript.
    Subscript,
    /// A base, a subscript and a superscript.
    Both,
    /// A numerator and a denominator.
    Fraction,
    /// What stands below a root.
    Root,
}

impl Math {
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

impl Reader<'_, '_> {
    /// What a child of an element is, the `child`-th from 1: whether it is a script, and a high one.
    pub(super) fn start_math(&mut self, around: Math, child: u8, at: usize) -> Option<bool> {
        match (around, child) {
            (Math::Superscript, 2) | (Math::Both, 3) => Some(true),
            (Math::Subscript | Math::Both, 2) => Some(false),
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

    /// Whether blanks between tags mean nothing.
    pub(super) fn in_math(&self) -> bool {
        let last = self.state.inline.last();
        last.is_some_and(|open| matches!(open.element, Element::Math(_)))
    }
}
