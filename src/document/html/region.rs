//! Parts of a text that are not read: what scripts, drawings and players hold.

/// A tag in the text of HTML: `<name` or `</name`, then what may follow a name.
fn tags<'t>(text: &'t str, name: &'t str) -> impl Iterator<Item = (usize, bool)> + 't {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'<', bytes).filter_map(move |at| {
        let is_end = bytes.get(at + 1) == Some(&b'/');
        let from = at + 1 + usize::from(is_end);
        let named = bytes.get(from..from + name.len())?;
        let after = bytes.get(from + name.len()).copied().unwrap_or(b'>');
        let ends = after.is_ascii_whitespace() || matches!(after, b'>' | b'/');
        (ends && named.eq_ignore_ascii_case(name.as_bytes())).then_some((at, is_end))
    })
}

/// What stands in `text` before the end tag of an element whose start tag stands before `text`: the byte of that end tag
/// and the byte behind it. Elements of the same name within it have end tags of their own, but for `script` and the
/// like, whose content is no HTML; where those are missing, the last one there is will do.
pub(super) fn end_of(text: &str, name: &str) -> Option<(usize, usize)> {
    let is_raw = matches!(name, "script" | "style" | "iframe");
    let (mut depth, mut last) = (1, None);
    for (at, is_end) in tags(text, name) {
        if is_end {
            depth -= 1;
            last = Some(at);
        } else if !is_raw {
            depth += 1;
        }
        if depth == 0 {
            break;
        }
    }
    let at = last?;
    let behind = memchr::memchr(b'>', &text.as_bytes()[at..]);
    Some((at, behind.map_or(text.len(), |behind| at + behind + 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_tag_is_found_behind_those_within() {
        let end = |text, name| end_of(text, name).map(|(at, behind)| &text[at..behind]);
        assert_eq!(end("a < b </SCRIPT > c", "script"), Some("</SCRIPT >"));
        assert_eq!(end_of("<svg></svg></svg>x", "svg"), Some((11, 17)));
        assert_eq!(end_of("<svg></svg>x", "svg"), Some((5, 11)));
        assert_eq!(end_of("</svgx>", "svg"), None);
        assert_eq!(end_of("</svg", "svg"), Some((0, 5)));
    }
}
