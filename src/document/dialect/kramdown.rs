//! kramdown's table of contents `{:toc}`, comments `{::comment}`, end-of-block markers `^`, line breaks `\\`, and tables that
//! GFM does not have (kramdown, “Syntax”).

use std::ops::Range;

use memchr::memmem;

use super::html_writer;
use super::line;
use super::occurrences::{LineMatch, Occurrences};
use super::rewriter::Rewriter;

/// Removes the comment or the list item to which the braces in `range` belong. `inside` is the text in the braces after `{:`.
///
/// - `{::comment}`: removes the comment, which extends to `{:/}`, and returns the end of the comment.
/// - `{:toc}`: removes the list item on the line above, and returns `None`.
/// - Any other text: returns `None`.
///
/// `search` is the search for further attribute lists. A comment without an end spends scan budget. Once the budget is used up,
/// `search` finds nothing more.
pub(super) fn remove_comment_or_toc_item(
    rewriter: &mut Rewriter<'_>,
    search: &mut Occurrences<'_, '_>,
    range: &Range<usize>,
    inside: &str,
) -> Option<usize> {
    let body = rewriter.body;
    if inside == "toc" {
        remove_toc_item(rewriter, range.start);
    }
    if inside != ":comment" {
        return None;
    }
    let Some(distance) = memmem::find(&body.as_bytes()[range.end..], b"{:/") else {
        rewriter.spend_scan_budget_or_end_search(search, body.len() - range.end);
        return None;
    };
    let end_tag = range.end + distance;
    let brace = body[end_tag..].find('}');
    let end = brace.map_or(end_tag, |brace| end_tag + brace + 1);
    rewriter.remove(range.start..end);
    Some(end)
}

/// Removes the list item on the line above byte `position`, which the table of contents `{:toc}` replaces.
fn remove_toc_item(rewriter: &mut Rewriter<'_>, position: usize) {
    let body = rewriter.body;
    let end = line::start(body, position);
    let start = line::start(body, end.saturating_sub(1));
    let above = &body[start..end];
    if line::list_marker(above).is_some() {
        let range = start..start + above.trim_end().len();
        if rewriter.may_rewrite(&range) {
            rewriter.overwrite_with_blanks(range);
        }
    }
}

/// Replaces end-of-block markers, which are lines with only `^`, with headings that end the block above and are not shown.
pub(super) fn end_of_block_markers(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    for LineMatch { match_start, line } in rewriter.lines_with("^") {
        if body[line].trim() == "^" && rewriter.may_rewrite(&(match_start..match_start + 1)) {
            rewriter.end_block(match_start);
        }
    }
}

/// Replaces `\\` at the end of a line within a paragraph with a line break (kramdown, “Line Breaks”).
pub(super) fn line_breaks(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    for start in rewriter.occurrences("\\\\") {
        let range = start..start + "\\\\".len();
        let after = &body[range.end..];
        let next_line = after
            .strip_prefix("\r\n")
            .or_else(|| after.strip_prefix('\n'))
            .and_then(|below| below.lines().next());
        let is_within_paragraph = next_line.is_some_and(|line| !line.trim().is_empty());
        let is_escaped = body[..start].ends_with('\\');
        if is_within_paragraph && !is_escaped && rewriter.may_rewrite(&range) {
            // This leaves two blanks, which are a line break at the end of a line (CommonMark 6.7).
            rewriter.overwrite_with_blanks(range);
        }
    }
}

/// Rewrites tables that GFM does not have, or that GFM divides into other cells. A *rule* is a row such as `|---|---|`, which GFM
/// calls the delimiter row.
///
/// - tables without a header,
/// - tables in which the rule below the header has fewer or more cells than the header, such as `|---`,
/// - tables with rules between the rows, or with `|===` before a footer,
/// - tables with a code span that contains `|`.
pub(super) fn tables(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    let mut position = 0;
    let mut is_after_blank_line = true;
    while position < body.len() {
        let end = line::end(body, position);
        let Some(FirstRow { start, is_in_item }) = find_first_row(body, position..end) else {
            is_after_blank_line = is_blank_line(&body[position..end]);
            position = end;
            continue;
        };
        let mut rows = Vec::new();
        let mut range = start..start;
        let mut next_row = Some(start);
        while let Some(row_start) = next_row {
            let row = body[row_start..line::end(body, position)].trim_end();
            rows.push(row);
            range.end = row_start + row.len();
            position = line::end(body, position);
            next_row = (position < body.len())
                .then(|| next_row_start(body, position))
                .flatten();
        }
        let starts_block = is_after_blank_line || is_in_item;
        is_after_blank_line = false;
        let is_before_blank_line = is_blank_line(&body[position..line::end(body, position)]);
        if starts_block
            && (needs_rewrite(&rows) || is_before_blank_line && is_bare_table(&rows))
            && rewriter.may_rewrite(&range)
        {
            rewriter.replace_block(range, table_html(&rows));
        }
    }
}

/// Returns true if a line has only blanks and the markers of quotes.
fn is_blank_line(line: &str) -> bool {
    line.trim_matches(['>', ' ', '\t', '\r', '\n']).is_empty()
}

/// A possible first row of a table.
struct FirstRow {
    start: usize,
    /// True if the row follows the marker of a list item.
    is_in_item: bool,
}

/// Returns the possible first row of a table on `line`. The row starts after the markers of quotes and of a list item.
fn find_first_row(body: &str, line: Range<usize>) -> Option<FirstRow> {
    let start = text_start(body, &line);
    let marker = line::list_marker(&body[start..line.end]);
    let start = marker.map_or(start, |width| skip_blanks(body, start + width..line.end));
    body[start..line.end].contains('|').then_some(FirstRow {
        start,
        is_in_item: marker.is_some(),
    })
}

/// Returns the start of a possible row that continues a table, on the line that begins at byte `position`.
fn next_row_start(body: &str, position: usize) -> Option<usize> {
    let line = position..line::end(body, position);
    let start = text_start(body, &line);
    body[start..line.end].contains('|').then_some(start)
}

/// Returns the start of a line's text after the markers of quotes.
fn text_start(body: &str, line: &Range<usize>) -> usize {
    let after_quote_markers = line::quote_markers(body, line.start, line.end).end;
    skip_blanks(body, after_quote_markers..line.end)
}

/// Returns the offset of the first byte in `range` that is not a blank, or the end of `range`.
fn skip_blanks(body: &str, range: Range<usize>) -> usize {
    range.end - body[range].trim_start_matches([' ', '\t']).len()
}

/// Returns true if a row is a rule. A rule contains a dash or an equals sign. It may also have bars, colons, plus signs and
/// spaces, but nothing else.
fn is_rule(row: &str) -> bool {
    row.len() > 1 && row.contains(['-', '=']) && row.bytes().all(|byte| b"|-=:+ ".contains(&byte))
}

/// Returns true if the rows are a table that GFM would not parse, or would parse only in part.
fn needs_rewrite(rows: &[&str]) -> bool {
    let columns = |row: &&str| split_cells(row).count();
    let have_leading_bars = rows.iter().all(|row| row.starts_with('|'));
    let Some(first_rule) = rows.iter().position(|row| is_rule(row)) else {
        // Without a rule, the table has no header, which GFM requires.
        return have_leading_bars
            && rows.iter().all(|row| row.len() > 1 && columns(row) > 1)
            && (rows.len() > 1 || rows[0].ends_with('|'));
    };
    let has_text_row = rows.iter().any(|row| !is_rule(row));
    // GFM divides a code span that contains `|`.
    let has_divided_code = rows
        .iter()
        .any(|row| row.contains('`') && split_cells(row).count() != gfm_columns(row));
    let is_gfm = first_rule == 1
        && columns(&rows[0]) == columns(&rows[1])
        && !rows[1].contains(['=', '+'])
        && !rows[2..].iter().any(|row| is_rule(row));
    // Without leading bars, only a rule below the first row shows that the rows are a table.
    let is_table = have_leading_bars || first_rule == 1;
    has_text_row && (!is_gfm || has_divided_code) && is_table
}

/// Returns true if the rows are a table with neither rules nor leading bars. Each row must have the same number of cells, and no
/// cell may be empty. ([`needs_rewrite`] recognizes tables that have leading bars, but no rules.)
fn is_bare_table(rows: &[&str]) -> bool {
    let columns = |row: &&str| split_cells(row).count();
    let count = columns(&rows[0]);
    let has_text = |row: &&str| split_cells(row).all(|cell| !cell.trim().is_empty());
    rows.len() > 1
        && count > 1
        && rows
            .iter()
            .all(|row| !is_rule(row) && columns(row) == count && has_text(row))
}

/// Splits a row at each `|` that is neither escaped by a backslash nor in a code span.
fn split_cells(row: &str) -> impl Iterator<Item = &str> {
    let row = row.trim().trim_start_matches('|');
    let row = row.strip_suffix('|').unwrap_or(row);
    let mut is_escaped = false;
    let mut code_end = 0;
    row.char_indices()
        .filter(move |(index, char)| {
            let is_in_code = *index < code_end;
            if *char == '`' && !is_escaped && !is_in_code {
                code_end = code_span_end(row, *index);
            }
            let splits = *char == '|' && !is_escaped && !is_in_code;
            is_escaped = *char == '\\' && !is_escaped && !is_in_code;
            splits
        })
        .map(|(index, _)| index)
        .chain([row.len()])
        .scan(0, move |start, end| {
            let cell = &row[*start..end];
            *start = (end + 1).min(row.len());
            Some(cell)
        })
}

/// Maximum length of a row in which code spans are found, in bytes. Without this limit, each of many backquotes in a long row
/// would search the complete row.
const MAX_ROW_BYTES: usize = 4096;

/// Returns the end of the code span that starts at byte `position`, or the end of the backquotes there if the span is not
/// closed.
fn code_span_end(row: &str, position: usize) -> usize {
    let opener_length = row[position..].len() - row[position..].trim_start_matches('`').len();
    let content_start = position + opener_length;
    if row.len() > MAX_ROW_BYTES {
        return content_start;
    }
    let mut searched_to = content_start;
    while let Some(distance) = row[searched_to..].find('`') {
        let start = searched_to + distance;
        let run_length = row[start..].len() - row[start..].trim_start_matches('`').len();
        searched_to = start + run_length;
        if run_length == opener_length {
            return searched_to;
        }
    }
    content_start
}

/// Returns the number of cells into which GFM divides a row.
fn gfm_columns(row: &str) -> usize {
    let row = row.trim().trim_start_matches('|');
    let row = row.strip_suffix('|').unwrap_or(row);
    row.matches('|').count() - row.matches("\\|").count() + 1
}

/// Returns the HTML of a table.
fn table_html(rows: &[&str]) -> String {
    let first_row = rows.iter().position(|row| !is_rule(row)).unwrap_or(0);
    let rule = rows.get(first_row + 1).filter(|row| is_rule(row));
    let has_body = rows.iter().skip(first_row + 1).any(|row| !is_rule(row));
    let aligns: Vec<&str> = rule.map_or_else(Vec::new, |rule| {
        split_cells(rule).map(align_attribute).collect()
    });
    let mut html = String::from("<table>");
    for (index, row) in rows.iter().enumerate().filter(|(_, row)| !is_rule(row)) {
        let is_header = index == first_row && rule.is_some() && has_body;
        let element = if is_header { "th" } else { "td" };
        html.push_str("<tr>");
        for (column, text) in split_cells(row).enumerate() {
            let text = html_writer::inline_markdown(text);
            let align = aligns.get(column).unwrap_or(&"");
            html.push_str(&format!("<{element}{align}>{text}</{element}>"));
        }
        html.push_str("</tr>");
    }
    html + "</table>"
}

/// Returns the HTML attribute for the alignment of a column, given the column's cell in a rule. Returns an empty string for
/// left alignment, the default.
fn align_attribute(rule_cell: &str) -> &'static str {
    let cell = rule_cell.trim();
    match (cell.starts_with(':'), cell.ends_with(':')) {
        (true, true) => " align=\"center\"",
        (false, true) => " align=\"right\"",
        _ => "",
    }
}
