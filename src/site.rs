//! Rules about sites: the generator of the site around a path, content folders, addresses, and links between posts.
//!
//! Performs no I/O: files are accessed through a [`FileSystem`]. Reading posts is left to `runtime::scan`.

use std::path::{Component, Path, PathBuf};

use crate::document::Dialect;
use crate::library::{LanguageFolder, SiteLanguages};
use crate::post::{AmbiguousForm, Inherited};

mod article;
pub mod check;
mod file_system;
pub mod generators;
mod link_target;
mod metadata_source;
mod open_target;
mod outgoing_links;
mod permalink;
mod settings;
#[cfg(test)]
mod tests;

pub use article::Source;
pub use file_system::{FileSystem, ImageFault, MAX_ENTRIES, MAX_TEXT_BYTES};
pub use generators::Generator;
pub use metadata_source::MetadataSource;
pub use open_target::{Environment, OpenTarget, PathNotFound, resolve_path};
pub use outgoing_links::outgoing_links;

use link_target::LinkTarget;
use permalink::AddressRules;
use settings::SiteSettings;

/// The site's rules for finding and reading the posts of a library.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LibraryRules {
    /// The folders that are scanned, relative to the library's folder; if empty, the library's folder itself is scanned.
    pub folders: Vec<PathBuf>,
    /// The ambiguous form of front matter that is recognized in the posts.
    pub ambiguous_form: AmbiguousForm,
    /// True if Markdown files beside an `index.md` are not posts, but resources of a leaf bundle (Hugo, "Page bundles").
    pub has_leaf_bundles: bool,
    /// The kind of files from which posts inherit metadata, if the site's generator has such files.
    pub metadata_source: Option<MetadataSource>,
    /// The folder of the site. Metadata files are searched in a post's folder and in the folders above, up to this folder.
    pub root: PathBuf,
    /// The posts that the site's configuration lists as drafts, as paths relative to `root`.
    pub drafts: Vec<PathBuf>,
    /// The languages of posts.
    pub languages: SiteLanguages,
    /// True if subfolders are not scanned.
    pub is_shallow: bool,
}

impl LibraryRules {
    /// Returns the metadata that a post inherits, or `None` if posts of the site inherit none. `library` is the library's
    /// folder; `post` is the path of the post's file, relative to `library`.
    pub fn inherited(
        &self,
        files: &dyn FileSystem,
        library: &Path,
        post: &Path,
    ) -> Option<Inherited> {
        let folder_metadata = self.inherited_in_folder(files, library, post.parent()?)?;
        let post_metadata = self.with_post_metadata(files, library, post, &folder_metadata);
        Some(post_metadata.unwrap_or(folder_metadata))
    }

    /// Returns the metadata that all posts of a folder inherit, or `None` if posts of the site inherit none. `folder` is
    /// relative to `library`, the library's folder.
    pub fn inherited_in_folder(
        &self,
        files: &dyn FileSystem,
        library: &Path,
        folder: &Path,
    ) -> Option<Inherited> {
        let metadata_source = self.metadata_source?;
        let mut inherited = metadata_source.metadata_of_folders(files, &self.root, library, folder);
        inherited.set_language(self.languages.of_path(folder).map(Into::into));
        Some(inherited)
    }

    /// Returns the metadata that only this post inherits, together with `folder_metadata`, which all posts of the post's folder
    /// inherit. Returns `None` if no metadata is only for this post. `post` is relative to `library`, the library's folder.
    pub fn with_post_metadata(
        &self,
        files: &dyn FileSystem,
        library: &Path,
        post: &Path,
        folder_metadata: &Inherited,
    ) -> Option<Inherited> {
        let file = library.join(post);
        let post_metadata = self.metadata_source?.metadata_of_post(files, &file);
        let from_root = file.strip_prefix(&self.root);
        let is_draft = from_root.is_ok_and(|file| self.drafts.iter().any(|draft| draft == file));
        if post_metadata.is_none() && !is_draft {
            return None;
        }
        let mut inherited = post_metadata.unwrap_or_default();
        inherited.add_outer(folder_metadata.clone());
        if is_draft {
            inherited.mark_as_draft();
        }
        Some(inherited)
    }
}

/// Content folders that are tried if no configuration names a content folder, the most likely first.
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

/// A site, or a plain folder without a configuration. Links are only resolved within `root`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// The folder of the site's configuration, else the folder that was opened.
    pub root: PathBuf,
    /// The folder that contains all posts; equals `root` if no content folder is known.
    pub content: PathBuf,
    /// The content folders, relative to `content`, if there are several; else empty.
    pub folders: Vec<PathBuf>,
    /// The Markdown dialect of posts, unless the file extension determines another dialect.
    pub dialect: Dialect,
    /// The program that builds the site; `None` if there is no configuration.
    pub generator: Option<Generator>,
    /// The title in the configuration, as written (not sanitized).
    pub title: Option<Box<str>>,
    /// The language of posts that do not set a language, if the configuration sets it.
    pub default_language: Option<Box<str>>,
    /// The folders of languages, as absolute paths.
    pub language_folders: Vec<LanguageFolder>,
    /// The URL at which the site is published, as written in the configuration.
    pub base_url: Option<Box<str>>,
    /// The posts that the configuration lists as drafts, as paths relative to `root`.
    pub(crate) drafts: Vec<PathBuf>,
    /// The rules for the addresses of posts.
    pub(crate) addresses: AddressRules,
}

impl Site {
    /// Returns the site of the nearest configuration in `path` or in a folder above.
    ///
    /// The search stops at a folder that contains `.git`, and before `home` and the file system's root: a `config.toml`
    /// there usually belongs to another program. An Obsidian vault is returned only if there is no other site, because
    /// vaults are often inside the content of a site. `path` is the absolute path of a folder.
    pub fn find(path: &Path, home: Option<&Path>, files: &dyn FileSystem) -> Option<Self> {
        let mut vault = None;
        for folder in path.ancestors() {
            if folder.parent().is_none() || Some(folder) == home {
                break;
            }
            match Generator::detect(folder, files) {
                Some((generator, settings)) if generator.is_vault() => {
                    vault.get_or_insert((folder, generator, settings));
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

    /// Returns the site in a direct subfolder of a folder, or `None` if there is no site or more than one. Hidden subfolders are
    /// skipped. A site without a content folder, such as an application, is ignored.
    pub(crate) fn find_below(path: &Path, files: &dyn FileSystem) -> Option<Self> {
        let names = files.subfolders(path).into_iter();
        let mut sites = names.filter_map(|name| {
            let is_hidden = name.to_string_lossy().starts_with('.');
            if is_hidden {
                return None;
            }
            let folder = path.join(&name);
            let (generator, settings) = Generator::detect(&folder, files)?;
            let site = Self::new(&folder, generator, settings, files);
            let has_content =
                site.content != folder || !site.folders.is_empty() || generator.has_posts_in_root();
            (has_content && !generator.is_vault()).then_some(site)
        });
        let site = sites.next()?;
        sites.next().is_none().then_some(site)
    }

    /// Creates a site for a folder without a configuration.
    pub fn plain(folder: &Path) -> Self {
        Self {
            root: folder.to_owned(),
            content: folder.to_owned(),
            folders: Vec::new(),
            dialect: Dialect::Auto,
            generator: None,
            title: None,
            default_language: None,
            language_folders: Vec::new(),
            base_url: None,
            drafts: Vec::new(),
            addresses: AddressRules::default(),
        }
    }

    /// Creates the site of a generator in the folder `root`, with the content folders that exist.
    fn new(
        root: &Path,
        generator: Generator,
        settings: SiteSettings,
        files: &dyn FileSystem,
    ) -> Self {
        // Collecting the components removes a slash at the end.
        let below_root = |name: &PathBuf| root.join(name).components().collect::<PathBuf>();
        let exists = |folder: &PathBuf| files.is_folder(folder);
        let existing_folders = settings
            .content_folders
            .iter()
            .map(below_root)
            .filter(exists);
        let mut existing_folders: Vec<_> = existing_folders.collect();
        if existing_folders.is_empty() {
            let candidates = generator.content_folders(&settings);
            // Without candidates, posts may be anywhere below the root. The root is then the content folder.
            let default_folders =
                (!candidates.is_empty()).then(|| CONTENT_FOLDERS.map(PathBuf::from));
            let default_folders = default_folders.into_iter().flatten();
            existing_folders.extend(
                candidates
                    .into_iter()
                    .chain(default_folders)
                    .map(|name| below_root(&name))
                    .find(exists),
            );
        }
        let (content, folders) = common_folder(existing_folders);
        Self {
            root: root.to_owned(),
            content: content.unwrap_or_else(|| root.to_owned()),
            folders,
            dialect: settings.dialect.unwrap_or(generator.0.dialect),
            generator: Some(generator),
            title: settings.title,
            default_language: settings.default_language,
            language_folders: settings
                .language_folders
                .into_iter()
                .map(|language| LanguageFolder {
                    folder: root.join(language.folder),
                    ..language
                })
                .collect(),
            base_url: settings.base_url,
            drafts: settings.drafts,
            addresses: AddressRules {
                source_folder: settings.source_folder,
                ..settings.addresses
            },
        }
    }

    /// Returns the languages of the posts of a library in `folder`, with language folders relative to `folder`.
    fn languages(&self, folder: &Path) -> SiteLanguages {
        let relative_to_library = |language: &LanguageFolder| {
            let relative = language.folder.strip_prefix(folder).ok()?;
            let is_subfolder = !relative.as_os_str().is_empty();
            is_subfolder.then(|| LanguageFolder {
                language: language.language.clone(),
                folder: relative.to_owned(),
            })
        };
        // A library inside the folder of a language is in that language.
        let mut languages = self.language_folders.iter();
        let enclosing = languages.find(|language| folder.starts_with(&language.folder));
        SiteLanguages {
            default: enclosing
                .map(|language| language.language.clone())
                .or_else(|| self.default_language.clone()),
            folders: self
                .language_folders
                .iter()
                .filter_map(relative_to_library)
                .collect(),
        }
    }

    /// Returns the paths of the files to which an image of a post may refer, the most likely first. All of them are below
    /// the site's root. There are none for an image on another site or for a template. `folder` is the library's folder.
    fn image_files(&self, folder: &Path, post: &Path, target: &str) -> Vec<PathBuf> {
        let base = self
            .base_url
            .as_deref()
            .map(|base| base.trim_end_matches('/'));
        let path_on_site = base.filter(|base| !base.is_empty()).and_then(|base| {
            let path = target.strip_prefix(base)?;
            path.starts_with('/').then_some(path)
        });
        let Some(target) = LinkTarget::parse(path_on_site.unwrap_or(target).trim()) else {
            return Vec::new();
        };
        let mut files = link_target::candidates(self, folder, post, &target.path);
        files.retain(|file| file.starts_with(&self.root) && *file != self.root);
        files
    }

    /// Returns the file of an image of a post, with all symbolic links resolved, or `None` if there is no such file. The
    /// file is always below the site's root. `folder` is the library's folder.
    pub fn image_file(
        &self,
        files: &dyn FileSystem,
        folder: &Path,
        post: &Path,
        target: &str,
    ) -> Option<PathBuf> {
        let candidates = self.image_files(folder, post, target);
        if candidates.is_empty() {
            return None;
        }
        let root = files.canonicalize(&self.root)?;
        let mut resolved = candidates
            .into_iter()
            .filter_map(|file| files.canonicalize(&file));
        resolved
            .find(|file| file.starts_with(&root) && files.exists(file) && !files.is_folder(file))
    }

    /// Returns the path by which an Obsidian vault searches for an image in all folders. This is a file name (`![[a.png]]`)
    /// or the end of a file's path (`![[images/a.png]]`). Returns `None` for other sites, and for a target with parts that
    /// are not names, such as `../a.png`.
    pub fn image_name(&self, target: &str) -> Option<PathBuf> {
        if !self.generator.is_some_and(Generator::is_vault) {
            return None;
        }
        let path = PathBuf::from(LinkTarget::parse(target.trim())?.path);
        let mut parts = path.components();
        let has_only_names = parts.all(|part| matches!(part, Component::Normal(_)));
        (has_only_names && path.file_name().is_some()).then_some(path)
    }

    /// Returns the rules for a library in `folder`.
    pub(crate) fn rules(&self, folder: &Path) -> LibraryRules {
        LibraryRules {
            folders: if folder == self.content {
                self.folders.clone()
            } else {
                Vec::new()
            },
            ambiguous_form: self.dialect.ambiguous_form(),
            has_leaf_bundles: self
                .generator
                .is_some_and(|generator| generator.0.has_leaf_bundles),
            metadata_source: self
                .generator
                .and_then(|generator| generator.0.metadata_source),
            root: self.root.clone(),
            drafts: self.drafts.clone(),
            languages: self.languages(folder),
            is_shallow: false,
        }
    }
}

/// Returns the deepest folder that contains all `folders`, and the paths of `folders` relative to it. There are no paths if
/// one of `folders` contains all others.
fn common_folder(mut folders: Vec<PathBuf>) -> (Option<PathBuf>, Vec<PathBuf>) {
    folders.sort();
    // A folder inside another folder of the list is scanned with the outer folder.
    folders.dedup_by(|inner, outer| inner.starts_with(&*outer));
    let Some(first) = folders.first() else {
        return (None, Vec::new());
    };
    let contains_all = |folder: &&Path| folders.iter().all(|path| path.starts_with(folder));
    let common = first.ancestors().find(contains_all);
    let common = common.unwrap_or(first).to_owned();
    let below = folders
        .iter()
        .filter_map(|folder| folder.strip_prefix(&common).ok())
        .filter(|folder| !folder.as_os_str().is_empty())
        .map(Path::to_owned)
        .collect();
    (Some(common), below)
}
