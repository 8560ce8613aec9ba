//! Middleman with its blog extension (middlemanapp.com).

use super::super::settings::SiteSettings;
use super::{DEFAULT, SiteRoot, Spec};
use crate::document::Dialect;

pub(super) const SPEC: Spec = Spec {
    name: "Middleman",
    root_files: "`config.rb` with `activate :blog`",
    detect,
    content_folders: &["source/posts", "source/blog", "source"],
    dialect: Dialect::Gfm,
    drafts: "`published: false`",
    ..DEFAULT
};

fn detect(root: &SiteRoot<'_>) -> Option<SiteSettings> {
    let script = root.read("config.rb")?;
    script
        .contains("activate :blog")
        .then(SiteSettings::default)
}
