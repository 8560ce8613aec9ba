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
        // The end is approximate: the construct in the source also has delimiters.
        let source_range = source..source + tex.len();
        self.state
            .push_formula_block(self.builder, &tex, source_range);
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
        let index = builder.document.formulas.len() as u32;
        builder.begin(Kind::Formula { formula: index }, source.start);
        let parsed = ParsedFormula::parse(tex);
        push_formula(builder, tex, parsed.as_ref());
        if let Some(formula) = builder.document.formulas.last_mut() {
            formula.math_box = parsed.and_then(|parsed| parsed.lay_out());
        }
        builder.end(source.end);
    }
}

/// Appends a formula as text, with a hard break between two lines. A formula that could not be parsed or shows nothing is
/// appended as TeX.
fn push_formula(builder: &mut Builder<'_>, tex: &str, parsed: Option<&ParsedFormula>) {
    let start = builder.document.text.len() as u32;
    let text = parsed
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
