//! Hugo (gohugo.io). Comments cite pages and sections of Hugo's documentation by their titles, in quotes.

use std::path::Path;

use super::super::MetadataSource;
use super::super::permalink::{AddressRules, AddressedPost, SectionPattern};
use super::super::settings::{ConfigTable, SiteSettings, path_inside_root};
use super::{
    ConfigFile, DATA_EXTENSIONS, DEFAULT, Documentation, FilesBesidePosts, SiteRoot, Spec,
};
use crate::document::Dialect;
use crate::library::LanguageFolder;
use crate::text;

pub(super) const SPEC: Spec = Spec {
    name: "Hugo",
    documentation: Documentation {
        root_files: "`hugo.*`, `config/_default/hugo.*`; `config.*` with a key that only Hugo uses",
        metadata: "TOML, YAML, JSON; `cascade` of `_index.md` and of the configuration",
        drafts: "`draft: true`",
        links: "`ref`, `relref`, relative paths, addresses",
    },
    detect,
    content_folders: &["content"],
    dialect: Dialect::Hugo,
    metadata_source: Some(MetadataSource::HugoIndex),
    permalink: Some("/:folders/:slugorcontentbasename/"),
    permalink_omits_date: true,
    token,
    static_folder: Some("static"),
    files_beside_posts: FilesBesidePosts::InBundles,
    has_leaf_bundles: true,
    ..DEFAULT
};

/// Keys of Hugo's configuration ("Configure Hugo: all settings"), in lower case. Zola may have some of them too, such as
/// `languages`.
const KEYS: [&str; 9] = [
    "baseurl",
    "contentdir",
    "defaultcontentlanguage",
    "languagecode",
    "languages",
    "markup",
    "module",
    "params",
    "permalinks",
];

fn detect(root: &SiteRoot<'_>) -> Option<SiteSettings> {
    let files = configuration(root);
    let mut table = ConfigTable::empty();
    for ConfigFile {
        name,
        text,
        table_key,
    } in &files
    {
        table.add_missing(table_key, ConfigTable::parse(name, text));
    }
    (!files.is_empty()).then(|| settings(&table))
}

/// Folders of configuration files, the one with the highest precedence first. Sites are built for production unless another
/// environment is chosen ("Configuration directory").
const CONFIG_FOLDERS: [&str; 2] = ["config/production", "config/_default"];

/// Returns the files of the site's configuration, the one with the highest precedence first ("Configuration file",
/// "Configuration directory"). Returns no files if the folder is not the root of a Hugo site.
pub(super) fn configuration(root: &SiteRoot<'_>) -> Vec<ConfigFile> {
    let hugo_file = root.read_first("hugo", &DATA_EXTENSIONS);
    // Other generators use `config.*` too.
    let config_file = || {
        let file = root.read_first("config", &DATA_EXTENSIONS);
        file.filter(|(name, text)| has_hugo_keys(name, text))
    };
    let mut files_in_folders = Vec::new();
    for folder in CONFIG_FOLDERS {
        for file in root.files_in(folder) {
            files_in_folders.extend(read_config_file(root, folder, &file));
        }
    }
    // An empty table key means that the file has the top-level keys.
    let is_hugo_file = |file: &ConfigFile| {
        file.name.starts_with("hugo.")
            || file.table_key.is_empty() && has_hugo_keys(&file.name, &file.text)
    };
    let root_file = hugo_file.or_else(config_file);
    if root_file.is_none() && !files_in_folders.iter().any(is_hugo_file) {
        return Vec::new();
    }
    let root_file = root_file.map(|(name, text)| ConfigFile {
        name,
        text,
        table_key: String::new(),
    });
    files_in_folders.into_iter().chain(root_file).collect()
}

/// Returns true if a configuration file has one of Hugo's [`KEYS`] and is not a configuration of Zola. Other generators use files
/// with the same names.
fn has_hugo_keys(name: &str, text: &str) -> bool {
    let table = ConfigTable::parse(name, text);
    !super::zola::is_configuration(name, &table) && KEYS.iter().any(|key| table.has(key))
}

/// Reads a file in a folder of configuration files. The file's name without the extension is the key of its table:
/// `permalinks.toml` contains the table `permalinks`. A language code may follow (`languages.en.toml`). Returns `None` for
/// a file whose settings folio does not use.
fn read_config_file(root: &SiteRoot<'_>, folder: &str, file: &Path) -> Option<ConfigFile> {
    let name = file.to_str()?;
    let (stem, extension) = name.rsplit_once('.')?;
    let stem = stem.to_lowercase();
    let table_key = match stem.split('.').next()? {
        "hugo" | "config" => String::new(),
        "languages" | "permalinks" | "frontmatter" | "cascade" => stem,
        _ => return None,
    };
    if !DATA_EXTENSIONS.contains(&&*extension.to_lowercase()) {
        return None;
    }
    Some(ConfigFile {
        name: name.to_owned(),
        text: root.read(&format!("{folder}/{name}"))?,
        table_key,
    })
}

/// Returns the settings from the merged files of the configuration.
fn settings(table: &ConfigTable) -> SiteSettings {
    let site_content_folder = table.folder("contentdir");
    let languages = table.nested("languages", "contentdir").into_iter();
    let languages = languages.filter_map(|(language, folder)| {
        Some(LanguageFolder {
            language: language.into(),
            folder: path_inside_root(folder)?,
        })
    });
    let language_folders: Vec<_> = languages.collect();
    let mut content_folders: Vec<_> = language_folders
        .iter()
        .map(|language| language.folder.clone())
        .collect();
    if content_folders.is_empty() {
        content_folders.extend(site_content_folder);
    } else {
        // Languages without a folder of their own have their posts in the site's content folder.
        content_folders.push(site_content_folder.unwrap_or_else(|| "content".into()));
    }
    let default_language = ["defaultcontentlanguage", "languagecode"]
        .iter()
        .find_map(|key| table.text(key));
    let settings = table.settings("title", "baseurl");
    let title_of = |language: &str| {
        let key = format!("languages.{}.title", language.to_lowercase());
        table.text(&key).map(Into::into)
    };
    SiteSettings {
        content_folders,
        language_folders,
        title: settings
            .title
            .or_else(|| title_of(table.text("defaultcontentlanguage").unwrap_or("en"))),
        default_language: default_language.map(Into::into),
        addresses: addresses(table),
        ..settings
    }
}

/// Returns the rules for addresses ("Permalinks", "Configure languages", "Configure dates").
fn addresses(table: &ConfigTable) -> AddressRules {
    let mut patterns = Vec::new();
    if table.text("uglyurls") == Some("true") {
        // Posts in a section with a pattern of its own do not use this pattern.
        let pattern = "/:folders/:slugorcontentbasename.html";
        patterns.push(SectionPattern::of_all_posts(pattern));
    }
    for (key, pattern) in table.entries() {
        // Patterns may be nested in a table named after the kind of page, such as `permalinks.page.posts`.
        let section = key.strip_prefix("permalinks.");
        let section = section.map(|key| key.strip_prefix("page.").unwrap_or(key));
        // Tokens start with `:`. A text without a token would give all posts the same address.
        if let Some(section) = section.filter(|_| pattern.contains(':')) {
            patterns.push(SectionPattern::new(section.trim_matches('/'), pattern));
        }
    }
    let is_multilingual = table.names_in("languages").len() > 1;
    let default = table.text("defaultcontentlanguage").unwrap_or("en");
    AddressRules {
        patterns,
        default_language: is_multilingual.then(|| default.into()),
        // With `:filename`, Hugo takes the date from the start of the file's name, and leaves it out of the slug.
        omits_date_prefix: table
            .list("frontmatter.date")
            .iter()
            .any(|name| name == ":filename"),
        // Addresses in the default language start with a language folder too. `AddressRules` cannot express this.
        cannot_be_computed: is_multilingual
            && table.text("defaultcontentlanguageinsubdir") == Some("true"),
        ..AddressRules::default()
    }
}

/// Returns the value of a token ("Permalinks", "Tokens").
fn token(addressed: &AddressedPost<'_>, token_name: &str) -> Option<String> {
    let post = addressed.post;
    let folders = || addressed.folders_above().iter();
    // `section` returns the names of all sections, joined with `/`.
    let sections = || {
        let section_path = post.section();
        section_path
            .split('/')
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let published_path = |names: &mut dyn Iterator<Item = String>| {
        names
            .map(|name| published_name(&name))
            .collect::<Vec<_>>()
            .join("/")
    };
    let name = || published_name(addressed.undated_name());
    let title = || published_name(&post.title);
    let slug = post.slug().map(published_name);
    Some(match token_name {
        "title" => title(),
        "slug" => slug.unwrap_or_else(title),
        "slugorfilename" | "slugorcontentbasename" => slug.unwrap_or_else(name),
        "filename" | "contentbasename" => name(),
        "folders" => published_path(&mut folders().cloned()),
        "section" => published_path(&mut folders().take(1).cloned()),
        "sections" => published_path(&mut sections().into_iter()),
        _ => match token_name.strip_prefix("sections[") {
            Some(slice) => {
                let sections = sections();
                let range = sections_range(slice.strip_suffix(']')?, sections.len())?;
                published_path(&mut sections.get(range)?.iter().cloned())
            }
            None => return addressed.date_token(token_name),
        },
    })
}

/// Returns the range of sections that a slice stands for: `1:`, `:2`, `1:2`, `1` or `last`. There are `section_count` sections.
fn sections_range(slice: &str, section_count: usize) -> Option<std::ops::Range<usize>> {
    let number = |text: &str, default: usize| match text {
        "" => Some(default),
        "last" => section_count.checked_sub(1),
        text => text.parse().ok(),
    };
    let (from, to) = match slice.split_once(':') {
        Some((from, to)) => (number(from, 0)?, number(to, section_count)?),
        None => (number(slice, 0)?, number(slice, 0)? + 1),
    };
    Some(from..to.min(section_count))
}

/// Returns a name as Hugo writes it in a URL: in lower case, without characters that Hugo removes from paths, and with `-`
/// for white space.
fn published_name(name: &str) -> String {
    let mut published = String::with_capacity(name.len());
    let mut is_after_white_space = false;
    for char in name.trim().chars() {
        let is_kept =
            char.is_alphanumeric() || matches!(char, '.' | '/' | '_' | '+' | '~' | '-' | '@');
        // Combining marks are kept too, because they belong to letters. `slug` tells them from symbols, which it drops.
        let is_combining_mark =
            || !char.is_ascii() && !text::slug(char.encode_utf8(&mut [0; 4])).is_empty();
        if is_kept || is_combining_mark() {
            if is_after_white_space && char != '-' && !published.ends_with('-') {
                published.push('-');
            }
            is_after_white_space = false;
            published.extend(char.to_lowercase());
        } else {
            is_after_white_space |= char.is_whitespace() && !published.is_empty();
        }
    }
    published
}
