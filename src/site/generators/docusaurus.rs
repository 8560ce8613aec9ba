//! Docusaurus (docusaurus.io).

use super::super::settings::of_script;
use super::{DEFAULT, FilesBesidePosts, Spec};
use crate::document::Dialect;

pub(super) const SPEC: Spec = Spec {
    name: "Docusaurus",
    root_files: "`docusaurus.config.*`",
    detect: |root| {
        Some(of_script(
            &root.script("docusaurus.config")?,
            "title",
            "url",
        ))
    },
    content_folders: &["blog", "docs"],
    dialect: Dialect::Docusaurus,
    drafts: "`draft: true`",
    static_folder: Some("static"),
    files_beside_posts: FilesBesidePosts::All,
    ..DEFAULT
};
