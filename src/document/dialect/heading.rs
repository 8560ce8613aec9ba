//! Heading attributes: `## Title {#id .class key=value}` (Hugo, Zola, kramdown, Docusaurus, `VuePress`, Pandoc) and
//! `## Title {/*id*/}` (react.dev, Docusaurus).

use std::ops::Range;

use super::line;
use super::rewriter::Rewriter;

pub(super) fn apply(rewriter: &mut Rewriter<'_>) {
    let body = rewriter.body;
    let mut at = 0;
    while let Some(next) = memchr::memchr(b'{', &body.as_bytes()[at..]) {
        let start = at + next;
        at = start + 1;
        if !matches!(
            body.as_bytes().get(at),
            Some(b'#' | b'/' | b'.' | b':' | b' ')
        ) {
            continue;
        }
        let line = line::start(body, start)..line::end(body, start);
        let Some(range) = range(body, start, line.end) else {
            continue;
        };
        if is_heading(body, &line, start)
            && let Some(id) = id(&body[range.clone()])
            && rewriter.is_unclaimed(&range)
        {
            at = range.end;
            if id.is_empty() {
                rewriter.erase(range);
            } else {
                rewriter.set_heading_id(range, id);
            }
        }
    }
}

/// Returns the braces that begin at byte `start`, if only the closing `#` of a heading follow them.
fn range(body: &str, start: usize, end: usize) -> Option<Range<usize>> {
    let length = body[start..end].find('}')? + 1;
    let rest = body[start + length..end].trim().trim_matches('#');
    rest.is_empty().then_some(start..start + length)
}

/// Whether a line is an ATX or setext heading with text before byte `at`.
fn is_heading(body: &str, line: &Range<usize>, at: usize) -> bool {
    let (_, text) = line::quotes(body, line.start, line.end);
    let before = &body[text.min(at)..at];
    if before.trim().is_empty() {
        return false;
    }
    let signs = before
        .trim_start()
        .bytes()
        .take_while(|byte| *byte == b'#')
        .count();
    if (1..=6).contains(&signs) {
        return before.trim_start()[signs..].starts_with([' ', '\t']);
    }
    let (_, below) = line::quotes(body, line.end, line::end(body, line.end.min(body.len())));
    let below = body[below..line::end(body, below)].trim_end();
    let rule = below.trim_start();
    rule.len() >= 2 && (rule.trim_matches('=').is_empty() || rule.trim_matches('-').is_empty())
}

/// Returns the id between braces, empty where there are only other attributes; `None` where the braces are text.
fn id(braces: &str) -> Option<&str> {
    let inside = braces[1..braces.len() - 1].trim();
    if let Some(comment) = inside.strip_prefix("/*") {
        return comment
            .strip_suffix("*/")
            .map(str::trim)
            .filter(|id| !id.contains(' '));
    }
    let inside = inside.strip_prefix(':').unwrap_or(inside);
    let mut id = "";
    let mut words = inside.split_whitespace().peekable();
    words.peek()?;
    for word in words {
        match word.as_bytes()[0] {
            b'#' if word.len() > 1 => id = &word[1..],
            b'.' if word.len() > 1 => {}
            _ if word.contains('=') => {}
            _ => return None,
        }
    }
    Some(id)
}
