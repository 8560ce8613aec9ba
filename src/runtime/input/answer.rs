//! Decodes the terminal's answers to queries.

use std::str;

use super::Event;
use crate::app::image_choice::DrawingMethod;
use crate::layout::PixelSize;
use crate::runtime::terminal::TerminalBackground;

/// Parses a control string. The string is given without the leading ESC and without the final ST or BEL. It is `]11;` with a
/// color, or `P>|` with the name and version of the terminal (XTVERSION). Returns `None` for other strings.
pub(super) fn parse_control_string(string: &[u8]) -> Option<Event> {
    let string = str::from_utf8(string).ok()?;
    if let Some(name) = string.strip_prefix("P>|") {
        return Some(Event::Graphics(drawing_method_of(name)));
    }
    let color = string.strip_prefix("]11;")?;
    parse_color(color)
        .map(TerminalBackground::of)
        .map(Event::Background)
}

/// Parses a control sequence with private parameters and the final byte `last`. `c` ends the device attributes (DA1). folio
/// queries them last, so they mark the end of all answers. `n` ends the report of a dark or a light color scheme (contour, "Color
/// palette update notifications": DSR 997).
pub(super) fn parse_private_sequence(parameters: &str, last: u8) -> Option<Event> {
    match (last, parameters.strip_prefix('?')?) {
        // The first number is the class of the terminal, not an attribute.
        (b'c', attributes) => Some(Event::DeviceAttributes {
            has_sixels: attributes.split(';').skip(1).any(|number| number == "4"),
        }),
        (b'n', "997;1") => Some(Event::Background(TerminalBackground::Dark)),
        (b'n', "997;2") => Some(Event::Background(TerminalBackground::Light)),
        _ => None,
    }
}

/// Returns the best way to draw pictures that a terminal with this name supports. Does not return sixels: their support is
/// reported as an attribute of the terminal (DA1).
fn drawing_method_of(name: &str) -> DrawingMethod {
    if has_placeholders(name) {
        DrawingMethod::Kitty
    } else if ["iTerm2 ", "WezTerm ", "mintty "]
        .iter()
        .any(|start| name.starts_with(start))
    {
        DrawingMethod::Iterm2
    } else {
        DrawingMethod::Blocks
    }
}

/// Returns true for terminals that draw pictures at Unicode placeholders: kitty from 0.28 on, and Ghostty. Decides by the
/// terminal's name, since other terminals support kitty's protocol without placeholders.
fn has_placeholders(name: &str) -> bool {
    if let Some(version) = name.strip_prefix("kitty(") {
        let mut parts = version
            .split(['.', ')'])
            .map(|part| part.parse().unwrap_or(0));
        let version: [u32; 2] = [parts.next().unwrap_or(0), parts.next().unwrap_or(0)];
        return version >= [0, 28];
    }
    name.starts_with("ghostty ")
}

/// Parses a report about the window (xterm, XTWINOPS): `6;HEIGHT;WIDTH` is the size of a cell in pixels.
pub(super) fn parse_window_report(parameters: &str) -> Option<Event> {
    let mut numbers = parameters.strip_prefix("6;")?.split(';').map(str::parse);
    let (height, width) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
    Some(Event::CellSize(PixelSize { width, height }))
}

/// Parses `rgb:RR/GG/BB`, `rgba:RR/GG/BB/AA` and `#RRGGBB`, the formats of X11 and xterm, with one to four digits per component.
/// Ignores the opacity `AA`.
fn parse_color(color: &str) -> Option<[u8; 3]> {
    let components: Vec<&str> = if let Some(("rgb" | "rgba", components)) = color.split_once(':') {
        components.split('/').collect()
    } else {
        let digits = color.strip_prefix('#')?;
        let (red, green_blue) = digits.split_at_checked(digits.len() / 3)?;
        let (green, blue) = green_blue.split_at_checked(red.len())?;
        vec![red, green, blue]
    };
    let mut components = components.into_iter().map(|component| {
        let max = match component.len() {
            digits @ 1..=4 => (1 << (4 * digits)) - 1,
            _ => return None,
        };
        let value = u32::from_str_radix(component, 16).ok()?;
        Some((255 * value / max) as u8)
    });
    Some([
        components.next()??,
        components.next()??,
        components.next()??,
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawing_method_is_determined_by_the_name_of_the_terminal() {
        for (answer, expected) in [
            ("P>|kitty(0.35.2)", DrawingMethod::Kitty),
            ("P>|kitty(0.28.0)", DrawingMethod::Kitty),
            ("P>|kitty(0.27.1)", DrawingMethod::Blocks),
            ("P>|kitty(1.0)", DrawingMethod::Kitty),
            ("P>|kitty(", DrawingMethod::Blocks),
            ("P>|ghostty 1.1.3", DrawingMethod::Kitty),
            ("P>|WezTerm 20240203-110809-5046fc22", DrawingMethod::Iterm2),
            ("P>|iTerm2 3.5.0", DrawingMethod::Iterm2),
            ("P>|mintty 3.7.4", DrawingMethod::Iterm2),
            ("P>|foot(1.16.2)", DrawingMethod::Blocks),
            ("P>|tmux 3.4", DrawingMethod::Blocks),
            ("P>|XTerm(388)", DrawingMethod::Blocks),
            ("P>|", DrawingMethod::Blocks),
        ] {
            let event = parse_control_string(answer.as_bytes());
            assert_eq!(event, Some(Event::Graphics(expected)), "{answer}");
        }
    }

    #[test]
    fn attribute_4_after_the_class_of_the_terminal_means_sixels() {
        for (attributes, has_sixels) in [
            ("?62;4;22", true),
            ("?62;22;4", true),
            ("?62;14;41;22", false),
            ("?4", false),
            ("?", false),
        ] {
            let event = parse_private_sequence(attributes, b'c');
            assert_eq!(
                event,
                Some(Event::DeviceAttributes { has_sixels }),
                "{attributes}"
            );
        }
    }

    #[test]
    fn size_of_a_cell_is_reported_with_the_height_first() {
        let cell = PixelSize {
            width: 9,
            height: 18,
        };
        assert_eq!(parse_window_report("6;18;9"), Some(Event::CellSize(cell)));
        for other in ["4;1000;2000", "6;18", "6;x;9", "8;24;80", ""] {
            assert_eq!(parse_window_report(other), None, "{other}");
        }
    }

    #[test]
    fn color_formats_are_parsed_and_other_text_is_not() {
        for (color, expected) in [
            ("rgb:ffff/8080/0000", Some([255, 128, 0])),
            ("rgb:ff/80/00", Some([255, 128, 0])),
            ("rgb:f/0/8", Some([255, 0, 136])),
            ("rgba:0000/0000/ffff/8000", Some([0, 0, 255])),
            ("#ff8000", Some([255, 128, 0])),
            ("rgb:ff/80", None),
            ("rgb:fffff0000/0/0", None),
            ("rgb://", None),
            ("#é", None),
            ("red", None),
        ] {
            assert_eq!(parse_color(color), expected, "{color}");
        }
    }
}
