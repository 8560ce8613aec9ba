//! One key, paste or answer at the start of some bytes: UTF-8, the C0 set, CSI and SS3 sequences (ECMA-48, 5.4 and
//! 8.3.143) as xterm, rxvt, the Linux console and the kitty protocol send them.

use std::str;

use super::Event;
use crate::app::message::{Code, Key};

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

/// A key without Control and Alt.
pub(super) fn key(code: Code) -> Event {
    let (ctrl, alt) = (false, false);
    Event::Key(Key { code, ctrl, alt })
}

/// The same with Alt.
pub(super) fn alt(event: Event) -> Event {
    match event {
        Event::Key(key) => Event::Key(Key { alt: true, ..key }),
        other => other,
    }
}

fn ctrl(char: char) -> Event {
    let code = Code::Char(char);
    let (ctrl, alt) = (true, false);
    Event::Key(Key { code, ctrl, alt })
}

/// A character or a control. Backspace sends DEL or, on some terminals, BS; nothing tells the latter from ^H.
fn ascii(byte: u8) -> Event {
    match byte {
        0 => ctrl(' '),
        b'\x08' | b'\x7f' => key(Code::Backspace),
        b'\t' => key(Code::Tab),
        b'\r' => key(Code::Enter),
        0x01..=0x1a => ctrl((byte - 1 + b'a') as char),
        0x1b => key(Code::Esc),
        0x1c..=0x1f => ctrl((byte + 0x40) as char),
        _ => key(Code::Char(byte as char)),
    }
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

/// An answer: OSC, DCS, SOS, PM or APC up to ST or BEL. Swallowed.
fn string(bytes: &[u8]) -> Step {
    for (at, byte) in bytes.iter().enumerate().skip(2) {
        match byte {
            0x07 => return Whole(at + 1, None),
            0x1b => match bytes.get(at + 1) {
                None => return Part,
                Some(b'\\') => return Whole(at + 2, None),
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

/// The key that a control sequence is. `CSI number ; modifiers ~`, `CSI 1 ; modifiers letter`, `CSI code ; modifiers u`
/// and `CSI 27 ; modifiers ; code ~`; each number may have parts after a colon, a key's third kind is its release.
fn control(parameters: &str, last: u8) -> Option<Event> {
    let mut fields = parameters.split(';').map(|field| {
        let mut parts = field.split(':').map(|part| part.parse::<u32>().ok());
        (parts.next().flatten(), parts.next().flatten())
    });
    let (number, _) = fields.next().unwrap_or_default();
    let (modifiers, kind) = fields.next().unwrap_or_default();
    let modifiers = modifiers.unwrap_or(1);
    if kind == Some(3) || parameters.starts_with(['?', '<', '=', '>']) {
        return None;
    }
    let code = match (last, number) {
        (b'u', Some(code)) => coded(code)?,
        (b'~', Some(27)) => coded(fields.next()?.0?)?,
        (b'~', Some(number)) => numbered(number)?,
        (b'Z', _) => Code::BackTab,
        // Also the answer to a query for the cursor's position.
        (b'R', _) => return None,
        (lower @ b'a'..=b'd', None) => letter(lower.to_ascii_uppercase())?,
        _ => letter(last)?,
    };
    Some(modified(code, modifiers))
}

/// Adds modifiers: 1 and the sum of Shift 1, Alt 2, Control 4, Super or Meta 8, and Meta 32.
fn modified(code: Code, modifiers: u32) -> Event {
    let bits = modifiers.saturating_sub(1);
    let (shift, ctrl) = (bits & 1 != 0, bits & 4 != 0);
    let code = match code {
        Code::Tab if shift => Code::BackTab,
        Code::Char(char) if ctrl => Code::Char(char.to_ascii_lowercase()),
        Code::Char(char) if shift => Code::Char(char.to_ascii_uppercase()),
        code => code,
    };
    let alt = bits & (2 | 8 | 32) != 0;
    Event::Key(Key { code, ctrl, alt })
}

/// The key of a final letter.
fn letter(last: u8) -> Option<Code> {
    Some(match last {
        b'A' => Code::Up,
        b'B' => Code::Down,
        b'C' => Code::Right,
        b'D' => Code::Left,
        b'F' => Code::End,
        b'H' => Code::Home,
        b'P'..=b'S' => Code::F(last - b'P' + 1),
        _ => return None,
    })
}

/// The key of a number before `~`, by DEC and xterm.
fn numbered(number: u32) -> Option<Code> {
    Some(match number {
        1 | 7 => Code::Home,
        3 => Code::Delete,
        4 | 8 => Code::End,
        5 => Code::PageUp,
        6 => Code::PageDown,
        11..=15 => Code::F(number as u8 - 10),
        17..=21 => Code::F(number as u8 - 11),
        23..=24 => Code::F(number as u8 - 12),
        _ => return None,
    })
}

/// The key of a character's code point.
fn coded(code: u32) -> Option<Code> {
    Some(match code {
        8 | 127 => Code::Backspace,
        9 => Code::Tab,
        13 => Code::Enter,
        27 => Code::Esc,
        // kitty's own keys stand in a private area.
        0..0x20 | 0xe000..=0xf8ff => return None,
        _ => Code::Char(char::from_u32(code)?),
    })
}
