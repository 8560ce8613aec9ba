//! Nikola (getnikola.com).

use super::super::settings::{Settings, inside_root, of_script, quoted_list};
use super::{DEFAULT, SiteRoot, Spec};
use crate::document::Dialect;

pub(super) const SPEC: Spec = Spec {
    name: "Nikola",
    root_files: "`conf.py` with `POSTS`",
    detect,
    content_folders: &["posts", ""],
    dialect: Dialect::Nikola,
    metadata: "`.. key: value` lines in a comment, YAML, TOML",
    drafts: "`status: draft` or `private`",
    links: "`link://slug/x`, `link://filename/posts/x.md`",
    static_folder: Some("files"),
    ..DEFAULT
};

fn detect(root: &SiteRoot<'_>) -> Option<Settings> {
    let script = root.read("conf.py")?;
    // Sphinx also uses `conf.py`, but has no posts.
    let sources = quoted_list(&script, "POSTS");
    if sources.is_empty() {
        return None;
    }
    let mut folders = Vec::new();
    for source in sources {
        let folder = source.split_once('*').map(|(folder, _)| folder);
        let folder = folder.and_then(|folder| inside_root(folder.trim_end_matches('/')));
        if let Some(folder) = folder.filter(|folder| !folders.contains(folder)) {
            folders.push(folder);
        }
    }
    Some(Settings {
        folders,
        ..of_script(&script, "BLOG_TITLE", "SITE_URL")
    })
}
