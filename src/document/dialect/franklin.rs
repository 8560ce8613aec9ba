//! Franklin's extensions: page variables `@def`, blocks of HTML between `~~~`, classes `@@name … @@`, commands with a
//! backslash, and insertions `{{fill name}}` (Franklin, “Markdown syntax” and “Page variables”).

use memchr::memmem;

use super::html_writer;
use super::line::{self, LineCursor};
use super::rewriter::Rewriter;

/// Maximum length of the arguments of a command or of an insertion, in bytes.
const MAX_ARGUMENT_BYTES: usize = 1024;

/// Erases definitions of page variables: lines such as `@def title = "…"`.
pub(super) fn definitions(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    let mut position = 0;
    while let Some(distance) = memmem::find(&body.as_bytes()[position..], b"@def ") {
        let start = position + distance;
        position = line::end(body, start);
        let is_first = start == 0 || body[..start].ends_with('\n');
        let range = start..start + body[start..position].trim_end().len();
        if is_first && rewriter.is_unclaimed(&range) {
            rewriter.erase(range);
        }
    }
}

/// Erases `~~~` around blocks of HTML and around inline HTML, so that the Markdown parser reads the content as HTML.
pub(super) fn html_blocks(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    let marks: Vec<usize> = memmem::find_iter(body.as_bytes(), b"~~~").collect();
    for pair in marks.chunks_exact(2) {
        for start in pair {
            rewriter.erase(*start..start + "~~~".len());
        }
    }
}

/// Erases `@@name` and `@@` around text with a class.
pub(super) fn classes(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    let mut position = 0;
    while let Some(distance) = memmem::find(&body.as_bytes()[position..], b"@@") {
        let start = position + distance;
        position = start + 2;
        let name_len = body[position..line::floor(body, position + MAX_ARGUMENT_BYTES)]
            .find(|char: char| !(char.is_alphanumeric() || matches!(char, '-' | '_' | ',')))
            .unwrap_or(0);
        let range = start..position + name_len;
        position = range.end;
        if rewriter.is_unclaimed(&range) {
            rewriter.replace(range, "");
        }
    }
}

/// Replaces commands: `\toc` shows nothing, `\fig{path}` an image.
pub(super) fn commands(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    let mut cursor = LineCursor::new(body);
    let mut position = 0;
    while let Some(distance) = memchr::memchr(b'\\', &body.as_bytes()[position..]) {
        let start = position + distance;
        position = start + 1;
        let line_end = cursor.line(start).end;
        let text = &body[position..line_end.min(line::floor(body, position + MAX_ARGUMENT_BYTES))];
        let length = text.find(|char: char| !char.is_ascii_alphabetic());
        let (name, after_name) = text.split_at(length.unwrap_or(text.len()));
        let arguments = arguments(after_name);
        let range = start
            ..position
                + name.len()
                + arguments
                    .iter()
                    .map(|argument| argument.len() + 2)
                    .sum::<usize>();
        let html = match (name, arguments.as_slice()) {
            ("toc" | "tableofcontents", []) => String::new(),
            ("label" | "newcommand" | "show" | "tableinput", [..]) if !arguments.is_empty() => {
                String::new()
            }
            ("eqref", [name]) => format!("({})", html_writer::escape(name)),
            ("cite" | "citet" | "citep", [names]) => format!("[{}]", html_writer::escape(names)),
            ("biblabel", [_, text]) => html_writer::escape(text),
            ("fig", [path]) => html_writer::image(path, Some("")),
            ("figalt", [alt, path]) => html_writer::image(path, Some(alt)),
            ("input" | "output" | "textoutput" | "literate" | "figenv", [_, ..]) => {
                html_writer::placeholder(&format!("{name} {}", arguments.join(" ")))
            }
            _ => continue,
        };
        if rewriter.is_unclaimed(&range) {
            position = range.end;
            rewriter.replace(range, html);
        }
    }
}

/// Erases definitions of commands, which may contain other constructs.
pub(super) fn command_definitions(rewriter: &mut Rewriter<'_>) {
    const NAME: &str = "\\newcommand";
    let body = rewriter.body;
    for start in memmem::find_iter(body.as_bytes(), NAME) {
        let position = start + NAME.len();
        let limit = line::floor(body, position + MAX_ARGUMENT_BYTES);
        let arguments = arguments(&body[position..limit]);
        let length: usize = arguments.iter().map(|argument| argument.len() + 2).sum();
        let range = start..position + length;
        if length > 0 && rewriter.is_unclaimed(&range) {
            rewriter.erase(range);
        }
    }
}

/// Returns the arguments `{…}{…}` at the start of `text`. An argument may contain braces. The number in brackets in
/// `\newcommand{\name}[1]{…}` is also returned as an argument.
fn arguments(text: &str) -> Vec<&str> {
    let mut all = Vec::new();
    let mut rest = text;
    while rest.starts_with('{') || rest.starts_with('[') && !all.is_empty() {
        let mut depth = 0_usize;
        let end = rest.bytes().position(|byte| {
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
        all.push(&rest[1..end]);
        rest = &rest[end + 1..];
    }
    all
}

/// Replaces insertions such as `{{fill author}}` with placeholders that show their names.
pub(super) fn insertions(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    let mut position = 0;
    while let Some(distance) = memmem::find(&body.as_bytes()[position..], b"{{") {
        let start = position + distance;
        position = start + 2;
        let limit = line::floor(body, position + MAX_ARGUMENT_BYTES);
        let Some(length) = body[position..limit].find("}}") else {
            if rewriter.out_of_budget(MAX_ARGUMENT_BYTES) {
                break;
            }
            continue;
        };
        let range = start..position + length + 2;
        if rewriter.is_unclaimed(&range) {
            let name = html_writer::placeholder(&body[position..position + length]);
            position = range.end;
            rewriter.replace(range, name);
        }
    }
}
