//! Gatsby (gatsbyjs.com).

use super::super::settings::settings_of_script;
use super::{DEFAULT, DEFAULT_DOCUMENTATION, Documentation, FilesBesidePosts, Spec};
use crate::document::Dialect;

pub(super) const SPEC: Spec = Spec {
    name: "Gatsby",
    documentation: Documentation {
        root_files: "`gatsby-config.*`",
        ..DEFAULT_DOCUMENTATION
    },
    detect: |root| {
        let script = root.read_script("gatsby-config")?;
        Some(settings_of_script(&script, "title", "siteUrl"))
    },
    content_folders: &[
        "content/blog",
        "content/posts",
        "content",
        "src/markdown-pages",
        "src/posts",
        "src/pages",
        "posts",
        "blog",
    ],
    dialect: Dialect::Gfm,
    static_folder: Some("static"),
    files_beside_posts: FilesBesidePosts::All,
    ..DEFAULT
};
