//! A block of front matter to its entries: TOML, YAML and JSON into one shape, with the place of each value.
//!
//! What the keys mean is for `meaning`.

use std::borrow::Cow;
use std::collections::HashSet;

use super::value::{Entry, Report};
use super::{Format, lines};

mod json;
mod plain;
mod toml;
mod yaml;

#[cfg(test)]
mod tests;

/// Reads `block`, which stands at byte `base` of its file. Where it does not parse, what was read is completed by what
/// its plain `key: value` lines say. Of equal keys the first counts.
pub(super) fn parse<'a>(
    format: Format,
    block: &'a str,
    base: usize,
    report: &mut Report<'_>,
) -> Vec<Entry<'a>> {
    let parsed = match format {
        Format::Toml => toml::parse(block, base, report),
        Format::Yaml => yaml::parse(block, base, report),
        Format::Json => json::parse(block, base, report),
    };
    let mut entries = parsed.entries;
    if parsed.broken.is_empty() {
        drop_repeated(&mut entries, report);
    } else {
        let lines = plain::read(format, block, base);
        let broken: Vec<_> = parsed
            .broken
            .iter()
            .take(MOST_BROKEN)
            .map(|at| lines::line_range(block, at.saturating_sub(base)))
            .collect();
        complete(&mut entries, lines, |at| {
            let at = at.saturating_sub(base);
            broken.iter().any(|line| line.contains(&at))
        });
    }
    entries
}

/// A configuration in one of these formats: its keys, each with its text where it is a scalar, and those of the tables
/// in it as `table.key`, two levels deep. What does not parse is read as far as it goes; its problems are not a post's.
pub(crate) fn top_level(format: Format, text: &str) -> Vec<(String, Option<String>)> {
    let mut report = Report::new(text, Vec::new());
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

/// So many broken lines are told from sound ones; a block with more is no front matter.
const MOST_BROKEN: usize = 20;

/// What the plain lines of a block say that is not parsed at all.
pub(super) fn plain_lines(format: Format, block: &str, base: usize) -> Vec<Entry<'_>> {
    plain::read(format, block, base)
}

/// What a parser could read.
struct Parsed<'a> {
    entries: Vec<Entry<'a>>,
    /// Where it did not parse: bytes in the file's text.
    broken: Vec<usize>,
}

/// Adds what only the plain `lines` tell, and takes their word for what stands on a broken line.
fn complete<'a>(
    entries: &mut Vec<Entry<'a>>,
    lines: Vec<Entry<'a>>,
    is_broken: impl Fn(usize) -> bool,
) {
    let plain: HashSet<Cow<'a, str>> = lines.iter().map(|line| line.key.clone()).collect();
    entries.retain(|entry| !(plain.contains(&entry.key) && is_broken(entry.at)));
    let known: HashSet<Cow<'a, str>> = entries.iter().map(|entry| entry.key.clone()).collect();
    entries.extend(lines.into_iter().filter(|line| !known.contains(&line.key)));
}

/// So many keys are compared faster one by one than through a table.
const FEW: usize = 24;

fn drop_repeated(entries: &mut Vec<Entry<'_>>, report: &mut Report<'_>) {
    let is_short = entries.len() <= FEW;
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

fn repeated(report: &mut Report<'_>, at: usize, key: &str) {
    report.error(
        at,
        "duplicate-key",
        &format!("`{key}` stands here a second time; the first one counts"),
        "remove one of them",
    );
}
