//! The head of a long body: enough to show its first screens at once, cut where nothing is cut in two.

use std::ops::Range;

/// Bytes of a body that are parsed for its first screens.
const HEAD: usize = 16 * 1024;
/// Bytes of definitions that a head brings along.
const DEFINITIONS: usize = 64 * 1024;

/// A shorter source with the same start of `body`, for a body worth cutting; its length in bytes is where the
/// body of the head ends.
///
/// The cut is at a blank line outside fences, lists, quotes, indented code and HTML. The definitions of links
/// and footnotes that stand behind it follow the cut, so that no reference in the head comes out as text.
pub fn head(source: &str, body: Range<usize>) -> Option<String> {
    if body.len() <= 16 * HEAD {
        return None;
    }
    let cut = body.start + boundary(&source[body.clone()])?;
    let mut head = String::with_capacity(cut + 1024);
    head.push_str(&source[..cut]);
    head.push_str("\n\n");
    let start = head.len();
    for line in definitions(&source[cut..body.end]) {
        if head.len() - start + line.len() > DEFINITIONS {
            break;
        }
        head.push_str(line);
        head.push('\n');
    }
    Some(head)
}

/// The last safe place to cut within the first [`HEAD`] bytes, or the first one behind them.
fn boundary(body: &str) -> Option<usize> {
    let mut fence: Option<&str> = None;
    let (mut at, mut safe, mut blank) = (0, None, false);
    for line in body.split_inclusive('\n') {
        if at > HEAD && safe.is_some() || at > 16 * HEAD {
            break;
        }
        let text = line.trim();
        if let Some(open) = fence {
            if text.starts_with(open) && text.trim_start_matches(&open[..1]).is_empty() {
                fence = None;
            }
        } else {
            if blank
                && line.starts_with(|char: char| char.is_alphanumeric() || char == '#')
                && !is_item(text)
            {
                safe = Some(at);
            }
            fence = opening(text);
        }
        blank = text.is_empty();
        at += line.len();
    }
    safe
}

/// The run of a fence that opens on this line.
fn opening(text: &str) -> Option<&str> {
    let first = text
        .chars()
        .next()
        .filter(|char| matches!(char, '`' | '~'))?;
    let run = text.len() - text.trim_start_matches(first).len();
    (run >= 3 && !(first == '`' && text[run..].contains('`'))).then(|| &text[..run])
}

fn is_item(text: &str) -> bool {
    let digits = text.trim_start_matches(|char: char| char.is_ascii_digit());
    digits.len() < text.len() && digits.starts_with(['.', ')'])
}

/// Lines that define a link or a footnote.
fn definitions(text: &str) -> impl Iterator<Item = &str> {
    memchr::memmem::find_iter(text.as_bytes(), b"\n[").filter_map(|at| {
        let line = text[at + 1..].lines().next()?;
        let label = line.find("]:")?;
        (label > 1 && !line[1..label].contains(['[', ']'])).then_some(line)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_body_has_no_head() {
        let body = "a\n\n".repeat(100);
        assert_eq!(head(&body, 0..body.len()), None);
    }

    #[test]
    fn the_cut_is_outside_fences_and_definitions_follow() {
        let mut body = "Word [x].\n\n```\n".to_owned();
        body.push_str(&"code\n\ncode\n".repeat(HEAD / 8));
        body.push_str("```\n\nAfter the fence.\n\n- item\n\n  more\n\n");
        let cut = body.find("After").unwrap_or_default();
        body.push_str(&"text\n\n".repeat(4 * HEAD));
        body.push_str("[x]: https://example.org\n");
        let head = head(&body, 0..body.len()).unwrap_or_default();
        assert!(head.starts_with(&body[..cut]));
        assert!(head.ends_with("\n\n[x]: https://example.org\n"));
        assert!(head.len() < body.len() / 2);
    }
}
