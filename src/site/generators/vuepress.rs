//! `VuePress` (vuepress.vuejs.org).

use super::super::permalink::AddressRules;
use super::super::settings::{ConfigTable, SiteSettings, settings_of_script};
use super::{
    DATA_EXTENSIONS, DEFAULT, DEFAULT_DOCUMENTATION, Documentation, FilesBesidePosts, SiteRoot,
    Spec, vitepress,
};
use crate::document::Dialect;

pub(super) const SPEC: Spec = Spec {
    name: "VuePress",
    documentation: Documentation {
        root_files: "`.vuepress/config.*`",
        ..DEFAULT_DOCUMENTATION
    },
    detect,
    content_folders: &["_posts", "posts", "blog", "blogs", ""],
    dialect: Dialect::VuePress,
    files_beside_posts: FilesBesidePosts::All,
    permalink: Some("/:page_html"),
    token: |addressed_post, token_name| {
        (token_name == "page_html")
            .then(|| addressed_post.page_path(&addressed_post.folders_in_site(), ".html"))
    },
    ..DEFAULT
};

fn detect(root: &SiteRoot<'_>) -> Option<SiteSettings> {
    if let Some(script) = root.read_script(".vuepress/config") {
        return Some(SiteSettings {
            base_url: vitepress::base_url(&script),
            addresses: AddressRules {
                // Plugins for blogs and `permalinkPattern` change addresses in ways that folio does not know.
                cannot_be_computed: script.contains("permalink") || script.contains("plugin-blog"),
                ..AddressRules::default()
            },
            ..settings_of_script(&script, "title", "hostname")
        });
    }
    let (file_name, text) = root.read_first(".vuepress/config", &DATA_EXTENSIONS)?;
    Some(ConfigTable::parse(&file_name, &text).settings("title", "hostname"))
}
