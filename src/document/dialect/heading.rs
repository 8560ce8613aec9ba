//! Heading attributes: `## Title {#id .class key=value}` (Hugo, Zola, kramdown, Docusaurus, `VuePress`, Pandoc) and
//! `## Title {/*id*/}` (react.dev), `## Title {/* #id */}` (Docusaurus).

use std::ops::Range;

use super::line;
use super::occurrences::LineMatch;
use super::rewriter::Rewriter;

/// Sets the ids of headings and removes the attributes.
pub(super) fn apply(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    for LineMatch { line, .. } in rewriter.lines_with("{") {
        if let Some(range) = attribute_braces(body, &line)
            && let Some(id) = parse_id(&body[range.clone()])
            && rewriter.may_rewrite(&range)
        {
            if id.is_empty() {
                rewriter.overwrite_with_blanks(range);
            } else {
                rewriter.set_heading_id(range, id);
            }
        }
    }
}

/// Returns the range of the braces at the end of a line if the line is a heading. A setext heading must have text before the
/// braces.
fn attribute_braces(body: &str, line: &Range<usize>) -> Option<Range<usize>> {
    let after_quote_markers = line::quote_markers(body, line.start, line.end).end;
    let content = body[after_quote_markers..line.end].trim_start();
    let start = line.end - content.len();
    // A heading may be closed by `#`.
    let text = content.trim_end().trim_end_matches('#').trim_end();
    let opener = text.strip_suffix('}')?.rfind('{')?;
    let level = text.bytes().take_while(|byte| *byte == b'#').count();
    let is_atx = (1..=6).contains(&level) && text[level..].starts_with([' ', '\t']);
    // `::name` starts an MDC container. Dashes below it are not an underline: they begin the properties of the container.
    let may_be_setext = opener > 0 && level == 0 && !text.starts_with("::");
    let next_line_start = line.end;
    let is_heading = is_atx || may_be_setext && is_underline(body, next_line_start);
    is_heading.then_some(start + opener..start + text.len())
}

/// Returns true if the line at byte `start` is the underline of a setext heading (CommonMark 4.3).
fn is_underline(body: &str, start: usize) -> bool {
    let end = line::end(body, start);
    let text_start = line::quote_markers(body, start, end).end;
    line::is_setext_underline(&body[text_start..end])
}

/// Returns the id in braces. Returns an empty string if there are only other attributes, and `None` if the braces are text.
fn parse_id(braces: &str) -> Option<&str> {
    let inside = braces[1..braces.len() - 1].trim();
    if let Some(comment) = inside.strip_prefix("/*") {
        return comment
            .strip_suffix("*/")
            .map(|id| id.trim().trim_start_matches('#'))
            .filter(|id| !id.contains(' '));
    }
    // kramdown writes `{: #id}`.
    let inside = inside.strip_prefix(':').unwrap_or(inside);
    let mut id = "";
    let mut words = inside.split_whitespace().peekable();
    // Empty braces are text.
    words.peek()?;
    for word in words {
        match word.as_bytes()[0] {
            b'#' if word.len() > 1 => id = &word[1..],
            b'.' if word.len() > 1 => {}
            _ if word.contains('=') => {}
            _ => return None,
        }
    }
    Some(id)
}
