//! Zola (getzola.org).

use super::super::settings::{ConfigTable, Settings};
use super::{DEFAULT, FilesBesidePosts, SiteRoot, Spec};
use crate::document::Dialect;

pub(super) const SPEC: Spec = Spec {
    name: "Zola",
    root_files: "`zola.toml`; `config.toml` with a key of Zola's",
    detect,
    content_folders: &["content"],
    dialect: Dialect::Zola,
    metadata: "TOML, YAML",
    drafts: "`draft = true`",
    permalink: Some("/:sections/:slug/"),
    links: "`@/path.md#id`, addresses",
    static_folder: Some("static"),
    files_beside_posts: FilesBesidePosts::InBundles,
    has_undated_addresses: true,
    ..DEFAULT
};

/// Keys that only Zola's configuration has ("Configuration"); the first is required.
const KEYS: [&str; 5] = [
    "base_url",
    "build_search_index",
    "compile_sass",
    "generate_feed",
    "generate_feeds",
];

/// Returns true if a `config.toml` belongs to Zola and not to Hugo, which uses the same file name.
pub(super) fn is_configuration(name: &str, table: &ConfigTable) -> bool {
    name.ends_with("toml") && KEYS.iter().any(|key| table.has(key))
}

fn detect(root: &SiteRoot<'_>) -> Option<Settings> {
    ["config", "zola"].iter().find_map(|stem| {
        let (name, text) = root.first(stem, &["toml"])?;
        let table = ConfigTable::read(&name, &text);
        is_configuration(&name, &table).then(|| table.settings("title", "base_url"))
    })
}
