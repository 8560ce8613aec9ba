//! Quartz (quartz.jzhao.xyz), which publishes Obsidian vaults.

use super::super::settings::{SiteSettings, settings_of_script};
use super::{DEFAULT, DEFAULT_DOCUMENTATION, Documentation, SiteRoot, Spec};
use crate::document::Dialect;

pub(super) const SPEC: Spec = Spec {
    name: "Quartz",
    documentation: Documentation {
        root_files: "`quartz.config.ts`",
        drafts: "`draft: true`",
        links: "wiki links, relative paths",
        ..DEFAULT_DOCUMENTATION
    },
    detect,
    content_folders: &["content"],
    dialect: Dialect::Obsidian,
    permalink: Some("/:page"),
    token: |addressed, token_name| {
        let slug = |text: String| {
            let text = text.replace(char::is_whitespace, "-").replace('&', "-and-");
            text.replace('%', "-percent").replace(['?', '#'], "")
        };
        // `:page` is the path of the post's file, without a suffix, in the spelling that Quartz uses in addresses.
        (token_name == "page").then(|| slug(addressed.page_path(&addressed.folders, "")))
    },
    ..DEFAULT
};

fn detect(root: &SiteRoot<'_>) -> Option<SiteSettings> {
    let settings = settings_of_script(&root.read_script("quartz.config")?, "pageTitle", "baseUrl");
    // Quartz, "Configuration": `baseUrl` is written without `https://`, which is added here.
    let base_url = settings
        .base_url
        .map(|base| format!("https://{base}").into());
    Some(SiteSettings {
        base_url,
        ..settings
    })
}
