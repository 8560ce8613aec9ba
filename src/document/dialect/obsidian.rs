//! Obsidian's links and embeds `[[note#section|text]]`, `![[image.png]]`, comments `%%…%%`, block ids `^id`
//! (Obsidian Help, “Obsidian Flavored Markdown”).

use std::ops::Range;

use memchr::memmem;

use super::draft::Draft;
use super::{Dialect, line, say, shortcode};

/// Bytes that a link between brackets may take.
const LONGEST: usize = 400;

/// `[[…]]` and `![[…]]`, and `VuePress`' `[[toc]]`.
pub(super) fn links(draft: &mut Draft<'_>) {
    let body = draft.body;
    let mut at = 0;
    while let Some(next) = memmem::find(&body.as_bytes()[at..], b"[[") {
        let start = at + next;
        at = start + 2;
        let limit = line::end(body, at).min(line::floor(body, at + LONGEST));
        let Some(length) = memmem::find(&body.as_bytes()[at..limit], b"]]") else {
            continue;
        };
        let text = &body[at..at + length];
        let end = at + length + 2;
        let is_embed = body[..start].ends_with('!') && !body[..start].ends_with("\\!");
        let range = start - usize::from(is_embed)..end;
        if !is_link(draft, text, &range) || !draft.is_free(&range) {
            continue;
        }
        at = end;
        if draft.dialect == Dialect::VuePress {
            draft.say(range, "");
        } else {
            draft.say(range, meaning(text, is_embed));
        }
    }
}

fn is_link(draft: &Draft<'_>, text: &str, range: &Range<usize>) -> bool {
    let lower = text.trim().to_lowercase();
    if matches!(&*lower, "toc" | "_toc_") || draft.dialect == Dialect::VuePress {
        return draft.dialect == Dialect::VuePress && lower == "toc";
    }
    let before = draft.body[..range.start].chars().next_back();
    let after = draft.body[range.end..].chars().next();
    let is_plain = !text.trim().is_empty() && !text.contains(['[', ']', '\n']);
    let stands_free =
        !matches!(before, Some('[' | '\\' | ']')) && !matches!(after, Some('(' | '[' | ']' | ':'));
    // Matrices, tests of shells and headings of TOML are not written for a reader, but stand in text at times.
    let is_certain = draft.dialect == Dialect::Obsidian
        || !(text.contains([',', '"', '$', '=']) && !text.contains('|')
            || text.starts_with([' ', '-', '!'])
            || text.trim().parse::<f64>().is_ok()
            || before.is_some_and(char::is_alphanumeric));
    is_plain && stands_free && is_certain
}

fn meaning(text: &str, is_embed: bool) -> String {
    // Within a table the bar is escaped.
    let (target, shown) = text.split_once('|').unwrap_or((text, ""));
    let (target, shown) = (target.trim_end_matches('\\').trim(), shown.trim());
    if is_embed && shortcode::is_image(target) {
        let is_size = shown
            .chars()
            .all(|char| char.is_ascii_digit() || char == 'x');
        return say::image(target, Some(if is_size { "" } else { shown }));
    }
    let shown = if shown.is_empty() {
        target.trim_start_matches('#').replace('#', " › ")
    } else {
        shown.to_owned()
    };
    let sign = if is_embed { "↪ " } else { "" };
    say::link(target, &format!("{sign}{shown}"))
}

/// `%%…%%`, over several lines too.
pub(super) fn comments(draft: &mut Draft<'_>) {
    let body = draft.body;
    let mut at = 0;
    while let Some(next) = memmem::find(&body.as_bytes()[at..], b"%%") {
        let start = at + next;
        at = start + 2;
        if !draft.is_free(&(start..at)) {
            continue;
        }
        let Some(length) = memmem::find(&body.as_bytes()[at..], b"%%") else {
            return;
        };
        let range = start..at + length + 2;
        at = range.end;
        if draft.is_free(&range) {
            draft.say(range, "");
        }
    }
}

/// `^id` at the end of a line.
pub(super) fn block_ids(draft: &mut Draft<'_>) {
    let body = draft.body;
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
        if is_id && stands_free && draft.is_free(&range) {
            draft.blank(range);
        }
    }
}

/// `==mark==`.
pub(super) fn marks(draft: &mut Draft<'_>) {
    let body = draft.body;
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
            || !draft.is_free(&(start..end + 2))
        {
            continue;
        }
        draft.say(
            start..end + 2,
            format!("<mark>{}</mark>", say::markdown(inside)),
        );
        at = end + 2;
    }
}
