//! A block of front matter, read: every format becomes the same entries, each value with its byte in the file.
//!
//! The meaning of the keys is left to `fields`.

use std::borrow::Cow;
use std::collections::HashSet;

use super::value::{MetadataEntry, ProblemList};
use super::{Format, lines};

mod fallback_lines;
mod header_lines;
mod json;
pub(super) mod metadata_export;
mod toml;
pub(super) mod yaml;

#[cfg(test)]
mod tests;

/// Reads `block`, which starts at byte `base` of its file. Where it is invalid, its `key: value` lines are read one by one
/// instead. Of equal keys the first counts.
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
        Format::KeyValueLines => ParsedBlock::valid(header_lines::key_values(block, base)),
        Format::NikolaComment => ParsedBlock::valid(header_lines::nikola(block, base)),
        Format::Franklin => ParsedBlock::valid(header_lines::franklin(block, base)),
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
    if parsed.broken.is_empty() {
        drop_repeated(&mut entries, report);
    } else {
        let lines = fallback_lines::read(format, block, base);
        let broken: Vec<_> = parsed
            .broken
            .iter()
            .take(MAX_BROKEN_LINES)
            .map(|at| lines::line_range(block, at.saturating_sub(base)))
            .collect();
        complete(&mut entries, lines, |at| {
            let at = at.saturating_sub(base);
            broken.iter().any(|line| line.contains(&at))
        });
    }
    entries
}

/// Reads a configuration file: its keys, each with the text of a scalar value, and those of nested tables as `table.key`,
/// two levels deep. An invalid file is read as far as possible; its problems are not reported.
pub(crate) fn top_level(format: Format, text: &str) -> Vec<(String, Option<String>)> {
    let mut report = ProblemList::new(text, Vec::new());
    let entries = parse(format, text, 0, &mut report);
    let mut keys = Vec::new();
    for entry in &entries {
        keys.push((
            entry.key.to_string(),
            entry.node.value.scalar().map(str::to_owned),
        ));
        for below in entry.node.value.entries() {
            let name = format!("{}.{}", entry.key, below.key);
            for leaf in below.node.value.entries() {
                keys.push((
                    format!("{name}.{}", leaf.key),
                    leaf.node.value.scalar().map(str::to_owned),
                ));
            }
            keys.push((name, below.node.value.scalar().map(str::to_owned)));
        }
    }
    keys
}

/// Number of invalid lines that are told apart from valid ones; a block with more is no front matter.
const MAX_BROKEN_LINES: usize = 20;

/// Reads the `key: value` lines of a block that is too long to be parsed.
pub(super) fn single_lines(format: Format, block: &str, base: usize) -> Vec<MetadataEntry<'_>> {
    fallback_lines::read(format, block, base)
}

/// The result of a parser.
struct ParsedBlock<'a> {
    entries: Vec<MetadataEntry<'a>>,
    /// Bytes in the file's text at which the block is invalid.
    broken: Vec<usize>,
}

impl<'a> ParsedBlock<'a> {
    fn valid(entries: Vec<MetadataEntry<'a>>) -> Self {
        Self {
            entries,
            broken: Vec::new(),
        }
    }
}

/// Adds the entries that only single `lines` have, and replaces those of invalid lines.
fn complete<'a>(
    entries: &mut Vec<MetadataEntry<'a>>,
    lines: Vec<MetadataEntry<'a>>,
    is_broken: impl Fn(usize) -> bool,
) {
    let plain: HashSet<Cow<'a, str>> = lines.iter().map(|line| line.key.clone()).collect();
    entries.retain(|entry| !(plain.contains(&entry.key) && is_broken(entry.at)));
    let known: HashSet<Cow<'a, str>> = entries.iter().map(|entry| entry.key.clone()).collect();
    entries.extend(lines.into_iter().filter(|line| !known.contains(&line.key)));
}

/// Up to this number, keys are compared one by one, which is faster than a hash table.
const MAX_KEYS_COMPARED_DIRECTLY: usize = 24;

fn drop_repeated(entries: &mut Vec<MetadataEntry<'_>>, report: &mut ProblemList<'_>) {
    let is_short = entries.len() <= MAX_KEYS_COMPARED_DIRECTLY;
    let repeats = |at: usize| {
        entries[..at]
            .iter()
            .any(|entry| entry.key == entries[at].key)
    };
    if is_short && !(1..entries.len()).any(repeats) {
        return;
    }
    let mut seen = HashSet::with_capacity(entries.len());
    entries.retain(|entry| {
        let is_new = seen.insert(entry.key.clone());
        if !is_new {
            repeated(report, entry.at, &entry.key);
        }
        is_new
    });
}

fn repeated(report: &mut ProblemList<'_>, at: usize, key: &str) {
    report.error(
        at,
        "duplicate-key",
        &format!("duplicate key `{key}`; the first one counts"),
        "remove one of them",
    );
}
