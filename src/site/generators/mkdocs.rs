//! `MkDocs` (mkdocs.org), with Material for `MkDocs` and its blog.

use super::super::settings::{ConfigTable, Settings};
use super::{DEFAULT, FilesBesidePosts, SiteRoot, Spec};
use crate::document::Dialect;

pub(super) const SPEC: Spec = Spec {
    name: "MkDocs",
    root_files: "`mkdocs.yml`",
    detect,
    content_folders: &["docs"],
    dialect: Dialect::PythonMarkdown,
    metadata: "YAML, or `Key: value` lines up to the first blank line",
    drafts: "`draft: true`",
    links: "relative paths with `.md`",
    files_beside_posts: FilesBesidePosts::All,
    ..DEFAULT
};

fn detect(root: &SiteRoot<'_>) -> Option<Settings> {
    let (name, text) = root.first("mkdocs", &["yml", "yaml"])?;
    let table = ConfigTable::read(&name, &text);
    Some(Settings {
        folders: table.folder("docs_dir").into_iter().collect(),
        ..table.settings("site_name", "site_url")
    })
}
