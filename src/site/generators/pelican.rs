//! Pelican (getpelican.com).

use super::super::settings::{Settings, inside_root, literal, of_script, quoted_list};
use super::{DEFAULT, Root, SlugSource, Spec};
use crate::document::Dialect;

pub(super) const SPEC: Spec = Spec {
    name: "Pelican",
    root_files: "`pelicanconf.py`",
    detect,
    content_folders: &[""],
    dialect: Dialect::PythonMarkdown,
    metadata: "`Key: value` lines up to the first blank line",
    drafts: "`Status: draft`",
    permalink: Some("/:slug.html"),
    slug_source: SlugSource::Title,
    links: "`{filename}path.md`, `{static}path`",
    ..DEFAULT
};

fn detect(root: &Root<'_>) -> Option<Settings> {
    let script = root.read("pelicanconf.py")?;
    let source = literal(&script, "PATH").and_then(inside_root);
    let source = source.unwrap_or_else(|| "content".into());
    let articles = quoted_list(&script, "ARTICLE_PATHS").into_iter();
    let articles = articles.filter_map(inside_root);
    Some(Settings {
        folders: articles.map(|folder| source.join(folder)).collect(),
        source,
        ..of_script(&script, "SITENAME", "SITEURL")
    })
}
