//! `VuePress` (vuepress.vuejs.org).

use super::super::settings::{ConfigTable, Settings, of_script};
use super::{DATA, DEFAULT, FilesBesidePosts, SiteRoot, Spec};
use crate::document::Dialect;

pub(super) const SPEC: Spec = Spec {
    name: "VuePress",
    root_files: "`.vuepress/config.*`",
    detect,
    content_folders: &["_posts", "posts", "blog", "blogs", ""],
    dialect: Dialect::VuePress,
    files_beside_posts: FilesBesidePosts::All,
    ..DEFAULT
};

fn detect(root: &SiteRoot<'_>) -> Option<Settings> {
    if let Some(script) = root.script(".vuepress/config") {
        return Some(of_script(&script, "title", "hostname"));
    }
    let (name, text) = root.first(".vuepress/config", &DATA)?;
    Some(ConfigTable::read(&name, &text).settings("title", "hostname"))
}
