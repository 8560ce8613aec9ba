//! Jekyll (jekyllrb.com).

use super::super::settings::{ConfigTable, Settings};
use super::{DEFAULT, SiteRoot, Spec};
use crate::document::Dialect;

pub(super) const SPEC: Spec = Spec {
    name: "Jekyll",
    root_files: "`_config.yml`, `_config.toml`",
    detect,
    content_folders: &["_posts", ""],
    dialect: Dialect::Jekyll,
    drafts: "`published: false`, `_drafts`",
    permalink: Some("date"),
    links: "`post_url`, `link`, addresses",
    static_folder: Some(""),
    ..DEFAULT
};

fn detect(root: &SiteRoot<'_>) -> Option<Settings> {
    let (name, text) = root.first("_config", &["yml", "yaml", "toml"])?;
    let table = ConfigTable::read(&name, &text);
    let source = table.folder("source").unwrap_or_default();
    let source = source.join(table.folder("collections_dir").unwrap_or_default());
    // Jekyll, "Collections": a collection is published if it has `output: true`; posts are always published.
    let collections = table.nested("collections", "output").into_iter();
    let collections = collections
        .filter(|(_, output)| *output == "true")
        .map(|(name, _)| format!("_{name}"));
    let folders: Vec<_> = ["_posts".to_owned(), "_drafts".to_owned()]
        .into_iter()
        .chain(collections)
        .map(|name| source.join(name))
        .collect();
    let has_any = |folders: &[std::path::PathBuf]| {
        folders
            .iter()
            .any(|folder| root.has_folder(&folder.to_string_lossy()))
    };
    Some(Settings {
        folders: if has_any(&folders) {
            folders
        } else {
            Vec::new()
        },
        source,
        ..table.settings("title", "url")
    })
}
