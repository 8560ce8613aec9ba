//! Headers of `key: value` or `key = value` lines, as Pelican, `MkDocs`, Nikola and Franklin read them. Lines are
//! independent, so a header cannot be invalid as a whole.
//!
//! In all parsers, `base` is the byte of the file at which the block starts.

use std::borrow::Cow;

use super::super::lines::lines;
use super::super::value::{MetadataEntry, MetadataNode, MetadataValue, normalized_key};

/// Normalized keys whose values are lists.
const LIST_KEYS: [&str; 6] = [
    "aliases",
    "authors",
    "categories",
    "keywords",
    "tag",
    "tags",
];

/// Parses `Key: value` lines (Pelican, `MkDocs`). An indented line continues the value of the line above.
pub(super) fn parse_key_values(block: &str, base: usize) -> Vec<MetadataEntry<'_>> {
    let mut entries: Vec<MetadataEntry<'_>> = Vec::new();
    for line in lines(block) {
        let is_indented = line.text.starts_with([' ', '\t']);
        if is_indented && let Some(entry) = entries.last_mut() {
            append_line(&mut entry.node.value, line.text.trim());
        } else if let Some((key, value)) = line.text.split_once(':') {
            let value_position = base + line.start + key.len() + 1;
            entries.push(new_entry(
                key.trim(),
                base + line.start,
                value.trim(),
                value_position,
            ));
        }
    }
    for entry in &mut entries {
        split_list(entry);
    }
    entries
}

/// Parses `.. key: value` lines (Nikola).
pub(super) fn parse_nikola(block: &str, base: usize) -> Vec<MetadataEntry<'_>> {
    const PREFIX: &str = ".. ";
    let entries = lines(block).filter_map(|line| {
        let text = line.text.trim_start();
        let start = base + line.start + line.text.len() - text.len();
        let (key, value) = text.strip_prefix(PREFIX)?.split_once(':')?;
        let key_position = start + PREFIX.len();
        let value_position = key_position + key.len() + 1;
        let mut entry = new_entry(key.trim(), key_position, value.trim(), value_position);
        split_list(&mut entry);
        Some(entry)
    });
    entries.collect()
}

/// The quotes around a string of several lines in Julia.
const TRIPLE_QUOTE: &str = "\"\"\"";

/// Parses the definitions of Franklin: `@def key = value` lines, or the `key = value` lines of a block between `+++`. The values
/// are in Julia: strings, numbers, lists of strings, and dates such as `Date(2020, 1, 2)`.
pub(super) fn parse_franklin(block: &str, base: usize) -> Vec<MetadataEntry<'_>> {
    let mut entries = Vec::new();
    let mut remaining = lines(block).peekable();
    while let Some(line) = remaining.next() {
        let mut end = line.start + line.text.len();
        // A value may continue on indented lines. A string between triple quotes includes all lines up to its closing quotes.
        let mut is_in_string = line.text.matches(TRIPLE_QUOTE).count() == 1;
        while let Some(next) =
            remaining.next_if(|next| is_in_string || next.text.starts_with([' ', '\t']))
        {
            end = next.start + next.text.len();
            is_in_string &= !next.text.contains(TRIPLE_QUOTE);
        }
        let definition = line.text.strip_prefix("@def ").unwrap_or(line.text);
        let start = line.start + line.text.len() - definition.len();
        let Some((key, value)) = block[start..end].split_once('=') else {
            continue;
        };
        let value_start = base + start + key.len() + 1;
        let mut entry = new_entry(key.trim(), base + start, "", value_start);
        entry.node.value = parse_julia_value(value.trim(), value_start);
        entries.push(entry);
    }
    entries
}

/// Parses a value in Julia, which starts at byte `position` of the file. All items of a list get this position. A value of an
/// unknown form is returned as written.
fn parse_julia_value(value: &str, position: usize) -> MetadataValue<'_> {
    let between = |open: &str, close: &str| value.strip_prefix(open)?.strip_suffix(close);
    if let Some(text) = parse_julia_string(value) {
        return MetadataValue::Text(text);
    }
    if let Some(items) = between("[", "]") {
        let items = items.split(',').map(str::trim);
        let items = items
            .filter(|item| !item.is_empty())
            .map(|item| MetadataNode {
                value: MetadataValue::Text(Cow::Borrowed(item.trim_matches('"'))),
                position,
            });
        return MetadataValue::List(items.collect());
    }
    if let Some(date) = between("Date(", ")") {
        // In Julia, a month or day that is not given is 1.
        let mut parts: Vec<_> = date.split(',').map(str::trim).collect();
        parts.resize(3, "1");
        let date = format!("{}-{:0>2}-{:0>2}", parts[0], parts[1], parts[2]);
        return MetadataValue::Plain(Cow::Owned(date));
    }
    MetadataValue::Plain(Cow::Borrowed(value))
}

/// Parses a string in Julia, such as `"text"` or `"""text"""`. A comment may follow the string. Returns `None` for other values.
fn parse_julia_string(value: &str) -> Option<Cow<'_, str>> {
    let quote = if value.starts_with(TRIPLE_QUOTE) {
        TRIPLE_QUOTE
    } else {
        "\""
    };
    let after_quote = value.strip_prefix(quote)?;
    let is_closing = |(start, _): &(usize, &str)| {
        let before = &after_quote[..*start];
        let backslashes = before.len() - before.trim_end_matches('\\').len();
        let following = after_quote[start + quote.len()..].trim_start();
        backslashes % 2 == 0 && (following.is_empty() || following.starts_with('#'))
    };
    let (end, _) = after_quote.match_indices(quote).find(is_closing)?;
    Some(super::unescaped(
        &after_quote[..end],
        |escaped| match escaped {
            'n' | 't' | 'r' => Some(' '),
            other => Some(other),
        },
    ))
}

/// Creates an entry. An empty value becomes [`MetadataValue::Null`].
fn new_entry<'a>(
    key: &'a str,
    key_position: usize,
    value: &'a str,
    value_position: usize,
) -> MetadataEntry<'a> {
    let value = if value.is_empty() {
        MetadataValue::Null
    } else {
        MetadataValue::Plain(Cow::Borrowed(value))
    };
    MetadataEntry {
        key: Cow::Borrowed(key),
        position: key_position,
        node: MetadataNode {
            value,
            position: value_position,
        },
    }
}

/// Appends a continuation line to a value.
fn append_line<'a>(value: &mut MetadataValue<'a>, line: &'a str) {
    match value {
        MetadataValue::Plain(text) => *text = Cow::Owned(format!("{text} {line}")),
        _ => *value = MetadataValue::Plain(Cow::Borrowed(line)),
    }
}

/// Splits the value of one of the [`LIST_KEYS`] into items: at semicolons if there are any, else at commas.
fn split_list(entry: &mut MetadataEntry<'_>) {
    let position = entry.node.position;
    if let MetadataValue::Plain(text) = &entry.node.value
        && LIST_KEYS.contains(&&*normalized_key(&entry.key))
    {
        let separator = if text.contains(';') { ';' } else { ',' };
        let items = text
            .split(separator)
            .map(str::trim)
            .filter(|item| !item.is_empty())
            .map(|item| MetadataNode {
                value: MetadataValue::Text(Cow::Owned(item.to_owned())),
                position,
            });
        entry.node.value = MetadataValue::List(items.collect());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns `key=value` for each entry; the items of a list are joined with `|`.
    fn describe(entries: &[MetadataEntry<'_>]) -> Vec<String> {
        let entries = entries.iter().map(|entry| {
            let value = match &entry.node.value {
                MetadataValue::List(items) => {
                    let items = items.iter().filter_map(|item| item.value.scalar());
                    items.collect::<Vec<_>>().join("|")
                }
                value => value.scalar().unwrap_or_default().to_owned(),
            };
            format!("{}={value}", entry.key)
        });
        entries.collect()
    }

    #[test]
    fn indented_lines_continue_a_value() {
        let block = "Title: Smoke: how much\nTags: a, b c\nSummary: one\n  two\nSlug:\n";
        assert_eq!(
            describe(&parse_key_values(block, 0)),
            [
                "Title=Smoke: how much",
                "Tags=a|b c",
                "Summary=one two",
                "Slug="
            ]
        );
    }

    #[test]
    fn lines_of_nikola_become_entries() {
        assert_eq!(
            describe(&parse_nikola(".. title: A lamp\n.. tags: a, b\n\n", 0)),
            ["title=A lamp", "tags=a|b"]
        );
    }

    #[test]
    fn definitions_of_franklin_become_entries() {
        let block = "@def title = \"A solver\"\n@def date = Date(2020, 1, 12)\n@def tags = [\"a\", \"b\"]\n@def x = true\n";
        assert_eq!(
            describe(&parse_franklin(block, 0)),
            ["title=A solver", "date=2020-01-12", "tags=a|b", "x=true"]
        );
        // The list continues on an indented line.
        let block = "@def tags = [\"a\",\n  \"b\"]\n@def x = 1\n";
        assert_eq!(describe(&parse_franklin(block, 0)), ["tags=a|b", "x=1"]);
    }

    #[test]
    fn julia_strings_are_between_single_or_triple_quotes() {
        for (value, expected) in [
            (r#""A""#, "A"),
            (r#""""A "quoted" title""""#, r#"A "quoted" title"#),
            (r#""A \"quoted\" \$ title""#, r#"A "quoted" $ title"#),
            (r#""A #1" # a comment"#, "A #1"),
            (r#""""#, ""),
            ("\"\"\"\nTwo\nlines\n\"\"\"", "\nTwo\nlines\n"),
            (r#""not closed"#, r#""not closed"#),
        ] {
            let block = format!("title = {value}\nx = 1\n");
            let entries = describe(&parse_franklin(&block, 0));
            assert_eq!(entries, [format!("title={expected}"), "x=1".to_owned()]);
        }
    }
}
