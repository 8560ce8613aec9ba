//! YAML front matter, from the parser's events: scalars as written, and what came before an error.

use std::borrow::Cow;
use std::collections::HashMap;

use granit_parser::{Event, Parser, ScalarStyle, ScanError, Span};

use super::super::value::{Budget, Entry, Node, Report, Value};
use super::Parsed;

mod simple;

pub(super) fn parse<'a>(block: &'a str, base: usize, report: &mut Report<'_>) -> Parsed<'a> {
    match simple::parse(block, base) {
        Some(entries) => Parsed {
            entries,
            broken: Vec::new(),
        },
        None => parse_events(block, base, report),
    }
}

fn parse_events<'a>(block: &'a str, base: usize, report: &mut Report<'_>) -> Parsed<'a> {
    let mut builder = Builder {
        base,
        open: Vec::new(),
        root: None,
        anchors: HashMap::new(),
        budget: Budget::new(),
    };
    let mut broken = Vec::new();
    for event in Parser::new_from_str(block) {
        let stop = match event {
            Ok((Event::DocumentEnd, _)) => break,
            Ok((event, span)) => builder.take(event, span).inspect(|at| {
                report.error(
                    *at,
                    "front-matter-too-large",
                    "the front matter holds more values than are read",
                    "aliases that repeat aliases grow without bound; write less",
                );
            }),
            Err(error) => Some(invalid(&error, block, base, report)),
        };
        if stop.is_some() {
            broken.extend(stop);
            break;
        }
    }
    let entries = match builder.finish() {
        Some(Node {
            value: Value::Map(entries),
            ..
        }) => entries,
        Some(other) if broken.is_empty() && other.value != Value::Null => {
            report.error(
                other.at,
                "invalid-front-matter",
                &format!(
                    "the front matter is {}, not `key: value` lines",
                    other.value.kind()
                ),
                "begin each line with a key and a colon",
            );
            Vec::new()
        }
        _ => Vec::new(),
    };
    // A scalar without quotes goes on into indented lines, and may have taken in what is broken.
    if !broken.is_empty()
        && let Some(last) = entries.last()
        && matches!(last.node.value, Value::Plain(_))
    {
        broken.push(last.at);
    }
    Parsed { entries, broken }
}

fn invalid(error: &ScanError, block: &str, base: usize, report: &mut Report<'_>) -> usize {
    let at = error
        .marker()
        .byte_offset()
        .unwrap_or_default()
        .min(block.len());
    let info = error.info();
    let line = block[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = block[line..].lines().next().unwrap_or_default();
    report.error(
        base + at,
        "invalid-front-matter",
        &format!("this is not YAML: {}", info.trim_end_matches('.')),
        hint(line, &info),
    );
    base + at
}

/// What is most likely wrong with a line.
fn hint(line: &str, info: &str) -> &'static str {
    let value = line.split_once(':').map_or("", |(_, value)| value.trim());
    if info.contains(" tab") {
        "indent with blanks, not with tabs"
    } else if value.contains(": ") || value.starts_with(['@', '`', '%', '&', '*', '!', '|', '>']) {
        "put the value in quotes"
    } else if value.starts_with('[') || value.starts_with('{') {
        "close the bracket, or put the value in quotes if it is text"
    } else if value.starts_with(['"', '\'']) {
        "close the quote; a quote in the text is written \\\" between double quotes and '' between single ones"
    } else {
        "each line is `key: value`, and what belongs to a key is indented further than the key"
    }
}

/// A collection that is still being read.
struct Collection<'a> {
    at: usize,
    anchor: usize,
    kind: Kind<'a>,
}

enum Kind<'a> {
    List(Vec<Node<'a>>),
    Map {
        entries: Vec<Entry<'a>>,
        /// The key whose value comes next; empty where the key was a collection.
        key: Option<(Cow<'a, str>, usize)>,
    },
}

struct Builder<'a> {
    base: usize,
    open: Vec<Collection<'a>>,
    root: Option<Node<'a>>,
    anchors: HashMap<usize, Node<'a>>,
    budget: Budget,
}

impl<'a> Builder<'a> {
    /// Takes an event; where there are too many, the place of the one that was too much.
    fn take(&mut self, event: Event<'a>, span: Span) -> Option<usize> {
        let at = self.base + span.start.byte_offset().unwrap_or_default();
        // What an anchor keeps or an alias repeats is there once more; anything else counts when it is read.
        let (node, anchor, is_copy) = match event {
            Event::Scalar(text, style, anchor, _) => {
                let value = scalar(text, style);
                (Node { value, at }, anchor, true)
            }
            Event::Alias(id) => {
                let node = self.anchors.get(&id).cloned();
                let value = node.map_or(Value::Null, |node| node.value);
                (Node { value, at }, 0, true)
            }
            Event::SequenceStart(_, anchor, _) => {
                self.open(at, anchor, Kind::List(Vec::new()));
                return None;
            }
            Event::MappingStart(_, anchor, _) => {
                let entries = Vec::new();
                self.open(at, anchor, Kind::Map { entries, key: None });
                return None;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let mut collection = self.open.pop()?;
                let anchor = collection.anchor;
                (collection.node(), anchor, anchor != 0)
            }
            _ => return None,
        };
        let within = if is_copy {
            self.budget.spend(node.count(), node.bytes())
        } else {
            self.budget.spend(1, 0)
        };
        if !within {
            return Some(at);
        }
        self.add(node, anchor);
        None
    }

    fn open(&mut self, at: usize, anchor: usize, kind: Kind<'a>) {
        self.open.push(Collection { at, anchor, kind });
    }

    fn add(&mut self, node: Node<'a>, anchor: usize) {
        if anchor != 0 {
            self.anchors.insert(anchor, node.clone());
        }
        match self.open.last_mut().map(|collection| &mut collection.kind) {
            None => self.root = self.root.take().or(Some(node)),
            Some(Kind::List(items)) => items.push(node),
            Some(Kind::Map { entries, key }) => match key.take() {
                None => {
                    let at = node.at;
                    let name = match node.value {
                        Value::Text(text) | Value::Plain(text) => text,
                        _ => Cow::Borrowed(""),
                    };
                    *key = Some((name, at));
                }
                // YAML 1.1's merge key, which Jekyll and Hugo know.
                Some((name, _)) if name == "<<" && matches!(node.value, Value::Map(_)) => {
                    if let Value::Map(merged) = node.value {
                        let known = entries.len();
                        entries.extend(merged);
                        let (own, merged) = entries.split_at(known);
                        let kept: Vec<_> = merged
                            .iter()
                            .map(|entry| own.iter().all(|own| own.key != entry.key))
                            .collect();
                        let mut index = 0;
                        entries.retain(|_| {
                            index += 1;
                            index <= known || kept[index - known - 1]
                        });
                    }
                }
                Some((key, at)) => entries.push(Entry { key, at, node }),
            },
        }
    }

    /// The root; where the end was not reached, the part of its mapping that was.
    fn finish(mut self) -> Option<Node<'a>> {
        if self.root.is_none() && !self.open.is_empty() {
            return Some(self.open.swap_remove(0).node());
        }
        self.root
    }
}

impl<'a> Collection<'a> {
    fn node(&mut self) -> Node<'a> {
        let value = match &mut self.kind {
            Kind::List(items) => Value::List(std::mem::take(items)),
            Kind::Map { entries, .. } => Value::Map(std::mem::take(entries)),
        };
        Node { value, at: self.at }
    }
}

fn scalar(text: Cow<'_, str>, style: ScalarStyle) -> Value<'_> {
    match style {
        ScalarStyle::Plain if matches!(&*text, "" | "~" | "null" | "Null" | "NULL") => Value::Null,
        ScalarStyle::Plain => Value::Plain(text),
        _ => Value::Text(text),
    }
}
