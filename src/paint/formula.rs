//! Rows of formulas in two dimensions.

use super::Row;
use crate::document::MathBox;
use crate::theme::Role;

/// Paints the row `index` of a formula, centered within `columns`.
pub(super) fn push<'a>(formula: &'a MathBox, index: usize, columns: u16, out: &mut Row<'a>) {
    if let Some(row) = formula.rows().get(index) {
        out.pad(usize::from(columns.saturating_sub(formula.width()) / 2));
        let trimmed_len = row.trim_end().len();
        out.push(row.slice(0..trimmed_len), Role::Text);
    }
}
