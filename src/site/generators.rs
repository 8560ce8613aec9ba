//! The generators that folio supports. Each generator has a file and an entry in `SPECS`. The entry describes the files
//! that identify the generator, its content folders, metadata formats, Markdown dialect, addresses and links. Titles in
//! quotation marks in comments refer to the generator's documentation.

use std::fmt;
use std::path::{Path, PathBuf};

use super::permalink::AddressedPost;
use super::settings::SiteSettings;
use super::{FileSystem, MetadataSource};
use crate::document::Dialect;

mod astro;
mod bridgetown;
mod docusaurus;
mod eleventy;
mod franklin;
mod gatsby;
mod hexo;
mod hugo;
mod jekyll;
mod lume;
mod middleman;
mod mkdocs;
mod next;
mod nikola;
mod nuxt;
mod obsidian;
mod pelican;
mod quarto;
mod quartz;
mod vitepress;
mod vuepress;
mod zola;

/// All generators, in the order in which they are tried. If a folder fits several generators, the first one counts. Specific
/// file names therefore come before names that several generators use. Obsidian is last, because its vaults are often inside
/// other sites.
static SPECS: [&Spec; 22] = [
    &hugo::SPEC,
    &zola::SPEC,
    &docusaurus::SPEC,
    &quartz::SPEC,
    &astro::SPEC,
    &eleventy::SPEC,
    &vuepress::SPEC,
    &vitepress::SPEC,
    &nuxt::SPEC,
    &gatsby::SPEC,
    &mkdocs::SPEC,
    &quarto::SPEC,
    &pelican::SPEC,
    &nikola::SPEC,
    &bridgetown::SPEC,
    &hexo::SPEC,
    &jekyll::SPEC,
    &middleman::SPEC,
    &lume::SPEC,
    &franklin::SPEC,
    &next::SPEC,
    &obsidian::SPEC,
];

/// One of the files of which the configuration of a Hugo site consists.
pub(super) struct ConfigFile {
    /// The name of the file, without its folder.
    pub(super) name: String,
    pub(super) text: String,
    /// The key of the table that the file contains, such as `permalinks`. It is empty for the file with the top-level keys.
    pub(super) table_key: String,
}

/// Returns the files of the configuration of the Hugo site in a folder. The file with the highest precedence comes first.
pub(super) fn hugo_configuration(folder: &Path, files: &dyn FileSystem) -> Vec<ConfigFile> {
    hugo::configuration(&SiteRoot { folder, files })
}

/// Texts about a generator, which are only shown in `docs/generators.md`.
#[derive(Debug)]
struct Documentation {
    /// The files that identify a site.
    root_files: &'static str,
    /// The formats of metadata.
    metadata: &'static str,
    /// The ways to mark a post as a draft.
    drafts: &'static str,
    /// The forms of links between posts.
    links: &'static str,
}

/// The default texts. The entry of a generator replaces the texts that differ.
const DEFAULT_DOCUMENTATION: Documentation = Documentation {
    root_files: "",
    metadata: "YAML",
    drafts: "–",
    links: "relative paths, addresses",
};

/// The properties of a generator.
#[derive(Debug)]
pub(super) struct Spec {
    pub(super) name: &'static str,
    documentation: Documentation,
    /// Returns the settings of the site in a folder, or `None` if the folder is not a site of this generator.
    detect: fn(&SiteRoot<'_>) -> Option<SiteSettings>,
    /// Content folders below [`SiteSettings::source_folder`], the most likely first; `""` is the source folder itself. The posts
    /// of the first existing folder are listed, unless the configuration names other folders. Empty if posts may be anywhere
    /// below the root.
    content_folders: &'static [&'static str],
    pub(super) dialect: Dialect,
    /// The kind of files from which posts inherit metadata; `None` if there is none.
    pub(super) metadata_source: Option<MetadataSource>,
    /// The default pattern of addresses; `None` if it is unknown, for example because the site's own
    /// code determines addresses.
    pub(super) permalink: Option<&'static str>,
    /// Returns the value that a token of an address pattern has for a post, or `None` if there is no value. The second argument
    /// is the token's name, such as `slug` for `:slug`.
    pub(super) token: fn(&AddressedPost<'_>, &str) -> Option<String>,
    /// Returns the pattern that a name such as `pretty` stands for. The argument is such a name or a pattern; a pattern is
    /// returned unchanged. `None` if the generator's patterns have no names.
    pub(super) named_pattern: Option<fn(&str) -> &str>,
    /// Returns the path that a template stands for, or `None` if folio cannot evaluate the template. The second argument is
    /// the template, as the front matter of the post sets it.
    pub(super) expand_permalink: fn(&AddressedPost<'_>, &str) -> Option<String>,
    /// The folder of files that are published unchanged, relative to the root; `None` if it is unknown.
    pub(super) static_folder: Option<&'static str>,
    pub(super) files_beside_posts: FilesBesidePosts,
    /// True if Markdown files beside an `index.md` are not posts, but resources of a leaf bundle.
    pub(super) has_leaf_bundles: bool,
    /// True if the pattern `permalink` gives addresses without the date of a post.
    pub(super) permalink_omits_date: bool,
    /// True if links find notes by name in any folder. folio can then never be sure that a link is broken.
    pub(super) links_by_name: bool,
}

/// The files in a post's folder that are published beside the post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FilesBesidePosts {
    /// All files in the folder.
    All,
    /// The files of page bundles. A post outside of bundles is published in a folder of its own.
    InBundles,
    /// The published files are unknown.
    Unknown,
}

/// The default properties. The entry of a generator replaces the properties that differ.
const DEFAULT: Spec = Spec {
    name: "",
    documentation: DEFAULT_DOCUMENTATION,
    detect: |_| None,
    content_folders: &[],
    dialect: Dialect::Auto,
    metadata_source: None,
    permalink: None,
    token: |addressed, token_name| addressed.date_token(token_name),
    named_pattern: None,
    expand_permalink: |_, _| None,
    static_folder: None,
    files_beside_posts: FilesBesidePosts::Unknown,
    has_leaf_bundles: false,
    permalink_omits_date: false,
    links_by_name: false,
};

/// Extensions of configuration files in a data format.
const DATA_EXTENSIONS: [&str; 4] = ["toml", "yaml", "yml", "json"];
/// Extensions of configuration files that are programs.
const SCRIPT_EXTENSIONS: [&str; 5] = ["js", "mjs", "cjs", "ts", "mts"];

/// A folder that may be the root of a site.
pub(super) struct SiteRoot<'a> {
    folder: &'a Path,
    files: &'a dyn FileSystem,
}

impl SiteRoot<'_> {
    /// Returns the text of a file.
    fn read(&self, name: &str) -> Option<String> {
        self.files.read_text(&self.folder.join(name))
    }

    /// Returns true if the root contains a folder `name`.
    fn has_folder(&self, name: &str) -> bool {
        self.files.is_folder(&self.folder.join(name))
    }

    /// Returns the names of the folders in `folder`, a path below the root.
    fn subfolders_of(&self, folder: &Path) -> Vec<PathBuf> {
        self.files.subfolders(&self.folder.join(folder))
    }

    /// Returns the names of the files in the folder `name`, as paths without folders.
    fn files_in(&self, name: &str) -> Vec<PathBuf> {
        self.files.files(&self.folder.join(name))
    }

    /// Returns the name and the text of the first existing file `stem.extension`, in the order of `extensions`.
    fn read_first(&self, stem: &str, extensions: &[&str]) -> Option<(String, String)> {
        extensions.iter().find_map(|extension| {
            let name = format!("{stem}.{extension}");
            let text = self.read(&name)?;
            Some((name, text))
        })
    }

    /// Returns the text of the first existing configuration file `stem.extension` that is a program.
    fn read_script(&self, stem: &str) -> Option<String> {
        self.read_first(stem, &SCRIPT_EXTENSIONS)
            .map(|(_, text)| text)
    }
}

/// A static site generator, or another program that publishes Markdown files.
#[derive(Clone, Copy, Debug)]
pub struct Generator(pub(super) &'static Spec);

impl Generator {
    /// Returns the generator and the settings of the site whose root is `folder`, or `None` if `folder` is not the root of a
    /// site.
    pub(super) fn detect(folder: &Path, files: &dyn FileSystem) -> Option<(Self, SiteSettings)> {
        let root = SiteRoot { folder, files };
        SPECS
            .iter()
            .find_map(|spec| Some((Self(spec), (spec.detect)(&root)?)))
    }

    /// Returns the generator called `name`.
    pub fn named(name: &str) -> Option<Self> {
        let mut specs = SPECS.iter();
        specs.find(|spec| spec.name == name).map(|spec| Self(spec))
    }

    /// Returns the folders below the root that may contain posts, the most likely first; empty if posts may be anywhere.
    pub(super) fn content_folders(self, settings: &SiteSettings) -> Vec<PathBuf> {
        let folders = self.0.content_folders.iter();
        folders
            .map(|name| settings.source_folder.join(name))
            .collect()
    }

    /// Returns true if posts may be in the source folder itself, which usually is the root, or anywhere below the root.
    pub(super) fn has_posts_in_root(self) -> bool {
        let folders = self.0.content_folders;
        folders.is_empty() || folders.contains(&"")
    }

    /// Returns true for Obsidian, whose vaults are often inside the content of other sites.
    pub(super) fn is_vault(self) -> bool {
        // No other generator finds notes by name.
        self.0.links_by_name
    }
}

// Not derived, because the functions of a `Spec` can't be compared. The name identifies a `Spec`.
impl PartialEq for Generator {
    fn eq(&self, other: &Self) -> bool {
        self.0.name == other.0.name
    }
}

impl Eq for Generator {}

impl fmt::Display for Generator {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.0.name)
    }
}

/// Returns the table of `docs/generators.md`: what is recognized, read and rendered for each generator.
pub fn documentation_table() -> String {
    let mut table = String::from(
        "| generator | recognized by | posts | metadata | drafts | dialect | links | addresses |\n\
         | --- | --- | --- | --- | --- | --- | --- | --- |\n",
    );
    let mut specs = SPECS;
    specs.sort_by_key(|spec| spec.name.to_lowercase());
    for spec in specs {
        let folders: Vec<_> = spec
            .content_folders
            .iter()
            .map(|folder| match *folder {
                "" => "the source folder".to_owned(),
                folder => format!("`{folder}`"),
            })
            .collect();
        let folders = if folders.is_empty() {
            "anywhere".to_owned()
        } else {
            folders.join(", ")
        };
        let Spec {
            name,
            documentation,
            dialect,
            permalink,
            ..
        } = spec;
        let Documentation {
            root_files,
            metadata,
            drafts,
            links,
        } = documentation;
        let permalink = permalink.map_or("–".to_owned(), |pattern| format!("`{pattern}`"));
        table.push_str(&format!(
            "| {name} | {root_files} | {folders} | {metadata} | {drafts} | `{dialect}` | {links} | {permalink} |\n"
        ));
    }
    table
}
