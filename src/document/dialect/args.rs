//! Arguments of shortcodes and template tags, and the search for a tag's end.

use std::ops::Range;

use memchr::memmem;

use crate::text;
use crate::text::work::count_steps_for_tests;

/// Maximum length of a template tag in bytes. Longer text between delimiters is not a tag.
pub(super) const MAX_TAG_BYTES: usize = 4096;

/// The arguments of a tag, in order. Each has a value, and may have a name before the value.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct TagArgs<'s>(Vec<(Option<&'s str>, &'s str)>);

impl<'s> TagArgs<'s> {
    /// Parses words, `"quoted words"`, `name=value` and `name:value`, separated by white space or commas.
    pub(super) fn parse(text: &'s str) -> Self {
        let mut args = Vec::new();
        let mut remaining = skip_separators(text);
        while !remaining.is_empty() {
            let name = leading_name(remaining);
            let after_name = remaining[name.len()..].trim_start();
            // An argument such as `https://…` is a value without a name.
            if !name.is_empty()
                && let Some(value) = after_name
                    .strip_prefix(['=', ':'])
                    .filter(|value| !value.starts_with('/'))
            {
                let (value, after) = split_value(value.trim_start());
                args.push((Some(name), value));
                remaining = skip_separators(after);
            } else {
                let (value, after) = split_value(remaining);
                args.push((None, value));
                remaining = skip_separators(after);
            }
        }
        Self(args)
    }

    /// Creates a list of arguments that are already parsed.
    pub(super) fn new(args: Vec<(Option<&'s str>, &'s str)>) -> Self {
        Self(args)
    }

    /// Looks for an argument with each of `names`, in this order, and returns the value of the first argument that is found. Case
    /// is ignored.
    pub(super) fn get(&self, names: &[&str]) -> Option<&'s str> {
        names.iter().find_map(|name| {
            let is_wanted = |arg_name: &str| arg_name.eq_ignore_ascii_case(name);
            let mut args = self.0.iter();
            args.find(|(arg_name, _)| arg_name.is_some_and(is_wanted))
                .map(|(_, value)| *value)
        })
    }

    /// Returns the unnamed argument with the index `index`, counted from 0.
    pub(super) fn unnamed(&self, index: usize) -> Option<&'s str> {
        let mut unnamed = self.0.iter().filter(|(name, _)| name.is_none());
        unnamed.nth(index).map(|(_, value)| *value)
    }

    /// Returns the value of the argument that [`Self::get`] finds. If there is none, returns the unnamed argument with the index
    /// `index`, or else an empty string.
    pub(super) fn named_or_unnamed(&self, names: &[&str], index: usize) -> &'s str {
        self.get(names)
            .or_else(|| self.unnamed(index))
            .unwrap_or_default()
    }

    /// Iterates over the names and values of all arguments.
    pub(super) fn names_and_values(&self) -> impl Iterator<Item = (Option<&'s str>, &'s str)> {
        self.0.iter().copied()
    }
}

/// Removes white space and commas from the start.
fn skip_separators(text: &str) -> &str {
    text.trim_start_matches(|char: char| char.is_whitespace() || char == ',')
}

/// Returns the name at the start of `text`, or an empty string.
pub(super) fn leading_name(text: &str) -> &str {
    let end =
        text.find(|char: char| !(char.is_alphanumeric() || matches!(char, '_' | '-' | '.' | '/')));
    &text[..end.unwrap_or(text.len())]
}

/// Splits off a value, in quotes or up to the next separator. Returns the value and the text after it.
fn split_value(text: &str) -> (&str, &str) {
    let quote = text
        .chars()
        .next()
        .filter(|char| matches!(char, '"' | '\'' | '`'));
    if let Some(quote) = quote
        && let Some(end) = closing_quote(&text[1..], quote as u8)
    {
        // `end` counts from the byte after the opening quotation mark.
        return (&text[1..=end], &text[end + 2..]);
    }
    let end = text.find(|char: char| char.is_whitespace() || char == ',');
    text.split_at(end.unwrap_or(text.len()))
}

/// Returns the offset of the first `quotation_mark` that is not escaped by a backslash.
fn closing_quote(text: &str, quotation_mark: u8) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut position = 0;
    loop {
        position += memchr::memchr2(quotation_mark, b'\\', bytes.get(position..)?)?;
        if bytes[position] == quotation_mark {
            return Some(position);
        }
        // Skips the backslash and the escaped byte.
        position += 2;
    }
}

/// Returns the range of the `closer` that ends a tag whose content begins at `content_start`: the first `closer` outside
/// quotes. If a quote is not closed, returns the first `closer` after its quotation mark. Returns `None` if another
/// `opener` comes first, or if there is no `closer` within [`MAX_TAG_BYTES`].
pub(super) fn find_closer(
    body: &str,
    content_start: usize,
    opener: &str,
    closer: &str,
) -> Option<Range<usize>> {
    let end = text::floor_char_boundary(body, content_start + MAX_TAG_BYTES);
    let text = body.get(content_start..end)?.as_bytes();
    let (opener, closer_bytes) = (opener.as_bytes(), closer.as_bytes());
    let mut position = 0;
    let mut unclosed_quote = None;
    while position < text.len() {
        count_steps_for_tests(1);
        let remaining = &text[position..];
        if remaining.starts_with(closer_bytes) {
            let start = content_start + position;
            return Some(start..start + closer.len());
        }
        if remaining.starts_with(opener) {
            break;
        }
        let starts_quote = matches!(text[position], b'"' | b'`')
            || text[position] == b'\'' && begins_word(text, position);
        if starts_quote {
            let quoted = body
                .get(content_start + position + 1..end)
                .unwrap_or_default();
            let Some(length) = closing_quote(quoted, text[position]) else {
                unclosed_quote = Some(position);
                break;
            };
            let quotation_marks = 2;
            position += length + quotation_marks;
        } else {
            // Advances to the next byte that can start a quote, the closer or an opener.
            let following = &remaining[1..];
            let next = memchr::memchr3(b'"', closer_bytes[0], opener[0], following);
            let next = next.unwrap_or(following.len());
            let next_quote = memchr::memchr2(b'`', b'\'', &following[..next]);
            position += 1 + next_quote.unwrap_or(next);
        }
    }
    let position = unclosed_quote?;
    let start = content_start + position + memmem::find(&text[position..], closer_bytes)?;
    let has_no_opener =
        memmem::find(&body.as_bytes()[content_start + position..start], opener).is_none();
    has_no_opener.then_some(start..start + closer.len())
}

/// Returns true if an apostrophe at byte `position` can start a quote: no letter or digit is right before it.
fn begins_word(text: &[u8], position: usize) -> bool {
    position == 0 || !text[position - 1].is_ascii_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_quoted_texts_and_named_values_are_arguments() {
        let args =
            TagArgs::parse(r#"one "two words" a="b c" d='e' f=`g`, h = 5 "" x:"y" https://e.org "#);
        assert_eq!(args.unnamed(0), Some("one"));
        assert_eq!(args.unnamed(1), Some("two words"));
        assert_eq!(args.get(&["a"]), Some("b c"));
        assert_eq!(args.get(&["nothing", "D"]), Some("e"));
        assert_eq!(args.get(&["f"]), Some("g"));
        assert_eq!(args.get(&["h"]), Some("5"));
        assert_eq!(args.get(&["x"]), Some("y"));
        assert_eq!(args.unnamed(2), Some(""));
        assert_eq!(args.unnamed(3), Some("https://e.org"));
    }

    #[test]
    fn closer_is_outside_quotes_and_before_another_opener() {
        // The expected ranges are the bytes of the closer `>}}`. No quote starts at an apostrophe within a word, or at a
        // quotation mark that is not closed.
        let body = r#"x "a >}} b" y>}} c"#;
        assert_eq!(find_closer(body, 0, "{{<", ">}}"), Some(13..16));
        assert_eq!(find_closer("it's >}}", 0, "{{<", ">}}"), Some(5..8));
        assert_eq!(find_closer("\"never >}}", 0, "{{<", ">}}"), Some(7..10));
        assert_eq!(find_closer("a {{< b >}}", 0, "{{<", ">}}"), None);
        assert_eq!(find_closer("a", 0, "{{<", ">}}"), None);
    }
}
