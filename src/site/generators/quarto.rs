//! Quarto websites and blogs (quarto.org). Titles in quotes are pages or sections of Quarto's documentation.

use super::super::MetadataSource;
use super::super::settings::{ConfigTable, SiteSettings, path_inside_root};
use super::{DEFAULT, Documentation, FilesBesidePosts, SiteRoot, Spec};
use crate::document::Dialect;

pub(super) const SPEC: Spec = Spec {
    name: "Quarto",
    documentation: Documentation {
        root_files: "`_quarto.yml`",
        metadata: "YAML; `_metadata.yml`",
        drafts: "`draft: true`, `drafts` of `_quarto.yml`",
        links: "relative paths with `.qmd`",
    },
    detect,
    content_folders: &["posts", "blog", ""],
    dialect: Dialect::Quarto,
    metadata_source: Some(MetadataSource::QuartoMetadata),
    permalink: Some("/:page"),
    token: |addressed, token_name| {
        (token_name == "page").then(|| addressed.page_path(&addressed.folders_in_site(), ".html"))
    },
    files_beside_posts: FilesBesidePosts::All,
    ..DEFAULT
};

fn detect(root: &SiteRoot<'_>) -> Option<SiteSettings> {
    let (file_name, text) = root.read_first("_quarto", &["yml", "yaml"])?;
    let table = ConfigTable::parse(&file_name, &text);
    // The posts that are drafts even if their front matter does not say so ("Website drafts").
    let drafts = table.list("website.drafts").iter();
    Some(SiteSettings {
        drafts: drafts.filter_map(|path| path_inside_root(path)).collect(),
        ..table.settings("website.title", "website.site-url")
    })
}
