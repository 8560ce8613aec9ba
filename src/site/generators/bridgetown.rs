//! Bridgetown (bridgetownrb.com). Comments cite pages and sections of Bridgetown's documentation by their titles, in quotes.

use std::path::PathBuf;

use super::super::permalink::{AddressRules, SectionPattern};
use super::super::settings::{ConfigTable, SiteSettings, with_path};
use super::{DEFAULT, DEFAULT_DOCUMENTATION, Documentation, SiteRoot, Spec, jekyll};
use crate::document::Dialect;

pub(super) const SPEC: Spec = Spec {
    name: "Bridgetown",
    documentation: Documentation {
        root_files: "`bridgetown.config.yml`; `config/initializers.rb` of Bridgetown",
        metadata: "YAML",
        drafts: "`published: false`, `draft: true`, `_drafts`",
        ..DEFAULT_DOCUMENTATION
    },
    detect,
    // Used if none of the folders that `detect` returns exists. The empty text is the source folder itself.
    content_folders: &["_posts", ""],
    dialect: Dialect::Jekyll,
    permalink: Some("/:categories/:year/:month/:day/:slug/"),
    // Returns the value of a placeholder in a permalink, such as `:slug`.
    token: jekyll::token,
    named_pattern: Some(named_pattern),
    ..DEFAULT
};

fn detect(root: &SiteRoot<'_>) -> Option<SiteSettings> {
    if let Some((file_name, text)) = root.read_first("bridgetown.config", &["yml", "yaml"]) {
        let table = ConfigTable::parse(&file_name, &text);
        let pattern = table.text("permalink").map(SectionPattern::of_all_posts);
        // Pairs of a collection's name and its value of `output`.
        let outputs = table.nested("collections", "output").into_iter();
        let published = outputs.filter(|(_, output)| *output == "true");
        return Some(SiteSettings {
            source_folder: "src".into(),
            content_folders: folders(published.map(|(name, _)| name)),
            base_url: table
                .text("url")
                .map(|url| with_path(url, table.text("base_path").unwrap_or_default())),
            addresses: AddressRules {
                patterns: pattern.into_iter().collect(),
                ..AddressRules::default()
            },
            ..table.settings("title", "url")
        });
    }
    let script = root.read("config/initializers.rb")?;
    script.contains("Bridgetown").then(|| SiteSettings {
        source_folder: "src".into(),
        content_folders: folders(std::iter::empty()),
        ..SiteSettings::default()
    })
}

/// Returns the folders of posts, drafts and collections ("Posts", "Collections").
fn folders<'a>(collections: impl Iterator<Item = &'a str>) -> Vec<PathBuf> {
    let names = ["posts", "drafts"].into_iter().chain(collections);
    names.map(|name| format!("src/_{name}").into()).collect()
}

/// Returns the pattern of a named style ("Permalinks"). A text that is not such a name is itself a pattern. It is returned
/// without a final `.*`, the placeholder of the extension.
fn named_pattern(name_or_pattern: &str) -> &str {
    match name_or_pattern {
        "pretty" => "/:categories/:year/:month/:day/:slug/",
        "pretty_ext" => "/:categories/:year/:month/:day/:slug.html",
        "simple" => "/:categories/:slug/",
        "simple_ext" => "/:categories/:slug.html",
        pattern => pattern.strip_suffix(".*").unwrap_or(pattern),
    }
}
