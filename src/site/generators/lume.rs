//! Lume (lume.land). Titles in quotes are pages or sections of its documentation.

use super::super::permalink::{AddressRules, AddressedPost};
use super::super::settings::{SiteSettings, path_inside_root, string_literal};
use super::{DEFAULT, DEFAULT_DOCUMENTATION, Documentation, SiteRoot, Spec};
use crate::document::Dialect;
use crate::post::Date;

pub(super) const SPEC: Spec = Spec {
    name: "Lume",
    documentation: Documentation {
        root_files: "`_config.ts` or `_config.js` that imports Lume",
        drafts: "`draft: true`",
        ..DEFAULT_DOCUMENTATION
    },
    detect,
    content_folders: &["posts", "blog", "src/posts", ""],
    dialect: Dialect::Eleventy,
    permalink: Some("/:page/"),
    token,
    ..DEFAULT
};

fn detect(root: &SiteRoot<'_>) -> Option<SiteSettings> {
    let script = root.read_script("_config")?;
    script.contains("lume").then(|| SiteSettings {
        title: string_literal(&script, "title").map(Into::into),
        source_folder: string_literal(&script, "src")
            .and_then(path_inside_root)
            .unwrap_or_default(),
        base_url: location(&script).map(Into::into),
        addresses: AddressRules {
            // `prettyUrls` changes addresses, but folio does not evaluate this option.
            cannot_be_computed: script.contains("prettyUrls"),
            ..AddressRules::default()
        },
        ..SiteSettings::default()
    })
}

/// Returns the URL in `location: new URL("…")` ("Configuration").
fn location(script: &str) -> Option<&str> {
    let (_, value) = script.split_once("location:")?;
    let argument = value.trim_start().strip_prefix("new URL(")?.trim_start();
    let quote = argument
        .chars()
        .next()
        .filter(|char| matches!(char, '"' | '\''))?;
    argument[1..].split_once(quote).map(|(url, _)| url)
}

/// Returns the value of the only token, `page`: the path of the file without its extension. A date that `_` separates from the
/// name is left out, and so is the name `index` ("URLs", "Page dates").
fn token(addressed: &AddressedPost<'_>, token_name: &str) -> Option<String> {
    let mut parts = addressed.folders_in_source();
    let name = &*addressed.stem;
    // `without_date_prefix` would also remove a date before another separator, such as `-`.
    let has_underscore_after_date = name.as_bytes().get("2024-02-24".len()) == Some(&b'_');
    let name = if has_underscore_after_date {
        Date::without_date_prefix(name)
    } else {
        name
    };
    parts.extend((name != "index").then(|| name.to_owned()));
    (token_name == "page").then(|| parts.join("/"))
}
