//! The `theme` setting, and user themes.
//!
//! A theme file has a `base`, colors, and the colors of code below `[code]`:
//!
//! ```toml
//! base = "nord"
//! accent = "#d08770"
//!
//! [code]
//! keyword = "#81a1c1"
//! ```

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::error::{PositionedError, hint, nearest};
use super::{ConfigError, ConfigErrorKind, written};
use crate::app::reason::Reason;
use crate::app::settings::{AUTO, NamedTheme};
use crate::theme::{Color, Theme, ThemeSet};

/// The names of the themes to use, one for each background that the terminal may have.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "ThemeValue")]
pub struct ThemeChoice {
    /// The theme for a dark background.
    dark: String,
    /// The theme for a light background.
    light: String,
    /// The theme for a background that is not known.
    unknown: String,
}

/// The value of the `theme` setting: a single name, or a name for each background.
#[derive(Deserialize)]
#[serde(
    untagged,
    deny_unknown_fields,
    expecting = "a theme is a name, or `{ dark = \"NAME\", light = \"NAME\" }`"
)]
enum ThemeValue {
    Single(String),
    Pair { dark: String, light: String },
}

impl From<ThemeValue> for ThemeChoice {
    fn from(value: ThemeValue) -> Self {
        match value {
            ThemeValue::Single(name) => Self::named(&name),
            ThemeValue::Pair { dark, light } => Self {
                dark,
                light,
                // `plain` uses the terminal's own colors, which suit its background.
                unknown: "plain".to_owned(),
            },
        }
    }
}

impl Default for ThemeChoice {
    fn default() -> Self {
        Self::named(AUTO)
    }
}

impl ThemeChoice {
    /// Returns the choice of one theme for all backgrounds. The name `auto` stands for `dark`, `light`, or `plain` if the
    /// background is not known.
    pub fn named(name: &str) -> Self {
        let [dark, light, unknown] = if name == AUTO {
            ["dark", "light", "plain"]
        } else {
            [name; 3]
        };
        Self {
            dark: dark.to_owned(),
            light: light.to_owned(),
            unknown: unknown.to_owned(),
        }
    }

    /// Returns the name of the chosen theme, or the names for the dark and the light background, to be shown to the user.
    pub fn name(&self) -> String {
        if *self == Self::default() {
            AUTO.to_owned()
        } else if self.dark == self.light {
            self.dark.clone()
        } else {
            format!("{} or {}", self.dark, self.light)
        }
    }

    /// Returns the themes with the chosen names.
    pub fn resolve(&self, themes: &UserThemes) -> Result<ThemeSet, ThemeError> {
        Ok(ThemeSet {
            dark: themes.get(&self.dark)?,
            light: themes.get(&self.light)?,
            unknown: themes.get(&self.unknown)?,
        })
    }
}

/// A theme that can't be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ThemeError {
    /// There is no theme with this name.
    #[error("unknown theme \"{name}\"; {hint}")]
    Unknown {
        /// The unknown name.
        name: String,
        /// The most similar name as a question, or a list of all names.
        hint: String,
    },
    /// The theme file has an error.
    #[error(transparent)]
    Invalid(Box<ConfigError>),
}

/// The themes in the `themes` folder next to the configuration file, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserThemes(BTreeMap<String, Result<Theme, ConfigError>>);

impl UserThemes {
    /// Parses the theme file at `path` with the content `text`, and adds it.
    pub fn add(&mut self, path: &Path, text: &str) {
        if let Some(name) = path.file_stem().and_then(|name| name.to_str()) {
            let theme =
                parse(text).map_err(|error| ConfigError::at(path, text, error.offset, error.kind));
            self.0.insert(name.to_owned(), theme);
        }
    }

    /// Returns the theme called `name`. A user's theme replaces a built-in theme with the same name.
    fn get(&self, name: &str) -> Result<Theme, ThemeError> {
        match self.0.get(name) {
            Some(Ok(theme)) => return Ok(*theme),
            Some(Err(error)) => return Err(ThemeError::Invalid(Box::new(error.clone()))),
            None => {}
        }
        Theme::built_in(name).ok_or_else(|| {
            let user_names = self.0.keys().map(String::as_str);
            let built_in_names = Theme::BUILT_IN.iter().map(|(name, _)| *name);
            let all = built_in_names.chain(user_names);
            let all: Vec<&str> = [AUTO].into_iter().chain(all).collect();
            let most_similar = nearest(name, all.iter().copied());
            ThemeError::Unknown {
                name: name.to_owned(),
                hint: hint(most_similar, all.into_iter()),
            }
        })
    }

    /// Returns the built-in themes, followed by the user's themes.
    pub fn available(&self) -> Vec<NamedTheme> {
        let built_in = Theme::BUILT_IN.iter().map(|(name, theme)| NamedTheme {
            name: (*name).to_owned(),
            theme: Ok(*theme),
            is_user_theme: false,
        });
        let user_themes = self.0.iter().map(|(name, theme)| NamedTheme {
            name: name.clone(),
            theme: theme
                .clone()
                .map_err(|error| Reason::of(&error.short_message())),
            is_user_theme: true,
        });
        built_in.chain(user_themes).collect()
    }
}

/// Returns the byte offset of the theme name `name` in the value of the `theme` setting. If the value does not contain the
/// name, returns the offset of the value, or 0 if the file does not set a theme.
pub(super) fn offset_of(text: &str, name: &str) -> usize {
    let values = written::values(text);
    let mut themes = values.iter().filter(|value| value.setting == "theme");
    let names_theme =
        |theme: &&written::WrittenValue| theme.value.trim_matches(['"', '\'']) == name;
    let first = themes.clone().next();
    let theme = themes.find(names_theme).or(first);
    theme.map_or(0, |theme| theme.span.start)
}

/// Parses the text of a theme file. A theme without a base is based on the theme `dark`.
fn parse(text: &str) -> Result<Theme, PositionedError> {
    let file = DeTable::parse(text).map_err(|error| PositionedError {
        offset: error.span().map_or(0, |span| span.start),
        kind: ConfigErrorKind::Toml(error.message().replace('\n', " ")),
    })?;
    let entries = file.get_ref();
    let base = entries.iter().find(|(name, _)| name.get_ref() == "base");
    let mut theme = base.map_or(Ok(Theme::DARK), |(_, value)| base_theme(value))?;
    for (name, value) in entries.iter().filter(|(name, _)| name.get_ref() != "base") {
        match value.get_ref() {
            DeValue::Table(code) if name.get_ref() == "code" => {
                for (name, value) in code {
                    set_color(&mut theme, &format!("code.{}", name.get_ref()), name, value)?;
                }
            }
            _ => set_color(&mut theme, name.get_ref(), name, value)?,
        }
    }
    Ok(theme)
}

/// Returns the built-in theme that the value of `base` names.
fn base_theme(value: &Spanned<DeValue<'_>>) -> Result<Theme, PositionedError> {
    let theme = value.get_ref().as_str().and_then(Theme::built_in);
    theme.ok_or_else(|| PositionedError::new(value, ConfigErrorKind::UnknownBase))
}

/// Sets the color called `color_name`. `key` and `value` are the color's entry in the theme file. The color `code.keyword` has
/// the key `keyword` below `[code]`. An error has the position of the key or of the value.
fn set_color(
    theme: &mut Theme,
    color_name: &str,
    key: &Spanned<DeString<'_>>,
    value: &Spanned<DeValue<'_>>,
) -> Result<(), PositionedError> {
    let color = parse_color(value.get_ref())
        .ok_or_else(|| PositionedError::new(value, ConfigErrorKind::InvalidColor))?;
    if theme.set_color(color_name, color) {
        return Ok(());
    }
    // The similarity is a number from 0 to 1. It is converted to an integer from 0 to 1000, because `f64` has no total order.
    let near = Theme::color_names()
        .max_by_key(|known| (strsim::jaro(known, color_name) * 1000.0) as usize)
        .unwrap_or_default();
    let name = color_name.to_owned();
    let kind = ConfigErrorKind::UnknownColor { name, near };
    Err(PositionedError::new(key, kind))
}

/// Parses a color written as `#rrggbb`.
fn parse_color(value: &DeValue<'_>) -> Option<Color> {
    let digits = value.as_str()?.strip_prefix('#')?;
    let [_, red, green, blue] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
    // `from_str_radix` also accepts a sign.
    let is_color = digits.len() == 6 && !digits.starts_with('+');
    is_color.then_some(Color::Rgb(red, green, blue))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::{CodeRole, Role};

    fn themes(text: &str) -> UserThemes {
        let mut themes = UserThemes::default();
        themes.add(Path::new("themes/mine.toml"), text);
        themes
    }

    #[test]
    fn a_user_theme_has_a_base_and_colors() {
        let themes =
            themes("base = \"nord\"\naccent = \"#010203\"\n[code]\nkeyword = \"#040506\"\n");
        let set = ThemeChoice::named("mine")
            .resolve(&themes)
            .expect("it is valid");
        assert_eq!(set.dark, set.light);
        let accent = set.dark.style(Role::Accent.into()).fg;
        assert_eq!(accent, Some(Color::Rgb(1, 2, 3)));
        let keyword = set.dark.style(Role::Code(CodeRole::Keyword).into()).fg;
        assert_eq!(keyword, Some(Color::Rgb(4, 5, 6)));
        let nord = Theme::built_in("nord").expect("it is built in");
        assert_eq!(set.dark.page(), nord.page());
    }

    #[test]
    fn errors_in_a_theme_file_report_line_and_column() {
        for (text, expected) in [
            (
                "base = \"loud\"",
                "themes/mine.toml:1:8: the base must be one of dark, light",
            ),
            (
                "acent = \"#010203\"",
                "themes/mine.toml:1:1: unknown color \"acent\"; did you mean \"accent\"?",
            ),
            (
                "\naccent = \"red\"",
                "themes/mine.toml:2:10: a color must be written \"#rrggbb\"",
            ),
            ("accent = \"#fff\"", "themes/mine.toml:1:10: a color"),
            ("accent = \"#+12345\"", "themes/mine.toml:1:10: a color"),
        ] {
            let error = ThemeChoice::named("mine")
                .resolve(&themes(text))
                .expect_err(text);
            assert!(error.to_string().starts_with(expected), "{error}");
        }
    }

    #[test]
    fn a_theme_can_follow_the_background() {
        let value: BTreeMap<String, ThemeChoice> =
            toml::from_str("theme = { dark = \"nord\", light = \"solarized-light\" }")
                .expect("a pair");
        let set = value["theme"]
            .resolve(&UserThemes::default())
            .expect("both exist");
        assert!(set.depends_on_background());
        assert_eq!(Some(set.dark), Theme::built_in("nord"));
        assert_eq!(Some(set.light), Theme::built_in("solarized-light"));
    }
}
