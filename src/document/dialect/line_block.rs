//! Line blocks: lines that start with `| ` keep their line ends and their indentation (Pandoc, “Line blocks”).

use super::html_writer;
use super::line;
use super::rewriter::Rewriter;

/// Replaces line blocks with paragraphs whose lines end in line breaks.
pub(super) fn apply(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    let mut position = 0;
    let mut is_after_blank_line = true;
    while position < body.len() {
        let mut end = position;
        let is_block_line = |start: usize| {
            let after_bar = body[start..].strip_prefix('|');
            after_bar.is_some_and(|after| after.starts_with([' ', '\n', '\r']) || after.is_empty())
        };
        if is_after_blank_line && is_block_line(position) {
            // A line that starts with a blank continues the line above.
            while end < body.len()
                && (is_block_line(end) || end > position && body[end..].starts_with(' '))
            {
                end = line::end(body, end);
            }
        }
        let starts_block = end > position;
        if !starts_block {
            let next = line::end(body, position);
            is_after_blank_line = body[position..next].trim().is_empty();
            position = next;
            continue;
        }
        let range = position..position + body[position..end].trim_end().len();
        // A line such as `|a` below the block is a row of a table. The lines above it then belong to the same table.
        let is_table = body[end..].starts_with('|');
        position = end;
        is_after_blank_line = false;
        let lines: Vec<&str> = body[range.clone()].lines().collect();
        if !is_table
            && !lines.iter().any(|line| is_table_rule(line))
            && rewriter.may_rewrite(&range)
        {
            rewriter.replace_block(range, paragraph_html(&lines));
        }
    }
}

/// Returns true for the rule of a pipe table, such as `|---|:--:|`.
fn is_table_rule(line: &str) -> bool {
    line.contains('-') && line.bytes().all(|byte| b"|-:+ \t\r".contains(&byte))
}

/// Returns the HTML of a line block: a paragraph with line breaks between the lines, and no-break spaces as indentation.
fn paragraph_html(lines: &[&str]) -> String {
    // The text of each line, with the lines that continue it. The number is the length of the indentation, in bytes.
    let mut complete_lines: Vec<(usize, String)> = Vec::new();
    for line in lines {
        match (line.strip_prefix('|'), complete_lines.last_mut()) {
            (None, Some((_, above))) => above.push_str(&format!(" {}", line.trim())),
            (after_bar, _) => {
                let text = after_bar.unwrap_or(line);
                let text = text.strip_prefix(' ').unwrap_or(text).trim_end();
                let unindented = text.trim_start();
                complete_lines.push((text.len() - unindented.len(), unindented.to_owned()));
            }
        }
    }
    let html_lines = complete_lines.iter().map(|(indent_bytes, line)| {
        let indent = "&nbsp;".repeat(*indent_bytes);
        format!("{indent}{}", html_writer::inline_markdown(line))
    });
    format!("<p>{}</p>", html_lines.collect::<Vec<_>>().join("<br>"))
}
