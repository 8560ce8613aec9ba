//! Parses JSX tags and expressions in braces.

use std::ops::Range;

use super::pairs::TagKind;
use crate::text::work::count_steps_for_tests;

/// Maximum length of a tag or an expression, in bytes.
pub(super) const MAX_TAG_BYTES: usize = 16 * 1024;

/// Number of bytes that are subtracted from the rewriter's scan budget for a `<` that turns out not to begin a tag.
pub(super) const REJECTED_TAG_BYTES: usize = 64;

/// A tag of a component or an HTML element.
pub(super) struct JsxTag<'s> {
    /// The range of the tag in the body.
    pub(super) range: Range<usize>,
    pub(super) kind: TagKind,
    /// The name of the tag; empty for a fragment `<>`.
    pub(super) name: &'s str,
    /// The names and values of the attributes whose values are strings, numbers or paths, as arguments for
    /// [`TagArgs`](super::args::TagArgs). The names are always `Some`; they are optional because `TagArgs` also takes
    /// arguments without a name.
    pub(super) attributes: Vec<(Option<&'s str>, &'s str)>,
}

/// Parses the tag that begins with the `<` at byte `start`. Returns `None` if the text is not a tag, or if the tag
/// is longer than [`MAX_TAG_BYTES`] or contains a blank line.
pub(super) fn parse(body: &str, start: usize) -> Option<JsxTag<'_>> {
    let bytes = body.as_bytes();
    let mut position = start + 1;
    let is_end_tag = bytes.get(position) == Some(&b'/');
    position += usize::from(is_end_tag);
    let name = name_at(body, position);
    position += name.len();
    let has_valid_start =
        name.is_empty() || name.starts_with(|char: char| char.is_ascii_alphabetic());
    if !has_valid_start
        || !matches!(
            bytes.get(position)?,
            b'>' | b'/' | b' ' | b'\n' | b'\r' | b'\t'
        )
    {
        return None;
    }
    let mut attributes = Vec::new();
    loop {
        position += white_space_len(&bytes[position..])?;
        if position - start > MAX_TAG_BYTES {
            return None;
        }
        match bytes.get(position)? {
            b'>' => {
                let kind = if is_end_tag {
                    TagKind::Close
                } else {
                    TagKind::Open
                };
                return Some(JsxTag {
                    range: start..position + 1,
                    kind,
                    name,
                    attributes,
                });
            }
            b'/' if bytes.get(position + 1) == Some(&b'>') && !is_end_tag => {
                return Some(JsxTag {
                    range: start..position + 2,
                    kind: TagKind::SelfClosing,
                    name,
                    attributes,
                });
            }
            // The attributes of an object, `{...props}`, are not known.
            b'{' => position = braces_end(body, position)?,
            // A fragment `<>`, whose name is empty, has no attributes.
            byte if is_name_byte(*byte) && !name.is_empty() => {
                let attribute = parse_attribute(body, position)?;
                if let Some(value) = attribute.value {
                    attributes.push((Some(attribute.name), value));
                }
                position = attribute.end;
            }
            _ => return None,
        }
    }
}

/// An attribute of a tag.
struct Attribute<'s> {
    name: &'s str,
    /// The value, if it is a string, a number or a path.
    value: Option<&'s str>,
    /// The byte after the attribute.
    end: usize,
}

/// Parses the attribute that begins at byte `start`. Returns `None` if the value after `=` is missing or is not closed, or if a
/// blank line comes first.
fn parse_attribute(body: &str, start: usize) -> Option<Attribute<'_>> {
    let bytes = body.as_bytes();
    let name = name_at(body, start);
    let name_end = start + name.len();
    let after_name = name_end + white_space_len(&bytes[name_end..])?;
    if bytes.get(after_name) != Some(&b'=') {
        return Some(Attribute {
            name,
            value: None,
            end: name_end,
        });
    }
    let value_start = after_name + 1 + white_space_len(&bytes[after_name + 1..])?;
    let end = value_end(body, value_start)?;
    Some(Attribute {
        name,
        value: plain_value(&body[value_start..end]),
        end,
    })
}

/// Returns the name that begins at byte `start`, which may be empty.
fn name_at(body: &str, start: usize) -> &str {
    let bytes = body.as_bytes()[start..].iter();
    let length = bytes.take_while(|byte| is_name_byte(**byte)).count();
    &body[start..start + length]
}

/// Returns true for the characters of tag and attribute names.
fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b':' | b'$')
}

/// Returns the number of white space bytes at the start of `bytes`, or `None` if they contain a blank line.
fn white_space_len(bytes: &[u8]) -> Option<usize> {
    let length = bytes
        .iter()
        .take_while(|byte| byte.is_ascii_whitespace())
        .count();
    let line_breaks = memchr::memchr_iter(b'\n', &bytes[..length]).count();
    (line_breaks < 2).then_some(length)
}

/// Returns the end of the attribute value at byte `position`, after its closing quotation mark or brace. Returns `None` if no
/// value starts there, or if the value is not closed.
fn value_end(body: &str, position: usize) -> Option<usize> {
    match body.as_bytes().get(position)? {
        quote @ (b'"' | b'\'') => {
            let after_quote = &body.as_bytes()[position + 1..];
            let searched = &after_quote[..after_quote.len().min(MAX_TAG_BYTES)];
            let length = memchr::memchr(*quote, searched)?;
            let quotation_marks = 2;
            Some(position + length + quotation_marks)
        }
        b'{' => braces_end(body, position),
        byte if byte.is_ascii_alphanumeric() => {
            let ends_value = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/');
            let mut bytes = body.as_bytes()[position..].iter();
            let length = bytes.position(ends_value);
            Some(length.map_or(body.len(), |length| position + length))
        }
        _ => None,
    }
}

/// Returns the content of an attribute value: of a string, a number in braces, or a value without quotation marks. For
/// `{require('./x.png').default}`, returns the path. Returns `None` for any other expression in braces.
fn plain_value(value: &str) -> Option<&str> {
    if let Some(inside) = value
        .strip_prefix('{')
        .and_then(|value| value.strip_suffix('}'))
    {
        let inside = inside.trim();
        if let Some(path) = inside.strip_prefix("require(") {
            return string_literal(path.split(')').next()?.trim());
        }
        let is_number = !inside.is_empty() && inside.bytes().all(|byte| byte.is_ascii_digit());
        return if is_number {
            Some(inside)
        } else {
            string_literal(inside)
        };
    }
    string_literal(value).or(Some(value))
}

/// Returns the content of a string literal without interpolation, or `None` for any other expression.
pub(super) fn string_literal(text: &str) -> Option<&str> {
    let quote = text
        .chars()
        .next()
        .filter(|char| matches!(char, '"' | '\'' | '`'))?;
    let inside = text[1..].strip_suffix(quote)?;
    let is_plain = !(inside.contains(quote) || quote == '`' && inside.contains("${"));
    is_plain.then_some(inside)
}

/// Returns the end of the JavaScript string, template literal or `/* */` comment that starts at byte `start`. Returns `start + 1`
/// if none of these starts there. A quotation mark that is not closed on its line does not start a string. Returns `None` if a
/// template literal or a comment is not closed.
pub(super) fn literal_or_comment_end(bytes: &[u8], start: usize) -> Option<usize> {
    let content_start = start + 1;
    let after_first = &bytes[content_start..];
    match bytes[start] {
        quote @ (b'"' | b'\'') => {
            let line_end = memchr::memchr(b'\n', after_first).unwrap_or(after_first.len());
            let line = &after_first[..line_end];
            let end = memchr::memchr(quote, line);
            Some(end.map_or(content_start, |end| content_start + end + 1))
        }
        b'`' => Some(content_start + memchr::memchr(b'`', after_first)? + 1),
        b'/' if after_first.starts_with(b"*") => {
            let length = memchr::memmem::find(after_first, b"*/")?;
            Some(content_start + length + "*/".len())
        }
        _ => Some(content_start),
    }
}

/// Returns the end of the braces that begin at byte `start`. Skips strings, template literals and comments. Returns
/// `None` if the braces are not closed within [`MAX_TAG_BYTES`], or contain a blank line that is not in nested braces.
pub(super) fn braces_end(body: &str, start: usize) -> Option<usize> {
    let limit = body.len().min(start + MAX_TAG_BYTES);
    let bytes = &body.as_bytes()[..limit];
    let mut depth = 0usize;
    let mut position = start;
    while let Some(byte) = bytes.get(position) {
        count_steps_for_tests(1);
        position += 1;
        match byte {
            b'{' => depth += 1,
            b'}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(position);
                }
            }
            b'"' | b'\'' | b'`' | b'/' => position = literal_or_comment_end(bytes, position - 1)?,
            // In nested braces, such as the body of a function, a blank line is allowed. Outside them, a blank line ends the
            // paragraph around the expression.
            b'\n' if depth == 1 && bytes.get(position) == Some(&b'\n') => return None,
            _ => {}
        }
    }
    None
}
