//! Astro (astro.build).

use super::super::settings::{Settings, inside_root, literal, of_script};
use super::{DEFAULT, FilesBesidePosts, SiteRoot, Spec};
use crate::document::Dialect;

pub(super) const SPEC: Spec = Spec {
    name: "Astro",
    root_files: "`astro.config.*`",
    detect,
    content_folders: &["content", "pages/blog", "pages"],
    // The extension of MDX files overrides this.
    dialect: Dialect::Gfm,
    drafts: "`draft: true`",
    static_folder: Some("public"),
    files_beside_posts: FilesBesidePosts::All,
    ..DEFAULT
};

fn detect(root: &SiteRoot<'_>) -> Option<Settings> {
    let script = root.script("astro.config")?;
    let source = literal(&script, "srcDir").and_then(inside_root);
    Some(Settings {
        source: source.unwrap_or_else(|| "src".into()),
        ..of_script(&script, "title", "site")
    })
}
