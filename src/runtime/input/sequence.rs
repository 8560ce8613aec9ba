//! Parses the key, paste or answer at the start of some bytes: UTF-8, the C0 set, CSI and SS3 sequences (ECMA-48, 5.4 and
//! 8.3.143) as xterm, rxvt, the Linux console and the kitty protocol send them.

use std::str;

use super::Event;
use super::answer;
use super::keys::{alt, ascii, control, key, letter, modified};
use crate::app::event::Code;

/// The result of parsing the start of the bytes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum ParsedInput {
    /// The length of a sequence in bytes, and its event, if it is one that folio knows.
    Complete(usize, Option<Event>),
    /// Nothing, or only the start of a sequence.
    Incomplete,
    /// The first bytes of a sequence that is too long, and its event. The rest of it is to be skipped.
    Overlong(usize, Overlong, Option<Event>),
}

use ParsedInput::{Complete, Incomplete};

/// A kind of sequence that was given up for its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Overlong {
    /// OSC, DCS, SOS, PM or APC: ends with ST or BEL.
    String,
    /// CSI: ends with a final byte.
    Control,
    /// A paste: ends with its own sequence.
    Paste,
}

impl Overlong {
    /// Returns how many of the bytes belong to the sequence, and whether it ends with them.
    pub(super) fn skip(self, bytes: &[u8]) -> (usize, bool) {
        match self {
            Self::String => {
                let Some(at) = bytes
                    .iter()
                    .position(|byte| matches!(byte, 0x07 | 0x18 | 0x1a | 0x1b))
                else {
                    return (bytes.len(), false);
                };
                match (bytes[at], bytes.get(at + 1)) {
                    (0x1b, None) => (at, false),
                    (0x1b, Some(b'\\')) => (at + 2, true),
                    // Another sequence has begun.
                    (0x1b, Some(_)) => (at, true),
                    _ => (at + 1, true),
                }
            }
            Self::Control => match bytes.iter().position(|byte| !(0x20..0x40).contains(byte)) {
                Some(at) if (0x40..0x7f).contains(&bytes[at]) => (at + 1, true),
                Some(at) => (at, true),
                None => (bytes.len(), false),
            },
            Self::Paste => match memchr::memmem::find(bytes, PASTE_END) {
                Some(at) => (at + PASTE_END.len(), true),
                // The end may be cut in two.
                None => (bytes.len().saturating_sub(PASTE_END.len() - 1), false),
            },
        }
    }
}

/// Longest string or control sequence; the rest of a longer one is skipped.
const MAX_SEQUENCE_BYTES: usize = 4096;

/// Longest paste; the rest of a longer one is skipped. Pastes go into prompts of one line.
const MAX_PASTE_BYTES: usize = 16 << 10;

/// Bytes after which a string can't have been typed as Alt and a few keys, so that line ends belong to it.
const MAX_TYPED_BYTES: usize = 16;

const PASTE: &[u8] = b"\x1b[200~";
const PASTE_END: &[u8] = b"\x1b[201~";

/// Parses the first event of `bytes`.
pub(super) fn parse(bytes: &[u8]) -> ParsedInput {
    match bytes {
        [] => Incomplete,
        [0x1b, ..] => escape(bytes),
        [byte @ ..0x80, ..] => Complete(1, Some(ascii(*byte))),
        _ => utf8(bytes),
    }
}

/// Returns the paste whose end never came.
pub(super) fn cut_off_paste(bytes: &[u8]) -> Option<Event> {
    bytes.strip_prefix(PASTE).map(paste)
}

/// Parses one character; what is not UTF-8 is skipped.
fn utf8(bytes: &[u8]) -> ParsedInput {
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
        Some(char) => Complete(char.len_utf8(), Some(key(Code::Char(char)))),
        None => Incomplete,
    }
}

fn escape(bytes: &[u8]) -> ParsedInput {
    match bytes.get(1) {
        None => Incomplete,
        Some(b'[') => csi(bytes),
        Some(b'O') => ss3(bytes),
        Some(b']' | b'P' | b'X' | b'^' | b'_') => string(bytes),
        // Alt with an arrow as rxvt sends it, else an Esc of its own.
        Some(0x1b) => match bytes.get(2) {
            None => Incomplete,
            Some(b'[' | b'O') => with_alt(parse(&bytes[1..])),
            Some(_) => Complete(1, Some(key(Code::Esc))),
        },
        Some(_) => with_alt(parse(&bytes[1..])),
    }
}

fn with_alt(parsed: ParsedInput) -> ParsedInput {
    match parsed {
        Complete(length, event) => Complete(length + 1, event.map(alt)),
        ParsedInput::Overlong(length, overlong, event) => {
            ParsedInput::Overlong(length + 1, overlong, event)
        }
        Incomplete => Incomplete,
    }
}

/// Returns Alt with the character that starts a sequence, as no sequence follows.
fn typed(bytes: &[u8]) -> ParsedInput {
    Complete(2, Some(alt(key(Code::Char(bytes[1] as char)))))
}

/// Parses a key of the keypad or an arrow in application mode.
fn ss3(bytes: &[u8]) -> ParsedInput {
    let code = match bytes.get(2) {
        None => return Incomplete,
        Some(b'M') => Code::Enter,
        Some(b'I') => Code::Tab,
        Some(digit @ b'p'..=b'y') => Code::Char((digit - 0x40) as char),
        Some(lower @ b'a'..=b'd') => match letter(lower.to_ascii_uppercase()) {
            Some(code) => return Complete(3, Some(modified(code, 5))),
            None => return typed(bytes),
        },
        Some(last) => match letter(*last) {
            Some(code) => code,
            None => return typed(bytes),
        },
    };
    Complete(3, Some(key(code)))
}

/// Parses an answer: OSC, DCS, SOS, PM or APC up to ST or BEL.
fn string(bytes: &[u8]) -> ParsedInput {
    for (at, byte) in bytes.iter().enumerate().skip(2) {
        match byte {
            0x07 => return Complete(at + 1, answer::string(&bytes[1..at])),
            0x1b => match bytes.get(at + 1) {
                None => return Incomplete,
                Some(b'\\') => return Complete(at + 2, answer::string(&bytes[1..at])),
                Some(_) => return typed(bytes),
            },
            0x08..=0x0d if at > MAX_TYPED_BYTES => {}
            0..0x20 => return typed(bytes),
            _ => {}
        }
    }
    if bytes.len() > MAX_SEQUENCE_BYTES {
        ParsedInput::Overlong(bytes.len(), Overlong::String, None)
    } else {
        Incomplete
    }
}

/// Parses a control sequence: parameters, intermediate bytes, a final byte.
fn csi(bytes: &[u8]) -> ParsedInput {
    // The Linux console's F1 to F5 have a bracket more.
    if bytes.get(2) == Some(&b'[') {
        return match bytes.get(3) {
            None => Incomplete,
            Some(last @ b'A'..=b'E') => Complete(4, Some(key(Code::F(last - b'A' + 1)))),
            Some(_) => typed(bytes),
        };
    }
    let Some(end) = (2..bytes.len()).find(|&at| !(0x20..0x40).contains(&bytes[at])) else {
        return if bytes.len() > MAX_SEQUENCE_BYTES {
            ParsedInput::Overlong(bytes.len(), Overlong::Control, None)
        } else {
            Incomplete
        };
    };
    match bytes[end] {
        b'~' if bytes.starts_with(PASTE) => bracketed_paste(bytes),
        last @ 0x40..0x7f => {
            let parameters = str::from_utf8(&bytes[2..end]).unwrap_or_default();
            Complete(end + 1, control(parameters, last))
        }
        // No sequence after all; what breaks it may start the next one.
        _ if end == 2 => typed(bytes),
        _ => Complete(end, None),
    }
}

fn bracketed_paste(bytes: &[u8]) -> ParsedInput {
    let text = &bytes[PASTE.len()..];
    match memchr::memmem::find(text, PASTE_END) {
        Some(end) => Complete(
            PASTE.len() + end + PASTE_END.len(),
            Some(paste(&text[..end])),
        ),
        None if text.len() > MAX_PASTE_BYTES => {
            // The last bytes may be the start of the end.
            let whole = text.len() - (PASTE_END.len() - 1);
            ParsedInput::Overlong(
                PASTE.len() + whole,
                Overlong::Paste,
                Some(paste(&text[..whole])),
            )
        }
        None => Incomplete,
    }
}

/// The event of a paste. A longer one than [`MAX_PASTE_BYTES`] is cut.
fn paste(text: &[u8]) -> Event {
    let text = &text[..text.len().min(MAX_PASTE_BYTES)];
    let text = String::from_utf8_lossy(text);
    Event::Paste(text.replace("\r\n", "\n").replace('\r', "\n"))
}
