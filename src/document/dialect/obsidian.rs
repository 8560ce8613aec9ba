//! Obsidian's links and embeds `[[note#section|text]]`, `![[image.png]]`, comments `%%…%%`, highlights `==…==` and block
//! ids `^id` (Obsidian Help, “Obsidian Flavored Markdown”).

use std::ops::Range;

use memchr::memmem;

use super::rewriter::Rewriter;
use super::{Dialect, html_writer, line, shortcode};

/// Most bytes of a link between brackets.
const MAX_LINK_BYTES: usize = 400;

/// Replaces `[[…]]` and `![[…]]`, and erases the `[[toc]]` of `VuePress`.
pub(super) fn links(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    let mut at = 0;
    while let Some(next) = memmem::find(&body.as_bytes()[at..], b"[[") {
        let start = at + next;
        at = start + 2;
        let limit = line::end(body, at).min(line::floor(body, at + MAX_LINK_BYTES));
        let Some(length) = memmem::find(&body.as_bytes()[at..limit], b"]]") else {
            continue;
        };
        let text = &body[at..at + length];
        let end = at + length + 2;
        let is_embed = body[..start].ends_with('!') && !body[..start].ends_with("\\!");
        let range = start - usize::from(is_embed)..end;
        if !is_link(rewriter, text, &range) || !rewriter.is_unclaimed(&range) {
            continue;
        }
        at = end;
        if rewriter.dialect == Dialect::VuePress {
            rewriter.replace(range, "");
        } else {
            rewriter.replace(range, link_html(text, is_embed));
        }
    }
}

fn is_link(rewriter: &Rewriter<'_>, text: &str, range: &Range<usize>) -> bool {
    let lower = text.trim().to_lowercase();
    if matches!(&*lower, "toc" | "_toc_") || rewriter.dialect == Dialect::VuePress {
        return rewriter.dialect == Dialect::VuePress && lower == "toc";
    }
    let before = rewriter.body[..range.start].chars().next_back();
    let after = rewriter.body[range.end..].chars().next();
    let is_plain = !text.trim().is_empty() && !text.contains(['[', ']', '\n']);
    let stands_free =
        !matches!(before, Some('[' | '\\' | ']')) && !matches!(after, Some('(' | '[' | ']' | ':'));
    // Outside Obsidian, text may hold matrices, tests of shells and headings of TOML.
    let is_certain = rewriter.dialect == Dialect::Obsidian
        || !(text.contains([',', '"', '$', '=']) && !text.contains('|')
            || text.starts_with([' ', '-', '!'])
            || text.trim().parse::<f64>().is_ok()
            || before.is_some_and(char::is_alphanumeric));
    is_plain && stands_free && is_certain
}

fn link_html(text: &str, is_embed: bool) -> String {
    // Within a table, the bar is escaped.
    let (target, shown) = text.split_once('|').unwrap_or((text, ""));
    let (target, shown) = (target.trim_end_matches('\\').trim(), shown.trim());
    if is_embed && shortcode::is_image(target) {
        let is_size = shown
            .chars()
            .all(|char| char.is_ascii_digit() || char == 'x');
        return html_writer::image(target, Some(if is_size { "" } else { shown }));
    }
    let shown = if shown.is_empty() {
        target.trim_start_matches('#').replace('#', " › ")
    } else {
        shown.to_owned()
    };
    let sign = if is_embed { "↪ " } else { "" };
    html_writer::link(target, &format!("{sign}{shown}"))
}

/// Erases comments `%%…%%`, which may span lines.
pub(super) fn comments(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    let mut at = 0;
    while let Some(next) = memmem::find(&body.as_bytes()[at..], b"%%") {
        let start = at + next;
        at = start + 2;
        if !rewriter.is_unclaimed(&(start..at)) {
            continue;
        }
        let Some(length) = memmem::find(&body.as_bytes()[at..], b"%%") else {
            return;
        };
        let range = start..at + length + 2;
        at = range.end;
        if rewriter.is_unclaimed(&range) {
            rewriter.replace(range, "");
        }
    }
}

/// Erases block ids `^id` at the end of a line.
pub(super) fn block_ids(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    for at in memchr::memchr_iter(b'^', body.as_bytes()) {
        let end = line::end(body, at);
        let id = body[at + 1..end].trim_end();
        let before = &body[line::start(body, at)..at];
        let is_id = !id.is_empty()
            && id
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let stands_free = before.ends_with([' ', '\t']) || before.is_empty();
        let range = at..at + 1 + id.len();
        if is_id && stands_free && rewriter.is_unclaimed(&range) {
            rewriter.erase(range);
        }
    }
}

/// Replaces highlights `==text==`.
pub(super) fn marks(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    let mut at = 0;
    while let Some(next) = memmem::find(&body.as_bytes()[at..], b"==") {
        let start = at + next;
        at = start + 2;
        let limit = line::end(body, at);
        let starts = !body[..start].ends_with(['=', '\\'])
            && !body[at..limit].starts_with([' ', '=', '\n', '\r']);
        let Some(length) = starts
            .then(|| memmem::find(&body.as_bytes()[at..limit], b"=="))
            .flatten()
        else {
            continue;
        };
        let inside = &body[at..at + length];
        let end = at + length;
        if inside.ends_with(' ')
            || body[end + 2..].starts_with('=')
            || !rewriter.is_unclaimed(&(start..end + 2))
        {
            continue;
        }
        rewriter.replace(
            start..end + 2,
            format!("<mark>{}</mark>", html_writer::inline_markdown(inside)),
        );
        at = end + 2;
    }
}
