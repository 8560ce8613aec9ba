//! Dark or light: what the terminal says of its background.

use std::env;
use std::io::{self, IsTerminal};
use std::time::Duration;

use terminal_colorsaurus::{QueryOptions, ThemeMode, theme_mode};

use super::platform;

/// What is behind the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Background {
    /// Light text on a dark background.
    Dark,
    /// Dark text on a light one.
    Light,
}

/// How long the first frame waits for a terminal that does not answer. Almost every one does, at once: the query
/// ends with one for the terminal's attributes (DA1). What comes later is read as an answer, never as keys.
const PATIENCE: Duration = Duration::from_millis(200);

/// Asks the terminal for its background (OSC 11), else `COLORFGBG`; `None` if neither tells.
///
/// To be called in raw mode, that a late answer is not echoed, and before input is read. What was typed ahead would
/// be taken for the answer, so then nothing is asked.
pub fn background() -> Option<Background> {
    let both = io::stdin().is_terminal() && io::stdout().is_terminal();
    if both && !platform::is_typed_ahead() {
        let mut options = QueryOptions::default();
        options.timeout = PATIENCE;
        match theme_mode(options) {
            Ok(ThemeMode::Dark) => return Some(Background::Dark),
            Ok(ThemeMode::Light) => return Some(Background::Light),
            Err(_) => {}
        }
    }
    hint(&env::var("COLORFGBG").ok()?)
}

/// Reads `COLORFGBG`: the numbers of text and background, with a third between them from rxvt.
fn hint(colors: &str) -> Option<Background> {
    let (_, background) = colors.rsplit_once(';')?;
    match background.parse::<u8>().ok()? {
        7 | 9..=15 => Some(Background::Light),
        0..=6 | 8 => Some(Background::Dark),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hint_is_read_where_it_makes_sense() {
        for (colors, background) in [
            ("15;0", Some(Background::Dark)),
            ("0;15", Some(Background::Light)),
            ("0;default;15", Some(Background::Light)),
            ("12;8", Some(Background::Dark)),
            ("0;default", None),
            ("", None),
            ("7", None),
        ] {
            assert_eq!(hint(colors), background, "{colors:?}");
        }
    }
}
