//! Where posts live: the site around a path, its content folder and its dialect.
//!
//! Decisions are made over [`Files`], a view of the file system that tests replace. Reading posts is left to
//! `runtime::scan`.

use std::path::{Path, PathBuf};

use crate::document::Dialect;

mod article;
mod backlinks;
pub mod check;
mod choose;
mod files;
mod generator;
mod permalink;
mod settings;
#[cfg(test)]
mod tests;

pub use article::Source;
pub use backlinks::outgoing_links;
pub use choose::{Environment, OpenTarget, PathNotFound, resolve_path};
pub use files::{Disk, Files};
pub use generator::Generator;

use settings::Settings;

/// Content folders that are tried where no configuration names one, the likeliest first.
const CONTENT_FOLDERS: [&str; 9] = [
    "content/posts",
    "content/post",
    "content/blog",
    "content",
    "_posts",
    "src/content/blog",
    "src/content",
    "blog",
    "posts",
];

/// A folder with a site in it: links are confined to its root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// The folder of the configuration, else the folder that was opened.
    pub root: PathBuf,
    /// The folder of all posts; the root itself where nothing tells.
    pub content: PathBuf,
    /// What posts are read as, before their ending is looked at.
    pub dialect: Dialect,
    /// Who builds the site; `None` where there is no configuration.
    pub generator: Option<Generator>,
    /// The site's own title, as written (not cleaned).
    pub title: Option<Box<str>>,
    /// The address that the site is published at, as written.
    pub base_url: Option<Box<str>>,
    /// The patterns of its posts' addresses, each with the section that it is for; the empty one is for all.
    pub permalinks: Vec<(Box<str>, Box<str>)>,
}

impl Site {
    /// The site that `path` belongs to: the nearest configuration in the folder itself or above it.
    ///
    /// The search ends above a folder with a `.git` in it, and below `home` and the file system's root, where a stray
    /// `config.toml` says nothing about posts. An Obsidian vault counts only where there is no other site, for many keep
    /// one inside their site's content. `path` is an absolute folder.
    pub fn find(path: &Path, home: Option<&Path>, files: &impl Files) -> Option<Self> {
        let mut vault = None;
        for folder in path.ancestors() {
            if folder.parent().is_none() || Some(folder) == home {
                break;
            }
            match Generator::recognise(folder, files) {
                Some((Generator::Obsidian, settings)) => {
                    vault.get_or_insert((folder, Generator::Obsidian, settings));
                }
                Some((generator, settings)) => {
                    return Some(Self::new(folder, generator, settings, files));
                }
                None => {}
            }
            if files.exists(&folder.join(".git")) {
                break;
            }
        }
        vault.map(|(folder, generator, settings)| Self::new(folder, generator, settings, files))
    }

    /// A folder without a configuration.
    pub fn plain(folder: &Path) -> Self {
        Self {
            root: folder.to_owned(),
            content: folder.to_owned(),
            dialect: Dialect::Auto,
            generator: None,
            title: None,
            base_url: None,
            permalinks: Vec::new(),
        }
    }

    fn new(root: &Path, generator: Generator, settings: Settings, files: &impl Files) -> Self {
        let candidates = generator.content_folders(&settings);
        let listed = CONTENT_FOLDERS.map(PathBuf::from);
        let inside = (!candidates.is_empty()).then(|| {
            let all = candidates.into_iter().chain(listed);
            // Taken apart and joined anew, so that no slash is left at the end.
            let mut all = all.map(|name| root.join(name).components().collect::<PathBuf>());
            all.find(|folder| files.is_folder(folder))
        });
        Self {
            root: root.to_owned(),
            content: inside.flatten().unwrap_or_else(|| root.to_owned()),
            dialect: generator.dialect(),
            generator: Some(generator),
            title: settings.title,
            base_url: settings.base_url,
            permalinks: settings.permalinks,
        }
    }
}
