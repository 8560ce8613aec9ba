//! The terminal's background: dark or light.
//!
//! The terminal's answer arrives among the keys, as [`Event::Background`], so that folio does not block if a
//! terminal never answers.
//!
//! [`Event::Background`]: crate::runtime::input::Event::Background

use std::io;

use super::platform;
pub use crate::theme::TerminalBackground;

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

    /// Parses `COLORFGBG`, which is read through `env`: the color numbers of text and background; rxvt adds a third number
    /// between them. Used until the terminal has answered the query.
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

/// Queries the terminal's background (OSC 11), then its attributes (DA1, ECMA-48, 8.3.24). Every terminal answers the second
/// query, so no background arrives after [`Event::Answered`]. Returns false without a query if the terminal is known not to
/// answer.
///
/// Must be called in raw mode; otherwise the terminal echoes the answer.
///
/// [`Event::Answered`]: crate::runtime::input::Event::Answered
pub fn ask_background(env: impl Fn(&str) -> Option<String>) -> io::Result<bool> {
    let is_asked = answers(env);
    if is_asked {
        // Terminated by BEL: rxvt-unicode ends its answer with the terminator of the query, and sends an incorrect ST.
        platform::write_all(b"\x1b]11;?\x07\x1b[c")?;
    }
    Ok(is_asked)
}

/// Queries the name of the terminal (XTVERSION) and the size of a cell in pixels (XTWINOPS 16), which determine how pictures can
/// be drawn. Called before [`ask_background`], whose last answer follows these answers. Sends no query inside tmux: the outer
/// terminal would keep drawing its pictures after tmux has changed the pane.
///
/// Must be called in raw mode; otherwise the terminal echoes the answer.
pub fn ask_graphics(env: impl Fn(&str) -> Option<String>) -> io::Result<()> {
    let is_multiplexed =
        env("TMUX").is_some() || env("TERM").is_some_and(|term| term.starts_with("tmux"));
    if is_multiplexed || !answers(env) {
        return Ok(());
    }
    platform::write_all(b"\x1b[>q\x1b[16t")
}

/// Returns false for terminals that are known not to answer queries.
fn answers(env: impl Fn(&str) -> Option<String>) -> bool {
    let term = env("TERM").unwrap_or_default();
    cfg!(unix)
        && !matches!(&*term, "" | "dumb" | "linux" | "screen" | "Eterm")
        && !term.starts_with("screen.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_valid_colorfgbg_is_used() {
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
    fn common_backgrounds_are_classified() {
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
