//! One key, paste or answer at the start of some bytes: UTF-8, the C0 set, CSI and SS3 sequences (ECMA-48, 5.4 and
//! 8.3.143) as xterm, rxvt, the Linux console and the kitty protocol send them.

use std::str;

use super::Event;
use super::answer;
use super::keys::{alt, ascii, control, key, letter, modified};
use crate::app::message::Code;

/// What stands at the start of the bytes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// So many bytes, and the event that they are, if it is one of ours.
    Whole(usize, Option<Event>),
    /// Nothing, or only the start of something.
    Part,
}

use Step::{Part, Whole};

/// Bytes after which a string or a sequence is given up, and a paste delivered.
const LONGEST_STRING: usize = 4096;
const LONGEST_PASTE: usize = 1 << 20;

const PASTE: &[u8] = b"\x1b[200~";
const PASTE_END: &[u8] = b"\x1b[201~";

/// The first event of `bytes`.
pub(super) fn step(bytes: &[u8]) -> Step {
    match bytes {
        [] => Part,
        [0x1b, ..] => escape(bytes),
        [byte @ ..0x80, ..] => Whole(1, Some(ascii(*byte))),
        _ => utf8(bytes),
    }
}

/// The text of a paste whose end never came.
pub(super) fn cut_off_paste(bytes: &[u8]) -> Option<Event> {
    bytes.strip_prefix(PASTE).map(paste)
}

/// One character; what is not UTF-8 is skipped.
fn utf8(bytes: &[u8]) -> Step {
    let start = &bytes[..bytes.len().min(4)];
    let valid = match str::from_utf8(start) {
        Ok(text) => text,
        Err(error) if error.valid_up_to() > 0 => {
            str::from_utf8(&start[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(error) => match error.error_len() {
            Some(length) => return Whole(length, None),
            None => return Part,
        },
    };
    match valid.chars().next() {
        Some(char) => Whole(char.len_utf8(), Some(key(Code::Char(char)))),
        None => Part,
    }
}

fn escape(bytes: &[u8]) -> Step {
    match bytes.get(1) {
        None => Part,
        Some(b'[') => csi(bytes),
        Some(b'O') => ss3(bytes),
        Some(b']' | b'P' | b'X' | b'^' | b'_') => string(bytes),
        // Alt with an arrow as rxvt sends it, else an Esc of its own.
        Some(0x1b) => match bytes.get(2) {
            None => Part,
            Some(b'[' | b'O') => with_alt(step(&bytes[1..])),
            Some(_) => Whole(1, Some(key(Code::Esc))),
        },
        Some(_) => with_alt(step(&bytes[1..])),
    }
}

fn with_alt(step: Step) -> Step {
    match step {
        Whole(length, event) => Whole(length + 1, event.map(alt)),
        Part => Part,
    }
}

/// Alt with the character that would start a sequence, had one followed.
fn typed(bytes: &[u8]) -> Step {
    Whole(2, Some(alt(key(Code::Char(bytes[1] as char)))))
}

/// A key of the keypad or an arrow in application mode.
fn ss3(bytes: &[u8]) -> Step {
    let code = match bytes.get(2) {
        None => return Part,
        Some(b'M') => Code::Enter,
        Some(b'I') => Code::Tab,
        Some(digit @ b'p'..=b'y') => Code::Char((digit - 0x40) as char),
        Some(lower @ b'a'..=b'd') => match letter(lower.to_ascii_uppercase()) {
            Some(code) => return Whole(3, Some(modified(code, 5))),
            None => return typed(bytes),
        },
        Some(last) => match letter(*last) {
            Some(code) => code,
            None => return typed(bytes),
        },
    };
    Whole(3, Some(key(code)))
}

/// An answer: OSC, DCS, SOS, PM or APC up to ST or BEL.
fn string(bytes: &[u8]) -> Step {
    for (at, byte) in bytes.iter().enumerate().skip(2) {
        match byte {
            0x07 => return Whole(at + 1, answer::string(&bytes[1..at])),
            0x1b => match bytes.get(at + 1) {
                None => return Part,
                Some(b'\\') => return Whole(at + 2, answer::string(&bytes[1..at])),
                Some(_) => return typed(bytes),
            },
            0..0x20 => return typed(bytes),
            _ => {}
        }
    }
    if bytes.len() > LONGEST_STRING {
        Whole(bytes.len(), None)
    } else {
        Part
    }
}

/// A control sequence: parameters, intermediate bytes, a final byte.
fn csi(bytes: &[u8]) -> Step {
    // The Linux console's F1 to F5 have a bracket more.
    if bytes.get(2) == Some(&b'[') {
        return match bytes.get(3) {
            None => Part,
            Some(last @ b'A'..=b'E') => Whole(4, Some(key(Code::F(last - b'A' + 1)))),
            Some(_) => typed(bytes),
        };
    }
    let Some(end) = (2..bytes.len()).find(|&at| !(0x20..0x40).contains(&bytes[at])) else {
        return if bytes.len() > LONGEST_STRING {
            Whole(bytes.len(), None)
        } else {
            Part
        };
    };
    match bytes[end] {
        b'~' if bytes.starts_with(PASTE) => bracketed_paste(bytes),
        last @ 0x40..0x7f => {
            let parameters = str::from_utf8(&bytes[2..end]).unwrap_or_default();
            Whole(end + 1, control(parameters, last))
        }
        // No sequence after all; what breaks it may start the next one.
        _ if end == 2 => typed(bytes),
        _ => Whole(end, None),
    }
}

fn bracketed_paste(bytes: &[u8]) -> Step {
    let text = &bytes[PASTE.len()..];
    match memchr::memmem::find(text, PASTE_END) {
        Some(end) => Whole(
            PASTE.len() + end + PASTE_END.len(),
            Some(paste(&text[..end])),
        ),
        None if text.len() > LONGEST_PASTE => Whole(bytes.len(), Some(paste(text))),
        None => Part,
    }
}

fn paste(text: &[u8]) -> Event {
    let text = String::from_utf8_lossy(text);
    Event::Paste(text.replace("\r\n", "\n").replace('\r', "\n"))
}
