//! The settings of the reader. Command-line options take precedence over the configuration file, which takes precedence over
//! the defaults.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::command::DisplayArgs;
use super::context::CliContext;
use crate::ansi::ColorLevel;
use crate::app::event::MouseReceiver;
use crate::app::message::SettingsError;
use crate::app::reason::Reason;
use crate::app::settings::{NamedFilter, NamedLibrary, Settings, ThemeSettings};
use crate::config::{
    Config, ConfigError, ConfigErrors, ImageChoice, LibraryName, ListWidth, SortSetting,
    ThemeChoice,
};
use crate::library::Sort;
use crate::runtime::SettingsSource;

/// Returns the settings of the reader. `level` is the color level of the terminal.
///
/// # Errors
/// Fails if the theme in `display` does not exist or has an error.
pub(super) fn settings(
    config: &Config,
    display: &DisplayArgs,
    level: ColorLevel,
) -> Result<Settings> {
    let is_mouse_used = config.mouse.unwrap_or(false);
    Ok(Settings {
        measure: display.measure.unwrap_or(config.measure()),
        keys: config.keys.clone(),
        filters: named_filters(&config.filters),
        libraries: named_libraries(&config.libraries),
        themes: theme_settings(config, display.theme.as_deref(), level)?,
        mouse: if is_mouse_used {
            MouseReceiver::Folio
        } else {
            MouseReceiver::Terminal
        },
        list_columns: config.list_width.map(|ListWidth(columns)| columns),
        hidden: config.hide,
        images: match level {
            // Without colors, pictures would show nothing.
            ColorLevel::None => ImageChoice::None,
            _ => display.images.unwrap_or(config.images),
        },
        date_format: config.date_format.clone().unwrap_or_default(),
        sort: config
            .sort
            .map_or(Sort::default(), |SortSetting(sort)| sort),
        language: config.lang.as_ref().map(|language| language.0.clone()),
    })
}

/// Returns the source from which a running reader reloads its settings. Returns `None` if the path of the configuration file is
/// unknown, or if the context can't read the file again.
pub(super) fn source(
    context: &CliContext<'_>,
    display: &DisplayArgs,
    level: ColorLevel,
) -> Option<SettingsSource> {
    let (file, reload) = (context.config.file.clone()?, context.reload?);
    let display = display.clone();
    let config_file = file.clone();
    let read = move || {
        let reloaded = reload().and_then(|config| settings(&config, &display, level));
        reloaded.map_err(|error| settings_errors(&error, &config_file))
    };
    Some(SettingsSource::new(file, read))
}

/// Converts an error of reading the settings to the errors that the reader shows. If an error has no position, its line is the
/// first line of the configuration file.
fn settings_errors(error: &anyhow::Error, file: &Path) -> Vec<SettingsError> {
    let convert = |error: &ConfigError| SettingsError {
        file: error.path.clone(),
        line: u32::try_from(error.line).unwrap_or(u32::MAX),
        reason: Reason::of(&error.short_message()),
    };
    match error.downcast_ref::<ConfigErrors>() {
        Some(errors) => errors.0.iter().map(convert).collect(),
        None => vec![SettingsError {
            file: file.to_owned(),
            line: 1,
            reason: Reason::of(&format!("{error:#}")),
        }],
    }
}

/// Returns the settings of the theme. `theme_option` is the value of `--theme`, which overrides the configuration file.
fn theme_settings(
    config: &Config,
    theme_option: Option<&str>,
    level: ColorLevel,
) -> Result<ThemeSettings> {
    let command_line_choice = theme_option.map(ThemeChoice::named);
    let choice = command_line_choice.as_ref().unwrap_or(&config.theme);
    let location_in_file = config.location("theme").map(|(path, line)| {
        let file_name = path.file_name().unwrap_or_default().to_string_lossy();
        format!("{file_name}:{line}")
    });
    Ok(ThemeSettings {
        configured: choice.resolve(&config.user_themes)?,
        name: choice.name(),
        set_by: theme_option
            .map(|_| "--theme".to_owned())
            .or(location_in_file),
        available: config.user_themes.available(),
        is_plain_only: is_plain_only(level),
    })
}

/// Returns true if a terminal has so few colors that several roles would look the same in a theme with colors. Then only the
/// plain theme is used, which distinguishes roles by bold, underline and so on.
pub(super) fn is_plain_only(level: ColorLevel) -> bool {
    match level {
        ColorLevel::None | ColorLevel::Ansi16 => true,
        ColorLevel::Ansi256 | ColorLevel::True => false,
    }
}

/// Converts the configured filters for the reader.
fn named_filters(filters: &BTreeMap<String, String>) -> Vec<NamedFilter> {
    let named = |(name, filter): (&String, &String)| NamedFilter {
        name: name.clone(),
        filter: filter.clone(),
    };
    filters.iter().map(named).collect()
}

/// Converts the configured libraries for the reader.
fn named_libraries(libraries: &BTreeMap<LibraryName, PathBuf>) -> Vec<NamedLibrary> {
    let named = |(name, folder): (&LibraryName, &PathBuf)| NamedLibrary {
        name: name.0.clone(),
        folder: folder.clone(),
    };
    libraries.iter().map(named).collect()
}
