//! MDX's `import` and `export` statements, which are overwritten with blanks.

use super::jsx_tag::literal_or_comment_end;
use super::line;
use super::rewriter::Rewriter;
use crate::text::work::count_steps_for_tests;

/// Maximum length of a statement, in bytes.
const MAX_STATEMENT_BYTES: usize = 64 * 1024;

/// Overwrites `import` and `export` statements with blanks.
pub(super) fn apply(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    let mut position = 0;
    let mut is_after_blank = true;
    while position < body.len() {
        let end = line::end(body, position);
        let text = &body[position..end];
        if is_after_blank && starts_statement(text) && rewriter.may_rewrite(&(position..end)) {
            let Some(statement_end) = statement_end(body, position) else {
                // Without an end, the line starts no statement. The budget limits the time for such unsuccessful searches.
                if !rewriter.try_spend_scan_budget(MAX_STATEMENT_BYTES) {
                    return;
                }
                (position, is_after_blank) = (end, false);
                continue;
            };
            rewriter.overwrite_with_blanks(position..statement_end);
            position = line::end(body, statement_end);
            continue;
        }
        is_after_blank = text.trim().is_empty();
        position = end;
    }
}

/// Returns true if a line starts an `import` or `export` statement.
fn starts_statement(text: &str) -> bool {
    let is_import = text.strip_prefix("import").is_some_and(|after| {
        let imported = after.trim_start();
        // Ordinary text may also start with the word `import`. In a statement, a quote, `{` or `*` follows, or the line contains
        // ` from ` and a quote. After `{` or `*`, the name of the module may be on a later line.
        after.starts_with([' ', '{', '"', '\'', '*'])
            && (imported.starts_with(['{', '"', '\'', '*'])
                || after.contains(" from ") && after.contains(['"', '\'']))
    });
    let is_export = text.strip_prefix("export ").is_some_and(|after| {
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
        let exported = after.trim_start();
        exported.starts_with(['{', '*']) || words.iter().any(|word| exported.starts_with(word))
    });
    is_import || is_export
}

/// Returns the end of the statement at byte `start`. This is the first line end outside brackets and strings, or the end of the
/// body. A line end after an operator does not count. Returns `None` if a bracket or a string is still open at the end of the
/// body, or if the statement does not end within [`MAX_STATEMENT_BYTES`].
fn statement_end(body: &str, start: usize) -> Option<usize> {
    let limit = body.len().min(start + MAX_STATEMENT_BYTES);
    let bytes = &body.as_bytes()[..limit];
    let (mut depth, mut position) = (0i32, start);
    while let Some(byte) = bytes.get(position) {
        count_steps_for_tests(1);
        position += 1;
        match byte {
            b'{' | b'(' | b'[' => depth += 1,
            b'}' | b')' | b']' => depth -= 1,
            b'"' | b'\'' | b'`' | b'/' => position = literal_or_comment_end(bytes, position - 1)?,
            b'\n' if depth <= 0 => {
                // A statement continues after an operator, such as the arrow `=>`, but not after the tag `<A />`.
                let statement = body[start..position].trim_end();
                if !statement.ends_with(['=', '>', '(', ',', '+', '?', ':', '|', '&'])
                    || statement.ends_with("/>")
                {
                    return Some(position - 1);
                }
            }
            _ => {}
        }
    }
    (limit == body.len() && depth <= 0).then_some(limit)
}
