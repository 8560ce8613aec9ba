//! Franklin's extensions: page variables `@def`, blocks of HTML between `~~~`, classes `@@name … @@`, commands with a
//! backslash, and insertions `{{fill name}}` (Franklin, “Markdown syntax” and “Page variables”).

use super::html_writer;
use super::line::LineCursor;
use super::occurrences::LineMatch;
use super::rewriter::Rewriter;
use crate::text;

/// Maximum length of the arguments of a command or of an insertion, in bytes.
const MAX_ARGUMENT_BYTES: usize = 1024;

/// Removes definitions of page variables: lines such as `@def title = "…"`.
pub(super) fn definitions(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    for LineMatch { match_start, line } in rewriter.lines_with("@def ") {
        let range = match_start..match_start + body[match_start..line.end].trim_end().len();
        if match_start == line.start && rewriter.may_rewrite(&range) {
            rewriter.overwrite_with_blanks(range);
        }
    }
}

/// Removes each pair of `~~~` around HTML, so that the Markdown parser reads the content as HTML.
pub(super) fn html_blocks(rewriter: &mut Rewriter<'_>) {
    let fences: Vec<usize> = rewriter.occurrences("~~~").collect();
    for pair in fences.chunks_exact(2) {
        for start in pair {
            rewriter.overwrite_with_blanks(*start..start + "~~~".len());
        }
    }
}

/// Removes `@@name` and `@@` around text with a class.
pub(super) fn classes(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    let mut marks = rewriter.occurrences("@@");
    while let Some(start) = marks.next() {
        let name_start = start + "@@".len();
        let limit = text::floor_char_boundary(body, name_start + MAX_ARGUMENT_BYTES);
        let is_name_char = |char: char| char.is_alphanumeric() || matches!(char, '-' | '_' | ',');
        let name_end = body[name_start..limit].find(|char| !is_name_char(char));
        let range = start..name_start + name_end.unwrap_or(0);
        marks.skip_to(range.end);
        if rewriter.may_rewrite(&range) {
            rewriter.remove(range);
        }
    }
}

/// Replaces known commands: `\toc` shows nothing, `\fig{path}` an image, `\input{name}` a placeholder. Other commands are
/// shown as they were written.
pub(super) fn commands(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    let mut cursor = LineCursor::new(body);
    let mut backslashes = rewriter.occurrences("\\");
    while let Some(start) = backslashes.next() {
        let name_start = start + 1;
        let line_end = cursor.line(start).end;
        let limit = line_end.min(text::floor_char_boundary(
            body,
            name_start + MAX_ARGUMENT_BYTES,
        ));
        let text = &body[name_start..limit];
        let length = text.find(|char: char| !char.is_ascii_alphabetic());
        let (name, after_name) = text.split_at(length.unwrap_or(text.len()));
        let arguments = arguments(after_name);
        let range = start..name_start + name.len() + arguments_bytes(&arguments);
        let html = match (name, arguments.as_slice()) {
            ("toc" | "tableofcontents", [])
            | ("label" | "newcommand" | "show" | "tableinput", [_, ..]) => String::new(),
            ("eqref", [name]) => format!("({})", html_writer::escape(name)),
            ("cite" | "citet" | "citep", [names]) => format!("[{}]", html_writer::escape(names)),
            ("biblabel", [_, text]) => html_writer::escape(text),
            // `\fig` can't have a description, so `folio check` must not report that the description is missing.
            ("fig", [path]) => html_writer::image(path, Some("")),
            ("figalt", [alt, path]) => html_writer::image(path, Some(alt)),
            ("input" | "output" | "textoutput" | "literate" | "figenv", [_, ..]) => {
                html_writer::placeholder(&format!("{name} {}", arguments.join(" ")))
            }
            _ => continue,
        };
        if rewriter.may_rewrite(&range) {
            backslashes.skip_to(range.end);
            rewriter.replace(range, html);
        }
    }
}

/// Removes definitions of commands, which may contain other constructs.
pub(super) fn command_definitions(rewriter: &mut Rewriter<'_>) {
    const NAME: &str = "\\newcommand";
    let body = rewriter.body;
    for start in rewriter.occurrences(NAME) {
        let name_end = start + NAME.len();
        let limit = text::floor_char_boundary(body, name_end + MAX_ARGUMENT_BYTES);
        let arguments = arguments(&body[name_end..limit]);
        let range = start..name_end + arguments_bytes(&arguments);
        if !arguments.is_empty() && rewriter.may_rewrite(&range) {
            // Removed, not overwritten with blanks: the blanks would turn the rest of the line into indented code.
            rewriter.remove(range);
        }
    }
}

/// Returns the arguments `{…}{…}` at the start of `text`, without their outer braces. An argument may contain braces. In
/// `\newcommand{\name}[1]{…}`, the number in brackets is an argument, too.
fn arguments(text: &str) -> Vec<&str> {
    let mut arguments = Vec::new();
    let mut remaining = text;
    while remaining.starts_with('{') || remaining.starts_with('[') && !arguments.is_empty() {
        let mut depth = 0_usize;
        let end = remaining.bytes().position(|byte| {
            match byte {
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0
        });
        let Some(end) = end else {
            break;
        };
        arguments.push(&remaining[1..end]);
        remaining = &remaining[end + 1..];
    }
    arguments
}

/// Returns the length of arguments with their brackets, in bytes.
fn arguments_bytes(arguments: &[&str]) -> usize {
    arguments.iter().map(|argument| argument.len() + 2).sum()
}

/// Replaces insertions such as `{{fill author}}` with placeholders that show their names.
pub(super) fn insertions(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    let mut openers = rewriter.occurrences("{{");
    while let Some(start) = openers.next() {
        let content_start = start + "{{".len();
        let limit = text::floor_char_boundary(body, content_start + MAX_ARGUMENT_BYTES);
        let Some(length) = body[content_start..limit].find("}}") else {
            rewriter.spend_scan_budget_or_end_search(&mut openers, MAX_ARGUMENT_BYTES);
            continue;
        };
        let content = content_start..content_start + length;
        let range = start..content.end + "}}".len();
        if rewriter.may_rewrite(&range) {
            openers.skip_to(range.end);
            rewriter.replace(range, html_writer::placeholder(&body[content]));
        }
    }
}
