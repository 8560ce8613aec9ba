//! Liquid's and Nunjucks' tags `{% … %}` and outputs `{{ … }}` (Jekyll, “Liquid”; Eleventy, “Template Languages”), with
//! the tags that Jekyll, its plugins and Hexo add.

use std::ops::Range;

use memchr::memmem;

use super::args::{self, Args};
use super::draft::Draft;
use super::pairs::{Role, Tag, pair};
use super::{Dialect, say, shortcode};

/// Tags that steer and show nothing.
const QUIET: [&str; 36] = [
    "assign",
    "block",
    "break",
    "call",
    "capture",
    "case",
    "continue",
    "cycle",
    "decrement",
    "else",
    "elsif",
    "elif",
    "elseif",
    "echo",
    "extends",
    "filter",
    "for",
    "from",
    "if",
    "ifchanged",
    "import",
    "increment",
    "layout",
    "liquid",
    "macro",
    "paginate",
    "render_section",
    "set",
    "switch",
    "tablerow",
    "unless",
    "when",
    "asyncEach",
    "asyncAll",
    "with",
    "seo",
];

pub(super) fn read(draft: &mut Draft<'_>) {
    let tags = tags(draft);
    let pairs = pair(tags.iter().map(Tag::named));
    let mut skipped = 0;
    for (at, tag) in tags.iter().enumerate() {
        let range = tag.range.clone();
        if range.start < skipped {
            continue;
        }
        match (tag.role, pairs[at].map(|other| &tags[other])) {
            (Role::Opens, Some(end)) => {
                if verbatim(draft, tag, end) {
                    skipped = end.range.end;
                } else if QUIET.contains(&tag.name) {
                    quiet(draft, range);
                } else {
                    draft.say(
                        range,
                        shortcode::pair(tag.name, &Args::read(tag.args)).start,
                    );
                }
            }
            (Role::Closes, Some(start)) if !QUIET.contains(&start.name) => {
                draft.say(
                    range,
                    shortcode::pair(start.name, &Args::read(start.args)).end,
                );
            }
            (Role::Closes, _) => quiet(draft, range),
            _ => single(draft, tag),
        }
    }
    outputs(draft);
}

/// Whether a pair is code, raw text or a comment.
fn verbatim(draft: &mut Draft<'_>, tag: &Tag<'_>, end: &Tag<'_>) -> bool {
    let (open, close) = (&tag.range, &end.range);
    match tag.name {
        "raw" | "verbatim" => {
            draft.say(open.clone(), "");
            draft.say(close.clone(), "");
            draft.keep(open.end..close.start);
            true
        }
        "comment" => {
            draft.say(open.start..close.end, "");
            true
        }
        _ => shortcode::verbatim(draft, tag.name, &Args::read(tag.args), open, close),
    }
}

fn quiet(draft: &mut Draft<'_>, range: Range<usize>) {
    draft.mean(range, Some(""), String::new);
}

fn single(draft: &mut Draft<'_>, tag: &Tag<'_>) {
    let range = tag.range.clone();
    let text = tag.args.trim();
    let target = match tag.name {
        "post_url" | "post_link" => Some(format!("/{text}")),
        "link" | "static_file" => Some(format!("/{}", text.trim_start_matches('/'))),
        "asset_path" => Some(text.trim_matches(['"', '\'']).to_owned()),
        _ => None,
    };
    if target.is_none() && QUIET.contains(&tag.name) {
        return quiet(draft, range);
    }
    draft.mean(range, target.as_deref(), || match (&target, tag.name) {
        (Some(target), _) => say::link(target, text),
        (None, "include" | "include_relative" | "render" | "include_cached") => include(text),
        (None, name) => shortcode::single(name, &Args::read(text)),
    });
}

/// `include figure.html src="…"`: the file's name says what it is.
fn include(text: &str) -> String {
    let end = text.find([' ', '\t', '\n', ',']).unwrap_or(text.len());
    let file = text[..end].trim_matches(['"', '\'']);
    let name = file.rsplit('/').next().unwrap_or(file);
    let stem = name.split('.').next().unwrap_or(name);
    shortcode::single(stem, &Args::read(&text[end..]))
}

fn tags<'s>(draft: &mut Draft<'s>) -> Vec<Tag<'s>> {
    let body = draft.body;
    let mut tags: Vec<Tag<'s>> = Vec::new();
    let mut raw: Option<&str> = None;
    let mut at = 0;
    while let Some(next) = memmem::find(&body.as_bytes()[at..], b"{%") {
        let start = at + next;
        at = start + 2;
        let Some(end) = args::closer(body, at, "{%", "%}") else {
            if draft.is_tired(args::LONGEST) {
                break;
            }
            continue;
        };
        let range = start..end.end;
        if !draft.is_free(&range) {
            continue;
        }
        let text = body[start + 2..end.start].trim_matches('-').trim();
        let name = args::name(text);
        let (role, name, args) = match name.strip_prefix("end") {
            Some(ended) if !ended.is_empty() => (Role::Closes, ended, ""),
            _ if name.is_empty() => continue,
            _ => (Role::Opens, name, &text[name.len()..]),
        };
        // Within raw text only its end is a tag.
        if let Some(verbatim) = raw
            && !(role == Role::Closes && name == verbatim)
        {
            continue;
        }
        at = end.end;
        raw = match role {
            Role::Opens if matches!(name, "raw" | "verbatim" | "comment") => Some(name),
            _ => None,
        };
        tags.push(Tag {
            range,
            role,
            name,
            args,
        });
    }
    tags
}

/// `{{ … }}`.
fn outputs(draft: &mut Draft<'_>) {
    let body = draft.body;
    let mut at = 0;
    while let Some(next) = memmem::find(&body.as_bytes()[at..], b"{{") {
        let start = at + next;
        at = start + 2;
        let Some(end) = args::closer(body, at, "{{", "}}") else {
            if draft.is_tired(args::LONGEST) {
                break;
            }
            continue;
        };
        let range = start..end.end;
        let text = body[start + 2..end.start].trim_matches('-').trim();
        let is_other = text.starts_with(['<', '%', '{', '*']) || body[..start].ends_with('$');
        if is_other || text.is_empty() || !draft.is_free(&range) {
            continue;
        }
        let value = value(text);
        let is_sure = value.is_some()
            || ["site.", "page.", "post."]
                .iter()
                .any(|name| text.starts_with(name));
        if draft.dialect == Dialect::Auto && !is_sure {
            continue;
        }
        at = end.end;
        draft.mean(range, value.as_deref(), || match &value {
            Some(value) => say::escape(value),
            None => say::chip(text),
        });
    }
}

/// What an output comes to where that is plain: a text, the site's own address.
fn value(text: &str) -> Option<String> {
    let mut parts = text.split('|').map(str::trim);
    let first = parts.next()?;
    if matches!(
        first,
        "site.baseurl" | "site.url" | "site.base_url" | "baseurl" | "base.url"
    ) {
        return Some(String::new());
    }
    let quote = first
        .chars()
        .next()
        .filter(|char| matches!(char, '"' | '\''))?;
    let literal = first[1..]
        .strip_suffix(quote)
        .filter(|text| !text.contains(quote))?;
    let mut is_address = false;
    for filter in parts {
        let name = args::name(filter);
        is_address |= matches!(
            name,
            "relative_url" | "absolute_url" | "url" | "prepend" | "asset_url" | "htmlBaseUrl"
        );
    }
    let is_relative =
        !(literal.starts_with(['/', '#']) || literal.contains(':') || literal.is_empty());
    Some(if is_address && is_relative {
        format!("/{literal}")
    } else {
        literal.to_owned()
    })
}
