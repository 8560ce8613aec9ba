//! Grid tables of Pandoc (“Tables”, extension `grid_tables`): cells between `|`, rows between rules such as `+----+----+`,
//! the header above a rule such as `+====+====+`.

use unicode_width::UnicodeWidthChar;

use super::html_writer;
use super::line;
use super::rewriter::Rewriter;

/// Replaces grid tables with HTML tables.
pub(super) fn apply(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    let mut position = 0;
    while position < body.len() {
        let mut end = position;
        if is_rule(line_at(body, position)) {
            while end < body.len() && line_at(body, end).trim_start().starts_with(['+', '|']) {
                end = line::end(body, end);
            }
        }
        let starts_table = end > position;
        if !starts_table {
            position = line::end(body, position);
            continue;
        }
        let range = position..position + body[position..end].trim_end().len();
        position = end;
        let lines: Vec<&str> = body[range.clone()].lines().map(str::trim).collect();
        let is_table = lines.len() > 2 && lines.last().is_some_and(|line| is_rule(line));
        if is_table && rewriter.may_rewrite(&range) {
            rewriter.replace_block(range, table_html(&lines));
        }
    }
}

/// Maximum distance from a caption to its table, in lines. The lines between the two are blank.
pub(super) const MAX_LINES_TO_TABLE: usize = 4;

/// Replaces table captions with paragraphs, and removes the attributes of the captions. A caption is a paragraph below or above a
/// table, and starts with `: ` or `Table: ` (Pandoc, “Tables”).
pub(super) fn captions(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    let mut position = 0;
    let mut is_after_blank = true;
    // The nearest line above that is not blank, at any distance. Here, `MAX_LINES_TO_TABLE` limits only the lines below.
    let mut above = "";
    let is_row = |line: &str| line.contains('|') || line.starts_with(['+', '-']);
    while position < body.len() {
        let end = line::end(body, position);
        let text = body[position..end].trim_end();
        let is_beside_table = || {
            let mut below = body[end..].lines().take(MAX_LINES_TO_TABLE);
            let below = below.find(|line| !line.trim().is_empty());
            is_row(above) || below.is_some_and(is_row)
        };
        if is_after_blank && is_caption(text) && is_beside_table() {
            replace_caption(rewriter, position);
        }
        is_after_blank = text.trim().is_empty();
        if !is_after_blank {
            above = text;
        }
        position = end;
    }
}

/// Returns true if a line starts a caption.
pub(super) fn is_caption(line: &str) -> bool {
    caption(line).is_some()
}

/// Returns the text of a caption without its prefix and its attributes, or `None` if `text` is not a caption.
fn caption(text: &str) -> Option<&str> {
    let prefixes = [": ", "Table: ", "table: "];
    let text = prefixes
        .iter()
        .find_map(|prefix| text.strip_prefix(prefix))?;
    Some(match text.rsplit_once(" {") {
        Some((before, attributes)) if attributes.ends_with('}') => before,
        _ => text,
    })
}

/// Replaces the caption that starts at byte `position` with a paragraph. Removes the prefix and the attributes of the caption.
pub(super) fn replace_caption(rewriter: &mut Rewriter<'_>, position: usize) {
    let body = rewriter.body;
    let mut end = line::end(body, position);
    while end < body.len() && !line_at(body, end).is_empty() {
        end = line::end(body, end);
    }
    let range = position..position + body[position..end].trim_end().len();
    if let Some(caption) = caption(&body[range.clone()])
        && rewriter.may_rewrite(&range)
    {
        let caption = html_writer::inline_markdown(caption);
        rewriter.replace_block(range, format!("<p>{caption}</p>"));
    }
}

/// Returns the line that starts at byte `position`, without blanks at its end.
fn line_at(body: &str, position: usize) -> &str {
    body[position..line::end(body, position)].trim_end()
}

/// Returns true for a line like `+---+:===:+` that starts and ends with `+`.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() > 2
        && line.starts_with('+')
        && line.ends_with('+')
        && line.contains(['-', '='])
        && line.bytes().all(|byte| b"+-=:".contains(&byte))
}

/// Returns the HTML of a table; `lines` starts and ends with a rule.
fn table_html(lines: &[&str]) -> String {
    let edges = column_edges(lines[0]);
    // The rule below the header, or the first rule if the table has no header. This rule determines the alignments.
    let header_rule = lines
        .iter()
        .position(|line| is_rule(line) && line.contains('='))
        .unwrap_or(0);
    let aligns = column_aligns(lines[header_rule], &edges);
    let mut html = String::from("<table>");
    // The lines of each cell of the open row.
    let mut row: Vec<Vec<&str>> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        // A rule below only some columns ends the row for all cells. The rest of a cell that spans rows becomes a cell of the next
        // row.
        if line.contains("+-") || line.contains("+=") || line.contains("+:") {
            if !row.is_empty() {
                let element = if index <= header_rule { "th" } else { "td" };
                // After a cell that spans columns, the index of a cell is not the index of its column.
                let is_regular = row.len() + 1 == edges.len();
                let cells = row.iter().zip(&aligns).map(|(lines, align)| {
                    let align = if is_regular { *align } else { "" };
                    format!("<{element}{align}>{}</{element}>", cell_html(lines))
                });
                html.push_str(&format!("<tr>{}</tr>", cells.collect::<String>()));
                row.clear();
            }
            continue;
        }
        for (column, text) in split_cells(line, &edges).into_iter().enumerate() {
            if row.len() <= column {
                row.push(Vec::new());
            }
            row[column].push(text);
        }
    }
    html + "</table>"
}

/// Returns the attribute `align` of each column. The alignment depends on the colons at the left and the right end of the column's
/// part of `rule`. Without colons, the attribute is an empty string.
fn column_aligns(rule: &str, edges: &[usize]) -> Vec<&'static str> {
    let parts = edges.windows(2).map(|pair| rule.get(pair[0] + 1..pair[1]));
    parts
        .map(|part| {
            let part = part.unwrap_or_default();
            match (part.starts_with(':'), part.ends_with(':')) {
                (true, true) => " align=\"center\"",
                (false, true) => " align=\"right\"",
                (true, false) => " align=\"left\"",
                (false, false) => "",
            }
        })
        .collect()
}

/// Returns the position of each `+` in a rule, in columns of display width.
fn column_edges(rule: &str) -> Vec<usize> {
    let bytes = rule.bytes().enumerate();
    bytes
        .filter(|(_, byte)| *byte == b'+')
        .map(|(column, _)| column)
        .collect()
}

/// Splits a line at each `|` that is at an edge of a column; a cell may span several columns.
fn split_cells<'s>(line: &'s str, edges: &[usize]) -> Vec<&'s str> {
    let mut cells = Vec::new();
    let (mut column, mut start) = (0, None);
    for (position, char) in line.char_indices() {
        if char == '|' && edges.binary_search(&column).is_ok() {
            if let Some(start) = start {
                cells.push(&line[start..position]);
            }
            start = Some(position + 1);
        }
        column += char.width().unwrap_or(0);
    }
    cells
}

/// Returns the HTML of a cell, in which paragraphs and list items become lines.
fn cell_html(lines: &[&str]) -> String {
    let mut parts: Vec<String> = Vec::new();
    // True if text on the next line continues the last part.
    let mut is_open = false;
    for line in lines {
        let text = line.trim();
        let marker = line::list_marker(text).filter(|width| text.len() > *width);
        match (text, marker) {
            ("", _) => is_open = false,
            (text, Some(width)) => {
                let bullet = if text.starts_with(['-', '*', '+']) {
                    "•"
                } else {
                    &text[..width]
                };
                parts.push(format!("{bullet} {}", text[width..].trim_start()));
                is_open = true;
            }
            (text, None) => match parts.last_mut() {
                Some(part) if is_open => {
                    part.push(' ');
                    part.push_str(text);
                }
                _ => {
                    parts.push(text.to_owned());
                    is_open = true;
                }
            },
        }
    }
    let parts = parts
        .iter()
        .map(|part| html_writer::inline_markdown_without_blocks(part));
    parts.collect::<Vec<_>>().join("<br>")
}
