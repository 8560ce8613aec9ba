//! MDX's `import` and `export` statements, which are erased.

use super::jsx_tag::literal_end;
use super::line;
use super::rewriter::Rewriter;
use crate::text::work::count;

/// Maximum length of a statement, in bytes.
const MAX_STATEMENT_BYTES: usize = 64 * 1024;

/// Erases statements.
pub(super) fn apply(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    let mut at = 0;
    let mut may_begin = true;
    while at < body.len() {
        let end = line::end(body, at);
        let text = &body[at..end];
        if may_begin && is_statement(text) && rewriter.is_unclaimed(&(at..end)) {
            let Some(behind) = statement_end(body, at) else {
                if rewriter.out_of_budget(MAX_STATEMENT_BYTES) {
                    return;
                }
                (at, may_begin) = (end, false);
                continue;
            };
            rewriter.erase(at..behind);
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

/// Returns true if a line starts an `import` or `export` statement.
fn is_statement(text: &str) -> bool {
    let is_import = text.strip_prefix("import").is_some_and(|rest| {
        let what = rest.trim_start();
        // An import names its module in quotes, on this line or a later line.
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

/// Returns the end of the statement at byte `start`: the first line end outside brackets and strings.
fn statement_end(body: &str, start: usize) -> Option<usize> {
    let limit = body.len().min(start + MAX_STATEMENT_BYTES);
    let bytes = &body.as_bytes()[..limit];
    let (mut depth, mut at) = (0i32, start);
    while let Some(byte) = bytes.get(at) {
        count(1);
        at += 1;
        match byte {
            b'{' | b'(' | b'[' => depth += 1,
            b'}' | b')' | b']' => depth -= 1,
            b'"' | b'\'' | b'`' | b'/' => at = literal_end(bytes, at - 1)?,
            b'\n' if depth <= 0 => {
                // A statement continues after an arrow or an operator.
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
