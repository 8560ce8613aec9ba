//! kramdown's attribute lists `{: .class #id}` behind a block or a span, its table of contents and its extensions
//! `{::name}` (kramdown, “Syntax”).

use std::ops::Range;

use memchr::memmem;

use super::draft::Draft;
use super::{Dialect, line};

pub(super) fn read(draft: &mut Draft<'_>) {
    let body = draft.body;
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
        if !is_list(inside, draft.dialect) || !draft.is_free(&range) {
            continue;
        }
        at = range.end;
        if inside == "toc" {
            table_of_contents(draft, start);
        }
        if inside == ":comment"
            && let Some(closed) = memmem::find(&body.as_bytes()[at..], b"{:/")
        {
            let end = at + closed;
            let end = body[end..].find('}').map_or(end, |brace| end + brace + 1);
            draft.say(range.start..end, "");
            at = end;
            continue;
        }
        if draft.is_alone(&range) {
            alone(draft, range, inside);
        } else {
            draft.say(range, "");
        }
    }
}

/// Whether what stands between the braces is kramdown's; text in braces may begin with a colon as well.
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
            // A quoted value may have blanks.
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

/// A list on a line of its own belongs to the block above it, or to the one below.
fn alone(draft: &mut Draft<'_>, range: Range<usize>, inside: &str) {
    let body = draft.body;
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
            draft.heading_before(first, id);
        } else if body[range.end..]
            .trim_start_matches(['\r', '\n'])
            .starts_with('#')
        {
            let below = body.len() - body[range.end..].trim_start_matches(['\r', '\n']).len();
            draft.heading_before(below + 1, id);
        }
    }
    // A blank line would part a list; a tag goes on with its item's text.
    let below = &body[line::end(body, range.start).min(body.len())..];
    let below = below.lines().next().unwrap_or_default().trim_start();
    if line::marker(below).is_some() && !above.trim().is_empty() {
        draft.inline(range, "");
    } else {
        draft.blank(range);
    }
}

/// The item above `{:toc}` stands for the table of contents.
fn table_of_contents(draft: &mut Draft<'_>, at: usize) {
    let body = draft.body;
    let end = line::start(body, at);
    let start = line::start(body, end.saturating_sub(1));
    let above = &body[start..end];
    if line::marker(above).is_some() {
        let range = start..start + above.trim_end().len();
        if draft.is_free(&range) {
            draft.blank(range);
        }
    }
}
