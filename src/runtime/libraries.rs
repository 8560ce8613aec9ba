//! Finds the configured libraries and the libraries of earlier sessions, and prepares the options and saved state for a switch
//! to another library.

use std::collections::HashSet;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;

use super::ReaderOptions;
use super::article_loader::Origin;
use super::store::{self, LoadedState, RecentLibrary, StateFile, StoreHandle};
use crate::app::libraries::{KnownLibrary, shown_folder};
use crate::app::settings::NamedLibrary;
use crate::text::Clean;

/// Maximum number of libraries of earlier sessions in the list.
const MAX_RECENT: usize = 30;

/// A function that creates the reader's options for the library in a folder.
type CreateOptions = dyn Fn(&Path) -> Result<ReaderOptions> + Send + Sync;

/// The way to open another library. Creates the reader's options for the library, with the settings of this run.
#[derive(Clone)]
pub struct LibraryOpener(Arc<CreateOptions>);

impl LibraryOpener {
    /// Creates an opener. `create_options` receives the folder of the library.
    pub fn new(
        create_options: impl Fn(&Path) -> Result<ReaderOptions> + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(create_options))
    }

    fn options(&self, folder: &Path) -> Result<ReaderOptions> {
        (self.0)(folder)
    }
}

impl fmt::Debug for LibraryOpener {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("LibraryOpener")
    }
}

/// A library that is ready to be shown.
#[derive(Debug)]
pub(super) struct OpenedLibrary {
    pub(super) options: ReaderOptions,
    pub(super) loaded: LoadedState,
}

/// Creates the options of a library and loads its saved state. First flushes `stores`, since one of them may hold unwritten state
/// of this library.
///
/// # Errors
/// Fails if `opener` fails, for example because the folder does not exist.
pub(super) fn open(
    opener: &LibraryOpener,
    folder: &Path,
    stores: &[StoreHandle],
) -> Result<OpenedLibrary> {
    for store in stores {
        store.flush();
    }
    let options = opener.options(folder)?;
    let loaded = options.state.as_ref().map(StateFile::load);
    let loaded = loaded.unwrap_or_default();
    Ok(OpenedLibrary { options, loaded })
}

/// The configuration and the folders from which the list of libraries is made.
#[derive(Clone, Debug)]
pub(super) struct LibrarySources {
    /// The configured libraries.
    pub(super) named: Vec<NamedLibrary>,
    /// The folder of state files, if state is saved.
    pub(super) state_folder: Option<PathBuf>,
    /// The folder of the open library, if one is open.
    pub(super) open_folder: Option<PathBuf>,
    /// The user's home folder.
    pub(super) home: Option<PathBuf>,
}

/// Returns the configured libraries, then the libraries of earlier sessions, the latest first. Omits libraries of earlier
/// sessions whose folder is missing. If the open library is not in this list, it is added after the configured libraries; but an
/// empty list remains empty.
pub(super) fn find(opener: &LibraryOpener, sources: &LibrarySources) -> Vec<KnownLibrary> {
    let recent = sources.state_folder.as_deref().map(store::recent_libraries);
    let recent = recent.unwrap_or_default();
    let open_folder = sources.open_folder.as_deref().map(canonical_or_same);
    let home = sources.home.as_deref();
    let mut seen_folders = HashSet::new();
    let mut libraries = Vec::new();
    for named in &sources.named {
        // If the folder is a site, the library is the site's content folder.
        let options = opener.options(&named.folder).ok();
        let library_folder = options.and_then(|options| match options.origin {
            Origin::Folder(folder) => Some(canonical_or_same(&folder)),
            Origin::Text(_) => None,
        });
        let earlier_session = recent
            .iter()
            .find(|recent| Some(&recent.folder) == library_folder.as_ref());
        libraries.push(KnownLibrary {
            name: Some(named.name.clone()),
            folder: named.folder.clone(),
            shown_folder: shown_folder(&named.folder, home),
            label: earlier_session.map(label).unwrap_or_default(),
            posts: earlier_session.map(|earlier_session| earlier_session.posts),
            is_missing: library_folder.is_none(),
            is_open: library_folder.is_some() && library_folder == open_folder,
        });
        seen_folders.extend(library_folder);
    }
    let unnamed = recent
        .iter()
        .filter(|recent| !seen_folders.contains(&recent.folder) && recent.folder.is_dir());
    libraries.extend(unnamed.take(MAX_RECENT).map(|recent| KnownLibrary {
        name: None,
        folder: recent.folder.clone(),
        shown_folder: shown_folder(&recent.folder, home),
        label: label(recent),
        posts: Some(recent.posts),
        is_missing: false,
        is_open: Some(&recent.folder) == open_folder.as_ref(),
    }));
    // During its first session, the open library has no saved state, so it is not listed yet.
    let is_open_listed = libraries.iter().any(|library| library.is_open);
    if let Some(folder) = open_folder.filter(|_| !is_open_listed && !libraries.is_empty()) {
        let library = KnownLibrary {
            shown_folder: shown_folder(&folder, home),
            folder,
            is_open: true,
            ..KnownLibrary::default()
        };
        let configured_count = sources.named.len();
        libraries.insert(configured_count, library);
    }
    libraries
}

fn label(recent: &RecentLibrary) -> Clean<'static> {
    Clean::line(&recent.label).into_owned()
}

/// Returns the path without symbolic links, since state files contain such paths. Returns the same path if the folder does not
/// exist.
fn canonical_or_same(folder: &Path) -> PathBuf {
    fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned())
}
