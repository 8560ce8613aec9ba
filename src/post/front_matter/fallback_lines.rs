//! The fallback for blocks of front matter that are invalid or too long: reads `key: value` lines, `key = value` lines, and
//! simple lists, line by line.

use std::borrow::Cow;

use super::super::Format;
use super::super::lines::{TextLine, lines};
use super::super::split::is_known_key;
use super::super::value::{MetadataEntry, MetadataNode, MetadataValue};

/// Maximum number of lines that are read from a block.
const MAX_LINES: usize = 1000;

/// Reads `block`, which starts at byte `base` of its file, line by line. Returns the entries in order, each with the list items
/// on the lines below it. If a key is repeated, only its first entry is returned.
pub(super) fn read_lines(format: Format, block: &str, base: usize) -> Vec<MetadataEntry<'_>> {
    let mut entries: Vec<MetadataEntry<'_>> = Vec::new();
    let candidates = lines(block).take(MAX_LINES).flat_map(|line| match format {
        Format::Json => split_members(line),
        _ => vec![line],
    });
    // If no unindented line of YAML has a key, indented lines and list items with known keys are read as entries.
    let is_unindented_entry =
        |line: TextLine<'_>| parse_entry(format, &line, base, IndentedYaml::Skipped).is_some();
    let indented_yaml =
        if format == Format::Yaml && !lines(block).take(MAX_LINES).any(is_unindented_entry) {
            IndentedYaml::Read
        } else {
            IndentedYaml::Skipped
        };
    for line in candidates.take(MAX_LINES) {
        // The lines below a table's header belong to the table, so they are not top-level entries.
        if format == Format::Toml
            && line.text.starts_with('[')
            && line.text.trim_end().ends_with(']')
        {
            break;
        }
        let entry = parse_entry(format, &line, base, indented_yaml);
        let is_accepted = |entry: &MetadataEntry<'_>| {
            indented_yaml == IndentedYaml::Skipped || is_known_key(&entry.key)
        };
        if let Some(entry) = entry.filter(is_accepted) {
            entries.push(entry);
        } else if let Some(item) = parse_list_item(&line, base)
            && let Some(MetadataEntry { node, .. }) = entries.last_mut()
        {
            append_item(node, item);
        }
    }
    let mut seen: Vec<Cow<'_, str>> = Vec::new();
    entries.retain(|entry| {
        let is_new = !seen.contains(&entry.key);
        seen.push(entry.key.clone());
        is_new
    });
    entries
}

/// Splits a line of JSON at commas that are outside of strings and lists.
fn split_members(line: TextLine<'_>) -> Vec<TextLine<'_>> {
    let mut parts = Vec::new();
    let (mut start, mut is_quoted, mut depth) = (0, false, 0_usize);
    let mut bytes = line.text.bytes().enumerate();
    while let Some((position, byte)) = bytes.next() {
        match byte {
            b'\\' if is_quoted => {
                bytes.next();
            }
            b'"' => is_quoted = !is_quoted,
            b'[' if !is_quoted => depth += 1,
            b']' if !is_quoted => depth = depth.saturating_sub(1),
            b',' if !is_quoted && depth == 0 => {
                parts.push(start..position);
                start = position + 1;
            }
            _ => {}
        }
    }
    parts.push(start..line.text.len());
    let part = |range: std::ops::Range<usize>| TextLine {
        start: line.start + range.start,
        text: &line.text[range],
        ..line
    };
    parts.into_iter().map(part).collect()
}

/// The handling of indented lines and list items in YAML. It has no effect in other formats.
#[derive(Clone, Copy, PartialEq)]
enum IndentedYaml {
    /// Indented lines and list items are not read as entries.
    Skipped,
    /// Indented lines and list items are read as entries, without the indentation and the list markers.
    Read,
}

/// Parses a line `key: value` or, in TOML and YAML, `key = value`.
fn parse_entry<'a>(
    format: Format,
    line: &TextLine<'a>,
    base: usize,
    indented_yaml: IndentedYaml,
) -> Option<MetadataEntry<'a>> {
    // Blanks before the key are skipped. So is an opening brace: in JSON, it may be on the line of the first member.
    let text = line.text.trim_start_matches(['{', ' ', '\t']);
    let text = if indented_yaml == IndentedYaml::Read {
        text.trim_start_matches("- ")
    } else {
        text
    };
    let is_indented = text.len() < line.text.len();
    if format == Format::Yaml && is_indented && indented_yaml == IndentedYaml::Skipped {
        return None;
    }
    let (key, value) = match format {
        // TOML between `---` lines, YAML between `+++` lines, and full-width colons are common mistakes, so each separator is
        // accepted in both formats.
        Format::Toml | Format::Yaml => text.split_once([':', '=', '：']),
        _ => text.split_once(':'),
    }?;
    let key = key.trim().trim_matches(['"', '\'']);
    let is_key = !key.is_empty()
        && !key.starts_with('-')
        && key
            .chars()
            .all(|char| char.is_alphanumeric() || "_-. ".contains(char));
    if !is_key {
        return None;
    }
    let mut value = value.trim();
    if format == Format::Json {
        value = value.trim_end_matches(['}', ',']).trim_end();
    }
    let line_position = base + line.start;
    let value_position = line_position + offset_in(line.text, value);
    Some(MetadataEntry {
        key: Cow::Borrowed(key),
        position: line_position + offset_in(line.text, text),
        node: MetadataNode {
            position: value_position,
            value: parse_value(value, value_position),
        },
    })
}

/// Parses a line `- item` with any indentation.
fn parse_list_item<'a>(line: &TextLine<'a>, base: usize) -> Option<MetadataNode<'a>> {
    let item = line.text.trim_start().strip_prefix("- ")?.trim();
    let position = base + line.start + offset_in(line.text, item);
    Some(MetadataNode {
        value: parse_scalar(item),
        position,
    })
}

/// Appends an item to a value that is a list. A missing value becomes a list with this item; other values stay unchanged.
fn append_item<'a>(node: &mut MetadataNode<'a>, item: MetadataNode<'a>) {
    match &mut node.value {
        MetadataValue::Null => node.value = MetadataValue::List(vec![item]),
        MetadataValue::List(items) => items.push(item),
        _ => {}
    }
}

/// Parses a scalar, or a list in brackets on one line.
fn parse_value(value: &str, position: usize) -> MetadataValue<'_> {
    let Some(items) = value
        .strip_prefix('[')
        .and_then(|value| value.strip_suffix(']'))
    else {
        return parse_scalar(value);
    };
    let items = items
        .split(',')
        .map(str::trim)
        .filter(|item| !item.is_empty())
        .map(|item| MetadataNode {
            value: parse_scalar(item),
            position: position + offset_in(value, item),
        });
    MetadataValue::List(items.collect())
}

/// Parses a scalar: removes its quotes, or a comment after it. An opening quote without a closing quote is dropped.
fn parse_scalar(text: &str) -> MetadataValue<'_> {
    for quote in ['"', '\''] {
        if let Some(quoted) = text.strip_prefix(quote) {
            let end = quoted.rfind(quote).unwrap_or(quoted.len());
            return MetadataValue::Text(Cow::Borrowed(&quoted[..end]));
        }
    }
    let text = text.split(" #").next().unwrap_or(text).trim_end();
    if text.is_empty() {
        MetadataValue::Null
    } else {
        MetadataValue::Plain(Cow::Borrowed(text))
    }
}

/// Returns the byte offset of `part`, which is a slice of `text`.
fn offset_in(text: &str, part: &str) -> usize {
    part.as_ptr().addr().saturating_sub(text.as_ptr().addr())
}
