//! Franklin (franklinjl.org).

use super::super::settings::{SiteSettings, settings_of_script};
use super::{DEFAULT, SiteRoot, Spec};
use crate::document::Dialect;

pub(super) const SPEC: Spec = Spec {
    name: "Franklin",
    root_files: "`config.md` with `_layout/`",
    detect,
    content_folders: &["blog", "posts", ""],
    dialect: Dialect::Franklin,
    permalink: Some("/:page/"),
    token: |address, token| {
        (token == "page").then(|| address.page_path(&address.folders_in_site(), ""))
    },
    metadata: "`@def key = value` lines, Julia between `+++`",
    ..DEFAULT
};

fn detect(root: &SiteRoot<'_>) -> Option<SiteSettings> {
    let script = root.read("config.md")?;
    root.has_folder("_layout")
        .then(|| settings_of_script(&script, "website_title", "website_url"))
}
