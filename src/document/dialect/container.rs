//! Containers between fences, which are lines that begin with colons or slashes:
//!
//! - admonitions of Docusaurus (`:::note[Title]`, `:::note Title`), `VuePress` and `VitePress` (`::: tip Title`), Starlight and
//!   remark-directive,
//! - Pandoc's divs `::: {.callout-note title="…"}`,
//! - components of MDC `::card{title="…"}` … `::`,
//! - blocks of `PyMdown` `/// note | Title`.

use std::ops::Range;

use super::args::{self, TagArgs};
use super::occurrences::LineMatch;
use super::rewriter::Rewriter;
use super::shortcode::{self, PairHtml};
use super::{Dialect, line};

/// Maximum number of lines of the properties or the options below the start of a container.
const MAX_PROPERTY_LINES: usize = 64;

/// Maximum number of open containers that are compared with the line that ends a container.
const MAX_LOOKBACK: usize = 32;

/// A line that starts or ends a container.
struct ContainerFence<'s> {
    /// The range in the body, from the first colon or slash to the end of the line's text.
    range: Range<usize>,
    /// Length of the run of colons or slashes.
    length: usize,
    /// The name of the container; empty for an end.
    name: &'s str,
    args: TagArgs<'s>,
}

/// Replaces the lines that start and end containers.
pub(super) fn apply(rewriter: &mut Rewriter<'_>) {
    let mut fences = take_fences(rewriter);
    if rewriter.dialect == Dialect::Quarto {
        for fence in &mut fences {
            take_heading_as_title(rewriter, fence);
        }
    }
    let openers = match_fences(&fences, rewriter.dialect);
    let mut is_closed = vec![false; fences.len()];
    for opener in openers.iter().flatten() {
        is_closed[*opener] = true;
    }
    for ((fence, opener), is_closed) in fences.iter().zip(openers).zip(is_closed) {
        let range = fence.range.clone();
        if fence.name.is_empty() {
            let Some(opener) = opener else {
                continue;
            };
            let end = container_html(&fences[opener]).end;
            // A range of at most three bytes has no room for the tag that `replace_block` writes.
            if range.len() > 3 {
                rewriter.replace_block(range, end);
            } else {
                rewriter.replace_without_tag(range, end);
            }
            continue;
        }
        // A container without an end line extends to the end of the text if its HTML has an end tag, such as `</aside>`. Otherwise
        // the start line is shown as text.
        let html = container_html(fence);
        if is_closed || !html.end.is_empty() {
            rewriter.replace_block(range, html.start);
        }
    }
}

/// Returns, for each fence that ends a container, the index of the fence that starts the container; `None` for other fences.
fn match_fences(fences: &[ContainerFence<'_>], dialect: Dialect) -> Vec<Option<usize>> {
    // Indices of the open containers, innermost last.
    let mut open: Vec<usize> = Vec::new();
    let mut openers = vec![None; fences.len()];
    for (index, fence) in fences.iter().enumerate() {
        if !fence.name.is_empty() {
            open.push(index);
            continue;
        }
        // An end has as many colons or slashes as the start of its container. It also closes the open containers within this
        // container. In Pandoc, each end closes the innermost container.
        let is_ended =
            |opener: &usize| dialect == Dialect::Quarto || fences[*opener].length == fence.length;
        let mut innermost = open.iter().rev().take(MAX_LOOKBACK);
        if let Some(depth) = innermost.position(is_ended) {
            openers[index] = Some(open[open.len() - 1 - depth]);
            open.truncate(open.len() - 1 - depth);
        }
    }
    openers
}

/// Returns the HTML of a container, which is the HTML of the shortcode with the same name. If the start of this HTML is empty, it
/// becomes a label from the container's arguments, if there is one.
fn container_html(fence: &ContainerFence<'_>) -> PairHtml {
    let mut html = shortcode::pair_html(fence.name, &fence.args);
    if html.start.is_empty()
        && let Some(label) = shortcode::label(fence.name, &fence.args)
    {
        html.start = format!("<p><strong>{label}</strong></p>");
    }
    html
}

/// Returns the lines that start or end a container. Removes the properties and options below them.
fn take_fences<'s>(rewriter: &mut Rewriter<'s>) -> Vec<ContainerFence<'s>> {
    let body = rewriter.body;
    let marker = match rewriter.dialect {
        Dialect::Mdc => "::",
        Dialect::PythonMarkdown => "///",
        _ => ":::",
    };
    let mut fences = Vec::new();
    for LineMatch { match_start, line } in rewriter.lines_with(marker) {
        let text = body[match_start..line.end].trim_end();
        let range = match_start..match_start + text.len();
        // Only markers of quotes and lists may be in front of a fence.
        if !line::is_container_prefix(&body[line.start..match_start])
            || !rewriter.may_rewrite(&range)
        {
            continue;
        }
        let length = text
            .bytes()
            .take_while(|byte| *byte == marker.as_bytes()[0])
            .count();
        let after_marker = text[length..].trim();
        let Some((name, mut args)) = parse_fence(after_marker, rewriter.dialect) else {
            continue;
        };
        if rewriter.dialect == Dialect::Mdc && !name.is_empty() {
            args.extend(take_properties(rewriter, line.end));
        }
        if rewriter.dialect == Dialect::PythonMarkdown && !name.is_empty() {
            remove_options(rewriter, line.end);
        }
        fences.push(ContainerFence {
            range,
            length,
            name,
            args: TagArgs::new(args),
        });
    }
    fences
}

/// Parses the text after the colons or slashes into a name and arguments; the name is empty for an end. Returns `None` if the
/// line is ordinary text.
fn parse_fence(text: &str, dialect: Dialect) -> Option<(&str, Vec<NamedValue<'_>>)> {
    if text.is_empty() {
        return Some(("", Vec::new()));
    }
    let has_divs = matches!(dialect, Dialect::Quarto | Dialect::Auto);
    if has_divs && let Some(after) = text.strip_prefix('{') {
        let (attributes, trailing) = after.split_once('}')?;
        let trailing = trailing.trim_matches([' ', ':']);
        return trailing.is_empty().then(|| parse_div(attributes));
    }
    let name = args::leading_name(text);
    // `leading_name` also returns paths and file names, such as `a/b.md`. They are not names of containers.
    let is_path = name.contains(['.', '/']);
    if name.is_empty() || is_path {
        return None;
    }
    let after_name = text[name.len()..].trim_start();
    if dialect == Dialect::Mdc {
        return Some((name, parse_component_args(after_name)?));
    }
    let title = match dialect {
        Dialect::PythonMarkdown if after_name.is_empty() => "",
        Dialect::PythonMarkdown => after_name.strip_prefix('|')?.trim(),
        _ => parse_title(after_name)?,
    };
    let name = if dialect == Dialect::Quarto {
        name.strip_prefix("callout-").unwrap_or(name)
    } else {
        name
    };
    let args = (!title.is_empty()).then_some((Some("title"), title));
    Some((name, args.into_iter().collect()))
}

/// A value with its name, if it has one.
type NamedValue<'s> = (Option<&'s str>, &'s str);

/// Parses the attributes of a Pandoc div into a name and arguments. The name is the first class, or `div` if there is no class.
/// The only argument is the title, if there is one.
fn parse_div(attributes: &str) -> (&str, Vec<NamedValue<'_>>) {
    let args = TagArgs::parse(attributes);
    let mut classes = args
        .names_and_values()
        .filter_map(|(key, value)| match key {
            None => value.strip_prefix('.'),
            Some(_) => None,
        });
    let class = classes.next().unwrap_or("div");
    let name = class.strip_prefix("callout-").unwrap_or(class);
    let title = args.get(&["title"]).map(|title| (Some("title"), title));
    (name, title.into_iter().collect())
}

/// Parses `[label]{key="value"}` after the name of a component. Both parts are optional. Returns `None` if the line is ordinary
/// text.
fn parse_component_args(text: &str) -> Option<Vec<NamedValue<'_>>> {
    let (label, after_label) = match text.strip_prefix('[') {
        Some(bracketed) => {
            let (label, after_label) = bracketed.rsplit_once(']')?;
            (Some((Some("title"), label)), after_label)
        }
        None => (None, text),
    };
    let attributes = match after_label.trim().strip_prefix('{') {
        Some(attributes) => attributes.strip_suffix('}')?,
        None if after_label.trim().is_empty() => "",
        None => return None,
    };
    let args = TagArgs::parse(attributes);
    Some(label.into_iter().chain(args.names_and_values()).collect())
}

/// Removes the YAML properties at byte `position`, and returns them. They are between two lines of dashes. Removes nothing if one
/// of the two lines is missing.
fn take_properties<'s>(rewriter: &mut Rewriter<'s>, position: usize) -> Vec<NamedValue<'s>> {
    let body = rewriter.body;
    let mut properties = Vec::new();
    let mut lines = body[position..]
        .split_inclusive('\n')
        .take(MAX_PROPERTY_LINES);
    let Some(first) = lines.next().filter(|line| line.trim() == "---") else {
        return properties;
    };
    let mut end = position + first.len();
    for line in lines {
        end += line.len();
        if line.trim() == "---" {
            rewriter.overwrite_with_blanks(position..end);
            return properties;
        }
        if let Some((key, value)) = line.split_once(':') {
            properties.push((Some(key.trim()), value.trim().trim_matches(['"', '\''])));
        }
    }
    Vec::new()
}

/// Removes the options at byte `position`: lines `key: value` that are indented by four columns (`PyMdown` Extensions,
/// “Blocks”).
fn remove_options(rewriter: &mut Rewriter<'_>, position: usize) {
    let body = rewriter.body;
    let lines = body[position..]
        .split_inclusive('\n')
        .take(MAX_PROPERTY_LINES);
    let options = lines.take_while(|line| line.starts_with("    ") && line.contains(':'));
    let length: usize = options.map(str::len).sum();
    if length > 0 {
        rewriter.overwrite_with_blanks(position..position + length);
    }
}

/// Uses a heading right after the start of a callout as the title if the callout has no title (Quarto, “Callout Blocks”).
fn take_heading_as_title<'s>(rewriter: &mut Rewriter<'s>, fence: &mut ContainerFence<'s>) {
    let body = rewriter.body;
    let is_callout = shortcode::pair_html(fence.name, &fence.args)
        .start
        .starts_with("<aside");
    if !is_callout || fence.args.get(&["title"]).is_some() {
        return;
    }
    let line_end = line::end(body, fence.range.end);
    let start = body.len() - body[line_end..].trim_start().len();
    let heading = body[start..line::end(body, start)].trim_end();
    let title = heading.trim_start_matches('#');
    let range = start..start + heading.len();
    if title.len() < heading.len() && title.starts_with(' ') && rewriter.may_rewrite(&range) {
        let title = title.split(" {").next().unwrap_or(title).trim();
        fence.args = TagArgs::new(vec![(Some("title"), title)]);
        rewriter.overwrite_with_blanks(range);
    }
}

/// Returns the title after a container's name: `[Title]`, `{attributes} Title` or `Title`. Returns `None` if the line
/// is ordinary text.
fn parse_title(text: &str) -> Option<&str> {
    if let Some(after) = text.strip_prefix('[') {
        let (title, _) = after.rsplit_once(']')?;
        return Some(title);
    }
    let text = match text.strip_prefix('{') {
        Some(after) => after.split_once('}')?.1.trim(),
        None => text,
    };
    // VitePress writes `::: details Title {open}`.
    let text = text.strip_suffix("{open}").unwrap_or(text);
    let is_title = !text.starts_with(':');
    is_title.then(|| text.trim_end_matches(':').trim())
}
