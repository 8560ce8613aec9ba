//! Jekyll (jekyllrb.com). Titles in quotes are pages or sections of its documentation.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};

use super::super::permalink::{AddressRules, AddressedPost, SectionPattern, hyphenated};
use super::super::settings::{ConfigTable, SiteSettings, with_path};
use super::{DEFAULT, DEFAULT_DOCUMENTATION, Documentation, SiteRoot, Spec};
use crate::document::Dialect;
use crate::post::Date;

pub(super) const SPEC: Spec = Spec {
    name: "Jekyll",
    documentation: Documentation {
        root_files: "`_config.yml`, `_config.toml`",
        drafts: "`published: false`, `_drafts`",
        links: "`post_url`, `link`, addresses",
        ..DEFAULT_DOCUMENTATION
    },
    detect,
    content_folders: &["_posts", ""],
    dialect: Dialect::Jekyll,
    permalink: Some("date"),
    token,
    named_pattern: Some(named_pattern),
    static_folder: Some(""),
    ..DEFAULT
};

fn detect(root: &SiteRoot<'_>) -> Option<SiteSettings> {
    let (file_name, text) = root.read_first("_config", &["yml", "yaml", "toml"])?;
    let table = ConfigTable::parse(&file_name, &text);
    let site_source = table.folder("source").unwrap_or_default();
    // The folders of posts and of other collections are in `collections_dir`, if it is set ("Collections").
    let source = site_source.join(table.folder("collections_dir").unwrap_or_default());
    // Jekyll, "Collections": a collection is published if it has `output: true`; posts are always published.
    let collections = table.nested("collections", "output").into_iter();
    let collections = collections
        .filter(|(_, output)| *output == "true")
        .map(|(name, _)| format!("_{name}"));
    let collections = collections.map(|name| source.join(name));
    let collections = collections.filter(|folder| root.has_folder(&folder.to_string_lossy()));
    let post_folders = post_folders(root, &source);
    let addresses = addresses(&table, &post_folders);
    Some(SiteSettings {
        // If this list is empty, the default content folders are tried.
        content_folders: post_folders.into_iter().chain(collections).collect(),
        source_folder: source,
        // `default_lang` is a key of the plugin Polyglot, `lang` of many themes.
        default_language: ["default_lang", "lang"]
            .iter()
            .find_map(|key| table.text(key))
            .map(Into::into),
        base_url: base_url(&table),
        addresses,
        ..table.settings("title", "url")
    })
}

/// Maximum number of folders that are searched for folders of posts.
const MAX_SEARCHED_FOLDERS: usize = 512;

/// Returns the folders `_posts` and `_drafts`, which may be in any folder of a site ("Posts", "Categories": `movies/_posts`).
/// Like Jekyll, skips hidden folders and folders whose name begins with `_` ("Directory Structure").
fn post_folders(root: &SiteRoot<'_>, source: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut remaining = VecDeque::from([source.to_owned()]);
    let mut searched = 0;
    while let Some(folder) = remaining.pop_front()
        && searched < MAX_SEARCHED_FOLDERS
    {
        searched += 1;
        for name in root.subfolders_of(&folder) {
            let path = folder.join(&name);
            match &*name.to_string_lossy() {
                "_posts" | "_drafts" => found.push(path),
                "node_modules" | "vendor" => {}
                name if name.starts_with(['_', '.', '#']) => {}
                _ => remaining.push_back(path),
            }
        }
    }
    // Posts come before drafts.
    found.sort_by_key(|folder| folder.ends_with("_drafts"));
    found
}

/// Returns the base URL of the site, which is split into `url` and `baseurl` ("Default Configuration").
pub(super) fn base_url(table: &ConfigTable) -> Option<Box<str>> {
    Some(with_path(
        table.text("url")?,
        table.text("baseurl").unwrap_or_default(),
    ))
}

/// Returns the rules for addresses: the patterns for the posts in `post_folders` and for collections ("Permalinks",
/// "Collections").
fn addresses(table: &ConfigTable, post_folders: &[PathBuf]) -> AddressRules {
    let mut patterns = Vec::new();
    let site_pattern = table.text("permalink");
    patterns.extend(site_pattern.map(SectionPattern::of_all_posts));
    for (name, _) in table.nested("collections", "output") {
        let suffix = if site_pattern == Some("pretty") {
            "/"
        } else {
            ".html"
        };
        let pattern = format!("/:collection/:path{suffix}");
        patterns.push(SectionPattern::new(format!("_{name}"), pattern));
    }
    for (name, pattern) in table.nested("collections", "permalink") {
        let folder = format!("_{name}");
        patterns.retain(|default| *default.section != *folder);
        patterns.push(SectionPattern::new(folder, pattern));
    }
    // "Front Matter Defaults": only a pattern for all posts is used. Its scope has an empty path and the type `posts`. The path
    // and the type of a scope precede its values.
    let (mut scope_path, mut scope_type) = (String::new(), String::new());
    for (key, text) in table.entries() {
        match key {
            "defaults.scope.path" => {
                text.clone_into(&mut scope_path);
                scope_type.clear();
            }
            "defaults.scope.type" => text.clone_into(&mut scope_type),
            "defaults.values.permalink" if scope_path.is_empty() && scope_type == "posts" => {
                let folders = post_folders.iter().map(|folder| folder.to_string_lossy());
                patterns.extend(folders.map(|folder| SectionPattern::new(folder, text)));
            }
            _ => {}
        }
    }
    AddressRules {
        patterns,
        omits_date_prefix: true,
        ..AddressRules::default()
    }
}

/// Returns the pattern of a named style ("Permalinks", "Built-in formats"). Another text is itself a pattern.
fn named_pattern(name_or_pattern: &str) -> &str {
    match name_or_pattern {
        "date" => "/:categories/:year/:month/:day/:title.html",
        "pretty" => "/:categories/:year/:month/:day/:title/",
        "ordinal" => "/:categories/:year/:y_day/:title.html",
        "weekdate" => "/:categories/:year/W:week/:short_day/:title.html",
        "none" => "/:categories/:title.html",
        pattern => pattern,
    }
}

/// Returns the value of a token ("Permalinks", "Placeholders for posts").
pub(super) fn token(addressed: &AddressedPost<'_>, token_name: &str) -> Option<String> {
    let slug_or_undated_stem = || {
        addressed
            .post
            .slug()
            .unwrap_or_else(|| Date::without_date_prefix(&addressed.stem))
    };
    let folders = addressed.folders_in_source();
    let collection_index = folders.iter().position(|folder| folder.starts_with('_'));
    let above = &folders[..collection_index.unwrap_or(0)];
    // The characters that the modes `default` and `pretty` of Jekyll's `slugify` keep.
    let is_plain = |char: char| char.is_alphanumeric();
    let is_pretty = |char: char| char.is_alphanumeric() || "._~!$&'()+,;=@".contains(char);
    Some(match token_name {
        "title" => hyphenated(slug_or_undated_stem(), is_pretty),
        "slug" => hyphenated(slug_or_undated_stem(), is_plain).to_lowercase(),
        "name" | "basename" => addressed.stem.clone(),
        "collection" => {
            let folder = folders.get(collection_index?)?;
            folder.trim_start_matches('_').to_owned()
        }
        "path" => {
            let below = &folders[collection_index? + 1..];
            addressed.page_path(below, "")
        }
        "output_ext" => ".html".to_owned(),
        // Folders above `_posts` are categories too ("Posts", "Categories").
        "categories" | "slugified_categories" => {
            let slug = |name: &str| match token_name {
                "categories" => name.to_lowercase(),
                _ => hyphenated(name, is_plain).to_lowercase(),
            };
            let mut names: Vec<_> = above.iter().map(|name| slug(name)).collect();
            names.push(addressed.categories(slug));
            names.join("/")
        }
        _ => return addressed.date_token(token_name),
    })
}
