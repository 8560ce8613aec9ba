//! Roles of code, and their colors.

use super::{Attrs, Style, ThemeColors};

/// The meaning of a piece of code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are self-explanatory")]
pub enum CodeRole {
    #[default]
    Plain,
    Keyword,
    String,
    Number,
    Comment,
    Function,
    Type,
    /// A constant, or an escape sequence in a string.
    Constant,
    Variable,
    Operator,
    Punctuation,
    /// An attribute, key or property.
    Attribute,
    /// The name of an HTML or XML element.
    Tag,
    Inserted,
    Deleted,
    Heading,
    /// Terminal output with the style of its SGR sequences (ECMA-48).
    Output(Style),
}

/// Returns the style of a role on the background of code blocks.
pub(super) fn style(theme_colors: &ThemeColors, role: CodeRole) -> Style {
    let colors = &theme_colors.syntax;
    let on_block = |fg| Style {
        fg,
        bg: theme_colors.code_background,
        ..Style::default()
    };
    match role {
        CodeRole::Plain | CodeRole::Variable => on_block(None),
        CodeRole::Keyword => Style {
            attrs: theme_colors.attrs_if_few_colors(Attrs::BOLD),
            ..on_block(colors.keyword)
        },
        CodeRole::String => on_block(colors.string),
        CodeRole::Number => on_block(colors.number),
        CodeRole::Comment => Style {
            attrs: theme_colors.dim_attrs().with(Attrs::ITALIC),
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
            ..on_block(theme_colors.heading)
        },
        CodeRole::Output(style) => Style {
            bg: style.bg.or(theme_colors.code_background),
            ..style
        },
    }
}
