//! Hexo (hexo.io).

use super::super::settings::{ConfigTable, Settings};
use super::{DEFAULT, SiteRoot, Spec};
use crate::document::Dialect;

pub(super) const SPEC: Spec = Spec {
    name: "Hexo",
    root_files: "`_config.yml` with `source/_posts` or a key of Hexo's",
    detect,
    content_folders: &["_posts", ""],
    dialect: Dialect::Hexo,
    metadata: "YAML, whose opening `---` may be absent; JSON",
    drafts: "`published: false`, `_drafts`",
    permalink: Some(":year/:month/:day/:title/"),
    links: "`post_link`, `post_path`, addresses",
    ..DEFAULT
};

fn detect(root: &SiteRoot<'_>) -> Option<Settings> {
    let (name, text) = root.first("_config", &["yml", "yaml"])?;
    let table = ConfigTable::read(&name, &text);
    // Jekyll uses the same file name.
    let is_hexo = table.has("new_post_name")
        || table.has("public_dir")
        || table.has("source_dir")
        || root.has_folder("source/_posts");
    is_hexo.then(|| {
        let source = table.folder("source_dir");
        let source = source.unwrap_or_else(|| "source".into());
        Settings {
            folders: ["_posts", "_drafts"].map(|name| source.join(name)).into(),
            source,
            ..table.settings("title", "url")
        }
    })
}
