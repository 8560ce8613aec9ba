//! Parsing and escaping of URIs (RFC 3986) in link targets.

use std::fmt::Write;

/// Returns the scheme before the first colon (section 3.1), as written; `None` if there is no colon, or no scheme before it.
pub fn scheme(target: &str) -> Option<&str> {
    let (scheme, _) = target.split_once(':')?;
    let is_scheme_char =
        |char: char| char.is_ascii_alphanumeric() || matches!(char, '+' | '-' | '.');
    let starts_with_letter = scheme.starts_with(|char: char| char.is_ascii_alphabetic());
    (starts_with_letter && scheme.chars().all(is_scheme_char)).then_some(scheme)
}

/// Returns `text` with percent-encoded bytes decoded (section 2.1), or `text` unchanged if the result is not UTF-8.
pub fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut remaining = text.as_bytes();
    while let [first, tail @ ..] = remaining {
        let hex = |byte: &u8| char::from(*byte).to_digit(16);
        match (first, tail) {
            (b'%', [high, low, following @ ..]) if hex(high).is_some() && hex(low).is_some() => {
                bytes.push((hex(high).unwrap_or(0) * 16 + hex(low).unwrap_or(0)) as u8);
                remaining = following;
            }
            _ => {
                bytes.push(*first);
                remaining = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// Schemes that folio opens in the browser and marks as hyperlinks for the terminal. Other schemes are not opened,
/// because they may start a program or refer to a local file.
const WEB_SCHEMES: [&str; 3] = ["http", "https", "mailto"];

/// Parameters that are kept in `mailto` links (RFC 6068, section 2). Other parameters, such as `attach` or `bcc`, could make a
/// mail program send files or copies that the user does not notice.
const MAILTO_PARAMETERS: [&str; 3] = ["subject", "body", "cc"];

/// Returns a link's target as a URI that may be opened in the browser or marked as a hyperlink, escaped by [`escaped_uri`].
/// Returns `None` if the target has none of the schemes in `WEB_SCHEMES`, or if `//` does not follow `http:` or `https:`.
pub fn web_uri(target: &str) -> Option<String> {
    let scheme = scheme(target)?.to_ascii_lowercase();
    if !WEB_SCHEMES.contains(&&*scheme) {
        return None;
    }
    let after_scheme = &target[scheme.len()..];
    if scheme == "mailto" {
        return Some(escaped_uri(&with_allowed_parameters(target)));
    }
    after_scheme.starts_with("://").then(|| escaped_uri(target))
}

/// Returns a `mailto` link without the parameters that are not in [`MAILTO_PARAMETERS`].
fn with_allowed_parameters(mailto: &str) -> String {
    let Some((address, parameters)) = mailto.split_once('?') else {
        return mailto.to_owned();
    };
    let is_kept = |parameter: &&str| {
        let name = parameter.split('=').next().unwrap_or_default();
        MAILTO_PARAMETERS
            .iter()
            .any(|allowed| name.eq_ignore_ascii_case(allowed))
    };
    let kept: Vec<_> = parameters.split('&').filter(is_kept).collect();
    if kept.is_empty() {
        return address.to_owned();
    }
    format!("{address}?{}", kept.join("&"))
}

/// Percent-encodes the characters that must not reach a terminal or a program: those that [`super::Clean`] replaces, such as
/// ESC and line breaks.
pub fn escaped_uri(target: &str) -> String {
    let mut escaped = String::with_capacity(target.len());
    for char in target.chars() {
        if super::clean::is_printable(char) {
            escaped.push(char);
        } else {
            let mut bytes = [0; 4];
            for byte in char.encode_utf8(&mut bytes).bytes() {
                // Writing to memory can't fail.
                let _ = write!(escaped, "%{byte:02X}");
            }
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scheme_starts_with_a_letter_and_has_no_blank() {
        assert_eq!(scheme("https://example.org"), Some("https"));
        assert_eq!(scheme("2024: a year"), None);
        assert_eq!(scheme("a b:c"), None);
        assert_eq!(scheme("post.md"), None);
    }

    #[test]
    fn percent_decoding_requires_two_hexadecimal_digits() {
        for (text, expected) in [
            ("a%20b", "a b"),
            ("%C3%a9", "é"),
            ("%+1", "%+1"),
            ("%ff", "%ff"),
            ("5%", "5%"),
        ] {
            assert_eq!(percent_decoded(text), expected);
        }
    }

    #[test]
    fn web_uri_accepts_only_web_and_mail_schemes() {
        for (target, expected) in [
            ("https://example.org/ü", Some("https://example.org/ü")),
            ("HTTP://example.org", Some("HTTP://example.org")),
            ("mailto:a@example.org", Some("mailto:a@example.org")),
            ("https:example.org", None),
            ("file:///etc/passwd", None),
            ("javascript:alert(1)", None),
            ("smb://host/share", None),
            ("data:text/html,x", None),
            ("vscode://file/x", None),
            ("post.md", None),
            ("/about/", None),
            ("#section", None),
            ("", None),
        ] {
            assert_eq!(web_uri(target).as_deref(), expected, "{target}");
        }
    }

    #[test]
    fn control_and_bidi_characters_in_a_uri_are_percent_encoded() {
        for (target, expected) in [
            ("https://a.b/x\x1b]0;y\x07", "https://a.b/x%1B]0;y%07"),
            ("https://a.b/x\ny z", "https://a.b/x%0Ay z"),
            ("https://a.b/\u{9b}6n", "https://a.b/%C2%9B6n"),
            ("https://a.b/\u{202e}x", "https://a.b/%E2%80%AEx"),
        ] {
            assert_eq!(web_uri(target).as_deref(), Some(expected));
        }
    }

    #[test]
    fn mailto_uri_keeps_only_allowed_parameters() {
        for (target, expected) in [
            (
                "mailto:a@b.c?subject=Hi&attach=/etc/passwd&Body=x&bcc=d@e.f&cc=g@h.i",
                "mailto:a@b.c?subject=Hi&Body=x&cc=g@h.i",
            ),
            ("mailto:a@b.c?attach=/etc/passwd", "mailto:a@b.c"),
            ("mailto:?body=a%0Ab\nc", "mailto:?body=a%0Ab%0Ac"),
        ] {
            assert_eq!(web_uri(target).as_deref(), Some(expected));
        }
    }
}
