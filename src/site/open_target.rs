//! The folder that is listed and the file that is opened for the PATH of a command line.

use std::path::{Component, Path, PathBuf};

use super::{CONTENT_FOLDERS, FileSystem, LibraryRules, Site};
use crate::post::Inherited;

/// The environment of the program that a PATH is resolved in.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    /// The working folder, absolute.
    pub folder: PathBuf,
    /// The user's home; no site is looked for in it or above it.
    pub home: Option<PathBuf>,
    /// The folder of the configuration, for when no PATH is given.
    pub configured: Option<PathBuf>,
}

/// The library to list and the file to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenTarget {
    /// The site around it.
    pub site: Site,
    /// The folder of the posts, absolute.
    pub library: PathBuf,
    /// The file to open, absolute, where the PATH is one.
    pub open: Option<PathBuf>,
    /// The rules for finding and reading the library's posts.
    pub rules: LibraryRules,
    /// The name in the header: the site's title, else its folder's name, and the section that is listed.
    pub label: String,
    /// The library relative to the working folder.
    written: PathBuf,
    /// The library below the PATH that was given.
    below: PathBuf,
}

/// Nothing exists at the PATH.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: no such file or folder", .0.display())]
pub struct PathNotFound(pub PathBuf);

impl OpenTarget {
    /// A folder as it is, whatever is in it or around it.
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

    /// Returns a post's path from the working folder.
    pub fn file(&self, post: &Path) -> PathBuf {
        self.written.join(post)
    }

    /// Returns a post's path below the PATH that was given, else below the library.
    pub fn path(&self, post: &Path) -> PathBuf {
        self.below.join(post)
    }
}

/// Returns the library and the file for a PATH.
///
/// A folder is its own library; of a site's root, the library is the content folder. A file's library is its site's content
/// folder if the file is in it, else its own folder without the folders below. Without a PATH it is the configured folder,
/// else the content folder of the site around the working folder, else the first of the usual content folders in the working
/// folder, else that folder. A folder without a site whose only site is in a folder such as `docs` stands for that site.
pub fn resolve_path(
    path: Option<&Path>,
    around: &Environment,
    files: &dyn FileSystem,
) -> Result<OpenTarget, PathNotFound> {
    let Some(given) = path.or(around.configured.as_deref()) else {
        return Ok(unnamed(around, files));
    };
    let mut start = around.folder.join(given);
    if start.components().any(|part| part == Component::ParentDir) {
        // The folders above `a/..` are not those above what it is.
        start = files.canonicalize(&start).unwrap_or(start);
    }
    // Removes `.` and slashes at the end.
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
        return Ok(chosen(
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
    let found = Site::find(folder, around.home.as_deref(), files);
    let library = match &found {
        Some(site) if start.starts_with(&site.content) => site.content.clone(),
        _ => folder.to_owned(),
    };
    let is_shallow = found.is_none();
    let site = found.unwrap_or_else(|| Site::plain(&library));
    let rules = LibraryRules {
        is_shallow,
        ..site.rules(&library)
    };
    Ok(chosen(site, library, rules, Some(start), None, around))
}

fn unnamed(around: &Environment, files: &dyn FileSystem) -> OpenTarget {
    let folder = &around.folder;
    let site = site(folder, around, files);
    let library = if site.generator.is_some() {
        site.content.clone()
    } else {
        let mut usual = CONTENT_FOLDERS.iter().map(|name| folder.join(name));
        let there = usual.find(|folder| files.is_folder(folder));
        there.unwrap_or_else(|| folder.clone())
    };
    let rules = site.rules(&library);
    chosen(site, library, rules, None, None, around)
}

/// Returns the site around a folder, else the only site below it, else the folder alone.
fn site(folder: &Path, around: &Environment, files: &dyn FileSystem) -> Site {
    let found = Site::find(folder, around.home.as_deref(), files);
    found
        .or_else(|| Site::find_below(folder, files))
        .unwrap_or_else(|| Site::plain(folder))
}

fn chosen(
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
