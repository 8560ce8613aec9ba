//! The values of front matter, the same for every format.

use std::borrow::Cow;

use super::{Problem, Severity, lines};
use crate::text::{double_encoded, repaired};

/// A value with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Node<'a> {
    pub(super) value: MetadataValue<'a>,
    /// Byte in the file's text.
    pub(super) at: usize,
}

/// A value. A scalar is text as it was written, so `1.10` and `no` stay as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum MetadataValue<'a> {
    /// No value: `null`, `~`, or a key alone.
    Null,
    /// Text in quotes, or text by the rules of the format.
    Text(Cow<'a, str>),
    /// A scalar that may be a number, a boolean or a date: any plain YAML scalar, and those of TOML and JSON.
    Plain(Cow<'a, str>),
    /// Values in order.
    List(Vec<Node<'a>>),
    /// Keys and values in order; those of TOML are sorted.
    Map(Vec<MetadataEntry<'a>>),
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MetadataEntry<'a> {
    pub(super) key: Cow<'a, str>,
    /// Byte of the key in the file's text.
    pub(super) at: usize,
    pub(super) node: Node<'a>,
}

impl Node<'_> {
    /// Returns the number of values, itself included.
    pub(super) fn count(&self) -> usize {
        match &self.value {
            MetadataValue::Null | MetadataValue::Text(_) | MetadataValue::Plain(_) => 1,
            MetadataValue::List(items) => 1 + items.iter().map(Node::count).sum::<usize>(),
            MetadataValue::Map(entries) => {
                1 + entries
                    .iter()
                    .map(|entry| entry.node.count())
                    .sum::<usize>()
            }
        }
    }

    /// Returns the number of bytes of all text.
    pub(super) fn bytes(&self) -> usize {
        match &self.value {
            MetadataValue::Null => 0,
            MetadataValue::Text(text) | MetadataValue::Plain(text) => text.len(),
            MetadataValue::List(items) => items.iter().map(Node::bytes).sum(),
            MetadataValue::Map(entries) => entries
                .iter()
                .map(|entry| entry.key.len() + entry.node.bytes())
                .sum(),
        }
    }
}

impl<'a> MetadataValue<'a> {
    /// The text of a scalar.
    pub(super) fn scalar(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Plain(text) => Some(text),
            _ => None,
        }
    }

    /// Returns its name in messages.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Text(_) | Self::Plain(_) => "text",
            Self::List(_) => "a list",
            Self::Map(_) => "a mapping",
        }
    }

    /// The entries, if it is a mapping.
    pub(super) fn entries(&self) -> &[MetadataEntry<'a>] {
        match self {
            Self::Map(entries) => entries,
            _ => &[],
        }
    }
}

/// Returns a key as it is looked up: in lower case, without `_`, `-` and blanks, so that `lastModified` is `last_modified`.
pub(super) fn normalized_key(key: &str) -> Cow<'_, str> {
    let is_skipped = |char: char| matches!(char, '_' | '-' | ' ');
    if key
        .chars()
        .any(|char| is_skipped(char) || char.is_ascii_uppercase())
    {
        let kept = key.chars().filter(|char| !is_skipped(*char));
        Cow::Owned(kept.map(|char| char.to_ascii_lowercase()).collect())
    } else {
        Cow::Borrowed(key)
    }
}

/// Returns the first entry of `key`, which is normalized, that has a value.
pub(super) fn find<'n, 'a>(
    entries: &'n [MetadataEntry<'a>],
    key: &str,
) -> Option<&'n MetadataEntry<'a>> {
    entries
        .iter()
        .find(|entry| entry.node.value != MetadataValue::Null && normalized_key(&entry.key) == key)
}

/// Keys whose values are addresses, which are never repaired.
const ADDRESSES: [&str; 5] = ["aliases", "path", "permalink", "slug", "url"];

/// Repairs text that was encoded twice, with one warning for the block at the first such value.
pub(super) fn repair(entries: &mut [MetadataEntry<'_>], report: &mut ProblemList<'_>) {
    let mut first = None;
    for entry in entries {
        if !ADDRESSES.contains(&&*normalized_key(&entry.key)) {
            repair_node(&mut entry.node, &mut first);
        }
    }
    if let Some((at, found, meant)) = first {
        report.push_problem(at, |line, column| {
            Problem::double_encoding(line, column, &found, meant)
        });
    }
}

/// The depth is bounded: parsers limit it, and aliases of YAML are expanded within a [`Budget`].
fn repair_node(node: &mut Node<'_>, first: &mut Option<(usize, String, char)>) {
    match &mut node.value {
        MetadataValue::Null => {}
        MetadataValue::Text(text) | MetadataValue::Plain(text) => {
            let found = double_encoded(text);
            if let Some(one) = found.first() {
                first
                    .get_or_insert_with(|| (node.at, text[one.range.clone()].to_owned(), one.char));
                *text = Cow::Owned(repaired(text).into_owned());
            }
        }
        MetadataValue::List(items) => items.iter_mut().for_each(|item| repair_node(item, first)),
        MetadataValue::Map(entries) => entries
            .iter_mut()
            .for_each(|entry| repair_node(&mut entry.node, first)),
    }
}

/// Collects the problems of one file.
pub(super) struct ProblemList<'t> {
    text: &'t str,
    problems: Vec<Problem>,
}

impl<'t> ProblemList<'t> {
    /// Further problems are dropped: a file with so many is no post.
    const MAX_PROBLEMS: usize = 20;

    pub(super) fn new(text: &'t str, problems: Vec<Problem>) -> Self {
        Self { text, problems }
    }

    /// Adds an error: a value could not be used.
    pub(super) fn error(&mut self, at: usize, code: &'static str, message: &str, hint: &str) {
        self.push(Severity::Error, at, code, message, hint);
    }

    /// Adds a warning: a value is doubtful.
    pub(super) fn warning(&mut self, at: usize, code: &'static str, message: &str, hint: &str) {
        self.push(Severity::Warning, at, code, message, hint);
    }

    fn push(
        &mut self,
        severity: Severity,
        at: usize,
        code: &'static str,
        message: &str,
        hint: &str,
    ) {
        self.push_problem(at, |line, column| Problem {
            severity,
            code,
            line,
            column,
            message: message.into(),
            hint: hint.into(),
        });
    }

    fn push_problem(&mut self, at: usize, problem: impl FnOnce(u32, u32) -> Problem) {
        if self.problems.len() < Self::MAX_PROBLEMS {
            let (line, column) = lines::line_and_column(self.text, at);
            self.problems.push(problem(line, column));
        }
    }

    /// Returns the problems in the order of their places.
    pub(super) fn into_problems(mut self) -> Vec<Problem> {
        self.problems
            .sort_by_key(|problem| (problem.line, problem.column));
        self.problems
    }
}

/// The limits of one block, so that aliases of aliases and megabytes of tags take milliseconds at most.
pub(super) struct Budget {
    values: usize,
    bytes: usize,
}

impl Budget {
    pub(super) fn new() -> Self {
        Self {
            values: 50_000,
            bytes: 4 << 20,
        }
    }

    /// Subtracts `values` with `bytes` of text; returns false where the budget is spent.
    pub(super) fn spend(&mut self, values: usize, bytes: usize) -> bool {
        let enough = self.values >= values && self.bytes >= bytes;
        self.values = self.values.saturating_sub(values);
        self.bytes = self.bytes.saturating_sub(bytes);
        enough
    }
}
