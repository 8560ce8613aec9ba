//! MDX: `import` and `export`, components, expressions, comments (MDX, “What is MDX?”). Components keep what stands
//! between their tags; what only a program can show leaves its name.

use std::ops::Range;

use super::args::Args;
use super::draft::{Draft, Place};
use super::pairs::{Role, pair};
use super::{esm, line, say, shortcode, tag};

struct Tag<'s> {
    range: Range<usize>,
    role: Role,
    name: &'s str,
    attributes: Vec<(Option<&'s str>, &'s str)>,
}

pub(super) fn read(draft: &mut Draft<'_>) {
    esm::read(draft);
    let tags = tags(draft);
    let pairs = pair(tags.iter().map(|tag| (tag.role, tag.name)));
    let indented = indented(draft.body);
    let mut skipped = 0;
    for (at, tag) in tags.iter().enumerate() {
        let range = tag.range.clone();
        if range.start < skipped {
            continue;
        }
        let args = Args::of(tag.attributes.clone());
        match (tag.role, pairs[at].map(|other| &tags[other])) {
            (Role::Opens, Some(end)) if is_table(draft, tag, end) => {
                let last = pairs[at].unwrap_or(at);
                let html = table(draft.body, &tags[at..=last]);
                skipped = end.range.end;
                draft.block(range.start..skipped, html);
            }
            (Role::Opens, Some(end)) => {
                let html = start(tag, &args);
                let inside = range.end..end.range.start;
                let next = indented.partition_point(|line| *line < inside.start);
                let is_deep = indented.get(next).is_some_and(|line| *line < inside.end);
                if is_deep && draft.is_alone(&range) {
                    let below = &draft.body[line::end(draft.body, range.end - 1)..];
                    let is_followed = below
                        .lines()
                        .next()
                        .is_some_and(|line| !line.trim().is_empty());
                    draft.indenting(range, html, is_followed);
                } else {
                    draft.say(range, html);
                }
            }
            (Role::Closes, Some(opener)) => {
                let args = Args::of(opener.attributes.clone());
                draft.say(range, end(opener, &args));
            }
            (Role::Single, _) => draft.say(range, single(tag, &args)),
            (Role::Opens, None) if is_void(tag.name) => draft.say(range, single(tag, &args)),
            // Nothing that MDX would take: HTML then, or text.
            _ => {}
        }
    }
    expressions(draft);
}

/// Whether a pair is a table of HTML that is one piece: its cells are rows of text and of tags.
fn is_table(draft: &Draft<'_>, tag: &Tag<'_>, end: &Tag<'_>) -> bool {
    let range = tag.range.start..end.range.end;
    let inside = &draft.body[range.clone()];
    let is_row = |line: &str| line::fence(line.trim_start()).is_none() && !line.trim().is_empty();
    tag.name == "table" && draft.is_alone(&range) && inside.lines().all(is_row)
}

/// A table in one piece, the text of its cells read as Markdown.
fn table(body: &str, tags: &[Tag<'_>]) -> String {
    let mut html = String::new();
    let mut at = tags.first().map_or(0, |tag| tag.range.start);
    for tag in tags {
        html.push_str(&say::markdown(&body[at..tag.range.start]));
        let args = Args::of(tag.attributes.clone());
        html.push_str(&match tag.role {
            Role::Closes if is_html(tag.name) => format!("</{}>", tag.name),
            Role::Closes => String::new(),
            Role::Opens => start(tag, &args),
            Role::Single => single(tag, &args),
        });
        at = tag.range.end;
    }
    html
}

/// The start of a program's text.
fn shortened(written: &str) -> String {
    const MOST: usize = 60;
    let mut chars = written.chars();
    let start: String = chars.by_ref().take(MOST).collect();
    if chars.next().is_some() {
        start + "…"
    } else {
        start
    }
}

fn is_html(name: &str) -> bool {
    name.starts_with(|char: char| char.is_ascii_lowercase()) && !name.contains('.')
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "br" | "hr" | "img" | "input" | "source" | "wbr" | "embed" | "track" | "col"
    )
}

/// HTML as it is, with HTML's names of attributes, and without those that are programs.
fn element(tag: &Tag<'_>) -> String {
    let mut html = format!("<{}", tag.name);
    for (name, value) in &tag.attributes {
        let name = match name.unwrap_or_default() {
            "className" => "class",
            name if name.is_empty() || name.contains([':', '.']) => continue,
            name => name,
        };
        html.push_str(&format!(" {name}=\"{}\"", say::escape(value)));
    }
    html.push('>');
    html
}

fn start(tag: &Tag<'_>, args: &Args<'_>) -> String {
    if tag.name.is_empty() {
        return String::new();
    }
    if is_html(tag.name) {
        return element(tag);
    }
    let html = shortcode::pair(&component(tag.name), args).start;
    let title = args.get(&["title", "label", "header", "heading", "summary"]);
    match title {
        Some(title) if html.is_empty() => {
            let title = args
                .get(&["href", "url", "to"])
                .map_or_else(|| say::markdown(title), |url| say::link(url, title));
            format!("<p><strong>{title}</strong></p>")
        }
        _ => html,
    }
}

fn end(opener: &Tag<'_>, args: &Args<'_>) -> String {
    if opener.name.is_empty() {
        String::new()
    } else if is_html(opener.name) {
        format!("</{}>", opener.name)
    } else {
        shortcode::pair(&component(opener.name), args).end
    }
}

fn single(tag: &Tag<'_>, args: &Args<'_>) -> String {
    if is_html(tag.name) {
        let end = if is_void(tag.name) {
            String::new()
        } else {
            format!("</{}>", tag.name)
        };
        return element(tag) + &end;
    }
    if tag.name.is_empty() {
        return String::new();
    }
    shortcode::single(&component(tag.name), args)
}

/// The name that shortcodes of the same use have.
fn component(name: &str) -> String {
    let lower = name.to_lowercase();
    match &*lower {
        name if name.contains("youtube") => "youtube".into(),
        "admonition" | "callout" | "alert" => lower,
        "image" | "img" | "figure" | "picture" | "staticimage" | "themedimage" | "thumbnail" => {
            "image".into()
        }
        "reactplayer" => "video".into(),
        "tweet" | "vimeo" | "gist" | "video" | "audio" | "codepen" => lower,
        "tabitem" | "tab" | "step" | "card" => lower,
        "accordion" | "accordionitem" | "collapsible" | "collapse" | "expandable" | "spoiler"
        | "details" => "details".into(),
        "link" | "anchor" | "a" | "button" | "linkbutton" | "linkcard" => "link".into(),
        "toc" | "toclist" | "docscardlist" => "toc".into(),
        "aside" => "aside".into(),
        "blockquote" | "quote" => lower,
        _ if !shortcode::pair(&lower, &Args::default()).start.is_empty() => lower,
        _ => name.to_owned(),
    }
}

/// Where lines begin that would be code for CommonMark.
fn indented(body: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < body.len() {
        if matches!(body.as_bytes()[at], b' ' | b'\t') {
            let (columns, bytes) = line::indent(&body[at..]);
            if columns >= 4 && !body[at + bytes..].starts_with(['\n', '\r']) {
                found.push(at);
            }
        }
        at = line::end(body, at).max(at + 1);
    }
    found
}

fn tags<'s>(draft: &mut Draft<'s>) -> Vec<Tag<'s>> {
    let body = draft.body;
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(next) = memchr::memchr2(b'<', b'{', &body.as_bytes()[at..]) {
        let start = at + next;
        at = start + 1;
        if body.as_bytes()[start] == b'{' {
            // Tags within an expression are a program's.
            let end = tag::braces(body, start);
            if end.is_none() && draft.is_tired(tag::LONGEST) {
                break;
            }
            if let Some(end) = end
                && draft.is_free(&(start..end))
                && !body[..start].ends_with('\\')
            {
                at = end;
            }
            continue;
        }
        let Some(found) = tag::read(body, start) else {
            // Mostly a sign in text, seen at once; only what could have been a tag is tiring.
            if body[at..].starts_with(|char: char| char.is_ascii_alphabetic()) && draft.is_tired(64)
            {
                break;
            }
            continue;
        };
        if !draft.is_free(&(start..found.end)) || body[..start].ends_with('\\') {
            continue;
        }
        at = found.end;
        tags.push(Tag {
            range: start..found.end,
            role: found.role,
            name: found.name,
            attributes: found.attributes,
        });
    }
    tags
}

/// `{expression}`, `{'text'}`, `{/* comment */}`.
fn expressions(draft: &mut Draft<'_>) {
    let body = draft.body;
    let mut at = 0;
    while let Some(next) = memchr::memchr(b'{', &body.as_bytes()[at..]) {
        let start = at + next;
        at = start + 1;
        let Some(end) = tag::braces(body, start) else {
            if draft.is_tired(tag::LONGEST) {
                break;
            }
            continue;
        };
        let range = start..end;
        if body[..start].ends_with('\\') || !draft.is_free(&range) {
            continue;
        }
        at = end;
        let inside = body[start + 1..end - 1].trim();
        let written = &body[range.clone()];
        match draft.place(start) {
            Place::Target => draft.target(range, written),
            Place::Attribute => {}
            Place::Text if inside.starts_with("/*") || inside.is_empty() => draft.say(range, ""),
            Place::Text => match tag::literal(inside) {
                Some(text) if text.trim().is_empty() => draft.inline(range, " "),
                Some(text) => draft.say(range, say::escape(text)),
                None => draft.say(range, say::chip(&shortened(written))),
            },
        }
    }
}
