//! The settings of the themes: those that can be used, and the configured one.

use crate::theme::{Theme, ThemeSet};

/// The name for the default themes, of which the terminal's background selects one.
pub const AUTO: &str = "auto";

/// The themes that can be used, and the configured one.
#[derive(Clone, Debug, PartialEq)]
pub struct ThemeSettings {
    /// The configured themes for each background of the terminal.
    pub set: ThemeSet,
    /// The configured theme's name, or the names of both.
    pub name: String,
    /// The place that sets the theme, such as `config.toml:3` or `--theme`; `None` if nothing does.
    pub set_by: Option<String>,
    /// All themes: the built-in ones, then the user's.
    pub available: Vec<NamedTheme>,
    /// True if the terminal shows at most sixteen colors, of which several roles of a theme would get the same. Then
    /// only the plain theme is used, which also uses bold, underline and so on.
    pub is_plain_only: bool,
}

/// A theme with its name.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedTheme {
    /// The name.
    pub name: String,
    /// The theme, or the error in its file.
    pub theme: Result<Theme, String>,
    /// True if the theme is one of the user's.
    pub is_own: bool,
}

impl Default for ThemeSettings {
    fn default() -> Self {
        let built_in = Theme::BUILT_IN.iter().map(|(name, theme)| NamedTheme {
            name: (*name).to_owned(),
            theme: Ok(*theme),
            is_own: false,
        });
        Self {
            set: ThemeSet::AUTO,
            name: AUTO.to_owned(),
            set_by: None,
            available: built_in.collect(),
            is_plain_only: false,
        }
    }
}

impl ThemeSettings {
    /// Returns the themes with this name, or `None` if there is no such theme.
    pub fn named(&self, name: &str) -> Option<ThemeSet> {
        // An own theme comes later and replaces a built-in one of the same name.
        let mut themes = self.available.iter().rev();
        let named = themes.find(|known| known.name == name);
        match named {
            Some(named) => named.theme.as_ref().ok().map(|theme| ThemeSet::all(*theme)),
            None if name == self.name => Some(self.set),
            None if name == AUTO => Some(ThemeSet::AUTO),
            None => None,
        }
    }
}
