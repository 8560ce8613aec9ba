//! Tags `{% … %}` and outputs `{{ … }}` of Liquid and Nunjucks (Jekyll, “Liquid”; Eleventy, “Template Languages”), with
//! the tags that Jekyll and its plugins add.

use std::ops::Range;

use super::args::{self, TagArgs};
use super::pairs::{TagKind, TemplateTag, match_template_tags};
use super::rewriter::{Delimiters, Rewriter, UnparsedTemplateTag};
use super::shortcode::{self, CodeInfo, PairHtml};
use super::{Dialect, hexo, html_writer};

/// The delimiters of tags.
const TAG: Delimiters = Delimiters::new("{%", "%}");
/// The delimiters of outputs.
const OUTPUT: Delimiters = Delimiters::new("{{", "}}");

/// Names of control tags, which show nothing.
const CONTROL_TAGS: [&str; 36] = [
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

/// Replaces tags and outputs.
pub(super) fn apply(rewriter: &mut Rewriter<'_>) {
    let tags = find_tags(rewriter);
    let pairs = match_template_tags(&tags);
    let mut skipped_to = 0;
    for (index, tag) in tags.iter().enumerate() {
        let range = tag.range.clone();
        if range.start < skipped_to {
            // The tag is inside a pair that has been replaced. If the pair is code, `raw` tags are hidden, because Liquid removes
            // them.
            if matches!(tag.name, "raw" | "verbatim") {
                rewriter.hide_in_code(range);
            }
            continue;
        }
        match (tag.kind, pairs[index].map(|other| &tags[other])) {
            (TagKind::Open, Some(end_tag)) => {
                if replace_non_markdown_pair(rewriter, tag, end_tag) {
                    skipped_to = end_tag.range.end;
                } else if CONTROL_TAGS.contains(&tag.name) {
                    remove_tag(rewriter, range);
                } else {
                    rewriter.replace(range, pair_html(tag).start);
                }
            }
            (TagKind::Close, Some(start_tag)) if !CONTROL_TAGS.contains(&start_tag.name) => {
                rewriter.replace(range, pair_html(start_tag).end);
            }
            (TagKind::Close, _) => remove_tag(rewriter, range),
            _ => replace_single(rewriter, tag),
        }
    }
    replace_outputs(rewriter);
}

/// Replaces a pair that is code, raw text or a comment. Returns false and does nothing for any other pair.
fn replace_non_markdown_pair(
    rewriter: &mut Rewriter<'_>,
    start_tag: &TemplateTag<'_>,
    end_tag: &TemplateTag<'_>,
) -> bool {
    let (open, close) = (&start_tag.range, &end_tag.range);
    match start_tag.name {
        "raw" | "verbatim" => {
            rewriter.remove(open.clone());
            rewriter.remove(close.clone());
            rewriter.claim(open.end..close.start);
            true
        }
        "comment" => {
            rewriter.remove(open.start..close.end);
            true
        }
        "codeblock" | "code" => {
            let (title, language) = hexo::code_title_and_language(start_tag.args);
            let info = CodeInfo {
                language,
                title: &title,
            };
            shortcode::replace_code(rewriter, info, open, close);
            true
        }
        _ => shortcode::replace_non_markdown_pair(
            rewriter,
            start_tag.name,
            &TagArgs::parse(start_tag.args),
            open,
            close,
        ),
    }
}

/// Returns the HTML of the pair of tags that begins with `start_tag`.
fn pair_html(start_tag: &TemplateTag<'_>) -> PairHtml {
    let TemplateTag { name, args, .. } = start_tag;
    hexo::pair_html(name, args).unwrap_or_else(|| shortcode::pair_html(name, &TagArgs::parse(args)))
}

/// Removes a tag, which may be in a link's target or in an attribute.
fn remove_tag(rewriter: &mut Rewriter<'_>, range: Range<usize>) {
    // Both replacements are empty: the one within a target or an attribute, and the one in text.
    rewriter.replace_in_context(range, Some(""), String::new);
}

/// Replaces a tag without an end tag.
fn replace_single(rewriter: &mut Rewriter<'_>, tag: &TemplateTag<'_>) {
    let range = tag.range.clone();
    let args = tag.args.trim();
    let target = match tag.name {
        "post_url" => Some(format!("/{args}")),
        "link" if html_writer::may_be_path(args) => {
            Some(format!("/{}", args.trim_start_matches('/')))
        }
        "static_file" => Some(format!("/{}", args.trim_start_matches('/'))),
        name => hexo::target(name, args),
    };
    if target.is_none() && CONTROL_TAGS.contains(&tag.name) {
        return remove_tag(rewriter, range);
    }
    // Within a link's target or an attribute, the tag is replaced by `target`. In text, it is replaced by HTML.
    rewriter.replace_in_context(range, target.as_deref(), || match (&target, tag.name) {
        (Some(target), "post_url" | "link" | "static_file") => html_writer::link(target, args),
        (Some(target), _) => hexo::link(target, args),
        (None, "include" | "include_relative" | "render" | "include_cached") => include_html(args),
        (None, name) => hexo::standalone_html(name, args)
            .unwrap_or_else(|| shortcode::standalone_html(name, &TagArgs::parse(args))),
    });
}

/// Returns the HTML of an include such as `{% include figure.html src="…" %}`: the HTML of the shortcode that is named like the
/// file, without its extension. `args` is all that follows the name of the tag.
fn include_html(args: &str) -> String {
    let end = args.find([' ', '\t', '\n', ',']).unwrap_or(args.len());
    let file = args[..end].trim_matches(['"', '\'']);
    let name = file.rsplit('/').next().unwrap_or(file);
    let stem = name.split('.').next().unwrap_or(name);
    shortcode::standalone_html(stem, &TagArgs::parse(&args[end..]))
}

/// Returns the tags of a body outside code, raw text and comments.
fn find_tags<'s>(rewriter: &mut Rewriter<'s>) -> Vec<TemplateTag<'s>> {
    let mut tags: Vec<TemplateTag<'s>> = Vec::new();
    // The name of the open tag whose content is raw text or a comment.
    let mut raw_tag_name: Option<&str> = None;
    let mut openers = rewriter.occurrences(TAG.opener);
    while let Some(start) = openers.next() {
        let Some(UnparsedTemplateTag { range, content }) =
            rewriter.template_tag_at(start, TAG, &mut openers)
        else {
            continue;
        };
        if !rewriter.may_rewrite(&range) {
            continue;
        }
        // `{%-` and `-%}` remove white space around the tag.
        let text = content.trim_matches('-').trim();
        let name = args::leading_name(text);
        let (kind, name, args) = match name.strip_prefix("end") {
            Some(start_name) if !start_name.is_empty() => (TagKind::Close, start_name, ""),
            _ if name.is_empty() => continue,
            // A tag that needs no end tag is `Open` too.
            _ => (TagKind::Open, name, &text[name.len()..]),
        };
        // Within raw text and comments, only the matching end is a tag.
        if let Some(raw_tag_name) = raw_tag_name
            && !(kind == TagKind::Close && name == raw_tag_name)
        {
            continue;
        }
        openers.skip_to(range.end);
        raw_tag_name = match kind {
            TagKind::Open if matches!(name, "raw" | "verbatim" | "comment") => Some(name),
            _ => None,
        };
        tags.push(TemplateTag {
            range,
            kind,
            name,
            args,
        });
    }
    tags
}

/// Replaces outputs `{{ … }}`. In the dialect `Auto`, replaces only outputs with a known value, and members of `site`, `page` or
/// `post`. Any other output may belong to another template language with the same braces.
pub(super) fn replace_outputs(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    let mut openers = rewriter.occurrences(OUTPUT.opener);
    while let Some(start) = openers.next() {
        let Some(UnparsedTemplateTag { range, content }) =
            rewriter.template_tag_at(start, OUTPUT, &mut openers)
        else {
            continue;
        };
        let text = content.trim_matches('-').trim();
        // Other syntaxes stay as they are, such as Hugo's `{{< x >}}` and `{{% x %}}`, or `${{ x }}` of GitHub Actions.
        let is_other_syntax =
            text.starts_with(['<', '%', '{', '*']) || body[..start].ends_with('$');
        if is_other_syntax || text.is_empty() || !rewriter.may_rewrite(&range) {
            continue;
        }
        let value = evaluate(text);
        let is_known_output = value.is_some()
            || ["site.", "page.", "post."]
                .iter()
                .any(|name| text.starts_with(name));
        if rewriter.dialect == Dialect::Auto && !is_known_output {
            continue;
        }
        openers.skip_to(range.end);
        // Within a link's target or an attribute, the output is replaced by `value`. In text, it is replaced by HTML.
        rewriter.replace_in_context(range, value.as_deref(), || match &value {
            Some(value) => html_writer::escape(value),
            None => html_writer::placeholder(text),
        });
    }
}

/// Evaluates the content of an output. The value of a string literal is its text. A filter for addresses makes the text absolute:
/// `"a" | relative_url` → `/a`. Other filters have no effect. The value of the site's address is an empty string. Returns `None`
/// for any other output.
fn evaluate(output: &str) -> Option<String> {
    let mut parts = output.split('|').map(str::trim);
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
        let name = args::leading_name(filter);
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
