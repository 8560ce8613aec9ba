//! Errors in the configuration file and in theme files, with their positions.

use std::path::{Path, PathBuf};

use toml::Spanned;

use super::{SETTINGS, ThemeError};
use crate::app::keymap::{BindingError, View};
use crate::theme::Theme;

/// The errors in a configuration file, in the order of their positions; an error about the theme comes last.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", message_lines(.0))]
pub struct ConfigErrors(pub Vec<ConfigError>);

/// Returns the messages of the errors, each on a line.
fn message_lines(errors: &[ConfigError]) -> String {
    let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

/// An error in the configuration file or in a theme file.
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

/// The kind of an error in the configuration file or in a theme file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigErrorKind {
    /// Invalid TOML, or a value that has the right type but is not allowed. The message comes from the `toml` crate or from
    /// the value's type.
    #[error("{0}")]
    Toml(String),
    /// A setting that does not exist.
    #[error("unknown setting \"{name}\"; {}", hint(near.as_deref(), SETTINGS.iter().map(|known| known.name)))]
    UnknownSetting {
        /// The name in the file.
        name: String,
        /// The most similar name, if there is one.
        near: Option<String>,
    },
    /// A value of the wrong TOML type, such as a number instead of a string.
    #[error("\"{name}\" takes {values}")]
    WrongType {
        /// The setting.
        name: &'static str,
        /// The values that the setting takes.
        values: &'static str,
    },
    /// An invalid filter below `[filters]`.
    #[error("the filter \"{name}\": {message}")]
    Filter {
        /// The filter's name.
        name: String,
        /// The message of the first problem in the filter.
        message: String,
    },
    /// The value of `keys` is not a table.
    #[error(
        "`keys` must be a table: `[keys]`, and below it lines such as `\"J\" = \"next section\"`"
    )]
    KeysNotATable,
    /// A table of keys for a view that does not exist.
    #[error("unknown view \"{name}\"; use {}", View::ALL.map(|(_, name)| name).join(", "))]
    UnknownView {
        /// The name of the table.
        name: String,
    },
    /// The action of a key binding is not written as a string.
    #[error("the value of a key is the name of an action in quotes, such as \"next section\"")]
    ActionNotAString,
    /// An invalid key, an action that does not exist, or an action that the view does not have.
    #[error(transparent)]
    Binding(BindingError),
    /// A theme that does not exist or has an error.
    #[error(transparent)]
    Theme(ThemeError),
    /// The base of a theme is not a built-in theme.
    #[error("the base must be one of {}", Theme::BUILT_IN.map(|(name, _)| name).join(", "))]
    UnknownBase,
    /// A theme file sets a color whose name does not exist.
    #[error("unknown color \"{name}\"; did you mean \"{near}\"?")]
    UnknownColor {
        /// The name in the theme.
        name: String,
        /// The most similar name.
        near: String,
    },
    /// The value of a color is not written as `#rrggbb`.
    #[error("a color must be written \"#rrggbb\"")]
    InvalidColor,
}

impl ConfigError {
    /// Creates an error at the byte `offset` of a file's text.
    pub(super) fn at(path: &Path, text: &str, offset: usize, kind: ConfigErrorKind) -> Self {
        let preceding = &text[..offset.min(text.len())];
        let line_start = preceding.rfind('\n').map_or(0, |newline| newline + 1);
        Self {
            path: path.to_owned(),
            line: line_at(text, offset),
            column: preceding[line_start..].chars().count() + 1,
            kind,
        }
    }

    /// Returns the error's message with the name of the file instead of its path, so that the message fits into a notice.
    /// The name of a theme file includes its folder: `themes/NAME.toml`.
    pub fn short_message(&self) -> String {
        let path = self
            .path
            .file_name()
            .map_or_else(PathBuf::new, PathBuf::from);
        let path = match self.path.parent().and_then(Path::file_name) {
            Some(folder) if folder == "themes" => Path::new(folder).join(path),
            _ => path,
        };
        Self {
            path,
            ..self.clone()
        }
        .to_string()
    }
}

/// The kind of an error, and the byte offset in the file at which the error occurred.
pub(super) struct PositionedError {
    pub(super) offset: usize,
    pub(super) kind: ConfigErrorKind,
}

impl PositionedError {
    /// Creates an error at the start of a part of the file.
    pub(super) fn new<T>(part: &Spanned<T>, kind: ConfigErrorKind) -> Self {
        Self {
            offset: part.span().start,
            kind,
        }
    }
}

/// Returns the line, from 1, that contains the byte `offset` of a text.
pub(super) fn line_at(text: &str, offset: usize) -> usize {
    text[..offset.min(text.len())].matches('\n').count() + 1
}

/// Returns the known name that is most similar to `name`, or `None` if the edit distance to every known name is too large.
pub(super) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    // In a short name, two edits often make an unrelated name.
    let max_distance = if name.len() < 5 { 1 } else { 2 };
    let distance_to =
        |known: &str| strsim::osa_distance(&known.to_lowercase(), &name.to_lowercase());
    let (distance, nearest) = known.map(|known| (distance_to(known), known)).min()?;
    (distance <= max_distance).then_some(nearest)
}

/// Returns the end of an error message about an unknown name: a question with the most similar name, or else all names.
pub(super) fn hint<'a>(near: Option<&str>, all: impl Iterator<Item = &'a str>) -> String {
    match near {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => format!("use {}", all.collect::<Vec<_>>().join(", ")),
    }
}
