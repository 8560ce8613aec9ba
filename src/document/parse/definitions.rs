//! Definitions of links and footnotes, found by a scan of the lines instead of a parse.

use std::collections::{HashMap, HashSet};

use memchr::memmem;
use pulldown_cmark::{Options, Parser};
use unicase::UniCase;

use crate::text;

/// Maximum length of a label in bytes (`CommonMark` 4.7: 999 characters).
const MAX_LABEL_BYTES: usize = 4 * 999;

/// The label of the link definition after the last footnote in [`Definitions::footnotes_for`]. Without this link definition, an
/// indented line at the start of the following text would continue the footnote. The label is a noncharacter, which no author
/// uses.
const END_LABEL: &str = "\u{fdd0}";

/// Blanks and the markers of block quotes and bullet lists. They may precede a definition on its line.
const BLANKS_AND_MARKERS: [char; 6] = [' ', '\t', '>', '-', '*', '+'];

/// The definition of a link label, as far as the scan has found it.
#[derive(Debug)]
pub(super) enum LinkDefinition {
    /// The label is defined.
    Known {
        target: String,
        /// The title; empty if the link has no title.
        title: String,
    },
    /// The label may be defined in the middle of a line. The scan does not parse definitions there.
    Unknown,
}

/// The possible definitions in a text, by label.
///
/// Contains every definition, and may contain text that only looks like a definition, because code and comments are scanned
/// as well.
#[derive(Debug, Default)]
pub(super) struct Definitions {
    /// The definition of each label of a link.
    links: HashMap<UniCase<String>, LinkDefinition>,
    /// The labels of footnotes, in lower case.
    footnotes: HashSet<String>,
}

impl Definitions {
    /// Finds the definitions of `text`.
    pub(super) fn scan(text: &str, options: Options) -> Self {
        let mut definitions = Self::default();
        let has_footnotes = options.contains(Options::ENABLE_FOOTNOTES);
        let mut definition_lines = String::new();
        for (start, end) in labels(text) {
            let label = &text[start + 1..end];
            if let Some(footnote) = label.strip_prefix('^').filter(|_| has_footnotes) {
                definitions.footnotes.insert(footnote.to_lowercase());
                continue;
            }
            definitions
                .links
                .insert(normalize_label(label), LinkDefinition::Unknown);
            let before_label = text[..start].trim_end_matches(BLANKS_AND_MARKERS);
            let is_line_start = before_label.is_empty() || before_label.ends_with('\n');
            if is_line_start {
                push_definition(&text[start..], &mut definition_lines);
            }
        }
        let parser = Parser::new_ext(&definition_lines, options);
        for (label, link) in parser.reference_definitions().iter() {
            let definition = LinkDefinition::Known {
                target: link.dest.to_string(),
                title: link.title.as_deref().unwrap_or_default().to_owned(),
            };
            definitions.links.insert(normalize_label(label), definition);
        }
        definitions
    }

    /// Returns the definition of a link's label, or `None` if the label is not defined.
    pub(super) fn link(&self, label: &str) -> Option<&LinkDefinition> {
        self.links.get(&normalize_label(label))
    }

    /// Returns Markdown with footnote definitions, which the caller puts in front of `body`. There is a definition for each label
    /// to which `body` refers, if the scan has found a definition of this label. The text of each footnote is an ellipsis. A link
    /// definition with [`END_LABEL`] ends the last footnote. Returns an empty text if there are no such definitions.
    pub(super) fn footnotes_for(&self, body: &str) -> String {
        let mut definitions = String::new();
        let mut seen = HashSet::new();
        for start in memmem::find_iter(body.as_bytes(), "[^") {
            let from_label =
                &body[start + 2..text::floor_char_boundary(body, start + MAX_LABEL_BYTES)];
            // A label contains neither a line end nor `[`. If one of them comes first, it ends the search.
            let label_end = from_label.find([']', '\n', '[']);
            let Some(label) = label_end.map(|end| &from_label[..end]) else {
                continue;
            };
            let lower_case = label.to_lowercase();
            if self.footnotes.contains(&lower_case) && seen.insert(lower_case) {
                definitions.push_str(&format!("[^{label}]: …\n\n"));
            }
        }
        if !definitions.is_empty() {
            definitions.push_str(&format!("[{END_LABEL}]: #\n\n"));
        }
        definitions
    }
}

/// Returns the byte offsets of `[` and `]` for each label before a colon, in order.
fn labels(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let bytes = text.as_bytes();
    let mut last_label_end = 0;
    memmem::find_iter(bytes, "]:").filter_map(move |end| {
        let search_start = last_label_end.max(end.saturating_sub(MAX_LABEL_BYTES));
        // An escaped bracket does not end a label: the label continues after the bracket.
        let backslashes = bytes[search_start..end]
            .iter()
            .rev()
            .take_while(|byte| **byte == b'\\');
        if backslashes.count() % 2 == 1 {
            return None;
        }
        last_label_end = end + 1;
        let start = memchr::memrchr(b'[', &bytes[search_start..end])? + search_start;
        let is_empty = start + 1 == end;
        (!is_empty).then_some((start, end))
    })
}

/// Appends to `definitions` the first line of `text`, and the second line if it may contain the target or the title.
fn push_definition(text: &str, definitions: &mut String) {
    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default();
    let next = lines
        .next()
        .map(|line| line.trim_start_matches(BLANKS_AND_MARKERS));
    let is_continuation = |line: &&str| first.ends_with(':') || line.starts_with(['"', '\'', '(']);
    for line in [Some(first), next.filter(is_continuation)]
        .into_iter()
        .flatten()
    {
        definitions.push_str(line);
        definitions.push('\n');
    }
    definitions.push('\n');
}

/// Normalizes a label as `CommonMark` compares labels (4.7): case is ignored, and a run of blanks and line ends counts
/// as one blank. A word `>` is dropped: if a label in a block quote has two lines, the marker of the second line is
/// inside the label.
fn normalize_label(label: &str) -> UniCase<String> {
    let words = label.split_whitespace().filter(|word| *word != ">");
    UniCase::new(words.collect::<Vec<_>>().join(" "))
}
