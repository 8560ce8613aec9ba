//! The object literal of `export const metadata = {…}` in MDX (Next.js). Blogs also use the names `meta` and `frontmatter`. Only
//! literal values are read; computed values are omitted. The default export of a JavaScript module is found here as well.

use std::borrow::Cow;
use std::ops::Range;

use super::super::value::{MetadataEntry, MetadataNode, MetadataValue};

/// Maximum nesting of objects and lists; deeper objects and lists are skipped.
const MAX_DEPTH: usize = 8;

/// The names of exported objects that contain the metadata of a post.
const NAMES: [&str; 4] = ["metadata", "meta", "frontmatter", "frontMatter"];

/// Returns the byte range of the exported object in the text of an MDX file. Only imports, `//` comments and blank lines may
/// precede the export.
pub(crate) fn find(text: &str) -> Option<Range<usize>> {
    let is_name_char = |char: char| char.is_alphanumeric() || matches!(char, '_' | '$');
    let is_metadata = |(_, after): &(usize, &str)| {
        NAMES
            .iter()
            .filter_map(|name| after.strip_prefix(name))
            .any(|after_name| !after_name.starts_with(is_name_char))
    };
    let mut exports = text
        .match_indices("export const ")
        .map(|(position, export)| (position, &text[position + export.len()..]));
    let (position, _) = exports.find(is_metadata)?;
    let is_at_line_start = position == 0 || text[..position].ends_with(['\n', '\r']);
    let is_before_prose = super::super::lines::lines(&text[..position]).all(|line| {
        let line = line.text.trim();
        line.is_empty() || line.starts_with("import ") || line.starts_with("//")
    });
    if !is_at_line_start || !is_before_prose {
        return None;
    }
    let equals = position + text[position..].find('=')?;
    object_after(text, equals + 1)
}

/// Returns the byte range of the object that a JavaScript module exports as its value: `module.exports = {…}` or
/// `export default {…}`.
pub(crate) fn default_export(text: &str) -> Option<Range<usize>> {
    let value_start = ["module.exports =", "module.exports=", "export default "]
        .into_iter()
        .find_map(|export| {
            let position = text.find(export)?;
            let is_at_line_start = position == 0 || text[..position].ends_with(['\n', '\r']);
            is_at_line_start.then_some(position + export.len())
        })?;
    object_after(text, value_start)
}

/// Returns the byte range of the object literal that follows `position` after white space, or `None` if another value follows.
fn object_after(text: &str, position: usize) -> Option<Range<usize>> {
    let start = text.len() - text[position..].trim_start().len();
    if !text[start..].starts_with('{') {
        return None;
    }
    let mut scanner = Scanner {
        text,
        position: start,
        // Not used, because no entry is read.
        base: 0,
    };
    scanner.skip_value();
    Some(start..scanner.position)
}

/// Reads the entries of the object literal in `block`, which starts at byte `base` of its file.
pub(super) fn parse(block: &str, base: usize) -> Vec<MetadataEntry<'_>> {
    let mut scanner = Scanner {
        text: block,
        position: 0,
        base,
    };
    let depth = 0;
    scanner.read_object(depth)
}

/// A scanner of JavaScript source.
struct Scanner<'a> {
    text: &'a str,
    /// The byte of `text` that is read next.
    position: usize,
    /// The byte of the file at which `text` starts.
    base: usize,
}

impl<'a> Scanner<'a> {
    fn remaining(&self) -> &'a str {
        &self.text[self.position..]
    }

    fn peek(&self) -> Option<char> {
        self.remaining().chars().next()
    }

    /// Skips white space and comments.
    fn skip_white_space(&mut self) {
        loop {
            let remaining = self.remaining();
            let trimmed = remaining.trim_start();
            self.position += remaining.len() - trimmed.len();
            let comment_len = if trimmed.starts_with("//") {
                trimmed.find('\n').unwrap_or(trimmed.len())
            } else if trimmed.starts_with("/*") {
                trimmed.find("*/").map_or(trimmed.len(), |end| end + 2)
            } else {
                return;
            };
            self.position += comment_len;
        }
    }

    /// Skips white space and then `char`; returns false if another character comes next.
    fn skip_char(&mut self, char: char) -> bool {
        self.skip_white_space();
        let is_next = self.remaining().starts_with(char);
        if is_next {
            self.position += char.len_utf8();
        }
        is_next
    }

    /// Reads an object; returns no entries if no `{` comes next.
    fn read_object(&mut self, depth: usize) -> Vec<MetadataEntry<'a>> {
        let mut entries = Vec::new();
        if !self.skip_char('{') {
            return entries;
        }
        loop {
            self.skip_white_space();
            let key_position = self.base + self.position;
            let key = match self.peek() {
                None => return entries,
                Some('}') => {
                    self.position += 1;
                    return entries;
                }
                Some('"' | '\'') => self.read_string(),
                _ => self.read_identifier().map(Cow::Borrowed),
            };
            let Some(key) = key.filter(|_| self.skip_char(':')) else {
                // A spread, a method or a shorthand property has no literal value, so it is skipped.
                self.skip_value();
                self.skip_separator(key_position);
                continue;
            };
            self.skip_white_space();
            let position = self.base + self.position;
            let value = self.read_value(depth);
            self.skip_separator(key_position);
            entries.push(MetadataEntry {
                key,
                position: key_position,
                node: MetadataNode { value, position },
            });
        }
    }

    /// Reads a list from its opening bracket on.
    fn read_list(&mut self, depth: usize) -> MetadataValue<'a> {
        let mut items = Vec::new();
        self.position += 1;
        loop {
            self.skip_white_space();
            match self.peek() {
                None => return MetadataValue::List(items),
                Some(']') => {
                    self.position += 1;
                    return MetadataValue::List(items);
                }
                _ => {}
            }
            let position = self.base + self.position;
            let value = self.read_value(depth);
            self.skip_separator(position);
            items.push(MetadataNode { value, position });
        }
    }

    /// Skips a comma. Without a comma, skips one character if nothing was read since byte `start` of the file, so that loops
    /// terminate.
    fn skip_separator(&mut self, start: usize) {
        if !self.skip_char(',') && self.base + self.position == start {
            self.position += self.peek().map_or(0, char::len_utf8);
        }
    }

    /// Reads a literal. Any other expression is skipped up to the next comma or closing bracket and becomes `Null`.
    fn read_value(&mut self, depth: usize) -> MetadataValue<'a> {
        let start = self.position;
        let value = match self.peek() {
            Some('"' | '\'' | '`') => self.read_string().map(MetadataValue::Text),
            Some('{') if depth < MAX_DEPTH => Some(MetadataValue::Map(self.read_object(depth + 1))),
            Some('[') if depth < MAX_DEPTH => Some(self.read_list(depth + 1)),
            _ => self
                .read_identifier()
                .filter(|word| {
                    matches!(*word, "true" | "false")
                        || word.starts_with(|char: char| char.is_ascii_digit())
                })
                .map(|word| MetadataValue::Plain(Cow::Borrowed(word))),
        };
        self.skip_white_space();
        if self
            .peek()
            .is_none_or(|char| matches!(char, ',' | '}' | ']'))
            && let Some(value) = value
        {
            return value;
        }
        self.position = start;
        self.skip_value();
        MetadataValue::Null
    }

    /// Reads a name, a number or a path such as `a.b`; returns `None` if another character comes next.
    fn read_identifier(&mut self) -> Option<&'a str> {
        let text = self.remaining();
        let is_part = |char: char| char.is_alphanumeric() || matches!(char, '_' | '$' | '-' | '.');
        let end = text.find(|char| !is_part(char)).unwrap_or(text.len());
        self.position += end;
        (end > 0).then(|| &text[..end])
    }

    /// Reads a string; returns `None` for a template with placeholders.
    fn read_string(&mut self) -> Option<Cow<'a, str>> {
        let quote = self.peek()?;
        let start = self.position + 1;
        let end = self.end_of_string(quote);
        self.position = (end + 1).min(self.text.len());
        let raw = &self.text[start..end];
        if quote == '`' && raw.contains("${") {
            return None;
        }
        Some(super::unescaped(raw, |escaped| match escaped {
            'n' => Some('\n'),
            't' => Some('\t'),
            // A line end after a backslash is not part of the string.
            '\n' => None,
            other => Some(other),
        }))
    }

    /// Returns the position of the quote that closes the string at the current position, or the end of the text if there is
    /// none.
    fn end_of_string(&self, quote: char) -> usize {
        let mut is_escaped = false;
        for (position, char) in self.text[self.position + 1..].char_indices() {
            match char {
                _ if is_escaped => is_escaped = false,
                '\\' => is_escaped = true,
                char if char == quote => return self.position + 1 + position,
                _ => {}
            }
        }
        self.text.len()
    }

    /// Skips a value. It ends after its own closing brace, or before the comma or closing bracket that follows it in an object or
    /// a list.
    fn skip_value(&mut self) {
        let mut depth = 0_usize;
        while let Some(char) = self.peek() {
            match char {
                '"' | '\'' | '`' => {
                    self.position = (self.end_of_string(char) + 1).min(self.text.len());
                    continue;
                }
                '{' | '[' | '(' => depth += 1,
                '}' | ']' | ')' if depth == 0 => return,
                '}' | ']' | ')' => {
                    depth -= 1;
                    if depth == 0 && char == '}' {
                        self.position += 1;
                        return;
                    }
                }
                ',' if depth == 0 => return,
                _ => {}
            }
            self.position += char.len_utf8();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literal_values_of_an_object_become_entries() {
        let text = "import { a } from 'b';\n\nexport const metadata = {\n  title: 'What\\'s up', // why\n  alternates: { canonical: '/n' },\n  tags: ['a', \"b\"],\n  n: 3, d: new Date(), t: `x${y}`, ...rest, draft: true,\n};\n\nText.\n";
        let range = find(text).expect("the object is exported");
        assert!(text[range.clone()].ends_with('}') && text[range.end..].starts_with(';'));
        let entries = parse(&text[range], 0);
        // Objects, lists and computed values are no scalars, so they are listed as `None`.
        let scalars: Vec<_> = entries
            .iter()
            .map(|entry| (&*entry.key, entry.node.value.scalar()))
            .collect();
        assert_eq!(
            scalars,
            [
                ("title", Some("What's up")),
                ("alternates", None),
                ("tags", None),
                ("n", Some("3")),
                ("d", None),
                ("t", None),
                ("draft", Some("true")),
            ]
        );
    }

    #[test]
    fn exports_that_are_not_metadata_are_ignored() {
        // The export follows prose.
        assert_eq!(find("Text.\n\nexport const metadata = {}\n"), None);
        // The value is computed.
        assert_eq!(find("export const metadata = make()\n"), None);
        // The name is another one.
        assert_eq!(find("export const metal = {}\n"), None);
    }

    #[test]
    fn exports_with_each_name_of_metadata_are_found() {
        for name in NAMES {
            let text = format!("export const {name} = {{ title: 'A' }}\n\nText.\n");
            let object = &text[find(&text).expect("an object")];
            assert_eq!(object, "{ title: 'A' }");
        }
    }

    #[test]
    fn default_export_finds_the_exported_object() {
        for (text, expected) in [
            ("module.exports = { a: 1 };\n", Some("{ a: 1 }")),
            (
                "// why\nexport default {\n  a: [1],\n};",
                Some("{\n  a: [1],\n}"),
            ),
            ("module.exports = function () {}", None),
            ("const x = 'module.exports = {}';", None),
            ("export default async () => ({})", None),
        ] {
            assert_eq!(default_export(text).map(|range| &text[range]), expected);
        }
    }

    #[test]
    fn parsing_a_broken_object_terminates() {
        for text in [
            "{",
            "{a",
            "{a:",
            "{a: [",
            "{a: '",
            "{a: {b: (",
            "{,}",
            "{]",
            "{a:,b:1}",
        ] {
            parse(text, 0);
        }
    }
}
