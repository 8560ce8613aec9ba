//! Eleventy (11ty.dev). Titles in quotes are pages or sections of its documentation.

use super::super::MetadataSource;
use super::super::permalink::{AddressedPost, hyphenated};
use super::super::settings::{SiteSettings, path_inside_root, settings_of_script, string_literal};
use super::{DEFAULT, DEFAULT_DOCUMENTATION, Documentation, SiteRoot, Spec};
use crate::document::Dialect;
use crate::post::Date;

pub(super) const SPEC: Spec = Spec {
    name: "Eleventy",
    documentation: Documentation {
        root_files: "`eleventy.config.*`, `.eleventy.js`",
        metadata: "YAML, JSON, TOML, `---json`, `---js` (not run); data files in JSON, or in JavaScript with an object literal",
        drafts: "`draft: true`",
        ..DEFAULT_DOCUMENTATION
    },
    detect,
    content_folders: &[
        "content/blog",
        "content/posts",
        "content",
        "posts",
        "blog",
        "_posts",
    ],
    dialect: Dialect::Eleventy,
    metadata_source: Some(MetadataSource::EleventyData),
    expand_permalink,
    ..DEFAULT
};

fn detect(root: &SiteRoot<'_>) -> Option<SiteSettings> {
    let script = root
        .read_script("eleventy.config")
        .or_else(|| root.read_script(".eleventy"))?;
    let source = string_literal(&script, "input").and_then(path_inside_root);
    let mut settings = settings_of_script(&script, "title", "url");
    if let Some(source) = source {
        let names = SPEC.content_folders.iter();
        let mut folders = names.map(|name| source.join(name)).chain([source.clone()]);
        let first_existing = folders.find(|folder| {
            let name = folder.to_string_lossy();
            root.has_folder(&name)
        });
        settings.content_folders.extend(first_existing);
        settings.source_folder = source;
    } else {
        // The script may set the source folder in a way that folio cannot read. The usual folder is `src`.
        let mut names = SPEC.content_folders.iter();
        if !names.any(|name| root.has_folder(name)) && root.has_folder("src/posts") {
            settings.content_folders.push("src/posts".into());
        }
    }
    Some(settings)
}

/// Returns the path that a permalink template stands for ("Permalinks", "Use data variables in permalinks"). Returns `None` if
/// the template has expressions other than the title, the slug and the name of the file. Also returns `None` for filters other
/// than `slug`, `slugify` and `url` ("Filters").
fn expand_permalink(addressed: &AddressedPost<'_>, template: &str) -> Option<String> {
    let mut path = String::new();
    let mut remaining = template;
    while let Some((before, after)) = remaining.split_once("{{") {
        let (expression, following) = after.split_once("}}")?;
        path.push_str(before);
        let mut parts = expression.split('|').map(str::trim);
        let value = match parts.next()? {
            "title" => &addressed.post.title,
            "slug" => addressed.post.slug()?,
            "page.fileSlug" | "fileSlug" => Date::without_date_prefix(addressed.name()),
            _ => return None,
        };
        let mut value = value.to_owned();
        for filter in parts {
            match filter {
                // Eleventy transliterates a value that is not ASCII. folio does not.
                "slug" | "slugify" if value.is_ascii() => {
                    value = hyphenated(&value, |char| char.is_ascii_alphanumeric()).to_lowercase();
                }
                "url" => {}
                _ => return None,
            }
        }
        path.push_str(&value);
        remaining = following;
    }
    path.push_str(remaining);
    (!path.contains(['{', '}'])).then_some(path)
}
