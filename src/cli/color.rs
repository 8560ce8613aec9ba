//! Colours of tables and messages: on a terminal only, from the theme's roles.

use super::Outside;
use super::args::Color;
use crate::ansi::{self, ColorLevel};
use crate::text::Clean;
use crate::theme::{Role, Style, Theme};

/// Whether and how output is coloured.
#[derive(Clone, Copy, Debug, Default)]
pub struct Colors(Option<ColorLevel>);

impl Colors {
    /// As many as the terminal shows; none into a pipe.
    pub(super) fn of(outside: &Outside<'_>) -> Self {
        Self::when(Color::Auto, outside)
    }

    /// As `--color` asks for: `always` colours what goes into a pipe as well.
    pub(super) fn when(color: Color, outside: &Outside<'_>) -> Self {
        Self(level(color, outside))
    }

    /// Appends a text in its role's style.
    pub(super) fn push(self, line: &mut Vec<u8>, text: &Clean<'_>, role: Role) {
        let Some(level) = self.0.filter(|_| !text.is_empty()) else {
            line.extend(text.as_bytes());
            return;
        };
        let style = Theme::PLAIN.style(role.into());
        ansi::write_style(line, Style::default(), style, level);
        line.extend(text.as_bytes());
        ansi::write_style(line, style, Style::default(), level);
    }
}

/// The colours that `--color` asks for; `None` for text and nothing else.
pub(super) fn level(color: Color, outside: &Outside<'_>) -> Option<ColorLevel> {
    match color {
        Color::Never => None,
        Color::Always => Some(ColorLevel::detect(outside.env).max(ColorLevel::Ansi16)),
        Color::Auto => outside.columns.map(|_| ColorLevel::detect(outside.env)),
    }
}
