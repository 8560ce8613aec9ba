//! The source text of code blocks, for copying. In a document's text, tabs are expanded and control characters are replaced.

use crate::text::Clean;

/// Maximum length, in bytes, of quote markers and list indentation at the start of a line.
const MAX_PREFIX_BYTES: usize = 200;

/// Returns the source text of a code block, without fences and the markers of quotes and lists. `source` is the block's
/// source and `shown` is the block's text in the document. A line that is not found in the source is copied from
/// `shown`.
pub fn code_as_written(shown: &str, source: &str) -> String {
    let mut lines = source.lines().peekable();
    let is_fenced = lines.next_if(|line| fence(line).is_some()).is_some();
    let closing = source.lines().next_back().filter(|_| is_fenced);
    let front = closing.and_then(fence);
    let mut written = String::with_capacity(shown.len() + 1);
    for shown in shown.trim_end_matches('\n').split('\n') {
        let line = lines.next();
        let line = line.and_then(|line| without_front(line, shown, front));
        written.push_str(line.unwrap_or(shown));
        written.push('\n');
    }
    written
}

/// Returns the number of bytes before the fence, if `line` is a fence.
fn fence(line: &str) -> Option<usize> {
    let front = line.find(['`', '~'])?;
    let rest = &line[front..];
    let is_front = line[..front]
        .chars()
        .all(|char| matches!(char, ' ' | '\t' | '>'));
    (is_front && (rest.starts_with("```") || rest.starts_with("~~~"))).then_some(front)
}

/// Returns the part of a source line that is rendered as `shown`. Tries first the part after as many bytes as precede
/// the closing fence, then the shortest part, because a tab is rendered like blanks.
fn without_front<'a>(line: &'a str, shown: &str, front: Option<usize>) -> Option<&'a str> {
    let likely = front.into_iter();
    let mut starts = likely.chain((0..=line.len().min(MAX_PREFIX_BYTES)).rev());
    starts.find_map(|at| {
        let end = line.get(at..)?;
        let is_shown = end.len() <= shown.len() && *Clean::block(end) == *shown;
        is_shown.then_some(end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Dialect, Document, Kind};

    #[track_caller]
    fn assert_copied(source: &str, expected: &str) {
        let document = Document::parse(source, 0..source.len(), Dialect::Gfm);
        let mut blocks = document.blocks().iter();
        let block = blocks
            .find(|block| matches!(block.kind, Kind::Code { .. }))
            .expect("there is code");
        let shown = document.block_text(block);
        let source = &source[block.source.start as usize..block.source.end as usize];
        assert_eq!(code_as_written(&shown, source), expected, "{source:?}");
    }

    #[test]
    fn copied_code_keeps_tabs_and_control_characters() {
        assert_copied(
            "```make\nall:\n\tcc -o x\n\n\tdone\n```\n",
            "all:\n\tcc -o x\n\n\tdone\n",
        );
        assert_copied("~~~\na\u{1b}[0m\n~~~\n", "a\u{1b}[0m\n");
        assert_copied("text\n\n    if x:\n    \ty\n", "if x:\n\ty\n");
        assert_copied("```\nunclosed\n", "unclosed\n");
    }

    #[test]
    fn copied_code_excludes_quote_markers_and_indentation() {
        assert_copied("> ```\n> a\n>\n> \tb\n> ```\n", "a\n\n\tb\n");
        assert_copied(
            "1. item\n\n   ```sh\n   ls\n     -l\n   ```\n",
            "ls\n  -l\n",
        );
    }
}
