//! Decodes mouse reports and keys. A key is sent as a byte, as parameters of a sequence, or as a code point. The rules are those
//! of xterm, rxvt, DEC terminals and the kitty protocol.

use super::Event;
use super::answer;
use crate::app::event::{Code, Key, MouseEvent, MouseEventKind};

/// Returns the event of a key without Control and Alt.
pub(super) fn plain_key(code: Code) -> Event {
    let (ctrl, alt) = (false, false);
    Event::Key(Key { code, ctrl, alt })
}

/// Adds Alt to a key. Returns other events unchanged.
pub(super) fn with_alt(event: Event) -> Event {
    match event {
        Event::Key(key) => Event::Key(Key { alt: true, ..key }),
        other => other,
    }
}

/// Returns the event of a character with Control.
fn ctrl_key(char: char) -> Event {
    let code = Code::Char(char);
    let (ctrl, alt) = (true, false);
    Event::Key(Key { code, ctrl, alt })
}

/// Returns the event of an ASCII byte. The Backspace key sends DEL. On some terminals it sends BS, which is also the byte of ^H.
pub(super) fn ascii_key(byte: u8) -> Event {
    match byte {
        0 => ctrl_key(' '),
        b'\x08' | b'\x7f' => plain_key(Code::Backspace),
        b'\t' => plain_key(Code::Tab),
        b'\r' => plain_key(Code::Enter),
        0x01..=0x1a => ctrl_key((byte - 1 + b'a') as char),
        0x1b => plain_key(Code::Esc),
        0x1c..=0x1f => ctrl_key((byte + 0x40) as char),
        _ => plain_key(Code::Char(byte as char)),
    }
}

/// Parses a control sequence by its parameters and its final byte `last`. Returns `None` for sequences that folio does not use.
///
/// Keys are sent as `CSI number ; modifiers ~`, `CSI 1 ; modifiers letter`, `CSI code ; modifiers u` or
/// `CSI 27 ; modifiers ; code ~`. In the kitty protocol, a colon and the kind of the event may follow the modifiers. The kind is 1
/// for a press, 2 for a repeat and 3 for a release.
pub(super) fn parse_control_sequence(parameters: &str, last: u8) -> Option<Event> {
    const RELEASE: u32 = 3;
    let mut fields = parameters.split(';').map(|field| {
        let mut parts = field.split(':').map(|part| part.parse::<u32>().ok());
        (parts.next().flatten(), parts.next().flatten())
    });
    let (number, _) = fields.next().unwrap_or_default();
    let (modifiers, kind) = fields.next().unwrap_or_default();
    let modifiers = modifiers.unwrap_or(1);
    if let Some(parameters) = parameters.strip_prefix('<') {
        return parse_mouse_report(parameters, last);
    }
    if parameters.starts_with(['?', '=', '>']) {
        return answer::parse_private_sequence(parameters, last);
    }
    if last == b't' {
        return answer::parse_window_report(parameters);
    }
    if kind == Some(RELEASE) {
        return None;
    }
    let code = match (last, number) {
        (b'u', Some(code_point)) => key_of_code_point(code_point)?,
        (b'~', Some(27)) => key_of_code_point(fields.next()?.0?)?,
        (b'~', Some(number)) => key_of_number(number)?,
        (b'Z', _) => Code::BackTab,
        // xterm, “FocusIn”. The event of a lost focus is not used.
        (b'I', None) => return Some(Event::Focus),
        // F3 with modifiers is dropped: the answer to a query for the cursor's position looks the same.
        (b'R', _) => return None,
        // rxvt sends arrow keys with Shift as lower-case letters. They are read as arrow keys without Shift.
        (lower @ b'a'..=b'd', None) => key_of_letter(lower.to_ascii_uppercase())?,
        _ => key_of_letter(last)?,
    };
    Some(with_modifiers(code, modifiers))
}

/// Parses a mouse report in xterm's SGR coordinates (mode 1006): `button;column;row`, then `M` for a press or `m` for a release.
fn parse_mouse_report(parameters: &str, last: u8) -> Option<Event> {
    let mut fields = parameters.split(';').map(str::parse::<u16>);
    let mut next_number = || fields.next()?.ok();
    let (button, x, y) = (next_number()?, next_number()?, next_number()?);
    // The bits for Shift (4), Alt (8) and Control (16) are ignored. With the bit for a movement (32), the report is dropped.
    let kind = match button & !(4 | 8 | 16) {
        0 => MouseEventKind::Press,
        64 => MouseEventKind::WheelUp,
        65 => MouseEventKind::WheelDown,
        _ => return None,
    };
    let (x, y) = (x.checked_sub(1)?, y.checked_sub(1)?);
    (last == b'M').then_some(Event::Mouse(MouseEvent { kind, x, y }))
}

/// Returns the event of a key with modifiers. `modifiers` is 1 plus the sum of the held modifiers. Shift is 1, Alt is 2, and
/// Control is 4. Meta of xterm and Super of kitty are 8, and Meta of kitty is 32; all three count as Alt.
pub(super) fn with_modifiers(code: Code, modifiers: u32) -> Event {
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

/// Returns the key of the letter at the end of a sequence.
pub(super) fn key_of_letter(last: u8) -> Option<Code> {
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

/// Returns the key of a number before `~`, as DEC and xterm assign them.
fn key_of_number(number: u32) -> Option<Code> {
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

/// Returns the key of a character by its code point.
fn key_of_code_point(code: u32) -> Option<Code> {
    Some(match code {
        8 | 127 => Code::Backspace,
        9 => Code::Tab,
        13 => Code::Enter,
        27 => Code::Esc,
        // kitty encodes keys without a character, such as Caps Lock, in the private use area.
        0..0x20 | 0xe000..=0xf8ff => return None,
        _ => Code::Char(char::from_u32(code)?),
    })
}
