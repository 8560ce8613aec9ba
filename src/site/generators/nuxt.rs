//! Nuxt Content (content.nuxt.com).

use super::super::settings::{Settings, of_script};
use super::{DEFAULT, SiteRoot, Spec};
use crate::document::Dialect;

pub(super) const SPEC: Spec = Spec {
    name: "Nuxt Content",
    root_files: "`content.config.*`; `nuxt.config.*` with `content/`",
    detect,
    content_folders: &["content"],
    dialect: Dialect::Mdc,
    drafts: "`draft: true`",
    static_folder: Some("public"),
    ..DEFAULT
};

fn detect(root: &SiteRoot<'_>) -> Option<Settings> {
    let nuxt = root.script("nuxt.config");
    if root.script("content.config").is_none() && !(nuxt.is_some() && root.has_folder("content")) {
        return None;
    }
    Some(of_script(
        nuxt.as_deref().unwrap_or_default(),
        "title",
        "url",
    ))
}
