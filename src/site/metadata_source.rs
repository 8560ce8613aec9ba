//! Sources of inherited metadata: files that set metadata for all posts of a folder, for all posts of the site, or for one post.

use std::path::{Path, PathBuf};

use super::{FileSystem, generators};
use crate::post::{Format, Inherited};

/// The kind of files from which the posts of a site inherit metadata. Each generator has at most one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetadataSource {
    /// `_metadata.yml` (Quarto, "Shared metadata").
    QuartoMetadata,
    /// `cascade` in the front matter of `_index.md` and in the site's configuration (Hugo, "Cascade").
    HugoIndex,
    /// `NAME.json`, `NAME.11tydata.json` or `NAME.11tydata.js` in the folder `NAME` or beside a post `NAME` (Eleventy,
    /// "Template and directory specific data files").
    EleventyData,
    /// `NAME.meta` beside a post `NAME` (Nikola, "Metadata fields").
    NikolaMeta,
}

/// The extensions of Eleventy's data files, in order of precedence.
const ELEVENTY_EXTENSIONS: [&str; 5] = [
    "11tydata.js",
    "11tydata.mjs",
    "11tydata.cjs",
    "11tydata.json",
    "json",
];

impl MetadataSource {
    /// Returns the metadata that all posts of `folder` inherit: from this folder, from its ancestors up to the site's folder
    /// `root`, and from the site's configuration. `folder` is relative to `library`, the library's folder.
    pub fn metadata_of_folders(
        self,
        files: &dyn FileSystem,
        root: &Path,
        library: &Path,
        folder: &Path,
    ) -> Inherited {
        let mut inherited = Inherited::default();
        if self == Self::NikolaMeta {
            return inherited;
        }
        // Hugo's cascades can name the paths to which they apply. These paths are relative to the content folder. A library
        // elsewhere is treated like the content folder.
        let content = root.join("content");
        let library_in_content = library.strip_prefix(&content).unwrap_or(Path::new(""));
        // `ancestors` starts with the folder itself.
        for ancestor in library.join(folder).ancestors() {
            if let Some(metadata) = self.read_metadata_file(files, ancestor, library_in_content) {
                inherited.add_outer(metadata);
            }
            if ancestor == root {
                inherited.add_outer(self.metadata_of_site(files, root, library_in_content));
            }
            // A library outside of the site inherits from its own folders only.
            if ancestor == root || !ancestor.starts_with(root) && ancestor == library {
                break;
            }
        }
        inherited
    }

    /// Returns the metadata that the site's configuration sets for all posts. `library_in_content` is the library's folder,
    /// relative to the site's content folder.
    fn metadata_of_site(
        self,
        files: &dyn FileSystem,
        root: &Path,
        library_in_content: &Path,
    ) -> Inherited {
        if self != Self::HugoIndex {
            return Inherited::default();
        }
        let files = generators::hugo_configuration(root, files).into_iter();
        let mut cascades = files.map(|file| {
            let format = Format::of_file(&file.name);
            match &*file.table_key {
                // The file with the top-level keys.
                "" => Inherited::parse_cascade(format, &file.text, library_in_content),
                "cascade" => Inherited::parse_cascade_file(format, &file.text, library_in_content),
                _ => Inherited::default(),
            }
        });
        // If several files contain a cascade, only the first file counts: it has the highest precedence.
        let first = cascades.find(|cascade| *cascade != Inherited::default());
        first.unwrap_or_default()
    }

    /// Returns the metadata in the metadata file beside the file `post`, if there is such a metadata file.
    pub fn metadata_of_post(self, files: &dyn FileSystem, post: &Path) -> Option<Inherited> {
        match self {
            Self::QuartoMetadata | Self::HugoIndex => None,
            Self::NikolaMeta => {
                let text = files.read_text(&post.with_extension("meta"))?;
                Some(Inherited::parse_fenced(Format::NikolaComment, &text))
            }
            Self::EleventyData => eleventy_data(files, &post.with_extension("")),
        }
    }

    /// Reads the metadata file of a single folder, if there is such a file. `library_in_content` is the library's folder,
    /// relative to the site's content folder.
    fn read_metadata_file(
        self,
        files: &dyn FileSystem,
        folder: &Path,
        library_in_content: &Path,
    ) -> Option<Inherited> {
        match self {
            Self::NikolaMeta => None,
            Self::QuartoMetadata => {
                let text = files.read_text(&folder.join("_metadata.yml"))?;
                Some(Inherited::parse(Format::Yaml, &text))
            }
            Self::HugoIndex => {
                let text = files.read_text(&folder.join("_index.md"))?;
                Some(Inherited::parse_section_cascade(&text, library_in_content))
            }
            Self::EleventyData => {
                let name = folder.file_name()?.to_string_lossy();
                let mut inherited = eleventy_data(files, &folder.join(&*name))?;
                // The tags `post` and `posts`, and a tag with the name of the folder, only group pages. folio does not show
                // these tags.
                inherited.remove_tags(|tag| tag == name || matches!(tag, "post" | "posts"));
                Some(inherited)
            }
        }
    }

    /// Returns the folder or the post to reread after the file at `path` has changed, or `None` if the file is not a
    /// metadata file. Paths are relative to the library's folder.
    pub fn path_to_reread(self, path: &Path) -> Option<PathBuf> {
        let folder = path.parent()?;
        let name = path.file_name()?.to_str()?;
        match self {
            Self::QuartoMetadata => (name == "_metadata.yml").then(|| folder.to_owned()),
            Self::HugoIndex => (name == "_index.md").then(|| folder.to_owned()),
            Self::NikolaMeta => name
                .strip_suffix(".meta")
                .map(|stem| folder.join(format!("{stem}.md"))),
            Self::EleventyData => {
                let mut extensions = ELEVENTY_EXTENSIONS.iter();
                extensions
                    .any(|extension| {
                        let stem = name.strip_suffix(extension);
                        stem.is_some_and(|stem| stem.ends_with('.'))
                    })
                    .then(|| folder.to_owned())
            }
        }
    }
}

/// Reads the first of Eleventy's data files `stem.EXTENSION` that exists and can be read. JavaScript files are not run: such a
/// file can be read only if it exports an object that is written as a literal.
fn eleventy_data(files: &dyn FileSystem, stem: &Path) -> Option<Inherited> {
    ELEVENTY_EXTENSIONS.iter().find_map(|extension| {
        let mut file = stem.as_os_str().to_owned();
        file.push(format!(".{extension}"));
        let file = Path::new(&file);
        let text = files.read_text(file)?;
        if extension.ends_with("json") {
            return Some(Inherited::parse(Format::Json, &text));
        }
        let object = Inherited::parse_module(&text);
        if object.is_none() {
            log::info!("{}: a program, which is not run", file.display());
        }
        object
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_to_reread_is_the_folder_or_the_post_of_a_metadata_file() {
        for (source, path, expected) in [
            (MetadataSource::QuartoMetadata, "a/_metadata.yml", Some("a")),
            (MetadataSource::QuartoMetadata, "_metadata.yml", Some("")),
            (MetadataSource::QuartoMetadata, "a/other.yml", None),
            (MetadataSource::HugoIndex, "a/_index.md", Some("a")),
            (MetadataSource::HugoIndex, "a/index.md", None),
            (
                MetadataSource::EleventyData,
                "posts/posts.11tydata.js",
                Some("posts"),
            ),
            (MetadataSource::EleventyData, "posts/a.json", Some("posts")),
            (MetadataSource::EleventyData, "posts/a.js", None),
            (
                MetadataSource::NikolaMeta,
                "posts/a.meta",
                Some("posts/a.md"),
            ),
            (MetadataSource::NikolaMeta, "posts/a.md", None),
        ] {
            let actual = source.path_to_reread(Path::new(path));
            assert_eq!(actual.as_deref(), expected.map(Path::new), "{path}");
        }
    }
}
