//! Checks that folio sends only text and its own sequences.

/// Asserts that `bytes` contains only text and sequences that the reader itself sends.
#[track_caller]
pub(crate) fn assert_reader_output(bytes: &[u8]) {
    assert_sequences(bytes, |sequence| match sequence {
        Sequence::Csi(parameters, last) => match (parameters.strip_prefix('?'), last) {
            // Automatic wrapping, the cursor, focus events, the alternate screen, bracketed paste, synchronized output, and
            // reports of the color scheme.
            (Some(mode), 'h' | 'l') => {
                ["7", "25", "1004", "1049", "2004", "2026", "2031"].contains(&mode)
            }
            (Some(_), _) => false,
            // Cursor movement, clearing, and styles.
            (None, 'C' | 'G' | 'H' | 'J' | 'm') => true,
            // The query for the terminal's attributes (DA1).
            (None, 'c') => parameters.is_empty(),
            // The queries for the terminal's name and for the size of a cell.
            (None, 'q') => parameters == ">",
            (None, 't') => parameters == "16",
            _ => false,
        },
        Sequence::Osc("11;?") => true,
        Sequence::Osc(text) => is_link(text),
        Sequence::Control(control) => control == '\r',
    });
}

/// Asserts that `bytes` contains only the output of the reader and pictures in kitty's protocol. Returns the control data and the
/// payload of each sequence of this protocol.
#[track_caller]
pub(crate) fn assert_reader_output_with_kitty_pictures(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let (sequences, other_output) = split_kitty_sequences(bytes);
    assert_reader_output(other_output.as_bytes());
    sequences
}

/// Separates the pictures that are painted over cells from the rest of `bytes`. Each picture must consist of sixels that contain
/// only printable characters, or of a file in base64 in iTerm2's protocol. Returns the content of each picture, and the rest.
#[track_caller]
pub(crate) fn split_painted_pictures(bytes: &[u8]) -> (Vec<String>, String) {
    let text = std::str::from_utf8(bytes).expect("the output is UTF-8");
    let mut painted = Vec::new();
    let mut other_output = String::new();
    let mut remaining = text;
    loop {
        let starts = ["\x1bP9;1;0q", "\x1b]1337;File="];
        let starts = starts.map(|start| remaining.find(start).map(|offset| (offset, start)));
        let Some((offset, start)) = starts.into_iter().flatten().min() else {
            other_output.push_str(remaining);
            return (painted, other_output);
        };
        other_output.push_str(&remaining[..offset]);
        let content = &remaining[offset + start.len()..];
        let (end, is_allowed): (_, fn(u8) -> bool) = if start.starts_with("\x1bP") {
            ("\x1b\\", |byte| matches!(byte, b'!'..=b'~'))
        } else {
            ("\x07", |byte| {
                byte.is_ascii_alphanumeric() || b"=;:+/".contains(&byte)
            })
        };
        let (content, following) = content.split_once(end).expect("the sequence has an end");
        assert!(content.bytes().all(is_allowed), "{content:?}");
        painted.push(content.to_owned());
        remaining = following;
    }
}

/// Separates the sequences of kitty's protocol from the rest of `bytes`. The sequences must contain only names, numbers and
/// base64. Returns the control data and the payload of each sequence, and the rest.
#[track_caller]
pub(crate) fn split_kitty_sequences(bytes: &[u8]) -> (Vec<(String, Vec<u8>)>, String) {
    let text = std::str::from_utf8(bytes).expect("the output is UTF-8");
    let mut sequences = Vec::new();
    let mut parts = text.split("\x1b_G");
    let mut other_output = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (sequence, following) = part.split_once("\x1b\\").expect("the sequence has an end");
        let (control_data, payload) = sequence.split_once(';').expect("a payload");
        let is_control_data =
            |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'=' | b',');
        let is_base64 =
            |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'=' | b'+' | b'/');
        assert!(
            control_data.bytes().all(is_control_data),
            "{control_data:?}"
        );
        assert!(payload.len() <= 4096 && payload.bytes().all(is_base64));
        sequences.push((control_data.to_owned(), payload.as_bytes().to_vec()));
        other_output.push_str(following);
    }
    (sequences, other_output)
}

/// Asserts that `bytes` contains only lines of text, styles and hyperlinks.
#[track_caller]
pub(crate) fn assert_only_styles_and_links(bytes: &[u8]) {
    assert_sequences(bytes, |sequence| match sequence {
        Sequence::Csi(_, last) => last == 'm',
        Sequence::Osc(text) => is_link(text),
        // Tabs separate the columns of tab-separated output.
        Sequence::Control(control) => matches!(control, '\n' | '\t'),
    });
}

/// Returns the parameters of each `Select Graphic Rendition` (SGR) sequence.
pub(crate) fn styles(bytes: &[u8]) -> Vec<String> {
    let mut styles = Vec::new();
    assert_sequences(bytes, |sequence| {
        if let Sequence::Csi(parameters, 'm') = sequence {
            styles.push(parameters.to_owned());
        }
        true
    });
    styles
}

/// An escape sequence or a control character.
#[derive(Debug)]
enum Sequence<'a> {
    /// A control sequence: parameters and final character.
    Csi(&'a str, char),
    /// An operating system command: the text between `ESC ]` and the terminator.
    Osc(&'a str),
    /// Any other character for which [`is_control`] returns true.
    Control(char),
}

/// Returns true if an operating system command is a hyperlink whose URI is printable ASCII.
fn is_link(text: &str) -> bool {
    text.strip_prefix("8;;")
        .is_some_and(|uri| uri.bytes().all(|byte| byte.is_ascii_graphic()))
}

/// Asserts that `is_allowed` returns true for each sequence in `bytes`.
#[track_caller]
fn assert_sequences(bytes: &[u8], mut is_allowed: impl FnMut(Sequence<'_>) -> bool) {
    let text = std::str::from_utf8(bytes).expect("the output is UTF-8");
    let mut remaining = text;
    while let Some(start) = remaining.find(is_control) {
        let (sequence, length) = sequence(&remaining[start..]);
        let description = format!("{sequence:?}");
        let offset = text.len() - remaining.len() + start;
        assert!(
            is_allowed(sequence),
            "{description} at byte {offset}: {:?}",
            excerpt_around(text, offset)
        );
        remaining = &remaining[start + length..];
    }
}

/// Returns the sequence at the start of `text` and the length of the sequence in bytes. `text` starts with a control.
fn sequence(text: &str) -> (Sequence<'_>, usize) {
    let control = text.chars().next().unwrap_or_default();
    let lone_control = (Sequence::Control(control), control.len_utf8());
    if let Some(content) = text.strip_prefix("\x1b[") {
        let end = content.find(|char: char| !matches!(char, ' '..='?'));
        let Some(last) = end.and_then(|end| content[end..].chars().next()) else {
            return lone_control;
        };
        let parameters = &content[..end.unwrap_or(0)];
        return (
            Sequence::Csi(parameters, last),
            2 + parameters.len() + last.len_utf8(),
        );
    }
    if let Some(content) = text.strip_prefix("\x1b]") {
        let ends =
            ["\x1b\\", "\x07"].map(|end| content.find(end).map(|offset| (offset, end.len())));
        return match ends.into_iter().flatten().min() {
            Some((offset, end_len)) => (Sequence::Osc(&content[..offset]), 2 + offset + end_len),
            None => lone_control,
        };
    }
    lone_control
}

/// Returns true for control characters, bidirectional format characters, and line and paragraph separators.
fn is_control(char: char) -> bool {
    let is_format_control = matches!(char, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}'
        | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    char.is_control() || is_format_control
}

/// Returns the text within 60 bytes of `offset`, for error messages.
fn excerpt_around(text: &str, offset: usize) -> String {
    let is_near =
        |(start, _): &(usize, char)| (offset.saturating_sub(60)..offset + 60).contains(start);
    let chars = text.char_indices().filter(is_near);
    chars.map(|(_, char)| char).collect()
}
