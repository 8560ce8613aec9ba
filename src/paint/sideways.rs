//! Horizontal scrolling of rows that are wider than the view: unwrapped code, source text, and wide tables.

use super::{Row, Run};
use crate::document::Document;
use crate::text::{self, Clean, PrefixSize};
use crate::theme::Role;

/// Scrolls a row `hidden` columns to the left and cuts it at `room` columns. An arrow at the left end shows that the row is
/// scrolled, an arrow at the right end that it is cut. Rows that do not scroll are not changed.
pub fn scroll_sideways<'a>(document: &'a Document, row: &mut Row<'a>, hidden: usize, room: usize) {
    let Some(first) = row.scrolls_from else {
        return;
    };
    let scrolled_runs = row.runs.split_off(first);
    // In front of code and source text is a marker: two blanks, or `↪` in a row that continues a line. The left arrow replaces
    // this marker. A table has no marker: there the arrow replaces the first visible column.
    let marker = row.runs.last_mut();
    let marker = marker.filter(|run| run.styled_role.role == Role::Label);
    let mut columns_to_hide = hidden;
    if hidden > 0 {
        match marker {
            Some(marker) => marker.text = Clean::literal("‹ "),
            None if !scrolled_runs.is_empty() => {
                row.push(Clean::literal("‹"), Role::Label);
                columns_to_hide += 1;
            }
            None => {}
        }
    }
    for run in &scrolled_runs {
        columns_to_hide = push_visible_part(document, run, columns_to_hide, row);
    }
    if row.width() > room {
        truncate(row, room.saturating_sub(1));
        row.push(Clean::literal("›"), Role::Label);
    }
    if let Some(background) = &mut row.background {
        background.columns.end = background.columns.end.min(room as u16);
    }
}

/// Appends a run without its first `hidden` columns. Returns the number of columns that remain to be hidden in the
/// following runs.
fn push_visible_part<'a>(
    document: &'a Document,
    run: &Run<'a>,
    hidden: usize,
    row: &mut Row<'a>,
) -> usize {
    let PrefixSize { mut bytes, columns } = text::prefix_size(&run.text, hidden);
    if bytes == run.text.len() {
        return hidden - columns;
    }
    // A wide character that is cut in half is replaced by a space.
    if columns < hidden {
        let wide = text::graphemes(&run.text[bytes..]).next();
        bytes += wide.map_or(0, |(_, grapheme)| grapheme.len());
        row.push(Clean::literal(" "), run.styled_role);
    }
    let start = run.start.map(|start| start + bytes as u32);
    let text = match start {
        // The run is a part of the document's text. It is borrowed from the document, which lives as long as the row.
        Some(start) => {
            let text_start = start as usize;
            let text_end = text_start + run.text.len() - bytes;
            document.text().slice(text_start..text_end)
        }
        // The run is padding or a drawn line. Its text is not part of the document, so it is copied.
        None => run.text.slice(bytes..run.text.len()).into_owned(),
    };
    row.runs.push(Run {
        text,
        start,
        ..*run
    });
    0
}

/// Cuts a row to `columns`, with a blank in place of a wide character that is cut in half.
fn truncate(row: &mut Row<'_>, columns: usize) {
    let mut remaining = columns;
    for index in 0..row.runs.len() {
        let visible = text::prefix_size(&row.runs[index].text, remaining);
        if visible.bytes < row.runs[index].text.len() {
            row.runs[index].text.truncate(visible.bytes);
            row.runs.truncate(index + 1);
            row.pad(remaining - visible.columns);
            return;
        }
        remaining -= visible.columns;
    }
}
