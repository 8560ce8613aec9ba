//! Converts crossterm's events, for the Windows console.

use crossterm::event::{self, KeyCode, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind};

use super::Event;
use crate::app::event::{self as app_event, Code, Key, MouseEvent, Size};
use crate::runtime::terminal;

/// Converts an event, or returns `None` if folio does not use it. Ignores key releases, which the console also reports.
pub(super) fn convert_event(event: event::Event) -> Option<Event> {
    match event {
        event::Event::Key(key) if key.kind != KeyEventKind::Release => {
            convert_key(key).map(Event::Key)
        }
        event::Event::Paste(text) => {
            let text = text.replace("\r\n", "\n").replace('\r', "\n");
            Some(Event::Paste(text))
        }
        event::Event::Mouse(mouse) => convert_mouse(mouse).map(Event::Mouse),
        event::Event::FocusGained => Some(Event::Focus),
        event::Event::Resize(width, height) => {
            Some(Event::Resize(terminal::limit_size(Size { width, height })))
        }
        _ => None,
    }
}

fn convert_mouse(mouse: event::MouseEvent) -> Option<MouseEvent> {
    let kind = match mouse.kind {
        MouseEventKind::Down(MouseButton::Left) => app_event::MouseEventKind::Press,
        MouseEventKind::ScrollDown => app_event::MouseEventKind::WheelDown,
        MouseEventKind::ScrollUp => app_event::MouseEventKind::WheelUp,
        _ => return None,
    };
    let (x, y) = (mouse.column, mouse.row);
    Some(MouseEvent { kind, x, y })
}

fn convert_key(key: event::KeyEvent) -> Option<Key> {
    let is_held = |modifier| key.modifiers.contains(modifier);
    let mut ctrl = is_held(KeyModifiers::CONTROL);
    let mut alt = is_held(KeyModifiers::ALT);
    let code = match key.code {
        KeyCode::Char(char) if ctrl && alt && !char.is_ascii_alphanumeric() => {
            // Ctrl and Alt with a character other than a letter or a digit are AltGr, which many keyboard layouts need for
            // brackets and @.
            (ctrl, alt) = (false, false);
            Code::Char(char)
        }
        KeyCode::Char(char) if ctrl => Code::Char(char.to_ascii_lowercase()),
        KeyCode::Char(char) => Code::Char(char),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab if is_held(KeyModifiers::SHIFT) => Code::BackTab,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => Code::BackTab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::F(number) => Code::F(number),
        _ => return None,
    };
    Some(Key { code, ctrl, alt })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Converts the press of a key.
    fn press(code: KeyCode, modifiers: KeyModifiers) -> Event {
        convert_event(event::Event::Key(event::KeyEvent::new(code, modifiers))).unwrap()
    }

    /// Returns the event of a key without Control and Alt.
    fn plain(code: Code) -> Event {
        let (ctrl, alt) = (false, false);
        Event::Key(Key { code, ctrl, alt })
    }

    #[test]
    fn shift_is_part_of_the_key_except_with_control() {
        let shift = KeyModifiers::SHIFT;
        assert_eq!(press(KeyCode::Char('G'), shift), plain(Code::Char('G')));
        assert_eq!(press(KeyCode::Tab, shift), plain(Code::BackTab));
        assert_eq!(
            press(KeyCode::Char('C'), shift | KeyModifiers::CONTROL),
            Event::Key(Key {
                code: Code::Char('c'),
                ctrl: true,
                alt: false,
            })
        );
    }

    #[test]
    fn altgr_types_characters() {
        let alt_gr = KeyModifiers::CONTROL | KeyModifiers::ALT;
        assert_eq!(press(KeyCode::Char('['), alt_gr), plain(Code::Char('[')));
    }

    #[test]
    fn key_releases_are_ignored() {
        let mut key = event::KeyEvent::from(KeyCode::Enter);
        key.kind = KeyEventKind::Release;
        assert_eq!(convert_event(event::Event::Key(key)), None);
    }
}
