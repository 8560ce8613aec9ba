//! Colors of lists, hits and problems, from the plain theme. Output to a pipe or a file has colors only with
//! `--color always`.

use super::context::CliContext;
use super::values::ColorChoice;
use crate::ansi::{self, ColorLevel};
use crate::text::Clean;
use crate::theme::{Role, Style, Theme};

/// The colors of the output. Without a level, the output is plain text; at the level [`ColorLevel::None`], it has attributes
/// such as bold, but no colors.
#[derive(Clone, Copy, Debug, Default)]
pub struct Colors(Option<ColorLevel>);

impl Colors {
    /// Returns the colors that the terminal supports; output to a pipe or a file has none.
    pub(super) fn of(context: &CliContext<'_>) -> Self {
        Self::for_choice(ColorChoice::Auto, context)
    }

    /// Returns the colors for `--color`; with `always`, output to a pipe or a file has colors too.
    pub(super) fn for_choice(choice: ColorChoice, context: &CliContext<'_>) -> Self {
        Self(level(choice, context))
    }

    /// Appends a text in the style of a role.
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

/// Returns the color level for `--color`, or `None` for plain text. `always` selects at least 16 colors, even if the environment
/// disables colors.
pub(super) fn level(choice: ColorChoice, context: &CliContext<'_>) -> Option<ColorLevel> {
    match choice {
        ColorChoice::Never => None,
        ColorChoice::Always => Some(ColorLevel::detect(context.env_var).max(ColorLevel::Ansi16)),
        ColorChoice::Auto => context
            .is_stdout_terminal()
            .then(|| ColorLevel::detect(context.env_var)),
    }
}
