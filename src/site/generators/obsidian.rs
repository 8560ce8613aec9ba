//! Obsidian vaults (obsidian.md).

use super::super::settings::SiteSettings;
use super::{DEFAULT, Spec};
use crate::document::Dialect;

pub(super) const SPEC: Spec = Spec {
    name: "Obsidian",
    root_files: "`.obsidian/`",
    detect: |root| root.has_folder(".obsidian").then(SiteSettings::default),
    dialect: Dialect::Obsidian,
    links: "wiki links, relative paths",
    links_by_name: true,
    ..DEFAULT
};
