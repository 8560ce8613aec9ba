//! What front matter says, whatever it is written in: the one shape that `meaning` reads.

use std::borrow::Cow;

use super::{Problem, Severity, lines};
use crate::text::{double_encoded, repaired};

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Node<'a> {
    pub(super) value: Value<'a>,
    /// Byte in the file's text.
    pub(super) at: usize,
}

/// A value; a scalar is text as it was written, so `1.10` and `no` stay what they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value<'a> {
    /// Nothing: `null`, `~`, or a key without a value.
    Null,
    /// Text, in quotes or meant as text by the format.
    Text(Cow<'a, str>),
    /// A scalar that may be a number, a truth value or a date: any plain YAML scalar, and TOML's and JSON's own.
    Plain(Cow<'a, str>),
    /// Values in order.
    List(Vec<Node<'a>>),
    /// Keys and values in order; TOML's are sorted.
    Map(Vec<Entry<'a>>),
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry<'a> {
    pub(super) key: Cow<'a, str>,
    /// Byte in the file's text at which the key stands.
    pub(super) at: usize,
    pub(super) node: Node<'a>,
}

impl Node<'_> {
    /// How many values this is, itself included.
    pub(super) fn count(&self) -> usize {
        match &self.value {
            Value::Null | Value::Text(_) | Value::Plain(_) => 1,
            Value::List(items) => 1 + items.iter().map(Node::count).sum::<usize>(),
            Value::Map(entries) => {
                1 + entries
                    .iter()
                    .map(|entry| entry.node.count())
                    .sum::<usize>()
            }
        }
    }

    /// How many bytes of text this holds.
    pub(super) fn bytes(&self) -> usize {
        match &self.value {
            Value::Null => 0,
            Value::Text(text) | Value::Plain(text) => text.len(),
            Value::List(items) => items.iter().map(Node::bytes).sum(),
            Value::Map(entries) => entries
                .iter()
                .map(|entry| entry.key.len() + entry.node.bytes())
                .sum(),
        }
    }
}

impl<'a> Value<'a> {
    /// The text of a scalar.
    pub(super) fn scalar(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Plain(text) => Some(text),
            _ => None,
        }
    }

    /// What a person calls it.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Text(_) | Self::Plain(_) => "text",
            Self::List(_) => "a list",
            Self::Map(_) => "a mapping",
        }
    }

    /// The entries, if it is a mapping.
    pub(super) fn entries(&self) -> &[Entry<'a>] {
        match self {
            Self::Map(entries) => entries,
            _ => &[],
        }
    }
}

/// A key as it is looked up: in lower case, without `_`, `-` and blanks, so that `lastModified` is `last_modified`.
pub(super) fn normalised(key: &str) -> Cow<'_, str> {
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

/// The value of `key`, which is normalised. The first counts; one without a value is passed over.
pub(super) fn find<'n, 'a>(entries: &'n [Entry<'a>], key: &str) -> Option<&'n Entry<'a>> {
    entries
        .iter()
        .find(|entry| entry.node.value != Value::Null && normalised(&entry.key) == key)
}

/// Keys whose values are addresses: what they say is what they name.
const ADDRESSES: [&str; 5] = ["aliases", "path", "permalink", "slug", "url"];

/// Reads text that was encoded twice as it was meant. One warning is enough for a block, at its first such value.
pub(super) fn repair(entries: &mut [Entry<'_>], report: &mut Report<'_>) {
    let mut first = None;
    for entry in entries {
        if !ADDRESSES.contains(&&*normalised(&entry.key)) {
            repair_node(&mut entry.node, &mut first);
        }
    }
    if let Some((at, found, meant)) = first {
        report.push_problem(at, |line, column| {
            Problem::double_encoding(line, column, &found, meant)
        });
    }
}

/// Aliases of YAML are expanded within a [`Budget`], so the depth is bounded as well.
fn repair_node(node: &mut Node<'_>, first: &mut Option<(usize, String, char)>) {
    match &mut node.value {
        Value::Null => {}
        Value::Text(text) | Value::Plain(text) => {
            let found = double_encoded(text);
            if let Some(one) = found.first() {
                first
                    .get_or_insert_with(|| (node.at, text[one.range.clone()].to_owned(), one.char));
                *text = Cow::Owned(repaired(text).into_owned());
            }
        }
        Value::List(items) => items.iter_mut().for_each(|item| repair_node(item, first)),
        Value::Map(entries) => entries
            .iter_mut()
            .for_each(|entry| repair_node(&mut entry.node, first)),
    }
}

/// The problems of one file as they are found, and how much of it has been read.
pub(super) struct Report<'t> {
    text: &'t str,
    problems: Vec<Problem>,
}

impl<'t> Report<'t> {
    /// A file with so many problems has one more: it is no post.
    const MOST: usize = 20;

    pub(super) fn new(text: &'t str, problems: Vec<Problem>) -> Self {
        Self { text, problems }
    }

    /// Something that could not be used.
    pub(super) fn error(&mut self, at: usize, code: &'static str, message: &str, hint: &str) {
        self.push(Severity::Error, at, code, message, hint);
    }

    /// Something doubtful.
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
        if self.problems.len() < Self::MOST {
            let (line, column) = lines::place(self.text, at);
            self.problems.push(problem(line, column));
        }
    }

    /// The problems in the order of their places.
    pub(super) fn into_problems(mut self) -> Vec<Problem> {
        self.problems
            .sort_by_key(|problem| (problem.line, problem.column));
        self.problems
    }
}

/// How much one block may hold, so that aliases of aliases and megabytes of tags take a moment at most.
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

    /// Takes out `values` holding `bytes`; false where the budget is spent.
    pub(super) fn spend(&mut self, values: usize, bytes: usize) -> bool {
        let enough = self.values >= values && self.bytes >= bytes;
        self.values = self.values.saturating_sub(values);
        self.bytes = self.bytes.saturating_sub(bytes);
        enough
    }
}
