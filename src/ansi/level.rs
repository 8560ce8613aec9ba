//! The color level of a terminal, and the reduction of colors to that level.

use crate::theme::Color;

/// The set of colors that a terminal can show. The variants are ordered by the number of colors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ColorLevel {
    /// No colors; only attributes (bold, dim, italic, underline, reverse).
    None,
    /// The sixteen colors of the terminal's own palette.
    #[default]
    Ansi16,
    /// The sixteen colors, a cube of 6×6×6 colors, and 24 grays, numbered as in xterm.
    Ansi256,
    /// Red, green and blue with eight bits each.
    True,
}

impl ColorLevel {
    /// Detects the level from the environment, read through `env`.
    ///
    /// `NO_COLOR` has an effect if it is not empty (<https://no-color.org>). `COLORTERM` is set by terminals that support
    /// RGB. Inside GNU screen, only `NO_COLOR` and `TERM` count: screen inherits the other variables from the terminal, but
    /// does not support RGB.
    pub fn detect(env: impl Fn(&str) -> Option<String>) -> Self {
        let term = env("TERM").unwrap_or_default();
        if env("NO_COLOR").is_some_and(|value| !value.is_empty()) || term == "dumb" {
            return Self::None;
        }
        if term.starts_with("screen") && env("TMUX").is_none() {
            return if term.contains("256color") {
                Self::Ansi256
            } else {
                Self::Ansi16
            };
        }
        let program = env("TERM_PROGRAM").unwrap_or_default();
        if matches!(
            env("COLORTERM").as_deref(),
            Some("truecolor" | "24bit" | "TRUECOLOR")
        ) || term.ends_with("-direct")
            || ["xterm-kitty", "alacritty", "foot", "wezterm", "contour"]
                .iter()
                .any(|name| term.starts_with(name))
            || term.contains("ghostty")
            || matches!(&*program, "iTerm.app" | "WezTerm" | "vscode" | "ghostty")
            || env("WT_SESSION").is_some_and(|value| !value.is_empty())
            // Windows consoles that support escape sequences support RGB, but do not set `TERM`.
            || (cfg!(windows) && term.is_empty())
        {
            Self::True
        } else if term.contains("256color") || program == "Apple_Terminal" {
            Self::Ansi256
        } else {
            Self::Ansi16
        }
    }
}

/// A color in the form in which it is sent to the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shade {
    /// One of the sixteen colors: SGR 30–37 and 90–97, or 40–47 and 100–107.
    Ansi(u8),
    /// A color of the cube or a gray, 16 to 255: SGR 38;5 or 48;5.
    Indexed(u8),
    /// A color as red, green and blue: SGR 38;2 or 48;2.
    Rgb(u8, u8, u8),
}

/// Returns the color nearest to `color` that a terminal of this level can show, or `None` if the terminal shows no colors.
///
/// The sixteen colors are not converted, because users choose their shades. For the same reason, an RGB color never
/// becomes one of the first sixteen entries of the palette of 256 colors.
pub fn reduce(color: Color, level: ColorLevel) -> Option<Shade> {
    Some(match (color, level) {
        (_, ColorLevel::None) => return None,
        (Color::Ansi(number), _) => Shade::Ansi(number % 16),
        (Color::Rgb(r, g, b), ColorLevel::True) => Shade::Rgb(r, g, b),
        (Color::Rgb(r, g, b), ColorLevel::Ansi256) => Shade::Indexed(nearest_indexed([r, g, b])),
        (Color::Rgb(r, g, b), ColorLevel::Ansi16) => Shade::Ansi(nearest_ansi([r, g, b])),
    })
}

/// The intensities of red, green and blue in the cube of 6×6×6 colors.
const CUBE_INTENSITIES: [u8; 6] = [0, 95, 135, 175, 215, 255];
/// The index of the first color of the cube in the palette of 256 colors.
const FIRST_OF_CUBE: u8 = 16;
/// The index of the darkest gray in the palette of 256 colors.
const FIRST_GRAY: u8 = 232;

/// The sixteen colors of xterm, as an approximation of the terminal's colors.
const XTERM_COLORS: [[u8; 3]; 16] = [
    [0, 0, 0],
    [205, 0, 0],
    [0, 205, 0],
    [205, 205, 0],
    [0, 0, 238],
    [205, 0, 205],
    [0, 205, 205],
    [229, 229, 229],
    [127, 127, 127],
    [255, 0, 0],
    [0, 255, 0],
    [255, 255, 0],
    [92, 92, 255],
    [255, 0, 255],
    [0, 255, 255],
    [255, 255, 255],
];

/// Returns red, green and blue of an entry of the palette of 256 colors; for the first sixteen, the colors of xterm.
pub(crate) fn indexed_rgb(index: u8) -> [u8; 3] {
    if index < FIRST_OF_CUBE {
        return XTERM_COLORS[usize::from(index)];
    }
    if index >= FIRST_GRAY {
        // The grays are 8, 18, … 238.
        return [8 + 10 * (index - FIRST_GRAY); 3];
    }
    let index_in_cube = usize::from(index - FIRST_OF_CUBE);
    [index_in_cube / 36, index_in_cube / 6 % 6, index_in_cube % 6]
        .map(|step| CUBE_INTENSITIES[step])
}

/// Returns the palette entry nearest to `rgb`: a color of the cube or a gray.
fn nearest_indexed(rgb: [u8; 3]) -> u8 {
    // The nearest color of the cube has the nearest step on each axis.
    let [red_step, green_step, blue_step] = rgb.map(|component| {
        let steps = (0..6).zip(CUBE_INTENSITIES);
        steps
            .min_by_key(|(_, intensity)| intensity.abs_diff(component))
            .map_or(0, |(step, _)| step)
    });
    // As a function of the gray, the distance is a parabola. It is smallest at the weighted mean of red, green and blue, so only
    // the two grays around this mean are compared. The weights are those of `distance`.
    let [red, green, blue] = rgb.map(u32::from);
    let mean = (3 * red + 6 * green + blue) / 10;
    // Number of the gray, from 0 to 23.
    let gray = (mean.saturating_sub(8) / 10).min(23) as u8;
    [
        FIRST_OF_CUBE + 36 * red_step + 6 * green_step + blue_step,
        FIRST_GRAY + gray,
        FIRST_GRAY + (gray + 1).min(23),
    ]
    .into_iter()
    .min_by_key(|&index| distance(rgb, indexed_rgb(index)))
    .unwrap_or(FIRST_OF_CUBE)
}

/// Returns the number of the nearest of the sixteen colors.
fn nearest_ansi(rgb: [u8; 3]) -> u8 {
    (0..16)
        .min_by_key(|&number| distance(rgb, XTERM_COLORS[usize::from(number)]))
        .unwrap_or(7)
}

/// Returns the squared distance of two colors, weighted by the perceived brightness of red, green and blue.
fn distance(a: [u8; 3], b: [u8; 3]) -> i32 {
    [3, 6, 1]
        .iter()
        .zip(a.iter().zip(b))
        .map(|(weight, (&a, b))| weight * (i32::from(a) - i32::from(b)).pow(2))
        .sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn detect(pairs: &[(&str, &str)]) -> ColorLevel {
        ColorLevel::detect(|name| {
            let pair = pairs.iter().find(|(key, _)| *key == name);
            pair.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn detect_reads_the_level_from_the_environment() {
        for (pairs, level) in [
            (
                &[("NO_COLOR", "1"), ("COLORTERM", "truecolor")][..],
                ColorLevel::None,
            ),
            (
                &[("NO_COLOR", ""), ("COLORTERM", "truecolor")],
                ColorLevel::True,
            ),
            (
                &[("TERM", "dumb"), ("COLORTERM", "24bit")],
                ColorLevel::None,
            ),
            (&[("TERM", "xterm-256color")], ColorLevel::Ansi256),
            (&[("TERM", "tmux-direct")], ColorLevel::True),
            (&[("TERM", "xterm-kitty")], ColorLevel::True),
            (&[("TERM", "linux")], ColorLevel::Ansi16),
            (
                &[("TERM", "screen-256color"), ("COLORTERM", "truecolor")],
                ColorLevel::Ansi256,
            ),
            (
                &[
                    ("TERM", "screen-256color"),
                    ("COLORTERM", "truecolor"),
                    ("TMUX", "x"),
                ],
                ColorLevel::True,
            ),
        ] {
            assert_eq!(detect(pairs), level, "{pairs:?}");
        }
    }

    #[test]
    fn reduce_returns_the_nearest_color() {
        // 67 is 16 + 36·1 + 6·2 + 3, since 95, 135 and 175 are the steps 1, 2 and 3 of the cube. 243 is 232 + 11, the gray
        // 8 + 10·11.
        for (color, level, shade) in [
            (Color::Rgb(1, 2, 3), ColorLevel::True, Shade::Rgb(1, 2, 3)),
            (
                Color::Rgb(95, 135, 175),
                ColorLevel::Ansi256,
                Shade::Indexed(67),
            ),
            (
                Color::Rgb(120, 118, 119),
                ColorLevel::Ansi256,
                Shade::Indexed(243),
            ),
            (Color::Rgb(250, 10, 10), ColorLevel::Ansi16, Shade::Ansi(9)),
            (Color::Ansi(12), ColorLevel::True, Shade::Ansi(12)),
        ] {
            assert_eq!(reduce(color, level), Some(shade), "{color:?}");
        }
        assert_eq!(reduce(Color::Ansi(1), ColorLevel::None), None);
    }

    proptest! {
        #[test]
        fn no_other_palette_entry_is_nearer(r: u8, g: u8, b: u8) {
            let rgb = [r, g, b];
            let distance_to_nearest = distance(rgb, indexed_rgb(nearest_indexed(rgb)));
            let min_distance = (16..=255).map(|index| distance(rgb, indexed_rgb(index))).min();
            prop_assert_eq!(Some(distance_to_nearest), min_distance);
        }
    }
}
