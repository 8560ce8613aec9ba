//! Bridgetown (bridgetownrb.com).

use super::super::settings::{ConfigTable, Settings};
use super::{DEFAULT, SiteRoot, Spec};
use crate::document::Dialect;

pub(super) const SPEC: Spec = Spec {
    name: "Bridgetown",
    root_files: "`bridgetown.config.yml`; `config/initializers.rb` of Bridgetown",
    detect,
    content_folders: &["src/_posts", "src"],
    dialect: Dialect::Jekyll,
    metadata: "YAML",
    drafts: "`published: false`, `draft: true`",
    permalink: Some("/:categories/:year/:month/:day/:slug/"),
    ..DEFAULT
};

fn detect(root: &SiteRoot<'_>) -> Option<Settings> {
    if let Some((name, text)) = root.first("bridgetown.config", &["yml", "yaml"]) {
        return Some(ConfigTable::read(&name, &text).settings("title", "url"));
    }
    let script = root.read("config/initializers.rb")?;
    script.contains("Bridgetown").then(Settings::default)
}
