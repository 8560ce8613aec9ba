//! Formulas in TeX, shown as lines of text or laid out in two dimensions.
//!
//! - [`prepass`] rewrites a formula for the parser of `pulldown-latex`.
//! - [`tree`] builds a tree from the parser's events.
//! - [`one_row`] converts the tree to text.
//! - [`layout`] converts the tree to [`boxes`] in two dimensions.
//! - [`spacing`] determines the blanks between symbols.
//! - [`symbols`] contains tables of characters.
//!
//! Any input is accepted and takes bounded time. There are limits for a formula's length and depth, and for the number of the
//! parser's events. The TeX source is shown for a formula that exceeds such a limit or has an unknown command. The boxes of a
//! formula also have limits: maximum numbers of rows and columns. A formula that exceeds these limits is shown as text.

use crate::text::{self, Clean};

mod boxes;
mod layout;
mod one_row;
mod prepass;
mod spacing;
mod symbols;
#[cfg(test)]
mod tests;
mod tree;

/// Maximum length of a formula, in bytes.
pub(super) const MAX_FORMULA_BYTES: usize = 2048;

/// A formula laid out in two dimensions: rows of the same width.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MathBox {
    rows: Vec<Clean<'static>>,
    width: u16,
    baseline: u16,
}

impl MathBox {
    /// Returns the rows, each as wide as the box.
    pub fn rows(&self) -> &[Clean<'static>] {
        &self.rows
    }

    /// Returns the width of the box, in columns.
    pub fn width(&self) -> u16 {
        self.width
    }

    /// Returns the index of the row that is aligned with the row of the surrounding text.
    pub fn baseline(&self) -> u16 {
        self.baseline
    }
}

/// A parsed formula.
#[derive(Clone, Debug, PartialEq)]
pub struct ParsedFormula(tree::MathNode);

impl ParsedFormula {
    /// Parses a formula. Returns `None` if it has an unknown command or is too large.
    pub fn parse(tex: &str) -> Option<Self> {
        if tex.len() > MAX_FORMULA_BYTES {
            return None;
        }
        let clean = Clean::block(tex);
        let prepared = prepass::prepare(clean.trim())?;
        tree::parse(&prepared).map(Self)
    }

    /// Returns the formula as text: one row, or several rows separated by `\n` if the formula has several lines (`\\`). The text
    /// is empty if the formula shows nothing.
    pub fn to_text(&self) -> String {
        one_row::text(&self.0)
    }

    /// Lays out the formula in two dimensions. Returns `None` if the result is too large, shows nothing, or has rows of different
    /// widths.
    pub fn lay_out(&self) -> Option<MathBox> {
        let layout_box = layout::lay_out(&self.0)?;
        // Characters of adjacent parts can combine to one grapheme, which changes the width of the row.
        let has_rows_of_equal_width = layout_box
            .rows
            .iter()
            .all(|row| text::width(row) == layout_box.width);
        let is_visible = layout_box.rows.iter().any(|row| !row.trim().is_empty());
        let rows: Vec<_> = layout_box
            .rows
            .iter()
            .map(|row| Clean::line(row).into_owned())
            .collect();
        (has_rows_of_equal_width && is_visible).then_some(MathBox {
            rows,
            width: layout_box.width as u16,
            baseline: layout_box.baseline as u16,
        })
    }
}
