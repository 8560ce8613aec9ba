//! The options of a reader: what it opens, and how.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::article_loader::Origin;
use super::image_finder::ImageFinder;
use super::libraries::LibraryOpener;
use super::scan::ScanOptions;
use super::settings::SettingsSource;
use super::store::StateFile;
use crate::app::StartOptions;
use crate::app::message::SiteFacts;
use crate::document::Dialect;
use crate::site::OpenTarget;

/// The options of a reader.
#[derive(Debug)]
pub struct ReaderOptions {
    /// The options for creating the model. The saved state and what the terminal reports are added later.
    pub(super) start: StartOptions,
    /// The library's folder, or the single text.
    pub(super) origin: Origin,
    /// The dialect that an option sets, or else the dialect of the site.
    pub(super) dialect: Dialect,
    /// True if an option sets the dialect; then file extensions do not override it.
    pub(super) is_dialect_fixed: bool,
    /// The source of changed settings, or `None` if the settings are not watched.
    pub(super) settings: Option<SettingsSource>,
    /// The file for state that is shared by all libraries, or `None` if no state is saved.
    pub(super) preferences: Option<StateFile>,
    /// The library and its site; `None` for a single text.
    pub(super) target: Option<OpenTarget>,
    pub(super) scan: ScanOptions,
    /// The library's state file, or `None` if no state is saved.
    pub(super) state: Option<StateFile>,
    /// The folder of state files, or `None` if no state is saved.
    pub(super) state_folder: Option<PathBuf>,
    /// Creates the options of another library.
    pub(super) opener: Option<LibraryOpener>,
}

impl ReaderOptions {
    /// Sets the folder of state files. If a library is open, its state is saved there.
    #[must_use]
    pub fn with_state_folder(self, state_folder: &Path) -> Self {
        let state = match &self.origin {
            Origin::Folder(folder) => Some(StateFile::new(state_folder, folder)),
            Origin::Text(_) => None,
        };
        Self {
            state,
            state_folder: Some(state_folder.to_owned()),
            ..self
        }
    }

    /// Allows switching to other libraries.
    #[must_use]
    pub fn with_opener(self, opener: LibraryOpener) -> Self {
        Self {
            opener: Some(opener),
            ..self
        }
    }

    /// Sets the source of changed settings, and the file for state that is shared by all libraries.
    #[must_use]
    pub fn with_settings(
        self,
        settings: Option<SettingsSource>,
        preferences: Option<StateFile>,
    ) -> Self {
        Self {
            settings,
            preferences,
            ..self
        }
    }

    /// Returns the finder of the image files of posts; `None` for a single text.
    pub(super) fn image_finder(&self) -> Option<ImageFinder> {
        let site = self.target.as_ref()?.site.clone();
        match &self.origin {
            Origin::Folder(folder) => Some(ImageFinder::new(site, folder.clone())),
            Origin::Text(_) => None,
        }
    }

    /// Creates options that open a single text without a library.
    pub fn for_text(start: StartOptions, text: Vec<u8>, dialect: Dialect) -> Self {
        let start = StartOptions {
            open: Some(PathBuf::from("standard input")),
            is_piped_text: true,
            ..start
        };
        Self {
            start,
            origin: Origin::Text(text.into()),
            dialect,
            is_dialect_fixed: true,
            settings: None,
            preferences: None,
            target: None,
            scan: ScanOptions::default(),
            state: None,
            state_folder: None,
            opener: None,
        }
    }

    /// Creates options that open the library of `target`, and the post of `target` if there is one. `dialect` overrides the
    /// dialects of the site and of file extensions.
    pub fn for_library(
        start: StartOptions,
        target: OpenTarget,
        dialect: Option<Dialect>,
        scan: &ScanOptions,
    ) -> Self {
        let relative_to_library = |open: &PathBuf| {
            open.strip_prefix(&target.library_folder)
                .unwrap_or(open)
                .to_owned()
        };
        let facts = site_facts(&target);
        let start = StartOptions {
            label: facts.label,
            open: target.file_to_open.as_ref().map(relative_to_library),
            site_languages: facts.languages,
            base_url: facts.base_url,
            ..start
        };
        Self {
            start,
            dialect: dialect.unwrap_or(target.site.dialect),
            is_dialect_fixed: dialect.is_some(),
            settings: None,
            preferences: None,
            scan: ScanOptions {
                rules: Arc::new(target.rules.clone()),
                ..scan.clone()
            },
            origin: Origin::Folder(target.library_folder.clone()),
            target: Some(target),
            state: None,
            state_folder: None,
            opener: None,
        }
    }
}

/// Returns what the model needs to know about the site of a library.
pub(super) fn site_facts(target: &OpenTarget) -> SiteFacts {
    let site = &target.site;
    let generator = site.generator.map(|generator| format!(" ({generator})"));
    SiteFacts {
        label: crate::clean!("{}{}", target.label, generator.unwrap_or_default()),
        base_url: site.base_url.as_deref().map(str::to_owned),
        languages: target.rules.languages.clone(),
    }
}
