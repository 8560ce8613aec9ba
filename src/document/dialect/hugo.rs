//! Hugo's shortcodes `{{< name … >}}` and `{{% name … %}}` (Hugo, “Shortcodes”), its comments and its escapes.

use memchr::memmem;

use super::args::{self, Args};
use super::draft::Draft;
use super::pairs::{Role, Tag, pair};
use super::{say, shortcode};

pub(super) fn read(draft: &mut Draft<'_>) {
    let tags = tags(draft);
    let pairs = pair(tags.iter().map(Tag::named));
    let mut skipped = 0;
    for (at, tag) in tags.iter().enumerate() {
        if tag.range.start < skipped {
            continue;
        }
        match (tag.role, pairs[at].map(|other| &tags[other])) {
            (Role::Opens, Some(end)) => {
                let args = Args::read(tag.args);
                if shortcode::verbatim(draft, tag.name, &args, &tag.range, &end.range) {
                    skipped = end.range.end;
                    continue;
                }
                draft.say(tag.range.clone(), shortcode::pair(tag.name, &args).start);
            }
            (Role::Closes, Some(start)) => {
                let end = shortcode::pair(start.name, &Args::read(start.args)).end;
                draft.say(tag.range.clone(), end);
            }
            (Role::Closes, None) => draft.say(tag.range.clone(), ""),
            _ => single(draft, tag),
        }
    }
}

fn single(draft: &mut Draft<'_>, tag: &Tag<'_>) {
    let args = Args::read(tag.args);
    let range = tag.range.clone();
    let target = match tag.name {
        "ref" | "relref" => Some(reference(args.named_or(&["path"], 0))),
        _ => None,
    };
    draft.mean(range, target.as_deref(), || match &target {
        Some(target) => say::link(target, target),
        None => shortcode::single(tag.name, &args),
    });
}

/// A page as it is found in a library. Hugo looks for it in each section, so its ending is left out: with it, it would be
/// a file's path.
fn reference(path: &str) -> String {
    let (page, section) = path
        .split_once('#')
        .map_or((path, None), |(page, section)| (page, Some(section)));
    let page = page.strip_suffix(".md").unwrap_or(page);
    section.map_or_else(|| page.to_owned(), |section| format!("{page}#{section}"))
}

/// The shortcodes of a body; what is written in another way is read at once.
fn tags<'s>(draft: &mut Draft<'s>) -> Vec<Tag<'s>> {
    let body = draft.body;
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(next) = memmem::find(&body.as_bytes()[at..], b"{{") {
        let start = at + next;
        at = start + 2;
        let Some((opener, closer)) = delimiters(&body[start..]) else {
            continue;
        };
        let inside = start + opener.len();
        let Some(end) = args::closer(body, inside, opener, closer) else {
            if draft.is_tired(args::LONGEST) {
                break;
            }
            continue;
        };
        let range = start..end.end;
        if !draft.is_free(&range) {
            continue;
        }
        at = end.end;
        let text = body[inside..end.start].trim();
        if let Some(shown) = text
            .strip_prefix("/*")
            .and_then(|text| text.strip_suffix("*/"))
        {
            // `{{</* x */>}}` shows the shortcode, `{{< /* x */ >}}` is a comment.
            if body[inside..].starts_with("/*") {
                let shown = say::escape(&format!("{opener}{shown}{closer}"));
                draft.say(range, format!("<code>{shown}</code>"));
            } else {
                draft.say(range, "");
            }
            continue;
        }
        let (role, text) = match text.strip_prefix('/') {
            Some(text) => (Role::Closes, text.trim_start()),
            None if text.ends_with('/') && !text.ends_with("=/") => {
                (Role::Single, text.trim_end_matches('/'))
            }
            None => (Role::Opens, text),
        };
        let name = args::name(text);
        if name.is_empty() {
            continue;
        }
        tags.push(Tag {
            range,
            role,
            name,
            args: &text[name.len()..],
        });
    }
    tags
}

fn delimiters(text: &str) -> Option<(&'static str, &'static str)> {
    [("{{<", ">}}"), ("{{%", "%}}")]
        .into_iter()
        .find(|(opener, _)| text.starts_with(opener))
}
