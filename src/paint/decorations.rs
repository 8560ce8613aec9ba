//! Decorations of painted rows: code colors, search matches and the selected link.

use std::ops::Range;

use super::{Row, Run};
use crate::document::{Document, InlineFormats, LinkId};
use crate::highlight::CodeRoles;
use crate::theme::StyledRole;

/// The decorations of a document's rows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Decorations<'a> {
    /// The roles of the code blocks that are highlighted already.
    pub code_roles: Option<&'a CodeRoles>,
    /// The matches of a search: byte ranges of the document's text, sorted and disjoint.
    pub matches: &'a [Range<u32>],
    /// The index of the current match.
    pub current_match: Option<usize>,
    /// The selected link.
    pub selected_link: Option<LinkId>,
}

/// Adds the inline formats of matches and of the selected link to a painted row. Runs are split where a match starts or ends.
pub(super) fn add_match_and_link_formats<'a>(
    document: &'a Document,
    decorations: Decorations<'_>,
    row: &mut Row<'a>,
) {
    if let Some(link) = decorations.selected_link {
        // The selected link looks like the current match.
        for run in row.runs.iter_mut().filter(|run| run.link == Some(link)) {
            run.styled_role.formats = run.styled_role.formats.with(InlineFormats::CURRENT_MATCH);
        }
    }
    if decorations.matches.is_empty() {
        return;
    }
    for run in std::mem::take(&mut row.runs) {
        match run.start {
            Some(start) => push_with_matches(document, decorations, &run, start, &mut row.runs),
            None => row.runs.push(run),
        }
    }
}

/// Adds the inline format of a match to one row of a formula in two dimensions, if a match overlaps `formula`, the bytes of the
/// formula in the document's text. The complete row gets the format, because it has no bytes of its own.
pub(super) fn add_match_formats_to_formula_row(
    decorations: Decorations<'_>,
    formula: &Range<usize>,
    row: &mut Row<'_>,
) {
    let matches = decorations.matches;
    let first = matches.partition_point(|range| range.end as usize <= formula.start);
    let mut formats = InlineFormats::NONE;
    for (index, range) in matches.iter().enumerate().skip(first) {
        if range.start as usize >= formula.end {
            break;
        }
        formats = formats.with(InlineFormats::MATCH);
        if decorations.current_match == Some(index) {
            formats = formats.with(InlineFormats::CURRENT_MATCH);
        }
    }
    // The runs of a formula in two dimensions have no bytes in the document's text.
    for run in &mut row.runs {
        if run.start.is_none() && !run.text.trim().is_empty() {
            run.styled_role.formats = run.styled_role.formats.with(formats);
        }
    }
}

/// Appends a run that starts at byte `start` of the document's text, split at the matches.
fn push_with_matches<'a>(
    document: &'a Document,
    decorations: Decorations<'_>,
    run: &Run<'a>,
    start: u32,
    out: &mut Vec<Run<'a>>,
) {
    let end = start + run.text.len() as u32;
    let matches = decorations.matches;
    let first = matches.partition_point(|range| range.end <= start);
    let mut next_byte = start;
    for (index, range) in matches.iter().enumerate().skip(first) {
        if range.start >= end {
            break;
        }
        let (from, to) = (range.start.max(next_byte), range.end.min(end));
        let formats = if decorations.current_match == Some(index) {
            InlineFormats::MATCH.with(InlineFormats::CURRENT_MATCH)
        } else {
            InlineFormats::MATCH
        };
        push(document, run, next_byte..from, InlineFormats::NONE, out);
        push(document, run, from..to, formats, out);
        next_byte = to;
    }
    push(document, run, next_byte..end, InlineFormats::NONE, out);
}

/// Appends the part `range` of a run, with `formats` added.
fn push<'a>(
    document: &'a Document,
    run: &Run<'a>,
    range: Range<u32>,
    formats: InlineFormats,
    out: &mut Vec<Run<'a>>,
) {
    if range.start < range.end {
        let bytes = range.start as usize..range.end as usize;
        out.push(Run {
            text: document.text().slice(bytes),
            styled_role: StyledRole {
                role: run.styled_role.role,
                formats: run.styled_role.formats.with(formats),
            },
            link: run.link,
            start: Some(range.start),
        });
    }
}
