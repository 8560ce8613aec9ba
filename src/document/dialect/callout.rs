//! Callouts: a quote whose first line says `[!kind]` (Obsidian, “Callouts”), maybe foldable and with a title of its own.
//! GitHub's five, written as GitHub has them, are the parser's.

use memchr::memmem;

use super::draft::Draft;
use super::{line, say};

/// GitHub's (GitHub Docs, “Alerts”).
const GITHUB: [&str; 5] = ["note", "tip", "important", "warning", "caution"];

pub(super) fn read(draft: &mut Draft<'_>) {
    let body = draft.body;
    let mut at = 0;
    while let Some(next) = memmem::find(&body.as_bytes()[at..], b"[!") {
        let start = at + next;
        let end = line::end(body, start);
        at = start + 2;
        let Some((kind, rest)) = body[at..end].split_once(']') else {
            continue;
        };
        let is_kind = !kind.is_empty()
            && kind.len() < 40
            && kind
                .chars()
                .all(|char| char.is_alphanumeric() || matches!(char, '-' | '_' | '|' | ' '));
        let first = line::start(body, start);
        let (depth, text) = line::quotes(body, first, end);
        if !is_kind || depth == 0 || text != start || rest.starts_with('(') {
            continue;
        }
        let title = rest.trim_start_matches(['+', '-']).trim();
        let is_githubs = rest.trim().is_empty() && GITHUB.contains(&&*kind.to_lowercase());
        // The line above must not belong to the same quote.
        let above = first.checked_sub(1).map_or(0, |before| {
            line::quotes(body, line::start(body, before), before).0
        });
        let range = start..start + body[start..end].trim_end().len();
        if is_githubs || above >= depth || !draft.is_free(&range) {
            continue;
        }
        let Some(sign) = body[first..start].rfind('>') else {
            continue;
        };
        let kind = kind.split('|').next().unwrap_or(kind).trim();
        draft.callout(first + sign, range, kind, &say::plain(title));
        at = end;
    }
}
