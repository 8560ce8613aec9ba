//! Attribute lists after a span, or above or below a block:
//!
//! - `{: .class #id key="value"}` (kramdown, “Inline Attribute Lists”; Python-Markdown, “Attribute Lists”),
//! - `{.class}` (Pandoc, `link_attributes`; MDC),
//! - `[text]{.class}`, a bracketed span (Pandoc, “Divs and Spans”).

use std::ops::Range;

use super::annotations::CodeLabelText;
use super::line::{self, LineCursor};
use super::rewriter::Rewriter;
use super::{Dialect, html_writer, kramdown};
use crate::text;

/// Maximum length of an attribute list, in bytes.
const MAX_LIST_BYTES: usize = 1024;
/// Maximum number of bytes before an attribute list that are searched for the start of a bracketed span or of an emoji.
const MAX_LOOKBEHIND_BYTES: usize = 400;

/// Removes attribute lists, and applies the attributes that have a meaning: heading ids, the classes of spans, and `file`, the
/// title of code.
pub(super) fn apply(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    let mut cursor = LineCursor::new(body);
    let mut braces = rewriter.occurrences("{");
    while let Some(start) = braces.next() {
        let Some(content_start) = content_start(rewriter, start) else {
            continue;
        };
        let limit = cursor
            .line(start)
            .end
            .min(text::floor_char_boundary(body, start + MAX_LIST_BYTES));
        let Some(length) = memchr::memchr(b'}', &body.as_bytes()[content_start..limit]) else {
            continue;
        };
        let content = content_start..content_start + length;
        let range = start..content.end + "}".len();
        let inside = body[content].trim();
        if !is_list(inside, rewriter.dialect) || !rewriter.may_rewrite(&range) {
            continue;
        }
        braces.skip_to(range.end);
        // For a comment with an end tag, the call removes the comment with both tags, and returns the end of the comment. For
        // `{:toc}`, it removes only the list item above. These braces are removed below, as all others are.
        if let Some(end) =
            kramdown::remove_comment_or_toc_item(rewriter, &mut braces, &range, inside)
        {
            braces.skip_to(end);
        } else if rewriter.is_block_level(&range) {
            remove_block_list(rewriter, range, inside);
        } else if let Some(span) = bracketed_span(rewriter, start)
            && rewriter.may_rewrite(&span)
        {
            let text = html_writer::inline_markdown(&body[span.start + 1..start - 1]);
            let (open, close) = span_tags(inside);
            rewriter.replace(span.start..range.end, format!("{open}{text}{close}"));
        } else {
            rewriter.remove(range);
        }
    }
}

/// Returns the start of the content of the braces at `start`, or `None` if they cannot be an attribute list.
fn content_start(rewriter: &Rewriter<'_>, start: usize) -> Option<usize> {
    let body = rewriter.body;
    let next = *body.as_bytes().get(start + 1)?;
    if next == b':' {
        return Some(start + "{:".len());
    }
    // kramdown has only lists that begin with `{:`. `Auto` accepts no others, because ordinary text in braces is common.
    if rewriter.dialect.is_kramdown() || rewriter.dialect == Dialect::Auto {
        return None;
    }
    let starts_attribute = matches!(next, b' ' | b'.' | b'#') || next.is_ascii_alphabetic();
    let before = &body[..start];
    let follows_span = before.ends_with([')', ']', '`', '>', '*', '_']);
    let dialect_allows_list_here = || match rewriter.dialect {
        // Quarto, “Cross References”, equations: `$$ … $$ {#eq-x}`.
        Dialect::Quarto => before.trim_end_matches(' ').ends_with("$$"),
        Dialect::PythonMarkdown => follows_emoji_or_ends_cell(body, start),
        _ => false,
    };
    let brace = start..start + 1;
    let is_list_place =
        || follows_span || dialect_allows_list_here() || rewriter.is_at_line_start(&brace);
    (starts_attribute && is_list_place()).then_some(start + 1)
}

/// Returns true if the braces at `start` follow an emoji `:name:`, or end a cell of a table (Python-Markdown, “Attribute
/// Lists”, “Limitations”).
fn follows_emoji_or_ends_cell(body: &str, start: usize) -> bool {
    let before =
        &body[text::floor_char_boundary(body, start.saturating_sub(MAX_LOOKBEHIND_BYTES))..start];
    let emoji = before
        .strip_suffix(':')
        .and_then(|before| before.rsplit_once(':'));
    let is_emoji = emoji.is_some_and(|(_, name)| {
        // A name with `-` is not accepted, because it is the name of an icon: `:material-x:`. `python_markdown::icons` replaces
        // icons, and removes their attributes.
        let is_name = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '+');
        !name.is_empty() && name.chars().all(is_name)
    });
    let from_brace = &body[start..text::floor_char_boundary(body, start + MAX_LIST_BYTES)];
    let after = from_brace.split_once('}').map(|(_, after)| after);
    let is_cell_end =
        after.is_some_and(|after| after.trim_start_matches([' ', '\t']).starts_with('|'));
    is_emoji || before.ends_with(' ') && is_cell_end
}

/// Returns the range of the bracketed span that ends at byte `end`. Returns `None` if the dialect has no such spans, or if there
/// are no brackets before `end`. Also returns `None` if the brackets belong to an image, are the label of a reference link, or
/// are escaped.
fn bracketed_span(rewriter: &Rewriter<'_>, end: usize) -> Option<Range<usize>> {
    let has_spans = matches!(rewriter.dialect, Dialect::Quarto | Dialect::Mdc);
    let body = rewriter.body;
    if !has_spans || !body[..end].ends_with(']') {
        return None;
    }
    let search_start = text::floor_char_boundary(body, end.saturating_sub(MAX_LOOKBEHIND_BYTES));
    let text_before = &body[search_start..end - 1];
    let opener = text_before.rfind('[')?;
    let text = &text_before[opener + 1..];
    let is_span = !text.contains(['\n', ']']) && !text_before[..opener].ends_with(['!', ']', '\\']);
    is_span.then_some(search_start + opener..end)
}

/// Returns the start tag and the end tag for the first class in `list` that has a meaning. Returns two empty strings if no class
/// has one.
fn span_tags(list: &str) -> (&'static str, &'static str) {
    let mut classes = list
        .split_whitespace()
        .filter_map(|word| word.strip_prefix('.'));
    let tags = classes.find_map(|class| match class {
        "mark" => Some(("<mark>", "</mark>")),
        "underline" | "ul" => Some(("<u>", "</u>")),
        "kbd" => Some(("<kbd>", "</kbd>")),
        "strike" | "deletion" => Some(("<del>", "</del>")),
        "insertion" => Some(("<ins>", "</ins>")),
        _ => None,
    });
    tags.unwrap_or_default()
}

/// Returns true if `inside`, the text between braces, is an attribute list. In kramdown, the extensions `{::…}`, `{:/…}` and
/// `{:toc}` count, too. The check is needed even if the text follows `{:`, because `{:` may also begin ordinary text.
fn is_list(inside: &str, dialect: Dialect) -> bool {
    if dialect.is_kramdown() && (inside.starts_with([':', '/']) || inside == "toc") {
        return true;
    }
    let mut unread = inside;
    while !unread.is_empty() {
        let end = unread.find(char::is_whitespace).unwrap_or(unread.len());
        let word = &unread[..end];
        let is_name = |text: &str| {
            !text.is_empty()
                && text.chars().all(|char| {
                    char.is_alphanumeric() || matches!(char, '-' | '_' | ':' | '.' | '#')
                })
        };
        if let Some((key, value)) = word.split_once('=') {
            if !is_name(key) {
                return false;
            }
            // A quoted value may contain blanks.
            let quote = value
                .chars()
                .next()
                .filter(|char| matches!(char, '"' | '\''));
            let after_key = &unread[key.len() + 1..];
            unread = match quote.and_then(|quote| after_key[1..].find(quote)) {
                // Skips the value and its two quotation marks.
                Some(length) => after_key[length + 2..].trim_start(),
                None => unread[end..].trim_start(),
            };
            continue;
        }
        // In kramdown, a word may be the name of a list that is defined elsewhere.
        let is_reference = dialect.is_kramdown() && is_name(word);
        if !(word.starts_with(['.', '#']) && is_name(&word[1..]) || is_reference) {
            return false;
        }
        unread = unread[end..].trim_start();
    }
    !inside.is_empty()
}

/// Removes an attribute list on its own line. The list applies to the block above or below. If this block is a heading, the id
/// in the list becomes its id.
fn remove_block_list(rewriter: &mut Rewriter<'_>, range: Range<usize>, inside: &str) {
    let body = rewriter.body;
    let id = inside
        .split_whitespace()
        .find_map(|word| word.strip_prefix('#'));
    let line_start = line::start(body, range.start);
    // The theme Chirpy shows the attribute `file` as the title of the code above. The last byte of the line above, before its
    // line feed, belongs to this code.
    if let Some((_, value)) = inside.split_once("file=\"")
        && let Some((title, _)) = value.split_once('"')
        && let Some(code_byte) = line_start.checked_sub(2)
        && rewriter.is_code(code_byte)
    {
        rewriter.label_code(code_byte, CodeLabelText::Title(title.into()));
    }
    let above = &body[line::start(body, line_start.saturating_sub(1))..line_start];
    if let Some(id) = id {
        if above.starts_with('#') || line::is_setext_underline(above) {
            rewriter.set_id_of_heading_before(line_start, id);
        } else if body[range.end..]
            .trim_start_matches(['\r', '\n'])
            .starts_with('#')
        {
            let heading_start =
                body.len() - body[range.end..].trim_start_matches(['\r', '\n']).len();
            rewriter.set_id_of_heading_at(heading_start, id);
        }
    }
    // Blanks alone would be a blank line, which would split a list between two items. Instead, `replace_inline` gives the parser
    // an inline tag, which continues the text of the item above.
    let below = &body[line::end(body, range.start)..];
    let below = below.lines().next().unwrap_or_default().trim_start();
    if line::list_marker(below).is_some() && !above.trim().is_empty() {
        rewriter.replace_inline(range, "");
    } else {
        rewriter.overwrite_with_blanks(range);
    }
}
