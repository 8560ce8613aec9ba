//! The terminal's background (dark or light), and queries to the terminal for its background, name and attributes.
//!
//! The terminal's answers arrive among the keys, as events such as [`Event::Background`], so folio does not block if a terminal
//! never answers.
//!
//! [`Event::Background`]: crate::runtime::input::Event::Background

use std::io;

use super::platform;
use crate::app::image_choice::DrawingMethod;
pub use crate::theme::TerminalBackground;

impl TerminalBackground {
    /// Classifies a color by its luma (ITU-R BT.601). The components are from 0 to 255.
    #[cfg(any(unix, test))]
    pub(crate) fn of([r, g, b]: [u8; 3]) -> Self {
        // The luma in thousandths, from 0 to 255,000.
        let luma = 299 * u32::from(r) + 587 * u32::from(g) + 114 * u32::from(b);
        if luma < 128_000 {
            Self::Dark
        } else {
            Self::Light
        }
    }

    /// Returns the background that the environment variable `COLORFGBG` suggests. The variable contains the color numbers of text
    /// and background; rxvt adds a third number between them. Returns `None` unless the background is a number from 0 to 15. The
    /// returned background is used until the terminal has answered the query.
    pub fn from_environment(env: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let colors = env("COLORFGBG")?;
        let (_, background) = colors.rsplit_once(';')?;
        match background.parse::<u8>().ok()? {
            // 7 is light gray, 8 is dark gray, and 9 to 15 are bright colors.
            7 | 9..=15 => Some(Self::Light),
            0..=6 | 8 => Some(Self::Dark),
            _ => None,
        }
    }
}

/// Queries the terminal's background (OSC 11), then its attributes (DA1, ECMA-48, 8.3.24). Terminals answer in order, and a
/// terminal that answers any query answers the second one. Therefore no background arrives after [`Event::DeviceAttributes`]. The
/// attributes also show if the terminal supports sixels. Returns false, without sending a query, if the terminal is known not to
/// answer.
///
/// Must be called in raw mode; otherwise the terminal echoes the answer.
///
/// [`Event::DeviceAttributes`]: crate::runtime::input::Event::DeviceAttributes
pub fn ask_background(env: impl Fn(&str) -> Option<String>) -> io::Result<bool> {
    let is_asked = answers_queries(env);
    if is_asked {
        // The first query ends with BEL, not with ST. rxvt-unicode ends its answer with the terminator of the query, but sends an
        // incorrect ST.
        platform::write_all(b"\x1b]11;?\x07\x1b[c")?;
    }
    Ok(is_asked)
}

/// Queries the name of the terminal (XTVERSION) and the size of a cell in pixels (XTWINOPS 16). The answers determine how
/// pictures can be drawn. Must be called before [`ask_background`] or [`ask_device_attributes`]: their last query is for the
/// device attributes, which mark the end of all answers. Returns false, without sending a query, if the terminal is known not to
/// answer. Inside tmux also returns false without a query, so that folio draws pictures as half blocks. Other pictures would stay
/// on the screen of the outer terminal after tmux has switched to another pane.
///
/// Must be called in raw mode; otherwise the terminal echoes the answer.
pub fn ask_graphics(env: impl Fn(&str) -> Option<String>) -> io::Result<bool> {
    let is_asked = !is_in_tmux(&env) && answers_queries(env);
    if is_asked {
        platform::write_all(b"\x1b[>q\x1b[16t")?;
    }
    Ok(is_asked)
}

/// Queries only the terminal's attributes (DA1).
pub fn ask_device_attributes() -> io::Result<()> {
    platform::write_all(b"\x1b[c")
}

/// Returns the way to draw pictures in the terminal that `TERM_PROGRAM` names. Returns `None` for unknown names, and if `TERM` is
/// not set. Also returns `None` inside tmux and other multiplexers, since `TERM_PROGRAM` may name the outer terminal there.
pub fn graphics_from_environment(env: impl Fn(&str) -> Option<String>) -> Option<DrawingMethod> {
    // If `TERM` is not set, the terminal may be any terminal, even `screen`.
    let may_be_screen = env("TERM").is_none_or(|term| term.starts_with("screen"));
    let is_in_multiplexer = may_be_screen || is_in_tmux(&env) || env("ZELLIJ").is_some();
    match &*env("TERM_PROGRAM").filter(|_| !is_in_multiplexer)? {
        "iTerm.app" | "WezTerm" | "mintty" => Some(DrawingMethod::Iterm2),
        _ => None,
    }
}

fn is_in_tmux(env: impl Fn(&str) -> Option<String>) -> bool {
    env("TMUX").is_some() || env("TERM").is_some_and(|term| term.starts_with("tmux"))
}

/// Returns false for terminals that are known not to answer queries, and on Windows.
fn answers_queries(env: impl Fn(&str) -> Option<String>) -> bool {
    let term = env("TERM").unwrap_or_default();
    // On Windows, crossterm reads the input, and does not report answers.
    cfg!(unix)
        && !matches!(&*term, "" | "dumb" | "linux" | "screen" | "Eterm")
        && !term.starts_with("screen.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn background_number_of_colorfgbg_is_classified() {
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
            assert_eq!(
                TerminalBackground::from_environment(env),
                background,
                "{colors:?}"
            );
        }
    }

    #[test]
    fn name_of_the_terminal_is_used_only_outside_of_multiplexers() {
        let iterm = ("TERM_PROGRAM", "iTerm.app");
        for (variables, expected) in [
            (&[iterm][..], Some(DrawingMethod::Iterm2)),
            (&[("TERM_PROGRAM", "Apple_Terminal")], None),
            (&[iterm, ("TMUX", "/tmp/tmux")], None),
            (&[iterm, ("ZELLIJ", "0")], None),
            (&[iterm, ("TERM", "screen-256color")], None),
            (&[iterm, ("TERM", "screen.xterm")], None),
            (&[iterm, ("TERM", "tmux-256color")], None),
        ] {
            let env = |name: &str| -> Option<String> {
                let default = ("TERM", "xterm-256color");
                let mut with_default = variables.iter().chain([&default]);
                with_default
                    .find(|(variable, _)| *variable == name)
                    .map(|(_, value)| (*value).to_owned())
            };
            assert_eq!(graphics_from_environment(env), expected, "{variables:?}");
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
