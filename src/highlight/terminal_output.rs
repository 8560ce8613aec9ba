//! Terminal output in `ansi` code blocks, which keeps the colors of its SGR sequences (ECMA-48, 8.3.117).

use std::ops::Range;

use super::Runs;
use crate::document::SgrParameters;
use crate::theme::{Attrs, CodeRole, Color, Style};

/// Returns the styles of a block as roles. `block` is the byte range of the block in the document's text, and
/// `sgr_parameters` are the parameters that were removed from this text.
pub(super) fn runs(block: Range<usize>, sgr_parameters: &[SgrParameters]) -> Runs {
    let mut runs = Runs::default();
    let mut style = Style::default();
    for SgrParameters { start, parameters } in sgr_parameters {
        // The former style ends where these parameters start.
        runs.push(*start as usize - block.start, role(style));
        style = apply_parameters(style, parameters);
    }
    runs.push(block.len(), role(style));
    runs
}

/// Returns the role of text with a style.
fn role(style: Style) -> CodeRole {
    if style == Style::default() {
        CodeRole::Plain
    } else {
        CodeRole::Output(style)
    }
}

/// Returns `style` changed by SGR parameters such as `1;31`. Unknown parameters are ignored.
fn apply_parameters(mut style: Style, parameters: &str) -> Style {
    let mut remaining = parameters.split(';');
    while let Some(parameter) = remaining.next() {
        style = match parameter.split_once(':') {
            Some((parameter, subparameters)) => {
                apply_with_subparameters(style, parameter, subparameters)
            }
            None => apply_parameter(style, parameter, &mut remaining),
        };
    }
    style
}

/// Returns `style` changed by a parameter without subparameters. The parameters of a color are taken from `following`.
fn apply_parameter<'a>(
    style: Style,
    parameter: &str,
    following: &mut impl Iterator<Item = &'a str>,
) -> Style {
    let with = |attrs| Style {
        attrs: style.attrs.with(attrs),
        ..style
    };
    let Some(number) = parse_number(parameter) else {
        return style;
    };
    match number {
        0 => Style::default(),
        1 => with(Attrs::BOLD),
        2 => with(Attrs::DIM),
        3 => with(Attrs::ITALIC),
        4 => with(Attrs::UNDERLINE),
        7 => with(Attrs::REVERSE),
        9 => with(Attrs::STRIKE),
        22 => without(style, Attrs::BOLD.with(Attrs::DIM)),
        23 => without(style, Attrs::ITALIC),
        24 => without(style, Attrs::UNDERLINE),
        27 => without(style, Attrs::REVERSE),
        29 => without(style, Attrs::STRIKE),
        number @ (30..=37 | 90..=97) => Style {
            fg: Some(ansi_color(number)),
            ..style
        },
        number @ (40..=47 | 100..=107) => Style {
            bg: Some(ansi_color(number - 10)),
            ..style
        },
        38 => Style {
            fg: read_extended_color(following).or(style.fg),
            ..style
        },
        48 => Style {
            bg: read_extended_color(following).or(style.bg),
            ..style
        },
        39 => Style { fg: None, ..style },
        49 => Style { bg: None, ..style },
        _ => style,
    }
}

/// Returns `style` changed by a parameter with subparameters, which are separated by colons. For example, `4:3` is a curly
/// underline, and `38:5:n` is a color. In the color `38:2:c:r:g:b`, `c` is a color space (ITU-T T.416, 13.1.8). Many programs
/// omit it.
fn apply_with_subparameters(style: Style, parameter: &str, subparameters: &str) -> Style {
    let mut subparameters: Vec<&str> = subparameters.split(':').collect();
    if let ["2", _, _, _, _, ..] = *subparameters {
        // Removes the color space `c` from `2:c:r:g:b`.
        subparameters.remove(1);
    }
    match (parameter, &*subparameters) {
        ("4", ["0"]) => without(style, Attrs::UNDERLINE),
        ("4" | "38" | "48", _) => apply_parameter(style, parameter, &mut subparameters.into_iter()),
        _ => style,
    }
}

/// Returns the number of a parameter; an empty parameter means 0. Returns `None` for text that is not a number.
fn parse_number(parameter: &str) -> Option<u16> {
    if parameter.is_empty() {
        Some(0)
    } else {
        parameter.parse().ok()
    }
}

/// Returns a style without the attributes `removed`.
fn without(style: Style, removed: Attrs) -> Style {
    let all = [
        Attrs::BOLD,
        Attrs::DIM,
        Attrs::ITALIC,
        Attrs::UNDERLINE,
        Attrs::REVERSE,
        Attrs::STRIKE,
    ];
    let remains = |attr: &Attrs| style.attrs.has(*attr) && !removed.has(*attr);
    let attrs = all
        .into_iter()
        .filter(remains)
        .fold(Attrs::NONE, Attrs::with);
    Style { attrs, ..style }
}

/// Returns the color of SGR 30–37 and 90–97.
fn ansi_color(number: u16) -> Color {
    // The bright colors have the indices 8 to 15.
    let offset = if number >= 90 { 8 } else { 0 };
    Color::Ansi((number % 10) as u8 + offset)
}

/// Reads the color after SGR 38 or 48: `5;n` or `2;r;g;b` (ITU-T T.416, 13.1.8). Returns `None` for any other parameters.
fn read_extended_color<'a>(parameters: &mut impl Iterator<Item = &'a str>) -> Option<Color> {
    let mut next = || -> Option<u8> { parse_number(parameters.next()?)?.try_into().ok() };
    match next()? {
        5 => next().map(indexed_color),
        2 => Some(Color::Rgb(next()?, next()?, next()?)),
        _ => None,
    }
}

/// Returns a color of xterm's palette of 256: the terminal's sixteen colors, a color cube, and grays.
fn indexed_color(number: u8) -> Color {
    const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    match number {
        0..=15 => Color::Ansi(number),
        16..=231 => {
            // The index in the cube is a number of three digits in base 6: red, green and blue.
            let index = number - 16;
            let level = |digit: u8| LEVELS[usize::from(digit % 6)];
            Color::Rgb(level(index / 36), level(index / 6), level(index))
        }
        gray => {
            let level = 8 + (gray - 232) * 10;
            Color::Rgb(level, level, level)
        }
    }
}
