//! The terminal's background: dark or light.
//!
//! The terminal's answer arrives among the keys, as [`Event::Background`], so that a terminal that never answers blocks
//! nothing.
//!
//! [`Event::Background`]: crate::runtime::input::Event::Background

use std::io;

use super::platform;

/// The brightness of the terminal's background.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TerminalBackground {
    /// Light text on a dark background.
    Dark,
    /// Dark text on a light one.
    Light,
}

impl TerminalBackground {
    /// Classifies a color, each component from 0 to 255, by its luma (ITU-R BT.601).
    #[cfg(any(unix, test))]
    pub(crate) fn of([r, g, b]: [u8; 3]) -> Self {
        let luma = 299 * u32::from(r) + 587 * u32::from(g) + 114 * u32::from(b);
        if luma < 128_000 {
            Self::Dark
        } else {
            Self::Light
        }
    }

    /// Reads `COLORFGBG` through `env`: the color numbers of text and background; rxvt puts a third one between them. Used
    /// until the terminal itself has answered.
    pub fn hinted(env: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let colors = env("COLORFGBG")?;
        let (_, background) = colors.rsplit_once(';')?;
        match background.parse::<u8>().ok()? {
            7 | 9..=15 => Some(Self::Light),
            0..=6 | 8 => Some(Self::Dark),
            _ => None,
        }
    }
}

/// Asks the terminal for its background (OSC 11), then for its attributes (DA1, ECMA-48, 8.3.24). Every terminal answers
/// the latter, so after [`Event::Answered`] no background will come. Returns false, and asks nothing, if the terminal is
/// known not to answer.
///
/// To be called once, in raw mode, or the answer is echoed.
///
/// [`Event::Answered`]: crate::runtime::input::Event::Answered
pub fn ask_background(env: impl Fn(&str) -> Option<String>) -> io::Result<bool> {
    let term = env("TERM").unwrap_or_default();
    let is_asked = cfg!(unix)
        && !matches!(&*term, "" | "dumb" | "linux" | "screen" | "Eterm")
        && !term.starts_with("screen.");
    if is_asked {
        // Ended by BEL: rxvt-unicode ends its answer as the query ends, and gets ST wrong.
        platform::write_all(b"\x1b]11;?\x07\x1b[c")?;
    }
    Ok(is_asked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hint_is_read_where_it_makes_sense() {
        for (colors, background) in [
            ("15;0", Some(TerminalBackground::Dark)),
            ("0;15", Some(TerminalBackground::Light)),
            ("0;default;15", Some(TerminalBackground::Light)),
            ("12;8", Some(TerminalBackground::Dark)),
            ("0;default", None),
            ("", None),
            ("7", None),
        ] {
            let env = |name: &str| (name == "COLORFGBG").then(|| colors.to_owned());
            assert_eq!(TerminalBackground::hinted(env), background, "{colors:?}");
        }
    }

    #[test]
    fn common_backgrounds_are_told_apart() {
        for (rgb, background) in [
            ([0, 43, 54], TerminalBackground::Dark),
            ([40, 42, 54], TerminalBackground::Dark),
            ([253, 246, 227], TerminalBackground::Light),
            ([255, 255, 255], TerminalBackground::Light),
        ] {
            assert_eq!(TerminalBackground::of(rgb), background);
        }
    }
}
