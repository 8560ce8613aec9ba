//! The values of the configuration file as they are written, with their lines.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::line_at;
use super::keys::in_order;

/// A value in the configuration file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenValue {
    /// The setting that the value belongs to.
    pub setting: String,
    /// The key as TOML, preceded by the keys of the enclosing tables: `filters.unread`.
    pub key: String,
    /// The value, as it is written in the file.
    pub value: String,
    /// The line of the value, from 1.
    pub line: usize,
    /// The bytes of the value in the file.
    pub(super) span: Range<usize>,
}

/// Returns all values of a file in the order in which they are written; tables are flattened. Returns no values if the file is
/// not valid TOML.
pub(super) fn values(text: &str) -> Vec<WrittenValue> {
    let Ok(file) = DeTable::parse(text) else {
        return Vec::new();
    };
    let mut values = Vec::new();
    for (name, value) in in_order(file.get_ref()) {
        let name = name.get_ref();
        add(&mut values, text, name, quoted(name), value);
    }
    values
}

/// Appends the value of `key`. If `value` is a table, appends the values in the table. All of them belong to `setting`.
fn add(
    values: &mut Vec<WrittenValue>,
    text: &str,
    setting: &str,
    key: String,
    value: &Spanned<DeValue<'_>>,
) {
    if let DeValue::Table(table) = value.get_ref() {
        for (name, value) in in_order(table) {
            let key = format!("{key}.{}", quoted(name.get_ref()));
            add(values, text, setting, key, value);
        }
        return;
    }
    let span = value.span();
    values.push(WrittenValue {
        setting: setting.to_owned(),
        key,
        value: text[span.clone()].to_owned(),
        line: line_at(text, span.start),
        span,
    });
}

/// Returns a key as TOML: quoted, unless it is valid as a bare key.
pub(super) fn quoted(key: &str) -> String {
    let is_bare = |char: char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_');
    if !key.is_empty() && key.chars().all(is_bare) {
        return key.to_owned();
    }
    // A string of JSON is also a string of TOML.
    serde_json::to_string(key).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_listed_with_their_keys_and_lines() {
        let text = "# Comment\ntheme = { dark = \"nord\", light = 'x' }\n\n[keys.article]\n\"s d\" = \"details\"\n";
        let values = values(text);
        let rows: Vec<_> = values
            .iter()
            .map(|value| {
                format!(
                    "{} = {} # {}:{}",
                    value.key, value.value, value.setting, value.line
                )
            })
            .collect();
        assert_eq!(
            rows,
            [
                "theme.dark = \"nord\" # theme:2",
                "theme.light = 'x' # theme:2",
                "keys.article.\"s d\" = \"details\" # keys:5",
            ]
        );
    }
}
