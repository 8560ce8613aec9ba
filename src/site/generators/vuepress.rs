//! `VuePress` (vuepress.vuejs.org).

use super::super::settings::{Settings, Table, of_script};
use super::{DATA, DEFAULT, FilesBesidePosts, Root, Spec};
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

fn detect(root: &Root<'_>) -> Option<Settings> {
    if let Some(script) = root.script(".vuepress/config") {
        return Some(of_script(&script, "title", "hostname"));
    }
    let (name, text) = root.first(".vuepress/config", &DATA)?;
    Some(Table::read(&name, &text).settings("title", "hostname"))
}
