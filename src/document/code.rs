//! Code as it is in the source. A document's text has tabs expanded and control characters replaced.

use crate::text::Clean;

/// Bytes at the start of a line that may be markers of quotes and indentation of lists.
const MAX_PREFIX_BYTES: usize = 200;

/// Returns the lines of a code block as they are in `source`, the block's source, without fences and the markers of quotes and
/// lists. `shown` is the block's text in the document. A line that is not found in the source is returned as it is shown.
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

/// Bytes in front of the fence on a line.
fn fence(line: &str) -> Option<usize> {
    let front = line.find(['`', '~'])?;
    let rest = &line[front..];
    let is_front = line[..front]
        .chars()
        .all(|char| matches!(char, ' ' | '\t' | '>'));
    (is_front && (rest.starts_with("```") || rest.starts_with("~~~"))).then_some(front)
}

/// Returns the end of a source line that is shown as `shown`: after as many bytes as precede the closing fence, otherwise the
/// shortest one, because a tab may look like the blanks before it and itself.
fn without_front<'a>(line: &'a str, shown: &str, front: Option<usize>) -> Option<&'a str> {
    let likely = front.into_iter();
    let mut starts = likely.chain((0..=line.len().min(MAX_PREFIX_BYTES)).rev());
    starts.find_map(|at| {
        let end = line.get(at..)?;
        let is_it = end.len() <= shown.len() && *Clean::block(end) == *shown;
        is_it.then_some(end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Dialect, Document, Kind};

    #[track_caller]
    fn check(source: &str, expected: &str) {
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
    fn tabs_and_controls_are_the_authors() {
        check(
            "```make\nall:\n\tcc -o x\n\n\tdone\n```\n",
            "all:\n\tcc -o x\n\n\tdone\n",
        );
        check("~~~\na\u{1b}[0m\n~~~\n", "a\u{1b}[0m\n");
        check("text\n\n    if x:\n    \ty\n", "if x:\n\ty\n");
        check("```\nunclosed\n", "unclosed\n");
    }

    #[test]
    fn what_stands_in_front_is_not_copied() {
        check("> ```\n> a\n>\n> \tb\n> ```\n", "a\n\n\tb\n");
        check(
            "1. item\n\n   ```sh\n   ls\n     -l\n   ```\n",
            "ls\n  -l\n",
        );
    }
}
