//! Definitions of links and footnotes, found by a scan of the lines instead of a parse.

use std::collections::{HashMap, HashSet};

use memchr::memmem;
use pulldown_cmark::{Options, Parser};
use unicase::UniCase;

use crate::text;

/// Bytes of a label; a parser takes no longer ones (`CommonMark` 4.7: 999 characters).
const MAX_LABEL_BYTES: usize = 4 * 999;

/// The label of a definition that ends those of footnotes, so that an indented line behind them does not continue the last
/// one. It is a noncharacter, which nobody writes.
const END_LABEL: &str = "\u{fdd0}";

/// Markers of quotes and lists, which may precede a definition on its line.
const MARKERS: [char; 6] = [' ', '\t', '>', '-', '*', '+'];

/// A link's target and title.
type Link = (String, String);

/// The candidates for definitions in a text, by label.
///
/// Every definition is among them. There may be more, because code and comments are scanned like text.
#[derive(Debug, Default)]
pub(super) struct Definitions {
    /// `None` for a label whose line does not begin with it.
    links: HashMap<UniCase<String>, Option<Link>>,
    /// In lower case.
    notes: HashSet<String>,
}

impl Definitions {
    /// Finds the definitions of `text`.
    pub(super) fn scan(text: &str, options: Options) -> Self {
        let mut found = Self::default();
        let has_notes = options.contains(Options::ENABLE_FOOTNOTES);
        let mut lines = String::new();
        for (start, end) in labels(text) {
            let label = &text[start + 1..end];
            if let Some(note) = label.strip_prefix('^').filter(|_| has_notes) {
                found.notes.insert(note.to_lowercase());
                continue;
            }
            found.links.insert(fold(label), None);
            let before = text[..start].trim_end_matches(MARKERS);
            if before.is_empty() || before.ends_with('\n') {
                define(&text[start..], &mut lines);
            }
        }
        let parser = Parser::new_ext(&lines, options);
        for (label, link) in parser.reference_definitions().iter() {
            let title = link.title.as_deref().unwrap_or_default();
            let link = (link.dest.to_string(), title.to_owned());
            found.links.insert(fold(label), Some(link));
        }
        found
    }

    /// The link of a label. `None` if nothing defines it; `Some(None)` if something may.
    pub(super) fn link(&self, label: &str) -> Option<&Option<Link>> {
        self.links.get(&fold(label))
    }

    /// Markdown that defines the footnotes to which `body` refers, each once.
    pub(super) fn notes_for(&self, body: &str) -> String {
        let mut notes = String::new();
        let mut seen = HashSet::new();
        for at in memmem::find_iter(body.as_bytes(), "[^") {
            let rest = &body[at + 2..text::floor_char_boundary(body, at + MAX_LABEL_BYTES)];
            let Some(label) = rest.find([']', '\n', '[']).map(|end| &rest[..end]) else {
                continue;
            };
            let folded = label.to_lowercase();
            if self.notes.contains(&folded) && seen.insert(folded) {
                notes.push_str(&format!("[^{label}]: …\n\n"));
            }
        }
        if !notes.is_empty() {
            notes.push_str(&format!("[{END_LABEL}]: #\n\n"));
        }
        notes
    }
}

/// The brackets of each label before a colon: the bytes of `[` and `]`, in order.
fn labels(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let bytes = text.as_bytes();
    let mut from = 0;
    memmem::find_iter(bytes, "]:").filter_map(move |end| {
        let near = from.max(end.saturating_sub(MAX_LABEL_BYTES));
        // An escaped bracket does not end a label; searching from before it would find the same one again.
        let backslashes = bytes[near..end]
            .iter()
            .rev()
            .take_while(|byte| **byte == b'\\');
        if backslashes.count() % 2 == 1 {
            return None;
        }
        from = end + 1;
        let start = memchr::memrchr(b'[', &bytes[near..end])? + near;
        (start + 1 < end).then_some((start, end))
    })
}

/// Appends the definition at the start of `text`, with its next line if that may hold the target or the title.
fn define(text: &str, definitions: &mut String) {
    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default();
    let next = lines.next().map(|line| line.trim_start_matches(MARKERS));
    let goes_on = |line: &&str| first.ends_with(':') || line.starts_with(['"', '\'', '(']);
    for line in [Some(first), next.filter(goes_on)].into_iter().flatten() {
        definitions.push_str(line);
        definitions.push('\n');
    }
    definitions.push('\n');
}

/// A label as `CommonMark` compares it (4.7): without case, with each run of blanks and line ends as one blank. A line end
/// within a quote is followed by the quote's marker.
fn fold(label: &str) -> UniCase<String> {
    let words = label.split_whitespace().filter(|word| *word != ">");
    UniCase::new(words.collect::<Vec<_>>().join(" "))
}
