//! Zola (getzola.org). Comments cite pages and sections of Zola's documentation by their titles, in quotes.

use super::super::permalink::{AddressRules, AddressedPost, hyphenated};
use super::super::settings::{ConfigTable, SiteSettings};
use super::{DEFAULT, Documentation, FilesBesidePosts, SiteRoot, Spec};
use crate::document::Dialect;

pub(super) const SPEC: Spec = Spec {
    name: "Zola",
    documentation: Documentation {
        root_files: "`zola.toml`; `config.toml` with a key that only Zola uses",
        metadata: "TOML, YAML",
        drafts: "`draft = true`",
        links: "`@/path.md#id`, addresses",
    },
    detect,
    content_folders: &["content"],
    dialect: Dialect::Zola,
    permalink: Some("/:folders/:slug/"),
    permalink_omits_date: true,
    token,
    static_folder: Some("static"),
    files_beside_posts: FilesBesidePosts::InBundles,
    ..DEFAULT
};

/// Keys that only Zola's configuration has ("Configuration"). Zola requires the first one.
const KEYS: [&str; 5] = [
    "base_url",
    "build_search_index",
    "compile_sass",
    "generate_feed",
    "generate_feeds",
];

/// Returns true if a configuration file is in TOML and has one of Zola's [`KEYS`]. Hugo uses the file name `config.toml` as well.
pub(super) fn is_configuration(file_name: &str, table: &ConfigTable) -> bool {
    file_name.ends_with("toml") && KEYS.iter().any(|key| table.has(key))
}

fn detect(root: &SiteRoot<'_>) -> Option<SiteSettings> {
    ["config", "zola"].iter().find_map(|stem| {
        let (file_name, text) = root.read_first(stem, &["toml"])?;
        let table = ConfigTable::parse(&file_name, &text);
        is_configuration(&file_name, &table).then(|| SiteSettings {
            addresses: addresses(&table),
            default_language: table.text("default_language").map(Into::into),
            ..table.settings("title", "base_url")
        })
    })
}

/// Returns the rules for addresses ("Multilingual sites", "Slugification").
fn addresses(table: &ConfigTable) -> AddressRules {
    let is_multilingual = !table.names_in("languages").is_empty();
    let default = table.text("default_language").unwrap_or("en");
    AddressRules {
        default_language: is_multilingual.then(|| default.into()),
        // The date at the start of a file's name is left out of the address.
        omits_date_prefix: true,
        // "Slugification": the default transliterates to ASCII.
        keeps_unicode: table.text("slugify.paths").is_some_and(|mode| mode != "on"),
        ..AddressRules::default()
    }
}

/// Returns the value of a token, as Zola writes it in URLs. `folders` stands for the names of the folders above the post. `slug`
/// stands for the slug in the front matter, else for the name of the post's file or bundle.
fn token(addressed: &AddressedPost<'_>, token_name: &str) -> Option<String> {
    let keeps_unicode = addressed.site.addresses.keeps_unicode;
    let to_url_segment = |name: &str| {
        if keeps_unicode {
            return Some(name.replace(char::is_whitespace, "_"));
        }
        // Zola transliterates names that are not ASCII. folio does not, so the address of such a post is unknown.
        let slug = || hyphenated(name, |char| char.is_ascii_alphanumeric()).to_lowercase();
        name.is_ascii().then(slug)
    };
    match token_name {
        "folders" => {
            let names = addressed.folders_above().iter();
            let names: Option<Vec<_>> = names.map(|name| to_url_segment(name)).collect();
            Some(names?.join("/"))
        }
        "slug" => match addressed.post.slug() {
            Some(slug) => to_url_segment(slug),
            None => to_url_segment(addressed.undated_name()),
        },
        _ => None,
    }
}
