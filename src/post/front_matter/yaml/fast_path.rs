//! A fast path for simple YAML, which most front matter uses: lines with a key and a scalar, and lists of scalars.
//!
//! The fast path is five times as fast as the parser of the crate `granit_parser` (`benches/index.rs`). Any other syntax is left
//! to this parser. Property tests verify that both give the same result.

use std::borrow::Cow;

use super::super::super::lines::{TextLine, lines};
use super::super::super::value::{MetadataEntry, MetadataNode, MetadataValue};
use super::scalar;
use granit_parser::ScalarStyle;

/// Maximum length of a block in bytes; longer blocks are left to the parser, which limits the number of values.
const MAX_BLOCK_BYTES: usize = 4096;

/// The position of a missing value, until it is known whether a list follows the key.
const UNKNOWN_POSITION: usize = usize::MAX;

/// Parses a simple block; returns `None` if the block must be left to the parser. `base` is the byte of the file at which the
/// block starts.
pub(super) fn parse(block: &str, base: usize) -> Option<Vec<MetadataEntry<'_>>> {
    if block.len() > MAX_BLOCK_BYTES {
        return None;
    }
    let mut entries: Vec<MetadataEntry<'_>> = Vec::with_capacity(8);
    let mut list_indent = 0;
    for line in lines(block) {
        let text = line.text;
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        let indent = text.len() - text.trim_start_matches(' ').len();
        if text[indent..].starts_with("- ") {
            let item = read_node(
                &text[indent + 2..],
                line.start + indent + 2,
                base,
                ScalarContext::AfterDash,
            )?;
            let entry = entries.last_mut()?;
            match &mut entry.node.value {
                value @ MetadataValue::Null if entry.node.position == UNKNOWN_POSITION => {
                    list_indent = indent;
                    // The parser gives a list the position of its first dash. If the dash is not indented, it gives the list the
                    // position of the text after the dash.
                    entry.node.position = if indent == 0 {
                        item.position
                    } else {
                        base + line.start + indent
                    };
                    *value = MetadataValue::List(vec![item]);
                }
                // Further items must have the indentation of the first item.
                MetadataValue::List(items) if indent == list_indent => {
                    // A list in brackets is complete; only a list of dashes can have further items.
                    if block[entry.node.position - base..].starts_with('[') {
                        return None;
                    }
                    items.push(item);
                }
                _ => return None,
            }
        } else {
            entries.push(read_entry(&line, base)?);
        }
    }
    for entry in &mut entries {
        // The parser gives a missing value the position of the end of its key.
        if entry.node.position == UNKNOWN_POSITION {
            entry.node.position = entry.position + entry.key.len();
        }
    }
    Some(entries)
}

/// Reads `key: value` or `key:`. The value of `key:` gets its position later, because a list may follow.
fn read_entry<'a>(line: &TextLine<'a>, base: usize) -> Option<MetadataEntry<'a>> {
    let (key, value) = line.text.split_once(':')?;
    let is_word = key.starts_with(|char: char| char.is_ascii_alphabetic())
        && key
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    if !is_word {
        return None;
    }
    let position = base + line.start;
    let node = if value.trim_end_matches(' ').is_empty() {
        MetadataNode {
            value: MetadataValue::Null,
            position: UNKNOWN_POSITION,
        }
    } else {
        let value = value.strip_prefix(' ')?;
        read_node(
            value,
            line.start + key.len() + 2,
            base,
            ScalarContext::AfterKey,
        )?
    };
    Some(MetadataEntry {
        key: Cow::Borrowed(key),
        position,
        node,
    })
}

/// The context of a scalar, which determines the characters that the scalar may contain.
#[derive(Clone, Copy, PartialEq)]
enum ScalarContext {
    /// After a key, on the same line.
    AfterKey,
    /// After the dash of a list item.
    AfterDash,
    /// In a list between brackets.
    InBrackets,
}

/// Reads the scalar or list in `text`, which starts at byte `start` of the block; returns `None` if the parser must read it.
fn read_node(
    text: &str,
    start: usize,
    base: usize,
    context: ScalarContext,
) -> Option<MetadataNode<'_>> {
    let trimmed = text.trim_start_matches(' ');
    let start = start + text.len() - trimmed.len();
    let trimmed = trimmed.trim_end_matches(' ');
    let first = *trimmed.as_bytes().first()?;
    let value = match first {
        b'[' if context == ScalarContext::AfterKey => read_list(trimmed, start, base)?,
        b'"' | b'\'' => {
            let inner = trimmed[1..].strip_suffix(first as char)?;
            let is_literal = inner
                .chars()
                .all(|char| char != first as char && char != '\\' && is_certainly_printable(char));
            is_literal.then_some(MetadataValue::Text(Cow::Borrowed(inner)))?
        }
        _ => is_plain(trimmed, context)
            .then(|| scalar(Cow::Borrowed(trimmed), ScalarStyle::Plain))?,
    };
    Some(MetadataNode {
        value,
        position: base + start,
    })
}

/// Reads a list such as `[a, "b"]` on one line; returns `None` if a scalar contains a comma or a bracket.
fn read_list(text: &str, start: usize, base: usize) -> Option<MetadataValue<'_>> {
    let inner = text.strip_prefix('[')?.strip_suffix(']')?;
    if inner.trim_matches(' ').is_empty() {
        return Some(MetadataValue::List(Vec::new()));
    }
    let mut items = Vec::new();
    let mut position = start + 1;
    for item in inner.split(',') {
        if item.contains(['[', ']', '{', '}']) {
            return None;
        }
        items.push(read_node(item, position, base, ScalarContext::InBrackets)?);
        position += item.len() + 1;
    }
    Some(MetadataValue::List(items))
}

/// Returns true if an unquoted scalar certainly stands for its literal text (YAML 1.2.2, section 7.3.3).
fn is_plain(text: &str, context: ScalarContext) -> bool {
    let has_plain_start = text.starts_with(|char: char| char.is_alphanumeric() || char == '/');
    if !has_plain_start {
        return false;
    }
    let bytes = text.as_bytes();
    let has_syntax = bytes.iter().enumerate().any(|(position, byte)| match byte {
        // `:` is a part of the scalar if no blank follows, except in brackets. `#` is a part of it if no blank precedes.
        b':' => {
            context == ScalarContext::InBrackets
                || bytes.get(position + 1).is_none_or(|next| *next == b' ')
        }
        b'#' => bytes[position - 1] == b' ',
        _ => false,
    });
    !has_syntax && text.chars().all(is_certainly_printable)
}

/// Returns true if YAML certainly allows `char` in a scalar. Other characters are left to the parser, such as control characters,
/// line separators, the byte order mark and emoji.
fn is_certainly_printable(char: char) -> bool {
    matches!(char, ' '..='~' | '\u{a1}'..='\u{1fff}' | '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{d7ff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::super::super::value::ProblemList;
    use super::*;

    /// Parses a valid block with the YAML parser, without the fast path.
    fn parse_slowly(block: &str) -> Vec<MetadataEntry<'_>> {
        let mut report = ProblemList::empty(block);
        let parsed = super::super::parse_events(block, 0, &mut report);
        assert!(
            parsed.invalid_positions.is_empty(),
            "{block:?}: {:?}",
            report.into_problems()
        );
        parsed.entries
    }

    #[test]
    fn the_fast_path_parses_simple_blocks_like_the_parser() {
        for block in [
            "title: It's a title, isn't it? 1#2\ndate: 2024-02-07 10:30:00 +0200\ndraft: false\n",
            "title: \"quoted: yes\"\nother: 'so # too'\nurl: https://example.org/x\n",
            "tags: [a b, \"c\", 1.10, no]\nempty: []\nnothing:\nlast: null\n",
            "# comment\ntags:\n  - a\n  - \"b\"\n\ncategories:\n- c d\n- e\nend: 中文\n",
        ] {
            assert_eq!(parse(block, 0), Some(parse_slowly(block)), "{block:?}");
        }
    }

    #[test]
    fn other_syntax_is_left_to_the_parser() {
        for block in [
            "title: a: b\n",
            "title: a # b\n",
            "title: *a\n",
            "title: |\n  a\n",
            "a:\n  b: c\n",
            "a: b\n  c\n",
            "a: \"b\n  c\"\n",
            "a: 'it''s'\n",
            "a: \"\\n\"\n",
            "a: [b, [c]]\n",
            "a: [b: c]\n",
            "a: [b\n]\n",
            "- a\n",
            "a:\n- b\n  c\n",
            "a:\n- b: c\n",
            "a: b\n- c\n",
            "a: [b]\n- c\n",
            "a:\n- b\n - c\n",
            "a:b\n",
            "\"a\": b\n",
            "a: b\tc\n",
            "a: b:\n",
            "a: [b, ]\n",
            "a: \"b\" c\n",
            "a: !x b\n",
            "...\n",
        ] {
            assert_eq!(parse(block, 0), None, "{block:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2000, ..ProptestConfig::default() })]

        #[test]
        fn simple_blocks_give_the_same_entries_as_the_parser(
            block in "((a|b-c|D_1|tags):( |  )?(x|1 2|a:b|y#z|\"q: r\"|'s'|\\[\\]|\\[a, b\\]|\\[ 'a',1 \\]|é|/p/|true|~)?[ ]{0,2}\n|[ ]{0,2}- (x|y z|\"w\"|a: b|- c)\n|#c\n|\n|---\n){0,8}",
        ) {
            if let Some(entries) = parse(&block, 0) {
                prop_assert_eq!(entries, parse_slowly(&block), "{:?}", block);
            }
        }

        #[test]
        fn arbitrary_lines_give_the_same_entries_as_the_parser(block in "((k|l): [ a-c:#,'\"\\[\\]{}\\-0-9é&*!|>%@`?]{0,12}\n){1,3}") {
            if let Some(entries) = parse(&block, 0) {
                prop_assert_eq!(entries, parse_slowly(&block), "{:?}", block);
            }
        }
    }
}
