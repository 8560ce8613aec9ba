//! The configuration file: its settings, and errors with their line and column.
//!
//! Arguments override the file, the file overrides the defaults. Finding the file is left to `cli`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::app::keymap::{BindingError, Context, UserBinding};
use crate::library::{Sort, SortBy};
use crate::theme::Theme;

mod keys;
mod themes;

pub use themes::{ThemeChoice, ThemeError, UserThemes};

/// A setting, as described in the README and the man page.
#[derive(Debug)]
pub struct Setting {
    /// The key in the configuration file.
    pub name: &'static str,
    /// The default value, as TOML.
    pub default: &'static str,
    /// A description.
    pub help: &'static str,
}

/// All settings.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "filters",
        default: "{}",
        help: "filters with a name: `unread = \"is:unread -#news\"` below `[filters]`; the palette lists them, and `--query @unread` takes one",
    },
    Setting {
        name: "folder",
        default: "none",
        help: "the folder to open when none is named, such as \"~/blog\"",
    },
    Setting {
        name: "keys",
        default: "{}",
        help: "your key bindings: `\"J\" = \"next section\"` in `[keys]` for every view that has the action, in `[keys.article]` for that view; \"nothing\" removes a binding",
    },
    Setting {
        name: "libraries",
        default: "{}",
        help: "folders with a name: `work = \"~/blog\"` below `[libraries]`; `folio @work` opens one, and the list of libraries shows them",
    },
    Setting {
        name: "measure",
        default: "80",
        help: "maximum width of running text, in columns; 20 to 200",
    },
    Setting {
        name: "sort",
        default: "\"date\"",
        help: "the order of a list that you have not sorted yourself: date, title, path, updated, length or unread; `\"title reversed\"` for the other direction",
    },
    Setting {
        name: "state",
        default: "true",
        help: "whether positions, read and starred posts, and the last filter are saved",
    },
    Setting {
        name: "theme",
        default: "\"auto\"",
        help: "a built-in theme or one of your own (`themes/NAME.toml`), or one for each background: `{ dark = \"nord\", light = \"solarized-light\" }`; \"auto\" is `dark` or `light`, as the terminal's background",
    },
];

/// The default maximum width of running text, in columns.
pub const MEASURE: u16 = 80;

/// The content of a configuration file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The named filters.
    pub filters: BTreeMap<String, String>,
    /// The folder to open if PATH is not given.
    pub folder: Option<PathBuf>,
    /// The folders of libraries by their names.
    pub libraries: BTreeMap<LibraryName, PathBuf>,
    /// The maximum width of running text.
    pub measure: Option<Measure>,
    /// The order of a list that the user has never sorted.
    pub sort: Option<SortSetting>,
    /// True if state is saved; `None` means true.
    pub state: Option<bool>,
    /// The themes for dark and light backgrounds.
    pub theme: ThemeChoice,
    /// The themes in the `themes` folder.
    #[serde(skip)]
    pub user_themes: UserThemes,
    /// The user's key bindings, in the order of the file.
    #[serde(deserialize_with = "keys::table", rename = "keys")]
    pub keys: Vec<UserBinding>,
}

/// A maximum width of running text: 20 to 200 columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "i64")]
pub struct Measure(pub u16);

impl TryFrom<i64> for Measure {
    type Error = InvalidMeasure;

    fn try_from(columns: i64) -> Result<Self, InvalidMeasure> {
        match u16::try_from(columns) {
            Ok(columns @ 20..=200) => Ok(Self(columns)),
            _ => Err(InvalidMeasure(columns)),
        }
    }
}

/// A number of columns that is not a valid [`Measure`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the measure can't be {0}; use 20 to 200 columns")]
pub struct InvalidMeasure(i64);

/// The name of a library, which follows `@` on the command line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct LibraryName(pub String);

impl TryFrom<String> for LibraryName {
    type Error = InvalidLibraryName;

    fn try_from(name: String) -> Result<Self, InvalidLibraryName> {
        let is_valid = |char: char| char.is_alphanumeric() || matches!(char, '-' | '_' | '.');
        if !name.is_empty() && name.chars().all(is_valid) {
            Ok(Self(name))
        } else {
            Err(InvalidLibraryName { name })
        }
    }
}

/// A text that is not a valid [`LibraryName`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a library can't be named \"{name}\"; use letters, digits, `-`, `_` and `.`")]
pub struct InvalidLibraryName {
    name: String,
}

/// An order of the list, written as a sort key and, optionally, the word `reversed`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct SortSetting(pub Sort);

impl TryFrom<String> for SortSetting {
    type Error = InvalidSort;

    fn try_from(text: String) -> Result<Self, InvalidSort> {
        let (name, reversed) = match text.strip_suffix(" reversed") {
            Some(name) => (name, true),
            None => (&*text, false),
        };
        match SortBy::named(name) {
            Some(by) => Ok(Self(Sort { by, reversed })),
            None => Err(InvalidSort { name: text }),
        }
    }
}

/// A text that is not a valid [`SortSetting`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("posts can't be sorted by \"{name}\"; use {}", SortBy::ALL.map(|(_, name)| name).join(", "))]
pub struct InvalidSort {
    name: String,
}

/// An error in a configuration file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}:{line}:{column}: {kind}", path.display())]
pub struct ConfigError {
    /// The file.
    pub path: PathBuf,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The error.
    pub kind: ConfigErrorKind,
}

/// The kind of an error in a configuration file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigErrorKind {
    /// Invalid TOML, an unknown setting, or an invalid value, in the words of the `toml` crate.
    #[error("{0}")]
    Toml(String),
    /// The value of `keys` is not a table.
    #[error("keys are a table: `[keys]`, and below it lines such as `\"J\" = \"next section\"`")]
    KeysNotATable,
    /// A table of keys for a view that does not exist.
    #[error("there is no view \"{name}\"; there are {}", Context::ALL.map(|(_, name)| name).join(", "))]
    UnknownView {
        /// The name of the table.
        name: String,
    },
    /// The value of a key is not a string.
    #[error("the value of a key is the name of an action in quotes, such as \"next section\"")]
    ActionNotAString,
    /// An invalid key, or an action that does not exist.
    #[error(transparent)]
    Binding(BindingError),
    /// A theme that does not exist or could not be read.
    #[error(transparent)]
    Theme(ThemeError),
    /// The base of a theme is not a built-in theme.
    #[error("the base is one of {}", Theme::BUILT_IN.map(|(name, _)| name).join(", "))]
    UnknownBase,
    /// A theme sets a color that does not exist.
    #[error("there is no color \"{name}\"; did you mean \"{near}\"?")]
    UnknownColor {
        /// The name in the theme.
        name: String,
        /// The most similar name.
        near: String,
    },
    /// A color that is not written as `#rrggbb`.
    #[error("a color is written \"#rrggbb\"")]
    InvalidColor,
}

impl ConfigError {
    /// Creates an error at byte `at` of a file's text.
    fn at(path: &Path, text: &str, at: usize, kind: ConfigErrorKind) -> Self {
        let before = &text[..at.min(text.len())];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Self {
            path: path.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            kind,
        }
    }
}

impl Config {
    /// Parses a file's text. `home` replaces a `~` at the start of a folder.
    ///
    /// # Errors
    /// Fails on invalid TOML, an unknown setting, an invalid value, or a theme that does not exist.
    pub fn parse(
        path: &Path,
        text: &str,
        home: Option<&Path>,
        user_themes: UserThemes,
    ) -> Result<Self, ConfigError> {
        let error = |at: usize, kind: ConfigErrorKind| ConfigError::at(path, text, at, kind);
        let mut config: Self = toml::from_str(text).map_err(|toml| {
            let message = toml.message().replace('\n', " ");
            let at = toml.span().map_or(0, |span| span.start);
            error(at, ConfigErrorKind::Toml(message))
        })?;
        config.keys = keys::read(text).map_err(|found| error(found.at, found.kind))?;
        config
            .theme
            .resolve(&user_themes)
            .map_err(|theme| error(themes::position(text), ConfigErrorKind::Theme(theme)))?;
        config.user_themes = user_themes;
        let libraries = config.libraries.values_mut();
        for folder in libraries.chain(&mut config.folder) {
            if let (Some(home), Ok(below)) = (home, folder.strip_prefix("~")) {
                *folder = home.join(below);
            }
        }
        Ok(config)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::keymap::Context;

    fn parse(text: &str) -> Result<Config, String> {
        let home = Path::new("/home/reader");
        Config::parse(
            Path::new("config.toml"),
            text,
            Some(home),
            UserThemes::default(),
        )
        .map_err(|error| error.to_string())
    }

    #[test]
    fn settings_are_read() {
        let config = parse("[filters]\nunread = \"is:unread\"\n").expect("it is valid");
        assert_eq!(config.filters["unread"], "is:unread");
        let config = parse(
            "folder = \"~/blog\"\nmeasure = 66\nsort = \"title reversed\"\nstate = false\ntheme = \"light\"\n",
        );
        let expected = Config {
            filters: BTreeMap::new(),
            folder: Some("/home/reader/blog".into()),
            libraries: BTreeMap::new(),
            measure: Some(Measure(66)),
            sort: Some(SortSetting(Sort {
                by: SortBy::Title,
                reversed: true,
            })),
            state: Some(false),
            theme: ThemeChoice::named("light"),
            user_themes: UserThemes::default(),
            keys: Vec::new(),
        };
        assert_eq!(config, Ok(expected));
        assert_eq!(parse(""), Ok(Config::default()));
    }

    #[test]
    fn libraries_have_names_and_folders() {
        let config = parse("[libraries]\nwork = \"~/blog\"\nnotes = \"/srv/notes\"\n");
        let libraries = config.expect("it is valid").libraries;
        let libraries: Vec<_> = libraries
            .iter()
            .map(|(name, folder)| (&*name.0, folder.as_path()))
            .collect();
        let expected = [
            ("notes", Path::new("/srv/notes")),
            ("work", Path::new("/home/reader/blog")),
        ];
        assert_eq!(libraries, expected);
    }

    #[test]
    fn keys_are_read_in_the_order_of_the_file() {
        let text = "[keys]\n\"J\" = \"next section\"\n\"A\" = \"nothing\"\n\n[keys.article]\n\"s d\" = \"details\"\n";
        let own = |place, key, name| UserBinding::new(place, key, name).expect(key);
        let expected = [
            own(None, "J", "next section"),
            own(None, "A", "nothing"),
            own(Some(Context::Article), "s d", "details"),
        ];
        assert_eq!(parse(text).expect("it makes sense").keys, expected);
    }

    #[test]
    fn errors_report_line_and_column() {
        for (text, start) in [
            (
                "\nmeasure = 5\n",
                "config.toml:2:11: the measure can't be 5; use 20 to 200 columns",
            ),
            (
                "theme = \"loud\"",
                "config.toml:1:9: there is no theme \"loud\"; there are auto, dark, light",
            ),
            (
                "sort = \"size\"\n",
                "config.toml:1:8: posts can't be sorted by \"size\"; use date, title, path",
            ),
            (
                "[libraries]\nwork = 3\n",
                "config.toml:2:8: invalid type: integer `3`, expected path string",
            ),
            (
                "[libraries]\nwork = \"a\"\n\"a b\" = \"x\"\n",
                "config.toml:3:1: a library can't be named \"a b\"",
            ),
            ("ä = 1\ncolour = 2\n", "config.toml:1:1: "),
            (
                "folder = \"x\"\ncolour = 2\n",
                "config.toml:2:1: unknown field `colour`, expected one of",
            ),
            ("measure = \n", "config.toml:1:11: "),
            ("keys = 3\n", "config.toml:1:8: keys are a table"),
            (
                "[keys]\n\"ä\" = \"quit\"\n  \"^^\" = \"quit now\"\n\"Esc\" = \"quit\"\n",
                "config.toml:4:1: Esc can't be bound",
            ),
            (
                "[keys]\nj = \"dawn\"\n",
                "config.toml:2:5: there is no action \"dawn\"; did you mean \"down\"?",
            ),
            ("[keys]\nj = 3\n", "config.toml:2:5: the value of a key"),
            (
                "[keys.lists]\nj = \"down\"\n",
                "config.toml:1:7: there is no view \"lists\"; there are list, article",
            ),
        ] {
            let message = parse(text).expect_err(text);
            assert!(message.starts_with(start), "{message}");
        }
    }

    #[test]
    fn every_setting_has_a_description() {
        for setting in SETTINGS.iter().filter(|setting| setting.default != "none") {
            let text = format!("{} = {}", setting.name, setting.default);
            assert_eq!(parse(&text).map(|_| ()), Ok(()), "{text}");
        }
        let measure = SETTINGS.iter().find(|setting| setting.name == "measure");
        assert_eq!(measure.map(|one| one.default), Some(&*MEASURE.to_string()));
    }
}
