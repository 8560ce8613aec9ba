//! Hugo (gohugo.io).

use super::super::Cascade;
use super::super::settings::{ConfigTable, Settings, inside_root};
use super::{DATA, DEFAULT, FilesBesidePosts, SiteRoot, SlugSource, Spec};
use crate::document::Dialect;

pub(super) const SPEC: Spec = Spec {
    name: "Hugo",
    root_files: "`hugo.*`, `config/_default/hugo.*`; `config.*` with a key of Hugo's",
    detect,
    content_folders: &["content"],
    dialect: Dialect::Hugo,
    metadata: "TOML, YAML, JSON; `cascade` of `_index.md`",
    cascade: Some(Cascade::HugoIndex),
    drafts: "`draft: true`",
    permalink: Some("/:sections/:slugorcontentbasename/"),
    slug_source: SlugSource::Title,
    links: "`ref`, `relref`, relative paths, addresses",
    static_folder: Some("static"),
    files_beside_posts: FilesBesidePosts::InBundles,
    has_leaf_bundles: true,
    has_undated_addresses: true,
    ..DEFAULT
};

/// Keys that only Hugo's configuration has ("Configure Hugo: all settings"), in lower case.
const KEYS: [&str; 9] = [
    "baseurl",
    "contentdir",
    "defaultcontentlanguage",
    "languagecode",
    "languages",
    "markup",
    "module",
    "params",
    "permalinks",
];

fn detect(root: &SiteRoot<'_>) -> Option<Settings> {
    for stem in ["hugo", "config/_default/hugo"] {
        if let Some((name, text)) = root.first(stem, &DATA) {
            return Some(settings(&ConfigTable::read(&name, &text)));
        }
    }
    for stem in ["config", "config/_default/config"] {
        let Some((name, text)) = root.first(stem, &DATA) else {
            continue;
        };
        let table = ConfigTable::read(&name, &text);
        if !super::zola::is_configuration(&name, &table) && KEYS.iter().any(|key| table.has(key)) {
            return Some(settings(&table));
        }
    }
    None
}

fn settings(table: &ConfigTable) -> Settings {
    let own = table.folder("contentdir");
    let languages = table.nested("languages", "contentdir").into_iter();
    let languages: Vec<_> = languages
        .filter_map(|(_, folder)| inside_root(folder))
        .collect();
    let mut folders = languages;
    if folders.is_empty() {
        folders.extend(own);
    } else {
        folders.push(own.unwrap_or_else(|| "content".into()));
    }
    Settings {
        folders,
        ..table.settings("title", "baseurl")
    }
}
