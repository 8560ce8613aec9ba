//! TOML front matter. The valid lines of an invalid block are still parsed.

use std::borrow::Cow;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::super::value::{MetadataEntry, MetadataNode, MetadataValue, ProblemList};
use super::ParsedBlock;

/// Maximum number of reported errors. It is small, because one mistake often causes further errors in the following lines.
const MAX_ERRORS: usize = 3;

/// Parses a block of TOML that starts at byte `base` of the file. Adds the errors of the block to the problems in `report`.
pub(super) fn parse<'a>(
    block: &'a str,
    base: usize,
    report: &mut ProblemList<'_>,
) -> ParsedBlock<'a> {
    let (table, errors) = DeTable::parse_recoverable(block);
    for error in errors.iter().take(MAX_ERRORS) {
        let span = error.span().unwrap_or_default();
        let message = error.message();
        if message.contains("duplicate key") {
            super::report_duplicate_key(report, base + span.start, &block[span]);
        } else {
            report.error(
                base + span.start,
                "invalid-front-matter",
                &format!("this is not TOML: {message}"),
                hint(&block[span.start..], message),
            );
        }
    }
    let error_positions: Vec<_> = errors
        .iter()
        .map(|error| base + error.span().unwrap_or_default().start)
        .collect();
    let reader = TomlReader {
        block,
        base,
        first_error_positions: &error_positions[..error_positions.len().min(MAX_ERRORS)],
    };
    ParsedBlock {
        entries: reader.read_entries(table.into_inner()),
        invalid_positions: error_positions,
    }
}

/// Returns the hint for an error with this message; `text` is the block from the error on.
fn hint(text: &str, message: &str) -> &'static str {
    let line = text.lines().next().unwrap_or_default();
    if line.contains(':') && !line.contains('=') {
        "TOML is `key = value`; front matter of `key: value` lines is fenced by `---`"
    } else if message.contains("array") {
        "a list ends with `]` and has a comma between two values"
    } else {
        "put text in quotes: title = \"…\"; write a quote in it as \\\""
    }
}

/// Converts TOML values to nodes with their positions.
struct TomlReader<'a, 'b> {
    block: &'a str,
    /// The byte of the file at which the block starts.
    base: usize,
    /// The positions of the first errors, at most [`MAX_ERRORS`]. Their number is limited, because [`Self::read_node`] searches
    /// them for each list.
    first_error_positions: &'b [usize],
}

impl<'a> TomlReader<'a, '_> {
    fn read_entries(&self, table: DeTable<'a>) -> Vec<MetadataEntry<'a>> {
        table
            .into_iter()
            .map(|(key, value)| MetadataEntry {
                position: self.base + key.span().start,
                key: key.into_inner(),
                node: self.read_node(value),
            })
            .collect()
    }

    /// Converts a value to a node. The recursion is bounded, because the parser stops at 80 levels.
    fn read_node(&self, value: Spanned<DeValue<'a>>) -> MetadataNode<'a> {
        let span = value.span();
        let position = self.base + span.start;
        let value = match value.into_inner() {
            DeValue::String(text) => MetadataValue::Text(text),
            DeValue::Array(items) => {
                // The parser takes the lines after an unclosed list for items. Items after the error are therefore dropped.
                let next_error = self
                    .first_error_positions
                    .iter()
                    .find(|error| **error > position);
                let items = items.into_iter().map(|item| self.read_node(item));
                MetadataValue::List(match next_error {
                    Some(error) => items.take_while(|item| item.position < *error).collect(),
                    None => items.collect(),
                })
            }
            DeValue::Table(table) => MetadataValue::Map(self.read_entries(table)),
            // Other values get their source text, because the parser drops underscores and the sign of numbers.
            _ => MetadataValue::Plain(Cow::Borrowed(&self.block[span])),
        };
        MetadataNode { value, position }
    }
}
