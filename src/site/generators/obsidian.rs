//! Obsidian vaults (obsidian.md).

use super::super::settings::SiteSettings;
use super::{DEFAULT, DEFAULT_DOCUMENTATION, Documentation, Spec};
use crate::document::Dialect;

pub(super) const SPEC: Spec = Spec {
    name: "Obsidian",
    documentation: Documentation {
        root_files: "`.obsidian/`",
        links: "wiki links, relative paths",
        ..DEFAULT_DOCUMENTATION
    },
    detect: |root| root.has_folder(".obsidian").then(SiteSettings::default),
    dialect: Dialect::Obsidian,
    links_by_name: true,
    ..DEFAULT
};
