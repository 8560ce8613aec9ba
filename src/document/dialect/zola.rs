//! Zola's shortcodes `{{ name(args) }}` and `{% name(args) %} … {% end %}` (Zola, “Shortcodes”), and its comments.

use memchr::memmem;

use super::args::{self, Args};
use super::draft::Draft;
use super::pairs::{Role, Tag, pair};
use super::{Dialect, line, say, shortcode};

pub(super) fn read(draft: &mut Draft<'_>) {
    let tags = tags(draft);
    let pairs = pair(tags.iter().map(Tag::named));
    let mut skipped = 0;
    for (at, tag) in tags.iter().enumerate() {
        if tag.range.start < skipped {
            continue;
        }
        let range = tag.range.clone();
        match (tag.role, pairs[at].map(|other| &tags[other])) {
            (Role::Opens, Some(end)) => {
                let args = Args::read(tag.args);
                if shortcode::verbatim(draft, tag.name, &args, &range, &end.range) {
                    skipped = end.range.end;
                } else {
                    draft.say(range, shortcode::pair(tag.name, &args).start);
                }
            }
            (Role::Closes, Some(start)) => {
                draft.say(
                    range,
                    shortcode::pair(start.name, &Args::read(start.args)).end,
                );
            }
            // `{% end %}` may be Liquid's.
            (Role::Closes, None) if draft.dialect != Dialect::Zola => {}
            (Role::Closes, None) => draft.say(range, ""),
            _ => single(draft, tag),
        }
    }
}

fn single(draft: &mut Draft<'_>, tag: &Tag<'_>) {
    draft.mean(tag.range.clone(), None, || {
        shortcode::single(tag.name, &Args::read(tag.args))
    });
}

fn tags<'s>(draft: &mut Draft<'s>) -> Vec<Tag<'s>> {
    let body = draft.body;
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(next) = memchr::memchr(b'{', &body.as_bytes()[at..]) {
        let start = at + next;
        at = start + 1;
        let Some((opener, closer)) = delimiters(&body[start..]) else {
            continue;
        };
        if opener == "{#" {
            at = start + comment(draft, start).unwrap_or(1);
            continue;
        }
        let inside = start + opener.len();
        let Some(end) = args::closer(body, inside, opener, closer) else {
            if draft.is_tired(args::LONGEST) {
                break;
            }
            continue;
        };
        let range = start..end.end;
        let text = body[inside..end.start].trim_matches('-').trim();
        if !draft.is_free(&range) {
            continue;
        }
        if let Some(shown) = text
            .strip_prefix("/*")
            .and_then(|text| text.strip_suffix("*/"))
        {
            let shown = say::escape(&format!("{opener} {} {closer}", shown.trim()));
            draft.say(range, format!("<code>{shown}</code>"));
            at = end.end;
            continue;
        }
        let name = args::name(text);
        let args = text[name.len()..]
            .strip_prefix('(')
            .and_then(|args| args.strip_suffix(')'));
        let role = match (opener, args) {
            ("{%", None) if name == "end" && text == name => Role::Closes,
            (_, None) => continue,
            ("{%", _) => Role::Opens,
            _ => Role::Single,
        };
        if name.is_empty() || name.starts_with(['.', '/']) {
            continue;
        }
        at = end.end;
        tags.push(Tag {
            range,
            role,
            // `end` ends whatever began last.
            name: if role == Role::Closes { "" } else { name },
            args: args.unwrap_or_default(),
        });
    }
    tags
}

fn delimiters(text: &str) -> Option<(&'static str, &'static str)> {
    [("{{", "}}"), ("{%", "%}"), ("{#", "#}")]
        .into_iter()
        .find(|(opener, _)| text.starts_with(opener))
}

/// `{# … #}`, Tera's comment; its length.
fn comment(draft: &mut Draft<'_>, start: usize) -> Option<usize> {
    let body = draft.body;
    let is_own =
        draft.dialect == Dialect::Zola && body[start + 2..].starts_with(char::is_whitespace);
    let end = line::floor(body, start + args::LONGEST);
    let length = memmem::find(body.as_bytes().get(start..end).filter(|_| is_own)?, b"#}")? + 2;
    let range = start..start + length;
    if !draft.is_free(&range) {
        return None;
    }
    draft.say(range, "");
    Some(length)
}
