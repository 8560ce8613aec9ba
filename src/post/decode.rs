//! Decoding of files: bytes → text.

use std::borrow::Cow;

use memchr::memchr;

use super::{Problem, Severity, lines};

/// The decoded text of a file, and the problem if bytes are invalid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text, without a byte order mark. It is borrowed from the bytes if they are valid UTF-8 and no CR was replaced.
    pub text: Cow<'a, str>,
    /// The problem at the first invalid byte, if there is any; invalid bytes become U+FFFD in the text.
    pub problem: Option<Problem>,
}

/// Decodes UTF-8, or UTF-16 with a byte order mark (RFC 2781, section 3.2). Invalid bytes become U+FFFD. If all lines end with
/// CR, as in files of classic Mac OS, each CR becomes LF; positions do not change.
pub fn decode(bytes: &[u8]) -> Decoded<'_> {
    // The byte order marks of UTF-8 and of UTF-16 in both byte orders.
    let mut decoded = match bytes {
        [0xef, 0xbb, 0xbf, text @ ..] => decode_utf8(text),
        [0xff, 0xfe, text @ ..] => decode_utf16(text, u16::from_le_bytes),
        [0xfe, 0xff, text @ ..] => decode_utf16(text, u16::from_be_bytes),
        text => decode_utf8(text),
    };
    let has = |byte| memchr(byte, decoded.text.as_bytes()).is_some();
    if !has(b'\n') && has(b'\r') {
        decoded.text = decoded.text.replace('\r', "\n").into();
    }
    decoded
}

/// Returns true for a file that is not text: its first bytes, `start`, contain a NUL, or more invalid bytes than valid UTF-8.
/// UTF-16 with a byte order mark is text.
pub fn is_binary(start: &[u8]) -> bool {
    if let [0xff, 0xfe, ..] | [0xfe, 0xff, ..] = start {
        return false;
    }
    if memchr(0, start).is_some() {
        return true;
    }
    let start = &start[..complete_characters_len(start)];
    // Most files are valid UTF-8 and have no invalid bytes to count.
    if std::str::from_utf8(start).is_ok() {
        return false;
    }
    let chunks = start.utf8_chunks();
    let invalid: usize = chunks.map(|chunk| chunk.invalid().len()).sum();
    2 * invalid > start.len()
}

/// Returns the number of leading bytes that form complete characters. The remaining bytes are the start of a character that
/// was cut because only part of the file was read.
pub fn complete_characters_len(bytes: &[u8]) -> usize {
    if let [0xff, 0xfe, ..] | [0xfe, 0xff, ..] = bytes {
        // A high surrogate at the end (high byte D8 to DB) is the first half of a pair that was cut.
        let complete_units_len = bytes.len() / 2 * 2;
        let is_little_endian = bytes[0] == 0xff;
        let high_byte_index = complete_units_len - if is_little_endian { 1 } else { 2 };
        // The first two bytes are the byte order mark.
        let is_cut = complete_units_len > 2 && matches!(bytes[high_byte_index], 0xd8..=0xdb);
        return if is_cut {
            complete_units_len - 2
        } else {
            complete_units_len
        };
    }
    // A UTF-8 character has at most four bytes, so the first byte of a character that was cut is among the last three bytes.
    let tail_start = bytes.len().saturating_sub(3);
    // All bytes of a character except the first have the form `10xxxxxx`.
    let last_start = bytes[tail_start..]
        .iter()
        .rposition(|byte| byte & 0xc0 != 0x80)
        .map(|position| tail_start + position);
    match last_start {
        Some(start) if bytes.len() - start < sequence_length(bytes[start]) => start,
        _ => bytes.len(),
    }
}

/// Returns the number of bytes of the UTF-8 character that starts with the byte `lead`, or 1 if no character starts with it.
fn sequence_length(lead: u8) -> usize {
    match lead {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => 1,
    }
}

/// Decodes the bytes of UTF-8 that follow the byte order mark, if there is one.
fn decode_utf8(bytes: &[u8]) -> Decoded<'_> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Decoded {
            text: Cow::Borrowed(text),
            problem: None,
        },
        Err(error) => {
            let text = String::from_utf8_lossy(bytes);
            // Up to the first invalid byte, positions in the text and in the file are equal.
            let problem = problem(
                &text,
                error.valid_up_to(),
                "bytes that are not UTF-8",
                "save the file as UTF-8; the bytes are shown as \u{fffd}",
            );
            Decoded {
                problem: Some(problem),
                text,
            }
        }
    }
}

/// Decodes the bytes of UTF-16 that follow the byte order mark. `decode_unit` determines the byte order.
fn decode_utf16(bytes: &[u8], decode_unit: fn([u8; 2]) -> u16) -> Decoded<'_> {
    let (units, odd_byte) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len());
    let mut first_invalid = None;
    for char in char::decode_utf16(units.iter().map(|unit| decode_unit(*unit))) {
        text.push(char.unwrap_or_else(|_| {
            first_invalid.get_or_insert(text.len());
            char::REPLACEMENT_CHARACTER
        }));
    }
    if !odd_byte.is_empty() {
        first_invalid.get_or_insert(text.len());
        text.push(char::REPLACEMENT_CHARACTER);
    }
    let problem = first_invalid.map(|position| {
        problem(
            &text,
            position,
            "half a character in UTF-16",
            "save the file as UTF-8; invalid characters are shown as \u{fffd}",
        )
    });
    Decoded {
        text: Cow::Owned(text),
        problem,
    }
}

/// Creates the problem of invalid bytes at byte `position` of the text.
fn problem(text: &str, position: usize, message: &str, hint: &str) -> Problem {
    let (line, column) = lines::line_and_column(text, position);
    Problem {
        severity: Severity::Error,
        code: "invalid-encoding",
        line,
        column,
        message: message.into(),
        hint: hint.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf8_is_borrowed() {
        for bytes in [&b"abc"[..], b"\xef\xbb\xbfabc"] {
            let decoded = decode(bytes);
            assert_eq!(decoded.text, "abc");
            assert!(matches!(decoded.text, Cow::Borrowed(_)) && decoded.problem.is_none());
        }
    }

    #[test]
    fn line_ends_of_classic_mac_os_become_line_feeds() {
        assert_eq!(decode(b"a\rb\r\r").text, "a\nb\n\n");
        assert_eq!(decode(b"\xfe\xff\0a\0\r\0b").text, "a\nb");
        // A lone CR in another file is kept.
        assert_eq!(decode(b"a\rb\r\nc\n").text, "a\rb\r\nc\n");
    }

    #[test]
    fn is_binary_tells_binary_files_from_text_in_any_encoding() {
        for (start, expected) in [
            (&b""[..], false),
            (b"# Title\n", false),
            ("Grüße, 日本語".as_bytes(), false),
            (b"caf\xe9 cr\xe8me", false),
            (b"\xff\xfea\0\xe9\0", false),
            (b"\x7fELF\x02\x01\x01\0\0", true),
            (b"PK\x03\x04\x14\0", true),
            (b"\x89\xfe\xca\xfe\xba\xbe a", true),
            // The last character is cut.
            (&"日本語".as_bytes()[..7], false),
        ] {
            assert_eq!(is_binary(start), expected, "{start:?}");
        }
    }

    #[test]
    fn utf16_is_decoded_in_both_byte_orders() {
        assert_eq!(decode(b"\xff\xfea\0\xe9\0").text, "aé");
        assert_eq!(decode(b"\xfe\xff\0a\xd8\x3d\xde\0").text, "a😀");
        // The text ends with an unpaired surrogate and half a unit.
        let broken = decode(b"\xff\xfea\0\n\0b\0\0\xd8\x20");
        assert_eq!(broken.text, "a\nb\u{fffd}\u{fffd}");
        let problem = broken.problem.unwrap();
        assert_eq!((problem.line, problem.column), (2, 2));
    }

    #[test]
    fn invalid_bytes_are_reported_with_line_and_column() {
        // `\u{e9}` is a character; the byte `\xe9` below is not UTF-8.
        let decoded = decode("é\r\nab\u{e9}".as_bytes());
        assert!(decoded.problem.is_none());
        let decoded = decode(b"\xc3\xa9\r\nab\xe9cd\xff");
        assert_eq!(decoded.text, "é\r\nab\u{fffd}cd\u{fffd}");
        let problem = decoded.problem.unwrap();
        assert_eq!((problem.line, problem.column), (2, 3));
    }

    #[test]
    fn complete_characters_len_excludes_a_cut_character() {
        for (bytes, expected) in [
            (&b"abc"[..], 3),
            (b"ab\xc3", 2),
            (b"ab\xc3\xa9", 4),
            (b"ab\xf0\x9f\x98", 2),
            (b"ab\xff", 3),
            (b"\x80\x80\x80\x80", 4),
            (b"", 0),
            (b"\xff\xfea\0b", 4),
            (b"\xfe\xff\0a\xd8\x3d", 4),
            (b"\xff\xfe\x3d\xd8", 2),
        ] {
            assert_eq!(complete_characters_len(bytes), expected, "{bytes:?}");
        }
    }
}
