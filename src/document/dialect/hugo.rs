//! Hugo's shortcodes `{{< name … >}}` and `{{% name … %}}`, with their comments and escapes (Hugo, “Shortcodes”).

use super::args::{self, TagArgs};
use super::html_writer;
use super::pairs::{TagKind, TemplateTag, match_template_tags};
use super::rewriter::{Delimiters, Rewriter, UnparsedTemplateTag};
use super::shortcode::{self, CodeInfo};

/// The delimiters of shortcodes.
const DELIMITERS: [Delimiters; 2] = [Delimiters::new("{{<", ">}}"), Delimiters::new("{{%", "%}}")];

/// Replaces shortcodes.
pub(super) fn apply(rewriter: &mut Rewriter<'_>) {
    let tags = collect_tags(rewriter);
    let pairs = match_template_tags(&tags);
    let mut skipped_to = 0;
    for (index, tag) in tags.iter().enumerate() {
        if tag.range.start < skipped_to {
            continue;
        }
        match (tag.kind, pairs[index].map(|other| &tags[other])) {
            (TagKind::Open, Some(end_tag)) => {
                let args = TagArgs::parse(tag.args);
                let (open, close) = (&tag.range, &end_tag.range);
                // The content of an unknown pair is not shown as code if other shortcodes are in it.
                let has_tags_inside = pairs[index] != Some(index + 1);
                if shortcode::replace_non_markdown_pair(rewriter, tag.name, &args, open, close)
                    || !has_tags_inside && replace_pair_if_unknown(rewriter, tag, end_tag)
                {
                    skipped_to = close.end;
                    continue;
                }
                rewriter.replace(
                    tag.range.clone(),
                    shortcode::pair_html(tag.name, &args).start,
                );
            }
            (TagKind::Close, Some(start_tag)) => {
                let args = TagArgs::parse(start_tag.args);
                let html = shortcode::pair_html(start_tag.name, &args).end;
                rewriter.replace(tag.range.clone(), html);
            }
            (TagKind::Close, None) => rewriter.remove(tag.range.clone()),
            _ => replace_single(rewriter, tag),
        }
    }
}

/// Shows the content of a pair as code if the name of the shortcode is unknown. Hugo renders no Markdown between `{{< x >}}` and
/// `{{< /x >}}` (Hugo, “Shortcode templates”, `Inner`). Without content, the pair is shown like a single shortcode.
///
/// Returns false and does nothing if the name is known, for `{{% x %}}`, whose content is Markdown, and for inline shortcodes.
fn replace_pair_if_unknown(
    rewriter: &mut Rewriter<'_>,
    tag: &TemplateTag<'_>,
    end_tag: &TemplateTag<'_>,
) -> bool {
    let body = rewriter.body;
    let args = TagArgs::parse(tag.args);
    // The content of an inline shortcode is a template for HTML (Hugo, “Shortcodes”, inline).
    let may_be_code = body[tag.range.start..].starts_with("{{<") && !tag.name.ends_with(".inline");
    if !may_be_code || shortcode::has_markdown_content(tag.name, &args) {
        return false;
    }
    let range = tag.range.start..end_tag.range.end;
    let content = &body[tag.range.end..end_tag.range.start];
    if content.trim().is_empty() {
        rewriter.replace(range, shortcode::standalone_html(tag.name, &args));
    } else if content.contains('\n') {
        let language = args.get(&["lang", "language"]).unwrap_or_default();
        let info = CodeInfo {
            language,
            ..CodeInfo::default()
        };
        shortcode::replace_code(rewriter, info, &tag.range, &end_tag.range);
    } else {
        rewriter.replace(range, html_writer::inline_code(content.trim()));
    }
    true
}

/// Replaces a shortcode without an end tag.
fn replace_single(rewriter: &mut Rewriter<'_>, tag: &TemplateTag<'_>) {
    let args = TagArgs::parse(tag.args);
    let range = tag.range.clone();
    let target = match tag.name {
        "ref" | "relref" => Some(ref_target(args.named_or_unnamed(&["path"], 0))),
        _ => None,
    };
    rewriter.replace_in_context(range, target.as_deref(), || match &target {
        Some(target) => html_writer::link(target, target),
        None => shortcode::standalone_html(tag.name, &args),
    });
}

/// Returns the link target for the page of a `ref` shortcode. Removes the extension `.md`: Hugo searches all sections for the
/// page, but a target with an extension would be a file path.
fn ref_target(path: &str) -> String {
    let (page, section) = path
        .split_once('#')
        .map_or((path, None), |(page, section)| (page, Some(section)));
    let page = page.strip_suffix(".md").unwrap_or(page);
    section.map_or_else(|| page.to_owned(), |section| format!("{page}#{section}"))
}

/// Returns the shortcodes of a body, and leaves them in the body. Removes comments and replaces escaped shortcodes; a shortcode
/// in a comment is not returned.
fn collect_tags<'s>(rewriter: &mut Rewriter<'s>) -> Vec<TemplateTag<'s>> {
    let body = rewriter.body;
    let mut tags = Vec::new();
    let mut openers = rewriter.occurrences("{{");
    while let Some(start) = openers.next() {
        let Some(delimiters) = Delimiters::at_start(&body[start..], &DELIMITERS) else {
            continue;
        };
        let Some(UnparsedTemplateTag { range, content }) =
            rewriter.template_tag_at(start, delimiters, &mut openers)
        else {
            continue;
        };
        if !rewriter.may_rewrite(&range) {
            if rewriter.is_code(start) {
                shortcode::hide_escape_in_code(rewriter, start + delimiters.opener.len(), content);
            }
            continue;
        }
        openers.skip_to(range.end);
        let text = content.trim();
        if let Some(comment) = text
            .strip_prefix("/*")
            .and_then(|text| text.strip_suffix("*/"))
        {
            // `{{</* x */>}}` shows the shortcode, `{{< /* x */ >}}` is a comment.
            if content.starts_with("/*") {
                let Delimiters { opener, closer } = delimiters;
                let shown = format!("{opener}{comment}{closer}");
                rewriter
                    .replace_in_context(range, Some(&shown), || html_writer::inline_code(&shown));
            } else {
                rewriter.remove(range);
            }
            continue;
        }
        let (kind, text) = match text.strip_prefix('/') {
            Some(text) => (TagKind::Close, text.trim_start()),
            // In `{{< a href=/ >}}`, the slash is a value.
            None if text.ends_with('/') && !text.ends_with("=/") => {
                (TagKind::SelfClosing, text.trim_end_matches('/'))
            }
            None => (TagKind::Open, text),
        };
        let name = args::leading_name(text);
        if name.is_empty() {
            continue;
        }
        tags.push(TemplateTag {
            range,
            kind,
            name,
            args: &text[name.len()..],
        });
    }
    tags
}
