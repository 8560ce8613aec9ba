//! What a piece of code is in its language, and the few calm colours that say so.

use super::{Attrs, Color, Palette, Style, rgb};

/// What a piece of code is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum CodeRole {
    #[default]
    Plain,
    Keyword,
    String,
    Number,
    Comment,
    Function,
    Type,
    /// A constant of the language or of the program, and an escape in a string.
    Constant,
    Variable,
    Operator,
    Punctuation,
    /// An attribute, a key, a property.
    Attribute,
    /// An element's name.
    Tag,
    Inserted,
    Deleted,
    Heading,
    /// What a terminal's output asked for itself (ECMA-48 SGR).
    Output(Style),
}

/// The colours of code. `None` leaves the terminal's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Colors {
    keyword: Option<Color>,
    string: Option<Color>,
    number: Option<Color>,
    comment: Option<Color>,
    function: Option<Color>,
    kind: Option<Color>,
    constant: Option<Color>,
    quiet: Option<Color>,
    attribute: Option<Color>,
    tag: Option<Color>,
    inserted: Option<Color>,
    deleted: Option<Color>,
}

impl Colors {
    pub(super) const DARK: Self = Self {
        keyword: Some(rgb(0x00c3_a6e0)),
        string: Some(rgb(0x0097_c2a4)),
        number: Some(rgb(0x00e0_b080)),
        comment: Some(rgb(0x0093_9aa6)),
        function: Some(rgb(0x0084_b6e8)),
        kind: Some(rgb(0x00e6_c994)),
        constant: Some(rgb(0x00e0_b080)),
        quiet: Some(rgb(0x00a9_b0bc)),
        attribute: Some(rgb(0x008f_c7cf)),
        tag: Some(rgb(0x00e6_968f)),
        inserted: Some(rgb(0x0086_c49f)),
        deleted: Some(rgb(0x00ea_857d)),
    };

    pub(super) const LIGHT: Self = Self {
        keyword: Some(rgb(0x0074_4aa0)),
        string: Some(rgb(0x002b_6844)),
        number: Some(rgb(0x008a_4a08)),
        comment: Some(rgb(0x0062_676f)),
        function: Some(rgb(0x0018_5fa8)),
        kind: Some(rgb(0x0080_5000)),
        constant: Some(rgb(0x008a_4a08)),
        quiet: Some(rgb(0x0054_5963)),
        attribute: Some(rgb(0x0014_656e)),
        tag: Some(rgb(0x009e_3630)),
        inserted: Some(rgb(0x002b_6844)),
        deleted: Some(rgb(0x00ab_2f29)),
    };

    pub(super) const PLAIN: Self = Self {
        keyword: Some(Color::Ansi(5)),
        string: Some(Color::Ansi(2)),
        number: Some(Color::Ansi(3)),
        comment: None,
        function: Some(Color::Ansi(4)),
        kind: Some(Color::Ansi(6)),
        constant: Some(Color::Ansi(3)),
        quiet: None,
        attribute: Some(Color::Ansi(6)),
        tag: Some(Color::Ansi(1)),
        inserted: Some(Color::Ansi(2)),
        deleted: Some(Color::Ansi(1)),
    };
}

/// How a piece of code is drawn, on the ground of its block.
pub(super) fn style(palette: &Palette, role: CodeRole) -> Style {
    let colors = &palette.syntax;
    let ground = |fg| Style {
        fg,
        bg: palette.code_ground,
        ..Style::default()
    };
    match role {
        CodeRole::Plain | CodeRole::Variable => ground(None),
        CodeRole::Keyword => ground(colors.keyword),
        CodeRole::String => ground(colors.string),
        CodeRole::Number => ground(colors.number),
        CodeRole::Comment => Style {
            attrs: palette.dim_attrs().with(Attrs::ITALIC),
            ..ground(colors.comment)
        },
        CodeRole::Function => ground(colors.function),
        CodeRole::Type => ground(colors.kind),
        CodeRole::Constant => ground(colors.constant),
        CodeRole::Operator | CodeRole::Punctuation => ground(colors.quiet),
        CodeRole::Attribute => ground(colors.attribute),
        CodeRole::Tag => ground(colors.tag),
        CodeRole::Inserted => ground(colors.inserted),
        CodeRole::Deleted => ground(colors.deleted),
        CodeRole::Heading => Style {
            attrs: Attrs::BOLD,
            ..ground(palette.heading)
        },
        CodeRole::Output(style) => Style {
            bg: style.bg.or(palette.code_ground),
            ..style
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance (WCAG 2.2).
    fn luminance(color: Color) -> f64 {
        let Color::Rgb(red, green, blue) = color else {
            panic!("the terminal's own colours have none that is known");
        };
        let part = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue)
    }

    #[test]
    fn every_colour_can_be_read_on_its_ground() {
        for palette in [Palette::DARK, Palette::LIGHT] {
            let ground = luminance(palette.code_ground.unwrap());
            for role in [
                CodeRole::Keyword,
                CodeRole::String,
                CodeRole::Number,
                CodeRole::Comment,
                CodeRole::Function,
                CodeRole::Type,
                CodeRole::Constant,
                CodeRole::Operator,
                CodeRole::Attribute,
                CodeRole::Tag,
                CodeRole::Inserted,
                CodeRole::Deleted,
                CodeRole::Heading,
            ] {
                let color = luminance(style(&palette, role).fg.unwrap());
                let (light, dark) = (color.max(ground), color.min(ground));
                let contrast = (light + 0.05) / (dark + 0.05);
                assert!(contrast >= 4.5, "{role:?}: {contrast:.2} (WCAG 2.2, 1.4.3)");
            }
        }
    }

    #[test]
    fn a_comment_is_told_by_more_than_its_colour() {
        for palette in [Palette::DARK, Palette::LIGHT, Palette::PLAIN] {
            assert!(style(&palette, CodeRole::Comment).attrs.has(Attrs::ITALIC));
        }
    }
}
