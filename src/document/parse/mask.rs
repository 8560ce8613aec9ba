//! Masking of characters that the Markdown parser would take for markup: emphasis delimiters in bare URLs (GFM,
//! “Autolinks (extension)”), and a colon at the start of a line that begins no definition.
//!
//! The Markdown parser does not support bare URLs, and takes every colon at the start of a line for a definition. Before it
//! runs, these characters are replaced by control characters; they are restored in the parser's events.

use memchr::memmem;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag};

/// Each masked character and the control character that replaces it.
const STAND_INS: [(u8, u8); 4] = [(b'*', 1), (b'_', 2), (b'~', 3), (b':', 4)];

/// Maximum length of the blanks and quote markers before a colon, in bytes.
const MAX_MARKER_BYTES: usize = 64;

/// The schemes of bare URLs.
const SCHEMES: [&str; 3] = ["https", "http", "ftp"];

/// Maximum length of the label of a footnote's definition, with its brackets, in bytes.
const MAX_NOTE_LABEL_BYTES: usize = 256;

/// Replaces the emphasis delimiters in bare URLs, and, if `has_definitions` is true, the colons that begin no definition.
/// Returns `None` if there is nothing to replace, or if the text already contains the control characters.
pub(super) fn mask(text: &str, has_definitions: bool) -> Option<String> {
    let bytes = text.as_bytes();
    let mut masked: Option<Vec<u8>> = None;
    if has_definitions {
        for at in bare_colons(bytes) {
            masked.get_or_insert_with(|| bytes.to_vec())[at] = stand_in(b':');
        }
    }
    let mut done = 0;
    let addresses = memmem::find_iter(bytes, "://").filter_map(|at| scheme_start(bytes, at));
    let mut starts: Vec<usize> = addresses.chain(memmem::find_iter(bytes, "www.")).collect();
    starts.sort_unstable();
    for start in starts {
        if start < done || !may_begin(bytes, start) {
            continue;
        }
        done = end(bytes, start);
        for at in start..done {
            // An escaped delimiter starts no emphasis, and must stay unmasked so that the parser removes its backslash.
            let is_escaped = at > 0 && bytes[at - 1] == b'\\';
            if matches!(bytes[at], b'*' | b'_' | b'~') && !is_escaped {
                masked.get_or_insert_with(|| bytes.to_vec())[at] = stand_in(bytes[at]);
            }
        }
    }
    let masked = masked?;
    let is_taken = STAND_INS
        .iter()
        .any(|(_, stand_in)| bytes.contains(stand_in));
    String::from_utf8(masked).ok().filter(|_| !is_taken)
}

/// Returns the control character that replaces a masked character.
fn stand_in(char: u8) -> u8 {
    let found = STAND_INS.iter().find(|(masked, _)| *masked == char);
    found.map_or(char, |(_, stand_in)| *stand_in)
}

/// Iterates over the colons at the start of a line without a blank after them. A definition begins with a colon and a blank
/// (PHP Markdown Extra, “Definition Lists”).
fn bare_colons(bytes: &[u8]) -> impl Iterator<Item = usize> {
    memchr::memchr_iter(b':', bytes).filter(|at| {
        let before = &bytes[at.saturating_sub(MAX_MARKER_BYTES)..*at];
        let markers = before
            .iter()
            .rev()
            .take_while(|byte| matches!(byte, b' ' | b'\t' | b'>'))
            .count();
        let line_end = before.len().checked_sub(markers + 1);
        let is_line_start = match line_end {
            Some(end) => before[end] == b'\n',
            None => before.len() == *at,
        };
        is_line_start && !bytes.get(at + 1).is_none_or(u8::is_ascii_whitespace)
    })
}

/// Restores the masked characters in an event.
pub(super) fn unmask(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Text(text) => Event::Text(unmask_text(text)),
        Event::Code(text) => Event::Code(unmask_text(text)),
        Event::Html(text) => Event::Html(unmask_text(text)),
        Event::InlineHtml(text) => Event::InlineHtml(unmask_text(text)),
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        }) => Event::Start(Tag::Link {
            link_type,
            dest_url: unmask_text(dest_url),
            title: unmask_text(title),
            id,
        }),
        Event::Start(Tag::Image {
            link_type,
            dest_url,
            title,
            id,
        }) => Event::Start(Tag::Image {
            link_type,
            dest_url: unmask_text(dest_url),
            title: unmask_text(title),
            id,
        }),
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(unmask_text(info))))
        }
        event => event,
    }
}

fn unmask_text(text: CowStr<'_>) -> CowStr<'_> {
    let original = |char: char| {
        let found = STAND_INS
            .iter()
            .find(|(_, stand_in)| char::from(*stand_in) == char);
        found.map(|(delimiter, _)| char::from(*delimiter))
    };
    if !text.chars().any(|char| original(char).is_some()) {
        return text;
    }
    let unmasked = text.chars().map(|char| original(char).unwrap_or(char));
    CowStr::from(unmasked.collect::<String>())
}

/// Returns the byte at which the scheme before the `://` at byte `at` begins, or `None` if the scheme is not in [`SCHEMES`].
fn scheme_start(bytes: &[u8], at: usize) -> Option<usize> {
    SCHEMES.iter().find_map(|scheme| {
        let start = at.checked_sub(scheme.len())?;
        let is_scheme = bytes[start..at].eq_ignore_ascii_case(scheme.as_bytes());
        is_scheme.then_some(start)
    })
}

/// Returns true if a bare URL may begin at `start`: not within a word, a path, a tag or code.
fn may_begin(bytes: &[u8], start: usize) -> bool {
    let in_front = bytes[..start].trim_ascii_end();
    // Destinations of links and of definitions are never parsed as emphasis, and must not contain control characters.
    if in_front.ends_with(b"](") || in_front.ends_with(b"]:") && !ends_with_note_label(in_front) {
        return false;
    }
    let before = start.checked_sub(1).map(|before| bytes[before]);
    before.is_none_or(|byte| {
        !byte.is_ascii_alphanumeric() && !matches!(byte, b'<' | b'/' | b'.' | b'@' | b'=' | b'`')
    })
}

/// Returns true if `text`, which ends with `]:`, ends with the label of a footnote's definition.
fn ends_with_note_label(text: &[u8]) -> bool {
    let near = &text[text.len().saturating_sub(MAX_NOTE_LABEL_BYTES)..];
    memchr::memrchr(b'[', near).is_some_and(|opener| near[opener..].starts_with(b"[^"))
}

/// Returns the end of the bare URL that begins at `start`, without the punctuation that ends the sentence.
fn end(bytes: &[u8], start: usize) -> usize {
    let mut open = 0_usize;
    let inside = bytes[start..].iter().take_while(|byte| match byte {
        b'(' | b'[' => {
            open += 1;
            true
        }
        b')' | b']' => {
            let is_balanced = open > 0;
            open = open.saturating_sub(1);
            is_balanced
        }
        b'<' | b'>' | b'`' | b'"' | b'|' => false,
        byte => !byte.is_ascii_whitespace(),
    });
    let end = start + inside.count();
    let trailing = bytes[start..end].iter().rev();
    let trailing = trailing.take_while(|byte| b"?!.,:;*_~'".contains(byte));
    end - trailing.count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mask_replaces_colons_that_begin_no_definition() {
        for (text, masked) in [
            ("a\n: b", None),
            ("a\n:b", Some("a\n\u{4}b")),
            (":b\n> :c: d", Some("\u{4}b\n> \u{4}c: d")),
            ("a :b\n:", None),
        ] {
            assert_eq!(mask(text, true).as_deref(), masked, "{text}");
            assert_eq!(mask(text, false), None, "{text}");
        }
    }

    #[test]
    fn mask_replaces_delimiters_only_in_bare_urls() {
        for (text, masked) in [
            (
                "see https://a.b/__c__.py _x_",
                Some("see https://a.b/\u{2}\u{2}c\u{2}\u{2}.py _x_"),
            ),
            ("**www.a.b/*c*d** *e*", Some("**www.a.b/\u{1}c\u{1}d** *e*")),
            (
                "(https://a.b/~c~/d)~e~",
                Some("(https://a.b/\u{3}c\u{3}/d)~e~"),
            ),
            ("https://a.b/c_ and _d_.", None),
            ("<https://a.b/_c_>", None),
            ("`https://a.b/_c_`", None),
            ("https://a.b/\\_c\\_d", None),
            ("[a](https://a.b/_c_d)", None),
            ("[a]: https://a.b/_c_d", None),
            (
                "[^a]: https://a.b/_c_d",
                Some("[^a]: https://a.b/\u{2}c\u{2}d"),
            ),
            ("no_https://a.b/_c", Some("no_https://a.b/\u{2}c")),
            ("nohttps://a.b/_c_d", None),
            ("https://a.b/_c_d \u{1}", None),
        ] {
            assert_eq!(mask(text, false).as_deref(), masked, "{text}");
        }
    }
}
