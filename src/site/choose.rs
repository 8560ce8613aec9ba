//! Which folder is listed and which file is opened for the PATH of a command line.

use std::path::{Component, Path, PathBuf};

use super::files::Files;
use super::{CONTENT_FOLDERS, Site};

/// Where the program was started.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    /// The working folder, absolute.
    pub folder: PathBuf,
    /// The user's home; no site is looked for in it or above.
    pub home: Option<PathBuf>,
    /// The folder that the configuration names for when no PATH is given.
    pub configured: Option<PathBuf>,
}

/// What is listed and opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenTarget {
    /// The site around it.
    pub site: Site,
    /// The folder of the posts, absolute.
    pub library: PathBuf,
    /// The file to open, absolute, where the PATH is one.
    pub open: Option<PathBuf>,
    /// What the header calls it: the site's title, else its folder's name, and the part of it that is listed.
    pub label: String,
    /// The library as it is written from the working folder; empty where it is that.
    written: PathBuf,
    /// The library below the PATH that was given.
    below: PathBuf,
}

/// Nothing is at the PATH.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: no such file or folder", .0.display())]
pub struct PathNotFound(pub PathBuf);

impl OpenTarget {
    /// A folder as it is, whatever lies in it or around it.
    pub fn plain(folder: &Path) -> Self {
        Self {
            site: Site::plain(folder),
            library: folder.to_owned(),
            open: None,
            label: folder.display().to_string(),
            written: folder.to_owned(),
            below: PathBuf::new(),
        }
    }

    /// A post's path as it can be used from the working folder.
    pub fn file(&self, post: &Path) -> PathBuf {
        self.written.join(post)
    }

    /// A post's path below the PATH that was given, else below the library.
    pub fn path(&self, post: &Path) -> PathBuf {
        self.below.join(post)
    }
}

/// Decides by the design's rules.
///
/// A folder is listed itself, unless it is a site's root, whose content folder is. A file's library is its site's content
/// folder if it lies in it, else its own folder; for a bundle's `index.md` the folder above. Without a PATH it is the
/// configured folder, else the content folder of the site around the working folder, else the first of the usual
/// content folders in the working folder, else that.
pub fn resolve_path(
    path: Option<&Path>,
    around: &Environment,
    files: &impl Files,
) -> Result<OpenTarget, PathNotFound> {
    let Some(given) = path.or(around.configured.as_deref()) else {
        return Ok(unnamed(around, files));
    };
    let mut start = around.folder.join(given);
    if start.components().any(|part| part == Component::ParentDir) {
        // The folders above `a/..` are not those above what it is.
        start = files.resolve(&start).unwrap_or(start);
    }
    // Drops `.` and slashes at the end.
    let start: PathBuf = start.components().collect();
    if files.is_folder(&start) {
        let site = site(&start, around, files);
        let library = if site.root == start {
            site.content.clone()
        } else {
            start.clone()
        };
        return Ok(chosen(site, library, None, Some((given, &start)), around));
    }
    if !files.exists(&start) {
        return Err(PathNotFound(given.to_owned()));
    }
    let folder = start.parent().unwrap_or(&start);
    let found = Site::find(folder, around.home.as_deref(), files);
    let library = match &found {
        Some(site) if start.starts_with(&site.content) => &site.content,
        _ if is_bundle(&start) => folder.parent().unwrap_or(folder),
        _ => folder,
    };
    let library = library.to_owned();
    let site = found.unwrap_or_else(|| Site::plain(&library));
    Ok(chosen(site, library, Some(start), None, around))
}

fn unnamed(around: &Environment, files: &impl Files) -> OpenTarget {
    let folder = &around.folder;
    let site = site(folder, around, files);
    let library = if site.generator.is_some() {
        site.content.clone()
    } else {
        let mut usual = CONTENT_FOLDERS.iter().map(|name| folder.join(name));
        let there = usual.find(|folder| files.is_folder(folder));
        there.unwrap_or_else(|| folder.clone())
    };
    chosen(site, library, None, None, around)
}

fn site(folder: &Path, around: &Environment, files: &impl Files) -> Site {
    let found = Site::find(folder, around.home.as_deref(), files);
    found.unwrap_or_else(|| Site::plain(folder))
}

fn is_bundle(file: &Path) -> bool {
    file.file_stem()
        .is_some_and(|stem| stem.eq_ignore_ascii_case("index"))
}

fn chosen(
    site: Site,
    library: PathBuf,
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
