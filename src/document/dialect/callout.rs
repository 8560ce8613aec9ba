//! Callouts: a quote whose first line begins with `[!kind]`, with an optional fold mark and title (Obsidian,
//! “Callouts”). GitHub's five alerts without title are left to the Markdown parser.

use memchr::memmem;

use super::rewriter::Rewriter;
use super::{
    html_writer,
    line::{self, LineCursor},
};

/// GitHub's alerts (GitHub Docs, “Alerts”).
const GITHUB_ALERTS: [&str; 5] = ["note", "tip", "important", "warning", "caution"];

/// Bytes below which the name of a kind stays.
const MAX_KIND_BYTES: usize = 40;

pub(super) fn apply(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    let mut cursor = LineCursor::new(body);
    let mut at = 0;
    while let Some(next) = memmem::find(&body.as_bytes()[at..], b"[!") {
        let start = at + next;
        let line = cursor.line(start);
        let (first, end) = (line.start, line.end);
        // Only the first text of a line names a callout.
        at = end;
        let Some((kind, rest)) = body[start + 2..end].split_once(']') else {
            continue;
        };
        let is_kind = !kind.is_empty()
            && kind.len() < MAX_KIND_BYTES
            && kind
                .chars()
                .all(|char| char.is_alphanumeric() || matches!(char, '-' | '_' | '|' | ' '));
        let (depth, text) = line::quotes(body, first, end);
        if !is_kind || depth == 0 || text != start || rest.starts_with('(') {
            continue;
        }
        let title = rest.trim_start_matches(['+', '-']).trim();
        let is_alert = rest.trim().is_empty() && GITHUB_ALERTS.contains(&&*kind.to_lowercase());
        // Within a quote, only the first line can be a callout's.
        let above = first.checked_sub(1).map_or(0, |before| {
            line::quotes(body, line::start(body, before), before).0
        });
        let range = start..start + body[start..end].trim_end().len();
        if is_alert || above >= depth || !rewriter.is_unclaimed(&range) {
            continue;
        }
        let Some(sign) = body[first..start].rfind('>') else {
            continue;
        };
        let kind = kind.split('|').next().unwrap_or(kind).trim();
        rewriter.set_callout(first + sign, range, kind, &html_writer::plain_text(title));
    }
}
