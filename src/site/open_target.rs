//! The resolution of the PATH argument to a folder to list and a file to open.

use std::path::{Component, Path, PathBuf};

use super::{CONTENT_FOLDERS, FileSystem, LibraryRules, Site};
use crate::post::Inherited;

/// The folders that affect how a PATH is resolved.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    /// The working folder, absolute.
    pub folder: PathBuf,
    /// The user's home folder; the search for a site stops below it.
    pub home: Option<PathBuf>,
    /// The folder set in the configuration, which is opened if no PATH is given.
    pub configured: Option<PathBuf>,
}

/// The library to list and the file to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenTarget {
    /// The site that contains the library.
    pub site: Site,
    /// The folder of the posts, absolute.
    pub library: PathBuf,
    /// The file to open, absolute, if the PATH names a file.
    pub open: Option<PathBuf>,
    /// The rules for finding and reading the library's posts.
    pub rules: LibraryRules,
    /// The name in the header: the title or folder name of the site, and the listed section.
    pub label: String,
    /// The library's folder, relative to the working folder.
    written: PathBuf,
    /// The library's folder, relative to the given PATH.
    below: PathBuf,
}

/// The error that no file or folder exists at the PATH.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: no such file or folder", .0.display())]
pub struct PathNotFound(pub PathBuf);

impl OpenTarget {
    /// Creates a target for a folder, without searching for a site.
    pub fn plain(folder: &Path) -> Self {
        Self {
            site: Site::plain(folder),
            library: folder.to_owned(),
            open: None,
            rules: LibraryRules::default(),
            label: folder.display().to_string(),
            written: folder.to_owned(),
            below: PathBuf::new(),
        }
    }

    /// Returns the metadata that a post of the library inherits.
    pub fn inherited(&self, files: &dyn FileSystem, post: &Path) -> Option<Inherited> {
        self.rules.inherited(files, &self.library, post)
    }

    /// Returns a post's path relative to the working folder.
    pub fn file(&self, post: &Path) -> PathBuf {
        self.written.join(post)
    }

    /// Returns a post's path relative to the given PATH, else relative to the library.
    pub fn path(&self, post: &Path) -> PathBuf {
        self.below.join(post)
    }
}

/// Resolves a PATH to a library and a file.
///
/// The library is, for
///
/// - a folder: the folder itself; for the root of a site, its content folder; for a folder that contains a single site in
///   a subfolder such as `docs`, the content folder of this site.
/// - a file: the content folder of its site if it contains the file, else the folder of the file without subfolders.
/// - no PATH: the configured folder, else the content folder of the site around the working folder, else the first usual
///   content folder in the working folder, else the working folder.
pub fn resolve_path(
    path: Option<&Path>,
    around: &Environment,
    files: &dyn FileSystem,
) -> Result<OpenTarget, PathNotFound> {
    let Some(given) = path.or(around.configured.as_deref()) else {
        return Ok(default_target(around, files));
    };
    let mut start = around.folder.join(given);
    if start.components().any(|part| part == Component::ParentDir) {
        // Ancestors of `a/..` are wrong if `a` is a symbolic link, so the path is resolved first.
        start = files.canonicalize(&start).unwrap_or(start);
    }
    // Removes `.` and trailing slashes.
    let start: PathBuf = start.components().collect();
    if files.is_folder(&start) {
        let site = site(&start, around, files);
        let is_root = site.root == start || !start.starts_with(&site.root);
        let library = if is_root {
            site.content.clone()
        } else {
            start.clone()
        };
        let rules = site.rules(&library);
        return Ok(open_target(
            site,
            library,
            rules,
            None,
            Some((given, &start)),
            around,
        ));
    }
    if !files.exists(&start) {
        return Err(PathNotFound(given.to_owned()));
    }
    let folder = start.parent().unwrap_or(&start);
    let found_site = Site::find(folder, around.home.as_deref(), files);
    let library = match &found_site {
        Some(site) if start.starts_with(&site.content) => site.content.clone(),
        _ => folder.to_owned(),
    };
    let is_shallow = found_site.is_none();
    let site = found_site.unwrap_or_else(|| Site::plain(&library));
    let rules = LibraryRules {
        is_shallow,
        ..site.rules(&library)
    };
    Ok(open_target(site, library, rules, Some(start), None, around))
}

/// Resolves the target if neither a PATH nor a configured folder is given.
fn default_target(around: &Environment, files: &dyn FileSystem) -> OpenTarget {
    let folder = &around.folder;
    let site = site(folder, around, files);
    let library = if site.generator.is_some() {
        site.content.clone()
    } else {
        let mut usual = CONTENT_FOLDERS.iter().map(|name| folder.join(name));
        let existing = usual.find(|folder| files.is_folder(folder));
        existing.unwrap_or_else(|| folder.clone())
    };
    let rules = site.rules(&library);
    open_target(site, library, rules, None, None, around)
}

/// Returns the site that contains a folder, else the only site below the folder, else a plain site for the folder.
fn site(folder: &Path, around: &Environment, files: &dyn FileSystem) -> Site {
    let enclosing_site = Site::find(folder, around.home.as_deref(), files);
    enclosing_site
        .or_else(|| Site::find_below(folder, files))
        .unwrap_or_else(|| Site::plain(folder))
}

fn open_target(
    site: Site,
    library: PathBuf,
    rules: LibraryRules,
    open: Option<PathBuf>,
    given: Option<(&Path, &Path)>,
    around: &Environment,
) -> OpenTarget {
    let below = given.and_then(|(given, start)| {
        let rest = library.strip_prefix(start).ok()?;
        let given: PathBuf = given
            .components()
            .filter(|&part| part != Component::CurDir)
            .collect();
        Some((given.join(rest), rest.to_owned()))
    });
    let (written, below) = below.unwrap_or_else(|| {
        let written = library.strip_prefix(&around.folder).unwrap_or(&library);
        (written.to_owned(), PathBuf::new())
    });
    OpenTarget {
        label: label(&site, &library),
        site,
        library,
        rules,
        open,
        written,
        below,
    }
}

/// Returns the name of a library in the header.
fn label(site: &Site, library: &Path) -> String {
    let name = |path: &Path| {
        path.file_name()
            .map(|name| name.to_string_lossy().into_owned())
    };
    let title = site.title.as_deref().map(str::to_owned);
    let title = title.or_else(|| name(&site.root)).unwrap_or_default();
    match library.strip_prefix(&site.content) {
        Ok(section) if section.as_os_str().is_empty() => title,
        Ok(section) => format!("{title}/{}", section.display()),
        Err(_) => name(library).unwrap_or(title),
    }
}
