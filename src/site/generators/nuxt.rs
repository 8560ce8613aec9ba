//! Nuxt Content (content.nuxt.com). Titles in quotes are pages or sections of its documentation.

use super::super::permalink::{AddressRules, AddressedPost};
use super::super::settings::{SiteSettings, settings_of_script};
use super::{DEFAULT, DEFAULT_DOCUMENTATION, Documentation, SiteRoot, Spec};
use crate::document::Dialect;

pub(super) const SPEC: Spec = Spec {
    name: "Nuxt Content",
    documentation: Documentation {
        root_files: "`content.config.*`; `nuxt.config.*` with `content/`",
        drafts: "`draft: true`",
        ..DEFAULT_DOCUMENTATION
    },
    detect,
    content_folders: &["content"],
    dialect: Dialect::Mdc,
    static_folder: Some("public"),
    permalink: Some("/:page"),
    token,
    ..DEFAULT
};

fn detect(root: &SiteRoot<'_>) -> Option<SiteSettings> {
    let nuxt = root.read_script("nuxt.config");
    let content = root.read_script("content.config");
    if content.is_none() && !(nuxt.is_some() && root.has_folder("content")) {
        return None;
    }
    let script = nuxt.unwrap_or_default();
    let has_prefix = |script: &String| script.contains("prefix:");
    Some(SiteSettings {
        addresses: AddressRules {
            // `prefix` changes addresses ("Defining collections"), but folio does not evaluate this option.
            cannot_be_computed: has_prefix(&script) || content.as_ref().is_some_and(has_prefix),
            ..AddressRules::default()
        },
        ..settings_of_script(&script, "title", "url")
    })
}

/// Returns the value of `:page`, the only token of a permalink. This is the path of the file without the numbers that order the
/// pages ("Ordering", "File names").
fn token(addressed: &AddressedPost<'_>, token_name: &str) -> Option<String> {
    let address_part = |name: &str| without_number(name).to_lowercase().replace(' ', "-");
    let folders = addressed.folders.iter();
    let mut parts: Vec<_> = folders.map(|name| address_part(name)).collect();
    let name = address_part(&addressed.stem);
    parts.extend((name != "index").then_some(name));
    (token_name == "page").then(|| parts.join("/"))
}

/// Returns a name without a number and a full stop at its start.
fn without_number(name: &str) -> &str {
    let after_number = name.trim_start_matches(|char: char| char.is_ascii_digit());
    let is_numbered = after_number.len() < name.len();
    after_number
        .strip_prefix('.')
        .filter(|bare| is_numbered && !bare.is_empty())
        .unwrap_or(name)
}
