//! Hexo (hexo.io). Titles in quotes are pages or sections of its documentation.

use super::super::permalink::{AddressRules, AddressedPost, SectionPattern, hyphenated};
use super::super::settings::{ConfigTable, SiteSettings};
use super::{DEFAULT, Documentation, SiteRoot, Spec};
use crate::document::Dialect;
use crate::post::Date;

pub(super) const SPEC: Spec = Spec {
    name: "Hexo",
    documentation: Documentation {
        root_files: "`_config.yml` with `source/_posts` or a key that only Hexo uses",
        metadata: "YAML, whose opening `---` may be absent; JSON",
        drafts: "`published: false`, `_drafts`",
        links: "`post_link`, `post_path`, addresses",
    },
    detect,
    content_folders: &["_posts", ""],
    dialect: Dialect::Hexo,
    permalink: Some(":year/:month/:day/:title/"),
    token,
    ..DEFAULT
};

fn detect(root: &SiteRoot<'_>) -> Option<SiteSettings> {
    let (file_name, text) = root.read_first("_config", &["yml", "yaml"])?;
    let table = ConfigTable::parse(&file_name, &text);
    // Jekyll uses the same file name, so a key or a folder that only Hexo uses is required.
    let is_hexo = table.has("new_post_name")
        || table.has("public_dir")
        || table.has("source_dir")
        || root.has_folder("source/_posts");
    is_hexo.then(|| {
        let source = table.folder("source_dir");
        let source = source.unwrap_or_else(|| "source".into());
        SiteSettings {
            content_folders: ["_posts", "_drafts"]
                .map(|folder| source.join(folder))
                .into(),
            source_folder: source,
            addresses: AddressRules {
                patterns: table
                    .text("permalink")
                    .map(SectionPattern::of_all_posts)
                    .into_iter()
                    .collect(),
                // Hexo splits the names of files by this pattern, so a date in it is not part of `:title`.
                omits_date_prefix: table
                    .text("new_post_name")
                    .is_some_and(|pattern| pattern.contains(":year-:month-:day")),
                ..AddressRules::default()
            },
            ..table.settings("title", "url")
        }
    })
}

/// Returns the value of a token ("Permalinks").
fn token(addressed: &AddressedPost<'_>, token_name: &str) -> Option<String> {
    let name = if addressed.site.addresses.omits_date_prefix {
        Date::without_date_prefix(&addressed.stem)
    } else {
        &addressed.stem
    };
    let is_kept = |char: char| char.is_alphanumeric() || char == '_';
    Some(match token_name {
        "title" => {
            // `_posts` and other folders that start with an underscore are not part of the title.
            let folders = addressed.folders.iter();
            let folders = folders.filter(|folder| !folder.starts_with('_'));
            let mut parts: Vec<&str> = folders.map(String::as_str).collect();
            parts.push(name);
            parts.join("/")
        }
        "name" => name.to_owned(),
        "post_title" => hyphenated(&addressed.post.title, is_kept),
        "category" if addressed.post.categories.is_empty() => "uncategorized".to_owned(),
        "category" => addressed.categories(|category| hyphenated(category, is_kept)),
        _ => return addressed.date_token(token_name),
    })
}
