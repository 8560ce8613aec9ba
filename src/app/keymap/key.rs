//! The names of keys in the key table and in the configuration file.

use crate::app::event::{Code, Key};

/// The placeholder for the letter of a mark in a key sequence.
pub const ANY_LETTER: &str = "a-z";

/// Returns a key sequence in the form that the screen shows: `Down` → `↓`, `s d` → `sd`, `m a-z` → `ma…z`.
pub fn display(keys: &str) -> String {
    match keys {
        "Down" => "↓".to_owned(),
        "Up" => "↑".to_owned(),
        "Left" => "←".to_owned(),
        "Right" => "→".to_owned(),
        "Enter" => "⏎".to_owned(),
        "Alt-Left" => "Alt-←".to_owned(),
        "Alt-Right" => "Alt-→".to_owned(),
        _ => keys.replace(ANY_LETTER, "a…z").replace(' ', ""),
    }
}

/// Parses the name of a single key, such as `j`, `^D`, `Alt-Left` or `PgDn`. Returns `None` if the name is unknown.
pub(super) fn parse(name: &str) -> Option<Key> {
    let plain = |code| Key {
        code,
        ctrl: false,
        alt: false,
    };
    if let Some(name_without_alt) = name.strip_prefix("Alt-") {
        return Some(Key {
            alt: true,
            ..parse(name_without_alt)?
        });
    }
    let mut chars = name.chars();
    Some(match (chars.next()?, chars.next(), chars.next()) {
        (char, None, _) => plain(Code::Char(char)),
        ('^', Some(char), None) => Key {
            code: Code::Char(char.to_ascii_lowercase()),
            ctrl: true,
            alt: false,
        },
        _ => plain(match name {
            "Down" => Code::Down,
            "Up" => Code::Up,
            "Left" => Code::Left,
            "Right" => Code::Right,
            "Home" => Code::Home,
            "End" => Code::End,
            "PgDn" => Code::PageDown,
            "PgUp" => Code::PageUp,
            "Enter" => Code::Enter,
            "Esc" => Code::Esc,
            "Backspace" => Code::Backspace,
            "Tab" => Code::Tab,
            "Shift-Tab" => Code::BackTab,
            "Space" => Code::Char(' '),
            "F1" => Code::F(1),
            _ => return None,
        }),
    })
}

/// Returns the first key of a sequence.
pub(super) fn first_key(keys: &str) -> &str {
    keys.split(' ').next().unwrap_or_default()
}
