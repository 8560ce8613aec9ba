//! Franklin (franklinjl.org).

use super::super::settings::{SiteSettings, settings_of_script};
use super::{DEFAULT, DEFAULT_DOCUMENTATION, Documentation, SiteRoot, Spec};
use crate::document::Dialect;

pub(super) const SPEC: Spec = Spec {
    name: "Franklin",
    documentation: Documentation {
        root_files: "`config.md` with `_layout/`",
        metadata: "`@def key = value` lines, Julia between `+++`",
        ..DEFAULT_DOCUMENTATION
    },
    detect,
    content_folders: &["blog", "posts", ""],
    dialect: Dialect::Franklin,
    permalink: Some("/:page/"),
    token: |addressed, token_name| {
        (token_name == "page").then(|| addressed.page_path(&addressed.folders_in_site(), ""))
    },
    ..DEFAULT
};

fn detect(root: &SiteRoot<'_>) -> Option<SiteSettings> {
    let config = root.read("config.md")?;
    root.has_folder("_layout")
        .then(|| settings_of_script(&config, "website_title", "website_url"))
}
