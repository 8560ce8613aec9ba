//! The settings for themes: the configured theme, and all themes to pick from.

use crate::app::reason::Reason;
use crate::theme::{Theme, ThemeSet};

/// The name that stands for the default themes. The terminal's background decides which of them is used.
pub const AUTO: &str = "auto";

/// The configured theme, and all themes to pick from.
#[derive(Clone, Debug, PartialEq)]
pub struct ThemeSettings {
    /// The configured theme for each background of the terminal.
    pub configured: ThemeSet,
    /// The configured theme's name, or both names if the dark and the light theme differ.
    pub name: String,
    /// The line or the option that sets the theme, such as `config.toml:3` or `--theme`. `None` if no theme is configured.
    pub set_by: Option<String>,
    /// All themes: the built-in themes, then the user's themes.
    pub available: Vec<NamedTheme>,
    /// True if the terminal shows at most sixteen colors, so that several roles of a theme would get the same color. In
    /// this case only the plain theme is used, which distinguishes roles by attributes such as bold and underline.
    pub is_plain_only: bool,
}

/// A theme with its name.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedTheme {
    /// The name.
    pub name: String,
    /// The theme, or the error in its file.
    pub theme: Result<Theme, Reason>,
    /// True if the theme is defined by the user.
    pub is_user_theme: bool,
}

impl Default for ThemeSettings {
    fn default() -> Self {
        let built_in = Theme::BUILT_IN.iter().map(|(name, theme)| NamedTheme {
            name: (*name).to_owned(),
            theme: Ok(*theme),
            is_user_theme: false,
        });
        Self {
            configured: ThemeSet::AUTO,
            name: AUTO.to_owned(),
            set_by: None,
            available: built_in.collect(),
            is_plain_only: false,
        }
    }
}

impl ThemeSettings {
    /// Returns the theme of this name for each background of the terminal. The name may stand for two themes, a dark and a
    /// light one. Returns `None` if there is no theme of this name, or if the theme's file has an error.
    pub fn named(&self, name: &str) -> Option<ThemeSet> {
        // A user's theme comes later in `available` and replaces a built-in theme of the same name.
        let mut themes = self.available.iter().rev();
        let known = themes.find(|known| known.name == name);
        match known {
            Some(known) => known
                .theme
                .as_ref()
                .ok()
                .map(|theme| ThemeSet::single(*theme)),
            None if name == self.name => Some(self.configured),
            None if name == AUTO => Some(ThemeSet::AUTO),
            None => None,
        }
    }
}
