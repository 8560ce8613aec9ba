//! Quarto websites and blogs (quarto.org).

use super::super::Cascade;
use super::super::settings::{ConfigTable, Settings};
use super::{DEFAULT, FilesBesidePosts, SiteRoot, Spec};
use crate::document::Dialect;

pub(super) const SPEC: Spec = Spec {
    name: "Quarto",
    root_files: "`_quarto.yml`",
    detect,
    content_folders: &["posts", "blog", ""],
    dialect: Dialect::Quarto,
    metadata: "YAML; `_metadata.yml`",
    cascade: Some(Cascade::QuartoMetadata),
    drafts: "`draft: true`",
    permalink: Some("/:page"),
    token: |address, token| {
        (token == "page").then(|| address.page(&address.folders_in_site(), ".html"))
    },
    links: "relative paths with `.qmd`",
    files_beside_posts: FilesBesidePosts::All,
    ..DEFAULT
};

fn detect(root: &SiteRoot<'_>) -> Option<Settings> {
    let (name, text) = root.first("_quarto", &["yml", "yaml"])?;
    Some(ConfigTable::read(&name, &text).settings("website.title", "website.site-url"))
}
