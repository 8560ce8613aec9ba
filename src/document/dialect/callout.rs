//! Callouts: block quotes whose first line begins with `[!kind]`, with an optional fold mark and title (Obsidian,
//! “Callouts”). GitHub's five alerts without a title are left to the Markdown parser.

use std::ops::Range;

use super::annotations::Callout;
use super::occurrences::LineMatch;
use super::rewriter::Rewriter;
use super::{html_writer, line};
use crate::document::InitialFold;

/// Kinds of GitHub's alerts (GitHub Docs, “Alerts”).
const GITHUB_ALERTS: [&str; 5] = ["note", "tip", "important", "warning", "caution"];

/// Maximum length of the name of a kind, in bytes.
const MAX_KIND_BYTES: usize = 39;

/// Turns callouts into admonitions.
pub(super) fn apply(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    // Only the first `[!` of each line is looked at: a later one can't be at the start of the line's text.
    for LineMatch { match_start, line } in rewriter.lines_with("[!") {
        let (line_start, end) = (line.start, line.end);
        let after_opener = &body[match_start + "[!".len()..end];
        let Some((kind, fold_and_title)) = after_opener.split_once(']') else {
            continue;
        };
        let is_kind = !kind.is_empty()
            && kind.len() <= MAX_KIND_BYTES
            && kind
                .chars()
                .all(|char| char.is_alphanumeric() || matches!(char, '-' | '_' | '|' | ' '));
        let quote_markers = line::quote_markers(body, line_start, end);
        let is_in_quote = quote_markers.depth > 0 && quote_markers.end == match_start;
        let begins_item_quote = !is_in_quote && begins_quote_in_item(body, line_start..match_start);
        let is_link = fold_and_title.starts_with('(');
        if !is_kind || !(is_in_quote || begins_item_quote) || is_link {
            continue;
        }
        let title = fold_and_title.trim_start_matches(['+', '-']).trim();
        let is_alert =
            fold_and_title.trim().is_empty() && GITHUB_ALERTS.contains(&&*kind.to_lowercase());
        // Only the first line of a quote can start a callout.
        let depth_above = line_start.checked_sub(1).map_or(0, |end_above| {
            line::quote_markers(body, line::start(body, end_above), end_above).depth
        });
        let continues_quote = !begins_item_quote && depth_above >= quote_markers.depth;
        let range = match_start..match_start + body[match_start..end].trim_end().len();
        if is_alert || continues_quote || !rewriter.may_rewrite(&range) {
            continue;
        }
        let Some(quote_marker) = body[line_start..match_start].rfind('>') else {
            continue;
        };
        let callout = Callout {
            offset: line_start + quote_marker,
            // Metadata may follow the kind: `[!kind|metadata]`.
            kind: kind.split('|').next().unwrap_or(kind).trim().into(),
            title: html_writer::plain_text(title).into(),
            fold: match fold_and_title.bytes().next() {
                Some(b'+') => InitialFold::Open,
                Some(b'-') => InitialFold::Closed,
                _ => InitialFold::Never,
            },
        };
        rewriter.set_callout(callout, range);
    }
}

/// Returns true if `prefix`, the start of a line, begins a list item and a quote in this item.
fn begins_quote_in_item(body: &str, prefix: Range<usize>) -> bool {
    let text = &body[prefix.clone()];
    if !(text.trim_end().ends_with('>') && line::is_container_prefix(text)) {
        return false;
    }
    // If the line above is text of a paragraph, only a bullet or the number 1 begins a list (CommonMark 5.3).
    let above = prefix.start.checked_sub(1).map_or("", |end| {
        body[line::start(body, end)..end].trim_start_matches([' ', '\t', '>'])
    });
    let marker = text.trim_start_matches([' ', '\t', '>']);
    let digits = marker.len()
        - marker
            .trim_start_matches(|char: char| char.is_ascii_digit())
            .len();
    // A marker without digits is a bullet.
    let is_bullet_or_one = matches!(&marker[..digits], "" | "1");
    above.trim().is_empty() || line::list_marker(above).is_some() || is_bullet_or_one
}
