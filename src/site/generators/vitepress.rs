//! `VitePress` (vitepress.dev). Titles in quotation marks refer to its documentation.

use super::super::permalink::{AddressRules, AddressedPost, SectionPattern};
use super::super::settings::{
    SiteSettings, path_inside_root, settings_of_script, string_literal, with_path,
};
use super::{DEFAULT, DEFAULT_DOCUMENTATION, Documentation, SiteRoot, Spec};
use crate::document::Dialect;

pub(super) const SPEC: Spec = Spec {
    name: "VitePress",
    documentation: Documentation {
        root_files: "`.vitepress/config.*`",
        links: "relative paths with or without `.md`, addresses",
        ..DEFAULT_DOCUMENTATION
    },
    detect,
    content_folders: &[""],
    dialect: Dialect::VitePress,
    static_folder: Some("public"),
    permalink: Some("/:page_html"),
    token: page_token,
    ..DEFAULT
};

fn detect(root: &SiteRoot<'_>) -> Option<SiteSettings> {
    let script = root
        .read_script(".vitepress/config")
        .or_else(|| root.read_script(".vitepress/config/index"))?;
    Some(SiteSettings {
        source_folder: string_literal(&script, "srcDir")
            .and_then(path_inside_root)
            .unwrap_or_default(),
        addresses: addresses(&script),
        base_url: base_url(&script),
        // Only the title is taken from these settings: `base_url` is set above.
        ..settings_of_script(&script, "title", "hostname")
    })
}

/// Returns the base URL of the site: `hostname` followed by the path `base`, or `None` if the script sets no `hostname`.
pub(super) fn base_url(script: &str) -> Option<Box<str>> {
    let base = string_literal(script, "base").unwrap_or_default();
    Some(with_path(string_literal(script, "hostname")?, base))
}

/// Returns the rules for addresses ("Routing").
fn addresses(script: &str) -> AddressRules {
    let has_clean_urls = script.contains("cleanUrls: true");
    AddressRules {
        patterns: has_clean_urls
            .then(|| SectionPattern::of_all_posts("/:page"))
            .into_iter()
            .collect(),
        // `rewrites` is a function or a table of patterns, which folio does not evaluate.
        cannot_be_computed: script.contains("rewrites"),
        ..AddressRules::default()
    }
}

/// Returns the value of a token: `page` is the path of the page without an ending, `page_html` the path with `.html`.
pub(super) fn page_token(addressed: &AddressedPost<'_>, token_name: &str) -> Option<String> {
    match token_name {
        "page" => Some(addressed.page_path(&addressed.folders, "")),
        "page_html" => Some(addressed.page_path(&addressed.folders, ".html")),
        _ => None,
    }
}
