//! Python-Markdown with the extensions of `PyMdown` and Material for `MkDocs`: indented admonitions, tabs, keys, critic
//! marks, snippets, icons, `[TOC]`.

use std::ops::Range;

use super::annotations::EndRule;
use super::html_writer;
use super::line;
use super::occurrences::LineMatch;
use super::rewriter::Rewriter;
use crate::document::InitialFold;
use crate::text;

/// Maximum length in bytes: of keys, of a snippet block, of the text in a critic mark, and of an icon's attributes.
const MAX_CONTENT_BYTES: usize = 1024;

/// Replaces the first lines of admonitions `!!! note "Title"`, folding admonitions `??? note` and tabs `=== "Title"`.
/// Their content is indented by four columns (Python-Markdown, “Admonition”; `PyMdown` Extensions, “Details”,
/// “Tabbed”).
pub(super) fn indented_blocks(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    let mut position = 0;
    while position < body.len() {
        let end = line::end(body, position);
        let after_quote_markers = line::quote_markers(body, position, end).end;
        let text = body[after_quote_markers..end].trim();
        let start = end - body[after_quote_markers..end].trim_start().len();
        position = end;
        if !line::starts_indented_block(text) {
            continue;
        }
        let range = start..start + text.len();
        if rewriter.may_rewrite(&range) {
            let html = indented_block_html(text);
            rewriter.wrap_indented(range, html, EndRule::Indentation);
        }
    }
}

/// Returns the HTML for the first line of an indented block.
fn indented_block_html(line: &str) -> String {
    let (marker, after_marker) = line.split_at(3);
    // `???+` is open at first, `===!` starts a new set of tabs, and `===+` selects a tab.
    let kind_and_title = after_marker.trim_start_matches(['+', '!']).trim();
    let (kind_and_classes, title) = match kind_and_title.split_once('"') {
        Some((kind_and_classes, title)) => (kind_and_classes, Some(title.trim_end_matches('"'))),
        None => (kind_and_title, None),
    };
    let mut words = kind_and_classes.split_whitespace();
    let kind = words.next().unwrap_or_default();
    match marker {
        "===" => {
            let title = html_writer::inline_markdown(title.unwrap_or_default());
            format!("<p><strong>{title}</strong></p>")
        }
        "???" => {
            let fold = InitialFold::open_if(after_marker.starts_with('+'));
            html_writer::details_start(title.unwrap_or(&capitalized(kind)), fold)
        }
        _ => html_writer::admonition_start(kind, title.unwrap_or_default()),
    }
}

/// Replaces keys `++ctrl+alt+del++` (`PyMdown` Extensions, “Keys”).
pub(super) fn keys(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    let mut delimiters = rewriter.occurrences("++");
    while let Some(start) = delimiters.next() {
        let keys_start = start + "++".len();
        let limit = text::floor_char_boundary(body, keys_start + MAX_CONTENT_BYTES);
        let is_key_char =
            |char: char| char.is_alphanumeric() || matches!(char, '-' | '_' | '+' | '"');
        let text = &body[keys_start..limit];
        let run = &text[..text.find(|char| !is_key_char(char)).unwrap_or(text.len())];
        let range = start..keys_start + run.len();
        delimiters.skip_to(range.end);
        let Some(keys) = run.strip_suffix("++") else {
            continue;
        };
        let is_key_list = !keys.starts_with('+') && keys.split('+').all(|key| !key.is_empty());
        if is_key_list && !body[..start].ends_with(['+', '\\']) && rewriter.may_rewrite(&range) {
            let keys = keys.split('+').map(|key| {
                let name = key.trim_matches('"').replace('-', " ");
                format!("<kbd>{}</kbd>", html_writer::escape(&capitalized(&name)))
            });
            let html: Vec<String> = keys.collect();
            rewriter.replace(range, html.join("+"));
        }
    }
}

/// Returns `name` with an upper-case first letter.
fn capitalized(name: &str) -> String {
    let mut chars = name.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
}

/// Replaces critic marks: `{++ins++}`, `{--del--}`, `{~~old~>new~~}`, `{==mark==}`, `{>>comment<<}` (`PyMdown`
/// Extensions, “Critic”).
pub(super) fn critic_marks(rewriter: &mut Rewriter<'_>) {
    const MARKS: [(&str, &str); 5] = [
        ("{++", "++}"),
        ("{--", "--}"),
        ("{~~", "~~}"),
        ("{==", "==}"),
        ("{>>", "<<}"),
    ];
    let body = rewriter.body;
    let mut braces = rewriter.occurrences("{");
    while let Some(start) = braces.next() {
        let mut marks = MARKS.iter();
        let Some((opener, closer)) = marks.find(|(opener, _)| body[start..].starts_with(opener))
        else {
            continue;
        };
        let content_start = start + opener.len();
        let limit = text::floor_char_boundary(body, content_start + MAX_CONTENT_BYTES);
        let Some(length) = body[content_start..limit].find(closer) else {
            // Each scan without a result costs budget. Without budget, the search for braces ends.
            rewriter.spend_scan_budget_or_end_search(&mut braces, MAX_CONTENT_BYTES);
            continue;
        };
        let range = start..content_start + length + closer.len();
        let content = &body[content_start..content_start + length];
        if content.contains("\n\n") || !rewriter.may_rewrite(&range) {
            continue;
        }
        braces.skip_to(range.end);
        let wrap = |element: &str, text: &str| {
            let text = html_writer::inline_markdown(text);
            format!("<{element}>{text}</{element}>")
        };
        let html = match *opener {
            "{++" => wrap("ins", content),
            "{--" => wrap("del", content),
            "{==" => wrap("mark", content),
            "{~~" => {
                let (old, new) = content.split_once("~>").unwrap_or((content, ""));
                format!("{} {}", wrap("del", old), wrap("ins", new))
            }
            // A comment `{>>…<<}`.
            _ => wrap("small", content),
        };
        rewriter.replace(range, html);
    }
}

/// Removes `[TOC]` on its own line (Python-Markdown, “Table of Contents”).
pub(super) fn table_of_contents(rewriter: &mut Rewriter<'_>) {
    const MARKER: &str = "[TOC]";
    for start in rewriter.occurrences(MARKER) {
        let range = start..start + MARKER.len();
        if rewriter.is_block_level(&range) && rewriter.may_rewrite(&range) {
            rewriter.overwrite_with_blanks(range);
        }
    }
}

/// Replaces snippets with the names of the included files (`PyMdown` Extensions, “Snippets”). A snippet is `--8<-- "file"`, or a
/// block of names between two lines `--8<--`.
pub(super) fn snippets(rewriter: &mut Rewriter<'_>) {
    const MARKER: &str = "--8<--";
    let body = rewriter.body;
    let mut lines = rewriter.lines_with(MARKER);
    while let Some(LineMatch { match_start, line }) = lines.next() {
        let argument = body[match_start + MARKER.len()..line.end].trim();
        let range = match_start..line.start + body[line.clone()].trim_end().len();
        if !rewriter.is_at_line_start(&range) || !rewriter.may_rewrite(&range) {
            continue;
        }
        if !argument.is_empty() {
            let name = argument.trim_matches(['"', '\'']);
            rewriter.replace(range, html_writer::placeholder(&format!("include {name}")));
            continue;
        }
        let limit = text::floor_char_boundary(body, line.end + MAX_CONTENT_BYTES);
        if let Some(length) = body[line.end..limit].find(MARKER) {
            let names = &body[line.end..line.end + length];
            let end = line.end + length + MARKER.len();
            rewriter.replace(
                match_start..end,
                html_writer::placeholder(&format!("include {names}")),
            );
            lines.skip_to(end);
        }
    }
}

/// Removes icons `:material-check:` with their attributes (Material for `MkDocs`, “Icons, Emojis”).
pub(super) fn icons(rewriter: &mut Rewriter<'_>) {
    for start in rewriter.occurrences(":") {
        if let Some(range) = icon_range(rewriter.body, start)
            && rewriter.may_rewrite(&range)
        {
            rewriter.replace_inline(range, "");
        }
    }
}

/// Returns the range of the icon at byte `start` with its attribute list, or `None` if there is no icon.
fn icon_range(body: &str, start: usize) -> Option<Range<usize>> {
    const ICON_SETS: [&str; 4] = ["material-", "octicons-", "fontawesome-", "simple-"];
    let after_colon = &body[start + 1..];
    ICON_SETS
        .iter()
        .find(|set| after_colon.starts_with(**set))?;
    let is_name_char =
        |char: char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '-';
    let length = after_colon.find(|char| !is_name_char(char))?;
    let end = start + ":".len() + length + ":".len();
    after_colon[length..]
        .starts_with(':')
        .then(|| start..attribute_list_end(body, end))
}

/// Returns the end of the attribute list `{ .class }` at byte `position`, or `position` if there is no list.
fn attribute_list_end(body: &str, position: usize) -> usize {
    let text = &body[position..text::floor_char_boundary(body, position + MAX_CONTENT_BYTES)];
    let after_brace = text.strip_prefix('{');
    let list = after_brace.and_then(|after_brace| after_brace.split_once('}'));
    let is_list = list.is_some_and(|(inside, _)| {
        let mut words = inside.split_whitespace();
        words.all(|word| word.starts_with(['.', '#', ':']) || word.contains('='))
    });
    list.filter(|_| is_list)
        .map_or(position, |(inside, _)| position + inside.len() + "{}".len())
}
