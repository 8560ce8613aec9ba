//! Lines of code that are not wrapped, moved sideways.

use super::{Row, Run};
use crate::document::Document;
use crate::text::{self, Clean};
use crate::theme::Role;

/// Moves a row of code `by` columns to the left and cuts it at `room` columns, with a sign at either end
/// where something is hidden; any other row stays as it is.
pub fn slide<'a>(document: &'a Document, row: &mut Row<'a>, by: usize, room: usize) {
    if row.ground.is_none() && !document.is_source() {
        return;
    }
    let Some(first) = row.runs.iter().position(|run| run.start.is_some()) else {
        return;
    };
    let line = row.runs.split_off(first);
    let mut hidden = by;
    for run in line {
        hidden = push_from(document, run, hidden, row);
    }
    if by > 0
        && let Some(sign) = first.checked_sub(1).and_then(|at| row.runs.get_mut(at))
    {
        sign.text = Clean::literal("‹ ");
    }
    if row.width() > room {
        cut(row, room.saturating_sub(1));
        row.push(Clean::literal("›"), Role::CodeSign);
    }
    if let Some((_, _, end)) = &mut row.ground {
        *end = (*end).min(room as u16);
    }
}

/// Appends a run without its first `hidden` columns; gives back how many are still to be hidden.
fn push_from<'a>(document: &'a Document, run: Run<'a>, hidden: usize, row: &mut Row<'a>) -> usize {
    let (mut bytes, columns) = text::prefix(&run.text, hidden);
    if bytes == run.text.len() {
        return hidden - columns;
    }
    // Half of a wide character is a blank.
    if columns < hidden {
        let wide = text::graphemes(&run.text[bytes..]).next();
        bytes += wide.map_or(0, |(_, grapheme)| grapheme.len());
        row.push(Clean::literal(" "), run.face);
    }
    let start = run.start.map(|start| start + bytes as u32);
    let text = match start {
        Some(start) => {
            let start = start as usize;
            document.text().slice(start..start + run.text.len() - bytes)
        }
        None => run.text,
    };
    row.runs.push(Run { text, start, ..run });
    0
}

/// Keeps the first `columns`.
fn cut(row: &mut Row<'_>, columns: usize) {
    let mut left = columns;
    for at in 0..row.runs.len() {
        let (bytes, taken) = text::prefix(&row.runs[at].text, left);
        if bytes < row.runs[at].text.len() {
            row.runs[at].text.truncate(bytes);
            row.runs.truncate(at + 1);
            row.pad(left - taken);
            return;
        }
        left -= taken;
    }
}
