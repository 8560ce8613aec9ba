//! The source text of code blocks, for copying. The text of a document cannot be copied instead: its tabs are expanded and
//! its control characters are replaced.

use crate::text::Clean;

/// Maximum length, in bytes, of quote markers and list indentation at the start of a line.
const MAX_PREFIX_BYTES: usize = 200;

/// Returns the source text of a code block, without its fences and without the markers of quotes and lists. `source` is the
/// block's source, and `shown` is the block's text in the document. A line that is not found in the source is copied from
/// `shown`.
pub fn code_as_written(shown: &str, source: &str) -> String {
    let mut lines = source.lines().peekable();
    let is_fenced = lines.next_if(|line| fence_start(line).is_some()).is_some();
    let last_line = source.lines().next_back().filter(|_| is_fenced);
    let closing_fence_start = last_line.and_then(fence_start);
    let mut written = String::with_capacity(shown.len() + 1);
    for shown_line in shown.trim_end_matches('\n').split('\n') {
        let line = lines.next();
        let line = line.and_then(|line| suffix_shown_as(line, shown_line, closing_fence_start));
        written.push_str(line.unwrap_or(shown_line));
        written.push('\n');
    }
    written
}

/// Returns the byte at which the fence starts, or `None` if `line` is not a fence.
fn fence_start(line: &str) -> Option<usize> {
    let start = line.find(['`', '~'])?;
    let fence = &line[start..];
    let is_prefix = line[..start]
        .chars()
        .all(|char| matches!(char, ' ' | '\t' | '>'));
    (is_prefix && (fence.starts_with("```") || fence.starts_with("~~~"))).then_some(start)
}

/// Returns the suffix of a source line that is shown as `shown`. Several suffixes may be shown alike, because a tab looks like
/// spaces. Prefers the suffix that starts at byte `closing_fence_start`, because code is usually indented like its closing fence.
/// Otherwise prefers the shortest suffix.
fn suffix_shown_as<'a>(
    line: &'a str,
    shown: &str,
    closing_fence_start: Option<usize>,
) -> Option<&'a str> {
    let starts = closing_fence_start.into_iter();
    let mut starts = starts.chain((0..=line.len().min(MAX_PREFIX_BYTES)).rev());
    starts.find_map(|start| {
        let suffix = line.get(start..)?;
        // To save time, a suffix longer than `shown` is skipped. It could only match if it had too many combining marks, of
        // which `Clean::block` drops some.
        let is_shown = suffix.len() <= shown.len() && *Clean::block(suffix) == *shown;
        is_shown.then_some(suffix)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Dialect, Document, Kind};

    /// Asserts that the first code block of `source` is copied as `expected`.
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
    fn copied_code_excludes_quote_markers_and_list_indentation() {
        assert_copied("> ```\n> a\n>\n> \tb\n> ```\n", "a\n\n\tb\n");
        assert_copied(
            "1. item\n\n   ```sh\n   ls\n     -l\n   ```\n",
            "ls\n  -l\n",
        );
    }
}
