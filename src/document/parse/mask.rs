//! Masking of characters that the Markdown parser would wrongly treat as markup:
//!
//! - Emphasis delimiters in bare URLs (GFM, “Autolinks (extension)”). The parser does not support bare URLs.
//! - A colon that starts a line, but not a definition. To the parser, every such colon is the start of a definition.
//!
//! Before the parser runs, these characters are replaced by control characters. They are restored in the parser's events.

use memchr::memmem;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag};

/// Each masked character and the control character that replaces it.
const REPLACEMENTS: [(u8, u8); 4] = [(b'*', 1), (b'_', 2), (b'~', 3), (b':', 4)];

/// Maximum length of the blanks and quote markers between the start of a line and a colon, in bytes. A colon further to the
/// right is not at the start of the line.
const MAX_MARKER_BYTES: usize = 64;

/// The schemes of bare URLs.
const SCHEMES: [&str; 3] = ["https", "http", "ftp"];

/// Maximum length of the label of a footnote's definition, with its brackets, in bytes.
const MAX_FOOTNOTE_LABEL_BYTES: usize = 256;

/// Replaces the emphasis delimiters in bare URLs. If `dialect_has_definition_lists` is true, also replaces the colons that start
/// a line, but not a definition. Returns `None` if there is nothing to replace, or if the text already contains the control
/// characters.
pub(super) fn mask(text: &str, dialect_has_definition_lists: bool) -> Option<String> {
    let bytes = text.as_bytes();
    let mut masked: Option<Vec<u8>> = None;
    if dialect_has_definition_lists {
        for offset in colons_to_mask(bytes) {
            masked.get_or_insert_with(|| bytes.to_vec())[offset] = replacement(b':');
        }
    }
    let mut last_url_end = 0;
    let schemes = memmem::find_iter(bytes, "://").filter_map(|offset| scheme_start(bytes, offset));
    let mut starts: Vec<usize> = schemes.chain(memmem::find_iter(bytes, "www.")).collect();
    starts.sort_unstable();
    for start in starts {
        if start < last_url_end || !may_begin_url(bytes, start) {
            continue;
        }
        last_url_end = url_end(bytes, start);
        for offset in start..last_url_end {
            // An escaped delimiter does not start emphasis, and must stay unmasked so that the parser removes its backslash.
            let is_escaped = offset > 0 && bytes[offset - 1] == b'\\';
            if matches!(bytes[offset], b'*' | b'_' | b'~') && !is_escaped {
                masked.get_or_insert_with(|| bytes.to_vec())[offset] = replacement(bytes[offset]);
            }
        }
    }
    let masked = masked?;
    let has_control_characters = REPLACEMENTS
        .iter()
        .any(|(_, replacement)| bytes.contains(replacement));
    String::from_utf8(masked)
        .ok()
        .filter(|_| !has_control_characters)
}

/// Returns the control character that replaces a masked character.
fn replacement(byte: u8) -> u8 {
    let pair = REPLACEMENTS.iter().find(|(masked, _)| *masked == byte);
    pair.map_or(byte, |(_, replacement)| *replacement)
}

/// Iterates over the colons that start a line and are not followed by white space. A definition begins with a colon and a blank
/// (PHP Markdown Extra, “Definition Lists”).
fn colons_to_mask(bytes: &[u8]) -> impl Iterator<Item = usize> {
    memchr::memchr_iter(b':', bytes).filter(|offset| {
        let preceding = &bytes[offset.saturating_sub(MAX_MARKER_BYTES)..*offset];
        let markers = preceding
            .iter()
            .rev()
            .take_while(|byte| matches!(byte, b' ' | b'\t' | b'>'))
            .count();
        let is_line_start = match preceding.len().checked_sub(markers + 1) {
            Some(index_before_markers) => preceding[index_before_markers] == b'\n',
            // Nothing but markers: they begin the first line of the text, or are too long.
            None => preceding.len() == *offset,
        };
        is_line_start && !bytes.get(offset + 1).is_none_or(u8::is_ascii_whitespace)
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

/// Restores the masked characters in a text.
fn unmask_text(text: CowStr<'_>) -> CowStr<'_> {
    // The control characters of [`REPLACEMENTS`] are 1 to 4. All bytes are checked without an early exit, so that the compiler
    // vectorizes the loop.
    let is_masked = text
        .bytes()
        .fold(false, |any, byte| any | (1..=4).contains(&byte));
    if !is_masked {
        return text;
    }
    let original = |char: char| {
        let pair = REPLACEMENTS
            .iter()
            .find(|(_, replacement)| char::from(*replacement) == char);
        pair.map(|(masked, _)| char::from(*masked))
    };
    let unmasked = text.chars().map(|char| original(char).unwrap_or(char));
    CowStr::from(unmasked.collect::<String>())
}

/// Returns the byte at which the scheme before the `://` at byte `offset` begins, or `None` if the scheme is not in
/// [`SCHEMES`].
fn scheme_start(bytes: &[u8], offset: usize) -> Option<usize> {
    SCHEMES.iter().find_map(|scheme| {
        let start = offset.checked_sub(scheme.len())?;
        let is_scheme = bytes[start..offset].eq_ignore_ascii_case(scheme.as_bytes());
        is_scheme.then_some(start)
    })
}

/// Returns true if the bytes before `start` allow a bare URL to begin there. A bare URL does not begin within a word, a path, a
/// tag, code or the destination of a link.
fn may_begin_url(bytes: &[u8], start: usize) -> bool {
    let before = bytes[..start].trim_ascii_end();
    // Destinations of links and of link reference definitions are never parsed as emphasis, and must not contain
    // control characters.
    let is_reference_definition = before.ends_with(b"]:") && !ends_with_footnote_label(before);
    if before.ends_with(b"](") || is_reference_definition {
        return false;
    }
    let previous = start.checked_sub(1).map(|previous| bytes[previous]);
    previous.is_none_or(|byte| {
        !byte.is_ascii_alphanumeric() && !matches!(byte, b'<' | b'/' | b'.' | b'@' | b'=' | b'`')
    })
}

/// Returns true if `text`, which ends with `]:`, ends with the label of a footnote's definition.
fn ends_with_footnote_label(text: &[u8]) -> bool {
    let end = &text[text.len().saturating_sub(MAX_FOOTNOTE_LABEL_BYTES)..];
    memchr::memrchr(b'[', end).is_some_and(|bracket| end[bracket..].starts_with(b"[^"))
}

/// Returns the end of the bare URL that begins at `start`, without the punctuation after it.
fn url_end(bytes: &[u8], start: usize) -> usize {
    let mut open = 0_usize;
    let url = bytes[start..].iter().take_while(|byte| match byte {
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
    let end = start + url.count();
    let trailing = bytes[start..end].iter().rev();
    let trailing = trailing.take_while(|byte| b"?!.,:;*_~'".contains(byte));
    end - trailing.count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Masks a text of a dialect with definition lists.
    fn mask_with_definitions(text: &str) -> Option<String> {
        let dialect_has_definition_lists = true;
        mask(text, dialect_has_definition_lists)
    }

    /// Masks a text of a dialect without definition lists.
    fn mask_without_definitions(text: &str) -> Option<String> {
        let dialect_has_definition_lists = false;
        mask(text, dialect_has_definition_lists)
    }

    #[test]
    fn mask_replaces_colons_that_do_not_begin_a_definition() {
        for (text, masked) in [
            ("a\n: b", None),
            ("a\n:b", Some("a\n\u{4}b")),
            (":b\n> :c: d", Some("\u{4}b\n> \u{4}c: d")),
            ("a :b\n:", None),
        ] {
            assert_eq!(mask_with_definitions(text).as_deref(), masked, "{text}");
            assert_eq!(mask_without_definitions(text), None, "{text}");
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
            assert_eq!(mask_without_definitions(text).as_deref(), masked, "{text}");
        }
    }
}
