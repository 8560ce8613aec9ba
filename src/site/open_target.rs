//! The resolution of the PATH argument to a folder to list and a file to open.

use std::path::{Component, Path, PathBuf};

use super::{CONTENT_FOLDERS, FileSystem, LibraryRules, Site};
use crate::post::Inherited;

/// The folders that affect how the PATH argument is resolved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Environment {
    /// The working folder, as an absolute path.
    pub working_folder: PathBuf,
    /// The user's home folder; the search for a site stops below this folder.
    pub home: Option<PathBuf>,
    /// The folder set in the configuration, which is opened if no PATH is given.
    pub configured_folder: Option<PathBuf>,
}

/// The library to list and the file to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenTarget {
    /// The site that contains the library.
    pub site: Site,
    /// The folder of the library's posts, as an absolute path.
    pub library_folder: PathBuf,
    /// The file to open, as an absolute path, if the PATH names a file.
    pub file_to_open: Option<PathBuf>,
    /// The rules for finding and reading the library's posts.
    pub rules: LibraryRules,
    /// The name in the header: the title of the site or the name of its folder, then the listed section.
    pub label: String,
    /// The library's folder, as a path that is valid in the working folder. It begins with the PATH as written, such as
    /// `../blog`, if the PATH contains the library. Otherwise it is absolute if the library is outside the working folder.
    library_from_working_folder: PathBuf,
    /// The library's folder, relative to the PATH or to the configured folder. Empty if that does not contain the library.
    library_from_path: PathBuf,
    /// The PATH from which this target was resolved; `None` if no PATH was given.
    path: Option<PathBuf>,
    /// The environment in which this target was resolved.
    environment: Environment,
}

/// The error for a PATH at which there is no file or folder.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: no such file or folder", .0.display())]
pub struct PathNotFound(pub PathBuf);

impl OpenTarget {
    /// Creates a target for a folder, without searching for a site.
    pub fn plain(folder: &Path) -> Self {
        Self {
            site: Site::plain(folder),
            library_folder: folder.to_owned(),
            file_to_open: None,
            rules: LibraryRules::default(),
            label: folder.display().to_string(),
            library_from_working_folder: folder.to_owned(),
            library_from_path: PathBuf::new(),
            path: Some(folder.to_owned()),
            environment: Environment::default(),
        }
    }

    /// Creates a target for a library, as if no PATH was given.
    fn new(site: Site, library_folder: PathBuf, environment: &Environment) -> Self {
        let library_from_working_folder = library_folder
            .strip_prefix(&environment.working_folder)
            .unwrap_or(&library_folder)
            .to_owned();
        Self {
            label: label(&site, &library_folder),
            rules: site.rules(&library_folder),
            site,
            library_folder,
            file_to_open: None,
            library_from_working_folder,
            library_from_path: PathBuf::new(),
            path: None,
            environment: environment.clone(),
        }
    }

    /// Sets the paths of the library relative to the PATH, if the PATH contains the library. `given` is the PATH or the
    /// configured folder, as written. `absolute_path` is the same path, resolved.
    fn with_relative_paths(mut self, given: &Path, absolute_path: &Path) -> Self {
        if let Ok(below_path) = self.library_folder.strip_prefix(absolute_path) {
            let given: PathBuf = given
                .components()
                .filter(|&part| part != Component::CurDir)
                .collect();
            self.library_from_working_folder = given.join(below_path);
            self.library_from_path = below_path.to_owned();
        }
        self
    }

    /// Resolves the same PATH again, because the configuration of the site may have changed. Returns `None` if the
    /// file or folder no longer exists.
    pub fn resolve_again(&self, files: &dyn FileSystem) -> Option<Self> {
        resolve_path(self.path.as_deref(), &self.environment, files).ok()
    }

    /// Returns true if the other target has the same site, library, rules and label. Another file to open makes no difference.
    pub fn lists_same_library(&self, other: &Self) -> bool {
        self.site == other.site
            && self.library_folder == other.library_folder
            && self.rules == other.rules
            && self.label == other.label
    }

    /// Returns the metadata that a post of the library inherits.
    pub fn inherited(&self, files: &dyn FileSystem, post: &Path) -> Option<Inherited> {
        self.rules.inherited(files, &self.library_folder, post)
    }

    /// Returns a post's path that is valid in the working folder. It begins with the PATH as written, such as `../blog`, if the
    /// PATH contains the library. Otherwise it is absolute if the library is outside the working folder.
    pub fn path_from_working_folder(&self, post: &Path) -> PathBuf {
        self.library_from_working_folder.join(post)
    }

    /// Returns a post's path relative to the PATH or, if no PATH is given, to the configured folder. If that is a file, or if
    /// neither is given, the path is relative to the library.
    pub fn path_from_argument(&self, post: &Path) -> PathBuf {
        self.library_from_path.join(post)
    }
}

/// Resolves a PATH to a library and a file.
///
/// The library depends on PATH:
///
/// - The root of a site: the content folder of the site.
/// - A folder that contains a single site, in a subfolder such as `docs`: the content folder of this site.
/// - Another folder: the folder itself.
/// - A file below the content folder of its site: this content folder.
/// - Another file: the folder of the file. If the file is in no site, subfolders are not listed.
/// - No PATH: the configured folder, which is resolved like a PATH.
/// - Neither a PATH nor a configured folder: the content folder of the site around the working folder, or of a single site
///   in a subfolder. Without a site, the first usual content folder that exists, or the working folder itself.
pub fn resolve_path(
    path: Option<&Path>,
    environment: &Environment,
    files: &dyn FileSystem,
) -> Result<OpenTarget, PathNotFound> {
    let target = resolve(path, environment, files)?;
    Ok(OpenTarget {
        path: path.map(Path::to_owned),
        ..target
    })
}

/// Resolves a PATH as [`resolve_path`] does, but leaves the PATH of the target empty.
fn resolve(
    path: Option<&Path>,
    environment: &Environment,
    files: &dyn FileSystem,
) -> Result<OpenTarget, PathNotFound> {
    let Some(given) = path.or(environment.configured_folder.as_deref()) else {
        return Ok(default_target(environment, files));
    };
    let mut absolute_path = environment.working_folder.join(given);
    if absolute_path
        .components()
        .any(|part| part == Component::ParentDir)
    {
        // Ancestors of `a/..` are wrong if `a` is a symbolic link, so the path is resolved first.
        absolute_path = files.canonicalize(&absolute_path).unwrap_or(absolute_path);
    }
    // Collecting the components removes `.` and trailing slashes.
    let absolute_path: PathBuf = absolute_path.components().collect();
    if files.is_folder(&absolute_path) {
        let site = site(&absolute_path, environment, files);
        // A folder above a site is treated like the root of this site.
        let is_root = site.root == absolute_path || !absolute_path.starts_with(&site.root);
        let library_folder = if is_root {
            site.content.clone()
        } else {
            absolute_path.clone()
        };
        return Ok(OpenTarget::new(site, library_folder, environment)
            .with_relative_paths(given, &absolute_path));
    }
    if !files.exists(&absolute_path) {
        return Err(PathNotFound(given.to_owned()));
    }
    let folder = absolute_path.parent().unwrap_or(&absolute_path);
    let enclosing_site = Site::find(folder, environment.home.as_deref(), files);
    let library_folder = match &enclosing_site {
        Some(site) if absolute_path.starts_with(&site.content) => site.content.clone(),
        _ => folder.to_owned(),
    };
    let is_shallow = enclosing_site.is_none();
    let site = enclosing_site.unwrap_or_else(|| Site::plain(&library_folder));
    let mut target = OpenTarget::new(site, library_folder, environment);
    target.file_to_open = Some(absolute_path);
    target.rules.is_shallow = is_shallow;
    Ok(target)
}

/// Resolves the target if neither a PATH nor a configured folder is given.
fn default_target(environment: &Environment, files: &dyn FileSystem) -> OpenTarget {
    let folder = &environment.working_folder;
    let site = site(folder, environment, files);
    let library_folder = if site.generator.is_some() {
        site.content.clone()
    } else {
        let mut candidates = CONTENT_FOLDERS.iter().map(|name| folder.join(name));
        let existing = candidates.find(|folder| files.is_folder(folder));
        existing.unwrap_or_else(|| folder.clone())
    };
    OpenTarget::new(site, library_folder, environment)
}

/// Returns the site that contains a folder, else the only site below the folder, else a plain site for the folder.
fn site(folder: &Path, environment: &Environment, files: &dyn FileSystem) -> Site {
    let enclosing_site = Site::find(folder, environment.home.as_deref(), files);
    enclosing_site
        .or_else(|| Site::find_below(folder, files))
        .unwrap_or_else(|| Site::plain(folder))
}

/// Returns the name of a library in the header.
fn label(site: &Site, library_folder: &Path) -> String {
    let name = |path: &Path| {
        path.file_name()
            .map(|name| name.to_string_lossy().into_owned())
    };
    let title = site.title.as_deref().map(str::to_owned);
    let title = title.or_else(|| name(&site.root)).unwrap_or_default();
    match library_folder.strip_prefix(&site.content) {
        Ok(section) if section.as_os_str().is_empty() => title,
        Ok(section) => format!("{title}/{}", section.display()),
        Err(_) => name(library_folder).unwrap_or(title),
    }
}
