//! The head of a long body: enough to show its first screens at once, cut where nothing is cut in two.
//!
//! What a head says of links and footnotes must hold once the whole is there. Definitions stand anywhere, mostly at the
//! end: those of the text's last part are brought along. Of what is still unknown then, a reference that can be nothing
//! else (`[text][label]`, `[label][]`, `[^note]`) is set as a link or a note that leads nowhere yet. `[label]` alone is
//! left as text, for most of what stands in brackets is text, and a link that turns into text again is the worse surprise;
//! only where the last part shows no more than the end of a list of definitions, whatever looks like a label is taken
//! for one of those further up.

use std::ops::Range;

use pulldown_cmark::{BrokenLink, LinkType};

/// Bytes of a body that are parsed for its first screens.
const HEAD: usize = 16 * 1024;
/// Bytes of a body from which on it is long: it is opened head first, and its paragraphs are set by first fit.
pub const LONG: usize = 256 * 1024;

/// Ends what is put before a head, so that an indented first line is not taken into a footnote. Nobody writes U+FDD0, which
/// is no character.
const END: &str = "[\u{fdd0}]: #\n\n";

/// Where a head is cut, and what it must know of the rest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    /// The byte of the source behind its last.
    pub(super) end: usize,
    /// Definitions, to be put before its text: behind it, a fence that the cut leaves open would swallow them.
    pub(super) definitions: String,
    /// More definitions stand where nobody has looked.
    pub(super) lacks_definitions: bool,
}

impl Head {
    /// The head of the part `body` of `source`, of which more follows; it ends with `tail`.
    pub(super) fn new(source: &str, body: Range<usize>, tail: &str) -> Self {
        let end = body.start + cut(&source[body.clone()]);
        let head = &source[body.start..end];
        let (definitions, lacks_definitions) = self::definitions(tail);
        let own = |line: &&str| !label(line).is_some_and(|label| defines(head, label));
        // A line apart, so that none goes on in the next.
        let mut known: String = definitions
            .into_iter()
            .filter(own)
            .flat_map(|line| [line, "\n\n"])
            .collect();
        for note in notes(head) {
            known.push_str(note);
            // Never shown: a head ends before its footnotes.
            known.push_str(": …\n\n");
        }
        known.push_str(END);
        Self {
            end,
            definitions: known,
            lacks_definitions,
        }
    }

    /// Whether a reference whose definition is not known is set as a link all the same.
    pub(super) fn is_pending(&self, link: &BrokenLink<'_>) -> bool {
        match link.link_type {
            LinkType::Shortcut => self.lacks_definitions && looks_like_label(&link.reference),
            _ => true,
        }
    }
}

/// Not what an editor puts in brackets: `[sic]`, `[…]`, `[emphasis added]`, a callout's `[!name]`.
fn looks_like_label(text: &str) -> bool {
    let words = |char: char| char.is_lowercase() || matches!(char, ' ' | '…' | '.' | '?' | '!');
    !text.starts_with('!') && !text.chars().all(words)
}

/// The last safe place to cut within the first [`HEAD`] bytes, or the first one behind them: a blank line outside fences,
/// lists, quotes, indented code and HTML. Where there is none, the end of a line, or of a word: of a long fence, a long
/// list or a long line, the first screens look the same.
fn cut(body: &str) -> usize {
    boundary(body).unwrap_or_else(|| {
        let mut most = (0..=HEAD.min(body.len())).rev();
        let most = most.find(|at| body.is_char_boundary(*at)).unwrap_or(0);
        let ends = |sign| body[..most].rfind(sign).map(|at| at + 1);
        ends('\n').or_else(|| ends(' ')).unwrap_or(most)
    })
}

fn boundary(body: &str) -> Option<usize> {
    let mut fence: Option<&str> = None;
    let (mut at, mut safe, mut blank) = (0, None, false);
    for line in body.split_inclusive('\n') {
        if at > HEAD && safe.is_some() {
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

/// The lines of `tail` that define a link or a footnote; and whether its first line does, so that more of them may stand
/// before it. The line in which it begins is not whole and does not count.
fn definitions(tail: &str) -> (Vec<&str>, bool) {
    let lines = || tail.lines().skip(1);
    let first = lines().find(|line| !line.trim().is_empty());
    let goes_on = first.is_some_and(|line| label(line).is_some());
    (
        lines().filter(|line| label(line).is_some()).collect(),
        goes_on,
    )
}

/// The label that a line defines, in its brackets.
fn label(line: &str) -> Option<&str> {
    let rest = line.strip_prefix('[')?;
    let end = rest.find("]:")?;
    (end > 0 && !rest[..end].contains(['[', ']'])).then(|| &line[..end + 2])
}

/// Whether the text has a definition of its own, which comes first.
fn defines(text: &str, label: &str) -> bool {
    let mut places = memchr::memmem::find_iter(text.as_bytes(), label);
    places.any(|at| text[at + label.len()..].starts_with(':'))
}

/// What refers to footnotes, in its brackets; each as often as it is there.
fn notes(text: &str) -> impl Iterator<Item = &str> {
    memchr::memmem::find_iter(text.as_bytes(), "[^").filter_map(|at| {
        let end = text[at..].find([']', '\n', ' '])? + 1;
        let note = text[at..].get(..end)?;
        (note.ends_with(']') && end > 3 && !note[1..].contains('[')).then_some(note)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Dialect, Document, Extent};

    fn head(body: &str) -> Head {
        Head::new(body, 0..body.len(), "")
    }

    #[test]
    fn the_cut_is_outside_fences_and_lists() {
        let mut body = "Word [x].\n\n```\n".to_owned();
        body.push_str(&"code\n\ncode\n".repeat(HEAD / 8));
        body.push_str("```\n\nAfter the fence.\n\n- item\n\n  more\n\n");
        let cut = body.find("After").expect("it is there");
        body.push_str(&"1. text\n\n".repeat(4 * HEAD));
        assert_eq!(head(&body).end, cut);
    }

    #[test]
    fn what_has_no_safe_place_is_cut_at_a_line_or_a_word() {
        let rows = "| a | b |\n".repeat(HEAD);
        let end = head(&rows).end;
        assert!(end <= HEAD && rows[..end].ends_with('\n'));
        let words = "word ".repeat(HEAD);
        let end = head(&words).end;
        assert!(end <= HEAD && words[..end].ends_with(' '));
        let one = "ä".repeat(HEAD);
        assert_eq!(head(&one).end, HEAD);
    }

    #[test]
    fn definitions_of_the_tail_come_along_but_not_those_that_the_head_has() {
        let body = "A [x] and [y].\n\n[y]: here\n\n";
        let head = Head::new(
            body,
            0..body.len(),
            "cut]: off\ntext\n[x]: there\n[y]: there\n",
        );
        assert!(head.definitions.starts_with("[x]: there\n\n"));
        assert!(!head.lacks_definitions);
        let list = Head::new(body, 0..body.len(), "cut\n[x]: there\n");
        assert!(list.lacks_definitions);
    }

    #[test]
    fn what_stands_in_brackets_is_mostly_text() {
        for (text, label) in [
            ("sic", false),
            ("…", false),
            ("emphasis added", false),
            ("!faq", false),
            ("1.2.0", true),
            ("#123", true),
            ("Unreleased", true),
            ("`Vec::push`", true),
        ] {
            assert_eq!(looks_like_label(text), label, "{text}");
        }
    }

    /// The text of a head whose definitions come later, and where its links lead.
    fn shown(body: &str, tail: &str) -> (String, Vec<String>) {
        let document = Document::head(body, 0..body.len(), tail, Dialect::Gfm);
        let links = document.links().map(|(_, link)| link.target.to_owned());
        (document.text().to_string(), links.collect())
    }

    #[test]
    fn references_lead_nowhere_until_their_definitions_come() {
        let body = "A [text][one], [two][], *[sic]*, a [box] and a note[^n].\n";
        let (text, links) = shown(body, "");
        assert_eq!(text, "A text, two, [sic], a [box] and a note¹.\n");
        assert_eq!(links, ["", "", "#fn-1"]);
        let tail = "cut\nEnd.\n\n[one]: 1\n[TWO]: 2\n[box]: 3\n[^n]: A note.\n";
        let (text, links) = shown(body, tail);
        assert_eq!(text, "A text, two, [sic], a box and a note¹.\n");
        assert_eq!(links, ["1", "2", "3", "#fn-1"]);
    }

    #[test]
    fn a_head_is_the_start_of_its_whole() {
        let mut body = "# One\n\nA [link][x] and a note[^b], then[^a].\n\n".to_owned();
        while body.len() < 300_000 {
            body.push_str("## More\n\n- of *this*\n- and that\n\n> A quote.\n\n    code\n\n");
        }
        body.push_str("[^a]: A.\n[^b]: B.\n\n[x]: there\n");
        let whole = Document::parse(&body, 0..body.len(), Dialect::Gfm);
        let (first, tail) = (&body[..60_000], &body[body.len() - 1000..]);
        let head = Document::head(first, 0..first.len(), tail, Dialect::Gfm);
        let all = head.blocks().len();
        assert!(all > 100);
        assert_eq!(head.blocks()[..all - 1], whole.blocks()[..all - 1]);
        assert!(whole.text().starts_with(&**head.text()));
        let links = |document: &Document| -> Vec<String> {
            let links = document.links().map(|(_, link)| link.target.to_owned());
            links.take(3).collect()
        };
        assert_eq!(links(&head), links(&whole));
        assert_eq!(
            (head.extent(), whole.extent()),
            (Extent::Head, Extent::Long)
        );
    }

    #[test]
    fn an_open_fence_at_the_cut_swallows_no_definition() {
        let body = format!("A [link][x].\n\n```\n{}", "code\n".repeat(2 * HEAD));
        let (text, links) = shown(&body, "cut\n```\n\n[x]: there\n");
        assert!(text.starts_with("A link.\ncode\n") && !text.contains("there"));
        assert_eq!(links, ["there"]);
    }
}
