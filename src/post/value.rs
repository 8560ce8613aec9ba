//! The values of front matter, independent of the format.

use std::borrow::Cow;

use super::{Problem, Severity, lines};
use crate::text::{double_encoded, repaired};

/// A value with its position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MetadataNode<'a> {
    pub(super) value: MetadataValue<'a>,
    /// The byte of the value in the file's text.
    pub(super) position: usize,
}

/// A value. Scalars keep their source text, so that `1.10` and `no` are not converted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum MetadataValue<'a> {
    /// No value: `null`, `~`, or a key without a value.
    Null,
    /// A scalar that is text by its syntax, such as a string in quotes.
    Text(Cow<'a, str>),
    /// A scalar that may be a number, a boolean or a date: in YAML any plain scalar, in TOML and JSON any scalar but a
    /// string.
    Plain(Cow<'a, str>),
    /// Values in order.
    List(Vec<MetadataNode<'a>>),
    /// Keys and values in order; sorted by key for TOML.
    Map(Vec<MetadataEntry<'a>>),
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MetadataEntry<'a> {
    pub(super) key: Cow<'a, str>,
    /// The byte of the key in the file's text.
    pub(super) position: usize,
    pub(super) node: MetadataNode<'a>,
}

impl MetadataNode<'_> {
    /// Returns the number of values in the node, including the node itself.
    pub(super) fn value_count(&self) -> usize {
        match &self.value {
            MetadataValue::Null | MetadataValue::Text(_) | MetadataValue::Plain(_) => 1,
            MetadataValue::List(items) => {
                1 + items.iter().map(MetadataNode::value_count).sum::<usize>()
            }
            MetadataValue::Map(entries) => {
                1 + entries
                    .iter()
                    .map(|entry| entry.node.value_count())
                    .sum::<usize>()
            }
        }
    }

    /// Returns the total length of all keys and texts in the node, in bytes.
    pub(super) fn text_len(&self) -> usize {
        match &self.value {
            MetadataValue::Null => 0,
            MetadataValue::Text(text) | MetadataValue::Plain(text) => text.len(),
            MetadataValue::List(items) => items.iter().map(MetadataNode::text_len).sum(),
            MetadataValue::Map(entries) => entries
                .iter()
                .map(|entry| entry.key.len() + entry.node.text_len())
                .sum(),
        }
    }
}

impl<'a> MetadataValue<'a> {
    /// Returns the text of a scalar.
    pub(super) fn scalar(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Plain(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the name of the value's type, for messages.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Text(_) | Self::Plain(_) => "text",
            Self::List(_) => "a list",
            Self::Map(_) => "a mapping",
        }
    }

    /// Returns the entries of a mapping; empty for other values.
    pub(super) fn entries(&self) -> &[MetadataEntry<'a>] {
        match self {
            Self::Map(entries) => entries,
            _ => &[],
        }
    }
}

/// Normalizes a key for lookups: in lower case, without `_`, `-` and spaces, so that `lastModified` equals `last_modified`.
pub(super) fn normalized_key(key: &str) -> Cow<'_, str> {
    let is_skipped = |char: char| matches!(char, '_' | '-' | ' ');
    if key
        .chars()
        .any(|char| is_skipped(char) || char.is_ascii_uppercase())
    {
        let chars = key.chars().filter(|char| !is_skipped(*char));
        Cow::Owned(chars.map(|char| char.to_ascii_lowercase()).collect())
    } else {
        Cow::Borrowed(key)
    }
}

/// Returns the first entry whose normalized key is `key` and whose value is not null.
pub(super) fn find_entry<'n, 'a>(
    entries: &'n [MetadataEntry<'a>],
    key: &str,
) -> Option<&'n MetadataEntry<'a>> {
    entries
        .iter()
        .find(|entry| entry.node.value != MetadataValue::Null && normalized_key(&entry.key) == key)
}

/// Keys whose values are URLs or paths, which are never repaired.
const ADDRESS_KEYS: [&str; 5] = ["aliases", "path", "permalink", "slug", "url"];

/// Repairs text that was encoded twice, except for values of [`ADDRESS_KEYS`], and reports one warning at the first repaired
/// value.
pub(super) fn repair(entries: &mut [MetadataEntry<'_>], report: &mut ProblemList<'_>) {
    let mut first_repair = None;
    for entry in entries {
        if !ADDRESS_KEYS.contains(&&*normalized_key(&entry.key)) {
            repair_node(&mut entry.node, &mut first_repair);
        }
    }
    if let Some(NodeRepair {
        position,
        text,
        intended,
    }) = first_repair
    {
        report.push_problem(position, |line, column| {
            Problem::double_encoding(line, column, &text, intended)
        });
    }
}

/// A repair of a character that was encoded twice.
struct NodeRepair {
    /// The byte of the repaired value in the file's text.
    position: usize,
    /// The wrong characters in the file, such as `Ã¤`.
    text: String,
    /// The character that the author wrote, such as `ä`.
    intended: char,
}

/// Repairs a node and the nodes in it, and records the first repair. The recursion is bounded: parsers limit the depth, and
/// expand YAML aliases within a [`Budget`].
fn repair_node(node: &mut MetadataNode<'_>, first_repair: &mut Option<NodeRepair>) {
    match &mut node.value {
        MetadataValue::Null => {}
        MetadataValue::Text(text) | MetadataValue::Plain(text) => {
            let repairs = double_encoded(text);
            if let Some(repair) = repairs.first() {
                first_repair.get_or_insert_with(|| NodeRepair {
                    position: node.position,
                    text: text[repair.range.clone()].to_owned(),
                    intended: repair.char,
                });
                *text = Cow::Owned(repaired(text).into_owned());
            }
        }
        MetadataValue::List(items) => items
            .iter_mut()
            .for_each(|item| repair_node(item, first_repair)),
        MetadataValue::Map(entries) => entries
            .iter_mut()
            .for_each(|entry| repair_node(&mut entry.node, first_repair)),
    }
}

/// Maximum number of problems of front matter; further problems are dropped.
const MAX_FRONT_MATTER_PROBLEMS: usize = 20;

/// A collector of the problems of one file. After a maximum number of problems, it drops further ones, because a file with so
/// many problems is probably not a post.
#[derive(Debug)]
pub struct ProblemList<'t> {
    text: &'t str,
    problems: Vec<Problem>,
    max_problems: usize,
}

impl<'t> ProblemList<'t> {
    /// Creates a collector for front matter, and adds `problems` to it. Positions are bytes of `text`, the file's text.
    pub(super) fn new(text: &'t str, problems: Vec<Problem>) -> Self {
        Self {
            text,
            problems,
            max_problems: MAX_FRONT_MATTER_PROBLEMS,
        }
    }

    /// Creates an empty collector for front matter. Positions are bytes of `text`, the file's text.
    pub(super) fn empty(text: &'t str) -> Self {
        Self::new(text, Vec::new())
    }

    /// Creates an empty collector of at most `max_problems` problems. Positions are bytes of `text`, the file's text.
    pub fn with_limit(text: &'t str, max_problems: usize) -> Self {
        Self {
            text,
            problems: Vec::new(),
            max_problems,
        }
    }

    /// Adds an error, for a value that could not be used.
    pub fn error(&mut self, position: usize, code: &'static str, message: &str, hint: &str) {
        self.push(Severity::Error, position, code, message, hint);
    }

    /// Adds a warning, for a value that is probably a mistake.
    pub fn warning(&mut self, position: usize, code: &'static str, message: &str, hint: &str) {
        self.push(Severity::Warning, position, code, message, hint);
    }

    /// Adds a problem at byte `position` of the text.
    pub fn push(
        &mut self,
        severity: Severity,
        position: usize,
        code: &'static str,
        message: &str,
        hint: &str,
    ) {
        self.push_problem(position, |line, column| Problem {
            severity,
            code,
            line,
            column,
            message: message.into(),
            hint: hint.into(),
        });
    }

    /// Adds the problem that `problem` creates for the line and the column of `position`.
    pub fn push_problem(&mut self, position: usize, problem: impl FnOnce(u32, u32) -> Problem) {
        if self.problems.len() < self.max_problems {
            let (line, column) = lines::line_and_column(self.text, position);
            self.problems.push(problem(line, column));
        }
    }

    /// Returns the problems sorted by line and column.
    pub fn into_problems(mut self) -> Vec<Problem> {
        self.problems
            .sort_by_key(|problem| (problem.line, problem.column));
        self.problems
    }
}

/// The numbers of values and bytes that may still be read from one block of front matter. The budget limits the
/// time for nested YAML aliases and very long lists to milliseconds.
pub(super) struct Budget {
    values: usize,
    bytes: usize,
}

impl Budget {
    /// Creates the budget for one block of front matter.
    pub(super) fn new() -> Self {
        Self {
            values: 50_000,
            bytes: 4 << 20,
        }
    }

    /// Subtracts one value, but no text; returns false if the budget is exceeded.
    pub(super) fn spend_value(&mut self) -> bool {
        self.spend(1, 0)
    }

    /// Subtracts a number of values and bytes of text; returns false if the budget is exceeded.
    pub(super) fn spend(&mut self, values: usize, bytes: usize) -> bool {
        let is_within_budget = self.values >= values && self.bytes >= bytes;
        self.values = self.values.saturating_sub(values);
        self.bytes = self.bytes.saturating_sub(bytes);
        is_within_budget
    }
}
