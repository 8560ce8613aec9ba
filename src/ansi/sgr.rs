//! Select Graphic Rendition (ECMA-48, 8.3.117): the shortest sequence from one style to another.

use super::level::{ColorLevel, Shade, reduce};
use crate::theme::{Attrs, Style};

/// Attributes, each with the parameters that switch it on and off. Bold and dim are missing, since one parameter switches off
/// both.
const INDEPENDENT_ATTRS: [(Attrs, u8, u8); 4] = [
    (Attrs::ITALIC, 3, 23),
    (Attrs::UNDERLINE, 4, 24),
    (Attrs::REVERSE, 7, 27),
    (Attrs::STRIKE, 9, 29),
];

/// Appends the shortest sequence that changes the terminal's style from `from` to `to`: a change, or a reset followed by
/// the new style. Appends nothing if both styles look the same at `level`.
pub fn write_style(out: &mut Vec<u8>, from: Style, to: Style, level: ColorLevel) {
    // Fast path: most cells have the style of the previous cell, and reducing colors takes time.
    if from == to {
        return;
    }
    let start = out.len();
    out.extend(b"\x1b[");
    let change_start = out.len();
    push_change(out, from, to, level);
    let change_end = out.len();
    if change_start == change_end {
        return out.truncate(start);
    }
    // Appends the alternative too: the parameters of the new style after a reset. Then removes the longer of the two.
    push_change(out, Style::default(), to, level);
    let (change_bytes, style_bytes) = (change_end - change_start, out.len() - change_end);
    if style_bytes == 0 {
        // A sequence without parameters resets the style.
        out.truncate(change_start);
    } else if style_bytes + "0;".len() < change_bytes {
        out.splice(change_start..change_end, *b"0;");
    } else {
        out.truncate(change_end);
    }
    out.push(b'm');
}

/// Appends the parameters that change the style, joined by `;`.
fn push_change(out: &mut Vec<u8>, from: Style, to: Style, level: ColorLevel) {
    let start = out.len();
    push_bold_and_dim(out, from.attrs, to.attrs);
    for (attr, on, off) in INDEPENDENT_ATTRS {
        match (from.attrs.has(attr), to.attrs.has(attr)) {
            (false, true) => push_parameter(out, on),
            (true, false) => push_parameter(out, off),
            _ => {}
        }
    }
    for (from, to, base) in [(from.fg, to.fg, 30), (from.bg, to.bg, 40)] {
        let from = from.and_then(|color| reduce(color, level));
        let to = to.and_then(|color| reduce(color, level));
        if from != to {
            push_color(out, to, base);
        }
    }
    // Drops the `;` after the last parameter.
    if out.len() > start {
        out.pop();
    }
}

/// Appends the parameters for bold and dim. SGR 22 switches off both, so if only one of them must be switched off, the other
/// is switched on again.
fn push_bold_and_dim(out: &mut Vec<u8>, from: Attrs, to: Attrs) {
    let both = [(Attrs::BOLD, 1), (Attrs::DIM, 2)];
    let needs_off = both
        .iter()
        .any(|(attr, _)| from.has(*attr) && !to.has(*attr));
    if needs_off {
        push_parameter(out, 22);
    }
    for (attr, on) in both {
        if to.has(attr) && (needs_off || !from.has(attr)) {
            push_parameter(out, on);
        }
    }
}

/// Appends the parameters of a color; `base` is 30 for the text and 40 for the background. The first parameter is `base` plus
/// a number: 0 to 7 for a normal color, 8 for an indexed or RGB color, 9 for the default color, 60 to 67 for a bright color.
fn push_color(out: &mut Vec<u8>, color: Option<Shade>, base: u8) {
    match color {
        None => push_parameter(out, base + 9),
        Some(Shade::Ansi(number @ 0..=7)) => push_parameter(out, base + number),
        Some(Shade::Ansi(number)) => push_parameter(out, base + 60 + number - 8),
        Some(Shade::Indexed(index)) => {
            for parameter in [base + 8, 5, index] {
                push_parameter(out, parameter);
            }
        }
        Some(Shade::Rgb(r, g, b)) => {
            for parameter in [base + 8, 2, r, g, b] {
                push_parameter(out, parameter);
            }
        }
    }
}

/// Appends a parameter and `;`.
fn push_parameter(out: &mut Vec<u8>, parameter: u8) {
    // Formatting with `write!` would take most of the time of a style change.
    if parameter >= 100 {
        out.push(b'0' + parameter / 100);
    }
    if parameter >= 10 {
        out.push(b'0' + parameter / 10 % 10);
    }
    out.extend([b'0' + parameter % 10, b';']);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::theme::Color;

    fn style(fg: Option<Color>, bg: Option<Color>, attrs: &[Attrs]) -> Style {
        let attrs = attrs.iter().fold(Attrs::NONE, |all, attr| all.with(*attr));
        Style { fg, bg, attrs }
    }

    fn style_sequence(from: Style, to: Style, level: ColorLevel) -> String {
        let mut out = Vec::new();
        write_style(&mut out, from, to, level);
        String::from_utf8(out).unwrap().replace('\x1b', "ESC")
    }

    #[test]
    fn write_style_appends_the_shortest_sequence() {
        let plain = Style::default();
        let bold = style(None, None, &[Attrs::BOLD]);
        let red = Some(Color::Ansi(1));
        let gray = Some(Color::Rgb(120, 120, 120));
        for (from, to, expected) in [
            (plain, plain, ""),
            (plain, bold, "ESC[1m"),
            (bold, plain, "ESC[m"),
            (bold, style(None, None, &[Attrs::DIM]), "ESC[0;2m"),
            (
                style(None, None, &[Attrs::BOLD, Attrs::DIM]),
                bold,
                "ESC[0;1m",
            ),
            (
                bold,
                style(None, None, &[Attrs::BOLD, Attrs::DIM]),
                "ESC[2m",
            ),
            (
                style(red, None, &[Attrs::BOLD]),
                style(red, None, &[]),
                "ESC[22m",
            ),
            (style(red, gray, &[]), style(None, gray, &[]), "ESC[39m"),
            (plain, style(Some(Color::Ansi(9)), red, &[]), "ESC[91;41m"),
            (plain, style(gray, None, &[]), "ESC[38;2;120;120;120m"),
            (
                style(red, gray, &[Attrs::BOLD, Attrs::ITALIC, Attrs::UNDERLINE]),
                style(None, None, &[Attrs::STRIKE]),
                "ESC[0;9m",
            ),
        ] {
            assert_eq!(
                style_sequence(from, to, ColorLevel::True),
                expected,
                "{from:?} → {to:?}"
            );
        }
    }

    #[test]
    fn color_level_none_writes_only_attributes() {
        let to = style(
            Some(Color::Ansi(2)),
            Some(Color::Rgb(1, 1, 1)),
            &[Attrs::REVERSE],
        );
        assert_eq!(
            style_sequence(Style::default(), to, ColorLevel::None),
            "ESC[7m"
        );
        let colored = style(Some(Color::Ansi(2)), None, &[]);
        assert_eq!(
            style_sequence(Style::default(), colored, ColorLevel::None),
            ""
        );
    }

    #[test]
    fn a_color_of_the_same_shade_is_not_written_again() {
        let gray = style(Some(Color::Rgb(120, 120, 120)), None, &[]);
        let similar = style(Some(Color::Rgb(121, 120, 120)), None, &[]);
        assert_eq!(style_sequence(gray, similar, ColorLevel::Ansi256), "");
        assert_eq!(
            style_sequence(Style::default(), gray, ColorLevel::Ansi256),
            "ESC[38;5;243m"
        );
    }

    fn any_style() -> impl Strategy<Value = Style> {
        let color = || {
            prop_oneof![
                Just(None),
                (0..16u8).prop_map(|number| Some(Color::Ansi(number))),
                any::<(u8, u8, u8)>().prop_map(|(r, g, b)| Some(Color::Rgb(r, g, b))),
            ]
        };
        // The crate vt100 has one state for bold and dim. So only `write_style_appends_the_shortest_sequence` tests dim.
        let all = [Attrs::BOLD, Attrs::ITALIC, Attrs::UNDERLINE, Attrs::REVERSE];
        let indices = prop::collection::vec(0..all.len(), 0..6);
        let attrs = indices.prop_map(move |indices| {
            let picked = indices.into_iter().map(|index| all[index]);
            picked.fold(Attrs::NONE, Attrs::with)
        });
        (color(), color(), attrs).prop_map(|(fg, bg, attrs)| Style { fg, bg, attrs })
    }

    proptest! {
        /// Setting a style after other styles gives the same terminal state as setting it directly.
        #[test]
        fn the_terminal_state_depends_only_on_the_last_style(styles in prop::collection::vec(any_style(), 1..8)) {
            let mut out = Vec::new();
            let mut from = Style::default();
            for &to in &styles {
                write_style(&mut out, from, to, ColorLevel::True);
                from = to;
            }
            let mut direct = Vec::new();
            write_style(&mut direct, Style::default(), from, ColorLevel::True);
            let state = |bytes: &[u8]| {
                let size = std::num::NonZeroU16::MIN;
                let mut parser = vt100::Parser::new(size, size, 0);
                parser.process(bytes);
                parser.screen().attributes_formatted()
            };
            prop_assert_eq!(state(&out), state(&direct));
        }
    }
}
