//! Keys by byte, by sequence parameters and by code point, as xterm, rxvt, DEC and the kitty protocol send them.

use super::Event;
use super::answer;
use crate::app::event::{Code, Key, MouseEvent, MouseEventKind};

/// Returns the key without Control and Alt.
pub(super) fn key(code: Code) -> Event {
    let (ctrl, alt) = (false, false);
    Event::Key(Key { code, ctrl, alt })
}

/// Adds Alt to a key.
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

/// Returns the key of an ASCII byte. Backspace sends DEL or, on some terminals, BS; the latter can't be told from ^H.
pub(super) fn ascii(byte: u8) -> Event {
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

/// Returns the event of a control sequence: `CSI number ; modifiers ~`, `CSI 1 ; modifiers letter`, `CSI code ; modifiers u`
/// and `CSI 27 ; modifiers ; code ~`; each number may have parts after a colon, a key's third kind is its release.
pub(super) fn control(parameters: &str, last: u8) -> Option<Event> {
    let mut fields = parameters.split(';').map(|field| {
        let mut parts = field.split(':').map(|part| part.parse::<u32>().ok());
        (parts.next().flatten(), parts.next().flatten())
    });
    let (number, _) = fields.next().unwrap_or_default();
    let (modifiers, kind) = fields.next().unwrap_or_default();
    let modifiers = modifiers.unwrap_or(1);
    if let Some(parameters) = parameters.strip_prefix('<') {
        return mouse(parameters, last);
    }
    if parameters.starts_with(['?', '=', '>']) {
        return answer::private(parameters, last);
    }
    if last == b't' {
        return answer::window(parameters);
    }
    if kind == Some(3) {
        return None;
    }
    let code = match (last, number) {
        (b'u', Some(code)) => coded(code)?,
        (b'~', Some(27)) => coded(fields.next()?.0?)?,
        (b'~', Some(number)) => numbered(number)?,
        (b'Z', _) => Code::BackTab,
        // xterm, “FocusIn”. Losing the focus is not used.
        (b'I', None) => return Some(Event::Focus),
        // Also the answer to a query for the cursor's position.
        (b'R', _) => return None,
        (lower @ b'a'..=b'd', None) => letter(lower.to_ascii_uppercase())?,
        _ => letter(last)?,
    };
    Some(modified(code, modifiers))
}

/// Returns a mouse event in xterm's SGR coordinates (mode 1006): `button;column;row`, `M` for a press, `m` for a release.
fn mouse(parameters: &str, last: u8) -> Option<Event> {
    let mut fields = parameters.split(';').map(str::parse::<u16>);
    let mut next = || fields.next()?.ok();
    let (button, x, y) = (next()?, next()?, next()?);
    // Shift 4, Alt 8 and Control 16 are ignored; 32 is a movement.
    let kind = match button & !(4 | 8 | 16) {
        0 => MouseEventKind::Press,
        64 => MouseEventKind::WheelUp,
        65 => MouseEventKind::WheelDown,
        _ => return None,
    };
    let (x, y) = (x.checked_sub(1)?, y.checked_sub(1)?);
    (last == b'M').then_some(Event::Mouse(MouseEvent { kind, x, y }))
}

/// Adds modifiers, encoded as 1 plus the sum of Shift 1, Alt 2, Control 4, Super or Meta 8, and Meta 32.
pub(super) fn modified(code: Code, modifiers: u32) -> Event {
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

/// Returns the key of a final letter.
pub(super) fn letter(last: u8) -> Option<Code> {
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

/// Returns the key of a number before `~`, by DEC and xterm.
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

/// Returns the key of a character's code point.
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
