//! One JSX tag, one expression in braces.

use super::pairs::Role;

/// Bytes that a tag or an expression may take.
pub(super) const LONGEST: usize = 16 * 1024;

pub(super) struct Found<'s> {
    pub(super) end: usize,
    pub(super) role: Role,
    /// Nothing for a fragment, `<>`.
    pub(super) name: &'s str,
    /// Names with the values that are plain text.
    pub(super) attributes: Vec<(Option<&'s str>, &'s str)>,
}

/// The tag that begins with the `<` at byte `start`.
pub(super) fn read(body: &str, start: usize) -> Option<Found<'_>> {
    let bytes = body.as_bytes();
    let mut at = start + 1;
    let closes = bytes.get(at) == Some(&b'/');
    at += usize::from(closes);
    let length = bytes[at..]
        .iter()
        .take_while(|byte| is_name(**byte))
        .count();
    let name = &body[at..at + length];
    at += length;
    let starts_well = name.is_empty() || name.starts_with(|char: char| char.is_ascii_alphabetic());
    if !starts_well || !matches!(bytes.get(at)?, b'>' | b'/' | b' ' | b'\n' | b'\r' | b'\t') {
        return None;
    }
    let mut attributes = Vec::new();
    loop {
        at += blanks(&bytes[at..])?;
        if at - start > LONGEST {
            return None;
        }
        match bytes.get(at)? {
            b'>' => {
                let role = if closes { Role::Closes } else { Role::Opens };
                return Some(Found {
                    end: at + 1,
                    role,
                    name,
                    attributes,
                });
            }
            b'/' if bytes.get(at + 1) == Some(&b'>') && !closes => {
                return Some(Found {
                    end: at + 2,
                    role: Role::Single,
                    name,
                    attributes,
                });
            }
            b'{' => at = braces(body, at)?,
            byte if is_name(*byte) && !name.is_empty() => {
                let length = bytes[at..]
                    .iter()
                    .take_while(|byte| is_name(**byte))
                    .count();
                let key = &body[at..at + length];
                at += length;
                let behind = at + blanks(&bytes[at..])?;
                if bytes.get(behind) != Some(&b'=') {
                    continue;
                }
                at = behind + 1 + blanks(&bytes[behind + 1..])?;
                let end = value(body, at)?;
                if let Some(value) = plain(&body[at..end]) {
                    attributes.push((Some(key), value));
                }
                at = end;
            }
            _ => return None,
        }
    }
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b':' | b'$')
}

/// Bytes of the blanks that come next; `None` where one of their lines is empty.
fn blanks(bytes: &[u8]) -> Option<usize> {
    let length = bytes
        .iter()
        .take_while(|byte| byte.is_ascii_whitespace())
        .count();
    let lines = memchr::memchr_iter(b'\n', &bytes[..length]).count();
    (lines < 2).then_some(length)
}

fn value(body: &str, at: usize) -> Option<usize> {
    match body.as_bytes().get(at)? {
        quote @ (b'"' | b'\'') => {
            let rest = &body.as_bytes()[at + 1..];
            let rest = &rest[..rest.len().min(LONGEST)];
            Some(at + 2 + memchr::memchr(*quote, rest)?)
        }
        b'{' => braces(body, at),
        byte if byte.is_ascii_alphanumeric() => {
            let rest = body.as_bytes()[at..].iter();
            Some(
                at + rest
                    .take_while(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'>' | b'/'))
                    .count(),
            )
        }
        _ => None,
    }
}

/// The text of a value that is no program; of `{require('./x.png').default}`, the path.
fn plain(value: &str) -> Option<&str> {
    if let Some(inside) = value
        .strip_prefix('{')
        .and_then(|value| value.strip_suffix('}'))
    {
        let inside = inside.trim();
        if let Some(path) = inside.strip_prefix("require(") {
            return literal(path.split(')').next()?.trim());
        }
        let is_number = !inside.is_empty() && inside.bytes().all(|byte| byte.is_ascii_digit());
        return if is_number {
            Some(inside)
        } else {
            literal(inside)
        };
    }
    literal(value).or(Some(value))
}

/// What stands between quotes, if that is all there is.
pub(super) fn literal(text: &str) -> Option<&str> {
    let quote = text
        .chars()
        .next()
        .filter(|char| matches!(char, '"' | '\'' | '`'))?;
    let inside = text[1..].strip_suffix(quote)?;
    let is_whole = !(inside.contains(quote) || quote == '`' && inside.contains("${"));
    is_whole.then_some(inside)
}

/// The byte behind the brace that ends what the one at byte `start` begins. Strings, templates and comments are passed
/// over; a blank line ends everything but those within a deeper brace.
pub(super) fn braces(body: &str, start: usize) -> Option<usize> {
    let limit = body.len().min(start + LONGEST);
    let bytes = &body.as_bytes()[..limit];
    let mut depth = 0usize;
    let mut at = start;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'{' => depth += 1,
            b'}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            b'"' | b'\'' => {
                // A string ends on its line; an apostrophe is one of text within.
                let line = &bytes[at..];
                let line = &line[..memchr::memchr(b'\n', line).unwrap_or(line.len())];
                if let Some(end) = memchr::memchr(*byte, line) {
                    at += end + 1;
                }
            }
            b'`' => at += memchr::memchr(b'`', &bytes[at..])? + 1,
            b'/' if bytes.get(at) == Some(&b'*') => {
                at += memchr::memmem::find(&bytes[at..], b"*/")? + 2;
            }
            b'\n' if depth == 1 && bytes.get(at) == Some(&b'\n') => return None,
            _ => {}
        }
    }
    None
}
