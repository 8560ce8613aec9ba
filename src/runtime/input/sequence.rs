//! The parser of single keys, pastes and answers of the terminal. Keys and pastes consist of UTF-8, the C0 set, and CSI and SS3
//! sequences (ECMA-48, 5.4 and 8.3.143), as xterm, rxvt, the Linux console and the kitty protocol send them. Answers are CSI
//! sequences and control strings such as OSC.

use std::str;

use super::Event;
use super::answer;
use super::keys::{
    ascii_key, key_of_letter, parse_control_sequence, plain_key, with_alt, with_modifiers,
};
use crate::app::event::Code;

/// The result of parsing one event at the start of the bytes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum ParsedInput {
    /// A key, a paste or an answer: its length in bytes and its event. The event is `None` for invalid bytes, and for a sequence
    /// that folio does not use.
    Complete(usize, Option<Event>),
    /// The bytes are empty, or only the start of a sequence.
    Incomplete,
    /// The start of a sequence that is too long: the length of this start in bytes, the kind of the sequence, and its event. The
    /// caller skips the remaining bytes of the sequence with [`OverlongKind::skip`].
    Overlong(usize, OverlongKind, Option<Event>),
}

use ParsedInput::{Complete, Incomplete};

/// The kind of a sequence that is too long; it determines where the sequence ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OverlongKind {
    /// OSC, DCS, SOS, PM or APC: ends with ST or BEL.
    String,
    /// CSI: ends with a final byte.
    Control,
    /// A paste: ends with its own sequence.
    Paste,
}

/// The part of the input that belongs to a sequence that is too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Skipped {
    /// The length of the part in bytes.
    pub(super) bytes: usize,
    /// True if the sequence ends after this part.
    pub(super) is_end: bool,
}

impl Skipped {
    /// Creates a part after which the sequence ends.
    fn complete(bytes: usize) -> Self {
        Self {
            bytes,
            is_end: true,
        }
    }

    /// Creates a part after which the sequence continues.
    fn incomplete(bytes: usize) -> Self {
        Self {
            bytes,
            is_end: false,
        }
    }
}

impl OverlongKind {
    /// Returns the bytes that belong to the sequence.
    pub(super) fn skip(self, bytes: &[u8]) -> Skipped {
        match self {
            Self::String => {
                // BEL, CAN and SUB end the string; ESC starts its terminator or another sequence.
                let Some(end) = bytes
                    .iter()
                    .position(|byte| matches!(byte, 0x07 | 0x18 | 0x1a | 0x1b))
                else {
                    return Skipped::incomplete(bytes.len());
                };
                match (bytes[end], bytes.get(end + 1)) {
                    (0x1b, None) => Skipped::incomplete(end),
                    (0x1b, Some(b'\\')) => Skipped::complete(end + 2),
                    // ESC starts another sequence.
                    (0x1b, Some(_)) => Skipped::complete(end),
                    _ => Skipped::complete(end + 1),
                }
            }
            // Parameters and intermediate bytes are 0x20 to 0x3f, and final bytes are 0x40 to 0x7e. Any other byte ends the
            // sequence too, but is not part of it.
            Self::Control => match bytes.iter().position(|byte| !(0x20..0x40).contains(byte)) {
                Some(end) if (0x40..0x7f).contains(&bytes[end]) => Skipped::complete(end + 1),
                Some(end) => Skipped::complete(end),
                None => Skipped::incomplete(bytes.len()),
            },
            Self::Paste => match memchr::memmem::find(bytes, PASTE_END) {
                Some(end) => Skipped::complete(end + PASTE_END.len()),
                // The last bytes may be the start of the sequence that ends the paste.
                None => Skipped::incomplete(bytes.len().saturating_sub(PASTE_END.len() - 1)),
            },
        }
    }
}

/// Maximum length of a string or control sequence; the remaining bytes of a longer sequence are skipped.
pub(super) const MAX_SEQUENCE_BYTES: usize = 4096;

/// Maximum length of a paste; the remaining bytes of a longer paste are skipped. Text is pasted only into prompts of one line.
pub(super) const MAX_PASTE_BYTES: usize = 16 << 10;

/// Maximum number of typed bytes that can be mistaken for a string: Alt with `]` sends the same bytes as the start of an OSC. If
/// at most this many bytes precede a control from BS to CR, such as a line end, they count as typed. After more bytes, the
/// control belongs to the string.
const MAX_TYPED_BYTES: usize = 16;

const PASTE_START: &[u8] = b"\x1b[200~";
const PASTE_END: &[u8] = b"\x1b[201~";

/// Parses the first event of `bytes`.
pub(super) fn parse(bytes: &[u8]) -> ParsedInput {
    match bytes {
        [] => Incomplete,
        [0x1b, ..] => parse_escape(bytes),
        [byte @ ..0x80, ..] => Complete(1, Some(ascii_key(*byte))),
        _ => parse_utf8(bytes),
    }
}

/// Returns the event of a paste without an end, if `bytes` start a paste.
pub(super) fn unclosed_paste(bytes: &[u8]) -> Option<Event> {
    bytes.strip_prefix(PASTE_START).map(paste_event)
}

/// Parses one character; invalid UTF-8 is skipped.
fn parse_utf8(bytes: &[u8]) -> ParsedInput {
    // A character takes at most four bytes.
    let start = &bytes[..bytes.len().min(4)];
    let valid = match str::from_utf8(start) {
        Ok(text) => text,
        Err(error) if error.valid_up_to() > 0 => {
            str::from_utf8(&start[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(error) => match error.error_len() {
            Some(length) => return Complete(length, None),
            None => return Incomplete,
        },
    };
    match valid.chars().next() {
        Some(char) => Complete(char.len_utf8(), Some(plain_key(Code::Char(char)))),
        None => Incomplete,
    }
}

/// Parses bytes that start with ESC: a sequence, a key with Alt, or the key Esc.
fn parse_escape(bytes: &[u8]) -> ParsedInput {
    match bytes.get(1) {
        None => Incomplete,
        Some(b'[') => parse_csi(bytes),
        Some(b'O') => parse_ss3(bytes),
        Some(b']' | b'P' | b'X' | b'^' | b'_') => parse_string(bytes),
        // rxvt sends Alt with an arrow key as ESC and the sequence of the key. Otherwise the first ESC is the key Esc.
        Some(0x1b) => match bytes.get(2) {
            None => Incomplete,
            Some(b'[' | b'O') => parse_with_alt(bytes),
            Some(_) => Complete(1, Some(plain_key(Code::Esc))),
        },
        Some(_) => parse_with_alt(bytes),
    }
}

/// Parses the event after an ESC, and adds Alt to its key.
fn parse_with_alt(bytes: &[u8]) -> ParsedInput {
    match parse(&bytes[1..]) {
        Complete(length, event) => Complete(length + 1, event.map(with_alt)),
        ParsedInput::Overlong(length, kind, event) => {
            ParsedInput::Overlong(length + 1, kind, event)
        }
        Incomplete => Incomplete,
    }
}

/// Returns Alt with the character after ESC. Called for bytes that look like the start of a sequence, but are none.
fn alt_with_character(bytes: &[u8]) -> ParsedInput {
    let character = plain_key(Code::Char(bytes[1] as char));
    Complete(2, Some(with_alt(character)))
}

/// Parses a key of the keypad or an arrow key in application mode.
fn parse_ss3(bytes: &[u8]) -> ParsedInput {
    /// Control, as [`with_modifiers`] encodes it.
    const CONTROL: u32 = 5;
    let code = match bytes.get(2) {
        None => return Incomplete,
        Some(b'M') => Code::Enter,
        Some(b'I') => Code::Tab,
        // `p` to `y` are the digits of the keypad.
        Some(digit @ b'p'..=b'y') => Code::Char((digit - 0x40) as char),
        // rxvt sends arrow keys with Control as lower-case letters.
        Some(lower @ b'a'..=b'd') => match key_of_letter(lower.to_ascii_uppercase()) {
            Some(code) => return Complete(3, Some(with_modifiers(code, CONTROL))),
            None => return alt_with_character(bytes),
        },
        Some(last) => match key_of_letter(*last) {
            Some(code) => code,
            None => return alt_with_character(bytes),
        },
    };
    Complete(3, Some(plain_key(code)))
}

/// Parses an answer: OSC, DCS, SOS, PM or APC up to ST or BEL. If another control character comes before ST or BEL, the bytes
/// were typed, and the first two are a key with Alt. [`MAX_TYPED_BYTES`] explains the exception.
fn parse_string(bytes: &[u8]) -> ParsedInput {
    let event = |end: usize| answer::parse_control_string(&bytes[1..end]);
    for (index, byte) in bytes.iter().enumerate().skip(2) {
        match byte {
            0x07 => return Complete(index + 1, event(index)),
            0x1b => match bytes.get(index + 1) {
                None => return Incomplete,
                Some(b'\\') => return Complete(index + 2, event(index)),
                Some(_) => return alt_with_character(bytes),
            },
            0x08..=0x0d if index > MAX_TYPED_BYTES => {}
            0..0x20 => return alt_with_character(bytes),
            _ => {}
        }
    }
    if bytes.len() > MAX_SEQUENCE_BYTES {
        ParsedInput::Overlong(bytes.len(), OverlongKind::String, None)
    } else {
        Incomplete
    }
}

/// Parses a control sequence: parameters, intermediate bytes, a final byte.
fn parse_csi(bytes: &[u8]) -> ParsedInput {
    // The Linux console sends F1 to F5 with a second bracket.
    if bytes.get(2) == Some(&b'[') {
        return match bytes.get(3) {
            None => Incomplete,
            Some(last @ b'A'..=b'E') => Complete(4, Some(plain_key(Code::F(last - b'A' + 1)))),
            Some(_) => alt_with_character(bytes),
        };
    }
    let precedes_final_byte = |byte: &u8| (0x20..0x40).contains(byte);
    let Some(end) = (2..bytes.len()).find(|&index| !precedes_final_byte(&bytes[index])) else {
        return if bytes.len() > MAX_SEQUENCE_BYTES {
            ParsedInput::Overlong(bytes.len(), OverlongKind::Control, None)
        } else {
            Incomplete
        };
    };
    match bytes[end] {
        b'~' if bytes.starts_with(PASTE_START) => parse_paste(bytes),
        last @ 0x40..0x7f => {
            let parameters = str::from_utf8(&bytes[2..end]).unwrap_or_default();
            Complete(end + 1, parse_control_sequence(parameters, last))
        }
        // The sequence is invalid. Without parameters, it is Alt with `[`. Otherwise it is skipped up to `end`, where the next
        // sequence may start.
        _ if end == 2 => alt_with_character(bytes),
        _ => Complete(end, None),
    }
}

/// Parses a paste between its start and end sequences (xterm, “Bracketed Paste Mode”).
fn parse_paste(bytes: &[u8]) -> ParsedInput {
    let text = &bytes[PASTE_START.len()..];
    match memchr::memmem::find(text, PASTE_END) {
        Some(end) => Complete(
            PASTE_START.len() + end + PASTE_END.len(),
            Some(paste_event(&text[..end])),
        ),
        None if text.len() > MAX_PASTE_BYTES => {
            // The last bytes may be the start of the sequence that ends the paste.
            let certain_bytes = text.len() - (PASTE_END.len() - 1);
            ParsedInput::Overlong(
                PASTE_START.len() + certain_bytes,
                OverlongKind::Paste,
                Some(paste_event(&text[..certain_bytes])),
            )
        }
        None => Incomplete,
    }
}

/// Returns the event of a paste, truncated to [`MAX_PASTE_BYTES`].
fn paste_event(text: &[u8]) -> Event {
    let text = &text[..text.len().min(MAX_PASTE_BYTES)];
    let text = String::from_utf8_lossy(text);
    Event::Paste(text.replace("\r\n", "\n").replace('\r', "\n"))
}
