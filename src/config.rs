//! The configuration file: its settings, and errors with their line and column.
//!
//! Arguments override the file, the file overrides the defaults. Finding the file is left to `cli`.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::de::{DeTable, DeValue};

use crate::app::keymap::UserBinding;
use crate::app::settings::HiddenPanes;
use crate::library::Filter;
use crate::post::DateFormat;

mod error;
mod keys;
mod themes;
mod values;
mod written;

pub use crate::app::image_choice::{ImageChoice, UnknownImageChoice};
pub use crate::app::settings::DEFAULT_MEASURE;
use error::PositionedError;
pub use error::{ConfigError, ConfigErrorKind, ConfigErrors};
pub use themes::{ThemeChoice, ThemeError, UserThemes};
pub use values::{
    InvalidColumns, InvalidLanguage, InvalidLibraryName, InvalidSort, LanguageCode, LibraryName,
    ListWidth, Measure, SortSetting,
};
pub use written::WrittenValue;

/// A setting, as described in the README and the man page.
#[derive(Debug)]
pub struct Setting {
    /// The key in the configuration file.
    pub name: &'static str,
    /// The default value, as TOML; `none` if there is no default value.
    pub default: &'static str,
    /// An example of a value, as TOML. It is shown in the default file, where each setting is commented out.
    pub example: &'static str,
    /// The valid values, for the error message about a value of the wrong type.
    pub values: &'static str,
    /// A description.
    pub help: &'static str,
}

/// All settings.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "date_format",
        default: "none",
        example: "\"%Y-%m-%d\"",
        values: "a pattern in quotes, such as \"%Y-%m-%d\"",
        help: "how dates are written: a pattern as for `date`, with `%Y`, `%m`, `%d`, `%B`, `%b`, `%e` …",
    },
    Setting {
        name: "filters",
        default: "{}",
        example: "{ unread = \"is:unread -#news\" }",
        values: "a table of names and filters in quotes, such as `unread = \"is:unread\"` below `[filters]`",
        help: "named filters: `unread = \"is:unread -#news\"` below `[filters]`; the palette lists them, and `--query @unread` uses one",
    },
    Setting {
        name: "folder",
        default: "none",
        example: "\"~/blog\"",
        values: "a path in quotes, such as \"~/blog\"",
        help: "the folder to open if the command line names none, such as \"~/blog\"",
    },
    Setting {
        name: "hide",
        default: "[]",
        example: "[\"contents\"]",
        values: "a list of \"list\" and \"contents\"",
        help: "the panes beside the article that are hidden at first: \"list\", \"contents\"",
    },
    Setting {
        name: "images",
        default: "\"auto\"",
        example: "\"none\"",
        values: "\"auto\", \"kitty\", \"sixel\", \"iterm2\", \"blocks\" or \"none\"",
        help: "how images are shown: \"kitty\" uses the graphics protocol of kitty and Ghostty, \"iterm2\" that of iTerm2 and WezTerm, \"sixel\" that of foot, xterm, Konsole and others; \"blocks\" draws two pixels per cell, in any terminal with colors; \"none\" shows their alternative texts; \"auto\" selects the best that the terminal supports",
    },
    Setting {
        name: "keys",
        default: "{}",
        example: "{ \"J\" = \"next section\", article = { \"K\" = \"previous section\" } }",
        values: "a table of keys and actions, such as `\"J\" = \"next section\"` below `[keys]`",
        help: "your key bindings: `\"J\" = \"next section\"` in `[keys]` for every view that has the action, in `[keys.article]` for that view; \"nothing\" removes a binding",
    },
    Setting {
        name: "lang",
        default: "none",
        example: "\"de\"",
        values: "a language code in quotes, such as \"de\" or \"pt-BR\"",
        help: "your language, such as \"de\" or \"pt-BR\": of a post in several languages, the list shows this version, else the one in the site's default language",
    },
    Setting {
        name: "libraries",
        default: "{}",
        example: "{ work = \"~/blog\" }",
        values: "a table of names and folders in quotes, such as `work = \"~/blog\"` below `[libraries]`",
        help: "named folders: `work = \"~/blog\"` below `[libraries]`; `folio @work` opens one, and the list of libraries shows them",
    },
    Setting {
        name: "list_width",
        default: "none",
        example: "40",
        values: "a number of columns, 24 to 200",
        help: "width of the list beside an article, in columns; a third of the screen, at most 60, unless it is set here or with the keys",
    },
    Setting {
        name: "measure",
        default: "80",
        example: "80",
        values: "a number of columns, 20 to 200",
        help: "maximum width of running text, in columns; 20 to 200",
    },
    Setting {
        name: "mouse",
        default: "false",
        example: "true",
        values: "true or false",
        help: "true lets folio use the mouse; otherwise the terminal selects text with it",
    },
    Setting {
        name: "sort",
        default: "\"date\"",
        example: "\"date\"",
        values: "a sort key in quotes, such as \"title\" or \"title reversed\"",
        help: "the order of a list that you have not sorted yourself: date, title, path, updated, length or unread; `\"title reversed\"` for the other direction",
    },
    Setting {
        name: "state",
        default: "true",
        example: "true",
        values: "true or false",
        help: "true saves positions, read and starred posts, and the last filter",
    },
    Setting {
        name: "theme",
        default: "\"auto\"",
        example: "{ dark = \"nord\", light = \"solarized-light\" }",
        values: "a name in quotes, or one for each background: `{ dark = \"nord\", light = \"solarized-light\" }`",
        help: "a built-in theme or your own (`themes/NAME.toml`), or a theme for each background: `{ dark = \"nord\", light = \"solarized-light\" }`; \"auto\" selects `dark` or `light` by the terminal's background",
    },
];

/// The content of a configuration file. A setting that is `None` is not in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The path of the file, which may not exist; `None` if the folder for it is unknown.
    #[serde(skip)]
    pub file: Option<PathBuf>,
    /// The values of all settings in the file, each as it is written there.
    #[serde(skip)]
    pub written: Vec<WrittenValue>,
    /// The format of dates.
    #[serde(deserialize_with = "values::date_format")]
    pub date_format: Option<DateFormat>,
    /// The named filters.
    pub filters: BTreeMap<String, String>,
    /// The folder to open if the command line has no PATH.
    pub folder: Option<PathBuf>,
    /// The panes that are hidden at first.
    #[serde(deserialize_with = "values::hidden_panes")]
    pub hide: Option<HiddenPanes>,
    /// The way to show images.
    pub images: ImageChoice,
    /// The user's language.
    pub lang: Option<LanguageCode>,
    /// The folders of libraries by their names.
    pub libraries: BTreeMap<LibraryName, PathBuf>,
    /// The width of the list beside an article.
    pub list_width: Option<ListWidth>,
    /// The maximum width of running text.
    pub measure: Option<Measure>,
    /// True if folio uses the mouse; `None` means false.
    pub mouse: Option<bool>,
    /// The order of a list that the user has never sorted.
    pub sort: Option<SortSetting>,
    /// True if state is saved; `None` means true.
    pub state: Option<bool>,
    /// The themes for dark and light backgrounds.
    pub theme: ThemeChoice,
    /// The themes in the `themes` folder.
    #[serde(skip)]
    pub user_themes: UserThemes,
    /// The user's key bindings, in the order of the file. serde would lose the order, so `keys::parse_bindings` reads them.
    #[serde(deserialize_with = "keys::skip")]
    pub keys: Vec<UserBinding>,
}

impl Config {
    /// Parses the text of the file at `path`. `home` replaces a `~` at the start of a folder.
    ///
    /// # Errors
    /// Fails on invalid TOML, unknown settings, invalid values, and themes that do not exist. Returns all errors of the file.
    pub fn parse(
        path: &Path,
        text: &str,
        home: Option<&Path>,
        user_themes: UserThemes,
    ) -> Result<Self, ConfigErrors> {
        let mut positioned_errors = Vec::new();
        let mut config = read_settings(text, &mut positioned_errors);
        config.keys = keys::parse_bindings(text, &mut positioned_errors);
        config.written = written::values(text);
        let written_filters = config.written.iter();
        let written_filters = written_filters.filter(|value| value.setting == "filters");
        positioned_errors
            .extend(written_filters.filter_map(|value| filter_error(&config.filters, value)));
        positioned_errors.sort_by_key(|error| error.offset);
        let mut errors: Vec<ConfigError> = positioned_errors
            .into_iter()
            .map(|error| ConfigError::at(path, text, error.offset, error.kind))
            .collect();
        errors.extend(
            config
                .theme
                .resolve(&user_themes)
                .err()
                .map(|error| match error {
                    // This error has a position in the theme file.
                    ThemeError::Invalid(file_error) => *file_error,
                    ThemeError::Unknown { ref name, .. } => {
                        let offset = themes::offset_of(text, name);
                        ConfigError::at(path, text, offset, ConfigErrorKind::Theme(error))
                    }
                }),
        );
        if !errors.is_empty() {
            return Err(ConfigErrors(errors));
        }
        config.user_themes = user_themes;
        config.file = Some(path.to_owned());
        let libraries = config.libraries.values_mut();
        for folder in libraries.chain(&mut config.folder) {
            if let (Some(home), Ok(path_in_home)) = (home, folder.strip_prefix("~")) {
                *folder = home.join(path_in_home);
            }
        }
        Ok(config)
    }

    /// Returns the maximum width of running text, in columns.
    pub fn measure(&self) -> u16 {
        self.measure
            .map_or(DEFAULT_MEASURE, |Measure(columns)| columns)
    }

    /// Returns the path of the file, and the line in it that sets `setting`. Returns `None` if no line does.
    pub fn location(&self, setting: &str) -> Option<(&Path, usize)> {
        let mut values = self.written.iter();
        let value = values.find(|value| value.setting == setting)?;
        Some((self.file.as_deref()?, value.line))
    }
}

/// Reads the settings in a text, except for the key bindings. A setting with an error keeps its default.
fn read_settings(text: &str, errors: &mut Vec<PositionedError>) -> Config {
    let mut file = match DeTable::parse(text) {
        Ok(file) => file,
        Err(error) => {
            let offset = error.span().map_or(0, |span| span.start);
            let kind = ConfigErrorKind::Toml(error.message().replace('\n', " "));
            errors.push(PositionedError { offset, kind });
            return Config::default();
        }
    };
    for (offset, name) in unknown_settings(file.get_ref()) {
        file.get_mut().remove(&*name);
        errors.push(PositionedError {
            offset,
            kind: unknown_setting_error(name),
        });
    }
    // serde stops at the first error. The invalid value is therefore removed, and the remaining values are read again.
    loop {
        match Config::deserialize(toml::Deserializer::from(file.clone())) {
            Ok(config) => return config,
            Err(error) => {
                let offset = error.span().map_or(0, |span| span.start);
                let kind = value_error(text, offset, error.message());
                errors.push(PositionedError { offset, kind });
                if !remove_value(file.get_mut(), offset) {
                    return Config::default();
                }
            }
        }
    }
}

/// Removes the innermost entry whose key or value contains byte `offset`, in `table` or in a table inside it. Returns false if
/// there is no such entry.
fn remove_value(table: &mut DeTable<'_>, offset: usize) -> bool {
    let mut name = None;
    for (key, value) in &mut *table {
        if let DeValue::Table(inner_table) = value.get_mut()
            && remove_value(inner_table, offset)
        {
            return true;
        }
        if key.span().contains(&offset) || value.span().contains(&offset) {
            name = Some(key.get_ref().to_string());
        }
    }
    name.is_some_and(|name| table.remove(&*name).is_some())
}

/// Returns the names in the file that are not settings, each with its byte offset.
fn unknown_settings(file: &DeTable<'_>) -> Vec<(usize, String)> {
    let is_known = |name: &str| SETTINGS.iter().any(|known| known.name == name);
    let names = file.keys().filter(|name| !is_known(name.get_ref()));
    names
        .map(|name| (name.span().start, name.get_ref().to_string()))
        .collect()
}

/// Returns the error for a name that is not a setting.
fn unknown_setting_error(name: String) -> ConfigErrorKind {
    let known = SETTINGS.iter().map(|known| known.name);
    let near = error::nearest(&name.replace('-', "_"), known);
    ConfigErrorKind::UnknownSetting {
        near: near.map(str::to_owned),
        name,
    }
}

/// Returns the error for the value at byte `offset`. `message` is the message of the `toml` crate. If the message is about
/// types in Rust, which a user need not know, the error lists the valid values of the setting instead.
fn value_error(text: &str, offset: usize, message: &str) -> ConfigErrorKind {
    let type_message_beginnings = [
        "invalid type",
        "invalid value",
        "missing field",
        "data did not match",
    ];
    let values = written::values(text);
    let value = values.iter().find(|value| value.span.contains(&offset));
    let name = value.map(|value| value.setting.clone());
    // `values` has the values inside a table, but not the table. If the error is about a table, its offset may be in none of
    // `values`. Then the name is that of the top-level entry that contains the offset.
    let file = DeTable::parse(text).ok();
    let mut entries = file.iter().flat_map(|file| keys::in_order(file.get_ref()));
    let entry = entries.find(|(_, value)| value.span().contains(&offset));
    let name = name.or_else(|| entry.map(|(name, _)| name.get_ref().to_string()));
    let setting = SETTINGS
        .iter()
        .find(|known| name.as_deref() == Some(known.name));
    let is_about_types = type_message_beginnings
        .iter()
        .any(|beginning| message.starts_with(beginning));
    match setting.filter(|_| is_about_types) {
        Some(Setting { name, values, .. }) => ConfigErrorKind::WrongType { name, values },
        None => ConfigErrorKind::Toml(message.replace('\n', " ")),
    }
}

/// Returns the first error in the named filter of `entry`, or `None` if this filter is valid. `filters` has all named filters.
fn filter_error(
    filters: &BTreeMap<String, String>,
    entry: &WrittenValue,
) -> Option<PositionedError> {
    let (name, text) = filters
        .iter()
        .find(|(name, _)| entry.key == format!("filters.{}", written::quoted(name)))?;
    let filter = Filter::parse(text);
    let problem = filter.problems().first()?;
    let kind = ConfigErrorKind::Filter {
        name: name.clone(),
        message: problem.to_string(),
    };
    Some(PositionedError {
        offset: entry.span.start,
        kind,
    })
}

/// Width of a line of comments in the default file, in columns.
const COMMENT_COLUMNS: usize = 96;

/// Returns the text of the default configuration file: each setting with its description, commented out.
pub fn default_file() -> String {
    let mut text = "# Settings of folio. Remove the # before a line to set it; folio reads a changed file at once.\n".to_owned();
    for setting in SETTINGS {
        let default = match setting.default {
            "none" => String::new(),
            default => format!(" (default: {default})"),
        };
        let mut help = format!("{}{default}.", setting.help);
        help[..1].make_ascii_uppercase();
        let help = textwrap::fill(
            &help,
            textwrap::Options::new(COMMENT_COLUMNS)
                .initial_indent("## ")
                .subsequent_indent("## "),
        );
        // Writing to a string can't fail.
        let _ = write!(text, "\n{help}\n# {} = {}\n", setting.name, setting.example);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::keymap::View;
    use crate::library::{Sort, SortBy};

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
            "folder = \"~/blog\"\nmeasure = 66\nlang = \"pt-BR\"\nsort = \"title reversed\"\nstate = false\ntheme = \"light\"\nimages = \"none\"\n",
        );
        let mut config = config.expect("it is valid");
        assert_eq!(
            config.location("theme"),
            Some((Path::new("config.toml"), 6))
        );
        config.written.clear();
        let expected = Config {
            file: Some("config.toml".into()),
            folder: Some("/home/reader/blog".into()),
            images: ImageChoice::None,
            lang: Some(LanguageCode("pt-BR".into())),
            measure: Some(Measure(66)),
            sort: Some(SortSetting(Sort {
                by: SortBy::Title,
                reversed: true,
            })),
            state: Some(false),
            theme: ThemeChoice::named("light"),
            ..Config::default()
        };
        assert_eq!(config, expected);
        let empty = Config {
            file: Some("config.toml".into()),
            ..Config::default()
        };
        assert_eq!(parse(""), Ok(empty));
    }

    #[test]
    fn settings_of_the_list_and_the_panes_are_read() {
        let config =
            parse("list_width = 40\nhide = [\"contents\"]\nmouse = true\ndate_format = \"%Y\"\n");
        let config = config.expect("it is valid");
        let hidden = HiddenPanes {
            list: false,
            contents: true,
        };
        assert_eq!(config.hide, Some(hidden));
        assert_eq!(
            (config.list_width, config.mouse),
            (Some(ListWidth(40)), Some(true))
        );
        assert_eq!(config.date_format, DateFormat::new("%Y").ok());
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
        let binding = |view, key, action| UserBinding::new(view, key, action).expect(key);
        let expected = [
            binding(None, "J", "next section"),
            binding(None, "A", "nothing"),
            binding(Some(View::Article), "s d", "details"),
        ];
        assert_eq!(parse(text).expect("it is valid").keys, expected);
    }

    #[test]
    fn errors_report_line_and_column() {
        for (text, expected_start) in [
            (
                "\nmeasure = 5\n",
                "config.toml:2:11: the measure can't be 5; use 20 to 200 columns",
            ),
            (
                "images = \"big\"",
                "config.toml:1:10: images can't be \"big\"; use auto, kitty, sixel, iterm2, blocks, none",
            ),
            (
                "theme = \"loud\"",
                "config.toml:1:9: unknown theme \"loud\"; use auto, dark, light",
            ),
            (
                "sort = \"titel\"\n",
                "config.toml:1:8: posts can't be sorted by \"titel\"; did you mean \"title\"?",
            ),
            (
                "theme = { dark = \"nord\", light = \"solarised-light\" }",
                "config.toml:1:34: unknown theme \"solarised-light\"; did you mean \"solarized-light\"?",
            ),
            (
                "theme = { dark = \"nord\", lite = \"x\" }",
                "config.toml:1:9: a theme is a name, or `{ dark = \"NAME\", light = \"NAME\" }`",
            ),
            (
                "lang = \"german\"\n",
                "config.toml:1:8: \"german\" is not a language code; write",
            ),
            (
                "[libraries]\nwork = 3\n",
                "config.toml:2:8: \"libraries\" takes a table of names and folders",
            ),
            (
                "[libraries]\nwork = \"a\"\n\"a b\" = \"x\"\n",
                "config.toml:3:1: a library can't be named \"a b\"",
            ),
            // TOML does not allow `ä` in a name without quotes.
            ("ä = 1\ncolour = 2\n", "config.toml:1:1: "),
            (
                "folder = \"x\"\ncolour = 2\n",
                "config.toml:2:1: unknown setting \"colour\"; use date_format, filters",
            ),
            (
                "list-width = 40\n",
                "config.toml:1:1: unknown setting \"list-width\"; did you mean \"list_width\"?",
            ),
            (
                "measure = \"wide\"\n",
                "config.toml:1:11: \"measure\" takes a number of columns, 20 to 200",
            ),
            (
                "mouse = 1\n",
                "config.toml:1:9: \"mouse\" takes true or false",
            ),
            (
                "hide = [\"lists\"]\n",
                "config.toml:1:8: there is no pane \"lists\"; did you mean \"list\"?",
            ),
            (
                "date_format = \"%H\"\n",
                "config.toml:1:15: the date format \"%H\" can't be used: ",
            ),
            (
                "[filters]\nall = \"#go\"\nnew = \"is:nwe\"\n",
                "config.toml:3:7: the filter \"new\": ",
            ),
            (
                "[filters]\nnew = \"is:unread\"\nrenew = \"is:nwe\"\n",
                "config.toml:3:9: the filter \"renew\": ",
            ),
            (
                "[filters]\nnew = 3\n",
                "config.toml:2:7: \"filters\" takes a table of names and filters",
            ),
            ("measure = \n", "config.toml:1:11: "),
            ("keys = 3\n", "config.toml:1:8: `keys` must be a table"),
            // The first two bindings are valid.
            (
                "[keys]\n\"ä\" = \"quit\"\n  \"^^\" = \"quit now\"\n\"Esc\" = \"quit\"\n",
                "config.toml:4:1: Esc can't be bound",
            ),
            (
                "[keys]\nj = \"dawn\"\n",
                "config.toml:2:5: unknown action \"dawn\"; did you mean \"down\"?",
            ),
            ("[keys]\nj = 3\n", "config.toml:2:5: the value of a key"),
            (
                "[keys.lists]\nj = \"down\"\n",
                "config.toml:1:7: unknown view \"lists\"; use list, article",
            ),
        ] {
            let message = parse(text).expect_err(text);
            assert!(message.starts_with(expected_start), "{message}");
        }
    }

    #[test]
    fn all_errors_are_reported() {
        // The lines of the file, each with the position of its error, or with `""` if it has none.
        let lines = [
            ("measure = 5", "1:11"),
            ("colour = 2", "2:1"),
            ("theme = \"loud\"", "3:9"),
            ("hide = [\"lists\"]", "4:8"),
            ("[keys]", ""),
            ("j = 3", "6:5"),
            ("\"Esc\" = \"quit\"", "7:1"),
            ("k = \"up\"", ""),
            ("[keys.lists]", "9:7"),
            ("j = \"down\"", ""),
            ("[libraries]", ""),
            ("work = 3", "12:8"),
            ("notes = 4", "13:9"),
            ("[filters]", ""),
            ("new = \"is:nwe\"", "15:7"),
        ];
        let text = lines.map(|(line, _)| line).join("\n");
        let message = parse(&text).expect_err("it has errors");
        let mut positions: Vec<&str> = message
            .lines()
            .map(|line| line.split(": ").next().unwrap_or_default())
            .collect();
        positions.sort_unstable();
        let expected = lines.iter().filter(|(_, position)| !position.is_empty());
        let mut expected: Vec<String> = expected
            .map(|(_, position)| format!("config.toml:{position}"))
            .collect();
        expected.sort_unstable();
        assert_eq!(positions, expected, "{message}");
    }

    #[test]
    fn defaults_are_valid() {
        for setting in SETTINGS.iter().filter(|setting| setting.default != "none") {
            let text = format!("{} = {}", setting.name, setting.default);
            assert_eq!(parse(&text).map(|_| ()), Ok(()), "{text}");
        }
        let measure = SETTINGS.iter().find(|setting| setting.name == "measure");
        let default = measure.map(|setting| setting.default);
        assert_eq!(default, Some(&*DEFAULT_MEASURE.to_string()));
    }

    #[test]
    fn settings_are_sorted_by_name() {
        assert!(SETTINGS.is_sorted_by_key(|setting| setting.name));
    }

    #[test]
    fn uncommented_default_file_is_valid_and_sets_everything() {
        let text = default_file();
        assert_eq!(parse(&text).expect("comments only").written, []);
        let lines = text.lines().map(|line| match line.strip_prefix("# ") {
            Some(setting) if setting.contains(" = ") => setting,
            _ => line,
        });
        let uncommented = lines.collect::<Vec<_>>().join("\n");
        let config = parse(&uncommented).expect("it is valid");
        for setting in SETTINGS {
            assert!(config.location(setting.name).is_some(), "{}", setting.name);
        }
    }
}
