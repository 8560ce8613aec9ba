//! MDX: `import` and `export`, components, expressions and comments (MDX, “What is MDX?”). The content of components is
//! shown; an expression that is not a string literal becomes a placeholder.

use std::ops::Range;

use super::annotations::EndRule;
use super::args::TagArgs;
use super::jsx_tag::{self, JsxTag};
use super::pairs::{TagKind, match_tags};
use super::rewriter::{ConstructPlace, Rewriter};
use super::shortcode::{self, CodeInfo};
use super::{esm, html_writer, line};

/// Replaces the constructs of MDX.
pub(super) fn apply(rewriter: &mut Rewriter<'_>) {
    esm::apply(rewriter);
    let tags = find_tags(rewriter);
    let pairs = match_tags(tags.iter().map(|tag| (tag.kind, tag.name)));
    let indented_lines = indented_lines(rewriter.body);
    let mut skipped_to = 0;
    for (index, tag) in tags.iter().enumerate() {
        let range = tag.range.clone();
        if range.start < skipped_to {
            continue;
        }
        let args = TagArgs::new(tag.attributes.clone());
        match (tag.kind, pairs[index]) {
            (TagKind::Open, Some(end_index)) => {
                let end_tag = &tags[end_index];
                if replace_element(rewriter, &tags[index..=end_index], &args) {
                    skipped_to = end_tag.range.end;
                    continue;
                }
                let html = start_html(tag, &args);
                let content = range.end..end_tag.range.start;
                let first = indented_lines.partition_point(|line| *line < content.start);
                let first_indented_line = indented_lines.get(first);
                let has_indented_line = first_indented_line.is_some_and(|line| *line < content.end);
                // The Markdown parser would read the indented lines as code.
                if has_indented_line && rewriter.is_block_level(&range) {
                    rewriter.wrap_indented(range, html, EndRule::EndTag);
                } else {
                    rewriter.replace(range, html);
                }
            }
            (TagKind::Close, Some(start_index)) => {
                let start_tag = &tags[start_index];
                let args = TagArgs::new(start_tag.attributes.clone());
                rewriter.replace(range, end_html(start_tag, &args));
            }
            (TagKind::SelfClosing, _) => rewriter.replace(range, standalone_html(tag, &args)),
            (TagKind::Open, None) if is_void(tag.name) => {
                rewriter.replace(range, standalone_html(tag, &args));
            }
            // An unmatched tag is invalid in MDX. It is left to the Markdown parser, which reads it as HTML or text.
            _ => {}
        }
    }
    replace_expressions(rewriter);
}

/// Replaces an element as a whole if it is a table, or a code component that contains only code. Otherwise, does nothing and
/// returns false. `tags` are the tags from the start tag of the element to its end tag, `args` the attributes of the start tag.
fn replace_element(rewriter: &mut Rewriter<'_>, tags: &[JsxTag<'_>], args: &TagArgs<'_>) -> bool {
    let [start_tag, .., end_tag] = tags else {
        return false;
    };
    let range = start_tag.range.start..end_tag.range.end;
    if is_table(rewriter, start_tag, &range) {
        rewriter.replace_block(range, table_html(rewriter.body, tags));
        return true;
    }
    let content = &rewriter.body[start_tag.range.end..end_tag.range.start];
    if is_plain_code(start_tag.name, content) {
        let info = CodeInfo {
            language: args.get(&["lang", "language"]).unwrap_or_default(),
            title: args.get(&["title", "filename"]).unwrap_or_default(),
        };
        shortcode::replace_code(rewriter, info, &start_tag.range, &end_tag.range);
        return true;
    }
    if let Some(code) = template_literal_code(start_tag.name, content) {
        let html = format!("<pre>{}</pre>", html_writer::escape(code));
        rewriter.replace_block(range, html);
        return true;
    }
    false
}

/// Returns true if the element in `range` is an HTML table on lines of its own, without blank lines and fences. The cells of
/// such a table contain only inline Markdown and tags.
fn is_table(rewriter: &Rewriter<'_>, start_tag: &JsxTag<'_>, range: &Range<usize>) -> bool {
    let is_neither_blank_nor_fence =
        |line: &str| line::fence(line.trim_start()).is_none() && !line.trim().is_empty();
    start_tag.name == "table"
        && rewriter.is_block_level(range)
        && rewriter.body[range.clone()]
            .lines()
            .all(is_neither_blank_nor_fence)
}

/// Returns true if an element is a code component whose content is the code itself, not a fence, an expression or an
/// element.
fn is_plain_code(name: &str, content: &str) -> bool {
    is_code_component(name)
        && !content.trim_start().starts_with(['{', '<', '`', '~'])
        && content
            .lines()
            .all(|line| line::fence(line.trim_start()).is_none())
}

/// Returns the code in a code component whose content is a template literal without substitutions and escapes:
/// ``{`code`}``.
fn template_literal_code<'s>(name: &str, content: &'s str) -> Option<&'s str> {
    let literal = content.trim().strip_prefix('{')?.strip_suffix('}')?.trim();
    let code = literal.strip_prefix('`')?.strip_suffix('`')?;
    let is_plain = !code.contains(['`', '\\']) && !code.contains("${");
    (is_code_component(name) && is_plain).then(|| code.trim_matches(['\r', '\n']))
}

/// Returns the HTML of a table, in which the inline Markdown of the cells is rendered. `tags` are all tags of the table.
fn table_html(body: &str, tags: &[JsxTag<'_>]) -> String {
    let mut html = String::new();
    let mut copied_to = tags.first().map_or(0, |tag| tag.range.start);
    for tag in tags {
        html.push_str(&html_writer::inline_markdown(
            &body[copied_to..tag.range.start],
        ));
        let args = TagArgs::new(tag.attributes.clone());
        html.push_str(&match tag.kind {
            TagKind::Close if is_html_name(tag.name) => format!("</{}>", tag.name),
            TagKind::Close => String::new(),
            TagKind::Open => start_html(tag, &args),
            TagKind::SelfClosing => standalone_html(tag, &args),
        });
        copied_to = tag.range.end;
    }
    html
}

/// Shortens an expression to the maximum length of a placeholder.
fn shorten(expression: &str) -> String {
    const MAX_CHARS: usize = 60;
    let mut chars = expression.chars();
    let start: String = chars.by_ref().take(MAX_CHARS).collect();
    if chars.next().is_some() {
        start + "…"
    } else {
        start
    }
}

/// Returns true if a tag's name begins with a lower-case letter and has no `.`, like the names of HTML elements.
fn is_html_name(name: &str) -> bool {
    name.starts_with(|char: char| char.is_ascii_lowercase()) && !name.contains('.')
}

/// Returns true for HTML elements without an end tag.
fn is_void(name: &str) -> bool {
    matches!(
        name,
        "br" | "hr" | "img" | "input" | "source" | "wbr" | "embed" | "track" | "col"
    )
}

/// Returns the start tag of an HTML element as HTML. Converts `className` to `class`, and omits namespaced attributes.
fn element_start_html(tag: &JsxTag<'_>) -> String {
    let mut html = format!("<{}", tag.name);
    for (name, value) in &tag.attributes {
        let name = match name.unwrap_or_default() {
            "className" => "class",
            name if name.is_empty() || name.contains([':', '.']) => continue,
            name => name,
        };
        html.push_str(&format!(" {name}=\"{}\"", html_writer::escape(value)));
    }
    html.push('>');
    html
}

/// Returns the HTML of the start tag of an element or a component. The tag of a fragment (`<>`) has no name and no HTML.
fn start_html(tag: &JsxTag<'_>, args: &TagArgs<'_>) -> String {
    if tag.name.is_empty() {
        return String::new();
    }
    if is_html_name(tag.name) {
        return element_start_html(tag);
    }
    let html = shortcode::pair_html(&shortcode_name(tag.name), args).start;
    // If a component corresponds to no shortcode, its label is shown above its content.
    if html.is_empty() {
        shortcode::label(tag.name, args)
            .map_or(html, |label| format!("<p><strong>{label}</strong></p>"))
    } else {
        html
    }
}

/// Returns true if a component shows its content as code: a terminal or a code block.
fn is_code_component(name: &str) -> bool {
    let lower = name.to_lowercase();
    let name_parts = [
        "terminal",
        "codeblock",
        "console",
        "shellblock",
        "commandline",
        "snippet",
    ];
    let names = [
        "shell",
        "bash",
        "sh",
        "zsh",
        "powershell",
        "prompt",
        "output",
        "command",
        "commands",
        "cmd",
        "cli",
        "listing",
        "log",
        "logs",
        "verbatim",
        "code",
        "pre",
    ];
    let is_code = name_parts.iter().any(|part| lower.contains(part)) || names.contains(&&*lower);
    !is_html_name(name) && is_code
}

/// Returns the HTML of the end tag that belongs to `start_tag`, whose arguments are `args`.
fn end_html(start_tag: &JsxTag<'_>, args: &TagArgs<'_>) -> String {
    if start_tag.name.is_empty() {
        String::new()
    } else if is_html_name(start_tag.name) {
        format!("</{}>", start_tag.name)
    } else {
        shortcode::pair_html(&shortcode_name(start_tag.name), args).end
    }
}

/// Returns the HTML of a tag without an end tag.
fn standalone_html(tag: &JsxTag<'_>, args: &TagArgs<'_>) -> String {
    if is_html_name(tag.name) {
        let end_tag = if is_void(tag.name) {
            String::new()
        } else {
            format!("</{}>", tag.name)
        };
        return element_start_html(tag) + &end_tag;
    }
    if tag.name.is_empty() {
        return String::new();
    }
    shortcode::standalone_html(&shortcode_name(tag.name), args)
}

/// Returns the name of the shortcode with the same meaning as a component, or the name of the component if there is no such
/// shortcode.
fn shortcode_name(name: &str) -> String {
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
        _ => {
            let start_html = shortcode::pair_html(&lower, &TagArgs::default()).start;
            if start_html.is_empty() {
                name.to_owned()
            } else {
                lower
            }
        }
    }
}

/// Returns the starts of lines that CommonMark would read as indented code (CommonMark 4.4). MDX has no indented code.
fn indented_lines(body: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut position = 0;
    while position < body.len() {
        if matches!(body.as_bytes()[position], b' ' | b'\t') {
            let indent = line::indent(&body[position..]);
            if indent.columns >= 4 && !body[position + indent.bytes..].starts_with(['\n', '\r']) {
                starts.push(position);
            }
        }
        position = line::end(body, position);
    }
    starts
}

/// Returns the tags of a body outside code and expressions.
fn find_tags<'s>(rewriter: &mut Rewriter<'s>) -> Vec<JsxTag<'s>> {
    let body = rewriter.body;
    let mut tags = Vec::new();
    let mut position = 0;
    while let Some(distance) = memchr::memchr2(b'<', b'{', &body.as_bytes()[position..]) {
        let start = position + distance;
        position = start + 1;
        if body.as_bytes()[start] == b'{' {
            // Tags within an expression are part of its JavaScript.
            let end = jsx_tag::braces_end(body, start);
            if end.is_none() && !rewriter.try_spend_scan_budget(jsx_tag::MAX_TAG_BYTES) {
                break;
            }
            if let Some(end) = end
                && rewriter.may_rewrite(&(start..end))
                && !body[..start].ends_with('\\')
            {
                position = end;
            }
            continue;
        }
        let Some(tag) = jsx_tag::parse(body, start) else {
            // A `<` without a letter after it is rejected in constant time. Most other text is rejected within a few bytes, so
            // only `REJECTED_TAG_BYTES` are subtracted from the scan budget.
            if body[position..].starts_with(|char: char| char.is_ascii_alphabetic())
                && !rewriter.try_spend_scan_budget(jsx_tag::REJECTED_TAG_BYTES)
            {
                break;
            }
            continue;
        };
        if !rewriter.may_rewrite(&tag.range) || body[..start].ends_with('\\') {
            continue;
        }
        position = tag.range.end;
        tags.push(tag);
    }
    tags
}

/// Replaces `{expression}`, `{'text'}` and `{/* comment */}`.
fn replace_expressions(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    let mut braces = rewriter.occurrences("{");
    while let Some(start) = braces.next() {
        let Some(end) = jsx_tag::braces_end(body, start) else {
            rewriter.spend_scan_budget_or_end_search(&mut braces, jsx_tag::MAX_TAG_BYTES);
            continue;
        };
        let range = start..end;
        if body[..start].ends_with('\\') || !rewriter.may_rewrite(&range) {
            continue;
        }
        braces.skip_to(end);
        let inside = body[start + 1..end - 1].trim();
        let written = &body[range.clone()];
        match rewriter.construct_place(start) {
            ConstructPlace::Target => rewriter.replace_target(range, written),
            ConstructPlace::Attribute => {}
            ConstructPlace::Text if inside.starts_with("/*") || inside.is_empty() => {
                rewriter.remove(range);
            }
            ConstructPlace::Text => match jsx_tag::string_literal(inside) {
                Some(text) if text.trim().is_empty() => rewriter.replace_inline(range, " "),
                Some(text) => rewriter.replace(range, html_writer::escape(text)),
                None => rewriter.replace(range, html_writer::placeholder(&shorten(written))),
            },
        }
    }
}
