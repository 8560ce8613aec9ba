//! Zola's shortcodes `{{ name(args) }}` and `{% name(args) %} … {% end %}`, and Tera's comments (Zola, “Shortcodes”).

use memchr::memmem;

use super::args::{self, TagArgs};
use super::pairs::{TagKind, TemplateTag, match_template_tags};
use super::rewriter::{Delimiters, Rewriter, UnparsedTemplateTag};
use super::{Dialect, html_writer, shortcode};
use crate::text;

/// The delimiters of comments.
const COMMENT: Delimiters = Delimiters::new("{#", "#}");
/// The delimiters of shortcodes and comments.
const DELIMITERS: [Delimiters; 3] = [
    Delimiters::new("{{", "}}"),
    Delimiters::new("{%", "%}"),
    COMMENT,
];

/// Replaces shortcodes and removes Tera's comments.
pub(super) fn apply(rewriter: &mut Rewriter<'_>) {
    let tags = collect_tags(rewriter);
    let pairs = match_template_tags(&tags);
    let mut skipped_to = 0;
    for (index, tag) in tags.iter().enumerate() {
        if tag.range.start < skipped_to {
            continue;
        }
        let range = tag.range.clone();
        match (tag.kind, pairs[index].map(|other| &tags[other])) {
            (TagKind::Open, Some(end_tag)) => {
                let args = TagArgs::parse(tag.args);
                let close = &end_tag.range;
                if shortcode::replace_non_markdown_pair(rewriter, tag.name, &args, &range, close) {
                    skipped_to = close.end;
                } else {
                    rewriter.replace(range, shortcode::pair_html(tag.name, &args).start);
                }
            }
            (TagKind::Close, Some(start_tag)) => {
                let args = TagArgs::parse(start_tag.args);
                rewriter.replace(range, shortcode::pair_html(start_tag.name, &args).end);
            }
            // In a body whose dialect is unknown, `{% end %}` may belong to a template.
            (TagKind::Close, None) if rewriter.dialect != Dialect::Zola => {}
            (TagKind::Close, None) => rewriter.remove(range),
            _ => replace_single(rewriter, tag),
        }
    }
}

/// Replaces a shortcode without an end tag.
fn replace_single(rewriter: &mut Rewriter<'_>, tag: &TemplateTag<'_>) {
    rewriter.replace_in_text(tag.range.clone(), || {
        shortcode::standalone_html(tag.name, &TagArgs::parse(tag.args))
    });
}

/// Returns the tags of the shortcodes in a body. Also removes comments and replaces escaped shortcodes. Shortcodes in comments
/// and escaped shortcodes are not returned.
fn collect_tags<'s>(rewriter: &mut Rewriter<'s>) -> Vec<TemplateTag<'s>> {
    let body = rewriter.body;
    let mut tags = Vec::new();
    let mut braces = rewriter.occurrences("{");
    while let Some(start) = braces.next() {
        let Some(delimiters) = Delimiters::at_start(&body[start..], &DELIMITERS) else {
            continue;
        };
        if delimiters == COMMENT {
            if let Some(length) = remove_comment(rewriter, start) {
                braces.skip_to(start + length);
            }
            continue;
        }
        let Some(UnparsedTemplateTag { range, content }) =
            rewriter.template_tag_at(start, delimiters, &mut braces)
        else {
            continue;
        };
        let Delimiters { opener, closer } = delimiters;
        // `{{-` and `-}}` remove white space around the tag.
        let text = content.trim_matches('-').trim();
        if !rewriter.may_rewrite(&range) {
            // In code, an escaped shortcode stays, but its `/*` and `*/` are hidden.
            if rewriter.is_code(start) {
                shortcode::hide_escape_in_code(rewriter, start + opener.len(), content);
            }
            continue;
        }
        if let Some(escaped) = text
            .strip_prefix("/*")
            .and_then(|text| text.strip_suffix("*/"))
        {
            let shown = format!("{opener} {} {closer}", escaped.trim());
            braces.skip_to(range.end);
            // In a link's target or an attribute, `shown` replaces the construct; in other text, the HTML does.
            rewriter.replace_in_context(range, Some(&shown), || html_writer::inline_code(&shown));
            continue;
        }
        let name = args::leading_name(text);
        let args = text[name.len()..]
            .strip_prefix('(')
            .and_then(|args| args.strip_suffix(')'));
        let kind = match (opener, args) {
            ("{%", None) if name == "end" && text == name => TagKind::Close,
            (_, None) => continue,
            ("{%", _) => TagKind::Open,
            _ => TagKind::SelfClosing,
        };
        // A shortcode's name may contain these characters, but not start with them.
        if name.is_empty() || name.starts_with(['.', '/']) {
            continue;
        }
        braces.skip_to(range.end);
        tags.push(TemplateTag {
            range,
            kind,
            // `end` names no shortcode. An end tag without a name ends the innermost pair.
            name: if kind == TagKind::Close { "" } else { name },
            args: args.unwrap_or_default(),
        });
    }
    tags
}

/// Removes the comment `{# … #}` at byte `start` and returns its length. Returns `None` if there is no comment. Dialects other
/// than Zola have no such comments.
fn remove_comment(rewriter: &mut Rewriter<'_>, start: usize) -> Option<usize> {
    let body = rewriter.body;
    // Braces without white space, such as `{#id}`, are the attributes of a heading.
    let has_white_space_after = body[start + "{#".len()..].starts_with(char::is_whitespace);
    if rewriter.dialect != Dialect::Zola || !has_white_space_after {
        return None;
    }
    let limit = text::floor_char_boundary(body, start + args::MAX_TAG_BYTES);
    let length = memmem::find(&body.as_bytes()[start..limit], b"#}")? + "#}".len();
    let range = start..start + length;
    if !rewriter.may_rewrite(&range) {
        return None;
    }
    rewriter.remove(range);
    Some(length)
}
