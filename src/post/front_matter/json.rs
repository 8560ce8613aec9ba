//! JSON front matter.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::super::lines;
use super::super::value::{Budget, MetadataEntry, MetadataNode, MetadataValue, ProblemList};
use super::ParsedBlock;

/// Maximum nesting of values; deeper values become `Null`, because no field uses them.
const MAX_DEPTH: usize = 8;

/// Parses front matter that consists of one JSON object. `block` starts at byte `base` of the file.
pub(super) fn parse<'a>(
    block: &'a str,
    base: usize,
    report: &mut ProblemList<'_>,
) -> ParsedBlock<'a> {
    match serde_json::from_str::<Members<'a>>(block) {
        Ok(members) => ParsedBlock {
            entries: JsonReader {
                block,
                base,
                budget: Budget::new(),
            }
            .read_entries(members, 0),
            invalid_positions: Vec::new(),
        },
        Err(error) => {
            let position = base + byte_at(block, error.line(), error.column());
            report.error(
                position,
                "invalid-front-matter",
                &format!("this is not JSON: {}", message(&error)),
                "put keys and text in double quotes, and a comma between two entries but not after the last",
            );
            ParsedBlock {
                entries: Vec::new(),
                invalid_positions: vec![position],
            }
        }
    }
}

/// Returns the byte at a position that `serde_json` reports: `line` and `column` count from 1, and the column is in bytes.
fn byte_at(block: &str, line: usize, column: usize) -> usize {
    let start = lines::lines(block)
        .nth(line.saturating_sub(1))
        .map_or(block.len(), |line| line.start);
    start + column.saturating_sub(1)
}

/// Returns the error message without line and column, which are relative to the block.
fn message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rfind(" at line ") {
        Some(position) => text[..position].to_owned(),
        None => text,
    }
}

/// The members of an object in order, including repeated keys.
struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

/// A string, borrowed from the source if it has no escapes.
#[derive(Deserialize)]
struct JsonText<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ObjectVisitor;

        impl<'de> Visitor<'de> for ObjectVisitor {
            type Value = Members<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut members = Vec::new();
                while let Some((key, value)) = map.next_entry::<JsonText<'de>, &'de RawValue>()? {
                    members.push((key.0, value));
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(ObjectVisitor)
    }
}

/// Converts JSON values to nodes with their positions.
struct JsonReader<'a> {
    block: &'a str,
    /// The byte of the file at which the block starts.
    base: usize,
    budget: Budget,
}

impl<'a> JsonReader<'a> {
    /// Converts the members of an object at a depth of nesting; the outermost object has the depth 0.
    fn read_entries(&mut self, members: Members<'a>, depth: usize) -> Vec<MetadataEntry<'a>> {
        members
            .0
            .into_iter()
            .map(|(key, raw)| {
                let node = self.read_node(raw, depth + 1);
                MetadataEntry {
                    key,
                    // The deserializer gives no position of a key, so the position of its value is used.
                    position: node.position,
                    node,
                }
            })
            .collect()
    }

    fn read_node(&mut self, raw: &'a RawValue, depth: usize) -> MetadataNode<'a> {
        let text = raw.get();
        MetadataNode {
            value: self.read_value(text, depth).unwrap_or(MetadataValue::Null),
            // The raw value is a slice of the block, so the difference of the two addresses is its offset.
            position: self.base + (text.as_ptr().addr() - self.block.as_ptr().addr()),
        }
    }

    /// Returns a value, or `None` if it is nested too deep or the budget is spent. The block is known to be valid JSON, so
    /// parsing a part of it does not fail.
    fn read_value(&mut self, text: &'a str, depth: usize) -> Option<MetadataValue<'a>> {
        if depth > MAX_DEPTH || !self.budget.spend_value() {
            return None;
        }
        Some(match text.as_bytes().first()? {
            b'"' => MetadataValue::Text(serde_json::from_str::<JsonText<'a>>(text).ok()?.0),
            b'{' => {
                let members = serde_json::from_str(text).ok()?;
                MetadataValue::Map(self.read_entries(members, depth))
            }
            b'[' => {
                let items: Vec<&'a RawValue> = serde_json::from_str(text).ok()?;
                let items = items
                    .into_iter()
                    .map(|item| self.read_node(item, depth + 1));
                MetadataValue::List(items.collect())
            }
            b'n' => MetadataValue::Null,
            // A number, `true` or `false`.
            _ => MetadataValue::Plain(Cow::Borrowed(text)),
        })
    }
}
