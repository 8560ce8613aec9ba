//! `import` and `export` of MDX: at the start of a block, up to the end of the statement.

use super::draft::Draft;
use super::line;

/// Bytes that a statement may take.
const LONGEST: usize = 64 * 1024;

pub(super) fn read(draft: &mut Draft<'_>) {
    let body = draft.body;
    let mut at = 0;
    let mut may_begin = true;
    while at < body.len() {
        let end = line::end(body, at);
        let text = &body[at..end];
        if may_begin && is_statement(text) && draft.is_free(&(at..end)) {
            let Some(behind) = behind(body, at) else {
                if draft.is_tired(LONGEST) {
                    return;
                }
                (at, may_begin) = (end, false);
                continue;
            };
            draft.blank(at..behind);
            at = behind.max(at + 1);
            at = if body[..at].ends_with('\n') {
                at
            } else {
                line::end(body, at)
            };
            continue;
        }
        may_begin = text.trim().is_empty();
        at = end;
    }
}

fn is_statement(text: &str) -> bool {
    let is_import = text.strip_prefix("import").is_some_and(|rest| {
        let what = rest.trim_start();
        // A statement names a module in quotes, here or further down; prose rather not.
        rest.starts_with([' ', '{', '"', '\'', '*'])
            && (what.starts_with(['{', '"', '\'', '*'])
                || rest.contains(" from ") && rest.contains(['"', '\'']))
    });
    let is_export = text.strip_prefix("export ").is_some_and(|rest| {
        let words = [
            "const ",
            "let ",
            "var ",
            "function",
            "default ",
            "async ",
            "class ",
            "type ",
            "interface ",
            "enum ",
        ];
        let rest = rest.trim_start();
        rest.starts_with(['{', '*']) || words.iter().any(|word| rest.starts_with(word))
    });
    is_import || is_export
}

/// The end of the statement that begins at byte `start`: the first line end outside brackets and strings.
fn behind(body: &str, start: usize) -> Option<usize> {
    let limit = body.len().min(start + LONGEST);
    let bytes = &body.as_bytes()[..limit];
    let (mut depth, mut at) = (0i32, start);
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'{' | b'(' | b'[' => depth += 1,
            b'}' | b')' | b']' => depth -= 1,
            b'"' | b'\'' => {
                let line = &bytes[at..];
                let line = &line[..memchr::memchr(b'\n', line).unwrap_or(line.len())];
                if let Some(end) = memchr::memchr(*byte, line) {
                    at += end + 1;
                }
            }
            b'`' => at += memchr::memchr(b'`', &bytes[at..])? + 1,
            b'/' if bytes.get(at) == Some(&b'*') => {
                at += memchr::memmem::find(&bytes[at..], b"*/")? + 2;
            }
            b'\n' if depth <= 0 => {
                // An arrow or an operator goes on below.
                let line = body[start..at].trim_end();
                if !line.ends_with(['=', '>', '(', ',', '+', '?', ':', '|', '&'])
                    || line.ends_with("/>")
                {
                    return Some(at - 1);
                }
            }
            _ => {}
        }
    }
    (limit == body.len() && depth <= 0).then_some(limit)
}
