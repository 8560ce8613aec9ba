//! kramdown's attribute lists `{: .class #id}` for blocks and spans, its table of contents mark and its extensions
//! `{::name}` (kramdown, “Syntax”).

use std::ops::Range;

use memchr::memmem;

use super::rewriter::Rewriter;
use super::{Dialect, line};

pub(super) fn apply(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    let mut at = 0;
    while let Some(next) = memmem::find(&body.as_bytes()[at..], b"{:") {
        let start = at + next;
        at = start + 2;
        let end = line::end(body, start);
        let Some(length) = body[start..end].find('}') else {
            continue;
        };
        let range = start..start + length + 1;
        let inside = body[at..start + length].trim();
        if !is_list(inside, rewriter.dialect) || !rewriter.is_unclaimed(&range) {
            continue;
        }
        at = range.end;
        if inside == "toc" {
            erase_toc_item(rewriter, start);
        }
        if inside == ":comment"
            && let Some(closed) = memmem::find(&body.as_bytes()[at..], b"{:/")
        {
            let end = at + closed;
            let end = body[end..].find('}').map_or(end, |brace| end + brace + 1);
            rewriter.replace(range.start..end, "");
            at = end;
            continue;
        }
        if rewriter.is_block_level(&range) {
            erase_block_list(rewriter, range, inside);
        } else {
            rewriter.replace(range, "");
        }
    }
}

/// Whether the text between the braces is an attribute list. Other text in braces may begin with a colon too.
fn is_list(inside: &str, dialect: Dialect) -> bool {
    if dialect == Dialect::Jekyll && (inside.starts_with([':', '/']) || inside == "toc") {
        return true;
    }
    let mut rest = inside;
    while !rest.is_empty() {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let word = &rest[..end];
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
            let behind = &rest[key.len() + 1..];
            rest = match quote.and_then(|quote| behind[1..].find(quote)) {
                Some(length) => behind[length + 2..].trim_start(),
                None => rest[end..].trim_start(),
            };
            continue;
        }
        let is_reference = dialect == Dialect::Jekyll && is_name(word);
        if !(word.starts_with(['.', '#']) && is_name(&word[1..]) || is_reference) {
            return false;
        }
        rest = rest[end..].trim_start();
    }
    !inside.is_empty()
}

/// Erases a list on a line of its own, which belongs to the block above or below.
fn erase_block_list(rewriter: &mut Rewriter<'_>, range: Range<usize>, inside: &str) {
    let body = rewriter.body;
    let id = inside
        .split_whitespace()
        .find_map(|word| word.strip_prefix('#'));
    let first = line::start(body, range.start);
    let above = &body[line::start(body, first.saturating_sub(1))..first];
    let is_setext = |line: &str| {
        let rule = line.trim();
        rule.len() > 1 && (rule.trim_matches('=').is_empty() || rule.trim_matches('-').is_empty())
    };
    if let Some(id) = id {
        if above.starts_with('#') || is_setext(above) {
            rewriter.set_id_of_heading_before(first, id);
        } else if body[range.end..]
            .trim_start_matches(['\r', '\n'])
            .starts_with('#')
        {
            let below = body.len() - body[range.end..].trim_start_matches(['\r', '\n']).len();
            rewriter.set_id_of_heading_before(below + 1, id);
        }
    }
    // A blank line would split a list in two; an inline tag continues the item's text.
    let below = &body[line::end(body, range.start).min(body.len())..];
    let below = below.lines().next().unwrap_or_default().trim_start();
    if line::marker(below).is_some() && !above.trim().is_empty() {
        rewriter.replace_inline(range, "");
    } else {
        rewriter.erase(range);
    }
}

/// Erases the list item above `{:toc}`, which the table of contents replaces.
fn erase_toc_item(rewriter: &mut Rewriter<'_>, at: usize) {
    let body = rewriter.body;
    let end = line::start(body, at);
    let start = line::start(body, end.saturating_sub(1));
    let above = &body[start..end];
    if line::marker(above).is_some() {
        let range = start..start + above.trim_end().len();
        if rewriter.is_unclaimed(&range) {
            rewriter.erase(range);
        }
    }
}
