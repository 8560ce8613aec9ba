//! The parser of front matter: every format becomes a list of entries, each value with its position in the file.
//!
//! The meaning of the keys is left to `fields`.

use std::borrow::Cow;
use std::collections::HashSet;

use super::value::{MetadataEntry, MetadataValue, ProblemList};
use super::{Format, lines};

mod fallback_lines;
mod header_lines;
mod json;
pub(super) mod metadata_export;
mod toml;
pub(super) mod yaml;

/// Replaces each backslash and the character after it by the `meaning` of that character. If the meaning is `None`, both are
/// removed.
fn unescaped(raw: &str, meaning: impl Fn(char) -> Option<char>) -> Cow<'_, str> {
    if !raw.contains('\\') {
        return Cow::Borrowed(raw);
    }
    let mut text = String::with_capacity(raw.len());
    let mut chars = raw.chars();
    while let Some(char) = chars.next() {
        if char == '\\' {
            text.extend(chars.next().and_then(&meaning));
        } else {
            text.push(char);
        }
    }
    Cow::Owned(text)
}

#[cfg(test)]
mod tests;

/// Parses `block`, which starts at byte `base` of its file. If a valid block repeats a key, only the first entry with this key is
/// returned, and the others are reported.
///
/// An invalid block is also read line by line, as `key: value` lines. The results are the *fallback entries*. An entry that
/// starts on an invalid line is replaced by the fallback entry with the same key, if there is one. Fallback entries with missing
/// keys are added.
pub(super) fn parse<'a>(
    format: Format,
    block: &'a str,
    base: usize,
    report: &mut ProblemList<'_>,
) -> Vec<MetadataEntry<'a>> {
    let parsed = match format {
        Format::Toml => toml::parse(block, base, report),
        Format::Yaml => yaml::parse(block, base, report),
        Format::Json => json::parse(block, base, report),
        Format::KeyValueLines => ParsedBlock::valid(header_lines::parse_key_values(block, base)),
        Format::NikolaComment => ParsedBlock::valid(header_lines::parse_nikola(block, base)),
        Format::Franklin => ParsedBlock::valid(header_lines::parse_franklin(block, base)),
        // An object that a JavaScript module exports, such as the object of `export const metadata = {…}`.
        Format::MetadataExport => ParsedBlock::valid(metadata_export::parse(block, base)),
        Format::Script => {
            report.warning(
                base,
                "script-front-matter",
                "the front matter is a program, which is not run",
                "write it as YAML, TOML or JSON to see its title, date and tags here",
            );
            ParsedBlock::valid(Vec::new())
        }
    };
    let mut entries = parsed.entries;
    if parsed.invalid_positions.is_empty() {
        remove_repeated(&mut entries, report);
    } else {
        let fallback_entries = fallback_lines::read_lines(format, block, base);
        let invalid_lines: Vec<_> = parsed
            .invalid_positions
            .iter()
            .take(MAX_INVALID_LINES)
            .map(|position| lines::line_range(block, position.saturating_sub(base)))
            .collect();
        add_fallback_entries(&mut entries, fallback_entries, |position| {
            let position = position.saturating_sub(base);
            invalid_lines.iter().any(|line| line.contains(&position))
        });
    }
    entries
}

/// Parses `text` as [`parse`] does. All of `text` is metadata, as in a configuration file. Positions count from its start.
pub(super) fn parse_file<'a>(
    format: Format,
    text: &'a str,
    report: &mut ProblemList<'_>,
) -> Vec<MetadataEntry<'a>> {
    let base = 0;
    parse(format, text, base, report)
}

/// Maximum depth of the keys that [`flattened_entries`] returns: `a.b.c`.
const MAX_KEY_LEVELS: usize = 3;

/// Parses a configuration file and returns its keys, each with the texts of its value. A scalar has one text, a list of scalars
/// has one for each item, and other values have none.
///
/// Keys of nested tables are returned as `table.key`, up to [`MAX_KEY_LEVELS`] deep. Keys of tables in a list are returned as if
/// the list were one table. An invalid file is parsed as far as possible; its problems are not reported.
pub(crate) fn flattened_entries(format: Format, text: &str) -> Vec<(String, Vec<String>)> {
    let mut report = ProblemList::empty(text);
    let entries = parse_file(format, text, &mut report);
    let mut keys = Vec::new();
    add_keys("", &entries, MAX_KEY_LEVELS, &mut keys);
    keys
}

/// Adds the keys of a table with their texts, and the keys of nested tables up to `levels` deep. `prefix` is the path of the
/// table with a dot at the end, or empty for the top level.
fn add_keys(
    prefix: &str,
    entries: &[MetadataEntry<'_>],
    levels: usize,
    keys: &mut Vec<(String, Vec<String>)>,
) {
    if levels == 0 {
        return;
    }
    for entry in entries {
        let name = format!("{prefix}{}", entry.key);
        let nested_prefix = format!("{name}.");
        let nodes = match &entry.node.value {
            MetadataValue::List(items) => items.as_slice(),
            _ => std::slice::from_ref(&entry.node),
        };
        let texts = nodes.iter().filter_map(|node| node.value.scalar());
        keys.push((name, texts.map(str::to_owned).collect()));
        for node in nodes {
            add_keys(&nested_prefix, node.value.entries(), levels - 1, keys);
        }
    }
}

/// Maximum number of invalid lines whose entries are replaced by the fallback entries of [`parse`]. The entries on further
/// invalid lines stay: a block with so many invalid lines is probably not front matter.
const MAX_INVALID_LINES: usize = 20;

/// Parses a block that is too long for [`parse`]. Returns only simple lists and entries on one line, such as `key: value`.
pub(super) fn parse_single_lines(
    format: Format,
    block: &str,
    base: usize,
) -> Vec<MetadataEntry<'_>> {
    fallback_lines::read_lines(format, block, base)
}

/// The result of a parser.
struct ParsedBlock<'a> {
    entries: Vec<MetadataEntry<'a>>,
    /// Positions in the file's text. The lines at the first [`MAX_INVALID_LINES`] positions count as invalid. Most are positions
    /// of errors. After an error, YAML adds the position of the last entry if the value may extend to the line with the error.
    invalid_positions: Vec<usize>,
}

impl<'a> ParsedBlock<'a> {
    fn valid(entries: Vec<MetadataEntry<'a>>) -> Self {
        Self {
            entries,
            invalid_positions: Vec::new(),
        }
    }
}

/// Replaces the entries that start on invalid lines by the fallback entries with the same keys, and adds the fallback entries
/// whose keys are missing. `is_on_invalid_line` returns true if a position is on an invalid line.
fn add_fallback_entries<'a>(
    entries: &mut Vec<MetadataEntry<'a>>,
    fallback_entries: Vec<MetadataEntry<'a>>,
    is_on_invalid_line: impl Fn(usize) -> bool,
) {
    let keys_of = |entries: &[MetadataEntry<'a>]| -> HashSet<Cow<'a, str>> {
        entries.iter().map(|entry| entry.key.clone()).collect()
    };
    let fallback_keys = keys_of(&fallback_entries);
    entries.retain(|entry| {
        !(fallback_keys.contains(&entry.key) && is_on_invalid_line(entry.position))
    });
    let keys = keys_of(entries);
    let fallback_entries = fallback_entries.into_iter();
    entries.extend(fallback_entries.filter(|entry| !keys.contains(&entry.key)));
}

/// Maximum number of keys that are compared one by one, which is faster than a hash table for few keys.
const MAX_KEYS_COMPARED_DIRECTLY: usize = 24;

/// Removes and reports each entry whose key is the key of an earlier entry.
fn remove_repeated(entries: &mut Vec<MetadataEntry<'_>>, report: &mut ProblemList<'_>) {
    let has_few_keys = entries.len() <= MAX_KEYS_COMPARED_DIRECTLY;
    let is_repeated = |index: usize| {
        entries[..index]
            .iter()
            .any(|entry| entry.key == entries[index].key)
    };
    if has_few_keys && !(1..entries.len()).any(is_repeated) {
        return;
    }
    let mut seen = HashSet::with_capacity(entries.len());
    entries.retain(|entry| {
        let is_new = seen.insert(entry.key.clone());
        if !is_new {
            report_duplicate_key(report, entry.position, &entry.key);
        }
        is_new
    });
}

fn report_duplicate_key(report: &mut ProblemList<'_>, position: usize, key: &str) {
    report.error(
        position,
        "duplicate-key",
        &format!("duplicate key `{key}`; the first one counts"),
        "remove one of them",
    );
}
