//! Quartz (quartz.jzhao.xyz), which publishes Obsidian vaults.

use super::super::settings::of_script;
use super::{DEFAULT, Spec};
use crate::document::Dialect;

pub(super) const SPEC: Spec = Spec {
    name: "Quartz",
    root_files: "`quartz.config.ts`",
    detect: |root| {
        Some(of_script(
            &root.script("quartz.config")?,
            "pageTitle",
            "baseUrl",
        ))
    },
    content_folders: &["content"],
    dialect: Dialect::Obsidian,
    drafts: "`draft: true`",
    links: "wiki links, relative paths",
    ..DEFAULT
};
