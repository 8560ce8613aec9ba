//! Adds formulas to the document: from the tags with which a dialect replaces formulas, and from fenced code blocks.

use std::ops::Range;

use super::stack::end_open_block;
use super::{HtmlReader, HtmlState, HtmlTag};
use crate::document::build::Builder;
use crate::document::math::ParsedFormula;
use crate::document::{Formula, InlineFormats, Kind};

impl HtmlReader<'_, '_> {
    /// Adds a formula to the text of the open block.
    pub(super) fn add_inline_formula(&mut self, tag: &HtmlTag<'_>, source: usize) {
        let Some(tex) = tag.first_attribute(&["tex"]) else {
            return;
        };
        if self.state.is_preformatted() {
            return self.add_text(&tex, source);
        }
        self.state.ensure_block(self.builder, source);
        push_formula(self.builder, &tex, ParsedFormula::parse(&tex).as_ref());
    }

    /// Adds a formula as a block of its own. Within a table or preformatted text, or in an open block that is not a paragraph,
    /// adds the formula to the text instead.
    pub(super) fn add_display_formula(&mut self, tag: &HtmlTag<'_>, source: usize) {
        if self.state.is_preformatted()
            || self.builder.in_table()
            || self.builder.in_block() && self.builder.paragraph_start().is_none()
        {
            return self.add_inline_formula(tag, source);
        }
        let Some(tex) = tag.first_attribute(&["tex"]) else {
            return;
        };
        self.state
            .push_formula_block(self.builder, &tex, source..source + tex.len());
        self.state.resume_formats(self.builder);
    }
}

impl HtmlState {
    /// Adds a formula as a block of its own. `source` is its byte range in the file.
    pub(crate) fn push_formula_block(
        &mut self,
        builder: &mut Builder<'_>,
        tex: &str,
        source: Range<usize>,
    ) {
        end_open_block(builder, source.start);
        self.in_empty_paragraph = false;
        let formula = builder.document.formulas.len() as u32;
        builder.begin(Kind::Formula { formula }, source.start);
        let math = ParsedFormula::parse(tex);
        push_formula(builder, tex, math.as_ref());
        if let Some(formula) = builder.document.formulas.last_mut() {
            formula.math_box = math.and_then(|math| math.lay_out());
        }
        builder.end(source.end);
    }
}

/// Appends a formula as text, one row for each line. A formula that could not be parsed or shows nothing is appended as TeX.
fn push_formula(builder: &mut Builder<'_>, tex: &str, math: Option<&ParsedFormula>) {
    let start = builder.document.text.len() as u32;
    let text = math
        .map(ParsedFormula::to_text)
        .filter(|text| !text.is_empty());
    if text.is_none() {
        builder.open_formats(InlineFormats::MATH, None);
    }
    let shown = text.as_deref().unwrap_or(tex.trim());
    for (index, line) in shown.lines().enumerate() {
        if index > 0 {
            builder.push_hard_break();
        }
        builder.push_text(line);
    }
    if text.is_none() {
        builder.close_formats(InlineFormats::MATH);
    }
    builder.document.formulas.push(Formula {
        start,
        tex: tex.trim().into(),
        math_box: None,
    });
}
