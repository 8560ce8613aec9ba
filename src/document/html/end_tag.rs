//! Finds the end tags of elements whose content is not parsed: scripts, drawings, media players.

use std::collections::HashMap;
use std::ops::Range;

use crate::text::work;

/// Maximum length of the name of an element, in bytes.
const MAX_NAME_BYTES: usize = 64;

/// A start tag or an end tag.
struct Tag {
    start: usize,
    is_end: bool,
}

/// Iterates over the start tags and end tags whose name is `name`; case is ignored.
fn find_tags<'t>(text: &'t str, name: &'t str) -> impl Iterator<Item = Tag> + 't {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'<', bytes).filter_map(move |start| {
        let is_end = bytes.get(start + 1) == Some(&b'/');
        let name_start = start + 1 + usize::from(is_end);
        let name_end = name_start + name.len();
        let tag_name = bytes.get(name_start..name_end)?;
        let is_name_end = bytes
            .get(name_end)
            .is_none_or(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'));
        (is_name_end && tag_name.eq_ignore_ascii_case(name.as_bytes()))
            .then_some(Tag { start, is_end })
    })
}

/// Returns the offset of the last end tag for each name. The names are in lower case.
pub(super) fn last_end_tags(text: &str) -> HashMap<String, usize> {
    let bytes = text.as_bytes();
    work::count_steps_for_tests(text.len());
    let mut ends = HashMap::new();
    for start in memchr::memmem::find_iter(bytes, b"</") {
        let name_start = start + "</".len();
        let name = &bytes[name_start..];
        let ends_name =
            |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/' | b'<');
        let length = name.iter().take(MAX_NAME_BYTES).position(ends_name);
        if let Some(name) = length.and_then(|length| text.get(name_start..name_start + length)) {
            ends.insert(name.to_ascii_lowercase(), start);
        }
    }
    ends
}

/// Returns the range of the end tag of an element whose start tag is right before `text`. Skips the end tags of nested
/// elements with the same name, except in elements such as `script` whose content is not HTML. If there are fewer end tags
/// than start tags, returns the last end tag.
pub(super) fn find(text: &str, name: &str) -> Option<Range<usize>> {
    let has_raw_text = matches!(name, "script" | "style" | "iframe");
    let (mut depth, mut last_end_tag) = (1, None);
    for Tag { start, is_end } in find_tags(text, name) {
        work::count_steps_for_tests(1);
        if is_end {
            depth -= 1;
            last_end_tag = Some(start);
        } else if !has_raw_text {
            depth += 1;
        }
        if depth == 0 {
            break;
        }
    }
    let start = last_end_tag?;
    let bracket = memchr::memchr(b'>', &text.as_bytes()[start..]);
    let end = bracket.map_or(text.len(), |bracket| start + bracket + 1);
    Some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn end_tag_matches_the_start_tag_in_name_and_depth() {
        let end_tag = |text, name| find(text, name).map(|range| &text[range]);
        assert_eq!(end_tag("a < b </SCRIPT > c", "script"), Some("</SCRIPT >"));
        // The first `</svg>`, at bytes 5 to 11, ends the nested element.
        assert_eq!(find("<svg></svg></svg>x", "svg"), Some(11..17));
        // The nested `<svg>` has no end tag, so the only end tag ends the outer element.
        assert_eq!(find("<svg></svg>x", "svg"), Some(5..11));
        assert_eq!(find("</svgx>", "svg"), None);
        // An end tag without `>` extends to the end of the text.
        assert_eq!(find("</svg", "svg"), Some(0..5));
    }
}
