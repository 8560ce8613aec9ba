//! Astro (astro.build).

use super::super::settings::{SiteSettings, path_inside_root, settings_of_script, string_literal};
use super::{DEFAULT, DEFAULT_DOCUMENTATION, Documentation, FilesBesidePosts, SiteRoot, Spec};
use crate::document::Dialect;

pub(super) const SPEC: Spec = Spec {
    name: "Astro",
    documentation: Documentation {
        root_files: "`astro.config.*`",
        drafts: "`draft: true`",
        ..DEFAULT_DOCUMENTATION
    },
    detect,
    // The folders are below the source folder, `src` by default.
    content_folders: &["content", "pages/blog", "pages"],
    // The file extension `.mdx` overrides this dialect.
    dialect: Dialect::Gfm,
    static_folder: Some("public"),
    files_beside_posts: FilesBesidePosts::All,
    ..DEFAULT
};

fn detect(root: &SiteRoot<'_>) -> Option<SiteSettings> {
    let script = root.read_script("astro.config")?;
    let source_folder = string_literal(&script, "srcDir").and_then(path_inside_root);
    Some(SiteSettings {
        source_folder: source_folder.unwrap_or_else(|| "src".into()),
        // `title` is the key of the title, and `site` the key of the base URL.
        ..settings_of_script(&script, "title", "site")
    })
}
