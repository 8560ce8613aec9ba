//! Lume (lume.land).

use super::super::settings::{Settings, inside_root, literal, of_script};
use super::{DEFAULT, SiteRoot, Spec};
use crate::document::Dialect;

pub(super) const SPEC: Spec = Spec {
    name: "Lume",
    root_files: "`_config.ts` or `_config.js` that imports Lume",
    detect,
    content_folders: &["posts", "blog", "src/posts", ""],
    dialect: Dialect::Eleventy,
    drafts: "`draft: true`",
    ..DEFAULT
};

fn detect(root: &SiteRoot<'_>) -> Option<Settings> {
    let script = root.script("_config")?;
    script.contains("lume").then(|| Settings {
        source: literal(&script, "src")
            .and_then(inside_root)
            .unwrap_or_default(),
        ..of_script(&script, "title", "location")
    })
}
