//! `VitePress` (vitepress.dev).

use super::super::settings::{Settings, inside_root, literal, of_script};
use super::{DEFAULT, SiteRoot, Spec};
use crate::document::Dialect;

pub(super) const SPEC: Spec = Spec {
    name: "VitePress",
    root_files: "`.vitepress/config.*`",
    detect,
    content_folders: &[""],
    dialect: Dialect::VitePress,
    links: "relative paths with or without `.md`, addresses",
    static_folder: Some("public"),
    ..DEFAULT
};

fn detect(root: &SiteRoot<'_>) -> Option<Settings> {
    let script = root
        .script(".vitepress/config")
        .or_else(|| root.script(".vitepress/config/index"))?;
    Some(Settings {
        source: literal(&script, "srcDir")
            .and_then(inside_root)
            .unwrap_or_default(),
        ..of_script(&script, "title", "hostname")
    })
}
