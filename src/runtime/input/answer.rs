//! Decodes the terminal's answers to queries.

use std::str;

use super::Event;
use crate::runtime::terminal::TerminalBackground;

/// Returns the event of a control string, without the leading ESC and the final ST or BEL. Only `]11;` with a color is used.
pub(super) fn string(string: &[u8]) -> Option<Event> {
    let color = str::from_utf8(string).ok()?.strip_prefix("]11;")?;
    rgb(color)
        .map(TerminalBackground::of)
        .map(Event::Background)
}

/// Returns the event of a control sequence with private parameters: the device attributes (DA1), which answer the last query,
/// and the report of a dark or a light color scheme (contour, "Color palette update notifications": DSR 997).
pub(super) fn private(parameters: &str, last: u8) -> Option<Event> {
    match (last, parameters.strip_prefix('?')?) {
        (b'c', _) => Some(Event::Answered),
        (b'n', "997;1") => Some(Event::Background(TerminalBackground::Dark)),
        (b'n', "997;2") => Some(Event::Background(TerminalBackground::Light)),
        _ => None,
    }
}

/// Parses `rgb:RR/GG/BB` and `rgba:`, with one to four digits per component, and `#RRGGBB`, in the formats of X11 and xterm.
fn rgb(color: &str) -> Option<[u8; 3]> {
    let parts: Vec<&str> = if let Some(("rgb" | "rgba", parts)) = color.split_once(':') {
        parts.split('/').collect()
    } else {
        let digits = color.strip_prefix('#')?;
        let (red, rest) = digits.split_at_checked(digits.len() / 3)?;
        let (green, blue) = rest.split_at_checked(red.len())?;
        vec![red, green, blue]
    };
    let mut parts = parts.into_iter().map(|part| {
        let most = match part.len() {
            digits @ 1..=4 => (1 << (4 * digits)) - 1,
            _ => return None,
        };
        let value = u32::from_str_radix(part, 16).ok()?;
        Some((255 * value / most) as u8)
    });
    Some([parts.next()??, parts.next()??, parts.next()??])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_color_formats_are_parsed() {
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
            assert_eq!(rgb(color), expected, "{color}");
        }
    }
}
