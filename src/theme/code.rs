//! Roles of code, and their colors.

use super::{Attrs, Color, Style, ThemeColors, rgb};

/// The meaning of a piece of code.
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
    /// A constant of the language or the program, or an escape in a string.
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
    /// Terminal output with a style of its own (ECMA-48 SGR).
    Output(Style),
}

/// The colors of code. `None` keeps the terminal's own color.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CodeColors {
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

impl CodeColors {
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

/// Returns the style of a piece of code, on the background of its block.
pub(super) fn style(palette: &ThemeColors, role: CodeRole) -> Style {
    let colors = &palette.syntax;
    let on_block = |fg| Style {
        fg,
        bg: palette.code_background,
        ..Style::default()
    };
    match role {
        CodeRole::Plain | CodeRole::Variable => on_block(None),
        CodeRole::Keyword => on_block(colors.keyword),
        CodeRole::String => on_block(colors.string),
        CodeRole::Number => on_block(colors.number),
        CodeRole::Comment => Style {
            attrs: palette.dim_attrs().with(Attrs::ITALIC),
            ..on_block(colors.comment)
        },
        CodeRole::Function => on_block(colors.function),
        CodeRole::Type => on_block(colors.kind),
        CodeRole::Constant => on_block(colors.constant),
        CodeRole::Operator | CodeRole::Punctuation => on_block(colors.quiet),
        CodeRole::Attribute => on_block(colors.attribute),
        CodeRole::Tag => on_block(colors.tag),
        CodeRole::Inserted => on_block(colors.inserted),
        CodeRole::Deleted => on_block(colors.deleted),
        CodeRole::Heading => Style {
            attrs: Attrs::BOLD,
            ..on_block(palette.heading)
        },
        CodeRole::Output(style) => Style {
            bg: style.bg.or(palette.code_background),
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
            panic!("the luminance of the terminal's own colors is unknown");
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
    fn code_colors_have_enough_contrast() {
        for palette in [ThemeColors::DARK, ThemeColors::LIGHT] {
            let background = luminance(palette.code_background.unwrap());
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
                let (light, dark) = (color.max(background), color.min(background));
                let contrast = (light + 0.05) / (dark + 0.05);
                assert!(contrast >= 4.5, "{role:?}: {contrast:.2} (WCAG 2.2, 1.4.3)");
            }
        }
    }

    #[test]
    fn comments_differ_in_more_than_color() {
        for palette in [ThemeColors::DARK, ThemeColors::LIGHT, ThemeColors::PLAIN] {
            assert!(style(&palette, CodeRole::Comment).attrs.has(Attrs::ITALIC));
        }
    }
}
