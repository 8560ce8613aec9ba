//! What is read, and with which choices.

use std::path::{Path, PathBuf};

use super::scan;
use super::store::StateFile;
use super::worker::Origin;
use crate::app::Start;
use crate::config::ThemeChoice;
use crate::document::Dialect;
use crate::site::{OpenTarget, Site};

/// What is read, and how the reader starts.
#[derive(Debug)]
pub struct Reader {
    pub(super) start: Start,
    pub(super) origin: Origin,
    pub(super) dialect: Dialect,
    /// Whether the dialect was chosen on the command line, so that no file's ending overrides it.
    pub(super) fixed: bool,
    pub(super) theme: ThemeChoice,
    pub(super) site: Option<Site>,
    pub(super) options: scan::ScanOptions,
    /// Where it is kept what is read and marked, if it is.
    pub(super) state: Option<StateFile>,
}

impl Reader {
    /// The same with what is kept of its library in the folder for states, if it is a library.
    #[must_use]
    pub fn with_states(self, states: &Path) -> Self {
        let state = match &self.origin {
            Origin::Folder(folder) => Some(StateFile::new(states, folder)),
            Origin::Text(_) => None,
        };
        Self { state, ..self }
    }

    /// The same in other colours.
    #[must_use]
    pub fn with_theme(self, theme: ThemeChoice) -> Self {
        Self { theme, ..self }
    }

    /// One text without a library.
    pub fn text(start: Start, text: Vec<u8>, dialect: Dialect) -> Self {
        let start = Start {
            open: Some(PathBuf::from("standard input")),
            single: true,
            ..start
        };
        Self {
            start,
            origin: Origin::Text(text.into()),
            dialect,
            fixed: true,
            theme: ThemeChoice::Auto,
            site: None,
            options: scan::ScanOptions::default(),
            state: None,
        }
    }

    /// A folder, with one of its files open where one was named; `ignored` lists what git leaves out as well.
    pub fn folder(
        start: Start,
        chosen: OpenTarget,
        dialect: Option<Dialect>,
        ignored: bool,
    ) -> Self {
        let below = |open: &PathBuf| {
            open.strip_prefix(&chosen.library)
                .unwrap_or(open)
                .to_owned()
        };
        let generator = chosen
            .site
            .generator
            .map(|generator| format!(" ({generator})"));
        let start = Start {
            label: crate::clean!("{}{}", chosen.label, generator.unwrap_or_default()),
            open: chosen.open.as_ref().map(below),
            base: chosen.site.base_url.as_deref().map(str::to_owned),
            ..start
        };
        Self {
            start,
            dialect: dialect.unwrap_or(chosen.site.dialect),
            fixed: dialect.is_some(),
            theme: ThemeChoice::Auto,
            site: Some(chosen.site),
            options: scan::ScanOptions {
                ignored,
                ..scan::ScanOptions::default()
            },
            origin: Origin::Folder(chosen.library),
            state: None,
        }
    }
}
