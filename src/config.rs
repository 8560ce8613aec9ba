//! The configuration file: what it may say, and what is wrong where it says something else.
//!
//! Arguments win over the file; where neither speaks, the default holds. Where the file is found is the rim's.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde::Deserialize;

use crate::app::keymap::UserBinding;

mod keys;

/// A setting, as the README and the man page describe it.
#[derive(Debug)]
pub struct Setting {
    /// Its key in the file.
    pub name: &'static str,
    /// What holds where it is not set, as TOML.
    pub default: &'static str,
    /// What it does.
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
        help: "keys of your own: `\"J\" = \"next section\"` below `[keys]` wherever that can be done, below `[keys.article]` there; \"nothing\" takes a key away",
    },
    Setting {
        name: "measure",
        default: "80",
        help: "columns of running text, at most; 20 to 200",
    },
    Setting {
        name: "state",
        default: "true",
        help: "whether places, what was read and marked, and the last filter are kept between runs",
    },
    Setting {
        name: "theme",
        default: "\"auto\"",
        help: "\"dark\", \"light\", \"plain\" (the terminal's sixteen colours), or \"auto\": asks the terminal",
    },
];

/// Columns of running text where nothing else is asked for.
pub const MEASURE: u16 = 80;

/// What the configuration file says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Filters with a name.
    pub filters: BTreeMap<String, String>,
    /// The folder to open when none is named.
    pub folder: Option<PathBuf>,
    /// Columns of running text, at most.
    pub measure: Option<Measure>,
    /// Whether anything is kept between runs; it is where nobody says.
    pub state: Option<bool>,
    /// Which colours.
    pub theme: ThemeChoice,
    /// Keys of the reader's own, in the order of the file.
    #[serde(deserialize_with = "keys::table", rename = "keys")]
    pub keys: Vec<UserBinding>,
}

/// Columns of running text: 20 to 200.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "i64")]
pub struct Measure(pub u16);

impl TryFrom<i64> for Measure {
    type Error = String;

    fn try_from(columns: i64) -> Result<Self, String> {
        match u16::try_from(columns) {
            Ok(columns @ 20..=200) => Ok(Self(columns)),
            _ => Err(format!("{columns} is no measure; use 20 to 200 columns")),
        }
    }
}

/// Which colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum ThemeChoice {
    #[default]
    Auto,
    Dark,
    Light,
    Plain,
}

impl ThemeChoice {
    /// All of them with their names.
    pub const ALL: [(Self, &str); 4] = [
        (Self::Auto, "auto"),
        (Self::Dark, "dark"),
        (Self::Light, "light"),
        (Self::Plain, "plain"),
    ];
}

impl FromStr for ThemeChoice {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let known = Self::ALL.iter().find(|(_, known)| *known == name);
        known
            .map(|(choice, _)| *choice)
            .ok_or_else(|| format!("no theme is called {name}"))
    }
}

/// What is wrong with a configuration file, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}:{line}:{column}: {message}", path.display())]
pub struct ConfigError {
    /// The file.
    pub path: PathBuf,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What is wrong and what to do about it.
    pub message: String,
}

impl Config {
    /// Reads a file's text. `home` stands for a `~` in front of the folder.
    ///
    /// # Errors
    /// No TOML, a setting that there is not, or a value that a setting cannot have.
    pub fn parse(path: &Path, text: &str, home: Option<&Path>) -> Result<Self, ConfigError> {
        let wrong = |at: usize, message: &str| {
            let before = &text[..at.min(text.len())];
            let line_start = before.rfind('\n').map_or(0, |at| at + 1);
            ConfigError {
                path: path.to_owned(),
                line: before.matches('\n').count() + 1,
                column: before[line_start..].chars().count() + 1,
                message: message.replace('\n', " "),
            }
        };
        let mut config: Self = toml::from_str(text)
            .map_err(|error| wrong(error.span().map_or(0, |span| span.start), error.message()))?;
        config.keys = keys::read(text).map_err(|(at, message)| wrong(at, &message))?;
        if let (Some(folder), Some(home)) = (&config.folder, home)
            && let Ok(below) = folder.strip_prefix("~")
        {
            config.folder = Some(home.join(below));
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
        Config::parse(Path::new("config.toml"), text, Some(home)).map_err(|error| error.to_string())
    }

    #[test]
    fn settings_are_read() {
        let config = parse("[filters]\nunread = \"is:unread\"\n").expect("it is valid");
        assert_eq!(config.filters["unread"], "is:unread");
        let config = parse("folder = \"~/blog\"\nmeasure = 66\nstate = false\ntheme = \"light\"\n");
        let expected = Config {
            filters: BTreeMap::new(),
            folder: Some("/home/reader/blog".into()),
            measure: Some(Measure(66)),
            state: Some(false),
            theme: ThemeChoice::Light,
            keys: Vec::new(),
        };
        assert_eq!(config, Ok(expected));
        assert_eq!(parse(""), Ok(Config::default()));
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
    fn what_is_wrong_is_said_with_its_place() {
        for (text, start) in [
            (
                "\nmeasure = 5\n",
                "config.toml:2:11: 5 is no measure; use 20 to 200 columns",
            ),
            (
                "theme = \"loud\"",
                "config.toml:1:9: unknown variant `loud`",
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
            ("[keys]\nj = 3\n", "config.toml:2:5: a key does what"),
            (
                "[keys.lists]\nj = \"down\"\n",
                "config.toml:1:7: there is no place \"lists\"; there are list, article",
            ),
        ] {
            let message = parse(text).expect_err(text);
            assert!(message.starts_with(start), "{message}");
        }
    }

    #[test]
    fn each_setting_is_described() {
        for setting in SETTINGS.iter().filter(|setting| setting.default != "none") {
            let text = format!("{} = {}", setting.name, setting.default);
            assert_eq!(parse(&text).map(|_| ()), Ok(()), "{text}");
        }
        let measure = SETTINGS.iter().find(|setting| setting.name == "measure");
        assert_eq!(measure.map(|one| one.default), Some(&*MEASURE.to_string()));
    }
}
