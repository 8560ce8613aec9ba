//! A block that does not parse, line by line: `key: value`, `key = value`, and lists in the simplest spellings.

use std::borrow::Cow;

use super::super::Format;
use super::super::lines::{Line, lines};
use super::super::value::{Entry, Node, Value};

/// A block that is broken is not read further than this many lines.
const MOST_LINES: usize = 1000;

/// The top-level entries that single lines spell, in order, the first of equal keys only.
pub(super) fn read(format: Format, block: &str, base: usize) -> Vec<Entry<'_>> {
    let mut entries: Vec<Entry<'_>> = Vec::new();
    let parts = lines(block, 0)
        .take(MOST_LINES)
        .flat_map(|line| match format {
            Format::Json => members(line),
            Format::Toml | Format::Yaml => vec![line],
        });
    for line in parts.take(MOST_LINES) {
        // What follows a table's header belongs to the table.
        if format == Format::Toml
            && line.text.starts_with('[')
            && line.text.trim_end().ends_with(']')
        {
            break;
        }
        if let Some(item) = list_item(&line, base) {
            if let Some(Entry { node, .. }) = entries.last_mut() {
                append(node, item);
            }
        } else if let Some(entry) = entry(format, &line, base) {
            entries.push(entry);
        }
    }
    let mut known: Vec<Cow<'_, str>> = Vec::new();
    entries.retain(|entry| {
        let is_new = !known.contains(&entry.key);
        known.push(entry.key.clone());
        is_new
    });
    entries
}

/// A line of JSON at its commas, but for those in text and in lists.
fn members(line: Line<'_>) -> Vec<Line<'_>> {
    let mut parts = Vec::new();
    let (mut start, mut quoted, mut depth) = (0, false, 0_usize);
    let mut bytes = line.text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' if quoted => {
                bytes.next();
            }
            b'"' => quoted = !quoted,
            b'[' if !quoted => depth += 1,
            b']' if !quoted => depth = depth.saturating_sub(1),
            b',' if !quoted && depth == 0 => {
                parts.push(start..at);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(start..line.text.len());
    let part = |range: std::ops::Range<usize>| Line {
        start: line.start + range.start,
        text: &line.text[range],
        ..line
    };
    parts.into_iter().map(part).collect()
}

fn entry<'a>(format: Format, line: &Line<'a>, base: usize) -> Option<Entry<'a>> {
    let (indented, separator) = match format {
        Format::Toml => (true, '='),
        Format::Yaml => (false, ':'),
        Format::Json => (true, ':'),
    };
    let text = line.text.trim_start_matches(['{', ' ', '\t']);
    if !indented && text.len() < line.text.len() {
        return None;
    }
    let (key, value) = text.split_once(separator)?;
    let key = key.trim().trim_matches(['"', '\'']);
    let is_key = !key.is_empty()
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
    let at = base + line.start;
    Some(Entry {
        key: Cow::Borrowed(key),
        at: at + line.text.len() - text.len(),
        node: Node {
            at: at + offset(line.text, value),
            value: read_value(value, at + offset(line.text, value)),
        },
    })
}

/// `- item`, at any indentation.
fn list_item<'a>(line: &Line<'a>, base: usize) -> Option<Node<'a>> {
    let item = line.text.trim_start().strip_prefix("- ")?.trim();
    let at = base + line.start + offset(line.text, item);
    Some(Node {
        value: unquoted(item),
        at,
    })
}

fn append<'a>(node: &mut Node<'a>, item: Node<'a>) {
    match &mut node.value {
        Value::Null => node.value = Value::List(vec![item]),
        Value::List(items) => items.push(item),
        _ => {}
    }
}

fn read_value(value: &str, at: usize) -> Value<'_> {
    let Some(items) = value
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    else {
        return unquoted(value);
    };
    let items = items
        .split(',')
        .map(str::trim)
        .filter(|item| !item.is_empty())
        .map(|item| Node {
            value: unquoted(item),
            at: at + offset(value, item),
        });
    Value::List(items.collect())
}

/// A scalar without its quotes or the comment behind it. An opening quote without its closing one is dropped.
fn unquoted(text: &str) -> Value<'_> {
    for quote in ['"', '\''] {
        if let Some(rest) = text.strip_prefix(quote) {
            let end = rest.rfind(quote).unwrap_or(rest.len());
            return Value::Text(Cow::Borrowed(&rest[..end]));
        }
    }
    let text = text.split(" #").next().unwrap_or(text).trim_end();
    if text.is_empty() {
        Value::Null
    } else {
        Value::Plain(Cow::Borrowed(text))
    }
}

/// Byte of `part` in `whole`, which it is a part of.
fn offset(whole: &str, part: &str) -> usize {
    part.as_ptr().addr().saturating_sub(whole.as_ptr().addr())
}
