//! The parts of a URI (RFC 3986) that a link's target is read by.

/// The scheme in front of the first colon (section 3.1), as written.
pub fn scheme(target: &str) -> Option<&str> {
    let (scheme, _) = target.split_once(':')?;
    let fits = |char: char| char.is_ascii_alphanumeric() || matches!(char, '+' | '-' | '.');
    let starts = scheme.starts_with(|char: char| char.is_ascii_alphabetic());
    (starts && scheme.chars().all(fits)).then_some(scheme)
}

/// The text with its percent signs resolved (section 2.1); what is no UTF-8 then stays as it is.
pub fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = |byte: &u8| char::from(*byte).to_digit(16);
        match (first, tail) {
            (b'%', [high, low, after @ ..]) if hex(high).is_some() && hex(low).is_some() => {
                bytes.push((hex(high).unwrap_or(0) * 16 + hex(low).unwrap_or(0)) as u8);
                rest = after;
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scheme_starts_with_a_letter() {
        assert_eq!(scheme("https://example.org"), Some("https"));
        assert_eq!(scheme("2024: a year"), None);
        assert_eq!(scheme("a b:c"), None);
        assert_eq!(scheme("post.md"), None);
    }

    #[test]
    fn only_two_hexadecimal_digits_are_resolved() {
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
}
