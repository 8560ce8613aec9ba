//! Pelican (getpelican.com).

use super::super::settings::{Settings, inside_root, literal, of_script, quoted_list};
use super::{DEFAULT, SiteRoot, SlugSource, Spec};
use crate::document::Dialect;

pub(super) const SPEC: Spec = Spec {
    name: "Pelican",
    root_files: "`pelicanconf.py`",
    detect,
    content_folders: &["content"],
    dialect: Dialect::PythonMarkdown,
    metadata: "`Key: value` lines up to the first blank line",
    drafts: "`Status: draft`",
    permalink: Some("/:slug.html"),
    slug_source: SlugSource::Title,
    links: "`{filename}path.md`, `{static}path`",
    ..DEFAULT
};

fn detect(root: &SiteRoot<'_>) -> Option<Settings> {
    let script = root.read("pelicanconf.py")?;
    let content = literal(&script, "PATH").and_then(inside_root);
    let articles = quoted_list(&script, "ARTICLE_PATHS").into_iter();
    let below = content.clone().unwrap_or_else(|| "content".into());
    let articles = articles.filter_map(inside_root);
    let mut folders: Vec<_> = articles.map(|folder| below.join(folder)).collect();
    if folders.is_empty() {
        folders.extend(content);
    }
    Some(Settings {
        folders,
        ..of_script(&script, "SITENAME", "SITEURL")
    })
}
