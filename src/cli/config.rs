//! `folio config`: prints the settings in use and the source of each, the path of the configuration file, a commented
//! default file, or the themes.

use std::io::Write;

use anyhow::{Context, Result};

use super::command::{ConfigCommand, DisplayArgs};
use super::context::CliContext;
use super::settings;
use crate::ansi::ColorLevel;
use crate::app::action::Action;
use crate::config::{SETTINGS, default_file};
use crate::runtime::store::StateFile;
use crate::text::{self, Clean};

/// Maximum width in columns of a setting whose comment is aligned with the other comments. The comment on a wider setting
/// follows the setting after two spaces.
const MAX_SETTING_COLUMNS: usize = 48;

/// Minimum width of a theme's name in the list of themes, in columns.
const THEME_NAME_COLUMNS: usize = 16;

/// Runs `folio config`.
pub(super) fn config(
    command: &ConfigCommand,
    context: &CliContext<'_>,
    out: &mut impl Write,
) -> Result<()> {
    match command {
        ConfigCommand::Show(display) => show(display, context, out),
        ConfigCommand::Path => {
            let file = context.config.file.as_ref();
            let file = file.context("there is no home folder for a configuration file")?;
            let line = file.display().to_string();
            Ok(writeln!(out, "{}", Clean::line(&line))?)
        }
        ConfigCommand::Default => Ok(write!(out, "{}", default_file())?),
        ConfigCommand::Themes => {
            for theme in context.config.user_themes.available() {
                let note = match (&theme.theme, theme.is_user_theme) {
                    (Err(error), _) => format!("  {error}"),
                    (Ok(_), true) => "  your own".to_owned(),
                    (Ok(_), false) => String::new(),
                };
                let line = format!("{:THEME_NAME_COLUMNS$}{note}", theme.name);
                writeln!(out, "{}", Clean::line(line.trim_end()))?;
            }
            Ok(())
        }
    }
}

/// A line of the output: a setting and its source.
struct SettingRow {
    /// The setting as TOML.
    setting: String,
    /// The source, such as `--theme`, a file with a line, or `default`.
    source: String,
}

/// Prints the settings as TOML, each with a comment that names its source. If the path of the configuration file is known, the
/// first line is a comment with this path.
fn show(display: &DisplayArgs, context: &CliContext<'_>, out: &mut impl Write) -> Result<()> {
    let level = ColorLevel::detect(context.env_var);
    // Called only to fail on an invalid `--theme`.
    settings::settings(&context.config, display, level)?;
    let file = context.config.file.as_ref();
    if let Some(file) = file {
        let variable_note = (context.env_var)("FOLIO_CONFIG").map(|_| ", named by FOLIO_CONFIG");
        let missing_note = (!file.exists()).then_some(", which does not exist");
        let notes = variable_note
            .into_iter()
            .chain(missing_note)
            .collect::<String>();
        let line = format!("# {}{notes}", file.display());
        writeln!(out, "{}", Clean::line(&line))?;
    }
    let rows: Vec<SettingRow> = SETTINGS
        .iter()
        .flat_map(|setting| setting_rows(setting.name, setting.default, display, context, level))
        .collect();
    let widths = rows.iter().map(|row| text::width(&row.setting));
    let widest = widths.max().unwrap_or(0).min(MAX_SETTING_COLUMNS);
    for SettingRow { setting, source } in rows {
        let gap = " ".repeat(widest.saturating_sub(text::width(&setting)));
        writeln!(
            out,
            "{}",
            Clean::line(&format!("{setting}{gap}  # {source}"))
        )?;
    }
    Ok(())
}

/// If `setting` is `keys` and `value` is a former name of an action, returns a note with the current name. Otherwise returns
/// an empty text.
fn renamed_action_note(setting: &str, value: &str) -> String {
    let name = (setting == "keys").then(|| Action::current_name(value.trim_matches('"')));
    name.flatten()
        .map(|name| format!(", now named \"{name}\""))
        .unwrap_or_default()
}

/// Returns the rows of a setting: a single row, or a row for each value in a table.
fn setting_rows(
    name: &str,
    default: &str,
    display: &DisplayArgs,
    context: &CliContext<'_>,
    level: ColorLevel,
) -> Vec<SettingRow> {
    let single = |value: String, source: String| {
        let setting = format!("{name} = {value}");
        vec![SettingRow { setting, source }]
    };
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    match (name, &display.theme, display.measure, display.images) {
        ("theme", ..) if settings::is_plain_only(level) => {
            return single(quoted("plain"), restricting_variable(context));
        }
        ("theme", Some(theme), ..) => return single(quoted(theme), "--theme".to_owned()),
        ("measure", _, Some(measure), _) => {
            return single(measure.to_string(), "--measure".to_owned());
        }
        ("images", .., Some(choice)) => {
            return single(quoted(choice.name()), "--images".to_owned());
        }
        ("state", ..) if !display.uses_state => {
            return single("false".to_owned(), "--no-state".to_owned());
        }
        _ => {}
    }
    let config = &context.config;
    let values_in_file = config.written.iter().filter(|value| value.setting == name);
    let file = config
        .file
        .as_deref()
        .map(|file| file.display().to_string());
    let rows: Vec<SettingRow> = values_in_file
        .map(|value| SettingRow {
            setting: format!("{} = {}", value.key, value.value),
            source: format!(
                "{}:{}{}",
                file.as_deref().unwrap_or_default(),
                value.line,
                renamed_action_note(name, &value.value)
            ),
        })
        .collect();
    if !rows.is_empty() {
        return rows;
    }
    if name == "theme"
        && let Some(state_folder) = context
            .enabled_state_folder()
            .filter(|_| display.uses_state)
        && let Some(theme) = StateFile::preferences(state_folder).load().state.theme
    {
        return single(quoted(&theme), "picked in folio".to_owned());
    }
    match default {
        // `SETTINGS` has "none" for a setting without a default value.
        "none" => vec![SettingRow {
            setting: format!("# {name}"),
            source: "not set".to_owned(),
        }],
        default => single(default.to_owned(), "default".to_owned()),
    }
}

/// Returns the source of the plain theme: the environment variable that restricts the colors, `NO_COLOR` or `TERM`.
fn restricting_variable(context: &CliContext<'_>) -> String {
    if (context.env_var)("NO_COLOR").is_some() {
        return "NO_COLOR".to_owned();
    }
    let term = (context.env_var)("TERM").unwrap_or_default();
    format!("TERM={term}, which has 16 colors or none")
}
