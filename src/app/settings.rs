//! The settings of folio. They are applied at the start, and again whenever the configuration file changes.

use std::path::PathBuf;

use super::event::MouseReceiver;
use super::image_choice::ImageChoice;
use super::keymap::UserBinding;
use crate::library::Sort;
use crate::post::DateFormat;

mod themes;

pub use themes::{AUTO, NamedTheme, ThemeSettings};

/// The default maximum width of running text, in columns.
pub const DEFAULT_MEASURE: u16 = 80;

/// The values of the settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Maximum width of running text, in columns.
    pub measure: u16,
    /// The user's own key bindings.
    pub keys: Vec<UserBinding>,
    /// Named filters, for the palette.
    pub filters: Vec<NamedFilter>,
    /// The named libraries, for the library picker.
    pub libraries: Vec<NamedLibrary>,
    /// The configured theme, and all themes to pick from.
    pub themes: ThemeSettings,
    /// The receiver of mouse events: folio or the terminal.
    pub mouse: MouseReceiver,
    /// Width of the list beside an article in columns; `None` uses the saved width.
    pub list_columns: Option<u16>,
    /// The hidden panes; `None` uses the saved arrangement.
    pub hidden: Option<HiddenPanes>,
    /// The way to show images.
    pub images: ImageChoice,
    /// The format of dates.
    pub date_format: DateFormat,
    /// The order of a list that the user has never sorted.
    pub sort: Sort,
    /// The user's language, if it is known. Of a post in several languages, the list shows the version in this language.
    pub language: Option<Box<str>>,
}

/// The panes that are hidden until the user shows them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HiddenPanes {
    /// True if the list beside an article is hidden.
    pub list: bool,
    /// True if the contents beside an article are hidden.
    pub contents: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            measure: DEFAULT_MEASURE,
            keys: Vec::new(),
            filters: Vec::new(),
            libraries: Vec::new(),
            themes: ThemeSettings::default(),
            mouse: MouseReceiver::default(),
            list_columns: None,
            hidden: None,
            // The value in use until the configuration is applied. The default of the configuration is `ImageChoice::Auto`.
            images: ImageChoice::None,
            date_format: DateFormat::default(),
            sort: Sort::default(),
            language: None,
        }
    }
}

/// A named filter from the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedFilter {
    /// The name.
    pub name: String,
    /// The filter in the filter language.
    pub filter: String,
}

/// A library named in the configuration file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedLibrary {
    /// The name, which follows `@` on the command line.
    pub name: String,
    /// The folder, as configured.
    pub folder: PathBuf,
}
