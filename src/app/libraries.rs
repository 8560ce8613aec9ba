//! The library picker: lists the configured libraries and the libraries of earlier sessions, and switches to the chosen
//! library.

use std::path::Path;

use super::Model;
use super::keymap::View;
pub use super::message::KnownLibrary;
use super::message::{Effect, Effects};
use super::requests::RequestKind;
use super::settings::NamedLibrary;
use super::state::{Change, LibraryVisit};
use crate::clean;
use crate::text::Clean;

impl From<&NamedLibrary> for KnownLibrary {
    fn from(named: &NamedLibrary) -> Self {
        Self {
            name: Some(named.name.clone()),
            folder: named.folder.clone(),
            shown_folder: clean!("{}", named.folder.display()),
            ..Self::default()
        }
    }
}

/// The libraries to choose from: the configured libraries, then the libraries of earlier sessions, the latest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LibraryPicker {
    /// The libraries.
    pub libraries: Vec<KnownLibrary>,
    /// Index into `libraries` of the selected library.
    pub selected: usize,
}

impl LibraryPicker {
    /// Replaces the libraries. The same library stays selected; if it is gone, the first library is selected.
    fn update(&mut self, libraries: Vec<KnownLibrary>) {
        let selected_folder = self.selected_library().map(|known| known.folder.clone());
        self.libraries = libraries;
        let mut folders = self.libraries.iter().map(|known| Some(&known.folder));
        self.selected = folders
            .position(|folder| folder == selected_folder.as_ref())
            .unwrap_or(0);
    }

    /// Returns the selected library.
    pub fn selected_library(&self) -> Option<&KnownLibrary> {
        self.libraries.get(self.selected)
    }

    /// Moves the selection down by `rows`, or up if `rows` is negative.
    pub fn step(&mut self, rows: isize) {
        let last = self.libraries.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(rows).min(last);
    }
}

impl Model {
    /// Opens or closes the library picker. The configured libraries are shown at once. The libraries of earlier sessions,
    /// the titles and the numbers of posts are found in the background and added when they arrive.
    pub(super) fn toggle_libraries(&mut self, effects: &mut Effects) {
        if self.close_top_overlay_if(View::Libraries) {
            return;
        }
        let libraries = self.settings.libraries.iter().map(KnownLibrary::from);
        let libraries = libraries.collect();
        self.open_overlay(LibraryPicker {
            libraries,
            selected: 0,
        });
        self.find_libraries(effects);
    }

    /// Finds the libraries again if the picker is open, after the configured libraries have changed.
    pub(super) fn refresh_libraries(&mut self, effects: &mut Effects) {
        if self.has_overlay(View::Libraries) {
            self.find_libraries(effects);
        }
    }

    /// Requests the libraries of the configuration and of earlier sessions.
    fn find_libraries(&mut self, effects: &mut Effects) {
        let id = self.requests.start(RequestKind::Libraries);
        effects.push(Effect::FindLibraries(id));
    }

    /// Returns true if the libraries of earlier sessions are still being found.
    pub fn is_finding_libraries(&self) -> bool {
        self.requests.is_running(RequestKind::Libraries)
    }

    /// Shows the libraries that were found in the background. For the open library, the title and the number of posts come
    /// from the model, because they may have changed since they were saved.
    pub(super) fn show_libraries(&mut self, mut libraries: Vec<KnownLibrary>) {
        for library in libraries.iter_mut().filter(|library| library.is_open) {
            library.label = self.folder.label.clone();
            library.posts = Some(self.library.entry_count());
        }
        if let Some(picker) = self.overlays.libraries() {
            picker.update(libraries);
        }
    }

    /// Closes the picker. Switches to the selected library, unless this library is already open. The list and the article appear
    /// once the library's site and saved state are read. If the folder is missing, shows a notice, and the picker stays open.
    pub(super) fn open_library(&mut self, effects: &mut Effects) {
        let picker = self.overlays.libraries();
        let Some(library) = picker.and_then(|picker| picker.selected_library().cloned()) else {
            return;
        };
        if library.is_missing {
            self.notice = Some(clean!("{}: no such folder.", library.shown_folder));
            return;
        }
        self.close_overlay();
        if !library.is_open {
            self.notice = Some(clean!("Opening {} …", library.shown_folder));
            effects.push(Effect::OpenLibrary(library.folder));
        }
    }

    /// Returns the title and the number of posts of the open library, to be saved for the library picker. Returns `None`
    /// while the first scan is running, or if the reader shows piped text.
    pub(super) fn library_visit(&self) -> Option<Change> {
        let is_first_scan_running = self.is_streaming();
        let can_be_saved = !is_first_scan_running && !self.folder.is_piped_text;
        can_be_saved.then(|| {
            Change::Visit(LibraryVisit {
                label: self.folder.label.to_string(),
                posts: self.library.entry_count(),
            })
        })
    }
}

/// Returns a folder as the screen shows it, with `~` for the home folder.
pub fn shown_folder(folder: &Path, home: Option<&Path>) -> Clean<'static> {
    match home.and_then(|home| folder.strip_prefix(home).ok()) {
        Some(relative) if relative.as_os_str().is_empty() => Clean::literal("~"),
        Some(relative) => clean!("~/{}", relative.display()),
        None => clean!("{}", folder.display()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn home_folder_is_shown_as_tilde() {
        let home = Some(Path::new("/home/ann"));
        for (folder, shown) in [
            ("/home/ann", "~"),
            ("/home/ann/blog", "~/blog"),
            ("/home/annette", "/home/annette"),
        ] {
            assert_eq!(&*shown_folder(Path::new(folder), home), shown);
        }
    }
}
