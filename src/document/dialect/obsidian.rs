//! Obsidian's links and embeds `[[note#section|text]]`, `![[image.png]]`, comments `%%…%%`, block ids `^id` and image
//! sizes (Obsidian Help, “Obsidian Flavored Markdown”).

use std::ops::Range;

use memchr::memmem;

use super::line::{self, LineCursor};
use super::occurrences::LineMatch;
use super::rewriter::Rewriter;
use super::{Dialect, html_writer, shortcode};
use crate::text;

/// Maximum length in bytes of the text between double brackets, and of the alternative text of an image.
const MAX_BRACKETED_BYTES: usize = 400;

/// Replaces `[[…]]` and `![[…]]`, and removes the `[[toc]]` of `VuePress`.
pub(super) fn links(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    let mut cursor = LineCursor::new(body);
    let mut brackets = rewriter.occurrences("[[");
    while let Some(start) = brackets.next() {
        let text_start = start + "[[".len();
        let max_end = text::floor_char_boundary(body, text_start + MAX_BRACKETED_BYTES);
        let limit = cursor.line(start).end.min(max_end);
        let Some(length) = memmem::find(&body.as_bytes()[text_start..limit], b"]]") else {
            continue;
        };
        let text = &body[text_start..text_start + length];
        let end = text_start + length + "]]".len();
        let is_embed = body[..start].ends_with('!') && !body[..start].ends_with("\\!");
        let range = start - usize::from(is_embed)..end;
        if !is_replaced(rewriter, text, &range) || !rewriter.may_rewrite(&range) {
            continue;
        }
        brackets.skip_to(end);
        if matches!(rewriter.dialect, Dialect::VuePress | Dialect::VitePress) {
            rewriter.remove(range);
        } else {
            rewriter.replace(range, link_html(text, is_embed));
        }
    }
}

/// Returns true if the double brackets at `range` are replaced. `VuePress` and `VitePress` have only `[[toc]]`. In other
/// dialects, the brackets are links, except `[[toc]]` and `[[_toc_]]`. `text` is the text between the brackets.
fn is_replaced(rewriter: &Rewriter<'_>, text: &str, range: &Range<usize>) -> bool {
    let lower = text.trim().to_lowercase();
    let dialect_has_toc = matches!(rewriter.dialect, Dialect::VuePress | Dialect::VitePress);
    if matches!(&*lower, "toc" | "_toc_") || dialect_has_toc {
        return dialect_has_toc && lower == "toc";
    }
    let char_before = rewriter.body[..range.start].chars().next_back();
    let char_after = rewriter.body[range.end..].chars().next();
    let is_plain = !text.trim().is_empty() && !text.contains(['[', ']', '\n']);
    let has_no_adjacent_bracket = !matches!(char_before, Some('[' | '\\' | ']'))
        && !matches!(char_after, Some('(' | '[' | ']' | ':'));
    // In a dialect other than Obsidian, double brackets may also be matrices, shell tests or TOML headings.
    let is_certainly_link = rewriter.dialect == Dialect::Obsidian
        || !(text.contains([',', '"', '$', '=']) && !text.contains('|')
            || text.starts_with([' ', '-', '!'])
            || text.trim().parse::<f64>().is_ok()
            || char_before.is_some_and(char::is_alphanumeric));
    is_plain && has_no_adjacent_bracket && is_certainly_link
}

/// Returns the HTML of a link or an embed.
fn link_html(text: &str, is_embed: bool) -> String {
    // Within a table, the `|` is escaped by a backslash.
    let (target, shown) = text.split_once('|').unwrap_or((text, ""));
    let (target, shown) = (target.trim_end_matches('\\').trim(), shown.trim());
    if is_embed && shortcode::is_image(target) {
        let description = match shown.rsplit_once('|') {
            Some((before, size)) if is_size(size) => before.trim_end_matches('\\').trim(),
            None if is_size(shown) => "",
            _ => shown,
        };
        return html_writer::image(target, Some(description));
    }
    let shown = if shown.is_empty() {
        target.trim_start_matches('#').replace('#', " › ")
    } else {
        shown.to_owned()
    };
    let symbol = if is_embed { "↪ " } else { "" };
    html_writer::link(target, &format!("{symbol}{shown}"))
}

/// Removes comments `%%…%%`, which may span lines.
pub(super) fn comments(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    let mut delimiters = rewriter.occurrences("%%");
    while let Some(start) = delimiters.next() {
        let opener = start..start + "%%".len();
        if !rewriter.may_rewrite(&opener) || line::is_in_url(body, start) {
            continue;
        }
        let Some(closer) = delimiters.next() else {
            return;
        };
        let range = start..closer + "%%".len();
        if rewriter.may_rewrite(&range) {
            rewriter.remove(range);
        }
    }
}

/// Removes block ids `^id` at the end of a line.
pub(super) fn block_ids(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    for LineMatch { line, .. } in rewriter.lines_with("^") {
        let text = body[line.clone()].trim_end();
        let Some(start) = text.rfind('^') else {
            continue;
        };
        let (before, id) = (&text[..start], &text[start + 1..]);
        let is_id = !id.is_empty()
            && id
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let is_separate = before.is_empty() || before.ends_with([' ', '\t']);
        let range = line.start + start..line.start + text.len();
        if is_id && is_separate && rewriter.may_rewrite(&range) {
            rewriter.overwrite_with_blanks(range);
        }
    }
}

/// Removes the size in `![text|200](image.png)`.
pub(super) fn image_sizes(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    for start in rewriter.occurrences("![") {
        let alt_start = start + "![".len();
        let limit = text::floor_char_boundary(body, alt_start + MAX_BRACKETED_BYTES);
        let Some(length) = memmem::find(&body.as_bytes()[alt_start..limit], b"](") else {
            continue;
        };
        let alt = &body[alt_start..alt_start + length];
        if let Some((before, size)) = alt.rsplit_once('|')
            && is_size(size)
        {
            // Within a table, the `|` is escaped by a backslash.
            let before = before.strip_suffix('\\').unwrap_or(before);
            let range = alt_start + before.len()..alt_start + length;
            if rewriter.may_rewrite(&range) {
                rewriter.overwrite_with_blanks(range);
            }
        }
    }
}

/// Returns true if `text` is the size of an image: `200` or `640x480`.
fn is_size(text: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let text = text.trim();
    match text.split_once('x') {
        Some((width, height)) => is_number(width) && is_number(height),
        None => is_number(text),
    }
}
